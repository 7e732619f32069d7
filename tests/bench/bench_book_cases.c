/*
 * bench_book_cases.c: what makes a book fall off a cliff, if anything does: everything at one price, prices all over the
 * range, identities without any order, cancels from one end of a queue. Each case holds a number of orders and replaces
 * one after the other: a line shows what a command costs as the book grows a thousandfold.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/matching.h>
#include <trade/rng.h>

#include "bench_book.h"

enum { COMMANDS = 200000, SIZES = 4, NAIVE_MAX = 10000 };

typedef struct live_order {
    int64_t id;
    int64_t price;
} live_order;

/* What is replaced next, and by what. */
typedef enum removal { REMOVE_ANY, REMOVE_OLDEST, REMOVE_NEWEST, TAKE_BEST } removal;
typedef enum prices { PRICES_ONE, PRICES_NEAR, PRICES_ALL } prices;

typedef struct bench_case {
    const char *name;
    prices prices;
    removal removal;
    bool has_sparse_ids;
} bench_case;

static const bench_case cases[] = {
    { "one price, any cancelled", PRICES_ONE, REMOVE_ANY, false },
    { "one price, oldest cancelled", PRICES_ONE, REMOVE_OLDEST, false },
    { "one price, newest cancelled", PRICES_ONE, REMOVE_NEWEST, false },
    { "one price, oldest taken", PRICES_ONE, TAKE_BEST, false },
    { "1,000 prices, dense ids", PRICES_NEAR, REMOVE_ANY, false },
    { "1,000 prices, sparse ids", PRICES_NEAR, REMOVE_ANY, true },
    { "prices over 2^62, any cancelled", PRICES_ALL, REMOVE_ANY, true },
    { "prices over 2^62, best taken", PRICES_ALL, TAKE_BEST, true },
};

typedef struct flow {
    const bench_case *of;
    tr_rng rng;
    int64_t last_id;
    live_order *live; /* a ring: the oldest at `oldest` */
    size_t count;
    size_t oldest;
} flow;

static tr_book_command add_one(flow *f, size_t at)
{
    int64_t price = 1000000;
    if (f->of->prices == PRICES_NEAR)
        price += (int64_t)tr_rng_below(&f->rng, 1000);
    else if (f->of->prices == PRICES_ALL)
        price = 1 + (int64_t)tr_rng_below(&f->rng, UINT64_C(1) << 62);
    f->last_id++;
    /* An odd factor turns 1, 2, 3, ... into numbers all over the range, none of them twice. */
    uint64_t sparse = (uint64_t)f->last_id * UINT64_C(0x9e3779b97f4a7c15);
    f->live[at] = (live_order){ f->of->has_sparse_ids ? (int64_t)sparse : f->last_id, price };
    return (tr_book_command){ .kind = TR_BOOK_COMMAND_NEW,
                              .side = TR_SIDE_BUY,
                              .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                              .id = f->live[at].id,
                              .quantity = 10,
                              .price = price };
}

/* A cancel and the order that takes its place, or a market order that takes the best one and its successor. */
static void next_pair(flow *f, tr_book_command pair[2])
{
    size_t at = f->oldest;
    if (f->of->removal == REMOVE_ANY)
        at = (size_t)tr_rng_below(&f->rng, f->count);
    else if (f->of->removal == REMOVE_NEWEST)
        at = (f->oldest + f->count - 1) % f->count;
    else
        f->oldest = (f->oldest + 1) % f->count;
    if (f->of->removal == TAKE_BEST) {
        pair[0] = (tr_book_command){ .kind = TR_BOOK_COMMAND_NEW,
                                     .side = TR_SIDE_SELL,
                                     .type = TR_BOOK_TYPE_MARKET,
                                     .tif = TR_BOOK_TIF_IOC,
                                     .given = TR_BOOK_GIVEN_QUANTITY,
                                     .id = -++f->last_id,
                                     .quantity = 10 };
    } else {
        pair[0] = (tr_book_command){ .kind = TR_BOOK_COMMAND_CANCEL, .id = f->live[at].id };
    }
    pair[1] = add_one(f, at);
}

/* Nanoseconds a command. The commands are made in between, off the clock. */
static double run_case(const bench_case *of, const engine *with, size_t size, totals *out)
{
    enum { CHUNK = 1000 };
    static tr_book_command chunk[CHUNK];
    flow f = { .of = of, .count = size, .live = malloc(size * sizeof *f.live) };
    tr_book_sink sink = { .take = totals_take, .user = out };
    double passed = 0;
    if (f.live == NULL)
        die("no memory", of->name);
    tr_rng_init(&f.rng, 1);
    *out = (totals)TOTALS_BEGIN;
    void *book = with->make((uint32_t)size * 2);
    for (size_t i = 0; i < size; i++) {
        tr_book_command command = add_one(&f, i);
        with->apply(book, &command, &sink);
    }
    for (size_t done = 0; done < COMMANDS; done += CHUNK) {
        for (size_t i = 0; i < CHUNK; i += 2)
            next_pair(&f, &chunk[i]);
        double from = now_ns();
        for (size_t i = 0; i < CHUNK; i++)
            with->apply(book, &chunk[i], &sink);
        passed += now_ns() - from;
    }
    with->release(book);
    free(f.live);
    return passed / COMMANDS;
}

/* ---- An exchange ---- */

enum { BOOKS_MAX = 1000, BOOK_ORDERS = 1000, EXCHANGE_CHUNK = 1000 };

static void take_numbered(void *user, uint64_t number, const tr_book_event *events,
                          size_t event_count)
{
    (void)number;
    totals_take(user, events, event_count);
}

/* Nanoseconds a command that goes to any of so many books, one by one or in batches. */
static double run_exchange(uint32_t book_count, bool is_batch, totals *out)
{
    static tr_book_command commands[EXCHANGE_CHUNK];
    static uint32_t instruments[EXCHANGE_CHUNK];
    static flow flows[BOOKS_MAX];
    tr_matching_options options = TR_MATCHING_OPTIONS_INIT;
    tr_book_options book = TR_BOOK_OPTIONS_INIT;
    tr_matching *exchange = NULL;
    tr_matching_sink sink = { .take = take_numbered, .user = out };
    tr_rng rng;
    double passed = 0;
    book.order_max = BOOK_ORDERS * 2;
    book.has_opaque_ids = true;
    *out = (totals)TOTALS_BEGIN;
    tr_rng_init(&rng, 1);
    if (tr_matching_new(&options, &exchange, NULL) != TR_OK)
        die("no memory", "exchange");
    for (uint32_t i = 0; i < book_count; i++) {
        char symbol[16];
        (void)snprintf(symbol, sizeof symbol, "S%u", (unsigned int)i);
        flows[i] = (flow){ .of = &cases[5],
                           .count = BOOK_ORDERS,
                           .live = malloc(BOOK_ORDERS * sizeof(live_order)) };
        tr_rng_init(&flows[i].rng, i);
        if (flows[i].live == NULL || tr_matching_add(exchange, symbol, &book, NULL, NULL) != TR_OK)
            die("no memory", "exchange");
        for (size_t j = 0; j < BOOK_ORDERS; j++) {
            tr_book_command command = add_one(&flows[i], j);
            if (tr_matching_apply(exchange, i, &command, &sink) != TR_OK)
                die("refused", "exchange");
        }
    }
    for (size_t done = 0; done < COMMANDS; done += EXCHANGE_CHUNK) {
        for (size_t i = 0; i < EXCHANGE_CHUNK; i += 2) {
            instruments[i] = (uint32_t)tr_rng_below(&rng, book_count);
            instruments[i + 1] = instruments[i];
            next_pair(&flows[instruments[i]], &commands[i]);
        }
        double from = now_ns();
        if (is_batch && tr_matching_apply_all(exchange, instruments, commands, EXCHANGE_CHUNK,
                                              &sink, NULL) != TR_OK)
            die("refused", "exchange");
        for (size_t i = 0; i < EXCHANGE_CHUNK && !is_batch; i++)
            if (tr_matching_apply(exchange, instruments[i], &commands[i], &sink) != TR_OK)
                die("refused", "exchange");
        passed += now_ns() - from;
    }
    for (uint32_t i = 0; i < book_count; i++)
        free(flows[i].live);
    tr_matching_free(exchange);
    return passed / COMMANDS;
}

static bool measure_exchange(void)
{
    enum { COUNTS = 4, ROUNDS = 3 };
    static const uint32_t counts[COUNTS] = { 1, 10, 100, 1000 };
    double best[2][COUNTS];
    bool is_right = true;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < COUNTS; i++) {
            totals seen[2];
            for (int is_batch = 0; is_batch < 2; is_batch++) {
                double taken = run_exchange(counts[i], is_batch != 0, &seen[is_batch]);
                if (round == 0 || taken < best[is_batch][i])
                    best[is_batch][i] = taken;
            }
            is_right = is_right && memcmp(&seen[0], &seen[1], sizeof seen[0]) == 0;
        }
    }
    printf("exchange: nanoseconds a command, 1,000 orders a book; books%9s", "");
    for (size_t i = 0; i < COUNTS; i++)
        printf(" %9u", (unsigned int)counts[i]);
    for (int is_batch = 0; is_batch < 2; is_batch++) {
        printf("\n  %-63s", is_batch != 0 ? "tr_matching, batches" : "tr_matching, one by one");
        for (size_t i = 0; i < COUNTS; i++)
            printf(" %9.1f", best[is_batch][i]);
    }
    printf("\n");
    return is_right;
}

/* ---- What is not O(1) ---- */

static const size_t sizes[SIZES] = { 1000, 10000, 100000, 1000000 };

/* Where the one in the middle of so many orders stands, which is the farthest from both ends. */
static double time_position(size_t count)
{
    enum { TIMES = 20 };
    totals seen = TOTALS_BEGIN;
    tr_book_sink sink = { .take = totals_take, .user = &seen };
    tr_book *book = engine_book.make((uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        tr_book_command command = { .kind = TR_BOOK_COMMAND_NEW,
                                    .side = TR_SIDE_SELL,
                                    .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                                    .id = (int64_t)i + 1,
                                    .quantity = 10,
                                    .price = 100 };
        engine_book.apply(book, &command, &sink);
    }
    double from = now_ns();
    for (int i = 0; i < TIMES; i++) {
        tr_book_position position;
        if (tr_book_position_of(book, (int64_t)count / 2, &position) != TR_OK ||
            position.orders_ahead != count / 2 - 1)
            die("wrong", "a position");
    }
    double passed = now_ns() - from;
    tr_book_free(book);
    return passed / TIMES;
}

/* A buy of 400 lots fills 40 times among orders with a minimum, after so many that it is too little for. */
static double time_minimums(size_t count)
{
    enum { TIMES = 20, FILLS = 40 };
    totals seen = TOTALS_BEGIN;
    tr_book_sink sink = { .take = totals_take, .user = &seen };
    tr_book *book = engine_book.make((uint32_t)count + TIMES * FILLS + 10);
    int64_t id = 0;
    for (size_t i = 0; i < count + TIMES * FILLS; i++) {
        bool is_large = i < count;
        tr_book_command command = { .kind = TR_BOOK_COMMAND_NEW,
                                    .side = TR_SIDE_SELL,
                                    .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                                    .flags = TR_BOOK_FLAG_ALL_OR_NONE,
                                    .id = ++id,
                                    .quantity = is_large ? 1000 : 10,
                                    .price = is_large ? 100 : 101 };
        engine_book.apply(book, &command, &sink);
    }
    double from = now_ns();
    for (int i = 0; i < TIMES; i++) {
        tr_book_command buy = { .kind = TR_BOOK_COMMAND_NEW,
                                .side = TR_SIDE_BUY,
                                .tif = TR_BOOK_TIF_IOC,
                                .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                                .id = ++id,
                                .quantity = 10 * FILLS,
                                .price = 101 };
        engine_book.apply(book, &buy, &sink);
    }
    double passed = now_ns() - from;
    if (seen.trades != TIMES * FILLS)
        die("wrong", "fills among minimums");
    tr_book_free(book);
    return passed / TIMES;
}

static void measure_scans(void)
{
    static const struct {
        const char *name;
        double (*time)(size_t count);
    } scans[] = { { "position of the order in the middle", time_position },
                  { "40 fills behind orders with a minimum", time_minimums } };
    printf("scans: nanoseconds a call; orders looked at%23s", "");
    for (size_t i = 0; i < SIZES; i++)
        printf(" %9zu", sizes[i]);
    for (size_t i = 0; i < sizeof scans / sizeof scans[0]; i++) {
        printf("\n  %-63s", scans[i].name);
        for (size_t k = 0; k < SIZES; k++)
            printf(" %9.0f", scans[i].time(sizes[k]));
    }
    printf("\n");
}

bool measure_cases(void)
{
    const engine *engines[] = { &engine_book, &engine_tree, &engine_naive };
    bool is_right = true;
    printf("cases: nanoseconds a command; live orders%23s", "");
    for (size_t i = 0; i < SIZES; i++)
        printf(" %9zu", sizes[i]);
    printf("\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        totals expected[SIZES];
        for (size_t j = 0; j < sizeof engines / sizeof engines[0]; j++) {
            printf("  %-36s %-26s", j == 0 ? cases[i].name : "", engines[j]->name);
            for (size_t k = 0; k < SIZES; k++) {
                totals seen;
                if (engines[j] == &engine_naive && sizes[k] > NAIVE_MAX)
                    continue; /* minutes */
                printf(" %9.1f", run_case(&cases[i], engines[j], sizes[k], &seen));
                if (j == 0)
                    expected[k] = seen;
                is_right = is_right && seen.digest == expected[k].digest &&
                           seen.trades == expected[k].trades;
            }
            printf("\n");
            (void)fflush(stdout); /* for who watches; at the end it is flushed again */
        }
    }
    measure_scans();
    is_right = measure_exchange() && is_right;
    if (!is_right)
        printf("  WRONG: engines do not trade alike\n");
    return is_right;
}
