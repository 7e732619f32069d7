/* map.h: what bybit's tables share. */
#ifndef TRADE_EXCHANGE_BYBIT_MAP_H
#define TRADE_EXCHANGE_BYBIT_MAP_H

#include "exchange/adapter.h"

#define TR__BYBIT_TIMEFRAME_COUNT 13

extern const tr__endpoint tr__bybit_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__bybit_linear[TR_CALL_COUNT];
extern const tr_timeframe tr__bybit_timeframes[TR__BYBIT_TIMEFRAME_COUNT];
extern const char *const tr__bybit_words[TR__BYBIT_TIMEFRAME_COUNT];

/* account.c */
extern const tr__shape tr__bybit_bills, tr__bybit_done;
void tr__bybit_ask_bills(tr__request *request, const tr_exchange_question *question);
void tr__bybit_ask_leverage(tr__request *request, const tr_exchange_question *question);
void tr__bybit_ask_cancel_all(tr__request *request, const tr_exchange_question *question);

extern const tr__faults tr__bybit_faults;

/* swaps.c */
extern const tr__shape tr__bybit_funding_paid;
extern const tr__shape tr__bybit_margin;
extern const tr__shape tr__bybit_position_mode;
void tr__bybit_ask_funding_paid(tr__request *request, const tr_exchange_question *question);

#endif
