/* matching_stored.c: an exchange as records, and the exchange that such records make. */
#include <string.h>

#include "book/stored.h"
#include "core/fail.h"
#include "matching/state.h"

#define BATCH 256

/* What of an exchange its books do not say. */
typedef struct summary {
    uint64_t event_count;
    uint32_t instrument_max;
    uint32_t instrument_count;
} summary;

static const field summary_rows[] = {
    FIELD_ROW(summary, event_count, FIELD_U64),
    FIELD_ROW(summary, instrument_max, FIELD_U32),
    FIELD_ROW(summary, instrument_count, FIELD_U32),
};

static const field_table summary_fields = FIELD_TABLE(summary_rows);

/* ---- Writing ---- */

tr_status tr_matching_journal_begin(tr_book_journal *journal, const tr_matching *matching,
                                    const tr_byte_sink *sink, tr_error *err)
{
    if (journal == NULL || matching == NULL || sink == NULL || sink->write == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "journal, exchange and sink must be given");
    const summary all = { .event_count = matching->event_count,
                          .instrument_max = matching->options.instrument_max,
                          .instrument_count = matching->instrument_count };
    stored_record record;
    tr_status status = tr__journal_header(journal, sink, err);
    if (status != TR_OK)
        return status;
    tr__record_begin(&record, journal, TR_BOOK_RECORD_EXCHANGE);
    record.at = tr__fields_put(&summary_fields, &all, record.at);
    status = tr__record_write(&record, journal, err);
    for (uint32_t i = 0; i < matching->instrument_count && status == TR_OK; i++)
        status = tr__journal_book(journal, matching->listings[i].book, matching->listings[i].symbol,
                                  err);
    return status;
}

static tr_status check_journal(const tr_book_journal *journal, tr_error *err)
{
    if (journal == NULL || journal->sink.write == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "journal must be given");
    if (journal->is_broken)
        return tr__fail(err, TR_E_CLOSED, 0, "journal: record %llu could not be written",
                        (unsigned long long)journal->record_count);
    return TR_OK;
}

tr_status tr_matching_journal_add(tr_book_journal *journal, const tr_matching *matching,
                                  uint32_t instrument, tr_error *err)
{
    tr_status status = check_journal(journal, err);
    if (status != TR_OK)
        return status;
    if (matching == NULL || instrument >= matching->instrument_count)
        return tr__fail(err, TR_E_INVALID, 0, "no instrument %u", (unsigned int)instrument);
    return tr__journal_book(journal, matching->listings[instrument].book,
                            matching->listings[instrument].symbol, err);
}

tr_status tr_matching_journal_command(tr_book_journal *journal, uint32_t instrument,
                                      const tr_book_command *command, tr_error *err)
{
    if (command == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "command must be given");
    tr_status status = check_journal(journal, err);
    return status == TR_OK ? tr__journal_command(journal, instrument, command, err) : status;
}

tr_status tr_matching_save(const tr_matching *matching, const tr_byte_sink *sink, tr_error *err)
{
    tr_book_journal journal;
    return tr_matching_journal_begin(&journal, matching, sink, err);
}

/* ---- Reading ---- */

static tr_status read_summary(tr_book_reader *reader, summary *out, tr_error *err)
{
    tr_book_record record;
    tr_status status = tr_book_reader_next(reader, &record, err);
    if (status != TR_OK)
        return status;
    if (record.kind == TR_BOOK_RECORD_BOOK)
        return tr__fail(err, TR_E_INVALID, 0, "a journal of one book, not of an exchange");
    if (record.kind != TR_BOOK_RECORD_EXCHANGE)
        return tr__fail(err, TR_E_CORRUPT, 0, "the journal ends before its exchange at byte %zu",
                        record.offset);
    bytes_in from = { .at = record.rest, .end = record.rest + record.rest_size, .status = TR_OK };
    *out = (summary){ 0 };
    tr__fields_take(&summary_fields, &from, out);
    if (from.status == TR_E_NEWER_SCHEMA)
        return tr__record_wrong(&record, from.status, "a field of a newer version", err);
    if (from.status != TR_OK || from.at != from.end ||
        out->instrument_max > TR_MATCHING_INSTRUMENT_MAX_LIMIT ||
        out->instrument_count > out->instrument_max)
        return tr__record_wrong(&record, TR_E_CORRUPT, "no exchange can be in this state", err);
    return TR_OK;
}

/* The instrument of a BOOK record, and the records behind it. Half of one at the end is left in the exchange. */
static tr_status read_instrument(tr_matching *matching, tr_book_reader *reader,
                                 const tr_book_record *record, tr_error *err)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    uint32_t instrument = 0;
    tr_status status = tr__options_take(record, &options, err);
    if (status == TR_OK && record->instrument != matching->instrument_count)
        status = tr__record_wrong(record, TR_E_CORRUPT, "instruments are not in their order", err);
    if (status != TR_OK)
        return status;
    tr_error wrong = { .message = "" };
    status = tr_matching_add(matching, record->symbol, &options, &instrument, &wrong);
    if (status == TR_E_NO_MEMORY || status == TR_E_RANGE)
        return tr__record_wrong(record, status, wrong.message, err);
    if (status != TR_OK)
        return tr__record_wrong(record, TR_E_CORRUPT, wrong.message, err);
    tr_book *book = matching->listings[instrument].book;
    return tr__book_read_orders(reader, book, err);
}

/* The exchange that a journal begins with; the reader stands behind it. */
static tr_status begin(tr_book_reader *reader, const tr_matching_options *options,
                       tr_matching **out, tr_error *err)
{
    tr_matching_options own = TR_MATCHING_OPTIONS_INIT;
    summary all;
    tr_matching *made = NULL;
    if (options != NULL)
        own = *options;
    tr_status status = read_summary(reader, &all, err);
    if (status != TR_OK)
        return status;
    if (options == NULL || own.instrument_max < all.instrument_max)
        own.instrument_max = all.instrument_max;
    status = tr_matching_new(&own, &made, err);
    for (uint32_t i = 0; i < all.instrument_count && status == TR_OK; i++) {
        tr_book_record record;
        status = tr_book_reader_next(reader, &record, err);
        if (status == TR_OK && record.kind != TR_BOOK_RECORD_BOOK)
            status = tr__fail(err, TR_E_CORRUPT, 0, "%u of %u instruments at byte %zu",
                              (unsigned int)i, (unsigned int)all.instrument_count, record.offset);
        if (status == TR_OK)
            status = read_instrument(made, reader, &record, err);
        if (status == TR_OK)
            made->event_count += tr_book_sequence(made->listings[i].book);
    }
    if (status == TR_OK && made->event_count != all.event_count)
        status =
            tr__fail(err, TR_E_CORRUPT, 0, "the books gave %llu events, the exchange %llu",
                     (unsigned long long)made->event_count, (unsigned long long)all.event_count);
    if (status == TR_OK)
        *out = made;
    else
        tr_matching_free(made);
    return status;
}

tr_status tr_matching_restore(const void *bytes, size_t size, const tr_matching_options *options,
                              tr_matching **out, tr_error *err)
{
    tr_book_reader reader;
    tr_book_record record;
    tr_matching *made = NULL;
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a place for the exchange must be given");
    tr_status status = tr_book_reader_init(&reader, bytes, size, err);
    if (status == TR_OK)
        status = begin(&reader, options, &made, err);
    if (status == TR_OK)
        status = tr_book_reader_next(&reader, &record, err);
    if (status == TR_OK && record.kind != TR_BOOK_RECORD_END)
        status =
            tr__record_wrong(&record, TR_E_INVALID, "a snapshot has nothing behind its books", err);
    else if (status == TR_OK && reader.tail.torn_size > 0)
        status = tr__fail(err, TR_E_CORRUPT, 0, "%zu bytes behind the snapshot at byte %zu",
                          reader.tail.torn_size, reader.tail.size);
    if (status == TR_OK)
        *out = made;
    else
        tr_matching_free(made);
    return status;
}

/* Commands that wait to be applied together. */
typedef struct batch {
    size_t count;
    uint32_t instruments[BATCH];
    tr_book_command commands[BATCH];
    tr_book_special specials[BATCH];
} batch;

/* Apply them; what fails, failed the first time too. */
static void apply(tr_matching *matching, batch *waiting, const tr_matching_sink *sink)
{
    for (size_t at = 0; at < waiting->count;) {
        size_t done = 0;
        bool has_failed =
            tr_matching_apply_all(matching, waiting->instruments + at, waiting->commands + at,
                                  waiting->count - at, sink, &done) != TR_OK;
        at += done + has_failed;
    }
    waiting->count = 0;
}

/* An instrument that was added later. When the journal ends within it, it is torn off as a whole. */
static tr_status read_addition(tr_matching *matching, tr_book_reader *reader,
                               const tr_book_reader *before, const tr_book_record *record,
                               tr_error *err)
{
    uint32_t instrument_count = matching->instrument_count;
    tr_status status = read_instrument(matching, reader, record, err);
    if (status == TR_OK) {
        matching->event_count += tr_book_sequence(matching->listings[instrument_count].book);
        return TR_OK;
    }
    if (!reader->is_at_end)
        return status;
    if (matching->instrument_count > instrument_count)
        tr__matching_drop_last(matching);
    *reader = *before;
    reader->tail.torn_size = reader->size - reader->tail.size;
    reader->is_at_end = true;
    return TR_OK;
}

static tr_status replay(tr_book_reader *reader, tr_matching *matching, const tr_matching_sink *sink,
                        tr_error *err)
{
    batch waiting = { .count = 0 };
    for (;;) {
        tr_book_record record;
        tr_book_reader before = *reader;
        tr_status status = tr_book_reader_next(reader, &record, err);
        bool is_command = status == TR_OK && record.kind == TR_BOOK_RECORD_COMMAND;
        if (is_command && record.instrument >= matching->instrument_count)
            status = tr__record_wrong(&record, TR_E_CORRUPT, "a command for no instrument", err);
        else if (is_command) {
            waiting.instruments[waiting.count] = record.instrument;
            tr_book_command *added = &waiting.commands[waiting.count];
            waiting.specials[waiting.count] = record.special;
            *added = record.command;
            if ((added->given & TR_BOOK_GIVEN_SPECIAL) != 0 && added->special != NULL)
                added->special = &waiting.specials[waiting.count];
            waiting.count++;
        }
        if (waiting.count == BATCH || !is_command || status != TR_OK)
            apply(matching, &waiting, sink);
        if (status == TR_OK && record.kind == TR_BOOK_RECORD_BOOK)
            status = read_addition(matching, reader, &before, &record, err);
        else if (status == TR_OK && !is_command && record.kind != TR_BOOK_RECORD_END)
            status = tr__record_wrong(&record, TR_E_CORRUPT, "not in the middle of a journal", err);
        if (status != TR_OK || reader->is_at_end)
            return status;
    }
}

tr_status tr_matching_replay(const void *bytes, size_t size, const tr_matching_options *options,
                             const tr_matching_sink *sink, tr_matching **out,
                             tr_book_tail *tail_out, tr_error *err)
{
    tr_book_reader reader;
    tr_matching *made = NULL;
    if (sink == NULL || sink->take == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a sink and a place for the exchange must be given");
    tr_status status = tr_book_reader_init(&reader, bytes, size, err);
    if (status == TR_OK)
        status = begin(&reader, options, &made, err);
    if (status == TR_OK)
        status = replay(&reader, made, sink, err);
    if (status != TR_OK) {
        tr_matching_free(made);
        return status;
    }
    if (tail_out != NULL)
        *tail_out = reader.tail;
    *out = made;
    return TR_OK;
}
