/* cdltakuri.c: Takuri. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), AT_MOST, { DOJI(0) } },
    { UPPER(0), UNDER, { NO_SHADOW(0) } },
    { LOWER(0), OVER, { VERY_LONG_SHADOW(0) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 0,
};

const tr__indicator tr__indicator_cdltakuri = {
    .info = {
        .name = "cdltakuri",
        .aliases = "cdl_takuri",
        .title = "Takuri",
        .group = "pattern",
        .formula = "100 where body 0 <= doji 0 and upper shadow 0 < very short shadow 0 and lower "
                   "shadow 0 > very long shadow 0. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdltakuri", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
