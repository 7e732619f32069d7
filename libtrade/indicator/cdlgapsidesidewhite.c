/* cdlgapsidesidewhite.c: Gap with side-by-side white lines. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    WHITE(1),
    WHITE(0),
    { BODY(0), AT_LEAST, { BODY(1), MINUS(NEAR(1)) } },
    { BODY(0), AT_MOST, { BODY(1), NEAR(1) } },
    { OPEN(0), AT_LEAST, { OPEN(1), MINUS(EQUAL(1)) } },
    { OPEN(0), AT_MOST, { OPEN(1), EQUAL(1) } },
};

static const tr__condition bullish[] = {
    ABOVE(1, 2),
    ABOVE(0, 2),
};

static const tr__condition bearish[] = {
    BELOW(1, 2),
    BELOW(0, 2),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 2,
};

const tr__indicator tr__indicator_cdlgapsidesidewhite = {
    .info = {
        .name = "cdlgapsidesidewhite",
        .aliases = "cdl_gapsidesidewhite",
        .title = "Gap with side-by-side white lines",
        .group = "pattern",
        .formula = "where white 1 and white 0 and body 0 >= body 1 - near 1 and body 0 <= body 1 "
                   "+ near 1 and open 0 >= open 1 - equal 1 and open 0 <= open 1 + equal 1: 100 "
                   "where body 1 above body 2 and body 0 above body 2; else -100 where body 1 "
                   "below body 2 and body 0 below body 2. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlgapsidesidewhite", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
