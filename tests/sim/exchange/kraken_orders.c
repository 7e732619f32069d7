/* kraken_orders.c: accounts and orders in Kraken's dialect; its source is named in kraken.c. */
#include "kraken.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define PAGE 50 /* orders and fills at once */

/* ---- account --------------------------------------------------------------------------------- */

void sim_kraken_run_balance(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    sim_kraken_begin(call);
    for (size_t i = 0; i < account->holding_count; i++) {
        const sim_holding *holding = &account->holdings[i];
        char id[TR_ASSET_SIZE], alternative[TR_ASSET_SIZE];
        sim_kraken_asset_names(holding->asset, id, alternative);
        sim_write_fixed(call->json, id, sim_plus(holding->free, holding->locked), 4);
    }
    sim_kraken_end(call);
}

void sim_kraken_run_balance_more(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    sim_kraken_begin(call);
    for (size_t i = 0; i < account->holding_count; i++) {
        const sim_holding *holding = &account->holdings[i];
        char id[TR_ASSET_SIZE], alternative[TR_ASSET_SIZE];
        sim_kraken_asset_names(holding->asset, id, alternative);
        tr_json_write_object_begin(call->json, id);
        sim_write_fixed(call->json, "balance", sim_plus(holding->free, holding->locked), 4);
        sim_write_fixed(call->json, "hold_trade", holding->locked, 4);
        tr_json_write_object_end(call->json);
    }
    sim_kraken_end(call);
}

static void write_fee(sim_call *call, const char *table, const sim_market *market, tr_decimal rate)
{
    tr_json_write_object_begin(call->json, table);
    tr_json_write_object_begin(call->json, market->instrument.exchange_symbol);
    sim_write_fixed(call->json, "fee", sim_times(rate, tr_decimal_from_int(100)), 4);
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

void sim_kraken_run_fees(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    const sim_market *market = NULL;
    if (sim_request_param(call->request, "pair") != NULL &&
        (market = sim_kraken_market_named(call)) == NULL)
        return;
    sim_kraken_begin(call);
    tr_json_write_text(call->json, "currency", "ZUSD");
    tr_json_write_text(call->json, "volume", "0.0000");
    if (market != NULL) {
        write_fee(call, "fees", market, account->taker_rate);
        write_fee(call, "fees_maker", market, account->maker_rate);
    }
    sim_kraken_end(call);
}

void sim_kraken_run_rights(sim_call *call)
{
    static const struct {
        unsigned right;
        const char *name;
    } names[] = {
        { SIM_RIGHT_READ, "query-funds" },         { SIM_RIGHT_READ, "query-open-trades" },
        { SIM_RIGHT_READ, "query-closed-trades" }, { SIM_RIGHT_TRADE, "modify-trades" },
        { SIM_RIGHT_TRADE, "close-trades" },       { SIM_RIGHT_WITHDRAW, "withdraw-funds" }
    };
    sim_kraken_begin(call);
    tr_json_write_text(call->json, "api_key_name", "sim");
    tr_json_write_array_begin(call->json, "permissions");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if ((call->key->rights & names[i].right) != 0)
            tr_json_write_text(call->json, NULL, names[i].name);
    tr_json_write_array_end(call->json);
    sim_kraken_end(call);
}

/* ---- orders ---------------------------------------------------------------------------------- */

static void write_time(tr_json_writer *json, const char *name, int64_t at_ns)
{
    char text[40];
    int length = snprintf(text, sizeof text, "%lld.%06lld", (long long)(at_ns / TR_NS_PER_SECOND),
                          (long long)(at_ns % TR_NS_PER_SECOND / TR_NS_PER_US));
    tr_json_write_number(json, name, text, (size_t)length);
}

static bool is_stop(const sim_order *order)
{
    return tr_decimal_sign(order->stop_price) > 0;
}

static const char *type_of(const sim_order *order)
{
    return order->is_market ? is_stop(order) ? "stop-loss" : "market"
           : is_stop(order) ? "stop-loss-limit"
                            : "limit";
}

/* "buy 0.10000000 XBTUSD @ limit 40000.0", "sell 1.25000000 XBTUSD @ stop loss 36000.0 -> limit 35900.0" */
static void write_text_of(sim_call *call, const sim_order *order)
{
    const sim_market *market = &call->exchange->markets[order->instrument];
    char alternative[TR_SYMBOL_SIZE], stream[TR_SYMBOL_SIZE], text[256];
    char quantity[TR_DECIMAL_TEXT_SIZE], price[TR_DECIMAL_TEXT_SIZE], stop[TR_DECIMAL_TEXT_SIZE];
    sim_kraken_pair_names(market, alternative, stream);
    sim_format_fixed(order->is_by_quote ? order->quote_quantity : order->quantity, 8, quantity);
    sim_format_fixed(order->price, market->price_digits, price);
    sim_format_fixed(order->stop_price, market->price_digits, stop);
    bool has_stop = is_stop(order), has_limit = !order->is_market;
    (void)snprintf(text, sizeof text, "%s %s %s @ %s%s%s%s%s", tr_side_name(order->side), quantity,
                   alternative, has_stop ? "stop loss " : "", has_stop ? stop : "",
                   has_stop && has_limit ? " -> " : "",
                   has_limit  ? "limit "
                   : has_stop ? ""
                              : "market",
                   has_limit ? price : ""); /* they fit */
    tr_json_write_text(call->json, "order", text);
}

static void write_description(sim_call *call, const sim_order *order)
{
    const sim_market *market = &call->exchange->markets[order->instrument];
    char alternative[TR_SYMBOL_SIZE], stream[TR_SYMBOL_SIZE];
    sim_kraken_pair_names(market, alternative, stream);
    tr_json_write_object_begin(call->json, "descr");
    tr_json_write_text(call->json, "pair", alternative);
    tr_json_write_text(call->json, "type", tr_side_name(order->side));
    tr_json_write_text(call->json, "ordertype", type_of(order));
    tr_decimal first = is_stop(order) ? order->stop_price : order->price;
    bool has_second = is_stop(order) && !order->is_market;
    sim_write_fixed(call->json, "price", first, tr_decimal_is_zero(first) ? 0 : market->price_digits);
    sim_write_fixed(call->json, "price2", has_second ? order->price : (tr_decimal){ 0 },
                    has_second ? market->price_digits : 0);
    tr_json_write_text(call->json, "leverage", "none");
    write_text_of(call, order);
    tr_json_write_text(call->json, "close", "");
    tr_json_write_object_end(call->json);
}

static const char *status_of(const sim_order *order)
{
    static const char *const names[] = { "open", "closed", "canceled", "canceled" };
    return names[order->status];
}

static void write_order(sim_call *call, const sim_order *order)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[order->instrument];
    char id[ID_SIZE];
    sim_kraken_id_write('O', order->id, id);
    tr_json_write_object_begin(json, id);
    tr_json_write_null(json, "refid");
    tr_json_write_null(json, "userref");
    if (order->client_id[0] != '\0')
        tr_json_write_text(json, "cl_ord_id", order->client_id);
    tr_json_write_text(json, "status", status_of(order));
    if (order->status == SIM_ORDER_CANCELLED)
        tr_json_write_text(json, "reason", "User requested");
    if (order->status == SIM_ORDER_EXPIRED)
        tr_json_write_text(json, "reason",
                           order->is_post_only ? "Post only order" : "Insufficient liquidity");
    write_time(json, "opentm", order->created_ns);
    tr_json_write_int64(json, "starttm", 0);
    tr_json_write_int64(json, "expiretm", 0);
    if (order->status != SIM_ORDER_OPEN)
        write_time(json, "closetm", order->updated_ns);
    write_description(call, order);
    sim_write_amount(json, "vol", order->quantity);
    sim_write_amount(json, "vol_exec", order->filled);
    sim_write_fixed(json, "cost", order->filled_quote, 5);
    sim_write_fixed(json, "fee", order->fee, 5);
    char average[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format_fixed(sim_order_average(call->exchange, order),
                                  market->price_digits + 4, TR_ROUND_HALF_EVEN, average,
                                  sizeof average); /* few digits: it fits */
    tr_json_write_text(json, "price", average);
    tr_json_write_text(json, "stopprice", "0.00000");
    tr_json_write_text(json, "limitprice", "0.00000");
    if (is_stop(order))
        tr_json_write_text(json, "trigger", "last");
    tr_json_write_text(json, "misc", is_stop(order) && !order->is_waiting ? "stopped" : "");
    tr_json_write_text(json, "oflags", order->is_post_only ? "fciq,post" : "fciq");
    tr_json_write_object_end(json);
}

static void say_refused(sim_call *call, sim_refusal refusal)
{
    switch (refusal) {
    case SIM_REFUSAL_FUNDS:
        sim_kraken_say(call, "EOrder:Insufficient funds");
        break;
    case SIM_REFUSAL_TICK:
    case SIM_REFUSAL_PRICE:
        sim_kraken_say(call, "EOrder:Invalid price");
        break;
    case SIM_REFUSAL_LOT:
    case SIM_REFUSAL_QUANTITY_HIGH:
        sim_kraken_say_wrong(call, "volume");
        break;
    case SIM_REFUSAL_QUANTITY_LOW:
        sim_kraken_say(call, "EOrder:Order minimum not met");
        break;
    case SIM_REFUSAL_NOTIONAL:
        sim_kraken_say(call, "EOrder:Cost minimum not met");
        break;
    case SIM_REFUSAL_DUPLICATE:
        sim_kraken_say(call, "EGeneral:Invalid arguments:cl_ord_id duplicate");
        break;
    case SIM_REFUSAL_GONE:
        sim_kraken_say(call, "EOrder:Unknown order");
        break;
    case SIM_REFUSAL_HALTED:
        sim_kraken_say(call, "EService:Market in cancel_only mode");
        break;
    default:
        sim_kraken_say(call, "EOrder:Orders limit exceeded");
        break;
    }
}

/* The name of a parameter that this dialect does not know; NULL when there is none. */
static const char *unknown_param(const sim_call *call)
{
    static const char *const known[] = { "nonce",     "pair",     "type",    "ordertype",
                                         "volume",    "price",    "price2",  "trigger",
                                         "oflags",    "timeinforce", "cl_ord_id", "deadline",
                                         "validate" };
    for (size_t i = 0; i < call->request->param_count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            is_known = is_known || strcmp(call->request->params[i].name, known[k]) == 0;
        if (!is_known)
            return call->request->params[i].name;
    }
    return NULL;
}

/* Flags of an order. False: one that is not known. */
static bool flags_of(const char *text, sim_wish *wish)
{
    for (const char *at = text; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, ",");
        if (length == 4 && strncmp(at, "post", 4) == 0)
            wish->is_post_only = true;
        else if (length == 4 && strncmp(at, "viqc", 4) == 0)
            wish->is_by_quote = true;
        else if (length != 4 || strncmp(at, "fciq", 4) != 0)
            return false;
        at += length + (at[length] == ',');
    }
    return true;
}

static bool is_late(const sim_call *call)
{
    int64_t deadline = 0;
    const char *text = sim_request_param(call->request, "deadline");
    return text != NULL && (tr_time_parse(text, strlen(text), &deadline, NULL) != TR_OK ||
                            deadline < call->clock_ns);
}

/* "price" is a stop's trigger and "price2" its limit. The name of what is wrong; NULL when all is well. */
static const char *prices_read(const sim_request *request, bool is_stop_order, sim_wish *wish)
{
    const char *trigger = sim_request_param(request, "trigger");
    const char *limit_name = is_stop_order ? "price2" : "price";
    if (trigger != NULL && (!is_stop_order || strcmp(trigger, "last") != 0))
        return "trigger";
    if (!is_stop_order && sim_request_param(request, "price2") != NULL)
        return "price2";
    if (is_stop_order && (sim_amount_of(sim_request_param(request, "price"), &wish->stop_price) != TR_OK ||
                          tr_decimal_sign(wish->stop_price) <= 0))
        return "price";
    if (!wish->is_market && sim_amount_of(sim_request_param(request, limit_name), &wish->price) != TR_OK)
        return limit_name;
    return NULL;
}

/* The name of the parameter that is wrong; NULL when all is well. */
static const char *wish_read(const sim_call *call, sim_wish *wish)
{
    const sim_request *request = call->request;
    const char *side = sim_request_param(request, "type");
    const char *type = sim_request_param(request, "ordertype");
    const char *tif = sim_request_param(request, "timeinforce");
    const char *id = sim_request_param(request, "cl_ord_id");
    if (side == NULL || (strcmp(side, "buy") != 0 && strcmp(side, "sell") != 0))
        return "type";
    static const char *const types[] = { "market", "limit", "stop-loss", "stop-loss-limit" };
    size_t which = 0;
    while (type != NULL && which < 4 && strcmp(type, types[which]) != 0)
        which++;
    if (type == NULL || which == 4)
        return "ordertype";
    wish->side = side[0] == 'b' ? TR_SIDE_BUY : TR_SIDE_SELL;
    wish->is_market = which % 2 == 0;
    if (tif != NULL && strcmp(tif, "GTC") != 0 && strcmp(tif, "IOC") != 0)
        return "timeinforce";
    wish->tif = tif != NULL && strcmp(tif, "IOC") == 0 ? TR_BOOK_TIF_IOC : TR_BOOK_TIF_GTC;
    if (!flags_of(sim_request_param(request, "oflags"), wish) ||
        (wish->is_by_quote && (!wish->is_market || wish->side != TR_SIDE_BUY)) ||
        (wish->is_post_only && wish->is_market))
        return "oflags";
    wish->client_id = id == NULL ? "" : id;
    if (strlen(wish->client_id) > 36)
        return "cl_ord_id";
    if (sim_amount_of(sim_request_param(request, "volume"),
                      wish->is_by_quote ? &wish->quote_quantity : &wish->quantity) != TR_OK)
        return "volume";
    return prices_read(request, which >= 2, wish);
}

void sim_kraken_run_place(sim_call *call)
{
    const sim_order *order = NULL;
    char id[ID_SIZE];
    sim_wish wish = { .account = call->account, .market = sim_kraken_market_named(call) };
    if (wish.market == NULL)
        return;
    const char *wrong = unknown_param(call);
    if (wrong == NULL)
        wrong = wish_read(call, &wish);
    if (wrong != NULL) {
        sim_kraken_say_wrong(call, wrong);
        return;
    }
    if (is_late(call)) {
        sim_kraken_say(call, "EService:Deadline elapsed");
        return;
    }
    if (sim_request_param(call->request, "validate") != NULL) {
        sim_kraken_begin(call);
        sim_kraken_end(call);
        return;
    }
    sim_refusal refusal = sim_place(call->exchange, &wish, &order);
    if (refusal != SIM_REFUSAL_NONE) {
        say_refused(call, refusal);
        return;
    }
    sim_kraken_id_write('O', order->id, id);
    sim_kraken_begin(call);
    tr_json_write_object_begin(call->json, "descr");
    write_text_of(call, order);
    tr_json_write_object_end(call->json);
    tr_json_write_array_begin(call->json, "txid");
    tr_json_write_text(call->json, NULL, id);
    tr_json_write_array_end(call->json);
    sim_kraken_end(call);
}

/* By txid or cl_ord_id; NULL when there is none, or no such order. */
static const sim_order *order_named(const sim_call *call)
{
    const char *id = sim_request_param(call->request, "txid");
    const char *client_id = sim_request_param(call->request, "cl_ord_id");
    if (id != NULL) {
        const sim_order *order =
            sim_order_of_id(call->exchange, call->account, sim_kraken_id_read(id));
        return order != NULL ? order : sim_order_of_client(call->exchange, call->account, id);
    }
    return client_id == NULL ? NULL : sim_order_of_client(call->exchange, call->account, client_id);
}

void sim_kraken_run_cancel(sim_call *call)
{
    const sim_order *order = order_named(call);
    if (order == NULL || !sim_cancel(call->exchange, order)) {
        sim_kraken_say(call, "EOrder:Unknown order");
        return;
    }
    sim_kraken_begin(call);
    tr_json_write_int64(call->json, "count", 1);
    sim_kraken_end(call);
}

void sim_kraken_run_amend(sim_call *call)
{
    const sim_order *order = order_named(call);
    const char *price_text = sim_request_param(call->request, "limit_price"),
               *quantity_text = sim_request_param(call->request, "order_qty"),
               *trigger_text = sim_request_param(call->request, "trigger_price");
    if (order == NULL) {
        sim_kraken_say(call, "EOrder:Unknown order");
        return;
    }
    if (is_late(call)) {
        sim_kraken_say(call, "EService:Deadline elapsed");
        return;
    }
    tr_decimal price = order->price, quantity = order->quantity;
    if (price_text != NULL && sim_amount_of(price_text, &price) != TR_OK) {
        sim_kraken_say_wrong(call, "limit_price");
        return;
    }
    if (quantity_text != NULL && sim_amount_of(quantity_text, &quantity) != TR_OK) {
        sim_kraken_say_wrong(call, "order_qty");
        return;
    }
    tr_decimal trigger = order->stop_price;
    if (trigger_text != NULL && sim_amount_of(trigger_text, &trigger) != TR_OK) {
        sim_kraken_say_wrong(call, "trigger_price");
        return;
    }
    const sim_stop_terms terms = { trigger, price, quantity };
    sim_refusal refusal = trigger_text != NULL || order->is_waiting
                              ? sim_amend_stop(call->exchange, order, &terms)
                              : sim_amend(call->exchange, order, price, quantity);
    if (refusal != SIM_REFUSAL_NONE) {
        say_refused(call, refusal);
        return;
    }
    sim_kraken_begin(call);
    tr_json_write_text(call->json, "amend_id", "TSIM00-AMEND-000000");
    sim_kraken_end(call);
}

/* Everything of the account is cancelled unless this comes again in time; 0 takes it away. */
void sim_kraken_run_dead_man(sim_call *call)
{
    int64_t seconds = 0;
    const char *text = sim_request_param(call->request, "timeout");
    if (text == NULL || !sim_integer_of(text, &seconds) || seconds < 0 || seconds > 86400) {
        sim_kraken_say_wrong(call, "timeout");
        return;
    }
    int64_t at_ns = seconds == 0 ? 0 : call->clock_ns + seconds * TR_NS_PER_SECOND;
    call->exchange->accounts[call->account].dead_man_ns = at_ns;
    sim_kraken_begin(call);
    sim_write_clock_text(call->json, "currentTime", call->clock_ns, 0);
    if (at_ns == 0)
        tr_json_write_text(call->json, "triggerTime", "0");
    else
        sim_write_clock_text(call->json, "triggerTime", at_ns, 0);
    sim_kraken_end(call);
}

void sim_kraken_run_query(sim_call *call)
{
    const char *ids = sim_request_param(call->request, "txid");
    const sim_order *found[PAGE];
    size_t count = 0;
    if (ids == NULL) {
        sim_kraken_say_wrong(call, "txid");
        return;
    }
    for (const char *at = ids; *at != '\0' && count < PAGE;) {
        char id[ID_SIZE];
        size_t length = strcspn(at, ",");
        (void)snprintf(id, sizeof id, "%.*s", (int)(length < ID_SIZE ? length : ID_SIZE - 1), at);
        found[count] = sim_order_of_id(call->exchange, call->account, sim_kraken_id_read(id));
        if (found[count] != NULL)
            count++;
        at += length + (at[length] == ',');
    }
    if (count == 0) {
        sim_kraken_say(call, "EOrder:Unknown order");
        return;
    }
    sim_kraken_begin(call);
    for (size_t i = 0; i < count; i++)
        write_order(call, found[i]);
    sim_kraken_end(call);
}

/* Open or closed ones; with cl_ord_id those of that id alone. */
static void write_orders(sim_call *call, bool is_open, size_t *count_out)
{
    const char *client_id = sim_request_param(call->request, "cl_ord_id");
    const sim_exchange *exchange = call->exchange;
    size_t count = 0;
    for (size_t i = exchange->order_count; i-- > 0;) {
        const sim_order *order = &exchange->orders[i];
        if (order->account != call->account || (order->status == SIM_ORDER_OPEN) != is_open ||
            (client_id != NULL && strcmp(client_id, order->client_id) != 0) ||
            !sim_is_shown(exchange, order, !is_open))
            continue;
        if (is_open || count < PAGE)
            write_order(call, order);
        count++;
    }
    *count_out = count;
}

void sim_kraken_run_open(sim_call *call)
{
    size_t count = 0;
    sim_kraken_begin(call);
    tr_json_write_object_begin(call->json, "open");
    write_orders(call, true, &count);
    tr_json_write_object_end(call->json);
    sim_kraken_end(call);
}

void sim_kraken_run_closed(sim_call *call)
{
    size_t count = 0;
    sim_kraken_begin(call);
    tr_json_write_object_begin(call->json, "closed");
    write_orders(call, false, &count);
    tr_json_write_object_end(call->json);
    tr_json_write_int64(call->json, "count", (int64_t)count);
    sim_kraken_end(call);
}

static void write_fill(sim_call *call, const sim_fill *fill, size_t index)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[fill->instrument];
    const sim_order *order = sim_order_of_id(call->exchange, call->account, fill->order_id);
    char id[ID_SIZE];
    sim_kraken_id_write('T', (int64_t)index + 1, id);
    tr_json_write_object_begin(json, id);
    sim_kraken_id_write('O', fill->order_id, id);
    tr_json_write_text(json, "ordertxid", id);
    tr_json_write_text(json, "postxid", "TKH2SE-M7IF5-CFI7LT");
    tr_json_write_text(json, "pair", market->instrument.exchange_symbol);
    write_time(json, "time", fill->at_ns);
    tr_json_write_text(json, "type", tr_side_name(fill->side));
    tr_json_write_text(json, "ordertype", type_of(order));
    sim_write_fixed(json, "price", fill->price, market->price_digits);
    sim_write_fixed(json, "cost", fill->quote, 5);
    sim_write_fixed(json, "fee", fill->fee, 5);
    sim_write_amount(json, "vol", fill->quantity);
    tr_json_write_text(json, "margin", "0.00000");
    tr_json_write_text(json, "misc", "");
    tr_json_write_int64(json, "trade_id", fill->trade_id);
    tr_json_write_bool(json, "maker", fill->is_maker);
    tr_json_write_object_end(json);
}

/* Newest first, a page of them from `ofs` on; `start` is exclusive, `end` inclusive, in seconds. */
void sim_kraken_run_fills(sim_call *call)
{
    const sim_exchange *exchange = call->exchange;
    int64_t from = sim_limit_of(call, "start", INT64_MIN, INT64_C(9000000000));
    int64_t until = sim_limit_of(call, "end", INT64_C(9000000000), INT64_C(9000000000));
    int64_t offset = sim_limit_of(call, "ofs", 0, INT64_MAX), count = 0;
    if (from == -1 || until == -1 || offset == -1) {
        sim_kraken_say_wrong(call, "start");
        return;
    }
    sim_kraken_begin(call);
    tr_json_write_object_begin(call->json, "trades");
    for (size_t i = exchange->fill_count; i-- > 0;) {
        const sim_fill *fill = &exchange->fills[i];
        if (fill->account != call->account || fill->at_ns > until * TR_NS_PER_SECOND ||
            (from != INT64_MIN && fill->at_ns <= from * TR_NS_PER_SECOND))
            continue;
        if (count >= offset && count < offset + PAGE)
            write_fill(call, fill, i);
        count++;
    }
    tr_json_write_object_end(call->json);
    tr_json_write_int64(call->json, "count", count);
    sim_kraken_end(call);
}
