/* cdl3blackcrows.c: Three black crows. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    WHITE(3),
    BLACK(2),
    BLACK(1),
    BLACK(0),
    { LOWER(2), UNDER, { NO_SHADOW(2) } },
    { LOWER(1), UNDER, { NO_SHADOW(1) } },
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
    { OPEN(1), UNDER, { OPEN(2) } },
    { OPEN(1), OVER, { CLOSE(2) } },
    { OPEN(0), UNDER, { OPEN(1) } },
    { OPEN(0), OVER, { CLOSE(1) } },
    { HIGH(3), OVER, { CLOSE(2) } },
    { CLOSE(2), OVER, { CLOSE(1) } },
    { CLOSE(1), OVER, { CLOSE(0) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, { NULL, 0 } } },
    .span = 3,
};

static const tr__condition tulip_always[] = {
    BLACK(2),
    BLACK(1),
    BLACK(0),
    { OPEN(1), UNDER, { TOP(2) } },
    { OPEN(1), OVER, { BOTTOM(2) } },
    { OPEN(0), UNDER, { TOP(1) } },
    { OPEN(0), OVER, { BOTTOM(1) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { -100, { NULL, 0 } } },
    .lookback_min = 10,
};

const tr__indicator tr__indicator_cdl3blackcrows = {
    .info = {
        .name = "cdl3blackcrows",
        .aliases = "cdl_3blackcrows tc_three_black_crows three_black_crows",
        .title = "Three black crows",
        .group = "pattern",
        .formula = "-100 where white 3 and black 2 and black 1 and black 0 and lower shadow 2 < "
                   "very short shadow 2 and lower shadow 1 < very short shadow 1 and lower shadow "
                   "0 < very short shadow 0 and open 1 < open 2 and open 1 > close 2 and open 0 < "
                   "open 1 and open 0 > close 1 and high 3 > close 2 and close 2 > close 1 and "
                   "close 1 > close 0. Under the preset tulip -100 where black 2 and black 1 and "
                   "black 0 and open 1 < top 2 and open 1 > bottom 2 and open 0 < top 1 and open "
                   "0 > bottom 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3blackcrows", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
