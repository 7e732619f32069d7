/* row_codec.c: one loop over the description writes any row, another reads it. */
#include "journal/row_codec.h"

#include <assert.h>
#include <string.h>

#define IS_SHORT    0x8000u
#define COLUMNS_MAX 128

static void encode_column(const tr_column_def *column, const void *row, tr__buffer *out)
{
    const unsigned char *at = (const unsigned char *)row + column->offset;
    switch (column->type) {
    case TR_COLUMN_TEXT: {
        size_t length = strnlen((const char *)at, column->size);
        assert(length < column->size && length <= UINT16_MAX);
        (void)tr__buffer_append_u16(out, (uint16_t)length); /* the buffer keeps its failure */
        (void)tr__buffer_append(out, at, length);
        return;
    }
    case TR_COLUMN_INTEGER:
        (void)tr__buffer_append_i64(out, tr__row_integer(column, row));
        return;
    case TR_COLUMN_DECIMAL: {
        tr_decimal value;
        memcpy(&value, at, sizeof value);
        (void)tr__buffer_append_decimal(out, value);
        return;
    }
    case TR_COLUMN_ID:
    case TR_COLUMN_HASH:
        (void)tr__buffer_append(out, at, column->size);
        return;
    case TR_COLUMN_BYTES: {
        size_t size;
        const uint8_t *bytes = tr__row_bytes(column, row, &size);
        (void)tr__buffer_append_string(out, bytes, size);
        return;
    }
    case TR_COLUMN_REAL: {
        uint64_t bits;
        memcpy(&bits, at, sizeof bits);
        (void)tr__buffer_append_u64(out, bits);
        return;
    }
    }
}

tr_status tr__row_encode(const tr_table_def *def, const void *row, tr__buffer *out)
{
    (void)tr__buffer_append_u16(out, (uint16_t)def->column_count);
    for (size_t i = 0; i < def->column_count; i++)
        encode_column(&def->columns[i], row, out);
    return out->status;
}

static bool is_zero(const tr_column_def *column, const void *row)
{
    static const unsigned char zeros[TR_HASH_SIZE];
    const unsigned char *at = (const unsigned char *)row + column->offset;
    size_t size;
    switch (column->type) {
    case TR_COLUMN_TEXT:
        return at[0] == '\0';
    case TR_COLUMN_BYTES:
        (void)tr__row_bytes(column, row, &size);
        return size == 0;
    case TR_COLUMN_INTEGER:
    case TR_COLUMN_DECIMAL:
    case TR_COLUMN_ID:
    case TR_COLUMN_HASH:
    case TR_COLUMN_REAL:
        break;
    }
    assert(column->size <= sizeof zeros);
    return memcmp(at, zeros, column->size) == 0;
}

tr_status tr__row_encode_short(const tr_table_def *def, const void *row, tr__buffer *out)
{
    unsigned char marks[COLUMNS_MAX / 8] = { 0 };
    assert(def->column_count <= COLUMNS_MAX);
    for (size_t i = 0; i < def->column_count; i++)
        if (!is_zero(&def->columns[i], row))
            marks[i / 8] |= (unsigned char)(1u << (i % 8));
    (void)tr__buffer_append_u16(
        out, (uint16_t)(IS_SHORT | def->column_count)); /* the buffer keeps its failure */
    (void)tr__buffer_append(out, marks, (def->column_count + 7) / 8);
    for (size_t i = 0; i < def->column_count; i++)
        if ((marks[i / 8] >> (i % 8) & 1) != 0)
            encode_column(&def->columns[i], row, out);
    return out->status;
}

static void decode_column(const tr_column_def *column, tr__reader *reader, void *row)
{
    unsigned char *at = (unsigned char *)row + column->offset;
    switch (column->type) {
    case TR_COLUMN_TEXT: {
        size_t length = tr__reader_take_u16(reader);
        const unsigned char *text = tr__reader_take(reader, length);
        if (text == NULL || length >= column->size)
            tr__reader_fail(reader);
        else
            memcpy(at, text, length);
        return;
    }
    case TR_COLUMN_INTEGER:
        if (!tr__row_set_integer(column, row, tr__reader_take_i64(reader)))
            tr__reader_fail(reader);
        return;
    case TR_COLUMN_DECIMAL: {
        tr_decimal value = tr__reader_take_decimal(reader);
        memcpy(at, &value, sizeof value);
        return;
    }
    case TR_COLUMN_ID:
    case TR_COLUMN_HASH: {
        const unsigned char *bytes = tr__reader_take(reader, column->size);
        if (bytes != NULL)
            memcpy(at, bytes, column->size);
        return;
    }
    case TR_COLUMN_BYTES: {
        size_t size = 0;
        const char *bytes = tr__reader_take_string(reader, &size);
        tr__row_set_bytes(column, row, (const uint8_t *)bytes, size);
        return;
    }
    case TR_COLUMN_REAL: {
        uint64_t bits = tr__reader_take_u64(reader);
        memcpy(at, &bits, sizeof bits);
        return;
    }
    }
}

/* A row has one short form: no mark behind its columns, none for a column that is zero. */
static void decode_short(const tr_table_def *def, size_t count, tr__reader *reader, void *row_out)
{
    const unsigned char *marks = tr__reader_take(reader, (count + 7) / 8);
    for (size_t i = 0; i < (count + 7) / 8 * 8 && !reader->is_failed; i++) {
        if ((marks[i / 8] >> (i % 8) & 1) == 0)
            continue;
        if (i >= count) {
            tr__reader_fail(reader);
            return;
        }
        decode_column(&def->columns[i], reader, row_out);
        if (is_zero(&def->columns[i], row_out))
            tr__reader_fail(reader);
    }
}

void tr__row_decode(const tr_table_def *def, tr__reader *reader, void *row_out)
{
    memset(row_out, 0, def->row_size);
    size_t count = tr__reader_take_u16(reader);
    bool is_short = (count & IS_SHORT) != 0;
    count &= ~(size_t)IS_SHORT;
    if (count > def->column_count)
        tr__reader_fail(reader);
    else if (is_short)
        decode_short(def, count, reader, row_out);
    for (size_t i = 0; i < count && !is_short && !reader->is_failed; i++)
        decode_column(&def->columns[i], reader, row_out);
}

static bool column_equal(const tr_column_def *column, const void *a, const void *b)
{
    const unsigned char *at_a = (const unsigned char *)a + column->offset;
    const unsigned char *at_b = (const unsigned char *)b + column->offset;
    if (column->type == TR_COLUMN_TEXT)
        return strncmp((const char *)at_a, (const char *)at_b, column->size) == 0;
    if (column->type != TR_COLUMN_BYTES)
        return memcmp(at_a, at_b, column->size) == 0;
    size_t size_a, size_b;
    const uint8_t *bytes_a = tr__row_bytes(column, a, &size_a);
    const uint8_t *bytes_b = tr__row_bytes(column, b, &size_b);
    return size_a == size_b && (size_a == 0 || memcmp(bytes_a, bytes_b, size_a) == 0);
}

bool tr__row_equal(const tr_table_def *def, const void *a, const void *b)
{
    for (size_t i = 0; i < def->column_count; i++)
        if (!column_equal(&def->columns[i], a, b))
            return false;
    return true;
}
