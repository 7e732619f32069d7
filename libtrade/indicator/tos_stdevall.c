/* tos_stdevall.c: Regression channel. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__line line;
    tr__moments moments;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__LINE_AREA(period));
    tr__plan_area(plan, node, 1, TR__MOMENTS_AREA(period));
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    double n = (double)period, scale = 6 / (n * (n + 1));
    double mean[TR__BLOCK_MAX], slope[TR__BLOCK_MAX], squares[TR__BLOCK_MAX], *line = block->out[0];
    tr__window_line(&state->line, TR__WINDOW(node, block, x, period, 0), line, slope);
    tr__window_moments(&state->moments, TR__WINDOW(node, block, x, period, 1), mean, squares);
    for (size_t i = 0; i < block->count; i++) {
        double deviation = sqrt(squares[i] / (n - node->params[4]));
        line[i] += slope[i] * scale;
        for (size_t k = 0; k < 3; k++) {
            block->out[1 + 2 * k][i] = line[i] - node->params[1 + k] * deviation;
            block->out[2 + 2 * k][i] = line[i] + node->params[1 + k] * deviation;
        }
    }
}

const tr__indicator tr__indicator_tos_stdevall = {
    .info = {
        .name = "tos_stdevall",
        .aliases = "",
        .title = "Regression channel",
        .group = "statistic",
        .formula = "line = end of the regression line through the last period values; lower_k and "
                   "upper_k lie width_k standard deviations of these values (divisor period - "
                   "ddof) around it; first at bar period - 1.",
        .source = "thinkScript reference, StDevAll",
        .notes = "thinkorswim and pandas-ta draw one line through the whole series, so that each "
                 "bar changes all earlier values; here every bar shows the end of the line as it "
                 "was then known.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30, .alias = "length" },
                    { "width_1", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 1 },
                    { "width_2", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 2 },
                    { "width_3", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 3 },
                    { "ddof", .min = 0, .max = 1, .initial = 1 } },
        .outputs = { { "line", TR_UNIT_PRICE }, { "lower_1", TR_UNIT_PRICE },
                     { "upper_1", TR_UNIT_PRICE }, { "lower_2", TR_UNIT_PRICE },
                     { "upper_2", TR_UNIT_PRICE }, { "lower_3", TR_UNIT_PRICE },
                     { "upper_3", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
};
