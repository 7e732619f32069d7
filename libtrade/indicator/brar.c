/* brar.c: Atmosphere and buying intention. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fold[4];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 4, 4, period);
    for (size_t k = 0; k < 4; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0];
    const double *high = block->in[1];
    const double *low = block->in[2];
    const double *close = block->in[3];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    double *part[4], sum[4][TR__BLOCK_MAX];
    for (size_t k = 0; k < 4; k++)
        part[k] = tr__tape(node, k);
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        part[0][i] = high[i] - open[i];
        part[1][i] = open[i] - low[i];
        part[2][i] = high[i] > before ? high[i] - before : 0;
        part[3][i] = before > low[i] ? before - low[i] : 0;
    }
    for (size_t k = 0; k < 4; k++)
        tr__window_sum(&state->fold[k], TR__WINDOW(node, block, part[k], period, k), sum[k]);
    for (size_t i = block->skip; i < block->count; i++) {
        block->out[0][i] = sum[1][i] != 0 ? 100 * sum[0][i] / sum[1][i] : 0;
        block->out[1][i] = sum[3][i] != 0 ? 100 * sum[2][i] / sum[3][i] : 0;
    }
}

TR__STEP(run, 4, 4, 1, 2)

const tr__indicator tr__indicator_brar = {
    .info = {
        .name = "brar",
        .aliases = "",
        .title = "Atmosphere and buying intention",
        .group = "momentum",
        .formula = "ar = 100 sum of (high - open) / sum of (open - low); br = 100 sum of (high - "
                   "close before) / sum of (close before - low), negative differences as 0; sums "
                   "over period, 0 where the divisor is 0. First at bar period.",
        .source = "pandas-ta 0.3.14b, brar, 2021",
        .notes = "pandas-ta adds 2e-16 to every difference as soon as one is 0, so that it never "
                 "divides by 0.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26, .alias = "length" } },
        .outputs = { { "ar", TR_UNIT_PERCENT }, { "br", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
