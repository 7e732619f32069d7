/* cdlharami.c: Harami. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(1), OVER, { LONG(1) } },
    { BODY(0), AT_MOST, { SHORT(0) } },
    { TOP(0), AT_MOST, { TOP(1) } },
    { BOTTOM(0), AT_LEAST, { BOTTOM(1) } },
};

static const tr__condition bullish_1[] = {
    BLACK(1),
    { TOP(0), UNDER, { TOP(1) } },
    { BOTTOM(0), OVER, { BOTTOM(1) } },
};

static const tr__condition bullish_2[] = {
    BLACK(1),
};

static const tr__condition bearish_1[] = {
    WHITE(1),
    { TOP(0), UNDER, { TOP(1) } },
    { BOTTOM(0), OVER, { BOTTOM(1) } },
};

static const tr__condition bearish_2[] = {
    WHITE(1),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish_1) },
               { 80, ALL(bullish_2) },
               { -100, ALL(bearish_1) },
               { -80, ALL(bearish_2) } },
    .span = 1,
};

const tr__indicator tr__indicator_cdlharami = {
    .info = {
        .name = "cdlharami",
        .aliases = "cdl_harami",
        .title = "Harami",
        .group = "pattern",
        .formula = "where body 1 > long 1 and body 0 <= short 0 and top 0 <= top 1 and bottom 0 "
                   ">= bottom 1: 100 where black 1 and top 0 < top 1 and bottom 0 > bottom 1; "
                   "else 80 where black 1; else -100 where white 1 and top 0 < top 1 and bottom 0 "
                   "> bottom 1; else -80 where white 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlharami", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
