/*
 * binance_algo.c: conditional orders of Binance's USD-M futures, which wait at endpoints of their own. One that goes off becomes
 * an order among the others, with an id of its own and the client id that it has here. Source: Binance USD-M Futures API, "New
 * Algo Order", "Query Algo Order", "Cancel Algo Order", "Current All Algo Open Orders", "Event: Algo Order Update", 2026.
 */
#include "binance.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define ALGO_ID_FROM INT64_C(4000000000000000) /* another space of ids than that of orders */

static const char *status_of(const sim_order *order)
{
    if (order->status == SIM_ORDER_OPEN)
        return order->is_waiting ? "NEW" : "TRIGGERED";
    if (!order->has_gone_off)
        return order->status == SIM_ORDER_CANCELLED ? "CANCELED" : "EXPIRED";
    /* What it became is done; without a trace of it the engine did not take it. */
    return order->status == SIM_ORDER_EXPIRED && tr_decimal_is_zero(order->filled) ? "REJECTED"
                                                                                   : "FINISHED";
}

static void write_order(const sim_call *call, const sim_order *order)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[order->instrument];
    char id[24] = "";
    bool is_placed = order->has_gone_off && strcmp(status_of(order), "REJECTED") != 0;
    if (is_placed)
        (void)snprintf(id, sizeof id, "%lld", (long long)order->id); /* it fits */
    tr_json_write_object_begin(json, NULL);
    tr_json_write_int64(json, "algoId", ALGO_ID_FROM + order->id);
    tr_json_write_text(json, "clientAlgoId", order->client_id);
    tr_json_write_text(json, "algoType", "CONDITIONAL");
    tr_json_write_text(json, "orderType", order->is_market ? "STOP_MARKET" : "STOP");
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(json, "side", order->side == TR_SIDE_BUY ? "BUY" : "SELL");
    tr_json_write_text(json, "positionSide", "BOTH");
    tr_json_write_text(json, "timeInForce", "GTC");
    sim_write_fixed(json, "quantity", order->quantity, market->quantity_digits);
    tr_json_write_text(json, "algoStatus", status_of(order));
    tr_json_write_text(json, "actualOrderId", id);
    sim_write_fixed(json, "actualPrice", sim_order_average(call->exchange, order),
                    market->price_digits);
    sim_write_fixed(json, "triggerPrice", order->stop_price, market->price_digits);
    sim_write_fixed(json, "price", order->price, market->price_digits);
    tr_json_write_null(json, "icebergQuantity");
    tr_json_write_text(json, "selfTradePreventionMode", "NONE");
    tr_json_write_text(json, "workingType", "CONTRACT_PRICE");
    tr_json_write_text(json, "priceMatch", "NONE");
    tr_json_write_bool(json, "closePosition", false);
    tr_json_write_bool(json, "priceProtect", false);
    tr_json_write_bool(json, "reduceOnly", order->is_reduce_only);
    tr_json_write_int64(json, "createTime", order->created_ns / TR_NS_PER_MS);
    tr_json_write_int64(json, "updateTime", order->updated_ns / TR_NS_PER_MS);
    tr_json_write_int64(json, "triggerTime",
                        order->has_gone_off ? order->updated_ns / TR_NS_PER_MS : 0);
    tr_json_write_int64(json, "goodTillDate", 0);
    tr_json_write_object_end(json);
}

/* ---- placing --------------------------------------------------------------------------------- */

static bool has_unknown(sim_call *call)
{
    static const char *const known[] = { "algoType",
                                         "symbol",
                                         "side",
                                         "positionSide",
                                         "type",
                                         "quantity",
                                         "price",
                                         "triggerPrice",
                                         "workingType",
                                         "timeInForce",
                                         "reduceOnly",
                                         "clientAlgoId",
                                         "newOrderRespType",
                                         "recvWindow",
                                         "timestamp",
                                         "signature" };
    for (size_t i = 0; i < call->request->param_count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            is_known = is_known || strcmp(call->request->params[i].name, known[k]) == 0;
        if (!is_known) {
            sim_binance_say(
                call, 400, -1104,
                "Not all sent parameters were read; this simulator does not speak one of them.");
            return true;
        }
    }
    return false;
}

static bool is_word(const sim_call *call, const char *name, const char *word)
{
    const char *text = sim_request_param(call->request, name);
    return text == NULL || strcmp(text, word) == 0;
}

static bool words_read(sim_call *call, sim_wish *wish)
{
    const char *kind = sim_request_param(call->request, "algoType");
    const char *type = sim_request_param(call->request, "type");
    const char *reduces = sim_request_param(call->request, "reduceOnly");
    wish->is_reduce_only = reduces != NULL && strcmp(reduces, "true") == 0;
    wish->is_market = type != NULL && strcmp(type, "STOP_MARKET") == 0;
    if (kind == NULL || strcmp(kind, "CONDITIONAL") != 0)
        sim_binance_say_param(call, "algoType");
    else if (!wish->is_market && (type == NULL || strcmp(type, "STOP") != 0))
        sim_binance_say(call, 400, -1116, "Invalid orderType.");
    else if (!is_word(call, "positionSide", "BOTH"))
        sim_binance_say(call, 400, -4061, "Order's position side does not match user's setting.");
    else if (!is_word(call, "workingType", "CONTRACT_PRICE") ||
             !is_word(call, "timeInForce", "GTC"))
        sim_binance_say(call, 400, -1104,
                        "This simulator triggers by the contract's price, good till cancelled.");
    else
        return true;
    return false;
}

static bool amounts_read(sim_call *call, sim_wish *wish)
{
    int quantity = sim_binance_decimal_of(call, "quantity", &wish->quantity);
    int price = quantity < 0 ? -1 : sim_binance_decimal_of(call, "price", &wish->price);
    int trigger = price < 0 ? -1 : sim_binance_decimal_of(call, "triggerPrice", &wish->stop_price);
    if (quantity < 0 || price < 0 || trigger < 0)
        return false;
    if (quantity == 0)
        sim_binance_say_param(call, "quantity");
    else if (trigger == 0 || tr_decimal_sign(wish->stop_price) <= 0)
        sim_binance_say_param(call, "triggerPrice");
    else if (wish->is_market == (price == 1))
        sim_binance_say_param(call, "price");
    else
        return true;
    return false;
}

void sim_binance_algo_run_place(sim_call *call)
{
    const sim_order *order = NULL;
    char made_up[32];
    sim_wish wish = { .account = call->account,
                      .market = sim_binance_market_named(call),
                      .is_conditional = true };
    if (wish.market == NULL || has_unknown(call) || !sim_binance_side_of(call, &wish) ||
        !words_read(call, &wish) || !amounts_read(call, &wish) ||
        !sim_binance_client_id_of(call, "clientAlgoId", &wish) || !sim_binance_may_order(call))
        return;
    if (wish.client_id[0] == '\0') {
        (void)snprintf(made_up, sizeof made_up, "sim-%zu", call->exchange->order_count + 1);
        wish.client_id = made_up;
    }
    sim_refusal refusal = sim_place(call->exchange, &wish, &order);
    if (refusal != SIM_REFUSAL_NONE) {
        sim_binance_futures_say_refused(call, refusal);
        return;
    }
    call->exchange->orders_used++;
    sim_call_header(call, "X-MBX-ORDER-COUNT-10S: %u", call->exchange->orders_used);
    write_order(call, order);
}

/* ---- one order ------------------------------------------------------------------------------- */

/* By algoId or clientAlgoId; a symbol is not asked for. False: said what is wrong. */
static bool order_named(sim_call *call, int missing_code, const char *missing_text,
                        const sim_order **out)
{
    int64_t id = 0;
    const char *id_text = sim_request_param(call->request, "algoId");
    const char *client_id = sim_request_param(call->request, "clientAlgoId");
    if (id_text == NULL && client_id == NULL) {
        sim_binance_say(call, 400, -1102,
                        "Param 'algoId' or 'clientAlgoId' must be sent, but both were empty/null!");
        return false;
    }
    if (id_text != NULL && !sim_integer_of(id_text, &id)) {
        sim_binance_say(call, 400, -1100, "Illegal characters found in parameter 'algoId'.");
        return false;
    }
    *out = id_text != NULL ? sim_order_of_id(call->exchange, call->account, id - ALGO_ID_FROM)
                           : sim_order_of_client(call->exchange, call->account, client_id);
    if (id_text == NULL && *out != NULL && !sim_is_shown(call->exchange, *out, false))
        *out = NULL;
    if (*out != NULL && (*out)->is_conditional)
        return true;
    sim_binance_say(call, 400, missing_code, missing_text);
    return false;
}

void sim_binance_algo_run_query(sim_call *call)
{
    const sim_order *order = NULL;
    if (order_named(call, -2013, "Order does not exist.", &order))
        write_order(call, order);
}

/* What has gone off is cancelled where orders are. */
void sim_binance_algo_run_cancel(sim_call *call)
{
    const sim_order *order = NULL;
    if (!order_named(call, -2011, "Unknown order sent.", &order))
        return;
    if (!order->is_waiting || !sim_cancel(call->exchange, order)) {
        sim_binance_say(call, 400, -2011, "Unknown order sent.");
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_int64(call->json, "algoId", ALGO_ID_FROM + order->id);
    tr_json_write_text(call->json, "clientAlgoId", order->client_id);
    tr_json_write_text(call->json, "code", "200");
    tr_json_write_text(call->json, "msg", "success");
    tr_json_write_object_end(call->json);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static bool is_one(const sim_exchange *exchange, const sim_order *order)
{
    (void)exchange;
    return order->is_conditional;
}

static bool is_waiting_one(const sim_exchange *exchange, const sim_order *order)
{
    (void)exchange;
    return order->is_conditional && order->is_waiting && order->status == SIM_ORDER_OPEN;
}

void sim_binance_algo_run_open(sim_call *call)
{
    sim_binance_list_open(call, is_waiting_one, write_order);
}

void sim_binance_algo_run_all(sim_call *call)
{
    sim_binance_list_all(call, is_one, write_order);
}

void sim_binance_algo_run_cancel_all(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    if (market == NULL)
        return;
    for (size_t i = 0; i < call->exchange->order_count; i++) {
        const sim_order *order = &call->exchange->orders[i];
        if (order->account == call->account && order->instrument == market->number &&
            order->is_conditional && order->is_waiting)
            (void)sim_cancel(call->exchange, order); /* false: it is done */
    }
    sim_binance_say(call, 200, 200, "The operation of cancel all open order is done.");
}
