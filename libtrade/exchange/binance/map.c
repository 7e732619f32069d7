/* map.c: binance's requests and answers as tables. */
#include "exchange/binance/map.h"

#define MINUTES(count) { count, TR_TIMEFRAME_MINUTE }
#define HOURS(count)   { count, TR_TIMEFRAME_HOUR }

const tr_timeframe tr__binance_timeframes[TR__BINANCE_TIMEFRAME_COUNT] = {
    MINUTES(1), MINUTES(3), MINUTES(5), MINUTES(15), MINUTES(30), HOURS(1), HOURS(2), HOURS(4), HOURS(6), HOURS(8),
    HOURS(12), { 1, TR_TIMEFRAME_DAY }, { 3, TR_TIMEFRAME_DAY }, { 1, TR_TIMEFRAME_WEEK }, { 1, TR_TIMEFRAME_MONTH },
};

const char *const tr__binance_words[TR__BINANCE_TIMEFRAME_COUNT] = {
    "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M",
};

const tr__endpoint tr__binance_spot[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "public", "GET", "time", .costs = { { 0, 1 } } },
};

const tr__endpoint tr__binance_linear[TR_CALL_COUNT] = {
    [TR_CALL_TIME] = { "fapiPublic", "GET", "time", .costs = { { 3, 1 } } },
};
