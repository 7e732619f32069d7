/* map.h: what okx's tables share. */
#ifndef TRADE_EXCHANGE_OKX_MAP_H
#define TRADE_EXCHANGE_OKX_MAP_H

#include "exchange/adapter.h"

#define TR__OKX_TIMEFRAME_COUNT 13

extern const tr__endpoint tr__okx_spot[TR_CALL_COUNT];
extern const tr__endpoint tr__okx_linear[TR_CALL_COUNT];
extern const tr__endpoint tr__okx_spot_stops[TR__STOP_CALL_COUNT];
extern const tr__endpoint tr__okx_linear_stops[TR__STOP_CALL_COUNT];
extern const tr_timeframe tr__okx_timeframes[TR__OKX_TIMEFRAME_COUNT];
extern const char *const tr__okx_words[TR__OKX_TIMEFRAME_COUNT];

/* account.c */
extern const tr__shape tr__okx_bills;
void tr__okx_ask_bills(tr__request *request, const tr_exchange_question *question);
void tr__okx_ask_leverage(tr__request *request, const tr_exchange_question *question);

extern const tr__faults tr__okx_faults;

#define TR__OKX_STOP_LIMIT 5 /* the stops' place in the table of limits */

/* swaps.c */
extern const tr__shape tr__okx_funding_paid;
extern const tr__shape tr__okx_margin;
extern const tr__shape tr__okx_position_mode;
void tr__okx_ask_funding_paid(tr__request *request, const tr_exchange_question *question);

#endif
