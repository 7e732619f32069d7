/* fractal.c: Williams fractals. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest[2];
    tr__fold lowest[2];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t left = tr__count(node, 0), right = tr__count(node, 1);
    node->lookback = left + right;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 2, left + right + 1);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(left));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(left));
    tr__plan_area(plan, node, 2, TR__SUM_AREA(right));
    tr__plan_area(plan, node, 3, TR__SUM_AREA(right));
}

static void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1];
    size_t left = tr__count(node, 0), right = tr__count(node, 1), count = block->count;
    head *state = (head *)(void *)node->head;
    /* The extremes of the left arm are looked up when the right one is complete. */
    double *highest = tr__tape(node, 0), *lowest = tr__tape(node, 1);
    double after_high[TR__BLOCK_MAX], after_low[TR__BLOCK_MAX];
    bool is_tie_fine = node->preset == TR_INDICATOR_TRADINGVIEW;
    tr__window_max(&state->highest[0],
                   &(tr__window){ high, left, count, block->seen, node->area[0] }, highest);
    tr__window_min(&state->lowest[0], &(tr__window){ low, left, count, block->seen, node->area[1] },
                   lowest);
    tr__window_max(&state->highest[1],
                   &(tr__window){ high, right, count, block->seen, node->area[2] }, after_high);
    tr__window_min(&state->lowest[1],
                   &(tr__window){ low, right, count, block->seen, node->area[3] }, after_low);
    for (size_t i = 0; i < count; i++) {
        double top = *(high + i - right), bottom = *(low + i - right);
        double top_before = *(highest + i - right - 1), bottom_before = *(lowest + i - right - 1);
        bool is_top =
            top > after_high[i] && (top > top_before || (is_tie_fine && top == top_before));
        bool is_bottom = bottom < after_low[i] &&
                         (bottom < bottom_before || (is_tie_fine && bottom == bottom_before));
        block->out[0][i] = is_top ? 100 : 0;
        block->out[1][i] = is_bottom ? 100 : 0;
    }
}

const tr__indicator tr__indicator_fractal = {
    .info = {
        .name = "fractal",
        .aliases = "fractals pivothigh pivotlow",
        .title = "Williams fractals",
        .group = "momentum",
        .formula = "swing_high is 100 at the bar that completes a pivot: the high right_bars ago "
                   "exceeds the highs of the left_bars bars before it and of all bars after it; "
                   "else 0. swing_low mirrors it on the lows. First at bar left_bars + "
                   "right_bars.",
        .source = "Trading Chaos, 1995",
        .notes = "Written where it is known, right_bars after the pivot, so that nothing looks "
                 "ahead. A tie is no pivot; preset tradingview lets a tie with an older bar "
                 "stand, as ta.pivothigh does.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "left_bars", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2 },
                    { "right_bars", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2 } },
        .outputs = { { "swing_high", TR_UNIT_SIGNAL }, { "swing_low", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
