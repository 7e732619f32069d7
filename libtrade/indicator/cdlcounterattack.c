/* cdlcounterattack.c: Counterattack. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(1), OVER, { LONG(1) } },
    { BODY(0), OVER, { LONG(0) } },
    { CLOSE(0), AT_MOST, { CLOSE(1), EQUAL(1) } },
    { CLOSE(0), AT_LEAST, { CLOSE(1), MINUS(EQUAL(1)) } },
};

static const tr__condition bullish[] = {
    BLACK(1),
    WHITE(0),
};

static const tr__condition bearish[] = {
    WHITE(1),
    BLACK(0),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 1,
};

const tr__indicator tr__indicator_cdlcounterattack = {
    .info = {
        .name = "cdlcounterattack",
        .aliases = "cdl_counterattack",
        .title = "Counterattack",
        .group = "pattern",
        .formula = "where body 1 > long 1 and body 0 > long 0 and close 0 <= close 1 + equal 1 "
                   "and close 0 >= close 1 - equal 1: 100 where black 1 and white 0; else -100 "
                   "where white 1 and black 0. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlcounterattack", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
