/*
 * ladder.c: levels come and go. Each sets or clears a bit in its span; the first of 64 ticks makes the span,
 * the last one takes it away.
 */
#include "book/ladder.h"

#include "book/span.h"

static uint32_t level_take(tr_book *book)
{
    uint32_t index = book->level_pool.free;
    if (index == 0)
        return book->level_pool.unused++;
    book->level_pool.free = book->levels[index].head;
    return index;
}

static void best_set(tr_book *book, uint32_t ladder, uint32_t index)
{
    book->best[ladder] = index;
    book->best_price[ladder] = index != 0 ? book->levels[index].price : ladder_none(ladder);
    if (ladder_waits(ladder))
        tr__watch_set(book);
}

void tr__watch_set(tr_book *book)
{
    book->watch_high = book->best_price[LADDER_BUY_STOPS];
    book->watch_low = book->best_price[LADDER_SELL_STOPS];
    if (book->trail_count[TR_SIDE_SELL] > 0) {
        int64_t first = book->bonds[book->trails[TR_SIDE_SELL][1]].threshold;
        book->watch_high = first < book->watch_high ? first : book->watch_high;
    }
    if (book->trail_count[TR_SIDE_BUY] > 0) {
        int64_t first = book->bonds[book->trails[TR_SIDE_BUY][1]].threshold;
        book->watch_low = first > book->watch_low ? first : book->watch_low;
    }
}

void tr__queue_insert(tr_book *book, uint32_t level_index, uint32_t index, uint32_t before)
{
    level *at = &book->levels[level_index];
    uint32_t prev = before != 0 ? book->nodes[before].prev : at->tail;
    book->nodes[index].level = level_index;
    book->nodes[index].next = before;
    book->nodes[index].prev = prev;
    book->nodes[prev].next = index; /* of nobody, perhaps: node 0 is there for that */
    book->nodes[before].prev = index;
    at->head = prev == 0 ? index : at->head;
    at->tail = before == 0 ? index : at->tail;
    at->order_count++;
}

void tr__queue_append_dark(tr_book *book, uint32_t level_index, uint32_t index)
{
    tr__queue_insert(book, level_index, index, 0);
    if (book->levels[level_index].dark == 0)
        book->levels[level_index].dark = index;
}

uint32_t tr__ladder_open(tr_book *book, uint32_t ladder, int64_t price, const price_place *place)
{
    uint32_t index = level_take(book);
    assert(index <= book->order_max);
    uint32_t span_index = tr__span_of(book, ladder, place->tick >> 6);
    uint32_t bit = (uint32_t)(place->tick & 63);
    book->spans[span_index].bits |= UINT64_C(1) << bit;
    book->levels[index] = (level){
        .price = price, .span = span_index, .ladder = (uint8_t)ladder, .bit = (uint8_t)bit
    };
    table_put(&book->prices, place->slot, place->tag, index);
    int64_t best = book->best_price[ladder];
    if (book->best[ladder] == 0 || (ladder_descends(ladder) ? price > best : price < best))
        best_set(book, ladder, index);
    return index;
}

/* The level of one bit of a span, which is set. */
static uint32_t level_at(const tr_book *book, const span *within, uint32_t bit)
{
    uint64_t tick = within->key << 6 | bit;
    price_place place =
        ladder_find_tick(book, within->ladder, tick, (int64_t)(tick * (uint64_t)book->tick));
    assert(place.level != 0);
    return place.level;
}

uint32_t tr__ladder_worse(const tr_book *book, uint32_t level_index)
{
    return tr__ladder_next(book, level_index, ladder_descends(book->levels[level_index].ladder));
}

uint32_t tr__ladder_next(const tr_book *book, uint32_t level_index, bool is_down)
{
    const level *from = &book->levels[level_index];
    const span *within = &book->spans[from->span];
    uint64_t below = (UINT64_C(1) << from->bit) - 1;
    uint64_t above = UINT64_MAX << from->bit << 1; /* in two steps: a shift by 64 is undefined */
    uint64_t bits = within->bits & (is_down ? below : above);
    if (bits == 0) {
        uint32_t neighbour = is_down ? within->lower : within->upper;
        if (neighbour == 0)
            return 0;
        within = &book->spans[neighbour];
        bits = within->bits;
    }
    uint32_t bit = is_down ? 63 - (uint32_t)__builtin_clzll(bits) : (uint32_t)__builtin_ctzll(bits);
    return level_at(book, within, bit);
}

void tr__ladder_close(tr_book *book, uint32_t level_index)
{
    level *closing = &book->levels[level_index];
    assert(closing->order_count == 0 && closing->head == 0 && closing->open == 0 &&
           closing->hidden == 0);
    uint32_t ladder = closing->ladder;
    if (book->best[ladder] == level_index)
        best_set(book, ladder, tr__ladder_worse(book, level_index));
    span *within = &book->spans[closing->span];
    uint64_t tick = within->key << 6 | closing->bit;
    price_place place = ladder_find_tick(book, ladder, tick, closing->price);
    assert(place.level == level_index);
    table_remove(&book->prices, place.slot);
    within->bits &= ~(UINT64_C(1) << closing->bit);
    if (within->bits == 0)
        tr__span_drop(book, closing->span);
    closing->head = book->level_pool.free;
    closing->ladder = LADDER_COUNT;
    book->level_pool.free = level_index;
}
