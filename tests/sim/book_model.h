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
    bool is_live;     /* resting or waiting */
    uint64_t age;
} model_order;

typedef struct model {
    tr_book_options options;
    model_order orders[MODEL_ORDERS_MAX];
    uint64_t clock; /* ages and places */
    int64_t last;
    int64_t now;
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

#endif
