/* bybit_orders.c: accounts and orders in Bybit's dialect; its source is named in bybit.c. */
#include "bybit.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define CLIENT_ID_MAX 36u

/* ---- account --------------------------------------------------------------------------------- */

void sim_bybit_run_wallet(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    const char *type = sim_bybit_param(call, "accountType"), *only = sim_bybit_param(call, "coin");
    if (type == NULL || strcmp(type, "UNIFIED") != 0) {
        sim_bybit_say_wrong(call, "accountType: only UNIFIED is there");
        return;
    }
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "accountType", "UNIFIED");
    tr_json_write_array_begin(call->json, "coin");
    for (size_t i = 0; i < account->holding_count; i++) {
        const sim_holding *holding = &account->holdings[i];
        if (only != NULL && strcmp(only, holding->asset) != 0)
            continue;
        tr_json_write_object_begin(call->json, NULL);
        tr_json_write_text(call->json, "coin", holding->asset);
        sim_bybit_write_margin(call, holding);
        tr_json_write_text(call->json, "availableToWithdraw",
                           ""); /* as the exchange sends it by now */
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
    tr_json_write_object_end(call->json);
    tr_json_write_array_end(call->json);
    sim_bybit_end(call);
}

static void write_fee_rate(sim_call *call, const sim_market *market)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    sim_write_fixed(call->json, "takerFeeRate", account->taker_rate, 0);
    sim_write_fixed(call->json, "makerFeeRate", account->maker_rate, 0);
    tr_json_write_object_end(call->json);
}

void sim_bybit_run_fees(sim_call *call)
{
    sim_bybit_write_markets(call, write_fee_rate);
}

void sim_bybit_run_account(sim_call *call)
{
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_text(call->json, "marginMode", "REGULAR_MARGIN");
    tr_json_write_int64(call->json, "unifiedMarginStatus", 6);
    tr_json_write_text(call->json, "spotHedgingStatus", "OFF");
    sim_bybit_end(call);
}

/* Deposits and withdrawals: there are none. */
void sim_bybit_run_coins(sim_call *call)
{
    sim_bybit_begin(call, 0, "");
    tr_json_write_array_begin(call->json, "rows");
    tr_json_write_array_end(call->json);
    sim_bybit_end(call);
}

static void write_permissions(tr_json_writer *json, const char *name, const char *what,
                              bool is_given)
{
    tr_json_write_array_begin(json, name);
    if (is_given)
        tr_json_write_text(json, NULL, what);
    tr_json_write_array_end(json);
}

void sim_bybit_run_rights(sim_call *call)
{
    unsigned rights = call->key->rights;
    bool can_trade = (rights & SIM_RIGHT_TRADE) != 0;
    sim_bybit_begin(call, 0, "");
    tr_json_write_text(call->json, "id", "1");
    tr_json_write_text(call->json, "note", "sim");
    tr_json_write_text(call->json, "apiKey", call->key->id);
    tr_json_write_int64(call->json, "readOnly", !can_trade && (rights & SIM_RIGHT_WITHDRAW) == 0);
    tr_json_write_object_begin(call->json, "permissions");
    write_permissions(call->json, "ContractTrade", "Order", can_trade);
    write_permissions(call->json, "Spot", "SpotTrade", can_trade);
    write_permissions(call->json, "Wallet", "Withdraw", (rights & SIM_RIGHT_WITHDRAW) != 0);
    tr_json_write_object_end(call->json);
    write_permissions(call->json, "ips", "*", true);
    tr_json_write_int64(call->json, "type", 1);
    tr_json_write_int64(call->json, "unified", 0);
    tr_json_write_int64(call->json, "uta", 1);
    sim_bybit_end(call);
}

/* ---- orders ---------------------------------------------------------------------------------- */

static const char *status_of(const sim_order *order, bool is_swap)
{
    bool is_partial = !tr_decimal_is_zero(order->filled);
    if (order->is_waiting)
        return order->status == SIM_ORDER_OPEN ? "Untriggered" : "Deactivated";
    switch (order->status) {
    case SIM_ORDER_OPEN:
        return is_partial ? "PartiallyFilled" : "New";
    case SIM_ORDER_FILLED:
        return "Filled";
    default:
        if (order->status == SIM_ORDER_EXPIRED && order->has_gone_off && !is_partial)
            return "Rejected"; /* when it went off there was no margin, or nothing to reduce */
        return is_partial && !is_swap ? "PartiallyFilledCanceled" : "Cancelled";
    }
}

static const char *reason_of(const sim_order *order)
{
    if (order->status == SIM_ORDER_CANCELLED)
        return "EC_PerCancelRequest";
    if (order->status != SIM_ORDER_EXPIRED)
        return "EC_NoError";
    return order->is_post_only ? "EC_PostOnlyWillTakeLiquidity" : "EC_NoImmediateQtyToFill";
}

static const char *tif_of(const sim_order *order)
{
    static const char *const names[] = { "GTC", "IOC", "FOK", "GTC" };
    return order->is_post_only ? "PostOnly" : order->is_market ? "IOC" : names[order->tif];
}

void sim_bybit_write_id(tr_json_writer *json, const char *name, int64_t id)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)id);
    tr_json_write_text(json, name, text);
}

static void write_order(sim_call *call, const sim_order *order)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[order->instrument];
    const tr_instrument *instrument = &market->instrument;
    char average[TR_DECIMAL_TEXT_SIZE] = "";
    bool has_filled = !tr_decimal_is_zero(order->filled);
    if (has_filled)
        (void)tr_decimal_format_fixed(sim_order_average(call->exchange, order),
                                      market->price_digits + 4, TR_ROUND_HALF_EVEN, average,
                                      sizeof average); /* few digits: it fits */
    tr_json_write_object_begin(json, NULL);
    sim_bybit_write_id(json, "orderId", order->id);
    tr_json_write_text(json, "orderLinkId", order->client_id);
    tr_json_write_text(json, "symbol", instrument->exchange_symbol);
    sim_write_fixed(json, "price", order->price, order->is_market ? 0 : market->price_digits);
    sim_write_fixed(json, "qty", order->is_by_quote ? order->quote_quantity : order->quantity, 0);
    tr_json_write_text(json, "side", order->side == TR_SIDE_BUY ? "Buy" : "Sell");
    bool is_swap = sim_is_swap(market), is_stop = tr_decimal_sign(order->stop_price) > 0;
    tr_json_write_text(json, "orderStatus", status_of(order, is_swap));
    tr_json_write_text(json, "rejectReason", reason_of(order));
    tr_json_write_text(json, "avgPrice", average);
    sim_write_fixed(json, "leavesQty", sim_order_open_quantity(order), 0);
    sim_write_fixed(json, "cumExecQty", order->filled, 0);
    sim_write_fixed(json, "cumExecValue", order->filled_quote, 0);
    sim_write_fixed(json, "cumExecFee", order->fee, 0);
    tr_json_write_object_begin(json, "cumFeeDetail");
    if (has_filled)
        sim_write_fixed(json,
                        order->side == TR_SIDE_BUY && !is_swap ? instrument->base
                                                               : instrument->quote,
                        order->fee, 0);
    tr_json_write_object_end(json);
    tr_json_write_text(json, "timeInForce", tif_of(order));
    tr_json_write_text(json, "orderType", order->is_market ? "Market" : "Limit");
    tr_json_write_text(json, "marketUnit",
                       !order->is_market || is_swap ? ""
                       : order->is_by_quote ? "quoteCoin"
                                            : "baseCoin");
    sim_write_fixed(json, "triggerPrice", order->stop_price, market->price_digits);
    tr_json_write_int64(json, "triggerDirection", !is_stop ? 0 : order->side == TR_SIDE_BUY ? 1 : 2);
    tr_json_write_text(json, "triggerBy", is_stop ? "LastPrice" : "");
    tr_json_write_text(json, "stopOrderType", is_stop ? "Stop" : "");
    tr_json_write_bool(json, "reduceOnly", order->is_reduce_only);
    tr_json_write_bool(json, "closeOnTrigger", false);
    tr_json_write_int64(json, "positionIdx", 0);
    sim_bybit_write_id(json, "createdTime", order->created_ns / TR_NS_PER_MS);
    sim_bybit_write_id(json, "updatedTime", order->updated_ns / TR_NS_PER_MS);
    tr_json_write_object_end(json);
}

typedef struct refusal_row {
    sim_refusal refusal;
    int code;
    const char *text;
} refusal_row;

/* A stop that would go off at once. */
static void say_reached(sim_call *call, bool is_buy)
{
    sim_bybit_say(call, is_buy ? 110092 : 110093,
                  is_buy ? "expect Rising, but trigger_price <= current"
                         : "expect Falling, but trigger_price >= current");
}

static void say_refused(sim_call *call, sim_refusal refusal)
{
    static const refusal_row swap_rows[] = {
        { SIM_REFUSAL_FUNDS, 110007, "ab not enough for new order" },
        { SIM_REFUSAL_TICK, 10001, "params error: price invalid" },
        { SIM_REFUSAL_PRICE, 10001, "params error: price invalid" },
        { SIM_REFUSAL_LOT, 10001, "Qty invalid" },
        { SIM_REFUSAL_QUANTITY_LOW, 10001, "The number of contracts below minimum limit" },
        { SIM_REFUSAL_QUANTITY_HIGH, 10001, "The number of contracts exceeds maximum limit" },
        { SIM_REFUSAL_NOTIONAL, 110094, "Order notional value below the lower limit" },
        { SIM_REFUSAL_DUPLICATE, 110072, "OrderLinkedID is duplicate" },
        { SIM_REFUSAL_GONE, 110001, "order not exists or too late to replace" },
        { SIM_REFUSAL_HALTED, 110066, "Trading is currently not allowed." },
        { SIM_REFUSAL_REDUCE, 110017, "current position is zero, cannot fix reduce-only order qty" },
    };
    static const refusal_row spot_rows[] = {
        { SIM_REFUSAL_FUNDS, 170131, "Insufficient balance." },
        { SIM_REFUSAL_TICK, 170134, "Order price has too many decimals." },
        { SIM_REFUSAL_PRICE, 170132, "Order price is too high or too low." },
        { SIM_REFUSAL_LOT, 170137, "Order volume decimal too long" },
        { SIM_REFUSAL_QUANTITY_LOW, 170136, "Order quantity exceeded lower limit." },
        { SIM_REFUSAL_QUANTITY_HIGH, 170135, "Order quantity exceeded upper limit." },
        { SIM_REFUSAL_NOTIONAL, 170140, "Order value exceeded lower limit." },
        { SIM_REFUSAL_DUPLICATE, 170141, "Duplicate clientOrderId" },
        { SIM_REFUSAL_GONE, 170213, "Order does not exist." },
        { SIM_REFUSAL_HALTED, 170115, "Invalid symbol: trading is stopped." },
    };
    bool is_swap = strcmp(sim_bybit_category(call), "linear") == 0;
    const refusal_row *rows = is_swap ? swap_rows : spot_rows;
    size_t count = is_swap ? sizeof swap_rows / sizeof *swap_rows : sizeof spot_rows / sizeof *spot_rows;
    if (refusal == SIM_REFUSAL_TRIGGER) {
        say_reached(call, strcmp(sim_bybit_param(call, "side"), "Buy") == 0);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (rows[i].refusal == refusal) {
            sim_bybit_say(call, rows[i].code, rows[i].text);
            return;
        }
    sim_bybit_say(call, is_swap ? 110010 : 170810, "Cannot exceed maximum of orders.");
}

/* The name of a member that this dialect does not know; NULL when there is none. */
static const char *unknown_member(const sim_call *call)
{
    static const char *const both[] = { "category", "symbol", "side",        "orderType",
                                        "qty",      "price",  "timeInForce", "orderLinkId", NULL };
    static const char *const spot[] = { "marketUnit", "isLeverage", "orderFilter", NULL };
    static const char *const swap[] = { "reduceOnly", "triggerPrice", "triggerDirection",
                                        "triggerBy",  "positionIdx",  "closeOnTrigger", NULL };
    const char *const *own = strcmp(sim_bybit_category(call), "linear") == 0 ? swap : spot;
    const tr_json_value *root =
        call->request->json == NULL ? NULL : tr_json_document_root(call->request->json);
    for (const tr_json_value *at = tr_json_value_first(root); at != NULL;
         at = tr_json_value_next(at)) {
        const char *name = tr_json_value_key(at, NULL);
        bool is_known = false;
        for (size_t k = 0; name != NULL && both[k] != NULL; k++)
            is_known = is_known || strcmp(name, both[k]) == 0;
        for (size_t k = 0; name != NULL && own[k] != NULL; k++)
            is_known = is_known || strcmp(name, own[k]) == 0;
        if (!is_known)
            return name == NULL ? "body" : name;
    }
    return NULL;
}

static bool tif_read(const char *text, sim_wish *wish)
{
    if (text == NULL || strcmp(text, "GTC") == 0)
        return true;
    wish->tif = strcmp(text, "IOC") == 0   ? TR_BOOK_TIF_IOC
                : strcmp(text, "FOK") == 0 ? TR_BOOK_TIF_FOK
                                           : TR_BOOK_TIF_GTC;
    wish->is_post_only = strcmp(text, "PostOnly") == 0;
    return wish->tif != TR_BOOK_TIF_GTC || wish->is_post_only;
}

static bool flag_of(const sim_call *call, const char *name)
{
    bool is_set = false;
    const tr_json_value *root = tr_json_document_root(call->request->json);
    (void)tr_json_value_bool(tr_json_value_member(root, name), &is_set); /* not there: false */
    return is_set;
}

/* What contracts have beside spot. Of stops the direction is said: a sell's falls to its price, a buy's rises. */
static const char *swap_read(const sim_call *call, sim_wish *wish)
{
    const char *index = sim_bybit_param(call, "positionIdx"), *by = sim_bybit_param(call, "triggerBy");
    const char *stop = sim_bybit_param(call, "triggerPrice"),
               *direction = sim_bybit_param(call, "triggerDirection");
    wish->is_by_quote = false;
    wish->is_reduce_only = flag_of(call, "reduceOnly");
    if (index != NULL && strcmp(index, "0") != 0)
        return "positionIdx: positions are one-way";
    if (flag_of(call, "closeOnTrigger"))
        return "closeOnTrigger";
    if ((by != NULL && (stop == NULL || strcmp(by, "LastPrice") != 0)))
        return "triggerBy: the last price triggers";
    if (stop == NULL)
        return direction == NULL ? NULL : "triggerDirection";
    if (sim_amount_of(stop, &wish->stop_price) != TR_OK || tr_decimal_sign(wish->stop_price) <= 0)
        return "triggerPrice";
    const char *wanted = wish->side == TR_SIDE_BUY ? "1" : "2";
    return direction == NULL || strcmp(direction, wanted) != 0 ? "triggerDirection" : NULL;
}

/* The name of the member that is wrong; NULL when all is well. */
static const char *wish_read(const sim_call *call, sim_wish *wish)
{
    const char *side = sim_bybit_param(call, "side"), *type = sim_bybit_param(call, "orderType");
    const char *unit = sim_bybit_param(call, "marketUnit"),
               *id = sim_bybit_param(call, "orderLinkId");
    const char *filter = sim_bybit_param(call, "orderFilter"),
               *leverage = sim_bybit_param(call, "isLeverage");
    if (side == NULL || (strcmp(side, "Buy") != 0 && strcmp(side, "Sell") != 0))
        return "side";
    if (type == NULL || (strcmp(type, "Market") != 0 && strcmp(type, "Limit") != 0))
        return "orderType";
    wish->side = side[0] == 'B' ? TR_SIDE_BUY : TR_SIDE_SELL;
    wish->is_market = type[0] == 'M';
    if (!tif_read(sim_bybit_param(call, "timeInForce"), wish) ||
        (wish->is_market && wish->is_post_only))
        return "timeInForce";
    if ((filter != NULL && strcmp(filter, "Order") != 0) ||
        (leverage != NULL && strcmp(leverage, "0") != 0))
        return filter != NULL ? "orderFilter" : "isLeverage";
    if (unit != NULL && strcmp(unit, "baseCoin") != 0 && strcmp(unit, "quoteCoin") != 0)
        return "marketUnit";
    /* Without a word, what a market order buys is said in quote units. */
    wish->is_by_quote =
        wish->is_market && (unit == NULL ? wish->side == TR_SIDE_BUY : unit[0] == 'q');
    wish->client_id = id == NULL ? "" : id;
    size_t length = strlen(wish->client_id);
    if (length > CLIENT_ID_MAX ||
        strspn(wish->client_id,
               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != length)
        return "orderLinkId";
    const char *wrong = sim_is_swap(wish->market) ? swap_read(call, wish) : NULL;
    if (wrong != NULL)
        return wrong;
    if (sim_amount_of(sim_bybit_param(call, "qty"),
                      wish->is_by_quote ? &wish->quote_quantity : &wish->quantity) != TR_OK)
        return "qty";
    if (!wish->is_market && sim_amount_of(sim_bybit_param(call, "price"), &wish->price) != TR_OK)
        return "price";
    return NULL;
}

/* An acknowledgement and nothing more: the state comes from a query. */
void sim_bybit_run_place(sim_call *call)
{
    const sim_order *order = NULL;
    const char *wrong = call->request->json == NULL ? "body" : unknown_member(call);
    sim_wish wish = { .account = call->account };
    if (wrong == NULL && (wish.market = sim_bybit_market_named(call)) == NULL)
        return;
    if (wrong == NULL)
        wrong = wish_read(call, &wish);
    if (wrong != NULL) {
        sim_bybit_say_wrong(call, wrong);
        return;
    }
    sim_refusal refusal = sim_place(call->exchange, &wish, &order);
    if (refusal != SIM_REFUSAL_NONE) {
        say_refused(call, refusal);
        return;
    }
    sim_bybit_begin(call, 0, "OK");
    sim_bybit_write_id(call->json, "orderId", order->id);
    tr_json_write_text(call->json, "orderLinkId", order->client_id);
    sim_bybit_end(call);
}

/* orderId wins over orderLinkId; NULL: no such order. */
static const sim_order *order_named(const sim_call *call)
{
    int64_t id = 0;
    const char *id_text = sim_bybit_param(call, "orderId"),
               *client_id = sim_bybit_param(call, "orderLinkId");
    if (id_text != NULL && id_text[0] != '\0')
        return sim_integer_of(id_text, &id) ? sim_order_of_id(call->exchange, call->account, id)
                                            : NULL;
    return client_id == NULL ? NULL : sim_order_of_client(call->exchange, call->account, client_id);
}

void sim_bybit_run_cancel(sim_call *call)
{
    const sim_market *market = sim_bybit_market_named(call);
    const sim_order *order = market == NULL ? NULL : order_named(call);
    if (market == NULL)
        return;
    if (order == NULL || order->instrument != market->number ||
        !sim_cancel(call->exchange, order)) {
        say_refused(call, SIM_REFUSAL_GONE);
        return;
    }
    sim_bybit_begin(call, 0, "OK");
    sim_bybit_write_id(call->json, "orderId", order->id);
    tr_json_write_text(call->json, "orderLinkId", order->client_id);
    sim_bybit_end(call);
}

/* Of one market, or of what is settled in a coin. */
void sim_bybit_run_cancel_all(sim_call *call)
{
    bool is_wrong = false;
    tr_kind kind;
    const sim_market *market = sim_bybit_market_if_named(call, &kind, &is_wrong);
    const char *settle = sim_bybit_param(call, "settleCoin");
    if (is_wrong)
        return;
    if (kind == TR_KIND_LINEAR && market == NULL && settle == NULL) {
        sim_bybit_say_wrong(call, "symbol or settleCoin is wanted");
        return;
    }
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    for (size_t i = 0; i < call->exchange->order_count; i++) {
        const sim_order *order = &call->exchange->orders[i];
        const sim_market *of = &call->exchange->markets[order->instrument];
        if (order->account != call->account || of->instrument.kind != kind ||
            (market != NULL && of != market) ||
            (settle != NULL && strcmp(of->instrument.settle, settle) != 0) ||
            !sim_cancel(call->exchange, order))
            continue;
        tr_json_write_object_begin(call->json, NULL);
        sim_bybit_write_id(call->json, "orderId", order->id);
        tr_json_write_text(call->json, "orderLinkId", order->client_id);
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
    tr_json_write_text(call->json, "success", "1");
    sim_bybit_end(call);
}

/* Taken, no more is said: the order itself tells what became of it. */
void sim_bybit_run_amend(sim_call *call)
{
    const sim_market *market = sim_bybit_market_named(call);
    const sim_order *order = market == NULL ? NULL : order_named(call);
    tr_decimal price, quantity;
    if (market == NULL)
        return;
    if (order == NULL || order->instrument != market->number) {
        say_refused(call, SIM_REFUSAL_GONE);
        return;
    }
    const char *price_text = sim_bybit_param(call, "price"),
               *quantity_text = sim_bybit_param(call, "qty"),
               *trigger_text = sim_bybit_param(call, "triggerPrice");
    price = order->price;
    quantity = order->quantity;
    if (price_text != NULL && sim_amount_of(price_text, &price) != TR_OK) {
        sim_bybit_say_wrong(call, "price");
        return;
    }
    if (quantity_text != NULL && sim_amount_of(quantity_text, &quantity) != TR_OK) {
        sim_bybit_say_wrong(call, "qty");
        return;
    }
    tr_decimal trigger = order->stop_price;
    if (trigger_text != NULL && sim_amount_of(trigger_text, &trigger) != TR_OK) {
        sim_bybit_say_wrong(call, "triggerPrice");
        return;
    }
    const sim_stop_terms terms = { trigger, price, quantity };
    sim_refusal refusal = trigger_text != NULL || order->is_waiting
                              ? sim_amend_stop(call->exchange, order, &terms)
                              : sim_amend(call->exchange, order, price, quantity);
    if (refusal == SIM_REFUSAL_TRIGGER) {
        say_reached(call, order->side == TR_SIDE_BUY);
        return;
    }
    if (refusal != SIM_REFUSAL_NONE) {
        say_refused(call, refusal);
        return;
    }
    sim_bybit_begin(call, 0, "OK");
    sim_bybit_write_id(call->json, "orderId", order->id);
    tr_json_write_text(call->json, "orderLinkId", order->client_id);
    sim_bybit_end(call);
}

bool sim_bybit_page_read(sim_call *call, int64_t initial, int64_t most, sim_bybit_page *out)
{
    *out = (sim_bybit_page){ .from = sim_limit_of(call, "cursor", 0, INT64_MAX),
                             .limit = sim_limit_of(call, "limit", initial, most) };
    if (out->from >= 0 && out->limit > 0)
        return true;
    sim_bybit_say_wrong(call, out->from < 0 ? "cursor" : "limit");
    return false;
}

bool sim_bybit_page_has(sim_bybit_page *at)
{
    int64_t place = at->seen++;
    return place >= at->from && place < at->from + at->limit;
}

void sim_bybit_page_end(sim_call *call, const sim_bybit_page *at)
{
    char text[24] = "";
    if (at->seen > at->from + at->limit)
        (void)snprintf(text, sizeof text, "%lld", (long long)(at->from + at->limit));
    tr_json_write_text(call->json, "nextPageCursor", text);
    tr_json_write_text(call->json, "category", sim_bybit_category(call));
    sim_bybit_end(call);
}

/* With an id that order in whatever state; otherwise the open ones, or the done ones, newest first. */
static void write_orders(sim_call *call, bool is_open)
{
    bool is_wrong = false;
    sim_bybit_page at;
    tr_kind kind;
    const sim_market *market = sim_bybit_market_if_named(call, &kind, &is_wrong);
    const char *settle = sim_bybit_param(call, "settleCoin");
    bool has_id =
        sim_bybit_param(call, "orderId") != NULL || sim_bybit_param(call, "orderLinkId") != NULL;
    if (is_wrong || !sim_bybit_page_read(call, 20, 50, &at))
        return;
    if (kind == TR_KIND_LINEAR && is_open && market == NULL && settle == NULL) {
        sim_bybit_say_wrong(call, "symbol or settleCoin is wanted");
        return;
    }
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    const sim_order *only = has_id ? order_named(call) : NULL;
    for (size_t i = call->exchange->order_count; i-- > 0;) {
        const sim_order *order = &call->exchange->orders[i];
        const tr_instrument *instrument = &call->exchange->markets[order->instrument].instrument;
        if (order->account != call->account || instrument->kind != kind ||
            (market != NULL && order->instrument != market->number) ||
            (settle != NULL && strcmp(settle, instrument->settle) != 0) ||
            (has_id ? order != only : (order->status == SIM_ORDER_OPEN) != is_open) ||
            !sim_is_shown(call->exchange, order, !is_open))
            continue;
        if (sim_bybit_page_has(&at))
            write_order(call, order);
    }
    tr_json_write_array_end(call->json);
    sim_bybit_page_end(call, &at);
}

void sim_bybit_run_realtime(sim_call *call)
{
    write_orders(call, true);
}

void sim_bybit_run_history(sim_call *call)
{
    write_orders(call, false);
}

static void write_fill(sim_call *call, const sim_fill *fill, size_t index)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[fill->instrument];
    const sim_order *order = sim_order_of_id(call->exchange, call->account, fill->order_id);
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    sim_bybit_write_id(json, "orderId", fill->order_id);
    tr_json_write_text(json, "orderLinkId", order->client_id);
    tr_json_write_text(json, "side", fill->side == TR_SIDE_BUY ? "Buy" : "Sell");
    tr_json_write_text(json, "orderType", order->is_market ? "Market" : "Limit");
    sim_write_fixed(json, "execFee", fill->fee, 0);
    tr_json_write_text(json, "feeCurrency", sim_is_swap(market) ? "" : fill->fee_asset);
    sim_bybit_write_id(json, "execId", (int64_t)index + 1);
    sim_write_fixed(json, "execPrice", fill->price, market->price_digits);
    sim_write_fixed(json, "execQty", fill->quantity, 0);
    sim_write_fixed(json, "execValue", fill->quote, 0);
    tr_json_write_text(json, "execType", "Trade");
    sim_bybit_write_id(json, "execTime", fill->at_ns / TR_NS_PER_MS);
    tr_json_write_bool(json, "isMaker", fill->is_maker);
    sim_write_fixed(json, "feeRate", fill->is_maker ? account->maker_rate : account->taker_rate, 0);
    tr_json_write_object_end(json);
}

/* Newest first. */
void sim_bybit_run_fills(sim_call *call)
{
    bool is_wrong = false;
    sim_bybit_page at;
    tr_kind kind;
    const sim_exchange *exchange = call->exchange;
    const sim_market *market = sim_bybit_market_if_named(call, &kind, &is_wrong);
    int64_t most = INT64_MAX / TR_NS_PER_MS;
    int64_t from = sim_limit_of(call, "startTime", 0, most);
    int64_t until = sim_limit_of(call, "endTime", most, most);
    const sim_order *order = sim_bybit_param(call, "orderId") == NULL ? NULL : order_named(call);
    if (is_wrong || !sim_bybit_page_read(call, 50, 100, &at))
        return;
    if (from < 0 || until < 0) {
        sim_bybit_say_wrong(call, "startTime");
        return;
    }
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    for (size_t i = exchange->fill_count; i-- > 0;) {
        const sim_fill *fill = &exchange->fills[i];
        int64_t ms = fill->at_ns / TR_NS_PER_MS;
        if (fill->account != call->account || ms < from || ms > until ||
            exchange->markets[fill->instrument].instrument.kind != kind ||
            (market != NULL && fill->instrument != market->number) ||
            (sim_bybit_param(call, "orderId") != NULL &&
             (order == NULL || fill->order_id != order->id)))
            continue;
        if (sim_bybit_page_has(&at))
            write_fill(call, fill, i);
    }
    tr_json_write_array_end(call->json);
    sim_bybit_page_end(call, &at);
}
