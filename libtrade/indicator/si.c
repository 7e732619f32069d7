/* si.c: Swing index. */
#include <math.h>

#include "indicator/engine.h"

/* Of bar i against the one before, which the tapes hold. */
static double swing(const double *const *in, size_t i, double limit)
{
    double open = in[0][i], high = in[1][i], low = in[2][i], close = in[3][i];
    double open_before = *(in[0] + i - 1), close_before = *(in[3] + i - 1);
    double up = fabs(high - close_before), down = fabs(low - close_before),
           range = fabs(high - low);
    double gap = fabs(close_before - open_before) / 4;
    double scale = range + gap;
    if (up >= down && up >= range)
        scale = up - down / 2 + gap;
    else if (down >= range)
        scale = down - up / 2 + gap;
    double move = (close - close_before) + (close - open) / 2 + (close_before - open_before) / 4;
    return scale != 0 ? 50 * move / scale * (up > down ? up : down) / limit : 0;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_tapes(plan, node, 4, 0, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    for (size_t i = 0; i < block->count; i++)
        block->out[0][i] = swing(block->in, i, node->params[0]);
}

TR__STEP(run, 4, 4, 0, 1)

const tr__indicator tr__indicator_si = {
    .info = {
        .name = "si",
        .aliases = "",
        .title = "Swing index",
        .group = "momentum",
        .formula = "50 n / r * max(a, b) / limit_move, 0 where r is 0; a = |high - close before|, "
                   "b = |low - close before|, d = |high - low|, n = (close - close before) + "
                   "(close - open) / 2 + (close before - open before) / 4, q = |close before - "
                   "open before| / 4; r = a - b / 2 + q where a is the largest of a, b, d, else b "
                   "- a / 2 + q where b is, else d + q. First at bar 1.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "Wilder rounds to whole numbers by hand; nothing is rounded here, nor clamped "
                 "where a bar moves further than the limit.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "limit_move", .kind = TR_PARAM_REAL, .min = 1e-8, .max = 3e37, .initial = 3.0 } },
        .outputs = { { "si", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
