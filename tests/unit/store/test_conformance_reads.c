/* Pages and chains of events, of every store. */
#include "both.h"

#include <trade/store_chain.h>

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

#define SUITE(setup, kind)                                                                         \
    CASE(setup, kind, pages_run_in_both_directions),                                               \
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
    return cmocka_run_group_tests_name("store conformance: reads", tests, NULL, NULL);
}
