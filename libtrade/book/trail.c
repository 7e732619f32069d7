/*
 * trail.c: trailing stops follow the trades. Each knows the first trade price that moves it; a heap for each
 * side has on top which one moves first, so a trade that moves none looks at none.
 */
#include "book/bond.h"
#include "book/emit.h"

#define WHOLE_BPS 10000

__extension__ typedef __int128 exact; /* no product or sum here leaves it */

/* Down (up) to the tick. */
static exact on_tick(const tr_book *book, exact price, bool is_up)
{
    exact rest = price % book->tick;
    return rest == 0 ? price : price - rest + (is_up ? book->tick : 0);
}

int64_t tr__trail_stop(const tr_book *book, uint8_t side, const bond *by, int64_t price)
{
    bool is_buy = side == TR_SIDE_BUY;
    exact stop;
    if (by->trail != 0) {
        stop = is_buy ? (exact)price + by->trail : (exact)price - by->trail;
    } else {
        exact part =
            (exact)price * (is_buy ? WHOLE_BPS + by->trail_bps : WHOLE_BPS - by->trail_bps);
        stop = is_buy ? (part + WHOLE_BPS - 1) / WHOLE_BPS : part / WHOLE_BPS;
    }
    if (stop <= 0)
        return 0;
    stop = on_tick(book, stop, is_buy);
    return stop > INT64_MAX ? 0 : (int64_t)stop;
}

/* The first trade price that brings the stop a tick nearer; 0 when there is none. */
static int64_t threshold(const tr_book *book, uint8_t side, const bond *by, int64_t stop)
{
    bool is_buy = side == TR_SIDE_BUY;
    exact next = is_buy ? (exact)stop - book->tick : (exact)stop + book->tick;
    exact first;
    if (by->trail != 0) {
        first = is_buy ? next - by->trail : next + by->trail;
    } else {
        exact part = is_buy ? WHOLE_BPS + by->trail_bps : WHOLE_BPS - by->trail_bps;
        first = is_buy ? next * WHOLE_BPS / part : (next * WHOLE_BPS + part - 1) / part;
    }
    return first > 0 && first <= INT64_MAX ? (int64_t)first : 0;
}

static bool moves_before(const tr_book *book, uint8_t side, uint32_t a, uint32_t b)
{
    const bond *x = &book->bonds[a];
    const bond *y = &book->bonds[b];
    if (x->threshold != y->threshold)
        return (x->threshold > y->threshold) == (side == TR_SIDE_BUY);
    return book->extras[x->extra].place < book->extras[y->extra].place;
}

static void heap_put(tr_book *book, uint8_t side, uint32_t at, uint32_t bond_index)
{
    book->trails[side][at] = bond_index;
    book->bonds[bond_index].heap_at = at;
}

static void heap_rise(tr_book *book, uint8_t side, uint32_t at, uint32_t bond_index)
{
    const uint32_t *heap = book->trails[side];
    for (; at > 1 && moves_before(book, side, bond_index, heap[at / 2]); at /= 2)
        heap_put(book, side, at, heap[at / 2]);
    heap_put(book, side, at, bond_index);
}

static void heap_sink(tr_book *book, uint8_t side, uint32_t at, uint32_t bond_index)
{
    const uint32_t *heap = book->trails[side];
    uint32_t count = book->trail_count[side];
    for (uint32_t child = at * 2; child <= count; child = at * 2) {
        if (child < count && moves_before(book, side, heap[child + 1], heap[child]))
            child++;
        if (!moves_before(book, side, heap[child], bond_index))
            break;
        heap_put(book, side, at, heap[child]);
        at = child;
    }
    heap_put(book, side, at, bond_index);
}

void tr__trail_add(tr_book *book, uint32_t bond_index, int64_t stop)
{
    bond *added = &book->bonds[bond_index];
    added->threshold = threshold(book, added->side, added, stop);
    if (added->threshold == 0)
        return; /* at the edge of the range: no trade moves it */
    heap_rise(book, added->side, ++book->trail_count[added->side], bond_index);
    tr__watch_set(book);
}

void tr__trail_drop(tr_book *book, uint32_t bond_index)
{
    uint32_t at = book->bonds[bond_index].heap_at;
    uint8_t side = book->bonds[bond_index].side;
    if (at == 0)
        return;
    assert(book->trails[side][at] == bond_index);
    uint32_t last = book->trails[side][book->trail_count[side]--];
    if (last != bond_index) {
        heap_sink(book, side, at, last);
        heap_rise(book, side, book->bonds[last].heap_at, last);
    }
    book->bonds[bond_index].heap_at = 0;
    tr__watch_set(book);
}

static void move(tr_book *book, uint32_t bond_index, int64_t stop)
{
    extra *more = &book->extras[book->bonds[bond_index].extra];
    node *order = &book->nodes[more->node];
    tr__trail_drop(book, bond_index);
    order_leave(book, more->node);
    more->place = ++book->stamp;
    uint32_t level_index =
        ladder_level(book, LADDER_BUY_STOPS + book->bonds[bond_index].side, stop);
    queue_append(book, level_index, more->node);
    book->levels[level_index].open += wide(order->open);
    tr__trail_add(book, bond_index, stop);
    emit(book, TR_BOOK_EVENT_TRAILED, TR_BOOK_REASON_NONE, order->id)->stop = stop;
}

/* A stop that a trade has moved is moved by it no more: its threshold lies beyond. */
void tr__trail_move(tr_book *book, int64_t price)
{
    for (uint8_t side = TR_SIDE_BUY; side <= TR_SIDE_SELL; side++) {
        while (book->trail_count[side] > 0) {
            uint32_t first = book->trails[side][1];
            const bond *by = &book->bonds[first];
            if (side == TR_SIDE_BUY ? price > by->threshold : price < by->threshold)
                break;
            move(book, first, tr__trail_stop(book, side, by, price));
        }
    }
}
