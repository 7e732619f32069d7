/* cdleveningstar.c: Evening star. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(2), OVER, { LONG(2) } },
    WHITE(2),
    { BODY(1), AT_MOST, { SHORT(1) } },
    ABOVE(1, 2),
    { BODY(0), OVER, { SHORT(0) } },
    BLACK(0),
    { CLOSE(0), UNDER, { CLOSE(2), MINUS(SHARE(2)) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, { NULL, 0 } } },
    .span = 2,
};

const tr__indicator tr__indicator_cdleveningstar = {
    .info = {
        .name = "cdleveningstar",
        .aliases = "cdl_eveningstar",
        .title = "Evening star",
        .group = "pattern",
        .formula = "-100 where body 2 > long 2 and white 2 and body 1 <= short 1 and body 1 above "
                   "body 2 and body 0 > short 0 and black 0 and close 0 < close 2 - penetration * "
                   "body 2. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "penetration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.3 } },
        .outputs = { { "cdleveningstar", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
