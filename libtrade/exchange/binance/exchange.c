/*
 * exchange.c: binance as data, spot and USD-M futures.
 * Source: Binance Spot API, "General API Information", "Limits" and "Trading endpoints", 2026; USD-M Futures API, "General
 * Info" and "New Order", 2026. Limits are those that exchangeInfo showed; the headers correct them while running.
 */
#include "exchange/binance/map.h"

enum { WEIGHT, ORDERS_10S, ORDERS_DAY, FUTURES_WEIGHT, FUTURES_ORDERS_10S, FUTURES_ORDERS_MINUTE };

/* Client ids are unique among open orders only: the same id is taken again once the first order is done. */
#define IDS                                                                                        \
    {                                                                                              \
        .form = TR_ID_FORM_BASE32, .length_max = 36, .alphabet = ".:/_-",                          \
        .scope = TR_ID_SCOPE_OPEN, .validity_ms = 2000, .visibility_ms = 2000,                     \
        .is_found_when_done = true, .resend = TR_RESEND_AFTER_LAPSE,                               \
    }

/* Stops of contracts: found for three days when they ended unfired, for ninety otherwise ("Query Algo Order"). */
#define STOP_IDS                                                                                   \
    {                                                                                              \
        .form = TR_ID_FORM_BASE32, .length_max = 36, .alphabet = ".:/_-",                          \
        .scope = TR_ID_SCOPE_OPEN, .validity_ms = 2000, .visibility_ms = 2000,                     \
        .is_found_when_done = true, .found_done_ms = 259200000, .resend = TR_RESEND_AFTER_LAPSE,   \
    }

_Static_assert(FUTURES_WEIGHT == TR__BINANCE_FUTURES_WEIGHT &&
                   FUTURES_ORDERS_MINUTE == TR__BINANCE_FUTURES_WEIGHT + 2,
               "stops.c counts against these");

static const char *const ok_codes[] = { "0", "200", NULL };

const tr__adapter tr__adapter_binance = {
    .info = {
        .name = "binance",
        .title = "Binance",
        .document = "Binance Spot API v3 and USD-M Futures API v1 to v3",
        .spot = {
            .is_offered = true,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_STOP |
                              TR_ORDER_FEATURE_STOP_LIMIT | TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_FOK |
                              TR_ORDER_FEATURE_POST_ONLY | TR_ORDER_FEATURE_NOTIONAL_BUY |
                              TR_ORDER_FEATURE_NOTIONAL_SELL | TR_ORDER_FEATURE_QUANTITY_BUY,
            .held_stops = TR_ORDER_FEATURE_STOP | TR_ORDER_FEATURE_STOP_LIMIT,
            .timeframes = tr__binance_timeframes,
            .timeframe_count = TR__BINANCE_TIMEFRAME_COUNT,
            .bar_limit_max = 1000,
            .book_limit_max = 5000,
            .ids = IDS,
            .host = "https://api.binance.com",
            .sandbox_host = "https://testnet.binance.vision",
        },
        .linear = {
            .is_offered = true,
            .amending = TR_IN_PLACE_ANSWERED,
            .dead_man_min_s = 1, .dead_man_max_s = 86400,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_IOC |
                              TR_ORDER_FEATURE_FOK | TR_ORDER_FEATURE_POST_ONLY |
                              TR_ORDER_FEATURE_REDUCE_ONLY | TR_ORDER_FEATURE_QUANTITY_BUY,
            .held_stops = TR_ORDER_FEATURE_STOP | TR_ORDER_FEATURE_STOP_LIMIT,
            .stop_ids = STOP_IDS,
            .timeframes = tr__binance_timeframes,
            .timeframe_count = TR__BINANCE_TIMEFRAME_COUNT,
            .bar_limit_max = 1500,
            .book_limit_max = 1000,
            .ids = IDS,
            .host = "https://fapi.binance.com",
            .sandbox_host = "https://testnet.binancefuture.com",
        },
    },
    .endpoints = { tr__binance_spot, tr__binance_linear },
    .stops = { NULL, tr__binance_linear_stops },
    .timeframe_words = { tr__binance_words, tr__binance_words },
    .fill_stretch_hours = { 24, 168 },
    .limits = {
        [WEIGHT] = { .name = "weight", .scope = TR__LIMIT_ADDRESS, .amount = 6000, .interval_ms = 60000,
                     .used_header = "X-MBX-USED-WEIGHT-1M" },
        [ORDERS_10S] = { .name = "orders/10s", .scope = TR__LIMIT_KEY, .amount = 50, .interval_ms = 10000,
                         .used_header = "X-MBX-ORDER-COUNT-10S" },
        [ORDERS_DAY] = { .name = "orders/day", .scope = TR__LIMIT_KEY, .amount = 160000,
                         .interval_ms = 86400000, .used_header = "X-MBX-ORDER-COUNT-1D" },
        [FUTURES_WEIGHT] = { .name = "futures weight", .scope = TR__LIMIT_ADDRESS, .amount = 2400,
                             .interval_ms = 60000, .used_header = "X-MBX-USED-WEIGHT-1M" },
        [FUTURES_ORDERS_10S] = { .name = "futures orders/10s", .scope = TR__LIMIT_KEY, .amount = 300,
                                 .interval_ms = 10000, .used_header = "X-MBX-ORDER-COUNT-10S" },
        [FUTURES_ORDERS_MINUTE] = { .name = "futures orders/minute", .scope = TR__LIMIT_KEY, .amount = 1200,
                                    .interval_ms = 60000, .used_header = "X-MBX-ORDER-COUNT-1M" },
    },
    .bill_pages = { [TR__PRODUCT_LINEAR] = { TR__PAGE_NUMBER, "page", "limit", 1000, false } },
    .fill_pages = { { TR__PAGE_FROM_ID, "fromId", "limit", 1000, false }, { TR__PAGE_FROM_ID, "fromId", "limit", 1000, false } },
    .fill_span_ms = { 0, 604800000 },
    .funding_pages = { TR__PAGE_NUMBER, "page", "limit", 1000, false },
    .funding_stretch_hours = 168,
    .halts = { { 429, 60000, true }, { 418, 120000, true }, { 403, 300000, true } },
    .retry_after_header = "Retry-After",
    .ok_codes = ok_codes,
    .faults = &tr__binance_faults,
};
