/* cdltasukigap.c: Tasuki gap. */
#include <math.h>

#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = fabs(tr__body(c, -1) - tr__body(c, 0)) < tr__near(c, -1) &&
                    ((tr__body_above(c, -1, -2) && tr__color(c, -1) == 1 && tr__color(c, 0) == -1 &&
                      c->open[0] < c->close[-1] && c->open[0] > c->open[-1] &&
                      c->close[0] < c->open[-1] && c->close[0] > tr__top(c, -2)) ||
                     (tr__body_below(c, -1, -2) && tr__color(c, -1) == -1 && tr__color(c, 0) == 1 &&
                      c->open[0] < c->open[-1] && c->open[0] > c->close[-1] &&
                      c->close[0] > c->open[-1] && c->close[0] < tr__bottom(c, -2)));
    return is_there ? 100 * tr__color(c, -1) : 0;
}

const tr__indicator tr__indicator_cdltasukigap = {
    .info = {
        .name = "cdltasukigap",
        .aliases = "cdl_tasukigap",
        .title = "Tasuki gap",
        .group = "pattern",
        .formula = "100 or -100 where fabs(body 1-body 0) < near 1 and ((body 1 above body 2 and "
                   "color 1 = 1 and color 0 = -1 and O0 < C1 and O0 > O1 and C0 < O1 and C0 > top "
                   "2) or (body 1 below body 2 and color 1 = -1 and color 0 = 1 and O0 < O1 and "
                   "O0 > C1 and C0 > O1 and C0 < bottom 2)). Numbers count bars back; color 1 is "
                   "white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdltasukigap", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 7,
};
