/* cdlstalledpattern.c: Stalled pattern. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    WHITE(2),
    WHITE(1),
    WHITE(0),
    { CLOSE(0), OVER, { CLOSE(1) } },
    { CLOSE(1), OVER, { CLOSE(2) } },
    { BODY(2), OVER, { LONG(2) } },
    { BODY(1), OVER, { LONG(1) } },
    { UPPER(1), UNDER, { NO_SHADOW(1) } },
    { OPEN(1), OVER, { OPEN(2) } },
    { OPEN(1), AT_MOST, { CLOSE(2), NEAR(2) } },
    { BODY(0), UNDER, { SHORT(0) } },
    { OPEN(0), AT_LEAST, { CLOSE(1), MINUS(BODY(0)), MINUS(NEAR(1)) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, { NULL, 0 } } },
    .span = 2,
};

const tr__indicator tr__indicator_cdlstalledpattern = {
    .info = {
        .name = "cdlstalledpattern",
        .aliases = "cdl_stalledpattern",
        .title = "Stalled pattern",
        .group = "pattern",
        .formula = "-100 where white 2 and white 1 and white 0 and close 0 > close 1 and close 1 "
                   "> close 2 and body 2 > long 2 and body 1 > long 1 and upper shadow 1 < very "
                   "short shadow 1 and open 1 > open 2 and open 1 <= close 2 + near 2 and body 0 "
                   "< short 0 and open 0 >= close 1 - body 0 - near 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlstalledpattern", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
