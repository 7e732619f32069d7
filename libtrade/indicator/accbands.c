/* accbands.c: Acceleration bands. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold folds[3];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 2, period);
    for (size_t k = 0; k < 3; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *up = tr__tape(node, 0), *down = tr__tape(node, 1), n = node->params[0];
    head *state = (head *)(void *)node->head;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double total = high[i] + low[i], share = 4 * (high[i] - low[i]) / total,
               width = total != 0 ? share : 0;
        up[i] = high[i] * (1 + width);
        down[i] = low[i] * (1 - width);
    }
    const double *const series[3] = { up, block->in[2], down };
    for (size_t k = 0; k < 3; k++) {
        double *out = block->out[k];
        tr__window_sum(&state->folds[k], TR__WINDOW(node, block, series[k], tr__count(node, 0), k),
                       out);
        TR__VECTOR
        for (size_t i = 0; i < block->count; i++)
            out[i] /= n;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 3, 1, 3)

const tr__indicator tr__indicator_accbands = {
    .info = {
        .name = "accbands",
        .aliases = "",
        .title = "Acceleration bands",
        .group = "overlap",
        .formula = "Simple averages over period of high (1 + w), close and low (1 - w), w = 4 "
                   "(high - low) / (high + low); first at bar period - 1.",
        .source = "Big Trends in Trading, 2002",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20 } },
        .outputs = { { "upper", TR_UNIT_PRICE }, { "middle", TR_UNIT_PRICE }, { "lower", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
