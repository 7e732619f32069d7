/* prices.c: replays, paced by the monotonic clock, and the last price of every market. */
#include "owner/prices.h"

#include <stdlib.h>
#include <string.h>

#include "core/fail.h"

#define TICKS_A_TURN 256 /* of one source, before others have their turn */

/* The source's own time: from 0, `speed` times as fast as ours. */
static int64_t time_of_source(const tr__prices *prices, const tr__feed *feed, int64_t now_ns)
{
    double at = (double)(now_ns - prices->start_ns) * feed->speed;
    return at >= (double)(INT64_MAX / 2) ? INT64_MAX / 2 : (int64_t)at;
}

static int64_t time_of_ours(const tr__prices *prices, const tr__feed *feed, int64_t source_ns)
{
    double wait = (double)source_ns / feed->speed + 1;
    return wait >= (double)(INT64_MAX / 2) ? INT64_MAX : prices->start_ns + (int64_t)wait;
}

static tr_status open_feed(const tr__plan *plan, size_t index, tr__feed *feed, tr_error *err)
{
    const tr__price_plan *wanted = &plan->prices[index];
    const tr_instrument *instrument = &plan->instruments[index];
    memcpy(feed->last.symbol, instrument->symbol, sizeof feed->last.symbol);
    feed->due_ns = INT64_MAX;
    if (wanted->kind != TR__PRICE_REPLAY) {
        feed->last.price = wanted->price;
        feed->has_last = !tr_decimal_is_zero(wanted->price.value);
        return TR_OK;
    }
    if (wanted->series == NULL)
        return TR_OK;
    tr_price_replay_options options = { .struct_size = sizeof options,
                                        .instrument = instrument,
                                        .series = wanted->series,
                                        .speed = wanted->speed > 0 ? 1 : 0 };
    tr_status status = tr_price_replay_open(&options, &feed->source, err);
    feed->is_open = status == TR_OK;
    feed->speed = wanted->speed;
    feed->due_ns = INT64_MIN;
    return status;
}

tr_status tr__prices_open(const tr__plan *plan, int64_t now_ns, tr__prices *out, tr_error *err)
{
    *out = (tr__prices){ .start_ns = now_ns };
    if (plan->instrument_count == 0)
        return TR_OK;
    out->feeds = calloc(plan->instrument_count, sizeof *out->feeds);
    if (out->feeds == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for prices");
    tr_status status = TR_OK;
    for (; status == TR_OK && out->count < plan->instrument_count; out->count++)
        status = open_feed(plan, out->count, &out->feeds[out->count], err);
    if (status != TR_OK)
        tr__prices_close(out);
    return status;
}

void tr__prices_close(tr__prices *prices)
{
    for (size_t i = 0; i < prices->count; i++)
        if (prices->feeds[i].is_open)
            prices->feeds[i].source.close(prices->feeds[i].source.user);
    free(prices->feeds);
    *prices = (tr__prices){ .start_ns = 0 };
}

void tr__prices_repeat(tr__prices *prices, int64_t at_ns, tr__tick_sink *sink, void *user)
{
    for (size_t i = 0; i < prices->count; i++) {
        if (!prices->feeds[i].has_last)
            continue;
        tr_price_tick tick = prices->feeds[i].last;
        tick.at_ns = at_ns;
        tick.quantity = (tr_quantity){ { 0 } }; /* nothing was traded now */
        sink(user, &tick);
    }
}

/* Take one tick. False: none is due. */
static bool pull(tr__prices *prices, tr__feed *feed, int64_t now_ns, int64_t at_ns,
                 tr__tick_sink *sink, void *user)
{
    tr_price_tick tick;
    int64_t due_ns = INT64_MAX;
    int64_t source_ns = feed->speed > 0 ? time_of_source(prices, feed, now_ns) : 0;
    switch (feed->source.next(feed->source.user, source_ns, &tick, &due_ns)) {
    case TR_PRICE_TICK:
        tick.at_ns = at_ns;
        feed->last = tick;
        feed->has_last = true;
        sink(user, &tick);
        return true;
    case TR_PRICE_WAIT:
        feed->due_ns = time_of_ours(prices, feed, due_ns);
        return false;
    case TR_PRICE_END:
        feed->source.close(feed->source.user);
        feed->is_open = false;
        feed->due_ns = INT64_MAX;
        return false;
    }
    return false;
}

bool tr__prices_run(tr__prices *prices, int64_t now_ns, int64_t at_ns, bool is_idle,
                    tr__tick_sink *sink, void *user)
{
    bool any = false;
    for (size_t i = 0; i < prices->count; i++) {
        tr__feed *feed = &prices->feeds[i];
        if (!feed->is_open || (feed->speed > 0 ? feed->due_ns > now_ns : !is_idle))
            continue;
        int left = feed->speed > 0 ? TICKS_A_TURN : 1;
        while (left > 0 && pull(prices, feed, now_ns, at_ns, sink, user)) {
            any = true;
            left--;
        }
    }
    return any;
}

int64_t tr__prices_due_ns(const tr__prices *prices)
{
    int64_t due_ns = INT64_MAX;
    for (size_t i = 0; i < prices->count; i++) {
        /* One without a pace is not waited for: it moves when what is under way has ended, and that wakes us. */
        const tr__feed *feed = &prices->feeds[i];
        if (feed->is_open && feed->speed > 0 && feed->due_ns < due_ns)
            due_ns = feed->due_ns;
    }
    return due_ns;
}

void tr__prices_note(tr__prices *prices, const tr_price_tick *tick)
{
    for (size_t i = 0; i < prices->count; i++)
        if (strcmp(prices->feeds[i].last.symbol, tick->symbol) == 0) {
            prices->feeds[i].last = *tick;
            prices->feeds[i].has_last = true;
        }
}
