/* cpr.c: Central pivot range. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/session.h"

typedef struct head {
    tr__head base;
    tr__sessions sessions;
} head;

typedef struct lines {
    double top;
    double pivot;
    double bottom;
    double r1;
    double r2;
    double s1;
    double s2;
} lines;

static lines lines_of(const tr__session_bar *bar, double method)
{
    double high = bar->high, low = bar->low, range = high - low, middle = (high + low) / 2;
    double pivot = method == 3 ? (high + low + 2 * bar->close) / 4 : (high + low + bar->close) / 3;
    double other = 2 * pivot - middle;
    lines at = { .top = fmax(middle, other),
                 .pivot = pivot,
                 .bottom = fmin(middle, other),
                 .r1 = 2 * pivot - low,
                 .r2 = pivot + range,
                 .s1 = 2 * pivot - high,
                 .s2 = pivot - range };
    if (method == 1 || method == 2) {
        double around = method == 1 ? bar->close : pivot;
        double near_part = method == 1 ? 1.1 / 12 : 0.382, far_part = method == 1 ? 1.1 / 6 : 0.618;
        at.r1 = around + near_part * range;
        at.r2 = around + far_part * range;
        at.s1 = around - near_part * range;
        at.s2 = around - far_part * range;
    }
    return at;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

static void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        tr__session_bar bar = { block->in[1][i], block->in[2][i], block->in[3][i],
                                block->in[4][i] };
        tr__sessions_step(&state->sessions,
                          tr__session_of(block->in[0][i], node->params[1], node->params[2]), &bar);
        double middle = (state->sessions.now.high + state->sessions.now.low) / 2;
        tr__session_bar whole = { middle, middle, middle, middle };
        lines at =
            lines_of(state->sessions.count > 1 ? &state->sessions.before : &whole, node->params[0]);
        double width = at.pivot != 0 ? 100 * (at.top - at.bottom) / at.pivot : 0;
        const double row[] = { at.top, at.pivot, at.bottom, at.r1, at.r2, at.s1, at.s2, width };
        for (size_t k = 0; k < sizeof row / sizeof *row; k++)
            block->out[k][i] = row[k];
        block->out[8][i] = (width > node->params[4]) - (width < node->params[3]);
        block->out[9][i] = (bar.close > at.top) - (bar.close < at.bottom);
    }
}

const tr__indicator tr__indicator_cpr = {
    .info = {
        .name = "cpr",
        .aliases = "",
        .title = "Central pivot range",
        .group = "overlap",
        .formula = "From high, low, close of the session before: pivot = (high + low + close) / "
                   "3, or (high + low + 2 close) / 4 for method 3; top and bottom: the larger and "
                   "the smaller of (high + low) / 2 and 2 pivot - that. r1, r2, s1, s2 of method "
                   "0 (classic) and 3 (Woodie): 2 pivot - low, pivot + range, 2 pivot - high, "
                   "pivot - range; 1 (Camarilla): close +/- 1.1 range / 12 and / 6; 2 "
                   "(Fibonacci): pivot +/- 0.382 and 0.618 range. width = 100 (top - bottom) / "
                   "pivot, 0 where that is 0; width_class is -1 below narrow, 1 above wide, else "
                   "0; place is 1 where close is above top, -1 where it is below bottom, else 0. "
                   "While the first session lasts all prices are the middle of its range so far; "
                   "from bar 0.",
        .source = "Secrets of a Pivot Boss, 2010",
        .notes = "Sessions as in pivots, which has the further lines. pandas-ta-classic calls top "
                 "what lies below bottom where close is in the lower half, and can mark ranges "
                 "that later bars do not touch, which is not known in time.",
        .inputs = { TR_INPUT_TIME, TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "method", .max = 3 },
                    { "session", .max = 2 },
                    { "offset_minutes", .min = -1439, .max = 1439 },
                    { "narrow", .kind = TR_PARAM_REAL, .min = 0, .max = 1000, .initial = 0.5, .alias = "width_narrow" },
                    { "wide", .kind = TR_PARAM_REAL, .min = 0, .max = 1000, .initial = 1.5, .alias = "width_wide" } },
        .outputs = { { "top", TR_UNIT_PRICE }, { "pivot", TR_UNIT_PRICE },
                     { "bottom", TR_UNIT_PRICE }, { "r1", TR_UNIT_PRICE }, { "r2", TR_UNIT_PRICE },
                     { "s1", TR_UNIT_PRICE }, { "s2", TR_UNIT_PRICE }, { "width", TR_UNIT_PERCENT },
                     { "width_class", TR_UNIT_SIGNAL }, { "place", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
