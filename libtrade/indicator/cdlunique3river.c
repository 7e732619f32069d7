/* cdlunique3river.c: Unique three river. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(2), OVER, { LONG(2) } },
    BLACK(2),
    BLACK(1),
    { CLOSE(1), OVER, { CLOSE(2) } },
    { OPEN(1), AT_MOST, { OPEN(2) } },
    { LOW(1), UNDER, { LOW(2) } },
    { BODY(0), UNDER, { SHORT(0) } },
    WHITE(0),
    { OPEN(0), OVER, { LOW(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 2,
};

const tr__indicator tr__indicator_cdlunique3river = {
    .info = {
        .name = "cdlunique3river",
        .aliases = "cdl_unique3river",
        .title = "Unique three river",
        .group = "pattern",
        .formula = "100 where body 2 > long 2 and black 2 and black 1 and close 1 > close 2 and "
                   "open 1 <= open 2 and low 1 < low 2 and body 0 < short 0 and white 0 and open "
                   "0 > low 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlunique3river", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
