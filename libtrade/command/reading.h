/*
 * reading.h: what commands read, and what the asker may see of it.
 *
 * The readers of both stores complete before they return; a command relies on it (as store_chain.h does) and
 * reads straight down.
 */
#ifndef TRADE_COMMAND_READING_H
#define TRADE_COMMAND_READING_H

#include <trade/command.h>

/* One page. The sink may stop early. `has_more_out` may be NULL. */
tr_status tr__read_page(const tr_command_context *context, const tr_store_query *query,
                        tr_store_row_sink *row, void *user, bool *has_more_out, tr_error *err);

/* The row with this primary key, of a table without byte columns. TR_E_NOT_FOUND leaves `err` to the caller. */
tr_status tr__read_row(const tr_command_context *context, tr_table table, const void *key,
                       int key_columns, void *out, tr_error *err);

/*
 * The account a call names in its argument "account", else the context's, when the asker has `right` on it: by
 * owning it, by a grant, or as an administrator, and always within the context's rights.
 * TR_E_NOT_FOUND also for an account that the asker may not even read; TR_E_DENIED for one they may.
 */
tr_status tr__call_account(const tr_command_call *call, int64_t right, tr_account_row *out,
                           tr_error *err);

/* The same for an account by name. */
tr_status tr__find_account(const tr_command_context *context, const char *name, int64_t right,
                           tr_account_row *out, tr_error *err);

/* An order, open or ended, on whose account the asker has `right`. TR_E_NOT_FOUND also where they may not read. */
tr_status tr__find_order(const tr_command_context *context, tr_id id, int64_t right, tr_order *out,
                         tr_error *err);

/* Of a position in a swap: what it binds, and what it has not realised; without a price what it cost, and nothing. False: it is
   none, or it does not fit. */
bool tr__position_binds(const tr_command_context *context, const tr_position *position,
                        tr_money *margin_out, tr_money *unrealised_out);

/* What a unit of a position cost on average, in the instrument's price. False: nothing is held. */
bool tr__position_entry(const tr_command_context *context, const char *symbol, tr_decimal quantity,
                        tr_money cost, tr_decimal *out);

#endif
