/* replay.c: a journal becomes its book again, and its commands the events that they caused. */
#include "book/state.h"
#include "book/stored.h"
#include "core/fail.h"

#define BATCH 256

/* The first records of a journal of one book: the book as it stood. */
static tr_status read_book(tr_book_reader *reader, const tr_book_replay_options *options,
                           tr_book **out, tr_error *err)
{
    tr_book_record record;
    tr_status status = tr_book_reader_next(reader, &record, err);
    if (status != TR_OK)
        return status;
    if (record.kind == TR_BOOK_RECORD_EXCHANGE)
        return tr__fail(err, TR_E_INVALID, 0, "a journal of an exchange, not of one book");
    if (record.kind != TR_BOOK_RECORD_BOOK)
        return tr__fail(err, TR_E_CORRUPT, 0, "the journal ends before its book at byte %zu",
                        record.offset);
    tr_book_options made = TR_BOOK_OPTIONS_INIT;
    made.allocator = options->allocator;
    status = tr__options_take(&record, &made, err);
    if (status != TR_OK)
        return status;
    if (made.order_max > options->order_max_limit)
        return tr__fail(err, TR_E_RANGE, 0, "a book with room for %u orders, allowed are %u",
                        (unsigned int)made.order_max, (unsigned int)options->order_max_limit);
    if (made.order_max < options->order_max_least)
        made.order_max = options->order_max_least;
    return tr_book_new(&made, out, err);
}

tr_status tr__book_read_orders(tr_book_reader *reader, tr_book *book, tr_error *err)
{
    tr_book_record record;
    uint32_t order_count = 0;
    tr_status status = tr_book_reader_next(reader, &record, err);
    if (status == TR_OK && record.kind != TR_BOOK_RECORD_STATE)
        status = tr__fail(err, TR_E_CORRUPT, 0, "the journal ends before its book at byte %zu",
                          record.offset);
    if (status == TR_OK)
        status = tr__restore_state(book, &record, &order_count, err);
    for (uint32_t i = 0; i < order_count && status == TR_OK; i++) {
        status = tr_book_reader_next(reader, &record, err);
        if (status == TR_OK && record.kind != TR_BOOK_RECORD_ORDER)
            status = tr__fail(err, TR_E_CORRUPT, 0,
                              "the journal ends before its book at byte %zu: %u of %u orders",
                              record.offset, (unsigned int)i, (unsigned int)order_count);
        if (status == TR_OK)
            status = tr__restore_order(book, &record, err);
    }
    return status == TR_OK ? tr__restore_finish(book, order_count, reader, err) : status;
}

static tr_status check_options(const tr_book_replay_options *options, tr_error *err)
{
    return options->struct_size == sizeof *options
               ? TR_OK
               : tr__fail(err, TR_E_INVALID, 0, "replay: options of size %zu, expected %zu",
                          options->struct_size, sizeof *options);
}

tr_status tr_book_reader_book(tr_book_reader *reader, const tr_book_replay_options *options,
                              tr_book **out, tr_error *err)
{
    const tr_book_replay_options defaults = TR_BOOK_REPLAY_OPTIONS_INIT;
    const tr_book_replay_options *chosen = options != NULL ? options : &defaults;
    tr_book *book = NULL;
    if (reader == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "reader and a place for the book must be given");
    tr_status status = check_options(chosen, err);
    if (status == TR_OK)
        status = read_book(reader, chosen, &book, err);
    if (status == TR_OK)
        status = tr__book_read_orders(reader, book, err);
    if (status == TR_OK)
        *out = book;
    else
        tr_book_free(book);
    return status;
}

tr_status tr_book_restore(const void *bytes, size_t size, const tr_book_replay_options *options,
                          tr_book **out, tr_error *err)
{
    tr_book_reader reader;
    tr_book_record record;
    tr_book *book = NULL;
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a place for the book must be given");
    tr_status status = tr_book_reader_init(&reader, bytes, size, err);
    if (status == TR_OK)
        status = tr_book_reader_book(&reader, options, &book, err);
    if (status == TR_OK)
        status = tr_book_reader_next(&reader, &record, err);
    if (status == TR_OK && record.kind != TR_BOOK_RECORD_END)
        status =
            tr__record_wrong(&record, TR_E_INVALID, "a snapshot has nothing behind its book", err);
    else if (status == TR_OK && reader.tail.torn_size > 0)
        status = tr__fail(err, TR_E_CORRUPT, 0, "%zu bytes behind the snapshot at byte %zu",
                          reader.tail.torn_size, reader.tail.size);
    if (status == TR_OK)
        *out = book;
    else
        tr_book_free(book);
    return status;
}

/* Apply a batch; what fails, failed the first time too. */
static void apply(tr_book *book, const tr_book_command *commands, size_t count,
                  const tr_book_sink *sink)
{
    for (size_t at = 0; at < count;) {
        size_t done = 0;
        bool has_failed = tr_book_apply_all(book, commands + at, count - at, sink, &done) != TR_OK;
        at += done + has_failed;
    }
}

static tr_status apply_commands(tr_book_reader *reader, tr_book *book, const tr_book_sink *sink,
                                tr_error *err)
{
    tr_book_command commands[BATCH];
    tr_book_special specials[BATCH];
    tr_book_record record = { .kind = TR_BOOK_RECORD_COMMAND };
    tr_status status = TR_OK;
    while (status == TR_OK && record.kind == TR_BOOK_RECORD_COMMAND) {
        size_t count = 0;
        while (count < BATCH && record.kind == TR_BOOK_RECORD_COMMAND) {
            status = tr_book_reader_next(reader, &record, err);
            if (status != TR_OK || record.kind != TR_BOOK_RECORD_COMMAND)
                break;
            if (record.instrument != book->instrument) {
                status = tr__record_wrong(&record, TR_E_CORRUPT, "of another instrument", err);
                break;
            }
            specials[count] = record.special;
            commands[count] = record.command;
            if ((record.command.given & TR_BOOK_GIVEN_SPECIAL) != 0 &&
                record.command.special != NULL)
                commands[count].special = &specials[count];
            count++;
        }
        apply(book, commands, count, sink);
    }
    if (status == TR_OK && record.kind != TR_BOOK_RECORD_END)
        status =
            tr__record_wrong(&record, TR_E_INVALID, "another book; this is a journal of many", err);
    return status;
}

tr_status tr_book_replay(const void *bytes, size_t size, const tr_book_replay_options *options,
                         const tr_book_sink *sink, tr_book **out, tr_book_tail *tail_out,
                         tr_error *err)
{
    tr_book_replay_options chosen = TR_BOOK_REPLAY_OPTIONS_INIT;
    tr_book_reader reader;
    tr_book *book = NULL;
    if (sink == NULL || sink->take == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a sink and a place for the book must be given");
    if (options != NULL)
        chosen = *options;
    chosen.order_max_least = 0; /* a full book has to be full again */
    tr_status status = tr_book_reader_init(&reader, bytes, size, err);
    if (status == TR_OK)
        status = tr_book_reader_book(&reader, &chosen, &book, err);
    if (status == TR_OK)
        status = apply_commands(&reader, book, sink, err);
    if (status != TR_OK) {
        tr_book_free(book);
        return status;
    }
    if (tail_out != NULL)
        *tail_out = reader.tail;
    *out = book;
    return TR_OK;
}
