/* cdl3outside.c: Three outside up or down. */
#include "indicator/candle.h"

static const tr__condition bullish[] = {
    WHITE(1),
    BLACK(2),
    { CLOSE(1), OVER, { OPEN(2) } },
    { OPEN(1), UNDER, { CLOSE(2) } },
    { CLOSE(0), OVER, { CLOSE(1) } },
};

static const tr__condition bearish[] = {
    BLACK(1),
    WHITE(2),
    { OPEN(1), OVER, { CLOSE(2) } },
    { CLOSE(1), UNDER, { OPEN(2) } },
    { CLOSE(0), UNDER, { CLOSE(1) } },
};

static const tr__pattern pattern = {
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 3,
};

const tr__indicator tr__indicator_cdl3outside = {
    .info = {
        .name = "cdl3outside",
        .aliases = "cdl_3outside",
        .title = "Three outside up or down",
        .group = "pattern",
        .formula = "100 where white 1 and black 2 and close 1 > open 2 and open 1 < close 2 and "
                   "close 0 > close 1; else -100 where black 1 and white 2 and open 1 > close 2 "
                   "and close 1 < open 2 and close 0 < close 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3outside", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
