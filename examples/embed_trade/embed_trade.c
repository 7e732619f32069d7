/*
 * embed_trade.c: all of libtrade in another program: a paper account, one order, its fill, and the proof.
 *
 * Usage: embed_trade DIRECTORY, where the database is kept; run it again and it goes on where it was. Built against
 * an installed libtrade with this folder's meson.build.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <trade/command.h>
#include <trade/config.h>
#include <trade/document.h>
#include <trade/owner.h>

/* The library reads no clock: the program hands it one. */
static int64_t read_clock(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t now_ns(void *user)
{
    (void)user;
    return read_clock(CLOCK_REALTIME);
}

static int64_t monotonic_ns(void *user)
{
    (void)user;
    return read_clock(CLOCK_MONOTONIC);
}

/* An answer comes on the engine's thread; this program waits for it. */
typedef struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t told;
    int is_done;
    tr_status status;
} waiting;

static void print_member(const tr_document *answer, const char *key)
{
    char text[64];
    const tr_document_node *node = tr_document_node_member(tr_document_root(answer), key);
    tr_document_node_format(node, text, sizeof text);
    printf("%-18s %s\n", key, text);
}

static void on_answer(void *user, tr_status status, const tr_document *answer, const tr_error *err)
{
    waiting *w = (waiting *)user;
    if (status == TR_OK) {
        print_member(answer, "status");
        print_member(answer, "executed_quantity");
        print_member(answer, "executed_price");
    } else {
        printf("%s: %s\n", tr_status_name(status), err->message);
    }
    pthread_mutex_lock(&w->lock);
    w->is_done = 1;
    w->status = status;
    pthread_cond_signal(&w->told);
    pthread_mutex_unlock(&w->lock);
}

static tr_status buy(tr_owner *owner, tr_store_reader *reader)
{
    static const tr_argument_text arguments[] = { { "symbol", "BTC/USD", 7 },
                                                  { "quantity", "0.01", 4 } };
    waiting w = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, TR_OK };
    const tr_command_def *command = tr_command_find("order buy", 9);
    tr_owner_run(owner, reader, "trader", TR_RIGHT_READ | TR_RIGHT_TRADE, command, arguments, 2,
                 on_answer, &w);
    pthread_mutex_lock(&w.lock);
    while (!w.is_done)
        pthread_cond_wait(&w.told, &w.lock);
    pthread_mutex_unlock(&w.lock);
    return w.status;
}

/* The log is folded from its beginning and must make exactly the rows that the tables hold. */
static tr_status verify(tr_store_reader *reader, tr_error *err)
{
    tr_verify_result result;
    tr_status status = tr_engine_verify(reader, NULL, NULL, NULL, &result, err);
    if (status == TR_OK)
        printf("verify             %s\n", result.findings == 0 ? "no findings" : "FINDINGS");
    return status;
}

static int fail(const char *what, tr_status status, const tr_error *err)
{
    fprintf(stderr, "%s: %s: %s\n", what, tr_status_name(status), err->message);
    return 1;
}

int main(int argc, char **argv)
{
    static const tr_clock clock = { now_ns, monotonic_ns, NULL };
    static const char *const settings[] = {
        "paper.prices.0.symbol=BTC/USD", "paper.prices.0.source=fixed", "paper.prices.0.price=600",
        "paper.prices.0.tick=0.01",      "paper.prices.0.lot=0.001",    "paper.slippage_bps=0"
    };
    tr_config_options config_options = TR_CONFIG_OPTIONS_INIT;
    tr_owner_options options = TR_OWNER_OPTIONS_INIT;
    tr_config *config = NULL;
    tr_owner *owner = NULL;
    tr_store_reader reader;
    tr_error err;
    if (argc != 2)
        return fprintf(stderr, "usage: embed_trade DIRECTORY\n"), 2;
    config_options.data_dir = argv[1];
    config_options.settings = settings;
    config_options.setting_count = sizeof settings / sizeof settings[0];
    tr_status status = tr_config_load(&config_options, &config, &err);
    if (status != TR_OK)
        return fail("configuration", status, &err);
    options.config = config;
    options.clock = &clock;
    options.data_directory = argv[1];
    options.seed =
        (uint64_t)now_ns(NULL); /* a real program takes it from the kernel: see tr_crypto_random */
    status = tr_owner_open(&options, &owner, &err);
    tr_config_free(config);
    if (status != TR_OK)
        return fail("owner", status, &err);
    status = tr_owner_reader_open(owner, &reader, &err);
    if (status == TR_OK) {
        status = buy(owner, &reader);
        if (status == TR_OK)
            status = verify(&reader, &err);
        reader.close(reader.user);
    }
    tr_owner_close(owner, 5000);
    return status == TR_OK ? 0 : 1;
}
