/* mavp.c: Moving average with a variable period. */
#include <math.h>
#include <string.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    size_t low = tr__count(node, 0), high = tr__count(node, 1) > low ? tr__count(node, 1) : low;
    node->number[0] = low;
    node->number[1] = high;
    for (size_t k = low; k <= high; k++) {
        size_t warm = tr__plan_bank(plan, node, node->params[2], k)->lookback;
        node->lookback = warm > node->lookback ? warm : node->lookback;
    }
    for (tr__node *part = node->bank; part != NULL; part = part->next)
        part->delay = node->lookback - part->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *y = block->in[1];
    double smoothed[TR__BLOCK_MAX], asked[TR__BLOCK_MAX], picked[TR__BLOCK_MAX];
    double low = (double)node->number[0], high = (double)node->number[1], made = high;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double whole = floor(y[i]), within = whole > high ? high : whole;
        asked[i] = within < low ? low : within;
        picked[i] = 0;
    }
    for (tr__node *part = node->bank; part != NULL; part = part->next, made--) {
        size_t from = tr__node_chain(part, block->in[0], 0, block->count, smoothed);
        TR__VECTOR
        for (size_t i = from; i < block->count; i++)
            picked[i] += asked[i] == made ? smoothed[i] : 0;
    }
    memcpy(block->out[0], picked, block->count * sizeof *picked);
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 0, 0, 1)

const tr__indicator tr__indicator_mavp = {
    .info = {
        .name = "mavp",
        .aliases = "",
        .title = "Moving average with a variable period",
        .group = "overlap",
        .formula = "The moving average over the period that the second series names for each bar, "
                   "whole and kept within min_period and max_period; first where the longest of "
                   "them has its first.",
        .source = "TA-Lib 0.6, function index",
        .notes = "All averages start together, at the bar where the longest does. Cost: one "
                 "moving average for each period of the range.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_REAL },
        .params = { { "min_period", .min = 2, .max = 1000, .initial = 2 },
                    { "max_period", .min = 2, .max = 1000, .initial = 30 },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "mavp", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
