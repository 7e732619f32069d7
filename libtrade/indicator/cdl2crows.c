/* cdl2crows.c: Two crows. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    WHITE(2),
    { BODY(2), OVER, { LONG(2) } },
    BLACK(1),
    ABOVE(1, 2),
    BLACK(0),
    { OPEN(0), UNDER, { OPEN(1) } },
    { OPEN(0), OVER, { CLOSE(1) } },
    { CLOSE(0), OVER, { OPEN(2) } },
    { CLOSE(0), UNDER, { CLOSE(2) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, { NULL, 0 } } },
    .span = 2,
};

const tr__indicator tr__indicator_cdl2crows = {
    .info = {
        .name = "cdl2crows",
        .aliases = "cdl_2crows",
        .title = "Two crows",
        .group = "pattern",
        .formula = "-100 where white 2 and body 2 > long 2 and black 1 and body 1 above body 2 "
                   "and black 0 and open 0 < open 1 and open 0 > close 1 and close 0 > open 2 and "
                   "close 0 < close 2. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl2crows", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
