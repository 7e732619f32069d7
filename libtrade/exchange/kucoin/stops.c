/*
 * stops.c: stops of kucoin's contracts. They are placed, cancelled and looked up where orders are, with a direction, a price and
 * "stopTriggered", and are listed apart while they wait. Nothing says that the id stays when one goes off: they are looked up by
 * ours, and what the answer names by then is what they became.
 * Source: KuCoin API, "Futures Trading: Add Order" (stop, stopPrice, stopPriceType), "Get Order By ClientOid" (including a stop
 * order), "Cancel Order By OrderId" (including a stop order), "Get Stop Order List", 2026.
 */
#include "exchange/kucoin/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

static const tr__word sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL }, { NULL, 0 } };

static bool is_true(const char *text, size_t length)
{
    return length == 4 && memcmp(text, "true", 4) == 0;
}

static void active_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    (void)reading;
    record->as.order.state = is_true(text, length) ? TR_STATE_WORKING : TR_STATE_FILLED;
}

/* Kept until all of the record was read: one that was cancelled is not active either. */
static void cancel_take(tr__reading *reading, const char *text, size_t length,
                        tr_exchange_record *record)
{
    (void)record;
    if (is_true(text, length) && reading->note[0] == '\0')
        tr__note_take(reading, "cancelled", 9);
}

static void triggered_take(tr__reading *reading, const char *text, size_t length,
                           tr_exchange_record *record)
{
    (void)record;
    if (is_true(text, length))
        tr__note_take(reading, "triggered", 9);
}
static const tr__custom active_custom = { active_take }, cancel_custom = { cancel_take },
                        triggered_custom = { triggered_take };

/* It went off when it says so, has filled in part, or is done without having been cancelled. */
static void stop_finish(const tr__reading *reading, tr_exchange_record *record)
{
    tr_order_record *order = &record->as.order;
    bool has_dealt = order->has_filled && !tr_decimal_is_zero(order->filled.value);
    if (strcmp(reading->note, "cancelled") == 0 && !has_dealt) {
        order->state = TR_STATE_CANCELLED;
    } else if (order->state == TR_STATE_FILLED || has_dealt ||
               strcmp(reading->note, "triggered") == 0) {
        order->state = TR_STATE_FILLED;
        memcpy(order->became_order_id, order->exchange_order_id, sizeof order->became_order_id);
    }
}

static const tr__shape stop_shape = {
    .record = TR_RECORD_ORDER,
    .rules =
        (const tr__rule[]){
            TR__FIELD("id", TEXT, order.exchange_order_id),
            TR__FIELD("orderId", TEXT, order.exchange_order_id),
            TR__FIELD("clientOid", TEXT, order.client_id),
            TR__FIELD("symbol", TEXT, order.exchange_symbol),
            TR__WORDS("side", sides),
            TR__FLAG("reduceOnly", TR__SETS_REDUCE_ONLY, 0),
            TR__FIELD("price", DECIMAL, order.limit_price),
            TR__FIELD("stopPrice", DECIMAL, order.stop_price),
            TR__FIELD("size", DECIMAL, order.quantity),
            TR__TOLD("dealSize", DECIMAL, order.filled, TR__SETS_FILLED),
            TR__TOLD("filledSize", DECIMAL, order.filled, TR__SETS_FILLED),
            TR__CUSTOM("isActive", &active_custom),
            TR__CUSTOM("cancelExist", &cancel_custom),
            TR__CUSTOM("stopTriggered", &triggered_custom),
            TR__FIELD("createdAt", MS, order.created_ns),
            TR__FIELD("updatedAt", MS, order.updated_ns),
            TR__END,
        },
    .finish = stop_finish,
};

/* An acknowledgement names ids alone. */
static const tr__shape placed_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){ TR__FIELD("orderId", TEXT, order.exchange_order_id),
                                 TR__FIELD("clientOid", TEXT, order.client_id), TR__END },
};

#define ANSWER(rule)                                                                               \
    {                                                                                              \
        .rules = (const tr__rule[])                                                                \
        {                                                                                          \
            TR__CODE("code"), TR__MESSAGE("msg"), rule, TR__END                                    \
        }                                                                                          \
    }
static const tr__shape placed_answer = ANSWER(TR__RECORDS("data", &placed_shape)),
                       stop_answer = ANSWER(TR__RECORDS("data", &stop_shape)),
                       stops_answer = ANSWER(TR__INSIDE(
                           "data", TR__PART(TR__INSIDE("items", TR__EACH(&stop_shape))))),
                       done_answer = { .rules = (const tr__rule[]){ TR__CODE("code"),
                                                                    TR__MESSAGE("msg"), TR__END } };

/* ---- requests -------------------------------------------------------------------------------- */

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    bool is_buy = terms->side == TR_SIDE_BUY;
    tr__request_client_id(request, "clientOid", question);
    tr__request_text(request, "side", is_buy ? "buy" : "sell");
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "type", terms->type == TR_ORDER_STOP ? "market" : "limit");
    tr__request_text(request, "marginMode", "CROSS");
    tr__request_decimal_literal(request, "size", terms->quantity.value);
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    tr__request_text(request, "stop", is_buy ? "up" : "down");
    tr__request_text(request, "stopPriceType", "TP");
    tr__request_decimal(request, "stopPrice", terms->stop_price.value);
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduceOnly", "true");
}

static void ask_cancel(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text_if(request, "orderId", question->exchange_order_id);
}

static void ask_stop(tr__request *request, const tr_exchange_question *question)
{
    tr__request_client_id(request, "clientOid", question);
}

static void ask_open(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
    tr__page_ask(request, question);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

#define API     "futuresPrivate"
#define ONE     TR__TAKES_INSTRUMENT
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define POOL(weight)                                                                               \
    {                                                                                              \
        {                                                                                          \
            TR__KUCOIN_FUTURES_POOL, weight                                                        \
        }                                                                                          \
    }

const tr__endpoint tr__kucoin_linear_stops[TR__STOP_CALL_COUNT] = {
    [TR__STOP_CALL(TR_CALL_PLACE_STOP)] = { API, "POST", "orders", ask_place, &placed_answer,
                                            PLACING, PLACING, POOL(2), NULL },
    [TR__STOP_CALL(TR_CALL_CANCEL_STOP)] = { API, "DELETE", "orders/{orderId}", ask_cancel,
                                             &done_answer, TR__TAKES_EXCHANGE_ID,
                                             TR__TAKES_EXCHANGE_ID, POOL(1), NULL },
    [TR__STOP_CALL(TR_CALL_STOP)] = { API, "GET", "orders/byClientOid", ask_stop, &stop_answer,
                                      TR__TAKES_CLIENT_ID, TR__TAKES_CLIENT_ID, POOL(5), NULL },
    [TR__STOP_CALL(TR_CALL_OPEN_STOPS)] = { API, "GET", "stopOrders", ask_open, &stops_answer,
                                            ONE | TR__TAKES_CURSOR, 0, POOL(6), NULL },
};
