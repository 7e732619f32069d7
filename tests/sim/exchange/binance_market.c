/* binance_market.c: market data in Binance's dialect; its source is named in binance.c. */
#include "binance.h"

#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define BARS_MAX 1000

/* ---- market data ----------------------------------------------------------------------------- */

/* The instrument that the request names; NULL after saying what is wrong. */
sim_market *sim_binance_market_named(sim_call *call)
{
    const char *symbol = sim_request_param(call->request, "symbol");
    if (symbol == NULL || symbol[0] == '\0') {
        sim_binance_say_param(call, "symbol");
        return NULL;
    }
    sim_market *market = sim_market_of_id(call->exchange, sim_binance_kind(call), symbol);
    if (market == NULL)
        sim_binance_say(call, 400, -1121, "Invalid symbol.");
    return market;
}

void sim_binance_run_ping(sim_call *call)
{
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_object_end(call->json);
}

void sim_binance_run_time(sim_call *call)
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

void sim_binance_run_exchange_info(sim_call *call)
{
    const sim_exchange *exchange = call->exchange;
    const char *symbol = sim_request_param(call->request, "symbol");
    tr_json_writer *json = call->json;
    if (symbol != NULL && sim_binance_market_named(call) == NULL)
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
        if (!sim_is_swap(&exchange->markets[i]) &&
            (symbol == NULL ||
             strcmp(symbol, exchange->markets[i].instrument.exchange_symbol) == 0))
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
        const sim_market *market = sim_binance_market_named(call);
        if (market != NULL)
            write(call, market);
        return;
    }
    tr_json_write_array_begin(call->json, NULL);
    for (size_t i = 0; i < call->exchange->market_count; i++)
        if (call->exchange->markets[i].instrument.kind == sim_binance_kind(call))
            write(call, &call->exchange->markets[i]);
    tr_json_write_array_end(call->json);
}

void sim_binance_run_ticker(sim_call *call)
{
    write_each(call, write_ticker);
}

void sim_binance_run_last(sim_call *call)
{
    write_each(call, write_last);
}

void sim_binance_run_book_ticker(sim_call *call)
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

void sim_binance_run_depth(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    int64_t limit = sim_limit_of(call, "limit", 100, 1000);
    if (market == NULL)
        return;
    if (limit < 1) {
        sim_binance_say(call, 400, -1100, "Illegal characters found in parameter 'limit'.");
        return;
    }
    tr_json_write_object_begin(call->json, NULL);
    tr_json_write_int64(
        call->json, "lastUpdateId",
        (int64_t)tr_book_sequence(tr_matching_book(call->exchange->matching, market->number)));
    if (sim_is_swap(market)) {
        tr_json_write_int64(call->json, "E", call->clock_ns / TR_NS_PER_MS);
        tr_json_write_int64(call->json, "T", call->clock_ns / TR_NS_PER_MS);
    }
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

void sim_binance_run_klines(sim_call *call)
{
    const sim_market *market = sim_binance_market_named(call);
    int64_t span = span_of(sim_request_param(call->request, "interval"));
    int64_t limit = sim_limit_of(call, "limit", 500, BARS_MAX);
    int64_t from = sim_limit_of(call, "startTime", INT64_MIN, INT64_C(9000000000000));
    int64_t until = sim_limit_of(call, "endTime", INT64_C(9000000000000), INT64_C(9000000000000));
    if (market == NULL)
        return;
    if (span == 0) {
        sim_binance_say(call, 400, -1120, "Invalid interval.");
        return;
    }
    if (limit < 1 || from == -1 || until == -1) {
        sim_binance_say(call, 400, -1100, "Illegal characters found in a parameter.");
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
