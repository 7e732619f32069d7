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
    case EVENT_ORDER_STAGED: return "order_staged";
    case EVENT_ORDER_AMENDED: return "order_amended";
    case EVENT_ALARM_RAISED: return "alarm_raised";
    case EVENT_BLOCK_ADDED: return "block_added";
    case EVENT_BLOCK_FED: return "block_fed";
    case EVENT_BLOCK_MOVED: return "block_moved";
    case EVENT_EXTREME_REACHED: return "extreme_reached";
    case EVENT_CONDITION_ADDED: return "condition_added";
    case EVENT_DIFFERENCE_FOUND: return "difference_found";
    case EVENT_LEDGER_CLOSED: return "ledger_closed";
    case EVENT_FUNDING_PAID: return "funding_paid";
    case EVENT_POSITION_RESTATED: return "position_restated";
    case EVENT_DAY_SHIFTED: return "day_shifted";
    case EVENT_STOP_MOVED: return "stop_moved";
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
    case EVENT_ORDER_FILLED:
        (void)tr__row_encode(tr_store_table(TR_TABLE_FILL), &ev->fill, out); /* the buffer keeps its failure */
        if (tr_decimal_compare(ev->multiplier, tr_decimal_from_int(1)) != 0)
            (void)tr__buffer_append_decimal(out, ev->multiplier);
        return out->status;
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
        append_text(out, ev->actor);
        return out->status;
    case EVENT_ORDER_RESIZED:
        (void)tr__buffer_append_id(out, ev->id);
        (void)tr__buffer_append_decimal(out, ev->quantity.value);
        append_text(out, ev->reason);
        append_text(out, ev->actor);
        return out->status;
    case EVENT_ORDER_STAGED:
        (void)tr__buffer_append_id(out, ev->id);
        (void)tr__buffer_append_u8(out, (uint8_t)ev->trigger);
        (void)tr__buffer_append_decimal(out, ev->trigger_price.value);
        (void)tr__buffer_append_i64(out, ev->waits);
        (void)tr__buffer_append_decimal(out, ev->price.value);
        (void)tr__buffer_append_id(out, ev->cause);
        append_text(out, ev->actor);
        append_text(out, ev->reason);
        return out->status;
    case EVENT_ORDER_AMENDED:
        (void)tr__row_encode(tr_store_table(TR_TABLE_ORDER), &ev->order, out); /* the buffer keeps its failure */
        append_text(out, ev->actor);
        append_text(out, ev->reason);
        return out->status;
    case EVENT_ALARM_RAISED:
        (void)tr__buffer_append_id(out, ev->id);
        append_text(out, ev->symbol);
        append_text(out, ev->reason);
        return out->status;
    case EVENT_DIFFERENCE_FOUND: return tr__event_encode_difference(&ev->difference, out);
    case EVENT_LEDGER_CLOSED: return tr__event_encode_close(&ev->close, out);
    case EVENT_FUNDING_PAID: return tr__row_encode(tr_store_table(TR_TABLE_FUNDING), &ev->funding, out);
    case EVENT_POSITION_RESTATED:
        append_text(out, ev->symbol);
        (void)tr__buffer_append_decimal(out, ev->amount.value);
        return out->status;
    case EVENT_BLOCK_ADDED: return tr__row_encode(tr_store_table(TR_TABLE_BLOCK), &ev->block, out);
    case EVENT_CONDITION_ADDED:
        return tr__row_encode(tr_store_table(TR_TABLE_BLOCK_CONDITION), &ev->condition, out);
    case EVENT_BLOCK_FED:
        (void)tr__buffer_append_id(out, ev->id);
        (void)tr__buffer_append_i64(out, ev->number);
        (void)tr__buffer_append_u8(out, ev->is_first ? 1 : 0);
        (void)tr__buffer_append_id(out, ev->cause);
        return out->status;
    case EVENT_BLOCK_MOVED:
        (void)tr__buffer_append_id(out, ev->id);
        (void)tr__buffer_append_u8(out, (uint8_t)ev->block_to);
        (void)tr__buffer_append_id(out, ev->other_id);
        append_text(out, ev->actor);
        append_text(out, ev->reason);
        return out->status;
    case EVENT_STOP_MOVED:
        (void)tr__buffer_append_id(out, ev->id);
        (void)tr__buffer_append_u8(out, (uint8_t)ev->stop_at);
        append_text(out, ev->actor);
        append_text(out, ev->reason);
        return out->status;
    case EVENT_EXTREME_REACHED:
        append_text(out, ev->symbol);
        (void)tr__buffer_append_u8(out, (uint8_t)ev->side);
        (void)tr__buffer_append_decimal(out, ev->price.value);
        return out->status;
    case EVENT_DAY_SHIFTED:
        append_text(out, ev->asset);
        (void)tr__buffer_append_decimal(out, ev->amount.value);
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

/* What a layout was grown by: absent in events of before. */
static void take_actor_if_there(tr__reader *reader, event *out)
{
    if (!reader->is_failed && tr__reader_left(reader) > 0)
        tr__reader_copy_string(reader, out->actor, sizeof out->actor);
}

/* Added to the layout for contracts; one that is 1 is never written out, so that each event has one form. */
static void take_multiplier(tr__reader *reader, event *out)
{
    out->multiplier = tr_decimal_from_int(1);
    if (reader->is_failed || tr__reader_left(reader) == 0)
        return;
    out->multiplier = tr__reader_take_decimal(reader);
    if (tr_decimal_sign(out->multiplier) <= 0 ||
        tr_decimal_compare(out->multiplier, tr_decimal_from_int(1)) == 0)
        tr__reader_fail(reader);
}

static void take_stage(tr__reader *reader, event *out)
{
    out->id = tr__reader_take_id(reader);
    out->trigger = (tr_trigger)tr__reader_take_u8(reader);
    out->trigger_price.value = tr__reader_take_decimal(reader);
    out->waits = tr__reader_take_i64(reader);
    out->price.value = tr__reader_take_decimal(reader);
    out->cause = tr__reader_take_id(reader);
    tr__reader_copy_string(reader, out->actor, sizeof out->actor);
    tr__reader_copy_string(reader, out->reason, sizeof out->reason);
    if (tr_trigger_name(out->trigger) == NULL)
        tr__reader_fail(reader);
}

static void take_block_move(tr__reader *reader, event *out)
{
    out->id = tr__reader_take_id(reader);
    out->block_to = (tr_block_state)tr__reader_take_u8(reader);
    out->other_id = tr__reader_take_id(reader);
    tr__reader_copy_string(reader, out->actor, sizeof out->actor);
    tr__reader_copy_string(reader, out->reason, sizeof out->reason);
    if (tr_block_state_name(out->block_to) == NULL)
        tr__reader_fail(reader);
}

/* Names that there are: the fold takes some of them for places in arrays. */
static void check_order(const tr_order *order, tr__reader *reader)
{
    if (tr_order_state_name(order->state) == NULL || tr_side_name(order->side) == NULL ||
        tr_role_name(order->role) == NULL || tr_order_type_name(order->type) == NULL ||
        tr_tif_name(order->tif) == NULL || tr_trigger_name(order->trigger) == NULL ||
        tr_stop_at_name(order->stop_at) == NULL)
        tr__reader_fail(reader);
}

static void take_fields(event_kind kind, tr__reader *reader, event *out)
{
    switch (kind) {
    case EVENT_ACCOUNT_OPENED: tr__row_decode(tr_store_table(TR_TABLE_ACCOUNT), reader, &out->account); return;
    case EVENT_ALERT_TAKEN: tr__row_decode(tr_store_table(TR_TABLE_ALERT), reader, &out->alert); return;
    case EVENT_ORDER_ACCEPTED:
        tr__row_decode(tr_store_table(TR_TABLE_ORDER), reader, &out->order);
        check_order(&out->order, reader);
        return;
    case EVENT_ORDER_FILLED:
        tr__row_decode(tr_store_table(TR_TABLE_FILL), reader, &out->fill);
        take_multiplier(reader, out);
        if (tr_side_name(out->fill.side) == NULL)
            tr__reader_fail(reader);
        return;
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
        take_actor_if_there(reader, out);
        if (tr_order_state_name(out->to) == NULL)
            tr__reader_fail(reader);
        return;
    case EVENT_ORDER_RESIZED:
        out->id = tr__reader_take_id(reader);
        out->quantity.value = tr__reader_take_decimal(reader);
        tr__reader_copy_string(reader, out->reason, sizeof out->reason);
        take_actor_if_there(reader, out);
        return;
    case EVENT_ORDER_STAGED: take_stage(reader, out); return;
    case EVENT_ORDER_AMENDED:
        tr__row_decode(tr_store_table(TR_TABLE_ORDER), reader, &out->order);
        check_order(&out->order, reader);
        tr__reader_copy_string(reader, out->actor, sizeof out->actor);
        tr__reader_copy_string(reader, out->reason, sizeof out->reason);
        return;
    case EVENT_ALARM_RAISED:
        out->id = tr__reader_take_id(reader);
        tr__reader_copy_string(reader, out->symbol, sizeof out->symbol);
        tr__reader_copy_string(reader, out->reason, sizeof out->reason);
        return;
    case EVENT_DIFFERENCE_FOUND: tr__event_take_difference(reader, &out->difference); return;
    case EVENT_LEDGER_CLOSED: tr__event_take_close(reader, &out->close); return;
    case EVENT_FUNDING_PAID: tr__row_decode(tr_store_table(TR_TABLE_FUNDING), reader, &out->funding); return;
    case EVENT_POSITION_RESTATED:
        tr__reader_copy_string(reader, out->symbol, sizeof out->symbol);
        out->amount.value = tr__reader_take_decimal(reader);
        return;
    case EVENT_BLOCK_ADDED:
        tr__row_decode(tr_store_table(TR_TABLE_BLOCK), reader, &out->block);
        if (tr_side_name(out->block.side) == NULL || tr_block_state_name(out->block.state) == NULL)
            tr__reader_fail(reader);
        return;
    case EVENT_CONDITION_ADDED:
        tr__row_decode(tr_store_table(TR_TABLE_BLOCK_CONDITION), reader, &out->condition);
        return;
    case EVENT_BLOCK_FED:
        out->id = tr__reader_take_id(reader);
        out->number = tr__reader_take_i64(reader);
        out->is_first = tr__reader_take_u8(reader) != 0;
        out->cause = tr__reader_take_id(reader);
        return;
    case EVENT_BLOCK_MOVED: take_block_move(reader, out); return;
    case EVENT_STOP_MOVED:
        out->id = tr__reader_take_id(reader);
        out->stop_at = (tr_stop_at)tr__reader_take_u8(reader);
        tr__reader_copy_string(reader, out->actor, sizeof out->actor);
        tr__reader_copy_string(reader, out->reason, sizeof out->reason);
        if (tr_stop_at_name(out->stop_at) == NULL)
            tr__reader_fail(reader);
        return;
    case EVENT_EXTREME_REACHED:
        tr__reader_copy_string(reader, out->symbol, sizeof out->symbol);
        out->side = (tr_side)tr__reader_take_u8(reader);
        out->price.value = tr__reader_take_decimal(reader);
        if (tr_side_name(out->side) == NULL)
            tr__reader_fail(reader);
        return;
    case EVENT_DAY_SHIFTED:
        tr__reader_copy_string(reader, out->asset, sizeof out->asset);
        out->amount.value = tr__reader_take_decimal(reader);
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
