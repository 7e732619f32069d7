/* cdlrisefall3methods.c: Rising or falling three methods. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__body(c, -4) > tr__long(c, -4) && tr__body(c, -3) < tr__short(c, -3) &&
                    tr__body(c, -2) < tr__short(c, -2) && tr__body(c, -1) < tr__short(c, -1) &&
                    tr__body(c, 0) > tr__long(c, 0) && tr__color(c, -4) == -tr__color(c, -3) &&
                    tr__color(c, -3) == tr__color(c, -2) && tr__color(c, -2) == tr__color(c, -1) &&
                    tr__color(c, -1) == -tr__color(c, 0) && tr__bottom(c, -3) < c->high[-4] &&
                    tr__top(c, -3) > c->low[-4] && tr__bottom(c, -2) < c->high[-4] &&
                    tr__top(c, -2) > c->low[-4] && tr__bottom(c, -1) < c->high[-4] &&
                    tr__top(c, -1) > c->low[-4] &&
                    c->close[-2] * tr__color(c, -4) < c->close[-3] * tr__color(c, -4) &&
                    c->close[-1] * tr__color(c, -4) < c->close[-2] * tr__color(c, -4) &&
                    c->open[0] * tr__color(c, -4) > c->close[-1] * tr__color(c, -4) &&
                    c->close[0] * tr__color(c, -4) > c->close[-4] * tr__color(c, -4);
    return is_there ? 100 * tr__color(c, -4) : 0;
}

const tr__indicator tr__indicator_cdlrisefall3methods = {
    .info = {
        .name = "cdlrisefall3methods",
        .aliases = "cdl_risefall3methods",
        .title = "Rising or falling three methods",
        .group = "pattern",
        .formula = "100 or -100 where body 4 > long 4 and body 3 < short 3 and body 2 < short 2 "
                   "and body 1 < short 1 and body 0 > long 0 and color 4 = -color 3 and color 3 = "
                   "color 2 and color 2 = color 1 and color 1 = -color 0 and bottom 3 < H4 and "
                   "top 3 > L4 and bottom 2 < H4 and top 2 > L4 and bottom 1 < H4 and top 1 > L4 "
                   "and C2*color 4 < C3*color 4 and C1*color 4 < C2*color 4 and O0*color 4 > "
                   "C1*color 4 and C0*color 4 > C4*color 4. Numbers count bars back; color 1 is "
                   "white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlrisefall3methods", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 14,
};
