/* cdlhighwave.c: High-wave candle. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), UNDER, { SHORT(0) } },
    { UPPER(0), OVER, { VERY_LONG_SHADOW(0) } },
    { LOWER(0), OVER, { VERY_LONG_SHADOW(0) } },
};

static const tr__condition bullish[] = {
    WHITE(0),
};

static const tr__condition bearish[] = {
    BLACK(0),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 0,
};

const tr__indicator tr__indicator_cdlhighwave = {
    .info = {
        .name = "cdlhighwave",
        .aliases = "cdl_highwave",
        .title = "High-wave candle",
        .group = "pattern",
        .formula = "where body 0 < short 0 and upper shadow 0 > very long shadow 0 and lower "
                   "shadow 0 > very long shadow 0: 100 where white 0; else -100 where black 0. "
                   "Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlhighwave", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
