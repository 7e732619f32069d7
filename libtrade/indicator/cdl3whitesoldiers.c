/* cdl3whitesoldiers.c: Three advancing white soldiers. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    WHITE(2),
    WHITE(1),
    WHITE(0),
    { UPPER(2), UNDER, { NO_SHADOW(2) } },
    { UPPER(1), UNDER, { NO_SHADOW(1) } },
    { UPPER(0), UNDER, { NO_SHADOW(0) } },
    { CLOSE(0), OVER, { CLOSE(1) } },
    { CLOSE(1), OVER, { CLOSE(2) } },
    { OPEN(1), OVER, { OPEN(2) } },
    { OPEN(1), AT_MOST, { CLOSE(2), NEAR(2) } },
    { OPEN(0), OVER, { OPEN(1) } },
    { OPEN(0), AT_MOST, { CLOSE(1), NEAR(1) } },
    { BODY(1), OVER, { BODY(2), MINUS(FAR(2)) } },
    { BODY(0), OVER, { BODY(1), MINUS(FAR(1)) } },
    { BODY(0), OVER, { SHORT(0) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 2,
};

static const tr__condition tulip_always[] = {
    { CLOSE(2), OVER, { OPEN(2) } },  { CLOSE(1), OVER, { OPEN(1) } },
    { CLOSE(0), OVER, { OPEN(0) } },  { OPEN(1), UNDER, { TOP(2) } },
    { OPEN(1), OVER, { BOTTOM(2) } }, { OPEN(0), UNDER, { TOP(1) } },
    { OPEN(0), OVER, { BOTTOM(1) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { 100, { NULL, 0 } } },
    .lookback_min = 10,
};

const tr__indicator tr__indicator_cdl3whitesoldiers = {
    .info = {
        .name = "cdl3whitesoldiers",
        .aliases = "cdl_3whitesoldiers tc_three_white_soldiers three_white_soldiers",
        .title = "Three advancing white soldiers",
        .group = "pattern",
        .formula = "100 where white 2 and white 1 and white 0 and upper shadow 2 < very short "
                   "shadow 2 and upper shadow 1 < very short shadow 1 and upper shadow 0 < very "
                   "short shadow 0 and close 0 > close 1 and close 1 > close 2 and open 1 > open "
                   "2 and open 1 <= close 2 + near 2 and open 0 > open 1 and open 0 <= close 1 + "
                   "near 1 and body 1 > body 2 - far 2 and body 0 > body 1 - far 1 and body 0 > "
                   "short 0. Under the preset tulip 100 where close 2 > open 2 and close 1 > open "
                   "1 and close 0 > open 0 and open 1 < top 2 and open 1 > bottom 2 and open 0 < "
                   "top 1 and open 0 > bottom 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3whitesoldiers", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
