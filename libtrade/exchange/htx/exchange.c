/*
 * exchange.c: htx as data, spot and USDT perpetuals (version 5, counted in contracts).
 * Source: HTX API, "Rate Limiting Rule", "Place a New Order" (client-order-id: unique for 8 hours, 24 for open orders), 2021; USDT-M
 * version 5, 2025. Contract orders go by a number, which stands for our id.
 */
#include "exchange/htx/map.h"

#define HEADERS                                                                                    \
    .left_header = "X-HB-RateLimit-Requests-Remain",                                               \
    .reset_header = "X-HB-RateLimit-Requests-Expire", .reset_unit = TR__RESET_AT_MS

/* Of old endpoints a word, of new ones a number. */
static const char *const ok_codes[] = { "200", "ok", NULL };

const tr__adapter tr__adapter_htx = {
    .info = {
        .name = "htx",
        .title = "HTX",
        .document = "HTX API v1, v2 and USDT-M v5",
        .spot = {
            .is_offered = true,
            .dead_man_min_s = 5, .dead_man_max_s = 86400,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_STOP_LIMIT |
                              TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_FOK | TR_ORDER_FEATURE_POST_ONLY |
                              TR_ORDER_FEATURE_NOTIONAL_BUY,
            .timeframes = tr__htx_timeframes,
            .timeframe_count = TR__HTX_TIMEFRAME_COUNT,
            .bar_limit_max = 2000,
            .book_limit_max = 150,
            .ids = {
                .form = TR_ID_FORM_BASE32,
                .length_max = 64,
                .alphabet = "_-",
                .scope = TR_ID_SCOPE_SPAN,
                .scope_ms = 28800000,
                .validity_ms = 300000,
                .visibility_ms = 5000,
                .is_found_when_done = true,
                .found_done_ms = 28800000,
                .resend = TR_RESEND_SAME_ID, /* within the span, which is longer than any recovery waits */
            },
            .host = "https://api.huobi.pro",
        },
        .linear = {
            .is_offered = true,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_FOK |
                              TR_ORDER_FEATURE_POST_ONLY | TR_ORDER_FEATURE_REDUCE_ONLY | TR_ORDER_FEATURE_QUANTITY_BUY,
            .timeframes = tr__htx_timeframes,
            .timeframe_count = TR__HTX_TIMEFRAME_COUNT,
            .bar_limit_max = 2000,
            .book_limit_max = 150,
            .ids = {
                .form = TR_ID_FORM_INTEGER,
                .length_max = 19,
                .alphabet = "",
                .scope = TR_ID_SCOPE_OPEN,
                .validity_ms = 300000,
                .visibility_ms = 5000,
                .is_found_when_done = true,
                .resend = TR_RESEND_NEVER,
            },
            .host = "https://api.hbdm.vn",
        },
    },
    .endpoints = { tr__htx_spot, tr__htx_linear },
    .timeframe_words = { tr__htx_words, tr__htx_words },
    .fill_stretch_hours = { 48, 48 },
    .limits = {
        { .name = "market data", .scope = TR__LIMIT_ADDRESS, .amount = 800, .interval_ms = 1000 },
        { .name = "orders", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 100, .interval_ms = 2000, HEADERS },
        { .name = "own data", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 20, .interval_ms = 2000, HEADERS },
        { .name = "contracts", .scope = TR__LIMIT_KEY, .amount = 72, .interval_ms = 3000 },
        { .name = "contract data", .scope = TR__LIMIT_ADDRESS, .amount = 240, .interval_ms = 3000 },
    },
    .fill_pages = { { TR__PAGE_BEHIND_ID, "from", "size", 500, true }, { TR__PAGE_BEHIND_ID, "from", "limit", 100, false } },
    .open_pages = { { TR__PAGE_BEHIND_ID, "from", "size", 500, false },
                    { TR__PAGE_BEHIND_ID, "from", "limit", 100, false } },
    .halts = { { 429, 5000, false } },
    .ok_codes = ok_codes,
    .faults = &tr__htx_faults,
    .symbol_name = tr__htx_symbol,
};
