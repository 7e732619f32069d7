/* ladder.h: the price levels of a ladder, found by price and in order, and the queue of orders in each. */
#ifndef TRADE_BOOK_LADDER_H
#define TRADE_BOOK_LADDER_H

#include "book/state.h"

/* Where a price was looked for: enough to open a level there without looking again. */
typedef struct price_place {
    uint64_t tick; /* price / tick */
    uint32_t slot; /* in the table of prices */
    uint32_t tag;
    uint32_t level; /* 0: none at this price */
} price_place;

/* Open a level at `place`, where there is none. The pools have room: there are as many levels as orders. */
uint32_t tr__ladder_open(tr_book *book, uint32_t ladder, int64_t price, const price_place *place);

/* Take an empty level away. */
void tr__ladder_close(tr_book *book, uint32_t level_index);

/* The next level of the same ladder, away from the best; 0 at the end. */
uint32_t tr__ladder_worse(const tr_book *book, uint32_t level_index);

/* The next level of the same ladder up (down) in price; 0 at the end. */
uint32_t tr__ladder_next(const tr_book *book, uint32_t level_index, bool is_down);

/* What a trade must reach to matter to stops: after a change among them. */
void tr__watch_set(tr_book *book);

/* An empty ladder's best price: a price that reaches nothing. Levels are looked at as well: it may be legal. */
static inline int64_t ladder_none(uint32_t ladder)
{
    return ladder_descends(ladder) ? 0 : INT64_MAX;
}

static inline uint64_t tick_of(const tr_book *book, int64_t price)
{
    return book->tick == 1 ? (uint64_t)price : (uint64_t)(price / book->tick);
}

static inline uint32_t price_tag(uint32_t ladder, uint64_t tick)
{
    return table_hash(tick ^ (uint64_t)ladder << 59);
}

static inline price_place ladder_find_tick(const tr_book *book, uint32_t ladder, uint64_t tick,
                                           int64_t price)
{
    uint32_t tag = price_tag(ladder, tick);
    uint32_t at = table_home(&book->prices, tag);
    for (;; at = table_next(&book->prices, at)) {
        at = table_probe(&book->prices, at, tag);
        uint32_t index = book->prices.slots[at].index;
        if (index == 0 ||
            (book->levels[index].price == price && book->levels[index].ladder == ladder))
            return (price_place){ .tick = tick, .slot = at, .tag = tag, .level = index };
    }
}

static inline price_place ladder_find(const tr_book *book, uint32_t ladder, int64_t price)
{
    return ladder_find_tick(book, ladder, tick_of(book, price), price);
}

/* The level of a price, opened when there is none. */
static inline uint32_t ladder_level(tr_book *book, uint32_t ladder, int64_t price)
{
    price_place place = ladder_find(book, ladder, price);
    return place.level != 0 ? place.level : tr__ladder_open(book, ladder, price, &place);
}

/* Where the level of a bid or ask was found last, for prices that are equal modulo NEAR_TICKS. */
static inline uint32_t *near_level(const tr_book *book, uint32_t side, uint64_t tick)
{
    return &book->near_levels[(tick & (NEAR_TICKS - 1)) << 1 | side];
}

/*
 * As ladder_level, of bids or asks. Around the market the level is where it was, and a look at it says so: one
 * that was taken away, or is another's now, has another ladder or price.
 */
static ALWAYS_INLINE uint32_t ladder_level_near(tr_book *book, uint32_t side, int64_t price)
{
    uint64_t tick = tick_of(book, price);
    uint32_t *near = near_level(book, side, tick);
    const level *at = &book->levels[*near];
    if (at->price == price && at->ladder == side)
        return *near;
    price_place place = ladder_find_tick(book, side, tick, price);
    *near = place.level != 0 ? place.level : tr__ladder_open(book, side, price, &place);
    return *near;
}

/*
 * ---- The queue of a level ----
 *
 * Whether an order has a neighbour is as good as random. Node 0, nobody, takes the link that nobody needs, so
 * that there is nothing to branch on.
 */

/* One of two, without a branch: written so that no compiler makes one of it. */
static inline uint32_t choose_u32(bool is_first, uint32_t first, uint32_t second)
{
    uint32_t mask = 0 - (uint32_t)is_first;
    return second ^ ((first ^ second) & mask);
}

/* Put an order before another one of the level; before nobody: last. */
void tr__queue_insert(tr_book *book, uint32_t level_index, uint32_t index, uint32_t before);

/* A hidden order goes behind all others. */
void tr__queue_append_dark(tr_book *book, uint32_t level_index, uint32_t index);

static ALWAYS_INLINE void queue_append(tr_book *book, uint32_t level_index, uint32_t index)
{
    level *at = &book->levels[level_index];
    node *order = &book->nodes[index];
    if (at->dark != 0) {
        tr__queue_insert(book, level_index, index, at->dark);
        return;
    }
    uint32_t tail = at->tail;
    order->level = level_index;
    order->next = 0;
    order->prev = tail;
    book->nodes[tail].next = index;
    at->head = tail != 0 ? at->head : index;
    at->tail = index;
    at->order_count++;
}

/* Take an order out of its queue. The level stays, even when it is empty now. */
static ALWAYS_INLINE void queue_unlink(tr_book *book, level *at, uint32_t index)
{
    const node *order = &book->nodes[index];
    uint32_t prev = order->prev;
    uint32_t next = order->next;
    at->dark = choose_u32(at->dark != index, at->dark, next);
    book->nodes[prev].next = next;
    book->nodes[next].prev = prev;
    at->head = choose_u32(prev != 0, at->head, next);
    at->tail = choose_u32(next != 0, at->tail, prev);
    at->order_count--;
}

#endif
