/* entropy.c: Entropy. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold whole;
    tr__fold terms;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 2 * (period - 1);
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    double *term = tr__tape(node, 0), sum[TR__BLOCK_MAX], base = log(node->params[1]);
    tr__window_sum(&state->whole, TR__WINDOW(node, block, x, period, 0), sum);
    for (size_t i = 0; i < block->count; i++) {
        double share = sum[i] != 0 ? x[i] / sum[i] : 0;
        term[i] = share > 0 ? -share * (log(share) / base) : 0;
    }
    tr__window_sum(&state->terms, TR__WINDOW(node, block, term, period, 1), out);
}

const tr__indicator tr__indicator_entropy = {
    .info = {
        .name = "entropy",
        .aliases = "",
        .title = "Entropy",
        .group = "statistic",
        .formula = "Sum of -p log(p) over the last period bars, to base; p = x / sum of the "
                   "period values that end at its bar, a term is 0 where p is not positive. First "
                   "at bar 2 (period - 1).",
        .source = "A Mathematical Theory of Communication, 1948",
        .notes = "As pandas-ta has it: each share is taken of the sum at its own bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "length" },
                    { "base", .kind = TR_PARAM_REAL, .min = 1.000001, .max = 1000, .initial = 2 } },
        .outputs = { { "entropy", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
};
