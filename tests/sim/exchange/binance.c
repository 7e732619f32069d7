/*
 * binance.c: the dialect of Binance's spot REST API, /api/v3. Source: Binance Spot API documentation, "General API
 * Information", "Endpoint Security Type", "Market Data", "Account", "Trading" and "Error codes", 2026.
 */
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define WEIGHT_MAX      6000u /* a minute */
#define ORDERS_MAX      100u  /* in 10 s */
#define OFFENCE_MAX     10u   /* requests in spite of a 429, then a ban */
#define BAN_S           120
#define RECV_WINDOW_MS  5000
#define RECV_WINDOW_MAX 60000
#define CLIENT_ID_MAX   36u
#define BARS_MAX        1000

/* ---- words ----------------------------------------------------------------------------------- */

static void say(sim_call *call, int http, int code, const char *text)
{
    call->code = http;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_int64(call->json, "code", code);
    tr_json_write_text(call->json, "msg", text);
    tr_json_write_object_end(call->json);
}

static void say_param(sim_call *call, const char *name)
{
    char text[160];
    (void)snprintf(text, sizeof text,
                   "Mandatory parameter '%s' was not sent, was empty/null, or malformed.",
                   name); /* the names are ours */
    say(call, 400, -1102, text);
}

static void say_unknown_path(sim_call *call)
{
    call->raw = "<html><body><h1>404 Not Found</h1></body></html>";
}

static void say_busy(sim_call *call)
{
    say(call, 503, -1008,
        "Server is currently overloaded with other requests. Please try again in a few minutes.");
}

static void say_timeout(sim_call *call)
{
    say(call, 408, -1007,
        "Timeout waiting for response from backend server. Send status unknown; execution status "
        "unknown.");
}

static void say_rate_limit(sim_call *call, int code, int64_t retry_s)
{
    char text[200];
    sim_call_header(call, "Retry-After: %lld", (long long)retry_s);
    if (code == 418)
        (void)snprintf(text, sizeof text,
                       "Way too much request weight used; IP banned until %lld. Please use "
                       "WebSocket Streams for live updates to avoid bans.",
                       (long long)(call->clock_ns / TR_NS_PER_MS + retry_s * 1000));
    else
        (void)snprintf(text, sizeof text,
                       "Too much request weight used; current limit is %u request weight per 1 "
                       "MINUTE. Please use WebSocket Streams for live updates to avoid polling the "
                       "API.",
                       call->exchange->weight_max == 0 ? WEIGHT_MAX : call->exchange->weight_max);
    say(call, code, -1003, text);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static bool pace(sim_call *call, const sim_route *route)
{
    sim_exchange *exchange = call->exchange;
    uint32_t max = exchange->weight_max == 0 ? WEIGHT_MAX : exchange->weight_max;
    int64_t now = exchange->now_ns, window = now - now % TR_NS_PER_MINUTE;
    if (exchange->weight_at_ns != window) {
        exchange->weight_at_ns = window;
        exchange->weight_used = 0;
        exchange->offence_count = 0;
    }
    if (now < exchange->banned_until_ns) {
        say_rate_limit(call, 418,
                       (exchange->banned_until_ns - now + TR_NS_PER_SECOND - 1) / TR_NS_PER_SECOND);
        return false;
    }
    exchange->weight_used += route->weight;
    sim_call_header(call, "X-MBX-USED-WEIGHT: %u", exchange->weight_used);
    sim_call_header(call, "X-MBX-USED-WEIGHT-1M: %u", exchange->weight_used);
    if (exchange->weight_used <= max)
        return true;
    if (++exchange->offence_count > OFFENCE_MAX)
        exchange->banned_until_ns = now + BAN_S * TR_NS_PER_SECOND;
    say_rate_limit(call, 429,
                   (window + TR_NS_PER_MINUTE - now + TR_NS_PER_SECOND - 1) / TR_NS_PER_SECOND);
    return false;
}

/* Orders are counted when they are taken. */
static bool may_order(sim_call *call)
{
    sim_exchange *exchange = call->exchange;
    uint32_t max = exchange->orders_max == 0 ? ORDERS_MAX : exchange->orders_max;
    int64_t span = 10 * TR_NS_PER_SECOND, window = exchange->now_ns - exchange->now_ns % span;
    char text[120];
    if (exchange->orders_at_ns != window) {
        exchange->orders_at_ns = window;
        exchange->orders_used = 0;
    }
    if (exchange->orders_used < max)
        return true;
    (void)snprintf(text, sizeof text,
                   "Too many new orders; current limit is %u orders per 10 SECOND.", max);
    sim_call_header(call, "Retry-After: %lld",
                    (long long)((window + span - exchange->now_ns) / TR_NS_PER_SECOND + 1));
    say(call, 429, -1015, text);
    return false;
}

/* ---- who calls ------------------------------------------------------------------------------- */

/*
 * What was signed: query and body joined with nothing between, without the signature, which stands last in the one or
 * the other. The signature's own text is copied, still encoded. False: there is none.
 */
static bool signed_text(const sim_request *request, sim_text *text, char *signature, size_t size)
{
    const char *parts[] = { request->query, request->body == NULL ? "" : request->body };
    bool is_found = false;
    for (int i = 0; i < 2; i++) {
        const char *at = strstr(parts[i], "&signature=");
        const char *value = at == NULL ? NULL : at + 11;
        if (at == NULL && strncmp(parts[i], "signature=", 10) == 0) {
            at = parts[i];
            value = at + 10;
        }
        if (at == NULL || is_found) {
            sim_text_put(text, parts[i], strlen(parts[i]));
            continue;
        }
        if (strlen(value) >= size || strchr(value, '&') != NULL)
            return false;
        memcpy(signature, value, strlen(value) + 1);
        sim_text_put(text, parts[i], (size_t)(at - parts[i]));
        is_found = true;
    }
    return is_found && !text->is_failed;
}

static bool is_signed(const sim_call *call)
{
    char signature[2048];
    uint8_t code[TR_SIGNATURE_SIZE_MAX];
    size_t code_size = 0;
    sim_text text = { 0 };
    bool is_right = signed_text(call->request, &text, signature, sizeof signature) &&
                    sim_percent_decode(signature, false) == TR_OK;
    if (is_right && call->key->scheme == TR_KEY_HMAC)
        is_right =
            tr_hex_decode(signature, strlen(signature), code, sizeof code, &code_size) == TR_OK;
    else if (is_right)
        is_right = tr_base64_decode(TR_BASE64_STANDARD, signature, strlen(signature), code,
                                    sizeof code, &code_size) == TR_OK;
    if (is_right)
        is_right = sim_key_check(call->key, TR_HASH_SHA256, text.bytes, text.size, code, code_size);
    sim_text_done(&text);
    return is_right;
}

static bool is_in_time(sim_call *call)
{
    int64_t at = 0, window = RECV_WINDOW_MS, now = call->clock_ns / TR_NS_PER_MS;
    const char *window_text = sim_request_param(call->request, "recvWindow");
    if (!sim_integer_of(sim_request_param(call->request, "timestamp"), &at)) {
        say_param(call, "timestamp");
        return false;
    }
    if (window_text != NULL && (!sim_integer_of(window_text, &window) || window < 0)) {
        say_param(call, "recvWindow");
        return false;
    }
    if (window > RECV_WINDOW_MAX) {
        say(call, 400, -1131, "recvWindow must be less than 60000");
        return false;
    }
    if (at >= now + 1000) {
        say(call, 400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
        return false;
    }
    if (now - at > window) {
        say(call, 400, -1021, "Timestamp for this request is outside of the recvWindow.");
        return false;
    }
    return true;
}

static bool admit(sim_call *call, const sim_route *route)
{
    const char *id = sim_request_header(call->request, "X-MBX-APIKEY");
    if (route->right == 0)
        return true;
    if (id == NULL || id[0] == '\0') {
        say(call, 401, -2014, "API-key format invalid.");
        return false;
    }
    call->key = sim_key_find(call->exchange, id);
    if (call->key == NULL) {
        say(call, 401, -2015, "Invalid API-key, IP, or permissions for action.");
        return false;
    }
    if (strstr(call->request->query, "signature=") == NULL &&
        sim_request_param(call->request, "signature") == NULL) {
        say_param(call, "signature");
        return false;
    }
    if (!is_signed(call)) {
        say(call, 400, -1022, "Signature for this request is not valid.");
        return false;
    }
    if (!is_in_time(call))
        return false;
    if ((call->key->rights & route->right) == 0) {
        say(call, 401, -2015, "Invalid API-key, IP, or permissions for action.");
        return false;
    }
    call->account = call->key->account;
    return true;
}

/* ---- market data ----------------------------------------------------------------------------- */

/* The instrument that the request names; NULL after saying what is wrong. */
static sim_market *market_named(sim_call *call)
{
    const char *symbol = sim_request_param(call->request, "symbol");
    if (symbol == NULL || symbol[0] == '\0') {
        say_param(call, "symbol");
        return NULL;
    }
    sim_market *market = sim_market_of_id(call->exchange, symbol);
    if (market == NULL)
        say(call, 400, -1121, "Invalid symbol.");
    return market;
}

static void run_ping(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_object_end(call->json);
}

static void run_time(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_int64(call->json, "serverTime", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_object_end(call->json);
}

static void write_limit(tr_json_writer *json, const char *type, const char *interval, int number,
                        uint32_t limit)
{
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "rateLimitType", type);
    tr_json_write_text(json, "interval", interval);
    tr_json_write_int64(json, "intervalNum", number);
    tr_json_write_int64(json, "limit", limit);
    tr_json_write_object_end(json);
}

static void write_lot_filter(tr_json_writer *json, const char *type, const sim_market *market)
{
    const tr_instrument *instrument = &market->instrument;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "filterType", type);
    sim_write_amount(json, "minQty", instrument->quantity_min);
    sim_write_amount(json, "maxQty",
                     tr_decimal_is_zero(instrument->quantity_max)
                         ? tr_decimal_from_int(INT64_C(1000000000))
                         : instrument->quantity_max);
    sim_write_amount(json, "stepSize", instrument->lot);
    tr_json_write_object_end(json);
}

static void write_filters(tr_json_writer *json, const sim_market *market)
{
    tr_json_write_array_begin(json, "filters");
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "filterType", "PRICE_FILTER");
    sim_write_amount(json, "minPrice", market->instrument.tick);
    sim_write_amount(json, "maxPrice", tr_decimal_from_int(INT64_C(1000000000)));
    sim_write_amount(json, "tickSize", market->instrument.tick);
    tr_json_write_object_end(json);
    write_lot_filter(json, "LOT_SIZE", market);
    write_lot_filter(json, "MARKET_LOT_SIZE", market);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "filterType", "NOTIONAL");
    sim_write_amount(json, "minNotional", market->instrument.notional_min);
    tr_json_write_bool(json, "applyMinToMarket", true);
    sim_write_amount(json, "maxNotional", tr_decimal_from_int(INT64_C(1000000000000)));
    tr_json_write_bool(json, "applyMaxToMarket", false);
    tr_json_write_int64(json, "avgPriceMins", 5);
    tr_json_write_object_end(json);
    tr_json_write_array_end(json);
}

static void write_symbol(tr_json_writer *json, const sim_market *market)
{
    const tr_instrument *instrument = &market->instrument;
    static const char *const types[] = { "LIMIT", "LIMIT_MAKER", "MARKET" };
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", instrument->exchange_symbol);
    tr_json_write_text(json, "status", market->is_halted ? "HALT" : "TRADING");
    tr_json_write_text(json, "baseAsset", instrument->base);
    tr_json_write_int64(json, "baseAssetPrecision", 8);
    tr_json_write_text(json, "quoteAsset", instrument->quote);
    tr_json_write_int64(json, "quotePrecision", 8);
    tr_json_write_int64(json, "quoteAssetPrecision", 8);
    tr_json_write_int64(json, "baseCommissionPrecision", 8);
    tr_json_write_int64(json, "quoteCommissionPrecision", 8);
    tr_json_write_array_begin(json, "orderTypes");
    for (size_t i = 0; i < 3; i++)
        tr_json_write_text(json, NULL, types[i]);
    tr_json_write_array_end(json);
    tr_json_write_bool(json, "icebergAllowed", false);
    tr_json_write_bool(json, "ocoAllowed", false);
    tr_json_write_bool(json, "quoteOrderQtyMarketAllowed", true);
    tr_json_write_bool(json, "cancelReplaceAllowed", false);
    tr_json_write_bool(json, "isSpotTradingAllowed", true);
    tr_json_write_bool(json, "isMarginTradingAllowed", false);
    write_filters(json, market);
    tr_json_write_array_begin(json, "permissions");
    tr_json_write_array_end(json);
    tr_json_write_array_begin(json, "permissionSets");
    tr_json_write_array_begin(json, NULL);
    tr_json_write_text(json, NULL, "SPOT");
    tr_json_write_array_end(json);
    tr_json_write_array_end(json);
    tr_json_write_text(json, "defaultSelfTradePreventionMode", "NONE");
    tr_json_write_array_begin(json, "allowedSelfTradePreventionModes");
    tr_json_write_text(json, NULL, "NONE");
    tr_json_write_array_end(json);
    tr_json_write_object_end(json);
}

static void run_exchange_info(sim_call *call)
{
    const sim_exchange *exchange = call->exchange;
    const char *symbol = sim_request_param(call->request, "symbol");
    tr_json_writer *json = call->json;
    if (symbol != NULL && market_named(call) == NULL)
        return;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "timezone", "UTC");
    tr_json_write_int64(json, "serverTime", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_array_begin(json, "rateLimits");
    write_limit(json, "REQUEST_WEIGHT", "MINUTE", 1,
                exchange->weight_max == 0 ? WEIGHT_MAX : exchange->weight_max);
    write_limit(json, "ORDERS", "SECOND", 10,
                exchange->orders_max == 0 ? ORDERS_MAX : exchange->orders_max);
    tr_json_write_array_end(json);
    tr_json_write_array_begin(json, "exchangeFilters");
    tr_json_write_array_end(json);
    tr_json_write_array_begin(json, "symbols");
    for (size_t i = 0; i < exchange->market_count; i++)
        if (symbol == NULL || strcmp(symbol, exchange->markets[i].instrument.exchange_symbol) == 0)
            write_symbol(json, &exchange->markets[i]);
    tr_json_write_array_end(json);
    tr_json_write_object_end(json);
}

static void write_best(const sim_call *call, const sim_market *market)
{
    sim_best best;
    sim_best_of(call, market, &best);
    sim_write_amount(call->json, "bidPrice", best.bid);
    sim_write_amount(call->json, "bidQty", best.bid_quantity);
    sim_write_amount(call->json, "askPrice", best.ask);
    sim_write_amount(call->json, "askQty", best.ask_quantity);
}

static void write_ticker(const sim_call *call, const sim_market *market)
{
    tr_json_writer *json = call->json;
    sim_bar day;
    sim_market_day(call->exchange, market, &day);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "symbol", market->instrument.exchange_symbol);
    sim_write_amount(json, "priceChange", sim_minus(market->last_price, day.open));
    sim_write_fixed(json, "priceChangePercent", sim_day_change(&day, 100), 3);
    sim_write_amount(json, "weightedAvgPrice", sim_day_average(&day));
    sim_write_amount(json, "prevClosePrice", day.open);
    sim_write_amount(json, "lastPrice", market->last_price);
    write_best(call, market);
    sim_write_amount(json, "openPrice", day.open);
    sim_write_amount(json, "highPrice", day.high);
    sim_write_amount(json, "lowPrice", day.low);
    sim_write_amount(json, "volume", day.volume);
    sim_write_amount(json, "quoteVolume", day.quote_volume);
    tr_json_write_int64(json, "openTime", day.open_ns / TR_NS_PER_MS);
    tr_json_write_int64(json, "closeTime", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_int64(json, "count", day.trade_count);
    tr_json_write_object_end(json);
}

static void write_last(const sim_call *call, const sim_market *market)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    sim_write_amount(call->json, "price", market->last_price);
    tr_json_write_object_end(call->json);
}

static void write_book_ticker(const sim_call *call, const sim_market *market)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    write_best(call, market);
    tr_json_write_object_end(call->json);
}

/* One market, or all of them as a list. */
static void write_each(sim_call *call, void (*write)(const sim_call *, const sim_market *))
{
    if (sim_request_param(call->request, "symbol") != NULL) {
        const sim_market *market = market_named(call);
        if (market != NULL)
            write(call, market);
        return;
    }
    tr_json_write_array_begin(call->json, NULL);
    for (size_t i = 0; i < call->exchange->market_count; i++)
        write(call, &call->exchange->markets[i]);
    tr_json_write_array_end(call->json);
}

static void run_ticker(sim_call *call)
{
    write_each(call, write_ticker);
}

static void run_last(sim_call *call)
{
    write_each(call, write_last);
}

static void run_book_ticker(sim_call *call)
{
    write_each(call, write_book_ticker);
}

static void write_side(const sim_call *call, const sim_market *market, tr_side side,
                       const char *name, size_t level_max)
{
    tr_book_level levels[1000];
    size_t count = sim_depth(call->exchange, market, side, levels, level_max);
    tr_json_write_array_begin(call->json, name);
    for (size_t i = 0; i < count; i++) {
        tr_json_write_array_begin(call->json, NULL);
        sim_write_amount(call->json, NULL, sim_price_of_ticks(market, levels[i].price));
        sim_write_amount(call->json, NULL,
                         sim_quantity_of_lots(market, (int64_t)levels[i].shown.low));
        tr_json_write_array_end(call->json);
    }
    tr_json_write_array_end(call->json);
}

static void run_depth(sim_call *call)
{
    const sim_market *market = market_named(call);
    int64_t limit = sim_limit_of(call, "limit", 100, 1000);
    if (market == NULL)
        return;
    if (limit < 1) {
        say(call, 400, -1100, "Illegal characters found in parameter 'limit'.");
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_int64(
        call->json, "lastUpdateId",
        (int64_t)tr_book_sequence(tr_matching_book(call->exchange->matching, market->number)));
    write_side(call, market, TR_SIDE_BUY, "bids", (size_t)limit);
    write_side(call, market, TR_SIDE_SELL, "asks", (size_t)limit);
    tr_json_write_object_end(call->json);
}

static int64_t span_of(const char *interval)
{
    static const struct {
        const char *name;
        int64_t minutes;
    } spans[] = { { "1m", 1 },    { "3m", 3 },    { "5m", 5 },   { "15m", 15 }, { "30m", 30 },
                  { "1h", 60 },   { "2h", 120 },  { "4h", 240 }, { "6h", 360 }, { "8h", 480 },
                  { "12h", 720 }, { "1d", 1440 }, { "3d", 4320 } };
    for (size_t i = 0; interval != NULL && i < sizeof spans / sizeof *spans; i++)
        if (strcmp(spans[i].name, interval) == 0)
            return spans[i].minutes * TR_NS_PER_MINUTE;
    return 0;
}

static void write_bar(tr_json_writer *json, const sim_bar *bar, int64_t span)
{
    tr_decimal nothing = { 0 };
    tr_json_write_array_begin(json, NULL);
    tr_json_write_int64(json, NULL, bar->open_ns / TR_NS_PER_MS);
    sim_write_amount(json, NULL, bar->open);
    sim_write_amount(json, NULL, bar->high);
    sim_write_amount(json, NULL, bar->low);
    sim_write_amount(json, NULL, bar->close);
    sim_write_amount(json, NULL, bar->volume);
    tr_json_write_int64(json, NULL, (bar->open_ns + span) / TR_NS_PER_MS - 1);
    sim_write_amount(json, NULL, bar->quote_volume);
    tr_json_write_int64(json, NULL, bar->trade_count);
    sim_write_amount(json, NULL, nothing);
    sim_write_amount(json, NULL, nothing);
    tr_json_write_text(json, NULL, "0");
    tr_json_write_array_end(json);
}

static void run_klines(sim_call *call)
{
    const sim_market *market = market_named(call);
    int64_t span = span_of(sim_request_param(call->request, "interval"));
    int64_t limit = sim_limit_of(call, "limit", 500, BARS_MAX);
    int64_t from = sim_limit_of(call, "startTime", INT64_MIN, INT64_C(9000000000000));
    int64_t until = sim_limit_of(call, "endTime", INT64_C(9000000000000), INT64_C(9000000000000));
    if (market == NULL)
        return;
    if (span == 0) {
        say(call, 400, -1120, "Invalid interval.");
        return;
    }
    if (limit < 1 || from == -1 || until == -1) {
        say(call, 400, -1100, "Illegal characters found in a parameter.");
        return;
    }
    sim_bar *bars = calloc(BARS_MAX, sizeof *bars);
    if (bars == NULL) {
        call->exchange->is_out_of_memory = true;
        return;
    }
    size_t count = sim_market_bars(market, span, from == INT64_MIN ? from : from * TR_NS_PER_MS,
                                   until * TR_NS_PER_MS, bars, (size_t)limit);
    tr_json_write_array_begin(call->json, NULL);
    for (size_t i = 0; i < count; i++)
        write_bar(call->json, &bars[i], span);
    tr_json_write_array_end(call->json);
    free(bars);
}

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

static void run_account(sim_call *call)
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

static void run_commission(sim_call *call)
{
    const sim_market *market = market_named(call);
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
static void run_trade_fee(sim_call *call)
{
    const char *symbol = sim_request_param(call->request, "symbol");
    const sim_market *market = symbol == NULL ? NULL : market_named(call);
    if (symbol != NULL && market == NULL)
        return;
    tr_json_write_array_begin(call->json, NULL);
    for (size_t i = 0; i < call->exchange->market_count; i++)
        if (market == NULL || market == &call->exchange->markets[i])
            write_trade_fee(call, &call->exchange->markets[i]);
    tr_json_write_array_end(call->json);
}

static void run_rights(sim_call *call)
{
    unsigned rights = call->key->rights;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_bool(call->json, "ipRestrict", false);
    tr_json_write_int64(call->json, "createTime", 1600000000000);
    tr_json_write_bool(call->json, "enableReading", (rights & SIM_RIGHT_READ) != 0);
    tr_json_write_bool(call->json, "enableWithdrawals", (rights & SIM_RIGHT_WITHDRAW) != 0);
    tr_json_write_bool(call->json, "enableInternalTransfer", false);
    tr_json_write_bool(call->json, "enableMargin", false);
    tr_json_write_bool(call->json, "enableFutures", false);
    tr_json_write_bool(call->json, "permitsUniversalTransfer", false);
    tr_json_write_bool(call->json, "enableVanillaOptions", false);
    tr_json_write_bool(call->json, "enableSpotAndMarginTrading", (rights & SIM_RIGHT_TRADE) != 0);
    tr_json_write_object_end(call->json);
}

/* Margin and deposits: there are none, and clients that look for them find just that. */
static void run_nothing(sim_call *call)
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
    tr_json_write_text(json, "type",
                       order->is_market      ? "MARKET"
                       : order->is_post_only ? "LIMIT_MAKER"
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
    tr_json_write_text(json, "stopPrice", "0.00000000");
    tr_json_write_text(json, "icebergQty", "0.00000000");
    tr_json_write_int64(json, "time", order->created_ns / TR_NS_PER_MS);
    tr_json_write_int64(json, "updateTime", order->updated_ns / TR_NS_PER_MS);
    tr_json_write_bool(json, "isWorking", true);
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
        say(call, 400, -2010, "Account has insufficient balance for requested action.");
        break;
    case SIM_REFUSAL_TICK:
    case SIM_REFUSAL_PRICE:
        say(call, 400, -1013, "Filter failure: PRICE_FILTER");
        break;
    case SIM_REFUSAL_LOT:
    case SIM_REFUSAL_QUANTITY_LOW:
    case SIM_REFUSAL_QUANTITY_HIGH:
        say(call, 400, -1013, "Filter failure: LOT_SIZE");
        break;
    case SIM_REFUSAL_NOTIONAL:
        say(call, 400, -1013, "Filter failure: NOTIONAL");
        break;
    case SIM_REFUSAL_DUPLICATE:
        say(call, 400, -2010, "Duplicate order sent.");
        break;
    case SIM_REFUSAL_POST_ONLY:
        say(call, 400, -2010, "Order would immediately match and take.");
        break;
    case SIM_REFUSAL_HALTED:
        say(call, 400, -1013, "Market is closed.");
        break;
    default:
        say(call, 400, -1013, "Filter failure: EXCHANGE_MAX_NUM_ORDERS");
        break;
    }
}

/* A decimal parameter. 1: read, 0: not there, -1: wrong, and said so. */
static int decimal_of(sim_call *call, const char *name, tr_decimal *out)
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
    say(call, 400, status == TR_E_RANGE ? -1111 : -1100, message);
    return -1;
}

static bool client_id_of(sim_call *call, sim_wish *wish)
{
    const char *text = sim_request_param(call->request, "newClientOrderId");
    wish->client_id = "";
    if (text == NULL)
        return true;
    wish->client_id = text;
    size_t length = strlen(text);
    if (length > 0 && length <= CLIENT_ID_MAX &&
        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:/_-") ==
            length)
        return true;
    say(call, 400, -1100,
        "Illegal characters found in parameter 'newClientOrderId'; legal range is "
        "'^[a-zA-Z0-9-_.:/]{1,36}$'.");
    return false;
}

static bool side_of(sim_call *call, sim_wish *wish)
{
    const char *text = sim_request_param(call->request, "side");
    if (text == NULL) {
        say_param(call, "side");
        return false;
    }
    wish->side = strcmp(text, "SELL") == 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
    if (wish->side == TR_SIDE_SELL || strcmp(text, "BUY") == 0)
        return true;
    say(call, 400, -1117, "Invalid side.");
    return false;
}

static bool type_of(sim_call *call, sim_wish *wish)
{
    const char *type = sim_request_param(call->request, "type");
    const char *tif = sim_request_param(call->request, "timeInForce");
    if (type == NULL) {
        say_param(call, "type");
        return false;
    }
    wish->is_market = strcmp(type, "MARKET") == 0;
    wish->is_post_only = strcmp(type, "LIMIT_MAKER") == 0;
    if (!wish->is_market && !wish->is_post_only && strcmp(type, "LIMIT") != 0) {
        say(call, 400, -1116, "Invalid orderType.");
        return false;
    }
    if (strcmp(type, "LIMIT") != 0) {
        if (tif != NULL)
            say(call, 400, -1106, "Parameter 'timeInForce' sent when not required.");
        return tif == NULL;
    }
    if (tif == NULL) {
        say_param(call, "timeInForce");
        return false;
    }
    wish->tif = strcmp(tif, "IOC") == 0   ? TR_BOOK_TIF_IOC
                : strcmp(tif, "FOK") == 0 ? TR_BOOK_TIF_FOK
                                          : TR_BOOK_TIF_GTC;
    if (wish->tif == TR_BOOK_TIF_GTC && strcmp(tif, "GTC") != 0) {
        say(call, 400, -1115, "Invalid timeInForce.");
        return false;
    }
    return true;
}

static bool amounts_of(sim_call *call, sim_wish *wish)
{
    int quantity = decimal_of(call, "quantity", &wish->quantity);
    int quote = quantity < 0 ? -1 : decimal_of(call, "quoteOrderQty", &wish->quote_quantity);
    int price = quote < 0 ? -1 : decimal_of(call, "price", &wish->price);
    if (quantity < 0 || quote < 0 || price < 0)
        return false;
    wish->is_by_quote = wish->is_market && quote == 1 && quantity == 0;
    if (!wish->is_by_quote && quantity == 0) {
        say_param(call, "quantity");
    } else if (quote == 1 && !wish->is_by_quote) {
        say(call, 400, -1106, "Parameter 'quoteOrderQty' sent when not required.");
    } else if (!wish->is_market && price == 0) {
        say_param(call, "price");
    } else if (wish->is_market && price == 1) {
        say(call, 400, -1106, "Parameter 'price' sent when not required.");
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
        "quantity",         "quoteOrderQty", "price",     "newClientOrderId",
        "newOrderRespType", "recvWindow",    "timestamp", "signature"
    };
    for (size_t i = 0; i < call->request->param_count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            is_known = is_known || strcmp(call->request->params[i].name, known[k]) == 0;
        if (!is_known) {
            say(call, 400, -1104,
                "Not all sent parameters were read; this simulator does not speak one of them.");
            return true;
        }
    }
    return false;
}

static void run_place(sim_call *call)
{
    const sim_order *order = NULL;
    char made_up[32];
    sim_wish wish = { .account = call->account, .market = market_named(call) };
    if (wish.market == NULL || has_unknown(call) || !side_of(call, &wish) ||
        !type_of(call, &wish) || !amounts_of(call, &wish) || !client_id_of(call, &wish) ||
        !may_order(call))
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
    const sim_market *market = market_named(call);
    const char *id_text = sim_request_param(call->request, "orderId");
    const char *client_id = sim_request_param(call->request, "origClientOrderId");
    if (market == NULL)
        return false;
    if (id_text == NULL && client_id == NULL) {
        say(call, 400, -1102,
            "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
        return false;
    }
    if (id_text != NULL && !sim_integer_of(id_text, &id)) {
        say(call, 400, -1100, "Illegal characters found in parameter 'orderId'.");
        return false;
    }
    *out = id_text != NULL ? sim_order_of_id(call->exchange, call->account, id)
                           : sim_order_of_client(call->exchange, call->account, client_id);
    if (*out != NULL && (*out)->instrument == market->number)
        return true;
    say(call, 400, missing_code, missing_text);
    return false;
}

static void run_query(sim_call *call)
{
    const sim_order *order = NULL;
    if (order_named(call, -2013, "Order does not exist.", &order))
        write_order(call, order);
}

static void run_cancel(sim_call *call)
{
    const sim_order *order = NULL;
    if (!order_named(call, -2011, "Unknown order sent.", &order))
        return;
    if (!sim_cancel(call->exchange, order)) {
        say(call, 400, -2011, "Unknown order sent.");
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

static void write_orders(sim_call *call, const sim_market *market, bool is_open_only)
{
    tr_json_write_array_begin(call->json, NULL);
    for (size_t i = 0; i < call->exchange->order_count; i++) {
        const sim_order *order = &call->exchange->orders[i];
        if (order->account == call->account &&
            (market == NULL || order->instrument == market->number) &&
            (!is_open_only || order->status == SIM_ORDER_OPEN))
            write_order(call, order);
    }
    tr_json_write_array_end(call->json);
}

static void run_open(sim_call *call)
{
    const sim_market *market = NULL;
    if (sim_request_param(call->request, "symbol") != NULL && (market = market_named(call)) == NULL)
        return;
    write_orders(call, market, true);
}

static void run_all(sim_call *call)
{
    const sim_market *market = market_named(call);
    if (market != NULL)
        write_orders(call, market, false);
}

static void run_cancel_all(sim_call *call)
{
    const sim_market *market = market_named(call);
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
        say(call, 400, -2011, "Unknown order sent.");
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

static void run_my_trades(sim_call *call)
{
    const sim_market *market = market_named(call);
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
        say(call, 400, -1100, "Illegal characters found in a parameter.");
        return;
    }
    const sim_exchange *exchange = call->exchange;
    bool is_from_start = from_id > 0 || from > 0;
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

/* ---- the row --------------------------------------------------------------------------------- */

static const sim_route routes[] = {
    { "GET", "/api/v3/ping", SIM_OPERATION_OTHER, 0, 1, run_ping },
    { "GET", "/api/v3/time", SIM_OPERATION_TIME, 0, 1, run_time },
    { "GET", "/api/v3/exchangeInfo", SIM_OPERATION_INSTRUMENTS, 0, 20, run_exchange_info },
    { "GET", "/api/v3/ticker/24hr", SIM_OPERATION_TICKER, 0, 2, run_ticker },
    { "GET", "/api/v3/ticker/price", SIM_OPERATION_TICKER, 0, 2, run_last },
    { "GET", "/api/v3/ticker/bookTicker", SIM_OPERATION_TICKER, 0, 2, run_book_ticker },
    { "GET", "/api/v3/depth", SIM_OPERATION_BOOK, 0, 5, run_depth },
    { "GET", "/api/v3/klines", SIM_OPERATION_BARS, 0, 2, run_klines },
    { "GET", "/api/v3/account", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 20, run_account },
    { "GET", "/api/v3/account/commission", SIM_OPERATION_FEES, SIM_RIGHT_READ, 20, run_commission },
    { "GET", "/sapi/v1/asset/tradeFee", SIM_OPERATION_FEES, SIM_RIGHT_READ, 1, run_trade_fee },
    { "GET", "/sapi/v1/account/apiRestrictions", SIM_OPERATION_RIGHTS, SIM_RIGHT_READ, 1,
      run_rights },
    { "GET", "/sapi/v1/margin/allPairs", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 1, run_nothing },
    { "GET", "/sapi/v1/margin/isolated/allPairs", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 10,
      run_nothing },
    { "GET", "/sapi/v1/capital/config/getall", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 10,
      run_nothing },
    { "POST", "/api/v3/order", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 1, run_place },
    { "GET", "/api/v3/order", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 4, run_query },
    { "DELETE", "/api/v3/order", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1, run_cancel },
    { "GET", "/api/v3/openOrders", SIM_OPERATION_OPEN, SIM_RIGHT_READ, 6, run_open },
    { "DELETE", "/api/v3/openOrders", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1, run_cancel_all },
    { "GET", "/api/v3/allOrders", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 20, run_all },
    { "GET", "/api/v3/myTrades", SIM_OPERATION_FILLS, SIM_RIGHT_READ, 20, run_my_trades },
    { 0 },
};

static const char *const prefixes[] = { "/api/v3/", "/sapi/v1/", NULL };

static const char *const listings[] = {
    "instrument BTC/USDT id=BTCUSDT tick=0.01 lot=0.00001 min=0.00001 max=9000 notional_min=5",
    "instrument ETH/USDT id=ETHUSDT tick=0.01 lot=0.0001 min=0.0001 max=9000 notional_min=5",
    "price BTC/USDT 50000",
    "price ETH/USDT 2500 depth=10",
    "history BTC/USDT 600",
    "history ETH/USDT 600",
    NULL,
};

const sim_shape sim_shape_binance = {
    .name = "binance",
    .prefixes = prefixes,
    .routes = routes,
    .hash = TR_HASH_SHA256,
    .schemes = 1u << TR_KEY_HMAC | 1u << TR_KEY_RSA | 1u << TR_KEY_ED25519,
    .refuses_post_only = true,
    .duplicates = SIM_DUPLICATES_OPEN,
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
