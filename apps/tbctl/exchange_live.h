/* exchange_live.h: how the exchange stands that a running server trades on, as facts of `exchange show`. */
#ifndef TRADE_TBCTL_EXCHANGE_LIVE_H
#define TRADE_TBCTL_EXCHANGE_LIVE_H

#include "tbctl/tbctl.h"

/* Rows for the list that is open: none when no server runs, or trades elsewhere or on paper. */
void tbctl_exchange_live_add(tr_command_call *call, const tr_exchange_info *info);

#endif
