/* cdlshortline.c: Short line candle. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), UNDER, { SHORT(0) } },
    { UPPER(0), UNDER, { SHORT_SHADOW(0) } },
    { LOWER(0), UNDER, { SHORT_SHADOW(0) } },
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

const tr__indicator tr__indicator_cdlshortline = {
    .info = {
        .name = "cdlshortline",
        .aliases = "cdl_shortline",
        .title = "Short line candle",
        .group = "pattern",
        .formula = "where body 0 < short 0 and upper shadow 0 < short shadow 0 and lower shadow 0 "
                   "< short shadow 0: 100 where white 0; else -100 where black 0. Numbers count "
                   "bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlshortline", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
