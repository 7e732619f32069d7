/*
 * journal_read.c: records on their way in, and the difference between a tail that a crash tore and damage: a torn
 * tail is the beginning of a record that goes on behind the end of the file, or room that was never written.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "book/stored.h"
#include "core/crc32c.h"
#include "core/fail.h"

#define BODY_SIZE_MIN 2 /* kind and number */

/* A record whose checksum fits. */
typedef struct whole {
    uint8_t kind;
    uint64_t number;
    size_t size;
    bytes_in rest;
} whole;

static uint32_t word_get(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Is there a whole record at `offset`? */
static bool whole_at(const tr_book_reader *reader, size_t offset, whole *out)
{
    size_t left = reader->size - offset;
    const unsigned char *at = reader->bytes + offset;
    if (left < RECORD_HEAD_SIZE + BODY_SIZE_MIN)
        return false;
    size_t body_size = word_get(at);
    if (body_size < BODY_SIZE_MIN || body_size > TR_BOOK_RECORD_SIZE_MAX ||
        body_size > left - RECORD_HEAD_SIZE)
        return false;
    uint32_t crc = tr__crc32c(0, at, 4);
    if (tr__crc32c(crc, at + RECORD_HEAD_SIZE, body_size) != word_get(at + 4))
        return false;
    const unsigned char *body = at + RECORD_HEAD_SIZE;
    bytes_in from = { .at = body + 1, .end = body + body_size, .status = TR_OK };
    uint64_t number = tr__varint_take(&from);
    *out = (whole){
        .kind = body[0], .number = number, .size = RECORD_HEAD_SIZE + body_size, .rest = from
    };
    return from.status == TR_OK;
}

/* Nothing but zeros: the file has grown, and what belongs there was not written. */
static bool is_unwritten(const unsigned char *at, size_t size)
{
    size_t zeros = 0;
    while (zeros < size && at[zeros] == 0)
        zeros++;
    return zeros == size;
}

/*
 * Are these bytes, which end the file, a record that stops before its end? Its length must say so, and the checksum must
 * not fit what is there: else it is the length that is damaged.
 */
static bool is_beginning(const unsigned char *at, size_t size)
{
    unsigned char length[4];
    if (size < sizeof length)
        return true;
    size_t body_size = word_get(at);
    if (body_size < BODY_SIZE_MIN || body_size > TR_BOOK_RECORD_SIZE_MAX)
        return false;
    if (size < RECORD_HEAD_SIZE)
        return true;
    size_t there = size - RECORD_HEAD_SIZE;
    if (body_size <= there)
        return false;
    for (unsigned int i = 0; i < 4; i++)
        length[i] = (unsigned char)(there >> 8 * i);
    uint32_t crc = tr__crc32c(tr__crc32c(0, length, 4), at + RECORD_HEAD_SIZE, there);
    return crc != word_get(at + 4);
}

/* No whole record begins at tail.size. The end of the file, a torn tail, or damage? */
static tr_status end_or_damage(tr_book_reader *reader, tr_error *err)
{
    size_t from = reader->tail.size;
    const unsigned char *at = reader->bytes + from;
    size_t left = reader->size - from;
    for (size_t offset = from + 1; offset < reader->size; offset++) {
        whole behind;
        if (whole_at(reader, offset, &behind) && behind.number > reader->tail.record_count)
            return tr__fail(err, TR_E_CORRUPT, 0,
                            "record %" PRIu64 " at byte %zu is damaged: record %" PRIu64
                            " at byte %zu is whole again",
                            reader->tail.record_count, from, behind.number, offset);
    }
    if (!is_beginning(at, left) && !is_unwritten(at, left))
        return tr__fail(err, TR_E_CORRUPT, 0,
                        "record %" PRIu64
                        " at byte %zu is damaged: it is the last one, and does not "
                        "stop before its end",
                        reader->tail.record_count, from);
    reader->tail.torn_size = left;
    reader->is_at_end = true;
    return TR_OK;
}

tr_status tr__record_wrong(const tr_book_record *record, tr_status status, const char *what,
                           tr_error *err)
{
    return tr__fail(err, status, 0, "record %" PRIu64 " at byte %zu: %s", record->number,
                    record->offset, what);
}

static void take_symbol(bytes_in *from, tr_book_record *out)
{
    uint64_t length = tr__varint_take(from);
    if (length >= sizeof out->symbol || length > (uint64_t)(from->end - from->at)) {
        from->status = TR_E_CORRUPT;
        return;
    }
    memcpy(out->symbol, from->at, (size_t)length);
    from->at += length;
    if (memchr(out->symbol, '\0', sizeof out->symbol) != out->symbol + length)
        from->status = TR_E_CORRUPT;
}

/* What a record says, as far as its kind can be read here. */
static tr_status read_body(const whole *from, tr_book_record *out, tr_error *err)
{
    bytes_in rest = from->rest;
    uint64_t instrument = out->kind == TR_BOOK_RECORD_EXCHANGE ? 0 : tr__varint_take(&rest);
    if (instrument > UINT32_MAX)
        rest.status = TR_E_CORRUPT;
    out->instrument = (uint32_t)instrument;
    if (out->kind == TR_BOOK_RECORD_BOOK)
        take_symbol(&rest, out);
    if (out->kind == TR_BOOK_RECORD_COMMAND) {
        tr__command_take(&rest, &out->command, &out->special);
        if (rest.status == TR_OK && rest.at != rest.end)
            rest.status = TR_E_CORRUPT;
    }
    if (rest.status == TR_E_NEWER_SCHEMA)
        return tr__record_wrong(out, rest.status, "a field of a newer version", err);
    if (rest.status != TR_OK)
        return tr__record_wrong(out, rest.status, "its checksum fits but it makes no sense", err);
    out->rest = rest.at;
    out->rest_size = (size_t)(rest.end - rest.at);
    return TR_OK;
}

/* A command names what is special about it where that now is. */
static void point_to_special(tr_book_record *record)
{
    if ((record->command.given & TR_BOOK_GIVEN_SPECIAL) != 0 && record->command.special != NULL)
        record->command.special = &record->special;
}

tr_status tr_book_reader_next(tr_book_reader *reader, tr_book_record *out, tr_error *err)
{
    if (reader == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "reader and record must be given");
    whole found = { .size = 0 };
    if (!reader->is_at_end && !whole_at(reader, reader->tail.size, &found)) {
        tr_status status = end_or_damage(reader, err);
        if (status != TR_OK)
            return status;
    }
    if (reader->is_at_end) {
        *out = (tr_book_record){ .kind = TR_BOOK_RECORD_END, .offset = reader->tail.size };
        return TR_OK;
    }
    tr_book_record made = { .kind = (tr_book_record_kind)found.kind,
                            .number = found.number,
                            .offset = reader->tail.size,
                            .size = found.size };
    if (found.number != reader->tail.record_count)
        return tr__fail(err, TR_E_CORRUPT, 0,
                        "record %" PRIu64 " at byte %zu where record %" PRIu64 " belongs",
                        found.number, made.offset, reader->tail.record_count);
    if (found.kind < TR_BOOK_RECORD_BOOK || found.kind > TR_BOOK_RECORD_EXCHANGE)
        return tr__record_wrong(&made,
                                found.kind == 0 || found.kind == TR_BOOK_RECORD_HEADER
                                    ? TR_E_CORRUPT
                                    : TR_E_NEWER_SCHEMA,
                                "a kind of record that is not known here", err);
    tr_status status = read_body(&found, &made, err);
    if (status != TR_OK)
        return status;
    reader->tail.size += found.size;
    reader->tail.record_count++;
    reader->tail.command_count += made.kind == TR_BOOK_RECORD_COMMAND;
    *out = made;
    point_to_special(out);
    return TR_OK;
}

tr_status tr_book_reader_init(tr_book_reader *reader, const void *bytes, size_t size, tr_error *err)
{
    if (reader == NULL || (bytes == NULL && size > 0))
        return tr__fail(err, TR_E_INVALID, 0, "reader and bytes must be given");
    tr_book_reader made = { .bytes = bytes, .size = size };
    whole header;
    if (!whole_at(&made, 0, &header) || header.kind != TR_BOOK_RECORD_HEADER ||
        header.number != 0 || header.rest.end - header.rest.at < 7 ||
        memcmp(header.rest.at, "TRBOOK", 6) != 0)
        return tr__fail(err, TR_E_PARSE, 0, "%zu bytes that do not begin as a journal of a book",
                        size);
    header.rest.at += 6;
    uint64_t version = tr__varint_take(&header.rest);
    if (version != TR_BOOK_JOURNAL_VERSION)
        return tr__fail(err, TR_E_NEWER_SCHEMA, 0,
                        "a journal of version %" PRIu64 ", this library reads %d", version,
                        TR_BOOK_JOURNAL_VERSION);
    made.tail.size = header.size;
    made.tail.record_count = 1;
    *reader = made;
    return TR_OK;
}

size_t tr_book_tail_text(const tr_book_tail *tail, char *out, size_t out_size)
{
    if (tail == NULL || out == NULL || out_size == 0)
        return 0;
    out[0] = '\0';
    if (tail->torn_size == 0)
        return 0;
    int length = snprintf(out, out_size,
                          "torn tail: %zu bytes cut at byte %zu, behind %" PRIu64
                          " records (%" PRIu64 " commands)",
                          tail->torn_size, tail->size, tail->record_count, tail->command_count);
    return length > 0 ? (size_t)length : 0;
}
