/*
 * exchange.c: bybit as data, spot and linear perpetuals of the unified account. A client id is never taken twice, also not
 * after completion, so that sending again with the same id is safe.
 * Source: Bybit API V5, "Integration Guidance", "Rate Limit Rules", "Place Order" (orderLinkId: always unique), 2026.
 */
#include "exchange/bybit/map.h"

#define IDS                                                                                        \
    {                                                                                              \
        .form = TR_ID_FORM_BASE32, .length_max = 36, .alphabet = "_-", .scope = TR_ID_SCOPE_EVER,  \
        .validity_ms = 2000, .visibility_ms = 5000, .is_found_when_done = true,                    \
        .resend = TR_RESEND_SAME_ID,                                                               \
    }

#define ORDERS                                                                                     \
    (TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_STOP |                    \
     TR_ORDER_FEATURE_STOP_LIMIT | TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_FOK |                   \
     TR_ORDER_FEATURE_POST_ONLY | TR_ORDER_FEATURE_QUANTITY_BUY)

#define HEADERS                                                                                    \
    .total_header = "X-Bapi-Limit", .left_header = "X-Bapi-Limit-Status",                          \
    .reset_header = "X-Bapi-Limit-Reset-Timestamp", .reset_unit = TR__RESET_AT_MS

static const char *const ok_codes[] = { "0", NULL };

const tr__adapter tr__adapter_bybit = {
    .info = {
        .name = "bybit",
        .title = "Bybit",
        .document = "Bybit API V5",
        .spot = {
            .is_offered = true,
            .amending = TR_IN_PLACE_ACKNOWLEDGED,
            .order_features = ORDERS | TR_ORDER_FEATURE_NOTIONAL_BUY | TR_ORDER_FEATURE_NOTIONAL_SELL,
            .timeframes = tr__bybit_timeframes,
            .timeframe_count = TR__BYBIT_TIMEFRAME_COUNT,
            .bar_limit_max = 1000,
            .book_limit_max = 200,
            .ids = IDS,
            .host = "https://api.bybit.com",
            .sandbox_host = "https://api-testnet.bybit.com",
        },
        .linear = {
            .is_offered = true,
            .amending = TR_IN_PLACE_ACKNOWLEDGED,
            .order_features = ORDERS | TR_ORDER_FEATURE_REDUCE_ONLY,
            .amends_stops = true,
            .held_stops = TR_ORDER_FEATURE_STOP | TR_ORDER_FEATURE_STOP_LIMIT,
            .timeframes = tr__bybit_timeframes,
            .timeframe_count = TR__BYBIT_TIMEFRAME_COUNT,
            .bar_limit_max = 1000,
            .book_limit_max = 500,
            .ids = IDS,
            .host = "https://api.bybit.com",
            .sandbox_host = "https://api-testnet.bybit.com",
        },
    },
    .endpoints = { tr__bybit_spot, tr__bybit_linear },
    .timeframe_words = { tr__bybit_words, tr__bybit_words },
    .fill_stretch_hours = { 168, 168 },
    .limits = {
        { .name = "requests", .scope = TR__LIMIT_ADDRESS, .amount = 600, .interval_ms = 5000 },
        { .name = "spot orders", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 20, .interval_ms = 1000, HEADERS },
        { .name = "linear orders", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 10, .interval_ms = 1000, HEADERS },
        { .name = "own data", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 50, .interval_ms = 1000, HEADERS },
    },
    .fill_span_ms = { 604800000, 604800000 },
    .funding_stretch_hours = 168,
    .halts = { { 403, 600000, true }, { 429, 1000, false } },
    .ok_codes = ok_codes,
    .is_query_raw = true,
    .faults = &tr__bybit_faults,
};
