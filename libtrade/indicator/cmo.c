/* cmo.c: Chande momentum oscillator. */
#include "indicator/engine.h"
#include "indicator/filter.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__filter gain;
    tr__filter loss;
    tr__fold gained;
    tr__fold lost;
} head;

/* Sums over the window. */
static void plain_run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    const double *x = block->in[0];
    double *gains = tr__tape(node, 0), *losses = tr__tape(node, 1);
    double gained[TR__BLOCK_MAX], lost[TR__BLOCK_MAX];
    tr__window window = { .period = tr__count(node, 0),
                          .count = block->count,
                          .seen = block->seen };
    for (size_t i = 0; i < block->count; i++) {
        double step = x[i] - *(x + i - 1);
        gains[i] = step > 0 ? step : 0;
        losses[i] = step < 0 ? -step : 0;
    }
    window.x = gains;
    window.area = node->area[0];
    tr__window_sum(&state->gained, &window, gained);
    window.x = losses;
    window.area = node->area[1];
    tr__window_sum(&state->lost, &window, lost);
    for (size_t i = 0; i < block->count; i++) {
        double both = gained[i] + lost[i];
        block->out[0][i] = both != 0 ? 100 * (gained[i] - lost[i]) / both : 0;
    }
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    if (node->preset != TR_INDICATOR_TULIP) {
        tr__plan_tapes(plan, node, 1, 0, 1);
        tr__plan_wilder(node, period);
        plan->is_recursive = true;
        return;
    }
    tr__plan_tapes(plan, node, 1, 2, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    if (node->preset == TR_INDICATOR_TULIP) {
        plain_run(node, block);
        return;
    }
    double gains[TR__BLOCK_MAX], losses[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double step = x[i] - *(x + i - 1);
        gains[i] = step > 0 ? step : 0;
        losses[i] = step < 0 ? -step : 0;
    }
    /* The first bar has no step. */
    size_t from = block->seen == 0 ? 1 : 0;
    if (block->count > from) {
        tr__filter_rule rule = tr__planned_filter(node);
        uint64_t steps = block->seen + from - 1;
        tr__filter_run_side((tr__filter *const[]){ &state->gain, &state->loss }, 2, &rule,
                            (double *const[]){ gains + from, losses + from }, steps,
                            block->count - from);
    }
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++) {
        double both = gains[i] + losses[i];
        out[i] = both != 0 ? 100 * (gains[i] - losses[i]) / both : 0;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_cmo = {
    .info = {
        .name = "cmo",
        .aliases = "",
        .title = "Chande momentum oscillator",
        .group = "momentum",
        .formula = "100 (g - l) / (g + l); g, l are the averages of the gains and losses a bar as "
                   "in rsi; first at bar period.",
        .source = "The New Technical Trader, 1994",
        .notes = "The book adds up gains and losses over the last period bars: preset tulip does, "
                 "and so does cmou. TA-Lib smooths them as rsi does, from the same first value "
                 "on.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "cmo", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
