/* stored.h: the records of a journal, as the book and the exchange of many books write and read them. */
#ifndef TRADE_BOOK_STORED_H
#define TRADE_BOOK_STORED_H

#include <trade/book_journal.h>

#include "book/field.h"

#define RECORD_HEAD_SIZE 8 /* length and checksum */

/* A record on its way out. */
typedef struct stored_record {
    unsigned char *at; /* where the body goes on */
    unsigned char bytes[RECORD_HEAD_SIZE + TR_BOOK_RECORD_SIZE_MAX];
} stored_record;

/* The rows of a book's options. */
extern const field_table tr__options_fields;

/* A command, with what it names as special. @return the byte behind it */
unsigned char *tr__command_put(const tr_book_command *command, unsigned char *at);

/* Into zeroed places; the command names `special` where there is any. */
void tr__command_take(bytes_in *from, tr_book_command *command, tr_book_special *special);

void tr__record_begin(stored_record *record, const tr_book_journal *journal,
                      tr_book_record_kind kind);
tr_status tr__record_write(stored_record *record, tr_book_journal *journal, tr_error *err);

/* The header of a file; record 0. */
tr_status tr__journal_header(tr_book_journal *journal, const tr_byte_sink *sink, tr_error *err);

/* One command of one book. */
tr_status tr__journal_command(tr_book_journal *journal, uint32_t instrument,
                              const tr_book_command *command, tr_error *err);

/* A book as it stands: its options, state and orders. `symbol` is empty for a book alone. */
tr_status tr__journal_book(tr_book_journal *journal, const tr_book *book, const char *symbol,
                           tr_error *err);

/* What a BOOK record says, behind its symbol, becomes options; `into` has the ones that are not stored. */
tr_status tr__options_take(const tr_book_record *record, tr_book_options *into, tr_error *err);

/*
 * Set the state of a new book from its STATE record, then its orders from one ORDER record each, in the order
 * in which they were written. Then tr__restore_finish looks at all of it.
 */
tr_status tr__restore_state(tr_book *book, const tr_book_record *record, uint32_t *order_count_out,
                            tr_error *err);
tr_status tr__restore_order(tr_book *book, const tr_book_record *record, tr_error *err);
tr_status tr__restore_finish(const tr_book *book, uint32_t order_count,
                             const tr_book_reader *reader, tr_error *err);

/* All three, for a new book whose BOOK record was just read. At the end of the journal: TR_E_CORRUPT. */
tr_status tr__book_read_orders(tr_book_reader *reader, tr_book *book, tr_error *err);

/* A failure of bytes that were whole but say what cannot be. */
tr_status tr__record_wrong(const tr_book_record *record, tr_status status, const char *what,
                           tr_error *err);

#endif
