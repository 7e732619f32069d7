/*
 * book_model.h: the rules of libtrade/book/README.md in the plainest form: one array of orders, searched from
 * end to end for everything. It is the second opinion that the book is compared with.
 */
#ifndef TESTS_SIM_BOOK_MODEL_H
#define TESTS_SIM_BOOK_MODEL_H

#include <trade/book.h>

enum { MODEL_ORDERS_MAX = 256, MODEL_EVENTS_MAX = 65536 };

typedef struct model_order {
    tr_book_order is; /* `place` is the time priority of resting orders too */
    bool is_live;     /* in one of the queues */
    tr_book_queue queue;
    uint64_t age;
    bool is_bracket_leg;
    bool is_elected;
    int64_t target; /* legs, by identity; 0: none */
    int64_t stop_leg;
    int64_t growth;        /* of a leg: filled of its entry, not in its quantity yet */
    uint64_t growing_turn; /* 0: nothing to look after */
} model_order;

typedef struct model {
    tr_book_options options;
    model_order orders[MODEL_ORDERS_MAX];
    uint64_t clock; /* ages, places and turns */
    int64_t last;
    int64_t now;
    bool is_auction;
    model_order *at_work;
    int elected_count;
    model_order parked[MODEL_ORDERS_MAX]; /* the elected, first in, first out */
    tr_book_event events[MODEL_EVENTS_MAX];
    size_t event_count; /* of the last command */
} model;

void model_init(model *m, const tr_book_options *options);
void model_apply(model *m, const tr_book_command *command);

/* The live orders of a queue in priority; stops by stop price, then place. @return how many */
int model_queue(const model *m, tr_book_queue queue, const model_order *out[MODEL_ORDERS_MAX]);

int model_live_count(const model *m);

/* How many orders a new one makes. */
int model_order_needs(const tr_book_command *command);

/* What an auction would come to. */
tr_book_auction model_indicate(const model *m);

#endif
