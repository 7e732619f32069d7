/*
 * exchange.c: gate as data, spot and USDT perpetuals (counted in contracts).
 * Source: Gate API v4, "Frequency limit rule", "Create an order" (text, x-gate-exptime), "Amend single order" (an
 * amount below what has filled cancels: it counts), "Get a single order", 2026. How long a
 * text stays taken is not documented: only open orders count here.
 */
#include "exchange/gate/map.h"

#define IDS                                                                                        \
    {                                                                                              \
        .form = TR_ID_FORM_PREFIXED, .length_max = 30, .alphabet = "._-",                          \
        .scope = TR_ID_SCOPE_OPEN, .validity_ms = 2000, .visibility_ms = 2000,                     \
        .is_found_when_done = true, .found_done_ms = 3600000, .resend = TR_RESEND_AFTER_LAPSE,     \
    }

#define HEADERS                                                                                    \
    .total_header = "X-Gate-RateLimit-Limit", .left_header = "X-Gate-RateLimit-Requests-Remain",   \
    .reset_header = "X-Gate-RateLimit-Reset-Timestamp", .reset_unit = TR__RESET_AT_S

#define COMMON                                                                                     \
    (TR_ORDER_FEATURE_MARKET | TR_ORDER_FEATURE_LIMIT | TR_ORDER_FEATURE_IOC |                     \
     TR_ORDER_FEATURE_FOK | TR_ORDER_FEATURE_POST_ONLY)

static const char *const ok_codes[] = { NULL };

const tr__adapter tr__adapter_gate = {
    .info = {
        .name = "gate",
        .title = "Gate",
        .document = "Gate API v4",
        .spot = {
            .is_offered = true,
            .amending = TR_IN_PLACE_ANSWERED,
            .dead_man_min_s = 5, .dead_man_max_s = 86400,
            .order_features = COMMON | TR_ORDER_FEATURE_NOTIONAL_BUY,
            .timeframes = tr__gate_timeframes,
            .timeframe_count = TR__GATE_TIMEFRAME_COUNT,
            .bar_limit_max = 1000,
            .book_limit_max = 100,
            .ids = IDS,
            .host = "https://api.gateio.ws",
        },
        .linear = {
            .is_offered = true,
            .amending = TR_IN_PLACE_ANSWERED,
            .dead_man_min_s = 5, .dead_man_max_s = 86400,
            .order_features = COMMON | TR_ORDER_FEATURE_REDUCE_ONLY | TR_ORDER_FEATURE_QUANTITY_BUY,
            .timeframes = tr__gate_timeframes,
            .timeframe_count = TR__GATE_TIMEFRAME_COUNT,
            .bar_limit_max = 2000,
            .book_limit_max = 100,
            .ids = IDS,
            .host = "https://api.gateio.ws",
            .sandbox_host = "https://api-testnet.gateapi.io",
        },
    },
    .endpoints = { tr__gate_spot, tr__gate_linear },
    .timeframe_words = { tr__gate_words, tr__gate_words },
    .fill_stretch_hours = { 720, 720 },
    .limits = {
        { .name = "public", .scope = TR__LIMIT_ENDPOINT, .amount = 200, .interval_ms = 10000, HEADERS },
        { .name = "private", .scope = TR__LIMIT_KEY_ENDPOINT, .amount = 200, .interval_ms = 10000, HEADERS },
        { .name = "spot orders", .scope = TR__LIMIT_KEY_SYMBOL, .amount = 10, .interval_ms = 1000, HEADERS },
        { .name = "futures orders", .scope = TR__LIMIT_KEY, .amount = 100, .interval_ms = 1000, HEADERS },
    },
    .fill_pages = { { TR__PAGE_NUMBER, "page", "limit", 1000, false }, { TR__PAGE_OFFSET, "offset", "limit", 1000, false } },
    .open_pages = { { TR__PAGE_NUMBER, "page", "limit", 100, false },
                    { TR__PAGE_OFFSET, "offset", "limit", 100, false } },
    .funding_pages = { TR__PAGE_OFFSET, "offset", "limit", 100, false },
    .funding_stretch_hours = 168,
    .halts = { { 429, 10000, false } },
    .ok_codes = ok_codes,
    .faults = &tr__gate_faults,
};
