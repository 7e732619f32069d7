/* cdl3inside.c: Three inside up or down. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(2), OVER, { LONG(2) } },
    { BODY(1), AT_MOST, { SHORT(1) } },
    { TOP(1), UNDER, { TOP(2) } },
    { BOTTOM(1), OVER, { BOTTOM(2) } },
};

static const tr__condition bearish[] = {
    WHITE(2),
    BLACK(0),
    { CLOSE(0), UNDER, { OPEN(2) } },
};

static const tr__condition bullish[] = {
    BLACK(2),
    WHITE(0),
    { CLOSE(0), OVER, { OPEN(2) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, ALL(bearish) }, { 100, ALL(bullish) } },
    .span = 2,
};

const tr__indicator tr__indicator_cdl3inside = {
    .info = {
        .name = "cdl3inside",
        .aliases = "cdl_3inside",
        .title = "Three inside up or down",
        .group = "pattern",
        .formula = "where body 2 > long 2 and body 1 <= short 1 and top 1 < top 2 and bottom 1 > "
                   "bottom 2: -100 where white 2 and black 0 and close 0 < open 2; else 100 where "
                   "black 2 and white 0 and close 0 > open 2. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl3inside", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
