/* cdleveningdojistar.c: Evening doji star. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(2), OVER, { LONG(2) } },
    WHITE(2),
    { BODY(1), AT_MOST, { DOJI(1) } },
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

static const tr__condition tulip_always[] = {
    { CLOSE(2), OVER, { OPEN(2) } },
    { BODY(2), OVER, { LONG(0) } },
    { BOTTOM(1), AT_LEAST, { TOP(2) } },
    { BODY(1), UNDER, { DOJI(0) } },
    BLACK(0),
    { TOP(0), AT_MOST, { BOTTOM(1) } },
    { CLOSE(0), AT_MOST, { CLOSE(2) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { -100, { NULL, 0 } } },
    .lookback_min = 2,
};

const tr__indicator tr__indicator_cdleveningdojistar = {
    .info = {
        .name = "cdleveningdojistar",
        .aliases = "cdl_eveningdojistar tc_evening_doji_star evening_doji_star",
        .title = "Evening doji star",
        .group = "pattern",
        .formula = "-100 where body 2 > long 2 and white 2 and body 1 <= doji 1 and body 1 above "
                   "body 2 and body 0 > short 0 and black 0 and close 0 < close 2 - penetration * "
                   "body 2. Under the preset tulip -100 where close 2 > open 2 and body 2 > long "
                   "0 and bottom 1 >= top 2 and body 1 < doji 0 and black 0 and top 0 <= bottom 1 "
                   "and close 0 <= close 2. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "penetration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.3 } },
        .outputs = { { "cdleveningdojistar", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
