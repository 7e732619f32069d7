/* cdlidentical3crows.c: Identical three crows. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    BLACK(2),
    BLACK(1),
    BLACK(0),
    { LOWER(2), UNDER, { NO_SHADOW(2) } },
    { LOWER(1), UNDER, { NO_SHADOW(1) } },
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
    { CLOSE(2), OVER, { CLOSE(1) } },
    { CLOSE(1), OVER, { CLOSE(0) } },
    { OPEN(1), AT_MOST, { CLOSE(2), EQUAL(2) } },
    { OPEN(1), AT_LEAST, { CLOSE(2), MINUS(EQUAL(2)) } },
    { OPEN(0), AT_MOST, { CLOSE(1), EQUAL(1) } },
    { OPEN(0), AT_LEAST, { CLOSE(1), MINUS(EQUAL(1)) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, { NULL, 0 } } },
    .span = 2,
};

const tr__indicator tr__indicator_cdlidentical3crows = {
    .info = {
        .name = "cdlidentical3crows",
        .aliases = "cdl_identical3crows",
        .title = "Identical three crows",
        .group = "pattern",
        .formula = "-100 where black 2 and black 1 and black 0 and lower shadow 2 < very short "
                   "shadow 2 and lower shadow 1 < very short shadow 1 and lower shadow 0 < very "
                   "short shadow 0 and close 2 > close 1 and close 1 > close 0 and open 1 <= "
                   "close 2 + equal 2 and open 1 >= close 2 - equal 2 and open 0 <= close 1 + "
                   "equal 1 and open 0 >= close 1 - equal 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlidentical3crows", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
