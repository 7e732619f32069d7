/* cdltristar.c: Tristar. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__body(c, -2) <= tr__doji(c, -2) && tr__body(c, -1) <= tr__doji(c, -2) &&
                    tr__body(c, 0) <= tr__doji(c, -2) &&
                    ((tr__body_above(c, -1, -2) && tr__top(c, 0) < tr__top(c, -1)) ||
                     (tr__body_below(c, -1, -2) && tr__bottom(c, 0) > tr__bottom(c, -1)));
    return is_there ? (tr__body_above(c, -1, -2) ? -100 : 100) : 0;
}

const tr__indicator tr__indicator_cdltristar = {
    .info = {
        .name = "cdltristar",
        .aliases = "cdl_tristar",
        .title = "Tristar",
        .group = "pattern",
        .formula = "100 or -100 where body 2 at most doji 2 and body 1 at most doji 2 and body 0 "
                   "at most doji 2 and ((body 1 above body 2 and top 0 < top 1) or (body 1 below "
                   "body 2 and bottom 0 > bottom 1)). Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdltristar", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 12,
};
