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
    FIELD_ROW(tr_book_command, expire, FIELD_I64), /* and `at` and `phase`, which share its place */
    FIELD_ROW(tr_book_command, owner, FIELD_I64),
    FIELD_ROW(tr_book_command, flags, FIELD_U8),
};

/* Behind a command that says so: 0 for nothing, or 1 and these. */
static const field special_rows[] = {
    FIELD_ROW(tr_book_special, display, FIELD_I64),
    FIELD_ROW(tr_book_special, quantity_min, FIELD_I64),
    FIELD_ROW(tr_book_special, trail, FIELD_I64),
    FIELD_ROW(tr_book_special, trail_bps, FIELD_I64),
    FIELD_ROW(tr_book_special, partner, FIELD_I64),
    FIELD_ROW(tr_book_special, target_id, FIELD_I64),
    FIELD_ROW(tr_book_special, target_price, FIELD_I64),
    FIELD_ROW(tr_book_special, stop_id, FIELD_I64),
    FIELD_ROW(tr_book_special, stop_price, FIELD_I64),
    FIELD_ROW(tr_book_special, stop_limit, FIELD_I64),
};

static const field_table command_fields = FIELD_TABLE(command_rows);
static const field_table special_fields = FIELD_TABLE(special_rows);

static_assert(FIELDS_SIZE_MAX(sizeof command_rows / sizeof command_rows[0]) + 1 +
                      FIELDS_SIZE_MAX(sizeof special_rows / sizeof special_rows[0]) <=
                  TR_BOOK_COMMAND_SIZE_MAX,
              "TR_BOOK_COMMAND_SIZE_MAX holds every command");

unsigned char *tr__command_put(const tr_book_command *command, unsigned char *at)
{
    if ((command->given & TR_BOOK_GIVEN_SPECIAL) == 0)
        return tr__fields_put(&command_fields, command, at);
    tr_book_command plain = *command;
    plain.display = 0;
    at = tr__fields_put(&command_fields, &plain, at);
    at = tr__varint_put(at, command->special != NULL);
    return command->special != NULL ? tr__fields_put(&special_fields, command->special, at) : at;
}

void tr__command_take(bytes_in *from, tr_book_command *command, tr_book_special *special)
{
    tr__fields_take(&command_fields, from, command);
    if ((command->given & TR_BOOK_GIVEN_SPECIAL) == 0)
        return;
    uint64_t has_special = tr__varint_take(from);
    if (command->display != 0 || has_special > 1)
        from->status = from->status == TR_OK ? TR_E_CORRUPT : from->status;
    command->special = has_special == 1 ? special : NULL;
    if (has_special == 1)
        tr__fields_take(&special_fields, from, special);
}

size_t tr_book_command_encode(const tr_book_command *command, void *out)
{
    if (command == NULL || out == NULL)
        return 0;
    unsigned char *bytes = out;
    return (size_t)(tr__command_put(command, bytes) - bytes);
}

tr_status tr_book_command_decode(const void *bytes, size_t size, size_t *used_out,
                                 tr_book_command *out, tr_book_special *special_out, tr_error *err)
{
    if (bytes == NULL || out == NULL || special_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "bytes, command and special must be given");
    const unsigned char *start = bytes;
    bytes_in from = { .at = start, .end = start + size, .status = TR_OK };
    tr_book_command made = { 0 };
    tr_book_special special = { 0 };
    tr__command_take(&from, &made, &special);
    if (from.status == TR_E_NEWER_SCHEMA)
        return tr__fail(err, from.status, 0, "the command has a field of a newer version");
    if (from.status != TR_OK)
        return tr__fail(err, from.status, 0, "%zu bytes are no command", size);
    if (used_out != NULL)
        *used_out = (size_t)(from.at - start);
    if ((made.given & TR_BOOK_GIVEN_SPECIAL) != 0 && made.special != NULL) {
        *special_out = special;
        made.special = special_out;
    }
    *out = made;
    return TR_OK;
}
