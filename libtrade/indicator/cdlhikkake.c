/* cdlhikkake.c: Hikkake. */
#include "indicator/candle.h"

static const tr__condition setup_always[] = {
    { HIGH(1), UNDER, { HIGH(2) } },
    { LOW(1), OVER, { LOW(2) } },
};

static const tr__condition setup_bullish[] = {
    { HIGH(0), UNDER, { HIGH(1) } },
    { LOW(0), UNDER, { LOW(1) } },
};

static const tr__condition setup_bearish[] = {
    { HIGH(0), OVER, { HIGH(1) } },
    { LOW(0), OVER, { LOW(1) } },
};

static const tr__pattern setup = {
    .always = ALL(setup_always),
    .cases = { { 100, ALL(setup_bullish) }, { -100, ALL(setup_bearish) } },
};

static const tr__condition bullish_1[] = {
    SET_UP(0),
};

static const tr__condition bearish_1[] = {
    SET_DOWN(0),
};

static const tr__condition bullish_2[] = {
    SET_UP(1),
    { CLOSE(0), OVER, { HIGH(2) } },
};

static const tr__condition bearish_2[] = {
    SET_DOWN(1),
    { CLOSE(0), UNDER, { LOW(2) } },
};

static const tr__condition bullish_3[] = {
    NOT_SET(1),
    SET_UP(2),
    { CLOSE(1), AT_MOST, { HIGH(3) } },
    { CLOSE(0), OVER, { HIGH(3) } },
};

static const tr__condition bearish_3[] = {
    NOT_SET(1),
    SET_DOWN(2),
    { CLOSE(1), AT_LEAST, { LOW(3) } },
    { CLOSE(0), UNDER, { LOW(3) } },
};

static const tr__condition bullish_4[] = {
    NOT_SET(1),
    NOT_SET(2),
    SET_UP(3),
    { CLOSE(2), AT_MOST, { HIGH(4) } },
    { CLOSE(1), AT_MOST, { HIGH(4) } },
    { CLOSE(0), OVER, { HIGH(4) } },
};

static const tr__condition bearish_4[] = {
    NOT_SET(1),
    NOT_SET(2),
    SET_DOWN(3),
    { CLOSE(2), AT_LEAST, { LOW(4) } },
    { CLOSE(1), AT_LEAST, { LOW(4) } },
    { CLOSE(0), UNDER, { LOW(4) } },
};

static const tr__pattern pattern = {
    .cases = { { 100, ALL(bullish_1) },
               { -100, ALL(bearish_1) },
               { 200, ALL(bullish_2) },
               { -200, ALL(bearish_2) },
               { 200, ALL(bullish_3) },
               { -200, ALL(bearish_3) },
               { 200, ALL(bullish_4) },
               { -200, ALL(bearish_4) } },
    .setup = &setup,
    .span = 5,
};

const tr__indicator tr__indicator_cdlhikkake = {
    .info = {
        .name = "cdlhikkake",
        .aliases = "cdl_hikkake",
        .title = "Hikkake",
        .group = "pattern",
        .formula = "Set up or down: where high 1 < high 2 and low 1 > low 2: 100 where high 0 < "
                   "high 1 and low 0 < low 1; else -100 where high 0 > high 1 and low 0 > low 1. "
                   "Then 100 where set up 0; else -100 where set down 0; else 200 where set up 1 "
                   "and close 0 > high 2; else -200 where set down 1 and close 0 < low 2; else "
                   "200 where not set 1 and set up 2 and close 1 <= high 3 and close 0 > high 3; "
                   "else -200 where not set 1 and set down 2 and close 1 >= low 3 and close 0 < "
                   "low 3; else 200 where not set 1 and not set 2 and set up 3 and close 2 <= "
                   "high 4 and close 1 <= high 4 and close 0 > high 4; else -200 where not set 1 "
                   "and not set 2 and set down 3 and close 2 >= low 4 and close 1 >= low 4 and "
                   "close 0 < low 4. Numbers count bars back.",
        .source = "Trading False Moves with the Hikkake Pattern, 2004; rules as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdlhikkake", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
};
