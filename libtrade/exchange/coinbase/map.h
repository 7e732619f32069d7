/* map.h: what coinbase's tables share. */
#ifndef TRADE_EXCHANGE_COINBASE_MAP_H
#define TRADE_EXCHANGE_COINBASE_MAP_H

#include "exchange/adapter.h"

#define TR__COINBASE_TIMEFRAME_COUNT 8

extern const tr__endpoint tr__coinbase_spot[TR_CALL_COUNT];
extern const tr_timeframe tr__coinbase_timeframes[TR__COINBASE_TIMEFRAME_COUNT];
extern const char *const tr__coinbase_words[TR__COINBASE_TIMEFRAME_COUNT];

extern const tr__faults tr__coinbase_faults;

#endif
