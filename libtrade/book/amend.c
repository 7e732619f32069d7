/* amend.c: a live order's price, total or stop changes; less of the same keeps its place, all else loses it. */
#include "book/emit.h"
#include "book/taker.h"

/* What an amend would make of the order. */
typedef struct change {
    uint32_t node;
    bool is_waiting;
    bool is_attached; /* a bracket's leg: its quantity is not free */
    bool is_held;
    bool has_price; /* neither a waiting market stop nor a market order in an auction */
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

/* Would a leg come to stand where the other leg of its bracket is, or beyond? */
static bool legs_are_bad(const tr_book *book, const change *to)
{
    const bond *of = order_bond(book, &book->nodes[to->node]);
    if ((of->flags & BOND_LEG) == 0 || of->partner == 0)
        return false;
    const node *partner = &book->nodes[of->partner];
    const level *at = &book->levels[partner->level];
    uint8_t entry_side = to->side ^ 1u;
    if (to->is_waiting)
        return !target_is_beyond(entry_side, book->extras[node_extra(partner)].price, to->stop);
    int64_t stop = ladder_waits(at->ladder) ? at->price : order_bond(book, partner)->stop;
    return !target_is_beyond(entry_side, to->price, stop);
}

/* Would an entry come to stand where its target is? */
static bool ties_are_bad(const tr_book *book, const change *to)
{
    const bond *of = order_bond(book, &book->nodes[to->node]);
    uint32_t other = of->target != 0 ? of->target : of->entry;
    if (other == 0 || !to->has_price)
        return false;
    const node *order = &book->nodes[other];
    const extra *more = &book->extras[node_extra(order)];
    const level *at = &book->levels[order->level];
    if (of->target != 0)
        return !target_is_beyond(to->side, more->price, to->price);
    bool is_target = !to->is_waiting && order_bond(book, order)->target == to->node;
    int64_t limit = at->ladder <= LADDER_ASKS || (at->ladder >> 1) == LADDER_MINIMUM_BIDS >> 1
                        ? at->price
                        : more->price;
    return is_target && !target_is_beyond(to->side ^ 1u, to->price, limit);
}

static tr_book_reason check(const tr_book *book, const tr_book_command *command, const change *to)
{
    if (to->is_held || (to->is_attached && is_given(command, TR_BOOK_GIVEN_QUANTITY)))
        return TR_BOOK_REASON_ATTACHED;
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
    if (reason == TR_BOOK_REASON_NONE && (legs_are_bad(book, to) || ties_are_bad(book, to)))
        reason = TR_BOOK_REASON_BAD_LINK;
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
        shown = more->is_hidden ? 0 : shown;
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
    bond *of = &book->bonds[more->bond];
    if (more->bond != 0 && (of->trail | of->trail_bps) != 0) {
        tr__trail_drop(book, more->bond);
        tr__trail_add(book, more->bond, to->stop);
    }
}

/* A resting order arrives at the book again. */
static void arrive_anew(tr_book *book, const change *to)
{
    order_leave(book, to->node);
    taker arriving = taker_of_live(book, to->node, to->side, to->price);
    arriving.open = to->open;
    arriving.total = to->total;
    if (!to->has_price) {
        arriving.is_market = true;
        arriving.limit = market_limit(to->side);
    }
    tr__book_arrive(book, &arriving);
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
    const bond *of = &book->bonds[more->bond];
    bool is_market = at->ladder == LADDER_MARKET_BUYS || at->ladder == LADDER_MARKET_SELLS;
    change to = { .node = index, .is_waiting = ladder_waits(at->ladder) };
    to.is_held = at->ladder >= LADDER_HELD_BUYS;
    to.is_attached = (of->flags & BOND_LEG) != 0 && (of->entry | of->partner) != 0;
    to.has_price = to.is_waiting ? more->type == TR_BOOK_TYPE_STOP_LIMIT : !is_market;
    to.side = at->ladder & 1;
    int64_t price = to.is_waiting ? more->price : to.has_price ? at->price : 0;
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
