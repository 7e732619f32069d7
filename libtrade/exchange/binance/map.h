/* map.h: what binance's tables share. */
#ifndef TRADE_EXCHANGE_BINANCE_MAP_H
#define TRADE_EXCHANGE_BINANCE_MAP_H

#include "exchange/adapter.h"

#define TR__BINANCE_TIMEFRAME_COUNT 15

extern const tr__endpoint tr__binance_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__binance_linear[TR_CALL_COUNT];
extern const tr_timeframe tr__binance_timeframes[TR__BINANCE_TIMEFRAME_COUNT];
extern const char *const tr__binance_words[TR__BINANCE_TIMEFRAME_COUNT];

extern const tr__faults tr__binance_faults;

#endif
