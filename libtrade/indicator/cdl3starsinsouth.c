/* cdl3starsinsouth.c: Three stars in the south. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    BLACK(2),
    BLACK(1),
    BLACK(0),
    { BODY(2), OVER, { LONG(2) } },
    { LOWER(2), OVER, { LONG_SHADOW(2) } },
    { BODY(1), UNDER, { BODY(2) } },
    { OPEN(1), OVER, { CLOSE(2) } },
    { OPEN(1), AT_MOST, { HIGH(2) } },
    { LOW(1), UNDER, { CLOSE(2) } },
    { LOW(1), AT_LEAST, { LOW(2) } },
    { LOWER(1), OVER, { NO_SHADOW(1) } },
    { BODY(0), UNDER, { SHORT(0) } },
    { UPPER(0), UNDER, { NO_SHADOW(0) } },
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
    { LOW(0), OVER, { LOW(1) } },
    { HIGH(0), UNDER, { HIGH(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 2,
};

const tr__indicator tr__indicator_cdl3starsinsouth = {
    .info = {
        .name = "cdl3starsinsouth",
        .aliases = "cdl_3starsinsouth",
        .title = "Three stars in the south",
        .group = "pattern",
        .formula = "100 where black 2 and black 1 and black 0 and body 2 > long 2 and lower "
                   "shadow 2 > long shadow 2 and body 1 < body 2 and open 1 > close 2 and open 1 "
                   "<= high 2 and low 1 < close 2 and low 1 >= low 2 and lower shadow 1 > very "
                   "short shadow 1 and body 0 < short 0 and upper shadow 0 < very short shadow 0 "
                   "and lower shadow 0 < very short shadow 0 and low 0 > low 1 and high 0 < high "
                   "1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3starsinsouth", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
