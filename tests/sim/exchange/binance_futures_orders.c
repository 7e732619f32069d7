/*
 * binance_futures_orders.c: orders of Binance's USD-M futures. Source: Binance USD-M Futures API, "New Order", "Modify Order",
 * "Query Order", "Cancel Order", "Current All Open Orders", "Auto-Cancel All Open Orders", "Account Trade List" and "Error
 * Code", 2026.
 */
#include "binance.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

/* ---- what an order looks like ---------------------------------------------------------------- */

static const char *status_of(const sim_order *order)
{
    switch (order->status) {
    case SIM_ORDER_OPEN:
        return tr_decimal_is_zero(order->filled) ? "NEW" : "PARTIALLY_FILLED";
    case SIM_ORDER_FILLED:
        return "FILLED";
    case SIM_ORDER_CANCELLED:
        return "CANCELED";
    default:
        return "EXPIRED";
    }
}

static const char *tif_of(const sim_order *order)
{
    static const char *const names[] = { "GTC", "IOC", "FOK", "GTC" };
    return order->is_post_only ? "GTX" : names[order->tif];
}

static void write_order(const sim_call *call, const sim_order *order)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[order->instrument];
    const char *type = order->is_market ? "MARKET" : "LIMIT";
    tr_decimal none = { 0 };
    tr_json_write_object_begin(json, NULL);
    tr_json_write_int64(json, "orderId", order->id);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(json, "status", status_of(order));
    tr_json_write_text(json, "clientOrderId", order->client_id);
    sim_write_fixed(json, "price", order->price, market->price_digits);
    sim_write_fixed(json, "avgPrice", sim_order_average(call->exchange, order),
                    market->price_digits);
    sim_write_fixed(json, "origQty", order->quantity, market->quantity_digits);
    sim_write_fixed(json, "executedQty", order->filled, market->quantity_digits);
    sim_write_fixed(json, "cumQty", order->filled, market->quantity_digits);
    sim_write_fixed(json, "cumQuote", order->filled_quote, market->price_digits);
    tr_json_write_text(json, "timeInForce", tif_of(order));
    tr_json_write_text(json, "type", type);
    tr_json_write_bool(json, "reduceOnly", order->is_reduce_only);
    tr_json_write_bool(json, "closePosition", false);
    tr_json_write_text(json, "side", order->side == TR_SIDE_BUY ? "BUY" : "SELL");
    tr_json_write_text(json, "positionSide", "BOTH");
    sim_write_fixed(json, "stopPrice", none, 0);
    tr_json_write_text(json, "workingType", "CONTRACT_PRICE");
    tr_json_write_bool(json, "priceProtect", false);
    tr_json_write_text(json, "origType", type);
    tr_json_write_text(json, "priceMatch", "NONE");
    tr_json_write_text(json, "selfTradePreventionMode", "NONE");
    tr_json_write_int64(json, "goodTillDate", 0);
    tr_json_write_int64(json, "time", order->created_ns / TR_NS_PER_MS);
    tr_json_write_int64(json, "updateTime", order->updated_ns / TR_NS_PER_MS);
    tr_json_write_object_end(json);
}

/* ---- placing --------------------------------------------------------------------------------- */

void sim_binance_futures_say_refused(sim_call *call, sim_refusal refusal)
{
    static const struct {
        sim_refusal refusal;
        int code;
        const char *text;
    } rows[] = {
        { SIM_REFUSAL_FUNDS, -2019, "Margin is insufficient." },
        { SIM_REFUSAL_TICK, -4014, "Price not increased by tick size." },
        { SIM_REFUSAL_PRICE, -4001, "Price less than 0." },
        { SIM_REFUSAL_LOT, -1111, "Precision is over the maximum defined for this asset." },
        { SIM_REFUSAL_QUANTITY_LOW, -4003, "Quantity less than or equal to zero." },
        { SIM_REFUSAL_QUANTITY_HIGH, -4005, "Quantity greater than max quantity." },
        { SIM_REFUSAL_NOTIONAL, -4164,
          "Order's notional is too small (unless you choose reduce only)." },
        { SIM_REFUSAL_DUPLICATE, -4116, "ClientOrderId is duplicated." },
        { SIM_REFUSAL_POST_ONLY, -5022,
          "The order could not be executed as maker, the Post Only order will be rejected." },
        { SIM_REFUSAL_TRIGGER, -2021, "Order would immediately trigger." },
        { SIM_REFUSAL_REDUCE, -2022, "ReduceOnly Order is rejected." },
        { SIM_REFUSAL_GONE, -2013, "Order does not exist." },
        { SIM_REFUSAL_HALTED, -4140, "Invalid symbol status for opening position." },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].refusal == refusal) {
            sim_binance_say(call, 400, rows[i].code, rows[i].text);
            return;
        }
    sim_binance_say(call, 400, -2025, "Reach max open order limit.");
}

static bool has_unknown(sim_call *call)
{
    static const char *const known[] = {
        "symbol",           "side",         "type",       "timeInForce",
        "quantity",         "price",        "reduceOnly", "newClientOrderId",
        "newOrderRespType", "positionSide", "recvWindow", "timestamp",
        "signature"
    };
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

static bool type_of(sim_call *call, sim_wish *wish)
{
    const char *type = sim_request_param(call->request, "type");
    const char *tif = sim_request_param(call->request, "timeInForce");
    const char *reduces = sim_request_param(call->request, "reduceOnly");
    const char *side = sim_request_param(call->request, "positionSide");
    if (type == NULL) {
        sim_binance_say_param(call, "type");
        return false;
    }
    wish->is_market = strcmp(type, "MARKET") == 0;
    wish->is_reduce_only = reduces != NULL && strcmp(reduces, "true") == 0;
    if (side != NULL && strcmp(side, "BOTH") != 0) {
        sim_binance_say(call, 400, -4061, "Order's position side does not match user's setting.");
        return false;
    }
    if (!wish->is_market && strcmp(type, "LIMIT") != 0) {
        bool is_conditional = strstr(type, "STOP") != NULL || strstr(type, "TAKE_PROFIT") != NULL;
        sim_binance_say(call, 400, is_conditional ? -4120 : -1116,
                        is_conditional ? "Order type not supported for this endpoint. Please use "
                                         "the Algo Order API endpoints instead."
                                       : "Invalid orderType.");
        return false;
    }
    if (wish->is_market)
        return true;
    if (tif == NULL) {
        sim_binance_say_param(call, "timeInForce");
        return false;
    }
    wish->is_post_only = strcmp(tif, "GTX") == 0;
    wish->tif = strcmp(tif, "IOC") == 0   ? TR_BOOK_TIF_IOC
                : strcmp(tif, "FOK") == 0 ? TR_BOOK_TIF_FOK
                                          : TR_BOOK_TIF_GTC;
    if (wish->tif == TR_BOOK_TIF_GTC && !wish->is_post_only && strcmp(tif, "GTC") != 0) {
        sim_binance_say(call, 400, -1115, "Invalid timeInForce.");
        return false;
    }
    return true;
}

static bool amounts_of(sim_call *call, sim_wish *wish)
{
    int quantity = sim_binance_decimal_of(call, "quantity", &wish->quantity);
    int price = quantity < 0 ? -1 : sim_binance_decimal_of(call, "price", &wish->price);
    if (quantity < 0 || price < 0)
        return false;
    if (quantity == 0)
        sim_binance_say_param(call, "quantity");
    else if (!wish->is_market && price == 0)
        sim_binance_say_param(call, "price");
    else if (wish->is_market && price == 1)
        sim_binance_say(call, 400, -1106, "Parameter 'price' sent when not required.");
    else
        return true;
    return false;
}

void sim_binance_futures_run_place(sim_call *call)
{
    const sim_order *order = NULL;
    char made_up[32];
    sim_wish wish = { .account = call->account, .market = sim_binance_market_named(call) };
    if (wish.market == NULL || has_unknown(call) || !sim_binance_side_of(call, &wish) ||
        !type_of(call, &wish) || !amounts_of(call, &wish) ||
        !sim_binance_client_id_of(call, "newClientOrderId", &wish) || !sim_binance_may_order(call))
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

/* A conditional one is not here before it has gone off. */
static bool is_here(const sim_order *order)
{
    return !order->is_conditional || order->has_gone_off;
}

static bool order_named(sim_call *call, int missing_code, const char *missing_text,
                        const sim_order **out)
{
    int64_t id = 0;
    const sim_market *market = sim_binance_market_named(call);
    const char *id_text = sim_request_param(call->request, "orderId");
    const char *client_id = sim_request_param(call->request, "origClientOrderId");
    if (market == NULL)
        return false;
    if (id_text == NULL && client_id == NULL) {
        sim_binance_say(
            call, 400, -1102,
            "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
        return false;
    }
    if (id_text != NULL && !sim_integer_of(id_text, &id)) {
        sim_binance_say(call, 400, -1100, "Illegal characters found in parameter 'orderId'.");
        return false;
    }
    *out = id_text != NULL ? sim_order_of_id(call->exchange, call->account, id)
                           : sim_order_of_client(call->exchange, call->account, client_id);
    if (id_text == NULL && *out != NULL && !sim_is_shown(call->exchange, *out, false))
        *out = NULL;
    if (*out != NULL && (*out)->instrument == market->number && is_here(*out))
        return true;
    sim_binance_say(call, 400, missing_code, missing_text);
    return false;
}

void sim_binance_futures_run_query(sim_call *call)
{
    const sim_order *order = NULL;
    if (order_named(call, -2013, "Order does not exist.", &order))
        write_order(call, order);
}

void sim_binance_futures_run_cancel(sim_call *call)
{
    const sim_order *order = NULL;
    if (!order_named(call, -2011, "Unknown order sent.", &order))
        return;
    if (sim_cancel(call->exchange, order))
        write_order(call, order);
    else
        sim_binance_say(call, 400, -2011, "Unknown order sent.");
}

/* Both are sent; quantity is the whole, with what has filled. */
void sim_binance_futures_run_amend(sim_call *call)
{
    const sim_order *order = NULL;
    sim_wish wish = { 0 };
    if (!order_named(call, -2013, "Order does not exist.", &order) ||
        !sim_binance_side_of(call, &wish) || !amounts_of(call, &wish))
        return;
    if (wish.side != order->side) {
        sim_binance_say(call, 400, -5028, "The requested side does not match the order's.");
        return;
    }
    if (order->status == SIM_ORDER_OPEN && !order->is_market &&
        tr_decimal_compare(wish.price, order->price) == 0 &&
        tr_decimal_compare(wish.quantity, order->quantity) == 0) {
        sim_binance_say(call, 400, -5027, "No need to modify the order.");
        return;
    }
    sim_refusal refusal = sim_amend(call->exchange, order, wish.price, wish.quantity);
    if (refusal == SIM_REFUSAL_NONE)
        write_order(call, order);
    else
        sim_binance_futures_say_refused(call, refusal);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static bool is_one(const sim_exchange *exchange, const sim_order *order)
{
    return is_here(order) && sim_is_swap(&exchange->markets[order->instrument]);
}

static bool is_open_one(const sim_exchange *exchange, const sim_order *order)
{
    return is_one(exchange, order) && order->status == SIM_ORDER_OPEN;
}

void sim_binance_futures_run_open(sim_call *call)
{
    sim_binance_list_open(call, is_open_one, write_order);
}

void sim_binance_futures_run_all(sim_call *call)
{
    sim_binance_list_all(call, is_one, write_order);
}

void sim_binance_futures_run_cancel_all(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    if (market == NULL)
        return;
    for (size_t i = 0; i < call->exchange->order_count; i++) {
        const sim_order *order = &call->exchange->orders[i];
        if (order->account == call->account && order->instrument == market->number &&
            is_here(order))
            (void)sim_cancel(call->exchange, order); /* false: it is done */
    }
    sim_binance_say(call, 200, 200, "The operation of cancel all open order is done.");
}

/* Everything of the market is cancelled unless this comes again in time; 0 takes it away. */
void sim_binance_futures_run_dead_man(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    int64_t ms = 0;
    if (market == NULL)
        return;
    if (!sim_integer_of(sim_request_param(call->request, "countdownTime"), &ms) || ms < 0) {
        sim_binance_say_param(call, "countdownTime");
        return;
    }
    sim_position *position = sim_position_of(call->exchange, call->account, market->number);
    if (position == NULL) {
        call->exchange->is_out_of_memory = true;
        return;
    }
    position->dead_man_ns = ms == 0 ? 0 : call->clock_ns + ms * TR_NS_PER_MS;
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)ms); /* it fits */
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(call->json, "countdownTime", text);
    tr_json_write_object_end(call->json);
}

/* ---- executions ------------------------------------------------------------------------------ */

static void write_trade(const sim_call *call, const sim_fill *fill)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[fill->instrument];
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_int64(json, "id", fill->trade_id);
    tr_json_write_int64(json, "orderId", fill->order_id);
    tr_json_write_text(json, "side", fill->side == TR_SIDE_BUY ? "BUY" : "SELL");
    sim_write_fixed(json, "price", fill->price, market->price_digits);
    sim_write_fixed(json, "qty", fill->quantity, market->quantity_digits);
    sim_write_amount(json, "realizedPnl", fill->realised);
    sim_write_amount(json, "quoteQty", fill->quote);
    sim_write_amount(json, "commission", fill->fee);
    tr_json_write_text(json, "commissionAsset", fill->fee_asset);
    tr_json_write_int64(json, "time", fill->at_ns / TR_NS_PER_MS);
    tr_json_write_text(json, "positionSide", "BOTH");
    tr_json_write_bool(json, "buyer", fill->side == TR_SIDE_BUY);
    tr_json_write_bool(json, "maker", fill->is_maker);
    tr_json_write_object_end(json);
}

/* The first ones of a range, otherwise the last ones. */
void sim_binance_futures_run_trades(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    const sim_exchange *exchange = call->exchange;
    int64_t most = INT64_MAX / TR_NS_PER_MS;
    int64_t order_id = sim_limit_of(call, "orderId", 0, INT64_MAX);
    int64_t from_id = sim_limit_of(call, "fromId", 0, INT64_MAX);
    int64_t from = sim_limit_of(call, "startTime", 0, most);
    int64_t until = sim_limit_of(call, "endTime", most, most);
    int64_t limit = sim_limit_of(call, "limit", 500, 1000);
    size_t fitting = 0;
    if (market == NULL)
        return;
    if (order_id < 0 || from_id < 0 || from < 0 || until < 0 || limit < 1) {
        sim_binance_say(call, 400, -1100, "Illegal characters found in a parameter.");
        return;
    }
    bool is_from_start = sim_request_param(call->request, "fromId") != NULL || from > 0;
    tr_json_write_array_begin(call->json, NULL);
    for (int pass = 0; pass < 2; pass++) {
        size_t seen = 0;
        for (size_t i = 0; i < exchange->fill_count; i++) {
            const sim_fill *fill = &exchange->fills[i];
            int64_t ms = fill->at_ns / TR_NS_PER_MS;
            if (fill->account != call->account || fill->instrument != market->number ||
                (order_id > 0 && fill->order_id != order_id) || fill->trade_id < from_id ||
                ms < from || ms > until)
                continue;
            seen++;
            if (pass == 1 &&
                (is_from_start ? seen <= (size_t)limit : seen + (size_t)limit > fitting))
                write_trade(call, fill);
        }
        fitting = seen;
    }
    tr_json_write_array_end(call->json);
}
