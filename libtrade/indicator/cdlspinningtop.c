/* cdlspinningtop.c: Spinning top. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), UNDER, { SHORT(0) } },
    { UPPER(0), OVER, { BODY(0) } },
    { LOWER(0), OVER, { BODY(0) } },
};

static const tr__condition bullish[] = {
    WHITE(0),
};

static const tr__condition bearish[] = {
    BLACK(0),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 0,
};

static const tr__condition tulip_always[] = {
    { BODY(0), UNDER, { SHORT(0) } },
    { UPPER(0), OVER, { BODY(0) } },
    { LOWER(0), OVER, { BODY(0) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { 100, { NULL, 0 } } },
    .lookback_min = 1,
};

const tr__indicator tr__indicator_cdlspinningtop = {
    .info = {
        .name = "cdlspinningtop",
        .aliases = "cdl_spinningtop tc_spinning_top spinning_top",
        .title = "Spinning top",
        .group = "pattern",
        .formula = "where body 0 < short 0 and upper shadow 0 > body 0 and lower shadow 0 > body "
                   "0: 100 where white 0; else -100 where black 0. Under the preset tulip 100 "
                   "where body 0 < short 0 and upper shadow 0 > body 0 and lower shadow 0 > body "
                   "0. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlspinningtop", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
