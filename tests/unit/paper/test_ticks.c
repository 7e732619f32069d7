/* A bar as four ticks. */
#include <math.h>
#include <string.h>

#include <trade/paper.h>

#include "support/check_tap.h"

static tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    ck_assert_int_eq(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static tr_instrument btc(void)
{
    tr_instrument instrument = {
        .exchange = "paper", .symbol = "BTC/USDT", .base = "BTC", .quote = "USDT"
    };
    instrument.tick = decimal("0.05");
    instrument.lot = decimal("0.001");
    return instrument;
}

static void assert_decimal(tr_decimal value, const char *expected)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(value, text, sizeof text);
    ck_assert_str_eq(text, expected);
}

static void assert_prices(const tr_bar *bar, const char *const expected[4])
{
    tr_instrument instrument = btc();
    tr_price_tick ticks[4];
    ck_assert_int_eq(tr_paper_ticks_of_bar(&instrument, bar, 60, ticks, NULL), TR_OK);
    for (int i = 0; i < 4; i++) {
        assert_decimal(ticks[i].price.value, expected[i]);
        assert_decimal(ticks[i].quantity.value, "2.5");
        ck_assert_int_eq(ticks[i].at_ns, bar->open_ns + 15 * i);
        ck_assert_str_eq(ticks[i].symbol, "BTC/USDT");
    }
}

START_TEST(the_extreme_nearer_to_the_open_comes_first)
{
    tr_bar bar = { .open_ns = 600, .open = 10, .high = 20, .low = 9, .close = 15, .volume = 10 };
    assert_prices(&bar, (const char *const[4]){ "10", "9", "20", "15" });
    bar.low = 1;
    bar.high = 11;
    bar.close = 5;
    assert_prices(&bar, (const char *const[4]){ "10", "11", "1", "5" });
    bar.low = 9; /* both as far: the low first */
    bar.close = 10;
    assert_prices(&bar, (const char *const[4]){ "10", "9", "11", "10" });
}
END_TEST

START_TEST(prices_go_to_the_nearest_tick_and_ties_to_the_even_one)
{
    tr_bar bar = { .open = 10.125, .high = 10.375, .low = 10.074, .close = 10.076, .volume = 10 };
    assert_prices(&bar, (const char *const[4]){ "10.1", "10.05", "10.4", "10.1" });
}
END_TEST

START_TEST(no_volume_is_unknown_and_a_little_is_not_none)
{
    tr_instrument instrument = btc();
    tr_bar bar = { .open = 10, .high = 10, .low = 10, .close = 10 };
    tr_price_tick ticks[4];
    ck_assert_int_eq(tr_paper_ticks_of_bar(&instrument, &bar, 60, ticks, NULL), TR_OK);
    ck_assert(tr_decimal_is_zero(ticks[0].quantity.value));
    bar.volume = 1e-30;
    ck_assert_int_eq(tr_paper_ticks_of_bar(&instrument, &bar, 60, ticks, NULL), TR_OK);
    assert_decimal(ticks[3].quantity.value, "0.000000000000000001");
}
END_TEST

START_TEST(bars_that_make_no_price_are_refused)
{
    tr_instrument instrument = btc();
    tr_price_tick ticks[4];
    tr_bar bar = { .open = 10, .high = 10, .low = 0.02, .close = 10 };
    tr_error err;
    ck_assert_int_eq(tr_paper_ticks_of_bar(&instrument, &bar, 60, ticks, &err), TR_E_RANGE);
    bar.low = NAN;
    ck_assert_int_eq(tr_paper_ticks_of_bar(&instrument, &bar, 60, ticks, &err), TR_E_RANGE);
    bar.low = 10;
    bar.open = bar.high = bar.close = bar.low = 1e30;
    ck_assert_int_eq(tr_paper_ticks_of_bar(&instrument, &bar, 60, ticks, &err), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_paper_ticks_of_bar(&instrument, &bar, -1, ticks, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_paper_ticks_of_bar(NULL, &bar, 60, ticks, NULL), TR_E_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("paper/ticks");
    TCase *tcase = tcase_create("ticks");
    tcase_add_test(tcase, the_extreme_nearer_to_the_open_comes_first);
    tcase_add_test(tcase, prices_go_to_the_nearest_tick_and_ties_to_the_even_one);
    tcase_add_test(tcase, no_volume_is_unknown_and_a_little_is_not_none);
    tcase_add_test(tcase, bars_that_make_no_price_are_refused);
    suite_add_tcase(suite, tcase);
    return run_as_tap(suite);
}
