/* cdlengulfing.c: Engulfing pattern. */
#include "indicator/candle.h"

static const tr__condition bullish_1[] = {
    WHITE(0),
    BLACK(1),
    { CLOSE(0), OVER, { OPEN(1) } },
    { OPEN(0), UNDER, { CLOSE(1) } },
};

static const tr__condition bullish_2[] = {
    WHITE(0),
    BLACK(1),
    { CLOSE(0), AT_LEAST, { OPEN(1) } },
    { OPEN(0), UNDER, { CLOSE(1) } },
};

static const tr__condition bullish_3[] = {
    WHITE(0),
    BLACK(1),
    { CLOSE(0), OVER, { OPEN(1) } },
    { OPEN(0), AT_MOST, { CLOSE(1) } },
};

static const tr__condition bearish_1[] = {
    BLACK(0),
    WHITE(1),
    { OPEN(0), OVER, { CLOSE(1) } },
    { CLOSE(0), UNDER, { OPEN(1) } },
};

static const tr__condition bearish_2[] = {
    BLACK(0),
    WHITE(1),
    { OPEN(0), AT_LEAST, { CLOSE(1) } },
    { CLOSE(0), UNDER, { OPEN(1) } },
};

static const tr__condition bearish_3[] = {
    BLACK(0),
    WHITE(1),
    { OPEN(0), OVER, { CLOSE(1) } },
    { CLOSE(0), AT_MOST, { OPEN(1) } },
};

static const tr__pattern pattern = {
    .cases = { { 100, ALL(bullish_1) },
               { 80, ALL(bullish_2) },
               { 80, ALL(bullish_3) },
               { -100, ALL(bearish_1) },
               { -80, ALL(bearish_2) },
               { -80, ALL(bearish_3) } },
    .span = 2,
};

static const tr__condition tulip_bullish[] = {
    { CLOSE(0), OVER, { OPEN(0) } },
    BLACK(1),
    { CLOSE(0), OVER, { OPEN(1) } },
    { OPEN(0), UNDER, { CLOSE(1) } },
};

static const tr__condition tulip_bearish[] = {
    BLACK(0),
    { CLOSE(1), OVER, { OPEN(1) } },
    { CLOSE(0), UNDER, { OPEN(1) } },
    { OPEN(0), OVER, { CLOSE(1) } },
};

static const tr__pattern tulip = {
    .cases = { { 100, ALL(tulip_bullish) }, { -100, ALL(tulip_bearish) } },
    .lookback_min = 10,
};

const tr__indicator tr__indicator_cdlengulfing = {
    .info = {
        .name = "cdlengulfing",
        .aliases = "cdl_engulfing tc_engulfing_bull tc_engulfing_bear engulfing_bull engulfing_bear",
        .title = "Engulfing pattern",
        .group = "pattern",
        .formula = "100 where white 0 and black 1 and close 0 > open 1 and open 0 < close 1; else "
                   "80 where white 0 and black 1 and close 0 >= open 1 and open 0 < close 1; else "
                   "80 where white 0 and black 1 and close 0 > open 1 and open 0 <= close 1; else "
                   "-100 where black 0 and white 1 and open 0 > close 1 and close 0 < open 1; "
                   "else -80 where black 0 and white 1 and open 0 >= close 1 and close 0 < open "
                   "1; else -80 where black 0 and white 1 and open 0 > close 1 and close 0 <= "
                   "open 1. Under the preset tulip 100 where close 0 > open 0 and black 1 and "
                   "close 0 > open 1 and open 0 < close 1; else -100 where black 0 and close 1 > "
                   "open 1 and close 0 < open 1 and open 0 > close 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlengulfing", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
