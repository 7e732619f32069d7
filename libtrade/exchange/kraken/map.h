/* map.h: what kraken's tables share. */
#ifndef TRADE_EXCHANGE_KRAKEN_MAP_H
#define TRADE_EXCHANGE_KRAKEN_MAP_H

#include "exchange/adapter.h"

#define TR__KRAKEN_TIMEFRAME_COUNT 8

/* A deadline must lie two seconds ahead when it arrives; this leaves three for the way. */
#define TR__KRAKEN_VALIDITY_MS 5000

extern const tr__endpoint tr__kraken_spot[TR_CALL_COUNT];
extern const tr_timeframe tr__kraken_timeframes[TR__KRAKEN_TIMEFRAME_COUNT];
extern const char *const tr__kraken_words[TR__KRAKEN_TIMEFRAME_COUNT];
void tr__kraken_asset(char asset[TR_ASSET_SIZE]);
void tr__kraken_symbol(char symbol[TR_SYMBOL_SIZE]);

extern const tr__faults tr__kraken_faults;

#endif
