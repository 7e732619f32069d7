/* coinbase.h: what the files of Coinbase's dialect share. */
#ifndef SIM_EXCHANGE_COINBASE_H
#define SIM_EXCHANGE_COINBASE_H

#include "state.h"

#define ID_SIZE 37

/* ---- coinbase.c ---------------------------------------------------------------------------- */

void sim_coinbase_say_wrong(sim_call *call, const char *name);
void sim_coinbase_say_missing(sim_call *call);
const char *sim_coinbase_member(const tr_json_document *document, const char *name);
void sim_coinbase_id_write(char kind, int64_t number, char text[ID_SIZE]);
int64_t sim_coinbase_id_read(const char *text);
sim_market *sim_coinbase_product_of(sim_call *call, const char *product);

/* ---- coinbase_market.c --------------------------------------------------------------------- */

void sim_coinbase_run_time(sim_call *call);
void sim_coinbase_run_time_old(sim_call *call);
void sim_coinbase_run_nothing(sim_call *call);
void sim_coinbase_run_products(sim_call *call);
void sim_coinbase_run_product(sim_call *call);
void sim_coinbase_run_ticker(sim_call *call);
void sim_coinbase_run_book(sim_call *call);
void sim_coinbase_run_best(sim_call *call);
void sim_coinbase_run_bars(sim_call *call);

/* ---- coinbase_orders.c --------------------------------------------------------------------- */

void sim_coinbase_run_accounts(sim_call *call);
void sim_coinbase_run_fees(sim_call *call);
void sim_coinbase_run_rights(sim_call *call);
void sim_coinbase_run_place(sim_call *call);
void sim_coinbase_run_cancel(sim_call *call);
void sim_coinbase_run_query(sim_call *call);
void sim_coinbase_run_orders(sim_call *call);
void sim_coinbase_run_fills(sim_call *call);

#endif
