/*
 * book_input.h: what the fuzz targets of order books share. Quantities are kept small: an iceberg that shows 1 of 2^62 is
 * legal and takes 2^62 trades, which is no defect and no use here.
 */
#ifndef TESTS_FUZZ_BOOK_INPUT_H
#define TESTS_FUZZ_BOOK_INPUT_H

#include <assert.h>
#include <string.h>

#include "support/kept_bytes.h"

#include "book/field.h"
#include "core/crc32c.h"

#define FUZZ_QUANTITY_MAX 2000
#define FUZZ_ORDER_MAX    64

typedef struct fuzz_seen {
    uint64_t digest;
    uint64_t sequence;
} fuzz_seen;

static inline void fuzz_take(void *user, const tr_book_event *events, size_t event_count)
{
    fuzz_seen *to = user;
    assert(event_count > 0);
    for (size_t i = 0; i < event_count; i++) {
        assert(tr_book_event_name((tr_book_event_kind)events[i].kind) != NULL);
        assert(tr_book_reason_name((tr_book_reason)events[i].reason) != NULL);
        assert(to->sequence == 0 || events[i].sequence == to->sequence + 1);
        to->sequence = events[i].sequence;
    }
    const unsigned char *bytes = (const unsigned char *)events;
    for (size_t i = 0; i < event_count * sizeof *events; i++)
        to->digest = (to->digest ^ bytes[i]) * UINT64_C(0x100000001b3);
}

static inline void fuzz_check(const tr_book *book)
{
    tr_error err = { .message = "" };
    tr_status status = tr_book_check(book, &err);
    if (status != TR_OK)
        fprintf(stderr, "the book is not sound: %s\n", err.message);
    assert(status == TR_OK);
}

static inline kept_bytes fuzz_saved(const tr_book *book)
{
    kept_bytes bytes = kept_none();
    tr_byte_sink sink = kept_sink(&bytes);
    assert(tr_book_save(book, &sink, NULL) == TR_OK);
    return bytes;
}

/*
 * A journal of the records that the input describes: length (one byte), kind (one byte), the rest of the body. Header,
 * numbers and checksums are put in, so that mutations reach what stands behind them.
 */
static inline kept_bytes fuzz_journal(const uint8_t *data, size_t size)
{
    kept_bytes made = kept_none();
    uint64_t number = 0;
    for (size_t at = 0; number == 0 || at + 2 <= size; number++) {
        unsigned char record[8 + 1 + VARINT_SIZE_MAX + 256];
        unsigned char *body = record + 8;
        unsigned char *end = tr__varint_put(body + 1, number);
        if (number == 0) {
            body[0] = TR_BOOK_RECORD_HEADER;
            memcpy(end, "TRBOOK\x01", 7);
            end += 7;
        } else {
            size_t length = data[at] < size - at - 2 ? data[at] : size - at - 2;
            body[0] = data[at + 1];
            memcpy(end, data + at + 2, length);
            end += length;
            at += 2 + length;
        }
        uint32_t words[2] = { (uint32_t)(end - body), 0 };
        for (unsigned int i = 0; i < 4; i++)
            record[i] = (unsigned char)(words[0] >> 8 * i);
        words[1] = tr__crc32c(tr__crc32c(0, record, 4), body, words[0]);
        for (unsigned int i = 0; i < 4; i++)
            record[4 + i] = (unsigned char)(words[1] >> 8 * i);
        (void)kept_write(&made, record, (size_t)(end - record), NULL); /* memory always takes it */
    }
    return made;
}

static inline bool fuzz_is_small(void *user, const tr_book_order *order)
{
    bool *is_small = user;
    *is_small = *is_small && order->total <= FUZZ_QUANTITY_MAX;
    return *is_small;
}

static inline bool fuzz_book_is_small(const tr_book *book)
{
    bool is_small = true;
    for (int queue = 0; queue < TR_BOOK_QUEUE_COUNT; queue++)
        tr_book_walk(book, (tr_book_queue)queue, fuzz_is_small, &is_small);
    return is_small;
}

#endif
