/* cdlhomingpigeon.c: Homing pigeon. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    BLACK(1),
    BLACK(0),
    { BODY(1), OVER, { LONG(1) } },
    { BODY(0), AT_MOST, { SHORT(0) } },
    { OPEN(0), UNDER, { OPEN(1) } },
    { CLOSE(0), OVER, { CLOSE(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 1,
};

const tr__indicator tr__indicator_cdlhomingpigeon = {
    .info = {
        .name = "cdlhomingpigeon",
        .aliases = "cdl_homingpigeon",
        .title = "Homing pigeon",
        .group = "pattern",
        .formula = "100 where black 1 and black 0 and body 1 > long 1 and body 0 <= short 0 and "
                   "open 0 < open 1 and close 0 > close 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlhomingpigeon", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
