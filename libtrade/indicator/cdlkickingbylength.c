/* cdlkickingbylength.c: Kicking, by the longer marubozu. */
#include "indicator/candle.h"

static int find(const tr__candles *c, double penetration)
{
    (void)penetration;
    bool is_there = tr__color(c, -1) == -tr__color(c, 0) && tr__body(c, -1) > tr__long(c, -1) &&
                    tr__upper(c, -1) < tr__shadow_very_short(c, -1) &&
                    tr__lower(c, -1) < tr__shadow_very_short(c, -1) &&
                    tr__body(c, 0) > tr__long(c, 0) &&
                    tr__upper(c, 0) < tr__shadow_very_short(c, 0) &&
                    tr__lower(c, 0) < tr__shadow_very_short(c, 0) &&
                    ((tr__color(c, -1) == -1 && c->low[0] > c->high[-1]) ||
                     (tr__color(c, -1) == 1 && c->high[0] < c->low[-1]));
    return is_there
               ? (100 * (tr__body(c, 0) > tr__body(c, -1) ? tr__color(c, 0) : tr__color(c, -1)))
               : 0;
}

const tr__indicator tr__indicator_cdlkickingbylength = {
    .info = {
        .name = "cdlkickingbylength",
        .aliases = "cdl_kickingbylength",
        .title = "Kicking, by the longer marubozu",
        .group = "pattern",
        .formula = "100 or -100 where color 1 = -color 0 and body 1 > long 1 and upper shadow 1 < "
                   "very short shadow 1 and lower shadow 1 < very short shadow 1 and body 0 > "
                   "long 0 and upper shadow 0 < very short shadow 0 and lower shadow 0 < very "
                   "short shadow 0 and ((color 1 = -1 and L0 > H1) or (color 1 = 1 and H0 < L1)). "
                   "Numbers count bars back; color 1 is white.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlkickingbylength", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = find,
    .pattern_lookback = 11,
};
