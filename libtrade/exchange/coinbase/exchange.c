/*
 * exchange.c: coinbase as data, spot. A repeated client id is answered with the first order, so that sending again with the
 * same id is safe at any time.
 * Source: Coinbase Developer Documentation, "Advanced Trade API: Create Order", "REST API Rate Limits", 2026.
 */
#include "exchange/coinbase/map.h"

/* Words that stand where a reason would, when there is none. */
static const char *const ok_codes[] = { "UNKNOWN_CANCEL_FAILURE_REASON", "UNKNOWN_FAILURE_REASON", NULL };

const tr__adapter tr__adapter_coinbase = {
    .info = {
        .name = "coinbase",
        .title = "Coinbase",
        .document = "Coinbase Advanced Trade API v3",
        .spot = {
            .is_offered = true,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_STOP_LIMIT |
                              TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_FOK | TR_ORDER_FEATURE_POST_ONLY |
                              TR_ORDER_FEATURE_NOTIONAL_BUY | TR_ORDER_FEATURE_QUANTITY_BUY,
            .held_stops = TR_ORDER_FEATURE_STOP_LIMIT,
            .timeframes = tr__coinbase_timeframes,
            .timeframe_count = TR__COINBASE_TIMEFRAME_COUNT,
            .bar_limit_max = 350,
            .ids = {
                .form = TR_ID_FORM_BASE32,
                .length_max = 128,
                .alphabet = "-",
                .scope = TR_ID_SCOPE_EVER,
                .validity_ms = 120000, /* of the token */
                .visibility_ms = 5000,
                .is_found_when_done = true,
                .resend = TR_RESEND_SAME_ID,
            },
            .host = "https://api.coinbase.com",
            .sandbox_host = "https://api-sandbox.coinbase.com",
        },
    },
    .endpoints = { tr__coinbase_spot, NULL },
    .timeframe_words = { tr__coinbase_words, NULL },
    .limits = {
        { .name = "public", .scope = TR__LIMIT_ADDRESS, .amount = 10, .interval_ms = 1000, .left_header = "x-ratelimit-remaining",
          .total_header = "x-ratelimit-limit", .reset_header = "x-ratelimit-reset", .reset_unit = TR__RESET_S_LEFT },
        { .name = "private", .scope = TR__LIMIT_KEY, .amount = 30, .interval_ms = 1000, .left_header = "x-ratelimit-remaining",
          .total_header = "x-ratelimit-limit", .reset_header = "x-ratelimit-reset", .reset_unit = TR__RESET_S_LEFT },
    },
    .halts = { { 429, 1000, false } },
    .ok_codes = ok_codes,
    .faults = &tr__coinbase_faults,
};
