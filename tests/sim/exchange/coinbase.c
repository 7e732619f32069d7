/*
 * coinbase.c: the dialect of Coinbase's Advanced Trade REST API, /api/v3/brokerage. A refused order comes with status 200
 * and "success": false. Source: Coinbase Developer Platform, "Advanced Trade REST API", "API Key Authentication", "Rate
 * Limits" and "Legacy API key authentication", 2026.
 */
#include "coinbase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define TOKEN_LIFE_S 120
#define SKEW_S       5  /* of a token's "not before" */
#define LEGACY_S     30 /* that an old key's clock may be off */
#define PRIVATE_MAX  30 /* requests of a key in a second */

/* ---- words ----------------------------------------------------------------------------------- */

static void say(sim_call *call, int http, const char *error, const char *text)
{
    call->code = http;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "error", error);
    tr_json_write_text(call->json, "error_details", text);
    tr_json_write_text(call->json, "message", text);
    tr_json_write_object_end(call->json);
}

void sim_coinbase_say_wrong(sim_call *call, const char *name)
{
    char text[96];
    (void)snprintf(text, sizeof text, "invalid or missing: %.40s", name); /* cut: it fits */
    say(call, 400, "INVALID_ARGUMENT", text);
}

void sim_coinbase_say_missing(sim_call *call)
{
    say(call, 404, "unknown", "order with this orderID was not found");
}

static void say_unknown_path(sim_call *call)
{
    call->raw = "<html><body>404 Not Found</body></html>";
}

static void say_busy(sim_call *call)
{
    say(call, 503, "UNAVAILABLE", "service unavailable");
}

static void say_timeout(sim_call *call)
{
    say(call, 504, "DEADLINE_EXCEEDED", "context deadline exceeded");
}

static void say_rate_limit(sim_call *call, int code, int64_t retry_s)
{
    sim_call_header(call, "Retry-After: %lld", (long long)retry_s);
    say(call, code, "rate_limit_exceeded", "too many requests");
}

static void say_unauthorized(sim_call *call)
{
    call->code = 401;
    call->raw = "Unauthorized\n";
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* Public ones by the one address that there is, private ones by their key: both in windows of a second. */
static bool pace(sim_call *call, const sim_route *route)
{
    sim_exchange *exchange = call->exchange;
    uint32_t max = exchange->weight_max == 0 ? PRIVATE_MAX : exchange->weight_max;
    int64_t window = exchange->now_ns - exchange->now_ns % TR_NS_PER_SECOND;
    (void)route;
    if (exchange->weight_at_ns != window) {
        exchange->weight_at_ns = window;
        exchange->weight_used = 0;
    }
    bool is_free = exchange->weight_used < max;
    exchange->weight_used += is_free;
    sim_call_header(call, "x-ratelimit-limit: %u", max);
    sim_call_header(call, "x-ratelimit-remaining: %u", max - exchange->weight_used);
    sim_call_header(call, "x-ratelimit-reset: 1");
    if (!is_free)
        say_rate_limit(call, 429, 1);
    return is_free;
}

/* ---- tokens ---------------------------------------------------------------------------------- */

typedef struct token {
    const char *signed_part; /* header and claims, as they came */
    size_t signed_size;
    char *header; /* JSON */
    char *claims;
    uint8_t signature[TR_SIGNATURE_SIZE_MAX];
    size_t signature_size;
    tr_json_document *header_json;
    tr_json_document *claims_json;
} token;

static void token_done(token *at)
{
    tr_json_document_free(at->header_json);
    tr_json_document_free(at->claims_json);
    free(at->header);
    free(at->claims);
}

/* Base64 of JSON, without padding. */
static bool part_read(const char *text, size_t length, char **out, tr_json_document **json)
{
    size_t size = 0;
    *out = malloc(length + 1);
    return *out != NULL &&
           tr_base64_decode(TR_BASE64_URL_BARE, text, length, *out, length, &size) == TR_OK &&
           tr_json_document_parse(*out, size, NULL, json, NULL) == TR_OK;
}

static bool token_read(const char *text, token *out)
{
    *out = (token){ .signed_part = text };
    const char *first = strchr(text, '.');
    const char *second = first == NULL ? NULL : strchr(first + 1, '.');
    if (second == NULL)
        return false;
    out->signed_size = (size_t)(second - text);
    return part_read(text, (size_t)(first - text), &out->header, &out->header_json) &&
           part_read(first + 1, (size_t)(second - first - 1), &out->claims, &out->claims_json) &&
           tr_base64_decode(TR_BASE64_URL_BARE, second + 1, strlen(second + 1), out->signature,
                            sizeof out->signature, &out->signature_size) == TR_OK;
}

const char *sim_coinbase_member(const tr_json_document *document, const char *name)
{
    return sim_text_of(tr_json_value_member(tr_json_document_root(document), name));
}

/* The token is for this method, host and path, without the query: as "uri", or first of "uris". */
static bool is_for_this(const sim_call *call, const token *at)
{
    char wanted[2048];
    const char *host = sim_request_header(call->request, "Host");
    const char *uri = sim_coinbase_member(at->claims_json, "uri");
    const tr_json_value *list =
        tr_json_value_member(tr_json_document_root(at->claims_json), "uris");
    if (uri == NULL)
        uri = sim_text_of(tr_json_value_first(list));
    int length = snprintf(wanted, sizeof wanted, "%s %s%s", call->request->method,
                          host == NULL ? "" : host, call->request->path);
    return uri != NULL && length > 0 && (size_t)length < sizeof wanted && strcmp(uri, wanted) == 0;
}

static bool is_in_time(const sim_call *call, const token *at)
{
    const tr_json_value *root = tr_json_document_root(at->claims_json);
    int64_t from = 0, until = 0, now = call->clock_ns / TR_NS_PER_SECOND;
    return tr_json_member_int64(root, "nbf", &from, NULL) == TR_OK &&
           tr_json_member_int64(root, "exp", &until, NULL) == TR_OK && from <= now + SKEW_S &&
           until > now && until - from <= TOKEN_LIFE_S;
}

static bool is_token_good(sim_call *call, const char *text)
{
    token at;
    bool is_good = token_read(text, &at);
    if (is_good) {
        const char *kid = sim_coinbase_member(at.header_json, "kid"),
                   *alg = sim_coinbase_member(at.header_json, "alg");
        const char *sub = sim_coinbase_member(at.claims_json, "sub");
        call->key = kid == NULL ? NULL : sim_key_find(call->exchange, kid);
        is_good = call->key != NULL && alg != NULL && sub != NULL && strcmp(sub, kid) == 0 &&
                  (call->key->scheme == TR_KEY_ES256     ? strcmp(alg, "ES256") == 0
                   : call->key->scheme == TR_KEY_ED25519 ? strcmp(alg, "EdDSA") == 0
                                                         : false) &&
                  sim_key_check(call->key, TR_HASH_SHA256, at.signed_part, at.signed_size,
                                at.signature, at.signature_size) &&
                  is_for_this(call, &at) && is_in_time(call, &at);
    }
    token_done(&at);
    return is_good;
}

/* Older keys: HMAC of seconds, method, path without query, and body. */
static bool is_legacy_good(sim_call *call)
{
    const sim_request *request = call->request;
    const char *id = sim_request_header(request, "CB-ACCESS-KEY");
    const char *sign = sim_request_header(request, "CB-ACCESS-SIGN");
    const char *at_text = sim_request_header(request, "CB-ACCESS-TIMESTAMP");
    uint8_t code[TR_SHA256_SIZE];
    size_t size = 0;
    int64_t at = 0, now = call->clock_ns / TR_NS_PER_SECOND;
    if (id == NULL || sign == NULL || !sim_integer_of(at_text, &at) || at < now - LEGACY_S ||
        at > now + LEGACY_S || strlen(at_text) > 20 ||
        tr_hex_decode(sign, strlen(sign), code, sizeof code, &size) != TR_OK)
        return false;
    call->key = sim_key_find(call->exchange, id);
    sim_text text = { 0 };
    sim_text_put(&text, at_text, strlen(at_text));
    sim_text_put(&text, request->method, strlen(request->method));
    sim_text_put(&text, request->path, strlen(request->path));
    sim_text_put(&text, request->body, request->body_size);
    bool is_good = call->key != NULL && call->key->scheme == TR_KEY_HMAC && !text.is_failed &&
                   sim_key_check(call->key, TR_HASH_SHA256, text.bytes, text.size, code, size);
    sim_text_done(&text);
    return is_good;
}

static bool admit(sim_call *call, const sim_route *route)
{
    const char *bearer = sim_request_header(call->request, "Authorization");
    if (route->right == 0)
        return true;
    bool is_good = bearer != NULL && strncmp(bearer, "Bearer ", 7) == 0
                       ? is_token_good(call, bearer + 7)
                       : is_legacy_good(call);
    if (!is_good) {
        say_unauthorized(call);
        return false;
    }
    if ((call->key->rights & route->right) == 0) {
        say(call, 403, "PERMISSION_DENIED", "Missing required scopes");
        return false;
    }
    call->account = call->key->account;
    return true;
}

/* ---- names ----------------------------------------------------------------------------------- */

void sim_coinbase_id_write(char kind, int64_t number, char text[ID_SIZE])
{
    (void)snprintf(text, ID_SIZE, "%c0000000-0000-4000-8000-%012llx", kind,
                   (unsigned long long)number & 0xffffffffffffu);
}

int64_t sim_coinbase_id_read(const char *text)
{
    char written[ID_SIZE], *end = NULL;
    if (text == NULL || strlen(text) != ID_SIZE - 1)
        return 0;
    long long number = strtoll(text + 24, &end, 16);
    if (*end != '\0' || number < 1)
        return 0;
    sim_coinbase_id_write('0', number, written);
    return strcmp(written, text) == 0 ? number : 0;
}

sim_market *sim_coinbase_product_of(sim_call *call, const char *product)
{
    sim_market *market = sim_market_of_id(call->exchange, TR_KIND_SPOT, product);
    if (market == NULL)
        say(call, 404, "NOT_FOUND", "valid product_id is required");
    return market;
}

/* ---- the row --------------------------------------------------------------------------------- */

#define V3 "/api/v3/brokerage/"

static const sim_route routes[] = {
    { "GET", V3 "time", SIM_OPERATION_TIME, 0, 1, sim_coinbase_run_time },
    { "GET", "/v2/time", SIM_OPERATION_TIME, 0, 1, sim_coinbase_run_time_old },
    { "GET", "/v2/currencies", SIM_OPERATION_OTHER, 0, 1, sim_coinbase_run_nothing },
    { "GET", "/v2/currencies/crypto", SIM_OPERATION_OTHER, 0, 1, sim_coinbase_run_nothing },
    { "GET", "/v2/exchange-rates", SIM_OPERATION_OTHER, 0, 1, sim_coinbase_run_nothing },
    { "GET", V3 "market/products", SIM_OPERATION_INSTRUMENTS, 0, 1, sim_coinbase_run_products },
    { "GET", V3 "market/products/{}", SIM_OPERATION_INSTRUMENTS, 0, 1, sim_coinbase_run_product },
    { "GET", V3 "market/products/{}/ticker", SIM_OPERATION_TICKER, 0, 1, sim_coinbase_run_ticker },
    { "GET", V3 "market/products/{}/candles", SIM_OPERATION_BARS, 0, 1, sim_coinbase_run_bars },
    { "GET", V3 "market/product_book", SIM_OPERATION_BOOK, 0, 1, sim_coinbase_run_book },
    { "GET", V3 "products", SIM_OPERATION_INSTRUMENTS, SIM_RIGHT_READ, 1,
      sim_coinbase_run_products },
    { "GET", V3 "products/{}/ticker", SIM_OPERATION_TICKER, SIM_RIGHT_READ, 1,
      sim_coinbase_run_ticker },
    { "GET", V3 "products/{}/candles", SIM_OPERATION_BARS, SIM_RIGHT_READ, 1,
      sim_coinbase_run_bars },
    { "GET", V3 "product_book", SIM_OPERATION_BOOK, SIM_RIGHT_READ, 1, sim_coinbase_run_book },
    { "GET", V3 "best_bid_ask", SIM_OPERATION_TICKER, SIM_RIGHT_READ, 1, sim_coinbase_run_best },
    { "GET", V3 "accounts", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 1, sim_coinbase_run_accounts },
    { "GET", V3 "transaction_summary", SIM_OPERATION_FEES, SIM_RIGHT_READ, 1,
      sim_coinbase_run_fees },
    { "GET", V3 "key_permissions", SIM_OPERATION_RIGHTS, SIM_RIGHT_READ, 1,
      sim_coinbase_run_rights },
    { "POST", V3 "orders", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 1, sim_coinbase_run_place },
    { "POST", V3 "orders/batch_cancel", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1,
      sim_coinbase_run_cancel },
    { "GET", V3 "orders/historical/batch", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1,
      sim_coinbase_run_orders },
    { "GET", V3 "orders/historical/fills", SIM_OPERATION_FILLS, SIM_RIGHT_READ, 1,
      sim_coinbase_run_fills },
    { "GET", V3 "orders/historical/{}", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1,
      sim_coinbase_run_query },
    { 0 },
};

static const char *const prefixes[] = { V3, "/v2/", NULL };

static const char *const listings[] = {
    "instrument BTC/USD id=BTC-USD tick=0.01 lot=0.00000001 min=0.00000001 max=3400 notional_min=1",
    "instrument ETH/USD id=ETH-USD tick=0.01 lot=0.00000001 min=0.00000001 max=48000 "
    "notional_min=1",
    "instrument BTC/USDT id=BTC-USDT tick=0.01 lot=0.00000001 min=0.00000001 max=3400 "
    "notional_min=1",
    "price BTC/USD 50000",
    "price BTC/USDT 50000",
    "price ETH/USD 2500 depth=10",
    "history BTC/USD 600",
    "history ETH/USD 600",
    NULL,
};

const sim_shape sim_shape_coinbase = {
    .name = "coinbase",
    .prefixes = prefixes,
    .routes = routes,
    .hash = TR_HASH_SHA256,
    .schemes = 1u << TR_KEY_HMAC | 1u << TR_KEY_ES256 | 1u << TR_KEY_ED25519,
    .has_fee_in_quote = true,
    .duplicates = SIM_DUPLICATES_REPEAT,
    .maker_rate = "0.004",
    .taker_rate = "0.006",
    .listings = listings,
    .admit = admit,
    .pace = pace,
    .say_unknown_path = say_unknown_path,
    .say_busy = say_busy,
    .say_timeout = say_timeout,
    .say_rate_limit = say_rate_limit,
};
