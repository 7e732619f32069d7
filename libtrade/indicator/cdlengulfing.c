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

const tr__indicator tr__indicator_cdlengulfing = {
    .info = {
        .name = "cdlengulfing",
        .aliases = "cdl_engulfing",
        .title = "Engulfing pattern",
        .group = "pattern",
        .formula = "100 where white 0 and black 1 and close 0 > open 1 and open 0 < close 1; else "
                   "80 where white 0 and black 1 and close 0 >= open 1 and open 0 < close 1; else "
                   "80 where white 0 and black 1 and close 0 > open 1 and open 0 <= close 1; else "
                   "-100 where black 0 and white 1 and open 0 > close 1 and close 0 < open 1; "
                   "else -80 where black 0 and white 1 and open 0 >= close 1 and close 0 < open "
                   "1; else -80 where black 0 and white 1 and open 0 > close 1 and close 0 <= "
                   "open 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlengulfing", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
