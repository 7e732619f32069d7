/*
 * exchange.c: mexc as data, spot and USDT perpetuals (counted in contracts).
 * Source: MEXC Spot API v3, "Limits", "New Order"; MEXC Futures API, "Place order", "Get order by external id", "Error Code" (513), 2026. How long a
 * client id stays taken is not documented.
 */
#include "exchange/mexc/map.h"

/* Contracts have no window of ours: a request is refused once it is ten seconds old. */
#define IDS(window_ms)                                                                             \
    {                                                                                              \
        .form = TR_ID_FORM_BASE32, .length_max = 32, .alphabet = "_-", .scope = TR_ID_SCOPE_OPEN,  \
        .validity_ms = window_ms, .visibility_ms = 5000, .is_found_when_done = true, .resend = TR_RESEND_NEVER, \
    }

static const char *const ok_codes[] = { "0", "200", NULL };

const tr__adapter tr__adapter_mexc = {
    .info = {
        .name = "mexc",
        .title = "MEXC",
        .document = "MEXC Spot API v3 and Futures API v1",
        .spot = {
            .is_offered = true,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_FOK |
                              TR_ORDER_FEATURE_POST_ONLY | TR_ORDER_FEATURE_NOTIONAL_BUY | TR_ORDER_FEATURE_QUANTITY_BUY,
            .timeframes = tr__mexc_timeframes,
            .timeframe_count = TR__MEXC_TIMEFRAME_COUNT,
            .bar_limit_max = 1000,
            .book_limit_max = 5000,
            .ids = IDS(2000),
            .host = "https://api.mexc.com",
        },
        .linear = {
            .is_offered = true,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_FOK |
                              TR_ORDER_FEATURE_POST_ONLY | TR_ORDER_FEATURE_REDUCE_ONLY | TR_ORDER_FEATURE_QUANTITY_BUY,
            .timeframes = tr__mexc_timeframes,
            .timeframe_count = TR__MEXC_TIMEFRAME_COUNT,
            .bar_limit_max = 2000,
            .book_limit_max = 1000,
            .ids = IDS(10000),
            .host = "https://api.mexc.com",
        },
    },
    .endpoints = { tr__mexc_spot, tr__mexc_linear },
    .timeframe_words = { tr__mexc_words, tr__mexc_contract_words },
    .fill_stretch_hours = { 168, 168 },
    .limits = {
        { .name = "address", .scope = TR__LIMIT_ENDPOINT, .amount = 500, .interval_ms = 10000 },
        { .name = "account", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 500, .interval_ms = 10000 },
        { .name = "futures data", .scope = TR__LIMIT_ENDPOINT, .amount = 20, .interval_ms = 2000 },
        { .name = "futures account", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 20, .interval_ms = 2000 },
        { .name = "futures orders", .scope = TR__LIMIT_KEY, .amount = 4, .interval_ms = 2000 },
    },
    .fill_pages = { { TR__PAGE_UNTIL_MS, "endTime", "limit", 100, false }, { TR__PAGE_NUMBER, "page_num", "page_size", 100, false } },
    .open_pages = { { .by = TR__PAGE_NONE },
                    { TR__PAGE_NUMBER, "page_num", "page_size", 100, false } },
    .halts = { { 429, 10000, true }, { 418, 120000, true }, { 403, 120000, true } },
    .retry_after_header = "Retry-After",
    .ok_codes = ok_codes,
    .faults = &tr__mexc_faults,
};
