/* cdl3linestrike.c: Three-line strike. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { OPEN(2), AT_LEAST, { BOTTOM(3), MINUS(NEAR(3)) } },
    { OPEN(2), AT_MOST, { TOP(3), NEAR(3) } },
    { OPEN(1), AT_LEAST, { BOTTOM(2), MINUS(NEAR(2)) } },
    { OPEN(1), AT_MOST, { TOP(2), NEAR(2) } },
};

static const tr__condition bullish[] = {
    WHITE(3),
    WHITE(2),
    WHITE(1),
    BLACK(0),
    { CLOSE(1), OVER, { CLOSE(2) } },
    { CLOSE(2), OVER, { CLOSE(3) } },
    { OPEN(0), OVER, { CLOSE(1) } },
    { CLOSE(0), UNDER, { OPEN(3) } },
};

static const tr__condition bearish[] = {
    BLACK(3),
    BLACK(2),
    BLACK(1),
    WHITE(0),
    { CLOSE(1), UNDER, { CLOSE(2) } },
    { CLOSE(2), UNDER, { CLOSE(3) } },
    { OPEN(0), UNDER, { CLOSE(1) } },
    { CLOSE(0), OVER, { OPEN(3) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 3,
};

const tr__indicator tr__indicator_cdl3linestrike = {
    .info = {
        .name = "cdl3linestrike",
        .aliases = "cdl_3linestrike",
        .title = "Three-line strike",
        .group = "pattern",
        .formula = "where open 2 >= bottom 3 - near 3 and open 2 <= top 3 + near 3 and open 1 >= "
                   "bottom 2 - near 2 and open 1 <= top 2 + near 2: 100 where white 3 and white 2 "
                   "and white 1 and black 0 and close 1 > close 2 and close 2 > close 3 and open "
                   "0 > close 1 and close 0 < open 3; else -100 where black 3 and black 2 and "
                   "black 1 and white 0 and close 1 < close 2 and close 2 < close 3 and open 0 < "
                   "close 1 and close 0 > open 3. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3linestrike", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
