/*
 * stops.c: stops of binance's contracts ("CONDITIONAL" algo orders): behind calls of their own since December 2025, by an id of
 * ours of their own. One that goes off becomes an order, which "actualOrderId" names.
 * Source: Binance USD-M Futures API, "New Algo Order", "Cancel Algo Order", "Query Algo Order", "Query All Algo Orders", "Current
 * All Algo Open Orders", and "Event: Algo Order Update" for the words of the state, 2026.
 */
#include "exchange/binance/map.h"

#include <string.h>

#include "exchange/answer.h"
#include "exchange/request.h"

static const tr__word sides[] = { { "BUY", TR__SETS_BUY }, { "SELL", TR__SETS_SELL }, { NULL, 0 } };

/* Of the stop itself: from "TRIGGERING" on it has gone off. */
static const tr__word states[] = {
    { "NEW", TR_STATE_WORKING },        { "TRIGGERING", TR_STATE_FILLED },
    { "TRIGGERED", TR_STATE_FILLED },   { "FINISHED", TR_STATE_FILLED },
    { "CANCELED", TR_STATE_CANCELLED }, { "REJECTED", TR_STATE_FAILED },
    { "EXPIRED", TR_STATE_EXPIRED },    { NULL, 0 },
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

static const tr__rule stop_rules[] = {
    TR__CODE("code"),
    TR__MESSAGE("msg"),
    TR__FIELD("symbol", TEXT, order.exchange_symbol),
    TR__FIELD("algoId", TEXT, order.exchange_order_id),
    TR__FIELD("clientAlgoId", TEXT, order.client_id),
    TR__STATES("algoStatus", states),
    TR__WORDS("side", sides),
    TR__FLAG("reduceOnly", TR__SETS_REDUCE_ONLY, 0),
    TR__FIELD("quantity", DECIMAL, order.quantity),
    TR__FIELD("triggerPrice", DECIMAL, order.stop_price),
    TR__FIELD("price", DECIMAL, order.limit_price),
    TR__CUSTOM("actualOrderId", &became_custom),
    TR__FIELD("createTime", MS, order.created_ns),
    TR__FIELD("updateTime", MS, order.updated_ns),
    TR__END,
};
static const tr__shape stop_shape = { .rules = stop_rules, .record = TR_RECORD_ORDER };
static const tr__shape stops_shape = {
    .rules = (const tr__rule[]){ TR__CODE("code"), TR__MESSAGE("msg"),
                                 TR__RECORDS("*", &stop_shape), TR__END },
};

/* ---- requests -------------------------------------------------------------------------------- */

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    bool is_market = terms->type == TR_ORDER_STOP;
    tr__request_text(request, "algoType", "CONDITIONAL");
    tr__request_symbol(request, "symbol", question);
    tr__request_text(request, "side", terms->side == TR_SIDE_BUY ? "BUY" : "SELL");
    tr__request_text(request, "type", is_market ? "STOP_MARKET" : "STOP");
    tr__request_decimal(request, "quantity", terms->quantity.value);
    tr__request_decimal_if(request, "price", terms->limit_price.value);
    tr__request_decimal(request, "triggerPrice", terms->stop_price.value);
    tr__request_text(request, "workingType", "CONTRACT_PRICE");
    if (!is_market)
        tr__request_text(request, "timeInForce", "GTC");
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduceOnly", "true");
    tr__request_client_id(request, "clientAlgoId", question);
    tr__request_text(request, "newOrderRespType", "RESULT");
}

static void ask_stop(tr__request *request, const tr_exchange_question *question)
{
    tr__request_either_id(request, "clientAlgoId", "algoId", question);
}

static void ask_list(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "symbol", question);
}

static void ask_open(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "algoType", "CONDITIONAL");
    ask_list(request, question);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define API     "fapiPrivate"
#define WEIGHT(weight)                                                                             \
    {                                                                                              \
        {                                                                                          \
            TR__BINANCE_FUTURES_WEIGHT, weight                                                     \
        }                                                                                          \
    }

/* What the first no longer tells of may still be listed: those of the last seven days. */
static const tr__endpoint listed = { API,       "GET", "allAlgoOrders", ask_list, &stops_shape,
                                     ONE | IDS, ONE,   WEIGHT(5),       NULL };

const tr__endpoint tr__binance_linear_stops[TR__STOP_CALL_COUNT] = {
    [TR__STOP_CALL(TR_CALL_PLACE_STOP)] = { API,
                                            "POST",
                                            "algoOrder",
                                            ask_place,
                                            &stop_shape,
                                            PLACING,
                                            PLACING,
                                            { { TR__BINANCE_FUTURES_WEIGHT, 1 },
                                              { TR__BINANCE_FUTURES_WEIGHT + 1, 1 },
                                              { TR__BINANCE_FUTURES_WEIGHT + 2, 1 } },
                                            NULL },
    [TR__STOP_CALL(TR_CALL_CANCEL_STOP)] = { API, "DELETE", "algoOrder", ask_stop, &stop_shape, IDS,
                                             0, WEIGHT(1), NULL },
    [TR__STOP_CALL(TR_CALL_STOP)] = { API, "GET", "algoOrder", ask_stop, &stop_shape, ONE | IDS, 0,
                                      WEIGHT(1), &listed },
    [TR__STOP_CALL(TR_CALL_OPEN_STOPS)] = { API, "GET", "openAlgoOrders", ask_open, &stops_shape,
                                            ONE, 0, WEIGHT(40), NULL },
};
