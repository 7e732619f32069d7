/* map.h: what bitget's tables share. */
#ifndef TRADE_EXCHANGE_BITGET_MAP_H
#define TRADE_EXCHANGE_BITGET_MAP_H

#include "exchange/adapter.h"

#define TR__BITGET_TIMEFRAME_COUNT 12

extern const tr__endpoint tr__bitget_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__bitget_linear[TR_CALL_COUNT];
extern const tr__endpoint tr__bitget_linear_stops[TR__STOP_CALL_COUNT];
extern const tr_timeframe tr__bitget_timeframes[TR__BITGET_TIMEFRAME_COUNT];
extern const char *const tr__bitget_words[TR__BITGET_TIMEFRAME_COUNT];
extern const char *const tr__bitget_linear_words[TR__BITGET_TIMEFRAME_COUNT];

extern const tr__faults tr__bitget_faults;

/* swaps.c */
extern const tr__shape tr__bitget_funding_paid;
extern const tr__shape tr__bitget_margin;
void tr__bitget_ask_funding_paid(tr__request *request, const tr_exchange_question *question);
void tr__bitget_ask_margin(tr__request *request, const tr_exchange_question *question);

#endif
