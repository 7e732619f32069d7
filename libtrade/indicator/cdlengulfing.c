/* cdlengulfing.c: Engulfing pattern. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = (tr__color(c, 0) == 1 && tr__color(c, -1) == -1 &&
                     ((c->close[0] >= c->open[-1] && c->open[0] < c->close[-1]) ||
                      (c->close[0] > c->open[-1] && c->open[0] <= c->close[-1]))) ||
                    (tr__color(c, 0) == -1 && tr__color(c, -1) == 1 &&
                     ((c->open[0] >= c->close[-1] && c->close[0] < c->open[-1]) ||
                      (c->open[0] > c->close[-1] && c->close[0] <= c->open[-1])));
    return is_there ? ((c->open[0] != c->close[-1] && c->close[0] != c->open[-1] ? 100 : 80) *
                       tr__color(c, 0))
                    : 0;
}

const tr__indicator tr__indicator_cdlengulfing = {
    .info = {
        .name = "cdlengulfing",
        .aliases = "cdl_engulfing",
        .title = "Engulfing pattern",
        .group = "pattern",
        .formula = "100 or -100 where (color 0 = 1 and color 1 = -1 and ((C0 at least O1 and O0 < "
                   "C1) or (C0 > O1 and O0 at most C1))) or (color 0 = -1 and color 1 = 1 and "
                   "((O0 at least C1 and C0 < O1) or (O0 > C1 and C0 at most O1))). Numbers count "
                   "bars back; color 1 is white. 80 where one end of the bodies is equal.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlengulfing", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 2,
};
