/* ma.c: Moving average of any kind. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    node->lookback = tr__plan_average(plan, node, 0, node->params[1], period)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__node_chain(node->child[0], block->in[0], 0, block->count, block->out[0]);
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_ma = {
    .info = {
        .name = "ma",
        .aliases = "",
        .title = "Moving average of any kind",
        .group = "overlap",
        .formula = "The moving average that ma_type names, over period; a period of 1 is the "
                   "series itself.",
        .source = "TA-Lib 0.6, function index",
        .notes = "mama has no period: it runs with its default limits.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "ma", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
