/* memory_tables.h: all tables in memory, and transactions on them that can be undone without memory. */
#ifndef TRADE_STORE_MEMORY_TABLES_H
#define TRADE_STORE_MEMORY_TABLES_H

#include <stddef.h>

#include <trade/alloc.h>
#include <trade/store.h>

#include "store/sorted.h"

typedef struct tr__memory_tables {
    const tr_allocator *allocator;
    tr__sorted indexes[TR_TABLE_COUNT][TR_INDEXES_MAX];
    tr__box *changed; /* what the transaction under way has touched */
} tr__memory_tables;

void tr__memory_tables_init(tr__memory_tables *tables, const tr_allocator *allocator);
void tr__memory_tables_done(tr__memory_tables *tables);

/* Do all of a checked transaction or nothing. TR_E_EXISTS, TR_E_CONFLICT, TR_E_NOT_FOUND, TR_E_NO_MEMORY */
tr_status tr__memory_tables_run(tr__memory_tables *tables, const tr_store_transaction *transaction);

/* Answer a query: TR_E_INVALID for one that breaks its contract. */
tr_status tr__memory_tables_read(const tr__memory_tables *tables, const tr_store_query *query,
                                 tr_store_row_sink *sink, void *user, bool *has_more_out,
                                 tr_error *err);

#endif
