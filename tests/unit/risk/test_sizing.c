/* Sizing: each method on figures worked out by hand; random figures against what must hold of every size. */
#include <stdio.h>
#include <string.h>

#include <trade/rng.h>
#include <trade/sizing.h>

#include "support/check_tap.h"

static tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    ck_assert_int_eq(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static tr_instrument instrument;
static tr_sizing sizing;
static tr_sizing_input input;

/* 10000 of equity, entry 100, stop 95, lots of 0.001. */
static void setup(void)
{
    instrument = (tr_instrument){ .symbol = "BTC/USDT",
                                  .kind = TR_KIND_SPOT,
                                  .base = "BTC",
                                  .quote = "USDT",
                                  .settle = "USDT",
                                  .multiplier = decimal("1"),
                                  .tick = decimal("0.01"),
                                  .lot = decimal("0.001") };
    tr_sizing_init(&sizing);
    input = (tr_sizing_input){ .instrument = &instrument,
                               .entry = { decimal("100") },
                               .stop = { decimal("95") },
                               .atr = { decimal("4") },
                               .equity = { decimal("10000") },
                               .scale = decimal("1") };
}

static tr_decimal size(void)
{
    tr_quantity quantity = { { 0 } };
    tr_error err = { 0 };
    tr_status status = tr_sizing_size(&sizing, &input, &quantity, &err);
    ck_assert_msg(status == TR_OK, "%s", err.message);
    return quantity.value;
}

static void assert_size(const char *expected)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(size(), text, sizeof text);
    ck_assert_str_eq(text, expected);
}

START_TEST(each_method_gives_the_quantity_of_its_formula)
{
    assert_size("0"); /* no method, no size */
    sizing.method = TR_SIZING_QUANTITY;
    sizing.quantity.value = decimal("1.2349");
    assert_size("1.234");
    sizing.method = TR_SIZING_NOTIONAL;
    sizing.notional.value = decimal("333.3");
    assert_size("3.333");
    sizing.method = TR_SIZING_EQUITY_SHARE;
    sizing.equity_share = decimal("0.25");
    assert_size("25");
    sizing.method = TR_SIZING_RISK; /* 200 lost over 5 a unit */
    assert_size("40");
    input.stop.value = decimal("107"); /* of a sell */
    assert_size("28.571");
    sizing.method = TR_SIZING_VOLATILITY; /* 200 over 2 x 4 */
    assert_size("25");
    sizing.method = TR_SIZING_KELLY;
    sizing.win_rate = decimal("0.55");
    sizing.payoff = decimal(
        "1.1"); /* k = 0.55 - 0.45 / 1.1 = 0.1409..., half of it is 0.0704..., capped at 0.02 */
    input.stop.value = decimal("95");
    assert_size("40");
    sizing.risk = decimal("1");
    assert_size("140.909");
    input.stop = (tr_price){ { 0 } }; /* all of the entry is at stake */
    assert_size("7.045");
}
END_TEST

START_TEST(kelly_is_half_floored_at_zero_and_capped)
{
    tr_decimal got;
    tr_decimal half = decimal("0.5"), cap = decimal("0.2");
    ck_assert_int_eq(tr_sizing_kelly(decimal("0.6"), decimal("1"), half, cap, &got), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(got, decimal("0.1")), 0);
    ck_assert_int_eq(tr_sizing_kelly(decimal("0.9"), decimal("2"), half, cap, &got), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(got, cap), 0);
    ck_assert_int_eq(tr_sizing_kelly(decimal("0.3"), decimal("1"), half, cap, &got), TR_OK);
    ck_assert(tr_decimal_is_zero(got));
    ck_assert_int_eq(
        tr_sizing_kelly(decimal("0"), decimal("0.000000000000000001"), half, cap, &got), TR_OK);
    ck_assert(tr_decimal_is_zero(got));
    ck_assert_int_eq(tr_sizing_kelly(decimal("1.1"), decimal("1"), half, cap, &got), TR_E_RANGE);
    ck_assert_int_eq(tr_sizing_kelly(decimal("-0.1"), decimal("1"), half, cap, &got), TR_E_RANGE);
    ck_assert_int_eq(tr_sizing_kelly(decimal("0.5"), decimal("0"), half, cap, &got), TR_E_RANGE);
}
END_TEST

START_TEST(what_is_there_and_what_the_exchange_takes_bound_the_size)
{
    sizing.method = TR_SIZING_RISK;
    input.has_available = true;
    input.available.value = decimal("1000");
    assert_size("10");
    input.available.value = decimal("-1");
    assert_size("0");
    input.has_available = false;
    instrument.quantity_max = decimal("7.0005");
    assert_size("7");
    instrument.quantity_max = decimal("0");
    instrument.quantity_min = decimal("40");
    assert_size("40");
    instrument.quantity_min = decimal("40.001");
    assert_size("0");
    instrument.quantity_min = decimal("0");
    instrument.notional_min = decimal("4000");
    assert_size("40");
    instrument.notional_min = decimal("4000.01");
    assert_size("0");
}
END_TEST

START_TEST(used_up_day_and_empty_account_size_nothing)
{
    sizing.method = TR_SIZING_RISK;
    input.has_risk_left = true;
    input.risk_left = decimal("0.005");
    assert_size("10");
    input.risk_left = decimal("-0.01");
    assert_size("0");
    input.has_risk_left = false;
    input.equity.value = decimal("-5");
    assert_size("0");
}
END_TEST

START_TEST(drawdown_scales_methods_of_risk_alone)
{
    sizing.follows_drawdown = true;
    input.scale = decimal("0.25");
    sizing.method = TR_SIZING_RISK;
    assert_size("10");
    sizing.method = TR_SIZING_VOLATILITY;
    assert_size("6.25");
    sizing.method = TR_SIZING_QUANTITY;
    sizing.quantity.value = decimal("3");
    assert_size("3");
    input.scale = decimal("0");
    tr_quantity quantity;
    ck_assert_int_eq(tr_sizing_size(&sizing, &input, &quantity, NULL), TR_E_RANGE);
}
END_TEST

START_TEST(scale_shrinks_beyond_fifteen_per_cent_and_comes_back_below_half_of_it)
{
    static const struct {
        const char *equity, *before, *after;
    } cases[] = {
        { "1000", "1", "1" },     { "1000", "0.4", "0.45" }, { "1000", "0.98", "1" },
        { "926", "0.4", "0.45" }, { "925", "0.4", "0.4" },   { "900", "0.4", "0.4" },
        { "850", "0.4", "0.4" },  { "849", "1", "0.998" },   { "800", "1", "0.9" },
        { "600", "0.9", "0.5" },  { "475", "1", "0.25" },    { "100", "1", "0.25" },
        { "-10", "1", "0.25" },   { "1100", "0.5", "0.55" },
    };
    tr_sizing_drawdown drawdown;
    tr_sizing_drawdown_init(&drawdown);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_decimal got;
        ck_assert_int_eq(tr_sizing_scale(&drawdown, (tr_money){ decimal("1000") },
                                         (tr_money){ decimal(cases[i].equity) },
                                         decimal(cases[i].before), &got),
                         TR_OK);
        ck_assert_msg(tr_decimal_compare(got, decimal(cases[i].after)) == 0, "case %zu: equity %s",
                      i, cases[i].equity);
    }
    tr_decimal got;
    ck_assert_int_eq(tr_sizing_scale(&drawdown, (tr_money){ { 0 } }, (tr_money){ decimal("5") },
                                     decimal("0.5"), &got),
                     TR_OK);
    ck_assert_int_eq(tr_decimal_compare(got, decimal("0.5")), 0);
    drawdown.floor = decimal("0");
    ck_assert_int_eq(tr_sizing_scale(&drawdown, (tr_money){ decimal("1") },
                                     (tr_money){ decimal("1") }, decimal("1"), &got),
                     TR_E_RANGE);
}
END_TEST

START_TEST(wrong_parameters_are_refused_and_the_output_stays_as_it_was)
{
    tr_quantity quantity = { decimal("77") };
    sizing.method = TR_SIZING_RISK;
    input.stop = (tr_price){ { 0 } };
    ck_assert_int_eq(tr_sizing_size(&sizing, &input, &quantity, NULL), TR_E_INVALID);
    input.stop = input.entry;
    ck_assert_int_eq(tr_sizing_size(&sizing, &input, &quantity, NULL), TR_E_INVALID);
    input.stop.value = decimal("95");
    sizing.risk = decimal("1.01");
    ck_assert_int_eq(tr_sizing_size(&sizing, &input, &quantity, NULL), TR_E_RANGE);
    sizing.risk = decimal("-0.01");
    ck_assert_int_eq(tr_sizing_size(&sizing, &input, &quantity, NULL), TR_E_RANGE);
    tr_sizing_init(&sizing);
    sizing.method = TR_SIZING_VOLATILITY;
    input.atr = (tr_price){ { 0 } };
    ck_assert_int_eq(tr_sizing_size(&sizing, &input, &quantity, NULL), TR_E_INVALID);
    input.entry = (tr_price){ { 0 } };
    ck_assert_int_eq(tr_sizing_size(&sizing, &input, &quantity, NULL), TR_E_INVALID);
    sizing.method = (tr_sizing_method)99;
    ck_assert_int_eq(tr_sizing_size(&sizing, &input, &quantity, NULL), TR_E_INVALID);
    setup();
    sizing.method = TR_SIZING_RISK;
    instrument.kind = TR_KIND_INVERSE;
    ck_assert_int_eq(tr_sizing_size(&sizing, &input, &quantity, NULL), TR_E_UNSUPPORTED);
    ck_assert_int_eq(tr_decimal_compare(quantity.value, decimal("77")), 0);
}
END_TEST

/* ---- what holds of every size ---------------------------------------------------------------- */

static tr_decimal scaled(uint64_t number, int digits)
{
    tr_decimal value = { 0 };
    ck_assert_int_eq(tr_decimal_from_scaled((int64_t)number, digits, &value), TR_OK);
    return value;
}

static void draw(tr_rng *rng)
{
    setup();
    sizing.method = (tr_sizing_method)(1 + tr_rng_next(rng) % 6);
    sizing.quantity.value = scaled(tr_rng_next(rng) % 1000000, 4);
    sizing.notional.value = scaled(tr_rng_next(rng) % 10000000, 2);
    sizing.equity_share = scaled(tr_rng_next(rng) % 10001, 4);
    sizing.risk = scaled(tr_rng_next(rng) % 10001, 4);
    sizing.atr_multiple = scaled(1 + tr_rng_next(rng) % 500, 2);
    sizing.win_rate = scaled(tr_rng_next(rng) % 1001, 3);
    sizing.payoff = scaled(1 + tr_rng_next(rng) % 5000, 3);
    sizing.follows_drawdown = tr_rng_next(rng) % 2 == 0;
    input.entry.value = scaled(1 + tr_rng_next(rng) % 10000000, 3);
    do
        input.stop.value = scaled(1 + tr_rng_next(rng) % 10000000, 3);
    while (tr_decimal_compare(input.stop.value, input.entry.value) == 0);
    input.atr.value = scaled(1 + tr_rng_next(rng) % 1000000, 3);
    input.equity.value = scaled(tr_rng_next(rng) % 1000000000, 2);
    input.scale = scaled(1 + tr_rng_next(rng) % 100, 2);
    input.has_available = tr_rng_next(rng) % 2 == 0;
    input.available.value = scaled(tr_rng_next(rng) % 1000000000, 2);
    input.has_risk_left = tr_rng_next(rng) % 4 == 0;
    input.risk_left = scaled(tr_rng_next(rng) % 1000, 4);
    instrument.multiplier = scaled(1 + tr_rng_next(rng) % 1000, 2);
    instrument.kind = TR_KIND_LINEAR;
}

/* What the quantity loses at its stop, or is worth, and what it may. */
static void find_bound(tr_decimal quantity, tr_decimal *value_out, tr_decimal *bound_out)
{
    tr_decimal each = input.entry.value, share = sizing.risk;
    switch (sizing.method) {
    case TR_SIZING_QUANTITY:
        *value_out = quantity;
        *bound_out = sizing.quantity.value;
        return;
    case TR_SIZING_NOTIONAL:
    case TR_SIZING_EQUITY_SHARE:
        break;
    case TR_SIZING_VOLATILITY:
        ck_assert_int_eq(
            tr_decimal_multiply(input.atr.value, sizing.atr_multiple, TR_ROUND_DOWN, &each), TR_OK);
        break;
    default:
        ck_assert_int_eq(tr_decimal_subtract(input.entry.value, input.stop.value, &each), TR_OK);
        ck_assert_int_eq(tr_decimal_absolute(each, &each), TR_OK);
        break;
    }
    if (sizing.method == TR_SIZING_EQUITY_SHARE)
        share = sizing.equity_share;
    else if (sizing.follows_drawdown)
        ck_assert_int_eq(tr_decimal_multiply(share, input.scale, TR_ROUND_DOWN, &share), TR_OK);
    if (sizing.method >= TR_SIZING_RISK && input.has_risk_left)
        share = tr_decimal_min(share, input.risk_left);
    ck_assert_int_eq(tr_decimal_multiply(each, instrument.multiplier, TR_ROUND_DOWN, &each), TR_OK);
    ck_assert_int_eq(tr_decimal_multiply(each, quantity, TR_ROUND_DOWN, value_out), TR_OK);
    ck_assert_int_eq(tr_decimal_multiply(input.equity.value, share, TR_ROUND_UP, bound_out), TR_OK);
    if (sizing.method == TR_SIZING_NOTIONAL)
        *bound_out = sizing.notional.value;
}

START_TEST(no_size_exceeds_what_its_method_allows_and_one_lot_more_would)
{
    enum { SEED = 20264, ROUNDS = 20000 };
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    int tight = 0;
    for (int round = 0; round < ROUNDS; round++) {
        draw(&rng);
        tr_decimal quantity = size(), value, bound, worth;
        find_bound(quantity, &value, &bound);
        ck_assert_msg(tr_decimal_compare(value, bound) <= 0, "seed %d round %d: above the bound",
                      SEED, round);
        ck_assert_msg(tr_decimal_is_multiple(quantity, instrument.lot),
                      "seed %d round %d: off the lot", SEED, round);
        ck_assert_msg(tr_decimal_sign(quantity) >= 0, "seed %d round %d: below zero", SEED, round);
        if (input.has_available) {
            tr_money notional;
            ck_assert_int_eq(tr_instrument_notional(&instrument, input.entry,
                                                    (tr_quantity){ quantity }, TR_ROUND_DOWN,
                                                    &notional),
                             TR_OK);
            ck_assert_msg(tr_decimal_compare(notional.value, input.available.value) <= 0,
                          "seed %d round %d: more than there is", SEED, round);
            continue;
        }
        if (sizing.method == TR_SIZING_KELLY)
            continue; /* Kelly's own fraction may lie below the cap */
        /* Two lots: the figures on the way are rounded down as well. */
        ck_assert_int_eq(tr_decimal_add(quantity, decimal("0.002"), &worth), TR_OK);
        find_bound(worth, &value, &bound);
        ck_assert_msg(tr_decimal_compare(value, bound) > 0,
                      "seed %d round %d: smaller than it must be", SEED, round);
        tight++;
    }
    ck_assert_int_gt(tight, ROUNDS / 4);
}
END_TEST

START_TEST(more_equity_risk_and_scale_never_make_a_size_smaller)
{
    enum { SEED = 20265, ROUNDS = 10000 };
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    for (int round = 0; round < ROUNDS; round++) {
        draw(&rng);
        tr_decimal before = size();
        unsigned what = (unsigned)(tr_rng_next(&rng) % 4);
        tr_decimal one = decimal("1");
        if (what == 0)
            ck_assert_int_eq(tr_decimal_add(input.equity.value,
                                            scaled(1 + tr_rng_next(&rng) % 100000, 2),
                                            &input.equity.value),
                             TR_OK);
        else if (what == 1)
            sizing.risk = tr_decimal_min(one, scaled(10001, 4)); /* all of it */
        else if (what == 2)
            input.scale = one;
        else
            input.has_available = input.has_risk_left = false;
        ck_assert_msg(tr_decimal_compare(size(), before) >= 0,
                      "seed %d round %d: smaller with more of %u", SEED, round, what);
    }
}
END_TEST

START_TEST(method_names_are_read_back)
{
    for (int i = TR_SIZING_NONE; i <= TR_SIZING_KELLY; i++) {
        const char *name = tr_sizing_method_name((tr_sizing_method)i);
        tr_sizing_method method;
        ck_assert_int_eq(tr_sizing_method_parse(name, strlen(name), &method), TR_OK);
        ck_assert_int_eq(method, i);
    }
    tr_sizing_method method;
    ck_assert_int_eq(tr_sizing_method_parse("all_in", 6, &method), TR_E_PARSE);
    ck_assert_ptr_null(tr_sizing_method_name((tr_sizing_method)7));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("risk/sizing");
    TCase *tests = tcase_create("sizing");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, setup, NULL);
    tcase_add_test(tests, each_method_gives_the_quantity_of_its_formula);
    tcase_add_test(tests, kelly_is_half_floored_at_zero_and_capped);
    tcase_add_test(tests, what_is_there_and_what_the_exchange_takes_bound_the_size);
    tcase_add_test(tests, used_up_day_and_empty_account_size_nothing);
    tcase_add_test(tests, drawdown_scales_methods_of_risk_alone);
    tcase_add_test(tests, scale_shrinks_beyond_fifteen_per_cent_and_comes_back_below_half_of_it);
    tcase_add_test(tests, wrong_parameters_are_refused_and_the_output_stays_as_it_was);
    tcase_add_test(tests, no_size_exceeds_what_its_method_allows_and_one_lot_more_would);
    tcase_add_test(tests, more_equity_risk_and_scale_never_make_a_size_smaller);
    tcase_add_test(tests, method_names_are_read_back);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
