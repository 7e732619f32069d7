/* cdl3blackcrows.c: Three black crows. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__color(c, -3) == 1 && tr__color(c, -2) == -1 && tr__color(c, -1) == -1 &&
                    tr__color(c, 0) == -1 && tr__lower(c, -2) < tr__shadow_very_short(c, -2) &&
                    tr__lower(c, -1) < tr__shadow_very_short(c, -1) &&
                    tr__lower(c, 0) < tr__shadow_very_short(c, 0) && c->open[-1] < c->open[-2] &&
                    c->open[-1] > c->close[-2] && c->open[0] < c->open[-1] &&
                    c->open[0] > c->close[-1] && c->high[-3] > c->close[-2] &&
                    c->close[-2] > c->close[-1] && c->close[-1] > c->close[0];
    return is_there ? -100 : 0;
}

const tr__indicator tr__indicator_cdl3blackcrows = {
    .info = {
        .name = "cdl3blackcrows",
        .aliases = "cdl_3blackcrows",
        .title = "Three black crows",
        .group = "pattern",
        .formula = "-100 where color 3 = 1 and color 2 = -1 and color 1 = -1 and color 0 = -1 and "
                   "lower shadow 2 < very short shadow 2 and lower shadow 1 < very short shadow 1 "
                   "and lower shadow 0 < very short shadow 0 and O1 < O2 and O1 > C2 and O0 < O1 "
                   "and O0 > C1 and H3 > C2 and C2 > C1 and C1 > C0. Numbers count bars back; "
                   "color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3blackcrows", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 13,
};
