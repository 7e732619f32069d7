/*
 * event_bus.c: a ring of the newest events, and streams that fall back to the store.
 *
 * A stream knows the number of the next event it wants. It looks for it in the ring, from where it looked last; what
 * is not there has left the ring, never was in it, or has not happened: the store tells. Since an event is in the store
 * before it is published, nothing can slip between the two.
 */
#include <trade/event_bus.h>

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/fail.h"

#define PAGE_ROWS     500
#define NS_PER_MS     1000000L
#define NS_PER_SECOND 1000000000L

typedef struct ring_event {
    tr_event_row row; /* its payload is the next one */
    uint8_t *payload;
} ring_event;

struct tr_event_stream {
    tr_event_stream *next, *previous;
    tr_event_bus *bus;
    char account[TR_NAME_SIZE];
    int64_t seq;     /* of the last event that was handed out */
    uint64_t cursor; /* where it looks on in the ring */
    int64_t paged;
    bool was_at_end;    /* of the store, once: from then on what comes is published */
    bool is_signalled;  /* guarded by the bus: woken, and not read since */
    int64_t newest_seq; /* likewise: of the newest event that was published */
    void (*wake)(void *user);
    void *user;
    uint8_t *payload; /* of the event being handed out */
    size_t payload_capacity;
};

struct tr_event_bus {
    pthread_mutex_t mutex;    /* guards all of it */
    pthread_cond_t has_event; /* for those who wait */
    ring_event *ring;
    size_t event_max, bytes_max;
    uint64_t first,
        end; /* numbers of the events in the ring: [first, end), at their number modulo event_max */
    size_t bytes;
    tr_event_stream *streams;
};

/* ---- life ------------------------------------------------------------------------------------ */

tr_status tr_event_bus_new(const tr_event_bus_options *options, tr_event_bus **out, tr_error *err)
{
    tr_event_bus_options chosen = TR_EVENT_BUS_OPTIONS_INIT;
    if (out == NULL || (options != NULL && options->struct_size != sizeof *options))
        return tr__fail(err, TR_E_INVALID, 0, "event bus options: use TR_EVENT_BUS_OPTIONS_INIT");
    if (options != NULL)
        chosen = *options;
    if (chosen.event_max < 1 || chosen.event_max > 1000000 || chosen.bytes_max < 1)
        return tr__fail(err, TR_E_RANGE, 0, "an event bus keeps 1 to 1000000 events, not %zu",
                        chosen.event_max);
    tr_event_bus *bus = calloc(1, sizeof *bus);
    ring_event *ring = calloc(chosen.event_max, sizeof *ring);
    if (bus == NULL || ring == NULL) {
        free(bus);
        free(ring);
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for an event bus");
    }
    pthread_condattr_t attributes; /* with these none of the calls fails on Linux */
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&bus->has_event, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    (void)pthread_mutex_init(&bus->mutex, NULL);
    bus->ring = ring;
    bus->event_max = chosen.event_max;
    bus->bytes_max = chosen.bytes_max;
    *out = bus;
    return TR_OK;
}

static ring_event *at(const tr_event_bus *bus, uint64_t number)
{
    return &bus->ring[number % bus->event_max];
}

static void forget_first(tr_event_bus *bus)
{
    ring_event *oldest = at(bus, bus->first++);
    bus->bytes -= oldest->row.payload_size;
    free(oldest->payload);
    *oldest = (ring_event){ .payload = NULL };
}

void tr_event_bus_free(tr_event_bus *bus)
{
    if (bus == NULL)
        return;
    while (bus->first < bus->end)
        forget_first(bus);
    (void)pthread_cond_destroy(&bus->has_event);
    (void)pthread_mutex_destroy(&bus->mutex);
    free(bus->ring);
    free(bus);
}

static void lock(tr_event_bus *bus)
{
    (void)pthread_mutex_lock(&bus->mutex); /* a plain mutex of ours: it cannot fail */
}

static void unlock(tr_event_bus *bus)
{
    (void)pthread_mutex_unlock(&bus->mutex);
}

/* ---- publishing ------------------------------------------------------------------------------ */

/* What is too large for the ring, or finds no memory, is read from the store. */
static void keep(tr_event_bus *bus, const tr_event_row *row)
{
    if (row->payload_size > bus->bytes_max)
        return;
    uint8_t *payload = malloc(row->payload_size == 0 ? 1 : row->payload_size);
    if (payload == NULL)
        return;
    if (row->payload_size > 0)
        memcpy(payload, row->payload, row->payload_size);
    while (bus->first < bus->end && (bus->end - bus->first == bus->event_max ||
                                     bus->bytes + row->payload_size > bus->bytes_max))
        forget_first(bus);
    ring_event *fresh = at(bus, bus->end++);
    fresh->row = *row;
    fresh->row.payload = fresh->payload = payload;
    bus->bytes += row->payload_size;
}

void tr_event_bus_publish(void *user, const tr_event_row *row)
{
    tr_event_bus *bus = user;
    if (bus == NULL || row == NULL)
        return;
    lock(bus);
    keep(bus, row);
    for (tr_event_stream *stream = bus->streams; stream != NULL; stream = stream->next) {
        if (strcmp(stream->account, row->account) != 0)
            continue;
        stream->newest_seq = row->seq;
        if (stream->is_signalled)
            continue;
        stream->is_signalled = true;
        if (stream->wake != NULL)
            stream->wake(stream->user);
    }
    (void)pthread_cond_broadcast(&bus->has_event);
    unlock(bus);
}

/* ---- streams --------------------------------------------------------------------------------- */

tr_status tr_event_stream_open(tr_event_bus *bus, const char *account, int64_t after_seq,
                               void (*wake)(void *user), void *user, tr_event_stream **out,
                               tr_error *err)
{
    if (bus == NULL || account == NULL || out == NULL || after_seq < 0 ||
        strlen(account) >= TR_NAME_SIZE)
        return tr__fail(err, TR_E_INVALID, 0,
                        "a stream needs a bus, an account and a number of 0 or more");
    tr_event_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a stream of events");
    memcpy(stream->account, account, strlen(account) + 1);
    stream->bus = bus;
    stream->seq = after_seq;
    stream->wake = wake;
    stream->user = user;
    lock(bus);
    stream->cursor = bus->first;
    stream->next = bus->streams;
    if (stream->next != NULL)
        stream->next->previous = stream;
    bus->streams = stream;
    unlock(bus);
    *out = stream;
    return TR_OK;
}

void tr_event_stream_close(tr_event_stream *stream)
{
    if (stream == NULL)
        return;
    tr_event_bus *bus = stream->bus;
    lock(bus);
    if (stream->previous != NULL)
        stream->previous->next = stream->next;
    else
        bus->streams = stream->next;
    if (stream->next != NULL)
        stream->next->previous = stream->previous;
    unlock(bus);
    free(stream->payload);
    free(stream);
}

int64_t tr_event_stream_seq(const tr_event_stream *stream)
{
    return stream == NULL ? 0 : stream->seq;
}

int64_t tr_event_stream_paged(const tr_event_stream *stream)
{
    return stream == NULL ? 0 : stream->paged;
}

bool tr_event_stream_wait(tr_event_stream *stream, int timeout_ms)
{
    struct timespec until;
    if (stream == NULL)
        return false;
    if (timeout_ms < 0)
        timeout_ms = 0; /* a moment of before the second is none that can be waited for */
    (void)clock_gettime(CLOCK_MONOTONIC, &until); /* cannot fail with this clock */
    until.tv_sec += timeout_ms / 1000;
    until.tv_nsec += timeout_ms % 1000 * NS_PER_MS;
    if (until.tv_nsec >= NS_PER_SECOND) {
        until.tv_sec++;
        until.tv_nsec -= NS_PER_SECOND;
    }
    lock(stream->bus);
    int code = 0;
    while (!stream->is_signalled && code != ETIMEDOUT)
        code = pthread_cond_timedwait(&stream->bus->has_event, &stream->bus->mutex, &until);
    bool is_signalled = stream->is_signalled;
    unlock(stream->bus);
    return is_signalled;
}

/* ---- reading --------------------------------------------------------------------------------- */

typedef enum found {
    FOUND_IT,
    FOUND_NONE, /* no event of the account is in the ring that is not known */
    FOUND_LATER /* there is one, and others before it are not */
} found;

static bool copy_payload(tr_event_stream *stream, const tr_event_row *row)
{
    if (row->payload_size > stream->payload_capacity) {
        uint8_t *grown = realloc(stream->payload, row->payload_size);
        if (grown == NULL)
            return false;
        stream->payload = grown;
        stream->payload_capacity = row->payload_size;
    }
    if (row->payload_size > 0)
        memcpy(stream->payload, row->payload, row->payload_size);
    return true;
}

/*
 * The next event, out of the ring: a copy, so that the lock is not held while it is shown. Of a later one only the
 * number counts; without any, that of the newest that was published.
 */
static found find_in_ring(tr_event_stream *stream, tr_event_row *out)
{
    tr_event_bus *bus = stream->bus;
    found result = FOUND_NONE;
    lock(bus);
    stream->is_signalled = false;
    if (stream->cursor < bus->first)
        stream->cursor = bus->first;
    for (; stream->cursor < bus->end; stream->cursor++) {
        const tr_event_row *row = &at(bus, stream->cursor)->row;
        if (strcmp(row->account, stream->account) != 0 || row->seq <= stream->seq)
            continue;
        result = FOUND_LATER;
        *out = *row;
        out->payload = stream->payload;
        if (row->seq == stream->seq + 1 && copy_payload(stream, row)) {
            out->payload = stream->payload;
            stream->cursor++;
            result = FOUND_IT;
        }
        break;
    }
    if (result == FOUND_NONE)
        out->seq = stream->newest_seq;
    unlock(bus);
    return result;
}

typedef struct page {
    tr_event_stream *stream;
    bool (*sink)(void *user, const tr_event_row *row);
    void *user;
    size_t count;
    bool is_stopped;
    bool is_answered;
    tr_status status;
    tr_error err;
} page;

static bool page_row(void *user, const void *row)
{
    page *p = user;
    const tr_event_row *event = row;
    p->stream->seq = event->seq;
    p->stream->paged++;
    p->count++;
    p->is_stopped = !p->sink(p->user, event);
    return !p->is_stopped;
}

static void page_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    page *p = user;
    (void)has_more; /* the caller looks again until nothing comes */
    p->is_answered = true;
    p->status = status;
    if (err != NULL)
        p->err = *err;
}

static tr_status read_store(page *p, tr_store_reader *reader, size_t limit, tr_error *err)
{
    tr_event_row key = { .seq = p->stream->seq };
    memcpy(key.account, p->stream->account, sizeof key.account);
    tr_store_query query = { .table = TR_TABLE_EVENT,
                             .key = &key,
                             .key_columns = 1,
                             .after = &key,
                             .limit = limit < PAGE_ROWS ? limit : PAGE_ROWS };
    tr_status status = reader->read(reader->user, &query, page_row, page_done, p, err);
    if (status != TR_OK)
        return status;
    if (!p->is_answered)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "a stream needs a reader that answers at once");
    return p->status == TR_OK ? TR_OK
                              : tr__fail(err, p->status, p->err.native_code, "%s", p->err.message);
}

tr_status tr_event_stream_read(tr_event_stream *stream, tr_store_reader *reader, size_t limit,
                               bool (*sink)(void *user, const tr_event_row *row), void *user,
                               size_t *count_out, tr_error *err)
{
    if (stream == NULL || reader == NULL || sink == NULL || limit == 0)
        return tr__fail(err, TR_E_INVALID, 0, "a stream is read with a reader, a sink and a limit");
    tr_status status = TR_OK;
    size_t count = 0;
    bool is_over = false;
    while (count < limit && !is_over && status == TR_OK) {
        tr_event_row row;
        found where = find_in_ring(stream, &row);
        if (where == FOUND_IT) {
            stream->seq = row.seq;
            count++;
            is_over = !sink(user, &row);
            continue;
        }
        if (where == FOUND_NONE && stream->was_at_end && row.seq <= stream->seq)
            break;
        page p = { .stream = stream, .sink = sink, .user = user };
        status = read_store(&p, reader, limit - count, err);
        count += p.count;
        is_over = p.is_stopped || (p.count == 0 && where == FOUND_NONE);
        if (status == TR_OK && p.count == 0)
            stream->was_at_end = true;
        if (status == TR_OK && p.count == 0 && where == FOUND_LATER)
            stream->seq = row.seq - 1; /* what lay between is in the log no more */
    }
    if (count_out != NULL)
        *count_out = count;
    return status;
}
