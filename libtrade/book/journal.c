/* journal.c: records on their way into the sink. */
#include "book/stored.h"

#include <string.h>

#include "core/crc32c.h"
#include "core/fail.h"

static unsigned char *word_put(unsigned char *at, uint32_t value)
{
    for (unsigned int i = 0; i < 4; i++)
        *at++ = (unsigned char)(value >> 8 * i);
    return at;
}

void tr__record_begin(stored_record *record, const tr_book_journal *journal,
                      tr_book_record_kind kind)
{
    record->at = record->bytes + RECORD_HEAD_SIZE;
    *record->at++ = (unsigned char)kind;
    record->at = tr__varint_put(record->at, journal->record_count);
}

tr_status tr__record_write(stored_record *record, tr_book_journal *journal, tr_error *err)
{
    unsigned char *body = record->bytes + RECORD_HEAD_SIZE;
    size_t body_size = (size_t)(record->at - body);
    word_put(record->bytes, (uint32_t)body_size);
    uint32_t crc = tr__crc32c(0, record->bytes, 4);
    word_put(record->bytes + 4, tr__crc32c(crc, body, body_size));
    tr_error own = { .message = "" };
    tr_error *told = err != NULL ? err : &own;
    tr_status status =
        journal->sink.write(journal->sink.user, record->bytes, RECORD_HEAD_SIZE + body_size, told);
    journal->is_broken = status != TR_OK;
    if (status != TR_OK && told->status != status)
        return tr__fail(told, status, 0, "journal: record %llu was not written",
                        (unsigned long long)journal->record_count);
    journal->record_count += status == TR_OK;
    return status;
}

tr_status tr__journal_header(tr_book_journal *journal, const tr_byte_sink *sink, tr_error *err)
{
    stored_record record;
    *journal = (tr_book_journal){ .sink = *sink };
    tr__record_begin(&record, journal, TR_BOOK_RECORD_HEADER);
    memcpy(record.at, "TRBOOK", 6);
    record.at = tr__varint_put(record.at + 6, TR_BOOK_JOURNAL_VERSION);
    return tr__record_write(&record, journal, err);
}

tr_status tr__journal_command(tr_book_journal *journal, uint32_t instrument,
                              const tr_book_command *command, tr_error *err)
{
    if (journal->is_broken)
        return tr__fail(err, TR_E_CLOSED, 0, "journal: record %llu could not be written",
                        (unsigned long long)journal->record_count);
    stored_record record;
    tr__record_begin(&record, journal, TR_BOOK_RECORD_COMMAND);
    record.at = tr__varint_put(record.at, instrument);
    record.at = tr__command_put(command, record.at);
    return tr__record_write(&record, journal, err);
}

tr_status tr_book_journal_begin(tr_book_journal *journal, const tr_book *book,
                                const tr_byte_sink *sink, tr_error *err)
{
    if (journal == NULL || book == NULL || sink == NULL || sink->write == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "journal, book and sink must be given");
    tr_status status = tr__journal_header(journal, sink, err);
    return status == TR_OK ? tr__journal_book(journal, book, "", err) : status;
}

tr_status tr_book_journal_command(tr_book_journal *journal, const tr_book_command *command,
                                  tr_error *err)
{
    if (journal == NULL || command == NULL || journal->sink.write == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "journal and command must be given");
    return tr__journal_command(journal, journal->instrument, command, err);
}

tr_status tr_book_save(const tr_book *book, const tr_byte_sink *sink, tr_error *err)
{
    tr_book_journal journal;
    return tr_book_journal_begin(&journal, book, sink, err);
}

tr_status tr_book_journal_continue(tr_book_journal *journal, const tr_book_tail *tail,
                                   uint32_t instrument, const tr_byte_sink *sink)
{
    if (journal == NULL || tail == NULL || sink == NULL || sink->write == NULL)
        return TR_E_INVALID;
    *journal = (tr_book_journal){
        .sink = *sink,
        .record_count = tail->record_count,
        .instrument = instrument,
    };
    return TR_OK;
}
