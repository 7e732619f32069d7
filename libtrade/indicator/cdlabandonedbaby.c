/* cdlabandonedbaby.c: Abandoned baby. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(2), OVER, { LONG(2) } },
    { BODY(1), AT_MOST, { DOJI(1) } },
    { BODY(0), OVER, { SHORT(0) } },
};

static const tr__condition bearish[] = {
    WHITE(2),
    BLACK(0),
    { CLOSE(0), UNDER, { CLOSE(2), MINUS(SHARE(2)) } },
    { LOW(1), OVER, { HIGH(2) } },
    { HIGH(0), UNDER, { LOW(1) } },
};

static const tr__condition bullish[] = {
    BLACK(2),
    WHITE(0),
    { CLOSE(0), OVER, { CLOSE(2), SHARE(2) } },
    { HIGH(1), UNDER, { LOW(2) } },
    { LOW(0), OVER, { HIGH(1) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { -100, ALL(bearish) }, { 100, ALL(bullish) } },
    .span = 2,
};

static const tr__condition tulip_always[] = {
    { BODY(2), OVER, { LONG(0) } },
    { BODY(1), UNDER, { DOJI(0) } },
};

static const tr__condition tulip_bearish[] = {
    { CLOSE(2), OVER, { OPEN(2) } },  { LOW(1), AT_LEAST, { HIGH(2) } },   BLACK(0),
    { HIGH(0), AT_MOST, { LOW(1) } }, { CLOSE(0), AT_MOST, { CLOSE(2) } },
};

static const tr__condition tulip_bullish[] = {
    BLACK(2),
    { HIGH(1), AT_MOST, { LOW(2) } },
    { CLOSE(0), OVER, { OPEN(0) } },
    { LOW(0), AT_LEAST, { HIGH(1) } },
    { CLOSE(0), AT_LEAST, { CLOSE(2) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { -100, ALL(tulip_bearish) }, { 100, ALL(tulip_bullish) } },
    .lookback_min = 2,
};

const tr__indicator tr__indicator_cdlabandonedbaby = {
    .info = {
        .name = "cdlabandonedbaby",
        .aliases = "cdl_abandonedbaby tc_abandoned_baby_bear tc_abandoned_baby_bull abandoned_baby_bear abandoned_baby_bull",
        .title = "Abandoned baby",
        .group = "pattern",
        .formula = "where body 2 > long 2 and body 1 <= doji 1 and body 0 > short 0: -100 where "
                   "white 2 and black 0 and close 0 < close 2 - penetration * body 2 and low 1 > "
                   "high 2 and high 0 < low 1; else 100 where black 2 and white 0 and close 0 > "
                   "close 2 + penetration * body 2 and high 1 < low 2 and low 0 > high 1. Under "
                   "the preset tulip where body 2 > long 0 and body 1 < doji 0: -100 where close "
                   "2 > open 2 and low 1 >= high 2 and black 0 and high 0 <= low 1 and close 0 <= "
                   "close 2; else 100 where black 2 and high 1 <= low 2 and close 0 > open 0 and "
                   "low 0 >= high 1 and close 0 >= close 2. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "penetration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.3 } },
        .outputs = { { "cdlabandonedbaby", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
