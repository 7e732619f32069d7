/* cdlrickshawman.c: Rickshaw man. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__body(c, 0) <= tr__doji(c, 0) && tr__lower(c, 0) > tr__shadow_long(c, 0) &&
                    tr__upper(c, 0) > tr__shadow_long(c, 0) &&
                    tr__bottom(c, 0) <= c->low[0] + tr__range(c, 0) / 2 + tr__near(c, 0) &&
                    tr__top(c, 0) >= c->low[0] + tr__range(c, 0) / 2 - tr__near(c, 0);
    return is_there ? 100 : 0;
}

const tr__indicator tr__indicator_cdlrickshawman = {
    .info = {
        .name = "cdlrickshawman",
        .aliases = "cdl_rickshawman",
        .title = "Rickshaw man",
        .group = "pattern",
        .formula = "100 where body 0 at most doji 0 and lower shadow 0 > long shadow 0 and upper "
                   "shadow 0 > long shadow 0 and bottom 0 at most L0+range 0/2+near 0 and top 0 "
                   "at least L0+range 0/2-near 0. Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlrickshawman", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 10,
};
