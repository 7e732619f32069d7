/* map.h: what mexc's tables share. */
#ifndef TRADE_EXCHANGE_MEXC_MAP_H
#define TRADE_EXCHANGE_MEXC_MAP_H

#include "exchange/adapter.h"

#define TR__MEXC_TIMEFRAME_COUNT 9

extern const tr__endpoint tr__mexc_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__mexc_linear[TR_CALL_COUNT];
extern const tr_timeframe tr__mexc_timeframes[TR__MEXC_TIMEFRAME_COUNT];
extern const char *const tr__mexc_words[TR__MEXC_TIMEFRAME_COUNT];
extern const char *const tr__mexc_contract_words[TR__MEXC_TIMEFRAME_COUNT];

extern const tr__faults tr__mexc_faults;

#endif
