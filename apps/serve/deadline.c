/* deadline.c: see deadline.h. */
#include "deadline.h"

void deadline_clear(deadline *entry)
{
    deadline_list *list = entry->list;
    if (list == NULL)
        return;
    *(entry->previous != NULL ? &entry->previous->next : &list->first) = entry->next;
    *(entry->next != NULL ? &entry->next->previous : &list->last) = entry->previous;
    entry->next = NULL;
    entry->previous = NULL;
    entry->list = NULL;
}

void deadline_set(deadline *entry, deadline_list *list, uint64_t now_ms)
{
    deadline_clear(entry);
    entry->list = list;
    entry->since_ms = now_ms;
    entry->previous = list->last;
    *(list->last != NULL ? &list->last->next : &list->first) = entry;
    list->last = entry;
}

uint64_t deadline_due_ms(const deadline_list *list)
{
    return list->first != NULL ? list->first->since_ms + list->duration_ms : DEADLINE_NEVER;
}

deadline *deadline_take(deadline_list *list, uint64_t now_ms)
{
    deadline *entry = list->first;
    if (entry == NULL || deadline_due_ms(list) > now_ms)
        return NULL;
    deadline_clear(entry);
    return entry;
}
