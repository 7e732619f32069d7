/* cdl3inside.c: Three inside up or down. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there =
        tr__body(c, -2) > tr__long(c, -2) && tr__body(c, -1) <= tr__short(c, -1) &&
        tr__top(c, -1) < tr__top(c, -2) && tr__bottom(c, -1) > tr__bottom(c, -2) &&
        ((tr__color(c, -2) == 1 && tr__color(c, 0) == -1 && c->close[0] < c->open[-2]) ||
         (tr__color(c, -2) == -1 && tr__color(c, 0) == 1 && c->close[0] > c->open[-2]));
    return is_there ? -100 * tr__color(c, -2) : 0;
}

const tr__indicator tr__indicator_cdl3inside = {
    .info = {
        .name = "cdl3inside",
        .aliases = "cdl_3inside",
        .title = "Three inside up or down",
        .group = "pattern",
        .formula = "100 or -100 where body 2 > long 2 and body 1 at most short 1 and top 1 < top "
                   "2 and bottom 1 > bottom 2 and ((color 2 = 1 and color 0 = -1 and C0 < O2) or "
                   "(color 2 = -1 and color 0 = 1 and C0 > O2)). Numbers count bars back; color 1 "
                   "is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3inside", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 12,
};
