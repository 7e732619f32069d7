/* cdlxsidegap3methods.c: Upside or downside gap three methods. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__color(c, -2) == tr__color(c, -1) && tr__color(c, -1) == -tr__color(c, 0) &&
                    c->open[0] < tr__top(c, -1) && c->open[0] > tr__bottom(c, -1) &&
                    c->close[0] < tr__top(c, -2) && c->close[0] > tr__bottom(c, -2) &&
                    ((tr__color(c, -2) == 1 && tr__body_above(c, -1, -2)) ||
                     (tr__color(c, -2) == -1 && tr__body_below(c, -1, -2)));
    return is_there ? 100 * tr__color(c, -2) : 0;
}

const tr__indicator tr__indicator_cdlxsidegap3methods = {
    .info = {
        .name = "cdlxsidegap3methods",
        .aliases = "cdl_xsidegap3methods",
        .title = "Upside or downside gap three methods",
        .group = "pattern",
        .formula = "100 or -100 where color 2 = color 1 and color 1 = -color 0 and O0 < top 1 and "
                   "O0 > bottom 1 and C0 < top 2 and C0 > bottom 2 and ((color 2 = 1 and body 1 "
                   "above body 2) or (color 2 = -1 and body 1 below body 2)). Numbers count bars "
                   "back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlxsidegap3methods", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 2,
};
