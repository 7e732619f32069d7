/* cdlonneck.c: On-neck pattern. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__color(c, -1) == -1 && tr__body(c, -1) > tr__long(c, -1) &&
                    tr__color(c, 0) == 1 && c->open[0] < c->low[-1] &&
                    c->close[0] <= c->low[-1] + tr__equal(c, -1) &&
                    c->close[0] >= c->low[-1] - tr__equal(c, -1);
    return is_there ? -100 : 0;
}

const tr__indicator tr__indicator_cdlonneck = {
    .info = {
        .name = "cdlonneck",
        .aliases = "cdl_onneck",
        .title = "On-neck pattern",
        .group = "pattern",
        .formula = "-100 where color 1 = -1 and body 1 > long 1 and color 0 = 1 and O0 < L1 and "
                   "C0 at most L1+equal 1 and C0 at least L1-equal 1. Numbers count bars back; "
                   "color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlonneck", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 11,
};
