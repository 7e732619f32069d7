/* cdlsticksandwich.c: Stick sandwich. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    BLACK(2),
    WHITE(1),
    BLACK(0),
    { LOW(1), OVER, { CLOSE(2) } },
    { CLOSE(0), AT_MOST, { CLOSE(2), EQUAL(2) } },
    { CLOSE(0), AT_LEAST, { CLOSE(2), MINUS(EQUAL(2)) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 2,
};

const tr__indicator tr__indicator_cdlsticksandwich = {
    .info = {
        .name = "cdlsticksandwich",
        .aliases = "cdl_sticksandwich",
        .title = "Stick sandwich",
        .group = "pattern",
        .formula = "100 where black 2 and white 1 and black 0 and low 1 > close 2 and close 0 <= "
                   "close 2 + equal 2 and close 0 >= close 2 - equal 2. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlsticksandwich", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
