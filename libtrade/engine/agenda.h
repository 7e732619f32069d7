/*
 * agenda.h: items by when they are due: ascending key, first come first served among equals.
 *
 * Insert, remove and join take O(log n) in the worst case, the first item O(1). An item belongs to what it stands for
 * and is in one agenda at a time.
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
    uint32_t rank; /* length of the right spine */
    bool is_queued;
} agenda_item;

typedef struct agenda {
    agenda_item *root; /* the first one due; NULL: nothing is */
    size_t count;
    uint64_t arrivals;
} agenda;

/* What an item stands for, from the member that it is. */
#define AGENDA_OWNER(item, type, member) ((type *)(void *)((char *)(item)-offsetof(type, member)))

void tr__agenda_insert(agenda *queue, agenda_item *item, tr_decimal key);
void tr__agenda_remove(agenda *queue, agenda_item *item);

/* Where it stood before it was removed: key and arrival as they were. */
void tr__agenda_put_back(agenda *queue, agenda_item *item);

/* Move everything from `source`. */
void tr__agenda_join(agenda *target, agenda *source);

/* Look at every item; for tests. */
bool tr__agenda_check(const agenda *queue);

#endif
