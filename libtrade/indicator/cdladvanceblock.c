/* cdladvanceblock.c: Advance block. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    WHITE(2),
    WHITE(1),
    WHITE(0),
    { CLOSE(0), OVER, { CLOSE(1) } },
    { CLOSE(1), OVER, { CLOSE(2) } },
    { OPEN(1), OVER, { OPEN(2) } },
    { OPEN(1), AT_MOST, { CLOSE(2), NEAR(2) } },
    { OPEN(0), OVER, { OPEN(1) } },
    { OPEN(0), AT_MOST, { CLOSE(1), NEAR(1) } },
    { BODY(2), OVER, { LONG(2) } },
    { UPPER(2), UNDER, { SHORT_SHADOW(2) } },
};

static const tr__condition bearish_1[] = {
    { BODY(1), UNDER, { BODY(2), MINUS(FAR(2)) } },
    { BODY(0), UNDER, { BODY(1), NEAR(1) } },
};

static const tr__condition bearish_2[] = {
    { BODY(0), UNDER, { BODY(1), MINUS(FAR(1)) } },
};

static const tr__condition bearish_3[] = {
    { BODY(0), UNDER, { BODY(1) } },
    { BODY(1), UNDER, { BODY(2) } },
    { UPPER(0), OVER, { SHORT_SHADOW(0) } },
};

static const tr__condition bearish_4[] = {
    { BODY(0), UNDER, { BODY(1) } },
    { BODY(1), UNDER, { BODY(2) } },
    { UPPER(1), OVER, { SHORT_SHADOW(1) } },
};

static const tr__condition bearish_5[] = {
    { BODY(0), UNDER, { BODY(1) } },
    { UPPER(0), OVER, { LONG_SHADOW(0) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, ALL(bearish_1) },
               { -100, ALL(bearish_2) },
               { -100, ALL(bearish_3) },
               { -100, ALL(bearish_4) },
               { -100, ALL(bearish_5) } },
    .span = 2,
};

const tr__indicator tr__indicator_cdladvanceblock = {
    .info = {
        .name = "cdladvanceblock",
        .aliases = "cdl_advanceblock",
        .title = "Advance block",
        .group = "pattern",
        .formula = "where white 2 and white 1 and white 0 and close 0 > close 1 and close 1 > "
                   "close 2 and open 1 > open 2 and open 1 <= close 2 + near 2 and open 0 > open "
                   "1 and open 0 <= close 1 + near 1 and body 2 > long 2 and upper shadow 2 < "
                   "short shadow 2: -100 where body 1 < body 2 - far 2 and body 0 < body 1 + near "
                   "1; else -100 where body 0 < body 1 - far 1; else -100 where body 0 < body 1 "
                   "and body 1 < body 2 and upper shadow 0 > short shadow 0; else -100 where body "
                   "0 < body 1 and body 1 < body 2 and upper shadow 1 > short shadow 1; else -100 "
                   "where body 0 < body 1 and upper shadow 0 > long shadow 0. Numbers count bars "
                   "back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdladvanceblock", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
