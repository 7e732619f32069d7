/* renko.c: bricks of renko.h. */
#include <trade/renko.h>

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/fail.h"

tr_status tr_renko_init(tr_renko *renko, const tr_renko_options *options, tr_error *err)
{
    if (renko == NULL || options == NULL || options->struct_size < sizeof *options ||
        (unsigned int)options->kind > TR_RENKO_ATR)
        return tr__fail(err, TR_E_INVALID, 0, "renko, its options and a known kind must be given");
    if (!(options->brick_size > 0) || !isfinite(options->brick_size))
        return tr__fail(err, TR_E_RANGE, 0, "renko: brick_size is %g, allowed above 0",
                        options->brick_size);
    if (options->atr_period < 1 || options->atr_period > 100000)
        return tr__fail(err, TR_E_RANGE, 0, "renko: atr_period is %llu, allowed 1..100000",
                        (unsigned long long)options->atr_period);
    *renko = (tr_renko){ .options = *options };
    return TR_OK;
}

/* The average true range with this bar; it is there from the atr_period-th range on, the first being that of bar 1. */
static void range_take(tr_renko *renko, const tr_bar *bar)
{
    double before = renko->close_before, n = (double)renko->options.atr_period;
    renko->close_before = bar->close;
    if (renko->bar_count++ == 0)
        return;
    double range = fmax(bar->high, before) - fmin(bar->low, before);
    uint64_t ranges = renko->bar_count - 1;
    if (ranges < renko->options.atr_period)
        renko->range += range;
    else if (ranges == renko->options.atr_period)
        renko->range = (renko->range + range) / n;
    else
        renko->range = (renko->range * (n - 1) + range) / n;
}

/* What a brick that begins now would measure; 0 while that is not known or nothing moves. */
static double size_now(const tr_renko *renko)
{
    if (renko->options.kind == TR_RENKO_FIXED)
        return renko->options.brick_size;
    bool is_known = renko->bar_count > renko->options.atr_period;
    return is_known ? renko->range * renko->options.brick_size : 0;
}

static double edge_at(const tr_renko *renko, double bricks_up)
{
    if (renko->options.kind == TR_RENKO_ATR)
        return (bricks_up >= 0 ? renko->top : renko->bottom) + bricks_up * renko->size;
    /* Below the bottom, the brick between top and bottom counts too. */
    double from_top = bricks_up >= 0 ? bricks_up : bricks_up - (renko->top > renko->bottom ? 1 : 0);
    return renko->base + ((double)renko->top_index + from_top) * renko->size;
}

/* How many bricks the close is beyond the last one: above 0 up, below 0 down. */
static double bricks_beyond(const tr_renko *renko, double close)
{
    double count = 0;
    if (close > renko->top) {
        count = floor((close - renko->top) / renko->size);
        /* The quotient may be off by a rounding; the edges decide. */
        if (edge_at(renko, count + 1) <= close)
            count++;
        if (count > 0 && edge_at(renko, count) > close)
            count--;
    } else if (close < renko->bottom) {
        count = floor((renko->bottom - close) / renko->size);
        if (edge_at(renko, -count - 1) >= close)
            count++;
        if (count > 0 && edge_at(renko, -count) < close)
            count--;
        count = -count;
    }
    return count;
}

/* Draw `count` bricks upwards or downwards; the renko's level ends at the last. */
static void bricks_draw(tr_renko *renko, const tr_bar *bar, size_t count, bool is_up,
                        tr_bar *bricks)
{
    double direction = is_up ? 1 : -1;
    for (size_t i = 0; i < count; i++) {
        double open = i > 0 ? bricks[i - 1].close : is_up ? renko->top : renko->bottom;
        double close = edge_at(renko, direction * (double)(i + 1));
        tr_bar *brick = &bricks[i];
        *brick = (tr_bar){ .open_ns = bar->open_ns,
                           .open = open,
                           .high = is_up ? close : open,
                           .low = is_up ? open : close,
                           .close = close,
                           .volume = i == 0 ? renko->volume : 0,
                           .is_closed = true };
        if (renko->options.has_wicks && i == 0 && is_up)
            brick->low = fmin(open, renko->lowest);
        if (renko->options.has_wicks && i == 0 && !is_up)
            brick->high = fmax(open, renko->highest);
    }
}

static void level_set(tr_renko *renko, const tr_bar *last_brick, double bricks)
{
    bool had_brick = renko->top > renko->bottom;
    if (bricks > 0)
        renko->top_index += (int64_t)bricks;
    else
        renko->top_index += (int64_t)bricks + (had_brick ? 0 : 1);
    renko->top = fmax(last_brick->open, last_brick->close);
    renko->bottom = fmin(last_brick->open, last_brick->close);
}

tr_status tr_renko_push(tr_renko *renko, const tr_bar *bar, tr_bar *bricks_out, size_t brick_max,
                        size_t *count_out, tr_error *err)
{
    if (renko == NULL || bar == NULL || count_out == NULL || (bricks_out == NULL && brick_max > 0))
        return tr__fail(err, TR_E_INVALID, 0, "renko, bar and places for bricks must be given");
    tr_status status = tr_bar_check(bar, err);
    if (status != TR_OK)
        return status;
    if (!bar->is_closed)
        return tr__fail(err, TR_E_RANGE, 0, "renko: the bar still forms");
    if (renko->bar_count > 0 && bar->open_ns <= renko->last_open_ns)
        return tr__fail(err, TR_E_CONFLICT, 0, "renko: the bar is not after the last one");

    tr_renko next = *renko;
    double bricks = next.size > 0 ? bricks_beyond(&next, bar->close) : 0;
    /* Counted in doubles: a jump of 1e300 bricks must not become a number that wraps. */
    if (fabs(bricks) > (double)brick_max) {
        *count_out = fabs(bricks) < 1e15 ? (size_t)fabs(bricks) : SIZE_MAX;
        return tr__fail(err, TR_E_FULL, 0,
                        "renko: the bar makes %.0f bricks, there is room for %zu", fabs(bricks),
                        brick_max);
    }
    next.last_open_ns = bar->open_ns;
    range_take(&next, bar);
    next.volume += bar->volume;
    next.highest = next.size > 0 ? fmax(next.highest, bar->high) : bar->high;
    next.lowest = next.size > 0 ? fmin(next.lowest, bar->low) : bar->low;
    size_t count = (size_t)fabs(bricks);
    if (count > 0) {
        bricks_draw(&next, bar, count, bricks > 0, bricks_out);
        level_set(&next, &bricks_out[count - 1], bricks);
        next.volume = 0;
        next.highest = next.lowest = bar->close;
        next.brick_count += count;
        /* The next brick is as large as the average is now; one of nothing keeps the size before. */
        next.size = size_now(&next) > 0 ? size_now(&next) : next.size;
    } else if (!(next.size > 0) && size_now(&next) > 0) {
        next.size = size_now(&next);
        next.base = next.top = next.bottom = bar->close;
        next.highest = next.lowest = bar->close;
    }
    assert(next.top >= next.bottom);
    *renko = next;
    *count_out = count;
    return TR_OK;
}
