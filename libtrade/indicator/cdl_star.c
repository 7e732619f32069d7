/* cdl_star.c: Star. */
#include "indicator/candle.h"

static const tr__condition tulip_bullish[] = {
    { LOW(0), AT_LEAST, { HIGH(1) } },
};

static const tr__condition tulip_bearish[] = {
    { HIGH(0), AT_MOST, { LOW(1) } },
};

static const tr__pattern tulip = {
    .cases = { { 100, ALL(tulip_bullish) }, { -100, ALL(tulip_bearish) } },
    .lookback_min = 10,
};

const tr__indicator tr__indicator_cdl_star = {
    .info = {
        .name = "cdl_star",
        .aliases = "tc_star star",
        .title = "Star",
        .group = "pattern",
        .formula = "100 where low 0 >= high 1; else -100 where high 0 <= low 1. Numbers count "
                   "bars back.",
        .source = "Tulip Candles 0.9",
        .notes = "Tulip gives a hit without a sign; here a star above is 100, one below -100.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl_star", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .tulip_pattern = &tulip,
};
