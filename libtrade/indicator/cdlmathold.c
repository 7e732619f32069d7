/* cdlmathold.c: Mat hold. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(4), OVER, { LONG(4) } },
    { BODY(3), UNDER, { SHORT(3) } },
    { BODY(2), UNDER, { SHORT(2) } },
    { BODY(1), UNDER, { SHORT(1) } },
    WHITE(4),
    BLACK(3),
    WHITE(0),
    ABOVE(3, 4),
    { BOTTOM(2), UNDER, { CLOSE(4) } },
    { BOTTOM(1), UNDER, { CLOSE(4) } },
    { BOTTOM(2), OVER, { CLOSE(4), MINUS(SHARE(4)) } },
    { BOTTOM(1), OVER, { CLOSE(4), MINUS(SHARE(4)) } },
    { TOP(2), UNDER, { OPEN(3) } },
    { TOP(1), UNDER, { TOP(2) } },
    { OPEN(0), OVER, { CLOSE(1) } },
    { CLOSE(0), OVER, { HIGH(3) } },
    { CLOSE(0), OVER, { HIGH(2) } },
    { CLOSE(0), OVER, { HIGH(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 4,
};

const tr__indicator tr__indicator_cdlmathold = {
    .info = {
        .name = "cdlmathold",
        .aliases = "cdl_mathold",
        .title = "Mat hold",
        .group = "pattern",
        .formula = "100 where body 4 > long 4 and body 3 < short 3 and body 2 < short 2 and body "
                   "1 < short 1 and white 4 and black 3 and white 0 and body 3 above body 4 and "
                   "bottom 2 < close 4 and bottom 1 < close 4 and bottom 2 > close 4 - "
                   "penetration * body 4 and bottom 1 > close 4 - penetration * body 4 and top 2 "
                   "< open 3 and top 1 < top 2 and open 0 > close 1 and close 0 > high 3 and "
                   "close 0 > high 2 and close 0 > high 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "penetration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.5 } },
        .outputs = { { "cdlmathold", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
