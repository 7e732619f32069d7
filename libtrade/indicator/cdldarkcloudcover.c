/* cdldarkcloudcover.c: Dark cloud cover. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    WHITE(1),
    { BODY(1), OVER, { LONG(1) } },
    BLACK(0),
    { OPEN(0), OVER, { HIGH(1) } },
    { CLOSE(0), OVER, { OPEN(1) } },
    { CLOSE(0), UNDER, { CLOSE(1), MINUS(SHARE(1)) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, { NULL, 0 } } },
    .span = 1,
};

const tr__indicator tr__indicator_cdldarkcloudcover = {
    .info = {
        .name = "cdldarkcloudcover",
        .aliases = "cdl_darkcloudcover",
        .title = "Dark cloud cover",
        .group = "pattern",
        .formula = "-100 where white 1 and body 1 > long 1 and black 0 and open 0 > high 1 and "
                   "close 0 > open 1 and close 0 < close 1 - penetration * body 1. Numbers count "
                   "bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "penetration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.5 } },
        .outputs = { { "cdldarkcloudcover", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
