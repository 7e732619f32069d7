/* query.h: what both stores hold a query against before they answer it. */
#ifndef TRADE_STORE_QUERY_H
#define TRADE_STORE_QUERY_H

#include <trade/store.h>

#include "journal/row.h"

#define TR__QUERY_LIMIT_MAX 1000

/* TR_E_INVALID naming the fault; otherwise the index's path is in `out`. */
tr_status tr__query_check(const tr_store_query *query, tr__path *out, tr_error *err);

#endif
