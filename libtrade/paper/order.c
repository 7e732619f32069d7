/* order.c: an order in memory and its fills. */
#include "paper/state.h"

#include <assert.h>
#include <string.h>

uint64_t tr__paper_order_hash(const char *account, const char *client_id)
{
    return tr__paper_hash(account, client_id);
}

tr_status tr__paper_order_new(tr_paper *paper, tr__paper_order **out)
{
    tr__paper_order *order = tr__allocate_zeroed(paper->allocator, 1, sizeof *order);
    if (order == NULL)
        return TR_E_NO_MEMORY;
    *out = order;
    return TR_OK;
}

void tr__paper_order_free(tr_paper *paper, tr__paper_order *order)
{
    if (order == NULL)
        return;
    tr__release(paper->allocator, order->fills);
    tr__release(paper->allocator, order);
}

tr__paper_order *tr__paper_order_find(const tr_paper *paper, const char *account,
                                      const char *client_id)
{
    tr__paper_link *link =
        tr__paper_table_first(&paper->orders, tr__paper_order_hash(account, client_id));
    for (; link != NULL; link = tr__paper_table_next(link)) {
        tr__paper_order *order = (tr__paper_order *)link;
        if (strcmp(order->row.account, account) == 0 &&
            strcmp(order->row.client_id, client_id) == 0)
            return order;
    }
    return NULL;
}

tr_status tr__paper_order_add_fill(tr_paper *paper, tr__paper_order *order,
                                   const tr__paper_fill *fill)
{
    if (order->fill_count == order->fill_capacity) {
        size_t wanted = order->fill_capacity == 0 ? 1 : order->fill_capacity * 2;
        tr__paper_fill *fills =
            tr__reallocate(paper->allocator, order->fills, order->fill_capacity * sizeof *fills,
                           wanted * sizeof *fills);
        if (fills == NULL)
            return TR_E_NO_MEMORY;
        order->fills = fills;
        order->fill_capacity = wanted;
    }
    order->fills[order->fill_count++] = *fill;
    return TR_OK;
}

tr_decimal tr__paper_order_left(const tr__paper_order *order)
{
    tr_decimal left = { 0 };
    tr_status status =
        tr_decimal_subtract(order->row.quantity.value, order->row.filled_quantity.value, &left);
    assert(status == TR_OK && tr_decimal_sign(left) >= 0);
    return left;
}

tr__paper_balance *tr__paper_order_balance(const tr__paper_order *order)
{
    bool is_goods = order->row.side == TR_SIDE_SELL && !tr__paper_is_swap(order->desk->market);
    return is_goods ? order->desk->base : order->desk->quote;
}

void tr__paper_order_forget(tr_paper *paper, tr__paper_order *order)
{
    if (order->row.state == TR_PAPER_OPEN || order->unsettled_count > 0)
        return;
    assert(!order->is_resting);
    tr__paper_table_remove(&paper->orders, &order->link);
    tr__paper_order_free(paper, order);
}

tr__paper_fill tr__paper_fill_of_row(const tr_paper_fill_row *row)
{
    return (tr__paper_fill){ .fill_id = row->fill_id,
                             .price = row->price,
                             .quantity = row->quantity,
                             .fee = row->fee,
                             .at_ns = row->at_ns,
                             .is_maker = row->is_maker };
}
