/*
 * Power cuts: the real store on a disk that forgets, tears and reorders what was not synced.
 *
 * Each session opens the store on what the last cut left, checks that everything acknowledged is there exactly
 * once and nothing else than was asked for, works, and loses power at a random operation: while opening,
 * writing, checkpointing or closing. A transaction is an alert and the event that tells of it. The same
 * run without fsync must be caught losing: a checker that cannot see loss proves nothing.
 *
 * POWER_CUTS and POWER_SEED set the number of cuts and the seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <trade/rng.h>
#include <trade/store_chain.h>
#include <trade/store_sqlite.h>

#include "power_disk.h"

#define ACCOUNTS          3
#define SEQS_MAX          20000
#define BATCH_MAX         8
#define SESSIONS_PER_DISK 25
#define VFS_NAME          "power"

typedef struct history {
    int64_t tried;             /* last event that was ever submitted and may be there */
    int64_t acknowledged;      /* last event that was acknowledged */
    int32_t session[SEQS_MAX]; /* that submitted it last */
} history;

typedef struct simulation {
    tr_rng rng;
    power_disk *disk;
    tr_store_sqlite_options options;
    char path[96];
    history accounts[ACCOUNTS];
    int32_t session;
    int64_t acknowledged_count;
    int64_t cuts_while_opening;
    char problem[320]; /* what the checker found; empty while all is well */
} simulation;

static void account_name(int account, char name[TR_NAME_SIZE])
{
    (void)snprintf(name, TR_NAME_SIZE, "account-%d", account);
}

static void problem(simulation *s, int account, const char *what, int64_t seq, const char *detail)
{
    if (s->problem[0] == '\0')
        (void)snprintf(s->problem, sizeof s->problem, "session %d, account %d: %s %lld: %s",
                       (int)s->session, account, what, (long long)seq, detail);
}

/* ---- what a transaction is ------------------------------------------------------------------- */

typedef struct planned {
    tr_alert alert;
    tr_event_row event;
    char body[400];
    tr_store_op ops[2];
    int account;
} planned;

static size_t body_of(int account, int64_t seq, int32_t session, char *body, size_t size)
{
    int length = snprintf(body, size, "account %d event %lld session %d ", account, (long long)seq,
                          (int)session);
    size_t wanted =
        (size_t)(seq * 37 % 300) + 60; /* of differing sizes, so that pages fill unevenly */
    memset(body + length, 'a' + (int)(seq % 26), wanted - (size_t)length);
    return wanted;
}

static tr_id alert_id(int account, int64_t seq)
{
    tr_id id = { .bytes = { (uint8_t)account } };
    for (int i = 0; i < 8; i++)
        id.bytes[8 + i] = (uint8_t)(seq >> (56 - 8 * i));
    return id;
}

static void plan(simulation *s, int account, int64_t seq, planned *p)
{
    size_t size = body_of(account, seq, s->session, p->body, sizeof p->body);
    p->account = account;
    p->alert = (tr_alert){ .id = alert_id(account, seq),
                           .received_ns = seq,
                           .body = (const uint8_t *)p->body,
                           .body_size = size };
    p->event = (tr_event_row){ .seq = seq,
                               .epoch = 1,
                               .at_ns = seq,
                               .kind = 1,
                               .payload = (const uint8_t *)p->body,
                               .payload_size = size };
    account_name(account, p->alert.account);
    account_name(account, p->event.account);
    (void)snprintf(p->alert.dedup_key, sizeof p->alert.dedup_key, "id:%d-%lld", account,
                   (long long)seq);
    p->ops[0] = (tr_store_op){ TR_STORE_INSERT, TR_TABLE_ALERT, &p->alert, 0 };
    p->ops[1] = (tr_store_op){ TR_STORE_INSERT, TR_TABLE_EVENT, &p->event, 0 };
    s->accounts[account].session[seq] = s->session;
    s->accounts[account].tried = seq;
}

/* ---- the checker ----------------------------------------------------------------------------- */

typedef struct checking {
    simulation *s;
    tr_table table;
    int account;
    int64_t expected; /* the next event's number */
    bool has_more;
    tr_alert last_alert;
    tr_event_row last_event;
} checking;

static void check_body(checking *c, int64_t seq, const uint8_t *bytes, size_t size)
{
    simulation *s = c->s;
    char body[400];
    const char *table = c->table == TR_TABLE_EVENT ? "event" : "alert";
    if (seq != c->expected || seq >= SEQS_MAX)
        problem(s, c->account, table, c->expected, "is missing or doubled");
    else if (seq > s->accounts[c->account].tried)
        problem(s, c->account, table, seq, "was never asked for");
    else if (size != body_of(c->account, seq, s->accounts[c->account].session[seq], body,
                             sizeof body) ||
             memcmp(bytes, body, size) != 0)
        problem(s, c->account, table, seq, "is not what was written last");
    c->expected++;
}

static bool on_row(void *user, const void *row)
{
    checking *c = user;
    if (c->table == TR_TABLE_EVENT) {
        const tr_event_row *event = row;
        c->last_event = *event;
        check_body(c, event->seq, event->payload, event->payload_size);
    } else {
        const tr_alert *alert = row;
        c->last_alert = *alert;
        tr_id id = alert_id(c->account, alert->received_ns);
        if (tr_id_compare(id, alert->id) != 0)
            problem(c->s, c->account, "alert", alert->received_ns, "has another's id");
        check_body(c, alert->received_ns, alert->body, alert->body_size);
    }
    return c->s->problem[0] == '\0';
}

static void on_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)status, (void)err;
    ((checking *)user)->has_more = has_more;
}

/* Walk a table of one account; returns the last number found. */
static int64_t check_table(simulation *s, const tr_store_reader *reader, tr_table table,
                           int account)
{
    checking c = { .s = s, .table = table, .account = account, .expected = 1, .has_more = true };
    account_name(account, c.last_alert.account);
    account_name(account, c.last_event.account);
    const void *key =
        table == TR_TABLE_EVENT ? (const void *)&c.last_event : (const void *)&c.last_alert;
    while (c.has_more && s->problem[0] == '\0') {
        tr_error err = { 0 };
        tr_store_query query = { .table = table,
                                 .index = table == TR_TABLE_EVENT ? TR_INDEX_PRIMARY
                                                                  : TR_INDEX_ALERT_RECEIVED,
                                 .key = key,
                                 .key_columns = 1,
                                 .after = c.expected > 1 ? key : NULL,
                                 .limit = 500 };
        if (reader->read(reader->user, &query, on_row, on_read, &c, &err) != TR_OK)
            problem(s, account, "reading behind", c.expected, err.message);
    }
    return c.expected - 1;
}

static void check_account(simulation *s, const tr_store_reader *reader, int account)
{
    history *h = &s->accounts[account];
    char name[TR_NAME_SIZE];
    tr_chain_report report = { .head_seq = 0 };
    tr_error err = { 0 };
    account_name(account, name);
    if (tr_store_chain_check(reader, name, NULL, NULL, &report, &err) != TR_OK)
        problem(s, account, "chain", report.bad_seq, err.message);
    int64_t events = check_table(s, reader, TR_TABLE_EVENT, account);
    int64_t alerts = check_table(s, reader, TR_TABLE_ALERT, account);
    if (events != report.head_seq || alerts != events)
        problem(s, account, "alerts and events differ behind", alerts,
                "a transaction is there in part");
    if (events < h->acknowledged)
        problem(s, account, "acknowledged event", h->acknowledged, "is lost");
    /* What survived unacknowledged stays; what did not must never come back. */
    h->tried = h->acknowledged = events;
}

static void check_all(simulation *s)
{
    tr_store_reader reader;
    tr_error err = { 0 };
    tr_status status = tr_store_sqlite_reader_open(&s->options, &reader, &err);
    bool is_empty = true;
    for (int i = 0; i < ACCOUNTS; i++)
        is_empty = is_empty && s->accounts[i].acknowledged == 0;
    if (status != TR_OK) {
        /* One that was cut off while it was made holds nothing yet: no tables, or a journal for its owner to undo. */
        if (!is_empty ||
            (status != TR_E_UNSUPPORTED && status != TR_E_READ_ONLY && status != TR_E_IO))
            problem(s, 0, "opening a reader, status", status, err.message);
        return;
    }
    for (int i = 0; i < ACCOUNTS; i++)
        check_account(s, &reader, i);
    reader.close(reader.user);
}

/* ---- one session ----------------------------------------------------------------------------- */

typedef struct in_flight {
    bool is_done;
    tr_status status;
    tr_status results[BATCH_MAX];
} in_flight;

static void on_done(void *user, tr_status status, const tr_status *results, size_t count,
                    const tr_error *err)
{
    (void)err;
    in_flight *f = user;
    f->is_done = true;
    f->status = status;
    for (size_t i = 0; i < count; i++)
        f->results[i] = results[i];
}

/* Submit one batch and wait for it. False when the store is closed. */
static bool work(simulation *s, tr_store *store)
{
    static planned batch[BATCH_MAX];
    tr_store_transaction transactions[BATCH_MAX];
    in_flight f = { .is_done = false };
    size_t count = 1 + (size_t)tr_rng_below(&s->rng, BATCH_MAX);
    for (size_t i = 0; i < count; i++) {
        int account = (int)tr_rng_below(&s->rng, ACCOUNTS);
        if (s->accounts[account].tried + 1 >= SEQS_MAX)
            return false;
        plan(s, account, s->accounts[account].tried + 1, &batch[i]);
        transactions[i] = (tr_store_transaction){ batch[i].ops, 2 };
    }
    if (store->submit(store->user, transactions, count, on_done, &f, NULL) != TR_OK)
        return false;
    while (!f.is_done)
        (void)store->poll(store->user, 1000);
    if (f.status != TR_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (f.results[i] != TR_OK)
            problem(s, batch[i].account, "a new event was refused, status", f.results[i],
                    "it should fit");
        s->accounts[batch[i].account].acknowledged = batch[i].event.seq;
        s->acknowledged_count++;
    }
    return s->problem[0] == '\0';
}

/* Mostly short sessions; some long enough for checkpoints along the way. */
static void run_session(simulation *s)
{
    bool is_long = tr_rng_below(&s->rng, 10) == 0;
    int batches = is_long ? 350 : (int)tr_rng_below(&s->rng, 30);
    int64_t reach = is_long ? 6000 : (int64_t)(batches + 3) * 18;
    tr_store store;
    tr_error err = { 0 };
    s->session++;
    power_disk_plan(s->disk, 1 + (int64_t)tr_rng_below(&s->rng, (uint64_t)reach));
    tr_status status = tr_store_sqlite_open(&s->options, &store, &err);
    if (status == TR_OK) {
        for (int i = 0; i < batches && work(s, &store); i++) {
        }
        if (tr_rng_below(&s->rng, 3) >
            0) /* otherwise the power lasts until it is planned to fail, or the end */
            power_disk_cut(s->disk);
        store.close(store.user);
    } else if (power_disk_is_off(s->disk)) {
        s->cuts_while_opening++;
    } else {
        problem(s, 0, "opening the store, status", status, err.message);
    }
    power_disk_cut(s->disk);
    power_disk_restart(s->disk);
}

/* ---- runs ------------------------------------------------------------------------------------ */

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static void new_disk(simulation *s)
{
    int32_t session = s->session;
    memset(s->accounts, 0, sizeof s->accounts);
    s->session = session;
    s->disk = power_disk_new(VFS_NAME, tr_rng_next(&s->rng));
    if (!s->options.without_fsync)
        return;
    /* Made with fsync, so that what is caught below is the loss of acknowledged work, not of the tables. */
    tr_store_sqlite_options options = s->options;
    tr_store_migration_report report;
    options.without_fsync = false;
    assert_int_equal(tr_store_sqlite_migrate(&options, &report, NULL), TR_OK);
}

/* Cut until the number is reached or the checker finds something; returns the cuts made. */
static int run_cuts(simulation *s, int cuts)
{
    int cut = 0;
    while (cut < cuts && s->problem[0] == '\0') {
        new_disk(s);
        for (int i = 0; i < SESSIONS_PER_DISK && cut < cuts && s->problem[0] == '\0'; i++, cut++) {
            run_session(s);
            if (s->problem[0] == '\0')
                check_all(s);
        }
        power_disk_free(s->disk);
    }
    return cut;
}

static simulation *new_simulation(uint64_t seed, bool without_fsync, char folder[64])
{
    simulation *s = calloc(1, sizeof *s);
    assert_non_null(s);
    (void)snprintf(folder, 64, "/tmp/trade-power-XXXXXX");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(s->path, sizeof s->path, "%s/power.db", folder);
    tr_rng_init(&s->rng, seed);
    s->options = (tr_store_sqlite_options)TR_STORE_SQLITE_OPTIONS_INIT;
    s->options.path = s->path;
    s->options.vfs = VFS_NAME;
    s->options.busy_timeout_ms = 0;
    s->options.without_fsync = without_fsync;
    return s;
}

static void remove_folder(const simulation *s, const char *folder)
{
    char lock[128];
    (void)snprintf(lock, sizeof lock, "%s.lock", s->path);
    (void)unlink(lock); /* the one real file */
    assert_int_equal(rmdir(folder), 0);
}

static void nothing_acknowledged_is_lost_or_doubled_by_power_cuts(void **state)
{
    (void)state;
    uint64_t seed = number_from("POWER_SEED", 7);
    int cuts = (int)number_from("POWER_CUTS", 400);
    char folder[64];
    simulation *s = new_simulation(seed, false, folder);
    print_message("# seed %llu\n", (unsigned long long)seed);
    int made = run_cuts(s, cuts);
    print_message("# %d cuts, %lld of them while opening, %lld transactions acknowledged\n", made,
                  (long long)s->cuts_while_opening, (long long)s->acknowledged_count);
    if (s->problem[0] != '\0')
        fail_msg("seed %llu, cut %d: %s", (unsigned long long)seed, made, s->problem);
    assert_true(s->acknowledged_count > cuts);
    remove_folder(s, folder);
    free(s);
}

static void a_store_without_fsync_is_caught(void **state)
{
    (void)state;
    uint64_t seed = number_from("POWER_SEED", 7);
    int caught = 0;
    char example[320] = "";
    for (int run = 0; run < 10; run++) {
        char folder[64];
        simulation *s = new_simulation(seed + (uint64_t)run, true, folder);
        (void)run_cuts(s, SESSIONS_PER_DISK);
        caught += s->problem[0] != '\0';
        if (s->problem[0] != '\0')
            memcpy(example, s->problem, sizeof example);
        remove_folder(s, folder);
        free(s);
    }
    print_message("# caught in %d of 10 runs, for example: %s\n", caught, example);
    assert_int_equal(caught, 10);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_acknowledged_is_lost_or_doubled_by_power_cuts),
        cmocka_unit_test(a_store_without_fsync_is_caught),
    };
    return cmocka_run_group_tests_name("power cuts", tests, NULL, NULL);
}
