/*
 * client_queue.c: the order in which questions wait: by urgency, then in turns between lanes, then as they came.
 *
 * A lane's next question gets the turn behind its own last one, and never one before the last that went: whoever asks a
 * hundred things does not stand before another's first. (Start-time fair queueing, Goyal, Vin and Cheng, 1997.)
 */
#include <assert.h>
#include <string.h>

#include "exchange/client.h"

void tr__asking_append(tr__asking_list *list, tr__asking *asking)
{
    asking->after = NULL;
    asking->before = list->last;
    if (list->last != NULL)
        list->last->after = asking;
    else
        list->first = asking;
    list->last = asking;
    list->count++;
}

void tr__asking_remove(tr__asking_list *list, tr__asking *asking)
{
    assert(list->count > 0);
    if (asking->before != NULL)
        asking->before->after = asking->after;
    else
        list->first = asking->after;
    if (asking->after != NULL)
        asking->after->before = asking->before;
    else
        list->last = asking->before;
    asking->before = asking->after = NULL;
    list->count--;
}

static bool goes_before(const tr__asking *a, const tr__asking *b)
{
    return a->urgency != b->urgency ? a->urgency < b->urgency : a->turn < b->turn;
}

void tr__asking_queue(tr_exchange_client *client, tr__asking *asking)
{
    tr__asking_list *list = &client->waiting;
    client->has_new = true;
    asking->turn = client->turns[asking->urgency] + 1;
    for (const tr__asking *other = list->first; other != NULL; other = other->after)
        if (other->urgency == asking->urgency && strcmp(other->lane, asking->lane) == 0 &&
            other->turn >= asking->turn)
            asking->turn = other->turn + 1;
    tr__asking *behind = list->last;
    while (behind != NULL && goes_before(asking, behind))
        behind = behind->before;
    if (behind == list->last) {
        tr__asking_append(list, asking);
        return;
    }
    asking->before = behind;
    asking->after = behind == NULL ? list->first : behind->after;
    asking->after->before = asking;
    if (behind == NULL)
        list->first = asking;
    else
        behind->after = asking;
    list->count++;
}
