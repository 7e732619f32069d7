/* cdlbelthold.c: Belt-hold. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), OVER, { LONG(0) } },
};

static const tr__condition bullish[] = {
    WHITE(0),
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
};

static const tr__condition bearish[] = {
    BLACK(0),
    { UPPER(0), UNDER, { NO_SHADOW(0) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 0,
};

const tr__indicator tr__indicator_cdlbelthold = {
    .info = {
        .name = "cdlbelthold",
        .aliases = "cdl_belthold",
        .title = "Belt-hold",
        .group = "pattern",
        .formula = "where body 0 > long 0: 100 where white 0 and lower shadow 0 < very short "
                   "shadow 0; else -100 where black 0 and upper shadow 0 < very short shadow 0. "
                   "Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlbelthold", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
