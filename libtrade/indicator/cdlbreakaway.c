/* cdlbreakaway.c: Breakaway. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(4), OVER, { LONG(4) } },
};

static const tr__condition bullish[] = {
    BLACK(4),
    BLACK(3),
    BLACK(1),
    WHITE(0),
    BELOW(3, 4),
    { HIGH(2), UNDER, { HIGH(3) } },
    { LOW(2), UNDER, { LOW(3) } },
    { HIGH(1), UNDER, { HIGH(2) } },
    { LOW(1), UNDER, { LOW(2) } },
    { CLOSE(0), OVER, { OPEN(3) } },
    { CLOSE(0), UNDER, { CLOSE(4) } },
};

static const tr__condition bearish[] = {
    WHITE(4),
    WHITE(3),
    WHITE(1),
    BLACK(0),
    ABOVE(3, 4),
    { HIGH(2), OVER, { HIGH(3) } },
    { LOW(2), OVER, { LOW(3) } },
    { HIGH(1), OVER, { HIGH(2) } },
    { LOW(1), OVER, { LOW(2) } },
    { CLOSE(0), UNDER, { OPEN(3) } },
    { CLOSE(0), OVER, { CLOSE(4) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 4,
};

const tr__indicator tr__indicator_cdlbreakaway = {
    .info = {
        .name = "cdlbreakaway",
        .aliases = "cdl_breakaway",
        .title = "Breakaway",
        .group = "pattern",
        .formula = "where body 4 > long 4: 100 where black 4 and black 3 and black 1 and white 0 "
                   "and body 3 below body 4 and high 2 < high 3 and low 2 < low 3 and high 1 < "
                   "high 2 and low 1 < low 2 and close 0 > open 3 and close 0 < close 4; else "
                   "-100 where white 4 and white 3 and white 1 and black 0 and body 3 above body "
                   "4 and high 2 > high 3 and low 2 > low 3 and high 1 > high 2 and low 1 > low 2 "
                   "and close 0 < open 3 and close 0 > close 4. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlbreakaway", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
