/* maxindex.c: Bar of the maximum. */
#include "indicator/engine.h"
#include "indicator/extreme.h"

typedef struct head {
    tr__head base;
    tr__extreme extreme;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    for (size_t i = block->skip; i < block->count; i++)
        out[i] =
            (double)tr__extreme_at(&state->extreme, x + i, 1.0, period, block->seen + i, false);
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_maxindex = {
    .info = {
        .name = "maxindex",
        .aliases = "",
        .title = "Bar of the maximum",
        .group = "math",
        .formula = "Number of the bar, counted from the first one fed, with the extreme of the "
                   "last period values.",
        .source = "TA-Lib 0.6, function index",
        .notes = "Ties: the newest wins as it comes, the oldest when an extreme leaves the "
                 "window, as in TA-Lib. A window that falls steadily costs O(period) a bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "index", TR_UNIT_INDEX } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
