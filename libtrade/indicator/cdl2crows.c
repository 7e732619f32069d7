/* cdl2crows.c: Two crows. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__color(c, -2) == 1 && tr__body(c, -2) > tr__long(c, -2) &&
                    tr__color(c, -1) == -1 && tr__body_above(c, -1, -2) && tr__color(c, 0) == -1 &&
                    c->open[0] < c->open[-1] && c->open[0] > c->close[-1] &&
                    c->close[0] > c->open[-2] && c->close[0] < c->close[-2];
    return is_there ? -100 : 0;
}

const tr__indicator tr__indicator_cdl2crows = {
    .info = {
        .name = "cdl2crows",
        .aliases = "cdl_2crows",
        .title = "Two crows",
        .group = "pattern",
        .formula = "-100 where color 2 = 1 and body 2 > long 2 and color 1 = -1 and body 1 above "
                   "body 2 and color 0 = -1 and O0 < O1 and O0 > C1 and C0 > O2 and C0 < C2. "
                   "Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl2crows", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 12,
};
