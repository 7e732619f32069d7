/* cdlmorningstar.c: Morning star. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(2), OVER, { LONG(2) } },
    BLACK(2),
    { BODY(1), AT_MOST, { SHORT(1) } },
    BELOW(1, 2),
    { BODY(0), OVER, { SHORT(0) } },
    WHITE(0),
    { CLOSE(0), OVER, { CLOSE(2), SHARE(2) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 2,
};

static const tr__condition tulip_always[] = {
    BLACK(2),
    { BODY(2), OVER, { LONG(0) } },
    { TOP(1), AT_MOST, { BOTTOM(2) } },
    { BODY(1), UNDER, { SHORT(0) } },
    { CLOSE(0), OVER, { OPEN(0) } },
    { BOTTOM(0), AT_LEAST, { TOP(1) } },
    { CLOSE(0), AT_LEAST, { CLOSE(2) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { 100, { NULL, 0 } } },
    .lookback_min = 2,
};

const tr__indicator tr__indicator_cdlmorningstar = {
    .info = {
        .name = "cdlmorningstar",
        .aliases = "cdl_morningstar tc_morning_star morning_star",
        .title = "Morning star",
        .group = "pattern",
        .formula = "100 where body 2 > long 2 and black 2 and body 1 <= short 1 and body 1 below "
                   "body 2 and body 0 > short 0 and white 0 and close 0 > close 2 + penetration * "
                   "body 2. Under the preset tulip 100 where black 2 and body 2 > long 0 and top "
                   "1 <= bottom 2 and body 1 < short 0 and close 0 > open 0 and bottom 0 >= top 1 "
                   "and close 0 >= close 2. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "penetration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.3 } },
        .outputs = { { "cdlmorningstar", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
