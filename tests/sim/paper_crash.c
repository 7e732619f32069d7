/*
 * paper_crash.c: the paper exchange on a store that dies at every commit in every way, and with memory that
 * runs out at every allocation. Its user behaves as an engine does: after a restart it places again
 * whatever it is not sure of. What was told stays true, nothing is told that is not on the disk, no order
 * and no fill is there twice, and the balances are the opening ones moved by the fills.
 */
#include "unit/paper/desk.h"

#include <stdlib.h>

#include <trade/rng.h>

__extension__ typedef __int128 wide;

enum { STEPS = 120, FACTS_MAX = 600 };

/* A report that was heard, without its words. */
typedef struct fact {
    tr_report_kind kind;
    char client_id[TR_LABEL_SIZE];
    char fill_id[TR_LABEL_SIZE];
    tr_decimal price, quantity, fee;
} fact;

/* Memory that can run out: the allocation of this number fails, and all after it. */
typedef struct budget {
    tr_allocator allocator;
    int64_t count, fails_at; /* 0: never */
    int64_t living;
} budget;

typedef struct sim {
    desk d; /* first: the report's user */
    budget memory;
    fact heard[FACTS_MAX];
    int heard_count;
    bool is_listening; /* to history: facts are checked off, not added */
    bool found[FACTS_MAX];
    int placed; /* orders given to the exchange so far: 0001, 0002, ... */
    wide usdt, btc;
    int rows;
} sim;

static void *budget_allocate(void *user, size_t size)
{
    budget *memory = user;
    memory->count++;
    if (memory->fails_at != 0 && memory->count >= memory->fails_at)
        return NULL;
    memory->living++;
    return malloc(size);
}

static void budget_release(void *user, void *bytes)
{
    if (bytes != NULL)
        ((budget *)user)->living--;
    free(bytes);
}

static void *budget_reallocate(void *user, void *bytes, size_t old_size, size_t new_size)
{
    budget *memory = user;
    (void)old_size;
    memory->count++;
    if (memory->fails_at != 0 && memory->count >= memory->fails_at)
        return NULL;
    if (bytes == NULL)
        memory->living++;
    return realloc(bytes, new_size);
}

/* Field by field: padding has no value. */
static bool is_same(const fact *a, const fact *b)
{
    return a->kind == b->kind && strcmp(a->client_id, b->client_id) == 0 &&
           strcmp(a->fill_id, b->fill_id) == 0 && tr_decimal_compare(a->price, b->price) == 0 &&
           tr_decimal_compare(a->quantity, b->quantity) == 0 &&
           tr_decimal_compare(a->fee, b->fee) == 0;
}

static void on_report(void *user, const tr_exchange_report *report)
{
    sim *s = user;
    fact told = { .kind = report->kind,
                  .price = report->price.value,
                  .quantity = report->quantity.value,
                  .fee = report->fee.value };
    memcpy(told.client_id, report->client_id, sizeof told.client_id);
    memcpy(told.fill_id, report->exchange_fill_id, sizeof told.fill_id);
    for (int i = 0; i < s->heard_count; i++)
        if (is_same(&s->heard[i], &told)) {
            s->found[i] = true;
            return;
        }
    if (!s->is_listening) {
        assert_true(s->heard_count < FACTS_MAX);
        s->heard[s->heard_count++] = told;
    }
}

/* ---- what the disk says ---------------------------------------------------------------------- */

static wide wide_of(tr_decimal value)
{
    return (wide)value.hi * ((wide)1 << 64) + (wide)value.lo;
}

static wide multiply(tr_decimal a, tr_decimal b)
{
    tr_decimal product;
    assert_int_equal(tr_decimal_multiply(a, b, TR_ROUND_DOWN, &product), TR_OK);
    return wide_of(product);
}

static bool count_fill(void *user, const void *row)
{
    sim *s = user;
    const tr_paper_fill_row *fill = row;
    wide notional = multiply(fill->price.value, fill->quantity.value),
         quantity = wide_of(fill->quantity.value);
    bool is_buy = fill->side == TR_SIDE_BUY;
    s->usdt += (is_buy ? -notional : notional) - wide_of(fill->fee.value);
    s->btc += is_buy ? quantity : -quantity;
    assert_int_equal(fill->fill_id, ++s->rows); /* numbered without gaps: none lost, none twice */
    return true;
}

static bool check_balance(void *user, const void *row)
{
    sim *s = user;
    const tr_paper_balance_row *balance = row;
    assert_true(wide_of(balance->total.value) == (balance->asset[0] == 'B' ? s->btc : s->usdt));
    return true;
}

static bool count_order(void *user, const void *row)
{
    sim *s = user;
    const tr_paper_order_row *order = row;
    assert_true(order->exchange_order_id >= 1 && order->exchange_order_id <= s->placed);
    s->rows++;
    return true;
}

static void read_all(sim *s, tr_table table, tr_store_row_sink *sink)
{
    tr_store_query query = { .table = table, .limit = 1000 };
    assert_int_equal(s->d.reader.read(s->d.reader.user, &query, sink, desk_read_done, s, NULL),
                     TR_OK);
}

static void check_disk(sim *s)
{
    s->usdt = wide_of(decimal("1000"));
    s->btc = wide_of(decimal("10"));
    s->rows = 0;
    read_all(s, TR_TABLE_PAPER_FILL, count_fill);
    read_all(s, TR_TABLE_PAPER_BALANCE, check_balance);
    s->rows = 0;
    read_all(s, TR_TABLE_PAPER_ORDER, count_order);
    assert_true(s->rows <= s->placed);
}

/* ---- the user of the exchange ---------------------------------------------------------------- */

static tr_exchange_order order_of(int number)
{
    tr_rng rng;
    tr_rng_init(&rng, (uint64_t)number); /* the same order each time it is placed */
    char id[16], limit[32];
    (void)snprintf(id, sizeof id, "%04d", number);
    (void)snprintf(limit, sizeof limit, "%d.5", 95 + (int)tr_rng_below(&rng, 10));
    tr_side side = tr_rng_below(&rng, 2) == 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
    tr_exchange_order order =
        desk_order(id, side, "0.3", tr_rng_below(&rng, 3) == 0 ? NULL : limit);
    order.tif = tr_rng_below(&rng, 5) == 0 ? TR_TIF_IOC : TR_TIF_GTC;
    return order;
}

static tr_status step(sim *s, int number)
{
    tr_rng rng;
    tr_rng_init(&rng, 1000 + (uint64_t)number);
    const tr_exchange *port = s->d.port;
    if (number % 3 != 0) {
        tr_price_tick tick = { .symbol = "BTC/USDT" };
        tick.price.value = tr_decimal_from_int(95 + (int64_t)tr_rng_below(&rng, 11));
        tick.quantity.value = decimal("0.7");
        return tr_paper_price(s->d.paper, &tick, NULL);
    }
    if (number % 15 == 0 && s->placed > 0) {
        char id[16];
        (void)snprintf(id, sizeof id, "%04d", 1 + (int)tr_rng_below(&rng, (uint64_t)s->placed));
        return port->cancel(port->user, "a", id, NULL);
    }
    tr_exchange_order order = order_of(s->placed + 1);
    tr_status status = port->place(port->user, &order, NULL);
    if (status == TR_OK)
        s->placed++;
    return status;
}

static bool is_alive(sim *s)
{
    return tr_paper_status(s->d.paper) == TR_OK && !tr_paper_is_idle(s->d.paper);
}

/* Let everything become durable, or die on the way. */
static void drain(sim *s)
{
    for (int i = 0; i < 10 && is_alive(s); i++) {
        (void)tr_paper_flush(s->d.paper, NULL); /* the status of the exchange is what counts */
        (void)s->d.store.poll(s->d.store.user, 0);
    }
}

/* Three steps a commit: transactions travel in batches. False when the exchange or its store died. */
static bool live(sim *s, int from, int *reached_out)
{
    for (int number = from; number < STEPS; number++) {
        *reached_out = number;
        if (step(s, number) != TR_OK)
            return false;
        if (number % 3 == 2) {
            drain(s);
            if (is_alive(s) || tr_paper_status(s->d.paper) != TR_OK)
                return false; /* something was sent and never came back: the process is gone */
        }
    }
    *reached_out = STEPS;
    return true;
}

/* Start again, place again all that was ever placed, and hear the whole history. */
static void revive(sim *s)
{
    s->memory.fails_at = 0;
    desk_stop(&s->d);
    assert_int_equal(s->memory.living, 0);
    desk_start(&s->d);
    desk_balance(&s->d, "a", "USDT", "1000"); /* sets what the crash took, and nothing else */
    desk_balance(&s->d, "a", "BTC", "10");
    desk_settle(&s->d);
    check_disk(s);
    s->is_listening = true;
    memset(s->found, 0, sizeof s->found);
    const tr_exchange *port = s->d.port;
    for (int number = 1; number <= s->placed; number++) {
        tr_exchange_order order = order_of(number);
        assert_int_equal(port->query(port->user, "a", order.client_id, NULL), TR_OK);
    }
    desk_settle(&s->d);
    s->is_listening = false;
    for (int i = 0; i < s->heard_count; i++)
        if (s->heard[i].kind == TR_REPORT_FILL || s->heard[i].kind == TR_REPORT_DONE ||
            s->heard[i].kind == TR_REPORT_CANCELLED || s->heard[i].kind == TR_REPORT_REJECTED)
            if (!s->found[i])
                fail_msg("order %s: what was told (kind %d, fill %s) is gone",
                         s->heard[i].client_id, (int)s->heard[i].kind, s->heard[i].fill_id);
    for (int number = 1; number <= s->placed; number++) {
        tr_exchange_order order = order_of(number);
        assert_int_equal(port->place(port->user, &order, NULL), TR_OK);
    }
    desk_settle(&s->d);
    check_disk(s);
    assert_int_equal(s->rows, s->placed); /* each order is there, once */
}

static void begin(sim *s)
{
    memset(s, 0, sizeof *s);
    desk_init(&s->d);
    s->memory.allocator =
        (tr_allocator){ budget_allocate, budget_reallocate, budget_release, &s->memory };
    s->d.options.allocator = &s->memory.allocator;
    s->d.options.report = on_report;
    s->d.options.participation = decimal("0.5");
    s->d.options.slippage = decimal("0.001");
    s->d.options.fee_maker = s->d.options.fee_taker = decimal("0.001");
    desk_open(&s->d);
    desk_settle(&s->d);
}

static void end(sim *s)
{
    desk_stop(&s->d);
    assert_int_equal(s->memory.living, 0);
    tr_store_memory_free(s->d.disk);
}

static void a_crash_at_any_commit_loses_and_doubles_nothing(void **state)
{
    (void)state;
    static const tr_store_crash kinds[] = { TR_STORE_CRASH_BEFORE, TR_STORE_CRASH_AFTER,
                                            TR_STORE_FAIL_BEFORE, TR_STORE_FAIL_AFTER };
    static sim s; /* too large for a stack */
    int reached;
    begin(&s);
    int64_t first = tr_store_memory_commit_count(s.d.disk);
    assert_true(live(&s, 0, &reached));
    int64_t commits = tr_store_memory_commit_count(s.d.disk) - first;
    assert_true(commits > 20);
    end(&s);
    for (int64_t commit = 1; commit <= commits; commit++)
        for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
            begin(&s);
            assert_int_equal(tr_store_memory_crash(s.d.disk, kinds[kind], commit, TR_E_IO), TR_OK);
            assert_false(live(&s, 0, &reached));
            revive(&s);
            assert_true(live(&s, reached + 1, &reached));
            revive(&s);
            end(&s);
        }
}

static void memory_that_runs_out_anywhere_leaves_nothing_half_done(void **state)
{
    (void)state;
    static sim s; /* too large for a stack */
    bool is_whole = false;
    int64_t n = 0;
    while (!is_whole) {
        int reached;
        begin(&s);
        s.memory.fails_at = s.memory.count + ++n;
        is_whole = live(&s, 0, &reached);
        revive(&s);
        assert_true(live(&s, reached + 1, &reached));
        revive(&s);
        end(&s);
    }
    assert_true(n > 50);
}

static void memory_that_runs_out_at_the_start_is_a_plain_failure(void **state)
{
    (void)state;
    static sim s; /* too large for a stack */
    begin(&s);
    for (int number = 0; number < 40; number++)
        assert_int_equal(step(&s, number), TR_OK);
    desk_settle(&s.d);
    desk_stop(&s.d);
    assert_int_equal(tr_store_memory_open(s.d.disk, &s.d.store, NULL), TR_OK);
    assert_int_equal(tr_store_memory_reader_open(s.d.disk, &s.d.reader, NULL), TR_OK);
    s.d.recovered = TR_E_NO_MEMORY;
    int failures = 0;
    while (s.d.recovered != TR_OK) {
        s.memory.fails_at = s.memory.count + ++failures;
        s.d.is_recovered = false;
        tr_status status = tr_paper_new(&s.d.options, &s.d.paper, NULL);
        if (status == TR_OK) {
            status = tr_paper_recover(s.d.paper, desk_recovered, &s.d, NULL);
            assert_true(s.d.is_recovered == (status == TR_OK));
            if (s.d.recovered != TR_OK)
                tr_paper_free(s.d.paper);
        }
        assert_true(status == TR_OK || status == TR_E_NO_MEMORY);
        assert_true(s.d.recovered == TR_OK || s.d.recovered == TR_E_NO_MEMORY);
        if (s.d.recovered != TR_OK)
            assert_int_equal(s.memory.living, 0);
    }
    assert_true(failures > 10);
    s.d.port = tr_paper_exchange(s.d.paper);
    assert_true(tr_paper_check(s.d.paper));
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crash_at_any_commit_loses_and_doubles_nothing),
        cmocka_unit_test(memory_that_runs_out_anywhere_leaves_nothing_half_done),
        cmocka_unit_test(memory_that_runs_out_at_the_start_is_a_plain_failure),
    };
    return cmocka_run_group_tests_name("sim/paper_crash", tests, NULL, NULL);
}
