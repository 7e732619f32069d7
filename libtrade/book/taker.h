/* taker.h: an order on its way into the book: new, amended, or a stop just triggered. */
#ifndef TRADE_BOOK_TAKER_H
#define TRADE_BOOK_TAKER_H

#include "book/bond.h"
#include "book/live.h"

typedef struct taker {
    int64_t id;
    int64_t open;
    int64_t total;
    int64_t limit; /* a market order: what every price is within */
    int64_t owner;
    int64_t display;
    int64_t expire;
    int64_t minimum; /* 0: none */
    uint32_t node;   /* of a live order; 0: a new one */
    uint32_t bond;   /* 0: none, as for every new order without a node */
    id_place place;  /* of a new one's identity */
    uint32_t marks;  /* without an extra */
    uint32_t passed; /* the last order with a minimum that it was too little for; 0: none */
    uint8_t side;
    uint8_t tif;
    bool is_market; /* or a triggered stop */
    bool is_hidden;
    bool is_over;  /* prevented or refused: it does not stay, whatever it is */
    bool is_short; /* less than its minimum was there */
} taker;

static inline int64_t market_limit(uint8_t side)
{
    return side == TR_SIDE_BUY ? INT64_MAX : 0;
}

/* Does an order of this side and limit reach `price`, one of the other side? */
static inline bool limit_reaches(uint8_t side, int64_t limit, int64_t price)
{
    /* Sides alternate at random: turning the order round by complement saves a branch that is missed often. */
    int64_t turn = -(int64_t)side;
    return (price ^ turn) <= (limit ^ turn);
}

/* Would it trade on arrival? */
static inline bool limit_crosses(const tr_book *book, uint8_t side, int64_t limit)
{
    uint32_t opposite = side ^ 1u;
    return limit_reaches(side, limit, book->best_price[opposite]) && book->best[opposite] != 0;
}

/*
 * Does the target of an entry of this side lie beyond a price, its stop's or its entry's; 0: there is none? A
 * target that would trade with its own entry could grow for ever.
 */
static inline bool target_is_beyond(uint8_t side, int64_t target, int64_t price)
{
    return price == 0 || (side == TR_SIDE_BUY ? target > price : target < price);
}

/* The last trade price reaches this stop price. */
static inline bool stop_is_reached(uint8_t side, int64_t stop, int64_t last)
{
    return last != 0 && (side == TR_SIDE_BUY ? last >= stop : last <= stop);
}

/* Checks that new orders and amends share, in the order of the rules; NONE when all pass. */
static ALWAYS_INLINE tr_book_reason check_quantity(const tr_book *book, int64_t quantity)
{
    if (quantity <= 0)
        return TR_BOOK_REASON_BAD_QUANTITY;
    if (quantity > book->quantity_max)
        return TR_BOOK_REASON_QUANTITY_TOO_LARGE;
    if (book->lot != 1 && quantity % book->lot != 0)
        return TR_BOOK_REASON_LOT_SIZE;
    return quantity < book->quantity_min ? TR_BOOK_REASON_QUANTITY_TOO_SMALL : TR_BOOK_REASON_NONE;
}

static ALWAYS_INLINE tr_book_reason check_price(const tr_book *book, int64_t price,
                                                tr_book_reason bad)
{
    if (price <= 0)
        return bad;
    if (book->tick != 1 && price % book->tick != 0)
        return TR_BOOK_REASON_TICK_SIZE;
    return price < book->band_low || price > book->band_high ? TR_BOOK_REASON_PRICE_BAND
                                                             : TR_BOOK_REASON_NONE;
}

/* What is left of a live order, out of its queue, to arrive again. */
static inline taker taker_of_live(const tr_book *book, uint32_t index, uint8_t side, int64_t limit)
{
    const node *order = &book->nodes[index];
    const extra *more = &book->extras[node_extra(order)]; /* of nobody, all 0, when it has none */
    return (taker){
        .id = order->id,
        .open = order->open,
        .total = book->terms[index].total,
        .limit = limit,
        .owner = book->terms[index].owner,
        .display = more->display,
        .expire = more->expire,
        .minimum = book->bonds[more->bond].quantity_min,
        .node = index,
        .bond = more->bond,
        .marks = order->marks & (MARK_STP_MASK | MARK_POST_ONLY),
        .side = side,
        .tif = more->tif,
        .is_hidden = more->is_hidden,
    };
}

/* The order meets the book: trades, rests or ends. Stops that it elects wait. */
void tr__book_arrive(tr_book *book, taker *order);

/* Trade `quantity` with a resting order, which shows as much. */
void tr__book_trade(tr_book *book, taker *order, uint32_t maker, int64_t quantity);

/* What a resting order offers at once. */
static inline int64_t order_shown(const tr_book *book, const node *order)
{
    const extra *more = &book->extras[node_extra(order)];
    return node_extra(order) != 0 && more->display != 0 ? more->shown : order->open;
}

/* Is the maker one that the taker must not trade with? */
static inline bool is_self_trade(const tr_book *book, const taker *order, uint32_t maker)
{
    return (order->marks & MARK_STP_MASK) != TR_BOOK_STP_NONE && order->owner != 0 &&
           book->terms[maker].owner == order->owner;
}

/* The taker meets an order of its own. With nothing left open it is over. */
void tr__book_prevent(tr_book *book, taker *order, uint32_t maker);

/* As much of the opposite orders as `needed` would trade with it. */
bool tr__book_fits(const tr_book *book, const taker *order, int64_t needed);

/* All of an arrival's trading where there is more to it than the best opposite order. */
void tr__book_meet(tr_book *book, taker *order);

/* Trade at one price by shares, until the price or the taker is used up. */
void tr__book_share(tr_book *book, taker *order, uint32_t level_index);

/* A resting order has traded: an iceberg shows more, a pair or a bracket is seen to, what is filled ends. */
void tr__maker_traded(tr_book *book, uint32_t maker, int64_t quantity);

/* A resting order is filled: it ends, or is held as the leg of a bracket that may grow again. */
void tr__maker_end(tr_book *book, uint32_t maker);

/* An iceberg whose shown part is used up shows the next one and goes behind the others of its price. */
void tr__maker_refresh(tr_book *book, uint32_t maker);

/* Grow the legs and trigger what is elected, one after the other, until nothing is left. */
void tr__book_cascade_all(tr_book *book);

static inline void tr__book_cascade(tr_book *book)
{
    if ((book->elected_head | book->growing_head) != 0)
        tr__book_cascade_all(book);
}

/* A trade at `price` moves trailing stops; those that it reaches leave their ladders for the queue of the elected. */
void tr__book_watch(tr_book *book, int64_t price);

/* A stop that stands in no ladder is on its way. */
void tr__stop_elect(tr_book *book, uint32_t index, uint8_t side, int64_t stop);

/* The commands. */
void tr__book_enter(tr_book *book, const tr_book_command *command);

/* How many orders a new one makes: with the legs of a bracket. */
uint32_t tr__book_order_needs(const tr_book_command *command);

void tr__book_amend(tr_book *book, const tr_book_command *command);

/* The stop price that a new stop starts with; 0: it has none. */
int64_t tr__stop_price(const tr_book *book, const tr_book_command *command);

/* A new stop, accepted: it waits. `index` is its node; 0: it has none yet. */
void tr__book_wait(tr_book *book, const tr_book_command *command, const id_place *place,
                   uint32_t index);

/* Begin an auction, or end it in its one price. */
void tr__book_enter_phase(tr_book *book, tr_book_phase phase);

#endif
