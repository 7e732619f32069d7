/*
 * deadline.h: who must be done by when.
 *
 * Every entry of a list has the same time to live, so the list is in the order of its deadlines: adding,
 * removing and finding the next one due cost the same however many connections there are. Pure: the
 * caller tells the time.
 */
#ifndef SERVE_DEADLINE_H
#define SERVE_DEADLINE_H

#include <stddef.h>
#include <stdint.h>

struct deadline_list;

typedef struct deadline {
    struct deadline *next;
    struct deadline *previous;
    struct deadline_list *list; /* NULL: in none */
    uint64_t since_ms;
} deadline;

typedef struct deadline_list {
    deadline *first;
    deadline *last;
    uint64_t duration_ms;
} deadline_list;

#define DEADLINE_NEVER UINT64_MAX

/* Leave the list it is in, if any. */
void deadline_clear(deadline *entry);

/* Leave the old list and begin to wait in this one. Time must not run back between calls. */
void deadline_set(deadline *entry, deadline_list *list, uint64_t now_ms);

/* When the first is due; DEADLINE_NEVER for an empty list. */
uint64_t deadline_due_ms(const deadline_list *list);

/* Take out the first that is due by now, or NULL. */
deadline *deadline_take(deadline_list *list, uint64_t now_ms);

#endif
