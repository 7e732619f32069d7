/* map.h: what gate's tables share. */
#ifndef TRADE_EXCHANGE_GATE_MAP_H
#define TRADE_EXCHANGE_GATE_MAP_H

#include "exchange/adapter.h"

#define TR__GATE_TIMEFRAME_COUNT 10

extern const tr__endpoint tr__gate_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__gate_linear[TR_CALL_COUNT];
extern const tr_timeframe tr__gate_timeframes[TR__GATE_TIMEFRAME_COUNT];
extern const char *const tr__gate_words[TR__GATE_TIMEFRAME_COUNT];


extern const tr__faults tr__gate_faults;

#endif
