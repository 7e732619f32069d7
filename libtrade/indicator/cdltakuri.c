/* cdltakuri.c: Takuri. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__body(c, 0) <= tr__doji(c, 0) &&
                    tr__upper(c, 0) < tr__shadow_very_short(c, 0) &&
                    tr__lower(c, 0) > tr__shadow_very_long(c, 0);
    return is_there ? 100 : 0;
}

const tr__indicator tr__indicator_cdltakuri = {
    .info = {
        .name = "cdltakuri",
        .aliases = "cdl_takuri",
        .title = "Takuri",
        .group = "pattern",
        .formula = "100 where body 0 at most doji 0 and upper shadow 0 < very short shadow 0 and "
                   "lower shadow 0 > very long shadow 0. Numbers count bars back; color 1 is "
                   "white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdltakuri", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 10,
};
