/*
 * engine_memory.c: the nth allocation of the engine fails, for every n.
 *
 * Whatever it hits: the caller is told, nothing leaks, and a new engine on the same store finds books that the log
 * proves, with every acknowledged order in them.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/engine_risk.h>

#include "support/check_tap.h"
#include "support/engine_rig.h"

typedef struct miser {
    int64_t until_failure; /* allocations that still succeed; negative: all */
    int64_t live;          /* blocks not yet released */
    bool has_failed;
} miser;

static bool may_allocate(miser *m)
{
    if (m->until_failure == 0) {
        m->has_failed = true;
        return false;
    }
    if (m->until_failure > 0)
        m->until_failure--;
    return true;
}

static void *miser_allocate(void *user, size_t size)
{
    miser *m = user;
    void *memory = may_allocate(m) ? malloc(size) : NULL;
    m->live += memory != NULL;
    return memory;
}

static void *miser_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    miser *m = user;
    (void)old_size; /* the C library knows */
    if (!may_allocate(m))
        return NULL;
    void *grown = realloc(memory, new_size);
    m->live += grown != NULL && memory == NULL;
    return grown;
}

static void miser_release(void *user, void *memory)
{
    ((miser *)user)->live -= memory != NULL;
    free(memory);
}

static void ignore_answer(void *user, const tr_engine_answer *answer)
{
    (void)user;
    (void)answer; /* what became of it, the proof of the log judges */
}

/* Trails that move and merge, a leg for each half, an amendment, and a block that two alerts arm. */
static void work_on(rig *r)
{
    tr_order_request trailing = rig_request_of(TR_SIDE_BUY, TR_ORDER_TRAILING, "0.1");
    trailing.trail_amount.value = rig_decimal("3");
    trailing.legs[0] = (tr_leg){ rig_decimal("0.5"), { { 0 } }, { rig_decimal("50") } };
    trailing.legs[1] = (tr_leg){ rig_decimal("0.5"), { { 0 } }, { rig_decimal("40") } };
    trailing.leg_count = 2;
    rig_submit(r, &trailing);
    tr_id first = r->order.id;
    rig_price(r, "BTC/USDT", "92");
    rig_price(r, "BTC/USDT", "93");
    rig_submit(r, &trailing);
    rig_price(r, "BTC/USDT", "91");
    if (r->status == TR_OK) {
        tr_amend_request change = { .account = "paper",
                                    .id = r->order.id,
                                    .given = TR_AMEND_TRAIL };
        change.values.trail_rate = rig_decimal("0.02");
        rig_amend(r, &change);
    }
    rig_price(r, "BTC/USDT", "94");
    rig_fill(r, first, "0.1", "94", "0");
    tr_block_request block = { .account = "paper",
                               .user = "trader",
                               .name = "zone",
                               .symbol = "BTC/USDT",
                               .quantity = { rig_decimal("0.1") },
                               .condition_count = 2 };
    (void)snprintf(block.conditions[0].name, sizeof block.conditions[0].name, "a");
    (void)snprintf(block.conditions[1].name, sizeof block.conditions[1].name, "b");
    (void)snprintf(block.idempotency_key, sizeof block.idempotency_key, "zone");
    tr_engine_add_block(r->engine, &block, ignore_answer, NULL);
    rig_settle(r);
    tr_alert alert = rig_alert_of(TR_ALERT_CONDITION, "id:a");
    (void)snprintf(alert.name, sizeof alert.name, "a");
    rig_alert(r, &alert);
    alert = rig_alert_of(TR_ALERT_CONDITION, "id:b");
    (void)snprintf(alert.name, sizeof alert.name, "b");
    rig_alert(r, &alert);
}

static int told; /* answers, also those that are given when the engine goes */

static void take_answer(void *user, const tr_engine_answer *answer)
{
    (void)user;
    (void)answer; /* whatever it is, it is given */
    told++;
}

/* Limits of every scope, protections, sizes: another configuration while the engine works. False: nothing has changed. */
static bool set_risk(rig *r, bool has_all)
{
    static const char *const pair[] = { "BTC/USDT", "ETH/USDT" };
    tr_scope_limits scopes[] = { { .scope = TR_RISK_HOUSE },
                                 { .scope = TR_RISK_STRATEGY, .name = "trend" },
                                 { .scope = TR_RISK_SYMBOL, .name = "ETH/USDT" } };
    for (size_t i = 0; i < 3; i++) {
        tr_risk_limits_clear(&scopes[i].limits);
        scopes[i].limits.has_exposure_max = scopes[i].limits.has_orders_per_day_max = true;
        scopes[i].limits.exposure_max.value = rig_decimal("100000");
        scopes[i].limits.orders_per_day_max = 100;
    }
    tr_risk_group group = { pair, 2, rig_decimal("0.5") };
    tr_strategy_size size = { .strategy = "trend" };
    tr_sizing_init(&size.sizing);
    size.sizing.method = TR_SIZING_VOLATILITY;
    tr_engine_risk risk;
    tr_engine_risk_init(&risk);
    risk.protections.stop_guards[TR_RISK_SYMBOL] = (tr_stop_guard){ 2, 1000000000, 1000 };
    risk.protections.cooldown_ns = risk.protections.duplicate_signal_ns = 1;
    if (has_all) {
        risk.scopes = scopes;
        risk.scope_count = 3;
        risk.groups = &group;
        risk.group_count = 1;
        risk.sizes = &size;
        risk.size_count = 1;
    }
    tr_status status = tr_engine_set_risk(r->engine, &risk, NULL);
    ck_assert(status == TR_OK || status == TR_E_NO_MEMORY);
    return status == TR_OK;
}

/* A halt, a limit by hand, everything sold, another configuration, a reset. */
static void stop_a_day(rig *r)
{
    tr_risk_subject subject = { "paper", TR_RISK_HOUSE, NULL, "ann", "the end" };
    tr_risk_subject strategy = { "paper", TR_RISK_STRATEGY, "other", "ann", NULL };
    told = 0;
    tr_engine_set_limit(r->engine, &strategy, 1, TR_LIMIT_VALUE, rig_decimal("5"), take_answer,
                        NULL);
    rig_settle(r);
    tr_engine_halt(r->engine, &subject, TR_HALT_FLATTEN, take_answer, NULL);
    rig_settle(r);
    (void)set_risk(r, false); /* either is fine */
    tr_engine_halt(r->engine, &subject, TR_HALT_NONE, take_answer, NULL);
    rig_settle(r);
}

/* A working day: a bracket that fills, an alert, a key, a stop that triggers. Ends early when the engine stops. */
static int work_a_day(rig *r, tr_id acknowledged[8])
{
    int count = 0;
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.take_profit.value = rig_decimal("110");
    request.stop_loss.value = rig_decimal("95");
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "day");
    rig_submit(r, &request);
    if (r->status == TR_OK) {
        acknowledged[count++] = r->order.id;
        rig_fill(r, r->order.id, "0.5", "100", "0.05");
        rig_fill(r, acknowledged[0], "0.5", "100", "0.05");
    }
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:7");
    alert.quantity.value = rig_decimal("0.5");
    rig_alert(r, &alert);
    if (r->status == TR_OK && r->order_count == 1)
        acknowledged[count++] = r->order_ids[0];
    request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "0.2");
    request.stop_price.value = rig_decimal("104");
    request.expires_ns = r->now_ns + 1000000;
    rig_submit(r, &request);
    if (r->status == TR_OK)
        acknowledged[count++] = r->order.id;
    rig_price(r, "BTC/USDT", "105");
    rig_price(r, "BTC/USDT", "94");
    work_on(r);
    return count;
}

START_TEST(nth_failed_allocation_loses_and_leaks_nothing)
{
    int64_t n = 0;
    for (bool is_whole = false; !is_whole; n++) {
        rig r;
        miser m = { .until_failure = -1 };
        tr_allocator allocator = { miser_allocate, miser_reallocate, miser_release, &m };
        tr_id acknowledged[8];
        rig_open(&r);
        r.allocator = &allocator;
        m.until_failure = n;
        tr_status started = rig_try_restart(&r);
        int count = 0;
        if (started == TR_OK) {
            rig_price(&r, "BTC/USDT", "100");
            (void)set_risk(&r, true); /* either is fine */
            count = work_a_day(&r, acknowledged);
            stop_a_day(&r);
        } else {
            ck_assert_int_eq(started, TR_E_NO_MEMORY);
        }
        is_whole = !m.has_failed;
        m.until_failure = -1;
        r.allocator = NULL;
        rig_restart(&r, false);
        ck_assert_int_eq(m.live, 0);
        ck_assert_int_eq(told, started == TR_OK ? 3 : 0); /* everybody is, once */
        told = 0;
        ck_assert_int_eq(rig_verify(&r), 0);
        for (int i = 0; i < count; i++) {
            tr_order order;
            ck_assert(rig_stored_order(&r, acknowledged[i], &order));
        }
        rig_close(&r);
        ck_assert_int_lt(n, 5000);
    }
    ck_assert_int_gt(n, 50); /* it did fail at many places */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("engine_memory");
    TCase *tests = tcase_create("engine_memory");
    tcase_add_test(tests, nth_failed_allocation_loses_and_leaks_nothing);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
