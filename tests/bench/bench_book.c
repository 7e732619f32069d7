/*
 * bench_book.c: the order book on recorded order flow. `bench_book FILE.ofl ...` measures each stream;
 * `bench_book --generator PROGRAM` has PROGRAM make the three standard ones in a directory of its own first.
 *
 * A stream is 64 bytes of header and 32-byte records (see `record`). Its first `warmup` records fill the book
 * untimed. The sink sees every event and keeps the digest of the trades, which must be the generator's. Time
 * is this thread's own processor time; the latency of single calls is read from the time-stamp counter.
 *
 * The floor tells how fast the machine is at that moment: for a book of as many orders, what the bare memory
 * of an operation costs: a slot of a hash table, a node, its two neighbours and a level, at random, several
 * operations under way at once. Compare ratios to it across machines, not nanoseconds.
 */
#include <inttypes.h>
#include <stdbool.h>
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

#include <trade/book.h>
#include <trade/rng.h>

#define ROUNDS     5
#define BATCH      256
#define ORDER_ROOM 2 /* a book is made for so many times the orders of the stream */
#define OP_COUNT   5
#define RANK_COUNT 4

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
    stream_header header;
    record *records;
} stream;

/* What the sink makes of the events. */
typedef struct totals {
    uint64_t digest;
    uint64_t trades;
    uint64_t quantity;
    uint64_t cancels_refused;
    uint64_t events;
} totals;

static const char *const op_names[OP_COUNT] = { "all", "limit", "market", "cancel", "amend" };

static uint64_t mix(uint64_t digest, uint64_t value)
{
    return (digest ^ value) * UINT64_C(0x100000001b3);
}

static void take(void *user, const tr_book_event *events, size_t event_count)
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

static inline void command_of(const record *from, tr_book_command *to)
{
    static const uint8_t kinds[] = { 0, TR_BOOK_COMMAND_NEW, TR_BOOK_COMMAND_NEW,
                                     TR_BOOK_COMMAND_CANCEL, TR_BOOK_COMMAND_AMEND };
    static const uint8_t given[] = { 0, TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                                     TR_BOOK_GIVEN_QUANTITY, 0,
                                     TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY };
    to->kind = kinds[from->op];
    to->side = from->side;
    to->type = from->op == 2 ? TR_BOOK_TYPE_MARKET : TR_BOOK_TYPE_LIMIT;
    to->tif = from->tif == 3 ? TR_BOOK_TIF_GTC : from->tif;
    to->stp = TR_BOOK_STP_NONE;
    to->given = given[from->op];
    to->is_post_only = from->tif == 3;
    to->flags = 0;
    to->id = (int64_t)from->id;
    to->quantity = from->quantity;
    to->price = from->price;
    to->stop = 0;
    to->display = 0;
    to->expire = 0;
    to->owner = from->owner;
}

static void die(const char *what, const char *which)
{
    fprintf(stderr, "bench_book: %s: %s\n", which, what);
    exit(1);
}

static double now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static stream stream_load(const char *path)
{
    stream made = { .name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path };
    FILE *file = fopen(path, "rb");
    if (file == NULL || fread(&made.header, sizeof made.header, 1, file) != 1 ||
        memcmp(made.header.magic, "OFLOW1", 7) != 0 || made.header.record_size != sizeof(record))
        die("not an order-flow stream", path);
    made.records = malloc(made.header.count * sizeof(record));
    if (made.records == NULL ||
        fread(made.records, sizeof(record), made.header.count, file) != made.header.count)
        die("cut short", path);
    fclose(file);
    return made;
}

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

static tr_book *book_for(const stream *of, const tr_allocator *allocator)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = (uint32_t)of->header.live_max * ORDER_ROOM;
    options.has_opaque_ids = true;
    options.allocator = allocator;
    tr_book *book = NULL;
    if (tr_book_new(&options, &book, NULL) != TR_OK)
        die("no book", of->name);
    return book;
}

static void apply(tr_book *book, const record *from, const tr_book_sink *sink)
{
    tr_book_command command;
    command_of(from, &command);
    if (tr_book_apply(book, &command, sink) != TR_OK)
        die("refused", "a record");
}

static void warm_up(tr_book *book, const stream *of, const tr_book_sink *sink)
{
    for (uint64_t i = 0; i < of->header.warmup; i++)
        apply(book, &of->records[i], sink);
}

static void run_single(tr_book *book, const stream *of, const tr_book_sink *sink)
{
    for (uint64_t i = of->header.warmup; i < of->header.count; i++)
        apply(book, &of->records[i], sink);
}

static void run_batch(tr_book *book, const stream *of, const tr_book_sink *sink)
{
    static tr_book_command commands[BATCH];
    for (uint64_t i = of->header.warmup; i < of->header.count;) {
        size_t count = 0;
        while (count < BATCH && i < of->header.count)
            command_of(&of->records[i++], &commands[count++]);
        if (tr_book_apply_all(book, commands, count, sink, NULL) != TR_OK)
            die("refused", "a batch");
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Nanoseconds an operation: best and median of the rounds. */
static totals measure(const stream *of, const char *how,
                      void (*run)(tr_book *, const stream *, const tr_book_sink *),
                      const tr_allocator *allocator, double floor_ns)
{
    double times[ROUNDS];
    totals counted = { 0 };
    for (int round = 0; round < ROUNDS; round++) {
        counted = (totals){ .digest = UINT64_C(0xcbf29ce484222325) };
        tr_book_sink sink = { .take = take, .user = &counted };
        tr_book *book = book_for(of, allocator);
        warm_up(book, of, &sink);
        double from = now_ns();
        run(book, of, &sink);
        times[round] = (now_ns() - from) / (double)(of->header.count - of->header.warmup);
        tr_book_free(book);
    }
    qsort(times, ROUNDS, sizeof times[0], by_size);
    printf("  %-18s best %6.1f ns (%5.2f M/s, floor x %4.1f)   median %6.1f ns (%5.2f M/s)\n", how,
           times[0], 1e3 / times[0], times[0] / floor_ns, times[ROUNDS / 2],
           1e3 / times[ROUNDS / 2]);
    return counted;
}

/* ---- The floor ---- */

typedef struct floor_node {
    uint32_t links[2];
    uint32_t level;
    uint32_t rest[13];
} floor_node;

typedef struct floor_parts {
    uint32_t *slots;
    floor_node *nodes;
    floor_node *levels;
    uint32_t node_count;
    uint32_t level_count;
} floor_parts;

static double floor_round(floor_parts *parts, uint64_t seed)
{
    enum { TOUCHES = 400000 };
    uint32_t *order = malloc(TOUCHES * sizeof *order);
    if (order == NULL)
        die("no memory", "floor");
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (size_t i = 0; i < TOUCHES; i++)
        order[i] = (uint32_t)tr_rng_below(&rng, parts->node_count * 2);
    double from = now_ns();
    for (size_t i = 0; i < TOUCHES; i++) {
        floor_node *node = &parts->nodes[parts->slots[order[i]]];
        parts->nodes[node->links[0]].rest[0]++;
        parts->nodes[node->links[1]].rest[1]++;
        parts->levels[node->level].rest[2]++;
        node->rest[3]++;
        parts->slots[order[i]] ^= 0;
    }
    double taken = (now_ns() - from) / TOUCHES;
    free(order);
    return taken;
}

static double floor_of(uint64_t orders)
{
    floor_parts parts = { .node_count = (uint32_t)orders, .level_count = (uint32_t)orders / 4 + 1 };
    parts.slots = malloc(orders * 2 * sizeof *parts.slots);
    parts.nodes = calloc(orders, sizeof *parts.nodes);
    parts.levels = calloc(parts.level_count, sizeof *parts.levels);
    if (parts.slots == NULL || parts.nodes == NULL || parts.levels == NULL)
        die("no memory", "floor");
    tr_rng rng;
    tr_rng_init(&rng, 1);
    for (uint64_t i = 0; i < orders * 2; i++)
        parts.slots[i] = (uint32_t)tr_rng_below(&rng, orders);
    for (uint64_t i = 0; i < orders; i++) {
        parts.nodes[i].links[0] = (uint32_t)tr_rng_below(&rng, orders);
        parts.nodes[i].links[1] = (uint32_t)tr_rng_below(&rng, orders);
        parts.nodes[i].level = (uint32_t)tr_rng_below(&rng, parts.level_count);
    }
    double best = floor_round(&parts, 2);
    for (uint64_t seed = 3; seed < 10; seed++) {
        double taken = floor_round(&parts, seed);
        best = taken < best ? taken : best;
    }
    free(parts.slots);
    free(parts.nodes);
    free(parts.levels);
    return best;
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
    printf("  %-8s", name);
    for (int i = 0; i < RANK_COUNT; i++)
        printf("  p%-5g %6.0f ns", ranks[i] * 100,
               ticks[(size_t)((double)(count - 1) * ranks[i])] * tick_ns);
    printf("\n");
}

static void measure_latency(const stream *of)
{
    size_t count = of->header.count - of->header.warmup;
    uint32_t *ticks = malloc(count * sizeof *ticks);
    uint32_t *chosen = malloc(count * sizeof *chosen);
    if (ticks == NULL || chosen == NULL)
        die("no memory", "latency");
    totals counted = { 0 };
    tr_book_sink sink = { .take = take, .user = &counted };
    tr_book *book = book_for(of, NULL);
    warm_up(book, of, &sink);
    for (size_t i = 0; i < count; i++) {
        tr_book_command command;
        command_of(&of->records[of->header.warmup + i], &command);
        uint64_t from = counter_read();
        if (tr_book_apply(book, &command, &sink) != TR_OK)
            die("refused", "a record");
        uint64_t taken = counter_read() - from;
        ticks[i] = taken > UINT32_MAX ? UINT32_MAX : (uint32_t)taken;
    }
    tr_book_free(book);
    double tick_ns = counter_ns();
    for (size_t i = 0; i < 1000; i++) {
        uint64_t from = counter_read();
        chosen[i] = (uint32_t)(counter_read() - from);
    }
    print_ranks("(timer)", chosen, 1000, tick_ns);
    for (int op = 0; op < OP_COUNT; op++) {
        size_t chosen_count = 0;
        for (size_t i = 0; i < count; i++)
            if (op == 0 || of->records[of->header.warmup + i].op == op)
                chosen[chosen_count++] = ticks[i];
        print_ranks(op_names[op], chosen, chosen_count, tick_ns);
    }
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

static uint64_t resident_bytes(void)
{
    unsigned long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*s %llu", &pages) != 1)
        pages = 0;
    if (file != NULL)
        fclose(file);
    return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void measure_memory(const stream *of)
{
    totals counted = { 0 };
    tr_book_sink sink = { .take = take, .user = &counted };
    uint64_t before = resident_bytes();
    tr_book *book = book_for(of, NULL);
    uint64_t empty = resident_bytes();
    warm_up(book, of, &sink);
    uint64_t full = resident_bytes();
    uint32_t orders = tr_book_order_count(book);
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = (uint32_t)of->header.live_max * ORDER_ROOM;
    printf("  memory   reserved %.1f MB; resident when empty %.2f MB, then %.1f bytes for each of "
           "%u orders\n",
           (double)tr_book_memory_size(&options) / 1e6, (double)(empty - before) / 1e6,
           (double)(full - empty) / orders, (unsigned int)orders);
    tr_book_free(book);
}

static bool measure_stream(const char *path)
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
    measure_memory(&of);
    double floor_ns = floor_of(of.header.live_max);
    printf("%s: %" PRIu64 " records, at most %" PRIu64 " resting; floor %.1f ns\n", of.name,
           of.header.count, of.header.live_max, floor_ns);
    totals single = measure(&of, "single", run_single, NULL, floor_ns);
    totals batch = measure(&of, "batch", run_batch, NULL, floor_ns);
    (void)measure(&of, "single, huge pages", run_single, &huge_pages, floor_ns);
    (void)measure(&of, "batch, huge pages", run_batch, &huge_pages, floor_ns);
    measure_latency(&of);
    printf("  totals   trades %" PRIu64 ", quantity %" PRIu64 ", cancels refused %" PRIu64
           ", events %" PRIu64 ", trade_digest %016" PRIx64 "\n",
           single.trades, single.quantity, single.cancels_refused, single.events, single.digest);
    bool is_right = memcmp(&single, &batch, sizeof single) == 0;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (strcmp(of.name, expected[i].name) == 0)
            is_right = is_right && single.digest == expected[i].digest;
    if (!is_right)
        printf("  WRONG: the digest is not the generator's, or the batch differs\n");
    free(of.records);
    return is_right;
}

/* Make the standard streams with the generator, measure them, and clean up. */
static bool measure_generated(const char *generator)
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
                              generator, presets[i], path);
        is_right =
            length > 0 && (size_t)length < sizeof call && system(call) == 0 && measure_stream(path);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return is_right;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_book FILE.ofl ... | --generator PROGRAM\n");
        return 2;
    }
    bool is_right = true;
    if (strcmp(argv[1], "--generator") == 0 && argc == 3)
        is_right = measure_generated(argv[2]);
    else
        for (int i = 1; i < argc; i++)
            is_right = measure_stream(argv[i]) && is_right;
    return is_right ? 0 : 1;
}
