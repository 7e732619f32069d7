/*
 * paper.c: random orders, ticks, cancels, repeats and restarts, with a naive model of the paper exchange
 * beside it: plain arrays, whole numbers, no reservations kept but added up each time. Every report and
 * every balance is compared. A failure prints the seed.
 *
 * Units of the model: a price in ticks of 0.01, a quantity in lots of 0.001, money in 10^-18.
 */
#include "unit/paper/desk.h"

#include <trade/rng.h>

__extension__ typedef __int128 wide;

enum { ACCOUNTS = 2, ORDERS_MAX = 2000, LINES_MAX = 4000, EVENTS = 3000, SEEDS = 6 };

#define UNIT          ((wide)1000000000000000000)
#define NOTIONAL_UNIT ((wide)10000000000000) /* a tick times a lot: 10^-5 */
#define LOT_UNIT      ((wide)1000000000000000)
#define FEE_MAKER     ((wide)333333333333333) /* of 10^18: its products round */
#define FEE_TAKER     ((wide)1000000000000001)

typedef struct line {
    tr_report_kind kind;
    int account;
    int id;
    int64_t fill_id, price, quantity;
    wide fee;
    bool is_maker;
} line;

typedef struct model_order {
    int account, id;
    tr_side side;
    bool is_limit;
    tr_tif tif;
    int64_t quantity, limit, filled;
    tr_paper_state state;
    line fills[64];
    int fill_count;
} model_order;

typedef struct sim {
    desk d; /* first: the report's user */
    uint64_t seed;
    int event;
    tr_rng rng;
    line told[LINES_MAX], expected[LINES_MAX];
    int told_count, expected_count;
    model_order orders[ORDERS_MAX];
    int order_count;
    wide base[ACCOUNTS], quote[ACCOUNTS];
    int64_t fill_id_last[ACCOUNTS];
    int64_t price, volume, taken[ACCOUNTS]; /* of the last tick */
} sim;

static wide wide_of(tr_decimal value)
{
    return (wide)value.hi * ((wide)1 << 64) + (wide)value.lo;
}

static tr_decimal scaled(int64_t mantissa, int digits)
{
    tr_decimal value = { 0 };
    assert_int_equal(tr_decimal_from_scaled(mantissa, digits, &value), TR_OK);
    return value;
}

static int64_t below(sim *s, uint64_t bound)
{
    return (int64_t)tr_rng_below(&s->rng, bound);
}

static void on_report(void *user, const tr_exchange_report *report)
{
    sim *s = user;
    assert_true(s->told_count < LINES_MAX);
    line told = { .kind = report->kind, .account = report->account[0] - 'a' };
    assert_int_equal(sscanf(report->client_id, "%d", &told.id), 1);
    if (report->kind == TR_REPORT_FILL) {
        long long fill_id;
        assert_int_equal(sscanf(report->exchange_fill_id, "%lld", &fill_id), 1);
        told.fill_id = fill_id;
        told.price = (int64_t)(wide_of(report->price.value) / (UNIT / 100));
        told.quantity = (int64_t)(wide_of(report->quantity.value) / LOT_UNIT);
        told.fee = wide_of(report->fee.value);
        told.is_maker = report->is_maker;
    }
    s->told[s->told_count++] = told;
}

/* ---- the model ------------------------------------------------------------------------------- */

static void expect(sim *s, const model_order *order, tr_report_kind kind)
{
    s->expected[s->expected_count++] =
        (line){ .kind = kind, .account = order->account, .id = order->id };
}

static wide fee_of(wide notional, wide rate)
{
    return (notional * rate + UNIT - 1) / UNIT;
}

static wide held_by(const model_order *order)
{
    int64_t left = order->quantity - order->filled;
    if (order->state != TR_PAPER_OPEN)
        return 0;
    if (order->side == TR_SIDE_SELL)
        return left * LOT_UNIT;
    wide notional = (wide)left * order->limit * NOTIONAL_UNIT;
    return order->is_limit ? notional + fee_of(notional, FEE_TAKER) + left : 0;
}

static wide free_of(const sim *s, int account, tr_side side, const model_order *except)
{
    wide left = side == TR_SIDE_BUY ? s->quote[account] : s->base[account];
    for (int i = 0; i < s->order_count; i++)
        if (&s->orders[i] != except && s->orders[i].account == account && s->orders[i].side == side)
            left -= held_by(&s->orders[i]);
    return left;
}

static int64_t taker_price(int64_t price, tr_side side)
{
    return side == TR_SIDE_BUY ? (price * 1001 + 999) / 1000 : price * 999 / 1000;
}

static int64_t share_left(const sim *s, int account, int64_t wanted)
{
    if (s->volume == 0)
        return wanted;
    int64_t left = s->volume / 2 - s->taken[account];
    return left < wanted ? left : wanted;
}

/* One fill; false when it cannot be paid, and then the order is cancelled. */
static bool model_fill(sim *s, model_order *order, int64_t price, int64_t quantity, bool is_maker)
{
    wide notional = (wide)price * quantity * NOTIONAL_UNIT;
    wide fee = fee_of(notional, is_maker ? FEE_MAKER : FEE_TAKER);
    bool is_buy = order->side == TR_SIDE_BUY;
    if (is_buy && notional + fee > free_of(s, order->account, TR_SIDE_BUY, order)) {
        order->state = TR_PAPER_CANCELLED;
        return false;
    }
    s->quote[order->account] += is_buy ? -(notional + fee) : notional - fee;
    s->base[order->account] += (is_buy ? quantity : -quantity) * LOT_UNIT;
    order->filled += quantity;
    s->taken[order->account] += quantity;
    line fill = { TR_REPORT_FILL, order->account, order->id, ++s->fill_id_last[order->account],
                  price,          quantity,       fee,       is_maker };
    assert_true(order->fill_count < 64);
    order->fills[order->fill_count++] = fill;
    s->expected[s->expected_count++] = fill;
    if (order->filled == order->quantity)
        order->state = TR_PAPER_FILLED;
    return true;
}

static void model_close(sim *s, const model_order *order)
{
    if (order->state == TR_PAPER_FILLED)
        expect(s, order, TR_REPORT_DONE);
    if (order->state == TR_PAPER_CANCELLED)
        expect(s, order, TR_REPORT_CANCELLED);
    if (order->state == TR_PAPER_REJECTED)
        expect(s, order, TR_REPORT_REJECTED);
}

static void model_place(sim *s, model_order *order)
{
    bool is_buy = order->side == TR_SIDE_BUY;
    order->state = TR_PAPER_OPEN;
    wide wanted = held_by(order);
    if (is_buy && !order->is_limit) {
        wide notional = (wide)taker_price(s->price, TR_SIDE_BUY) * order->quantity * NOTIONAL_UNIT;
        wanted = notional + fee_of(notional, FEE_TAKER);
    }
    if ((s->price == 0 && !order->is_limit) ||
        wanted > free_of(s, order->account, order->side, order)) {
        order->state = TR_PAPER_REJECTED;
        model_close(s, order);
        return;
    }
    expect(s, order, TR_REPORT_ACCEPTED);
    bool takes = s->price > 0 && (!order->is_limit ||
                                  (is_buy ? s->price <= order->limit : s->price >= order->limit));
    int64_t quantity = takes ? share_left(s, order->account, order->quantity) : 0;
    if (order->tif == TR_TIF_FOK && quantity < order->quantity)
        quantity = 0;
    if (quantity > 0) {
        int64_t price = taker_price(s->price, order->side);
        if (order->is_limit && (is_buy ? price > order->limit : price < order->limit))
            price = order->limit;
        (void)model_fill(s, order, price, quantity, false);
    }
    if (order->state == TR_PAPER_OPEN && order->tif != TR_TIF_GTC)
        order->state = TR_PAPER_CANCELLED;
    model_close(s, order);
}

static bool fills_before(const model_order *a, const model_order *b)
{
    if (a->is_limit != b->is_limit)
        return !a->is_limit;
    if (a->is_limit && a->limit != b->limit)
        return (a->limit > b->limit) == (a->side == TR_SIDE_BUY);
    return a->id < b->id;
}

static model_order *next_to_fill(sim *s, int account, tr_side side)
{
    model_order *best = NULL;
    for (int i = 0; i < s->order_count; i++) {
        model_order *order = &s->orders[i];
        bool is_through = !order->is_limit ||
                          (side == TR_SIDE_BUY ? s->price < order->limit : s->price > order->limit);
        if (order->account == account && order->side == side && order->state == TR_PAPER_OPEN &&
            is_through && (best == NULL || fills_before(order, best)))
            best = order;
    }
    return best;
}

static void model_tick(sim *s, int account)
{
    for (int side = TR_SIDE_BUY; side <= TR_SIDE_SELL; side++)
        for (;;) {
            model_order *order = next_to_fill(s, account, (tr_side)side);
            int64_t quantity =
                order != NULL ? share_left(s, account, order->quantity - order->filled) : 0;
            if (quantity == 0)
                break;
            (void)model_fill(s, order,
                             order->is_limit ? order->limit : taker_price(s->price, (tr_side)side),
                             quantity, order->is_limit);
            model_close(s, order);
        }
}

static void model_history(sim *s, const model_order *order)
{
    for (int i = 0; i < order->fill_count; i++)
        s->expected[s->expected_count++] = order->fills[i];
    if (order->state == TR_PAPER_OPEN)
        expect(s, order, TR_REPORT_ACCEPTED);
    model_close(s, order);
}

/* ---- the exchange beside it ------------------------------------------------------------------ */

static void send(sim *s, const model_order *from)
{
    tr_exchange_order order = { .symbol = "BTC/USDT",
                                .side = from->side,
                                .tif = from->tif,
                                .type = from->is_limit ? TR_ORDER_LIMIT : TR_ORDER_MARKET };
    order.account[0] = (char)('a' + from->account);
    (void)snprintf(order.client_id, sizeof order.client_id, "%06d", from->id);
    order.quantity.value = scaled(from->quantity, 3);
    if (from->is_limit)
        order.limit_price.value = scaled(from->limit, 2);
    desk_send(&s->d, &order);
}

static void place(sim *s)
{
    model_order *order = &s->orders[s->order_count];
    *order = (model_order){ .account = (int)below(s, ACCOUNTS), .id = s->order_count };
    order->side = below(s, 2) == 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
    order->is_limit = below(s, 4) > 0;
    order->tif = below(s, 6) > 1 ? TR_TIF_GTC : below(s, 2) == 0 ? TR_TIF_IOC : TR_TIF_FOK;
    order->quantity = 1 + below(s, 4000);
    order->limit = (s->price > 0 ? s->price : 10000) + below(s, 401) - 200;
    if (below(s, 8) == 0)
        order->limit = s->price > 0 ? s->price : 10000;
    s->order_count++;
    send(s, order);
    model_place(s, order);
}

static void tick(sim *s)
{
    s->price = (s->price > 0 ? s->price : 10000) + below(s, 301) - 150;
    if (s->price < 5000)
        s->price = 5000;
    s->volume = below(s, 4) == 0 ? 0 : 1 + below(s, 6000);
    tr_price_tick at = { .symbol = "BTC/USDT" };
    at.price.value = scaled(s->price, 2);
    at.quantity.value = scaled(s->volume, 3);
    tr_error err;
    assert_int_equal(tr_paper_price(s->d.paper, &at, &err), TR_OK);
    for (int account = 0; account < ACCOUNTS; account++)
        s->taken[account] = 0;
    for (int account = 0; account < ACCOUNTS; account++)
        model_tick(s, account);
}

static void ask(sim *s, int what)
{
    if (s->order_count == 0)
        return;
    model_order *order = &s->orders[below(s, (uint64_t)s->order_count)];
    const char account[2] = { (char)('a' + order->account), '\0' };
    char id[16];
    (void)snprintf(id, sizeof id, "%06d", order->id);
    const tr_exchange *port = s->d.port;
    if (what == 0) {
        assert_int_equal(port->query(port->user, account, id, NULL), TR_OK);
        model_history(s, order);
    } else if (what == 1) {
        send(s, order);
        model_history(s, order);
    } else {
        assert_int_equal(port->cancel(port->user, account, id, NULL), TR_OK);
        if (order->state == TR_PAPER_OPEN) {
            order->state = TR_PAPER_CANCELLED;
            model_close(s, order);
        } else {
            model_history(s, order);
            if (order->state != TR_PAPER_CANCELLED)
                expect(s, order, TR_REPORT_CANCEL_REFUSED);
        }
    }
}

/* ---- comparing ------------------------------------------------------------------------------- */

static bool same_line(const line *a, const line *b)
{
    return a->kind == b->kind && a->account == b->account && a->id == b->id &&
           a->fill_id == b->fill_id && a->price == b->price && a->quantity == b->quantity &&
           a->fee == b->fee && a->is_maker == b->is_maker;
}

/* Reports of one account keep their order; accounts may interleave, and what was durable already is told at once. */
static void compare_account(const sim *s, int account)
{
    int told = 0, expected = 0;
    for (;;) {
        while (told < s->told_count && s->told[told].account != account)
            told++;
        while (expected < s->expected_count && s->expected[expected].account != account)
            expected++;
        if (told == s->told_count || expected == s->expected_count)
            break;
        if (!same_line(&s->told[told], &s->expected[expected]))
            fail_msg("seed %llu event %d: account %c: told kind %d of order %d (%lld at %lld), "
                     "expected kind"
                     " %d of order %d (%lld at %lld)",
                     (unsigned long long)s->seed, s->event, 'a' + account, (int)s->told[told].kind,
                     s->told[told].id, (long long)s->told[told].quantity,
                     (long long)s->told[told].price, (int)s->expected[expected].kind,
                     s->expected[expected].id, (long long)s->expected[expected].quantity,
                     (long long)s->expected[expected].price);
        told++;
        expected++;
    }
    if (told != s->told_count || expected != s->expected_count)
        fail_msg("seed %llu event %d: account %c: told %d lines, expected %d",
                 (unsigned long long)s->seed, s->event, 'a' + account, s->told_count,
                 s->expected_count);
}

static bool add_balance(void *user, const void *row)
{
    sim *s = user;
    const tr_paper_balance_row *balance = row;
    int account = balance->account[0] - 'a';
    wide expected = balance->asset[0] == 'B' ? s->base[account] : s->quote[account];
    if (wide_of(balance->total.value) != expected)
        fail_msg("seed %llu event %d: %s of %s is not what the model holds",
                 (unsigned long long)s->seed, s->event, balance->asset, balance->account);
    return true;
}

static void compare(sim *s)
{
    desk_settle(&s->d);
    for (int account = 0; account < ACCOUNTS; account++)
        compare_account(s, account);
    s->told_count = s->expected_count = 0;
    tr_store_query query = { .table = TR_TABLE_PAPER_BALANCE, .limit = 100 };
    assert_int_equal(
        s->d.reader.read(s->d.reader.user, &query, add_balance, desk_read_done, s, NULL), TR_OK);
}

static void run(uint64_t seed)
{
    static sim s; /* too large for a stack */
    memset(&s, 0, sizeof s);
    s.seed = seed;
    tr_rng_init(&s.rng, seed);
    desk_init(&s.d);
    s.d.options.report = on_report;
    s.d.options.participation = decimal("0.5");
    s.d.options.slippage = decimal("0.001");
    s.d.options.fee_maker = decimal("0.000333333333333333");
    s.d.options.fee_taker = decimal("0.001000000000000001");
    desk_start(&s.d);
    for (int account = 0; account < ACCOUNTS; account++) {
        const char name[2] = { (char)('a' + account), '\0' };
        desk_balance(&s.d, name, "USDT", "3000");
        desk_balance(&s.d, name, "BTC", "30");
        s.quote[account] = 3000 * UNIT;
        s.base[account] = 30 * UNIT;
    }
    for (s.event = 0; s.event < EVENTS && s.order_count < ORDERS_MAX; s.event++) {
        int64_t dice = below(&s, 100);
        if (dice < 40) {
            place(&s);
        } else if (dice < 75) {
            tick(&s);
        } else {
            /* What is told at once would overtake what is still on its way: let that arrive first. */
            compare(&s);
            ask(&s, dice < 80 ? 0 : dice < 85 ? 1 : 2);
        }
        assert_true(tr_paper_check(s.d.paper));
        if (below(&s, 3) == 0)
            compare(&s);
        if (below(&s, 200) == 0) {
            compare(&s);
            desk_restart(&s.d);
            s.price = s.volume = 0; /* prices are not stored */
        }
    }
    compare(&s);
    desk_close(&s.d);
}

static void the_exchange_agrees_with_a_naive_model(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        run(seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_exchange_agrees_with_a_naive_model) };
    return cmocka_run_group_tests_name("sim/paper", tests, NULL, NULL);
}
