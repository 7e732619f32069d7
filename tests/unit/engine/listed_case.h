/* listed_case.h: an engine and an exchange that lists what a test put there; a reconciliation and what came of it. */
#ifndef TESTS_UNIT_ENGINE_LISTED_CASE_H
#define TESTS_UNIT_ENGINE_LISTED_CASE_H

#include <stdio.h>
#include <string.h>

#include <trade/reconcile.h>

#include "support/engine_case.h"

#define ITEMS_MAX 16

/* What the exchange holds. */
static tr_exchange_item items[ITEMS_MAX];
static size_t item_count;
static tr_status list_status;
static bool answers_later;
static tr_exchange_listing waiting; /* whoever is answered later */
static int64_t since_ns;            /* of the last list of executions */

/* What came of it. */
static struct {
    int count;
    tr_status status;
    char message[TR_ERROR_MESSAGE_SIZE];
    bool is_settled;
    int rounds;
    tr_difference differences[ITEMS_MAX];
    size_t difference_count;
} told;

static inline tr_status list(void *user, tr_listing_kind kind, const char *account, int64_t since,
                             const tr_exchange_listing *into, tr_error *err)
{
    (void)user;
    ck_assert_str_eq(account, "paper");
    if (list_status != TR_OK) {
        *err = (tr_error){ .status = list_status, .message = "not connected" };
        return list_status;
    }
    if (kind == TR_LISTING_FILLS)
        since_ns = since;
    for (size_t i = 0; i < item_count; i++)
        if (items[i].kind == kind)
            into->item(into->user, &items[i]);
    if (answers_later)
        waiting = *into;
    else
        into->done(into->user, TR_OK, NULL);
    return TR_OK;
}

static inline void on_done(void *user, const tr_reconcile_report *report)
{
    (void)user;
    told.count++;
    told.status = report->status;
    (void)snprintf(told.message, sizeof told.message, "%s", report->error.message);
    told.is_settled = report->is_settled;
    told.rounds = report->rounds;
    told.difference_count = report->difference_count;
    ck_assert_uint_le(report->difference_count, ITEMS_MAX);
    if (report->difference_count > 0)
        memcpy(told.differences, report->differences,
               report->difference_count * sizeof told.differences[0]);
}

static inline void start(const tr_reconcile_policy *policy)
{
    told.count = 0;
    told.difference_count = 0;
    tr_engine_reconcile(r.engine, "paper", policy, on_done, NULL);
    rig_settle(&r);
}

static inline void reconcile(void)
{
    start(NULL);
    ck_assert_int_eq(told.count, 1);
    ck_assert_msg(told.status == TR_OK, "%s", told.message);
    ck_assert(told.is_settled);
}

static inline void reconcile_by(tr_reconcile_action action)
{
    tr_reconcile_policy policy;
    tr_reconcile_policy_of(action, &policy);
    start(&policy);
    ck_assert_int_eq(told.count, 1);
    ck_assert_int_eq(told.status, TR_OK);
}

static inline void assert_found(tr_difference_kind kind, tr_reconcile_action action)
{
    ck_assert_uint_eq(told.difference_count, 1);
    ck_assert_str_eq(tr_difference_kind_name(told.differences[0].kind),
                     tr_difference_kind_name(kind));
    ck_assert_str_eq(tr_reconcile_action_name(told.differences[0].action),
                     tr_reconcile_action_name(action));
}

static inline tr_exchange_item *add_item(tr_listing_kind kind)
{
    ck_assert_uint_lt(item_count, ITEMS_MAX);
    items[item_count] = (tr_exchange_item){ .kind = kind };
    return &items[item_count++];
}

static inline void set_balance(const char *asset, const char *amount)
{
    for (size_t i = 0; i < item_count; i++)
        if (items[i].kind == TR_LISTING_BALANCES && strcmp(items[i].asset, asset) == 0) {
            items[i].held = rig_decimal(amount);
            return;
        }
    tr_exchange_item *item = add_item(TR_LISTING_BALANCES);
    (void)snprintf(item->asset, sizeof item->asset, "%s", asset);
    item->held = rig_decimal(amount);
}

static inline void check_balance(const char *asset, const char *expected)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_balance balance;
    ck_assert(rig_stored_balance(&r, asset, &balance));
    (void)tr_decimal_format(balance.total.value, text, sizeof text);
    ck_assert_str_eq(text, expected);
}

static inline void setup(void)
{
    item_count = 0;
    list_status = TR_OK;
    answers_later = false;
    rig_open(&r);
    r.exchange.list = list;
    set_balance("USDT", "10000");
}

/* Let time pass until it is told. */
static inline void wait_until_told(void)
{
    for (int i = 0; told.count == 0 && i < 20; i++) {
        r.now_ns += INT64_C(6000000000);
        tr_engine_timer(r.engine);
        rig_settle(&r);
    }
    ck_assert_int_eq(told.count, 1);
}

#endif
