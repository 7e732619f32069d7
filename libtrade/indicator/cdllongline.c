/* cdllongline.c: Long line candle. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), OVER, { LONG(0) } },
    { UPPER(0), UNDER, { SHORT_SHADOW(0) } },
    { LOWER(0), UNDER, { SHORT_SHADOW(0) } },
};

static const tr__condition bullish[] = {
    WHITE(0),
};

static const tr__condition bearish[] = {
    BLACK(0),
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, ALL(bullish) }, { -100, ALL(bearish) } },
    .span = 0,
};

static const tr__condition tulip_always[] = {
    { BODY(0), OVER, { LONG(0) } },
};

static const tr__condition tulip_bullish[] = {
    { CLOSE(0), OVER, { OPEN(0) } },
};

static const tr__condition tulip_bearish[] = {
    BLACK(0),
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { 100, ALL(tulip_bullish) }, { -100, ALL(tulip_bearish) } },
    .lookback_min = 1,
};

const tr__indicator tr__indicator_cdllongline = {
    .info = {
        .name = "cdllongline",
        .aliases = "cdl_longline tc_big_white_candle tc_big_black_candle big_white_candle big_black_candle",
        .title = "Long line candle",
        .group = "pattern",
        .formula = "where body 0 > long 0 and upper shadow 0 < short shadow 0 and lower shadow 0 "
                   "< short shadow 0: 100 where white 0; else -100 where black 0. Under the "
                   "preset tulip where body 0 > long 0: 100 where close 0 > open 0; else -100 "
                   "where black 0. Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdllongline", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
