/* map.h: what kucoin's tables share. */
#ifndef TRADE_EXCHANGE_KUCOIN_MAP_H
#define TRADE_EXCHANGE_KUCOIN_MAP_H

#include "exchange/adapter.h"

#define TR__KUCOIN_TIMEFRAME_COUNT 12
#define TR__KUCOIN_FUTURES_POOL    2 /* its place in the table of limits */

extern const tr__endpoint tr__kucoin_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__kucoin_linear[TR_CALL_COUNT];
extern const tr__endpoint tr__kucoin_linear_stops[TR__STOP_CALL_COUNT];
extern const tr_timeframe tr__kucoin_timeframes[TR__KUCOIN_TIMEFRAME_COUNT];
extern const char *const tr__kucoin_words[TR__KUCOIN_TIMEFRAME_COUNT];
extern const char *const tr__kucoin_linear_words[TR__KUCOIN_TIMEFRAME_COUNT];

void tr__kucoin_asset(char asset[TR_ASSET_SIZE]);
extern const tr__faults tr__kucoin_faults;

/* swaps.c */
extern const tr__shape tr__kucoin_funding_paid;
extern const tr__shape tr__kucoin_margin;
extern const tr__shape tr__kucoin_position_mode;
void tr__kucoin_ask_funding_paid(tr__request *request, const tr_exchange_question *question);

#endif
