/*
 * stops.c: okx's stops ("conditional" algo orders): placed, cancelled, looked up and listed behind calls of their own, by an id
 * of ours of their own. One that goes off becomes an order, whose ids the exchange chooses: "ordIdList" of the stop names it, and
 * it names the stop ("algoClOrdId").
 * Source: OKX API guide V5, "Order Book Trading: Algo Trading", 2026.
 */
#include "exchange/okx/map.h"

#include "exchange/answer.h"
#include "exchange/page.h"
#include "exchange/request.h"

static const tr__word sides[] = { { "buy", TR__SETS_BUY }, { "sell", TR__SETS_SELL }, { NULL, 0 } };

/* Of the stop itself: "effective" says that it went off. */
static const tr__word states[] = {
    { "live", TR_STATE_WORKING },
    { "pause", TR_STATE_WORKING },
    { "partially_effective", TR_STATE_PARTLY_FILLED },
    { "effective", TR_STATE_FILLED },
    { "canceled", TR_STATE_CANCELLED },
    { "order_failed", TR_STATE_FAILED },
    { NULL, 0 },
};

/* -1 is the market. */
static void limit_take(tr__reading *reading, const char *text, size_t length,
                       tr_exchange_record *record)
{
    tr_decimal price;
    (void)reading;
    if (tr__take_decimal(text, length, &price) && tr_decimal_sign(price) > 0)
        record->as.order.limit_price.value = price;
}
static const tr__custom limit_custom = { limit_take };

static const tr__shape stop_shape = {
    .record = TR_RECORD_ORDER,
    .rules = (const tr__rule[]){
        TR__CUSTOM("algoId", &tr__page_mark), TR__CODE("sCode"), TR__MESSAGE("sMsg"),
        TR__FIELD("instId", TEXT, order.exchange_symbol),
        TR__FIELD("algoId", TEXT, order.exchange_order_id),
        TR__FIELD("algoClOrdId", TEXT, order.client_id), TR__STATES("state", states),
        TR__WORDS("side", sides), TR__FLAG("reduceOnly", TR__SETS_REDUCE_ONLY, 0),
        TR__FIELD("sz", DECIMAL, order.quantity),
        TR__FIELD("slTriggerPx", DECIMAL, order.stop_price),
        TR__FIELD("triggerPx", DECIMAL, order.stop_price),
        TR__FIELD("ordPx", DECIMAL, order.limit_price),
        TR__CUSTOM("slOrdPx", &limit_custom),
        TR__FIELD("ordId", FIRST, order.became_order_id),
        TR__INSIDE("ordIdList", TR__PART(TR__FIELD("*1", FIRST, order.became_order_id))),
        TR__FIELD("cTime", MS, order.created_ns), TR__FIELD("uTime", MS, order.updated_ns), TR__END,
    },
};
static const tr__shape stops_answer = {
    .rules = (const tr__rule[]){ TR__CODE("code"), TR__MESSAGE("msg"),
                                 TR__INSIDE("data", TR__EACH(&stop_shape)), TR__END },
};

/* ---- requests -------------------------------------------------------------------------------- */

static void ask_place(tr__request *request, const tr_exchange_question *question)
{
    const tr_order_terms *terms = question->terms;
    bool is_spot = question->kind == TR_KIND_SPOT, is_market = terms->type == TR_ORDER_STOP;
    tr__request_symbol(request, "instId", question);
    tr__request_text(request, "side", terms->side == TR_SIDE_BUY ? "buy" : "sell");
    tr__request_text(request, "ordType", "conditional");
    tr__request_decimal(request, "sz", terms->quantity.value);
    tr__request_text(request, "tdMode", is_spot ? "cash" : "cross");
    if (is_spot)
        tr__request_text(request, "tgtCcy", "base_ccy");
    tr__request_decimal(request, "slTriggerPx", terms->stop_price.value);
    if (is_market)
        tr__request_text(request, "slOrdPx", "-1");
    else
        tr__request_decimal(request, "slOrdPx", terms->limit_price.value);
    tr__request_text(request, "slTriggerPxType", "last");
    tr__request_client_id(request, "algoClOrdId", question);
    if (terms->is_reduce_only)
        tr__request_literal(request, "reduceOnly", "true");
}

static void ask_cancel(tr__request *request, const tr_exchange_question *question)
{
    tr__request_symbol(request, "instId", question);
    tr__request_text_if(request, "algoId", question->exchange_order_id);
    tr__request_wrap_list(request);
}

static void ask_stop(tr__request *request, const tr_exchange_question *question)
{
    tr__request_either_id(request, "algoClOrdId", "algoId", question);
}

static void ask_open(tr__request *request, const tr_exchange_question *question)
{
    tr__request_text(request, "ordType", "conditional");
    tr__request_text(request, "instType", question->kind == TR_KIND_SPOT ? "SPOT" : "SWAP");
    tr__request_symbol(request, "instId", question);
    tr__page_ask(request, question);
}

/* ---- endpoints ------------------------------------------------------------------------------- */

#define ONE     TR__TAKES_INSTRUMENT
#define IDS     (TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID)
#define PLACING (TR__TAKES_INSTRUMENT | TR__TAKES_CLIENT_ID | TR__TAKES_TERMS)
#define STOPS   { { TR__OKX_STOP_LIMIT, 1 } }
#define CALLS                                                                                      \
    [TR__STOP_CALL(TR_CALL_PLACE_STOP)] = { "private", "POST", "trade/order-algo", ask_place,      \
                                            &stops_answer, PLACING, PLACING, STOPS, NULL },        \
    [TR__STOP_CALL(TR_CALL_CANCEL_STOP)] = { "private", "POST", "trade/cancel-algos", ask_cancel,  \
                                             &stops_answer, ONE | TR__TAKES_EXCHANGE_ID,           \
                                             ONE | TR__TAKES_EXCHANGE_ID, STOPS, NULL },           \
    [TR__STOP_CALL(TR_CALL_STOP)] = { "private", "GET", "trade/order-algo", ask_stop,              \
                                      &stops_answer, IDS, 0, STOPS, NULL },                        \
    [TR__STOP_CALL(TR_CALL_OPEN_STOPS)] = { "private", "GET", "trade/orders-algo-pending",         \
                                            ask_open, &stops_answer, ONE | TR__TAKES_CURSOR, 0,    \
                                            STOPS, NULL }

const tr__endpoint tr__okx_spot_stops[TR__STOP_CALL_COUNT] = { CALLS };
const tr__endpoint tr__okx_linear_stops[TR__STOP_CALL_COUNT] = { CALLS };
