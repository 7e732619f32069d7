/*
 * kraken.c: the dialect of Kraken's spot REST API, /0. Errors come with status 200, as texts. Source: Kraken API Center,
 * "Spot REST Authentication", "Spot REST Rate Limits", "Market Data", "Account Data", "Spot Trading" and "Error
 * Messages", 2026.
 */
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define COUNTER_MAX   15  /* of a starter's account */
#define COUNTER_DECAY 330 /* thousandths a second */
#define PAGE          50  /* orders and fills at once */
#define BARS_MAX      720
#define ID_DIGITS     16
#define ID_SIZE       (ID_DIGITS + 4)

/* ---- words ----------------------------------------------------------------------------------- */

static void say(sim_call *call, const char *error)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "error");
    tr_json_write_text(call->json, NULL, error);
    tr_json_write_array_end(call->json);
    tr_json_write_object_end(call->json);
}

static void say_wrong(sim_call *call, const char *name)
{
    char text[96];
    (void)snprintf(text, sizeof text, "EGeneral:Invalid arguments:%.40s", name); /* cut: it fits */
    say(call, text);
}

/* An answer is {"error":[],"result":...}; the result is written between the two. */
static void begin(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_array_begin(call->json, "error");
    tr_json_write_array_end(call->json);
    tr_json_write_object_begin(call->json, "result");
}

static void end(sim_call *call)
{
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

static void say_unknown_path(sim_call *call)
{
    call->code = 200;
    say(call, "EGeneral:Unknown method");
}

static void say_busy(sim_call *call)
{
    say(call, "EService:Busy");
}

static void say_timeout(sim_call *call)
{
    say(call, "EGeneral:Internal error");
}

static void say_rate_limit(sim_call *call, int code, int64_t retry_s)
{
    call->code = code;
    sim_call_header(call, "Retry-After: %lld", (long long)retry_s);
    say(call, "EAPI:Rate limit exceeded");
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
    say(call, "EAPI:Rate limit exceeded");
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
        say(call, "EAPI:Invalid key");
    else if (nonce == NULL || !nonce_read(nonce, &number))
        say(call, "EAPI:Invalid nonce");
    else if (!is_signed(call, nonce))
        say(call, "EAPI:Invalid signature");
    else if (number <= call->key->nonce)
        say(call, "EAPI:Invalid nonce");
    else if ((call->key->rights & route->right) == 0)
        say(call, "EGeneral:Permission denied");
    else {
        call->key->nonce = number;
        call->account = call->key->account;
        return count_up(call, route);
    }
    return false;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* "BTC" is XXBT here, and XBT in the other spelling; old currencies have an X or Z in front. */
static void asset_names(const char *asset, char id[TR_ASSET_SIZE], char alternative[TR_ASSET_SIZE])
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

static void pair_names(const sim_market *market, char alternative[TR_SYMBOL_SIZE],
                       char stream[TR_SYMBOL_SIZE])
{
    char id[TR_ASSET_SIZE], base[TR_ASSET_SIZE], quote[TR_ASSET_SIZE];
    asset_names(market->instrument.base, id, base);
    asset_names(market->instrument.quote, id, quote);
    (void)snprintf(alternative, TR_SYMBOL_SIZE, "%s%s", base, quote); /* both fit */
    (void)snprintf(stream, TR_SYMBOL_SIZE, "%s/%s", base, quote);
}

/* By any of its names; NULL after saying what is wrong. */
static sim_market *market_named(sim_call *call)
{
    const char *pair = sim_request_param(call->request, "pair");
    char alternative[TR_SYMBOL_SIZE], stream[TR_SYMBOL_SIZE];
    for (size_t i = 0; pair != NULL && i < call->exchange->market_count; i++) {
        sim_market *market = &call->exchange->markets[i];
        pair_names(market, alternative, stream);
        if (strcmp(pair, market->instrument.exchange_symbol) == 0 ||
            strcmp(pair, alternative) == 0 || strcmp(pair, stream) == 0)
            return market;
    }
    if (pair == NULL)
        say_wrong(call, "pair");
    else
        say(call, "EQuery:Unknown asset pair");
    return NULL;
}

/* Six, five and six characters; the first tells what it is. */
static void id_write(char kind, int64_t number, char text[ID_SIZE])
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

static int64_t id_read(const char *text)
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
    id_write('O', number, written);
    return strcmp(written, text) == 0 ? number : 0;
}

/* ---- market data ----------------------------------------------------------------------------- */

static void run_time(sim_call *call)
{
    begin(call);
    tr_json_write_int64(call->json, "unixtime", call->clock_ns / TR_NS_PER_SECOND);
    sim_write_clock_text(call->json, "rfc1123", call->clock_ns, 0);
    end(call);
}

static void run_status(sim_call *call)
{
    begin(call);
    tr_json_write_text(call->json, "status", "online");
    sim_write_clock_text(call->json, "timestamp", call->clock_ns, 0);
    end(call);
}

static void write_asset(sim_call *call, const char *asset)
{
    char id[TR_ASSET_SIZE], alternative[TR_ASSET_SIZE];
    asset_names(asset, id, alternative);
    tr_json_write_object_begin(call->json, id);
    tr_json_write_text(call->json, "aclass", "currency");
    tr_json_write_text(call->json, "altname", alternative);
    tr_json_write_int64(call->json, "decimals", 10);
    tr_json_write_int64(call->json, "display_decimals", 5);
    tr_json_write_text(call->json, "status", "enabled");
    tr_json_write_object_end(call->json);
}

/* Each once: of every market the base, and the quote where no market before has it. */
static void run_assets(sim_call *call)
{
    const sim_exchange *exchange = call->exchange;
    begin(call);
    for (size_t i = 0; i < exchange->market_count; i++) {
        const tr_instrument *instrument = &exchange->markets[i].instrument;
        const char *names[] = { instrument->base, instrument->quote };
        for (int side = 0; side < 2; side++) {
            bool is_seen = false;
            for (size_t k = 0; k < i; k++)
                is_seen = is_seen ||
                          strcmp(names[side], exchange->markets[k].instrument.base) == 0 ||
                          strcmp(names[side], exchange->markets[k].instrument.quote) == 0;
            if (!is_seen)
                write_asset(call, names[side]);
        }
    }
    end(call);
}

/* [[volume from which it holds, percent]] */
static void write_fee_table(tr_json_writer *json, const char *name, const char *rate)
{
    tr_decimal value = { 0 };
    (void)tr_decimal_parse(rate, strlen(rate), &value); /* a constant of this file */
    tr_json_write_array_begin(json, name);
    tr_json_write_array_begin(json, NULL);
    tr_json_write_int64(json, NULL, 0);
    sim_write_number(json, NULL, sim_times(value, tr_decimal_from_int(100)));
    tr_json_write_array_end(json);
    tr_json_write_array_end(json);
}

static void write_pair(sim_call *call, const sim_market *market)
{
    tr_json_writer *json = call->json;
    char base[TR_ASSET_SIZE], quote[TR_ASSET_SIZE], name[TR_ASSET_SIZE];
    char alternative[TR_SYMBOL_SIZE], stream[TR_SYMBOL_SIZE];
    asset_names(market->instrument.base, base, name);
    asset_names(market->instrument.quote, quote, name);
    pair_names(market, alternative, stream);
    tr_json_write_object_begin(json, market->instrument.exchange_symbol);
    tr_json_write_text(json, "altname", alternative);
    tr_json_write_text(json, "wsname", stream);
    tr_json_write_text(json, "aclass_base", "currency");
    tr_json_write_text(json, "base", base);
    tr_json_write_text(json, "aclass_quote", "currency");
    tr_json_write_text(json, "quote", quote);
    tr_json_write_text(json, "lot", "unit");
    tr_json_write_int64(json, "cost_decimals", 5);
    tr_json_write_int64(json, "pair_decimals", market->price_digits);
    tr_json_write_int64(json, "lot_decimals", market->quantity_digits);
    tr_json_write_int64(json, "lot_multiplier", 1);
    tr_json_write_array_begin(json, "leverage_buy");
    tr_json_write_array_end(json);
    tr_json_write_array_begin(json, "leverage_sell");
    tr_json_write_array_end(json);
    write_fee_table(json, "fees", sim_shape_kraken.taker_rate);
    write_fee_table(json, "fees_maker", sim_shape_kraken.maker_rate);
    tr_json_write_text(json, "fee_volume_currency", "ZUSD");
    sim_write_fixed(json, "ordermin", market->instrument.quantity_min, 0);
    sim_write_fixed(json, "costmin", market->instrument.notional_min, 0);
    sim_write_fixed(json, "tick_size", market->instrument.tick, 0);
    tr_json_write_text(json, "status", market->is_halted ? "cancel_only" : "online");
    tr_json_write_object_end(json);
}

static void run_pairs(sim_call *call)
{
    const sim_market *only = NULL;
    if (sim_request_param(call->request, "pair") != NULL && (only = market_named(call)) == NULL)
        return;
    begin(call);
    for (size_t i = 0; i < call->exchange->market_count; i++)
        if (only == NULL || only == &call->exchange->markets[i])
            write_pair(call, &call->exchange->markets[i]);
    end(call);
}

static void write_two(const sim_market *market, tr_json_writer *json, const char *name,
                      tr_decimal first, tr_decimal second, int digits)
{
    (void)market;
    tr_json_write_array_begin(json, name);
    sim_write_fixed(json, NULL, first, digits);
    sim_write_fixed(json, NULL, second, digits);
    tr_json_write_array_end(json);
}

static void write_best(const sim_market *market, tr_json_writer *json, const char *name,
                       tr_decimal price, tr_decimal quantity)
{
    tr_json_write_array_begin(json, name);
    sim_write_fixed(json, NULL, price, market->price_digits);
    sim_write_fixed(json, NULL, quantity, 0);
    sim_write_fixed(json, NULL, quantity, 3);
    tr_json_write_array_end(json);
}

static void write_ticker(sim_call *call, const sim_market *market)
{
    tr_json_writer *json = call->json;
    int digits = market->price_digits;
    sim_bar day;
    sim_best best;
    sim_market_day(call->exchange, market, &day);
    sim_best_of(call, market, &best);
    tr_decimal average = sim_day_average(&day);
    tr_json_write_object_begin(json, market->instrument.exchange_symbol);
    write_best(market, json, "a", best.ask, best.ask_quantity);
    write_best(market, json, "b", best.bid, best.bid_quantity);
    write_two(market, json, "c", market->last_price, market->instrument.quantity_min, digits);
    write_two(market, json, "v", day.volume, day.volume, market->quantity_digits);
    write_two(market, json, "p", average, average, digits);
    tr_json_write_array_begin(json, "t");
    tr_json_write_int64(json, NULL, day.trade_count);
    tr_json_write_int64(json, NULL, day.trade_count);
    tr_json_write_array_end(json);
    write_two(market, json, "l", day.low, day.low, digits);
    write_two(market, json, "h", day.high, day.high, digits);
    sim_write_fixed(json, "o", day.open, digits);
    tr_json_write_object_end(json);
}

static void run_ticker(sim_call *call)
{
    const sim_market *only = NULL;
    if (sim_request_param(call->request, "pair") != NULL && (only = market_named(call)) == NULL)
        return;
    begin(call);
    for (size_t i = 0; i < call->exchange->market_count; i++)
        if (only == NULL || only == &call->exchange->markets[i])
            write_ticker(call, &call->exchange->markets[i]);
    end(call);
}

static void write_side(sim_call *call, const sim_market *market, tr_side side, const char *name,
                       size_t count_max)
{
    tr_book_level levels[500];
    size_t count = sim_depth(call->exchange, market, side, levels, count_max);
    tr_json_write_array_begin(call->json, name);
    for (size_t i = 0; i < count; i++) {
        tr_json_write_array_begin(call->json, NULL);
        sim_write_fixed(call->json, NULL, sim_price_of_ticks(market, levels[i].price),
                        market->price_digits);
        sim_write_fixed(call->json, NULL,
                        sim_quantity_of_lots(market, (int64_t)levels[i].shown.low), 3);
        tr_json_write_int64(call->json, NULL, call->clock_ns / TR_NS_PER_SECOND);
        tr_json_write_array_end(call->json);
    }
    tr_json_write_array_end(call->json);
}

static void run_depth(sim_call *call)
{
    int64_t count = sim_limit_of(call, "count", 100, 500);
    const sim_market *market = count < 1 ? NULL : market_named(call);
    if (count < 1)
        say_wrong(call, "count");
    if (market == NULL)
        return;
    begin(call);
    tr_json_write_object_begin(call->json, market->instrument.exchange_symbol);
    write_side(call, market, TR_SIDE_SELL, "asks", (size_t)count);
    write_side(call, market, TR_SIDE_BUY, "bids", (size_t)count);
    tr_json_write_object_end(call->json);
    end(call);
}

static bool is_span(int64_t minutes)
{
    static const int64_t spans[] = { 1, 5, 15, 30, 60, 240, 1440, 10080 };
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        if (spans[i] == minutes)
            return true;
    return false;
}

static void write_bar(const sim_market *market, tr_json_writer *json, const sim_bar *bar)
{
    int digits = market->price_digits;
    tr_json_write_array_begin(json, NULL);
    tr_json_write_int64(json, NULL, bar->open_ns / TR_NS_PER_SECOND);
    sim_write_fixed(json, NULL, bar->open, digits);
    sim_write_fixed(json, NULL, bar->high, digits);
    sim_write_fixed(json, NULL, bar->low, digits);
    sim_write_fixed(json, NULL, bar->close, digits);
    sim_write_fixed(json, NULL, sim_day_average(bar), digits);
    sim_write_amount(json, NULL, bar->volume);
    tr_json_write_int64(json, NULL, bar->trade_count);
    tr_json_write_array_end(json);
}

static void run_bars(sim_call *call)
{
    int64_t minutes = sim_limit_of(call, "interval", 1, 1000000);
    int64_t since = sim_limit_of(call, "since", INT64_MIN, INT64_C(9000000000));
    const sim_market *market = is_span(minutes) && since != -1 ? market_named(call) : NULL;
    if (!is_span(minutes) || since == -1)
        say_wrong(call, is_span(minutes) ? "since" : "interval");
    if (market == NULL)
        return;
    sim_bar *bars = calloc(BARS_MAX, sizeof *bars);
    if (bars == NULL) {
        call->exchange->is_out_of_memory = true;
        return;
    }
    /* Always the last ones: what lies further back than 720 cannot be asked for. */
    size_t count =
        sim_market_bars(market, minutes * TR_NS_PER_MINUTE, INT64_MIN, INT64_MAX, bars, BARS_MAX);
    begin(call);
    tr_json_write_array_begin(call->json, market->instrument.exchange_symbol);
    for (size_t i = 0; i < count; i++)
        if (since == INT64_MIN || bars[i].open_ns > since * TR_NS_PER_SECOND)
            write_bar(market, call->json, &bars[i]);
    tr_json_write_array_end(call->json);
    tr_json_write_int64(call->json, "last",
                        count == 0 ? 0 : bars[count - 1].open_ns / TR_NS_PER_SECOND);
    end(call);
    free(bars);
}

/* ---- account --------------------------------------------------------------------------------- */

static void run_balance(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    begin(call);
    for (size_t i = 0; i < account->holding_count; i++) {
        const sim_holding *holding = &account->holdings[i];
        char id[TR_ASSET_SIZE], alternative[TR_ASSET_SIZE];
        asset_names(holding->asset, id, alternative);
        sim_write_fixed(call->json, id, sim_plus(holding->free, holding->locked), 4);
    }
    end(call);
}

static void run_balance_more(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    begin(call);
    for (size_t i = 0; i < account->holding_count; i++) {
        const sim_holding *holding = &account->holdings[i];
        char id[TR_ASSET_SIZE], alternative[TR_ASSET_SIZE];
        asset_names(holding->asset, id, alternative);
        tr_json_write_object_begin(call->json, id);
        sim_write_fixed(call->json, "balance", sim_plus(holding->free, holding->locked), 4);
        sim_write_fixed(call->json, "hold_trade", holding->locked, 4);
        tr_json_write_object_end(call->json);
    }
    end(call);
}

static void write_fee(sim_call *call, const char *table, const sim_market *market, tr_decimal rate)
{
    tr_json_write_object_begin(call->json, table);
    tr_json_write_object_begin(call->json, market->instrument.exchange_symbol);
    sim_write_fixed(call->json, "fee", sim_times(rate, tr_decimal_from_int(100)), 4);
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

static void run_fees(sim_call *call)
{
    const sim_account *account = &call->exchange->accounts[call->account];
    const sim_market *market = NULL;
    if (sim_request_param(call->request, "pair") != NULL && (market = market_named(call)) == NULL)
        return;
    begin(call);
    tr_json_write_text(call->json, "currency", "ZUSD");
    tr_json_write_text(call->json, "volume", "0.0000");
    if (market != NULL) {
        write_fee(call, "fees", market, account->taker_rate);
        write_fee(call, "fees_maker", market, account->maker_rate);
    }
    end(call);
}

static void run_rights(sim_call *call)
{
    static const struct {
        unsigned right;
        const char *name;
    } names[] = {
        { SIM_RIGHT_READ, "query-funds" },         { SIM_RIGHT_READ, "query-open-trades" },
        { SIM_RIGHT_READ, "query-closed-trades" }, { SIM_RIGHT_TRADE, "modify-trades" },
        { SIM_RIGHT_TRADE, "close-trades" },       { SIM_RIGHT_WITHDRAW, "withdraw-funds" }
    };
    begin(call);
    tr_json_write_text(call->json, "api_key_name", "sim");
    tr_json_write_array_begin(call->json, "permissions");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if ((call->key->rights & names[i].right) != 0)
            tr_json_write_text(call->json, NULL, names[i].name);
    tr_json_write_array_end(call->json);
    end(call);
}

/* ---- orders ---------------------------------------------------------------------------------- */

static void write_time(tr_json_writer *json, const char *name, int64_t at_ns)
{
    char text[40];
    int length = snprintf(text, sizeof text, "%lld.%06lld", (long long)(at_ns / TR_NS_PER_SECOND),
                          (long long)(at_ns % TR_NS_PER_SECOND / TR_NS_PER_US));
    tr_json_write_number(json, name, text, (size_t)length);
}

/* "buy 0.10000000 XBTUSD @ limit 40000.0" */
static void write_text_of(sim_call *call, const sim_order *order)
{
    const sim_market *market = &call->exchange->markets[order->instrument];
    char alternative[TR_SYMBOL_SIZE], stream[TR_SYMBOL_SIZE], text[256];
    char quantity[TR_DECIMAL_TEXT_SIZE], price[TR_DECIMAL_TEXT_SIZE];
    pair_names(market, alternative, stream);
    sim_format_fixed(order->is_by_quote ? order->quote_quantity : order->quantity, 8, quantity);
    sim_format_fixed(order->price, market->price_digits, price);
    (void)snprintf(text, sizeof text, "%s %s %s @ %s%s", tr_side_name(order->side), quantity,
                   alternative, order->is_market ? "market" : "limit ",
                   order->is_market ? "" : price); /* they fit */
    tr_json_write_text(call->json, "order", text);
}

static void write_description(sim_call *call, const sim_order *order)
{
    const sim_market *market = &call->exchange->markets[order->instrument];
    char alternative[TR_SYMBOL_SIZE], stream[TR_SYMBOL_SIZE];
    pair_names(market, alternative, stream);
    tr_json_write_object_begin(call->json, "descr");
    tr_json_write_text(call->json, "pair", alternative);
    tr_json_write_text(call->json, "type", tr_side_name(order->side));
    tr_json_write_text(call->json, "ordertype", order->is_market ? "market" : "limit");
    sim_write_fixed(call->json, "price", order->price, order->is_market ? 0 : market->price_digits);
    tr_json_write_text(call->json, "price2", "0");
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
    id_write('O', order->id, id);
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
    tr_json_write_text(json, "misc", "");
    tr_json_write_text(json, "oflags", order->is_post_only ? "fciq,post" : "fciq");
    tr_json_write_object_end(json);
}

static void say_refused(sim_call *call, sim_refusal refusal)
{
    switch (refusal) {
    case SIM_REFUSAL_FUNDS:
        say(call, "EOrder:Insufficient funds");
        break;
    case SIM_REFUSAL_TICK:
    case SIM_REFUSAL_PRICE:
        say(call, "EOrder:Invalid price");
        break;
    case SIM_REFUSAL_LOT:
    case SIM_REFUSAL_QUANTITY_HIGH:
        say_wrong(call, "volume");
        break;
    case SIM_REFUSAL_QUANTITY_LOW:
        say(call, "EOrder:Order minimum not met");
        break;
    case SIM_REFUSAL_NOTIONAL:
        say(call, "EOrder:Cost minimum not met");
        break;
    case SIM_REFUSAL_DUPLICATE:
        say(call, "EGeneral:Invalid arguments:cl_ord_id duplicate");
        break;
    case SIM_REFUSAL_HALTED:
        say(call, "EService:Market in cancel_only mode");
        break;
    default:
        say(call, "EOrder:Orders limit exceeded");
        break;
    }
}

/* The name of a parameter that this dialect does not know; NULL when there is none. */
static const char *unknown_param(const sim_call *call)
{
    static const char *const known[] = { "nonce",     "pair",     "type",    "ordertype",
                                         "volume",    "price",    "oflags",  "timeinforce",
                                         "cl_ord_id", "deadline", "validate" };
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
    if (type == NULL || (strcmp(type, "market") != 0 && strcmp(type, "limit") != 0))
        return "ordertype";
    wish->side = side[0] == 'b' ? TR_SIDE_BUY : TR_SIDE_SELL;
    wish->is_market = type[0] == 'm';
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
    if (!wish->is_market &&
        sim_amount_of(sim_request_param(request, "price"), &wish->price) != TR_OK)
        return "price";
    return NULL;
}

static void run_place(sim_call *call)
{
    const sim_order *order = NULL;
    char id[ID_SIZE];
    sim_wish wish = { .account = call->account, .market = market_named(call) };
    if (wish.market == NULL)
        return;
    const char *wrong = unknown_param(call);
    if (wrong == NULL)
        wrong = wish_read(call, &wish);
    if (wrong != NULL) {
        say_wrong(call, wrong);
        return;
    }
    if (is_late(call)) {
        say(call, "EService:Deadline elapsed");
        return;
    }
    if (sim_request_param(call->request, "validate") != NULL) {
        begin(call);
        end(call);
        return;
    }
    sim_refusal refusal = sim_place(call->exchange, &wish, &order);
    if (refusal != SIM_REFUSAL_NONE) {
        say_refused(call, refusal);
        return;
    }
    id_write('O', order->id, id);
    begin(call);
    tr_json_write_object_begin(call->json, "descr");
    write_text_of(call, order);
    tr_json_write_object_end(call->json);
    tr_json_write_array_begin(call->json, "txid");
    tr_json_write_text(call->json, NULL, id);
    tr_json_write_array_end(call->json);
    end(call);
}

/* By txid or cl_ord_id; NULL when there is none, or no such order. */
static const sim_order *order_named(const sim_call *call)
{
    const char *id = sim_request_param(call->request, "txid");
    const char *client_id = sim_request_param(call->request, "cl_ord_id");
    if (id != NULL) {
        const sim_order *order = sim_order_of_id(call->exchange, call->account, id_read(id));
        return order != NULL ? order : sim_order_of_client(call->exchange, call->account, id);
    }
    return client_id == NULL ? NULL : sim_order_of_client(call->exchange, call->account, client_id);
}

static void run_cancel(sim_call *call)
{
    const sim_order *order = order_named(call);
    if (order == NULL || !sim_cancel(call->exchange, order)) {
        say(call, "EOrder:Unknown order");
        return;
    }
    begin(call);
    tr_json_write_int64(call->json, "count", 1);
    end(call);
}

static void run_query(sim_call *call)
{
    const char *ids = sim_request_param(call->request, "txid");
    const sim_order *found[PAGE];
    size_t count = 0;
    if (ids == NULL) {
        say_wrong(call, "txid");
        return;
    }
    for (const char *at = ids; *at != '\0' && count < PAGE;) {
        char id[ID_SIZE];
        size_t length = strcspn(at, ",");
        (void)snprintf(id, sizeof id, "%.*s", (int)(length < ID_SIZE ? length : ID_SIZE - 1), at);
        found[count] = sim_order_of_id(call->exchange, call->account, id_read(id));
        if (found[count] != NULL)
            count++;
        at += length + (at[length] == ',');
    }
    if (count == 0) {
        say(call, "EOrder:Unknown order");
        return;
    }
    begin(call);
    for (size_t i = 0; i < count; i++)
        write_order(call, found[i]);
    end(call);
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
            (client_id != NULL && strcmp(client_id, order->client_id) != 0))
            continue;
        if (is_open || count < PAGE)
            write_order(call, order);
        count++;
    }
    *count_out = count;
}

static void run_open(sim_call *call)
{
    size_t count = 0;
    begin(call);
    tr_json_write_object_begin(call->json, "open");
    write_orders(call, true, &count);
    tr_json_write_object_end(call->json);
    end(call);
}

static void run_closed(sim_call *call)
{
    size_t count = 0;
    begin(call);
    tr_json_write_object_begin(call->json, "closed");
    write_orders(call, false, &count);
    tr_json_write_object_end(call->json);
    tr_json_write_int64(call->json, "count", (int64_t)count);
    end(call);
}

static void write_fill(sim_call *call, const sim_fill *fill, size_t index)
{
    tr_json_writer *json = call->json;
    const sim_market *market = &call->exchange->markets[fill->instrument];
    const sim_order *order = sim_order_of_id(call->exchange, call->account, fill->order_id);
    char id[ID_SIZE];
    id_write('T', (int64_t)index + 1, id);
    tr_json_write_object_begin(json, id);
    id_write('O', fill->order_id, id);
    tr_json_write_text(json, "ordertxid", id);
    tr_json_write_text(json, "postxid", "TKH2SE-M7IF5-CFI7LT");
    tr_json_write_text(json, "pair", market->instrument.exchange_symbol);
    write_time(json, "time", fill->at_ns);
    tr_json_write_text(json, "type", tr_side_name(fill->side));
    tr_json_write_text(json, "ordertype", order->is_market ? "market" : "limit");
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
static void run_fills(sim_call *call)
{
    const sim_exchange *exchange = call->exchange;
    int64_t from = sim_limit_of(call, "start", INT64_MIN, INT64_C(9000000000));
    int64_t until = sim_limit_of(call, "end", INT64_C(9000000000), INT64_C(9000000000));
    int64_t offset = sim_limit_of(call, "ofs", 0, INT64_MAX), count = 0;
    if (from == -1 || until == -1 || offset == -1) {
        say_wrong(call, "start");
        return;
    }
    begin(call);
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
    end(call);
}

/* ---- the row --------------------------------------------------------------------------------- */

static const sim_route routes[] = {
    { "GET", "/0/public/Time", SIM_OPERATION_TIME, 0, 0, run_time },
    { "GET", "/0/public/SystemStatus", SIM_OPERATION_OTHER, 0, 0, run_status },
    { "GET", "/0/public/Assets", SIM_OPERATION_OTHER, 0, 0, run_assets },
    { "GET", "/0/public/AssetPairs", SIM_OPERATION_INSTRUMENTS, 0, 0, run_pairs },
    { "GET", "/0/public/Ticker", SIM_OPERATION_TICKER, 0, 0, run_ticker },
    { "GET", "/0/public/Depth", SIM_OPERATION_BOOK, 0, 0, run_depth },
    { "GET", "/0/public/OHLC", SIM_OPERATION_BARS, 0, 0, run_bars },
    { "POST", "/0/private/Balance", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 1, run_balance },
    { "POST", "/0/private/BalanceEx", SIM_OPERATION_BALANCE, SIM_RIGHT_READ, 1, run_balance_more },
    { "POST", "/0/private/TradeVolume", SIM_OPERATION_FEES, SIM_RIGHT_READ, 1, run_fees },
    { "POST", "/0/private/GetApiKeyInfo", SIM_OPERATION_RIGHTS, SIM_RIGHT_READ, 1, run_rights },
    { "POST", "/0/private/AddOrder", SIM_OPERATION_PLACE, SIM_RIGHT_TRADE, 0, run_place },
    { "POST", "/0/private/CancelOrder", SIM_OPERATION_CANCEL, SIM_RIGHT_TRADE, 0, run_cancel },
    { "POST", "/0/private/QueryOrders", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1, run_query },
    { "POST", "/0/private/OpenOrders", SIM_OPERATION_OPEN, SIM_RIGHT_READ, 1, run_open },
    { "POST", "/0/private/ClosedOrders", SIM_OPERATION_QUERY, SIM_RIGHT_READ, 1, run_closed },
    { "POST", "/0/private/TradesHistory", SIM_OPERATION_FILLS, SIM_RIGHT_READ, 2, run_fills },
    { 0 },
};

static const char *const prefixes[] = { "/0/", NULL };

static const char *const listings[] = {
    "instrument BTC/USD id=XXBTZUSD tick=0.1 lot=0.00000001 min=0.00005 notional_min=0.5",
    "instrument ETH/USD id=XETHZUSD tick=0.01 lot=0.00000001 min=0.001 notional_min=0.5",
    "price BTC/USD 50000",
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
