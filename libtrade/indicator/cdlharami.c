/* cdlharami.c: Harami. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__body(c, -1) > tr__long(c, -1) && tr__body(c, 0) <= tr__short(c, 0) &&
                    tr__top(c, 0) <= tr__top(c, -1) && tr__bottom(c, 0) >= tr__bottom(c, -1);
    return is_there
               ? ((tr__top(c, 0) < tr__top(c, -1) && tr__bottom(c, 0) > tr__bottom(c, -1) ? -100
                                                                                          : -80) *
                  tr__color(c, -1))
               : 0;
}

const tr__indicator tr__indicator_cdlharami = {
    .info = {
        .name = "cdlharami",
        .aliases = "cdl_harami",
        .title = "Harami",
        .group = "pattern",
        .formula = "100 or -100 where body 1 > long 1 and body 0 at most short 0 and top 0 at "
                   "most top 1 and bottom 0 at least bottom 1. Numbers count bars back; color 1 "
                   "is white. 80 where one end of the bodies is equal.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlharami", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 11,
};
