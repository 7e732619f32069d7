/*
 * stops.c: stops of bitget's contracts: "loss plans" of a position, which only reduce it and lie on the side of the price where
 * stops lie. (A plan order has no direction: one that comes late would wait for its price to come back.) Those that wait and
 * those that have ended are lists of their own, both by our id; "executeOrderId" names what one became.
 * Source: Bitget API V2, "Stop-profit and stop-loss plan orders", "Cancel Trigger Order", "Get Pending Trigger Order", "Get History
 * Trigger Order", 2026.
 */
#include "exchange/bitget/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

static const tr__word sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL }, { NULL, 0 } };

/* Of the plan itself: "executed" says that it went off. */
static const tr__word states[] = {
    { "live", TR_STATE_WORKING },
    { "executing", TR_STATE_FILLED },
    { "executed", TR_STATE_FILLED },
    { "fail_trigger", TR_STATE_FAILED },
    { "fail_execute", TR_STATE_FAILED },
    { "cancelled", TR_STATE_CANCELLED },
    { NULL, 0 },
};

/* 0 is none. */
static void became_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    (void)reading;
    if (length >= TR_LABEL_SIZE || (length == 1 && text[0] == '0'))
        return;
    memcpy(record->as.order.became_order_id, text, length);
    record->as.order.became_order_id[length] = '\0';
}
static const tr__custom became_custom = { became_take };

static const tr__shape stop_shape = {
    .record = TR_RECORD_ORDER,
    .rules =
        (const tr__rule[]){
            TR__FIELD("symbol", TEXT, order.exchange_symbol),
            TR__FIELD("orderId", TEXT, order.exchange_order_id),
            TR__FIELD("clientOid", TEXT, order.client_id),
            TR__STATES("planStatus", states),
            TR__WORDS("side", sides),
            TR__FIELD("size", DECIMAL, order.quantity),
            TR__FIELD("executePrice", DECIMAL, order.limit_price),
            TR__FIELD("stopLossTriggerPrice", DECIMAL, order.stop_price),
            TR__FIELD("triggerPrice", DECIMAL, order.stop_price),
            TR__CUSTOM("executeOrderId", &became_custom),
            TR__FIELD("cTime", MS, order.created_ns),
            TR__FIELD("uTime", MS, order.updated_ns),
            TR__END,
        },
};

#define ANSWER(rule)                                                                               \
    {                                                                                              \
        .rules = (const tr__rule[])                                                                \
        {                                                                                          \
            TR__CODE("code"), TR__MESSAGE("msg"), rule, TR__END                                    \
        }                                                                                          \
    }
static const tr__shape placed_answer = ANSWER(TR__RECORDS("data", &stop_shape)),
                       stops_answer = ANSWER(TR__INSIDE(
                           "data", TR__PART(TR__INSIDE("entrustedList", TR__EACH(&stop_shape)),
                                            TR__CURSOR("endId")))),
                       done_answer = { .rules = (const tr__rule[]){ TR__CODE("code"),
                                                                    TR__MESSAGE("msg"), TR__END } };

/* ---- requests -------------------------------------------------------------------------------- */

static void put_product(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "productType", "USDT-FUTURES");
}

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    bool is_sale = terms->side == TR_SIDE_SELL;
    put_product(request, question);
    tr__request_text(request, "marginCoin", "USDT");
    tr__request_text(request, "planType", "loss_plan");
    tr__request_text(request, "holdSide", is_sale ? "buy" : "sell"); /* what it closes */
    tr__request_decimal(request, "size", terms->quantity.value);
    tr__request_decimal(request, "triggerPrice", terms->stop_price.value);
    tr__request_text(request, "triggerType", "fill_price");
    tr__request_decimal(request, "executePrice", terms->limit_price.value); /* 0: the market's */
    tr__request_client_id(request, "clientOid", question);
    if (!terms->is_reduce_only)
        request->refusal = "a stop that does not only reduce";
}

/* Without the list it would cancel every one. */
static void ask_cancel(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__request_text(request, "marginCoin", "USDT");
    tr__request_text(request, "planType", "loss_plan");
    size_t first = request->field_count;
    tr__request_text(request, "orderId", question->exchange_order_id);
    tr__request_wrap(request, NULL, first);
    tr__request_wrap(request, "orderIdList", first);
    request->fields[first].kind = TR_SIGN_KIND_LIST;
}

static void ask_stop(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__request_text(request, "planType", "profit_loss");
    tr__request_either_id(request, "clientOid", "orderId", question);
}

static void ask_open(tr__request *request, const tr_exchange_question *question)
{
    put_product(request, question);
    tr__request_text(request, "planType", "profit_loss");
    tr__page_ask(request, question);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

enum { PUBLIC, PRIVATE, ADDRESS };

#define API     "private.mix"
#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define OWN                                                                                        \
    {                                                                                              \
        { PRIVATE, 1 },                                                                            \
        {                                                                                          \
            ADDRESS, 1                                                                             \
        }                                                                                          \
    }

static const tr__endpoint ended = { API,      "GET",         "v2/mix/order/orders-plan-history",
                                    ask_stop, &stops_answer, ONE | IDS,
                                    ONE,      OWN,           NULL };

const tr__endpoint tr__bitget_linear_stops[TR__STOP_CALL_COUNT] = {
    [TR__STOP_CALL(TR_CALL_PLACE_STOP)] = { API, "POST", "v2/mix/order/place-tpsl-order", ask_place,
                                            &placed_answer, PLACING, PLACING, OWN, NULL },
    [TR__STOP_CALL(TR_CALL_CANCEL_STOP)] = { API, "POST", "v2/mix/order/cancel-plan-order",
                                             ask_cancel, &done_answer, ONE | TR__TAKES_EXCHANGE_ID,
                                             ONE | TR__TAKES_EXCHANGE_ID, OWN, NULL },
    [TR__STOP_CALL(TR_CALL_STOP)] = { API, "GET", "v2/mix/order/orders-plan-pending", ask_stop,
                                      &stops_answer, ONE | IDS, ONE, OWN, &ended },
    [TR__STOP_CALL(TR_CALL_OPEN_STOPS)] = { API, "GET", "v2/mix/order/orders-plan-pending",
                                            ask_open, &stops_answer, ONE | TR__TAKES_CURSOR, 0, OWN,
                                            NULL },
};
