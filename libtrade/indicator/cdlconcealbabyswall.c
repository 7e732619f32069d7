/* cdlconcealbabyswall.c: Concealing baby swallow. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    BLACK(3),
    BLACK(2),
    BLACK(1),
    BLACK(0),
    { LOWER(3), UNDER, { NO_SHADOW(3) } },
    { UPPER(3), UNDER, { NO_SHADOW(3) } },
    { LOWER(2), UNDER, { NO_SHADOW(2) } },
    { UPPER(2), UNDER, { NO_SHADOW(2) } },
    BELOW(1, 2),
    { UPPER(1), OVER, { NO_SHADOW(1) } },
    { HIGH(1), OVER, { CLOSE(2) } },
    { HIGH(0), OVER, { HIGH(1) } },
    { LOW(0), UNDER, { LOW(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 3,
};

const tr__indicator tr__indicator_cdlconcealbabyswall = {
    .info = {
        .name = "cdlconcealbabyswall",
        .aliases = "cdl_concealbabyswall",
        .title = "Concealing baby swallow",
        .group = "pattern",
        .formula = "100 where black 3 and black 2 and black 1 and black 0 and lower shadow 3 < "
                   "very short shadow 3 and upper shadow 3 < very short shadow 3 and lower shadow "
                   "2 < very short shadow 2 and upper shadow 2 < very short shadow 2 and body 1 "
                   "below body 2 and upper shadow 1 > very short shadow 1 and high 1 > close 2 "
                   "and high 0 > high 1 and low 0 < low 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlconcealbabyswall", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
