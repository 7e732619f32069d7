/* cdl_z.c: Z candles. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__moments moments[4];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t length = tr__count(node, 0);
    node->lookback = length - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 4, 0, length);
    for (size_t k = 0; k < 4; k++)
        tr__plan_area(plan, node, k, TR__MOMENTS_AREA(length));
}

static void run(tr__node *node, const tr__block *block)
{
    size_t length = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX], freedom = node->params[0] - node->params[1];
    for (size_t k = 0; k < 4; k++) {
        tr__window_moments(&state->moments[k], TR__WINDOW(node, block, block->in[k], length, k),
                           mean, squares);
        for (size_t i = 0; i < block->count; i++) {
            double deviation = freedom > 0 ? sqrt(squares[i] / freedom) : 0;
            block->out[k][i] = deviation > 0 ? (block->in[k][i] - mean[i]) / deviation : 0;
        }
    }
}

const tr__indicator tr__indicator_cdl_z = {
    .info = {
        .name = "cdl_z",
        .aliases = "z_candles",
        .title = "Z candles",
        .group = "price",
        .formula = "Of open, high, low and close each: (x - mean) / deviation, both over the last length "
                   "values; the deviation divides by length - ddof; first at bar length - 1.",
        .source = "pandas-ta 0.3",
        .notes = "0 where all values of the window are equal or length is not above ddof, where pandas-ta "
                 "has NaN.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "length", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30,
                      .alias = "period" },
                    { "ddof", .min = 0, .max = TR_INDICATOR_PERIOD_MAX, .initial = 1 } },
        .outputs = { { "open_z", TR_UNIT_NUMBER },
                     { "high_z", TR_UNIT_NUMBER },
                     { "low_z", TR_UNIT_NUMBER },
                     { "close_z", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
};
