/* coinbase_market.c: market data in Coinbase's dialect; its source is named in coinbase.c. */
#include "coinbase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define BARS_MAX   350
#define LEVELS_MAX 1000

/* ---- market data ----------------------------------------------------------------------------- */

void sim_coinbase_run_time(sim_call *call)
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

void sim_coinbase_run_time_old(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_object_begin(call->json, "data");
    sim_write_clock_text(call->json, "iso", call->clock_ns, 0);
    tr_json_write_int64(call->json, "epoch", call->clock_ns / TR_NS_PER_SECOND);
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

/* What clients of today still ask the old interface for: none of it decides about trading. */
void sim_coinbase_run_nothing(sim_call *call)
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

void sim_coinbase_run_products(sim_call *call)
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

void sim_coinbase_run_product(sim_call *call)
{
    const sim_market *market = sim_coinbase_product_of(call, call->captures[0]);
    if (market == NULL)
        return;
    tr_json_write_object_begin(call->json, NULL);
    write_product(call, market);
    tr_json_write_object_end(call->json);
}

/* The last trade of everybody, or the makers' price where there was none. */
void sim_coinbase_run_ticker(sim_call *call)
{
    const sim_market *market = sim_coinbase_product_of(call, call->captures[0]);
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

void sim_coinbase_run_book(sim_call *call)
{
    int64_t limit = sim_limit_of(call, "limit", LEVELS_MAX, LEVELS_MAX);
    const sim_market *market =
        sim_coinbase_product_of(call, sim_request_param(call->request, "product_id"));
    if (market == NULL)
        return;
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_object_begin(call->json, "pricebook");
    write_book(call, market, limit < 1 ? LEVELS_MAX : (size_t)limit);
    tr_json_write_object_end(call->json);
    tr_json_write_object_end(call->json);
}

void sim_coinbase_run_best(sim_call *call)
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
void sim_coinbase_run_bars(sim_call *call)
{
    const sim_market *market = sim_coinbase_product_of(call, call->captures[0]);
    int64_t span = span_of(sim_request_param(call->request, "granularity"));
    int64_t from = sim_limit_of(call, "start", -1, INT64_C(9000000000));
    int64_t until = sim_limit_of(call, "end", -1, INT64_C(9000000000));
    if (market == NULL)
        return;
    if (span == 0 || from < 0 || until < from ||
        (until - from) * TR_NS_PER_SECOND / span > BARS_MAX) {
        sim_coinbase_say_wrong(call, "granularity, start or end: at most 350 candles");
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
