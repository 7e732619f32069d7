/*
 * code.c: a command as bytes. The table below is the form of stored commands: a new field of tr_book_command is
 * a new row at its end, and nothing else.
 */
#include "book/stored.h"
#include "core/fail.h"

#include <assert.h>

static const field command_rows[] = {
    FIELD_ROW(tr_book_command, kind, FIELD_U8),
    FIELD_ROW(tr_book_command, side, FIELD_U8),
    FIELD_ROW(tr_book_command, type, FIELD_U8),
    FIELD_ROW(tr_book_command, tif, FIELD_U8),
    FIELD_ROW(tr_book_command, stp, FIELD_U8),
    FIELD_ROW(tr_book_command, given, FIELD_U8),
    FIELD_ROW(tr_book_command, is_post_only, FIELD_BOOL),
    FIELD_ROW(tr_book_command, id, FIELD_I64),
    FIELD_ROW(tr_book_command, quantity, FIELD_I64),
    FIELD_ROW(tr_book_command, price, FIELD_I64),
    FIELD_ROW(tr_book_command, stop, FIELD_I64),
    FIELD_ROW(tr_book_command, display, FIELD_I64),
    FIELD_ROW(tr_book_command, expire, FIELD_I64), /* and `at`, which shares its place */
    FIELD_ROW(tr_book_command, owner, FIELD_I64),
};

const field_table tr__command_fields = FIELD_TABLE(command_rows);

static_assert(FIELDS_SIZE_MAX(sizeof command_rows / sizeof command_rows[0]) <=
                  TR_BOOK_COMMAND_SIZE_MAX,
              "TR_BOOK_COMMAND_SIZE_MAX holds every command");

size_t tr_book_command_encode(const tr_book_command *command, void *out)
{
    if (command == NULL || out == NULL)
        return 0;
    unsigned char *bytes = out;
    return (size_t)(tr__fields_put(&tr__command_fields, command, bytes) - bytes);
}

tr_status tr_book_command_decode(const void *bytes, size_t size, size_t *used_out,
                                 tr_book_command *out, tr_error *err)
{
    if (bytes == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "bytes and command must be given");
    const unsigned char *start = bytes;
    bytes_in from = { .at = start, .end = start + size, .status = TR_OK };
    tr_book_command made = { 0 };
    tr__fields_take(&tr__command_fields, &from, &made);
    if (from.status == TR_E_NEWER_SCHEMA)
        return tr__fail(err, from.status, 0, "the command has a field of a newer version");
    if (from.status != TR_OK)
        return tr__fail(err, from.status, 0, "%zu bytes are no command", size);
    if (used_out != NULL)
        *used_out = (size_t)(from.at - start);
    *out = made;
    return TR_OK;
}
