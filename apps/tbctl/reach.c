/*
 * reach.c: where a command of the library runs.
 *
 * With an owner (a server, say): over its local socket. Without one: what reads uses a read-only connection to the
 * database, what trades becomes the owner, works and lets go. That owner is short-lived: nobody would watch for an
 * order that waits, so such orders are refused unless they say --unwatched; and another tbctl that wants to own
 * meanwhile waits its turn.
 */
#include "tbctl/tbctl.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#define CLIENT_TIMEOUT_MS 30000
#define LISTS_TIMEOUT_MS  180000 /* an exchange is asked for whole lists, at its own pace */
#define CLOSE_TIMEOUT_MS  10000
#define TURN_TIMEOUT_NS   (10 * TR_NS_PER_SECOND)
#define TURN_PAUSE_NS     20000000L

typedef struct answer_sink {
    tr_command_done *done;
    void *user;
} answer_sink;

static void finish(const answer_sink *sink, tr_status status, const tr_document *answer,
                   const tr_error *err)
{
    sink->done(sink->user, status, answer, status == TR_OK ? NULL : err);
}

/* ---- in the owner that runs ------------------------------------------------------------------ */

static void run_there(tr_owner_client *client, const tr_command_def *def,
                      const tr_argument_text *texts, size_t count, const answer_sink *sink)
{
    tr_document *answer = NULL;
    tr_error err = { 0 };
    tr_status status = tr_owner_client_run(client, def, texts, count, &answer, &err);
    finish(sink, status, answer, &err);
    tr_document_free(answer);
}

/* ---- on the database at rest ----------------------------------------------------------------- */

static void describe_rest(void *user, tr_document *answer)
{
    (void)user;
    tr_document_add_text(answer, "state", "no server runs");
}

/* The account that an owner of this configuration has: a live one has its exchange's name. */
static const char *account_of(const tbctl *program)
{
    const char *account = ""; /* the key has a default */
    bool is_paper = true;
    (void)tr_config_get_bool(program->config, "paper.enabled", &is_paper); /* likewise */
    (void)tr_config_get_text(program->config, "paper.account", &account);
    for (size_t i = 0; !is_paper && tr_exchange_info_at(i) != NULL; i++) {
        char key[128];
        bool is_live = false;
        (void)snprintf(key, sizeof key, "exchanges.%s.live", tr_exchange_info_at(i)->name);
        if (tr_config_get_bool(program->config, key, &is_live) == TR_OK && is_live)
            return tr_exchange_info_at(i)->name;
    }
    return account;
}

static void read_here(tbctl *program, const char *path, const tr_command_def *def,
                      const tr_argument_text *texts, size_t count, const answer_sink *sink)
{
    tr_error err = { 0 };
    tr_store_reader reader;
    const char *user = "";
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    options.path = path;
    tr_status status = tr_store_sqlite_reader_open(&options, &reader, &err);
    if (status == TR_E_NOT_FOUND)
        (void)tbctl_fail(
            &err, status,
            "there is no database yet (%.150s): start webhook-server, or \"tbctl db migrate\"",
            path);
    if (status != TR_OK) {
        finish(sink, status, NULL, &err);
        return;
    }
    (void)tr_config_get_text(program->config, "owner.user", &user); /* it has a default */
    int64_t day_zone = 0;
    (void)tr_config_get_int(program->config, "trading.day_zone", &day_zone); /* likewise */
    tr_decimal leverage = { 0 };
    (void)tr_config_get_decimal(program->config, "trading.leverage", &leverage);
    tr_command_context context = { .reader = &reader,
                                   .clock = &program->clock,
                                   .user = user,
                                   .account = account_of(program),
                                   .rights = TR_RIGHT_READ | TR_RIGHT_TRADE | TR_RIGHT_ADMIN,
                                   .is_unwatched = true,
                                   .describe = describe_rest,
                                   .day_offset_minutes = (int32_t)day_zone,
                                   .program = program,
                                   .leverage = leverage };
    tr_command_run(def, &context, texts, count, sink->done, sink->user);
    reader.close(reader.user);
}

/* ---- in an owner of our own ------------------------------------------------------------------ */

typedef struct waiter {
    const answer_sink *sink;
    pthread_mutex_t mutex;
    pthread_cond_t is_answered_cond;
    bool is_answered;
} waiter;

/* On the engine's thread, while the main one waits. */
static void on_answer(void *user, tr_status status, const tr_document *answer, const tr_error *err)
{
    waiter *w = user;
    finish(w->sink, status, answer, err);
    (void)pthread_mutex_lock(&w->mutex); /* a plain mutex of ours: neither call can fail */
    w->is_answered = true;
    (void)pthread_cond_signal(&w->is_answered_cond);
    (void)pthread_mutex_unlock(&w->mutex);
}

/* Whole lines; stdio keeps those of several threads apart. */
static void write_log(void *user, const tr_log_record *record)
{
    char line[1024];
    (void)user;
    tr_log_format_text(record, line, sizeof line);
    fprintf(stderr, "%s\n", line);
}

/* TR_E_BUSY: somebody else is the owner, and nothing was answered. */
static tr_status own_and_run(tbctl *program, const tr_command_def *def,
                             const tr_argument_text *texts, size_t count, const answer_sink *sink,
                             tr_error *err)
{
    tr_owner *owner = NULL;
    const char *user = "";
    tr_log log = { write_log, NULL, TR_LOG_WARNING };
    tr_owner_options options = TR_OWNER_OPTIONS_INIT;
    options.config = program->config;
    options.clock = &program->clock;
    options.log = &log;
    options.data_directory = program->place.data_dir;
    options.has_socket = false;
    options.has_prices = (def->rights & TR_RIGHT_ADMIN) == 0; /* keys need no market */
    options.is_unwatched = true;
    tr_status status = tr_crypto_random(&options.seed, sizeof options.seed, err);
    if (status == TR_OK)
        status = tr_owner_open(&options, &owner, err);
    if (status == TR_E_BUSY)
        return status;
    if (status != TR_OK) {
        finish(sink, status, NULL, err);
        return TR_OK;
    }
    (void)tr_config_get_text(program->config, "owner.user", &user); /* it has a default */
    waiter w = { .sink = sink,
                 .mutex = PTHREAD_MUTEX_INITIALIZER,
                 .is_answered_cond = PTHREAD_COND_INITIALIZER };
    tr_owner_run(owner, NULL, user, TR_RIGHT_READ | TR_RIGHT_TRADE | TR_RIGHT_ADMIN, def, texts,
                 count, on_answer, &w);
    (void)pthread_mutex_lock(&w.mutex);
    while (!w.is_answered)
        (void)pthread_cond_wait(&w.is_answered_cond, &w.mutex);
    (void)pthread_mutex_unlock(&w.mutex);
    tr_owner_close(owner, CLOSE_TIMEOUT_MS);
    return TR_OK;
}

/* ---- the choice ------------------------------------------------------------------------------ */

/* TR_E_BUSY: an owner that has no socket, or not yet, and nothing was answered. */
static tr_status reach_once(tbctl *program, const char *path, const tr_command_def *def,
                            const tr_argument_text *texts, size_t count, const answer_sink *sink,
                            tr_error *err)
{
    tr_owner_client *client = NULL;
    bool asks_lists = strcmp(def->name, "reconcile") == 0;
    tr_status status =
        tr_owner_client_open(path, asks_lists ? LISTS_TIMEOUT_MS : CLIENT_TIMEOUT_MS, &client, err);
    if (status == TR_OK)
        run_there(client, def, texts, count, sink);
    else if (def->place == TR_COMMAND_READS)
        read_here(program, path, def, texts, count, sink);
    else if (status == TR_E_NOT_FOUND)
        return own_and_run(program, def, texts, count, sink, err);
    else
        finish(sink, status, NULL, err);
    tr_owner_client_close(client);
    return TR_OK;
}

void tbctl_reach(tbctl *program, const tr_command_def *def, const tr_argument_text *texts,
                 size_t count, tr_command_done *done, void *user)
{
    char path[TR_CONFIG_PATH_SIZE];
    tr_error err = { 0 };
    answer_sink sink = { done, user };
    const struct timespec pause = { .tv_nsec = TURN_PAUSE_NS };
    const tr_clock *clock = &program->clock;
    tr_status status = tbctl_database(program, path, sizeof path, &err);
    if (status != TR_OK) {
        finish(&sink, status, NULL, &err);
        return;
    }
    int64_t give_up_ns = clock->monotonic_ns(clock->user) + TURN_TIMEOUT_NS;
    while ((status = reach_once(program, path, def, texts, count, &sink, &err)) == TR_E_BUSY &&
           clock->monotonic_ns(clock->user) < give_up_ns)
        (void)nanosleep(&pause, NULL); /* a signal only makes the pause shorter */
    if (status != TR_OK)
        finish(&sink, status, NULL, &err);
}
