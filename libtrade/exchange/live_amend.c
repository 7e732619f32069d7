/*
 * live_amend.c: changing an order in place.
 *
 * A wish is absolute: quantity and prices as they shall be. It leaves once. What became of it, the order itself tells when it is
 * looked up: its terms are the wanted ones, or, once the wish has lapsed and can be seen no later, they are not and it
 * was not taken. An order that this port has not looked at yet is looked at first: after a restart the wish may have been
 * granted long ago.
 */
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "exchange/live.h"

#define LOOK_AGAIN_NS (TR_NS_PER_SECOND / 2)

static void wish_end(tr__live_order *order, tr_report_kind kind, const char *reason)
{
    order->wants_amend = false;
    tr__live_report(order, kind, reason);
}

static void reason_keep(tr__live_order *order, const char *reason)
{
    size_t length = strnlen(reason, sizeof order->amend_reason - 1);
    memcpy(order->amend_reason, reason, length);
    order->amend_reason[length] = '\0';
}

/* ---- sending --------------------------------------------------------------------------------- */

static bool is_final(const tr_exchange_live *live)
{
    return tr__adapter_product(live->adapter, live->options.kind)->amending == TR_IN_PLACE_ANSWERED;
}

static void on_amended(void *user, const tr_exchange_result *result)
{
    tr__live_order *order = user;
    tr_exchange_live *live = order->live;
    if (!tr__live_is_wanted(order))
        return;
    int64_t now_ns = tr__live_now_ns(live);
    bool is_unknown = result->status == TR_E_UNKNOWN_OUTCOME;
    /* "It is so already" is said of a wish that was granted; every other refusal is shown by the terms as well. */
    order->is_amend_refused = result->status != TR_OK && !is_unknown;
    order->is_amend_done = result->status == TR_OK && is_final(live);
    if (order->is_amend_refused)
        reason_keep(order, result->error.message);
    if (result->sent_ns > 0)
        order->amend_sent_ns = result->sent_ns;
    tr__live_plan(order, now_ns + (is_unknown ? live->traits.visibility_ns : 0));
}

static bool can_amend_now(const tr__live_order *order)
{
    return !order->is_sending && !order->is_asking && !order->is_unknown && order->looks > 0 &&
           !order->wants_cancel &&
           (tr__live_id_for(order, TR_CALL_AMEND)[0] != '\0' ||
            tr__live_takes(order->live, TR_CALL_AMEND, TR__TAKES_CLIENT_ID));
}

static tr_status amend_send(tr__live_order *order, tr_error *err)
{
    tr_exchange_live *live = order->live;
    tr_exchange_question question = tr__live_question(order, TR_CALL_AMEND);
    tr_order_terms terms = { .side = order->terms.side,
                             .type = order->terms.type,
                             .tif = order->terms.tif,
                             .quantity = order->wanted_quantity,
                             .limit_price = order->wanted_limit,
                             .stop_price = order->wanted_stop };
    question.terms = &terms;
    tr_status status = tr_exchange_client_ask(live->options.client, &question, TR_URGENCY_ENTRY,
                                              order->terms.account, NULL, on_amended, order, err);
    if (status != TR_OK)
        return status;
    order->is_amend_sent = order->is_asking = true;
    order->amend_sent_ns = tr__live_now_ns(live); /* at the latest, until it is known */
    live->calls++;
    return TR_OK;
}

bool tr__live_amend_move(tr__live_order *order)
{
    tr_error err;
    if (!order->wants_amend || order->is_amend_sent || !can_amend_now(order))
        return false;
    if (amend_send(order, &err) == TR_OK)
        return true;
    wish_end(order, TR_REPORT_AMEND_REFUSED, err.message);
    return false;
}

/* ---- what became of it ----------------------------------------------------------------------- */

void tr__live_amend_found(tr__live_order *order)
{
    const tr_order_record *found = &order->found;
    bool has_terms = tr_decimal_compare(found->quantity.value, order->wanted_quantity.value) == 0 &&
                     tr_decimal_compare(found->limit_price.value, order->wanted_limit.value) == 0 &&
                     tr_decimal_compare(found->stop_price.value, order->wanted_stop.value) == 0;
    if (!order->wants_amend || (!has_terms && !order->is_amend_done))
        return;
    order->terms.quantity = order->wanted_quantity;
    order->terms.limit_price = order->wanted_limit;
    order->terms.stop_price = order->wanted_stop;
    wish_end(order, TR_REPORT_AMENDED, "");
}

void tr__live_amend_open(tr__live_order *order)
{
    const tr_exchange_live *live = order->live;
    int64_t now_ns = tr__live_now_ns(live);
    int64_t lapsed_ns =
        order->amend_sent_ns + live->traits.validity_ns + live->traits.visibility_ns;
    if (!order->is_amend_sent) {
        tr__live_plan(order, now_ns);
        return;
    }
    if (order->is_amend_refused) {
        wish_end(order, TR_REPORT_AMEND_REFUSED, order->amend_reason);
        tr__live_plan(order, now_ns + LOOK_AGAIN_NS);
        return;
    }
    if (order->asked_ns >= lapsed_ns) {
        wish_end(order, TR_REPORT_AMEND_REFUSED,
                 "the exchange never took it, and can no longer take it");
        tr__live_plan(order, now_ns + LOOK_AGAIN_NS);
        return;
    }
    tr__live_plan(order, now_ns + LOOK_AGAIN_NS < lapsed_ns ? now_ns + LOOK_AGAIN_NS : lapsed_ns);
}

void tr__live_amend_ended(tr__live_order *order)
{
    if (order->wants_amend)
        wish_end(order, TR_REPORT_AMEND_REFUSED,
                 order->is_amend_refused ? order->amend_reason : "it had ended already");
}

/* ---- the port -------------------------------------------------------------------------------- */

static bool is_same_wish(const tr__live_order *order, const tr_exchange_order *asked)
{
    return tr_decimal_compare(order->wanted_quantity.value, asked->quantity.value) == 0 &&
           tr_decimal_compare(order->wanted_limit.value, asked->limit_price.value) == 0 &&
           tr_decimal_compare(order->wanted_stop.value, asked->stop_price.value) == 0;
}

static bool is_amendable(const tr_exchange_live *live, tr_order_type type)
{
    bool has_stop = type == TR_ORDER_STOP || type == TR_ORDER_STOP_LIMIT;
    return live->traits.has_amend &&
           (type == TR_ORDER_LIMIT || (has_stop && live->traits.amends_stops));
}

tr_status tr__live_amend(void *user, const tr_exchange_order *asked, tr_error *err)
{
    tr_exchange_live *live = user;
    tr__live_order *order = NULL;
    if (asked == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no order");
    if (live->is_closing)
        return tr__fail(err, TR_E_CLOSED, 0, "%s: shutting down", live->traits.name);
    if (!is_amendable(live, asked->type))
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s amends no such orders", live->traits.name);
    tr_status status = tr__live_recall(live, asked->account, asked->client_id, &order, err);
    if (status != TR_OK)
        return status;
    if (order->is_apart && !order->has_gone_off)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s amends no stops that wait",
                        live->traits.name);
    if (order->wants_amend)
        return is_same_wish(order, asked)
                   ? TR_OK /* asked twice, sent once */
                   : tr__fail(err, TR_E_BUSY, 0, "%s: another amendment of the order is under way",
                              live->traits.name);
    order->wanted_quantity = asked->quantity;
    order->wanted_limit = asked->limit_price;
    order->wanted_stop = asked->stop_price;
    order->wants_amend = true;
    order->is_amend_sent = order->is_amend_refused = order->is_amend_done = false;
    if (can_amend_now(order)) {
        status = amend_send(order, err);
        order->wants_amend = status == TR_OK;
        return status;
    }
    if (!order->is_sending && !order->is_asking &&
        (!order->is_unknown || order->look_ns == INT64_MAX))
        tr__live_plan(order, tr__live_now_ns(live));
    return TR_OK;
}
