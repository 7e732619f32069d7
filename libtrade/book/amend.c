/* amend.c: a live order's price, total or stop changes; less of the same keeps its place, all else loses it. */
#include "book/emit.h"
#include "book/taker.h"

/* What an amend would make of the order. */
typedef struct change {
    uint32_t node;
    bool is_waiting;
    bool has_price; /* not a waiting market stop */
    uint8_t side;
    int64_t price;
    int64_t stop;
    int64_t total;
    int64_t open;
} change;

static bool is_given(const tr_book_command *command, unsigned int field)
{
    return (command->given & field) != 0;
}

static tr_book_reason check(const tr_book *book, const tr_book_command *command, const change *to)
{
    if ((is_given(command, TR_BOOK_GIVEN_PRICE) && !to->has_price) ||
        (is_given(command, TR_BOOK_GIVEN_STOP) && !to->is_waiting))
        return TR_BOOK_REASON_BAD_COMBINATION;
    tr_book_reason reason = TR_BOOK_REASON_NONE;
    if (is_given(command, TR_BOOK_GIVEN_QUANTITY))
        reason = check_quantity(book, command->quantity);
    if (reason == TR_BOOK_REASON_NONE && is_given(command, TR_BOOK_GIVEN_PRICE))
        reason = check_price(book, command->price, TR_BOOK_REASON_BAD_PRICE);
    if (reason == TR_BOOK_REASON_NONE && is_given(command, TR_BOOK_GIVEN_STOP)) {
        reason = check_price(book, command->stop, TR_BOOK_REASON_BAD_STOP);
        if (reason == TR_BOOK_REASON_NONE && stop_is_reached(to->side, command->stop, book->last))
            reason = TR_BOOK_REASON_STOP_WOULD_TRIGGER;
    }
    const node *order = &book->nodes[to->node];
    if (reason == TR_BOOK_REASON_NONE && (order->marks & MARK_POST_ONLY) != 0 &&
        to->price != book->levels[order->level].price && limit_crosses(book, to->side, to->price))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    return reason;
}

static void emit_amended(tr_book *book, const change *to, unsigned int flags, int64_t shown)
{
    if (to->has_price)
        flags |= TR_BOOK_EVENT_HAS_PRICE;
    if (to->is_waiting)
        flags |= TR_BOOK_EVENT_HAS_STOP;
    tr_book_event *event =
        emit(book, TR_BOOK_EVENT_AMENDED, TR_BOOK_REASON_NONE, book->nodes[to->node].id);
    event->flags = (uint8_t)flags;
    event->side = to->side;
    event->price = to->price;
    event->stop = to->stop;
    event->quantity = to->total;
    event->open = to->open;
    event->shown = shown;
}

/* Less of the same: the hidden part of an iceberg goes first. */
static void keep_place(tr_book *book, const change *to)
{
    node *order = &book->nodes[to->node];
    level *at = &book->levels[order->level];
    int64_t shown = to->open;
    at->open -= wide(order->open - to->open);
    if (node_extra(order) != 0) {
        extra *more = &book->extras[node_extra(order)];
        at->hidden -= wide(order_hidden(book, order));
        if (more->display != 0 && !to->is_waiting) {
            shown = more->shown < to->open ? more->shown : to->open;
            more->shown = shown;
        }
    }
    order->open = to->open;
    book->terms[to->node].total = to->total;
    if (node_extra(order) != 0)
        at->hidden += wide(order_hidden(book, order));
    emit_amended(book, to, TR_BOOK_EVENT_KEPT | (to->is_waiting ? 0 : TR_BOOK_EVENT_HAS_SHOWN),
                 to->is_waiting ? 0 : shown);
}

/* A waiting stop goes behind its equals. */
static void wait_anew(tr_book *book, const change *to)
{
    order_leave(book, to->node);
    node *order = &book->nodes[to->node];
    extra *more = &book->extras[node_extra(order)];
    order->open = to->open;
    book->terms[to->node].total = to->total;
    more->price = to->price;
    more->place = ++book->stamp;
    uint32_t level_index = ladder_level(book, LADDER_BUY_STOPS + to->side, to->stop);
    queue_append(book, level_index, to->node);
    book->levels[level_index].open += wide(to->open);
}

/* A resting order arrives at the book again. */
static void arrive_anew(tr_book *book, const change *to)
{
    order_leave(book, to->node);
    const node *order = &book->nodes[to->node];
    const extra *more = &book->extras[node_extra(order)];
    bool has_extra = node_extra(order) != 0;
    taker arriving = {
        .id = order->id,
        .open = to->open,
        .total = to->total,
        .limit = to->price,
        .owner = book->terms[to->node].owner,
        .display = has_extra ? more->display : 0,
        .expire = has_extra ? more->expire : 0,
        .node = to->node,
        .marks = order->marks & ((1u << MARK_EXTRA_SHIFT) - 1),
        .side = to->side,
        .tif = has_extra ? more->tif : (uint8_t)TR_BOOK_TIF_GTC,
    };
    tr__book_arrive(book, &arriving);
    tr__book_cascade(book);
}

void tr__book_amend(tr_book *book, const tr_book_command *command)
{
    uint32_t index = id_find(book, command->id);
    if (index == 0) {
        emit(book, TR_BOOK_EVENT_AMEND_REJECTED, TR_BOOK_REASON_UNKNOWN_ORDER, command->id);
        return;
    }
    const node *order = &book->nodes[index];
    const level *at = &book->levels[order->level];
    const extra *more = &book->extras[node_extra(order)];
    change to = { .node = index, .is_waiting = at->ladder >= LADDER_BUY_STOPS };
    to.has_price = !to.is_waiting || more->type == TR_BOOK_TYPE_STOP_LIMIT;
    to.side = at->ladder & 1;
    int64_t price = to.is_waiting ? more->price : at->price;
    int64_t stop = to.is_waiting ? at->price : 0;
    int64_t total = book->terms[index].total;
    to.price = is_given(command, TR_BOOK_GIVEN_PRICE) ? command->price : price;
    to.stop = is_given(command, TR_BOOK_GIVEN_STOP) ? command->stop : stop;
    to.total = is_given(command, TR_BOOK_GIVEN_QUANTITY) ? command->quantity : total;
    tr_book_reason reason = check(book, command, &to);
    if (reason != TR_BOOK_REASON_NONE) {
        emit(book, TR_BOOK_EVENT_AMEND_REJECTED, reason, command->id);
        return;
    }
    to.open = to.total - (total - order->open);
    if (to.open <= 0) {
        emit_cancelled(book, order->id, order->open, TR_BOOK_REASON_AMEND);
        order_end(book, index);
    } else if (to.price == price && to.stop == stop && to.open <= order->open) {
        keep_place(book, &to);
    } else {
        emit_amended(book, &to, 0, 0);
        if (to.is_waiting)
            wait_anew(book, &to);
        else
            arrive_anew(book, &to);
    }
}
