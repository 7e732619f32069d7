/* cdltristar.c: Tristar. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(2), AT_MOST, { DOJI(2) } },
    { BODY(1), AT_MOST, { DOJI(2) } },
    { BODY(0), AT_MOST, { DOJI(2) } },
};

static const tr__condition bearish[] = {
    ABOVE(1, 2),
    { TOP(0), UNDER, { TOP(1) } },
};

static const tr__condition bullish[] = {
    BELOW(1, 2),
    { BOTTOM(0), OVER, { BOTTOM(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, ALL(bearish) }, { 100, ALL(bullish) } },
    .span = 2,
};

const tr__indicator tr__indicator_cdltristar = {
    .info = {
        .name = "cdltristar",
        .aliases = "cdl_tristar",
        .title = "Tristar",
        .group = "pattern",
        .formula = "where body 2 <= doji 2 and body 1 <= doji 2 and body 0 <= doji 2: -100 where "
                   "body 1 above body 2 and top 0 < top 1; else 100 where body 1 below body 2 and "
                   "bottom 0 > bottom 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdltristar", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
