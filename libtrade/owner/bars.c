/* bars.c: see bars.h. */
#include "owner/bars.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#define BARS_MAX 15 /* that an average true range of 14 takes */

/* The newest bars of a symbol, as they are read: backwards. */
typedef struct reading {
    int64_t bar_ns, now_ns;
    tr_bar bars[BARS_MAX]; /* filled from the end */
    size_t count;
    tr_status status;
} reading;

static bool take(void *user, const void *stored)
{
    reading *r = user;
    const tr_candle_row *row = stored;
    /* One behind the other; the newest has closed, and lately: what it says of the market is older with each bar since. */
    bool is_next = r->count == 0 ? row->open_ns + r->bar_ns <= r->now_ns &&
                                       r->now_ns - row->open_ns <= BARS_MAX * r->bar_ns
                                 : row->open_ns + r->bar_ns == r->bars[BARS_MAX - r->count].open_ns;
    if (!is_next)
        return false;
    r->count++;
    r->bars[BARS_MAX - r->count] = (tr_bar){ .open_ns = row->open_ns,
                                             .open = row->open,
                                             .high = row->high,
                                             .low = row->low,
                                             .close = row->close,
                                             .volume = row->volume,
                                             .is_closed = true };
    return r->count < BARS_MAX;
}

static void take_end(void *user, tr_status status, bool has_more, const tr_error *err)
{
    reading *r = user;
    (void)has_more; /* older ones are not needed */
    (void)err;      /* the status says enough: nothing is fed */
    r->status = status;
}

/* Bars' name in the table: "1h". False: bars of this length have none. */
static bool name_bars(int64_t bar_ns, char *out, size_t size)
{
    char text[TR_DURATION_TEXT_SIZE];
    tr_timeframe frame;
    size_t length = tr_duration_format(bar_ns, text, sizeof text);
    return tr_timeframe_parse(text, length, &frame, NULL) == TR_OK &&
           tr_timeframe_format(frame, out, size) > 0;
}

static void feed(const tr__bars_source *source, int64_t bar_ns, const tr_instrument *instrument,
                 tr_engine *engine)
{
    reading r = { .bar_ns = bar_ns, .now_ns = source->clock->now_ns(source->clock->user) };
    tr_candle_row key = { .open_ns = 0 };
    tr_error err;
    if (!name_bars(bar_ns, key.timeframe, sizeof key.timeframe))
        return;
    memcpy(key.symbol, instrument->symbol, sizeof key.symbol);
    tr_store_query query = { .table = TR_TABLE_CANDLE,
                             .key = &key,
                             .key_columns = 2,
                             .is_descending = true,
                             .limit = BARS_MAX };
    if (source->reader->read(source->reader->user, &query, take, take_end, &r, &err) != TR_OK ||
        r.status != TR_OK || r.count == 0)
        return;
    if (tr_engine_feed_bars(engine, instrument->symbol, r.bars + BARS_MAX - r.count, r.count,
                            &err) == TR_OK)
        return;
    tr_log_field fields[] = { tr_log_text("symbol", instrument->symbol),
                              tr_log_text("reason", err.message) };
    tr_log_write(source->log, TR_LOG_WARNING, r.now_ns,
                 "stored bars do not serve sizes by volatility", fields, 2);
}

void tr__bars_feed(const tr__bars_source *source, const tr_engine_risk *risk, tr_engine *engine)
{
    bool is_needed = false;
    for (size_t i = 0; i < risk->size_count; i++)
        is_needed = is_needed || risk->sizes[i].sizing.method == TR_SIZING_VOLATILITY;
    for (size_t i = 0; is_needed && i < source->instrument_count; i++)
        feed(source, risk->atr_bar_ns, &source->instruments[i], engine);
}
