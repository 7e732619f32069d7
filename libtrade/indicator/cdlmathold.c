/* cdlmathold.c: Mat hold. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    bool is_there = tr__body(c, -4) > tr__long(c, -4) && tr__body(c, -3) < tr__short(c, -3) &&
                    tr__body(c, -2) < tr__short(c, -2) && tr__body(c, -1) < tr__short(c, -1) &&
                    tr__color(c, -4) == 1 && tr__color(c, -3) == -1 && tr__color(c, 0) == 1 &&
                    tr__body_above(c, -3, -4) && tr__bottom(c, -2) < c->close[-4] &&
                    tr__bottom(c, -1) < c->close[-4] &&
                    tr__bottom(c, -2) > c->close[-4] - tr__body(c, -4) * penetration &&
                    tr__bottom(c, -1) > c->close[-4] - tr__body(c, -4) * penetration &&
                    tr__top(c, -2) < c->open[-3] && tr__top(c, -1) < tr__top(c, -2) &&
                    c->open[0] > c->close[-1] && c->close[0] > c->high[-3] &&
                    c->close[0] > c->high[-2] && c->close[0] > c->high[-1];
    return is_there ? 100 : 0;
}

const tr__indicator tr__indicator_cdlmathold = {
    .info = {
        .name = "cdlmathold",
        .aliases = "cdl_mathold",
        .title = "Mat hold",
        .group = "pattern",
        .formula = "100 where body 4 > long 4 and body 3 < short 3 and body 2 < short 2 and body "
                   "1 < short 1 and color 4 = 1 and color 3 = -1 and color 0 = 1 and body 3 above "
                   "body 4 and bottom 2 < C4 and bottom 1 < C4 and bottom 2 > C4-body "
                   "4*penetration and bottom 1 > C4-body 4*penetration and top 2 < O3 and top 1 < "
                   "top 2 and O0 > C1 and C0 > H3 and C0 > H2 and C0 > H1. Numbers count bars "
                   "back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "penetration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.5 } },
        .outputs = { { "cdlmathold", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 14,
};
