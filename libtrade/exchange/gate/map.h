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

/* swaps.c */
extern const tr__shape tr__gate_funding_paid;
extern const tr__shape tr__gate_margin;
extern const tr__shape tr__gate_position_mode;
void tr__gate_ask_funding_paid(tr__request *request, const tr_exchange_question *question);

#endif
