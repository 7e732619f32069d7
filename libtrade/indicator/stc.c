/* stc.c: Schaff trend cycle. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold extreme[4];
    double fraction[2];
    double smoothed[2];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t cycle = tr__count(node, 2);
    bool is_swapped = node->params[1] < node->params[0];
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 2, cycle);
    for (size_t k = 0; k < 4; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(cycle));
    tr__node *fast =
        tr__plan_child(plan, node, 0, &tr__indicator_ema, 1, &node->params[is_swapped ? 1 : 0]);
    tr__node *slow =
        tr__plan_child(plan, node, 1, &tr__indicator_ema, 1, &node->params[is_swapped ? 0 : 1]);
    fast->delay = slow->lookback - fast->lookback;
    node->number[0] = slow->lookback + cycle - 1;
    node->lookback = node->number[0] + cycle - 1;
}

/* Where x stands between its extremes, smoothed by half; from bar `first` on. `stage` 0, then 1. */
static void stage_run(tr__node *node, const tr__block *block, size_t stage, size_t first,
                      const double *x, double *out)
{
    head *state = (head *)(void *)node->head;
    size_t cycle = tr__count(node, 2);
    double highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX];
    tr__window_max(&state->extreme[2 * stage], TR__WINDOW(node, block, x, cycle, 2 * stage),
                   highest);
    tr__window_min(&state->extreme[2 * stage + 1], TR__WINDOW(node, block, x, cycle, 2 * stage + 1),
                   lowest);
    size_t from = tr__from(first, block);
    for (size_t i = 0; i < from; i++)
        out[i] = 0;
    for (size_t i = from; i < block->count; i++) {
        double range = highest[i] - lowest[i];
        if (range > 0)
            state->fraction[stage] = 100 * ((x[i] - lowest[i]) / range);
        double step = 0.5 * (state->fraction[stage] - state->smoothed[stage]);
        state->smoothed[stage] =
            block->seen + i == first ? state->fraction[stage] : state->smoothed[stage] + step;
        out[i] = state->smoothed[stage];
    }
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *line = tr__tape(node, 0), *position = tr__tape(node, 1), slow[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], block->in[0], 0, block->count, line);
    size_t from = tr__node_chain(node->child[1], block->in[0], 0, block->count, slow);
    for (size_t i = 0; i < block->count; i++)
        line[i] = i < from ? 0 : line[i] - slow[i];
    stage_run(node, block, 0, node->number[0], line, position);
    stage_run(node, block, 1, node->lookback, position, block->out[0]);
}

TR__STEP(run, 1, 0, 1, 1)

const tr__indicator tr__indicator_stc = {
    .info = {
        .name = "stc",
        .aliases = "",
        .title = "Schaff trend cycle",
        .group = "momentum",
        .formula = "m = exponential average over fast_period - that over slow_period, both seeded "
                   "at the same bar as in macd; f = 100 (m - lowest m) / (highest m - lowest m) "
                   "over cycle_period, the fraction before where they are equal (0 before any); p "
                   "= p before + (f - p before) / 2, from its first f; stc is the same two steps "
                   "over p. First at bar slow_period + 2 cycle_period - 3.",
        .source = "Releasing the Code to the Schaff Trend Cycle, 2008",
        .notes = "Schaff runs the averages from the first value. Periods in the wrong order are "
                 "exchanged. pandas-ta (defaults 12, 26) holds the first fraction wherever the "
                 "lowest m is not above 0 and rounds to 8 digits; that is not copied.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 23, .pandas = 12, .alias = "fast" },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 50, .pandas = 26, .alias = "slow" },
                    { "cycle_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "tclength" } },
        .outputs = { { "stc", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
