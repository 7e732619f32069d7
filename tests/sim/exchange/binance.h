/* binance.h: what the files of Binance's dialect share. */
#ifndef SIM_EXCHANGE_BINANCE_H
#define SIM_EXCHANGE_BINANCE_H

#include "state.h"

#define WEIGHT_MAX 6000u /* a minute */
#define ORDERS_MAX 100u  /* in 10 s */
#define FUTURES_WEIGHT_MAX 2400u
#define FUTURES_ORDERS_MAX 300u

/* ---- binance.c ----------------------------------------------------------------------------- */

void sim_binance_say(sim_call *call, int http, int code, const char *text);
void sim_binance_say_param(sim_call *call, const char *name);
bool sim_binance_may_order(sim_call *call);
/* The kind that the request's path is for. */
tr_kind sim_binance_kind(const sim_call *call);

/* ---- binance_market.c ---------------------------------------------------------------------- */

sim_market *sim_binance_market_named(sim_call *call);
void sim_binance_run_ping(sim_call *call);
void sim_binance_run_time(sim_call *call);
void sim_binance_run_exchange_info(sim_call *call);
void sim_binance_run_ticker(sim_call *call);
void sim_binance_run_last(sim_call *call);
void sim_binance_run_book_ticker(sim_call *call);
void sim_binance_run_depth(sim_call *call);
void sim_binance_run_klines(sim_call *call);

/* ---- binance_orders.c ---------------------------------------------------------------------- */

void sim_binance_run_account(sim_call *call);
void sim_binance_run_commission(sim_call *call);
void sim_binance_run_trade_fee(sim_call *call);
void sim_binance_run_rights(sim_call *call);
void sim_binance_run_nothing(sim_call *call);
void sim_binance_run_place(sim_call *call);
void sim_binance_run_query(sim_call *call);
void sim_binance_run_cancel(sim_call *call);
void sim_binance_run_open(sim_call *call);
void sim_binance_run_all(sim_call *call);
void sim_binance_run_cancel_all(sim_call *call);
void sim_binance_run_my_trades(sim_call *call);
/* The account's orders of one kind: those of a market when one is named, or of all; of the market that must be named. */
typedef bool sim_binance_order_test(const sim_exchange *exchange, const sim_order *order);
typedef void sim_binance_order_writer(const sim_call *call, const sim_order *order);
void sim_binance_list_open(sim_call *call, sim_binance_order_test *belongs,
                           sim_binance_order_writer *write);
void sim_binance_list_all(sim_call *call, sim_binance_order_test *belongs,
                          sim_binance_order_writer *write);
bool sim_binance_side_of(sim_call *call, sim_wish *wish);
bool sim_binance_client_id_of(sim_call *call, const char *name, sim_wish *wish);
/* A decimal parameter. 1: read, 0: not there, -1: wrong, and said so. */
int sim_binance_decimal_of(sim_call *call, const char *name, tr_decimal *out);

/* ---- binance_futures.c --------------------------------------------------------------------- */

void sim_binance_futures_run_exchange_info(sim_call *call);
void sim_binance_futures_run_premium(sim_call *call);
void sim_binance_futures_run_account(sim_call *call);
void sim_binance_futures_run_positions(sim_call *call);
void sim_binance_futures_run_fees(sim_call *call);
void sim_binance_futures_run_leverage(sim_call *call);
void sim_binance_futures_run_configuration(sim_call *call);
void sim_binance_futures_run_brackets(sim_call *call);
void sim_binance_futures_run_modes(sim_call *call);
void sim_binance_futures_run_income(sim_call *call);

/* ---- binance_futures_orders.c -------------------------------------------------------------- */

void sim_binance_futures_run_place(sim_call *call);
void sim_binance_futures_run_amend(sim_call *call);
void sim_binance_futures_run_query(sim_call *call);
void sim_binance_futures_run_cancel(sim_call *call);
void sim_binance_futures_run_open(sim_call *call);
void sim_binance_futures_run_all(sim_call *call);
void sim_binance_futures_run_cancel_all(sim_call *call);
void sim_binance_futures_run_dead_man(sim_call *call);
void sim_binance_futures_run_trades(sim_call *call);
void sim_binance_futures_say_refused(sim_call *call, sim_refusal refusal);

/* ---- binance_algo.c ------------------------------------------------------------------------ */

void sim_binance_algo_run_place(sim_call *call);
void sim_binance_algo_run_query(sim_call *call);
void sim_binance_algo_run_cancel(sim_call *call);
void sim_binance_algo_run_open(sim_call *call);
void sim_binance_algo_run_all(sim_call *call);
void sim_binance_algo_run_cancel_all(sim_call *call);

#endif
