/* cdlkicking.c: Kicking. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(1), OVER, { LONG(1) } },        { UPPER(1), UNDER, { NO_SHADOW(1) } },
    { LOWER(1), UNDER, { NO_SHADOW(1) } }, { BODY(0), OVER, { LONG(0) } },
    { UPPER(0), UNDER, { NO_SHADOW(0) } }, { LOWER(0), UNDER, { NO_SHADOW(0) } },
};

static const tr__condition bullish[] = {
    BLACK(1),
    WHITE(0),
    { LOW(0), OVER, { HIGH(1) } },
};

static const tr__condition bearish[] = {
    WHITE(1),
    BLACK(0),
    { HIGH(0), UNDER, { LOW(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 1,
};

const tr__indicator tr__indicator_cdlkicking = {
    .info = {
        .name = "cdlkicking",
        .aliases = "cdl_kicking",
        .title = "Kicking",
        .group = "pattern",
        .formula = "where body 1 > long 1 and upper shadow 1 < very short shadow 1 and lower "
                   "shadow 1 < very short shadow 1 and body 0 > long 0 and upper shadow 0 < very "
                   "short shadow 0 and lower shadow 0 < very short shadow 0: 100 where black 1 "
                   "and white 0 and low 0 > high 1; else -100 where white 1 and black 0 and high "
                   "0 < low 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlkicking", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
