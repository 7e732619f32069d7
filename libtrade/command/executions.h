/*
 * executions.h: every execution of an account in the order of its time, those of pruned orders too.
 *
 * Two tables hold them. They are read page by page, and each page of one is joined to the other's.
 */
#ifndef TRADE_COMMAND_EXECUTIONS_H
#define TRADE_COMMAND_EXECUTIONS_H

#include <trade/command.h>

/* Takes the next one. Another status than TR_OK ends the reading with it. */
typedef tr_status tr__execution_sink(void *user, const tr_fill *fill, tr_error *err);

tr_status tr__executions_read(const tr_command_context *context, const char *account,
                              tr__execution_sink *sink, void *user, tr_error *err);

/* Whether executions of the account went for good, in a prune of a version that did not keep them. */
tr_status tr__executions_miss(const tr_command_context *context, const char *account, bool *out,
                              tr_error *err);

#endif
