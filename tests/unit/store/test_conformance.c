/* One suite for every store: what the port promises, whoever keeps it. */
#include "rig.h"

#include <trade/store_chain.h>

/* ---- the two kinds --------------------------------------------------------------------------- */

static int setup_memory(void **state)
{
    rig *r = calloc(1, sizeof *r);
    tr_store_memory_options options = TR_STORE_MEMORY_OPTIONS_INIT;
    options.queue_max = RIG_QUEUE_MAX;
    assert_int_equal(tr_store_memory_new(&options, &r->memory, NULL), TR_OK);
    assert_int_equal(tr_store_memory_open(r->memory, &r->store, NULL), TR_OK);
    assert_int_equal(tr_store_memory_reader_open(r->memory, &r->reader, NULL), TR_OK);
    *state = r;
    return 0;
}

static int setup_sqlite(void **state)
{
    rig *r = calloc(1, sizeof *r);
    r->is_sqlite = true;
    rig_folder(r);
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    options.queue_max = RIG_QUEUE_MAX;
    options.path = r->path;
    tr_error err = { 0 };
    if (tr_store_sqlite_open(&options, &r->store, &err) != TR_OK)
        fail_msg("%s", err.message);
    if (tr_store_sqlite_reader_open(&options, &r->reader, &err) != TR_OK)
        fail_msg("%s", err.message);
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    rig *r = *state;
    r->reader.close(r->reader.user);
    if (r->store.close != NULL)
        r->store.close(r->store.user);
    tr_store_memory_free(r->memory);
    if (r->is_sqlite)
        rig_folder_remove(r);
    free(r);
    return 0;
}

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

/* ---- pages ----------------------------------------------------------------------------------- */

static void insert_orders(rig *r)
{
    /* Numbers 0..29: accounts a and b by turns, creation times that repeat. */
    for (int i = 0; i < 30; i++) {
        tr_order order = order_of(i, i % 2 == 0 ? "a" : "b", "");
        order.created_ns = i / 6;
        assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_ORDER, &order, 0), TR_OK);
    }
}

static void walk_pages(rig *r, int index, const tr_order *key, int key_columns, bool is_descending,
                       size_t limit, int expected_first, int expected_step, int expected_count)
{
    tr_order after;
    bool has_after = false;
    int seen = 0;
    for (;;) {
        page p;
        tr_store_query query = { .table = TR_TABLE_ORDER,
                                 .index = index,
                                 .key = key,
                                 .key_columns = key_columns,
                                 .after = has_after ? &after : NULL,
                                 .is_descending = is_descending,
                                 .limit = limit };
        assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
        assert_true(p.count <= limit);
        for (size_t i = 0; i < p.count; i++, seen++) {
            const tr_order *order = p.rows[i];
            assert_int_equal(order->id.bytes[15], expected_first + seen * expected_step);
            after = *order;
            has_after = true;
        }
        bool has_more = p.has_more;
        page_done(&p);
        if (!has_more)
            break;
    }
    assert_int_equal(seen, expected_count);
}

static void pages_run_in_both_directions(void **state)
{
    rig *r = *state;
    insert_orders(r);
    tr_order key = order_of(0, "b", "");
    for (size_t limit = 1; limit <= 16; limit += 5) {
        walk_pages(r, TR_INDEX_PRIMARY, NULL, 0, false, limit, 0, 1, 30);
        walk_pages(r, TR_INDEX_PRIMARY, NULL, 0, true, limit, 29, -1, 30);
        walk_pages(r, TR_INDEX_ORDER_ACCOUNT, &key, 1, false, limit, 1, 2, 15);
        walk_pages(r, TR_INDEX_ORDER_ACCOUNT, &key, 1, true, limit, 29, -2, 15);
        key.created_ns = 2;
        walk_pages(r, TR_INDEX_ORDER_ACCOUNT, &key, 2, false, limit, 13, 2, 3);
        walk_pages(r, TR_INDEX_ORDER_ACCOUNT, &key, 2, true, limit, 17, -2, 3);
        walk_pages(r, TR_INDEX_ORDER_USER, NULL, 0, false, limit, 0, 1, 30);
    }
}

static void rows_with_equal_index_columns_are_paged_by_primary_key(void **state)
{
    rig *r = *state;
    for (int i = 0; i < 9; i++) {
        tr_api_key_row row = { .user = "u", .created_ns = 7 };
        row.hash[0] = (uint8_t)(i * 37);
        assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_API_KEY, &row, 0), TR_OK);
    }
    tr_api_key_row after = { .user = "u" };
    int seen = 0;
    for (bool has_more = true, has_after = false; has_more; has_after = true) {
        page p;
        tr_store_query query = { .table = TR_TABLE_API_KEY,
                                 .index = TR_INDEX_API_KEY_USER,
                                 .key = &after,
                                 .key_columns = 1,
                                 .after = has_after ? &after : NULL,
                                 .limit = 2 };
        assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
        for (size_t i = 0; i < p.count; i++) {
            const tr_api_key_row *row = p.rows[i];
            assert_true(seen == 0 || memcmp(row->hash, after.hash, sizeof row->hash) > 0);
            after = *row;
            seen++;
        }
        has_more = p.has_more;
        page_done(&p);
    }
    assert_int_equal(seen, 9);
}

static void a_cursor_outside_the_key_starts_at_its_edge(void **state)
{
    rig *r = *state;
    insert_orders(r);
    tr_order key = order_of(0, "b", ""), before = order_of(3, "a", ""),
             behind = order_of(3, "c", "");
    page p;
    tr_store_query query = { .table = TR_TABLE_ORDER,
                             .index = TR_INDEX_ORDER_ACCOUNT,
                             .key = &key,
                             .key_columns = 1,
                             .after = &before,
                             .limit = 100 };
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_int_equal(p.count, 15);
    page_done(&p);
    query.is_descending = true;
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_int_equal(p.count, 0);
    query.after = &behind;
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_int_equal(p.count, 15);
    page_done(&p);
    query.is_descending = false;
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_int_equal(p.count, 0);
}

static void a_sink_may_stop_early_and_a_full_page_says_so(void **state)
{
    rig *r = *state;
    insert_orders(r);
    page p;
    memset(&p, 0, sizeof p);
    p.def = tr_store_table(TR_TABLE_ORDER);
    p.count_max = 3;
    tr_store_query query = { .table = TR_TABLE_ORDER, .limit = 10 };
    assert_int_equal(r->reader.read(r->reader.user, &query, on_row, on_page, &p, NULL), TR_OK);
    assert_int_equal(p.count, 3);
    page_done(&p);
    query.limit = 30;
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_int_equal(p.count, 30);
    assert_false(p.has_more);
    page_done(&p);
    query.limit = 29;
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_true(p.has_more);
    page_done(&p);
}

static void bad_queries_are_refused(void **state)
{
    rig *r = *state;
    tr_order key = order_of(1, "a", "");
    tr_order unended = key;
    memset(unended.account, 'x', sizeof unended.account);
    tr_store_query queries[] = {
        { .table = TR_TABLE_COUNT, .limit = 1 },
        { .table = TR_TABLE_ORDER, .limit = 0 },
        { .table = TR_TABLE_ORDER, .limit = 1001 },
        { .table = TR_TABLE_ORDER, .index = 5, .limit = 1 },
        { .table = TR_TABLE_ORDER, .index = -1, .limit = 1 },
        { .table = TR_TABLE_ORDER, .key_columns = 1, .limit = 1 },
        { .table = TR_TABLE_ORDER, .key = &key, .limit = 1 },
        { .table = TR_TABLE_ORDER, .key = &key, .key_columns = 2, .limit = 1 },
        { .table = TR_TABLE_ORDER,
          .index = TR_INDEX_ORDER_ACCOUNT,
          .key = &unended,
          .key_columns = 1,
          .limit = 1 },
    };
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        page p;
        assert_int_equal(read_page(&r->reader, &queries[i], &p), TR_E_INVALID);
        assert_int_equal(p.calls, 0);
    }
}

/* ---- events ---------------------------------------------------------------------------------- */

static void events_without_gaps_are_chained(void **state)
{
    rig *r = *state;
    for (int64_t seq = 1; seq <= 3; seq++)
        for (int account = 0; account < 2; account++) {
            tr_event_row event = event_of(account == 0 ? "a" : "b", seq);
            assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &event, 0), TR_OK);
        }
    tr_event_row again = event_of("a", 3), gap = event_of("a", 5), zero = event_of("c", 0),
                 two = event_of("c", 2);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &again, 0), TR_E_CONFLICT);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &gap, 0), TR_E_CONFLICT);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &zero, 0), TR_E_CONFLICT);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &two, 0), TR_E_CONFLICT);
    tr_chain_report report;
    assert_int_equal(tr_store_chain_check(&r->reader, "a", NULL, NULL, &report, NULL), TR_OK);
    assert_int_equal(report.head_seq, 3);
    assert_int_equal(report.event_count, 3);
    assert_int_equal(tr_store_chain_check(&r->reader, "nobody", NULL, NULL, &report, NULL), TR_OK);
    assert_int_equal(report.head_seq, 0);
}

static void an_undone_event_leaves_the_head_where_it_was(void **state)
{
    rig *r = *state;
    tr_event_row first = event_of("a", 1), second = event_of("a", 2), other = event_of("a", 2);
    other.kind = 99;
    tr_setting_row row = setting_of("missing", "");
    tr_store_op ops[] = { { TR_STORE_INSERT, TR_TABLE_EVENT, &first, 0 },
                          { TR_STORE_INSERT, TR_TABLE_EVENT, &second, 0 },
                          { TR_STORE_DELETE, TR_TABLE_SETTING, &row, 0 } };
    assert_int_equal(run_ops(r, ops, 1), TR_OK);
    assert_int_equal(run_ops(r, ops + 1, 2), TR_E_NOT_FOUND);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &other, 0), TR_OK);
    tr_chain_report report;
    assert_int_equal(tr_store_chain_check(&r->reader, "a", NULL, NULL, &report, NULL), TR_OK);
    assert_int_equal(report.head_seq, 2);
}

static void a_log_goes_on_behind_a_snapshot(void **state)
{
    rig *r = *state;
    tr_snapshot_row snapshot = { .account = "a", .seq = 41 };
    memset(snapshot.head_hash, 7, sizeof snapshot.head_hash);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SNAPSHOT, &snapshot, 0), TR_OK);
    tr_chain_report report;
    assert_int_equal(tr_store_chain_check(&r->reader, "a", NULL, NULL, &report, NULL), TR_OK);
    assert_int_equal(report.head_seq, 41);
    tr_event_row early = event_of("a", 1), next = event_of("a", 42);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &early, 0), TR_E_CONFLICT);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_EVENT, &next, 0), TR_OK);
    assert_int_equal(tr_store_chain_check(&r->reader, "a", NULL, NULL, &report, NULL), TR_OK);
    assert_int_equal(report.origin_seq, 41);
    assert_int_equal(report.head_seq, 42);
    assert_int_equal(report.event_count, 1);
}

static void count_progress(void *user, int64_t seq)
{
    *(int64_t *)user = seq;
}

static void a_long_chain_with_snapshots_is_walked_to_its_end(void **state)
{
    rig *r = *state;
    for (int64_t seq = 1; seq <= 1203; seq += 3) {
        tr_event_row events[3] = { event_of("a", seq), event_of("a", seq + 1),
                                   event_of("a", seq + 2) };
        tr_store_op ops[3];
        for (int i = 0; i < 3; i++)
            ops[i] = (tr_store_op){ TR_STORE_INSERT, TR_TABLE_EVENT, &events[i], 0 };
        assert_int_equal(run_ops(r, ops, 3), TR_OK);
    }
    tr_chain_report report;
    int64_t progress = 0;
    assert_int_equal(
        tr_store_chain_check(&r->reader, "a", count_progress, &progress, &report, NULL), TR_OK);
    assert_int_equal(progress, 1203);
    tr_snapshot_row snapshot = { .account = "a", .seq = 1203 };
    memcpy(snapshot.head_hash, report.head_hash, sizeof snapshot.head_hash);
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SNAPSHOT, &snapshot, 0), TR_OK);
    assert_int_equal(tr_store_chain_check(&r->reader, "a", NULL, NULL, &report, NULL), TR_OK);
    snapshot.seq = 700; /* with the hash of another event */
    assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SNAPSHOT, &snapshot, 0), TR_OK);
    tr_error err;
    assert_int_equal(tr_store_chain_check(&r->reader, "a", NULL, NULL, &report, &err),
                     TR_E_CORRUPT);
    assert_int_equal(report.bad_seq, 700);
    assert_non_null(strstr(err.message, "event 700"));
}

#define CASE(setup, kind, name)                                                                    \
    {                                                                                              \
        kind ": " #name, name, setup, teardown, NULL                                               \
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
        CASE(setup, kind, a_completion_may_submit),                                                \
        CASE(setup, kind, pages_run_in_both_directions),                                           \
        CASE(setup, kind, rows_with_equal_index_columns_are_paged_by_primary_key),                 \
        CASE(setup, kind, a_cursor_outside_the_key_starts_at_its_edge),                            \
        CASE(setup, kind, a_sink_may_stop_early_and_a_full_page_says_so),                          \
        CASE(setup, kind, bad_queries_are_refused),                                                \
        CASE(setup, kind, events_without_gaps_are_chained),                                        \
        CASE(setup, kind, an_undone_event_leaves_the_head_where_it_was),                           \
        CASE(setup, kind, a_log_goes_on_behind_a_snapshot),                                        \
        CASE(setup, kind, a_long_chain_with_snapshots_is_walked_to_its_end)

int main(void)
{
    static const struct CMUnitTest tests[] = { SUITE(setup_memory, "memory"),
                                               SUITE(setup_sqlite, "sqlite") };
    return cmocka_run_group_tests_name("store conformance", tests, NULL, NULL);
}
