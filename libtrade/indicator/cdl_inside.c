/* cdl_inside.c: Inside bar. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { HIGH(0), UNDER, { HIGH(1) } },
    { LOW(0), OVER, { LOW(1) } },
};

static const tr__condition bullish[] = {
    WHITE(0),
};

static const tr__condition bearish[] = {
    BLACK(0),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 1, ALL(bullish) }, { -1, ALL(bearish) } },
    .span = 1,
};

const tr__indicator tr__indicator_cdl_inside = {
    .info = {
        .name = "cdl_inside",
        .aliases = "inside_bar",
        .title = "Inside bar",
        .group = "pattern",
        .formula = "where high 0 < high 1 and low 0 > low 1: 1 where white 0; else -1 where black "
                   "0. Numbers count bars back.",
        .source = "pandas-ta 0.3",
        .notes = "1 and -1, as in pandas-ta, the only library that has it.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl_inside", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
