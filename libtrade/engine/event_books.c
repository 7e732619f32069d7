/* event_books.c: see event_books.h. */
#include "engine/event_books.h"

#include <string.h>

static void append_text(tr__buffer *out, const char *text)
{
    (void)tr__buffer_append_string(out, text, strlen(text)); /* the buffer keeps its failure */
}

tr_status tr__event_encode_difference(const tr_difference *difference, tr__buffer *out)
{
    (void)tr__buffer_append_u8(out, (uint8_t)difference->kind);
    (void)tr__buffer_append_u8(out, (uint8_t)difference->action);
    append_text(out, difference->symbol);
    append_text(out, difference->asset);
    append_text(out, difference->client_id);
    append_text(out, difference->exchange_id);
    (void)tr__buffer_append_decimal(out, difference->ours);
    (void)tr__buffer_append_decimal(out, difference->theirs);
    append_text(out, difference->reason);
    return out->status;
}

void tr__event_take_difference(tr__reader *reader, tr_difference *out)
{
    out->kind = (tr_difference_kind)tr__reader_take_u8(reader);
    out->action = (tr_reconcile_action)tr__reader_take_u8(reader);
    tr__reader_copy_string(reader, out->symbol, sizeof out->symbol);
    tr__reader_copy_string(reader, out->asset, sizeof out->asset);
    tr__reader_copy_string(reader, out->client_id, sizeof out->client_id);
    tr__reader_copy_string(reader, out->exchange_id, sizeof out->exchange_id);
    out->ours = tr__reader_take_decimal(reader);
    out->theirs = tr__reader_take_decimal(reader);
    tr__reader_copy_string(reader, out->reason, sizeof out->reason);
    if (tr_difference_kind_name(out->kind) == NULL || tr_reconcile_action_name(out->action) == NULL)
        tr__reader_fail(reader);
}

/* The count of books stands in front, so that one more can be told later. */
tr_status tr__event_encode_close(const ledger_close *close, tr__buffer *out)
{
    append_text(out, close->sums.asset);
    (void)tr__buffer_append_i64(out, close->day_ns);
    (void)tr__buffer_append_i64(out, close->through_seq);
    (void)tr__buffer_append_i64(out, close->sums.lines);
    (void)tr__buffer_append_u8(out, TR_LEDGER_BOOK_MAX);
    for (int book = 1; book <= TR_LEDGER_BOOK_MAX; book++)
        (void)tr__buffer_append_decimal(out, close->sums.books[book].value);
    (void)tr__buffer_append_decimal(out, close->sums.total.value);
    (void)tr__buffer_append_decimal(out, close->balance.value);
    return out->status;
}

void tr__event_take_close(tr__reader *reader, ledger_close *out)
{
    tr__reader_copy_string(reader, out->sums.asset, sizeof out->sums.asset);
    out->day_ns = tr__reader_take_i64(reader);
    out->through_seq = tr__reader_take_i64(reader);
    out->sums.lines = tr__reader_take_i64(reader);
    uint8_t count = tr__reader_take_u8(reader);
    if (count < 1 || count > TR_LEDGER_BOOK_MAX)
        tr__reader_fail(reader);
    for (uint8_t book = 1; book <= count && !reader->is_failed; book++)
        out->sums.books[book].value = tr__reader_take_decimal(reader);
    out->sums.total.value = tr__reader_take_decimal(reader);
    out->balance.value = tr__reader_take_decimal(reader);
}

bool tr__ledger_close_is_sound(const ledger_close *close)
{
    return tr_decimal_is_zero(close->sums.total.value) &&
           tr_decimal_compare(close->sums.books[TR_LEDGER_CASH].value, close->balance.value) == 0;
}
