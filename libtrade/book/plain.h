/*
 * plain.h: the ways that most commands go: a limit order that rests without trading, and a cancel. They are
 * compiled into the book's loop. What is not plain is left to enter.c and book.c, which start again.
 */
#ifndef TRADE_BOOK_PLAIN_H
#define TRADE_BOOK_PLAIN_H

#include "book/emit.h"
#include "book/taker.h"

#define PLAIN_EVENTS_MAX 2 /* there must be room for so many */

/*
 * The first eight bytes of a command are one number: kind, side, type, tif, stp, given, post-only, flags. A plain
 * order has these values in all bytes but those that it may choose: the side, the self-trade mode, post-only.
 */
#define PLAIN_BYTE(value, place) ((uint64_t)(value) << EVENT_SHIFT(place))
#define PLAIN_MASK                                                                                 \
    (PLAIN_BYTE(0xff, 0) | PLAIN_BYTE(0xfe, 1) | PLAIN_BYTE(0xff, 2) | PLAIN_BYTE(0xff, 3) |       \
     PLAIN_BYTE(0xf8, 4) | PLAIN_BYTE(0xff, 5) | PLAIN_BYTE(0xff, 7))
#define PLAIN_HEAD                                                                                 \
    (PLAIN_BYTE(TR_BOOK_COMMAND_NEW, 0) |                                                          \
     PLAIN_BYTE(TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY, 5))
static_assert(offsetof(tr_book_command, kind) == 0 && offsetof(tr_book_command, side) == 1 &&
                  offsetof(tr_book_command, type) == 2 && offsetof(tr_book_command, tif) == 3 &&
                  offsetof(tr_book_command, stp) == 4 && offsetof(tr_book_command, given) == 5 &&
                  offsetof(tr_book_command, flags) == 7,
              "the parts of a command's first number");
static_assert(TR_BOOK_TYPE_LIMIT == 0 && TR_BOOK_TIF_GTC == 0, "which are 0 in a plain order's");

static ALWAYS_INLINE uint64_t command_head(const tr_book_command *command)
{
    uint64_t head;
    memcpy(&head, command, sizeof head);
    return head;
}

static ALWAYS_INLINE bool is_within_range(number_range range, int64_t number)
{
    return (uint64_t)number - (uint64_t)range.first < range.count;
}

/* Are the numbers of a plain order good, in a book with nothing special that has room? */
static ALWAYS_INLINE bool is_plain_order(const tr_book *book, const tr_book_command *command)
{
    return command->stp <= TR_BOOK_STP_DECREMENT && book->rare == 0 &&
           book->order_count < book->order_max && (command->id > 0 || book->has_opaque_ids) &&
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
