/*
 * bybit.c: the dialect of Bybit's REST API, /v5, categories spot and linear, unified account. Refusals come with status 200 and a
 * retCode. Source: Bybit API V5, "Integration Guidance", "Rate Limit Rules", "Market", "Trade", "Position: Execution
 * List", "Account", "User: Get API Key Information" and "Error Codes", 2026.
 */
#include "bybit.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define ADDRESS_MAX  600 /* requests of one address in 5 s */
#define ADDRESS_SPAN (5 * TR_NS_PER_SECOND)
#define BAN_S        600
#define KEY_MAX      20 /* requests of a key in a second */
#define WINDOW_MS    5000

/* ---- words ----------------------------------------------------------------------------------- */

void sim_bybit_begin(sim_call *call, int code, const char *text)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_int64(call->json, "retCode", code);
    tr_json_write_text(call->json, "retMsg", text);
    tr_json_write_object_begin(call->json, "result");
}

void sim_bybit_end(sim_call *call)
{
    tr_json_write_object_end(call->json);
    tr_json_write_object_begin(call->json, "retExtInfo");
    tr_json_write_object_end(call->json);
    tr_json_write_int64(call->json, "time", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_object_end(call->json);
}

void sim_bybit_say(sim_call *call, int code, const char *text)
{
    sim_bybit_begin(call, code, text);
    sim_bybit_end(call);
}

void sim_bybit_say_wrong(sim_call *call, const char *name)
{
    char text[96];
    (void)snprintf(text, sizeof text, "params error: %.40s", name); /* cut: it fits */
    sim_bybit_say(call, 10001, text);
}

static void say_unknown_path(sim_call *call)
{
    call->code = 404;
    sim_bybit_say(call, 10404, "path not found");
}

static void say_busy(sim_call *call)
{
    sim_bybit_say(call, 10429, "System level frequency protection");
}

static void say_timeout(sim_call *call)
{
    sim_bybit_say(call, 170007, "Timeout waiting for response from backend server.");
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
    sim_bybit_say(call, 10006, "Too many visits. Exceeded the API Rate Limit.");
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
        sim_bybit_say(call, 10006, "Too many visits. Exceeded the API Rate Limit.");
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
    sim_bybit_say(call, 10002, text);
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
        sim_bybit_say(call, 10003, "API key is invalid.");
    else if (at == NULL || strlen(at) > 20 || (window != NULL && strlen(window) > 10))
        sim_bybit_say_wrong(call, "timestamp");
    else if (!is_in_time(call, at, window == NULL ? "" : window))
        return false;
    else if (!is_signed(call, at, window == NULL ? "" : window))
        sim_bybit_say(call, 10004, "error sign! please check your signature generation algorithm.");
    else if ((call->key->rights & route->right) == 0)
        sim_bybit_say(call, 10005, "Permission denied, please check your API key permissions.");
    else {
        call->account = call->key->account;
        return may_call(call);
    }
    return false;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* A parameter of the query, or of a JSON body. */
const char *sim_bybit_param(const sim_call *call, const char *name)
{
    return call->request->json != NULL ? sim_body_text(call, name)
                                       : sim_request_param(call->request, name);
}

static bool kind_of(sim_call *call, tr_kind *out)
{
    const char *category = sim_bybit_param(call, "category");
    if (category != NULL && (strcmp(category, "spot") == 0 || strcmp(category, "linear") == 0)) {
        *out = category[0] == 's' ? TR_KIND_SPOT : TR_KIND_LINEAR;
        return true;
    }
    sim_bybit_say_wrong(call, "category: spot and linear are there");
    return false;
}

const char *sim_bybit_category(const sim_call *call)
{
    const char *category = sim_bybit_param(call, "category");
    return category != NULL && strcmp(category, "linear") == 0 ? "linear" : "spot";
}

/* The market that is named; NULL after saying what is wrong. */
sim_market *sim_bybit_market_named(sim_call *call)
{
    tr_kind kind;
    if (!kind_of(call, &kind))
        return NULL;
    sim_market *market = sim_market_of_id(call->exchange, kind, sim_bybit_param(call, "symbol"));
    if (market == NULL && kind == TR_KIND_SPOT)
        sim_bybit_say(call, 170121, "Invalid symbol.");
    else if (market == NULL)
        sim_bybit_say(call, 10001, "params error: symbol invalid");
    return market;
}

/* The market, when one is named; `*is_wrong` after saying what is wrong. */
const sim_market *sim_bybit_market_if_named(sim_call *call, tr_kind *kind, bool *is_wrong)
{
    const sim_market *market = NULL;
    *is_wrong = !kind_of(call, kind);
    if (!*is_wrong && sim_bybit_param(call, "symbol") != NULL)
        *is_wrong = (market = sim_bybit_market_named(call)) == NULL;
    return market;
}

/* ---- the row --------------------------------------------------------------------------------- */

static const sim_route routes[] = {
    { "GET", "/v5/market/time", SIM_OPERATION_TIME, 0, 1, sim_bybit_run_time },
    { "GET", "/v5/market/instruments-info", SIM_OPERATION_INSTRUMENTS, 0, 1,
      sim_bybit_run_instruments },
    { "GET", "/v5/market/tickers", SIM_OPERATION_TICKER, 0, 1, sim_bybit_run_tickers },
    { "GET", "/v5/market/orderbook", SIM_OPERATION_BOOK, 0, 1, sim_bybit_run_book },
    { "GET", "/v5/market/kline", SIM_OPERATION_BARS, 0, 1, sim_bybit_run_bars },
    { "GET", "/v5/account/wallet-balance", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 1,
      sim_bybit_run_wallet },
    { "GET", "/v5/account/info", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 1, sim_bybit_run_account },
    { "GET", "/v5/account/fee-rate", SIM_OPERATION_FEES, SIM_RIGHT_READ, 1, sim_bybit_run_fees },
    { "GET", "/v5/user/query-api", SIM_OPERATION_RIGHTS, SIM_RIGHT_READ, 1, sim_bybit_run_rights },
    { "GET", "/v5/asset/coin/query-info", SIM_OPERATION_OTHER, SIM_RIGHT_READ, 1,
      sim_bybit_run_coins },
    { "POST", "/v5/order/create", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 1, sim_bybit_run_place },
    { "POST", "/v5/order/amend", SIM_OPERATION_AMEND, SIM_RIGHT_TRADE, 1, sim_bybit_run_amend },
    { "POST", "/v5/order/cancel", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1, sim_bybit_run_cancel },
    { "POST", "/v5/order/cancel-all", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1,
      sim_bybit_run_cancel_all },
    { "GET", "/v5/order/realtime", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1, sim_bybit_run_realtime },
    { "GET", "/v5/order/history", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1, sim_bybit_run_history },
    { "GET", "/v5/position/list", SIM_OPERATION_POSITIONS, SIM_RIGHT_READ, 1,
      sim_bybit_run_positions },
    { "POST", "/v5/position/set-leverage", SIM_OPERATION_OTHER, SIM_RIGHT_TRADE, 1,
      sim_bybit_run_leverage },
    { "GET", "/v5/account/transaction-log", SIM_OPERATION_BILLS, SIM_RIGHT_READ, 1,
      sim_bybit_run_bills },
    { "GET", "/v5/execution/list", SIM_OPERATION_FILLS, SIM_RIGHT_READ, 1, sim_bybit_run_fills },
    { 0 },
};

static const char *const prefixes[] = { "/v5/", NULL };

static const char *const listings[] = {
    "instrument BTC/USDT id=BTCUSDT tick=0.01 lot=0.000001 min=0.000011 max=100 notional_min=5",
    "instrument ETH/USDT id=ETHUSDT tick=0.01 lot=0.00001 min=0.0001 max=2000 notional_min=5",
    "instrument BTC/USDT:USDT id=BTCUSDT tick=0.1 lot=0.001 min=0.001 max=1190 notional_min=5",
    "instrument ETH/USDT:USDT id=ETHUSDT tick=0.01 lot=0.01 min=0.01 max=7000 notional_min=5",
    "price BTC/USDT:USDT 50000",
    "price ETH/USDT:USDT 2500 depth=10",
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
    .has_swaps = true,
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
