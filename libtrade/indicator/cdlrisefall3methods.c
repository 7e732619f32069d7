/* cdlrisefall3methods.c: Rising or falling three methods. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(4), OVER, { LONG(4) } },   { BODY(3), UNDER, { SHORT(3) } },
    { BODY(2), UNDER, { SHORT(2) } }, { BODY(1), UNDER, { SHORT(1) } },
    { BODY(0), OVER, { LONG(0) } },   { BOTTOM(3), UNDER, { HIGH(4) } },
    { TOP(3), OVER, { LOW(4) } },     { BOTTOM(2), UNDER, { HIGH(4) } },
    { TOP(2), OVER, { LOW(4) } },     { BOTTOM(1), UNDER, { HIGH(4) } },
    { TOP(1), OVER, { LOW(4) } },
};

static const tr__condition bullish[] = {
    WHITE(4),
    BLACK(3),
    BLACK(2),
    BLACK(1),
    WHITE(0),
    { CLOSE(2), UNDER, { CLOSE(3) } },
    { CLOSE(1), UNDER, { CLOSE(2) } },
    { OPEN(0), OVER, { CLOSE(1) } },
    { CLOSE(0), OVER, { CLOSE(4) } },
};

static const tr__condition bearish[] = {
    BLACK(4),
    WHITE(3),
    WHITE(2),
    WHITE(1),
    BLACK(0),
    { CLOSE(2), OVER, { CLOSE(3) } },
    { CLOSE(1), OVER, { CLOSE(2) } },
    { OPEN(0), UNDER, { CLOSE(1) } },
    { CLOSE(0), UNDER, { CLOSE(4) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 4,
};

const tr__indicator tr__indicator_cdlrisefall3methods = {
    .info = {
        .name = "cdlrisefall3methods",
        .aliases = "cdl_risefall3methods",
        .title = "Rising or falling three methods",
        .group = "pattern",
        .formula = "where body 4 > long 4 and body 3 < short 3 and body 2 < short 2 and body 1 < "
                   "short 1 and body 0 > long 0 and bottom 3 < high 4 and top 3 > low 4 and "
                   "bottom 2 < high 4 and top 2 > low 4 and bottom 1 < high 4 and top 1 > low 4: "
                   "100 where white 4 and black 3 and black 2 and black 1 and white 0 and close 2 "
                   "< close 3 and close 1 < close 2 and open 0 > close 1 and close 0 > close 4; "
                   "else -100 where black 4 and white 3 and white 2 and white 1 and black 0 and "
                   "close 2 > close 3 and close 1 > close 2 and open 0 < close 1 and close 0 < "
                   "close 4. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlrisefall3methods", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
