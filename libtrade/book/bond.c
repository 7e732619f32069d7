/*
 * bond.c: pairs and brackets. One of a pair waits as long as the other can trade, so what a fill does to the
 * partner never takes an order away that an arriving one has counted on. What a fill does to the legs of a
 * bracket is done when the order at work is finished.
 */
#include "book/bond.h"

#include "book/emit.h"
#include "book/taker.h"

bond *tr__bond_take(tr_book *book, uint32_t extra_index, uint8_t side)
{
    uint32_t index = book->bond_pool.free;
    if (index != 0)
        book->bond_pool.free = book->bonds[index].next_free;
    else
        index = book->bond_pool.unused++;
    assert(index <= book->order_max);
    book->bonds[index] = (bond){ .extra = extra_index, .side = side };
    book->extras[extra_index].bond = index;
    return &book->bonds[index];
}

static bond *bond_of(const tr_book *book, uint32_t node_index)
{
    return order_bond(book, &book->nodes[node_index]);
}

static uint32_t node_of(const tr_book *book, const bond *of)
{
    return book->extras[of->extra].node;
}

/* ---- The queue of legs to look after ---- */

static void growing_add(tr_book *book, uint32_t leg)
{
    uint32_t index = book->extras[node_extra(&book->nodes[leg])].bond;
    bond *added = &book->bonds[index];
    if ((added->flags & BOND_GROWING) != 0)
        return;
    added->flags |= BOND_GROWING;
    added->growing_next = 0;
    if (book->growing_tail != 0)
        book->bonds[book->growing_tail].growing_next = index;
    else
        book->growing_head = index;
    book->growing_tail = index;
}

static void growing_drop(tr_book *book, uint32_t index)
{
    uint32_t before = 0;
    uint32_t at = book->growing_head;
    while (at != index) {
        assert(at != 0);
        before = at;
        at = book->bonds[at].growing_next;
    }
    uint32_t next = book->bonds[index].growing_next;
    if (before != 0)
        book->bonds[before].growing_next = next;
    else
        book->growing_head = next;
    if (book->growing_tail == index)
        book->growing_tail = before;
    book->bonds[index].flags &= (uint8_t)~BOND_GROWING;
}

/* ---- Ties ---- */

static void part_from_partner(tr_book *book, bond *of)
{
    if (of->partner != 0)
        bond_of(book, of->partner)->partner = 0;
    of->partner = 0;
}

static void part_from_entry(tr_book *book, bond *of)
{
    if (of->entry != 0) {
        bond *entry = bond_of(book, of->entry);
        uint32_t self = node_of(book, of);
        entry->target = entry->target == self ? 0 : entry->target;
        entry->stop_leg = entry->stop_leg == self ? 0 : entry->stop_leg;
    }
    of->entry = 0;
}

void tr__bond_give(tr_book *book, uint32_t bond_index)
{
    bond *gone = &book->bonds[bond_index];
    part_from_partner(book, gone);
    part_from_entry(book, gone);
    /* The legs are looked after when the command's order is finished; the stop first. */
    uint32_t legs[2] = { gone->stop_leg, gone->target };
    for (int i = 0; i < 2; i++) {
        if (legs[i] != 0) {
            bond_of(book, legs[i])->entry = 0;
            growing_add(book, legs[i]);
        }
    }
    if ((gone->flags & BOND_GROWING) != 0)
        growing_drop(book, bond_index);
    tr__trail_drop(book, bond_index);
    book->extras[gone->extra].bond = 0;
    gone->flags = 0;
    gone->next_free = book->bond_pool.free;
    book->bond_pool.free = bond_index;
}

bool tr__leg_is_kept(const tr_book *book, uint32_t index)
{
    const bond *leg = bond_of(book, index);
    return leg->entry != 0 || leg->growth > 0;
}

void tr__leg_hold(tr_book *book, uint32_t index)
{
    node *order = &book->nodes[index];
    assert(order->open == 0);
    order->marks &= ~MARK_TOP;
    uint32_t held = LADDER_HELD_BUYS + bond_of(book, index)->side;
    queue_append(book, ladder_level(book, held, book->tick), index);
}

/* End a partner or an entry whose other order has traded or gone off. One that is elected is given back later. */
static void end_tied(tr_book *book, uint32_t index)
{
    node *order = &book->nodes[index];
    bond *of = bond_of(book, index);
    emit_cancelled(book, order->id, order->open, TR_BOOK_REASON_PARTNER);
    if ((of->flags & BOND_ELECTED) == 0) {
        order_end(book, index);
        return;
    }
    part_from_partner(book, of);
    part_from_entry(book, of);
    of->flags &= (uint8_t)~BOND_LEG;
    order->open = 0;
}

/* Take what a target has filled off the stop of the same bracket. */
static void stop_reduce(tr_book *book, uint32_t index, int64_t quantity)
{
    node *order = &book->nodes[index];
    bond *of = bond_of(book, index);
    bool is_elected = (of->flags & BOND_ELECTED) != 0;
    int64_t less = quantity < order->open ? quantity : order->open;
    if (less == 0)
        return;
    if (less == order->open && !tr__leg_is_kept(book, index)) {
        end_tied(book, index);
        return;
    }
    uint32_t level_index = order->level;
    if (!is_elected)
        book->levels[level_index].open -= wide(less);
    order->open -= less;
    book->terms[index].total -= less;
    tr_book_event *event = emit(book, TR_BOOK_EVENT_REDUCED, TR_BOOK_REASON_NONE, order->id);
    event->quantity = less;
    event->open = order->open;
    if (order->open == 0 && !is_elected) { /* an elected one is held when its turn comes */
        of->stop = book->levels[level_index].price;
        order_leave(book, index);
        tr__leg_hold(book, index);
    }
}

void tr__bond_filled(tr_book *book, uint32_t index, int64_t quantity)
{
    bond *of = bond_of(book, index);
    uint32_t legs[2] = { of->stop_leg, of->target };
    for (int i = 0; i < 2; i++) {
        if (legs[i] != 0) {
            bond_of(book, legs[i])->growth += quantity;
            growing_add(book, legs[i]);
        }
    }
    if (of->partner == 0)
        return;
    if ((of->flags & BOND_LEG) != 0)
        stop_reduce(book, of->partner, quantity);
    else
        end_tied(book, of->partner);
}

void tr__bond_emptied(tr_book *book, uint32_t index)
{
    bond *of = bond_of(book, index);
    of->flags &= (uint8_t)~BOND_ELECTED;
    if ((of->flags & BOND_LEG) != 0 && tr__leg_is_kept(book, index)) {
        tr__leg_hold(book, index);
        return;
    }
    if ((of->flags & BOND_LEG) != 0)
        emit_cancelled(book, book->nodes[index].id, 0, TR_BOOK_REASON_ENTRY);
    node_give(book, index);
}

void tr__bond_triggered(tr_book *book, uint32_t index)
{
    bond *of = bond_of(book, index);
    uint32_t partner = of->partner;
    uint32_t entry = of->entry;
    of->flags = 0; /* from now on an order like others */
    part_from_partner(book, of);
    part_from_entry(book, of);
    if (partner != 0)
        end_tied(book, partner);
    if (entry != 0)
        end_tied(book, entry);
}

/* ---- Growth ---- */

static void emit_grown(tr_book *book, uint32_t index, const extra *more, int64_t stop)
{
    tr_book_event *event =
        emit(book, TR_BOOK_EVENT_AMENDED, TR_BOOK_REASON_NONE, book->nodes[index].id);
    event->flags = (uint8_t)((stop != 0 ? TR_BOOK_EVENT_HAS_STOP : 0) |
                             (more->type != TR_BOOK_TYPE_STOP ? TR_BOOK_EVENT_HAS_PRICE : 0));
    event->side = book->bonds[more->bond].side;
    event->price = more->price;
    event->stop = stop;
    event->quantity = book->terms[index].total;
    event->open = book->nodes[index].open;
}

/* A leg's stop waits behind its equals with its new quantity; one that is reached already goes off. */
static void stop_grow(tr_book *book, uint32_t index, int64_t quantity)
{
    node *order = &book->nodes[index];
    extra *more = &book->extras[node_extra(order)];
    bond *of = &book->bonds[more->bond];
    bool is_elected = (of->flags & BOND_ELECTED) != 0;
    int64_t stop = of->stop;
    if (!is_elected) {
        stop = is_waiting(book, order) ? book->levels[order->level].price : stop;
        order_leave(book, index);
    }
    order->open += quantity;
    book->terms[index].total += quantity;
    emit_grown(book, index, more, stop);
    if (is_elected)
        return;
    if (stop_is_reached(of->side, stop, book->last)) {
        tr__stop_elect(book, index, of->side, stop);
        return;
    }
    more->place = ++book->stamp;
    uint32_t level_index = ladder_level(book, LADDER_BUY_STOPS + of->side, stop);
    queue_append(book, level_index, index);
    book->levels[level_index].open += wide(order->open);
}

static void target_grow(tr_book *book, uint32_t index, int64_t quantity)
{
    node *order = &book->nodes[index];
    const extra *more = &book->extras[node_extra(order)];
    if ((bond_of(book, book->bonds[more->bond].partner)->flags & BOND_ELECTED) != 0)
        return; /* it ends when its partner goes off */
    order_leave(book, index);
    order->open += quantity;
    book->terms[index].total += quantity;
    emit_grown(book, index, more, 0);
    taker arriving = taker_of_live(book, index, book->bonds[more->bond].side, more->price);
    tr__book_arrive(book, &arriving);
}

void tr__leg_grow_first(tr_book *book)
{
    bond *of = &book->bonds[book->growing_head];
    uint32_t index = node_of(book, of);
    int64_t quantity = of->growth;
    growing_drop(book, book->growing_head);
    of->growth = 0;
    if (quantity == 0 && of->entry == 0 && book->nodes[index].open == 0 &&
        (of->flags & BOND_ELECTED) == 0) {
        emit_cancelled(book, book->nodes[index].id, 0, TR_BOOK_REASON_ENTRY);
        order_end(book, index);
    } else if (quantity > 0 && book->extras[of->extra].type != TR_BOOK_TYPE_LIMIT) {
        stop_grow(book, index, quantity);
    } else if (quantity > 0) {
        target_grow(book, index, quantity);
    }
}
