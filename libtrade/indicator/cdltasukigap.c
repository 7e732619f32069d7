/* cdltasukigap.c: Tasuki gap. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { GROWTH(0), UNDER, { NEAR(1) } },
    { GROWTH(0), OVER, { MINUS(NEAR(1)) } },
};

static const tr__condition bullish[] = {
    ABOVE(1, 2),
    WHITE(1),
    BLACK(0),
    { OPEN(0), UNDER, { CLOSE(1) } },
    { OPEN(0), OVER, { OPEN(1) } },
    { CLOSE(0), UNDER, { OPEN(1) } },
    { CLOSE(0), OVER, { TOP(2) } },
};

static const tr__condition bearish[] = {
    BELOW(1, 2),
    BLACK(1),
    WHITE(0),
    { OPEN(0), UNDER, { OPEN(1) } },
    { OPEN(0), OVER, { CLOSE(1) } },
    { CLOSE(0), OVER, { OPEN(1) } },
    { CLOSE(0), UNDER, { BOTTOM(2) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 2,
};

const tr__indicator tr__indicator_cdltasukigap = {
    .info = {
        .name = "cdltasukigap",
        .aliases = "cdl_tasukigap",
        .title = "Tasuki gap",
        .group = "pattern",
        .formula = "where body growth 0 < near 1 and body growth 0 > -near 1: 100 where body 1 "
                   "above body 2 and white 1 and black 0 and open 0 < close 1 and open 0 > open 1 "
                   "and close 0 < open 1 and close 0 > top 2; else -100 where body 1 below body 2 "
                   "and black 1 and white 0 and open 0 < open 1 and open 0 > close 1 and close 0 "
                   "> open 1 and close 0 < bottom 2. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdltasukigap", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
