/*
 * event_bus.h: every change of every account, live, to whoever listens: a page, a bot, a terminal.
 *
 * A stream follows one account from any event on: what is older comes out of the store, what is newer out of a ring of
 * the newest events in memory, in one order without a gap or a double. The ring is one for all and bounded: who does
 * not keep up falls back to reading the store, and nobody ever holds up the engine.
 *
 *     tr_event_bus *bus = tr_owner_events(owner);
 *     tr_event_stream_open(bus, "paper", last_seen, wake, user, &stream, &err);
 *     ... after each wake, and once at the beginning:
 *     tr_event_stream_read(stream, &reader, 100, show, user, &count, &err);
 *
 * An event is only told once it is durable. tr_event_describe (event_document.h) writes one as a document.
 *
 * Threads: the bus is locked; a stream is confined, but for its wake.
 */
#ifndef TRADE_EVENT_BUS_H
#define TRADE_EVENT_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tr_event_bus tr_event_bus;
typedef struct tr_event_stream tr_event_stream;

typedef struct tr_event_bus_options {
    size_t struct_size;
    size_t event_max; /* newest events that are kept in memory */
    size_t bytes_max; /* and the bytes of their payloads */
} tr_event_bus_options;

#define TR_EVENT_BUS_OPTIONS_INIT                                                                              \
    { .struct_size = sizeof(tr_event_bus_options), .event_max = 4096, .bytes_max = 4u << 20 }

/** NULL options: the defaults. @return TR_E_INVALID, TR_E_RANGE a bound of 0; TR_E_NO_MEMORY */
TR_API tr_status tr_event_bus_new(const tr_event_bus_options *options, tr_event_bus **out, tr_error *err);

/** Release it, when its streams are closed. NULL is accepted. */
TR_API void tr_event_bus_free(tr_event_bus *bus);

/**
 * Tell an event that is durable: the sink to give to an engine (tr_engine_options.event), with the bus as its user. Events
 * of an account come in the order of their numbers. Never waits for a reader; without memory the event is left to the
 * store.
 */
TR_API void tr_event_bus_publish(void *bus, const tr_event_row *row);

/**
 * Follow an account.
 * @param after_seq  the last event that is known, 0 for none
 * @param wake       called from any thread when there may be something to read, once until the next read; it must not
 *                   wait, nor call back into the stream. May be NULL: then tr_event_stream_wait
 */
TR_API tr_status tr_event_stream_open(tr_event_bus *bus, const char *account, int64_t after_seq,
                                      void (*wake)(void *user), void *user, tr_event_stream **out, tr_error *err);
TR_API void tr_event_stream_close(tr_event_stream *stream);

/**
 * Hand out what has come, oldest first, up to `limit` events. Fewer mean that there is no more now. What pruning has
 * taken away is left out. Rows of the ring have no hash: that is the store's.
 * @param reader  of the store that the events are in; confined to this thread
 * @param sink    false: stop behind this one
 */
TR_API tr_status tr_event_stream_read(tr_event_stream *stream, tr_store_reader *reader, size_t limit,
                                      bool (*sink)(void *user, const tr_event_row *row), void *user, size_t *count_out,
                                      tr_error *err);

/** Wait until there may be something to read. @return false: the time is over */
TR_API bool tr_event_stream_wait(tr_event_stream *stream, int timeout_ms);

/** The number of the last event that was handed out. */
TR_API int64_t tr_event_stream_seq(const tr_event_stream *stream);

/** How many events came out of the store, and not out of the ring: of use to see who does not keep up. */
TR_API int64_t tr_event_stream_paged(const tr_event_stream *stream);

#ifdef __cplusplus
}
#endif

#endif
