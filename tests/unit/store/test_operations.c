/* Looking after a database: status, backup, restore, prune. */
#include "sqlite_rig.h"

#include <trade/ledger.h>
#include <trade/store_chain.h>

#include "core/buffer.h"

static void insert_events(rig *r, const char *account, int64_t first, int64_t last)
{
    for (int64_t seq = first; seq <= last; seq++) {
        tr_event_row event = event_of(account, seq); /* at seq * 1000 ns */
        assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &event, 0), TR_OK);
    }
}

static int64_t rows_of(const char *path, tr_table table)
{
    tr_store_sqlite_options options = options_of(path);
    rig r = { .is_sqlite = true };
    assert_int_equal(tr_store_sqlite_reader_open(&options, &r.reader, NULL), TR_OK);
    int64_t count = count_rows(&r, table);
    r.reader.close(r.reader.user);
    return count;
}

/* ---- status ---------------------------------------------------------------------------------- */

typedef struct heads {
    int count;
    int64_t seqs[4];
    char names[4][TR_NAME_SIZE];
} heads;

static void on_head(void *user, const char *account, int64_t seq, const uint8_t hash[TR_HASH_SIZE])
{
    heads *h = user;
    assert_true(h->count < 4);
    assert_non_null(hash);
    h->seqs[h->count] = seq;
    (void)snprintf(h->names[h->count++], TR_NAME_SIZE, "%s", account);
}

static void status_describes_a_database_in_use(void **state)
{
    rig *r = *state;
    tr_store_sqlite_options options = options_of(r->path);
    tr_store_sqlite_state described;
    tr_error err = { 0 };
    assert_int_equal(tr_store_sqlite_status(&options, &described, NULL, NULL, &err),
                     TR_E_NOT_FOUND);
    open_store(r);
    insert_settings(r, 0, 7);
    insert_events(r, "beta", 1, 3);
    insert_events(r, "alpha", 1, 5);
    heads h = { .count = 0 };
    assert_int_equal(tr_store_sqlite_status(&options, &described, on_head, &h, &err), TR_OK);
    assert_int_equal(described.schema_version, described.schema_version_latest);
    assert_string_equal(described.journal_mode, "wal");
    assert_true(described.is_intact);
    assert_true(described.is_owned);
    assert_int_equal(described.owner_pid, getpid());
    assert_true(described.file_bytes > 0);
    assert_true(described.wal_bytes > 0);
    assert_int_equal(described.row_counts[TR_TABLE_SETTING], 7);
    assert_int_equal(described.row_counts[TR_TABLE_EVENT], 8);
    assert_int_equal(described.row_counts[TR_TABLE_ORDER], 0);
    assert_int_equal(described.account_count, 2);
    assert_int_equal(h.count, 2);
    assert_string_equal(h.names[0], "alpha");
    assert_int_equal(h.seqs[0], 5);
    assert_int_equal(h.seqs[1], 3);
    close_store(r);
    assert_int_equal(tr_store_sqlite_status(&options, &described, NULL, NULL, &err), TR_OK);
    assert_false(described.is_owned);
    assert_int_equal(described.owner_pid, 0);
}

/* ---- backup and restore ---------------------------------------------------------------------- */

static void a_backup_of_a_database_in_use_is_whole(void **state)
{
    rig *r = *state;
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    open_store(r);
    insert_settings(r, 0, 40);
    assert_int_equal(tr_store_sqlite_backup(&options, r->spare, &err), TR_OK);
    insert_settings(r, 40, 2);
    assert_int_equal(tr_store_sqlite_backup(&options, r->spare, &err), TR_E_EXISTS);
    assert_int_equal(rows_of(r->spare, TR_TABLE_SETTING), 40);
    assert_int_equal(rows_of(r->path, TR_TABLE_SETTING), 42);
    close_store(r);
    char partial[128];
    (void)snprintf(partial, sizeof partial, "%s.partial", r->spare);
    assert_int_not_equal(access(partial, F_OK), 0);
}

static void restore_puts_a_backup_in_place_and_keeps_what_was_there(void **state)
{
    rig *r = *state;
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    char kept[256], expected[160];
    open_store(r);
    insert_settings(r, 0, 10);
    assert_int_equal(tr_store_sqlite_backup(&options, r->spare, &err), TR_OK);
    insert_settings(r, 10, 10);
    assert_int_equal(tr_store_sqlite_restore(&options, r->spare, kept, sizeof kept, &err),
                     TR_E_BUSY);
    close_store(r);
    for (int number = 1; number <= 2; number++) {
        assert_int_equal(tr_store_sqlite_restore(&options, r->spare, kept, sizeof kept, &err),
                         TR_OK);
        (void)snprintf(expected, sizeof expected, "%s.before-restore-%d", r->path, number);
        assert_string_equal(kept, expected);
        assert_int_equal(rows_of(r->path, TR_TABLE_SETTING), 10);
        assert_int_equal(rows_of(kept, TR_TABLE_SETTING), number == 1 ? 20 : 10);
    }
    open_store(r);
    insert_settings(r, 10, 1);
    close_store(r);
}

static void restore_keeps_a_log_that_was_never_folded_in(void **state)
{
    rig *r = *state;
    tr_store_sqlite_options options = options_of(r->path);
    char kept[256], copy[160], log[160], copy_log[160];
    open_store(r);
    insert_settings(r, 0, 5);
    assert_int_equal(tr_store_sqlite_backup(&options, r->spare, NULL), TR_OK);
    insert_settings(r, 5, 5);
    /* What a killed owner leaves: the file and a log that is not yet part of it. */
    (void)snprintf(copy, sizeof copy, "%s/killed.db", r->folder);
    (void)snprintf(copy_log, sizeof copy_log, "%s/killed.db-wal", r->folder);
    (void)snprintf(log, sizeof log, "%s-wal", r->path);
    const char *const pairs[][2] = { { r->path, copy }, { log, copy_log } };
    for (int i = 0; i < 2; i++) {
        FILE *in = fopen(pairs[i][0], "rb"), *out = fopen(pairs[i][1], "wb");
        assert_true(in != NULL && out != NULL);
        for (int byte; (byte = fgetc(in)) != EOF;)
            assert_int_equal(fputc(byte, out), byte);
        assert_int_equal(fclose(out), 0);
        assert_int_equal(fclose(in), 0);
    }
    close_store(r);
    options.path = copy;
    assert_int_equal(tr_store_sqlite_restore(&options, r->spare, kept, sizeof kept, NULL), TR_OK);
    assert_int_equal(rows_of(copy, TR_TABLE_SETTING), 5);
    assert_int_equal(rows_of(kept, TR_TABLE_SETTING), 10);
}

static void restore_into_an_empty_place_keeps_nothing(void **state)
{
    rig *r = *state;
    tr_store_sqlite_options options = options_of(r->path), empty = options_of(r->spare);
    char backup[160], kept[64] = "x";
    (void)snprintf(backup, sizeof backup, "%s/backup.db", r->folder);
    open_store(r);
    insert_settings(r, 0, 3);
    close_store(r);
    assert_int_equal(tr_store_sqlite_backup(&options, backup, NULL), TR_OK);
    assert_int_equal(tr_store_sqlite_restore(&empty, backup, kept, sizeof kept, NULL), TR_OK);
    assert_string_equal(kept, "");
    assert_int_equal(rows_of(r->spare, TR_TABLE_SETTING), 3);
}

static void a_bad_backup_is_refused_and_changes_nothing(void **state)
{
    rig *r = *state;
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    open_store(r);
    insert_settings(r, 0, 300);
    close_store(r);
    assert_int_equal(tr_store_sqlite_restore(&options, r->spare, NULL, 0, &err), TR_E_NOT_FOUND);
    assert_int_equal(tr_store_sqlite_backup(&options, r->spare, NULL), TR_OK);
    FILE *file = fopen(r->spare, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, -4096 * 3, SEEK_END), 0);
    for (int i = 0; i < 4096 * 2; i++)
        assert_true(fputc(0x77, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(tr_store_sqlite_restore(&options, r->spare, NULL, 0, &err), TR_E_CORRUPT);
    assert_int_equal(rows_of(r->path, TR_TABLE_SETTING), 300);
}

/* ---- prune ----------------------------------------------------------------------------------- */

static void put_order(rig *r, int number, tr_order_state order_state, int64_t updated_ns,
                      int parent, int group)
{
    tr_order order = order_of(number, "acc", "");
    order.state = order_state;
    order.updated_ns = updated_ns;
    order.parent_id.bytes[15] = (uint8_t)parent;
    order.group_id.bytes[0] = (uint8_t)group;
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ORDER, &order, 0), TR_OK);
    tr_fill fill = { .order_id = order.id, .id = order.id, .account = "acc", .at_ns = updated_ns };
    (void)snprintf(fill.exchange_fill_id, sizeof fill.exchange_fill_id, "f%d", number);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_FILL, &fill, 0), TR_OK);
}

static void put_alert(rig *r, int number, const char *key, int64_t received_ns)
{
    tr_alert alert = { .account = "acc",
                       .received_ns = received_ns,
                       .body = (const uint8_t *)"body",
                       .body_size = 4 };
    alert.id.bytes[15] = (uint8_t)number;
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "%s", key);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ALERT, &alert, 0), TR_OK);
}

/* Old when its event is. */
static void put_line(rig *r, int64_t seq, int64_t number, tr_ledger_book book, int64_t amount)
{
    tr_ledger_row line = { .account = "acc",
                           .seq = seq,
                           .line = number,
                           .book = book,
                           .asset = "USDT",
                           .amount = { tr_decimal_from_int(amount) },
                           .at_ns = seq * 1000 };
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_LEDGER, &line, 0), TR_OK);
}

static void fill_for_prune(rig *r)
{
    open_store(r);
    insert_events(r, "acc", 1, 100); /* at 1000 .. 100000 ns */
    insert_events(r, "old", 1, 10);
    insert_events(r, "young", 1, 1);
    put_order(r, 1, TR_STATE_FILLED, 100, 0, 0);
    put_order(r, 2, TR_STATE_FILLED, 90000, 0, 0);
    put_order(r, 3, TR_STATE_WORKING, 100, 0, 0);
    put_order(r, 4, TR_STATE_FILLED, 100, 0, 0); /* its exit works still */
    put_order(r, 5, TR_STATE_WORKING, 90000, 4, 0);
    put_order(r, 6, TR_STATE_CANCELLED, 100, 0, 9); /* its group works still */
    put_order(r, 7, TR_STATE_WAITING, 100, 0, 9);
    put_order(r, 8, TR_STATE_REFUSED, 100, 0, 8);
    put_alert(r, 1, "sha256:aa", 100);
    put_alert(r, 2, "id:explicit", 100);
    put_alert(r, 3, "sha256:bb", 90000);
    put_line(r, 1, 0, TR_LEDGER_CASH, 100);
    put_line(r, 1, 1, TR_LEDGER_OPENING, -100);
    put_line(r, 2, 0, TR_LEDGER_CASH, -30);
    put_line(r, 2, 1, TR_LEDGER_FEES, 30);
    put_line(r, 90, 0, TR_LEDGER_CASH, 7);
    put_line(r, 90, 1, TR_LEDGER_EXTERNAL, -7);
    tr_balance balance = { .account = "acc", .asset = "USDT", .version = 7 };
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_BALANCE, &balance, 0), TR_OK);
    close_store(r);
}

static bool add_to_trial(void *user, const void *row)
{
    assert_int_equal(tr_ledger_trial_add(user, row, NULL), TR_OK);
    return true;
}

static void read_ended(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)has_more;
    (void)err; /* the status tells */
    assert_int_equal(status, TR_OK);
}

/* What went is in the lines that were brought forward. */
static void check_ledger_sums(rig *r)
{
    tr_ledger_trial trial = { .count = 0 };
    tr_store_query query = { .table = TR_TABLE_LEDGER, .limit = 100 };
    assert_int_equal(r->reader.read(r->reader.user, &query, add_to_trial, read_ended, &trial, NULL),
                     TR_OK);
    assert_int_equal(trial.count, 1);
    assert_true(tr_ledger_trial_is_balanced(&trial));
    const tr_money *books = trial.assets[0].books;
    assert_int_equal(tr_decimal_compare(books[TR_LEDGER_CASH].value, tr_decimal_from_int(77)), 0);
    assert_int_equal(tr_decimal_compare(books[TR_LEDGER_OPENING].value, tr_decimal_from_int(-100)),
                     0);
    assert_int_equal(tr_decimal_compare(books[TR_LEDGER_FEES].value, tr_decimal_from_int(30)), 0);
    tr_ledger_trial_done(&trial);
}

static void prune_forgets_what_is_old_and_leaves_a_new_origin(void **state)
{
    rig *r = *state;
    fill_for_prune(r);
    tr_store_sqlite_options options = options_of(r->path);
    tr_store_prune_options prune = TR_STORE_PRUNE_OPTIONS_INIT;
    tr_store_prune_report report;
    tr_error err = { 0 };
    prune.before_ns = 50000;
    prune.event_count_min = 4;
    assert_int_equal(tr_store_sqlite_prune(&options, &prune, &report, &err), TR_OK);
    assert_int_equal(report.event_count, 49 + 6);
    assert_int_equal(report.order_count, 2);
    assert_int_equal(report.fill_count, 2);
    assert_int_equal(rows_of(r->path, TR_TABLE_FILL), 6);
    assert_int_equal(rows_of(r->path, TR_TABLE_PAST_FILL), 2); /* lots are made of them */
    assert_int_equal(report.alert_count, 1);
    assert_int_equal(report.alert_emptied_count, 1);
    assert_int_equal(report.ledger_count, 4);
    assert_int_equal(rows_of(r->path, TR_TABLE_LEDGER), 3 + 2);
    assert_int_equal(report.account_count, 3);
    assert_int_equal(rows_of(r->path, TR_TABLE_ORDER), 6);
    assert_int_equal(rows_of(r->path, TR_TABLE_ALERT), 2);
    open_reader(r);
    check_ledger_sums(r);
    tr_chain_report chain;
    assert_int_equal(tr_store_chain_check(&r->reader, "acc", NULL, NULL, &chain, &err), TR_OK);
    assert_int_equal(chain.origin_seq, 49);
    assert_int_equal(chain.head_seq, 100);
    assert_int_equal(chain.event_count, 51);
    assert_int_equal(tr_store_chain_check(&r->reader, "old", NULL, NULL, &chain, &err), TR_OK);
    assert_int_equal(chain.origin_seq, 6);
    close_reader(r);
    open_store(r);
    insert_events(r, "acc", 101, 103);
    close_store(r);
    /* Again, with everything old: the log is empty, and goes on all the same. */
    prune.before_ns = INT64_MAX;
    prune.event_count_min = 0;
    assert_int_equal(tr_store_sqlite_prune(&options, &prune, &report, &err), TR_OK);
    assert_int_equal(rows_of(r->path, TR_TABLE_EVENT), 0);
    assert_int_equal(rows_of(r->path, TR_TABLE_SNAPSHOT), 3);
    open_store(r);
    insert_events(r, "acc", 104, 104);
    close_store(r);
    open_reader(r);
    assert_int_equal(tr_store_chain_check(&r->reader, "acc", NULL, NULL, &chain, &err), TR_OK);
    assert_int_equal(chain.origin_seq, 103);
    assert_int_equal(chain.head_seq, 104);
    close_reader(r);
}

static void prune_leaves_the_orders_that_book_liquidations(void **state)
{
    rig *r = *state;
    open_store(r);
    insert_events(r, "acc", 1, 10);
    put_order(r, 1, TR_STATE_FILLED, 100, 0, 0);
    put_order(r, 2, TR_STATE_FILLED, 100, 0, 0);
    tr_order booked = order_of(2, "acc", "");
    booked.state = TR_STATE_FILLED;
    booked.updated_ns = 100;
    (void)snprintf(booked.notes, sizeof booked.notes, "%s", TR__NOTES_LIQUIDATED);
    assert_int_equal(run_op(r, TR_STORE_PUT, TR_TABLE_ORDER, &booked, 0), TR_OK);
    close_store(r);
    tr_store_sqlite_options options = options_of(r->path);
    tr_store_prune_options prune = TR_STORE_PRUNE_OPTIONS_INIT;
    tr_store_prune_report report;
    prune.before_ns = INT64_MAX;
    assert_int_equal(tr_store_sqlite_prune(&options, &prune, &report, NULL), TR_OK);
    assert_int_equal(report.order_count, 1);
    open_reader(r);
    tr_order *kept = fetch(r, TR_TABLE_ORDER, &booked);
    assert_non_null(kept); /* told again, it is found */
    free(kept);
    close_reader(r);
}

static void a_snapshot_holds_every_row_that_remains(void **state)
{
    rig *r = *state;
    fill_for_prune(r);
    tr_store_sqlite_options options = options_of(r->path);
    tr_store_prune_options prune = TR_STORE_PRUNE_OPTIONS_INIT;
    tr_store_prune_report report;
    prune.before_ns = 50000;
    assert_int_equal(tr_store_sqlite_prune(&options, &prune, &report, NULL), TR_OK);
    assert_int_equal(report.event_count, 0); /* fewer events than are to be kept */
    open_reader(r);
    tr_snapshot_row key = { .account = "acc", .seq = 100 };
    tr_snapshot_row *snapshot = fetch(r, TR_TABLE_SNAPSHOT, &key);
    assert_non_null(snapshot);
    tr__reader bytes;
    tr__reader_init(&bytes, snapshot->state, snapshot->state_size);
    assert_int_equal(tr__reader_take_u16(&bytes), 1);
    static const tr_table tables[] = { TR_TABLE_EXTREME,  TR_TABLE_ORDER,          TR_TABLE_FILL,
                                       TR_TABLE_POSITION, TR_TABLE_BALANCE,        TR_TABLE_RISK,
                                       TR_TABLE_BLOCK,    TR_TABLE_BLOCK_CONDITION };
    static const uint64_t counts[] = { 0, 6, 6, 0, 1, 0, 0, 0 };
    for (int i = 0; i < 8; i++) {
        assert_int_equal(tr__reader_take_u16(&bytes), tables[i]);
        uint64_t count = tr__reader_take_u64(&bytes);
        assert_int_equal(count, counts[i]);
        const tr_table_def *def = tr_store_table(tables[i]);
        for (uint64_t k = 0; k < count; k++) {
            union {
                tr_order order;
                tr_fill fill;
                tr_balance balance;
            } row;
            tr__row_decode(def, &bytes, &row);
            void *stored = fetch(r, tables[i], &row);
            assert_non_null(stored);
            assert_true(tr__row_equal(def, &row, stored));
            free(stored);
        }
    }
    assert_int_equal(tr__reader_finish(&bytes), TR_OK);
    free(snapshot);
    close_reader(r);
}

static void prune_is_refused_while_an_owner_lives(void **state)
{
    rig *r = *state;
    open_store(r);
    tr_store_sqlite_options options = options_of(r->path);
    tr_store_prune_options prune = TR_STORE_PRUNE_OPTIONS_INIT;
    tr_store_prune_report report;
    tr_store_migration_report migration;
    assert_int_equal(tr_store_sqlite_prune(&options, &prune, &report, NULL), TR_E_BUSY);
    assert_int_equal(tr_store_sqlite_migrate(&options, &migration, NULL), TR_E_BUSY);
    prune.event_count_min = -1;
    assert_int_equal(tr_store_sqlite_prune(&options, &prune, &report, NULL), TR_E_INVALID);
    close_store(r);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup_folder, teardown_folder)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(status_describes_a_database_in_use),
        CASE(a_backup_of_a_database_in_use_is_whole),
        CASE(restore_puts_a_backup_in_place_and_keeps_what_was_there),
        CASE(restore_keeps_a_log_that_was_never_folded_in),
        CASE(restore_into_an_empty_place_keeps_nothing),
        CASE(a_bad_backup_is_refused_and_changes_nothing),
        CASE(prune_forgets_what_is_old_and_leaves_a_new_origin),
        CASE(a_snapshot_holds_every_row_that_remains),
        CASE(prune_leaves_the_orders_that_book_liquidations),
        CASE(prune_is_refused_while_an_owner_lives),
    };
    return cmocka_run_group_tests_name("operations", tests, NULL, NULL);
}
