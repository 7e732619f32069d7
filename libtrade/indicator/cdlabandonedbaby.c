/* cdlabandonedbaby.c: Abandoned baby. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    bool is_there = tr__body(c, -2) > tr__long(c, -2) && tr__body(c, -1) <= tr__doji(c, -1) &&
                    tr__body(c, 0) > tr__short(c, 0) &&
                    ((tr__color(c, -2) == 1 && tr__color(c, 0) == -1 &&
                      c->close[0] < c->close[-2] - tr__body(c, -2) * penetration &&
                      c->low[-1] > c->high[-2] && c->high[0] < c->low[-1]) ||
                     (tr__color(c, -2) == -1 && tr__color(c, 0) == 1 &&
                      c->close[0] > c->close[-2] + tr__body(c, -2) * penetration &&
                      c->high[-1] < c->low[-2] && c->low[0] > c->high[-1]));
    return is_there ? 100 * tr__color(c, 0) : 0;
}

const tr__indicator tr__indicator_cdlabandonedbaby = {
    .info = {
        .name = "cdlabandonedbaby",
        .aliases = "cdl_abandonedbaby",
        .title = "Abandoned baby",
        .group = "pattern",
        .formula = "100 or -100 where body 2 > long 2 and body 1 at most doji 1 and body 0 > "
                   "short 0 and ((color 2 = 1 and color 0 = -1 and C0 < C2-body 2*penetration and "
                   "L1 > H2 and H0 < L1) or (color 2 = -1 and color 0 = 1 and C0 > C2+body "
                   "2*penetration and H1 < L2 and L0 > H1)). Numbers count bars back; color 1 is "
                   "white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "penetration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.3 } },
        .outputs = { { "cdlabandonedbaby", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 12,
};
