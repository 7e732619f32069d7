/*
 * The gate: every rule at its limit, one step below and one step above it; what exits are spared; and
 * random figures against a reference in whole numbers.
 */
#include <stdio.h>
#include <string.h>

#include <trade/risk.h>
#include <trade/rng.h>

#include "support/check_tap.h"

__extension__ typedef __int128 wide; /* whole numbers of the reference */

static tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    ck_assert_int_eq(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static tr_instrument btc(void)
{
    tr_instrument instrument = { .exchange = "paper",
                                 .symbol = "BTC/USDT",
                                 .exchange_symbol = "BTCUSDT",
                                 .kind = TR_KIND_SPOT,
                                 .base = "BTC",
                                 .quote = "USDT",
                                 .settle = "USDT" };
    instrument.multiplier = decimal("1");
    instrument.tick = decimal("0.01");
    instrument.lot = decimal("0.0001");
    instrument.quantity_min = decimal("0.001");
    instrument.quantity_max = decimal("500");
    instrument.notional_min = decimal("5");
    return instrument;
}

/* An order that every rule lets pass, in an account that is worth 10000. */
typedef struct question {
    tr_instrument instrument;
    tr_risk_limits limits;
    tr_risk_request request;
    tr_risk_state state;
} question;

static void question_init(question *q)
{
    memset(q, 0, sizeof *q);
    q->instrument = btc();
    tr_risk_limits_init(&q->limits);
    q->request.instrument = &q->instrument;
    q->request.side = TR_SIDE_BUY;
    q->request.quantity.value = decimal("1");
    q->request.limit_price.value = decimal("100");
    q->request.entry_price.value = decimal("100");
    q->state.equity.value = q->state.day_equity.value = decimal("10000");
    q->state.available.value = decimal("10000");
    q->state.required.value = decimal("100.1");
}

static tr_risk_verdict ask(const question *q, tr_risk_phase phase)
{
    tr_risk_verdict verdict;
    memset(&verdict, 0xA5, sizeof verdict);
    tr_error err = { 0 };
    ck_assert_msg(tr_risk_check(&q->limits, &q->request, &q->state, phase, &verdict, &err) == TR_OK,
                  "%s", err.message);
    return verdict;
}

static void assert_allowed(const question *q)
{
    tr_risk_verdict verdict = ask(q, TR_RISK_CLAIM);
    ck_assert_msg(verdict.is_allowed, "%s", verdict.reason);
    ck_assert_ptr_null(verdict.rule);
    ck_assert_str_eq(verdict.reason, "");
}

static void assert_refused(const question *q, const char *rule, const char *value,
                           const char *limit)
{
    tr_risk_verdict verdict = ask(q, TR_RISK_CLAIM);
    ck_assert(!verdict.is_allowed);
    ck_assert_str_eq(verdict.rule, rule);
    ck_assert_str_eq(verdict.value, value);
    ck_assert_str_eq(verdict.limit, limit);
    ck_assert(strncmp(verdict.reason, rule, strlen(rule)) == 0);
    ck_assert_ptr_nonnull(strstr(verdict.reason, value));
    ck_assert_ptr_nonnull(strstr(verdict.reason, limit));
}

START_TEST(the_defaults_are_those_of_the_product)
{
    tr_risk_limits limits;
    tr_risk_limits_init(&limits);
    ck_assert_uint_eq(limits.struct_size, sizeof limits);
    ck_assert(limits.has_risk_per_trade_max && limits.has_daily_loss_max &&
              limits.has_positions_max);
    ck_assert(limits.has_orders_per_day_max && limits.has_notional_max);
    ck_assert(!limits.has_quantity_max && !limits.has_assumed_stop);
    ck_assert_int_eq(tr_decimal_compare(limits.risk_per_trade_max, decimal("0.02")), 0);
    ck_assert_int_eq(tr_decimal_compare(limits.daily_loss_max, decimal("0.05")), 0);
    ck_assert_int_eq(tr_decimal_compare(limits.notional_max.value, decimal("10000")), 0);
    ck_assert_int_eq(limits.positions_max, 5);
    ck_assert_int_eq(limits.orders_per_day_max, 1000);
    tr_risk_limits_init(NULL);
}
END_TEST

START_TEST(tick_and_lot_are_held_exactly)
{
    question q;
    question_init(&q);
    q.request.limit_price.value = decimal("100.01");
    assert_allowed(&q);
    q.request.limit_price.value = decimal("100.010000000000000001");
    assert_refused(&q, "tick", "100.010000000000000001", "0.01");
    q.request.limit_price.value = decimal("0"); /* a market order has no price to hold */
    assert_allowed(&q);
    q.request.quantity.value = decimal("1.0001");
    assert_allowed(&q);
    q.request.quantity.value = decimal("1.00005");
    assert_refused(&q, "lot", "1.00005", "0.0001");
}
END_TEST

START_TEST(the_exchanges_smallest_and_largest_quantity_pass)
{
    question q;
    question_init(&q);
    q.instrument.notional_min = decimal("0");
    q.limits.has_notional_max = q.limits.has_risk_per_trade_max = false;
    q.request.quantity.value = decimal("0.001");
    assert_allowed(&q);
    q.request.quantity.value = decimal("0.0009");
    assert_refused(&q, "quantity_min", "0.0009", "0.001");
    q.request.quantity.value = decimal("500");
    assert_allowed(&q);
    q.request.quantity.value = decimal("500.0001");
    assert_refused(&q, "quantity_max", "500.0001", "500");
    q.instrument.quantity_max = decimal("0");
    assert_allowed(&q);
    q.instrument.market_quantity_max = decimal("120");
    q.request.quantity.value = decimal("120.001");
    q.request.limit_price.value = decimal("0"); /* a market order */
    assert_refused(&q, "market_quantity_max", "120.001", "120");
    q.request.quantity.value = decimal("120");
    assert_allowed(&q);
}
END_TEST

START_TEST(the_exchanges_smallest_notional_passes_and_nothing_below_by_rounding)
{
    question q;
    question_init(&q);
    q.request.quantity.value = decimal("0.05");
    assert_allowed(&q);
    q.request.quantity.value = decimal("0.0499");
    assert_refused(&q, "notional_min", "4.99", "5");
    q.request.quantity.value = decimal("0.05");
    q.request.limit_price.value = decimal("0");
    q.request.entry_price.value =
        decimal("99.999999999999999999"); /* 0.05 of it needs 20 decimals */
    assert_refused(&q, "notional_min", "4.999999999999999999", "5");
}
END_TEST

START_TEST(quantity_of_the_account_is_held)
{
    question q;
    question_init(&q);
    q.limits.has_quantity_max = true;
    q.limits.quantity_max.value = decimal("1");
    assert_allowed(&q);
    q.request.quantity.value = decimal("1.0001");
    assert_refused(&q, "quantity", "1.0001", "1");
    q.limits.quantity_max.value = decimal("0"); /* zero is a limit, not "none" */
    q.request.quantity.value = decimal("1");
    assert_refused(&q, "quantity", "1", "0");
}
END_TEST

START_TEST(notional_of_the_account_is_held)
{
    question q;
    question_init(&q);
    q.limits.notional_max.value = decimal("100");
    assert_allowed(&q);
    q.request.quantity.value = decimal("1.0001");
    assert_refused(&q, "notional", "100.01", "100");
    q.request.quantity.value = decimal("0.9999");
    assert_allowed(&q);
}
END_TEST

START_TEST(risk_per_trade_is_distance_times_quantity)
{
    question q;
    question_init(&q);
    q.request.quantity.value = decimal("20"); /* 200 may be lost: 2 % of 10000 */
    q.request.stop_price.value = decimal("90");
    assert_allowed(&q);
    q.request.stop_price.value = decimal("90.01");
    assert_allowed(&q);
    q.request.stop_price.value = decimal("89.99");
    assert_refused(&q, "risk_per_trade", "200.2", "200");
    ck_assert_str_eq(ask(&q, TR_RISK_ACCEPT).reason,
                     "risk_per_trade: 200.2 is above 200 (0.02 of equity 10000)");
    q.request.side = TR_SIDE_SELL;
    q.request.stop_price.value = decimal("110");
    assert_allowed(&q);
    q.request.stop_price.value = decimal("110.01");
    assert_refused(&q, "risk_per_trade", "200.2", "200");
}
END_TEST

START_TEST(without_a_stop_the_whole_notional_or_the_assumed_distance_is_at_risk)
{
    question q;
    question_init(&q);
    q.request.quantity.value = decimal("2");
    assert_allowed(&q);
    q.request.quantity.value = decimal("2.0001");
    assert_refused(&q, "risk_per_trade", "200.01", "200");
    q.limits.has_assumed_stop = true;
    q.limits.assumed_stop = decimal("0.1");
    q.request.quantity.value = decimal("20");
    assert_allowed(&q);
    q.request.quantity.value = decimal("20.0001");
    assert_refused(&q, "risk_per_trade", "200.001", "200");
    tr_money risk;
    ck_assert_int_eq(tr_risk_of_order(&q.limits, &q.request, &risk, NULL), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(risk.value, decimal("200.001")), 0);
}
END_TEST

START_TEST(a_stop_on_the_wrong_side_is_no_order)
{
    question q;
    question_init(&q);
    tr_money risk = { decimal("7") };
    tr_error err = { 0 };
    tr_risk_verdict verdict = { .rule = "untouched" };
    q.request.stop_price.value = decimal("100");
    ck_assert_int_eq(tr_risk_of_order(&q.limits, &q.request, &risk, &err), TR_E_INVALID);
    ck_assert_str_eq(err.message, "the stop 100 of a buy must be below its entry 100");
    q.request.side = TR_SIDE_SELL;
    q.request.stop_price.value = decimal("99");
    q.limits.has_risk_per_trade_max = false;
    ck_assert_int_eq(tr_risk_check(&q.limits, &q.request, &q.state, TR_RISK_ACCEPT, &verdict, &err),
                     TR_E_INVALID);
    ck_assert_str_eq(verdict.rule, "untouched");
    ck_assert_int_eq(tr_decimal_compare(risk.value, decimal("7")), 0);
}
END_TEST

START_TEST(daily_loss_stops_entries_when_it_is_reached)
{
    question q;
    question_init(&q);
    q.request.quantity.value = decimal("1");
    q.state.equity.value = decimal("9500.000000000000000001");
    assert_allowed(&q);
    q.state.equity.value = decimal("9500");
    assert_refused(&q, "daily_loss", "500", "500");
    q.state.equity.value = decimal("9499.999999999999999999");
    assert_refused(&q, "daily_loss", "500.000000000000000001", "500");
    q.state.equity.value = decimal("10000");
    q.limits.daily_loss_max = decimal("0");
    assert_refused(&q, "daily_loss", "0", "0");
    q.state.equity.value = decimal("10000.01");
    assert_allowed(&q);
}
END_TEST

START_TEST(positions_and_orders_count_the_one_that_is_asked_for)
{
    question q;
    question_init(&q);
    q.state.positions_count = 4;
    q.state.day_orders = 999;
    assert_allowed(&q);
    q.state.positions_count = 5;
    assert_refused(&q, "positions", "6", "5");
    q.state.positions_count = 3;
    q.state.day_orders = 1000;
    assert_refused(&q, "orders_per_day", "1001", "1000");
    q.state.day_orders = 998;
    assert_allowed(&q);
}
END_TEST

START_TEST(balance_is_asked_at_the_claim_alone)
{
    question q;
    question_init(&q);
    q.state.required.value = q.state.available.value = decimal("100.1");
    assert_allowed(&q);
    q.state.available.value = decimal("100.099999999999999999");
    assert_refused(&q, "balance", "100.1", "100.099999999999999999");
    ck_assert(ask(&q, TR_RISK_ACCEPT).is_allowed);
    q.state.available.value = decimal("100.2");
    assert_allowed(&q);
}
END_TEST

START_TEST(exits_pass_every_rule_but_filters_and_position)
{
    question q;
    question_init(&q);
    q.request.is_reduce_only = true;
    q.request.side = TR_SIDE_SELL;
    q.request.stop_price.value = decimal("1"); /* the wrong side: of no matter to an exit */
    q.state.position = decimal("1");
    q.limits.has_quantity_max = q.limits.has_notional_max = true;
    q.limits.quantity_max.value = q.limits.notional_max.value = decimal("0");
    q.limits.risk_per_trade_max = q.limits.daily_loss_max = decimal("0");
    q.limits.positions_max = q.limits.orders_per_day_max = 0;
    q.state.equity.value = decimal("-1");
    q.state.available.value = decimal("0");
    assert_allowed(&q);
    q.request.quantity.value = decimal("1.0001");
    assert_refused(&q, "position", "1.0001", "1");
    q.request.quantity.value = decimal("0.9999");
    assert_allowed(&q);
    q.request.side = TR_SIDE_BUY; /* would add to the position */
    assert_refused(&q, "position", "0.9999", "0");
    q.state.position = decimal("-0.9999");
    assert_allowed(&q);
    q.request.quantity.value = decimal("0.00005");
    assert_refused(&q, "lot", "0.00005", "0.0001");
}
END_TEST

START_TEST(figures_that_do_not_fit_give_no_verdict)
{
    question q;
    question_init(&q);
    tr_risk_verdict verdict;
    tr_error err = { 0 };
    q.instrument.quantity_max = decimal("0");
    q.request.limit_price.value = q.request.entry_price.value = decimal("100000000000");
    q.request.quantity.value = decimal("100000000000");
    ck_assert_int_eq(tr_risk_check(&q.limits, &q.request, &q.state, TR_RISK_CLAIM, &verdict, &err),
                     TR_E_OVERFLOW);
    question_init(&q);
    q.limits.risk_per_trade_max = decimal("100000000000");
    q.state.equity.value = decimal("100000000000");
    ck_assert_int_eq(tr_risk_check(&q.limits, &q.request, &q.state, TR_RISK_CLAIM, &verdict, &err),
                     TR_E_OVERFLOW);
    ck_assert_str_eq(err.message, "risk_per_trade: a figure does not fit");
}
END_TEST

START_TEST(broken_arguments_are_invalid)
{
    question q;
    tr_risk_verdict verdict;
    question_init(&q);
    ck_assert_int_eq(tr_risk_check(NULL, &q.request, &q.state, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_INVALID);
    ck_assert_int_eq(
        tr_risk_check(&q.limits, &q.request, &q.state, (tr_risk_phase)2, &verdict, NULL),
        TR_E_INVALID);
    q.limits.struct_size = 8;
    ck_assert_int_eq(tr_risk_check(&q.limits, &q.request, &q.state, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_INVALID);
    question_init(&q);
    q.limits.daily_loss_max = decimal("-0.01");
    ck_assert_int_eq(tr_risk_check(&q.limits, &q.request, &q.state, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_INVALID);
    question_init(&q);
    q.request.quantity.value = decimal("0");
    ck_assert_int_eq(tr_risk_check(&q.limits, &q.request, &q.state, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_INVALID);
    question_init(&q);
    q.request.entry_price.value = decimal("-1");
    ck_assert_int_eq(tr_risk_check(&q.limits, &q.request, &q.state, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_INVALID);
    question_init(&q);
    q.instrument.kind = TR_KIND_INVERSE;
    ck_assert_int_eq(tr_risk_check(&q.limits, &q.request, &q.state, TR_RISK_CLAIM, &verdict, NULL),
                     TR_E_UNSUPPORTED);
}
END_TEST

/* A random question, in whole cents (prices), 1/10000 (quantities, fractions) and cents (money). */
typedef struct draw {
    int64_t price, stop, quantity, quantity_min, quantity_limit, notional_limit, equity, day_equity;
    int64_t risk_share, daily_share, positions, orders, required, available, position;
    bool is_sell, is_exit, has_stop, is_claim;
} draw;

static int64_t below(tr_rng *rng, uint64_t bound)
{
    return (int64_t)tr_rng_below(rng, bound);
}

static draw draw_make(tr_rng *rng)
{
    draw d = { 0 };
    d.price = 1000 + below(rng, 20);
    d.quantity = 10000 + below(rng, 20);
    d.quantity_min = 10000 + below(rng, 4);
    d.quantity_limit = 10000 + below(rng, 24);
    d.notional_limit = 1000 + below(rng, 24);
    d.equity = 1000 + below(rng, 60);
    d.day_equity = 1000 + below(rng, 60);
    d.is_sell = below(rng, 2) == 1;
    d.has_stop = below(rng, 2) == 1;
    d.stop = d.is_sell ? d.price + 1 + below(rng, 30) : d.price - 1 - below(rng, 30);
    d.risk_share = below(rng, 500);
    if (!d.has_stop)
        d.risk_share += 9500;
    d.daily_share = below(rng, 600);
    d.positions = below(rng, 7);
    d.orders = below(rng, 12);
    d.required = 1000 + below(rng, 20);
    d.available = 1005 + below(rng, 20);
    d.position = below(rng, 3) == 0 ? -below(rng, 20000) : 10000 + below(rng, 20);
    d.is_exit = below(rng, 4) == 0;
    d.is_claim = below(rng, 2) == 1;
    return d;
}

/* The rules in whole numbers: price * quantity is in 10^-6, so cents are scaled by 10^4. */
static const char *reference(const draw *d)
{
    wide notional = (wide)d->price * d->quantity;
    wide distance = d->has_stop ? (d->is_sell ? d->stop - d->price : d->price - d->stop) : d->price;
    if (d->quantity < d->quantity_min)
        return "quantity_min";
    if (d->is_exit)
        return d->quantity > (d->is_sell ? d->position : -d->position) ? "position" : NULL;
    if (d->quantity > d->quantity_limit)
        return "quantity";
    if (notional > (wide)d->notional_limit * 10000)
        return "notional";
    if (distance * d->quantity > (wide)d->risk_share * d->equity)
        return "risk_per_trade";
    if (((wide)d->day_equity - d->equity) * 10000 >= (wide)d->daily_share * d->day_equity)
        return "daily_loss";
    if (d->positions + 1 > 5)
        return "positions";
    if (d->orders + 1 > 10)
        return "orders_per_day";
    return d->is_claim && d->required > d->available ? "balance" : NULL;
}

static tr_decimal scaled(int64_t mantissa, int digits)
{
    tr_decimal value = { 0 };
    ck_assert_int_eq(tr_decimal_from_scaled(mantissa, digits, &value), TR_OK);
    return value;
}

static void question_of_draw(question *q, const draw *d)
{
    question_init(q);
    q->instrument.quantity_min = scaled(d->quantity_min, 4);
    q->request.side = d->is_sell ? TR_SIDE_SELL : TR_SIDE_BUY;
    q->request.quantity.value = scaled(d->quantity, 4);
    q->request.limit_price.value = q->request.entry_price.value = scaled(d->price, 2);
    if (d->has_stop)
        q->request.stop_price.value = scaled(d->stop, 2);
    q->request.is_reduce_only = d->is_exit;
    q->limits.has_quantity_max = true;
    q->limits.quantity_max.value = scaled(d->quantity_limit, 4);
    q->limits.notional_max.value = scaled(d->notional_limit, 2);
    q->limits.risk_per_trade_max = scaled(d->risk_share, 4);
    q->limits.daily_loss_max = scaled(d->daily_share, 4);
    q->limits.orders_per_day_max = 10;
    q->state.equity.value = scaled(d->equity, 2);
    q->state.day_equity.value = scaled(d->day_equity, 2);
    q->state.positions_count = d->positions;
    q->state.day_orders = d->orders;
    q->state.required.value = scaled(d->required, 2);
    q->state.available.value = scaled(d->available, 2);
    q->state.position = scaled(d->position, 4);
}

START_TEST(random_figures_get_the_verdict_of_the_reference)
{
    enum { SEED = 20261, ROUNDS = 8000 };
    static const char *const names[] = { "allowed",    "quantity_min", "position",
                                         "quantity",   "notional",     "risk_per_trade",
                                         "daily_loss", "positions",    "orders_per_day",
                                         "balance" };
    int seen[sizeof names / sizeof names[0]] = { 0 };
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    for (int round = 0; round < ROUNDS; round++) {
        draw d = draw_make(&rng);
        question q;
        question_of_draw(&q, &d);
        tr_risk_verdict verdict = ask(&q, d.is_claim ? TR_RISK_CLAIM : TR_RISK_ACCEPT);
        const char *expected = reference(&d);
        const char *got = verdict.is_allowed ? "allowed" : verdict.rule;
        ck_assert_msg(strcmp(got, expected != NULL ? expected : "allowed") == 0,
                      "seed %d round %d: %s, reference says %s", SEED, round, got,
                      expected != NULL ? expected : "allowed");
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            seen[i] += strcmp(names[i], got) == 0;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        ck_assert_msg(seen[i] >= 20, "seed %d: %s came up %d times only", SEED, names[i], seen[i]);
}
END_TEST

START_TEST(the_filters_agree_with_the_instruments_own_check)
{
    enum { SEED = 20262, ROUNDS = 5000 };
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    for (int round = 0; round < ROUNDS; round++) {
        question q;
        question_init(&q);
        q.request.is_reduce_only = true; /* leaves the filters and the position */
        q.request.side = TR_SIDE_SELL;
        q.state.position = decimal("1000");
        q.instrument.quantity_max = below(&rng, 2) == 0 ? decimal("0") : decimal("0.006");
        q.instrument.notional_min = decimal("0.05");
        q.request.quantity.value = scaled(1 + below(&rng, 160), 4 + (int)below(&rng, 2));
        q.request.entry_price.value = scaled(1000 + below(&rng, 100), 2 + (below(&rng, 8) == 0));
        bool is_market = below(&rng, 2) == 0;
        q.request.limit_price.value = is_market ? decimal("0") : q.request.entry_price.value;
        tr_status status =
            tr_instrument_check_order(&q.instrument, is_market ? NULL : &q.request.limit_price,
                                      q.request.quantity, &q.request.entry_price, NULL);
        tr_risk_verdict verdict = ask(&q, TR_RISK_ACCEPT);
        ck_assert_msg(verdict.is_allowed == (status == TR_OK), "seed %d round %d: %s against %s",
                      SEED, round, verdict.reason, tr_status_name(status));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("risk/risk");
    TCase *tcase = tcase_create("risk");
    tcase_set_timeout(tcase, 60); /* the random ones are slow under sanitizers */
    tcase_add_test(tcase, the_defaults_are_those_of_the_product);
    tcase_add_test(tcase, tick_and_lot_are_held_exactly);
    tcase_add_test(tcase, the_exchanges_smallest_and_largest_quantity_pass);
    tcase_add_test(tcase, the_exchanges_smallest_notional_passes_and_nothing_below_by_rounding);
    tcase_add_test(tcase, quantity_of_the_account_is_held);
    tcase_add_test(tcase, notional_of_the_account_is_held);
    tcase_add_test(tcase, risk_per_trade_is_distance_times_quantity);
    tcase_add_test(tcase, without_a_stop_the_whole_notional_or_the_assumed_distance_is_at_risk);
    tcase_add_test(tcase, a_stop_on_the_wrong_side_is_no_order);
    tcase_add_test(tcase, daily_loss_stops_entries_when_it_is_reached);
    tcase_add_test(tcase, positions_and_orders_count_the_one_that_is_asked_for);
    tcase_add_test(tcase, balance_is_asked_at_the_claim_alone);
    tcase_add_test(tcase, exits_pass_every_rule_but_filters_and_position);
    tcase_add_test(tcase, figures_that_do_not_fit_give_no_verdict);
    tcase_add_test(tcase, broken_arguments_are_invalid);
    tcase_add_test(tcase, random_figures_get_the_verdict_of_the_reference);
    tcase_add_test(tcase, the_filters_agree_with_the_instruments_own_check);
    suite_add_tcase(suite, tcase);
    return run_as_tap(suite);
}
