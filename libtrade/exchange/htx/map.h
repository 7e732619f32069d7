/* map.h: what htx's tables share. */
#ifndef TRADE_EXCHANGE_HTX_MAP_H
#define TRADE_EXCHANGE_HTX_MAP_H

#include "exchange/adapter.h"

#define TR__HTX_TIMEFRAME_COUNT 9

extern const tr__endpoint tr__htx_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__htx_linear[TR_CALL_COUNT];
extern const tr_timeframe tr__htx_timeframes[TR__HTX_TIMEFRAME_COUNT];
extern const char *const tr__htx_words[TR__HTX_TIMEFRAME_COUNT];
void tr__htx_symbol(char symbol[TR_SYMBOL_SIZE]);

extern const tr__faults tr__htx_faults;

#endif
