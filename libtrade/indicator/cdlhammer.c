/* cdlhammer.c: Hammer. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), UNDER, { SHORT(0) } },
    { LOWER(0), OVER, { LONG_SHADOW(0) } },
    { UPPER(0), UNDER, { NO_SHADOW(0) } },
    { BOTTOM(0), AT_MOST, { LOW(1), NEAR(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 1,
};

static const tr__condition tulip_always[] = {
    { BODY(0), UNDER, { SHORT(0) } },
    { UPPER(0), UNDER, { NO_SHADOW(0) } },
    { LOWER(0), OVER, { LONG_SHADOW(0) } },
    { BOTTOM(0), AT_MOST, { LOW(1), NEAR(0) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { 100, { NULL, 0 } } },
    .lookback_min = 1,
};

const tr__indicator tr__indicator_cdlhammer = {
    .info = {
        .name = "cdlhammer",
        .aliases = "cdl_hammer tc_hammer hammer",
        .title = "Hammer",
        .group = "pattern",
        .formula = "100 where body 0 < short 0 and lower shadow 0 > long shadow 0 and upper "
                   "shadow 0 < very short shadow 0 and bottom 0 <= low 1 + near 1. Under the "
                   "preset tulip 100 where body 0 < short 0 and upper shadow 0 < very short "
                   "shadow 0 and lower shadow 0 > long shadow 0 and bottom 0 <= low 1 + near 0. "
                   "Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlhammer", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
