/*
 * buffer.h: bytes that grow to a stated maximum, and a reader that never leaves its bytes.
 *
 * Both keep their first failure: a run of appends or reads is checked once, at its end. Numbers are
 * little-endian whatever the machine; strings carry their length in front (u32). The canonical event
 * encoding and JSON text are built on this.
 */
#ifndef TRADE_CORE_BUFFER_H
#define TRADE_CORE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/decimal.h>
#include <trade/id.h>
#include <trade/status.h>

/* ---- writing --------------------------------------------------------------------------------- */

/* Read `bytes`, `size` and `status`; change them only through the functions. Confined. */
typedef struct tr__buffer {
    const tr_allocator *allocator;
    unsigned char *bytes; /* NULL before the first append */
    size_t size;          /* bytes in use */
    size_t capacity;
    size_t size_max;
    tr_status status; /* the first failure: TR_E_FULL or TR_E_NO_MEMORY; TR_OK until then */
} tr__buffer;

/* Nothing is allocated yet. `size_max` < SIZE_MAX; the allocator outlives the buffer, NULL for the default. */
void tr__buffer_init(tr__buffer *buffer, size_t size_max, const tr_allocator *allocator);

/* Release the bytes; NULL is accepted. The buffer may be initialised again. */
void tr__buffer_done(tr__buffer *buffer);

/* Empty it, forget the failure, keep the memory. */
void tr__buffer_clear(tr__buffer *buffer);

/* Go back to an earlier `size`; the failure stays. */
void tr__buffer_truncate(tr__buffer *buffer, size_t size);

/* Make room for `extra` more bytes, so that appending them cannot fail. */
tr_status tr__buffer_reserve(tr__buffer *buffer, size_t extra);

/*
 * Each appends all or nothing and returns `status`. After a failure nothing is appended any more.
 * What is appended must not lie in the buffer itself.
 */
tr_status tr__buffer_append(tr__buffer *buffer, const void *bytes, size_t size);
tr_status tr__buffer_append_text(tr__buffer *buffer, const char *text);
tr_status tr__buffer_append_format(tr__buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
tr_status tr__buffer_append_format_list(tr__buffer *buffer, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
tr_status tr__buffer_append_u8(tr__buffer *buffer, uint8_t value);
tr_status tr__buffer_append_u16(tr__buffer *buffer, uint16_t value);
tr_status tr__buffer_append_u32(tr__buffer *buffer, uint32_t value);
tr_status tr__buffer_append_u64(tr__buffer *buffer, uint64_t value);
tr_status tr__buffer_append_i64(tr__buffer *buffer, int64_t value);        /* two's complement */
tr_status tr__buffer_append_decimal(tr__buffer *buffer, tr_decimal value); /* lo, hi: 16 bytes */
tr_status tr__buffer_append_id(tr__buffer *buffer, tr_id id);              /* 16 bytes */

/* u32 length, then the bytes. A length beyond 32 bits is TR_E_FULL. */
tr_status tr__buffer_append_string(tr__buffer *buffer, const void *bytes, size_t size);

/*
 * The content with an end mark behind it (which `size` does not count), borrowed until the next change.
 * An empty text after a failure: half a text must not pass for a whole one.
 */
const char *tr__buffer_text(tr__buffer *buffer);

/*
 * Hand the bytes over: the caller releases them through the allocator. The buffer is empty afterwards.
 * The end mark of tr__buffer_text is there too. NULL after a failure.
 */
unsigned char *tr__buffer_take(tr__buffer *buffer, size_t *size_out);

/* ---- reading --------------------------------------------------------------------------------- */

/* Borrows its bytes. Plain data; confined. */
typedef struct tr__reader {
    const unsigned char *at;
    const unsigned char *end;
    bool is_failed; /* something was read beyond the end: every later read gives zero */
} tr__reader;

void tr__reader_init(tr__reader *reader, const void *bytes, size_t size);

/* Zero after a failure. */
uint8_t tr__reader_take_u8(tr__reader *reader);
uint16_t tr__reader_take_u16(tr__reader *reader);
uint32_t tr__reader_take_u32(tr__reader *reader);
uint64_t tr__reader_take_u64(tr__reader *reader);
int64_t tr__reader_take_i64(tr__reader *reader);
tr_decimal tr__reader_take_decimal(tr__reader *reader);
tr_id tr__reader_take_id(tr__reader *reader);

/* `size` bytes, borrowed; NULL after a failure. */
const unsigned char *tr__reader_take(tr__reader *reader, size_t size);

/* A string with its length in front; borrowed, without an end mark. NULL and length 0 after a failure. */
const char *tr__reader_take_string(tr__reader *reader, size_t *length_out);

/* Copy a string and add an end mark. A failure when `buffer` is too small, or the string holds a NUL. */
void tr__reader_copy_string(tr__reader *reader, char *buffer, size_t size);

size_t tr__reader_left(const tr__reader *reader);

/* For what the reader cannot see: a value out of range, say. */
void tr__reader_fail(tr__reader *reader);

/* TR_OK when nothing failed and nothing is left over; TR_E_PARSE otherwise. */
tr_status tr__reader_finish(const tr__reader *reader);

#endif
