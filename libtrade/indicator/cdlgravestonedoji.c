/* cdlgravestonedoji.c: Gravestone doji. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), AT_MOST, { DOJI(0) } },
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
    { UPPER(0), OVER, { NO_SHADOW(0) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 0,
};

static const tr__condition tulip_always[] = {
    { BODY(0), UNDER, { DOJI(0) } },
    { UPPER(0), OVER, { LONG_SHADOW(0) } },
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { 100, { NULL, 0 } } },
    .lookback_min = 1,
};

const tr__indicator tr__indicator_cdlgravestonedoji = {
    .info = {
        .name = "cdlgravestonedoji",
        .aliases = "cdl_gravestonedoji tc_gravestone_doji gravestone_doji",
        .title = "Gravestone doji",
        .group = "pattern",
        .formula = "100 where body 0 <= doji 0 and lower shadow 0 < very short shadow 0 and upper "
                   "shadow 0 > very short shadow 0. Under the preset tulip 100 where body 0 < "
                   "doji 0 and upper shadow 0 > long shadow 0 and lower shadow 0 < very short "
                   "shadow 0. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlgravestonedoji", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
