/*
 * binance.c: the dialect of Binance's spot REST API, /api/v3, and of its USD-M futures, /fapi. Source: Binance Spot API documentation, "General API
 * Information", "Endpoint Security Type", "Market Data", "Account", "Trading" and "Error codes", 2026.
 */
#include "binance.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define OFFENCE_MAX     10u /* requests in spite of a 429, then a ban */
#define BAN_S           120
#define RECV_WINDOW_MS  5000
#define RECV_WINDOW_MAX 60000

/* ---- words ----------------------------------------------------------------------------------- */

void sim_binance_say(sim_call *call, int http, int code, const char *text)
{
    call->code = http;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_int64(call->json, "code", code);
    tr_json_write_text(call->json, "msg", text);
    tr_json_write_object_end(call->json);
}

void sim_binance_say_param(sim_call *call, const char *name)
{
    char text[160];
    (void)snprintf(text, sizeof text,
                   "Mandatory parameter '%s' was not sent, was empty/null, or malformed.",
                   name); /* the names are ours */
    sim_binance_say(call, 400, -1102, text);
}

static void say_unknown_path(sim_call *call)
{
    call->raw = "<html><body><h1>404 Not Found</h1></body></html>";
}

static void say_busy(sim_call *call)
{
    sim_binance_say(
        call, 503, -1008,
        "Server is currently overloaded with other requests. Please try again in a few minutes.");
}

static void say_timeout(sim_call *call)
{
    sim_binance_say(
        call, 408, -1007,
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
    sim_binance_say(call, code, -1003, text);
}

tr_kind sim_binance_kind(const sim_call *call)
{
    return strncmp(call->route->path, "/fapi/", 6) == 0 ? TR_KIND_LINEAR : TR_KIND_SPOT;
}

/* ---- limits ---------------------------------------------------------------------------------- */

static bool pace(sim_call *call, const sim_route *route)
{
    sim_exchange *exchange = call->exchange;
    uint32_t most = strncmp(route->path, "/fapi/", 6) == 0 ? FUTURES_WEIGHT_MAX : WEIGHT_MAX;
    uint32_t max = exchange->weight_max == 0 ? most : exchange->weight_max;
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
bool sim_binance_may_order(sim_call *call)
{
    sim_exchange *exchange = call->exchange;
    uint32_t most = sim_binance_kind(call) == TR_KIND_LINEAR ? FUTURES_ORDERS_MAX : ORDERS_MAX;
    uint32_t max = exchange->orders_max == 0 ? most : exchange->orders_max;
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
    sim_binance_say(call, 429, -1015, text);
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
        sim_binance_say_param(call, "timestamp");
        return false;
    }
    if (window_text != NULL && (!sim_integer_of(window_text, &window) || window < 0)) {
        sim_binance_say_param(call, "recvWindow");
        return false;
    }
    if (window > RECV_WINDOW_MAX) {
        sim_binance_say(call, 400, -1131, "recvWindow must be less than 60000");
        return false;
    }
    if (at >= now + 1000) {
        sim_binance_say(call, 400, -1021,
                        "Timestamp for this request was 1000ms ahead of the server's time.");
        return false;
    }
    if (now - at > window) {
        sim_binance_say(call, 400, -1021,
                        "Timestamp for this request is outside of the recvWindow.");
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
        sim_binance_say(call, 401, -2014, "API-key format invalid.");
        return false;
    }
    call->key = sim_key_find(call->exchange, id);
    if (call->key == NULL) {
        sim_binance_say(call, 401, -2015, "Invalid API-key, IP, or permissions for action.");
        return false;
    }
    if (strstr(call->request->query, "signature=") == NULL &&
        sim_request_param(call->request, "signature") == NULL) {
        sim_binance_say_param(call, "signature");
        return false;
    }
    if (!is_signed(call)) {
        sim_binance_say(call, 400, -1022, "Signature for this request is not valid.");
        return false;
    }
    if (!is_in_time(call))
        return false;
    if ((call->key->rights & route->right) == 0) {
        sim_binance_say(call, 401, -2015, "Invalid API-key, IP, or permissions for action.");
        return false;
    }
    call->account = call->key->account;
    return true;
}

/* ---- the row --------------------------------------------------------------------------------- */

static const sim_route routes[] = {
    { "GET", "/api/v3/ping", SIM_OPERATION_OTHER, 0, 1, sim_binance_run_ping },
    { "GET", "/api/v3/time", SIM_OPERATION_TIME, 0, 1, sim_binance_run_time },
    { "GET", "/api/v3/exchangeInfo", SIM_OPERATION_INSTRUMENTS, 0, 20,
      sim_binance_run_exchange_info },
    { "GET", "/api/v3/ticker/24hr", SIM_OPERATION_TICKER, 0, 2, sim_binance_run_ticker },
    { "GET", "/api/v3/ticker/price", SIM_OPERATION_TICKER, 0, 2, sim_binance_run_last },
    { "GET", "/api/v3/ticker/bookTicker", SIM_OPERATION_TICKER, 0, 2, sim_binance_run_book_ticker },
    { "GET", "/api/v3/depth", SIM_OPERATION_BOOK, 0, 5, sim_binance_run_depth },
    { "GET", "/api/v3/klines", SIM_OPERATION_BARS, 0, 2, sim_binance_run_klines },
    { "GET", "/api/v3/account", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 20,
      sim_binance_run_account },
    { "GET", "/api/v3/account/commission", SIM_OPERATION_FEES, SIM_RIGHT_READ, 20,
      sim_binance_run_commission },
    { "GET", "/sapi/v1/asset/tradeFee", SIM_OPERATION_FEES, SIM_RIGHT_READ, 1,
      sim_binance_run_trade_fee },
    { "GET", "/sapi/v1/account/apiRestrictions", SIM_OPERATION_RIGHTS, SIM_RIGHT_READ, 1,
      sim_binance_run_rights },
    { "GET", "/sapi/v1/margin/allPairs", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 1,
      sim_binance_run_nothing },
    { "GET", "/sapi/v1/margin/isolated/allPairs", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 10,
      sim_binance_run_nothing },
    { "GET", "/sapi/v1/capital/config/getall", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 10,
      sim_binance_run_nothing },
    { "POST", "/api/v3/order", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 1, sim_binance_run_place },
    { "GET", "/api/v3/order", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 4, sim_binance_run_query },
    { "DELETE", "/api/v3/order", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1, sim_binance_run_cancel },
    { "GET", "/api/v3/openOrders", SIM_OPERATION_OPEN, SIM_RIGHT_READ, 6, sim_binance_run_open },
    { "DELETE", "/api/v3/openOrders", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1,
      sim_binance_run_cancel_all },
    { "GET", "/api/v3/allOrders", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 20, sim_binance_run_all },
    { "GET", "/api/v3/myTrades", SIM_OPERATION_FILLS, SIM_RIGHT_READ, 20,
      sim_binance_run_my_trades },
    { "GET", "/fapi/v1/ping", SIM_OPERATION_OTHER, 0, 1, sim_binance_run_ping },
    { "GET", "/fapi/v1/time", SIM_OPERATION_TIME, 0, 1, sim_binance_run_time },
    { "GET", "/fapi/v1/exchangeInfo", SIM_OPERATION_INSTRUMENTS, 0, 1,
      sim_binance_futures_run_exchange_info },
    { "GET", "/fapi/v1/ticker/24hr", SIM_OPERATION_TICKER, 0, 1, sim_binance_run_ticker },
    { "GET", "/fapi/v1/ticker/price", SIM_OPERATION_TICKER, 0, 1, sim_binance_run_last },
    { "GET", "/fapi/v2/ticker/price", SIM_OPERATION_TICKER, 0, 1, sim_binance_run_last },
    { "GET", "/fapi/v1/ticker/bookTicker", SIM_OPERATION_TICKER, 0, 2, sim_binance_run_book_ticker },
    { "GET", "/fapi/v1/depth", SIM_OPERATION_BOOK, 0, 5, sim_binance_run_depth },
    { "GET", "/fapi/v1/klines", SIM_OPERATION_BARS, 0, 2, sim_binance_run_klines },
    { "GET", "/fapi/v1/premiumIndex", SIM_OPERATION_TICKER, 0, 1, sim_binance_futures_run_premium },
    { "GET", "/fapi/v2/account", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 5,
      sim_binance_futures_run_account },
    { "GET", "/fapi/v3/account", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 5,
      sim_binance_futures_run_account },
    { "GET", "/fapi/v2/positionRisk", SIM_OPERATION_POSITIONS, SIM_RIGHT_READ, 5,
      sim_binance_futures_run_positions },
    { "GET", "/fapi/v3/positionRisk", SIM_OPERATION_POSITIONS, SIM_RIGHT_READ, 5,
      sim_binance_futures_run_positions },
    { "GET", "/fapi/v1/commissionRate", SIM_OPERATION_FEES, SIM_RIGHT_READ, 20,
      sim_binance_futures_run_fees },
    { "POST", "/fapi/v1/leverage", SIM_OPERATION_OTHER, SIM_RIGHT_TRADE, 1,
      sim_binance_futures_run_leverage },
    { "GET", "/fapi/v1/symbolConfig", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 5,
      sim_binance_futures_run_configuration },
    { "GET", "/fapi/v1/leverageBracket", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 1,
      sim_binance_futures_run_brackets },
    { "GET", "/fapi/v1/positionSide/dual", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 30,
      sim_binance_futures_run_modes },
    { "GET", "/fapi/v1/income", SIM_OPERATION_BILLS, SIM_RIGHT_READ, 30,
      sim_binance_futures_run_income },
    { "POST", "/fapi/v1/order", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 1,
      sim_binance_futures_run_place },
    { "PUT", "/fapi/v1/order", SIM_OPERATION_AMEND, SIM_RIGHT_TRADE, 1,
      sim_binance_futures_run_amend },
    { "GET", "/fapi/v1/order", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1,
      sim_binance_futures_run_query },
    { "DELETE", "/fapi/v1/order", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1,
      sim_binance_futures_run_cancel },
    { "GET", "/fapi/v1/openOrders", SIM_OPERATION_OPEN, SIM_RIGHT_READ, 40,
      sim_binance_futures_run_open },
    { "GET", "/fapi/v1/allOrders", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 5,
      sim_binance_futures_run_all },
    { "DELETE", "/fapi/v1/allOpenOrders", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1,
      sim_binance_futures_run_cancel_all },
    { "POST", "/fapi/v1/countdownCancelAll", SIM_OPERATION_SWITCH, SIM_RIGHT_TRADE, 10,
      sim_binance_futures_run_dead_man },
    { "GET", "/fapi/v1/userTrades", SIM_OPERATION_FILLS, SIM_RIGHT_READ, 5,
      sim_binance_futures_run_trades },
    { "POST", "/fapi/v1/algoOrder", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 1,
      sim_binance_algo_run_place },
    { "GET", "/fapi/v1/algoOrder", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1,
      sim_binance_algo_run_query },
    { "DELETE", "/fapi/v1/algoOrder", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1,
      sim_binance_algo_run_cancel },
    { "GET", "/fapi/v1/openAlgoOrders", SIM_OPERATION_OPEN, SIM_RIGHT_READ, 40,
      sim_binance_algo_run_open },
    { "GET", "/fapi/v1/allAlgoOrders", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 5,
      sim_binance_algo_run_all },
    { "DELETE", "/fapi/v1/algoOpenOrders", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1,
      sim_binance_algo_run_cancel_all },
    { 0 },
};

static const char *const prefixes[] = { "/api/v3/", "/sapi/v1/", "/fapi/", NULL };

static const char *const listings[] = {
    "instrument BTC/USDT id=BTCUSDT tick=0.01 lot=0.00001 min=0.00001 max=9000 notional_min=5",
    "instrument ETH/USDT id=ETHUSDT tick=0.01 lot=0.0001 min=0.0001 max=9000 notional_min=5",
    "instrument BTC/USDT:USDT id=BTCUSDT tick=0.1 lot=0.001 min=0.001 max=1000 notional_min=50",
    "instrument ETH/USDT:USDT id=ETHUSDT tick=0.01 lot=0.001 min=0.001 max=10000 notional_min=20",
    "price BTC/USDT:USDT 50000",
    "price ETH/USDT:USDT 2500 depth=10",
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
    .has_swaps = true,
    .has_margin_wallet = true,
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
