/* cdldojistar.c: Doji star. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__body(c, -1) > tr__long(c, -1) && tr__body(c, 0) <= tr__doji(c, 0) &&
                    ((tr__color(c, -1) == 1 && tr__body_above(c, 0, -1)) ||
                     (tr__color(c, -1) == -1 && tr__body_below(c, 0, -1)));
    return is_there ? -100 * tr__color(c, -1) : 0;
}

const tr__indicator tr__indicator_cdldojistar = {
    .info = {
        .name = "cdldojistar",
        .aliases = "cdl_dojistar",
        .title = "Doji star",
        .group = "pattern",
        .formula = "100 or -100 where body 1 > long 1 and body 0 at most doji 0 and ((color 1 = 1 "
                   "and body 0 above body 1) or (color 1 = -1 and body 0 below body 1)). Numbers "
                   "count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdldojistar", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 11,
};
