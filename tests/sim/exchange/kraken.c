/*
 * kraken.c: the dialect of Kraken's spot REST API, /0. Errors come with status 200, as texts. Source: Kraken API Center,
 * "Spot REST Authentication", "Spot REST Rate Limits", "Market Data", "Account Data", "Spot Trading" and "Error
 * Messages", 2026.
 */
#include "kraken.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define COUNTER_MAX   15  /* of a starter's account */
#define COUNTER_DECAY 330 /* thousandths a second */
#define ID_DIGITS     (ID_SIZE - 4)

/* ---- words ----------------------------------------------------------------------------------- */

void sim_kraken_say(sim_call *call, const char *error)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "error");
    tr_json_write_text(call->json, NULL, error);
    tr_json_write_array_end(call->json);
    tr_json_write_object_end(call->json);
}

void sim_kraken_say_wrong(sim_call *call, const char *name)
{
    char text[96];
    (void)snprintf(text, sizeof text, "EGeneral:Invalid arguments:%.40s", name); /* cut: it fits */
    sim_kraken_say(call, text);
}

/* An answer is {"error":[],"result":...}; the result is written between the two. */
void sim_kraken_begin(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "error");
    tr_json_write_array_end(call->json);
    tr_json_write_object_begin(call->json, "result");
}

void sim_kraken_end(sim_call *call)
{
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

static void say_unknown_path(sim_call *call)
{
    call->code = 200;
    sim_kraken_say(call, "EGeneral:Unknown method");
}

static void say_busy(sim_call *call)
{
    sim_kraken_say(call, "EService:Busy");
}

static void say_timeout(sim_call *call)
{
    sim_kraken_say(call, "EGeneral:Internal error");
}

static void say_rate_limit(sim_call *call, int code, int64_t retry_s)
{
    call->code = code;
    sim_call_header(call, "Retry-After: %lld", (long long)retry_s);
    sim_kraken_say(call, "EAPI:Rate limit exceeded");
}

/* ---- who calls ------------------------------------------------------------------------------- */

static bool pace(sim_call *call, const sim_route *route)
{
    (void)call;
    (void)route;
    return true; /* it counts by key: see count_up */
}

/* Each key has a counter that runs off evenly; a route's weight is what it adds. */
static bool count_up(sim_call *call, const sim_route *route)
{
    sim_key *key = call->key;
    int64_t now = call->exchange->now_ns;
    int64_t max = call->exchange->weight_max == 0 ? COUNTER_MAX : call->exchange->weight_max;
    int64_t gone = (now - key->used_at_ns) / TR_NS_PER_MS * COUNTER_DECAY / 1000;
    key->used = gone > key->used ? 0 : key->used - gone;
    key->used_at_ns = now;
    if (key->used + route->weight * 1000 <= max * 1000) {
        key->used += route->weight * 1000;
        return true;
    }
    sim_kraken_say(call, "EAPI:Rate limit exceeded");
    return false;
}

/* The nonce is a part of the body: of a form, or of JSON. */
static const char *nonce_of(const sim_call *call)
{
    return call->request->json != NULL ? sim_body_text(call, "nonce")
                                       : sim_request_param(call->request, "nonce");
}

/* HMAC-SHA512 of the path and the SHA-256 of nonce and body. */
static bool is_signed(const sim_call *call, const char *nonce)
{
    const sim_request *request = call->request;
    const char *sign = sim_request_header(request, "API-Sign");
    uint8_t code[TR_SHA512_SIZE], digest[TR_SHA256_SIZE];
    size_t code_size = 0;
    if (sign == NULL || tr_base64_decode(TR_BASE64_STANDARD, sign, strlen(sign), code, sizeof code,
                                         &code_size) != TR_OK)
        return false;
    tr_sha256 hash;
    tr_sha256_init(&hash);
    tr_sha256_update(&hash, nonce, strlen(nonce));
    tr_sha256_update(&hash, request->body, request->body_size);
    tr_sha256_finish(&hash, digest);
    sim_text text = { 0 };
    sim_text_put(&text, request->path, strlen(request->path));
    sim_text_put(&text, digest, sizeof digest);
    bool is_right = !text.is_failed && sim_key_check(call->key, TR_HASH_SHA512, text.bytes,
                                                     text.size, code, code_size);
    sim_text_done(&text);
    return is_right;
}

static bool nonce_read(const char *text, uint64_t *out)
{
    *out = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (*out > (UINT64_MAX - 9) / 10)
            return false;
        *out = *out * 10 + (uint64_t)(*text - '0');
    }
    return *text == '\0' && *out > 0;
}

static bool admit(sim_call *call, const sim_route *route)
{
    uint64_t number = 0;
    if (route->right == 0)
        return true;
    const char *id = sim_request_header(call->request, "API-Key");
    const char *nonce = nonce_of(call);
    call->key = id == NULL ? NULL : sim_key_find(call->exchange, id);
    if (call->key == NULL)
        sim_kraken_say(call, "EAPI:Invalid key");
    else if (nonce == NULL || !nonce_read(nonce, &number))
        sim_kraken_say(call, "EAPI:Invalid nonce");
    else if (!is_signed(call, nonce))
        sim_kraken_say(call, "EAPI:Invalid signature");
    else if (number <= call->key->nonce)
        sim_kraken_say(call, "EAPI:Invalid nonce");
    else if ((call->key->rights & route->right) == 0)
        sim_kraken_say(call, "EGeneral:Permission denied");
    else {
        call->key->nonce = number;
        call->account = call->key->account;
        return count_up(call, route);
    }
    return false;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* "BTC" is XXBT here, and XBT in the other spelling; old currencies have an X or Z in front. */
void sim_kraken_asset_names(const char *asset, char id[TR_ASSET_SIZE],
                            char alternative[TR_ASSET_SIZE])
{
    static const char *const old[] = { "ETH", "LTC", "XRP", "ETC", "XLM" };
    static const char *const money[] = { "USD", "EUR", "GBP", "JPY", "CAD" };
    const char *name = strcmp(asset, "BTC") == 0 ? "XBT" : asset;
    char sign = strcmp(name, "XBT") == 0 ? 'X' : '\0';
    for (size_t i = 0; i < 5; i++) {
        sign = strcmp(old[i], asset) == 0 ? 'X' : sign;
        sign = strcmp(money[i], asset) == 0 ? 'Z' : sign;
    }
    (void)snprintf(alternative, TR_ASSET_SIZE, "%s", name); /* an asset's name fits */
    if (sign == '\0')
        (void)snprintf(id, TR_ASSET_SIZE, "%s", name);
    else
        (void)snprintf(id, TR_ASSET_SIZE, "%c%.14s", sign, name);
}

void sim_kraken_pair_names(const sim_market *market, char alternative[TR_SYMBOL_SIZE],
                           char stream[TR_SYMBOL_SIZE])
{
    char id[TR_ASSET_SIZE], base[TR_ASSET_SIZE], quote[TR_ASSET_SIZE];
    sim_kraken_asset_names(market->instrument.base, id, base);
    sim_kraken_asset_names(market->instrument.quote, id, quote);
    (void)snprintf(alternative, TR_SYMBOL_SIZE, "%s%s", base, quote); /* both fit */
    (void)snprintf(stream, TR_SYMBOL_SIZE, "%s/%s", base, quote);
}

/* By any of its names; NULL after saying what is wrong. */
sim_market *sim_kraken_market_named(sim_call *call)
{
    const char *pair = sim_request_param(call->request, "pair");
    char alternative[TR_SYMBOL_SIZE], stream[TR_SYMBOL_SIZE];
    for (size_t i = 0; pair != NULL && i < call->exchange->market_count; i++) {
        sim_market *market = &call->exchange->markets[i];
        sim_kraken_pair_names(market, alternative, stream);
        if (strcmp(pair, market->instrument.exchange_symbol) == 0 ||
            strcmp(pair, alternative) == 0 || strcmp(pair, stream) == 0)
            return market;
    }
    if (pair == NULL)
        sim_kraken_say_wrong(call, "pair");
    else
        sim_kraken_say(call, "EQuery:Unknown asset pair");
    return NULL;
}

/* Six, five and six characters; the first tells what it is. */
void sim_kraken_id_write(char kind, int64_t number, char text[ID_SIZE])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    size_t at = ID_SIZE - 1;
    text[at] = '\0';
    for (int i = 0; i < ID_DIGITS; i++) {
        if (i == 6 || i == 11)
            text[--at] = '-';
        text[--at] = digits[number & 31];
        number >>= 5;
    }
    text[0] = kind;
}

int64_t sim_kraken_id_read(const char *text)
{
    char written[ID_SIZE];
    int64_t number = 0;
    if (strlen(text) != ID_SIZE - 1)
        return 0;
    for (size_t i = 1; text[i] != '\0'; i++) {
        char c = text[i];
        if (c == '-')
            continue;
        if (number >> 57 != 0)
            return 0;
        number = number << 5 | (c >= 'A' && c <= 'Z'   ? c - 'A'
                                : c >= '2' && c <= '7' ? c - '2' + 26
                                                       : 0);
    }
    sim_kraken_id_write('O', number, written);
    return strcmp(written, text) == 0 ? number : 0;
}

/* ---- the row --------------------------------------------------------------------------------- */

static const sim_route routes[] = {
    { "GET", "/0/public/Time", SIM_OPERATION_TIME, 0, 0, sim_kraken_run_time },
    { "GET", "/0/public/SystemStatus", SIM_OPERATION_OTHER, 0, 0, sim_kraken_run_status },
    { "GET", "/0/public/Assets", SIM_OPERATION_OTHER, 0, 0, sim_kraken_run_assets },
    { "GET", "/0/public/AssetPairs", SIM_OPERATION_INSTRUMENTS, 0, 0, sim_kraken_run_pairs },
    { "GET", "/0/public/Ticker", SIM_OPERATION_TICKER, 0, 0, sim_kraken_run_ticker },
    { "GET", "/0/public/Depth", SIM_OPERATION_BOOK, 0, 0, sim_kraken_run_depth },
    { "GET", "/0/public/OHLC", SIM_OPERATION_BARS, 0, 0, sim_kraken_run_bars },
    { "POST", "/0/private/Balance", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 1,
      sim_kraken_run_balance },
    { "POST", "/0/private/BalanceEx", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 1,
      sim_kraken_run_balance_more },
    { "POST", "/0/private/TradeVolume", SIM_OPERATION_FEES, SIM_RIGHT_READ, 1,
      sim_kraken_run_fees },
    { "POST", "/0/private/GetApiKeyInfo", SIM_OPERATION_RIGHTS, SIM_RIGHT_READ, 1,
      sim_kraken_run_rights },
    { "POST", "/0/private/AddOrder", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 0,
      sim_kraken_run_place },
    { "POST", "/0/private/AmendOrder", SIM_OPERATION_AMEND, SIM_RIGHT_TRADE, 0,
      sim_kraken_run_amend },
    { "POST", "/0/private/CancelAllOrdersAfter", SIM_OPERATION_SWITCH, SIM_RIGHT_TRADE, 0,
      sim_kraken_run_dead_man },
    { "POST", "/0/private/CancelOrder", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 0,
      sim_kraken_run_cancel },
    { "POST", "/0/private/QueryOrders", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1,
      sim_kraken_run_query },
    { "POST", "/0/private/OpenOrders", SIM_OPERATION_OPEN, SIM_RIGHT_READ, 1, sim_kraken_run_open },
    { "POST", "/0/private/ClosedOrders", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1,
      sim_kraken_run_closed },
    { "POST", "/0/private/TradesHistory", SIM_OPERATION_FILLS, SIM_RIGHT_READ, 2,
      sim_kraken_run_fills },
    { 0 },
};

static const char *const prefixes[] = { "/0/", NULL };

static const char *const listings[] = {
    "instrument BTC/USD id=XXBTZUSD tick=0.1 lot=0.00000001 min=0.00005 notional_min=0.5",
    "instrument ETH/USD id=XETHZUSD tick=0.01 lot=0.00000001 min=0.001 notional_min=0.5",
    "instrument BTC/USDT id=XBTUSDT tick=0.1 lot=0.00000001 min=0.00005 notional_min=0.5",
    "price BTC/USD 50000",
    "price BTC/USDT 50000",
    "price ETH/USD 2500 depth=10",
    "history BTC/USD 600",
    "history ETH/USD 600",
    NULL,
};

const sim_shape sim_shape_kraken = {
    .name = "kraken",
    .prefixes = prefixes,
    .routes = routes,
    .hash = TR_HASH_SHA512,
    .schemes = 1u << TR_KEY_HMAC,
    .is_secret_base64 = true,
    .has_fee_in_quote = true,
    .takes_reached_stops = true,
    .duplicates = SIM_DUPLICATES_OPEN,
    .maker_rate = "0.0025",
    .taker_rate = "0.004",
    .listings = listings,
    .admit = admit,
    .pace = pace,
    .say_unknown_path = say_unknown_path,
    .say_busy = say_busy,
    .say_timeout = say_timeout,
    .say_rate_limit = say_rate_limit,
};
