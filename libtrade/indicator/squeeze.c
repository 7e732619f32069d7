/* squeeze.c: Squeeze. */
#include "indicator/squeeze.h"
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
} head;

static const tr__squeeze_params at = { .bands_period = 0,
                                       .channel_period = 2,
                                       .momentum_period = 4,
                                       .smooth_period = 5,
                                       .has_true_range = 6,
                                       .average = 7 };

/* The momentum of the script: how far close is off the middles, smoothed by a line. */
static void lazybear_run(tr__node *node, const tr__block *block, tr__squeeze *lines)
{
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, at.channel_period), warm = node->number[0];
    double highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX], off[TR__BLOCK_MAX];
    tr__window_max(&state->highest, TR__WINDOW(node, block, block->in[0], period, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, block->in[1], period, 1), lowest);
    size_t from = tr__from(warm, block);
    for (size_t i = from; i < block->count; i++)
        off[i] = block->in[2][i] - ((highest[i] + lowest[i]) / 2 + lines->basis[i]) / 2;
    tr__node_chain(node->child[6], off, from, block->count, lines->momentum);
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    node->lookback = tr__squeeze_plan(plan, node, &at);
    size_t period = tr__count(node, at.channel_period);
    for (size_t k = 0; k < 2; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
    size_t line =
        tr__plan_child(plan, node, 6, &tr__indicator_linearreg, 1, &node->params[at.channel_period])
            ->lookback;
    node->number[0] = node->child[2]->lookback > period - 1 ? node->child[2]->lookback : period - 1;
    if (node->params[8] != 0 && node->number[0] + line > node->lookback)
        node->lookback = node->number[0] + line;
}

static void run(tr__node *node, const tr__block *block)
{
    tr__squeeze lines;
    tr__squeeze_run(node, block, &at, &lines);
    if (node->params[8] != 0)
        lazybear_run(node, block, &lines);
    for (size_t i = block->skip; i < block->count; i++) {
        int side = tr__squeeze_side(&lines, i, node->params[1], node->params[3]);
        block->out[0][i] = lines.momentum[i];
        block->out[1][i] = side > 0;
        block->out[2][i] = side < 0;
        block->out[3][i] = side == 0;
    }
}

const tr__indicator tr__indicator_squeeze = {
    .info = {
        .name = "squeeze",
        .aliases = "",
        .title = "Squeeze",
        .group = "momentum",
        .formula = "The bands are ma_type over bb_period of close -/+ bb_dev population standard "
                   "deviations; the channel is ma_type over kc_period of close -/+ a scalar times "
                   "ma_type over kc_period of the true range (high - low with use_tr 0). squeeze "
                   "= average over smooth_period of close - close momentum_period bars ago. With "
                   "lazybear 1 instead: the end of the regression line over kc_period through "
                   "close - the mean of basis and of the middle of the range over kc_period. on "
                   "is 1 where the bands lie inside the channel, off where they lie outside on "
                   "both sides, no elsewhere. First where all have a value.",
        .source = "Mastering the Trade, 2005",
        .notes = "pandas-ta uses the sample standard deviation unless TA-Lib is installed. Its "
                 "detailed columns are increasing and decreasing of squeeze.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "bb_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "bb_length" },
                    { "bb_dev", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 2, .alias = "bb_std" },
                    { "kc_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "kc_length" },
                    { "kc_scalar", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 1.5 },
                    { "momentum_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12, .alias = "mom_length" },
                    { "smooth_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 6, .alias = "mom_smooth" },
                    { "use_tr", .min = 0, .max = 1, .initial = 1, .alias = "tr" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0, .alias = "mamode" },
                    { "lazybear", .min = 0, .max = 1, .initial = 0 } },
        .outputs = { { "squeeze", TR_UNIT_PRICE }, { "on", TR_UNIT_SIGNAL },
                     { "off", TR_UNIT_SIGNAL }, { "no", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
