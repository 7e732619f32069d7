/* queue.h: orders counted by the original's five words. */
#ifndef TRADE_COMMAND_QUEUE_H
#define TRADE_COMMAND_QUEUE_H

#include <trade/command.h>

/* Add pending_orders, matched_orders, executed_orders, failed_orders, cancelled_orders and, when one was not
   counted to its end, "at_least". */
tr_status tr__queue_write(const tr_command_context *context, const char *account,
                          tr_document *answer, tr_error *err);

#endif
