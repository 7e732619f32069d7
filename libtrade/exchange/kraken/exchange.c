/*
 * exchange.c: kraken as data, spot.
 * Source: Kraken API Center, "Spot Rate Limits", "Spot Client Order Identifiers" and "Add Order", 2026. No headers tell what
 * is used: we count. The counters are those of the lowest tier.
 */
#include "exchange/kraken/map.h"

static const char *const ok_codes[] = { NULL };

const tr__adapter tr__adapter_kraken = {
    .info = {
        .name = "kraken",
        .title = "Kraken",
        .document = "Kraken Spot REST API",
        .spot = {
            .is_offered = true,
            .amending = TR_IN_PLACE_ANSWERED,
            .dead_man_min_s = 1, .dead_man_max_s = 86400,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_STOP |
                              TR_ORDER_FEATURE_STOP_LIMIT | TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_POST_ONLY |
                              TR_ORDER_FEATURE_NOTIONAL_BUY | TR_ORDER_FEATURE_QUANTITY_BUY,
            .amends_stops = true,
            .held_stops = TR_ORDER_FEATURE_STOP | TR_ORDER_FEATURE_STOP_LIMIT,
            .timeframes = tr__kraken_timeframes,
            .timeframe_count = TR__KRAKEN_TIMEFRAME_COUNT,
            .bar_limit_max = 720,
            .book_limit_max = 500,
            .ids = {
                .form = TR_ID_FORM_HEX, /* a UUID without hyphens; free text is 18 characters at most */
                .length_max = 36,
                .alphabet = "-",
                .scope = TR_ID_SCOPE_OPEN,
                .validity_ms = TR__KRAKEN_VALIDITY_MS,
                .visibility_ms = 5000,
                .is_found_when_done = true,
                .resend = TR_RESEND_AFTER_LAPSE,
            },
            .host = "https://api.kraken.com",
        },
        .is_nonce_ordered = true,
    },
    .endpoints = { tr__kraken_spot, NULL },
    .timeframe_words = { tr__kraken_words, NULL },
    .limits = {
        { .name = "counter", .scope = TR__LIMIT_KEY, .amount = 15, .interval_ms = 45000, .is_leaky = true },
        { .name = "matching engine", .scope = TR__LIMIT_KEY_SYMBOL, .amount = 60, .interval_ms = 60000, .is_leaky = true },
        { .name = "public", .scope = TR__LIMIT_ADDRESS, .amount = 10, .interval_ms = 10000, .is_leaky = true },
    },
    .halts = { { 429, 15000, true }, { 403, 900000, true } },
    .ok_codes = ok_codes,
    .faults = &tr__kraken_faults,
    .asset_name = tr__kraken_asset,
    .symbol_name = tr__kraken_symbol,
};
