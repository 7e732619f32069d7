/*
 * field.h: a struct's fields as a table, and from that one table the bytes that they are stored as.
 *
 * Stored are a mask of the fields that are not zero and their values, lowest bit first, each as a varint: seven
 * bits a byte, the low ones first, the high bit saying that more follow; signed numbers zigzag (0, -1, 1, -2, ...).
 * There is one way to write a value: longer forms are refused when read. A field that older bytes do not have
 * is zero in them; one that younger bytes have and this table has not is refused, not lost.
 */
#ifndef TRADE_BOOK_FIELD_H
#define TRADE_BOOK_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/status.h>

#define FIELD_COUNT_MAX 64 /* the mask is 64 bits */
#define VARINT_SIZE_MAX 10

typedef enum field_kind {
    FIELD_U8,
    FIELD_BOOL,
    FIELD_U16,
    FIELD_U32,
    FIELD_U64,
    FIELD_I64
} field_kind;

/* A row is never moved or taken away: its place in the table is its bit in stored bytes. */
typedef struct field {
    const char *name;
    size_t offset;
    field_kind kind;
} field;

typedef struct field_table {
    const field *fields;
    size_t count;
} field_table;

#define FIELD_ROW(type, member, kind)                                                              \
    {                                                                                              \
#member, offsetof(type, member), kind                                                      \
    }
#define FIELD_TABLE(rows)                                                                          \
    {                                                                                              \
        (rows), sizeof(rows) / sizeof((rows)[0])                                                   \
    }

/* Bytes that a table's fields never exceed. */
#define FIELDS_SIZE_MAX(count) (VARINT_SIZE_MAX * ((size_t)(count) + 1))

/* Where bytes are read from. After a failure everything reads as zero. */
typedef struct bytes_in {
    const unsigned char *at;
    const unsigned char *end;
    tr_status status; /* TR_E_CORRUPT, or TR_E_NEWER_SCHEMA for a field that is not known */
} bytes_in;

unsigned char *tr__varint_put(unsigned char *at, uint64_t value);
uint64_t tr__varint_take(bytes_in *from);

/* Write the fields of `object`, at most FIELDS_SIZE_MAX bytes. @return the byte behind them */
unsigned char *tr__fields_put(const field_table *table, const void *object, unsigned char *at);

/* Set the fields of `object`, which the caller has zeroed. A failure is kept in from->status. */
void tr__fields_take(const field_table *table, bytes_in *from, void *object);

static inline uint64_t zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static inline int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

#endif
