/*
 * Long transactions, whose inserts SQLite's store puts together: whatever is in them, results and tables are those of the
 * store in memory, which does one operation after the other.
 */
#include "both.h"

#define ROUNDS   60
#define ACCOUNTS 60 /* so many that some share a place in the writer's table of heads */
#define OPS_MAX  220

typedef union any_row {
    tr_order order;
    tr_event_row event;
    tr_setting_row setting;
} any_row;

typedef struct flow {
    uint64_t seed;
    int64_t seqs[ACCOUNTS]; /* last events, as far as transactions passed */
    int64_t tried[ACCOUNTS];
    int order_next;
    bool is_careless; /* makes an operation that fails now and then */
    tr_store_op ops[OPS_MAX];
    any_row rows[OPS_MAX];
} flow;

static uint64_t draw(flow *f, uint64_t below)
{
    f->seed ^= f->seed << 13;
    f->seed ^= f->seed >> 7;
    f->seed ^= f->seed << 17;
    return f->seed % below;
}

static bool slips(flow *f)
{
    return f->is_careless && draw(f, 300) == 0;
}

static void account_name(char out[TR_NAME_SIZE], uint64_t number)
{
    (void)snprintf(out, TR_NAME_SIZE, "account-%llu", (unsigned long long)number);
}

static void draw_order(flow *f, tr_store_op *op, any_row *row)
{
    char account[TR_NAME_SIZE], key[24] = "";
    bool is_new = f->order_next < 2 || draw(f, 3) > 0;
    int number = is_new && !slips(f) ? f->order_next++ : (int)draw(f, (uint64_t)f->order_next);
    if (draw(f, 4) == 0) /* some collide */
        (void)snprintf(key, sizeof key, "key-%d", slips(f) ? 1 : number);
    account_name(account, (uint64_t)number % 7);
    row->order = order_of(number, account, key);
    row->order.limit_price.value = tr_decimal_from_int(number % 3);
    op->verb = is_new ? TR_STORE_INSERT : draw(f, 2) == 0 ? TR_STORE_PUT : TR_STORE_DELETE;
    op->table = TR_TABLE_ORDER;
}

static void draw_event(flow *f, tr_store_op *op, any_row *row)
{
    char account[TR_NAME_SIZE];
    uint64_t number = draw(f, draw(f, 2) == 0 ? 2 : ACCOUNTS);
    account_name(account, number);
    row->event = event_of(account, ++f->tried[number] + (slips(f) ? 1 : 0));
    op->verb = TR_STORE_INSERT;
    op->table = TR_TABLE_EVENT;
}

static void draw_setting(flow *f, tr_store_op *op, any_row *row)
{
    char name[16], value[16];
    (void)snprintf(name, sizeof name, "s%llu", (unsigned long long)draw(f, 50));
    (void)snprintf(value, sizeof value, "%llu", (unsigned long long)draw(f, 1000));
    row->setting = setting_of(name, value);
    op->verb = slips(f) ? TR_STORE_INSERT : TR_STORE_PUT;
    op->table = TR_TABLE_SETTING;
}

static size_t draw_transaction(flow *f)
{
    size_t count = 1 + (size_t)draw(f, draw(f, 3) == 0 ? 20 : OPS_MAX);
    memcpy(f->tried, f->seqs, sizeof f->tried);
    for (size_t i = 0; i < count; i++) {
        tr_store_op *op = &f->ops[i];
        *op = (tr_store_op){ .row = &f->rows[i] };
        switch (draw(f, 5)) {
        case 0:
            draw_setting(f, op, &f->rows[i]);
            break;
        case 1:
        case 2:
            draw_order(f, op, &f->rows[i]);
            break;
        default:
            draw_event(f, op, &f->rows[i]);
            break;
        }
    }
    return count;
}

static void check_same(rig *a, rig *b, const tr_store_query *query)
{
    page first, second;
    assert_int_equal(read_page(&a->reader, query, &first), TR_OK);
    assert_int_equal(read_page(&b->reader, query, &second), TR_OK);
    assert_int_equal(first.count, second.count);
    assert_false(first.has_more);
    for (size_t i = 0; i < first.count; i++)
        assert_true(tr__row_equal(first.def, first.rows[i], second.rows[i]));
    page_done(&first);
    page_done(&second);
}

static void check_tables(rig *a, rig *b)
{
    for (uint64_t i = 0; i < ACCOUNTS; i++) {
        tr_order order = { .version = 1 };
        tr_event_row event = { .seq = 1 };
        account_name(order.account, i);
        account_name(event.account, i);
        tr_store_query orders = {
            .table = TR_TABLE_ORDER, .index = 1, .key = &order, .key_columns = 1, .limit = 1000
        };
        tr_store_query events = {
            .table = TR_TABLE_EVENT, .key = &event, .key_columns = 1, .limit = 1000
        };
        check_same(a, b, &orders);
        check_same(a, b, &events);
    }
    tr_store_query settings = { .table = TR_TABLE_SETTING, .limit = 1000 };
    check_same(a, b, &settings);
}

static void run_flow(uint64_t seed, bool is_careless)
{
    void *memory = NULL, *sqlite = NULL;
    assert_int_equal(setup_memory(&memory), 0);
    assert_int_equal(setup_sqlite(&sqlite), 0);
    flow *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->seed = seed;
    f->order_next = 1;
    f->is_careless = is_careless;
    int passed = 0;
    for (int round = 0; round < ROUNDS; round++) {
        size_t count = draw_transaction(f);
        tr_status expected = run_ops(memory, f->ops, count);
        tr_status status = run_ops(sqlite, f->ops, count);
        if (status != expected)
            fail_msg("seed %llu, round %d: %s, in memory %s", (unsigned long long)seed, round,
                     tr_status_name(status), tr_status_name(expected));
        if (status == TR_OK)
            memcpy(f->seqs, f->tried, sizeof f->seqs);
        passed += status == TR_OK;
    }
    assert_true(passed > 0 && (passed < ROUNDS || !is_careless));
    check_tables(memory, sqlite);
    free(f);
    (void)teardown(&memory);
    (void)teardown(&sqlite);
}

static void results_and_tables_are_those_of_the_store_in_memory(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++)
        run_flow(seed * 0x9E3779B97F4A7C15u, seed % 3 > 0);
}

/* Many rows a statement: one of them that is there already takes all of its transaction away, and nothing else. */
static void a_row_that_exists_undoes_its_transaction_and_no_other(void **state)
{
    rig *r = *state;
    tr_store_op ops[3][100];
    any_row rows[3][100];
    for (int t = 0; t < 3; t++)
        for (int i = 0; i < 100; i++) {
            rows[t][i].order = order_of(1000 * t + i, "a", "");
            ops[t][i] = (tr_store_op){ TR_STORE_INSERT, TR_TABLE_ORDER, &rows[t][i], 0 };
        }
    rows[1][57].order = order_of(7, "a", "");
    tr_store_transaction transactions[] = { { ops[0], 100 }, { ops[1], 100 }, { ops[2], 100 } };
    outcome o = { .calls = 0 };
    assert_int_equal(r->store.submit(r->store.user, transactions, 3, on_outcome, &o, NULL), TR_OK);
    rig_poll_until(&r->store, &o);
    assert_int_equal(o.status, TR_OK);
    assert_int_equal(o.results[0], TR_OK);
    assert_int_equal(o.results[1], TR_E_EXISTS);
    assert_int_equal(o.results[2], TR_OK);
    assert_int_equal(count_rows(r, TR_TABLE_ORDER), 200);
    assert_int_equal(run_ops(r, ops[1], 57), TR_OK); /* it left nothing */
    assert_int_equal(run_ops(r, ops[1] + 57, 43), TR_E_EXISTS);
    assert_int_equal(count_rows(r, TR_TABLE_ORDER), 257);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_and_tables_are_those_of_the_store_in_memory),
        CASE(setup_memory, "memory", a_row_that_exists_undoes_its_transaction_and_no_other),
        CASE(setup_sqlite, "sqlite", a_row_that_exists_undoes_its_transaction_and_no_other),
    };
    return cmocka_run_group_tests_name("long transactions", tests, NULL, NULL);
}
