/* flow.h: executions for tests: one at a time in words, or a random flow from a seed. */
#ifndef TESTS_UNIT_LEDGER_FLOW_H
#define TESTS_UNIT_LEDGER_FLOW_H

#include <stdio.h>
#include <string.h>

#include <trade/ledger.h>
#include <trade/rng.h>

#include "support/check_tap.h"

#define DAY_NS INT64_C(86400000000000)

static inline tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    ck_assert_int_eq(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static inline tr_fill fill_of(tr_side side, const char *quantity, const char *price)
{
    tr_fill fill = { .account = "paper", .symbol = "BTC/USDT", .fee_asset = "USDT", .side = side };
    fill.quantity.value = decimal(quantity);
    fill.price.value = decimal(price);
    return fill;
}

static inline void assert_decimal(tr_decimal value, const char *wanted)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(value, text, sizeof text);
    ck_assert_str_eq(text, wanted);
}

static inline void assert_same(tr_decimal a, tr_decimal b)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(a, text, sizeof text);
    assert_decimal(b, text);
}

static inline void add_to(tr_decimal *sum, tr_decimal value)
{
    ck_assert_int_eq(tr_decimal_add(*sum, value, sum), TR_OK);
}

static inline void take_from(tr_decimal *sum, tr_decimal value)
{
    ck_assert_int_eq(tr_decimal_subtract(*sum, value, sum), TR_OK);
}

static inline tr_decimal product(tr_decimal a, tr_decimal b)
{
    tr_decimal out = { 0 };
    ck_assert_int_eq(tr_decimal_multiply(a, b, TR_ROUND_HALF_EVEN, &out), TR_OK);
    return out;
}

/* An execution whose value needs more decimals than there are, with a fee or rebate in one of three assets. */
static inline tr_fill random_fill(tr_rng *rng, const char *symbol, bool with_rebates)
{
    static const char *const third = "BNB";
    char base[TR_ASSET_SIZE] = "";
    tr_fill fill = { .account = "paper", .side = (tr_side)tr_rng_below(rng, 2) };
    (void)snprintf(fill.symbol, sizeof fill.symbol, "%s", symbol);
    (void)sscanf(symbol, "%15[^/]", base);
    ck_assert_int_eq(tr_decimal_from_scaled((int64_t)tr_rng_below(rng, 1000000000) + 1, 11,
                                            &fill.quantity.value),
                     TR_OK);
    ck_assert_int_eq(
        tr_decimal_from_scaled((int64_t)tr_rng_below(rng, 900000000) + 1, 9, &fill.price.value),
        TR_OK);
    int64_t fee = (int64_t)tr_rng_below(rng, 1000) - (with_rebates ? 300 : 0);
    ck_assert_int_eq(tr_decimal_from_scaled(fee, 12, &fill.fee.value), TR_OK);
    const char *assets[] = { "USDT", base, third };
    (void)snprintf(fill.fee_asset, sizeof fill.fee_asset, "%s", assets[tr_rng_below(rng, 3)]);
    return fill;
}

#endif
