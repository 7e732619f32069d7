/*
 * book_file.h: what the commands of the family `book` work on: a scenario (text), a stream of order flow (.ofl), a
 * journal or a snapshot. Which one it is, its first bytes say.
 */
#ifndef TRADE_TBCTL_BOOK_FILE_H
#define TRADE_TBCTL_BOOK_FILE_H

#include <trade/trade.h>

typedef enum book_file_kind {
    BOOK_FILE_SCENARIO,
    BOOK_FILE_FLOW,
    BOOK_FILE_JOURNAL
} book_file_kind;

/* A stream of order flow: 64 bytes of header, then records of 32; little-endian. */
typedef struct book_flow {
    uint64_t count;
    uint64_t warmup;
    uint64_t live_max;
} book_flow;

typedef struct book_file {
    const char *path;
    book_file_kind kind;
    unsigned char *bytes; /* a NUL stands behind them */
    size_t size;
    book_flow flow; /* of a stream */
} book_file;

tr_status book_file_load(const char *path, book_file *out, tr_error *err);
void book_file_release(book_file *file);

/* Record `index` of a stream, which book_file_load has checked to be there. */
tr_status book_file_record(const book_file *file, uint64_t index, tr_book_command *out,
                           tr_error *err);

/* The next line of a scenario that is not empty; false at the end. `*at` and `*number` begin with 0. */
bool book_file_line(const book_file *file, size_t *at, unsigned int *number, const char **line_out,
                    size_t *length_out);

/* An empty book as the file says: a scenario's config line, a stream's header. Not for journals. */
tr_status book_file_new_book(const book_file *file, const tr_allocator *allocator, tr_book **out,
                             tr_error *err);

/* Is it a journal of an exchange of many books? */
bool book_file_is_exchange(const book_file *file);

/* Apply all commands of a scenario or stream to a book of book_file_new_book; `before` may be NULL. */
tr_status book_file_apply(const book_file *file, tr_book *book, const tr_book_sink *sink,
                          tr_status (*before)(void *user, const tr_book_command *command,
                                              tr_error *err),
                          void *user, tr_error *err);

#endif
