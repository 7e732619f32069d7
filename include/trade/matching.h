/*
 * matching.h: an exchange of many order books.
 *
 * Instruments are added with a symbol and get a number, 0, 1, 2, ...; commands name the number and go to its
 * book; the events of all books come out in one order and are numbered in it. The same instruments and commands
 * give the same events, byte for byte.
 *
 * Memory: tr_matching_new allocates for instrument_max instruments, tr_matching_add one book
 * (tr_book_memory_size bytes); nothing else allocates. tr_matching_memory_size tells the sum.
 *
 * Threads: a tr_matching is confined: one thread at a time. Books share nothing, so a program that wants more
 * than one processor splits its symbols into shards, each with a tr_matching, a thread and a journal of its own;
 * event numbers are then of the shard. No two of them share any state.
 */
#ifndef TRADE_MATCHING_H
#define TRADE_MATCHING_H

#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/book.h>
#include <trade/book_journal.h>
#include <trade/instrument.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Life -------------------------------------------------------------------------------------------- */

typedef struct tr_matching tr_matching;

#define TR_MATCHING_INSTRUMENT_MAX_LIMIT ((uint32_t)1 << 20)

/** What an exchange is made from; fill it with TR_MATCHING_OPTIONS_INIT. */
typedef struct tr_matching_options {
    size_t struct_size;
    uint32_t instrument_max;  /* 1..TR_MATCHING_INSTRUMENT_MAX_LIMIT */
    uint32_t order_max_limit; /* of a single book: tr_matching_add and replays refuse more */
    const tr_allocator
        *allocator; /* NULL: the C library's; must outlive the exchange; books use it too */
    size_t memory_max; /* of tr_matching_memory_size: an instrument for which that is too little is refused */
} tr_matching_options;

#define TR_MATCHING_OPTIONS_INIT                                                                   \
    {                                                                                              \
        sizeof(tr_matching_options), 1024, TR_BOOK_ORDER_MAX_LIMIT, NULL, SIZE_MAX                         \
    }

/**
 * Make an exchange without instruments.
 *
 * @return TR_E_INVALID for a NULL or an option outside its range; TR_E_RANGE above memory_max; TR_E_NO_MEMORY
 */
TR_API tr_status tr_matching_new(const tr_matching_options *options, tr_matching **out,
                                 tr_error *err);

/** Release it with all its books; NULL is accepted. */
TR_API void tr_matching_free(tr_matching *matching);

/** Bytes that it and its books have allocated. */
TR_API size_t tr_matching_memory_size(const tr_matching *matching);

/* ---- Instruments ------------------------------------------------------------------------------------- */

/**
 * Add an instrument and make its book.
 *
 * @param symbol   1..TR_SYMBOL_SIZE - 1 bytes, none of them a control byte or a blank; copied
 * @param options  its `instrument` and `allocator` are the exchange's to say and are not looked at
 * @param instrument_out  its number
 * @return TR_E_EXISTS for a symbol that is there; TR_E_FULL at instrument_max; TR_E_RANGE above order_max_limit or memory_max;
 *         errors of tr_book_new. Then nothing was added.
 */
TR_API tr_status tr_matching_add(tr_matching *matching, const char *symbol,
                                 const tr_book_options *options, uint32_t *instrument_out,
                                 tr_error *err);

/** The number of a symbol. @return TR_E_NOT_FOUND. O(1). */
TR_API tr_status tr_matching_find(const tr_matching *matching, const char *symbol,
                                  uint32_t *instrument_out);

/** How many instruments there are: their numbers are below. */
TR_API uint32_t tr_matching_instrument_count(const tr_matching *matching);

/** The symbol of a number; NULL: none. Borrowed, as long as the exchange lives. */
TR_API const char *tr_matching_symbol(const tr_matching *matching, uint32_t instrument);

/** The book of a number, for enquiries; NULL: none. Borrowed. Commands go through the exchange. */
TR_API const tr_book *tr_matching_book(const tr_matching *matching, uint32_t instrument);

/* ---- Work -------------------------------------------------------------------------------------------- */

/**
 * Where events go. `take` gets the events of one command in order, in runs of one or more, on the calling
 * thread; `number` is that of the first: 1, 2, 3, ... over all books. `events[i].instrument` says whose they are,
 * `events[i].sequence` counts within the book. The memory is written over after the return. `take` must not call
 * the exchange.
 */
typedef struct tr_matching_sink {
    void (*take)(void *user, uint64_t number, const tr_book_event *events, size_t event_count);
    void *user;
} tr_matching_sink;

/**
 * Apply one command to the book of an instrument.
 *
 * @return TR_E_NOT_FOUND for a number without an instrument; otherwise as tr_book_apply. When it fails nothing
 *         has happened and no event was given.
 */
TR_API tr_status tr_matching_apply(tr_matching *matching, uint32_t instrument,
                                   const tr_book_command *command, const tr_matching_sink *sink);

/**
 * Apply commands in order, fetching ahead in the books that the next ones go to. The events are the same as one
 * by one. Stops before the first command that fails.
 *
 * @param instruments  instruments[i] is that of commands[i]
 * @param done_out     may be NULL; how many were applied
 * @return as tr_matching_apply for the command at *done_out
 */
TR_API tr_status tr_matching_apply_all(tr_matching *matching, const uint32_t *instruments,
                                       const tr_book_command *commands, size_t command_count,
                                       const tr_matching_sink *sink, size_t *done_out);

/** Events given so far: the next one's number, less one. */
TR_API uint64_t tr_matching_event_count(const tr_matching *matching);

/** Check every book, and the table of symbols. For tests. @return TR_E_INTERNAL with what is wrong */
TR_API tr_status tr_matching_check(const tr_matching *matching, tr_error *err);

/* ---- Journal and snapshot: records and damage as in trade/book_journal.h ------------------------------ */

/** Begin a journal with all books as they stand. Cost: O(instruments + live orders). */
TR_API tr_status tr_matching_journal_begin(tr_book_journal *journal, const tr_matching *matching,
                                           const tr_byte_sink *sink, tr_error *err);

/** Append an instrument that was just added, before any command for it. */
TR_API tr_status tr_matching_journal_add(tr_book_journal *journal, const tr_matching *matching,
                                         uint32_t instrument, tr_error *err);

/** Append one command, before it is applied. */
TR_API tr_status tr_matching_journal_command(tr_book_journal *journal, uint32_t instrument,
                                             const tr_book_command *command, tr_error *err);

/** A snapshot of the whole exchange: tr_matching_journal_begin and nothing more. */
TR_API tr_status tr_matching_save(const tr_matching *matching, const tr_byte_sink *sink,
                                  tr_error *err);

/**
 * Make the exchange that a snapshot holds; commands go on with the same events and numbers.
 *
 * @param options  NULL: instrument_max as it was, defaults for the rest. Below what it was it is raised to that
 * @return as tr_book_restore; TR_E_INVALID for the journal of a single book
 */
TR_API tr_status tr_matching_restore(const void *bytes, size_t size,
                                     const tr_matching_options *options, tr_matching **out,
                                     tr_error *err);

/** Make the exchange that a journal begins with, add what was added, apply its commands. As tr_book_replay. */
TR_API tr_status tr_matching_replay(const void *bytes, size_t size,
                                    const tr_matching_options *options,
                                    const tr_matching_sink *sink, tr_matching **out,
                                    tr_book_tail *tail_out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
