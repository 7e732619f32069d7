/*
 * book_stored.h: what a program would store of a simulated book: a journal of its commands from the start, and
 * snapshots. The book that comes out of a snapshot takes the place of the one that went in; at the end the
 * journal is replayed and must give every event again, byte for byte.
 */
#ifndef TESTS_SIM_BOOK_STORED_H
#define TESTS_SIM_BOOK_STORED_H

#include "support/kept_bytes.h"

typedef struct book_stored {
    kept_bytes bytes; /* of the journal */
    tr_book_journal journal;
    uint64_t digest; /* of all events so far */
    uint64_t event_count;
} book_stored;

void stored_begin(book_stored *stored, const tr_book *book);

/* Before the book gets it. */
void stored_command(book_stored *stored, const tr_book_command *command);

/* What the book told. */
void stored_events(book_stored *stored, const tr_book_event *events, size_t event_count);

/* Save the book, restore it, and give the restored one back; `seed` is for the message. */
tr_book *stored_swap(tr_book *book, uint64_t seed);

/* Replay the journal, compare events and book, release. */
void stored_end(book_stored *stored, const tr_book *book, uint64_t seed);

#endif
