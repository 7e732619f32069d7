/* bybit.h: what the files of Bybit's dialect share. */
#ifndef SIM_EXCHANGE_BYBIT_H
#define SIM_EXCHANGE_BYBIT_H

#include "state.h"

/* ---- bybit.c ------------------------------------------------------------------------------- */

void sim_bybit_begin(sim_call *call, int code, const char *text);
void sim_bybit_end(sim_call *call);
void sim_bybit_say(sim_call *call, int code, const char *text);
void sim_bybit_say_wrong(sim_call *call, const char *name);
const char *sim_bybit_param(const sim_call *call, const char *name);
sim_market *sim_bybit_market_named(sim_call *call);
const sim_market *sim_bybit_market_if_named(sim_call *call, tr_kind *kind, bool *is_wrong);
const char *sim_bybit_category(const sim_call *call);

/* ---- bybit_market.c ------------------------------------------------------------------------ */

void sim_bybit_run_time(sim_call *call);
void sim_bybit_write_markets(sim_call *call, void (*write)(sim_call *, const sim_market *));
void sim_bybit_run_instruments(sim_call *call);
void sim_bybit_run_tickers(sim_call *call);
void sim_bybit_run_book(sim_call *call);
void sim_bybit_run_bars(sim_call *call);

/* ---- bybit_orders.c ------------------------------------------------------------------------ */

void sim_bybit_run_wallet(sim_call *call);
void sim_bybit_run_fees(sim_call *call);
void sim_bybit_run_account(sim_call *call);
void sim_bybit_run_coins(sim_call *call);
void sim_bybit_run_rights(sim_call *call);
void sim_bybit_run_place(sim_call *call);
void sim_bybit_run_cancel(sim_call *call);
void sim_bybit_run_cancel_all(sim_call *call);
void sim_bybit_run_amend(sim_call *call);
void sim_bybit_run_realtime(sim_call *call);
void sim_bybit_run_history(sim_call *call);
void sim_bybit_run_fills(sim_call *call);
void sim_bybit_write_id(tr_json_writer *json, const char *name, int64_t id);

/* Pages by a cursor that is a plain offset. */
typedef struct sim_bybit_page {
    int64_t from;
    int64_t limit;
    int64_t seen;
} sim_bybit_page;

bool sim_bybit_page_read(sim_call *call, int64_t initial, int64_t most, sim_bybit_page *out);
bool sim_bybit_page_has(sim_bybit_page *at);
void sim_bybit_page_end(sim_call *call, const sim_bybit_page *at);

/* ---- bybit_swaps.c ------------------------------------------------------------------------- */

void sim_bybit_write_swap(sim_call *call, const sim_market *market);
void sim_bybit_write_funding(sim_call *call, const sim_market *market);
void sim_bybit_write_margin(sim_call *call, const sim_holding *holding);
void sim_bybit_run_positions(sim_call *call);
void sim_bybit_run_leverage(sim_call *call);
void sim_bybit_run_bills(sim_call *call);

#endif
