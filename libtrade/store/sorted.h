/*
 * sorted.h: rows of the memory store in the order of one index.
 *
 * Runs of up to 128 pointers in one sorted array of runs: two binary searches to find a place, and a
 * short move to make room. Removing never allocates, so that a transaction can always be undone.
 */
#ifndef TRADE_STORE_SORTED_H
#define TRADE_STORE_SORTED_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

#include <trade/alloc.h>

#include "journal/row.h"

/* A row and its part in the transaction under way. */
typedef struct tr__box {
    struct tr__box *next_changed;
    tr_table table;
    bool is_new;  /* made by the transaction under way */
    bool is_dead; /* deleted or replaced by it: kept until its end, invisible to all but undo */
    alignas(max_align_t) unsigned char row[];
} tr__box;

typedef struct tr__run tr__run;

typedef struct tr__sorted {
    const tr_allocator *allocator;
    const tr_table_def *def;
    tr__path path;
    tr__run **runs; /* none is empty */
    size_t run_count;
    size_t run_capacity;
} tr__sorted;

/* A place: before the item, or behind the last one. */
typedef struct tr__place {
    size_t run;
    size_t item;
} tr__place;

void tr__sorted_init(tr__sorted *sorted, const tr_allocator *allocator, const tr_table_def *def,
                     size_t index);
void tr__sorted_done(tr__sorted *sorted); /* the boxes are not its own */

/* False when there is no memory; nothing has changed then. */
bool tr__sorted_insert(tr__sorted *sorted, tr__box *box);

/* Take out exactly this box, which must be there. */
void tr__sorted_remove(tr__sorted *sorted, const tr__box *box);

/* The first place whose row is not below (or, `is_behind`, is above) the key's first columns. */
tr__place tr__sorted_find(const tr__sorted *sorted, const void *key, int column_count,
                          bool is_behind);

tr__place tr__sorted_end(const tr__sorted *sorted);

/* The box at a place, NULL at the end. */
tr__box *tr__sorted_at(const tr__sorted *sorted, tr__place place);
tr__place tr__sorted_next(const tr__sorted *sorted, tr__place place);

/* False at the first place. */
bool tr__sorted_back(const tr__sorted *sorted, tr__place *place);

#endif
