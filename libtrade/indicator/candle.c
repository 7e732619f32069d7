/* candle.c: brings bars into the form that patterns look at. */
#include "indicator/candle.h"

#include <stddef.h>

/* The longest average, the four bars that the longest pattern looks back, and one to spare. */
#define DEPTH 16

void tr__pattern_plan(tr__plan *plan, tr__node *node)
{
    node->lookback = node->indicator->pattern_lookback;
    tr__plan_tapes(plan, node, 4, 7, DEPTH);
}

/* Mean of the `length` values before each, added up from the oldest. */
static void mean_before(const double *x, int length, size_t count, double *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = 0;
    for (int back = length; back > 0; back--)
        for (size_t i = 0; i < count; i++)
            out[i] += *(x + i - back);
    for (size_t i = 0; i < count; i++)
        out[i] /= length;
}

void tr__pattern_run(tr__node *node, const tr__block *block)
{
    tr__candles c = {
        block->in[0], block->in[1], block->in[2], block->in[3], NULL, NULL, NULL, NULL
    };
    double *body = tr__tape(node, 0), *range = tr__tape(node, 1), *shadows = tr__tape(node, 2);
    double *means[4] = { tr__tape(node, 3), tr__tape(node, 4), tr__tape(node, 5),
                         tr__tape(node, 6) };
    for (size_t i = 0; i < block->count; i++) {
        double apart = c.close[i] - c.open[i];
        body[i] = apart < 0 ? -apart : apart;
        range[i] = c.high[i] - c.low[i];
        shadows[i] = range[i] - body[i];
    }
    mean_before(body, 10, block->count, means[0]);
    mean_before(range, 10, block->count, means[1]);
    mean_before(range, 5, block->count, means[2]);
    mean_before(shadows, 10, block->count, means[3]);
    for (size_t i = 0; i < block->count; i++) {
        const tr__candles at = { c.open + i,   c.high + i,   c.low + i,    c.close + i,
                                 means[0] + i, means[1] + i, means[2] + i, means[3] + i };
        if (i >= block->skip)
            block->out[0][i] = node->indicator->pattern(&at, node->params[0]);
    }
}
