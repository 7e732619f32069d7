/* swap_case.h: an engine that trades the swap BTC/USDT:USDT for each test of a suite, and what such tests ask of it. */
#ifndef TESTS_UNIT_ENGINE_SWAP_CASE_H
#define TESTS_UNIT_ENGINE_SWAP_CASE_H

#include <check.h>
#include <stdio.h>

#include "support/engine_rig.h"

#define SWAP "BTC/USDT:USDT"

static rig r;

static inline void setup(void)
{
    rig_open(&r);
    r.leverage = tr_decimal_from_int(5);
    r.has_daily_close = true;
    r.limits.has_risk_per_trade_max = false;
    r.limits.has_daily_loss_max = false;
    r.limits.has_notional_max = false;
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    rig_price(&r, SWAP, "100");
}

static inline void teardown(void)
{
    ck_assert_int_eq(rig_verify(&r), 0);
    rig_close(&r);
}

static inline void check_decimal(tr_decimal value, const char *expected)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, text, sizeof text);
    ck_assert_str_eq(text, expected);
}

static inline tr_order_request swap_order(tr_side side, const char *quantity)
{
    tr_order_request request = rig_request_of(side, TR_ORDER_MARKET, quantity);
    (void)snprintf(request.symbol, sizeof request.symbol, "%s", SWAP);
    return request;
}

/* A market order that fills at once and whole. Its id. */
static inline tr_id trade(tr_side side, const char *quantity, const char *price, const char *fee)
{
    tr_order_request request = swap_order(side, quantity);
    rig_submit(&r, &request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    tr_id id = r.order.id;
    rig_fill(&r, id, quantity, price, fee);
    return id;
}

static inline tr_position position(void)
{
    tr_position out = { .version = 0 };
    ck_assert(rig_stored_position(&r, SWAP, &out));
    return out;
}

static inline tr_decimal cash(void)
{
    tr_balance out = { .version = 0 };
    ck_assert(rig_stored_balance(&r, "USDT", &out));
    return out.total.value;
}

static inline void check_equity(const char *expected)
{
    tr_money equity;
    ck_assert_int_eq(tr_engine_equity(r.engine, "paper", "USDT", &equity), TR_OK);
    check_decimal(equity.value, expected);
}

#endif
