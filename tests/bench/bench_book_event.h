/* bench_book_event.h: events of the peers, one at a time, as the book gives them. */
#ifndef TESTS_BENCH_BENCH_BOOK_EVENT_H
#define TESTS_BENCH_BENCH_BOOK_EVENT_H

#include <trade/book.h>

/* A peer's events on their way. */
typedef struct teller {
    const tr_book_sink *sink;
    uint64_t sequence;
} teller;

static inline void tell(teller *to, tr_book_event event)
{
    event.sequence = ++to->sequence;
    to->sink->take(to->sink->user, &event, 1);
}

static inline void tell_id(teller *to, tr_book_event_kind kind, tr_book_reason reason, int64_t id)
{
    tell(to, (tr_book_event){ .kind = (uint8_t)kind, .reason = (uint8_t)reason, .id = id });
}

static inline void tell_cancelled(teller *to, int64_t id, int64_t open, tr_book_reason reason)
{
    tell(to, (tr_book_event){ .kind = TR_BOOK_EVENT_CANCELLED,
                              .reason = (uint8_t)reason,
                              .id = id,
                              .quantity = open });
}

static inline void tell_trade(teller *to, int64_t maker, int64_t taker, int64_t price,
                              int64_t quantity)
{
    tell(to, (tr_book_event){ .kind = TR_BOOK_EVENT_TRADE,
                              .id = taker,
                              .maker_id = maker,
                              .price = price,
                              .quantity = quantity });
}

static inline void tell_booked(teller *to, int64_t id, uint8_t side, int64_t price, int64_t open)
{
    tell(to, (tr_book_event){ .kind = TR_BOOK_EVENT_BOOKED,
                              .side = side,
                              .id = id,
                              .price = price,
                              .open = open,
                              .shown = open });
}

static inline void tell_amended(teller *to, const tr_book_command *command, int64_t open,
                                bool is_kept)
{
    tell(to, (tr_book_event){ .kind = TR_BOOK_EVENT_AMENDED,
                              .flags = is_kept ? TR_BOOK_EVENT_KEPT : 0,
                              .id = command->id,
                              .price = command->price,
                              .quantity = command->quantity,
                              .open = open });
}

/* Does an order of this side and limit reach `price`, one of the other side? */
static inline bool reaches(uint8_t side, int64_t limit, int64_t price)
{
    return side == TR_SIDE_BUY ? price <= limit : price >= limit;
}

/* What a new order may pay: a market order anything. */
static inline int64_t limit_of(const tr_book_command *command)
{
    if (command->type != TR_BOOK_TYPE_MARKET)
        return command->price;
    return command->side == TR_SIDE_BUY ? INT64_MAX : 0;
}

#endif
