/* wb_tsv.c: Time segmented volume. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fold;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    node->lookback =
        period + tr__plan_average(plan, node, 0, node->params[2], tr__count(node, 1))->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *volume = block->in[1];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0), count = block->count;
    double *flow = tr__tape(node, 0), *tsv = block->out[0], *signal = block->out[1];
    for (size_t i = 0; i < count; i++)
        flow[i] = volume[i] * (x[i] - *(x + i - 1));
    tr__window_sum(&state->fold, TR__WINDOW(node, block, flow, period, 0), tsv);
    size_t from = tr__from(period, block);
    tr__node_chain(node->child[0], tsv, from, count, signal);
    for (size_t i = block->skip; i < count; i++)
        block->out[2][i] = signal[i] != 0 ? tsv[i] / signal[i] : 0;
}

TR__STEP(run, 2, 1, 1, 3)

const tr__indicator tr__indicator_wb_tsv = {
    .info = {
        .name = "wb_tsv",
        .aliases = "",
        .title = "Time segmented volume",
        .group = "volume",
        .formula = "tsv = sum over period of volume * (close - close before); signal = moving "
                   "average of it over signal_period; ratio = tsv / signal, 0 where signal is 0. "
                   "First where signal has its first.",
        .source = "TC2000 help: Time Segmented Volume; pandas-ta development branch, wb_tsv, 2024",
        .notes = "The formula of Worden Brothers is not public; this is the one in use.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_VOLUME },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 18, .alias = "length" },
                    { "signal_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "signal" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0, .alias = "mamode" } },
        .outputs = { { "tsv", TR_UNIT_NUMBER }, { "signal", TR_UNIT_NUMBER },
                     { "ratio", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
