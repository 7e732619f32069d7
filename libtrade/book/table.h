/*
 * table.h: an open-addressed table from a key to an index, eight bytes a slot.
 *
 * A slot holds the index and 32 bits of the key's hash, from which the home follows. Linear probing; a removal
 * moves the followers up, so there are no tombstones and a table never ages.
 *
 * The caller compares the key itself, in the object that the index names, when the 32 bits agree.
 */
#ifndef TRADE_BOOK_TABLE_H
#define TRADE_BOOK_TABLE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct table_slot {
    uint32_t tag;
    uint32_t index; /* 0: free */
} table_slot;

typedef struct table {
    table_slot *slots;
    uint32_t mask;  /* slots - 1; there are 2^n */
    uint32_t shift; /* from a hash to its home */
} table;

__extension__ typedef unsigned __int128 tr__wide;

/* What is never negative, as part of a sum. */
static inline tr__wide wide(int64_t value)
{
    return (uint64_t)value;
}

/* Slots for `key_max` keys: never more than half full. One more slot is there, always free, for a guess. */
static inline uint32_t table_slots(uint32_t key_max)
{
    return 1u << (32 - __builtin_clz(key_max * 2 - 1));
}

/* A table in zeroed slots, table_slots of them and the one more. */
static inline table table_in(table_slot *slots, uint32_t slot_count)
{
    return (table){ .slots = slots,
                    .mask = slot_count - 1,
                    .shift = 32 - (uint32_t)__builtin_ctz(slot_count) };
}

static inline uint32_t table_hash(uint64_t key)
{
    tr__wide product = (tr__wide)key * UINT64_C(0xd6e8feb86659fd93);
    return (uint32_t)((uint64_t)(product >> 64) ^ (uint64_t)product);
}

static inline uint32_t table_home(const table *in, uint32_t tag)
{
    return tag >> in->shift;
}

static inline uint32_t table_next(const table *in, uint32_t at)
{
    return (at + 1) & in->mask;
}

/* The slot at or after `at` that is free or has this tag. */
static inline uint32_t table_probe(const table *in, uint32_t at, uint32_t tag)
{
    while (in->slots[at].index != 0 && in->slots[at].tag != tag)
        at = table_next(in, at);
    return at;
}

/* The free slot where a key that is not there belongs. */
static inline uint32_t table_free(const table *in, uint32_t tag)
{
    uint32_t at = table_home(in, tag);
    while (in->slots[at].index != 0)
        at = table_next(in, at);
    return at;
}

static inline void table_put(table *in, uint32_t at, uint32_t tag, uint32_t index)
{
    in->slots[at].tag = tag;
    in->slots[at].index = index;
}

static inline uint32_t table_distance(const table *in, uint32_t from, uint32_t to)
{
    return (to - from) & in->mask;
}

/* Free the slot `hole`: each follower that may stand nearer to its home does. */
static inline void table_remove(table *in, uint32_t hole)
{
    for (uint32_t at = table_next(in, hole); in->slots[at].index != 0; at = table_next(in, at)) {
        uint32_t home = table_home(in, in->slots[at].tag);
        if (table_distance(in, home, at) >= table_distance(in, hole, at)) {
            in->slots[hole] = in->slots[at];
            hole = at;
        }
    }
    in->slots[hole].index = 0;
}

#endif
