/* replay.c: a series of bars as a source of prices. */
#include <trade/price_source.h>

#include <assert.h>
#include <string.h>

#include <trade/paper.h>

#include "core/alloc.h"
#include "core/fail.h"

typedef struct replay {
    const tr_allocator *allocator;
    tr_instrument instrument;
    const tr_series *series;
    size_t first_bar_index, bar_index;
    int tick_index; /* of `ticks`; 4: the next bar is to be read */
    tr_price_tick ticks[4];
    int64_t start_ns; /* caller's time of the first tick of this round */
    int64_t speed;
    bool is_looping;
} replay;

static int64_t open_of(const replay *source, size_t bar_index)
{
    return tr_series_open_times(source->series)[bar_index];
}

/* Length of a bar: up to the next open of its timeframe. */
static int64_t span_of(const replay *source, size_t bar_index)
{
    int64_t open_ns = open_of(source, bar_index);
    return tr_timeframe_next_open_ns(tr_series_timeframe(source->series), open_ns) - open_ns;
}

static tr_status ticks_of(const replay *source, size_t bar_index, tr_price_tick out[4],
                          tr_error *err)
{
    tr_bar bar;
    tr_status status = tr_series_get(source->series, bar_index, &bar);
    if (status == TR_OK)
        status =
            tr_paper_ticks_of_bar(&source->instrument, &bar, span_of(source, bar_index), out, err);
    return status;
}

/* Read the next bar; false behind the last one. */
static bool read_bar(replay *source)
{
    size_t count = tr_series_count(source->series), last = count - 1;
    if (source->bar_index == count) {
        if (!source->is_looping)
            return false;
        if (source->speed > 0) {
            int64_t played = open_of(source, last) + span_of(source, last) -
                             open_of(source, source->first_bar_index);
            source->start_ns += played / source->speed;
        }
        source->bar_index = source->first_bar_index;
    }
    tr_status status = ticks_of(source, source->bar_index, source->ticks, NULL);
    assert(status == TR_OK); /* looked at when the source was opened */
    source->bar_index++;
    source->tick_index = 0;
    return true;
}

static tr_price_pull next(void *user, int64_t now_ns, tr_price_tick *out, int64_t *due_ns)
{
    replay *source = user;
    if (source->tick_index == 4 && !read_bar(source))
        return TR_PRICE_END;
    const tr_price_tick *tick = &source->ticks[source->tick_index];
    int64_t at_ns = now_ns;
    if (source->speed > 0)
        at_ns = source->start_ns +
                (tick->at_ns - open_of(source, source->first_bar_index)) / source->speed;
    if (at_ns > now_ns) {
        *due_ns = at_ns;
        return TR_PRICE_WAIT;
    }
    *out = *tick;
    out->at_ns = at_ns;
    source->tick_index++;
    return TR_PRICE_TICK;
}

static void close(void *user)
{
    replay *source = user;
    if (source != NULL)
        tr__release(source->allocator, source);
}

static tr_status check_options(const tr_price_replay_options *options, tr_error *err)
{
    if (options->struct_size < sizeof *options || options->instrument == NULL ||
        options->series == NULL)
        return tr__fail(err, TR_E_INVALID, 0,
                        "a replay needs struct_size, an instrument and a series");
    if (options->first_bar_index >= tr_series_count(options->series))
        return tr__fail(err, TR_E_RANGE, 0, "replay: first bar is %zu of %zu",
                        options->first_bar_index, tr_series_count(options->series));
    if (options->speed < 0)
        return tr__fail(err, TR_E_RANGE, 0, "replay: speed is below 0");
    return TR_OK;
}

tr_status tr_price_replay_open(const tr_price_replay_options *options, tr_price_source *out,
                               tr_error *err)
{
    if (options == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_price_replay_open: an argument is NULL");
    tr_status status = check_options(options, err);
    if (status != TR_OK)
        return status;
    replay *source = tr__allocate_zeroed(options->allocator, 1, sizeof *source);
    if (source == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a replay");
    *source = (replay){ .allocator = options->allocator,
                        .instrument = *options->instrument,
                        .series = options->series,
                        .first_bar_index = options->first_bar_index,
                        .bar_index = options->first_bar_index,
                        .tick_index = 4,
                        .start_ns = options->start_ns,
                        .speed = options->speed,
                        .is_looping = options->is_looping };
    /* A bar that makes no ticks is found now, not in the middle of a trading day. */
    tr_price_tick ticks[4];
    for (size_t i = options->first_bar_index;
         status == TR_OK && i < tr_series_count(options->series); i++)
        status = ticks_of(source, i, ticks, err);
    if (status != TR_OK) {
        tr__release(source->allocator, source);
        return status;
    }
    *out = (tr_price_source){ .next = next, .close = close, .user = source };
    return TR_OK;
}
