/* held.c: orders as the exchange knows them, whichever exchange it is, and when they may leave and begin. */
#include <string.h>

#include "world.h"

held_order *held_find(world *w, const char *client_id)
{
    for (size_t i = 0; i < w->order_count; i++)
        if (strcmp(w->orders[i].order.client_id, client_id) == 0)
            return &w->orders[i];
    return NULL;
}

bool held_is_stop(const held_order *one)
{
    return one->order.type == TR_ORDER_STOP || one->order.type == TR_ORDER_STOP_LIMIT;
}

/* Target and stop of one position are never both at the exchange. */
static void check_pair(world *w, const tr_order *row, const char *client_id)
{
    for (size_t i = 0; i < w->order_count; i++) {
        const held_order *other = &w->orders[i];
        tr_order before;
        tr_id id;
        if (!other->is_open || !other->order.is_reduce_only || strcmp(other->order.client_id, client_id) == 0 ||
            tr_id_parse(other->order.client_id, strlen(other->order.client_id), &id) != TR_OK ||
            !disk_find_order(w, id, &before))
            continue;
        if (tr_id_compare(before.group_id, row->group_id) == 0)
            world_break(w, "%s began while %s, the other of its pair, was at the exchange", client_id, other->order.client_id);
    }
}

void held_forbid(world *w, tr_id id)
{
    char client_id[TR_ID_TEXT_SIZE];
    tr_id_format(id, client_id);
    held_order *one = held_find(w, client_id);
    if (one != NULL && one->is_open)
        world_break(w, "order %s was called ended while the exchange holds it", client_id);
    if (one != NULL)
        one->is_forbidden = true;
}

/* Nobody who was told that an order has ended may see it begin. */
void held_check_arrival(world *w, const tr_exchange_order *order)
{
    tr_order row;
    tr_id id;
    if (tr_id_parse(order->client_id, strlen(order->client_id), &id) != TR_OK || !disk_find_order(w, id, &row)) {
        world_break(w, "order %s reached the exchange and is not on the disk", order->client_id);
        return;
    }
    for (size_t i = 0; i < w->wish_count; i++)
        if (w->wishes[i].is_cancelled && tr_id_compare(w->wishes[i].id, id) == 0)
            world_break(w, "order %s began after its cancel was confirmed", order->client_id);
    if (!tr_id_is_none(row.group_id))
        check_pair(w, &row, order->client_id);
    char replaced[TR_ID_TEXT_SIZE];
    tr_id_format(row.replaces_id, replaced);
    const held_order *before = tr_id_is_none(row.replaces_id) ? NULL : held_find(w, replaced);
    if (before != NULL && before->is_open)
        world_break(w, "order %s began before the one that it replaces had ended", order->client_id);
    if (row.state == TR_STATE_REFUSED || row.state == TR_STATE_EXPIRED)
        world_break(w, "order %s began after it was called %s", order->client_id, tr_order_state_name(row.state));
}

/* An order leaves only when the disk says that it has been taken for execution. */
void held_check_claim(world *w, const tr_exchange_order *order)
{
    tr_order row;
    tr_id id;
    if (tr_id_parse(order->client_id, strlen(order->client_id), &id) != TR_OK || !disk_find_order(w, id, &row))
        world_break(w, "order %s was sent and is not on the disk", order->client_id);
    else if (row.state < TR_STATE_SENDING)
        world_break(w, "order %s was sent while the disk calls it %s", order->client_id, tr_order_state_name(row.state));
    else if (tr_decimal_compare(row.quantity.value, order->quantity.value) != 0)
        world_break(w, "order %s was sent with a quantity that the disk does not know", order->client_id);
}
