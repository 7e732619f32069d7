/* direction.c: what direction.h declares. */
#include "indicator/direction.h"

TR__BODY void direction_run(tr__direction *direction, const tr__block *block, size_t period,
                            bool is_tulip, double *plus_out, double *minus_out, double *range_out)
{
    const double *high = block->in[0], *low = block->in[1];
    /* The first bar has no step. */
    size_t from = block->seen == 0 ? 1 : 0, count = block->count - from;
    if (count == 0)
        return;
    if (is_tulip)
        TR__VECTOR
    for (size_t i = from; i < block->count; i++) {
        double up = high[i] - *(high + i - 1), down = *(low + i - 1) - low[i];
        plus_out[i] = ((up > 0) & (up >= down)) ? up : 0;
        minus_out[i] = ((down > 0) & (down >= up)) ? down : 0;
    }
    else TR__VECTOR
    for (size_t i = from; i < block->count; i++) {
        double up = high[i] - *(high + i - 1), down = *(low + i - 1) - low[i];
        plus_out[i] = ((up > 0) & (up > down)) ? up : 0;
        minus_out[i] = ((down > 0) & (down > up)) ? down : 0;
    }
    size_t seed = period > 1 ? period - 1 : 1;
    tr__filter_rule rule = {
        .keep = 1 - 1 / (double)period, .gain = 1, .seed = seed, .seed_share = 1
    };
    uint64_t steps = block->seen + from - 1;
    if (range_out != NULL) {
        const double *close = block->in[2];
        TR__VECTOR
        for (size_t i = from; i < block->count; i++) {
            double before = *(close + i - 1);
            double top = before > high[i] ? before : high[i],
                   bottom = before < low[i] ? before : low[i];
            range_out[i] = top - bottom;
        }
    }
    tr__filter_run_side(
        (tr__filter *const[]){ &direction->plus, &direction->minus, &direction->range },
        range_out == NULL ? 2 : 3, &rule,
        (double *const[]){ plus_out + from, minus_out + from,
                           range_out == NULL ? NULL : range_out + from },
        steps, count);
}

void tr__direction_block(tr__direction *direction, const tr__block *block, size_t period,
                         bool is_tulip, double *plus_out, double *minus_out, double *range_out)
{
    direction_run(direction, block, period, is_tulip, plus_out, minus_out, range_out);
}

void tr__direction_bar(tr__direction *direction, const double *const *in, uint64_t seen,
                       size_t period, bool is_tulip, double *plus_out, double *minus_out,
                       double *range_out)
{
    direction_run(direction, &(tr__block){ .in = in, .count = 1, .seen = seen }, period, is_tulip,
                  plus_out, minus_out, range_out);
}
