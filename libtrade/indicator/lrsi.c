/* lrsi.c: Laguerre RSI. */
#include <math.h>

#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double l[4];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double gamma = node->params[0], *l = state->l;
    for (size_t k = 0; k < 4 && block->seen == 0; k++)
        l[k] = x[0];
    for (size_t i = 0; i < block->count; i++) {
        double l0 = (1 - gamma) * x[i] + gamma * l[0];
        double l1 = -gamma * l0 + l[0] + gamma * l[1], l2 = -gamma * l1 + l[1] + gamma * l[2];
        double l3 = -gamma * l2 + l[2] + gamma * l[3];
        double up = fmax(l0 - l1, 0) + fmax(l1 - l2, 0) + fmax(l2 - l3, 0);
        double down = fmax(l1 - l0, 0) + fmax(l2 - l1, 0) + fmax(l3 - l2, 0);
        l[0] = l0;
        l[1] = l1;
        l[2] = l2;
        l[3] = l3;
        /* What rounding leaves of equal prices is no move. */
        bool is_moving = up + down > 1e-13 * fabs(l0);
        out[i] = is_moving ? 100 * up / (up + down) : 0;
    }
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_lrsi = {
    .info = {
        .name = "lrsi",
        .aliases = "",
        .title = "Laguerre RSI",
        .group = "momentum",
        .formula = "Four Laguerre filters, l0 = (1 - gamma) x + gamma l0 before, then each l = "
                   "-gamma (the one before it) + that one's value before + gamma l before; all "
                   "start with the first x. 100 times the sum of the positive ones of l0 - l1, l1 "
                   "- l2, l2 - l3 / the sum of their magnitudes, 0 where that is 0; first at bar "
                   "0.",
        .source = "Cybernetic Analysis for Stocks and Futures, 2004",
        .notes = "Ehlers counts from 0 to 1; pandas-ta-classic, as here, to 100.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "gamma", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.5 } },
        .outputs = { { "lrsi", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
