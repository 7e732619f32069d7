/*
 * plain.h: the ways that most commands go: a limit order that rests without trading, and a cancel. They are
 * compiled into the book's loop. What is not plain is left to enter.c and book.c, which start again.
 */
#ifndef TRADE_BOOK_PLAIN_H
#define TRADE_BOOK_PLAIN_H

#include "book/emit.h"
#include "book/taker.h"

#define PLAIN_EVENTS_MAX 2 /* there must be room for so many */

static ALWAYS_INLINE bool is_within_range(number_range range, int64_t number)
{
    return (uint64_t)number - (uint64_t)range.first < range.count;
}

/*
 * A lasting limit order with nothing special, its numbers in order, in a book with nothing special that has room. Byte by byte:
 * whoever has just made the command has written it so, and a wider read would wait for all of these writes.
 */
static ALWAYS_INLINE bool is_plain_order(const tr_book *book, const tr_book_command *command)
{
    return (command->type | command->tif | command->flags) == 0 &&
           command->given == (TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY) &&
           command->side <= TR_SIDE_SELL && command->stp <= TR_BOOK_STP_DECREMENT &&
           book->rare == 0 && book->order_count < book->order_max &&
           (command->id > 0 || book->has_opaque_ids) &&
           is_within_range(book->quantities, command->quantity) &&
           is_within_range(book->prices_allowed, command->price) &&
           (!book->has_grid ||
            (command->quantity % book->lot == 0 && command->price % book->tick == 0));
}

/* Enter an order that is plain, new and does not cross. false: it is not, and nothing has happened. */
static ALWAYS_INLINE bool plain_enter(tr_book *book, const tr_book_command *command, uint32_t tag)
{
    uint32_t slot = id_slot(book, command->id, tag);
    if (book->ids.slots[slot].index != 0 || !is_plain_order(book, command) ||
        limit_crosses(book, command->side, command->price))
        return false;
    int64_t id = command->id;
    int64_t price = command->price;
    int64_t quantity = command->quantity;
    uint32_t side = command->side;
    uint32_t index = node_take_slot(book, id, tag, slot);
    uint32_t level_index = ladder_level_near(book, side, price);
    node *order = &book->nodes[index];
    order->open = quantity;
    order->marks = command->stp | (uint32_t)command->is_post_only * MARK_POST_ONLY;
    book->terms[index] = (terms){ .total = quantity, .owner = command->owner };
    queue_append(book, level_index, index);
    book->levels[level_index].open += wide(quantity);
    tr_book_event *events = book->cursor;
    book->cursor = events + 2;
    uint64_t sequence = book->sequence;
    book->sequence = sequence + 2;
    event_set(book, &events[0], TR_BOOK_EVENT_ACCEPTED, TR_BOOK_REASON_NONE, sequence + 1, id);
    event_set(book, &events[1], TR_BOOK_EVENT_BOOKED, TR_BOOK_REASON_NONE, sequence + 2, id);
    events[1].side = (uint8_t)side;
    events[1].price = price;
    events[1].open = quantity;
    events[1].shown = quantity;
    return true;
}

/* Cancel an order that is there and has nothing special. false: it is not so, and nothing has happened. */
static ALWAYS_INLINE bool plain_cancel(tr_book *book, int64_t id, uint32_t tag)
{
    uint32_t slot = id_slot(book, id, tag);
    uint32_t index = book->ids.slots[slot].index;
    node *order = &book->nodes[index];
    if (index == 0 || node_extra(order) != 0)
        return false;
    level *at = &book->levels[order->level];
    emit_sure(book, TR_BOOK_EVENT_CANCELLED, TR_BOOK_REASON_USER, id)->quantity = order->open;
    at->open -= wide(order->open);
    queue_unlink(book, at, index);
    if (at->order_count == 0)
        tr__ladder_close(book, order->level);
    table_remove(&book->ids, slot);
    book->removals++;
    order->next = book->node_pool.free;
    order->level = 0;
    book->node_pool.free = index;
    book->order_count--;
    return true;
}

#endif
