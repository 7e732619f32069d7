/* map.h: what binance's tables share. */
#ifndef TRADE_EXCHANGE_BINANCE_MAP_H
#define TRADE_EXCHANGE_BINANCE_MAP_H

#include "exchange/adapter.h"

#define TR__BINANCE_TIMEFRAME_COUNT 15

extern const tr__endpoint tr__binance_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__binance_linear[TR_CALL_COUNT];
extern const tr__endpoint tr__binance_linear_stops[TR__STOP_CALL_COUNT];
extern const tr_timeframe tr__binance_timeframes[TR__BINANCE_TIMEFRAME_COUNT];
extern const char *const tr__binance_words[TR__BINANCE_TIMEFRAME_COUNT];

/* account.c */
extern const tr__shape tr__binance_bills;
void tr__binance_ask_bills(tr__request *request, const tr_exchange_question *question);
void tr__binance_ask_leverage(tr__request *request, const tr_exchange_question *question);

#define TR__BINANCE_FUTURES_WEIGHT 3 /* its place in the table of limits; those of orders follow it */

extern const tr__faults tr__binance_faults;

/* swaps.c */
extern const tr__shape tr__binance_funding_paid;
extern const tr__shape tr__binance_margin, tr__binance_leverage_set;
extern const tr__shape tr__binance_position_mode;
void tr__binance_ask_funding_paid(tr__request *request, const tr_exchange_question *question);

#endif
