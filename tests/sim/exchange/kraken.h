/* kraken.h: what the files of Kraken's dialect share. */
#ifndef SIM_EXCHANGE_KRAKEN_H
#define SIM_EXCHANGE_KRAKEN_H

#include "state.h"

#define ID_SIZE 20 /* what it is, sixteen digits, two dashes, the end mark */

/* ---- kraken.c ------------------------------------------------------------------------------ */

void sim_kraken_say(sim_call *call, const char *error);
void sim_kraken_say_wrong(sim_call *call, const char *name);
void sim_kraken_begin(sim_call *call);
void sim_kraken_end(sim_call *call);
void sim_kraken_asset_names(const char *asset, char id[TR_ASSET_SIZE],
                            char alternative[TR_ASSET_SIZE]);
void sim_kraken_pair_names(const sim_market *market, char alternative[TR_SYMBOL_SIZE],
                           char stream[TR_SYMBOL_SIZE]);
sim_market *sim_kraken_market_named(sim_call *call);
void sim_kraken_id_write(char kind, int64_t number, char text[ID_SIZE]);
int64_t sim_kraken_id_read(const char *text);

/* ---- kraken_market.c ----------------------------------------------------------------------- */

void sim_kraken_run_time(sim_call *call);
void sim_kraken_run_status(sim_call *call);
void sim_kraken_run_assets(sim_call *call);
void sim_kraken_run_pairs(sim_call *call);
void sim_kraken_run_ticker(sim_call *call);
void sim_kraken_run_depth(sim_call *call);
void sim_kraken_run_bars(sim_call *call);

/* ---- kraken_orders.c ----------------------------------------------------------------------- */

void sim_kraken_run_balance(sim_call *call);
void sim_kraken_run_balance_more(sim_call *call);
void sim_kraken_run_fees(sim_call *call);
void sim_kraken_run_rights(sim_call *call);
void sim_kraken_run_place(sim_call *call);
void sim_kraken_run_cancel(sim_call *call);
void sim_kraken_run_amend(sim_call *call);
void sim_kraken_run_dead_man(sim_call *call);
void sim_kraken_run_query(sim_call *call);
void sim_kraken_run_open(sim_call *call);
void sim_kraken_run_closed(sim_call *call);
void sim_kraken_run_fills(sim_call *call);

#endif
