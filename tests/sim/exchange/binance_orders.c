/* binance_orders.c: accounts and orders in Binance's dialect; its source is named in binance.c. */
#include "binance.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define CLIENT_ID_MAX 36u

/* ---- account --------------------------------------------------------------------------------- */

static void write_rates(const sim_call *call, const char *name, bool is_real)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_decimal nothing = { 0 };
    tr_json_write_object_begin(call->json, name);
    sim_write_amount(call->json, "maker", is_real ? account->maker_rate : nothing);
    sim_write_amount(call->json, "taker", is_real ? account->taker_rate : nothing);
    sim_write_amount(call->json, "buyer", nothing);
    sim_write_amount(call->json, "seller", nothing);
    tr_json_write_object_end(call->json);
}

void sim_binance_run_account(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    write_rates(call, "commissionRates", true);
    tr_json_write_bool(json, "canTrade", (call->key->rights & SIM_RIGHT_TRADE) != 0);
    tr_json_write_bool(json, "canWithdraw", (call->key->rights & SIM_RIGHT_WITHDRAW) != 0);
    tr_json_write_bool(json, "canDeposit", true);
    tr_json_write_int64(json, "updateTime", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_text(json, "accountType", "SPOT");
    tr_json_write_array_begin(json, "balances");
    for (size_t i = 0; i < account->holding_count; i++) {
        const sim_holding *holding = &account->holdings[i];
        if (holding->is_margin)
            continue;
        tr_json_write_object_begin(json, NULL);
        tr_json_write_text(json, "asset", holding->asset);
        sim_write_amount(json, "free", holding->free);
        sim_write_amount(json, "locked", holding->locked);
        tr_json_write_object_end(json);
    }
    tr_json_write_array_end(json);
    tr_json_write_array_begin(json, "permissions");
    tr_json_write_text(json, NULL, "SPOT");
    tr_json_write_array_end(json);
    tr_json_write_int64(json, "uid", call->account);
    tr_json_write_object_end(json);
}

void sim_binance_run_commission(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    if (market == NULL)
        return;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    write_rates(call, "standardCommission", true);
    write_rates(call, "specialCommission", false);
    write_rates(call, "taxCommission", false);
    tr_json_write_object_end(call->json);
}

static void write_trade_fee(const sim_call *call, const sim_market *market)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    sim_write_fixed(call->json, "makerCommission", account->maker_rate, 3);
    sim_write_fixed(call->json, "takerCommission", account->taker_rate, 3);
    tr_json_write_object_end(call->json);
}

/* A list, with one element where one symbol is asked for. */
void sim_binance_run_trade_fee(sim_call *call)
{
    const char *symbol = sim_request_param(call->request, "symbol");
    const sim_market *market = symbol == NULL ? NULL : sim_binance_market_named(call);
    if (symbol != NULL && market == NULL)
        return;
    tr_json_write_array_begin(call->json, NULL);
    for (size_t i = 0; i < call->exchange->market_count; i++)
        if (market == NULL ? !sim_is_swap(&call->exchange->markets[i])
                           : market == &call->exchange->markets[i])
            write_trade_fee(call, &call->exchange->markets[i]);
    tr_json_write_array_end(call->json);
}

void sim_binance_run_rights(sim_call *call)
{
    unsigned rights = call->key->rights;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_bool(call->json, "ipRestrict", false);
    tr_json_write_int64(call->json, "createTime", 1600000000000);
    tr_json_write_bool(call->json, "enableReading", (rights & SIM_RIGHT_READ) != 0);
    tr_json_write_bool(call->json, "enableWithdrawals", (rights & SIM_RIGHT_WITHDRAW) != 0);
    tr_json_write_bool(call->json, "enableInternalTransfer", false);
    tr_json_write_bool(call->json, "enableMargin", false);
    tr_json_write_bool(call->json, "enableFutures", (rights & SIM_RIGHT_TRADE) != 0);
    tr_json_write_bool(call->json, "permitsUniversalTransfer", false);
    tr_json_write_bool(call->json, "enableVanillaOptions", false);
    tr_json_write_bool(call->json, "enableSpotAndMarginTrading", (rights & SIM_RIGHT_TRADE) != 0);
    tr_json_write_object_end(call->json);
}

/* Margin and deposits: there are none, and clients that look for them find just that. */
void sim_binance_run_nothing(sim_call *call)
{
    tr_json_write_array_begin(call->json, NULL);
    tr_json_write_array_end(call->json);
}

/* ---- orders ---------------------------------------------------------------------------------- */

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
    return names[order->tif];
}

static void write_order_fields(const sim_call *call, const sim_order *order)
{
    tr_json_writer *json = call->json;
    sim_write_amount(json, "price", order->price);
    sim_write_amount(json, "origQty", order->quantity);
    sim_write_amount(json, "executedQty", order->filled);
    sim_write_amount(json, "origQuoteOrderQty", order->quote_quantity);
    sim_write_amount(json, "cummulativeQuoteQty", order->filled_quote);
    tr_json_write_text(json, "status", status_of(order));
    tr_json_write_text(json, "timeInForce", tif_of(order));
    bool is_stop = tr_decimal_sign(order->stop_price) > 0;
    tr_json_write_text(json, "type",
                       order->is_market      ? is_stop ? "STOP_LOSS" : "MARKET"
                       : order->is_post_only ? "LIMIT_MAKER"
                       : is_stop             ? "STOP_LOSS_LIMIT"
                                             : "LIMIT");
    tr_json_write_text(json, "side", order->side == TR_SIDE_BUY ? "BUY" : "SELL");
}

static void write_order_head(const sim_call *call, const sim_order *order)
{
    tr_json_writer *json = call->json;
    tr_json_write_text(json, "symbol",
                       call->exchange->markets[order->instrument].instrument.exchange_symbol);
    tr_json_write_int64(json, "orderId", order->id);
    tr_json_write_int64(json, "orderListId", -1);
}

static void write_order(const sim_call *call, const sim_order *order)
{
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    write_order_head(call, order);
    tr_json_write_text(json, "clientOrderId", order->client_id);
    write_order_fields(call, order);
    sim_write_amount(json, "stopPrice", order->stop_price);
    tr_json_write_text(json, "icebergQty", "0.00000000");
    tr_json_write_int64(json, "time", order->created_ns / TR_NS_PER_MS);
    tr_json_write_int64(json, "updateTime", order->updated_ns / TR_NS_PER_MS);
    tr_json_write_bool(json, "isWorking", !order->is_waiting);
    tr_json_write_int64(json, "workingTime", order->created_ns / TR_NS_PER_MS);
    tr_json_write_text(json, "selfTradePreventionMode", "NONE");
    tr_json_write_object_end(json);
}

static void write_fills(const sim_call *call, const sim_order *order)
{
    const sim_exchange *exchange = call->exchange;
    tr_json_write_array_begin(call->json, "fills");
    for (size_t i = 0; i < exchange->fill_count; i++) {
        const sim_fill *fill = &exchange->fills[i];
        if (fill->order_id != order->id)
            continue;
        tr_json_write_object_begin(call->json, NULL);
        sim_write_amount(call->json, "price", fill->price);
        sim_write_amount(call->json, "qty", fill->quantity);
        sim_write_amount(call->json, "commission", fill->fee);
        tr_json_write_text(call->json, "commissionAsset", fill->fee_asset);
        tr_json_write_int64(call->json, "tradeId", fill->trade_id);
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
}

/* What was placed: all of it, or as little as newOrderRespType asks for. */
static void write_placed(const sim_call *call, const sim_order *order)
{
    const char *kind = sim_request_param(call->request, "newOrderRespType");
    tr_json_write_object_begin(call->json, NULL);
    write_order_head(call, order);
    tr_json_write_text(call->json, "clientOrderId", order->client_id);
    tr_json_write_int64(call->json, "transactTime", order->created_ns / TR_NS_PER_MS);
    if (kind == NULL || strcmp(kind, "ACK") != 0) {
        write_order_fields(call, order);
        tr_json_write_int64(call->json, "workingTime", order->created_ns / TR_NS_PER_MS);
        tr_json_write_text(call->json, "selfTradePreventionMode", "NONE");
    }
    if (kind == NULL || strcmp(kind, "FULL") == 0)
        write_fills(call, order);
    tr_json_write_object_end(call->json);
}

static void say_refused(sim_call *call, sim_refusal refusal)
{
    switch (refusal) {
    case SIM_REFUSAL_FUNDS:
        sim_binance_say(call, 400, -2010, "Account has insufficient balance for requested action.");
        break;
    case SIM_REFUSAL_TICK:
    case SIM_REFUSAL_PRICE:
        sim_binance_say(call, 400, -1013, "Filter failure: PRICE_FILTER");
        break;
    case SIM_REFUSAL_LOT:
    case SIM_REFUSAL_QUANTITY_LOW:
    case SIM_REFUSAL_QUANTITY_HIGH:
        sim_binance_say(call, 400, -1013, "Filter failure: LOT_SIZE");
        break;
    case SIM_REFUSAL_NOTIONAL:
        sim_binance_say(call, 400, -1013, "Filter failure: NOTIONAL");
        break;
    case SIM_REFUSAL_DUPLICATE:
        sim_binance_say(call, 400, -2010, "Duplicate order sent.");
        break;
    case SIM_REFUSAL_POST_ONLY:
        sim_binance_say(call, 400, -2010, "Order would immediately match and take.");
        break;
    case SIM_REFUSAL_TRIGGER:
        sim_binance_say(call, 400, -2010, "Stop price would trigger immediately.");
        break;
    case SIM_REFUSAL_HALTED:
        sim_binance_say(call, 400, -1013, "Market is closed.");
        break;
    default:
        sim_binance_say(call, 400, -1013, "Filter failure: EXCHANGE_MAX_NUM_ORDERS");
        break;
    }
}

int sim_binance_decimal_of(sim_call *call, const char *name, tr_decimal *out)
{
    const char *text = sim_request_param(call->request, name);
    char message[160];
    if (text == NULL)
        return 0;
    tr_status status =
        strpbrk(text, "eE-") != NULL ? TR_E_PARSE : tr_decimal_parse(text, strlen(text), out);
    if (status == TR_OK)
        return 1;
    if (status == TR_E_RANGE)
        (void)snprintf(message, sizeof message, "Parameter '%s' has too much precision.", name);
    else
        (void)snprintf(message, sizeof message,
                       "Illegal characters found in parameter '%s'; legal range is "
                       "'^([0-9]{1,20})(\\.[0-9]{1,20})?$'.",
                       name);
    sim_binance_say(call, 400, status == TR_E_RANGE ? -1111 : -1100, message);
    return -1;
}

bool sim_binance_client_id_of(sim_call *call, const char *name, sim_wish *wish)
{
    const char *text = sim_request_param(call->request, name);
    wish->client_id = "";
    if (text == NULL)
        return true;
    wish->client_id = text;
    size_t length = strlen(text);
    if (length > 0 && length <= CLIENT_ID_MAX &&
        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:/_-") ==
            length)
        return true;
    sim_binance_say(call, 400, -1100,
                    "Illegal characters found in parameter 'newClientOrderId'; legal range is "
                    "'^[a-zA-Z0-9-_.:/]{1,36}$'.");
    return false;
}

bool sim_binance_side_of(sim_call *call, sim_wish *wish)
{
    const char *text = sim_request_param(call->request, "side");
    if (text == NULL) {
        sim_binance_say_param(call, "side");
        return false;
    }
    wish->side = strcmp(text, "SELL") == 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
    if (wish->side == TR_SIDE_SELL || strcmp(text, "BUY") == 0)
        return true;
    sim_binance_say(call, 400, -1117, "Invalid side.");
    return false;
}

static bool type_of(sim_call *call, sim_wish *wish)
{
    const char *type = sim_request_param(call->request, "type");
    const char *tif = sim_request_param(call->request, "timeInForce");
    if (type == NULL) {
        sim_binance_say_param(call, "type");
        return false;
    }
    bool is_stop = strcmp(type, "STOP_LOSS") == 0, is_stop_limit = strcmp(type, "STOP_LOSS_LIMIT") == 0;
    bool has_stop = sim_request_param(call->request, "stopPrice") != NULL;
    wish->is_market = is_stop || strcmp(type, "MARKET") == 0;
    wish->is_post_only = strcmp(type, "LIMIT_MAKER") == 0;
    if (!wish->is_market && !wish->is_post_only && !is_stop_limit && strcmp(type, "LIMIT") != 0) {
        sim_binance_say(call, 400, -1116, "Invalid orderType.");
        return false;
    }
    if (has_stop != (is_stop || is_stop_limit)) {
        if (has_stop)
            sim_binance_say(call, 400, -1106, "Parameter 'stopPrice' sent when not required.");
        else
            sim_binance_say_param(call, "stopPrice");
        return false;
    }
    if (strcmp(type, "LIMIT") != 0 && !is_stop_limit) {
        if (tif != NULL)
            sim_binance_say(call, 400, -1106, "Parameter 'timeInForce' sent when not required.");
        return tif == NULL;
    }
    if (tif == NULL) {
        sim_binance_say_param(call, "timeInForce");
        return false;
    }
    wish->tif = strcmp(tif, "IOC") == 0   ? TR_BOOK_TIF_IOC
                : strcmp(tif, "FOK") == 0 ? TR_BOOK_TIF_FOK
                                          : TR_BOOK_TIF_GTC;
    if (wish->tif == TR_BOOK_TIF_GTC && strcmp(tif, "GTC") != 0) {
        sim_binance_say(call, 400, -1115, "Invalid timeInForce.");
        return false;
    }
    return true;
}

static bool amounts_of(sim_call *call, sim_wish *wish)
{
    int quantity = sim_binance_decimal_of(call, "quantity", &wish->quantity);
    int quote = quantity < 0 ? -1 : sim_binance_decimal_of(call, "quoteOrderQty", &wish->quote_quantity);
    int price = quote < 0 ? -1 : sim_binance_decimal_of(call, "price", &wish->price);
    if (quantity < 0 || quote < 0 || price < 0 || sim_binance_decimal_of(call, "stopPrice", &wish->stop_price) < 0)
        return false;
    wish->is_by_quote = wish->is_market && quote == 1 && quantity == 0;
    if (!wish->is_by_quote && quantity == 0) {
        sim_binance_say_param(call, "quantity");
    } else if (quote == 1 && !wish->is_by_quote) {
        sim_binance_say(call, 400, -1106, "Parameter 'quoteOrderQty' sent when not required.");
    } else if (!wish->is_market && price == 0) {
        sim_binance_say_param(call, "price");
    } else if (wish->is_market && price == 1) {
        sim_binance_say(call, 400, -1106, "Parameter 'price' sent when not required.");
    } else {
        return true;
    }
    return false;
}

/* An option that this dialect does not know is refused: half an order is none. */
static bool has_unknown(sim_call *call)
{
    static const char *const known[] = {
        "symbol",           "side",          "type",      "timeInForce",
        "quantity",         "quoteOrderQty", "price",     "newClientOrderId", "stopPrice",
        "newOrderRespType", "recvWindow",    "timestamp", "signature"
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

void sim_binance_run_place(sim_call *call)
{
    const sim_order *order = NULL;
    char made_up[32];
    sim_wish wish = { .account = call->account, .market = sim_binance_market_named(call) };
    if (wish.market == NULL || has_unknown(call) || !sim_binance_side_of(call, &wish) ||
        !type_of(call, &wish) || !amounts_of(call, &wish) || !sim_binance_client_id_of(call, "newClientOrderId", &wish) ||
        !sim_binance_may_order(call))
        return;
    if (wish.client_id[0] == '\0') {
        (void)snprintf(made_up, sizeof made_up, "sim-%zu", call->exchange->order_count + 1);
        wish.client_id = made_up;
    }
    sim_refusal refusal = sim_place(call->exchange, &wish, &order);
    if (refusal != SIM_REFUSAL_NONE) {
        say_refused(call, refusal);
        return;
    }
    call->exchange->orders_used++;
    sim_call_header(call, "X-MBX-ORDER-COUNT-10S: %u", call->exchange->orders_used);
    write_placed(call, order);
}

/* The order that orderId or origClientOrderId names, of this symbol. False: said what is wrong. */
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
    if (*out != NULL && (*out)->instrument == market->number)
        return true;
    sim_binance_say(call, 400, missing_code, missing_text);
    return false;
}

void sim_binance_run_query(sim_call *call)
{
    const sim_order *order = NULL;
    if (order_named(call, -2013, "Order does not exist.", &order))
        write_order(call, order);
}

void sim_binance_run_cancel(sim_call *call)
{
    const sim_order *order = NULL;
    if (!order_named(call, -2011, "Unknown order sent.", &order))
        return;
    if (!sim_cancel(call->exchange, order)) {
        sim_binance_say(call, 400, -2011, "Unknown order sent.");
        return;
    }
    const char *new_id = sim_request_param(call->request, "newClientOrderId");
    tr_json_write_object_begin(call->json, NULL);
    write_order_head(call, order);
    tr_json_write_text(call->json, "origClientOrderId", order->client_id);
    tr_json_write_text(call->json, "clientOrderId", new_id == NULL ? "sim-cancel" : new_id);
    tr_json_write_int64(call->json, "transactTime", call->clock_ns / TR_NS_PER_MS);
    write_order_fields(call, order);
    tr_json_write_text(call->json, "selfTradePreventionMode", "NONE");
    tr_json_write_object_end(call->json);
}

static void write_orders(sim_call *call, const sim_market *only, sim_binance_order_test *belongs,
                         sim_binance_order_writer *write)
{
    tr_json_write_array_begin(call->json, NULL);
    for (size_t i = 0; i < call->exchange->order_count; i++) {
        const sim_order *order = &call->exchange->orders[i];
        if (order->account == call->account &&
            (only == NULL || order->instrument == only->number) &&
            belongs(call->exchange, order) && sim_is_shown(call->exchange, order, false))
            write(call, order);
    }
    tr_json_write_array_end(call->json);
}

void sim_binance_list_open(sim_call *call, sim_binance_order_test *belongs,
                           sim_binance_order_writer *write)
{
    const sim_market *only = NULL;
    if (sim_request_param(call->request, "symbol") != NULL &&
        (only = sim_binance_market_named(call)) == NULL)
        return;
    write_orders(call, only, belongs, write);
}

void sim_binance_list_all(sim_call *call, sim_binance_order_test *belongs,
                          sim_binance_order_writer *write)
{
    const sim_market *market = sim_binance_market_named(call);
    if (market != NULL)
        write_orders(call, market, belongs, write);
}

static bool is_spot(const sim_exchange *exchange, const sim_order *order)
{
    return !sim_is_swap(&exchange->markets[order->instrument]);
}

static bool is_open_spot(const sim_exchange *exchange, const sim_order *order)
{
    return is_spot(exchange, order) && order->status == SIM_ORDER_OPEN;
}

void sim_binance_run_open(sim_call *call)
{
    sim_binance_list_open(call, is_open_spot, write_order);
}

void sim_binance_run_all(sim_call *call)
{
    sim_binance_list_all(call, is_spot, write_order);
}

void sim_binance_run_cancel_all(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    size_t count = 0;
    if (market == NULL)
        return;
    for (size_t i = 0; i < call->exchange->order_count; i++) {
        const sim_order *order = &call->exchange->orders[i];
        if (order->account != call->account || order->instrument != market->number ||
            order->status != SIM_ORDER_OPEN || !sim_cancel(call->exchange, order))
            continue;
        if (count++ == 0)
            tr_json_write_array_begin(call->json, NULL);
        write_order(call, order);
    }
    if (count == 0)
        sim_binance_say(call, 400, -2011, "Unknown order sent.");
    else
        tr_json_write_array_end(call->json);
}

static void write_trade(const sim_call *call, const sim_fill *fill)
{
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol",
                       call->exchange->markets[fill->instrument].instrument.exchange_symbol);
    tr_json_write_int64(json, "id", fill->trade_id);
    tr_json_write_int64(json, "orderId", fill->order_id);
    tr_json_write_int64(json, "orderListId", -1);
    sim_write_amount(json, "price", fill->price);
    sim_write_amount(json, "qty", fill->quantity);
    sim_write_amount(json, "quoteQty", fill->quote);
    sim_write_amount(json, "commission", fill->fee);
    tr_json_write_text(json, "commissionAsset", fill->fee_asset);
    tr_json_write_int64(json, "time", fill->at_ns / TR_NS_PER_MS);
    tr_json_write_bool(json, "isBuyer", fill->side == TR_SIDE_BUY);
    tr_json_write_bool(json, "isMaker", fill->is_maker);
    tr_json_write_bool(json, "isBestMatch", true);
    tr_json_write_object_end(json);
}

void sim_binance_run_my_trades(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    int64_t order_id = sim_limit_of(call, "orderId", 0, INT64_MAX);
    int64_t from_id = sim_limit_of(call, "fromId", 0, INT64_MAX);
    int64_t from = sim_limit_of(call, "startTime", 0, INT64_MAX / TR_NS_PER_MS);
    int64_t until =
        sim_limit_of(call, "endTime", INT64_MAX / TR_NS_PER_MS, INT64_MAX / TR_NS_PER_MS);
    int64_t limit = sim_limit_of(call, "limit", 500, 1000);
    size_t fitting = 0;
    if (market == NULL)
        return;
    if (order_id < 0 || from_id < 0 || from < 0 || until < 0 || limit < 1) {
        sim_binance_say(call, 400, -1100, "Illegal characters found in a parameter.");
        return;
    }
    const sim_exchange *exchange = call->exchange;
    bool is_from_start = sim_request_param(call->request, "fromId") != NULL || from > 0;
    tr_json_write_array_begin(call->json, NULL);
    for (int pass = 0; pass < 2; pass++) {
        size_t seen = 0; /* the first ones of a range, otherwise the last ones */
        for (size_t i = 0; i < exchange->fill_count; i++) {
            const sim_fill *fill = &exchange->fills[i];
            if (fill->account != call->account || fill->instrument != market->number ||
                (order_id > 0 && fill->order_id != order_id) || fill->trade_id < from_id ||
                fill->at_ns / TR_NS_PER_MS < from || fill->at_ns / TR_NS_PER_MS > until)
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
