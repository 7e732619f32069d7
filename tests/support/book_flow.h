/* book_flow.h: a seeded flow of commands around a price: what is near trades, some is amended, cancelled, expires. */
#ifndef TESTS_SUPPORT_BOOK_FLOW_H
#define TESTS_SUPPORT_BOOK_FLOW_H

#include <trade/book.h>
#include <trade/rng.h>

typedef struct book_flow {
    tr_rng rng;
    int64_t next_id;
    int64_t now;
} book_flow;

static inline void flow_begin(book_flow *flow, uint64_t seed)
{
    tr_rng_init(&flow->rng, seed);
    flow->next_id = 1;
    flow->now = 0;
}

static inline int64_t flow_draw(book_flow *flow, int64_t low, int64_t high)
{
    return low + (int64_t)tr_rng_below(&flow->rng, (uint64_t)(high - low) + 1);
}

static inline tr_book_command flow_new(book_flow *flow)
{
    int64_t kind = flow_draw(flow, 0, 19);
    tr_book_command c = { .kind = TR_BOOK_COMMAND_NEW,
                          .side = (uint8_t)flow_draw(flow, 0, 1),
                          .given = TR_BOOK_GIVEN_QUANTITY,
                          .id = flow->next_id++,
                          .quantity = flow_draw(flow, 1, 50),
                          .owner = flow_draw(flow, 0, 3) };
    c.price = 1000 + flow_draw(flow, -20, 20);
    c.stop = 1000 + flow_draw(flow, -30, 30);
    c.type = kind < 15   ? TR_BOOK_TYPE_LIMIT
             : kind < 16 ? TR_BOOK_TYPE_MARKET
             : kind < 18 ? TR_BOOK_TYPE_STOP
                         : TR_BOOK_TYPE_STOP_LIMIT;
    if (c.type == TR_BOOK_TYPE_LIMIT || c.type == TR_BOOK_TYPE_STOP_LIMIT)
        c.given |= TR_BOOK_GIVEN_PRICE;
    if (c.type >= TR_BOOK_TYPE_STOP)
        c.given |= TR_BOOK_GIVEN_STOP;
    if (c.type == TR_BOOK_TYPE_LIMIT && kind < 3) {
        c.tif = TR_BOOK_TIF_GTD;
        c.given |= TR_BOOK_GIVEN_EXPIRE;
        c.expire = flow->now + flow_draw(flow, 1, 40);
    }
    if (c.type == TR_BOOK_TYPE_LIMIT && kind > 11) {
        c.given |= TR_BOOK_GIVEN_DISPLAY;
        c.display = flow_draw(flow, 1, c.quantity);
    }
    c.stp = (uint8_t)flow_draw(flow, 0, 4);
    return c;
}

static inline tr_book_command flow_next(book_flow *flow)
{
    int64_t kind = flow_draw(flow, 0, 99);
    if (kind < 55)
        return flow_new(flow);
    if (kind < 85)
        return (tr_book_command){ .kind = TR_BOOK_COMMAND_CANCEL,
                                  .id = flow_draw(flow, 1, flow->next_id) };
    if (kind < 96)
        return (tr_book_command){ .kind = TR_BOOK_COMMAND_AMEND,
                                  .given = (uint8_t)flow_draw(flow, 1, 3),
                                  .id = flow_draw(flow, 1, flow->next_id),
                                  .quantity = flow_draw(flow, 1, 50),
                                  .price = 1000 + flow_draw(flow, -20, 20) };
    flow->now += flow_draw(flow, 0, 9);
    return (tr_book_command){ .kind = TR_BOOK_COMMAND_TIME, .at = flow->now };
}

#endif
