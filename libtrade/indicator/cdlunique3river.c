/* cdlunique3river.c: Unique three river. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there =
        tr__body(c, -2) > tr__long(c, -2) && tr__color(c, -2) == -1 && tr__color(c, -1) == -1 &&
        c->close[-1] > c->close[-2] && c->open[-1] <= c->open[-2] && c->low[-1] < c->low[-2] &&
        tr__body(c, 0) < tr__short(c, 0) && tr__color(c, 0) == 1 && c->open[0] > c->low[-1];
    return is_there ? 100 : 0;
}

const tr__indicator tr__indicator_cdlunique3river = {
    .info = {
        .name = "cdlunique3river",
        .aliases = "cdl_unique3river",
        .title = "Unique three river",
        .group = "pattern",
        .formula = "100 where body 2 > long 2 and color 2 = -1 and color 1 = -1 and C1 > C2 and "
                   "O1 at most O2 and L1 < L2 and body 0 < short 0 and color 0 = 1 and O0 > L1. "
                   "Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlunique3river", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 12,
};
