/* bybit_market.c: market data in Bybit's dialect; its source is named in bybit.c. */
#include "bybit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define BARS_MAX   1000
#define LEVELS_MAX 200

/* ---- market data ----------------------------------------------------------------------------- */

void sim_bybit_run_time(sim_call *call)
{
    char text[24];
    sim_bybit_begin(call, 0, "OK");
    (void)snprintf(text, sizeof text, "%lld", (long long)(call->clock_ns / TR_NS_PER_SECOND));
    tr_json_write_text(call->json, "timeSecond", text);
    (void)snprintf(text, sizeof text, "%lld", (long long)call->clock_ns);
    tr_json_write_text(call->json, "timeNano", text);
    sim_bybit_end(call);
}

static void write_instrument(sim_call *call, const sim_market *market)
{
    const tr_instrument *instrument = &market->instrument;
    tr_json_writer *json = call->json;
    if (sim_is_swap(market)) {
        sim_bybit_write_swap(call, market);
        return;
    }
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
    if (sim_is_swap(market))
        sim_bybit_write_funding(call, market);
    tr_json_write_object_end(json);
}

/* One market or all of them, as a list. */
void sim_bybit_write_markets(sim_call *call, void (*write)(sim_call *, const sim_market *))
{
    bool is_wrong = false;
    tr_kind kind;
    const sim_market *only = sim_bybit_market_if_named(call, &kind, &is_wrong);
    if (is_wrong)
        return;
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_text(call->json, "category", sim_bybit_category(call));
    tr_json_write_array_begin(call->json, "list");
    for (size_t i = 0; i < call->exchange->market_count; i++)
        if (only == NULL ? call->exchange->markets[i].instrument.kind == kind
                         : only == &call->exchange->markets[i])
            write(call, &call->exchange->markets[i]);
    tr_json_write_array_end(call->json);
    sim_bybit_end(call);
}

void sim_bybit_run_instruments(sim_call *call)
{
    sim_bybit_write_markets(call, write_instrument);
}

void sim_bybit_run_tickers(sim_call *call)
{
    sim_bybit_write_markets(call, write_ticker);
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

void sim_bybit_run_book(sim_call *call)
{
    int64_t limit = sim_limit_of(call, "limit", 1, LEVELS_MAX);
    const sim_market *market = sim_bybit_market_named(call);
    if (market == NULL)
        return;
    if (limit < 1) {
        sim_bybit_say_wrong(call, "limit");
        return;
    }
    int64_t sequence =
        (int64_t)tr_book_sequence(tr_matching_book(call->exchange->matching, market->number));
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_text(call->json, "s", market->instrument.exchange_symbol);
    write_side(call, market, TR_SIDE_BUY, "b", (size_t)limit);
    write_side(call, market, TR_SIDE_SELL, "a", (size_t)limit);
    tr_json_write_int64(call->json, "ts", call->clock_ns / TR_NS_PER_MS);
    tr_json_write_int64(call->json, "u", sequence);
    tr_json_write_int64(call->json, "seq", sequence);
    sim_bybit_end(call);
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
void sim_bybit_run_bars(sim_call *call)
{
    const sim_market *market = sim_bybit_market_named(call);
    int64_t span = span_of(sim_bybit_param(call, "interval")), most = INT64_C(9000000000000);
    int64_t from = sim_limit_of(call, "start", INT64_MIN, most);
    int64_t until = sim_limit_of(call, "end", most, most);
    int64_t limit = sim_limit_of(call, "limit", 200, BARS_MAX);
    if (market == NULL)
        return;
    if (span == 0 || from == -1 || until == -1 || limit < 1) {
        sim_bybit_say_wrong(call, span == 0 ? "interval" : "start, end or limit");
        return;
    }
    sim_bar *bars = calloc(BARS_MAX, sizeof *bars);
    if (bars == NULL) {
        call->exchange->is_out_of_memory = true;
        return;
    }
    size_t count = sim_market_bars(market, span, from == INT64_MIN ? from : from * TR_NS_PER_MS,
                                   until * TR_NS_PER_MS, bars, (size_t)limit);
    sim_bybit_begin(call, 0, "OK");
    tr_json_write_text(call->json, "symbol", market->instrument.exchange_symbol);
    tr_json_write_text(call->json, "category", sim_bybit_category(call));
    tr_json_write_array_begin(call->json, "list");
    for (size_t i = count; i-- > 0;)
        write_bar(market, call->json, &bars[i]);
    tr_json_write_array_end(call->json);
    sim_bybit_end(call);
    free(bars);
}
