/* vwap.c: Volume weighted average price. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/vwap.h"

typedef struct head {
    tr__head base;
    tr__vwap vwap;
} head;

void tr__vwap_step(tr__vwap *vwap, const double *const *in, size_t i, double width,
                   double *const *out)
{
    double price = (in[0][i] + in[1][i] + in[2][i]) / 3, volume = in[3][i];
    if (volume > 0) {
        double away = price - vwap->mean;
        vwap->volume += volume;
        vwap->mean += away * (volume / vwap->volume);
        vwap->squares += volume * (away * (price - vwap->mean));
    }
    double mean = vwap->volume > 0 ? vwap->mean : price;
    double deviation = vwap->volume > 0 ? sqrt(vwap->squares / vwap->volume) : 0;
    out[0][i] = mean;
    out[1][i] = mean + width * deviation;
    out[2][i] = mean - width * deviation;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    for (size_t i = block->skip; i < block->count; i++)
        tr__vwap_step(&state->vwap, block->in, i, node->params[1], block->out);
}

TR__STEP(run, 4, 0, 0, 3)

const tr__indicator tr__indicator_vwap = {
    .info = {
        .name = "vwap",
        .aliases = "",
        .title = "Volume weighted average price",
        .group = "volume",
        .formula = "vwap = sum of volume p / sum of volume from bar anchor_bar on, p = (high + "
                   "low + close) / 3; upper and lower lie nb_dev deviations around it, the root "
                   "of the sum of volume (p - vwap)^2 / sum of volume. Before any volume all are "
                   "p. First at bar anchor_bar.",
        .source = "The Total Cost of Transactions on the NYSE, The Journal of Finance, 1988",
        .notes = "Never starts again: vwap_session does at each day, week or month, vwap_anchored "
                 "where the caller says. Before any volume TA-Lib gives 0, pandas-ta NaN. "
                 "anchor_bar counts the bars taken in; one with a NaN is held out. An anchor "
                 "further on than that: feed from there.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "anchor_bar", .max = TR_INDICATOR_PERIOD_MAX },
                    { "nb_dev", .kind = TR_PARAM_REAL, .min = 0, .max = 1e6, .initial = 1 } },
        .outputs = { { "vwap", TR_UNIT_PRICE },
                     { "upper", TR_UNIT_PRICE },
                     { "lower", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
