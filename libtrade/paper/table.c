/* table.c: chained buckets, doubled when there are as many objects as buckets. */
#include "paper/table.h"

#include <assert.h>

#include "core/alloc.h"

#define BUCKETS_MIN 64

static uint64_t hash_on(uint64_t hash, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    do
        hash = (hash ^ *at) * UINT64_C(0x100000001b3);
    while (*at++ != '\0');
    return hash;
}

uint64_t tr__paper_hash(const char *first, const char *second)
{
    return hash_on(hash_on(UINT64_C(0xcbf29ce484222325), first), second);
}

static tr__paper_link **bucket_of(const tr__paper_table *table, uint64_t hash)
{
    /* The high half is the better mixed one; fold it in. */
    return &table->buckets[(hash ^ hash >> 32) & (table->bucket_count - 1)];
}

tr_status tr__paper_table_grow(tr__paper_table *table, const tr_allocator *allocator)
{
    if (table->count < table->bucket_count)
        return TR_OK;
    tr__paper_table grown = { .bucket_count = table->bucket_count == 0 ? BUCKETS_MIN
                                                                       : table->bucket_count * 2 };
    grown.buckets = tr__allocate_zeroed(allocator, grown.bucket_count, sizeof(tr__paper_link *));
    if (grown.buckets == NULL)
        return TR_E_NO_MEMORY;
    for (size_t i = 0; i < table->bucket_count; i++)
        while (table->buckets[i] != NULL) {
            tr__paper_link *link = table->buckets[i];
            table->buckets[i] = link->next;
            tr__paper_table_insert(&grown, link);
        }
    tr__release(allocator, table->buckets);
    *table = grown;
    return TR_OK;
}

void tr__paper_table_insert(tr__paper_table *table, tr__paper_link *link)
{
    assert(table->bucket_count > 0);
    tr__paper_link **bucket = bucket_of(table, link->hash);
    link->next = *bucket;
    *bucket = link;
    table->count++;
}

void tr__paper_table_remove(tr__paper_table *table, tr__paper_link *link)
{
    tr__paper_link **at = bucket_of(table, link->hash);
    while (*at != link) {
        assert(*at != NULL);
        at = &(*at)->next;
    }
    *at = link->next;
    table->count--;
}

static tr__paper_link *same_hash(tr__paper_link *link, uint64_t hash)
{
    while (link != NULL && link->hash != hash)
        link = link->next;
    return link;
}

tr__paper_link *tr__paper_table_first(const tr__paper_table *table, uint64_t hash)
{
    return table->bucket_count == 0 ? NULL : same_hash(*bucket_of(table, hash), hash);
}

tr__paper_link *tr__paper_table_next(const tr__paper_link *link)
{
    return same_hash(link->next, link->hash);
}
