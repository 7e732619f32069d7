/* market.c: what is traded, the makers around a price, and bars of what happened. */
#include "state.h"

#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#define MAKER_LEVELS    10
#define GRID_DIGITS_MAX 12 /* of tick and lot together: products with a fee rate stay exact */
#define SPAN_PER_SPREAD 10000
#define INVENTED_STEP   8 /* a made-up minute moves by up to so many spreads */

/* ---- instruments ----------------------------------------------------------------------------- */

/* How many decimals a grid has. */
static int digits_of(tr_decimal step)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    size_t length = tr_decimal_format(step, text, sizeof text);
    const char *point = memchr(text, '.', length);
    return point == NULL ? 0 : (int)(length - (size_t)(point - text) - 1);
}

static tr_status refuse(tr_error *err, tr_status status, const char *message)
{
    if (err != NULL) {
        err->status = status;
        err->native_code = 0;
        memcpy(err->message, message, strlen(message) + 1);
    }
    return status;
}

tr_status sim_market_add(sim_exchange *exchange, const tr_instrument *instrument, tr_error *err)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    uint32_t number = 0;
    tr_status status = tr_instrument_check(instrument, err);
    if (status != TR_OK)
        return status;
    int price_digits = digits_of(instrument->tick), quantity_digits = digits_of(instrument->lot);
    bool is_known = instrument->kind == TR_KIND_SPOT ||
                    (instrument->kind == TR_KIND_LINEAR && exchange->shape->has_swaps);
    if (price_digits + quantity_digits > GRID_DIGITS_MAX || !is_known)
        return refuse(err, TR_E_RANGE,
                      "spot, or linear swaps where the dialect has them, with at most 12 decimals in tick and lot together");
    if (exchange->market_count == SIM_MARKET_MAX)
        return refuse(err, TR_E_FULL, "too many instruments");
    options.order_max = exchange->live_order_max;
    options.has_opaque_ids = true;
    status = tr_matching_add(exchange->matching, instrument->symbol, &options, &number, err);
    if (status != TR_OK)
        return status;
    exchange->markets[exchange->market_count++] = (sim_market){
        .instrument = *instrument,
        .number = number,
        .price_digits = price_digits,
        .quantity_digits = quantity_digits,
        .depth = tr_decimal_from_int(1),
        .spread_ticks = 1,
        .is_refilled = true,
    };
    return TR_OK;
}

sim_market *sim_market_find(sim_exchange *exchange, const char *symbol)
{
    for (size_t i = 0; i < exchange->market_count; i++)
        if (strcmp(exchange->markets[i].instrument.symbol, symbol) == 0)
            return &exchange->markets[i];
    return NULL;
}

sim_market *sim_market_of_id(sim_exchange *exchange, tr_kind kind, const char *exchange_symbol)
{
    for (size_t i = 0; exchange_symbol != NULL && i < exchange->market_count; i++)
        if (exchange->markets[i].instrument.kind == kind &&
            strcmp(exchange->markets[i].instrument.exchange_symbol, exchange_symbol) == 0)
            return &exchange->markets[i];
    return NULL;
}

const char *sim_symbol_of(const sim_exchange *exchange, uint32_t instrument)
{
    return instrument < exchange->market_count ? exchange->markets[instrument].instrument.symbol
                                               : NULL;
}

/* ---- the grid -------------------------------------------------------------------------------- */

tr_decimal sim_price_of_ticks(const sim_market *market, int64_t ticks)
{
    tr_decimal price = { 0 };
    (void)tr_decimal_from_steps(ticks, market->instrument.tick, &price); /* it was made of that */
    return price;
}

tr_decimal sim_quantity_of_lots(const sim_market *market, int64_t lots)
{
    tr_decimal quantity = { 0 };
    (void)tr_decimal_from_steps(lots, market->instrument.lot, &quantity); /* likewise */
    return quantity;
}

size_t sim_depth(const sim_exchange *exchange, const sim_market *market, tr_side side,
                 tr_book_level *levels, size_t level_max)
{
    return tr_book_depth(tr_matching_book(exchange->matching, market->number),
                         side == TR_SIDE_BUY ? TR_BOOK_QUEUE_BIDS : TR_BOOK_QUEUE_ASKS, level_max,
                         levels);
}

/* ---- the makers ------------------------------------------------------------------------------ */

static void maker_place(sim_exchange *exchange, sim_market *market, tr_side side, int64_t ticks,
                        int64_t lots)
{
    tr_matching_sink sink = { sim_on_events, exchange };
    tr_book_command command = {
        .kind = TR_BOOK_COMMAND_NEW,
        .side = (uint8_t)side,
        .type = TR_BOOK_TYPE_LIMIT,
        .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
        .id = exchange->maker_id,
        .quantity = lots,
        .price = ticks,
    };
    if (ticks <= 0 || market->maker_count == SIM_MAKER_MAX)
        return;
    exchange->maker_id++;
    if (tr_matching_apply(exchange->matching, market->number, &command, &sink) == TR_OK)
        market->maker_ids[market->maker_count++] = command.id;
}

static void makers_leave(sim_exchange *exchange, sim_market *market)
{
    tr_matching_sink sink = { sim_on_events, exchange };
    for (size_t i = 0; i < market->maker_count; i++) {
        tr_book_command command = { .kind = TR_BOOK_COMMAND_CANCEL, .id = market->maker_ids[i] };
        (void)tr_matching_apply(exchange->matching, market->number, &command,
                                &sink); /* one that was filled is refused */
    }
    market->maker_count = 0;
}

tr_status sim_market_set_price(sim_exchange *exchange, sim_market *market, tr_decimal price)
{
    int64_t ticks = 0, lots = 0;
    tr_decimal depth = { 0 };
    if (tr_decimal_sign(price) <= 0 ||
        sim_is_less(tr_decimal_from_int(INT64_C(1000000000)), price) ||
        tr_decimal_to_steps(price, market->instrument.tick, &ticks) != TR_OK)
        return TR_E_RANGE;
    if (tr_decimal_round_to(market->depth, market->instrument.lot, TR_ROUND_DOWN, &depth) !=
            TR_OK ||
        tr_decimal_to_steps(depth, market->instrument.lot, &lots) != TR_OK)
        return TR_E_RANGE;
    int64_t step = ticks / SPAN_PER_SPREAD;
    if (step < market->spread_ticks)
        step = market->spread_ticks;
    makers_leave(exchange, market);
    market->price = price;
    market->is_touched = false;
    sim_market_note(exchange, market, price, (tr_decimal){ 0 }, false);
    for (int64_t i = 1; i <= MAKER_LEVELS && lots > 0; i++) {
        maker_place(exchange, market, TR_SIDE_BUY, ticks - market->spread_ticks - (i - 1) * step,
                    lots);
        maker_place(exchange, market, TR_SIDE_SELL, ticks + market->spread_ticks + (i - 1) * step,
                    lots);
    }
    sim_stops_run(exchange, market);
    return TR_OK;
}

/* ---- bars ------------------------------------------------------------------------------------ */

static sim_bar *bar_append(sim_market *market)
{
    if (market->bar_count == SIM_BAR_MAX) {
        memmove(market->bars, market->bars + SIM_BAR_MAX / 2,
                (SIM_BAR_MAX - SIM_BAR_MAX / 2) * sizeof *market->bars);
        market->bar_count -= SIM_BAR_MAX / 2;
    }
    if (market->bar_count == market->bar_capacity) {
        size_t capacity = market->bar_capacity == 0 ? 64 : market->bar_capacity * 2;
        sim_bar *grown = realloc(market->bars, capacity * sizeof *grown);
        if (grown == NULL)
            return NULL;
        market->bars = grown;
        market->bar_capacity = capacity;
    }
    return &market->bars[market->bar_count++];
}

static void bar_add(sim_bar *bar, tr_decimal price, tr_decimal quantity, bool is_trade)
{
    bar->high = tr_decimal_max(bar->high, price);
    bar->low = tr_decimal_min(bar->low, price);
    bar->close = price;
    bar->volume = sim_plus(bar->volume, quantity);
    bar->quote_volume = sim_plus(bar->quote_volume, sim_times(price, quantity));
    bar->trade_count += is_trade;
}

void sim_market_note(sim_exchange *exchange, sim_market *market, tr_decimal price,
                     tr_decimal quantity, bool is_trade)
{
    int64_t clock_ns = sim_clock_ns(exchange, exchange->now_ns);
    int64_t open_ns = clock_ns - clock_ns % TR_NS_PER_MINUTE;
    sim_bar *last = market->bar_count == 0 ? NULL : &market->bars[market->bar_count - 1];
    market->last_price = price;
    if (last == NULL || last->open_ns < open_ns) { /* a clock that went back adds to the last one */
        last = bar_append(market);
        if (last == NULL) {
            exchange->is_out_of_memory = true;
            return;
        }
        *last = (sim_bar){ .open_ns = open_ns, .open = price, .high = price, .low = price };
    }
    bar_add(last, price, quantity, is_trade);
}

void sim_market_invent(sim_exchange *exchange, sim_market *market, uint32_t minutes)
{
    int64_t clock_ns = sim_clock_ns(exchange, exchange->now_ns), ticks = 0;
    int64_t open_ns = clock_ns - clock_ns % TR_NS_PER_MINUTE;
    sim_bar *bars = NULL;
    if (minutes == 0 || minutes > SIM_BAR_MAX / 2 || tr_decimal_is_zero(market->price) ||
        (bars = calloc(minutes, sizeof *bars)) == NULL)
        return;
    (void)tr_decimal_to_steps(market->price, market->instrument.tick,
                              &ticks); /* checked when set */
    int64_t reach = ticks / SPAN_PER_SPREAD * INVENTED_STEP + 2;
    for (uint32_t i = minutes; i-- > 0;) {
        int64_t before = ticks + (int64_t)tr_rng_below(&exchange->rng, (uint64_t)reach) - reach / 2;
        before = before < 1 ? 1 : before;
        sim_bar *bar = &bars[i];
        bar->open_ns = open_ns - (int64_t)(minutes - i) * TR_NS_PER_MINUTE;
        bar->open = bar->high = bar->low = sim_price_of_ticks(market, before);
        int64_t lots = 1 + (int64_t)tr_rng_below(&exchange->rng, 100000);
        bar_add(bar, sim_price_of_ticks(market, ticks), sim_quantity_of_lots(market, lots), true);
        ticks = before;
    }
    market->bar_count = 0;
    for (uint32_t i = 0; i < minutes; i++) {
        sim_bar *bar = bar_append(market);
        if (bar != NULL)
            *bar = bars[i];
    }
    free(bars);
    sim_market_note(exchange, market, market->price, (tr_decimal){ 0 }, false);
}

size_t sim_market_bars(const sim_market *market, int64_t span_ns, int64_t from_ns, int64_t until_ns,
                       sim_bar *out, size_t max)
{
    size_t count = 0;
    bool is_from_start = from_ns != INT64_MIN;
    for (size_t i = 0; i < market->bar_count; i++) {
        const sim_bar *bar = &market->bars[i];
        int64_t open_ns = bar->open_ns - bar->open_ns % span_ns;
        if (bar->open_ns > until_ns || (is_from_start && open_ns < from_ns))
            continue;
        if (count > 0 && out[count - 1].open_ns == open_ns) {
            sim_bar *last = &out[count - 1];
            last->high = tr_decimal_max(last->high, bar->high);
            last->low = tr_decimal_min(last->low, bar->low);
            last->close = bar->close;
            last->volume = sim_plus(last->volume, bar->volume);
            last->quote_volume = sim_plus(last->quote_volume, bar->quote_volume);
            last->trade_count += bar->trade_count;
            continue;
        }
        if (count == max && is_from_start)
            break;
        if (count == max) {
            memmove(out, out + 1, (max - 1) * sizeof *out);
            count--;
        }
        out[count] = *bar;
        out[count++].open_ns = open_ns;
    }
    return count;
}

void sim_market_day(const sim_exchange *exchange, const sim_market *market, sim_bar *out)
{
    int64_t clock_ns = sim_clock_ns(exchange, exchange->now_ns);
    *out = (sim_bar){ .open_ns = clock_ns - TR_NS_PER_DAY,
                      .open = market->last_price,
                      .high = market->last_price,
                      .low = market->last_price,
                      .close = market->last_price };
    bool is_first = true;
    for (size_t i = 0; i < market->bar_count; i++) {
        const sim_bar *bar = &market->bars[i];
        if (bar->open_ns < out->open_ns)
            continue;
        if (is_first)
            out->open = bar->open;
        is_first = false;
        out->high = tr_decimal_max(out->high, bar->high);
        out->low = tr_decimal_min(out->low, bar->low);
        out->volume = sim_plus(out->volume, bar->volume);
        out->quote_volume = sim_plus(out->quote_volume, bar->quote_volume);
        out->trade_count += bar->trade_count;
    }
}
