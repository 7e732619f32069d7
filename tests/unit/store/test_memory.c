/* The memory store as the simulator of a store that dies, and under failing memory. */
#include "rig.h"

#include <trade/rng.h>

static tr_store_memory *new_memory(const tr_allocator *allocator)
{
    tr_store_memory_options options = TR_STORE_MEMORY_OPTIONS_INIT;
    tr_store_memory *memory = NULL;
    options.allocator = allocator;
    return tr_store_memory_new(&options, &memory, NULL) == TR_OK ? memory : NULL;
}

static void submit_setting(tr_store *store, const char *name, outcome *o, tr_status expected)
{
    tr_setting_row row = setting_of(name, "1");
    tr_store_op op = { TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0 };
    tr_store_transaction transaction = { &op, 1 };
    *o = (outcome){ .calls = 0 };
    assert_int_equal(store->submit(store->user, &transaction, 1, on_outcome, o, NULL), expected);
}

static int64_t settings_in(tr_store_memory *memory)
{
    rig r = { .memory = memory };
    assert_int_equal(tr_store_memory_reader_open(memory, &r.reader, NULL), TR_OK);
    int64_t count = count_rows(&r, TR_TABLE_SETTING);
    r.reader.close(r.reader.user);
    return count;
}

/* Commit a, then let the second commit die as asked; returns the rows that a restart finds. */
static int64_t rows_after(tr_store_crash crash, outcome *second)
{
    tr_store_memory *memory = new_memory(NULL);
    tr_store store, restarted;
    outcome first, third;
    assert_int_equal(tr_store_memory_open(memory, &store, NULL), TR_OK);
    assert_int_equal(tr_store_memory_crash(memory, crash, 2, TR_E_IO), TR_OK);
    submit_setting(&store, "a", &first, TR_OK);
    submit_setting(&store, "b", second, TR_OK);
    submit_setting(&store, "c", &third, TR_OK);
    (void)store.poll(store.user, 0);
    assert_int_equal(first.calls, 1);
    assert_int_equal(first.status, TR_OK);
    if (crash == TR_STORE_FAIL_BEFORE || crash == TR_STORE_FAIL_AFTER)
        assert_int_equal(third.status, TR_E_CLOSED);
    else
        assert_int_equal(third.calls, 0);
    submit_setting(&store, "d", &third, TR_E_CLOSED);
    assert_int_equal(tr_store_memory_open(memory, &restarted, NULL), TR_OK);
    store.close(store.user);
    int64_t count = settings_in(memory);
    submit_setting(&restarted, "e", &third, TR_OK);
    restarted.close(restarted.user);
    assert_int_equal(third.status, TR_OK);
    assert_int_equal(settings_in(memory), count + 1);
    tr_store_memory_free(memory);
    return count;
}

static void a_crash_before_a_commit_leaves_nothing_of_it(void **state)
{
    (void)state;
    outcome second;
    assert_int_equal(rows_after(TR_STORE_CRASH_BEFORE, &second), 1);
    assert_int_equal(second.calls, 0);
}

static void a_crash_after_a_commit_leaves_all_of_it(void **state)
{
    (void)state;
    outcome second;
    assert_int_equal(rows_after(TR_STORE_CRASH_AFTER, &second), 2);
    assert_int_equal(second.calls, 0);
}

static void a_commit_may_fail_before_it_took_effect(void **state)
{
    (void)state;
    outcome second;
    assert_int_equal(rows_after(TR_STORE_FAIL_BEFORE, &second), 1);
    assert_int_equal(second.status, TR_E_IO);
}

static void a_commit_may_be_reported_failed_and_have_taken_effect(void **state)
{
    (void)state;
    outcome second;
    assert_int_equal(rows_after(TR_STORE_FAIL_AFTER, &second), 2);
    assert_int_equal(second.status, TR_E_IO);
}

static void a_crash_now_drops_what_is_queued(void **state)
{
    (void)state;
    tr_store_memory *memory = new_memory(NULL);
    tr_store store;
    outcome o;
    assert_int_equal(tr_store_memory_open(memory, &store, NULL), TR_OK);
    submit_setting(&store, "a", &o, TR_OK);
    assert_int_equal(tr_store_memory_crash(memory, TR_STORE_CRASH_NOW, 0, TR_OK), TR_OK);
    assert_int_equal(store.poll(store.user, 0), 0);
    assert_int_equal(o.calls, 0);
    submit_setting(&store, "b", &o, TR_E_CLOSED);
    store.close(store.user);
    assert_int_equal(settings_in(memory), 0);
    assert_int_equal(tr_store_memory_commit_count(memory), 0);
    tr_store_memory_free(memory);
}

static void one_writer_at_a_time(void **state)
{
    (void)state;
    tr_store_memory *memory = new_memory(NULL);
    tr_store store, second;
    assert_int_equal(tr_store_memory_open(memory, &store, NULL), TR_OK);
    assert_int_equal(tr_store_memory_open(memory, &second, NULL), TR_E_BUSY);
    store.close(store.user);
    assert_int_equal(tr_store_memory_open(memory, &second, NULL), TR_OK);
    second.close(second.user);
    assert_int_equal(tr_store_memory_crash(memory, TR_STORE_FAIL_AFTER, 1, TR_OK), TR_E_INVALID);
    assert_int_equal(tr_store_memory_crash(memory, TR_STORE_CRASH_AFTER, 0, TR_OK), TR_E_INVALID);
    tr_store_memory_free(memory);
}

/* ---- failing memory -------------------------------------------------------------------------- */

typedef struct counting {
    int64_t fail_at; /* counts down; the allocation that meets 0 fails */
    int64_t live;
} counting;

static void *counting_allocate(void *user, size_t size)
{
    counting *c = user;
    if (c->fail_at-- == 0)
        return NULL;
    c->live++;
    return malloc(size);
}

static void *counting_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    counting *c = user;
    (void)old_size;
    if (c->fail_at-- == 0)
        return NULL;
    c->live += memory == NULL;
    return realloc(memory, new_size);
}

static void counting_release(void *user, void *memory)
{
    ((counting *)user)->live -= memory != NULL;
    free(memory);
}

/* 300 orders, some of them changed and deleted in one transaction: runs split, rows move. */
static void work(tr_store_memory *memory, int *acknowledged)
{
    rig r = { .memory = memory };
    if (tr_store_memory_open(memory, &r.store, NULL) != TR_OK)
        return;
    for (int i = 0; i < 300; i++) {
        tr_order order = order_of(i, "a", ""), changed = order;
        changed.version = 2;
        changed.state = TR_STATE_FILLED;
        tr_store_op ops[] = { { TR_STORE_INSERT, TR_TABLE_ORDER, &order, 0 },
                              { TR_STORE_UPDATE, TR_TABLE_ORDER, &changed, 1 } };
        if (run_ops(&r, ops, 2) != TR_OK)
            break;
        (*acknowledged)++;
    }
    r.store.close(r.store.user);
}

static void failing_memory_leaves_whole_transactions_and_no_leak(void **state)
{
    (void)state;
    int acknowledged = 0;
    for (int64_t fail_at = 0; acknowledged < 300; fail_at += fail_at < 40 ? 1 : 17) {
        counting c = { .fail_at = fail_at };
        tr_allocator allocator = { counting_allocate, counting_reallocate, counting_release, &c };
        tr_store_memory *memory = new_memory(&allocator);
        acknowledged = 0;
        if (memory != NULL) {
            work(memory, &acknowledged);
            rig r = { .memory = memory };
            c.fail_at = INT64_MAX;
            assert_int_equal(tr_store_memory_reader_open(memory, &r.reader, NULL), TR_OK);
            assert_int_equal(count_rows(&r, TR_TABLE_ORDER), acknowledged);
            page p;
            tr_order key = order_of(0, "a", "");
            key.state = TR_STATE_ACCEPTED; /* nobody is left in the state of the undone halves */
            tr_store_query query = { .table = TR_TABLE_ORDER,
                                     .index = TR_INDEX_ORDER_STATE,
                                     .key = &key,
                                     .key_columns = 2,
                                     .limit = 10 };
            assert_int_equal(read_page(&r.reader, &query, &p), TR_OK);
            assert_int_equal(p.count, 0);
            r.reader.close(r.reader.user);
            tr_store_memory_free(memory);
        }
        assert_int_equal(c.live, 0);
    }
}

/* ---- against a naive model ------------------------------------------------------------------- */

#define MODEL_KEYS 400

static void random_work_matches_a_naive_model(void **state)
{
    (void)state;
    tr_rng rng;
    const uint64_t seed = 20250101;
    tr_rng_init(&rng, seed);
    print_message("# seed %llu\n", (unsigned long long)seed);
    rig r = { .memory = new_memory(NULL) };
    assert_int_equal(tr_store_memory_open(r.memory, &r.store, NULL), TR_OK);
    assert_int_equal(tr_store_memory_reader_open(r.memory, &r.reader, NULL), TR_OK);
    int64_t versions[MODEL_KEYS] = { 0 }; /* 0: no row */
    for (int step = 0; step < 20000; step++) {
        int number = (int)tr_rng_below(&rng, MODEL_KEYS);
        tr_store_verb verb = (tr_store_verb)tr_rng_below(&rng, 4);
        tr_order order = order_of(number, number % 3 == 0 ? "a" : "b", "");
        order.created_ns = (int64_t)tr_rng_below(&rng, 50);
        order.version = versions[number] + 1;
        tr_status expected = TR_OK;
        if (verb == TR_STORE_INSERT && versions[number] > 0)
            expected = TR_E_EXISTS;
        else if (verb == TR_STORE_UPDATE && versions[number] == 0)
            expected = TR_E_CONFLICT;
        else if (verb == TR_STORE_DELETE && versions[number] == 0)
            expected = TR_E_NOT_FOUND;
        assert_int_equal(run_op(&r, verb, TR_TABLE_ORDER, &order, versions[number]), expected);
        if (expected == TR_OK)
            versions[number] = verb == TR_STORE_DELETE ? 0 : order.version;
    }
    int64_t expected_count = 0, seen = 0;
    for (int i = 0; i < MODEL_KEYS; i++)
        expected_count += versions[i] > 0;
    page p;
    tr_store_query query = { .table = TR_TABLE_ORDER,
                             .index = TR_INDEX_ORDER_ACCOUNT,
                             .limit = 1000 };
    assert_int_equal(read_page(&r.reader, &query, &p), TR_OK);
    for (size_t i = 0; i < p.count; i++, seen++) {
        const tr_order *order = p.rows[i], *before = i == 0 ? NULL : p.rows[i - 1];
        assert_int_equal(order->version, versions[order->id.bytes[15] + 256 * order->id.bytes[14]]);
        if (before != NULL && strcmp(before->account, order->account) == 0)
            assert_true(before->created_ns < order->created_ns ||
                        (before->created_ns == order->created_ns &&
                         tr_id_compare(before->id, order->id) < 0));
    }
    page_done(&p);
    assert_int_equal(seen, expected_count);
    r.store.close(r.store.user);
    tr_store_memory_free(r.memory);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crash_before_a_commit_leaves_nothing_of_it),
        cmocka_unit_test(a_crash_after_a_commit_leaves_all_of_it),
        cmocka_unit_test(a_commit_may_fail_before_it_took_effect),
        cmocka_unit_test(a_commit_may_be_reported_failed_and_have_taken_effect),
        cmocka_unit_test(a_crash_now_drops_what_is_queued),
        cmocka_unit_test(one_writer_at_a_time),
        cmocka_unit_test(failing_memory_leaves_whole_transactions_and_no_leak),
        cmocka_unit_test(random_work_matches_a_naive_model),
    };
    return cmocka_run_group_tests_name("memory store", tests, NULL, NULL);
}
