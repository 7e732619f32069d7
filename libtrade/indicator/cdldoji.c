/* cdldoji.c: Doji. */
#include "indicator/candle.h"

static const tr__condition always[] = {
    { BODY(0), AT_MOST, { DOJI(0) } },
};

static const tr__pattern pattern = {
    .always = ALL(always),
    .cases = { { 100, { NULL, 0 } } },
    .span = 0,
};

static const tr__condition tulip_always[] = {
    { BODY(0), UNDER, { DOJI(0) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { 100, { NULL, 0 } } },
    .lookback_min = 1,
};

const tr__indicator tr__indicator_cdldoji = {
    .info = {
        .name = "cdldoji",
        .aliases = "cdl_doji tc_doji doji",
        .title = "Doji",
        .group = "pattern",
        .formula = "100 where body 0 <= doji 0. Under the preset tulip 100 where body 0 < doji 0. "
                   "Numbers count bars back.",
        .source = "Japanese Candlestick Charting Techniques, 1991; rules as TA-Lib 0.6",
        .notes = "The preset tulip takes the definition and the measures of Tulip Candles 0.9.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdldoji", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .pattern = &pattern,
    .tulip_pattern = &tulip,
};
