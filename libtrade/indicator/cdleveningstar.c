/* cdleveningstar.c: Evening star. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    bool is_there = tr__body(c, -2) > tr__long(c, -2) && tr__color(c, -2) == 1 &&
                    tr__body(c, -1) <= tr__short(c, -1) && tr__body_above(c, -1, -2) &&
                    tr__body(c, 0) > tr__short(c, 0) && tr__color(c, 0) == -1 &&
                    c->close[0] < c->close[-2] - tr__body(c, -2) * penetration;
    return is_there ? -100 : 0;
}

const tr__indicator tr__indicator_cdleveningstar = {
    .info = {
        .name = "cdleveningstar",
        .aliases = "cdl_eveningstar",
        .title = "Evening star",
        .group = "pattern",
        .formula = "-100 where body 2 > long 2 and color 2 = 1 and body 1 at most short 1 and "
                   "body 1 above body 2 and body 0 > short 0 and color 0 = -1 and C0 < C2-body "
                   "2*penetration. Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "penetration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.3 } },
        .outputs = { { "cdleveningstar", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 12,
};
