/* cdlbreakaway.c: Breakaway. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there =
        tr__body(c, -4) > tr__long(c, -4) && tr__color(c, -4) == tr__color(c, -3) &&
        tr__color(c, -3) == tr__color(c, -1) && tr__color(c, -1) == -tr__color(c, 0) &&
        ((tr__color(c, -4) == -1 && tr__body_below(c, -3, -4) && c->high[-2] < c->high[-3] &&
          c->low[-2] < c->low[-3] && c->high[-1] < c->high[-2] && c->low[-1] < c->low[-2] &&
          c->close[0] > c->open[-3] && c->close[0] < c->close[-4]) ||
         (tr__color(c, -4) == 1 && tr__body_above(c, -3, -4) && c->high[-2] > c->high[-3] &&
          c->low[-2] > c->low[-3] && c->high[-1] > c->high[-2] && c->low[-1] > c->low[-2] &&
          c->close[0] < c->open[-3] && c->close[0] > c->close[-4]));
    return is_there ? 100 * tr__color(c, 0) : 0;
}

const tr__indicator tr__indicator_cdlbreakaway = {
    .info = {
        .name = "cdlbreakaway",
        .aliases = "cdl_breakaway",
        .title = "Breakaway",
        .group = "pattern",
        .formula = "100 or -100 where body 4 > long 4 and color 4 = color 3 and color 3 = color 1 "
                   "and color 1 = -color 0 and ((color 4 = -1 and body 3 below body 4 and H2 < H3 "
                   "and L2 < L3 and H1 < H2 and L1 < L2 and C0 > O3 and C0 < C4) or (color 4 = 1 "
                   "and body 3 above body 4 and H2 > H3 and L2 > L3 and H1 > H2 and L1 > L2 and "
                   "C0 < O3 and C0 > C4)). Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlbreakaway", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 14,
};
