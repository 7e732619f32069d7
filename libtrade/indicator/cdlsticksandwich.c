/* cdlsticksandwich.c: Stick sandwich. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__color(c, -2) == -1 && tr__color(c, -1) == 1 && tr__color(c, 0) == -1 &&
                    c->low[-1] > c->close[-2] && c->close[0] <= c->close[-2] + tr__equal(c, -2) &&
                    c->close[0] >= c->close[-2] - tr__equal(c, -2);
    return is_there ? 100 : 0;
}

const tr__indicator tr__indicator_cdlsticksandwich = {
    .info = {
        .name = "cdlsticksandwich",
        .aliases = "cdl_sticksandwich",
        .title = "Stick sandwich",
        .group = "pattern",
        .formula = "100 where color 2 = -1 and color 1 = 1 and color 0 = -1 and L1 > C2 and C0 at "
                   "most C2+equal 2 and C0 at least C2-equal 2. Numbers count bars back; color 1 "
                   "is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlsticksandwich", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 7,
};
