/*
 * atr.c: the average true range of each market, from the prices that the engine sees, for sizes by volatility.
 *
 * Bars of risk_config.atr_bar_ns, aligned to 1970; the true range of a bar is the greatest of high - low, |high - close before|
 * and |low - close before|; the average is the plain mean of the last 14 closed bars ("New Concepts in Technical Trading
 * Systems", 1978, averages by smoothing; the original system took the plain mean, and so do we). Closed bars are rows of the
 * risk table, two a bar, and only where some size needs them: so a restart goes on with them. The bar under way begins anew
 * with its first price, and what nobody watched makes no bars; the first one behind a gap spans it, by the close before.
 * Bars of elsewhere (tr_engine_feed_bars) take the place of too few of our own once a price has shown that they belong here.
 */
#include <stdio.h>
#include <string.h>

#include <trade/engine_risk.h>

#include "core/fail.h"
#include "engine/guard.h"

#define PERIOD 14
#define ITEM_RANGE                                                                                 \
    "range " /* and a place in the ring: value: a bar's true range; count: its number; until_ns: bars' length */
#define ITEM_CLOSE "close" /* value: of the last bar; the others likewise */

struct atr_state {
    int64_t bar; /* number of the bar under way */
    bool has_bar, has_close;
    bool is_fed; /* the ranges are of bars that were fed, and no price has confirmed them yet */
    tr_decimal high, low, last, close;
    tr_decimal ranges[PERIOD];
    int64_t range_count;
};

static bool is_needed(const tr_engine *engine)
{
    for (size_t i = 0; i < engine->risk->size_count; i++)
        if (engine->risk->sizes[i].sizing.method == TR_SIZING_VOLATILITY)
            return true;
    return false;
}

void tr__atr_configure(tr_engine *engine)
{
    bool is_other = engine->atr_bar_ns != engine->risk->atr_bar_ns;
    size_t size = engine->st.instrument_count * sizeof *engine->atrs;
    engine->atr_bar_ns = engine->risk->atr_bar_ns;
    if (!is_needed(engine) || size == 0) {
        engine->allocator->release(engine->allocator->user, engine->atrs);
        engine->atrs = NULL;
        return;
    }
    if (engine->atrs == NULL) {
        engine->atrs = engine->allocator->allocate(engine->allocator->user, size);
        is_other = true;
    }
    if (engine->atrs != NULL && is_other) {
        memset(engine->atrs, 0, size);
        tr__atr_restore(engine);
    }
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void put(work *w, account *owner, const tr_instrument *instrument, const char *item,
                tr_decimal value, int64_t count)
{
    tr_risk_row row = { .scope = TR_RISK_SYMBOL,
                        .value = value,
                        .count = count,
                        .since_ns = w->at_ns,
                        .until_ns = w->engine->atr_bar_ns };
    memcpy(row.name, instrument->symbol, sizeof instrument->symbol);
    (void)snprintf(row.item, sizeof row.item, "%s", item);
    tr__guard_put(w, owner, &row);
}

/* The newest ranges. They are the market's, no account's: the first account's log has them. */
static void keep(tr_engine *engine, const tr_instrument *instrument, const atr_state *atr,
                 int64_t newest)
{
    char item[TR_RISK_ITEM_SIZE];
    work *w = engine->st.account_count == 0 ? NULL : tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    account *owner = engine->st.accounts[0];
    int64_t first = newest < atr->range_count ? atr->range_count - newest : 0;
    for (int64_t i = first; i < atr->range_count; i++) {
        int64_t place = i % PERIOD;
        (void)snprintf(item, sizeof item, ITEM_RANGE "%d", (int)place);
        put(w, owner, instrument, item, atr->ranges[place], i + 1);
    }
    put(w, owner, instrument, ITEM_CLOSE, atr->close, atr->range_count);
    tr__work_finish(w);
}

/* NULL: there is none of bars of this length. */
static const tr_risk_row *find(const tr_engine *engine, const tr_instrument *instrument,
                               const char *item)
{
    for (size_t i = 0; i < engine->st.account_count; i++) {
        const risk_node *node =
            tr__account_find_risk(engine->st.accounts[i], TR_RISK_SYMBOL, instrument->symbol, item);
        if (node != NULL && node->row.until_ns == engine->atr_bar_ns)
            return &node->row;
    }
    return NULL;
}

static void restore(const tr_engine *engine, const tr_instrument *instrument, atr_state *atr)
{
    const tr_risk_row *close = find(engine, instrument, ITEM_CLOSE);
    if (close == NULL || atr->has_close)
        return;
    atr->close = close->value;
    atr->has_close = true;
    for (int place = 0; place < PERIOD; place++) {
        char item[TR_RISK_ITEM_SIZE];
        (void)snprintf(item, sizeof item, ITEM_RANGE "%d", place);
        const tr_risk_row *range = find(engine, instrument, item);
        if (range == NULL)
            continue;
        atr->ranges[place] = range->value;
        atr->range_count = range->count > atr->range_count ? range->count : atr->range_count;
    }
}

void tr__atr_restore(tr_engine *engine)
{
    for (size_t i = 0; engine->atrs != NULL && i < engine->st.instrument_count; i++)
        restore(engine, &engine->st.instruments[i], &engine->atrs[i]);
}

/* ---- bars ------------------------------------------------------------------------------------ */

static tr_decimal distance(tr_decimal a, tr_decimal b)
{
    tr_decimal result = { 0 };
    if (tr_decimal_subtract(a, b, &result) == TR_OK)
        (void)tr_decimal_absolute(result, &result); /* of prices: it has one */
    return result;
}

static void close_bar(atr_state *atr)
{
    tr_decimal range = distance(atr->high, atr->low);
    if (atr->has_close) {
        range = tr_decimal_max(range, distance(atr->high, atr->close));
        range = tr_decimal_max(range, distance(atr->low, atr->close));
        atr->ranges[atr->range_count++ % PERIOD] = range;
    }
    atr->close = atr->last;
    atr->has_close = true;
}

/* ---- bars of elsewhere ------------------------------------------------------------------------ */

static bool read_prices(const tr_bar *bar, atr_state *out)
{
    tr_price high, low, close;
    if (tr_price_from_double(bar->high, TR_ROUND_HALF_EVEN, &high) != TR_OK ||
        tr_price_from_double(bar->low, TR_ROUND_HALF_EVEN, &low) != TR_OK ||
        tr_price_from_double(bar->close, TR_ROUND_HALF_EVEN, &close) != TR_OK)
        return false;
    out->high = high.value;
    out->low = low.value;
    out->last = close.value;
    return true;
}

static bool is_bar_at(const tr_engine *engine, const tr_bar *bar, int64_t number)
{
    return bar->is_closed && bar->open_ns % engine->atr_bar_ns == 0 &&
           bar->open_ns / engine->atr_bar_ns == number;
}

static tr_status read_bars(const tr_engine *engine, const tr_bar *bars, size_t count,
                           atr_state *out, tr_error *err)
{
    int64_t first = bars[0].open_ns / engine->atr_bar_ns;
    for (size_t i = 0; i < count; i++) {
        if (!is_bar_at(engine, &bars[i], first + (int64_t)i))
            return tr__fail(
                err, TR_E_INVALID, 0,
                "bar %zu forms still, leaves a gap, or is not of the length of risk.atr_bar", i);
        if (!read_prices(&bars[i], out))
            return tr__fail(err, TR_E_RANGE, 0, "bar %zu has a price that is none", i);
        close_bar(out);
    }
    out->bar = first + (int64_t)count - 1;
    return TR_OK;
}

tr_status tr_engine_feed_bars(tr_engine *engine, const char *symbol, const tr_bar *bars,
                              size_t count, tr_error *err)
{
    if (engine == NULL || symbol == NULL || (bars == NULL && count > 0))
        return tr__fail(err, TR_E_INVALID, 0, "no engine, symbol or bars");
    const tr_instrument *instrument = tr__state_instrument(&engine->st, symbol);
    if (instrument == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no instrument %.31s", symbol);
    atr_state *atr =
        engine->atrs == NULL ? NULL : &engine->atrs[instrument - engine->st.instruments];
    if (atr == NULL || count == 0 || atr->has_bar || atr->range_count >= PERIOD)
        return TR_OK;
    atr_state fed = { .is_fed = true };
    size_t skipped = count > PERIOD + 1 ? count - (PERIOD + 1) : 0;
    tr_status status = read_bars(engine, bars + skipped, count - skipped, &fed, err);
    if (status != TR_OK)
        return status;
    if (fed.bar >= engine->clock->now_ns(engine->clock->user) / engine->atr_bar_ns)
        return tr__fail(err, TR_E_INVALID, 0, "the last bar has not closed yet");
    if (fed.range_count > atr->range_count)
        *atr = fed;
    return TR_OK;
}

/* Prices of the same name may be of another market: a paper one, a test network. */
static bool is_of_this_market(const atr_state *atr, tr_decimal price)
{
    tr_decimal doubled, close_doubled;
    return tr_decimal_add(price, price, &doubled) == TR_OK &&
           tr_decimal_add(atr->close, atr->close, &close_doubled) == TR_OK &&
           tr_decimal_compare(price, close_doubled) <= 0 &&
           tr_decimal_compare(atr->close, doubled) <= 0;
}

/* The first price behind bars that were fed. */
static void confirm(tr_engine *engine, const tr_instrument *instrument, atr_state *atr,
                    tr_decimal price)
{
    if (is_of_this_market(atr, price)) {
        atr->is_fed = false;
        keep(engine, instrument, atr, PERIOD);
        return;
    }
    *atr = (atr_state){ .has_bar = false };
    restore(engine, instrument, atr); /* what was on record */
}

/* ---- prices ----------------------------------------------------------------------------------- */

void tr__atr_tick(tr_engine *engine, const tr_instrument *instrument, const tr_price_tick *tick)
{
    if (engine->atrs == NULL)
        return;
    atr_state *atr = &engine->atrs[instrument - engine->st.instruments];
    if (atr->is_fed)
        confirm(engine, instrument, atr, tick->price.value);
    int64_t bar = tick->at_ns / engine->atr_bar_ns;
    if (atr->has_bar && bar < atr->bar)
        return; /* news of the past */
    if (atr->has_bar && bar > atr->bar) {
        close_bar(atr);
        keep(engine, instrument, atr, 1);
    }
    if (!atr->has_bar || bar > atr->bar)
        atr->high = atr->low = tick->price.value;
    atr->has_bar = true;
    atr->bar = bar;
    atr->high = tr_decimal_max(atr->high, tick->price.value);
    atr->low = tr_decimal_min(atr->low, tick->price.value);
    atr->last = tick->price.value;
}

tr_price tr__atr_of(const tr_engine *engine, const tr_instrument *instrument)
{
    tr_price average = { { 0 } };
    tr_decimal sum = { 0 };
    const atr_state *atr =
        engine->atrs == NULL ? NULL : &engine->atrs[instrument - engine->st.instruments];
    if (atr == NULL || atr->is_fed || atr->range_count < PERIOD)
        return average;
    for (size_t i = 0; i < PERIOD; i++)
        if (tr_decimal_add(sum, atr->ranges[i], &sum) != TR_OK)
            return average;
    if (tr_decimal_divide(sum, tr_decimal_from_int(PERIOD), TR_ROUND_UP, &average.value) != TR_OK)
        average = (tr_price){ { 0 } };
    return average;
}
