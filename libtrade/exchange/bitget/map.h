/* map.h: what bitget's tables share. */
#ifndef TRADE_EXCHANGE_BITGET_MAP_H
#define TRADE_EXCHANGE_BITGET_MAP_H

#include "exchange/adapter.h"

#define TR__BITGET_TIMEFRAME_COUNT 12

extern const tr__endpoint tr__bitget_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__bitget_linear[TR_CALL_COUNT];
extern const tr_timeframe tr__bitget_timeframes[TR__BITGET_TIMEFRAME_COUNT];
extern const char *const tr__bitget_words[TR__BITGET_TIMEFRAME_COUNT];
extern const char *const tr__bitget_linear_words[TR__BITGET_TIMEFRAME_COUNT];

extern const tr__faults tr__bitget_faults;

#endif
