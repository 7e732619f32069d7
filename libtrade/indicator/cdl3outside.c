/* cdl3outside.c: Three outside up or down. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there =
        (tr__color(c, -1) == 1 && tr__color(c, -2) == -1 && c->close[-1] > c->open[-2] &&
         c->open[-1] < c->close[-2] && c->close[0] > c->close[-1]) ||
        (tr__color(c, -1) == -1 && tr__color(c, -2) == 1 && c->open[-1] > c->close[-2] &&
         c->close[-1] < c->open[-2] && c->close[0] < c->close[-1]);
    return is_there ? 100 * tr__color(c, -1) : 0;
}

const tr__indicator tr__indicator_cdl3outside = {
    .info = {
        .name = "cdl3outside",
        .aliases = "cdl_3outside",
        .title = "Three outside up or down",
        .group = "pattern",
        .formula = "100 or -100 where (color 1 = 1 and color 2 = -1 and C1 > O2 and O1 < C2 and "
                   "C0 > C1) or (color 1 = -1 and color 2 = 1 and O1 > C2 and C1 < O2 and C0 < "
                   "C1). Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3outside", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 3,
};
