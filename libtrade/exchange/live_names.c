/*
 * live_names.c: which of our orders an exchange's order id means, for lists that name orders by that id alone; and orders
 * with our tag that were listed and are known to nobody here, so that they can be cancelled.
 *
 * A bounded memory: what is forgotten is looked up again.
 */
#include <stdlib.h>
#include <string.h>

#include "exchange/live.h"

#define NAMES_MAX 8192u /* a power of two; half of the places stay empty */

typedef struct name {
    char exchange_order_id[TR_LABEL_SIZE];
    char client_id[TR_LABEL_SIZE]; /* empty: an order of others */
} name;

struct tr__live_names {
    size_t count;
    name items[NAMES_MAX];
};

static size_t place_of(const struct tr__live_names *names, const char *exchange_order_id)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (const char *at = exchange_order_id; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
    size_t place = (size_t)(hash & (NAMES_MAX - 1));
    while (names->items[place].exchange_order_id[0] != '\0' &&
           strcmp(names->items[place].exchange_order_id, exchange_order_id) != 0)
        place = (place + 1) & (NAMES_MAX - 1);
    return place;
}

void tr__live_name_keep(tr_exchange_live *live, const char *exchange_order_id,
                        const char *client_id)
{
    if (exchange_order_id[0] == '\0')
        return;
    if (live->names == NULL)
        live->names = calloc(1, sizeof *live->names);
    if (live->names == NULL)
        return; /* looked up again */
    if (live->names->count == NAMES_MAX / 2)
        memset(live->names, 0, sizeof *live->names);
    name *item = &live->names->items[place_of(live->names, exchange_order_id)];
    live->names->count += item->exchange_order_id[0] == '\0';
    memcpy(item->exchange_order_id, exchange_order_id, strlen(exchange_order_id) + 1);
    memcpy(item->client_id, client_id, strlen(client_id) + 1);
}

/* What a stop became may carry no id of ours: asked for by its own, it would be an order of others. */
static const tr__live_order *became_find(const tr_exchange_live *live,
                                         const char *exchange_order_id)
{
    const tr__live_order *order = live->first;
    while (order != NULL && strcmp(order->became_order_id, exchange_order_id) != 0)
        order = order->after;
    return order;
}

bool tr__live_name_find(const tr_exchange_live *live, const char *exchange_order_id,
                        char client_id_out[TR_LABEL_SIZE])
{
    const tr__live_order *became = live->holds_apart && exchange_order_id[0] != '\0'
                                       ? became_find(live, exchange_order_id)
                                       : NULL;
    if (became != NULL) {
        memcpy(client_id_out, became->terms.client_id, TR_LABEL_SIZE);
        return true;
    }
    if (live->names == NULL)
        return false;
    const name *item = &live->names->items[place_of(live->names, exchange_order_id)];
    if (item->exchange_order_id[0] == '\0')
        return false;
    memcpy(client_id_out, item->client_id, TR_LABEL_SIZE);
    return true;
}

static int by_text(const void *a, const void *b)
{
    const char *const *first = a, *const *second = b;
    return strcmp(*first, *second);
}

/* The ids of what is known here, in order: both lists may be long. NULL: no memory, or none. */
static const char **known_ids(const tr_exchange_live *live, size_t *count_out)
{
    const char **ids = live->order_count == 0 ? NULL : calloc(live->order_count, sizeof *ids);
    *count_out = 0;
    for (const tr__live_order *order = live->first; order != NULL && ids != NULL;
         order = order->after)
        if (!order->is_dropped)
            ids[(*count_out)++] = order->terms.client_id;
    if (*count_out > 0)
        qsort(ids, *count_out, sizeof *ids, by_text);
    return ids;
}

void tr__live_strays_keep(tr_exchange_live *live, const tr_exchange_item *items, size_t count)
{
    size_t known_count = 0;
    free(live->strays);
    live->stray_count = 0;
    live->strays = count == 0 ? NULL : calloc(count, sizeof *live->strays);
    if (live->strays == NULL)
        return; /* without memory a cancel says that it knows nothing of the order */
    const char **known = known_ids(live, &known_count);
    for (size_t i = 0; i < count; i++) {
        const char *id = items[i].client_id;
        bool is_known =
            known_count > 0 && bsearch(&id, known, known_count, sizeof *known, by_text) != NULL;
        if (id[0] != '\0' && !is_known)
            live->strays[live->stray_count++] = items[i];
    }
    free(known);
}

const tr_exchange_item *tr__live_stray_find(const tr_exchange_live *live, const char *client_id)
{
    for (size_t i = 0; i < live->stray_count; i++)
        if (strcmp(live->strays[i].client_id, client_id) == 0)
            return &live->strays[i];
    return NULL;
}
