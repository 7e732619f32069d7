/*
 * coinbase.c: the dialect of Coinbase's Advanced Trade REST API, /api/v3/brokerage. A refused order comes with status 200
 * and "success": false. Source: Coinbase Developer Platform, "Advanced Trade REST API", "API Key Authentication", "Rate
 * Limits" and "Legacy API key authentication", 2026.
 */
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define TOKEN_LIFE_S  120
#define SKEW_S        5  /* of a token's "not before" */
#define LEGACY_S      30 /* that an old key's clock may be off */
#define PRIVATE_MAX   30 /* requests of a key in a second */
#define BARS_MAX      350
#define LEVELS_MAX    1000
#define CLIENT_ID_MAX 128u
#define ID_SIZE       37

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

static void say_wrong(sim_call *call, const char *name)
{
    char text[96];
    (void)snprintf(text, sizeof text, "invalid or missing: %.40s", name); /* cut: it fits */
    say(call, 400, "INVALID_ARGUMENT", text);
}

static void say_missing(sim_call *call)
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

static const char *member(const tr_json_document *document, const char *name)
{
    return sim_text_of(tr_json_value_member(tr_json_document_root(document), name));
}

/* The token is for this method, host and path, without the query: as "uri", or first of "uris". */
static bool is_for_this(const sim_call *call, const token *at)
{
    char wanted[2048];
    const char *host = sim_request_header(call->request, "Host");
    const char *uri = member(at->claims_json, "uri");
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
        const char *kid = member(at.header_json, "kid"), *alg = member(at.header_json, "alg");
        const char *sub = member(at.claims_json, "sub");
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

static void id_write(char kind, int64_t number, char text[ID_SIZE])
{
    (void)snprintf(text, ID_SIZE, "%c0000000-0000-4000-8000-%012llx", kind,
                   (unsigned long long)number & 0xffffffffffffu);
}

static int64_t id_read(const char *text)
{
    char written[ID_SIZE], *end = NULL;
    if (text == NULL || strlen(text) != ID_SIZE - 1)
        return 0;
    long long number = strtoll(text + 24, &end, 16);
    if (*end != '\0' || number < 1)
        return 0;
    id_write('0', number, written);
    return strcmp(written, text) == 0 ? number : 0;
}

static sim_market *product_of(sim_call *call, const char *product)
{
    sim_market *market = sim_market_of_id(call->exchange, product);
    if (market == NULL)
        say(call, 404, "NOT_FOUND", "valid product_id is required");
    return market;
}

/* ---- market data ----------------------------------------------------------------------------- */

static void run_time(sim_call *call)
{
    char text[24];
    tr_json_write_object_begin(call->json, NULL);
    sim_write_clock_text(call->json, "iso", call->clock_ns, 0);
    (void)snprintf(text, sizeof text, "%lld", (long long)(call->clock_ns / TR_NS_PER_SECOND));
    tr_json_write_text(call->json, "epochSeconds", text);
    (void)snprintf(text, sizeof text, "%lld", (long long)(call->clock_ns / TR_NS_PER_MS));
    tr_json_write_text(call->json, "epochMillis", text);
    tr_json_write_object_end(call->json);
}

static void run_time_old(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_object_begin(call->json, "data");
    sim_write_clock_text(call->json, "iso", call->clock_ns, 0);
    tr_json_write_int64(call->json, "epoch", call->clock_ns / TR_NS_PER_SECOND);
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

/* What clients of today still ask the old interface for: none of it decides about trading. */
static void run_nothing(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "data");
    tr_json_write_array_end(call->json);
    tr_json_write_object_end(call->json);
}

static void write_product(sim_call *call, const sim_market *market)
{
    const tr_instrument *instrument = &market->instrument;
    tr_json_writer *json = call->json;
    sim_bar day;
    sim_market_day(call->exchange, market, &day);
    tr_decimal most = tr_decimal_is_zero(instrument->quantity_max) ? tr_decimal_from_int(1000000000)
                                                                   : instrument->quantity_max;
    tr_json_write_text(json, "product_id", instrument->exchange_symbol);
    sim_write_fixed(json, "price", market->last_price, 0);
    sim_write_fixed(json, "price_percentage_change_24h", sim_day_change(&day, 100), 0);
    sim_write_fixed(json, "volume_24h", day.volume, 0);
    sim_write_fixed(json, "base_increment", instrument->lot, 0);
    sim_write_fixed(json, "quote_increment", instrument->tick, 0);
    sim_write_fixed(json, "price_increment", instrument->tick, 0);
    sim_write_fixed(json, "quote_min_size", instrument->notional_min, 0);
    tr_json_write_text(json, "quote_max_size", "150000000");
    sim_write_fixed(json, "base_min_size", instrument->quantity_min, 0);
    sim_write_fixed(json, "base_max_size", most, 0);
    tr_json_write_text(json, "base_name", instrument->base);
    tr_json_write_text(json, "quote_name", instrument->quote);
    tr_json_write_text(json, "status", "online");
    tr_json_write_bool(json, "is_disabled", false);
    tr_json_write_bool(json, "trading_disabled", market->is_halted);
    tr_json_write_bool(json, "cancel_only", market->is_halted);
    tr_json_write_bool(json, "limit_only", false);
    tr_json_write_bool(json, "post_only", false);
    tr_json_write_bool(json, "auction_mode", false);
    tr_json_write_bool(json, "view_only", false);
    tr_json_write_text(json, "product_type", "SPOT");
    tr_json_write_text(json, "quote_currency_id", instrument->quote);
    tr_json_write_text(json, "base_currency_id", instrument->base);
    tr_json_write_text(json, "alias", "");
    tr_json_write_array_begin(json, "alias_to");
    tr_json_write_array_end(json);
    tr_json_write_text(json, "base_display_symbol", instrument->base);
    tr_json_write_text(json, "quote_display_symbol", instrument->quote);
}

static void run_products(sim_call *call)
{
    const char *type = sim_request_param(call->request, "product_type");
    bool is_spot = type == NULL || strcmp(type, "SPOT") == 0;
    size_t count = is_spot ? call->exchange->market_count : 0;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "products");
    for (size_t i = 0; i < count; i++) {
        tr_json_write_object_begin(call->json, NULL);
        write_product(call, &call->exchange->markets[i]);
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
    tr_json_write_int64(call->json, "num_products", (int64_t)count);
    tr_json_write_object_end(call->json);
}

static void run_product(sim_call *call)
{
    const sim_market *market = product_of(call, call->captures[0]);
    if (market == NULL)
        return;
    tr_json_write_object_begin(call->json, NULL);
    write_product(call, market);
    tr_json_write_object_end(call->json);
}

/* The last trade of everybody, or the makers' price where there was none. */
static void run_ticker(sim_call *call)
{
    const sim_market *market = product_of(call, call->captures[0]);
    sim_best best;
    if (market == NULL)
        return;
    sim_best_of(call, market, &best);
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "trades");
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_text(call->json, "trade_id", "1");
    tr_json_write_text(call->json, "product_id", market->instrument.exchange_symbol);
    sim_write_fixed(call->json, "price", market->last_price, 0);
    sim_write_fixed(call->json, "size", market->instrument.quantity_min, 0);
    sim_write_clock_text(call->json, "time", call->clock_ns, 6);
    tr_json_write_text(call->json, "side", "BUY");
    tr_json_write_object_end(call->json);
    tr_json_write_array_end(call->json);
    sim_write_fixed(call->json, "best_bid", best.bid, 0);
    sim_write_fixed(call->json, "best_ask", best.ask, 0);
    tr_json_write_object_end(call->json);
}

static void write_side(sim_call *call, const sim_market *market, tr_side side, const char *name,
                       size_t count_max)
{
    tr_book_level levels[LEVELS_MAX];
    size_t count = sim_depth(call->exchange, market, side, levels, count_max);
    tr_json_write_array_begin(call->json, name);
    for (size_t i = 0; i < count; i++) {
        tr_json_write_object_begin(call->json, NULL);
        sim_write_fixed(call->json, "price", sim_price_of_ticks(market, levels[i].price), 0);
        sim_write_fixed(call->json, "size",
                        sim_quantity_of_lots(market, (int64_t)levels[i].shown.low), 0);
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
}

static void write_book(sim_call *call, const sim_market *market, size_t limit)
{
    tr_json_write_text(call->json, "product_id", market->instrument.exchange_symbol);
    write_side(call, market, TR_SIDE_BUY, "bids", limit);
    write_side(call, market, TR_SIDE_SELL, "asks", limit);
    sim_write_clock_text(call->json, "time", call->clock_ns, 6);
}

static void run_book(sim_call *call)
{
    int64_t limit = sim_limit_of(call, "limit", LEVELS_MAX, LEVELS_MAX);
    const sim_market *market = product_of(call, sim_request_param(call->request, "product_id"));
    if (market == NULL)
        return;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_object_begin(call->json, "pricebook");
    write_book(call, market, limit < 1 ? LEVELS_MAX : (size_t)limit);
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

static void run_best(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "pricebooks");
    for (size_t i = 0; i < call->exchange->market_count; i++) {
        tr_json_write_object_begin(call->json, NULL);
        write_book(call, &call->exchange->markets[i], 1);
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
    tr_json_write_object_end(call->json);
}

static int64_t span_of(const char *word)
{
    static const struct {
        const char *word;
        int64_t minutes;
    } spans[] = { { "ONE_MINUTE", 1 },     { "FIVE_MINUTE", 5 }, { "FIFTEEN_MINUTE", 15 },
                  { "THIRTY_MINUTE", 30 }, { "ONE_HOUR", 60 },   { "TWO_HOUR", 120 },
                  { "FOUR_HOUR", 240 },    { "SIX_HOUR", 360 },  { "ONE_DAY", 1440 } };
    for (size_t i = 0; word != NULL && i < sizeof spans / sizeof *spans; i++)
        if (strcmp(spans[i].word, word) == 0)
            return spans[i].minutes * TR_NS_PER_MINUTE;
    return 0;
}

/* Newest first; both ends count in. */
static void run_bars(sim_call *call)
{
    const sim_market *market = product_of(call, call->captures[0]);
    int64_t span = span_of(sim_request_param(call->request, "granularity"));
    int64_t from = sim_limit_of(call, "start", -1, INT64_C(9000000000));
    int64_t until = sim_limit_of(call, "end", -1, INT64_C(9000000000));
    if (market == NULL)
        return;
    if (span == 0 || from < 0 || until < from ||
        (until - from) * TR_NS_PER_SECOND / span > BARS_MAX) {
        say_wrong(call, "granularity, start or end: at most 350 candles");
        return;
    }
    sim_bar *bars = calloc(BARS_MAX + 2, sizeof *bars);
    if (bars == NULL) {
        call->exchange->is_out_of_memory = true;
        return;
    }
    size_t count = sim_market_bars(market, span, from * TR_NS_PER_SECOND, until * TR_NS_PER_SECOND,
                                   bars, BARS_MAX + 2);
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "candles");
    for (size_t i = count; i-- > 0;) {
        char text[24];
        (void)snprintf(text, sizeof text, "%lld", (long long)(bars[i].open_ns / TR_NS_PER_SECOND));
        tr_json_write_object_begin(call->json, NULL);
        tr_json_write_text(call->json, "start", text);
        sim_write_fixed(call->json, "low", bars[i].low, 0);
        sim_write_fixed(call->json, "high", bars[i].high, 0);
        sim_write_fixed(call->json, "open", bars[i].open, 0);
        sim_write_fixed(call->json, "close", bars[i].close, 0);
        sim_write_fixed(call->json, "volume", bars[i].volume, 0);
        tr_json_write_object_end(call->json);
    }
    tr_json_write_array_end(call->json);
    tr_json_write_object_end(call->json);
    free(bars);
}

/* ---- account --------------------------------------------------------------------------------- */

static void write_money(tr_json_writer *json, const char *name, tr_decimal value, const char *asset)
{
    tr_json_write_object_begin(json, name);
    sim_write_fixed(json, "value", value, 0);
    tr_json_write_text(json, "currency", asset);
    tr_json_write_object_end(json);
}

static void run_accounts(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    tr_json_writer *json = call->json;
    tr_json_write_object_begin(json, NULL);
    tr_json_write_array_begin(json, "accounts");
    for (size_t i = 0; i < account->holding_count; i++) {
        const sim_holding *holding = &account->holdings[i];
        char id[ID_SIZE];
        bool is_fiat = strcmp(holding->asset, "USD") == 0 || strcmp(holding->asset, "EUR") == 0;
        id_write('a', (int64_t)i + 1, id);
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

static void run_fees(sim_call *call)
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

static void run_rights(sim_call *call)
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
    if (!order->is_market && order->tif == TR_BOOK_TIF_GTC)
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
    id_write('0', order->id, id);
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
    tr_json_write_text(json, "order_type", order->is_market ? "MARKET" : "LIMIT");
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
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].refusal == refusal) {
            say_refused(call, rows[i].error, rows[i].preview, rows[i].text);
            return;
        }
    say_refused(call, "UNKNOWN_FAILURE_REASON", "PREVIEW_MAX_ORDERS_EXCEEDED", "Too many orders");
}

/* Members of an order's configuration, held against those that its form knows. */
static bool fields_read(const tr_json_value *fields, bool may_post, sim_wish *wish)
{
    for (const tr_json_value *at = tr_json_value_first(fields); at != NULL;
         at = tr_json_value_next(at)) {
        const char *name = tr_json_value_key(at, NULL), *text = sim_text_of(at);
        tr_decimal *place = strcmp(name, "base_size") == 0     ? &wish->quantity
                            : strcmp(name, "quote_size") == 0  ? &wish->quote_quantity
                            : strcmp(name, "limit_price") == 0 ? &wish->price
                                                               : NULL;
        if (strcmp(name, "post_only") == 0 && may_post) {
            if (tr_json_value_bool(at, &wish->is_post_only) != TR_OK)
                return false;
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
    if (!wish->is_market && !is_gtc && wish->tif == TR_BOOK_TIF_GTC)
        return false;
    if (!fields_read(form, is_gtc, wish) || (wish->is_by_quote && !wish->is_market))
        return false;
    bool has_quantity = tr_json_value_member(form, "base_size") != NULL;
    bool has_price = tr_json_value_member(form, "limit_price") != NULL;
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
static void run_place(sim_call *call)
{
    const sim_order *order = NULL;
    char id[ID_SIZE];
    sim_wish wish = { .account = call->account };
    const char *wrong = call->request->json == NULL ? "body" : wish_read(call, &wish);
    if (wrong != NULL) {
        say_wrong(call, wrong);
        return;
    }
    wish.market = product_of(call, sim_body_text(call, "product_id"));
    if (wish.market == NULL)
        return;
    sim_refusal refusal = sim_place(call->exchange, &wish, &order);
    if (refusal != SIM_REFUSAL_NONE && refusal != SIM_REFUSAL_DUPLICATE) {
        say_refusal(call, refusal);
        return;
    }
    tr_json_writer *json = call->json;
    id_write('0', order->id, id);
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

static void run_cancel(sim_call *call)
{
    const tr_json_value *root =
        call->request->json == NULL ? NULL : tr_json_document_root(call->request->json);
    const tr_json_value *ids = tr_json_value_member(root, "order_ids");
    if (tr_json_value_kind(ids) != TR_JSON_ARRAY || tr_json_value_count(ids) == 0) {
        say_wrong(call, "order_ids");
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "results");
    for (const tr_json_value *at = tr_json_value_first(ids); at != NULL;
         at = tr_json_value_next(at)) {
        const char *id = sim_text_of(at);
        const sim_order *order = sim_order_of_id(call->exchange, call->account, id_read(id));
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

static void run_query(sim_call *call)
{
    const sim_order *order =
        sim_order_of_id(call->exchange, call->account, id_read(call->captures[0]));
    if (order == NULL) {
        say_missing(call);
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
    say_wrong(call, "cursor or limit");
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
static void run_orders(sim_call *call)
{
    const char *product = sim_request_param(call->request, "product_id");
    const char *status = sim_request_param(call->request, "order_status");
    int64_t from = INT64_MIN, until = INT64_MAX;
    page at;
    const sim_market *market = product == NULL ? NULL : product_of(call, product);
    if ((product != NULL && market == NULL) || !page_read(call, &at))
        return;
    if (!time_of(call, "start_date", &from) || !time_of(call, "end_date", &until)) {
        say_wrong(call, "start_date or end_date");
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "orders");
    for (size_t i = call->exchange->order_count; i-- > 0;) {
        const sim_order *order = &call->exchange->orders[i];
        if (order->account != call->account || order->created_ns < from ||
            order->created_ns > until || (market != NULL && order->instrument != market->number) ||
            (status != NULL && strcmp(status, status_of(order)) != 0) || !page_has(&at))
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
    id_write('e', (int64_t)index + 1, id);
    tr_json_write_object_begin(json, NULL);
    tr_json_write_text(json, "entry_id", id);
    id_write('f', fill->trade_id, id);
    tr_json_write_text(json, "trade_id", id);
    id_write('0', fill->order_id, id);
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
static void run_fills(sim_call *call)
{
    const sim_exchange *exchange = call->exchange;
    const char *product = sim_request_param(call->request, "product_id");
    const char *order_id = sim_request_param(call->request, "order_id");
    int64_t from = INT64_MIN, until = INT64_MAX;
    page at;
    const sim_market *market = product == NULL ? NULL : product_of(call, product);
    if ((product != NULL && market == NULL) || !page_read(call, &at))
        return;
    if (!time_of(call, "start_sequence_timestamp", &from) ||
        !time_of(call, "end_sequence_timestamp", &until)) {
        say_wrong(call, "start_sequence_timestamp or end_sequence_timestamp");
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "fills");
    for (size_t i = exchange->fill_count; i-- > 0;) {
        const sim_fill *fill = &exchange->fills[i];
        if (fill->account != call->account || fill->at_ns < from || fill->at_ns > until ||
            (market != NULL && fill->instrument != market->number) ||
            (order_id != NULL && fill->order_id != id_read(order_id)) || !page_has(&at))
            continue;
        write_fill(call, fill, i);
    }
    tr_json_write_array_end(call->json);
    page_end(call, &at);
    tr_json_write_object_end(call->json);
}

/* ---- the row --------------------------------------------------------------------------------- */

#define V3 "/api/v3/brokerage/"

static const sim_route routes[] = {
    { "GET", V3 "time", SIM_OPERATION_TIME, 0, 1, run_time },
    { "GET", "/v2/time", SIM_OPERATION_TIME, 0, 1, run_time_old },
    { "GET", "/v2/currencies", SIM_OPERATION_OTHER, 0, 1, run_nothing },
    { "GET", "/v2/currencies/crypto", SIM_OPERATION_OTHER, 0, 1, run_nothing },
    { "GET", "/v2/exchange-rates", SIM_OPERATION_OTHER, 0, 1, run_nothing },
    { "GET", V3 "market/products", SIM_OPERATION_INSTRUMENTS, 0, 1, run_products },
    { "GET", V3 "market/products/{}", SIM_OPERATION_INSTRUMENTS, 0, 1, run_product },
    { "GET", V3 "market/products/{}/ticker", SIM_OPERATION_TICKER, 0, 1, run_ticker },
    { "GET", V3 "market/products/{}/candles", SIM_OPERATION_BARS, 0, 1, run_bars },
    { "GET", V3 "market/product_book", SIM_OPERATION_BOOK, 0, 1, run_book },
    { "GET", V3 "products", SIM_OPERATION_INSTRUMENTS, SIM_RIGHT_READ, 1, run_products },
    { "GET", V3 "products/{}/ticker", SIM_OPERATION_TICKER, SIM_RIGHT_READ, 1, run_ticker },
    { "GET", V3 "products/{}/candles", SIM_OPERATION_BARS, SIM_RIGHT_READ, 1, run_bars },
    { "GET", V3 "product_book", SIM_OPERATION_BOOK, SIM_RIGHT_READ, 1, run_book },
    { "GET", V3 "best_bid_ask", SIM_OPERATION_TICKER, SIM_RIGHT_READ, 1, run_best },
    { "GET", V3 "accounts", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 1, run_accounts },
    { "GET", V3 "transaction_summary", SIM_OPERATION_FEES, SIM_RIGHT_READ, 1, run_fees },
    { "GET", V3 "key_permissions", SIM_OPERATION_RIGHTS, SIM_RIGHT_READ, 1, run_rights },
    { "POST", V3 "orders", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 1, run_place },
    { "POST", V3 "orders/batch_cancel", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 1, run_cancel },
    { "GET", V3 "orders/historical/batch", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1, run_orders },
    { "GET", V3 "orders/historical/fills", SIM_OPERATION_FILLS, SIM_RIGHT_READ, 1, run_fills },
    { "GET", V3 "orders/historical/{}", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1, run_query },
    { 0 },
};

static const char *const prefixes[] = { V3, "/v2/", NULL };

static const char *const listings[] = {
    "instrument BTC/USD id=BTC-USD tick=0.01 lot=0.00000001 min=0.00000001 max=3400 notional_min=1",
    "instrument ETH/USD id=ETH-USD tick=0.01 lot=0.00000001 min=0.00000001 max=48000 "
    "notional_min=1",
    "price BTC/USD 50000",
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
