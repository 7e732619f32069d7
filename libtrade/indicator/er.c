/* er.c: Efficiency ratio. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold path;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *moves = tr__tape(node, 0), path[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++)
        moves[i] = fabs(x[i] - *(x + i - 1));
    tr__window_sum(&state->path, TR__WINDOW(node, block, moves, period, 0), path);
    for (size_t i = 0; i < block->count; i++) {
        double way = fabs(x[i] - *(x + i - period));
        block->out[0][i] = path[i] > way ? way / path[i] : 1;
    }
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_er = {
    .info = {
        .name = "er",
        .aliases = "ker",
        .title = "Efficiency ratio",
        .group = "momentum",
        .formula = "|x - x period bars ago| / sum of |steps| in between, at most 1; 1 where "
                   "nothing moved; first at bar period.",
        .source = "Smarter Trading, 1995",
        .notes = "What kama adapts by. Where nothing moved the quotient is undefined: 1 as in "
                 "kama and TA-Lib; pandas-ta has NaN.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10 } },
        .outputs = { { "er", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
