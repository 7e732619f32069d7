/* Instruments: our symbol text, the fields' agreement, which one a text means, value and order rules. */
#include <stdio.h>
#include <string.h>

#include <trade/instrument.h>
#include <trade/time.h>

#include "support/check_tap.h"

static tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    ck_assert_msg(tr_decimal_parse(text, strlen(text), &value) == TR_OK, "%s", text);
    return value;
}

static tr_price price(const char *text)
{
    return (tr_price){ decimal(text) };
}

static tr_quantity quantity(const char *text)
{
    return (tr_quantity){ decimal(text) };
}

/* An instrument whose fields follow from its symbol. */
static tr_instrument make(const char *exchange, const char *symbol, const char *exchange_symbol)
{
    tr_symbol_parts parts;
    tr_error err;
    ck_assert_msg(tr_symbol_parse(symbol, strlen(symbol), &parts, &err) == TR_OK, "%s", err.message);
    tr_instrument made = { .kind = parts.kind, .expiry_day = parts.expiry_day, .strike = parts.strike,
                           .is_call = parts.is_call };
    snprintf(made.exchange, sizeof made.exchange, "%s", exchange);
    snprintf(made.symbol, sizeof made.symbol, "%s", symbol);
    snprintf(made.exchange_symbol, sizeof made.exchange_symbol, "%s", exchange_symbol);
    memcpy(made.base, parts.base, sizeof made.base);
    memcpy(made.quote, parts.quote, sizeof made.quote);
    memcpy(made.settle, parts.settle, sizeof made.settle);
    made.multiplier = decimal("1");
    made.tick = decimal("0.01");
    made.lot = decimal("0.001");
    return made;
}

START_TEST(our_symbols_read_and_write)
{
    static const struct {
        const char *text;
        tr_kind kind;
        const char *exchange, *base, *quote, *settle, *written;
    } cases[] = {
        { "BTC/USDT", TR_KIND_SPOT, "", "BTC", "USDT", "USDT", "BTC/USDT" },
        { "btc/usdt", TR_KIND_SPOT, "", "BTC", "USDT", "USDT", "BTC/USDT" },
        { "BINANCE:BTC/USDT", TR_KIND_SPOT, "binance", "BTC", "USDT", "USDT", "BTC/USDT" },
        { "BTC/USDT:USDT", TR_KIND_LINEAR, "", "BTC", "USDT", "USDT", "BTC/USDT:USDT" },
        { "okx:BTC/USDT:USDT", TR_KIND_LINEAR, "okx", "BTC", "USDT", "USDT", "BTC/USDT:USDT" },
        { "BTC/USD:BTC", TR_KIND_INVERSE, "", "BTC", "USD", "BTC", "BTC/USD:BTC" },
        { "BTC/USDT:USDT-261225", TR_KIND_FUTURE, "", "BTC", "USDT", "USDT", "BTC/USDT:USDT-261225" },
        { "BTC/USD:BTC-261225-60000-C", TR_KIND_OPTION, "", "BTC", "USD", "BTC",
          "BTC/USD:BTC-261225-60000-C" },
        { "doge/usd:usd-280229-0.250-p", TR_KIND_OPTION, "", "DOGE", "USD", "USD",
          "DOGE/USD:USD-280229-0.25-P" },
        { "1000PEPE/USDT:USDT", TR_KIND_LINEAR, "", "1000PEPE", "USDT", "USDT", "1000PEPE/USDT:USDT" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_symbol_parts parts;
        char text[TR_SYMBOL_SIZE];
        ck_assert_msg(tr_symbol_parse(cases[i].text, strlen(cases[i].text), &parts, NULL) == TR_OK, "%s",
                      cases[i].text);
        ck_assert_int_eq(parts.kind, cases[i].kind);
        ck_assert_str_eq(parts.exchange, cases[i].exchange);
        ck_assert_str_eq(parts.base, cases[i].base);
        ck_assert_str_eq(parts.quote, cases[i].quote);
        ck_assert_str_eq(parts.settle, cases[i].settle);
        ck_assert_int_eq(tr_symbol_format(&parts, text, sizeof text), TR_OK);
        ck_assert_str_eq(text, cases[i].written);
        ck_assert_int_eq(tr_symbol_format(&parts, text, strlen(cases[i].written)), TR_E_FULL);
    }
    tr_symbol_parts parts;
    ck_assert_int_eq(tr_symbol_parse("BTC/USDT:USDT-261225", 20, &parts, NULL), TR_OK);
    ck_assert_int_eq(parts.expiry_day, 20812);
}
END_TEST

START_TEST(other_texts_are_no_symbols)
{
    static const char *const bad[] = {
        "", "BTC", "BTCUSDT", "BTC/", "/USDT", "BTC//USDT", "BTC/USDT:", "BTC/USDT:ETH", "BTC/BTC",
        "BTC /USDT", "BTC/USDT ", ":BTC/USDT", "A:B:BTC/USDT", "BTC/USDT:USDT-", "BTC/USDT:USDT-26122",
        "BTC/USDT:USDT-261232", "BTC/USDT:USDT-260229", "BTC/USDT:USDT-2612250", "BTC/USDT-261225",
        "BTC/USD:BTC-261225-C", "BTC/USD:BTC-261225-0-C", "BTC/USD:BTC-261225-6e4-C",
        "BTC/USD:BTC-261225-60000-X", "BTC/USD:BTC-261225-60000-CC", "BTC/USD:BTC-261225-60000",
        "ABCDEFGHIJKLMNOP/USDT", "B\xC3\x9C/USDT", "ABCDEFGHIJKLMNOP:BTC/USDT",
        "ABCDEFGHIJKLMNO/ABCDEFGHIJKLMN1:ABCDEFGHIJKLMNO-261225-0.0000000000001-C",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        tr_symbol_parts parts;
        tr_error err = { 0 };
        ck_assert_msg(tr_symbol_parse(bad[i], strlen(bad[i]), &parts, &err) == TR_E_PARSE, "%s", bad[i]);
        ck_assert_int_eq(err.status, TR_E_PARSE);
    }
    ck_assert_int_eq(tr_symbol_parse("BTC/USDT\0", 9, &(tr_symbol_parts){ 0 }, NULL), TR_E_PARSE);
    ck_assert_int_eq(tr_symbol_parse(NULL, 0, &(tr_symbol_parts){ 0 }, NULL), TR_E_INVALID);
}
END_TEST

START_TEST(names_of_kinds_and_sides_read_back)
{
    for (tr_kind kind = TR_KIND_SPOT; kind <= TR_KIND_OPTION; kind++) {
        tr_kind read;
        ck_assert_int_eq(tr_kind_parse(tr_kind_name(kind), strlen(tr_kind_name(kind)), &read), TR_OK);
        ck_assert_int_eq(read, kind);
    }
    tr_side side;
    ck_assert_int_eq(tr_side_parse("SELL", 4, &side), TR_OK);
    ck_assert_int_eq(side, TR_SIDE_SELL);
    ck_assert_int_eq(tr_side_parse("short", 5, &side), TR_E_PARSE);
    ck_assert_int_eq(tr_side_parse("", 0, &side), TR_E_PARSE);
    ck_assert_ptr_null(tr_side_name((tr_side)2));
    ck_assert_ptr_null(tr_kind_name((tr_kind)-1));
    ck_assert_str_eq(tr_side_name(TR_SIDE_BUY), "buy");
}
END_TEST

START_TEST(instrument_with_fields_that_disagree_is_refused)
{
    tr_error err;
    tr_instrument good = make("binance", "BTC/USDT", "BTCUSDT");
    ck_assert_msg(tr_instrument_check(&good, &err) == TR_OK, "%s", err.message);
    tr_instrument option = make("okx", "BTC/USD:BTC-261225-60000-C", "BTC-USD-261225-60000-C");
    ck_assert_int_eq(tr_instrument_check(&option, NULL), TR_OK);

    tr_instrument bad = good;
    bad.tick = decimal("0");
    ck_assert_int_eq(tr_instrument_check(&bad, &err), TR_E_INVALID);
    ck_assert_str_eq(err.message, "instrument BTC/USDT: tick is 0, allowed above 0");
    bad = good;
    bad.lot = decimal("-1");
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = good;
    bad.notional_min = decimal("-0.1");
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = good;
    bad.quantity_min = decimal("2");
    bad.quantity_max = decimal("1");
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = good;
    bad.multiplier = decimal("10");
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = good;
    bad.kind = TR_KIND_LINEAR;
    ck_assert_int_eq(tr_instrument_check(&bad, &err), TR_E_INVALID);
    ck_assert_str_eq(err.message, "instrument BTC/USDT: its parts say BTC/USDT:USDT");
    bad = good;
    memcpy(bad.settle, "BTC", 4);
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = good;
    memcpy(bad.exchange, "Binance", 8);
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = good;
    bad.expiry_day = 1;
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = good;
    bad.strike = decimal("1");
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = good;
    memset(bad.base, 'A', sizeof bad.base);
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = good;
    bad.kind = (tr_kind)99;
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    bad = option;
    bad.expiry_day = 0;
    ck_assert_int_eq(tr_instrument_check(&bad, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_instrument_check(NULL, NULL), TR_E_INVALID);
}
END_TEST

/* What a text means among the instruments of the test below, by their place. */
static const struct {
    const char *text;
    bool any_exchange;
    tr_status status;
    size_t index;
} meant[] = {
    { "binance:BTC/USDT", false, TR_OK, 0 },
    { "BINANCE:BTCUSDT", false, TR_OK, 0 },
    { "BINANCE:BTCUSDT.P", false, TR_OK, 1 },
    { "binance:btcusdt.p", false, TR_OK, 1 },
    { "binance:BTC/USDT:USDT", false, TR_OK, 1 },
    { "BTCUSDT", false, TR_E_AMBIGUOUS, 0 },
    { "BTC/USDT", false, TR_E_AMBIGUOUS, 0 },
    { "BTCUSDT.P", false, TR_E_AMBIGUOUS, 0 },
    { "ETHUSDT", false, TR_OK, 2 },
    { "eth/usdt", false, TR_OK, 2 },
    { "ETH-USDT", false, TR_OK, 2 },
    { "ETH_USDT", false, TR_OK, 2 },
    { "ETHUSDT.P", false, TR_E_NOT_FOUND, 0 },
    { "ADAUSDT", false, TR_OK, 3 },
    { "BINANCE:ADAUSDT", false, TR_OK, 3 },
    { "ADA/USDT", false, TR_E_NOT_FOUND, 0 },
    { "BTCUSD", false, TR_OK, 4 },
    { "XBTUSD", false, TR_OK, 4 },
    { "BYBIT:BTCUSD.P", false, TR_OK, 4 },
    { "BTC-USDT-SWAP", false, TR_OK, 6 },
    { "BTC/USDT:USDT-261225", false, TR_OK, 7 },
    { "OKX:BTC-USDT-261225", false, TR_OK, 7 },
    { "BTC/USD:BTC-261225-60000-C", false, TR_OK, 8 },
    { "BTC/USD:BTC-261225-60000.0-P", false, TR_OK, 9 },
    { "BTC/USD:BTC-261225-60001-P", false, TR_E_NOT_FOUND, 0 },
    { "BTCEUR", false, TR_OK, 10 },
    { "BTC/EUR", false, TR_OK, 10 },
    { "XXBTZEUR", false, TR_OK, 10 },
    { "XBT-GBP", false, TR_OK, 11 },
    { "KRAKEN:XBTGBP.P", false, TR_OK, 11 },
    { "COINBASE:SOLUSDT", true, TR_OK, 12 },
    { "COINBASE:SOLUSDT", false, TR_E_NOT_FOUND, 0 },
    { "COINBASE:SOL/USDT", true, TR_OK, 12 },
    { "BINANCE:SOLUSDT", true, TR_E_NOT_FOUND, 0 },
    { "SOL", false, TR_E_NOT_FOUND, 0 },
    { "DOGEUSDT", false, TR_E_NOT_FOUND, 0 },
    { "", false, TR_E_PARSE, 0 },
    { "BINANCE:", false, TR_E_PARSE, 0 },
    { ":BTCUSDT", false, TR_E_PARSE, 0 },
    { "ETH USDT", false, TR_E_PARSE, 0 },
    { "ETHUSDT\n", false, TR_E_PARSE, 0 },
    { "ETH\xC3\x9CUSDT", false, TR_E_PARSE, 0 },
};

START_TEST(text_finds_the_one_instrument_it_means)
{
    const tr_instrument list[] = {
        make("binance", "BTC/USDT", "BTCUSDT"),
        make("binance", "BTC/USDT:USDT", "BTCUSDT"),
        make("binance", "ETH/USDT", "ETHUSDT"),
        make("binance", "ADA/USDT:USDT", "ADAUSDT"),
        make("bybit", "BTC/USD:BTC", "BTCUSD"),
        make("okx", "BTC/USDT", "BTC-USDT"),
        make("okx", "BTC/USDT:USDT", "BTC-USDT-SWAP"),
        make("okx", "BTC/USDT:USDT-261225", "BTC-USDT-261225"),
        make("okx", "BTC/USD:BTC-261225-60000-C", "BTC-USD-261225-60000-C"),
        make("okx", "BTC/USD:BTC-261225-60000-P", "BTC-USD-261225-60000-P"),
        make("kraken", "XBT/EUR", "XXBTZEUR"),
        make("kraken", "BTC/GBP:GBP", "PF_XBTGBP"),
        make("paper", "SOL/USDT", "SOL/USDT"),
    };
    const size_t count = sizeof list / sizeof list[0];
    for (size_t i = 0; i < sizeof meant / sizeof meant[0]; i++) {
        const tr_instrument *found = NULL;
        tr_error err = { 0 };
        tr_status status = tr_instrument_find(list, count, meant[i].text, strlen(meant[i].text),
                                              meant[i].any_exchange, &found, &err);
        ck_assert_msg(status == meant[i].status, "%s gave %s: %s", meant[i].text, tr_status_name(status),
                      err.message);
        if (status == TR_OK)
            ck_assert_msg(found == &list[meant[i].index], "%s gave %s", meant[i].text, found->symbol);
        else
            ck_assert_ptr_null(found);
    }
    tr_error err;
    const tr_instrument *found;
    ck_assert_int_eq(tr_instrument_find(list, 2, "BTCUSDT", 7, false, &found, &err), TR_E_AMBIGUOUS);
    ck_assert_str_eq(err.message, "symbol is \"BTCUSDT\", which fits BTC/USDT of binance and "
                                  "BTC/USDT:USDT of binance: write one of these");
    ck_assert_int_eq(tr_instrument_find(NULL, 0, "BTCUSDT", 7, false, &found, &err), TR_E_NOT_FOUND);
    ck_assert_int_eq(tr_instrument_find(NULL, 1, "BTCUSDT", 7, false, &found, &err), TR_E_INVALID);
}
END_TEST

static const char *notional(const tr_instrument *instrument, const char *at, const char *of,
                            tr_round round)
{
    static char text[TR_DECIMAL_TEXT_SIZE];
    tr_money value;
    ck_assert_int_eq(tr_instrument_notional(instrument, price(at), quantity(of), round, &value), TR_OK);
    tr_decimal_format(value.value, text, sizeof text);
    return text;
}

START_TEST(notional_follows_the_kind)
{
    tr_instrument spot = make("paper", "BTC/USDT", "BTCUSDT");
    ck_assert_str_eq(notional(&spot, "60000.5", "0.25", TR_ROUND_DOWN), "15000.125");
    tr_instrument linear = make("paper", "BTC/USDT:USDT", "BTCUSDT");
    linear.multiplier = decimal("0.01");
    ck_assert_str_eq(notional(&linear, "60000", "3", TR_ROUND_DOWN), "1800");
    tr_instrument inverse = make("paper", "BTC/USD:BTC", "BTCUSD");
    inverse.multiplier = decimal("100");
    ck_assert_str_eq(notional(&inverse, "30000", "1", TR_ROUND_DOWN), "0.003333333333333333");
    ck_assert_str_eq(notional(&inverse, "30000", "1", TR_ROUND_UP), "0.003333333333333334");
    tr_instrument future = make("paper", "BTC/USD:BTC-261225", "BTCUSD_261225");
    future.multiplier = decimal("100");
    ck_assert_str_eq(notional(&future, "50000", "5", TR_ROUND_DOWN), "0.01");
    tr_instrument option = make("paper", "BTC/USD:BTC-261225-60000-C", "X");
    ck_assert_str_eq(notional(&option, "0.05", "2", TR_ROUND_DOWN), "0.1");

    tr_money value = { decimal("7") };
    ck_assert_int_eq(tr_instrument_notional(&inverse, (tr_price){ { 0 } }, quantity("1"), TR_ROUND_DOWN,
                                            &value), TR_E_RANGE);
    linear.multiplier = decimal("0.000000000000000001");
    ck_assert_int_eq(tr_instrument_notional(&linear, price("1"), quantity("0.5"), TR_ROUND_DOWN, &value),
                     TR_E_RANGE);
    ck_assert_int_eq(tr_instrument_notional(&spot, price("100000000000000000000"), quantity("10"),
                                            TR_ROUND_DOWN, &value), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_compare(value.value, decimal("7")), 0);
}
END_TEST

START_TEST(market_orders_have_a_maximum_of_their_own)
{
    tr_instrument spot = make("paper", "BTC/USDT", "BTCUSDT");
    tr_price at = price("100");
    tr_error err;
    spot.market_quantity_max = decimal("3");
    ck_assert_int_eq(tr_instrument_check_order(&spot, NULL, quantity("3"), NULL, &err), TR_OK);
    ck_assert_int_eq(tr_instrument_check_order(&spot, &at, quantity("3.001"), NULL, &err), TR_OK);
    ck_assert_int_eq(tr_instrument_check_order(&spot, NULL, quantity("3.001"), NULL, &err),
                     TR_E_RANGE);
    ck_assert_str_eq(err.message,
                     "BTC/USDT quantity of paper is 3.001, maximum of market orders 3");
}
END_TEST

START_TEST(order_off_the_grid_or_limits_is_refused_with_the_reason)
{
    tr_instrument spot = make("paper", "BTC/USDT", "BTCUSDT");
    spot.quantity_min = decimal("0.002");
    spot.quantity_max = decimal("9");
    spot.notional_min = decimal("10");
    static const struct {
        const char *at, *of, *message;
    } cases[] = {
        { "60000.01", "0.002", NULL },
        { "60000.001", "0.002", "BTC/USDT price of paper is 60000.001, not a multiple of tick 0.01" },
        { "60000", "0.0025", "BTC/USDT quantity of paper is 0.0025, not a multiple of lot 0.001" },
        { "60000", "0.001", "BTC/USDT quantity of paper is 0.001, minimum 0.002" },
        { "60000", "9.001", "BTC/USDT quantity of paper is 9.001, maximum 9" },
        { "60000", "0", "BTC/USDT quantity of paper is 0, allowed above 0" },
        { "60000", "-1", "BTC/USDT quantity of paper is -1, allowed above 0" },
        { "0", "1", "BTC/USDT price of paper is 0, allowed above 0" },
        { "-0.01", "1", "BTC/USDT price of paper is -0.01, allowed above 0" },
        { "4999.99", "0.002", "BTC/USDT notional of paper is 9.99998, minimum 10" },
        { "5000", "0.002", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_price at = price(cases[i].at);
        tr_error err = { 0 };
        tr_status status = tr_instrument_check_order(&spot, &at, quantity(cases[i].of), NULL, &err);
        ck_assert_int_eq(status, cases[i].message == NULL ? TR_OK : TR_E_RANGE);
        if (cases[i].message != NULL)
            ck_assert_str_eq(err.message, cases[i].message);
    }
    tr_price reference = price("4999.999");
    ck_assert_int_eq(tr_instrument_check_order(&spot, NULL, quantity("0.002"), &reference, NULL),
                     TR_E_RANGE);
    ck_assert_int_eq(tr_instrument_check_order(&spot, NULL, quantity("0.002"), NULL, NULL), TR_OK);
    reference.value = decimal("0");
    ck_assert_int_eq(tr_instrument_check_order(&spot, NULL, quantity("0.002"), &reference, NULL),
                     TR_E_INVALID);
    tr_price huge = price("100000000000000000000");
    ck_assert_int_eq(tr_instrument_check_order(&spot, &huge, quantity("9"), NULL, NULL), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_instrument_check_order(NULL, NULL, quantity("1"), NULL, NULL), TR_E_INVALID);
}
END_TEST

START_TEST(minimum_of_an_inverse_contract_is_in_the_quote_asset)
{
    tr_instrument inverse = make("paper", "BTC/USD:BTC", "BTCUSD");
    inverse.multiplier = decimal("10");
    inverse.lot = decimal("1");
    inverse.notional_min = decimal("50");
    tr_price at = price("60000");
    ck_assert_int_eq(tr_instrument_check_order(&inverse, &at, quantity("4"), NULL, NULL), TR_E_RANGE);
    ck_assert_int_eq(tr_instrument_check_order(&inverse, &at, quantity("5"), NULL, NULL), TR_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("instrument");
    TCase *tests = tcase_create("instrument");
    tcase_add_test(tests, our_symbols_read_and_write);
    tcase_add_test(tests, other_texts_are_no_symbols);
    tcase_add_test(tests, names_of_kinds_and_sides_read_back);
    tcase_add_test(tests, instrument_with_fields_that_disagree_is_refused);
    tcase_add_test(tests, text_finds_the_one_instrument_it_means);
    tcase_add_test(tests, notional_follows_the_kind);
    tcase_add_test(tests, market_orders_have_a_maximum_of_their_own);
    tcase_add_test(tests, order_off_the_grid_or_limits_is_refused_with_the_reason);
    tcase_add_test(tests, minimum_of_an_inverse_contract_is_in_the_quote_asset);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
