/* cdladvanceblock.c: Advance block. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__color(c, -2) == 1 && tr__color(c, -1) == 1 && tr__color(c, 0) == 1 &&
                    c->close[0] > c->close[-1] && c->close[-1] > c->close[-2] &&
                    c->open[-1] > c->open[-2] && c->open[-1] <= c->close[-2] + tr__near(c, -2) &&
                    c->open[0] > c->open[-1] && c->open[0] <= c->close[-1] + tr__near(c, -1) &&
                    tr__body(c, -2) > tr__long(c, -2) &&
                    tr__upper(c, -2) < tr__shadow_short(c, -2) &&
                    ((tr__body(c, -1) < tr__body(c, -2) - tr__far(c, -2) &&
                      tr__body(c, 0) < tr__body(c, -1) + tr__near(c, -1)) ||
                     tr__body(c, 0) < tr__body(c, -1) - tr__far(c, -1) ||
                     (tr__body(c, 0) < tr__body(c, -1) && tr__body(c, -1) < tr__body(c, -2) &&
                      (tr__upper(c, 0) > tr__shadow_short(c, 0) ||
                       tr__upper(c, -1) > tr__shadow_short(c, -1))) ||
                     (tr__body(c, 0) < tr__body(c, -1) && tr__upper(c, 0) > tr__shadow_long(c, 0)));
    return is_there ? -100 : 0;
}

const tr__indicator tr__indicator_cdladvanceblock = {
    .info = {
        .name = "cdladvanceblock",
        .aliases = "cdl_advanceblock",
        .title = "Advance block",
        .group = "pattern",
        .formula = "-100 where color 2 = 1 and color 1 = 1 and color 0 = 1 and C0 > C1 and C1 > "
                   "C2 and O1 > O2 and O1 at most C2+near 2 and O0 > O1 and O0 at most C1+near 1 "
                   "and body 2 > long 2 and upper shadow 2 < short shadow 2 and ((body 1 < body "
                   "2-far 2 and body 0 < body 1+near 1) or body 0 < body 1-far 1 or (body 0 < "
                   "body 1 and body 1 < body 2 and (upper shadow 0 > short shadow 0 or upper "
                   "shadow 1 > short shadow 1)) or (body 0 < body 1 and upper shadow 0 > long "
                   "shadow 0)). Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdladvanceblock", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 12,
};
