/* coinbase_orders.c: accounts and orders in Coinbase's dialect; its source is named in coinbase.c. */
#include "coinbase.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define CLIENT_ID_MAX 128u

/* ---- account --------------------------------------------------------------------------------- */

static void write_money(tr_json_writer *json, const char *name, tr_decimal value, const char *asset)
{
    tr_json_write_object_begin(json, name);
    sim_write_fixed(json, "value", value, 0);
    tr_json_write_text(json, "currency", asset);
    tr_json_write_object_end(json);
}

void sim_coinbase_run_accounts(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_array_begin(json, "accounts");
    for (size_t i = 0; i < account->holding_count; i++) {
        const sim_holding *holding = &account->holdings[i];
        char id[ID_SIZE];
        bool is_fiat = strcmp(holding->asset, "USD") == 0 || strcmp(holding->asset, "EUR") == 0;
        sim_coinbase_id_write('a', (int64_t)i + 1, id);
        tr_json_write_object_begin(json, NULL);
        tr_json_write_text(json, "uuid", id);
        tr_json_write_text(json, "name", holding->asset);
        tr_json_write_text(json, "currency", holding->asset);
        write_money(json, "available_balance", holding->free, holding->asset);
        tr_json_write_bool(json, "default", true);
        tr_json_write_bool(json, "active", true);
        tr_json_write_text(json, "type", is_fiat ? "ACCOUNT_TYPE_FIAT" : "ACCOUNT_TYPE_CRYPTO");
        tr_json_write_bool(json, "ready", true);
        write_money(json, "hold", holding->locked, holding->asset);
        tr_json_write_object_end(json);
    }
    tr_json_write_array_end(json);
    tr_json_write_bool(json, "has_next", false);
    tr_json_write_text(json, "cursor", "");
    tr_json_write_int64(json, "size", (int64_t)account->holding_count);
    tr_json_write_object_end(json);
}

void sim_coinbase_run_fees(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_object_begin(call->json, "fee_tier");
    tr_json_write_text(call->json, "pricing_tier", "Sim");
    sim_write_fixed(call->json, "taker_fee_rate", account->taker_rate, 0);
    sim_write_fixed(call->json, "maker_fee_rate", account->maker_rate, 0);
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

void sim_coinbase_run_rights(sim_call *call)
{
    unsigned rights = call->key->rights;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_bool(call->json, "can_view", (rights & SIM_RIGHT_READ) != 0);
    tr_json_write_bool(call->json, "can_trade", (rights & SIM_RIGHT_TRADE) != 0);
    tr_json_write_bool(call->json, "can_transfer", (rights & SIM_RIGHT_WITHDRAW) != 0);
    tr_json_write_text(call->json, "portfolio_uuid", "p0000000-0000-4000-8000-000000000001");
    tr_json_write_text(call->json, "portfolio_type", "DEFAULT");
    tr_json_write_object_end(call->json);
}

/* ---- orders ---------------------------------------------------------------------------------- */

static const char *configuration_of(const sim_order *order)
{
    static const char *const names[] = { "limit_limit_gtc", "sor_limit_ioc", "limit_limit_fok",
                                         "limit_limit_gtc" };
    if (tr_decimal_sign(order->stop_price) > 0)
        return "stop_limit_stop_limit_gtc";
    return order->is_market ? "market_market_ioc" : names[order->tif];
}

static void write_configuration(tr_json_writer *json, const sim_order *order)
{
    tr_json_write_object_begin(json, "order_configuration");
    tr_json_write_object_begin(json, configuration_of(order));
    if (order->is_by_quote)
        sim_write_fixed(json, "quote_size", order->quote_quantity, 0);
    else
        sim_write_fixed(json, "base_size", order->quantity, 0);
    if (!order->is_market)
        sim_write_fixed(json, "limit_price", order->price, 0);
    bool is_stop = tr_decimal_sign(order->stop_price) > 0;
    if (is_stop) {
        sim_write_fixed(json, "stop_price", order->stop_price, 0);
        tr_json_write_text(json, "stop_direction",
                           order->side == TR_SIDE_BUY ? "STOP_DIRECTION_STOP_UP"
                                                      : "STOP_DIRECTION_STOP_DOWN");
    }
    if (!order->is_market && order->tif == TR_BOOK_TIF_GTC && !is_stop)
        tr_json_write_bool(json, "post_only", order->is_post_only);
    tr_json_write_object_end(json);
    tr_json_write_object_end(json);
}

static const char *status_of(const sim_order *order)
{
    static const char *const names[] = { "OPEN", "FILLED", "CANCELLED", "CANCELLED" };
    return names[order->status];
}

static const char *tif_of(const sim_order *order)
{
    static const char *const names[] = { "GOOD_UNTIL_CANCELLED", "IMMEDIATE_OR_CANCEL",
                                         "FILL_OR_KILL", "GOOD_UNTIL_CANCELLED" };
    return order->is_market ? names[1] : names[order->tif];
}

static size_t fill_count_of(const sim_exchange *exchange, const sim_order *order)
{
    size_t count = 0;
    for (size_t i = 0; i < exchange->fill_count; i++)
        count += exchange->fills[i].order_id == order->id;
    return count;
}

static void write_order(sim_call *call, const sim_order *order)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[order->instrument];
    char id[ID_SIZE], average[TR_DECIMAL_TEXT_SIZE], count[24];
    sim_coinbase_id_write('0', order->id, id);
    (void)tr_decimal_format_fixed(sim_order_average(call->exchange, order),
                                  market->price_digits + 6, TR_ROUND_HALF_EVEN, average,
                                  sizeof average); /* few digits: it fits */
    tr_json_write_text(json, "order_id", id);
    tr_json_write_text(json, "product_id", market->instrument.exchange_symbol);
    tr_json_write_text(json, "user_id", call->exchange->accounts[order->account].name);
    write_configuration(json, order);
    tr_json_write_text(json, "side", order->side == TR_SIDE_BUY ? "BUY" : "SELL");
    tr_json_write_text(json, "client_order_id", order->client_id);
    tr_json_write_text(json, "status", status_of(order));
    tr_json_write_text(json, "time_in_force", tif_of(order));
    sim_write_clock_text(json, "created_time", order->created_ns, 6);
    sim_write_clock_text(json, "last_update_time", order->updated_ns, 6);
    sim_write_fixed(json, "filled_size", order->filled, 0);
    tr_json_write_text(json, "average_filled_price", average);
    (void)snprintf(count, sizeof count, "%zu", fill_count_of(call->exchange, order));
    tr_json_write_text(json, "number_of_fills", count);
    sim_write_fixed(json, "filled_value", order->filled_quote, 0);
    tr_json_write_bool(json, "pending_cancel", false);
    tr_json_write_bool(json, "size_in_quote", order->is_by_quote);
    sim_write_fixed(json, "total_fees", order->fee, 0);
    tr_json_write_bool(json, "size_inclusive_of_fees", order->is_by_quote);
    bool is_stop = tr_decimal_sign(order->stop_price) > 0;
    tr_json_write_text(json, "order_type",
                       is_stop            ? "STOP_LIMIT"
                       : order->is_market ? "MARKET"
                                          : "LIMIT");
    tr_json_write_text(json, "trigger_status",
                       !is_stop            ? "INVALID_ORDER_TYPE"
                       : order->is_waiting ? "STOP_PENDING"
                                           : "STOP_TRIGGERED");
    tr_json_write_text(json, "reject_reason", "REJECT_REASON_UNSPECIFIED");
    tr_json_write_bool(json, "settled", order->status == SIM_ORDER_FILLED);
    tr_json_write_text(json, "product_type", "SPOT");
    tr_json_write_text(json, "outstanding_hold_amount", "");
    tr_json_write_text(json, "cancel_message",
                       order->status == SIM_ORDER_CANCELLED ? "User requested cancel" : "");
}

/* A refusal of the order, not of the request. */
static void say_refused(sim_call *call, const char *error, const char *preview, const char *text)
{
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_bool(json, "success", false);
    tr_json_write_text(json, "failure_reason", "UNKNOWN_FAILURE_REASON");
    tr_json_write_text(json, "order_id", "");
    tr_json_write_object_begin(json, "error_response");
    tr_json_write_text(json, "error", error);
    tr_json_write_text(json, "message", text);
    tr_json_write_text(json, "error_details", "");
    tr_json_write_text(json, "preview_failure_reason", preview);
    tr_json_write_object_end(json);
    tr_json_write_object_end(json);
}

static void say_refusal(sim_call *call, sim_refusal refusal)
{
    static const struct {
        sim_refusal refusal;
        const char *error, *preview, *text;
    } rows[] = {
        { SIM_REFUSAL_FUNDS, "INSUFFICIENT_FUND", "PREVIEW_INSUFFICIENT_FUND",
          "Insufficient balance in source account" },
        { SIM_REFUSAL_TICK, "INVALID_PRICE_PRECISION", "PREVIEW_INVALID_PRICE_PRECISION",
          "Too many decimals in order price" },
        { SIM_REFUSAL_PRICE, "INVALID_LIMIT_PRICE", "PREVIEW_INVALID_LIMIT_PRICE",
          "The limit price is invalid" },
        { SIM_REFUSAL_LOT, "INVALID_SIZE_PRECISION", "PREVIEW_INVALID_BASE_SIZE_PRECISION",
          "Too many decimals in order amount" },
        { SIM_REFUSAL_QUANTITY_LOW, "UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_BASE_SIZE_TOO_SMALL",
          "The order size is below the minimum" },
        { SIM_REFUSAL_QUANTITY_HIGH, "UNKNOWN_FAILURE_REASON",
          "PREVIEW_INVALID_BASE_SIZE_TOO_LARGE", "The order size is above the maximum" },
        { SIM_REFUSAL_NOTIONAL, "UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL",
          "The order value is below the minimum" },
        { SIM_REFUSAL_HALTED, "UNKNOWN_FAILURE_REASON", "PREVIEW_PRODUCT_CANCEL_ONLY",
          "Only cancels are taken" },
    };
    if (refusal == SIM_REFUSAL_TRIGGER) {
        bool is_buy = strcmp(sim_body_text(call, "side"), "BUY") == 0;
        say_refused(call, "UNKNOWN_FAILURE_REASON",
                    is_buy ? "PREVIEW_STOP_PRICE_BELOW_LAST_TRADE_PRICE"
                           : "PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE",
                    "The stop price has been reached already");
        return;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].refusal == refusal) {
            say_refused(call, rows[i].error, rows[i].preview, rows[i].text);
            return;
        }
    say_refused(call, "UNKNOWN_FAILURE_REASON", "PREVIEW_MAX_ORDERS_EXCEEDED", "Too many orders");
}

/* Members of an order's configuration, held against those that its form knows. */
static bool fields_read(const tr_json_value *fields, bool may_post, bool may_stop, sim_wish *wish)
{
    for (const tr_json_value *at = tr_json_value_first(fields); at != NULL;
         at = tr_json_value_next(at)) {
        const char *name = tr_json_value_key(at, NULL), *text = sim_text_of(at);
        tr_decimal *place = strcmp(name, "base_size") == 0     ? &wish->quantity
                            : strcmp(name, "quote_size") == 0  ? &wish->quote_quantity
                            : strcmp(name, "limit_price") == 0 ? &wish->price
                            : strcmp(name, "stop_price") == 0 && may_stop ? &wish->stop_price
                                                                          : NULL;
        if (strcmp(name, "post_only") == 0 && may_post) {
            if (tr_json_value_bool(at, &wish->is_post_only) != TR_OK)
                return false;
        } else if (strcmp(name, "stop_direction") == 0 && may_stop) {
            if (text == NULL || strcmp(text, wish->side == TR_SIDE_BUY ? "STOP_DIRECTION_STOP_UP"
                                                                       : "STOP_DIRECTION_STOP_DOWN") != 0)
                return false; /* the other direction would be a take-profit, which is not played */
        } else if (place == NULL || sim_amount_of(text, place) != TR_OK) {
            return false;
        }
        wish->is_by_quote = wish->is_by_quote || place == &wish->quote_quantity;
    }
    return true;
}

static bool configuration_read(const tr_json_value *configuration, sim_wish *wish)
{
    const tr_json_value *form = tr_json_value_first(configuration);
    const char *name = form == NULL ? NULL : tr_json_value_key(form, NULL);
    if (name == NULL || tr_json_value_count(configuration) != 1 ||
        tr_json_value_kind(form) != TR_JSON_OBJECT)
        return false;
    wish->is_market = strcmp(name, "market_market_ioc") == 0;
    bool is_gtc = strcmp(name, "limit_limit_gtc") == 0;
    wish->tif = strcmp(name, "sor_limit_ioc") == 0     ? TR_BOOK_TIF_IOC
                : strcmp(name, "limit_limit_fok") == 0 ? TR_BOOK_TIF_FOK
                                                       : TR_BOOK_TIF_GTC;
    bool is_stop = strcmp(name, "stop_limit_stop_limit_gtc") == 0;
    if (!wish->is_market && !is_gtc && !is_stop && wish->tif == TR_BOOK_TIF_GTC)
        return false;
    if (!fields_read(form, is_gtc, is_stop, wish) || (wish->is_by_quote && !wish->is_market))
        return false;
    bool has_quantity = tr_json_value_member(form, "base_size") != NULL;
    bool has_price = tr_json_value_member(form, "limit_price") != NULL;
    if (is_stop && (tr_decimal_sign(wish->stop_price) <= 0 ||
                    tr_json_value_member(form, "stop_direction") == NULL))
        return false;
    return has_quantity != wish->is_by_quote && has_price != wish->is_market;
}

/* The name of the member that is wrong; NULL when all is well. */
static const char *wish_read(const sim_call *call, sim_wish *wish)
{
    static const char *const known[] = { "client_order_id", "product_id", "side",
                                         "order_configuration" };
    const tr_json_value *root = tr_json_document_root(call->request->json);
    const char *side = sim_body_text(call, "side");
    for (const tr_json_value *at = tr_json_value_first(root); at != NULL;
         at = tr_json_value_next(at)) {
        const char *name = tr_json_value_key(at, NULL);
        bool is_known = false;
        for (size_t k = 0; name != NULL && k < sizeof known / sizeof *known; k++)
            is_known = is_known || strcmp(name, known[k]) == 0;
        if (!is_known)
            return name == NULL ? "body" : name;
    }
    wish->client_id = sim_body_text(call, "client_order_id");
    if (wish->client_id == NULL || wish->client_id[0] == '\0' ||
        strlen(wish->client_id) > CLIENT_ID_MAX)
        return "client_order_id";
    if (side == NULL || (strcmp(side, "BUY") != 0 && strcmp(side, "SELL") != 0))
        return "side";
    wish->side = side[0] == 'B' ? TR_SIDE_BUY : TR_SIDE_SELL;
    return configuration_read(tr_json_value_member(root, "order_configuration"), wish)
               ? NULL
               : "order_configuration";
}

/* A client id that was seen before is answered with its first order. */
void sim_coinbase_run_place(sim_call *call)
{
    const sim_order *order = NULL;
    char id[ID_SIZE];
    sim_wish wish = { .account = call->account };
    const char *wrong = call->request->json == NULL ? "body" : wish_read(call, &wish);
    if (wrong != NULL) {
        sim_coinbase_say_wrong(call, wrong);
        return;
    }
    wish.market = sim_coinbase_product_of(call, sim_body_text(call, "product_id"));
    if (wish.market == NULL)
        return;
    sim_refusal refusal = sim_place(call->exchange, &wish, &order);
    if (refusal != SIM_REFUSAL_NONE && refusal != SIM_REFUSAL_DUPLICATE) {
        say_refusal(call, refusal);
        return;
    }
    tr_json_writer *json = call->json;
    sim_coinbase_id_write('0', order->id, id);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_bool(json, "success", true);
    tr_json_write_text(json, "failure_reason", "UNKNOWN_FAILURE_REASON");
    tr_json_write_text(json, "order_id", id);
    tr_json_write_object_begin(json, "success_response");
    tr_json_write_text(json, "order_id", id);
    tr_json_write_text(json, "product_id",
                       call->exchange->markets[order->instrument].instrument.exchange_symbol);
    tr_json_write_text(json, "side", order->side == TR_SIDE_BUY ? "BUY" : "SELL");
    tr_json_write_text(json, "client_order_id", order->client_id);
    tr_json_write_object_end(json);
    write_configuration(json, order);
    tr_json_write_object_end(json);
}

void sim_coinbase_run_cancel(sim_call *call)
{
    const tr_json_value *root =
        call->request->json == NULL ? NULL : tr_json_document_root(call->request->json);
    const tr_json_value *ids = tr_json_value_member(root, "order_ids");
    if (tr_json_value_kind(ids) != TR_JSON_ARRAY || tr_json_value_count(ids) == 0) {
        sim_coinbase_say_wrong(call, "order_ids");
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "results");
    for (const tr_json_value *at = tr_json_value_first(ids); at != NULL;
         at = tr_json_value_next(at)) {
        const char *id = sim_text_of(at);
        const sim_order *order =
            sim_order_of_id(call->exchange, call->account, sim_coinbase_id_read(id));
        bool is_done = order != NULL && sim_cancel(call->exchange, order);
        tr_json_write_object_begin(call->json, NULL);
        tr_json_write_bool(call->json, "success", is_done);
        tr_json_write_text(call->json, "failure_reason",
                           is_done ? "UNKNOWN_CANCEL_FAILURE_REASON" : "UNKNOWN_CANCEL_ORDER");
        tr_json_write_text(call->json, "order_id", id == NULL ? "" : id);
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
    tr_json_write_object_end(call->json);
}

void sim_coinbase_run_query(sim_call *call)
{
    const sim_order *order =
        sim_order_of_id(call->exchange, call->account, sim_coinbase_id_read(call->captures[0]));
    if (order == NULL) {
        sim_coinbase_say_missing(call);
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_object_begin(call->json, "order");
    write_order(call, order);
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

/* A page of a list, by a cursor that is a plain offset. */
typedef struct page {
    int64_t from, limit, seen;
} page;

static bool page_read(sim_call *call, page *out)
{
    *out = (page){ .from = sim_limit_of(call, "cursor", 0, INT64_MAX),
                   .limit = sim_limit_of(call, "limit", 100, 1000) };
    const char *cursor = sim_request_param(call->request, "cursor");
    if (cursor != NULL && cursor[0] == '\0')
        out->from = 0;
    if (out->from >= 0 && out->limit > 0)
        return true;
    sim_coinbase_say_wrong(call, "cursor or limit");
    return false;
}

static bool page_has(page *at)
{
    int64_t place = at->seen++;
    return place >= at->from && place < at->from + at->limit;
}

static void page_end(sim_call *call, const page *at)
{
    char text[24] = "";
    bool has_next = at->seen > at->from + at->limit;
    if (has_next)
        (void)snprintf(text, sizeof text, "%lld", (long long)(at->from + at->limit));
    tr_json_write_bool(call->json, "has_next", has_next);
    tr_json_write_text(call->json, "cursor", text);
}

/* A time parameter; the initial one when it is not there. False: it is none. */
static bool time_of(const sim_call *call, const char *name, int64_t *out)
{
    const char *text = sim_request_param(call->request, name);
    return text == NULL || tr_time_parse(text, strlen(text), out, NULL) == TR_OK;
}

/* Newest first. */
void sim_coinbase_run_orders(sim_call *call)
{
    const char *product = sim_request_param(call->request, "product_id");
    const char *status = sim_request_param(call->request, "order_status");
    int64_t from = INT64_MIN, until = INT64_MAX;
    page at;
    const sim_market *market = product == NULL ? NULL : sim_coinbase_product_of(call, product);
    if ((product != NULL && market == NULL) || !page_read(call, &at))
        return;
    if (!time_of(call, "start_date", &from) || !time_of(call, "end_date", &until)) {
        sim_coinbase_say_wrong(call, "start_date or end_date");
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "orders");
    for (size_t i = call->exchange->order_count; i-- > 0;) {
        const sim_order *order = &call->exchange->orders[i];
        if (order->account != call->account || order->created_ns < from ||
            order->created_ns > until || (market != NULL && order->instrument != market->number) ||
            (status != NULL && strcmp(status, status_of(order)) != 0) ||
            !sim_is_shown(call->exchange, order, false) || !page_has(&at))
            continue;
        tr_json_write_object_begin(call->json, NULL);
        write_order(call, order);
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
    tr_json_write_text(call->json, "sequence", "0");
    page_end(call, &at);
    tr_json_write_object_end(call->json);
}

static void write_fill(sim_call *call, const sim_fill *fill, size_t index)
{
    tr_json_writer *json = call->json;
    char id[ID_SIZE];
    sim_coinbase_id_write('e', (int64_t)index + 1, id);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "entry_id", id);
    sim_coinbase_id_write('f', fill->trade_id, id);
    tr_json_write_text(json, "trade_id", id);
    sim_coinbase_id_write('0', fill->order_id, id);
    tr_json_write_text(json, "order_id", id);
    sim_write_clock_text(json, "trade_time", fill->at_ns, 6);
    tr_json_write_text(json, "trade_type", "FILL");
    sim_write_fixed(json, "price", fill->price, 0);
    sim_write_fixed(json, "size", fill->quantity, 0);
    sim_write_fixed(json, "commission", fill->fee, 0);
    tr_json_write_text(json, "product_id",
                       call->exchange->markets[fill->instrument].instrument.exchange_symbol);
    sim_write_clock_text(json, "sequence_timestamp", fill->at_ns, 6);
    tr_json_write_text(json, "liquidity_indicator", fill->is_maker ? "MAKER" : "TAKER");
    tr_json_write_bool(json, "size_in_quote", false);
    tr_json_write_text(json, "side", fill->side == TR_SIDE_BUY ? "BUY" : "SELL");
    tr_json_write_object_end(json);
}

/* Newest first. */
void sim_coinbase_run_fills(sim_call *call)
{
    const sim_exchange *exchange = call->exchange;
    const char *product = sim_request_param(call->request, "product_id");
    const char *order_id = sim_request_param(call->request, "order_id");
    int64_t from = INT64_MIN, until = INT64_MAX;
    page at;
    const sim_market *market = product == NULL ? NULL : sim_coinbase_product_of(call, product);
    if ((product != NULL && market == NULL) || !page_read(call, &at))
        return;
    if (!time_of(call, "start_sequence_timestamp", &from) ||
        !time_of(call, "end_sequence_timestamp", &until)) {
        sim_coinbase_say_wrong(call, "start_sequence_timestamp or end_sequence_timestamp");
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "fills");
    for (size_t i = exchange->fill_count; i-- > 0;) {
        const sim_fill *fill = &exchange->fills[i];
        if (fill->account != call->account || fill->at_ns < from || fill->at_ns > until ||
            (market != NULL && fill->instrument != market->number) ||
            (order_id != NULL && fill->order_id != sim_coinbase_id_read(order_id)) ||
            !page_has(&at))
            continue;
        write_fill(call, fill, i);
    }
    tr_json_write_array_end(call->json);
    page_end(call, &at);
    tr_json_write_object_end(call->json);
}
