/*
 * bybit.c: the dialect of Bybit's REST API, /v5, category spot, unified account. Refusals come with status 200 and a
 * retCode. Source: Bybit API V5, "Integration Guidance", "Rate Limit Rules", "Market", "Trade", "Position: Execution
 * List", "Account", "User: Get API Key Information" and "Error Codes", 2026.
 */
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define ADDRESS_MAX   600 /* requests of one address in 5 s */
#define ADDRESS_SPAN  (5 * TR_NS_PER_SECOND)
#define BAN_S         600
#define KEY_MAX       20 /* requests of a key in a second */
#define WINDOW_MS     5000
#define CLIENT_ID_MAX 36u
#define BARS_MAX      1000
#define LEVELS_MAX    200

/* ---- words ----------------------------------------------------------------------------------- */

static void begin(sim_call *call, int code, const char *text)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_int64(call->json, "retCode", code);
    tr_json_write_text(call->json, "retMsg", text);
    tr_json_write_object_begin(call->json, "result");
}

static void end(sim_call *call)
{
    tr_json_write_object_end(call->json);
    tr_json_write_object_begin(call->json, "retExtInfo");
    tr_json_write_object_end(call->json);
    tr_json_write_int64(call->json, "time", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_object_end(call->json);
}

static void say(sim_call *call, int code, const char *text)
{
    begin(call, code, text);
    end(call);
}

static void say_wrong(sim_call *call, const char *name)
{
    char text[96];
    (void)snprintf(text, sizeof text, "params error: %.40s", name); /* cut: it fits */
    say(call, 10001, text);
}

static void say_unknown_path(sim_call *call)
{
    call->code = 404;
    say(call, 10404, "path not found");
}

static void say_busy(sim_call *call)
{
    say(call, 10429, "System level frequency protection");
}

static void say_timeout(sim_call *call)
{
    say(call, 170007, "Timeout waiting for response from backend server.");
}

static void say_rate_limit(sim_call *call, int code, int64_t retry_s)
{
    sim_call_header(call, "Retry-After: %lld", (long long)retry_s);
    if (code == 403) {
        call->code = 403;
        call->raw = "<html><body>access too frequent</body></html>";
        return;
    }
    call->code = code;
    say(call, 10006, "Too many visits. Exceeded the API Rate Limit.");
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* Above this an address is let wait for ten minutes. */
static bool pace(sim_call *call, const sim_route *route)
{
    sim_exchange *exchange = call->exchange;
    uint32_t max = exchange->weight_max == 0 ? ADDRESS_MAX : exchange->weight_max;
    int64_t now = exchange->now_ns, window = now - now % ADDRESS_SPAN;
    (void)route;
    if (exchange->weight_at_ns != window) {
        exchange->weight_at_ns = window;
        exchange->weight_used = 0;
    }
    if (now >= exchange->banned_until_ns && ++exchange->weight_used <= max)
        return true;
    if (now >= exchange->banned_until_ns)
        exchange->banned_until_ns = now + BAN_S * TR_NS_PER_SECOND;
    say_rate_limit(call, 403, (exchange->banned_until_ns - now) / TR_NS_PER_SECOND + 1);
    return false;
}

static bool may_call(sim_call *call)
{
    sim_key *key = call->key;
    int64_t max = call->exchange->orders_max == 0 ? KEY_MAX : call->exchange->orders_max;
    int64_t window = call->exchange->now_ns - call->exchange->now_ns % TR_NS_PER_SECOND;
    if (key->used_at_ns != window) {
        key->used_at_ns = window;
        key->used = 0;
    }
    bool is_free = key->used < max;
    key->used += is_free;
    sim_call_header(call, "X-Bapi-Limit: %lld", (long long)max);
    sim_call_header(call, "X-Bapi-Limit-Status: %lld", (long long)(max - key->used));
    sim_call_header(call, "X-Bapi-Limit-Reset-Timestamp: %lld",
                    (long long)((window + TR_NS_PER_SECOND) / TR_NS_PER_MS));
    if (!is_free)
        say(call, 10006, "Too many visits. Exceeded the API Rate Limit.");
    return is_free;
}

/* ---- who calls ------------------------------------------------------------------------------- */

/* Clock, key, window, and the query or body, as sent. */
static bool is_signed(const sim_call *call, const char *at, const char *window)
{
    const sim_request *request = call->request;
    const char *sign = sim_request_header(request, "X-BAPI-SIGN");
    uint8_t code[TR_SIGNATURE_SIZE_MAX];
    size_t size = 0;
    if (sign == NULL || (call->key->scheme == TR_KEY_HMAC && strpbrk(sign, "ABCDEF") != NULL))
        return false; /* hexadecimal in lower case, nothing else */
    tr_status status =
        call->key->scheme == TR_KEY_HMAC
            ? tr_hex_decode(sign, strlen(sign), code, sizeof code, &size)
            : tr_base64_decode(TR_BASE64_STANDARD, sign, strlen(sign), code, sizeof code, &size);
    sim_text text = { 0 };
    sim_text_format(&text, "%s%s%s", at, call->key->id, window);
    if (strcmp(request->method, "GET") == 0)
        sim_text_put(&text, request->query, strlen(request->query));
    else
        sim_text_put(&text, request->body, request->body_size);
    bool is_right = status == TR_OK && !text.is_failed &&
                    sim_key_check(call->key, TR_HASH_SHA256, text.bytes, text.size, code, size);
    sim_text_done(&text);
    return is_right;
}

static bool is_in_time(sim_call *call, const char *at_text, const char *window_text)
{
    int64_t at = 0, window = WINDOW_MS, now = call->clock_ns / TR_NS_PER_MS;
    char text[200];
    bool is_good = sim_integer_of(at_text, &at) &&
                   (window_text[0] == '\0' || sim_integer_of(window_text, &window));
    if (is_good && at >= now - window && at < now + 1000)
        return true;
    (void)snprintf(text, sizeof text,
                   "invalid request, please check your server timestamp or recv_window param. "
                   "req_timestamp[%lld],server_timestamp[%lld],recv_window[%lld]",
                   (long long)at, (long long)now, (long long)window); /* they fit */
    say(call, 10002, text);
    return false;
}

static bool admit(sim_call *call, const sim_route *route)
{
    const sim_request *request = call->request;
    if (route->right == 0)
        return true;
    const char *id = sim_request_header(request, "X-BAPI-API-KEY");
    const char *at = sim_request_header(request, "X-BAPI-TIMESTAMP");
    const char *window = sim_request_header(request, "X-BAPI-RECV-WINDOW");
    call->key = id == NULL ? NULL : sim_key_find(call->exchange, id);
    if (call->key == NULL)
        say(call, 10003, "API key is invalid.");
    else if (at == NULL || strlen(at) > 20 || (window != NULL && strlen(window) > 10))
        say_wrong(call, "timestamp");
    else if (!is_in_time(call, at, window == NULL ? "" : window))
        return false;
    else if (!is_signed(call, at, window == NULL ? "" : window))
        say(call, 10004, "error sign! please check your signature generation algorithm.");
    else if ((call->key->rights & route->right) == 0)
        say(call, 10005, "Permission denied, please check your API key permissions.");
    else {
        call->account = call->key->account;
        return may_call(call);
    }
    return false;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* A parameter of the query, or of a JSON body. */
static const char *param(const sim_call *call, const char *name)
{
    return call->request->json != NULL ? sim_body_text(call, name)
                                       : sim_request_param(call->request, name);
}

static bool is_spot(sim_call *call)
{
    const char *category = param(call, "category");
    if (category != NULL && strcmp(category, "spot") == 0)
        return true;
    say_wrong(call, "category: this simulator trades spot");
    return false;
}

/* The market that is named; NULL after saying what is wrong. */
static sim_market *market_named(sim_call *call)
{
    if (!is_spot(call))
        return NULL;
    sim_market *market = sim_market_of_id(call->exchange, param(call, "symbol"));
    if (market == NULL)
        say(call, 170121, "Invalid symbol.");
    return market;
}

/* The market, when one is named; `*is_wrong` after saying what is wrong. */
static const sim_market *market_if_named(sim_call *call, bool *is_wrong)
{
    const sim_market *market = NULL;
    *is_wrong = !is_spot(call);
    if (!*is_wrong && param(call, "symbol") != NULL)
        *is_wrong = (market = market_named(call)) == NULL;
    return market;
}

/* ---- market data ----------------------------------------------------------------------------- */

static void run_time(sim_call *call)
{
    char text[24];
    begin(call, 0, "OK");
    (void)snprintf(text, sizeof text, "%lld", (long long)(call->clock_ns / TR_NS_PER_SECOND));
    tr_json_write_text(call->json, "timeSecond", text);
    (void)snprintf(text, sizeof text, "%lld", (long long)call->clock_ns);
    tr_json_write_text(call->json, "timeNano", text);
    end(call);
}

static void write_instrument(sim_call *call, const sim_market *market)
{
    const tr_instrument *instrument = &market->instrument;
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", instrument->exchange_symbol);
    tr_json_write_text(json, "baseCoin", instrument->base);
    tr_json_write_text(json, "quoteCoin", instrument->quote);
    tr_json_write_text(json, "innovation", "0");
    tr_json_write_text(json, "status", market->is_halted ? "PreLaunch" : "Trading");
    tr_json_write_text(json, "marginTrading", "none");
    tr_json_write_object_begin(json, "lotSizeFilter");
    sim_write_fixed(json, "basePrecision", instrument->lot, 0);
    tr_json_write_text(json, "quotePrecision", "0.00000001");
    sim_write_fixed(json, "minOrderQty", instrument->quantity_min, 0);
    sim_write_fixed(json, "maxOrderQty",
                    tr_decimal_is_zero(instrument->quantity_max) ? tr_decimal_from_int(1000000000)
                                                                 : instrument->quantity_max,
                    0);
    sim_write_fixed(json, "minOrderAmt", instrument->notional_min, 0);
    tr_json_write_text(json, "maxOrderAmt", "4000000");
    tr_json_write_object_end(json);
    tr_json_write_object_begin(json, "priceFilter");
    sim_write_fixed(json, "tickSize", instrument->tick, 0);
    tr_json_write_object_end(json);
    tr_json_write_object_end(json);
}

static void write_ticker(sim_call *call, const sim_market *market)
{
    tr_json_writer *json = call->json;
    int digits = market->price_digits;
    sim_bar day;
    sim_best best;
    sim_market_day(call->exchange, market, &day);
    sim_best_of(call, market, &best);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    sim_write_fixed(json, "bid1Price", best.bid, digits);
    sim_write_fixed(json, "bid1Size", best.bid_quantity, 0);
    sim_write_fixed(json, "ask1Price", best.ask, digits);
    sim_write_fixed(json, "ask1Size", best.ask_quantity, 0);
    sim_write_fixed(json, "lastPrice", market->last_price, digits);
    sim_write_fixed(json, "prevPrice24h", day.open, digits);
    sim_write_fixed(json, "price24hPcnt", sim_day_change(&day, 1), 4);
    sim_write_fixed(json, "highPrice24h", day.high, digits);
    sim_write_fixed(json, "lowPrice24h", day.low, digits);
    sim_write_fixed(json, "turnover24h", day.quote_volume, 0);
    sim_write_fixed(json, "volume24h", day.volume, 0);
    tr_json_write_object_end(json);
}

/* One market or all of them, as a list. */
static void write_markets(sim_call *call, void (*write)(sim_call *, const sim_market *))
{
    bool is_wrong = false;
    const sim_market *only = market_if_named(call, &is_wrong);
    if (is_wrong)
        return;
    begin(call, 0, "OK");
    tr_json_write_text(call->json, "category", "spot");
    tr_json_write_array_begin(call->json, "list");
    for (size_t i = 0; i < call->exchange->market_count; i++)
        if (only == NULL || only == &call->exchange->markets[i])
            write(call, &call->exchange->markets[i]);
    tr_json_write_array_end(call->json);
    end(call);
}

static void run_instruments(sim_call *call)
{
    write_markets(call, write_instrument);
}

static void run_tickers(sim_call *call)
{
    write_markets(call, write_ticker);
}

static void write_side(sim_call *call, const sim_market *market, tr_side side, const char *name,
                       size_t count_max)
{
    tr_book_level levels[LEVELS_MAX];
    size_t count = sim_depth(call->exchange, market, side, levels, count_max);
    tr_json_write_array_begin(call->json, name);
    for (size_t i = 0; i < count; i++) {
        tr_json_write_array_begin(call->json, NULL);
        sim_write_fixed(call->json, NULL, sim_price_of_ticks(market, levels[i].price),
                        market->price_digits);
        sim_write_fixed(call->json, NULL,
                        sim_quantity_of_lots(market, (int64_t)levels[i].shown.low), 0);
        tr_json_write_array_end(call->json);
    }
    tr_json_write_array_end(call->json);
}

static void run_book(sim_call *call)
{
    int64_t limit = sim_limit_of(call, "limit", 1, LEVELS_MAX);
    const sim_market *market = market_named(call);
    if (market == NULL)
        return;
    if (limit < 1) {
        say_wrong(call, "limit");
        return;
    }
    int64_t sequence =
        (int64_t)tr_book_sequence(tr_matching_book(call->exchange->matching, market->number));
    begin(call, 0, "OK");
    tr_json_write_text(call->json, "s", market->instrument.exchange_symbol);
    write_side(call, market, TR_SIDE_BUY, "b", (size_t)limit);
    write_side(call, market, TR_SIDE_SELL, "a", (size_t)limit);
    tr_json_write_int64(call->json, "ts", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_int64(call->json, "u", sequence);
    tr_json_write_int64(call->json, "seq", sequence);
    end(call);
}

static int64_t span_of(const char *interval)
{
    int64_t minutes = 0;
    if (interval != NULL && strcmp(interval, "D") == 0)
        return TR_NS_PER_DAY;
    static const int64_t spans[] = { 1, 3, 5, 15, 30, 60, 120, 240, 360, 720 };
    for (size_t i = 0; sim_integer_of(interval, &minutes) && i < sizeof spans / sizeof *spans; i++)
        if (spans[i] == minutes)
            return minutes * TR_NS_PER_MINUTE;
    return 0;
}

static void write_bar(const sim_market *market, tr_json_writer *json, const sim_bar *bar)
{
    char text[24];
    int digits = market->price_digits;
    tr_json_write_array_begin(json, NULL);
    (void)snprintf(text, sizeof text, "%lld", (long long)(bar->open_ns / TR_NS_PER_MS));
    tr_json_write_text(json, NULL, text);
    sim_write_fixed(json, NULL, bar->open, digits);
    sim_write_fixed(json, NULL, bar->high, digits);
    sim_write_fixed(json, NULL, bar->low, digits);
    sim_write_fixed(json, NULL, bar->close, digits);
    sim_write_fixed(json, NULL, bar->volume, 0);
    sim_write_fixed(json, NULL, bar->quote_volume, 0);
    tr_json_write_array_end(json);
}

/* Newest first. */
static void run_bars(sim_call *call)
{
    const sim_market *market = market_named(call);
    int64_t span = span_of(param(call, "interval")), most = INT64_C(9000000000000);
    int64_t from = sim_limit_of(call, "start", INT64_MIN, most);
    int64_t until = sim_limit_of(call, "end", most, most);
    int64_t limit = sim_limit_of(call, "limit", 200, BARS_MAX);
    if (market == NULL)
        return;
    if (span == 0 || from == -1 || until == -1 || limit < 1) {
        say_wrong(call, span == 0 ? "interval" : "start, end or limit");
        return;
    }
    sim_bar *bars = calloc(BARS_MAX, sizeof *bars);
    if (bars == NULL) {
        call->exchange->is_out_of_memory = true;
        return;
    }
    size_t count = sim_market_bars(market, span, from == INT64_MIN ? from : from * TR_NS_PER_MS,
                                   until * TR_NS_PER_MS, bars, (size_t)limit);
    begin(call, 0, "OK");
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(call->json, "category", "spot");
    tr_json_write_array_begin(call->json, "list");
    for (size_t i = count; i-- > 0;)
        write_bar(market, call->json, &bars[i]);
    tr_json_write_array_end(call->json);
    end(call);
    free(bars);
}

/* ---- account --------------------------------------------------------------------------------- */

static void run_wallet(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    const char *type = param(call, "accountType"), *only = param(call, "coin");
    if (type == NULL || strcmp(type, "UNIFIED") != 0) {
        say_wrong(call, "accountType: only UNIFIED is there");
        return;
    }
    begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "accountType", "UNIFIED");
    tr_json_write_array_begin(call->json, "coin");
    for (size_t i = 0; i < account->holding_count; i++) {
        const sim_holding *holding = &account->holdings[i];
        if (only != NULL && strcmp(only, holding->asset) != 0)
            continue;
        tr_decimal total = sim_plus(holding->free, holding->locked);
        tr_json_write_object_begin(call->json, NULL);
        tr_json_write_text(call->json, "coin", holding->asset);
        sim_write_fixed(call->json, "equity", total, 0);
        sim_write_fixed(call->json, "walletBalance", total, 0);
        sim_write_fixed(call->json, "locked", holding->locked, 0);
        tr_json_write_text(call->json, "totalOrderIM", "0");
        tr_json_write_text(call->json, "totalPositionIM", "0");
        tr_json_write_text(call->json, "availableToWithdraw",
                           ""); /* as the exchange sends it by now */
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
    tr_json_write_object_end(call->json);
    tr_json_write_array_end(call->json);
    end(call);
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

static void run_fees(sim_call *call)
{
    write_markets(call, write_fee_rate);
}

static void run_account(sim_call *call)
{
    begin(call, 0, "OK");
    tr_json_write_text(call->json, "marginMode", "REGULAR_MARGIN");
    tr_json_write_int64(call->json, "unifiedMarginStatus", 6);
    tr_json_write_text(call->json, "spotHedgingStatus", "OFF");
    end(call);
}

/* Deposits and withdrawals: there are none. */
static void run_coins(sim_call *call)
{
    begin(call, 0, "");
    tr_json_write_array_begin(call->json, "rows");
    tr_json_write_array_end(call->json);
    end(call);
}

static void write_permissions(tr_json_writer *json, const char *name, const char *what,
                              bool is_given)
{
    tr_json_write_array_begin(json, name);
    if (is_given)
        tr_json_write_text(json, NULL, what);
    tr_json_write_array_end(json);
}

static void run_rights(sim_call *call)
{
    unsigned rights = call->key->rights;
    bool can_trade = (rights & SIM_RIGHT_TRADE) != 0;
    begin(call, 0, "");
    tr_json_write_text(call->json, "id", "1");
    tr_json_write_text(call->json, "note", "sim");
    tr_json_write_text(call->json, "apiKey", call->key->id);
    tr_json_write_int64(call->json, "readOnly", !can_trade && (rights & SIM_RIGHT_WITHDRAW) == 0);
    tr_json_write_object_begin(call->json, "permissions");
    write_permissions(call->json, "ContractTrade", "Order", false);
    write_permissions(call->json, "Spot", "SpotTrade", can_trade);
    write_permissions(call->json, "Wallet", "Withdraw", (rights & SIM_RIGHT_WITHDRAW) != 0);
    tr_json_write_object_end(call->json);
    write_permissions(call->json, "ips", "*", true);
    tr_json_write_int64(call->json, "type", 1);
    tr_json_write_int64(call->json, "unified", 0);
    tr_json_write_int64(call->json, "uta", 1);
    end(call);
}

/* ---- orders ---------------------------------------------------------------------------------- */

static const char *status_of(const sim_order *order)
{
    bool is_partial = !tr_decimal_is_zero(order->filled);
    switch (order->status) {
    case SIM_ORDER_OPEN:
        return is_partial ? "PartiallyFilled" : "New";
    case SIM_ORDER_FILLED:
        return "Filled";
    default:
        return is_partial ? "PartiallyFilledCanceled" : "Cancelled";
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

static void write_id(tr_json_writer *json, const char *name, int64_t id)
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
    write_id(json, "orderId", order->id);
    tr_json_write_text(json, "orderLinkId", order->client_id);
    tr_json_write_text(json, "symbol", instrument->exchange_symbol);
    sim_write_fixed(json, "price", order->price, order->is_market ? 0 : market->price_digits);
    sim_write_fixed(json, "qty", order->is_by_quote ? order->quote_quantity : order->quantity, 0);
    tr_json_write_text(json, "side", order->side == TR_SIDE_BUY ? "Buy" : "Sell");
    tr_json_write_text(json, "orderStatus", status_of(order));
    tr_json_write_text(json, "rejectReason", reason_of(order));
    tr_json_write_text(json, "avgPrice", average);
    sim_write_fixed(json, "leavesQty", sim_order_open_quantity(order), 0);
    sim_write_fixed(json, "cumExecQty", order->filled, 0);
    sim_write_fixed(json, "cumExecValue", order->filled_quote, 0);
    sim_write_fixed(json, "cumExecFee", order->fee, 0);
    tr_json_write_object_begin(json, "cumFeeDetail");
    if (has_filled)
        sim_write_fixed(json, order->side == TR_SIDE_BUY ? instrument->base : instrument->quote,
                        order->fee, 0);
    tr_json_write_object_end(json);
    tr_json_write_text(json, "timeInForce", tif_of(order));
    tr_json_write_text(json, "orderType", order->is_market ? "Market" : "Limit");
    tr_json_write_text(json, "marketUnit",
                       !order->is_market    ? ""
                       : order->is_by_quote ? "quoteCoin"
                                            : "baseCoin");
    tr_json_write_text(json, "triggerPrice", "0.00");
    tr_json_write_text(json, "stopOrderType", "");
    tr_json_write_bool(json, "reduceOnly", false);
    write_id(json, "createdTime", order->created_ns / TR_NS_PER_MS);
    write_id(json, "updatedTime", order->updated_ns / TR_NS_PER_MS);
    tr_json_write_object_end(json);
}

static void say_refused(sim_call *call, sim_refusal refusal)
{
    static const struct {
        sim_refusal refusal;
        int code;
        const char *text;
    } rows[] = {
        { SIM_REFUSAL_FUNDS, 170131, "Insufficient balance." },
        { SIM_REFUSAL_TICK, 170134, "Order price has too many decimals." },
        { SIM_REFUSAL_PRICE, 170132, "Order price is too high or too low." },
        { SIM_REFUSAL_LOT, 170137, "Order volume decimal too long" },
        { SIM_REFUSAL_QUANTITY_LOW, 170136, "Order quantity exceeded lower limit." },
        { SIM_REFUSAL_QUANTITY_HIGH, 170135, "Order quantity exceeded upper limit." },
        { SIM_REFUSAL_NOTIONAL, 170140, "Order value exceeded lower limit." },
        { SIM_REFUSAL_DUPLICATE, 170141, "Duplicate clientOrderId" },
        { SIM_REFUSAL_HALTED, 170115, "Invalid symbol: trading is stopped." },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].refusal == refusal) {
            say(call, rows[i].code, rows[i].text);
            return;
        }
    say(call, 170810, "Cannot exceed maximum of orders.");
}

/* The name of a member that this dialect does not know; NULL when there is none. */
static const char *unknown_member(const sim_call *call)
{
    static const char *const known[] = { "category",   "symbol",     "side",        "orderType",
                                         "qty",        "price",      "timeInForce", "orderLinkId",
                                         "marketUnit", "isLeverage", "orderFilter" };
    const tr_json_value *root =
        call->request->json == NULL ? NULL : tr_json_document_root(call->request->json);
    for (const tr_json_value *at = tr_json_value_first(root); at != NULL;
         at = tr_json_value_next(at)) {
        const char *name = tr_json_value_key(at, NULL);
        bool is_known = false;
        for (size_t k = 0; name != NULL && k < sizeof known / sizeof *known; k++)
            is_known = is_known || strcmp(name, known[k]) == 0;
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

/* The name of the member that is wrong; NULL when all is well. */
static const char *wish_read(const sim_call *call, sim_wish *wish)
{
    const char *side = param(call, "side"), *type = param(call, "orderType");
    const char *unit = param(call, "marketUnit"), *id = param(call, "orderLinkId");
    const char *filter = param(call, "orderFilter"), *leverage = param(call, "isLeverage");
    if (side == NULL || (strcmp(side, "Buy") != 0 && strcmp(side, "Sell") != 0))
        return "side";
    if (type == NULL || (strcmp(type, "Market") != 0 && strcmp(type, "Limit") != 0))
        return "orderType";
    wish->side = side[0] == 'B' ? TR_SIDE_BUY : TR_SIDE_SELL;
    wish->is_market = type[0] == 'M';
    if (!tif_read(param(call, "timeInForce"), wish) || (wish->is_market && wish->is_post_only))
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
    if (sim_amount_of(param(call, "qty"),
                      wish->is_by_quote ? &wish->quote_quantity : &wish->quantity) != TR_OK)
        return "qty";
    if (!wish->is_market && sim_amount_of(param(call, "price"), &wish->price) != TR_OK)
        return "price";
    return NULL;
}

/* An acknowledgement and nothing more: the state comes from a query. */
static void run_place(sim_call *call)
{
    const sim_order *order = NULL;
    const char *wrong = call->request->json == NULL ? "body" : unknown_member(call);
    sim_wish wish = { .account = call->account };
    if (wrong == NULL && (wish.market = market_named(call)) == NULL)
        return;
    if (wrong == NULL)
        wrong = wish_read(call, &wish);
    if (wrong != NULL) {
        say_wrong(call, wrong);
        return;
    }
    sim_refusal refusal = sim_place(call->exchange, &wish, &order);
    if (refusal != SIM_REFUSAL_NONE) {
        say_refused(call, refusal);
        return;
    }
    begin(call, 0, "OK");
    write_id(call->json, "orderId", order->id);
    tr_json_write_text(call->json, "orderLinkId", order->client_id);
    end(call);
}

/* orderId wins over orderLinkId; NULL: no such order. */
static const sim_order *order_named(const sim_call *call)
{
    int64_t id = 0;
    const char *id_text = param(call, "orderId"), *client_id = param(call, "orderLinkId");
    if (id_text != NULL && id_text[0] != '\0')
        return sim_integer_of(id_text, &id) ? sim_order_of_id(call->exchange, call->account, id)
                                            : NULL;
    return client_id == NULL ? NULL : sim_order_of_client(call->exchange, call->account, client_id);
}

static void run_cancel(sim_call *call)
{
    const sim_market *market = market_named(call);
    const sim_order *order = market == NULL ? NULL : order_named(call);
    if (market == NULL)
        return;
    if (order == NULL || order->instrument != market->number ||
        !sim_cancel(call->exchange, order)) {
        say(call, 170213, "Order does not exist.");
        return;
    }
    begin(call, 0, "OK");
    write_id(call->json, "orderId", order->id);
    tr_json_write_text(call->json, "orderLinkId", order->client_id);
    end(call);
}

/* Pages by a cursor that is a plain offset. */
typedef struct page {
    int64_t from;
    int64_t limit;
    int64_t seen;
} page;

static bool page_read(sim_call *call, page *out)
{
    *out = (page){ .from = sim_limit_of(call, "cursor", 0, INT64_MAX),
                   .limit = sim_limit_of(call, "limit", 50, 100) };
    if (out->from >= 0 && out->limit > 0)
        return true;
    say_wrong(call, out->from < 0 ? "cursor" : "limit");
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
    if (at->seen > at->from + at->limit)
        (void)snprintf(text, sizeof text, "%lld", (long long)(at->from + at->limit));
    tr_json_write_text(call->json, "nextPageCursor", text);
    tr_json_write_text(call->json, "category", "spot");
    end(call);
}

/* With an id that order in whatever state; otherwise the open ones, or the done ones, newest first. */
static void write_orders(sim_call *call, bool is_open)
{
    bool is_wrong = false;
    page at;
    const sim_market *market = market_if_named(call, &is_wrong);
    bool has_id = param(call, "orderId") != NULL || param(call, "orderLinkId") != NULL;
    if (is_wrong || !page_read(call, &at))
        return;
    begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    const sim_order *only = has_id ? order_named(call) : NULL;
    for (size_t i = call->exchange->order_count; i-- > 0;) {
        const sim_order *order = &call->exchange->orders[i];
        if (order->account != call->account ||
            (market != NULL && order->instrument != market->number) ||
            (has_id ? order != only : (order->status == SIM_ORDER_OPEN) != is_open))
            continue;
        if (page_has(&at))
            write_order(call, order);
    }
    tr_json_write_array_end(call->json);
    page_end(call, &at);
}

static void run_realtime(sim_call *call)
{
    write_orders(call, true);
}

static void run_history(sim_call *call)
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
    write_id(json, "orderId", fill->order_id);
    tr_json_write_text(json, "orderLinkId", order->client_id);
    tr_json_write_text(json, "side", fill->side == TR_SIDE_BUY ? "Buy" : "Sell");
    tr_json_write_text(json, "orderType", order->is_market ? "Market" : "Limit");
    sim_write_fixed(json, "execFee", fill->fee, 0);
    tr_json_write_text(json, "feeCurrency", fill->fee_asset);
    write_id(json, "execId", (int64_t)index + 1);
    sim_write_fixed(json, "execPrice", fill->price, market->price_digits);
    sim_write_fixed(json, "execQty", fill->quantity, 0);
    sim_write_fixed(json, "execValue", fill->quote, 0);
    tr_json_write_text(json, "execType", "Trade");
    write_id(json, "execTime", fill->at_ns / TR_NS_PER_MS);
    tr_json_write_bool(json, "isMaker", fill->is_maker);
    sim_write_fixed(json, "feeRate", fill->is_maker ? account->maker_rate : account->taker_rate, 0);
    tr_json_write_object_end(json);
}

/* Newest first. */
static void run_fills(sim_call *call)
{
    bool is_wrong = false;
    page at;
    const sim_exchange *exchange = call->exchange;
    const sim_market *market = market_if_named(call, &is_wrong);
    int64_t most = INT64_MAX / TR_NS_PER_MS;
    int64_t from = sim_limit_of(call, "startTime", 0, most);
    int64_t until = sim_limit_of(call, "endTime", most, most);
    const sim_order *order = param(call, "orderId") == NULL ? NULL : order_named(call);
    if (is_wrong || !page_read(call, &at))
        return;
    if (from < 0 || until < 0) {
        say_wrong(call, "startTime");
        return;
    }
    begin(call, 0, "OK");
    tr_json_write_array_begin(call->json, "list");
    for (size_t i = exchange->fill_count; i-- > 0;) {
        const sim_fill *fill = &exchange->fills[i];
        int64_t ms = fill->at_ns / TR_NS_PER_MS;
        if (fill->account != call->account || ms < from || ms > until ||
            (market != NULL && fill->instrument != market->number) ||
            (param(call, "orderId") != NULL && (order == NULL || fill->order_id != order->id)))
            continue;
        if (page_has(&at))
            write_fill(call, fill, i);
    }
    tr_json_write_array_end(call->json);
    page_end(call, &at);
}

/* ---- the row --------------------------------------------------------------------------------- */

static const sim_route routes[] = {
    { "GET", "/v5/market/time", SIM_OPERATION_TIME, 0, 1, run_time },
    { "GET", "/v5/market/instruments-info", SIM_OPERATION_INSTRUMENTS, 0, 1, run_instruments },
    { "GET", "/v5/market/tickers", SIM_OPERATION_TICKER, 0, 1, run_tickers },
    { "GET", "/v5/market/orderbook", SIM_OPERATION_BOOK, 0, 1, run_book },
    { "GET", "/v5/market/kline", SIM_OPERATION_BARS, 0, 1, run_bars },
    { "GET", "/v5/account/wallet-balance", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 1, run_wallet },
    { "GET", "/v5/account/info", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 1, run_account },
    { "GET", "/v5/account/fee-rate", SIM_OPERATION_FEES, SIM_RIGHT_READ, 1, run_fees },
    { "GET", "/v5/user/query-api", SIM_OPERATION_RIGHTS, SIM_RIGHT_READ, 1, run_rights },
    { "GET", "/v5/asset/coin/query-info", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 1, run_coins },
    { "POST", "/v5/order/create", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 1, run_place },
    { "POST", "/v5/order/cancel", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1, run_cancel },
    { "GET", "/v5/order/realtime", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1, run_realtime },
    { "GET", "/v5/order/history", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1, run_history },
    { "GET", "/v5/execution/list", SIM_OPERATION_FILLS, SIM_RIGHT_READ, 1, run_fills },
    { 0 },
};

static const char *const prefixes[] = { "/v5/", NULL };

static const char *const listings[] = {
    "instrument BTC/USDT id=BTCUSDT tick=0.01 lot=0.000001 min=0.000011 max=100 notional_min=5",
    "instrument ETH/USDT id=ETHUSDT tick=0.01 lot=0.00001 min=0.0001 max=2000 notional_min=5",
    "price BTC/USDT 50000",
    "price ETH/USDT 2500 depth=10",
    "history BTC/USDT 600",
    "history ETH/USDT 600",
    NULL,
};

const sim_shape sim_shape_bybit = {
    .name = "bybit",
    .prefixes = prefixes,
    .routes = routes,
    .hash = TR_HASH_SHA256,
    .schemes = 1u << TR_KEY_HMAC | 1u << TR_KEY_RSA,
    .duplicates = SIM_DUPLICATES_NEVER,
    .maker_rate = "0.001",
    .taker_rate = "0.001",
    .listings = listings,
    .admit = admit,
    .pace = pace,
    .say_unknown_path = say_unknown_path,
    .say_busy = say_busy,
    .say_timeout = say_timeout,
    .say_rate_limit = say_rate_limit,
};
