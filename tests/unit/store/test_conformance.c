/* Rows, transactions and batches, of every store. */
#include "both.h"

#include <trade/store_chain.h>

/* ---- rows ------------------------------------------------------------------------------------ */

static void every_table_gives_back_every_column(void **state)
{
    rig *r = *state;
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        const tr_table_def *def = tr_store_table((tr_table)table);
        for (int64_t number = 1; number <= 3; number++) {
            uint8_t bytes[300];
            size_t bytes_size = number == 2 ? 0 : (size_t)number * 100;
            char *row = calloc(1, def->row_size);
            fill_row(def, number, row, bytes, bytes_size);
            if (table ==
                TR_TABLE_EVENT) { /* an account's log starts at 1, and the hash is the store's */
                ((tr_event_row *)(void *)row)->seq = 1;
            }
            assert_int_equal(run_op(r, TR_STORE_INSERT, (tr_table)table, row, 0), TR_OK);
            void *stored = fetch(r, (tr_table)table, row);
            assert_non_null(stored);
            if (table == TR_TABLE_EVENT) {
                tr_event_row *event = (tr_event_row *)(void *)row;
                static const uint8_t origin[TR_HASH_SIZE];
                tr_store_chain_hash(origin, event, event->hash);
            }
            if (!tr__row_equal(def, row, stored))
                fail_msg("table %s, row %d", def->name, (int)number);
            free(stored);
            free(row);
        }
    }
}

static void extreme_values_come_back_exactly(void **state)
{
    rig *r = *state;
    tr_balance row = { .account = "a", .asset = "B", .day_ns = INT64_MIN, .updated_ns = INT64_MAX };
    row.total.value = (tr_decimal){ UINT64_MAX, INT64_MAX };
    row.day_equity.value = (tr_decimal){ 0, INT64_MIN };
    memset(row.account, 'x', sizeof row.account - 1);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_BALANCE, &row, 0), TR_OK);
    tr_balance *stored = fetch(r, TR_TABLE_BALANCE, &row);
    assert_non_null(stored);
    assert_true(tr__row_equal(tr_store_table(TR_TABLE_BALANCE), &row, stored));
    free(stored);
}

static void insert_of_taken_primary_key_exists(void **state)
{
    rig *r = *state;
    tr_setting_row row = setting_of("a", "1");
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0), TR_OK);
    row = setting_of("a", "2");
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0), TR_E_EXISTS);
    tr_setting_row *stored = fetch(r, TR_TABLE_SETTING, &row);
    assert_string_equal(stored->value, "1");
    free(stored);
}

static void put_inserts_and_then_replaces(void **state)
{
    rig *r = *state;
    tr_setting_row row = setting_of("a", "1");
    assert_int_equal(run_op(r, TR_STORE_PUT, TR_TABLE_SETTING, &row, 0), TR_OK);
    row = setting_of("a", "2");
    assert_int_equal(run_op(r, TR_STORE_PUT, TR_TABLE_SETTING, &row, 0), TR_OK);
    assert_int_equal(count_rows(r, TR_TABLE_SETTING), 1);
    tr_setting_row *stored = fetch(r, TR_TABLE_SETTING, &row);
    assert_string_equal(stored->value, "2");
    free(stored);
}

static void put_of_a_row_that_is_all_key_replaces_it(void **state)
{
    rig *r = *state;
    tr_grant_row row = { .user = "u", .account = "a", .rights = 1 };
    assert_int_equal(run_op(r, TR_STORE_PUT, TR_TABLE_GRANT, &row, 0), TR_OK);
    row.rights = 3;
    assert_int_equal(run_op(r, TR_STORE_PUT, TR_TABLE_GRANT, &row, 0), TR_OK);
    tr_grant_row *stored = fetch(r, TR_TABLE_GRANT, &row);
    assert_int_equal(stored->rights, 3);
    free(stored);
}

static void put_never_removes_another_row_that_holds_a_unique_key(void **state)
{
    rig *r = *state;
    tr_order first = order_of(1, "a", "key"), second = order_of(2, "a", "key");
    assert_int_equal(run_op(r, TR_STORE_PUT, TR_TABLE_ORDER, &first, 0), TR_OK);
    assert_int_equal(run_op(r, TR_STORE_PUT, TR_TABLE_ORDER, &second, 0), TR_E_EXISTS);
    assert_int_equal(count_rows(r, TR_TABLE_ORDER), 1);
    second = order_of(2, "a", "other");
    assert_int_equal(run_op(r, TR_STORE_PUT, TR_TABLE_ORDER, &second, 0), TR_OK);
    second = order_of(2, "a", "key");
    assert_int_equal(run_op(r, TR_STORE_PUT, TR_TABLE_ORDER, &second, 0), TR_E_EXISTS);
    second.version = 2;
    assert_int_equal(run_op(r, TR_STORE_UPDATE, TR_TABLE_ORDER, &second, 1), TR_E_EXISTS);
    tr_order *stored = fetch(r, TR_TABLE_ORDER, &second);
    assert_string_equal(stored->idempotency_key, "other");
    free(stored);
}

static void delete_of_missing_row_is_not_found(void **state)
{
    rig *r = *state;
    tr_setting_row row = setting_of("a", "1");
    assert_int_equal(run_op(r, TR_STORE_DELETE, TR_TABLE_SETTING, &row, 0), TR_E_NOT_FOUND);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0), TR_OK);
    assert_int_equal(run_op(r, TR_STORE_DELETE, TR_TABLE_SETTING, &row, 0), TR_OK);
    assert_int_equal(count_rows(r, TR_TABLE_SETTING), 0);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0), TR_OK);
}

static void update_needs_the_stored_version(void **state)
{
    rig *r = *state;
    tr_order order = order_of(1, "a", "");
    assert_int_equal(run_op(r, TR_STORE_UPDATE, TR_TABLE_ORDER, &order, 1), TR_E_CONFLICT);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ORDER, &order, 0), TR_OK);
    order.version = 2;
    order.state = TR_STATE_WAITING;
    assert_int_equal(run_op(r, TR_STORE_UPDATE, TR_TABLE_ORDER, &order, 1), TR_OK);
    assert_int_equal(run_op(r, TR_STORE_UPDATE, TR_TABLE_ORDER, &order, 1), TR_E_CONFLICT);
    tr_order *stored = fetch(r, TR_TABLE_ORDER, &order);
    assert_int_equal(stored->version, 2);
    assert_int_equal(stored->state, TR_STATE_WAITING);
    free(stored);
}

static void an_empty_key_collides_with_nothing(void **state)
{
    rig *r = *state;
    tr_order one = order_of(1, "a", ""), two = order_of(2, "a", ""), three = order_of(3, "a", "k");
    tr_order same = order_of(4, "a", "k"), elsewhere = order_of(5, "b", "k");
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ORDER, &one, 0), TR_OK);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ORDER, &two, 0), TR_OK);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ORDER, &three, 0), TR_OK);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ORDER, &same, 0), TR_E_EXISTS);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ORDER, &elsewhere, 0), TR_OK);
    page p;
    tr_store_query query = { .table = TR_TABLE_ORDER, .index = TR_INDEX_ORDER_KEY, .limit = 10 };
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_int_equal(p.count, 2); /* rows without a key are not in this index */
    page_done(&p);
}

static void a_unique_index_holds_without_its_being_primary(void **state)
{
    rig *r = *state;
    tr_fill fill = { .account = "a", .symbol = "BTC/USDT", .exchange_fill_id = "x" };
    fill.id.bytes[0] = 1;
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_FILL, &fill, 0), TR_OK);
    fill.id.bytes[0] = 2;
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_FILL, &fill, 0), TR_E_EXISTS);
    (void)snprintf(fill.symbol, sizeof fill.symbol, "ETH/USDT");
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_FILL, &fill, 0), TR_OK);
}

/* ---- transactions and batches ---------------------------------------------------------------- */

static void a_transaction_stands_or_falls_as_one(void **state)
{
    rig *r = *state;
    tr_setting_row old = setting_of("old", "1"), fresh = setting_of("fresh", "1"),
                   changed = setting_of("old", "2");
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &old, 0), TR_OK);
    tr_store_op ops[] = { { TR_STORE_INSERT, TR_TABLE_SETTING, &fresh, 0 },
                          { TR_STORE_PUT, TR_TABLE_SETTING, &changed, 0 },
                          { TR_STORE_DELETE, TR_TABLE_SETTING, &old, 0 },
                          { TR_STORE_INSERT, TR_TABLE_SETTING, &old, 0 },
                          { TR_STORE_INSERT, TR_TABLE_SETTING, &fresh, 0 } };
    assert_int_equal(run_ops(r, ops, 5), TR_E_EXISTS);
    assert_int_equal(count_rows(r, TR_TABLE_SETTING), 1);
    tr_setting_row *stored = fetch(r, TR_TABLE_SETTING, &old);
    assert_string_equal(stored->value, "1");
    free(stored);
    assert_int_equal(run_ops(r, ops, 4), TR_OK);
    assert_int_equal(count_rows(r, TR_TABLE_SETTING), 2);
}

static void a_bad_transaction_does_not_undo_its_neighbours(void **state)
{
    rig *r = *state;
    tr_setting_row rows[3] = { setting_of("a", "1"), setting_of("a", "2"), setting_of("b", "3") };
    tr_event_row event = event_of("acc", 2);
    tr_store_op ops[] = { { TR_STORE_INSERT, TR_TABLE_SETTING, &rows[0], 0 },
                          { TR_STORE_INSERT, TR_TABLE_SETTING, &rows[1], 0 },
                          { TR_STORE_INSERT, TR_TABLE_SETTING, &rows[2], 0 },
                          { TR_STORE_DELETE, TR_TABLE_SETTING, &rows[2], 0 },
                          { TR_STORE_DELETE, TR_TABLE_SETTING, &rows[2], 0 },
                          { TR_STORE_INSERT, TR_TABLE_EVENT, &event, 0 } };
    tr_store_transaction batch[] = { { &ops[0], 1 }, { &ops[1], 1 }, { &ops[2], 1 },
                                     { NULL, 0 },    { &ops[3], 2 }, { &ops[5], 1 } };
    outcome o = { .calls = 0 };
    assert_int_equal(r->store.submit(r->store.user, batch, 6, on_outcome, &o, NULL), TR_OK);
    rig_poll_until(&r->store, &o);
    assert_int_equal(o.status, TR_OK);
    assert_int_equal(o.count, 6);
    static const tr_status expected[] = { TR_OK, TR_E_EXISTS,    TR_OK,
                                          TR_OK, TR_E_NOT_FOUND, TR_E_CONFLICT };
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(o.results[i], expected[i]);
    assert_int_equal(count_rows(r, TR_TABLE_SETTING), 2);
    assert_int_equal(count_rows(r, TR_TABLE_EVENT), 0);
}

static void rows_are_copied_by_submit(void **state)
{
    rig *r = *state;
    uint8_t body[] = { 1, 2, 3 };
    tr_outbox_row *row = calloc(1, sizeof *row);
    row->body = body;
    row->body_size = sizeof body;
    tr_store_op op = { TR_STORE_INSERT, TR_TABLE_OUTBOX, row, 0 };
    tr_store_transaction transaction = { &op, 1 };
    outcome o = { .calls = 0 };
    assert_int_equal(r->store.submit(r->store.user, &transaction, 1, on_outcome, &o, NULL), TR_OK);
    memset(row, 0xee, sizeof *row);
    memset(body, 0xee, sizeof body);
    rig_poll_until(&r->store, &o);
    memset(row, 0, sizeof *row);
    tr_outbox_row *stored = fetch(r, TR_TABLE_OUTBOX, row);
    assert_non_null(stored);
    assert_int_equal(stored->body_size, 3);
    assert_int_equal(stored->body[2], 3);
    free(stored);
    free(row);
}

static void bad_operations_are_refused_by_submit(void **state)
{
    rig *r = *state;
    tr_setting_row unended = setting_of("a", "1");
    memset(unended.name, 'x', sizeof unended.name);
    tr_candle_row candle = { .symbol = "s", .open = 0.0 };
    volatile double zero = 0;
    candle.high = zero / zero;
    tr_event_row event = event_of("a", 1);
    tr_outbox_row dangling = { .body = NULL, .body_size = 4 };
    tr_setting_row fine = setting_of("a", "1");
    tr_store_op ops[] = { { TR_STORE_INSERT, TR_TABLE_SETTING, &unended, 0 },
                          { TR_STORE_INSERT, TR_TABLE_CANDLE, &candle, 0 },
                          { TR_STORE_PUT, TR_TABLE_EVENT, &event, 0 },
                          { TR_STORE_DELETE, TR_TABLE_EVENT, &event, 0 },
                          { TR_STORE_INSERT, TR_TABLE_OUTBOX, &dangling, 0 },
                          { TR_STORE_UPDATE, TR_TABLE_SETTING, &fine, 0 },
                          { TR_STORE_INSERT, TR_TABLE_COUNT, &fine, 0 },
                          { TR_STORE_INSERT, TR_TABLE_SETTING, NULL, 0 },
                          { (tr_store_verb)9, TR_TABLE_SETTING, &fine, 0 } };
    for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++) {
        tr_store_transaction transaction = { &ops[i], 1 };
        outcome o = { .calls = 0 };
        tr_error err = { 0 };
        assert_int_equal(r->store.submit(r->store.user, &transaction, 1, on_outcome, &o, &err),
                         TR_E_INVALID);
        assert_int_equal(err.status, TR_E_INVALID);
        assert_int_equal(o.calls, 0);
    }
    assert_int_equal(r->store.poll(r->store.user, 0), 0);
}

static void a_full_queue_refuses_and_recovers(void **state)
{
    rig *r = *state;
    tr_setting_row row = setting_of("a", "1");
    tr_store_op op = { TR_STORE_PUT, TR_TABLE_SETTING, &row, 0 };
    tr_store_transaction batch[RIG_QUEUE_MAX];
    for (int i = 0; i < RIG_QUEUE_MAX; i++)
        batch[i] = (tr_store_transaction){ &op, 1 };
    outcome first = { .calls = 0 }, second = { .calls = 0 };
    assert_int_equal(r->store.submit(r->store.user, batch, RIG_QUEUE_MAX, on_outcome, &first, NULL),
                     TR_OK);
    tr_error err = { 0 };
    assert_int_equal(r->store.submit(r->store.user, batch, 1, on_outcome, &second, &err),
                     TR_E_FULL);
    rig_poll_until(&r->store, &first); /* what is not delivered yet counts */
    assert_int_equal(second.calls, 0);
    assert_int_equal(r->store.submit(r->store.user, batch, 1, on_outcome, &second, NULL), TR_OK);
    rig_poll_until(&r->store, &second);
}

static void completions_come_in_the_order_of_submission(void **state)
{
    rig *r = *state;
    int counter = 0;
    outcome outcomes[RIG_QUEUE_MAX];
    tr_setting_row row = setting_of("a", "1");
    tr_store_op op = { TR_STORE_PUT, TR_TABLE_SETTING, &row, 0 };
    tr_store_transaction transaction = { &op, 1 };
    for (int i = 0; i < RIG_QUEUE_MAX; i++) {
        outcomes[i] = (outcome){ .counter = &counter };
        assert_int_equal(
            r->store.submit(r->store.user, &transaction, 1, on_outcome, &outcomes[i], NULL), TR_OK);
    }
    rig_poll_until(&r->store, &outcomes[RIG_QUEUE_MAX - 1]);
    for (int i = 0; i < RIG_QUEUE_MAX; i++) {
        assert_int_equal(outcomes[i].calls, 1);
        assert_int_equal(outcomes[i].order, i + 1);
    }
}

static void close_finishes_and_reports_what_is_queued(void **state)
{
    rig *r = *state;
    int counter = 0;
    outcome outcomes[3];
    for (int i = 0; i < 3; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "s%d", i);
        tr_setting_row row = setting_of(name, "1");
        tr_store_op op = { TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0 };
        tr_store_transaction transaction = { &op, 1 };
        outcomes[i] = (outcome){ .counter = &counter };
        assert_int_equal(
            r->store.submit(r->store.user, &transaction, 1, on_outcome, &outcomes[i], NULL), TR_OK);
    }
    r->store.close(r->store.user);
    r->store.close = NULL;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(outcomes[i].calls, 1);
        assert_int_equal(outcomes[i].status, TR_OK);
        assert_int_equal(outcomes[i].order, i + 1);
    }
    assert_int_equal(count_rows(r, TR_TABLE_SETTING), 3);
}

typedef struct chained {
    rig *r;
    int left;
} chained;

static void submit_next(void *user, tr_status status, const tr_status *results, size_t count,
                        const tr_error *err)
{
    (void)results, (void)count, (void)err;
    chained *c = user;
    assert_int_equal(status, TR_OK);
    if (--c->left == 0)
        return;
    tr_event_row event = event_of("acc", 6 - c->left);
    tr_store_op op = { TR_STORE_INSERT, TR_TABLE_EVENT, &event, 0 };
    tr_store_transaction transaction = { &op, 1 };
    assert_int_equal(c->r->store.submit(c->r->store.user, &transaction, 1, submit_next, c, NULL),
                     TR_OK);
}

static void a_completion_may_submit(void **state)
{
    chained c = { *state, 6 };
    submit_next(&c, TR_OK, NULL, 0, NULL);
    while (c.left > 0)
        (void)c.r->store.poll(c.r->store.user, 1000);
    assert_int_equal(count_rows(c.r, TR_TABLE_EVENT), 5);
}

#define SUITE(setup, kind)                                                                         \
    CASE(setup, kind, every_table_gives_back_every_column),                                        \
        CASE(setup, kind, extreme_values_come_back_exactly),                                       \
        CASE(setup, kind, insert_of_taken_primary_key_exists),                                     \
        CASE(setup, kind, put_inserts_and_then_replaces),                                          \
        CASE(setup, kind, put_of_a_row_that_is_all_key_replaces_it),                               \
        CASE(setup, kind, put_never_removes_another_row_that_holds_a_unique_key),                  \
        CASE(setup, kind, delete_of_missing_row_is_not_found),                                     \
        CASE(setup, kind, update_needs_the_stored_version),                                        \
        CASE(setup, kind, an_empty_key_collides_with_nothing),                                     \
        CASE(setup, kind, a_unique_index_holds_without_its_being_primary),                         \
        CASE(setup, kind, a_transaction_stands_or_falls_as_one),                                   \
        CASE(setup, kind, a_bad_transaction_does_not_undo_its_neighbours),                         \
        CASE(setup, kind, rows_are_copied_by_submit),                                              \
        CASE(setup, kind, bad_operations_are_refused_by_submit),                                   \
        CASE(setup, kind, a_full_queue_refuses_and_recovers),                                      \
        CASE(setup, kind, completions_come_in_the_order_of_submission),                            \
        CASE(setup, kind, close_finishes_and_reports_what_is_queued),                              \
        CASE(setup, kind, a_completion_may_submit)

int main(void)
{
    static const struct CMUnitTest tests[] = { SUITE(setup_memory, "memory"),
                                               SUITE(setup_sqlite, "sqlite") };
    return cmocka_run_group_tests_name("store conformance", tests, NULL, NULL);
}
