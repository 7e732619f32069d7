/* cdlrickshawman.c: Rickshaw man. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), AT_MOST, { DOJI(0) } },
    { LOWER(0), OVER, { LONG_SHADOW(0) } },
    { UPPER(0), OVER, { LONG_SHADOW(0) } },
    { BOTTOM(0), AT_MOST, { MIDDLE(0), NEAR(0) } },
    { TOP(0), AT_LEAST, { MIDDLE(0), MINUS(NEAR(0)) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 0,
};

const tr__indicator tr__indicator_cdlrickshawman = {
    .info = {
        .name = "cdlrickshawman",
        .aliases = "cdl_rickshawman",
        .title = "Rickshaw man",
        .group = "pattern",
        .formula = "100 where body 0 <= doji 0 and lower shadow 0 > long shadow 0 and upper "
                   "shadow 0 > long shadow 0 and bottom 0 <= middle 0 + near 0 and top 0 >= "
                   "middle 0 - near 0. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlrickshawman", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
