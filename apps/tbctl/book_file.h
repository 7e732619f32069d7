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

typedef enum book_line_kind {
    BOOK_LINE_COMMENT,
    BOOK_LINE_CONFIG,
    BOOK_LINE_COMMAND,
    BOOK_LINE_EVENT,
    BOOK_LINE_DUMP
} book_line_kind;

/* A line of a scenario. Walk over all of them from { 0 }. */
typedef struct book_line {
    book_line_kind kind;
    const char *text; /* without its mark, but for comments and config */
    size_t length;
    unsigned int number; /* from 1 */
    size_t next;
    bool has_config; /* it is there, or was before */
} book_line;

/*
 * The next line that is not empty. false: the end, and status_out says whether the file is over (TR_OK) or has a line
 * here that no scenario has (TR_E_PARSE), such as a second config line or a command before it.
 */
bool book_file_line(const book_file *file, book_line *line, tr_status *status_out, tr_error *err);

/* An empty book as the file says: a scenario's config line, a stream's header. Not for journals. */
tr_status book_file_new_book(const book_file *file, const tr_allocator *allocator, tr_book **out,
                             tr_error *err);

/* A failure of what the file holds, with the file's name in front. */
tr_status book_file_wrong(const book_file *file, tr_status status, const tr_error *wrong,
                          tr_error *err);

/* What a journal may ask for, from the argument --orders-max: memory is taken before any order is read. */
#define BOOK_FILE_ORDERS_MAX                                                                       \
    {                                                                                              \
        .name = "orders_max", .type = TR_ARGUMENT_INTEGER, .initial = "1048576", .min = "1",       \
        .max = "67108864",                                                                         \
        .help = "refuse a journal whose books have room for more orders together"                  \
    }
tr_book_replay_options book_file_book_limits(const tr_command_call *call);
tr_matching_options book_file_exchange_limits(const tr_command_call *call);

/* Is it a journal of an exchange of many books? */
bool book_file_is_exchange(const book_file *file);

/* Apply all commands of a scenario or stream to a book of book_file_new_book; `before` may be NULL. */
tr_status book_file_apply(const book_file *file, tr_book *book, const tr_book_sink *sink,
                          tr_status (*before)(void *user, const tr_book_command *command,
                                              tr_error *err),
                          void *user, tr_error *err);

#endif
