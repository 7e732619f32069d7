/* cdlgapsidesidewhite.c: Gap with side-by-side white lines. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = ((tr__body_above(c, -1, -2) && tr__body_above(c, 0, -2)) ||
                     (tr__body_below(c, -1, -2) && tr__body_below(c, 0, -2))) &&
                    tr__color(c, -1) == 1 && tr__color(c, 0) == 1 &&
                    tr__body(c, 0) >= tr__body(c, -1) - tr__near(c, -1) &&
                    tr__body(c, 0) <= tr__body(c, -1) + tr__near(c, -1) &&
                    c->open[0] >= c->open[-1] - tr__equal(c, -1) &&
                    c->open[0] <= c->open[-1] + tr__equal(c, -1);
    return is_there ? (tr__body_above(c, -1, -2) ? 100 : -100) : 0;
}

const tr__indicator tr__indicator_cdlgapsidesidewhite = {
    .info = {
        .name = "cdlgapsidesidewhite",
        .aliases = "cdl_gapsidesidewhite",
        .title = "Gap with side-by-side white lines",
        .group = "pattern",
        .formula = "100 or -100 where ((body 1 above body 2 and body 0 above body 2) or (body 1 "
                   "below body 2 and body 0 below body 2)) and color 1 = 1 and color 0 = 1 and "
                   "body 0 at least body 1-near 1 and body 0 at most body 1+near 1 and O0 at "
                   "least O1-equal 1 and O0 at most O1+equal 1. Numbers count bars back; color 1 "
                   "is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlgapsidesidewhite", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 7,
};
