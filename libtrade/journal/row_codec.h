/*
 * row_codec.h: a row as canonical bytes, from its table's description.
 *
 * Layout, little-endian: u16 number of columns, then each column in the order of the description: text as
 * u16 length and bytes; integers as i64; decimals, ids and hashes as their 16, 16 and 32 bytes; byte columns
 * as u32 length and bytes; reals as the bits of the double. Columns are only ever appended to a description, so
 * that older bytes decode with the new columns zero. Frozen: events and snapshots hold these bytes.
 */
#ifndef TRADE_ROW_CODEC_H
#define TRADE_ROW_CODEC_H

#include <trade/store.h>

#include "core/buffer.h"

/* Append one row. */
tr_status tr__row_encode(const tr_table_def *def, const void *row, tr__buffer *out);

/* Read one row into `row_out` (def->row_size bytes). Byte columns point into the reader's bytes. A fault
   fails the reader. */
void tr__row_decode(const tr_table_def *def, tr__reader *reader, void *row_out);

/* Integer members are bool, 32 or 64 bits wide; read and write either by description. */
int64_t tr__row_integer(const tr_column_def *column, const void *row);
void tr__row_set_integer(const tr_column_def *column, void *row, int64_t value);

/* The bytes of a byte column. */
const uint8_t *tr__row_bytes(const tr_column_def *column, const void *row, size_t *size_out);
void tr__row_set_bytes(const tr_column_def *column, void *row, const uint8_t *bytes, size_t size);

/* The description of a column by its name; NULL when the table has none. */
const tr_column_def *tr__row_column(const tr_table_def *def, const char *name);

#endif
