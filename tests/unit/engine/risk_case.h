/* risk_case.h: an engine whose kill switch flattens for each test of a suite, and what such tests ask of it. */
#ifndef TESTS_UNIT_ENGINE_RISK_CASE_H
#define TESTS_UNIT_ENGINE_RISK_CASE_H

#include <stdio.h>

#include <trade/engine_risk.h>

#include "support/engine_case.h"

#define SECOND_NS INT64_C(1000000000)
#define DAY_NS    (86400 * SECOND_NS)

static tr_engine_risk risk;
static tr_status answered;
static char message[TR_ERROR_MESSAGE_SIZE];

static inline void set_risk(void)
{
    tr_error err = { 0 };
    ck_assert_msg(tr_engine_set_risk(r.engine, &risk, &err) == TR_OK, "%s", err.message);
}

static inline void setup(void)
{
    rig_open(&r);
    tr_engine_risk_init(&risk);
    risk.kill_switch.level = TR_HALT_FLATTEN;
}

static inline void on_answer(void *user, const tr_engine_answer *answer)
{
    (void)user;
    answered = answer->status;
    (void)snprintf(message, sizeof message, "%s", answer->error.message);
}

static inline void restart(void)
{
    rig_restart(&r, true);
    set_risk();
    rig_price(&r, "BTC/USDT", "100");
}

/* Buy and fill. */
static inline tr_id buy(const char *quantity)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, quantity);
    rig_submit(&r, &request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_fill(&r, id, quantity, "100", "0");
    return id;
}

static inline void assert_entry_refused(const char *rule)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "0.1");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, rule);
}

static inline void assert_entry_passes(void)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "0.1");
    rig_submit(&r, &request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
}

/* Prices a second apart. */
static inline void readings(const char *price, int count)
{
    for (int i = 0; i < count; i++) {
        r.now_ns += SECOND_NS;
        rig_price(&r, "BTC/USDT", price);
    }
}

#endif
