/*
 * row_codec.h: a row as canonical bytes, from its table's description.
 *
 * Layout, little-endian: u16 number of columns, then each column in the order of the description: text as
 * u16 length and bytes; integers as i64; decimals, ids and hashes as their 16, 16 and 32 bytes; byte columns
 * as u32 length and bytes; reals as the bits of the double. Columns are only ever appended to a description, so
 * that older bytes decode with the new columns zero. Frozen: events and snapshots hold these bytes.
 *
 * The short form, of events since migration 0011: u16 number of columns with the highest bit set, one bit for each column (lowest bit
 * of the first byte first) that is 1 where the column is not zero, and then those columns alone, as above. An order has
 * more than fifty columns, of which some fifteen are set: it is a third as long. Either form is read wherever a row is.
 *
 * A snapshot's state is u16 TR__STATE_VERSION, then for each of extreme, order, fill, position, balance, risk, block and
 * block_condition: u16 tr_table, u64 number of rows, the rows. Pruning writes it, verify starts its fold from it; older
 * snapshots lack the tables that came later.
 */
#ifndef TRADE_ROW_CODEC_H
#define TRADE_ROW_CODEC_H

#include <stdbool.h>

#include <trade/store.h>

#include "core/buffer.h"
#include "journal/row.h"

#define TR__STATE_VERSION 1

/* Append one row. */
tr_status tr__row_encode(const tr_table_def *def, const void *row, tr__buffer *out);

/* The same in the short form. */
tr_status tr__row_encode_short(const tr_table_def *def, const void *row, tr__buffer *out);

/* Read one row, in either form, into `row_out` (def->row_size bytes). Byte columns point into the reader's bytes. A fault
   fails the reader. */
void tr__row_decode(const tr_table_def *def, tr__reader *reader, void *row_out);

/* Equal in every column; what lies behind the end of a text does not count. */
bool tr__row_equal(const tr_table_def *def, const void *a, const void *b);

#endif
