/* cdlspinningtop.c: Spinning top. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__body(c, 0) < tr__short(c, 0) && tr__upper(c, 0) > tr__body(c, 0) &&
                    tr__lower(c, 0) > tr__body(c, 0);
    return is_there ? 100 * tr__color(c, 0) : 0;
}

const tr__indicator tr__indicator_cdlspinningtop = {
    .info = {
        .name = "cdlspinningtop",
        .aliases = "cdl_spinningtop",
        .title = "Spinning top",
        .group = "pattern",
        .formula = "100 or -100 where body 0 < short 0 and upper shadow 0 > body 0 and lower "
                   "shadow 0 > body 0. Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlspinningtop", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 10,
};
