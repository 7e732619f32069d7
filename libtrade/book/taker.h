/* taker.h: an order on its way into the book: new, amended, or a stop just triggered. */
#ifndef TRADE_BOOK_TAKER_H
#define TRADE_BOOK_TAKER_H

#include "book/live.h"

typedef struct taker {
    int64_t id;
    int64_t open;
    int64_t total;
    int64_t limit; /* a market order: what every price is within */
    int64_t owner;
    int64_t display;
    int64_t expire;
    uint64_t age;   /* 0: given when it rests */
    uint32_t node;  /* of a live order; 0: a new one */
    id_place place; /* of a new one's identity */
    uint32_t marks; /* without an extra */
    uint8_t side;
    uint8_t tif;
    bool is_market; /* or a triggered stop */
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

/* The last trade price reaches this stop price. */
static inline bool stop_is_reached(uint8_t side, int64_t stop, int64_t last)
{
    return last != 0 && (side == TR_SIDE_BUY ? last >= stop : last <= stop);
}

/* Checks that new orders and amends share, in the order of the rules; NONE when all pass. */
static inline tr_book_reason check_quantity(const tr_book *book, int64_t quantity)
{
    if (quantity <= 0)
        return TR_BOOK_REASON_BAD_QUANTITY;
    if (quantity > book->quantity_max)
        return TR_BOOK_REASON_QUANTITY_TOO_LARGE;
    if (book->lot != 1 && quantity % book->lot != 0)
        return TR_BOOK_REASON_LOT_SIZE;
    return quantity < book->quantity_min ? TR_BOOK_REASON_QUANTITY_TOO_SMALL : TR_BOOK_REASON_NONE;
}

static inline tr_book_reason check_price(const tr_book *book, int64_t price, tr_book_reason bad)
{
    if (price <= 0)
        return bad;
    if (book->tick != 1 && price % book->tick != 0)
        return TR_BOOK_REASON_TICK_SIZE;
    return price < book->band_low || price > book->band_high ? TR_BOOK_REASON_PRICE_BAND
                                                             : TR_BOOK_REASON_NONE;
}

/* The order meets the book: trades, rests or ends. Stops that it elects wait. */
void tr__book_arrive(tr_book *book, taker *order);

/* Trigger what is elected, one after the other, until nothing is. */
void tr__book_cascade_elected(tr_book *book);

static inline void tr__book_cascade(tr_book *book)
{
    if (book->elected_head != 0)
        tr__book_cascade_elected(book);
}

/* Stops reached by a trade at `price` leave their ladders for the queue of the elected. */
void tr__book_elect(tr_book *book, int64_t price);

/* The commands. */
void tr__book_enter(tr_book *book, const tr_book_command *command);
void tr__book_amend(tr_book *book, const tr_book_command *command);

/* A new stop, accepted: it waits. */
void tr__book_wait(tr_book *book, const tr_book_command *command, const id_place *place);

#endif
