/* rvgi.c: Relative vigor index. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold bodies;
    tr__fold ranges;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 2, period);
    for (size_t k = 0; k < 2; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
    for (size_t k = 0; k < 3; k++)
        tr__plan_child(plan, node, k, &tr__indicator_trima, 1, &node->params[1]);
    node->number[0] = node->child[0]->lookback + period - 1;
    node->lookback = node->number[0] + node->child[2]->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0), warm = node->number[0], count = block->count;
    double *body = tr__tape(node, 0), *range = tr__tape(node, 1), raw[TR__BLOCK_MAX],
           width[TR__BLOCK_MAX];
    double *vigor = block->out[0];
    for (size_t i = 0; i < count; i++) {
        raw[i] = block->in[3][i] - block->in[0][i];
        width[i] = block->in[1][i] - block->in[2][i];
    }
    tr__node_chain(node->child[0], raw, 0, count, body);
    tr__node_chain(node->child[1], width, 0, count, range);
    tr__window_sum(&state->bodies, TR__WINDOW(node, block, body, period, 0), raw);
    tr__window_sum(&state->ranges, TR__WINDOW(node, block, range, period, 1), width);
    size_t from = tr__from(warm, block);
    for (size_t i = from; i < count; i++)
        vigor[i] = width[i] > 0 ? raw[i] / width[i] : 0;
    tr__node_chain(node->child[2], vigor, from, count, block->out[1]);
}

TR__STEP(run, 4, 0, 1, 2)

const tr__indicator tr__indicator_rvgi = {
    .info = {
        .name = "rvgi",
        .aliases = "",
        .title = "Relative vigor index",
        .group = "momentum",
        .formula = "Sum over period of the symmetric weighted average over smooth_period of close "
                   "- open, over the same of high - low, 0 where that is 0; signal = the "
                   "symmetric weighted average over smooth_period of it. First at bar period + 2 "
                   "smooth_period - 3.",
        .source = "Relative Vigor Index, Technical Analysis of Stocks and Commodities, 2002",
        .notes = "Ehlers has 10 for period.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" },
                    { "smooth_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 4, .alias = "swma_length" } },
        .outputs = { { "rvgi", TR_UNIT_NUMBER }, { "signal", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
