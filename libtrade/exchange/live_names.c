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

bool tr__live_name_find(const tr_exchange_live *live, const char *exchange_order_id,
                        char client_id_out[TR_LABEL_SIZE])
{
    if (live->names == NULL)
        return false;
    const name *item = &live->names->items[place_of(live->names, exchange_order_id)];
    if (item->exchange_order_id[0] == '\0')
        return false;
    memcpy(client_id_out, item->client_id, TR_LABEL_SIZE);
    return true;
}

void tr__live_strays_keep(tr_exchange_live *live, const tr_exchange_item *items, size_t count)
{
    size_t kept = 0;
    free(live->strays);
    live->strays = NULL;
    live->stray_count = 0;
    for (size_t i = 0; i < count; i++)
        kept += items[i].client_id[0] != '\0' && tr__live_find(live, items[i].client_id) == NULL;
    if (kept == 0 || (live->strays = calloc(kept, sizeof *live->strays)) == NULL)
        return; /* without memory a cancel says that it knows nothing of the order */
    for (size_t i = 0; i < count; i++)
        if (items[i].client_id[0] != '\0' && tr__live_find(live, items[i].client_id) == NULL)
            live->strays[live->stray_count++] = items[i];
}

const tr_exchange_item *tr__live_stray_find(const tr_exchange_live *live, const char *client_id)
{
    for (size_t i = 0; i < live->stray_count; i++)
        if (strcmp(live->strays[i].client_id, client_id) == 0)
            return &live->strays[i];
    return NULL;
}
