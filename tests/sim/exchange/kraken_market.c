/* kraken_market.c: market data in Kraken's dialect; its source is named in kraken.c. */
#include "kraken.h"

#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define BARS_MAX 720

/* ---- market data ----------------------------------------------------------------------------- */

void sim_kraken_run_time(sim_call *call)
{
    sim_kraken_begin(call);
    tr_json_write_int64(call->json, "unixtime", call->clock_ns / TR_NS_PER_SECOND);
    sim_write_clock_text(call->json, "rfc1123", call->clock_ns, 0);
    sim_kraken_end(call);
}

void sim_kraken_run_status(sim_call *call)
{
    sim_kraken_begin(call);
    tr_json_write_text(call->json, "status", "online");
    sim_write_clock_text(call->json, "timestamp", call->clock_ns, 0);
    sim_kraken_end(call);
}

static void write_asset(sim_call *call, const char *asset)
{
    char id[TR_ASSET_SIZE], alternative[TR_ASSET_SIZE];
    sim_kraken_asset_names(asset, id, alternative);
    tr_json_write_object_begin(call->json, id);
    tr_json_write_text(call->json, "aclass", "currency");
    tr_json_write_text(call->json, "altname", alternative);
    tr_json_write_int64(call->json, "decimals", 10);
    tr_json_write_int64(call->json, "display_decimals", 5);
    tr_json_write_text(call->json, "status", "enabled");
    tr_json_write_object_end(call->json);
}

/* Each once: of every market the base, and the quote where no market before has it. */
void sim_kraken_run_assets(sim_call *call)
{
    const sim_exchange *exchange = call->exchange;
    sim_kraken_begin(call);
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
    sim_kraken_end(call);
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

/* The market that is asked for, or all. */
static void write_markets(sim_call *call, void (*write)(sim_call *call, const sim_market *market))
{
    const sim_market *only = NULL;
    if (sim_request_param(call->request, "pair") != NULL &&
        (only = sim_kraken_market_named(call)) == NULL)
        return;
    sim_kraken_begin(call);
    for (size_t i = 0; i < call->exchange->market_count; i++)
        if (only == NULL || only == &call->exchange->markets[i])
            write(call, &call->exchange->markets[i]);
    sim_kraken_end(call);
}

static void write_pair(sim_call *call, const sim_market *market)
{
    tr_json_writer *json = call->json;
    char base[TR_ASSET_SIZE], quote[TR_ASSET_SIZE], name[TR_ASSET_SIZE];
    char alternative[TR_SYMBOL_SIZE], stream[TR_SYMBOL_SIZE];
    sim_kraken_asset_names(market->instrument.base, base, name);
    sim_kraken_asset_names(market->instrument.quote, quote, name);
    sim_kraken_pair_names(market, alternative, stream);
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

void sim_kraken_run_pairs(sim_call *call)
{
    write_markets(call, write_pair);
}

static void write_two(tr_json_writer *json, const char *name, tr_decimal first, tr_decimal second,
                      int digits)
{
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
    write_two(json, "c", market->last_price, market->instrument.quantity_min, digits);
    write_two(json, "v", day.volume, day.volume, market->quantity_digits);
    write_two(json, "p", average, average, digits);
    tr_json_write_array_begin(json, "t");
    tr_json_write_int64(json, NULL, day.trade_count);
    tr_json_write_int64(json, NULL, day.trade_count);
    tr_json_write_array_end(json);
    write_two(json, "l", day.low, day.low, digits);
    write_two(json, "h", day.high, day.high, digits);
    sim_write_fixed(json, "o", day.open, digits);
    tr_json_write_object_end(json);
}

void sim_kraken_run_ticker(sim_call *call)
{
    write_markets(call, write_ticker);
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

void sim_kraken_run_depth(sim_call *call)
{
    int64_t count = sim_limit_of(call, "count", 100, 500);
    const sim_market *market = count < 1 ? NULL : sim_kraken_market_named(call);
    if (count < 1)
        sim_kraken_say_wrong(call, "count");
    if (market == NULL)
        return;
    sim_kraken_begin(call);
    tr_json_write_object_begin(call->json, market->instrument.exchange_symbol);
    write_side(call, market, TR_SIDE_SELL, "asks", (size_t)count);
    write_side(call, market, TR_SIDE_BUY, "bids", (size_t)count);
    tr_json_write_object_end(call->json);
    sim_kraken_end(call);
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

void sim_kraken_run_bars(sim_call *call)
{
    int64_t minutes = sim_limit_of(call, "interval", 1, 1000000);
    int64_t since = sim_limit_of(call, "since", INT64_MIN, INT64_C(9000000000));
    const sim_market *market =
        is_span(minutes) && since != -1 ? sim_kraken_market_named(call) : NULL;
    if (!is_span(minutes) || since == -1)
        sim_kraken_say_wrong(call, is_span(minutes) ? "since" : "interval");
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
    sim_kraken_begin(call);
    tr_json_write_array_begin(call->json, market->instrument.exchange_symbol);
    for (size_t i = 0; i < count; i++)
        if (since == INT64_MIN || bars[i].open_ns > since * TR_NS_PER_SECOND)
            write_bar(market, call->json, &bars[i]);
    tr_json_write_array_end(call->json);
    tr_json_write_int64(call->json, "last",
                        count == 0 ? 0 : bars[count - 1].open_ns / TR_NS_PER_SECOND);
    sim_kraken_end(call);
    free(bars);
}
