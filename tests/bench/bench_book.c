/*
 * bench_book.c: the order book on recorded order flow, beside peers in the same run.
 *
 *     bench_book FILE.ofl ...          each stream; --quick takes one round; --peers DIR adds nodejs-order-book,
 *                                      which bench_book.py brings there
 *     bench_book --generator PROGRAM   has PROGRAM make the three standard streams in a directory of its own first
 *     bench_book --cases               the cases in which books fall off a cliff
 *
 * A stream is 64 bytes of header and 32-byte records. Engines make their command from each record in the timed loop, but for the
 * lines "made", which get them ready, one by one and in batches. Its first `warmup` records fill the book untimed. The sink sees
 * every event and keeps the digest of the trades, which must be the generator's. Time is this thread's own processor
 * time; rounds of the engines alternate, so that a busy moment meets all of them. Engines that would take minutes get
 * the first records only, and must have traded like the book by then.
 */
#include "bench_book.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <x86intrin.h>
#define HAS_COUNTER 1
#else
#define HAS_COUNTER 0
#endif

#define ROUNDS_MAX  5
#define BATCH       256
#define ORDER_ROOM  2 /* a book is made for so many times the orders of the stream */
#define OP_COUNT    5
#define RANK_COUNT  4
#define NAIVE_COUNT 20000 /* records behind the warm-up */
#define NODE_COUNT  50000

typedef struct plan {
    const char *generator;
    const char *peers;
    int rounds;
    bool has_cases;
} plan;

static const char *const op_names[OP_COUNT] = { "all", "limit", "market", "cancel", "amend" };

static uint64_t mix(uint64_t digest, uint64_t value)
{
    return (digest ^ value) * UINT64_C(0x100000001b3);
}

void totals_take(void *user, const tr_book_event *events, size_t event_count)
{
    totals *to = user;
    to->events += event_count;
    for (size_t i = 0; i < event_count; i++) {
        const tr_book_event *event = &events[i];
        if (event->kind == TR_BOOK_EVENT_TRADE) {
            uint64_t digest = mix(to->digest, (uint64_t)event->maker_id);
            digest = mix(digest, (uint64_t)event->id);
            digest = mix(digest, (uint64_t)event->price);
            to->digest = mix(digest, (uint64_t)event->quantity);
            to->trades++;
            to->quantity += (uint64_t)event->quantity;
        } else {
            to->cancels_refused += event->kind == TR_BOOK_EVENT_CANCEL_REJECTED;
        }
    }
}

static inline void fill_command(const record *from, tr_book_command *to)
{
    static const uint8_t kinds[] = { 0, TR_BOOK_COMMAND_NEW, TR_BOOK_COMMAND_NEW,
                                     TR_BOOK_COMMAND_CANCEL, TR_BOOK_COMMAND_AMEND };
    static const uint8_t given[] = { 0, TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                                     TR_BOOK_GIVEN_QUANTITY, 0,
                                     TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY };
    *to = (tr_book_command){
        .kind = kinds[from->op],
        .side = from->side,
        .type = from->op == 2 ? TR_BOOK_TYPE_MARKET : TR_BOOK_TYPE_LIMIT,
        .tif = from->tif == 3 ? (uint8_t)TR_BOOK_TIF_GTC : from->tif,
        .given = given[from->op],
        .is_post_only = from->tif == 3,
        .id = (int64_t)from->id,
        .quantity = from->quantity,
        .price = from->price,
        .owner = from->owner,
    };
}

void command_of(const record *from, tr_book_command *to)
{
    fill_command(from, to);
}

void die(const char *what, const char *which)
{
    fprintf(stderr, "bench_book: %s: %s\n", which, what);
    exit(1);
}

double now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static stream stream_load(const char *path)
{
    stream made = { .name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path,
                    .path = path };
    FILE *file = fopen(path, "rb");
    if (file == NULL || fread(&made.header, sizeof made.header, 1, file) != 1 ||
        memcmp(made.header.magic, "OFLOW1", 7) != 0 || made.header.record_size != sizeof(record))
        die("not an order-flow stream", path);
    made.records = malloc(made.header.count * sizeof(record));
    if (made.records == NULL ||
        fread(made.records, sizeof(record), made.header.count, file) != made.header.count)
        die("cut short", path);
    fclose(file);
    made.commands = aligned_alloc(sizeof *made.commands, made.header.count * sizeof *made.commands);
    if (made.commands == NULL)
        die("no memory", path);
    for (uint64_t i = 0; i < made.header.count; i++)
        fill_command(&made.records[i], &made.commands[i]);
    return made;
}

/* ---- The book as an engine ---- */

static tr_book *book_made(uint32_t order_max, const tr_allocator *allocator)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = order_max;
    options.has_opaque_ids = true;
    options.allocator = allocator;
    tr_book *book = NULL;
    if (tr_book_new(&options, &book, NULL) != TR_OK)
        die("no book", "bench_book");
    return book;
}

static void *book_make(uint32_t order_max)
{
    return book_made(order_max, NULL);
}

static void book_apply(void *book, const tr_book_command *command, const tr_book_sink *sink)
{
    if (tr_book_apply(book, command, sink) != TR_OK)
        die("refused", "a command");
}

static void book_release(void *book)
{
    tr_book_free(book);
}

const engine engine_book = { "tr_book", book_make, book_apply, book_release };

/* The book's one piece of memory on huge pages, as a program that wants them would give it. */
#define HUGE_PAGE ((size_t)2 << 20)

static void *huge_allocate(void *user, size_t size)
{
    (void)user;
    size_t whole = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    void *memory = aligned_alloc(HUGE_PAGE, whole);
    if (memory != NULL)
        (void)madvise(memory, whole, MADV_HUGEPAGE); /* without them it is slower, nothing else */
    return memory;
}

static void huge_release(void *user, void *memory)
{
    (void)user;
    free(memory);
}

static const tr_allocator huge_pages = { .allocate = huge_allocate, .release = huge_release };

static void *huge_make(uint32_t order_max)
{
    return book_made(order_max, &huge_pages);
}

static const engine engine_huge = { "tr_book, huge pages", huge_make, book_apply, book_release };

/* ---- Throughput ---- */

static void run_single(const engine *with, void *book, const stream *of, uint64_t until,
                       const tr_book_sink *sink)
{
    for (uint64_t i = of->header.warmup; i < until; i++) {
        tr_book_command command;
        fill_command(&of->records[i], &command);
        with->apply(book, &command, sink);
    }
}

/* Without the call through a pointer: as a program calls the book. */
static void run_book(const engine *with, void *book, const stream *of, uint64_t until,
                     const tr_book_sink *sink)
{
    (void)with;
    for (uint64_t i = of->header.warmup; i < until; i++) {
        tr_book_command command;
        fill_command(&of->records[i], &command);
        if (tr_book_apply(book, &command, sink) != TR_OK)
            die("refused", "a record");
    }
}

/* With the sink known to the compiler. */
static void run_bound(const engine *with, void *book, const stream *of, uint64_t until,
                      const tr_book_sink *sink)
{
    (void)with;
    for (uint64_t i = of->header.warmup; i < until; i++) {
        tr_book_command command;
        fill_command(&of->records[i], &command);
        if (tr_book_apply_bound(book, &command, totals_take, sink->user) != TR_OK)
            die("refused", "a record");
    }
}

static void run_batch(const engine *with, void *book, const stream *of, uint64_t until,
                      const tr_book_sink *sink)
{
    static tr_book_command commands[BATCH];
    (void)with;
    for (uint64_t i = of->header.warmup; i < until;) {
        size_t count = 0;
        while (count < BATCH && i < until)
            fill_command(&of->records[i++], &commands[count++]);
        if (tr_book_apply_all(book, commands, count, sink, NULL) != TR_OK)
            die("refused", "a batch");
    }
}

/* Commands that were made before, as a feed or a simulation has them. */
static void run_made(const engine *with, void *book, const stream *of, uint64_t until,
                     const tr_book_sink *sink)
{
    (void)with;
    for (uint64_t i = of->header.warmup; i < until; i++)
        if (tr_book_apply(book, &of->commands[i], sink) != TR_OK)
            die("refused", "a record");
}

static void run_made_batch(const engine *with, void *book, const stream *of, uint64_t until,
                           const tr_book_sink *sink)
{
    (void)with;
    for (uint64_t i = of->header.warmup; i < until; i += BATCH) {
        size_t count = until - i < BATCH ? (size_t)(until - i) : BATCH;
        if (tr_book_apply_all(book, &of->commands[i], count, sink, NULL) != TR_OK)
            die("refused", "a batch");
    }
}

/* One line of the table. */
typedef struct contender {
    const char *name;
    const engine *with;
    void (*run)(const engine *with, void *book, const stream *of, uint64_t until,
                const tr_book_sink *sink);
    uint64_t count_max; /* records behind the warm-up */
    double times[ROUNDS_MAX];
    totals seen;
} contender;

static uint64_t until_of(const contender *c, const stream *of)
{
    uint64_t left = of->header.count - of->header.warmup;
    return of->header.warmup + (left < c->count_max ? left : c->count_max);
}

static void measure_round(contender *c, const stream *of, int round)
{
    uint64_t until = until_of(c, of);
    c->seen = (totals)TOTALS_BEGIN;
    tr_book_sink sink = { .take = totals_take, .user = &c->seen };
    void *book = c->with->make((uint32_t)of->header.live_max * ORDER_ROOM);
    for (uint64_t i = 0; i < of->header.warmup; i++) {
        tr_book_command command;
        fill_command(&of->records[i], &command);
        c->with->apply(book, &command, &sink);
    }
    double from = now_ns();
    c->run(c->with, book, of, until, &sink);
    c->times[round] = (now_ns() - from) / (double)(until - of->header.warmup);
    c->with->release(book);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What the book traded up to the same record. */
static bool trades_alike(const contender *c, const stream *of)
{
    totals expected = TOTALS_BEGIN;
    tr_book_sink sink = { .take = totals_take, .user = &expected };
    void *book = engine_book.make((uint32_t)of->header.live_max * ORDER_ROOM);
    for (uint64_t i = 0; i < until_of(c, of); i++) {
        tr_book_command command;
        fill_command(&of->records[i], &command);
        engine_book.apply(book, &command, &sink);
    }
    engine_book.release(book);
    return expected.digest == c->seen.digest && expected.trades == c->seen.trades &&
           expected.cancels_refused == c->seen.cancels_refused;
}

static bool measure_engines(const stream *of, const plan *how, double floor_ns, totals *book_out)
{
    contender all[] = {
        { "tr_book", &engine_book, run_book, UINT64_MAX, { 0 }, { 0 } },
        { "tr_book, bound", &engine_book, run_bound, UINT64_MAX, { 0 }, { 0 } },
        { "tr_book, batches", &engine_book, run_batch, UINT64_MAX, { 0 }, { 0 } },
        { "  on huge pages", &engine_huge, run_batch, UINT64_MAX, { 0 }, { 0 } },
        { "tr_book, made", &engine_book, run_made, UINT64_MAX, { 0 }, { 0 } },
        { "tr_book, made b.", &engine_book, run_made_batch, UINT64_MAX, { 0 }, { 0 } },
        { "tree", &engine_tree, run_single, UINT64_MAX, { 0 }, { 0 } },
        { "naive", &engine_naive, run_single, NAIVE_COUNT, { 0 }, { 0 } },
    };
    bool is_right = true;
    for (int round = 0; round < how->rounds; round++)
        for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
            measure_round(&all[i], of, round);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        contender *c = &all[i];
        qsort(c->times, (size_t)how->rounds, sizeof c->times[0], by_size);
        double median = c->times[how->rounds / 2];
        printf("  %-18s best %8.1f ns (%6.3f M/s, floor x %6.1f)   median %8.1f ns (%6.3f M/s)   "
               "x %.2f\n",
               c->name, c->times[0], 1e3 / c->times[0], c->times[0] / floor_ns, median,
               1e3 / median, median / all[0].times[how->rounds / 2]);
        if (!trades_alike(c, of)) {
            printf("  WRONG: %s does not trade like the others\n", c->name);
            is_right = false;
        }
    }
    *book_out = all[0].seen;
    return is_right;
}

/* nodejs-order-book runs in its own process and prints its own line; it keeps its own rules for amends. */
static void measure_node(const stream *of, const plan *how)
{
    char call[4096];
    if (how->peers == NULL)
        return;
    int length = snprintf(call, sizeof call, "node '%s/order_book.mjs' '%s' %d", how->peers,
                          of->path, NODE_COUNT);
    (void)fflush(stdout); /* its line comes behind ours */
    if (length < 0 || (size_t)length >= sizeof call || system(call) != 0)
        printf("  nodejs-order-book  not measured: it does not run in %s\n", how->peers);
}

/* ---- The latency of single calls ---- */

#if HAS_COUNTER
static inline uint64_t counter_read(void)
{
    _mm_lfence();
    uint64_t at = __rdtsc();
    _mm_lfence();
    return at;
}

static double counter_ns(void)
{
    struct timespec from;
    struct timespec to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    uint64_t start = counter_read();
    double passed;
    do {
        clock_gettime(CLOCK_MONOTONIC, &to);
        passed = (double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec);
    } while (passed < 5e7);
    return passed / (double)(counter_read() - start);
}

static int by_ticks(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void print_ranks(const char *name, uint32_t *ticks, size_t count, double tick_ns)
{
    static const double ranks[RANK_COUNT] = { 0.5, 0.99, 0.999, 0.9999 };
    if (count == 0)
        return;
    qsort(ticks, count, sizeof *ticks, by_ticks);
    printf("  %-18s", name);
    for (int i = 0; i < RANK_COUNT; i++)
        printf("  p%-5g %6.0f ns", ranks[i] * 100,
               ticks[(size_t)((double)(count - 1) * ranks[i])] * tick_ns);
    printf("\n");
}

static void time_calls(const stream *of, const engine *with, uint32_t *ticks, size_t count)
{
    totals counted = { 0 };
    tr_book_sink sink = { .take = totals_take, .user = &counted };
    void *book = with->make((uint32_t)of->header.live_max * ORDER_ROOM);
    for (uint64_t i = 0; i < of->header.warmup + count; i++) {
        tr_book_command command;
        fill_command(&of->records[i], &command);
        uint64_t from = counter_read();
        with->apply(book, &command, &sink);
        uint64_t taken = counter_read() - from;
        if (i >= of->header.warmup)
            ticks[i - of->header.warmup] = taken > UINT32_MAX ? UINT32_MAX : (uint32_t)taken;
    }
    with->release(book);
}

static void measure_latency(const stream *of)
{
    size_t count = of->header.count - of->header.warmup;
    uint32_t *ticks = malloc(count * sizeof *ticks);
    uint32_t *chosen = malloc((count > 1000 ? count : 1000) * sizeof *chosen);
    if (ticks == NULL || chosen == NULL)
        die("no memory", "latency");
    double tick_ns = counter_ns();
    for (size_t i = 0; i < 1000; i++) {
        uint64_t from = counter_read();
        chosen[i] = (uint32_t)(counter_read() - from);
    }
    print_ranks("(timer alone)", chosen, 1000, tick_ns);
    time_calls(of, &engine_book, ticks, count);
    for (int op = 0; op < OP_COUNT; op++) {
        char name[32];
        size_t chosen_count = 0;
        for (size_t i = 0; i < count; i++)
            if (op == 0 || of->records[of->header.warmup + i].op == op)
                chosen[chosen_count++] = ticks[i];
        (void)snprintf(name, sizeof name, "tr_book, %s", op_names[op]);
        print_ranks(name, chosen, chosen_count, tick_ns);
    }
    time_calls(of, &engine_tree, ticks, count);
    print_ranks("tree, all", ticks, count, tick_ns);
    size_t few = count < NAIVE_COUNT ? count : NAIVE_COUNT;
    time_calls(of, &engine_naive, ticks, few);
    print_ranks("naive, all", ticks, few, tick_ns);
    free(ticks);
    free(chosen);
}
#else
static void measure_latency(const stream *of)
{
    printf("  latency: no time-stamp counter here (%s)\n", of->name);
}
#endif

/* ---- Memory ---- */

/* One book's piece of memory, in pages that nobody had before. */
typedef struct piece {
    void *pages;
    size_t size;
} piece;

static void *pages_allocate(void *user, size_t size)
{
    piece *made = user;
    made->size = size;
    made->pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return made->pages != MAP_FAILED ? made->pages : NULL;
}

static void pages_release(void *user, void *memory)
{
    (void)munmap(memory, ((piece *)user)->size); /* the one piece that was mapped */
}

/* Page by page: the process's own count is late by as many as it is large here. */
static uint64_t resident_bytes(const piece *of)
{
    size_t page_size = (size_t)sysconf(_SC_PAGESIZE);
    size_t page_count = (of->size + page_size - 1) / page_size;
    unsigned char *is_there = malloc(page_count);
    uint64_t bytes = 0;
    if (is_there == NULL || mincore(of->pages, of->size, is_there) != 0)
        die("no answer about its pages", "memory");
    for (size_t i = 0; i < page_count; i++)
        bytes += (is_there[i] & 1) != 0 ? page_size : 0;
    free(is_there);
    return bytes;
}

static void warm_up(const stream *of, tr_book *book)
{
    totals counted = { 0 };
    tr_book_sink sink = { .take = totals_take, .user = &counted };
    for (uint64_t i = 0; i < of->header.warmup; i++) {
        tr_book_command command;
        fill_command(&of->records[i], &command);
        book_apply(book, &command, &sink);
    }
}

static void measure_memory(const stream *of)
{
    piece memory = { .size = 0 };
    tr_allocator pages = { .allocate = pages_allocate, .release = pages_release, .user = &memory };
    uint32_t order_max = (uint32_t)of->header.live_max * ORDER_ROOM;
    tr_book *book = book_made(order_max, &pages);
    uint64_t empty = resident_bytes(&memory);
    warm_up(of, book);
    uint64_t full = resident_bytes(&memory);
    uint32_t orders = tr_book_order_count(book);
    printf("  memory   reserved %.1f MB; resident when empty %.2f MB, then %.1f bytes for each of "
           "%u orders\n",
           (double)memory.size / 1e6, (double)empty / 1e6, (double)(full - empty) / orders,
           (unsigned int)orders);
    tr_book_free(book);
}

/* ---- Streams ---- */

static bool measure_stream(const char *path, const plan *how)
{
    /* Of the standard streams, by name; others only print theirs. */
    static const struct {
        const char *name;
        uint64_t digest;
    } expected[] = {
        { "small.ofl", UINT64_C(0x5d6ca8a3e5e0b972) },
        { "medium.ofl", UINT64_C(0x3ab486ecf628a591) },
        { "large.ofl", UINT64_C(0x8757c5c4cae5f562) },
    };
    stream of = stream_load(path);
    double floor_ns = floor_of(of.header.live_max);
    printf("%s: %" PRIu64 " records, at most %" PRIu64 " resting; floor %.1f ns\n", of.name,
           of.header.count, of.header.live_max, floor_ns);
    totals seen = { 0 };
    measure_memory(&of);
    bool is_right = measure_engines(&of, how, floor_ns, &seen);
    measure_node(&of, how);
    measure_latency(&of);
    printf("  totals   trades %" PRIu64 ", quantity %" PRIu64 ", cancels refused %" PRIu64
           ", events %" PRIu64 ", trade_digest %016" PRIx64 "; floor now %.1f ns\n",
           seen.trades, seen.quantity, seen.cancels_refused, seen.events, seen.digest,
           floor_of(of.header.live_max));
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (strcmp(of.name, expected[i].name) == 0 && seen.digest != expected[i].digest) {
            printf("  WRONG: the digest is not the generator's\n");
            is_right = false;
        }
    free(of.records);
    free(of.commands);
    return is_right;
}

/* Make the standard streams with the generator, measure them, and clean up. */
static bool measure_generated(const plan *how)
{
    static const char *const presets[] = { "small", "medium", "large" };
    char folder[] = "/tmp/bench_book.XXXXXX";
    if (mkdtemp(folder) == NULL)
        die("no directory", folder);
    bool is_right = true;
    for (size_t i = 0; i < sizeof presets / sizeof presets[0] && is_right; i++) {
        char path[128];
        char call[1024];
        (void)snprintf(path, sizeof path, "%s/%s.ofl", folder, presets[i]);
        int length = snprintf(call, sizeof call, "'%s' --preset %s --out '%s' >/dev/null",
                              how->generator, presets[i], path);
        is_right = length > 0 && (size_t)length < sizeof call && system(call) == 0 &&
                   measure_stream(path, how);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return is_right;
}

int main(int argc, char **argv)
{
    plan how = { .rounds = ROUNDS_MAX };
    int first = 1;
    for (; first < argc && strncmp(argv[first], "--", 2) == 0; first++) {
        bool has_value = first + 1 < argc;
        if (strcmp(argv[first], "--generator") == 0 && has_value)
            how.generator = argv[++first];
        else if (strcmp(argv[first], "--peers") == 0 && has_value)
            how.peers = argv[++first];
        else if (strcmp(argv[first], "--quick") == 0)
            how.rounds = 1;
        else if (strcmp(argv[first], "--cases") == 0)
            how.has_cases = true;
        else
            first = argc;
    }
    if (first > argc || (first == argc && how.generator == NULL && !how.has_cases)) {
        fprintf(stderr, "usage: bench_book [--quick] [--peers DIR] [--cases] [--generator PROGRAM] "
                        "[FILE.ofl ...]\n");
        return 2;
    }
    bool is_right = how.generator == NULL || measure_generated(&how);
    for (int i = first; i < argc; i++)
        is_right = measure_stream(argv[i], &how) && is_right;
    if (how.has_cases)
        is_right = measure_cases() && is_right;
    return is_right ? 0 : 1;
}
