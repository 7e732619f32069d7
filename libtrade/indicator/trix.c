/* trix.c: Rate of change of a triple exponential average. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double before;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 3 * (period - 1) + 1;
    tr__plan_head(plan, node, sizeof(head));
    for (size_t i = 0; i < 3; i++) {
        tr__node *part = tr__plan_child(plan, node, i, &tr__indicator_ema, 1, node->params);
        /* Tulip lets the second and third average wait as long as ones that are seeded would. */
        part->delay = i > 0 ? period - 1 - part->lookback : 0;
    }
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double stage[3][TR__BLOCK_MAX], before = state->before;
    size_t from = tr__node_cascade(node, 3, block->in[0], block->count,
                                   (double *const[]){ stage[0], stage[1], stage[2] });
    const double *in = stage[2];
    bool is_tulip = node->preset == TR_INDICATOR_TULIP;
    if (from == block->count)
        return;
    double base = is_tulip ? in[from] : before;
    out[from] = base != 0 ? (in[from] - before) / base * 100 : 0;
    size_t lag = is_tulip ? 0 : 1;
    TR__VECTOR
    for (size_t i = from + 1; i < block->count; i++) {
        double divisor = in[i - lag];
        out[i] = divisor != 0 ? (in[i] - in[i - 1]) / divisor * 100 : 0;
    }
    state->before = in[block->count - 1];
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_trix = {
    .info = {
        .name = "trix",
        .aliases = "trixh",
        .title = "Rate of change of a triple exponential average",
        .group = "momentum",
        .formula = "Change in a bar, in percent, of the ema of the ema of the ema; first at bar 3 "
                   "(period - 1) + 1. Seeds as ema.",
        .source = "Technical Analysis of Stocks and Commodities, 1983",
        .notes = "Preset tulip divides by the new average instead of the one before. TA-Lib "
                 "0.6 puts the values of a period of 1 at the wrong bar; here it is then "
                 "the change of the price.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "trix", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
