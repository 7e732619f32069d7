/*
 * exchange.c: okx as data, spot and linear perpetuals (counted in contracts).
 * Source: OKX API guide V5, "Overview: Rate Limits", "Demo Trading", "Order Book Trading: Place order" (expTime), 2026. How
 * long a client id stays taken after its order is done is not documented: only open orders count here.
 */
#include "exchange/okx/map.h"

#define IDS                                                                                        \
    {                                                                                              \
        .form = TR_ID_FORM_BASE32, .length_max = 32, .alphabet = "", .scope = TR_ID_SCOPE_OPEN,    \
        .validity_ms = 2000, .visibility_ms = 2000, .is_found_when_done = true,                    \
        .found_done_ms = 7200000, /* a cancelled order without fills; others for months */         \
            .resend = TR_RESEND_AFTER_LAPSE,                                                       \
    }

/*
 * Stops. Their client id is unique, how far is not documented; the signature's time alone bounds how late one is taken (30
 * seconds); what has ended is told of for three months ("Algo order history"), longer than counts here.
 */
#define STOP_IDS                                                                                   \
    {                                                                                              \
        .form = TR_ID_FORM_BASE32, .length_max = 32, .alphabet = "", .scope = TR_ID_SCOPE_OPEN,    \
        .validity_ms = 30000, .visibility_ms = 2000, .is_found_when_done = true,                   \
        .found_done_ms = 604800000, .resend = TR_RESEND_AFTER_LAPSE,                               \
    }

#define PLACE                                                                                      \
    .host = "https://www.okx.com", .sandbox_host = "https://www.okx.com",                          \
    .sandbox_header = "x-simulated-trading", .sandbox_header_value = "1"

static const char *const ok_codes[] = { "0", NULL };

const tr__adapter tr__adapter_okx = {
    .info = {
        .name = "okx",
        .title = "OKX",
        .document = "OKX API V5",
        .spot = {
            .is_offered = true,
            .amending = TR_IN_PLACE_ACKNOWLEDGED,
            .dead_man_min_s = 10, .dead_man_max_s = 120,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_IOC |
                              TR_ORDER_FEATURE_FOK | TR_ORDER_FEATURE_POST_ONLY | TR_ORDER_FEATURE_NOTIONAL_BUY |
                              TR_ORDER_FEATURE_NOTIONAL_SELL | TR_ORDER_FEATURE_QUANTITY_BUY,
            .timeframes = tr__okx_timeframes,
            .timeframe_count = TR__OKX_TIMEFRAME_COUNT,
            .bar_limit_max = 100,
            .book_limit_max = 400,
            .ids = IDS,
            .held_stops = TR_ORDER_FEATURE_STOP | TR_ORDER_FEATURE_STOP_LIMIT,
            .stop_ids = STOP_IDS,
            PLACE,
        },
        .linear = {
            .is_offered = true,
            .amending = TR_IN_PLACE_ACKNOWLEDGED,
            .dead_man_min_s = 10, .dead_man_max_s = 120,
            .order_features = TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_IOC |
                              TR_ORDER_FEATURE_FOK | TR_ORDER_FEATURE_POST_ONLY | TR_ORDER_FEATURE_REDUCE_ONLY |
                              TR_ORDER_FEATURE_QUANTITY_BUY,
            .timeframes = tr__okx_timeframes,
            .timeframe_count = TR__OKX_TIMEFRAME_COUNT,
            .bar_limit_max = 100,
            .book_limit_max = 400,
            .ids = IDS,
            .held_stops = TR_ORDER_FEATURE_STOP | TR_ORDER_FEATURE_STOP_LIMIT,
            .stop_ids = STOP_IDS,
            PLACE,
        },
    },
    .endpoints = { tr__okx_spot, tr__okx_linear },
    .stops = { tr__okx_spot_stops, tr__okx_linear_stops },
    .timeframe_words = { tr__okx_words, tr__okx_words },
    .limits = {
        { .name = "market data", .scope = TR__LIMIT_ENDPOINT, .amount = 20, .interval_ms = 2000 },
        { .name = "orders", .scope = TR__LIMIT_KEY_SYMBOL, .amount = 60, .interval_ms = 2000 },
        { .name = "own data", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 10, .interval_ms = 2000 },
        { .name = "all orders", .scope = TR__LIMIT_KEY, .amount = 1000, .interval_ms = 2000 },
        { .name = "fees, instruments", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 5, .interval_ms = 2000 },
        { .name = "stops", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 20, .interval_ms = 2000 },
    },
    .bill_pages = { { TR__PAGE_BELOW_ID, "after", "limit", 100, false },
                    { TR__PAGE_BELOW_ID, "after", "limit", 100, false } },
    .open_pages = { { TR__PAGE_BELOW_ID, "after", "limit", 100, false },
                    { TR__PAGE_BELOW_ID, "after", "limit", 100, false } },
    .stop_pages = { { TR__PAGE_BELOW_ID, "after", "limit", 100, false },
                    { TR__PAGE_BELOW_ID, "after", "limit", 100, false } },
    .funding_pages = { TR__PAGE_BELOW_ID, "after", "limit", 100, false },
    .funding_stretch_hours = 168,
    .halts = { { 429, 2000, false } },
    .ok_codes = ok_codes,
    .faults = &tr__okx_faults,
};
