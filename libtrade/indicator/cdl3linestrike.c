/* cdl3linestrike.c: Three-line strike. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there =
        tr__color(c, -3) == tr__color(c, -2) && tr__color(c, -2) == tr__color(c, -1) &&
        tr__color(c, 0) == -tr__color(c, -1) &&
        c->open[-2] >= tr__bottom(c, -3) - tr__near(c, -3) &&
        c->open[-2] <= tr__top(c, -3) + tr__near(c, -3) &&
        c->open[-1] >= tr__bottom(c, -2) - tr__near(c, -2) &&
        c->open[-1] <= tr__top(c, -2) + tr__near(c, -2) &&
        ((tr__color(c, -1) == 1 && c->close[-1] > c->close[-2] && c->close[-2] > c->close[-3] &&
          c->open[0] > c->close[-1] && c->close[0] < c->open[-3]) ||
         (tr__color(c, -1) == -1 && c->close[-1] < c->close[-2] && c->close[-2] < c->close[-3] &&
          c->open[0] < c->close[-1] && c->close[0] > c->open[-3]));
    return is_there ? 100 * tr__color(c, -1) : 0;
}

const tr__indicator tr__indicator_cdl3linestrike = {
    .info = {
        .name = "cdl3linestrike",
        .aliases = "cdl_3linestrike",
        .title = "Three-line strike",
        .group = "pattern",
        .formula = "100 or -100 where color 3 = color 2 and color 2 = color 1 and color 0 = "
                   "-color 1 and O2 at least bottom 3-near 3 and O2 at most top 3+near 3 and O1 "
                   "at least bottom 2-near 2 and O1 at most top 2+near 2 and ((color 1 = 1 and C1 "
                   "> C2 and C2 > C3 and O0 > C1 and C0 < O3) or (color 1 = -1 and C1 < C2 and C2 "
                   "< C3 and O0 < C1 and C0 > O3)). Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3linestrike", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 8,
};
