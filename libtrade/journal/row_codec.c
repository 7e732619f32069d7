/* row_codec.c: one loop over the description writes any row, another reads it. */
#include "journal/row_codec.h"

#include <assert.h>
#include <string.h>

int64_t tr__row_integer(const tr_column_def *column, const void *row)
{
    const unsigned char *at = (const unsigned char *)row + column->offset;
    if (column->size == sizeof(int64_t)) {
        int64_t value;
        memcpy(&value, at, sizeof value);
        return value;
    }
    if (column->size == sizeof(int32_t)) {
        int32_t value;
        memcpy(&value, at, sizeof value);
        return value;
    }
    assert(column->size == sizeof(bool));
    return *at != 0;
}

void tr__row_set_integer(const tr_column_def *column, void *row, int64_t value)
{
    unsigned char *at = (unsigned char *)row + column->offset;
    if (column->size == sizeof value) {
        memcpy(at, &value, sizeof value);
    } else if (column->size == sizeof(int32_t)) {
        int32_t narrow = (int32_t)value;
        memcpy(at, &narrow, sizeof narrow);
    } else {
        assert(column->size == sizeof(bool));
        bool flag = value != 0;
        memcpy(at, &flag, sizeof flag);
    }
}

const uint8_t *tr__row_bytes(const tr_column_def *column, const void *row, size_t *size_out)
{
    const uint8_t *bytes;
    const unsigned char *at = (const unsigned char *)row + column->offset;
    memcpy(&bytes, at, sizeof bytes);
    memcpy(size_out, at + sizeof bytes, sizeof *size_out);
    return bytes;
}

void tr__row_set_bytes(const tr_column_def *column, void *row, const uint8_t *bytes, size_t size)
{
    unsigned char *at = (unsigned char *)row + column->offset;
    memcpy(at, &bytes, sizeof bytes);
    memcpy(at + sizeof bytes, &size, sizeof size);
}

const tr_column_def *tr__row_column(const tr_table_def *def, const char *name)
{
    for (size_t i = 0; i < def->column_count; i++)
        if (strcmp(def->columns[i].name, name) == 0)
            return &def->columns[i];
    return NULL;
}

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
    case TR_COLUMN_INTEGER: (void)tr__buffer_append_i64(out, tr__row_integer(column, row)); return;
    case TR_COLUMN_DECIMAL: {
        tr_decimal value;
        memcpy(&value, at, sizeof value);
        (void)tr__buffer_append_decimal(out, value);
        return;
    }
    case TR_COLUMN_ID:
    case TR_COLUMN_HASH: (void)tr__buffer_append(out, at, column->size); return;
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
    case TR_COLUMN_INTEGER: tr__row_set_integer(column, row, tr__reader_take_i64(reader)); return;
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

void tr__row_decode(const tr_table_def *def, tr__reader *reader, void *row_out)
{
    memset(row_out, 0, def->row_size);
    size_t count = tr__reader_take_u16(reader);
    if (count > def->column_count)
        tr__reader_fail(reader);
    for (size_t i = 0; i < count && !reader->is_failed; i++)
        decode_column(&def->columns[i], reader, row_out);
}
