/* The best of several exchanges' quotes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <trade/exchange_session.h>

static tr_price price_of(const char *text)
{
    tr_price price;
    assert_int_equal(tr_decimal_parse(text, strlen(text), &price.value), TR_OK);
    return price;
}

static tr_quote quote_of(const char *exchange, const char *bid, const char *ask, const char *last)
{
    return (tr_quote){ exchange, price_of(bid), price_of(ask), price_of(last) };
}

static void is_text(tr_decimal value, const char *wanted)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, text, sizeof text);
    assert_string_equal(text, wanted);
}

static void the_highest_bid_and_the_lowest_ask_are_best(void **state)
{
    (void)state;
    const tr_quote quotes[] = { quote_of("a", "100", "101", "100.5"),
                                quote_of("b", "102", "103", "102.5"),
                                quote_of("c", "99", "104", "100") };
    tr_multiprice best;
    assert_int_equal(tr_multiprice_of(quotes, 3, &best, NULL), TR_OK);
    assert_int_equal(best.best_bid, 1);
    assert_int_equal(best.best_ask, 0);
    assert_int_equal(best.lowest, 2);
    assert_int_equal(best.highest, 1);
    is_text(best.spread, "2.5");
    is_text(best.spread_percent, "2.5");
    is_text(best.edge, "1"); /* bought at 101 and sold at 102 */
}

static void what_is_not_told_does_not_count(void **state)
{
    (void)state;
    const tr_quote quotes[] = { quote_of("a", "0", "0", "0"), quote_of("b", "10", "0", "11") };
    tr_multiprice best;
    assert_int_equal(tr_multiprice_of(quotes, 2, &best, NULL), TR_OK);
    assert_int_equal(best.best_bid, 1);
    assert_true(best.best_ask == SIZE_MAX);
    assert_int_equal(best.lowest, 1);
    is_text(best.spread, "0");
    is_text(best.edge, "0");
}

static void nothing_told_is_an_error(void **state)
{
    (void)state;
    const tr_quote quotes[] = { quote_of("a", "0", "0", "0") };
    tr_multiprice best;
    assert_int_equal(tr_multiprice_of(quotes, 1, &best, NULL), TR_E_NOT_FOUND);
    assert_int_equal(tr_multiprice_of(NULL, 0, &best, NULL), TR_E_NOT_FOUND);
    assert_int_equal(tr_multiprice_of(quotes, 1, NULL, NULL), TR_E_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_highest_bid_and_the_lowest_ask_are_best),
        cmocka_unit_test(what_is_not_told_does_not_count),
        cmocka_unit_test(nothing_told_is_an_error),
    };
    return cmocka_run_group_tests_name("multiprice", tests, NULL, NULL);
}
