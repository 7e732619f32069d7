/* live.h: live orders: found by identity, taken from the pools and given back, out of their queue. */
#ifndef TRADE_BOOK_LIVE_H
#define TRADE_BOOK_LIVE_H

#include "book/ladder.h"

/* An extra for an order, all zero; the index is kept in the order's marks by the caller. */
uint32_t tr__extra_take(tr_book *book, uint32_t node_index);

/* Give an extra back, out of the heap of expiries too, with its bond. */
void tr__extra_give(tr_book *book, uint32_t extra_index);

/* The clock moves on; what is past its end expires. */
void tr__book_move_clock(tr_book *book, int64_t at);

/* Put an extra with its `expire` and `age` into the heap. */
void tr__heap_add(tr_book *book, uint32_t extra_index);

static inline uint32_t id_tag(int64_t id)
{
    return table_hash((uint64_t)id);
}

/* The slot of a live order's identity, or the free one where the search ended. */
static ALWAYS_INLINE uint32_t id_slot(const tr_book *book, int64_t id, uint32_t tag)
{
    uint32_t at = table_home(&book->ids, tag);
    for (;; at = table_next(&book->ids, at)) {
        at = table_probe(&book->ids, at, tag);
        uint32_t index = book->ids.slots[at].index;
        if (index == 0 || book->nodes[index].id == id)
            return at;
    }
}

/* The live order with this identity; 0: none. */
static inline uint32_t id_find(const tr_book *book, int64_t id)
{
    return book->ids.slots[id_slot(book, id, id_tag(id))].index;
}

/* Where an identity was looked for and not found: it may go there while nothing is removed. */
typedef struct id_place {
    uint32_t tag;
    uint32_t slot;
    uint32_t removals;
} id_place;

/* A node for a new live order, known by its identity from now on. tr_book_apply has seen that there is room. */
static ALWAYS_INLINE uint32_t node_take_slot(tr_book *book, int64_t id, uint32_t tag, uint32_t slot)
{
    uint32_t index = book->node_pool.free;
    if (index != 0)
        book->node_pool.free = book->nodes[index].next;
    else
        index = book->node_pool.unused++;
    assert(index <= book->order_max);
    book->nodes[index].id = id;
    table_put(&book->ids, slot, tag, index);
    book->order_count++;
    return index;
}

/* Likewise for one that was looked for some time ago. */
static inline uint32_t node_take(tr_book *book, int64_t id, const id_place *place)
{
    bool has_moved = place->removals != book->removals;
    uint32_t slot = has_moved ? table_free(&book->ids, place->tag) : place->slot;
    return node_take_slot(book, id, place->tag, slot);
}

/* Forget a live order that stands in no queue; `slot` is that of its identity. */
static inline void node_give_slot(tr_book *book, uint32_t index, uint32_t slot)
{
    node *order = &book->nodes[index];
    table_remove(&book->ids, slot);
    book->removals++;
    if (node_extra(order) != 0)
        tr__extra_give(book, node_extra(order));
    order->next = book->node_pool.free;
    order->level = 0;
    book->node_pool.free = index;
    book->order_count--;
}

static inline void node_give(tr_book *book, uint32_t index)
{
    int64_t id = book->nodes[index].id;
    uint32_t slot = id_slot(book, id, id_tag(id));
    assert(book->ids.slots[slot].index == index);
    node_give_slot(book, index, slot);
}

static inline bool is_waiting(const tr_book *book, const node *order)
{
    return ladder_waits(book->levels[order->level].ladder);
}

/* What a resting iceberg or hidden order does not show; 0 for every other order. */
static inline int64_t order_hidden(const tr_book *book, const node *order)
{
    const extra *more = &book->extras[node_extra(order)];
    if (node_extra(order) == 0 || (more->display == 0 && !more->is_hidden) ||
        is_waiting(book, order))
        return 0;
    return more->is_hidden ? order->open : order->open - more->shown;
}

/* Its bond; that of nobody, all 0, when it has none. */
static inline bond *order_bond(const tr_book *book, const node *order)
{
    return &book->bonds[node_extra(order) != 0 ? book->extras[node_extra(order)].bond : 0];
}

/* Take an order out of its queue, and the level away when it was the last. */
static inline void order_leave(tr_book *book, uint32_t index)
{
    const node *order = &book->nodes[index];
    level *at = &book->levels[order->level];
    at->open -= wide(order->open);
    if (node_extra(order) != 0)
        at->hidden -= wide(order_hidden(book, order));
    queue_unlink(book, at, index);
    if (at->order_count == 0)
        tr__ladder_close(book, order->level);
}

/* A live order ends: cancelled, expired, prevented. */
static inline void order_end(tr_book *book, uint32_t index)
{
    order_leave(book, index);
    node_give(book, index);
}

#endif
