/*
 * agenda.h: items by when they are due: ascending key, first come first served among equals.
 *
 * The first item is O(1), inserting and removing O(log n) in the worst case; taking the first ones one after the other
 * is O(1) each on average. An item belongs to what it stands for and is in one agenda at a time: no allocation.
 */
#ifndef TRADE_ENGINE_AGENDA_H
#define TRADE_ENGINE_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/decimal.h>

typedef struct agenda_item {
    tr_decimal key;
    uint64_t number; /* of arrival */
    struct agenda_item *left, *right, *parent;
    int32_t rank; /* of its place in the tree: agenda.c */
    bool is_queued;
} agenda_item;

typedef struct agenda {
    agenda_item *first; /* the next one due; NULL: nothing is */
    agenda_item *root;
    size_t count;
    uint64_t arrivals;
} agenda;

/* What an item stands for, from the member that it is. */
#define AGENDA_OWNER(item, type, member) ((type *)(void *)((char *)(item)-offsetof(type, member)))

void tr__agenda_insert(agenda *queue, agenda_item *item, tr_decimal key);
void tr__agenda_remove(agenda *queue, agenda_item *item);

/* Among equals by `number`, in place of the arrival: for those that have an order of their own. */
void tr__agenda_insert_numbered(agenda *queue, agenda_item *item, tr_decimal key, uint64_t number);

/* Where it stood before it was removed: key and number as they were. */
void tr__agenda_put_back(agenda *queue, agenda_item *item);

/* The first item at or behind a key; NULL: none is. And the one behind an item. */
agenda_item *tr__agenda_find(const agenda *queue, tr_decimal key);
agenda_item *tr__agenda_next(const agenda_item *item);

/* Look at every item; for tests. */
bool tr__agenda_check(const agenda *queue);

#endif
