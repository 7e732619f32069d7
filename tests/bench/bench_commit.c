/*
 * bench_commit.c: accepted orders a second, durable on SQLite with synchronous=FULL: each in a commit of its own, and many
 * under way, which is the group commit. Both in turns in one run, medians. The folder is the first argument, or a
 * temporary one; the disk below it is what is measured.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <trade/engine.h>
#include <trade/store_sqlite.h>

#define ROUNDS      5
#define ALONE_COUNT 200
#define GROUP_COUNT 20000
#define RATIO_MIN   15.0

static int64_t monotonic_ns(void *user)
{
    struct timespec now;
    (void)user;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t now_ns(void *user)
{
    struct timespec now;
    (void)user;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void must(tr_status status, const char *what, const tr_error *err)
{
    if (status == TR_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, tr_status_name(status), err->message);
    exit(1);
}

/* Nothing is ever sent: the orders wait for their price. */
static tr_status never_placed(void *user, const tr_exchange_order *order, tr_error *err)
{
    (void)user, (void)order, (void)err;
    return TR_E_UNSUPPORTED;
}

static tr_status never_asked(void *user, const char *account, const char *client_id, tr_error *err)
{
    (void)user, (void)account, (void)client_id, (void)err;
    return TR_E_UNSUPPORTED;
}

typedef struct bench {
    tr_store store;
    tr_store_reader reader;
    tr_engine *engine;
    long answered;
    long failed;
} bench;

static void on_answer(void *user, const tr_engine_answer *answer)
{
    bench *b = user;
    b->answered++;
    b->failed += answer->status != TR_OK;
}

static void on_recovered(void *user, tr_status status, const tr_error *err)
{
    (void)user;
    must(status, "recovering", err);
}

static tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    must(tr_decimal_parse(text, strlen(text), &value), text, NULL);
    return value;
}

static tr_instrument market(void)
{
    tr_instrument one = { .exchange = "bench",
                          .symbol = "BTC/USDT",
                          .exchange_symbol = "BTCUSDT",
                          .base = "BTC",
                          .quote = "USDT",
                          .settle = "USDT" };
    one.multiplier = tr_decimal_from_int(1);
    one.tick = decimal("0.01");
    one.lot = decimal("0.001");
    return one;
}

static void work_until(bench *b, long answered)
{
    tr_error err = { 0 };
    while (b->answered < answered) {
        must(tr_engine_flush(b->engine, &err), "flushing", &err);
        if (b->answered < answered)
            (void)b->store.poll(b->store.user, 1000);
    }
}

/* Orders a second with so many under way. */
static double run(bench *b, long count, long under_way)
{
    tr_order_request request = { .account = "bench",
                                 .user = "trader",
                                 .symbol = "BTC/USDT",
                                 .side = TR_SIDE_BUY,
                                 .type = TR_ORDER_STOP,
                                 .quantity = { decimal("0.001") },
                                 .stop_price = { decimal("50000") } };
    int64_t began_ns = monotonic_ns(NULL);
    b->answered = 0;
    for (long sent = 0; sent < count; sent++) {
        work_until(b, sent - under_way + 1);
        tr_engine_submit(b->engine, &request, on_answer, b);
    }
    work_until(b, count);
    double seconds = (double)(monotonic_ns(NULL) - began_ns) / 1e9;
    return (double)count / seconds;
}

static void open_all(bench *b, const char *path)
{
    static const tr_exchange_traits traits = { .name = "bench", .has_market_orders = true };
    static const tr_exchange exchange = {
        .traits = &traits, .place = never_placed, .cancel = never_asked, .query = never_asked
    };
    static const tr_clock clock = { now_ns, monotonic_ns, NULL };
    tr_error err = { 0 };
    tr_store_sqlite_options sqlite = TR_STORE_SQLITE_OPTIONS_INIT;
    sqlite.path = path;
    sqlite.clock = &clock;
    must(tr_store_sqlite_open(&sqlite, &b->store, &err), "opening", &err);
    must(tr_store_sqlite_reader_open(&sqlite, &b->reader, &err), "opening", &err);
    tr_instrument instrument = market();
    tr_engine_options options;
    tr_engine_options_init(&options);
    options.store = &b->store;
    options.reader = &b->reader;
    options.exchange = &exchange;
    options.clock = &clock;
    options.instruments = &instrument;
    options.instrument_count = 1;
    options.orders_open_max = 10000000;
    tr_risk_limits limits;
    tr_risk_limits_clear(&limits); /* a day has no limit of orders here */
    options.limits = &limits;
    must(tr_engine_new(&options, &b->engine, &err), "an engine", &err);
    must(tr_engine_recover(b->engine, on_recovered, NULL, &err), "recovering", &err);
    tr_account_row account = { .name = "bench", .exchange = "bench", .owner = "trader" };
    tr_balance balance = { .asset = "USDT", .total = { decimal("1000000000") } };
    tr_engine_open_account(b->engine, &account, &balance, 1, on_answer, b);
    work_until(b, 1);
}

static int by_size(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return first < second ? -1 : first > second;
}

static double median(double values[ROUNDS])
{
    qsort(values, ROUNDS, sizeof values[0], by_size);
    return values[ROUNDS / 2];
}

int main(int argc, char **argv)
{
    static const long group_sizes[] = { 64, 512 };
    char folder[200], path[256];
    double alone[ROUNDS], grouped[2][ROUNDS];
    bench b = { .engine = NULL };
    (void)snprintf(folder, sizeof folder, "%s/trade-bench-XXXXXX", argc > 1 ? argv[1] : "/tmp");
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return 1;
    }
    (void)snprintf(path, sizeof path, "%s/bench.db", folder);
    open_all(&b, path);
    for (int round = 0; round < ROUNDS; round++) {
        alone[round] = run(&b, ALONE_COUNT, 1);
        for (int i = 0; i < 2; i++)
            grouped[i][round] = run(&b, GROUP_COUNT, group_sizes[i]);
    }
    double each = median(alone), many = 0;
    printf("%-40s %12s %8s\n", "accepted orders, durable", "orders/s", "ratio");
    printf("%-40s %12.0f %8.1f\n", "each in a commit of its own", each, 1.0);
    for (int i = 0; i < 2; i++) {
        char name[64];
        many = median(grouped[i]);
        (void)snprintf(name, sizeof name, "group commit, %ld under way", group_sizes[i]);
        printf("%-40s %12.0f %8.1f\n", name, many, many / each);
    }
    printf("%s: at least %.0fx is wanted with 512 under way\n",
           many / each >= RATIO_MIN ? "ok" : "TOO SLOW", RATIO_MIN);
    if (b.failed > 0)
        fprintf(stderr, "%ld orders were not accepted\n", b.failed);
    b.store.close(b.store.user);
    tr_engine_free(b.engine);
    b.reader.close(b.reader.user);
    static const char *const left[] = { "", "-wal", "-shm", ".lock" };
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        char name[300];
        (void)snprintf(name, sizeof name, "%s%s", path, left[i]);
        (void)unlink(name);
    }
    (void)rmdir(folder);
    return b.failed > 0 || many / each < RATIO_MIN;
}
