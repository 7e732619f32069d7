/* cmou.c: Chande momentum oscillator of plain sums. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold gained;
    tr__fold lost;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 2, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *gains = tr__tape(node, 0), *losses = tr__tape(node, 1);
    double gained[TR__BLOCK_MAX], lost[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++) {
        double step = x[i] - *(x + i - 1);
        gains[i] = step > 0 ? step : 0;
        losses[i] = step < 0 ? -step : 0;
    }
    tr__window_sum(&state->gained, TR__WINDOW(node, block, gains, period, 0), gained);
    tr__window_sum(&state->lost, TR__WINDOW(node, block, losses, period, 1), lost);
    for (size_t i = 0; i < block->count; i++) {
        double both = gained[i] + lost[i];
        block->out[0][i] = both != 0 ? 100 * (gained[i] - lost[i]) / both : 0;
    }
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_cmou = {
    .info = {
        .name = "cmou",
        .aliases = "",
        .title = "Chande momentum oscillator of plain sums",
        .group = "momentum",
        .formula = "100 (g - l) / (g + l); g, l are the sums of the gains and of the losses of "
                   "the last period steps; 0 where nothing moved; first at bar period.",
        .source = "The New Technical Trader, 1994",
        .notes = "The book's own; cmo smooths gains and losses instead, as TA-Lib does. "
                 "TradingView's and pandas-ta's cmo is this one.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "cmou", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
