/*
 * dedup.h: the keys of recent alerts, so that a redelivery is recognised without asking the disk.
 *
 * A window in time and in number: what has left it is asked of the store (complete_since_ns says whether
 * that is needed).
 */
#ifndef TRADE_ENGINE_DEDUP_H
#define TRADE_ENGINE_DEDUP_H

#include <trade/alloc.h>
#include <trade/order.h>

typedef struct dedup_entry {
    tr_id alert_id;
    int64_t received_ns;
    uint32_t account_index; /* small numbers instead of names */
    uint32_t next;          /* in its chain; DEDUP_NONE at the end */
    char key[TR_LABEL_SIZE];
} dedup_entry;

typedef struct dedup {
    const tr_allocator *allocator;
    dedup_entry *entries; /* a ring */
    uint32_t *slots;      /* a hash table over it, with chains */
    uint32_t capacity;    /* a power of two; grows up to DEDUP_MAX */
    uint32_t first, count;
    int64_t
        complete_since_ns; /* every key received from then on is here; recovery and what is dropped raise it */
} dedup;

void tr__dedup_init(dedup *keys, const tr_allocator *allocator);
void tr__dedup_done(dedup *keys);

/* The newest entry of a key; NULL when the window holds none. Borrowed until the next add. */
const dedup_entry *tr__dedup_find(const dedup *keys, uint32_t account_index, const char *key);

/* Every key received from then on has been added: raises complete_since_ns, unless keys were dropped since. */
void tr__dedup_complete_since(dedup *keys, int64_t since_ns);

/* Keep a key, dropping those received before `oldest_ns`, and the oldest when full. False: no memory. */
bool tr__dedup_add(dedup *keys, uint32_t account_index, const char *key, tr_id alert_id,
                   int64_t received_ns, int64_t oldest_ns);

#endif
