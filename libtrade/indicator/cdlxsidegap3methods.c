/* cdlxsidegap3methods.c: Upside or downside gap three methods. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { OPEN(0), UNDER, { TOP(1) } },
    { OPEN(0), OVER, { BOTTOM(1) } },
    { CLOSE(0), UNDER, { TOP(2) } },
    { CLOSE(0), OVER, { BOTTOM(2) } },
};

static const tr__condition bullish[] = {
    WHITE(2),
    WHITE(1),
    BLACK(0),
    ABOVE(1, 2),
};

static const tr__condition bearish[] = {
    BLACK(2),
    BLACK(1),
    WHITE(0),
    BELOW(1, 2),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 2,
};

const tr__indicator tr__indicator_cdlxsidegap3methods = {
    .info = {
        .name = "cdlxsidegap3methods",
        .aliases = "cdl_xsidegap3methods",
        .title = "Upside or downside gap three methods",
        .group = "pattern",
        .formula = "where open 0 < top 1 and open 0 > bottom 1 and close 0 < top 2 and close 0 > "
                   "bottom 2: 100 where white 2 and white 1 and black 0 and body 1 above body 2; "
                   "else -100 where black 2 and black 1 and white 0 and body 1 below body 2. "
                   "Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlxsidegap3methods", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
