/* direction.c: what direction.h declares. */
#include "indicator/direction.h"

void tr__direction_run(tr__direction *direction, const tr__block *block, size_t period,
                       bool is_tulip, double *plus_out, double *minus_out, double *range_out)
{
    const double *high = block->in[0], *low = block->in[1];
    /* The first bar has no step. */
    size_t from = block->seen == 0 ? 1 : 0, count = block->count - from;
    if (count == 0)
        return;
    for (size_t i = from; i < block->count; i++) {
        double up = high[i] - *(high + i - 1), down = *(low + i - 1) - low[i];
        plus_out[i] = up > 0 && (up > down || (is_tulip && up == down)) ? up : 0;
        minus_out[i] = down > 0 && (down > up || (is_tulip && up == down)) ? down : 0;
    }
    size_t seed = period > 1 ? period - 1 : 1;
    tr__filter_rule rule = {
        .keep = 1 - 1 / (double)period, .gain = 1, .seed = seed, .seed_share = 1
    };
    uint64_t steps = block->seen + from - 1;
    tr__filter_run(&direction->plus, &rule, plus_out + from, steps, count, plus_out + from);
    tr__filter_run(&direction->minus, &rule, minus_out + from, steps, count, minus_out + from);
    if (range_out == NULL)
        return;
    const double *close = block->in[2];
    for (size_t i = from; i < block->count; i++) {
        double before = *(close + i - 1);
        double top = before > high[i] ? before : high[i],
               bottom = before < low[i] ? before : low[i];
        range_out[i] = top - bottom;
    }
    tr__filter_run(&direction->range, &rule, range_out + from, steps, count, range_out + from);
}
