/* buffer.c: growing bytes and a bounded reader. */
#include "core/buffer.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/alloc.h"

#define CAPACITY_FIRST 64

/* ---- writing --------------------------------------------------------------------------------- */

void tr__buffer_init(tr__buffer *buffer, size_t size_max, const tr_allocator *allocator)
{
    assert(buffer != NULL && size_max < SIZE_MAX);
    *buffer = (tr__buffer){ .allocator = allocator, .size_max = size_max };
}

void tr__buffer_done(tr__buffer *buffer)
{
    if (buffer == NULL)
        return;
    tr__release(buffer->allocator, buffer->bytes);
    tr__buffer_init(buffer, buffer->size_max, buffer->allocator);
}

void tr__buffer_clear(tr__buffer *buffer)
{
    buffer->size = 0;
    buffer->status = TR_OK;
}

void tr__buffer_truncate(tr__buffer *buffer, size_t size)
{
    assert(size <= buffer->size);
    buffer->size = size;
}

static tr_status keep_failure(tr__buffer *buffer, tr_status status)
{
    buffer->status = status;
    return status;
}

tr_status tr__buffer_reserve(tr__buffer *buffer, size_t extra)
{
    assert(buffer->size <= buffer->size_max);
    if (buffer->status != TR_OK)
        return buffer->status;
    if (extra > buffer->size_max - buffer->size)
        return keep_failure(buffer, TR_E_FULL);
    size_t needed = buffer->size + extra + 1; /* one more for an end mark */
    if (needed <= buffer->capacity)
        return TR_OK;
    /* Doubled, so that n appends cost O(n); never beyond the maximum. */
    size_t capacity = buffer->capacity > 0 ? buffer->capacity : CAPACITY_FIRST;
    while (capacity < needed)
        capacity = capacity > SIZE_MAX / 2 ? SIZE_MAX : capacity * 2;
    if (capacity > buffer->size_max + 1)
        capacity = buffer->size_max + 1;
    unsigned char *bytes = buffer->bytes == NULL ? tr__allocate(buffer->allocator, capacity)
                                                 : tr__reallocate(buffer->allocator, buffer->bytes,
                                                                  buffer->capacity, capacity);
    if (bytes == NULL)
        return keep_failure(buffer, TR_E_NO_MEMORY);
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return TR_OK;
}

tr_status tr__buffer_append(tr__buffer *buffer, const void *bytes, size_t size)
{
    if (tr__buffer_reserve(buffer, size) != TR_OK)
        return buffer->status;
    if (size > 0)
        memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    return TR_OK;
}

tr_status tr__buffer_append_text(tr__buffer *buffer, const char *text)
{
    return tr__buffer_append(buffer, text, strlen(text));
}

tr_status tr__buffer_append_format_list(tr__buffer *buffer, const char *format, va_list args)
{
    if (tr__buffer_reserve(buffer, 0) != TR_OK)
        return buffer->status;
    va_list again;
    va_copy(again, args);
    size_t room = buffer->capacity - buffer->size;
    int length = vsnprintf((char *)buffer->bytes + buffer->size, room, format, args);
    assert(length >= 0); /* our own formats have no encoding errors */
    if ((size_t)length >= room && tr__buffer_reserve(buffer, (size_t)length) == TR_OK)
        (void)vsnprintf((char *)buffer->bytes + buffer->size, (size_t)length + 1, format, again);
    va_end(again);
    if (buffer->status == TR_OK)
        buffer->size += (size_t)length;
    return buffer->status;
}

tr_status tr__buffer_append_format(tr__buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    tr_status status = tr__buffer_append_format_list(buffer, format, args);
    va_end(args);
    return status;
}

/* Written out byte by byte, which compilers make one store of. */
static void put_u64(unsigned char *at, uint64_t value)
{
    at[0] = (unsigned char)value;
    at[1] = (unsigned char)(value >> 8);
    at[2] = (unsigned char)(value >> 16);
    at[3] = (unsigned char)(value >> 24);
    at[4] = (unsigned char)(value >> 32);
    at[5] = (unsigned char)(value >> 40);
    at[6] = (unsigned char)(value >> 48);
    at[7] = (unsigned char)(value >> 56);
}

static tr_status append_number(tr__buffer *buffer, uint64_t value, size_t size)
{
    unsigned char bytes[8];
    put_u64(bytes, value);
    return tr__buffer_append(buffer, bytes, size);
}

tr_status tr__buffer_append_u8(tr__buffer *buffer, uint8_t value)
{
    return append_number(buffer, value, 1);
}

tr_status tr__buffer_append_u16(tr__buffer *buffer, uint16_t value)
{
    return append_number(buffer, value, 2);
}

tr_status tr__buffer_append_u32(tr__buffer *buffer, uint32_t value)
{
    return append_number(buffer, value, 4);
}

tr_status tr__buffer_append_u64(tr__buffer *buffer, uint64_t value)
{
    if (tr__buffer_reserve(buffer, 8) != TR_OK)
        return buffer->status;
    put_u64(buffer->bytes + buffer->size, value);
    buffer->size += 8;
    return TR_OK;
}

tr_status tr__buffer_append_i64(tr__buffer *buffer, int64_t value)
{
    return tr__buffer_append_u64(buffer, (uint64_t)value);
}

tr_status tr__buffer_append_decimal(tr__buffer *buffer, tr_decimal value)
{
    if (tr__buffer_reserve(buffer, 16) != TR_OK)
        return buffer->status;
    put_u64(buffer->bytes + buffer->size, value.lo);
    put_u64(buffer->bytes + buffer->size + 8, (uint64_t)value.hi);
    buffer->size += 16;
    return TR_OK;
}

tr_status tr__buffer_append_id(tr__buffer *buffer, tr_id id)
{
    return tr__buffer_append(buffer, id.bytes, sizeof id.bytes);
}

tr_status tr__buffer_append_string(tr__buffer *buffer, const void *bytes, size_t size)
{
    if (buffer->status == TR_OK && size > UINT32_MAX)
        return keep_failure(buffer, TR_E_FULL);
    if (tr__buffer_reserve(buffer, size + 4) != TR_OK)
        return buffer->status;
    (void)append_number(buffer, size, 4); /* the room is there */
    return tr__buffer_append(buffer, bytes, size);
}

const char *tr__buffer_text(tr__buffer *buffer)
{
    if (buffer->status != TR_OK || buffer->bytes == NULL)
        return "";
    buffer->bytes[buffer->size] = '\0';
    return (const char *)buffer->bytes;
}

unsigned char *tr__buffer_take(tr__buffer *buffer, size_t *size_out)
{
    if (tr__buffer_reserve(buffer, 0) != TR_OK)
        return NULL;
    unsigned char *bytes = buffer->bytes;
    bytes[buffer->size] = '\0';
    *size_out = buffer->size;
    tr__buffer_init(buffer, buffer->size_max, buffer->allocator);
    return bytes;
}

/* ---- reading --------------------------------------------------------------------------------- */

void tr__reader_init(tr__reader *reader, const void *bytes, size_t size)
{
    static const unsigned char nothing[1];
    assert(reader != NULL && (bytes != NULL || size == 0));
    reader->at = bytes != NULL ? bytes : nothing;
    reader->end = reader->at + size;
    reader->is_failed = false;
}

size_t tr__reader_left(const tr__reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

void tr__reader_fail(tr__reader *reader)
{
    reader->is_failed = true;
}

const unsigned char *tr__reader_take(tr__reader *reader, size_t size)
{
    if (reader->is_failed || size > tr__reader_left(reader)) {
        reader->is_failed = true;
        return NULL;
    }
    const unsigned char *bytes = reader->at;
    reader->at += size;
    return bytes;
}

static uint64_t take_number(tr__reader *reader, size_t size)
{
    const unsigned char *bytes = tr__reader_take(reader, size);
    uint64_t value = 0;
    if (bytes == NULL)
        return 0;
    for (size_t at = 0; at < size; at++)
        value |= (uint64_t)bytes[at] << (8 * at);
    return value;
}

uint8_t tr__reader_take_u8(tr__reader *reader)
{
    return (uint8_t)take_number(reader, 1);
}

uint16_t tr__reader_take_u16(tr__reader *reader)
{
    return (uint16_t)take_number(reader, 2);
}

uint32_t tr__reader_take_u32(tr__reader *reader)
{
    return (uint32_t)take_number(reader, 4);
}

uint64_t tr__reader_take_u64(tr__reader *reader)
{
    return take_number(reader, 8);
}

int64_t tr__reader_take_i64(tr__reader *reader)
{
    return (int64_t)take_number(reader, 8);
}

tr_decimal tr__reader_take_decimal(tr__reader *reader)
{
    uint64_t lo = take_number(reader, 8);
    uint64_t hi = take_number(reader, 8);
    if (reader->is_failed)
        return (tr_decimal){ 0 }; /* never half a number */
    return (tr_decimal){ .lo = lo, .hi = (int64_t)hi };
}

tr_id tr__reader_take_id(tr__reader *reader)
{
    tr_id id = { 0 };
    const unsigned char *bytes = tr__reader_take(reader, sizeof id.bytes);
    if (bytes != NULL)
        memcpy(id.bytes, bytes, sizeof id.bytes);
    return id;
}

const char *tr__reader_take_string(tr__reader *reader, size_t *length_out)
{
    uint32_t length = tr__reader_take_u32(reader);
    const unsigned char *bytes = tr__reader_take(reader, length);
    *length_out = bytes != NULL ? length : 0;
    return (const char *)bytes;
}

void tr__reader_copy_string(tr__reader *reader, char *buffer, size_t size)
{
    size_t length;
    assert(size > 0);
    const char *text = tr__reader_take_string(reader, &length);
    buffer[0] = '\0';
    if (text == NULL)
        return;
    if (length >= size || memchr(text, '\0', length) != NULL) {
        reader->is_failed = true;
        return;
    }
    memcpy(buffer, text, length);
    buffer[length] = '\0';
}

tr_status tr__reader_finish(const tr__reader *reader)
{
    return reader->is_failed || reader->at != reader->end ? TR_E_PARSE : TR_OK;
}
