/*
 * book_bench.c: `book bench`: a stream of order flow through a book: the totals that a right engine must print, and how
 * fast it was. Speed is this thread's own processor time for all records behind the warm-up, in batches; the time of
 * single calls is measured in a run of its own.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "tbctl/book_file.h"
#include "tbctl/tbctl.h"

#define BATCH        256
#define ROUNDS_MAX   100
#define DIGEST_BEGIN UINT64_C(0xcbf29ce484222325)

/* What the events add up to. */
typedef struct totals {
    uint64_t digest;
    int64_t trades;
    uint64_t quantity;
    int64_t cancels_refused;
    int64_t events;
    int64_t resting;
} totals;

typedef struct bench {
    const book_file *file;
    tr_book_command *commands; /* all of the stream, read before the clock runs */
    totals seen;
    double round_ns[ROUNDS_MAX]; /* an operation */
    size_t round_count;
    double latencies_ns[4];
    double timer_ns;
    double resident_bytes; /* an order */
} bench;

static const double ranks[4] = { 0.5, 0.99, 0.999, 0.9999 };

static void take(void *user, const tr_book_event *events, size_t event_count)
{
    totals *to = user;
    to->events += (int64_t)event_count;
    for (size_t i = 0; i < event_count; i++) {
        const tr_book_event *event = &events[i];
        to->cancels_refused += event->kind == TR_BOOK_EVENT_CANCEL_REJECTED;
        if (event->kind != TR_BOOK_EVENT_TRADE)
            continue;
        const uint64_t parts[4] = { (uint64_t)event->maker_id, (uint64_t)event->id,
                                    (uint64_t)event->price, (uint64_t)event->quantity };
        for (size_t j = 0; j < 4; j++)
            to->digest = (to->digest ^ parts[j]) * UINT64_C(0x100000001b3);
        to->trades++;
        to->quantity += (uint64_t)event->quantity;
    }
}

static double clock_ns(clockid_t which)
{
    struct timespec at = { 0 };
    (void)clock_gettime(which, &at); /* cannot fail for these clocks */
    return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

/* Ticks of the finest clock there is. */
static inline uint64_t ticks_now(void)
{
#if defined(__x86_64__)
    __builtin_ia32_lfence();
    uint64_t at = __builtin_ia32_rdtsc();
    __builtin_ia32_lfence();
    return at;
#else
    return (uint64_t)clock_ns(CLOCK_MONOTONIC);
#endif
}

static double tick_length_ns(void)
{
    double from = clock_ns(CLOCK_MONOTONIC);
    uint64_t start = ticks_now();
    double passed;
    do
        passed = clock_ns(CLOCK_MONOTONIC) - from;
    while (passed < 2e7);
    return passed / (double)(ticks_now() - start);
}

static tr_status read_commands(bench *b, tr_error *err)
{
    uint64_t count = b->file->flow.count;
    b->commands = malloc((size_t)(count > 0 ? count : 1) * sizeof *b->commands);
    if (b->commands == NULL)
        return tbctl_fail(err, TR_E_NO_MEMORY, "no memory for %llu records",
                          (unsigned long long)count);
    tr_status status = TR_OK;
    for (uint64_t i = 0; i < count && status == TR_OK; i++)
        status = book_file_record(b->file, i, &b->commands[i], err);
    return status;
}

static tr_status apply_range(const bench *b, tr_book *book, const tr_book_sink *sink, uint64_t from,
                             uint64_t until, tr_error *err)
{
    while (from < until) {
        size_t count = until - from < BATCH ? (size_t)(until - from) : BATCH;
        size_t done = 0;
        tr_status status = tr_book_apply_all(book, &b->commands[from], count, sink, &done);
        if (status != TR_OK)
            return tbctl_fail(err, status, "%s: record %llu: %s", b->file->path,
                              (unsigned long long)(from + done), tr_status_name(status));
        from += count;
    }
    return TR_OK;
}

/* A book behind the warm-up. */
static tr_status warm_book(const bench *b, const tr_book_sink *sink, tr_book **out, tr_error *err)
{
    tr_status status = book_file_new_book(b->file, NULL, out, err);
    return status == TR_OK ? apply_range(b, *out, sink, 0, b->file->flow.warmup, err) : status;
}

static tr_status measure_round(bench *b, tr_error *err)
{
    const book_flow *flow = &b->file->flow;
    tr_book *book = NULL;
    totals seen = { .digest = DIGEST_BEGIN };
    tr_book_sink sink = { .take = take, .user = &seen };
    tr_status status = warm_book(b, &sink, &book, err);
    if (status == TR_OK) {
        double from = clock_ns(CLOCK_THREAD_CPUTIME_ID);
        status = apply_range(b, book, &sink, flow->warmup, flow->count, err);
        double passed = clock_ns(CLOCK_THREAD_CPUTIME_ID) - from;
        b->round_ns[b->round_count++] = passed / (double)(flow->count - flow->warmup);
    }
    seen.resting = tr_book_order_count(book);
    if (status == TR_OK && b->round_count > 1 && memcmp(&seen, &b->seen, sizeof seen) != 0)
        status =
            tbctl_fail(err, TR_E_INTERNAL, "%s: two rounds gave different events", b->file->path);
    b->seen = seen;
    tr_book_free(book);
    return status;
}

static int by_ticks(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double rank_of(uint32_t *ticks, size_t count, double rank, double tick_ns)
{
    qsort(ticks, count, sizeof *ticks, by_ticks);
    return ticks[(size_t)((double)(count - 1) * rank)] * tick_ns;
}

static tr_status measure_latencies(bench *b, tr_error *err)
{
    const book_flow *flow = &b->file->flow;
    size_t count = (size_t)(flow->count - flow->warmup);
    uint32_t *ticks = malloc((count + 1) * sizeof *ticks);
    tr_book *book = NULL;
    totals seen = { .digest = DIGEST_BEGIN };
    tr_book_sink sink = { .take = take, .user = &seen };
    tr_status status = ticks != NULL ? warm_book(b, &sink, &book, err)
                                     : tbctl_fail(err, TR_E_NO_MEMORY, "no memory for the times");
    for (size_t i = 0; i < count && status == TR_OK; i++) {
        uint64_t from = ticks_now();
        status = tr_book_apply(book, &b->commands[flow->warmup + i], &sink);
        uint64_t passed = ticks_now() - from;
        ticks[i] = passed > UINT32_MAX ? UINT32_MAX : (uint32_t)passed;
    }
    double tick_ns = tick_length_ns();
    for (size_t i = 0; i < 4 && status == TR_OK && count > 0; i++)
        b->latencies_ns[i] = rank_of(ticks, count, ranks[i], tick_ns);
    uint32_t empty[1000];
    for (size_t i = 0; i < 1000; i++) {
        uint64_t from = ticks_now();
        empty[i] = (uint32_t)(ticks_now() - from);
    }
    b->timer_ns = rank_of(empty, 1000, 0.5, tick_ns);
    tr_book_free(book);
    free(ticks);
    return status;
}

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
    if (memory != NULL)
        (void)munmap(memory, ((piece *)user)->size); /* it is the one piece that was mapped */
}

/* Counted page by page: the process's own count may be late by as many as a small book has. */
static tr_status resident_bytes(const piece *of, double *out, tr_error *err)
{
    size_t page_size = (size_t)sysconf(_SC_PAGESIZE);
    size_t page_count = (of->size + page_size - 1) / page_size;
    unsigned char *is_there = malloc(page_count);
    if (is_there == NULL)
        return tbctl_fail(err, TR_E_NO_MEMORY, "no memory for a list of pages");
    bool is_told = mincore(of->pages, of->size, is_there) == 0;
    size_t count = 0;
    for (size_t i = 0; i < page_count && is_told; i++)
        count += is_there[i] & 1;
    free(is_there);
    *out = (double)(count * page_size);
    return is_told ? TR_OK : tbctl_fail(err, TR_E_IO, "the book's pages cannot be counted");
}

/* Memory that the warm-up makes resident, for each order that rests then. */
static tr_status measure_memory(bench *b, tr_error *err)
{
    tr_book *book = NULL;
    piece memory = { .size = 0 };
    tr_allocator pages = { .allocate = pages_allocate, .release = pages_release, .user = &memory };
    totals seen = { .digest = DIGEST_BEGIN };
    tr_book_sink sink = { .take = take, .user = &seen };
    double empty = 0;
    double full = 0;
    tr_status status = book_file_new_book(b->file, &pages, &book, err);
    if (status == TR_OK)
        status = resident_bytes(&memory, &empty, err);
    if (status == TR_OK)
        status = apply_range(b, book, &sink, 0, b->file->flow.warmup, err);
    if (status == TR_OK)
        status = resident_bytes(&memory, &full, err);
    uint32_t orders = status == TR_OK ? tr_book_order_count(book) : 0;
    if (orders > 0)
        b->resident_bytes = (full - empty) / orders;
    tr_book_free(book);
    return status;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void add_whole(tr_document *answer, const char *key, double number)
{
    tr_document_add_int(answer, key, (int64_t)(number + 0.5));
}

static void write_answer(bench *b, tr_document *answer)
{
    char digest[20];
    (void)snprintf(digest, sizeof digest, "%016" PRIx64, b->seen.digest);
    qsort(b->round_ns, b->round_count, sizeof b->round_ns[0], by_size);
    tr_document_add_int(answer, "records", (int64_t)b->file->flow.count);
    tr_document_add_int(answer, "warmup", (int64_t)b->file->flow.warmup);
    tr_document_add_int(answer, "events", b->seen.events);
    tr_document_add_int(answer, "trades", b->seen.trades);
    tr_document_add_int(answer, "traded_qty", (int64_t)b->seen.quantity);
    tr_document_add_int(answer, "cancels_refused", b->seen.cancels_refused);
    tr_document_add_int(answer, "resting_at_the_end", b->seen.resting);
    tr_document_add_text(answer, "trade_digest", digest);
    tr_document_add_int(answer, "rounds", (int64_t)b->round_count);
    add_whole(answer, "operations_per_second_best", 1e9 / b->round_ns[0]);
    add_whole(answer, "operations_per_second_median", 1e9 / b->round_ns[b->round_count / 2]);
    add_whole(answer, "p50_ns", b->latencies_ns[0]);
    add_whole(answer, "p99_ns", b->latencies_ns[1]);
    add_whole(answer, "p99.9_ns", b->latencies_ns[2]);
    add_whole(answer, "p99.99_ns", b->latencies_ns[3]);
    add_whole(answer, "timer_ns", b->timer_ns);
    tr_document_add_real(answer, "bytes_an_order", (double)(int64_t)(b->resident_bytes * 10) / 10);
}

static void run(tr_command_call *call)
{
    tr_error err = { 0 };
    book_file file = { .bytes = NULL };
    bench b = { .file = &file };
    tr_status status = book_file_load(tr_call_text(call, "file"), &file, &err);
    if (status == TR_OK && file.kind != BOOK_FILE_FLOW)
        status = tbctl_fail(&err, TR_E_PARSE, "%s is no stream of order flow (OFLOW1)", file.path);
    if (status == TR_OK && file.flow.count == file.flow.warmup)
        status = tbctl_fail(&err, TR_E_PARSE,
                            "%s: all of its %llu records warm up, and none is there to measure",
                            file.path, (unsigned long long)file.flow.count);
    if (status == TR_OK)
        status = read_commands(&b, &err);
    for (int64_t i = 0; i < tr_call_int(call, "rounds") && status == TR_OK; i++)
        status = measure_round(&b, &err);
    if (status == TR_OK)
        status = measure_latencies(&b, &err);
    if (status == TR_OK)
        status = measure_memory(&b, &err);
    if (status == TR_OK)
        write_answer(&b, tr_call_answer(call));
    free(b.commands);
    book_file_release(&file);
    tr_call_finish(call, status, &err);
}

static const tr_argument_def arguments[] = {
    { .name = "file",
      .type = TR_ARGUMENT_PATH,
      .is_required = true,
      .is_positional = true,
      .help = "a stream of order flow (.ofl)" },
    { .name = "rounds",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "5",
      .min = "1",
      .max = "100",
      .help = "how often; best and median are told" },
};

const tr_command_def tbctl_command_book_bench = {
    .name = "book bench",
    .summary = "Measure the order book on a stream of order flow",
    .details =
        "Totals and trade_digest are those that any right engine has for this stream. Speed is the "
        "processor time of all records behind the warm-up, in batches, every event delivered; the "
        "percentiles are of single calls, the timer's own time included, which is told. "
        "bytes_an_order is the memory that the warm-up makes resident.",
    .example = "tbctl book bench small.ofl --rounds 3",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
