/*
 * exchange.c: kucoin as data, spot (high-frequency endpoints) and USDT perpetuals (counted in contracts).
 * Source: KuCoin API, "Rate Limit", "Place Order" (clientOid), "Get Order by clientOid", 2026. Done orders are kept for three days
 * at least; whether a client id is taken again is not documented.
 */
#include "exchange/kucoin/map.h"

#define IDS                                                                                        \
    {                                                                                              \
        .form = TR_ID_FORM_BASE32, .length_max = 40, .alphabet = "-_", .scope = TR_ID_SCOPE_OPEN,  \
        .validity_ms = 5000, .visibility_ms = 2000, .is_found_when_done = true, .found_done_ms = 259200000, \
        .resend = TR_RESEND_AFTER_LAPSE,                                                           \
    }

#define COMMON                                                                                     \
    (TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_FOK | \
     TR_ORDER_FEATURE_POST_ONLY | TR_ORDER_FEATURE_QUANTITY_BUY)

#define HEADERS                                                                                    \
    .total_header = "gw-ratelimit-limit", .left_header = "gw-ratelimit-remaining",                 \
    .reset_header = "gw-ratelimit-reset", .reset_unit = TR__RESET_MS_LEFT

static const char *const ok_codes[] = { "200000", NULL };

const tr__adapter tr__adapter_kucoin = {
    .info = {
        .name = "kucoin",
        .title = "KuCoin",
        .document = "KuCoin API v1 to v3",
        .spot = {
            .is_offered = true,
            .order_features = COMMON | TR_ORDER_FEATURE_NOTIONAL_BUY | TR_ORDER_FEATURE_NOTIONAL_SELL,
            .timeframes = tr__kucoin_timeframes,
            .timeframe_count = TR__KUCOIN_TIMEFRAME_COUNT,
            .bar_limit_max = 1500,
            .book_limit_max = 100,
            .ids = IDS,
            .host = "https://api.kucoin.com",
        },
        .linear = {
            .is_offered = true,
            .order_features = COMMON | TR_ORDER_FEATURE_REDUCE_ONLY,
            .held_stops = TR_ORDER_FEATURE_STOP | TR_ORDER_FEATURE_STOP_LIMIT,
            .stop_ids = IDS,
            .timeframes = tr__kucoin_timeframes,
            .timeframe_count = TR__KUCOIN_TIMEFRAME_COUNT - 1, /* the last is of spot alone */
            .bar_limit_max = 500,
            .book_limit_max = 100,
            .ids = IDS,
            .host = "https://api-futures.kucoin.com",
        },
    },
    .endpoints = { tr__kucoin_spot, tr__kucoin_linear },
    .stops = { NULL, tr__kucoin_linear_stops },
    .timeframe_words = { tr__kucoin_words, tr__kucoin_linear_words },
    .fill_stretch_hours = { 168, 24 },
    .limits = {
        { .name = "public pool", .scope = TR__LIMIT_ADDRESS, .amount = 2000, .interval_ms = 30000, HEADERS },
        { .name = "spot pool", .scope = TR__LIMIT_KEY, .amount = 4000, .interval_ms = 30000, HEADERS },
        { .name = "futures pool", .scope = TR__LIMIT_KEY, .amount = 2000, .interval_ms = 30000, HEADERS },
        { .name = "management pool", .scope = TR__LIMIT_KEY, .amount = 2000, .interval_ms = 30000, HEADERS },
    },
    .fill_pages = { { TR__PAGE_TOLD, "lastId", "limit", 100, false }, { TR__PAGE_NUMBER, "currentPage", "pageSize", 1000, false } },
    .fill_span_ms = { 604800000, 604800000 },
    .open_pages = { { .by = TR__PAGE_NONE },
                    { TR__PAGE_NUMBER, "currentPage", "pageSize", 100, false } },
    .stop_pages = { { .by = TR__PAGE_NONE },
                    { TR__PAGE_NUMBER, "currentPage", "pageSize", 100, false } },
    .funding_pages = { TR__PAGE_BEHIND_ID, "offset", "maxCount", 100, false },
    .funding_stretch_hours = 168,
    .halts = { { 429, 10000, false } },
    .asset_name = tr__kucoin_asset,
    .ok_codes = ok_codes,
    .is_query_raw = true,
    .faults = &tr__kucoin_faults,
};
