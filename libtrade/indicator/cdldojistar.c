/* cdldojistar.c: Doji star. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(1), OVER, { LONG(1) } },
    { BODY(0), AT_MOST, { DOJI(0) } },
};

static const tr__condition bearish[] = {
    WHITE(1),
    ABOVE(0, 1),
};

static const tr__condition bullish[] = {
    BLACK(1),
    BELOW(0, 1),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, ALL(bearish) }, { 100, ALL(bullish) } },
    .span = 1,
};

const tr__indicator tr__indicator_cdldojistar = {
    .info = {
        .name = "cdldojistar",
        .aliases = "cdl_dojistar",
        .title = "Doji star",
        .group = "pattern",
        .formula = "where body 1 > long 1 and body 0 <= doji 0: -100 where white 1 and body 0 "
                   "above body 1; else 100 where black 1 and body 0 below body 1. Numbers count "
                   "bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdldojistar", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
