/* balance.h: an account's balances in answers. */
#ifndef TRADE_COMMAND_BALANCE_H
#define TRADE_COMMAND_BALANCE_H

#include <trade/command.h>

#define TR__BALANCE_COLUMN_COUNT 5
extern const tr_column_view tr__balance_columns[TR__BALANCE_COLUMN_COUNT];

/* Add the array "balances". */
tr_status tr__balance_write(const tr_command_context *context, const char *account,
                            tr_document *answer, tr_error *err);

#endif
