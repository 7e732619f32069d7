/* cdl_four_price_doji.c: Four price doji. */
#include "indicator/candle.h"

static const tr__condition tulip_always[] = {
    { BODY(0), UNDER, { DOJI(0) } },
    { UPPER(0), UNDER, { NO_SHADOW(0) } },
    { LOWER(0), UNDER, { NO_SHADOW(0) } },
};

static const tr__pattern tulip = {
    .always = ALL(tulip_always),
    .cases = { { 100, { NULL, 0 } } },
    .lookback_min = 1,
};

const tr__indicator tr__indicator_cdl_four_price_doji = {
    .info = {
        .name = "cdl_four_price_doji",
        .aliases = "tc_four_price_doji four_price_doji",
        .title = "Four price doji",
        .group = "pattern",
        .formula = "100 where body 0 < doji 0 and upper shadow 0 < very short shadow 0 and lower "
                   "shadow 0 < very short shadow 0. Numbers count bars back.",
        .source = "Tulip Candles 0.9",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "cdl_four_price_doji", TR_UNIT_SIGNAL } },
    },
    .plan = tr__pattern_plan,
    .run = tr__pattern_run,
    .tulip_pattern = &tulip,
};
