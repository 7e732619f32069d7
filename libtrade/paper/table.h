/* table.h: a hash table of objects that carry their own link; it owns nothing but its buckets. */
#ifndef TRADE_PAPER_TABLE_H
#define TRADE_PAPER_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/status.h>

/* The first member of whatever is in a table. */
typedef struct tr__paper_link {
    struct tr__paper_link *next;
    uint64_t hash;
} tr__paper_link;

typedef struct tr__paper_table {
    tr__paper_link **buckets;
    size_t bucket_count; /* zero, or a power of two */
    size_t count;
} tr__paper_table;

/* Hash of two texts, one after the other (FNV-1a, 64 bits; the end mark of the first counts). */
uint64_t tr__paper_hash(const char *first, const char *second);

/* Make room for one more, so that the next insert cannot fail. */
tr_status tr__paper_table_grow(tr__paper_table *table, const tr_allocator *allocator);
void tr__paper_table_insert(tr__paper_table *table, tr__paper_link *link);
void tr__paper_table_remove(tr__paper_table *table, tr__paper_link *link);

/* Walk over what has this hash; the caller compares the keys. NULL at the end. */
tr__paper_link *tr__paper_table_first(const tr__paper_table *table, uint64_t hash);
tr__paper_link *tr__paper_table_next(const tr__paper_link *link);

#endif
