/* cdlseparatinglines.c: Separating lines. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { OPEN(0), AT_MOST, { OPEN(1), EQUAL(1) } },
    { OPEN(0), AT_LEAST, { OPEN(1), MINUS(EQUAL(1)) } },
    { BODY(0), OVER, { LONG(0) } },
};

static const tr__condition bullish[] = {
    BLACK(1),
    WHITE(0),
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
};

static const tr__condition bearish[] = {
    WHITE(1),
    BLACK(0),
    { UPPER(0), UNDER, { NO_SHADOW(0) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 1,
};

const tr__indicator tr__indicator_cdlseparatinglines = {
    .info = {
        .name = "cdlseparatinglines",
        .aliases = "cdl_separatinglines",
        .title = "Separating lines",
        .group = "pattern",
        .formula = "where open 0 <= open 1 + equal 1 and open 0 >= open 1 - equal 1 and body 0 > "
                   "long 0: 100 where black 1 and white 0 and lower shadow 0 < very short shadow "
                   "0; else -100 where white 1 and black 0 and upper shadow 0 < very short shadow "
                   "0. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlseparatinglines", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
