/* ichimoku.c: Ichimoku Kinko Hyo. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest[3];
    tr__fold lowest[3];
} head;

/* Middle of the range over period number `which`. */
static void middle_run(tr__node *node, const tr__block *block, size_t which, double *out)
{
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, which);
    double lowest[TR__BLOCK_MAX];
    tr__window_max(&state->highest[which], TR__WINDOW(node, block, block->in[0], period, 2 * which),
                   out);
    tr__window_min(&state->lowest[which],
                   TR__WINDOW(node, block, block->in[1], period, 2 * which + 1), lowest);
    for (size_t i = 0; i < block->count; i++)
        out[i] = (out[i] + lowest[i]) / 2;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t longest = tr__count(node, 0), depth = tr__count(node, 3);
    for (size_t k = 1; k < 3; k++)
        longest = tr__count(node, k) > longest ? tr__count(node, k) : longest;
    node->lookback = longest - 1 + depth;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 2, longest > depth ? longest : depth);
    for (size_t k = 0; k < 6; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(tr__count(node, k / 2)));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t shift = tr__count(node, 3);
    double *lead_a = tr__tape(node, 0), *lead_b = tr__tape(node, 1), longest[TR__BLOCK_MAX];
    double *const *out = block->out;
    middle_run(node, block, 0, out[0]);
    middle_run(node, block, 1, out[1]);
    middle_run(node, block, 2, longest);
    for (size_t i = 0; i < block->count; i++) {
        out[4][i] = lead_a[i] = (out[0][i] + out[1][i]) / 2;
        out[5][i] = lead_b[i] = longest[i];
        out[2][i] = *(lead_a + i - shift);
        out[3][i] = *(lead_b + i - shift);
        out[6][i] = block->in[2][i];
    }
}

TR__STEP(run, 3, 2, 1, 7)

const tr__indicator tr__indicator_ichimoku = {
    .info = {
        .name = "ichimoku",
        .aliases = "",
        .title = "Ichimoku Kinko Hyo",
        .group = "overlap",
        .formula = "tenkan, kijun: middle of highest high and lowest low over their periods. "
                   "lead_a = (tenkan + kijun) / 2 and lead_b = the same middle over "
                   "senkou_period, computed at this bar, to be drawn displacement bars ahead; "
                   "span_a and span_b: the two that were computed displacement bars ago and stand "
                   "at this bar. chikou = close, to be drawn displacement bars back. First at bar "
                   "longest period - 1 + displacement.",
        .source = "Ichimoku Kinko Studies, 1996",
        .notes = "Nothing looks ahead: pandas-ta stores close displacement bars back as chikou, "
                 "which is not known at that bar, and displaces by the period of kijun. "
                 "TradingView draws 25 bars ahead for a displacement of 26, the default of that "
                 "preset.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "tenkan_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9, .alias = "tenkan" },
                    { "kijun_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26, .alias = "kijun" },
                    { "senkou_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 52, .alias = "senkou" },
                    { "displacement", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26, .tradingview = 25 } },
        .outputs = { { "tenkan", TR_UNIT_PRICE }, { "kijun", TR_UNIT_PRICE },
                     { "span_a", TR_UNIT_PRICE }, { "span_b", TR_UNIT_PRICE },
                     { "lead_a", TR_UNIT_PRICE }, { "lead_b", TR_UNIT_PRICE },
                     { "chikou", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
