/*
 * table.h: an open-addressed table from a key to an index, eight bytes a slot.
 *
 * A slot holds the index and 32 bits of the key: 29 of its hash, from which the home follows, and its lowest
 * three bits as they are. Eight neighbouring keys so share a cache line: consecutive identities and the ticks
 * around the market stay together, and what is sparse is spread by the hash. Linear probing; a removal moves
 * the followers up, so there are no tombstones and a table never ages.
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
    uint32_t block_count; /* of eight slots */
    uint32_t slot_count;
} table;

__extension__ typedef unsigned __int128 tr__wide;

/* What is never negative, as part of a sum. */
static inline tr__wide wide(int64_t value)
{
    return (uint64_t)value;
}

/* Slots for `key_max` keys: four for seven keys would be full at 57 %. */
static inline uint64_t table_blocks(uint32_t key_max)
{
    return ((uint64_t)key_max * 7 / 4 + 15) / 8;
}

/* `group` is the key without its lowest three bits, `low` those three. */
static inline uint32_t table_tag(uint64_t group, uint64_t low)
{
    tr__wide product =
        (tr__wide)(group ^ UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xd6e8feb86659fd93);
    uint64_t hash = (uint64_t)(product >> 64) ^ (uint64_t)product;
    return (uint32_t)(hash >> 32 << 3) | (uint32_t)(low & 7);
}

static inline uint32_t table_home(const table *in, uint32_t tag)
{
    return (uint32_t)((uint64_t)(tag >> 3) * in->block_count >> 29) * 8 + (tag & 7);
}

static inline uint32_t table_next(const table *in, uint32_t at)
{
    return at + 1 == in->slot_count ? 0 : at + 1;
}

/* The slot at or after `at` that is free or has this tag. */
static inline uint32_t table_probe(const table *in, uint32_t at, uint32_t tag)
{
    while (in->slots[at].index != 0 && in->slots[at].tag != tag)
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
    return to >= from ? to - from : to + in->slot_count - from;
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
