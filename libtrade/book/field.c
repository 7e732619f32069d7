/* field.c: varints, and the fields of a struct one after the other. */
#include "book/field.h"

#include <assert.h>
#include <string.h>

unsigned char *tr__varint_put(unsigned char *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (unsigned char)(value | 0x80);
    *at++ = (unsigned char)value;
    return at;
}

static uint64_t fail(bytes_in *from, tr_status status)
{
    if (from->status == TR_OK)
        from->status = status;
    from->at = from->end;
    return 0;
}

uint64_t tr__varint_take(bytes_in *from)
{
    uint64_t value = 0;
    for (unsigned int shift = 0; from->at < from->end; shift += 7) {
        unsigned char byte = *from->at++;
        bool is_too_large = shift == 63 && byte > 1;
        bool is_too_long = byte == 0 && shift > 0;
        if (is_too_large || is_too_long)
            return fail(from, TR_E_CORRUPT);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return value;
    }
    return fail(from, TR_E_CORRUPT);
}

static uint64_t field_get(const field *of, const void *object)
{
    const unsigned char *at = (const unsigned char *)object + of->offset;
    uint16_t half;
    uint32_t word;
    uint64_t number;
    int64_t whole;
    switch (of->kind) {
    case FIELD_U8:
    case FIELD_BOOL:
        return *at;
    case FIELD_U16:
        memcpy(&half, at, sizeof half);
        return half;
    case FIELD_U32:
        memcpy(&word, at, sizeof word);
        return word;
    case FIELD_U64:
        memcpy(&number, at, sizeof number);
        return number;
    case FIELD_I64:
        memcpy(&whole, at, sizeof whole);
        return zigzag(whole);
    }
    return 0;
}

/* false: the number does not fit the field. */
static bool field_set(const field *of, void *object, uint64_t value)
{
    unsigned char *at = (unsigned char *)object + of->offset;
    uint16_t half = (uint16_t)value;
    uint32_t word = (uint32_t)value;
    int64_t whole = unzigzag(value);
    switch (of->kind) {
    case FIELD_U8:
    case FIELD_BOOL:
        *at = (unsigned char)value;
        return value <= (of->kind == FIELD_BOOL ? 1 : UINT8_MAX);
    case FIELD_U16:
        memcpy(at, &half, sizeof half);
        return value <= UINT16_MAX;
    case FIELD_U32:
        memcpy(at, &word, sizeof word);
        return value <= UINT32_MAX;
    case FIELD_U64:
        memcpy(at, &value, sizeof value);
        return true;
    case FIELD_I64:
        memcpy(at, &whole, sizeof whole);
        return true;
    }
    return false;
}

unsigned char *tr__fields_put(const field_table *table, const void *object, unsigned char *at)
{
    assert(table->count <= FIELD_COUNT_MAX);
    uint64_t mask = 0;
    for (size_t i = 0; i < table->count; i++)
        mask |= (uint64_t)(field_get(&table->fields[i], object) != 0) << i;
    at = tr__varint_put(at, mask);
    for (size_t i = 0; i < table->count; i++)
        if ((mask >> i & 1) != 0)
            at = tr__varint_put(at, field_get(&table->fields[i], object));
    return at;
}

void tr__fields_take(const field_table *table, bytes_in *from, void *object)
{
    uint64_t mask = tr__varint_take(from);
    if (table->count < FIELD_COUNT_MAX && mask >> table->count != 0) {
        fail(from, TR_E_NEWER_SCHEMA);
        return;
    }
    for (size_t i = 0; i < table->count; i++) {
        if ((mask >> i & 1) == 0)
            continue;
        uint64_t value = tr__varint_take(from);
        if (value == 0 || !field_set(&table->fields[i], object, value)) {
            fail(from, TR_E_CORRUPT);
            return;
        }
    }
}
