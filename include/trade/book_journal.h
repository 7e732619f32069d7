/*
 * book_journal.h: books and their commands as bytes: what a program stores so that a book survives it.
 *
 * A journal begins with the book as it stood (its options, and every live order in its queue) and goes on with
 * the commands that were applied to it. Replaying it gives the same book and the same events, byte for byte. A
 * snapshot is a journal without commands. Nothing here reads or writes files: bytes go into a sink, and come
 * from memory.
 *
 *     tr_book_journal_begin(&journal, book, &file, &err);
 *     tr_book_journal_command(&journal, &command, &err);     before tr_book_apply: nothing that was
 *     fsync(...); tr_book_apply(book, &command, &events);    told to anyone may be missing here
 *
 *     tr_book_replay(bytes, size, &options, &events, &book, &tail, &err);
 *
 * Format, version 1. A record is: length of its body (u32, little-endian, 2..TR_BOOK_RECORD_SIZE_MAX), CRC-32C of
 * these four bytes and the body (u32), body. A body is the kind (one byte), the record's number (0, 1, 2, ... in
 * the file), then what the kind says; all numbers are varints (seven bits a byte, low ones first), fields are a
 * mask of those that are not zero and their values, signed ones zigzag:
 *
 *     1 header    "TRBOOK", version
 *     2 book      number of the instrument, length of its symbol, symbol, fields of the options
 *     3 state     number of the instrument, fields: last price, clock, events so far, ages given, live orders
 *     4 order     number of the instrument, ladder, price, fields of the order: in the order of its queue
 *     5 command   number of the instrument, fields of the command; if these say so, 0, or 1 and the special ones
 *     6 exchange  events so far of an exchange of many books (trade/matching.h)
 *
 * Damage. A *torn tail* is the end of a write that a crash cut short: the last record stops with the file before its
 * length is reached, or there is nothing but zeros where it belongs. It is cut, and the tail says where and how much.
 * A record that is all there and does not fit its checksum, the last one too, one with a whole record behind it, a
 * length that no record has, and a missing number are damage: TR_E_CORRUPT names the offset, and nothing is skipped. A
 * journal torn before the book that it begins with was complete is corrupt as well.
 */
#ifndef TRADE_BOOK_JOURNAL_H
#define TRADE_BOOK_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/book.h>
#include <trade/instrument.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_BOOK_JOURNAL_VERSION  1
#define TR_BOOK_COMMAND_SIZE_MAX 384 /* bytes of an encoded command */
#define TR_BOOK_RECORD_SIZE_MAX  512 /* bytes of a record's body */

/* ---- Commands as bytes ------------------------------------------------------------------------------- */

/**
 * Write a command in the form of the journal, without length and checksum: 5 to 60 bytes as a rule.
 * @param out  room for TR_BOOK_COMMAND_SIZE_MAX bytes
 * @return the bytes written; 0 for a NULL
 */
TR_API size_t tr_book_command_encode(const tr_book_command *command, void *out);

/**
 * Read one command from the front of `bytes`. Whether its numbers make sense is for tr_book_apply to say.
 * @param used_out     may be NULL; how many bytes it took
 * @param special_out  what few orders have; the command names it where there is any
 * @return TR_E_CORRUPT for bytes that tr_book_command_encode does not write; TR_E_NEWER_SCHEMA for a field that
 *         this library does not know
 */
TR_API tr_status tr_book_command_decode(const void *bytes, size_t size, size_t *used_out,
                                        tr_book_command *out, tr_book_special *special_out,
                                        tr_error *err);

/* ---- Writing ----------------------------------------------------------------------------------------- */

/**
 * Where bytes go: a file, a socket, memory. Called once for each record, all of it in one piece. What `write`
 * returns other than TR_OK ends the call that wrote, with that status; it may fill `err` (never NULL here).
 */
typedef struct tr_byte_sink {
    tr_status (*write)(void *user, const void *bytes, size_t size, tr_error *err);
    void *user;
} tr_byte_sink;

/** A journal being written. Plain data that the functions fill; confined. */
typedef struct tr_book_journal {
    tr_byte_sink sink;
    uint64_t record_count; /* written so far, those of an earlier program included */
    uint32_t instrument;
    bool
        is_broken; /* a write failed: the rest of it may be there or not. Every later call is TR_E_CLOSED */
} tr_book_journal;

/**
 * Begin a journal with a book as it stands now, empty or not.
 *
 * @return TR_E_INVALID for a NULL; what the sink returned
 * Cost: O(live orders), one record each; no allocation.
 */
TR_API tr_status tr_book_journal_begin(tr_book_journal *journal, const tr_book *book,
                                       const tr_byte_sink *sink, tr_error *err);

/**
 * Append one command. Commands that tr_book_apply fails (TR_E_FULL, TR_E_INVALID) may be there: a replay fails
 * them in the same way.
 * @return TR_E_INVALID for a NULL, TR_E_CLOSED after a failed write, what the sink returned
 */
TR_API tr_status tr_book_journal_command(tr_book_journal *journal, const tr_book_command *command,
                                         tr_error *err);

/** A snapshot: tr_book_journal_begin and nothing more. */
TR_API tr_status tr_book_save(const tr_book *book, const tr_byte_sink *sink, tr_error *err);

/* ---- Reading ----------------------------------------------------------------------------------------- */

typedef enum tr_book_record_kind {
    TR_BOOK_RECORD_END = 0, /* no more whole records; tr_book_reader.tail says how it ended */
    TR_BOOK_RECORD_HEADER = 1,
    TR_BOOK_RECORD_BOOK = 2,
    TR_BOOK_RECORD_STATE = 3,
    TR_BOOK_RECORD_ORDER = 4,
    TR_BOOK_RECORD_COMMAND = 5,
    TR_BOOK_RECORD_EXCHANGE = 6
} tr_book_record_kind;

/* One record. Fields that the kind does not name are zero. */
typedef struct tr_book_record {
    tr_book_record_kind kind;
    uint32_t instrument; /* BOOK, STATE, ORDER, COMMAND */
    uint64_t number;
    size_t offset;           /* of its first byte */
    size_t size;             /* all of it */
    tr_book_command command; /* COMMAND; a copy must be made to name a copy of `special` */
    tr_book_special special;
    char symbol[TR_SYMBOL_SIZE]; /* BOOK; empty when the book was alone */
    const unsigned char *rest;   /* STATE, ORDER: what is left of the body; borrowed */
    size_t rest_size;
} tr_book_record;

/* How a journal ended. */
typedef struct tr_book_tail {
    size_t size;      /* bytes of whole records: where the next one goes */
    size_t torn_size; /* bytes behind these, which are no whole record; 0: none */
    uint64_t record_count;
    uint64_t command_count;
} tr_book_tail;

#define TR_BOOK_TAIL_TEXT_SIZE 160

/** A journal being read. Plain data that the functions fill; borrows its bytes. Confined. */
typedef struct tr_book_reader {
    const unsigned char *bytes;
    size_t size;
    tr_book_tail tail; /* of what was read so far */
    bool is_at_end;
} tr_book_reader;

/**
 * Begin to read: the header is read and checked.
 * @return TR_E_PARSE for bytes that are no journal, TR_E_NEWER_SCHEMA for a younger version, TR_E_CORRUPT
 */
TR_API tr_status tr_book_reader_init(tr_book_reader *reader, const void *bytes, size_t size,
                                     tr_error *err);

/**
 * The next record; TR_BOOK_RECORD_END again and again at the end.
 * @return TR_E_CORRUPT with the offset of the damage and of the whole record behind it; TR_E_NEWER_SCHEMA for a
 *         kind of record, or a field, that this library does not know
 */
TR_API tr_status tr_book_reader_next(tr_book_reader *reader, tr_book_record *out, tr_error *err);

/**
 * "torn tail: 17 bytes cut at byte 4711, behind 80 records (76 commands)"; "" when nothing was torn.
 * @return the length; TR_BOOK_TAIL_TEXT_SIZE bytes always suffice
 */
TR_API size_t tr_book_tail_text(const tr_book_tail *tail, char *out, size_t out_size);

/**
 * Go on with a journal that was read to its end, in a sink that goes on at byte tail->size: a torn tail has to be
 * cut off first (ftruncate).
 */
TR_API tr_status tr_book_journal_continue(tr_book_journal *journal, const tr_book_tail *tail,
                                          uint32_t instrument, const tr_byte_sink *sink);

/* ---- Replay ------------------------------------------------------------------------------------------ */

/** How a book comes back; fill it with TR_BOOK_REPLAY_OPTIONS_INIT. */
typedef struct tr_book_replay_options {
    size_t struct_size;
    uint32_t
        order_max_limit; /* a journal whose book has room for more orders is refused: TR_E_RANGE */
    uint32_t
        order_max_least; /* tr_book_restore: room for at least so many, which is how a book grows */
    const tr_allocator *allocator; /* NULL: the C library's; must outlive the book */
} tr_book_replay_options;

#define TR_BOOK_REPLAY_OPTIONS_INIT                                                                \
    {                                                                                              \
        sizeof(tr_book_replay_options), TR_BOOK_ORDER_MAX_LIMIT, 0, NULL                           \
    }

/**
 * Make the book that a snapshot holds. Further commands give the same events as they would have without it.
 *
 * @param options  NULL: the defaults
 * @return TR_E_CORRUPT for damage of any kind, a torn tail included, and for orders that no book can hold
 *         (crossed, off the tick, two of one identity); TR_E_PARSE, TR_E_NEWER_SCHEMA; TR_E_INVALID when there
 *         are commands, or more books than one; TR_E_RANGE, TR_E_NO_MEMORY. *out is unchanged then.
 * Cost: O(orders), and the allocation of tr_book_new.
 */
TR_API tr_status tr_book_restore(const void *bytes, size_t size,
                                 const tr_book_replay_options *options, tr_book **out,
                                 tr_error *err);

/**
 * The same in steps: make the book that a journal begins with, or that its next records hold, and leave the reader
 * in front of the first command. Errors as tr_book_restore.
 */
TR_API tr_status tr_book_reader_book(tr_book_reader *reader, const tr_book_replay_options *options,
                                     tr_book **out, tr_error *err);

/**
 * Make the book that a journal begins with and apply its commands.
 *
 * @param sink      receives the events, the same as the first time
 * @param tail_out  may be NULL; how the journal ended, a torn tail included, which is not an error
 * @return as tr_book_restore. When it fails later, the events up to there have been given
 */
TR_API tr_status tr_book_replay(const void *bytes, size_t size,
                                const tr_book_replay_options *options, const tr_book_sink *sink,
                                tr_book **out, tr_book_tail *tail_out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
