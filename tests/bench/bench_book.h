/*
 * bench_book.h: what the parts of the bench share: streams, totals, clocks, and the engines that are measured side by
 * side. An engine takes the book's commands and gives the book's events, so that all are asked the same.
 */
#ifndef TESTS_BENCH_BENCH_BOOK_H
#define TESTS_BENCH_BENCH_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/book.h>

typedef struct stream_header {
    char magic[8];
    uint32_t version;
    uint32_t record_size;
    uint64_t count;
    uint64_t warmup;
    uint64_t seed;
    int64_t price_min;
    int64_t price_max;
    uint64_t live_max;
} stream_header;

typedef struct record {
    uint8_t op; /* 1 limit, 2 market, 3 cancel, 4 amend */
    uint8_t side;
    uint8_t tif; /* 0 GTC, 1 IOC, 2 FOK, 3 post-only */
    uint8_t flags;
    uint32_t owner;
    uint64_t id;
    int64_t price;
    int64_t quantity;
} record;

typedef struct stream {
    const char *name;
    const char *path;
    stream_header header;
    record *records;
    tr_book_command *commands; /* the same as the book takes them */
} stream;

/* What the sink makes of the events. */
typedef struct totals {
    uint64_t digest;
    uint64_t trades;
    uint64_t quantity;
    uint64_t cancels_refused;
    uint64_t events;
} totals;

#define TOTALS_BEGIN                                                                               \
    {                                                                                              \
        .digest = UINT64_C(0xcbf29ce484222325)                                                     \
    }

void totals_take(void *user, const tr_book_event *events, size_t event_count);

void command_of(const record *from, tr_book_command *to);

/* End the program: a bench has nobody to tell. */
void die(const char *what, const char *which) __attribute__((noreturn));

/* This thread's own processor time. */
double now_ns(void);

/* Nanoseconds of the bare memory that an operation touches, in a book of so many orders. */
double floor_of(uint64_t orders);

typedef struct engine {
    const char *name;
    void *(*make)(uint32_t order_max);
    void (*apply)(void *book, const tr_book_command *command, const tr_book_sink *sink);
    void (*release)(void *book);
} engine;

extern const engine engine_book; /* libtrade's */
extern const engine
    engine_tree; /* an AVL tree of price levels, a list of orders in each, a chained hash of identities */
extern const engine engine_naive; /* one sorted array a side, searched from end to end */

/* The cases in which books fall off a cliff; false: engines disagree. */
bool measure_cases(void);

#endif
