/* cdlinvertedhammer.c: Inverted hammer. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), UNDER, { SHORT(0) } },
    { UPPER(0), OVER, { LONG_SHADOW(0) } },
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
    BELOW(0, 1),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 1,
};

static const tr__condition tulip_always[] = {
    { BODY(0), UNDER, { SHORT(0) } },
    { UPPER(0), OVER, { LONG_SHADOW(0) } },
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
    { TOP(0), AT_MOST, { BOTTOM(1) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { 100, { NULL, 0 } } },
    .lookback_min = 1,
};

const tr__indicator tr__indicator_cdlinvertedhammer = {
    .info = {
        .name = "cdlinvertedhammer",
        .aliases = "cdl_invertedhammer tc_inverted_hammer inverted_hammer",
        .title = "Inverted hammer",
        .group = "pattern",
        .formula = "100 where body 0 < short 0 and upper shadow 0 > long shadow 0 and lower "
                   "shadow 0 < very short shadow 0 and body 0 below body 1. Under the preset "
                   "tulip 100 where body 0 < short 0 and upper shadow 0 > long shadow 0 and lower "
                   "shadow 0 < very short shadow 0 and top 0 <= bottom 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlinvertedhammer", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
