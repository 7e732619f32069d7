/* cdlladderbottom.c: Ladder bottom. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__color(c, -4) == -1 && tr__color(c, -3) == -1 && tr__color(c, -2) == -1 &&
                    c->open[-4] > c->open[-3] && c->open[-3] > c->open[-2] &&
                    c->close[-4] > c->close[-3] && c->close[-3] > c->close[-2] &&
                    tr__color(c, -1) == -1 && tr__upper(c, -1) > tr__shadow_very_short(c, -1) &&
                    tr__color(c, 0) == 1 && c->open[0] > c->open[-1] && c->close[0] > c->high[-1];
    return is_there ? 100 : 0;
}

const tr__indicator tr__indicator_cdlladderbottom = {
    .info = {
        .name = "cdlladderbottom",
        .aliases = "cdl_ladderbottom",
        .title = "Ladder bottom",
        .group = "pattern",
        .formula = "100 where color 4 = -1 and color 3 = -1 and color 2 = -1 and O4 > O3 and O3 > "
                   "O2 and C4 > C3 and C3 > C2 and color 1 = -1 and upper shadow 1 > very short "
                   "shadow 1 and color 0 = 1 and O0 > O1 and C0 > H1. Numbers count bars back; "
                   "color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlladderbottom", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 14,
};
