/* funding.h: an account's funding payments in the order of their times, to be told beside its executions. */
#ifndef TRADE_COMMAND_FUNDING_H
#define TRADE_COMMAND_FUNDING_H

#include <trade/ledger.h>

#include "command/reading.h"

/* Zeroed to begin with. */
typedef struct tr__fundings {
    tr_funding_payment *items; /* by time */
    size_t count, capacity;
    size_t next;        /* the first that was not told */
    const char *symbol; /* while reading: only these; empty: all */
} tr__fundings;

tr_status tr__fundings_read(const tr_command_context *context, const char *account,
                            const char *symbol, tr__fundings *out, tr_error *err);

/* Tell those up to a time, that time included. */
tr_status tr__fundings_tell(tr__fundings *fundings, int64_t until_ns, tr_pnl *pnl, tr_error *err);

void tr__fundings_done(tr__fundings *fundings);

#endif
