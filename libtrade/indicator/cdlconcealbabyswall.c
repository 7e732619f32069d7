/* cdlconcealbabyswall.c: Concealing baby swallow. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__color(c, -3) == -1 && tr__color(c, -2) == -1 && tr__color(c, -1) == -1 &&
                    tr__color(c, 0) == -1 && tr__lower(c, -3) < tr__shadow_very_short(c, -3) &&
                    tr__upper(c, -3) < tr__shadow_very_short(c, -3) &&
                    tr__lower(c, -2) < tr__shadow_very_short(c, -2) &&
                    tr__upper(c, -2) < tr__shadow_very_short(c, -2) && tr__body_below(c, -1, -2) &&
                    tr__upper(c, -1) > tr__shadow_very_short(c, -1) && c->high[-1] > c->close[-2] &&
                    c->high[0] > c->high[-1] && c->low[0] < c->low[-1];
    return is_there ? 100 : 0;
}

const tr__indicator tr__indicator_cdlconcealbabyswall = {
    .info = {
        .name = "cdlconcealbabyswall",
        .aliases = "cdl_concealbabyswall",
        .title = "Concealing baby swallow",
        .group = "pattern",
        .formula = "100 where color 3 = -1 and color 2 = -1 and color 1 = -1 and color 0 = -1 and "
                   "lower shadow 3 < very short shadow 3 and upper shadow 3 < very short shadow 3 "
                   "and lower shadow 2 < very short shadow 2 and upper shadow 2 < very short "
                   "shadow 2 and body 1 below body 2 and upper shadow 1 > very short shadow 1 and "
                   "H1 > C2 and H0 > H1 and L0 < L1. Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlconcealbabyswall", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 13,
};
