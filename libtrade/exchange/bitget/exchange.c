/*
 * exchange.c: bitget as data, spot and USDT perpetuals.
 * Source: Bitget API v2, "Rate Limit", "Demo Trading", "Place Order" (clientOid), 2026. How long a client id stays taken, and the
 * code of a repeated one, are not documented: an unknown answer is looked up.
 */
#include "exchange/bitget/map.h"

#define IDS                                                                                        \
    {                                                                                              \
        .form = TR_ID_FORM_BASE32, .length_max = 40, .alphabet = "-_", .scope = TR_ID_SCOPE_OPEN,  \
        .validity_ms = 30000, .visibility_ms = 2000, .is_found_when_done = true,                   \
        .resend = TR_RESEND_AFTER_LAPSE,                                                           \
    }

/* Stops of contracts: what has ended is told of for three months, longer than counts here. */
#define STOP_IDS                                                                                   \
    {                                                                                              \
        .form = TR_ID_FORM_BASE32, .length_max = 40, .alphabet = "-_", .scope = TR_ID_SCOPE_OPEN,  \
        .validity_ms = 30000, .visibility_ms = 2000, .is_found_when_done = true,                   \
        .found_done_ms = 2592000000, .resend = TR_RESEND_AFTER_LAPSE,                              \
    }

#define COMMON                                                                                     \
    (TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_IOC | TR_ORDER_FEATURE_FOK | \
     TR_ORDER_FEATURE_POST_ONLY)

#define PLACE                                                                                      \
    .host = "https://api.bitget.com", .sandbox_host = "https://api.bitget.com", .sandbox_header = "PAPTRADING", \
    .sandbox_header_value = "1"

static const char *const ok_codes[] = { "00000", "0", NULL };

const tr__adapter tr__adapter_bitget = {
    .info = {
        .name = "bitget",
        .title = "Bitget",
        .document = "Bitget API v2",
        .spot = {
            .is_offered = true,
            .order_features = COMMON | TR_ORDER_FEATURE_NOTIONAL_BUY,
            .timeframes = tr__bitget_timeframes,
            .timeframe_count = TR__BITGET_TIMEFRAME_COUNT,
            .bar_limit_max = 1000,
            .book_limit_max = 150,
            .ids = IDS,
            PLACE,
        },
        .linear = {
            .is_offered = true,
            .order_features = COMMON | TR_ORDER_FEATURE_REDUCE_ONLY | TR_ORDER_FEATURE_QUANTITY_BUY,
            .held_stops = TR_ORDER_FEATURE_STOP | TR_ORDER_FEATURE_STOP_LIMIT,
            .stop_ids = STOP_IDS,
            .timeframes = tr__bitget_timeframes,
            .timeframe_count = TR__BITGET_TIMEFRAME_COUNT,
            .bar_limit_max = 1000,
            .book_limit_max = 100,
            .ids = IDS,
            PLACE,
        },
    },
    .endpoints = { tr__bitget_spot, tr__bitget_linear },
    .stops = { NULL, tr__bitget_linear_stops },
    .timeframe_words = { tr__bitget_words, tr__bitget_linear_words },
    .fill_stretch_hours = { 720, 168 },
    .limits = {
        { .name = "public", .scope = TR__LIMIT_ENDPOINT, .amount = 20, .interval_ms = 1000 },
        { .name = "private", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 10, .interval_ms = 1000 },
        { .name = "address", .scope = TR__LIMIT_ADDRESS, .amount = 6000, .interval_ms = 60000 },
    },
    .fill_pages = { { TR__PAGE_BELOW_ID, "idLessThan", "limit", 100, false }, { TR__PAGE_TOLD, "idLessThan", "limit", 100, false } },
    .open_pages = { { TR__PAGE_BELOW_ID, "idLessThan", "limit", 100, false },
                    { TR__PAGE_TOLD, "idLessThan", "limit", 100, false } },
    .stop_pages = { { .by = TR__PAGE_NONE }, { TR__PAGE_TOLD, "idLessThan", "limit", 100, false } },
    .funding_pages = { TR__PAGE_BELOW_ID, "idLessThan", "limit", 100, false },
    .funding_stretch_hours = 168,
    .halts = { { 429, 5000, true } },
    .ok_codes = ok_codes,
    .faults = &tr__bitget_faults,
};
