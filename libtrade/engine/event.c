/* event.c: payloads of events. Whole objects go through the row codec; moves are spelled out. */
#include "engine/event.h"

#include <string.h>

#include <trade/ledger.h>
#include <trade/risk.h>

#include "core/fail.h"
#include "journal/row_codec.h"

const char *tr__event_kind_name(int64_t kind)
{
    switch ((event_kind)kind) {
    case EVENT_ACCOUNT_OPENED: return "account_opened";
    case EVENT_FUNDS_MOVED: return "funds_moved";
    case EVENT_ALERT_TAKEN: return "alert_taken";
    case EVENT_ORDER_ACCEPTED: return "order_accepted";
    case EVENT_ORDER_MOVED: return "order_moved";
    case EVENT_ORDER_RESIZED: return "order_resized";
    case EVENT_ORDER_FILLED: return "order_filled";
    case EVENT_DAY_BEGAN: return "day_began";
    case EVENT_RISK_SET: return "risk_set";
    }
    return "unknown";
}

static void append_text(tr__buffer *out, const char *text)
{
    (void)tr__buffer_append_string(out, text, strlen(text)); /* the buffer keeps its failure */
}

tr_status tr__event_encode(const event *ev, tr__buffer *out)
{
    switch (ev->kind) {
    case EVENT_ACCOUNT_OPENED: return tr__row_encode(tr_store_table(TR_TABLE_ACCOUNT), &ev->account, out);
    case EVENT_ALERT_TAKEN: return tr__row_encode(tr_store_table(TR_TABLE_ALERT), &ev->alert, out);
    case EVENT_ORDER_ACCEPTED: return tr__row_encode(tr_store_table(TR_TABLE_ORDER), &ev->order, out);
    case EVENT_ORDER_FILLED: return tr__row_encode(tr_store_table(TR_TABLE_FILL), &ev->fill, out);
    case EVENT_RISK_SET: return tr__row_encode(tr_store_table(TR_TABLE_RISK), &ev->risk, out);
    case EVENT_FUNDS_MOVED:
        append_text(out, ev->asset);
        (void)tr__buffer_append_decimal(out, ev->amount.value);
        append_text(out, ev->reason);
        if (ev->book != TR_LEDGER_EXTERNAL)
            (void)tr__buffer_append_u8(out, (uint8_t)ev->book);
        return out->status;
    case EVENT_ORDER_MOVED:
        (void)tr__buffer_append_id(out, ev->id);
        (void)tr__buffer_append_u8(out, (uint8_t)ev->to);
        (void)tr__buffer_append_decimal(out, ev->amount.value);
        (void)tr__buffer_append_id(out, ev->cause);
        append_text(out, ev->exchange_order_id);
        append_text(out, ev->reason);
        return out->status;
    case EVENT_ORDER_RESIZED:
        (void)tr__buffer_append_id(out, ev->id);
        (void)tr__buffer_append_decimal(out, ev->quantity.value);
        append_text(out, ev->reason);
        return out->status;
    case EVENT_DAY_BEGAN:
        append_text(out, ev->asset);
        (void)tr__buffer_append_i64(out, ev->day_ns);
        (void)tr__buffer_append_decimal(out, ev->amount.value);
        return out->status;
    }
    return TR_E_INVALID;
}

/* The book was added to the layout: without one it is the external one, which is never written out. */
static void take_book(tr__reader *reader, event *out)
{
    out->book = TR_LEDGER_EXTERNAL;
    if (tr__reader_left(reader) == 0)
        return;
    out->book = (tr_ledger_book)tr__reader_take_u8(reader);
    if (out->book == TR_LEDGER_EXTERNAL || out->book == TR_LEDGER_CASH || tr_ledger_book_name(out->book) == NULL)
        tr__reader_fail(reader);
}

static void take_fields(event_kind kind, tr__reader *reader, event *out)
{
    switch (kind) {
    case EVENT_ACCOUNT_OPENED: tr__row_decode(tr_store_table(TR_TABLE_ACCOUNT), reader, &out->account); return;
    case EVENT_ALERT_TAKEN: tr__row_decode(tr_store_table(TR_TABLE_ALERT), reader, &out->alert); return;
    case EVENT_ORDER_ACCEPTED: tr__row_decode(tr_store_table(TR_TABLE_ORDER), reader, &out->order); return;
    case EVENT_ORDER_FILLED: tr__row_decode(tr_store_table(TR_TABLE_FILL), reader, &out->fill); return;
    case EVENT_RISK_SET:
        tr__row_decode(tr_store_table(TR_TABLE_RISK), reader, &out->risk);
        if (tr_risk_scope_name((tr_risk_scope)out->risk.scope) == NULL)
            tr__reader_fail(reader);
        return;
    case EVENT_FUNDS_MOVED:
        tr__reader_copy_string(reader, out->asset, sizeof out->asset);
        out->amount.value = tr__reader_take_decimal(reader);
        tr__reader_copy_string(reader, out->reason, sizeof out->reason);
        take_book(reader, out);
        return;
    case EVENT_ORDER_MOVED:
        out->id = tr__reader_take_id(reader);
        out->to = (tr_order_state)tr__reader_take_u8(reader);
        out->amount.value = tr__reader_take_decimal(reader);
        out->cause = tr__reader_take_id(reader);
        tr__reader_copy_string(reader, out->exchange_order_id, sizeof out->exchange_order_id);
        tr__reader_copy_string(reader, out->reason, sizeof out->reason);
        if (tr_order_state_name(out->to) == NULL)
            tr__reader_fail(reader);
        return;
    case EVENT_ORDER_RESIZED:
        out->id = tr__reader_take_id(reader);
        out->quantity.value = tr__reader_take_decimal(reader);
        tr__reader_copy_string(reader, out->reason, sizeof out->reason);
        return;
    case EVENT_DAY_BEGAN:
        tr__reader_copy_string(reader, out->asset, sizeof out->asset);
        out->day_ns = tr__reader_take_i64(reader);
        out->amount.value = tr__reader_take_decimal(reader);
        return;
    }
    tr__reader_fail(reader);
}

tr_status tr__event_decode(event_kind kind, const uint8_t *payload, size_t size, event *out, tr_error *err)
{
    memset(out, 0, sizeof *out);
    out->kind = kind;
    tr__reader reader;
    tr__reader_init(&reader, payload, size);
    take_fields(kind, &reader, out);
    if (tr__reader_finish(&reader) != TR_OK)
        return tr__fail(err, TR_E_CORRUPT, 0, "event of kind %d (%s): its %zu bytes do not decode", (int)kind,
                        tr__event_kind_name(kind), size);
    return TR_OK;
}
