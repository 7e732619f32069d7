/* cdl3starsinsouth.c: Three stars in the south. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there =
        tr__color(c, -2) == -1 && tr__color(c, -1) == -1 && tr__color(c, 0) == -1 &&
        tr__body(c, -2) > tr__long(c, -2) && tr__lower(c, -2) > tr__shadow_long(c, -2) &&
        tr__body(c, -1) < tr__body(c, -2) && c->open[-1] > c->close[-2] &&
        c->open[-1] <= c->high[-2] && c->low[-1] < c->close[-2] && c->low[-1] >= c->low[-2] &&
        tr__lower(c, -1) > tr__shadow_very_short(c, -1) && tr__body(c, 0) < tr__short(c, 0) &&
        tr__upper(c, 0) < tr__shadow_very_short(c, 0) &&
        tr__lower(c, 0) < tr__shadow_very_short(c, 0) && c->low[0] > c->low[-1] &&
        c->high[0] < c->high[-1];
    return is_there ? 100 : 0;
}

const tr__indicator tr__indicator_cdl3starsinsouth = {
    .info = {
        .name = "cdl3starsinsouth",
        .aliases = "cdl_3starsinsouth",
        .title = "Three stars in the south",
        .group = "pattern",
        .formula = "100 where color 2 = -1 and color 1 = -1 and color 0 = -1 and body 2 > long 2 "
                   "and lower shadow 2 > long shadow 2 and body 1 < body 2 and O1 > C2 and O1 at "
                   "most H2 and L1 < C2 and L1 at least L2 and lower shadow 1 > very short shadow "
                   "1 and body 0 < short 0 and upper shadow 0 < very short shadow 0 and lower "
                   "shadow 0 < very short shadow 0 and L0 > L1 and H0 < H1. Numbers count bars "
                   "back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3starsinsouth", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 12,
};
