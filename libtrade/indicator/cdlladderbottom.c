/* cdlladderbottom.c: Ladder bottom. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    BLACK(4),
    BLACK(3),
    BLACK(2),
    { OPEN(4), OVER, { OPEN(3) } },
    { OPEN(3), OVER, { OPEN(2) } },
    { CLOSE(4), OVER, { CLOSE(3) } },
    { CLOSE(3), OVER, { CLOSE(2) } },
    BLACK(1),
    { UPPER(1), OVER, { NO_SHADOW(1) } },
    WHITE(0),
    { OPEN(0), OVER, { OPEN(1) } },
    { CLOSE(0), OVER, { HIGH(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 4,
};

const tr__indicator tr__indicator_cdlladderbottom = {
    .info = {
        .name = "cdlladderbottom",
        .aliases = "cdl_ladderbottom",
        .title = "Ladder bottom",
        .group = "pattern",
        .formula = "100 where black 4 and black 3 and black 2 and open 4 > open 3 and open 3 > "
                   "open 2 and close 4 > close 3 and close 3 > close 2 and black 1 and upper "
                   "shadow 1 > very short shadow 1 and white 0 and open 0 > open 1 and close 0 > "
                   "high 1. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlladderbottom", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
