/* event.c: payloads of events, written and read by one table; whole rows by the row codec. */
#include "engine/event.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include <trade/ledger.h>
#include <trade/risk.h>

#include "core/fail.h"
#include "journal/row_codec.h"

/* ---- layouts --------------------------------------------------------------------------------- */

typedef enum part_type {
    PART_END = 0,
    PART_ROW,
    PART_ID,
    PART_NAME, /* an enumerator, as a byte */
    PART_FLAG,
    PART_I64,
    PART_DECIMAL,
    PART_TEXT,
    /* What a layout was grown by. */
    PART_TEXT_LATER, /* absent in events of before */
    PART_BOOK,       /* not written where it is the external one */
    PART_MULTIPLIER, /* not written where it is 1 */
    /* With a form of their own (event_books.c). */
    PART_DIFFERENCE,
    PART_CLOSE
} part_type;

typedef struct part {
    part_type type;
    tr_table table; /* of a row */
    uint16_t at, size;
} part;

static_assert(sizeof(event) <= UINT16_MAX, "a part's place fits");
static_assert(sizeof(tr_order_state) == sizeof(int) && sizeof(tr_trigger) == sizeof(int) &&
                  sizeof(tr_block_state) == sizeof(int) && sizeof(tr_side) == sizeof(int) &&
                  sizeof(tr_stop_at) == sizeof(int),
              "enumerators are read and written as int");

#define PARTS_MAX 9

typedef struct layout {
    const char *name;
    part parts[PARTS_MAX]; /* in their order; the last one is PART_END */
} layout;

#define PART(type, member)                                                                         \
    { type, (tr_table)0, (uint16_t) offsetof(event, member), sizeof(((event *)0)->member) }
#define ROW(table, member) { PART_ROW, table, (uint16_t) offsetof(event, member), 0 }
#define ID(member)      PART(PART_ID, member)
#define NAME(member)    PART(PART_NAME, member)
#define I64(member)     PART(PART_I64, member)
#define DECIMAL(member) PART(PART_DECIMAL, member)
#define TEXT(member)    PART(PART_TEXT, member)

/* For ever: a layout only grows at its end. */
static const layout layouts[] = {
    [EVENT_ACCOUNT_OPENED] = { "account_opened", { ROW(TR_TABLE_ACCOUNT, account) } },
    [EVENT_FUNDS_MOVED] = { "funds_moved", { TEXT(asset), DECIMAL(amount.value), TEXT(reason),
                                             PART(PART_BOOK, book) } },
    [EVENT_ALERT_TAKEN] = { "alert_taken", { ROW(TR_TABLE_ALERT, alert) } },
    [EVENT_ORDER_ACCEPTED] = { "order_accepted", { ROW(TR_TABLE_ORDER, order) } },
    [EVENT_ORDER_MOVED] = { "order_moved",
                            { ID(id), NAME(to), DECIMAL(amount.value), ID(cause),
                              TEXT(exchange_order_id), TEXT(reason), PART(PART_TEXT_LATER, actor) } },
    [EVENT_ORDER_RESIZED] = { "order_resized",
                              { ID(id), DECIMAL(quantity.value), TEXT(reason),
                                PART(PART_TEXT_LATER, actor) } },
    [EVENT_ORDER_FILLED] = { "order_filled",
                             { ROW(TR_TABLE_FILL, fill), PART(PART_MULTIPLIER, multiplier) } },
    [EVENT_DAY_BEGAN] = { "day_began", { TEXT(asset), I64(day_ns), DECIMAL(amount.value) } },
    [EVENT_RISK_SET] = { "risk_set", { ROW(TR_TABLE_RISK, risk) } },
    [EVENT_ORDER_STAGED] = { "order_staged",
                             { ID(id), NAME(trigger), DECIMAL(trigger_price.value), I64(waits),
                               DECIMAL(price.value), ID(cause), TEXT(actor), TEXT(reason) } },
    [EVENT_ORDER_AMENDED] = { "order_amended",
                              { ROW(TR_TABLE_ORDER, order), TEXT(actor), TEXT(reason) } },
    [EVENT_ALARM_RAISED] = { "alarm_raised", { ID(id), TEXT(symbol), TEXT(reason) } },
    [EVENT_BLOCK_ADDED] = { "block_added", { ROW(TR_TABLE_BLOCK, block) } },
    [EVENT_BLOCK_AMENDED] = { "block_amended", { ROW(TR_TABLE_BLOCK, block) } },
    [EVENT_BLOCK_FED] = { "block_fed",
                          { ID(id), I64(number), PART(PART_FLAG, is_first), ID(cause) } },
    [EVENT_BLOCK_MOVED] = { "block_moved",
                            { ID(id), NAME(block_to), ID(other_id), TEXT(actor), TEXT(reason) } },
    [EVENT_EXTREME_REACHED] = { "extreme_reached",
                                { TEXT(symbol), NAME(side), DECIMAL(price.value) } },
    [EVENT_CONDITION_ADDED] = { "condition_added", { ROW(TR_TABLE_BLOCK_CONDITION, condition) } },
    [EVENT_DIFFERENCE_FOUND] = { "difference_found", { PART(PART_DIFFERENCE, difference) } },
    [EVENT_LEDGER_CLOSED] = { "ledger_closed", { PART(PART_CLOSE, close) } },
    [EVENT_DAY_SHIFTED] = { "day_shifted", { TEXT(asset), DECIMAL(amount.value) } },
    [EVENT_STOP_MOVED] = { "stop_moved", { ID(id), NAME(stop_at), TEXT(actor), TEXT(reason) } },
    [EVENT_FUNDING_PAID] = { "funding_paid", { ROW(TR_TABLE_FUNDING, funding) } },
    [EVENT_POSITION_RESTATED] = { "position_restated", { TEXT(symbol), DECIMAL(amount.value) } },
};

static const layout *layout_of(int64_t kind)
{
    bool is_known = kind > 0 && kind < (int64_t)(sizeof layouts / sizeof layouts[0]);
    return is_known && layouts[kind].name != NULL ? &layouts[kind] : NULL;
}

const char *tr__event_kind_name(int64_t kind)
{
    const layout *found = layout_of(kind);
    return found == NULL ? "unknown" : found->name;
}

/* ---- writing --------------------------------------------------------------------------------- */

static uint8_t byte_of_name(const void *at)
{
    int value;
    memcpy(&value, at, sizeof value);
    return (uint8_t)value;
}

/* The buffer keeps its failure. */
static void put_part(const part *one, const event *ev, tr__buffer *out)
{
    const void *at = (const char *)ev + one->at;
    switch (one->type) {
    case PART_ROW: (void)tr__row_encode_short(tr_store_table(one->table), at, out); return;
    case PART_ID: (void)tr__buffer_append_id(out, *(const tr_id *)at); return;
    case PART_NAME: (void)tr__buffer_append_u8(out, byte_of_name(at)); return;
    case PART_FLAG: (void)tr__buffer_append_u8(out, *(const bool *)at ? 1 : 0); return;
    case PART_I64: (void)tr__buffer_append_i64(out, *(const int64_t *)at); return;
    case PART_DECIMAL: (void)tr__buffer_append_decimal(out, *(const tr_decimal *)at); return;
    case PART_TEXT:
    case PART_TEXT_LATER: (void)tr__buffer_append_string(out, at, strlen(at)); return;
    case PART_BOOK:
        if (ev->book != TR_LEDGER_EXTERNAL)
            (void)tr__buffer_append_u8(out, (uint8_t)ev->book);
        return;
    case PART_MULTIPLIER:
        if (tr_decimal_compare(ev->multiplier, tr_decimal_from_int(1)) != 0)
            (void)tr__buffer_append_decimal(out, ev->multiplier);
        return;
    case PART_DIFFERENCE: (void)tr__event_encode_difference(&ev->difference, out); return;
    case PART_CLOSE: (void)tr__event_encode_close(&ev->close, out); return;
    case PART_END: return;
    }
}

tr_status tr__event_encode(const event *ev, tr__buffer *out)
{
    const layout *found = layout_of(ev->kind);
    if (found == NULL)
        return TR_E_INVALID;
    for (const part *one = found->parts; one->type != PART_END; one++)
        put_part(one, ev, out);
    return out->status;
}

/* ---- reading --------------------------------------------------------------------------------- */

static void take_name(tr__reader *reader, void *at)
{
    int value = tr__reader_take_u8(reader);
    memcpy(at, &value, sizeof value);
}

/* What stands there by default is never written, so that each event has one form. */
static void take_book(tr__reader *reader, event *out)
{
    out->book = TR_LEDGER_EXTERNAL;
    if (tr__reader_left(reader) == 0)
        return;
    out->book = (tr_ledger_book)tr__reader_take_u8(reader);
    if (out->book == TR_LEDGER_EXTERNAL || out->book == TR_LEDGER_CASH ||
        tr_ledger_book_name(out->book) == NULL)
        tr__reader_fail(reader);
}

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

static void take_part(const part *one, tr__reader *reader, event *out)
{
    void *at = (char *)out + one->at;
    switch (one->type) {
    case PART_ROW: tr__row_decode(tr_store_table(one->table), reader, at); return;
    case PART_ID: *(tr_id *)at = tr__reader_take_id(reader); return;
    case PART_NAME: take_name(reader, at); return;
    case PART_FLAG: *(bool *)at = tr__reader_take_u8(reader) != 0; return;
    case PART_I64: *(int64_t *)at = tr__reader_take_i64(reader); return;
    case PART_DECIMAL: *(tr_decimal *)at = tr__reader_take_decimal(reader); return;
    case PART_TEXT_LATER:
        if (reader->is_failed || tr__reader_left(reader) == 0)
            return;
        tr__reader_copy_string(reader, at, one->size);
        return;
    case PART_TEXT: tr__reader_copy_string(reader, at, one->size); return;
    case PART_BOOK: take_book(reader, out); return;
    case PART_MULTIPLIER: take_multiplier(reader, out); return;
    case PART_DIFFERENCE: tr__event_take_difference(reader, &out->difference); return;
    case PART_CLOSE: tr__event_take_close(reader, &out->close); return;
    case PART_END: return;
    }
}

static bool is_order_named(const tr_order *order)
{
    return tr_order_state_name(order->state) != NULL && tr_side_name(order->side) != NULL &&
           tr_role_name(order->role) != NULL && tr_order_type_name(order->type) != NULL &&
           tr_tif_name(order->tif) != NULL && tr_trigger_name(order->trigger) != NULL &&
           tr_stop_at_name(order->stop_at) != NULL;
}

/* Names that there are: the fold takes some of them for places in arrays. */
static bool is_named(const event *ev)
{
    switch (ev->kind) {
    case EVENT_ORDER_ACCEPTED:
    case EVENT_ORDER_AMENDED: return is_order_named(&ev->order);
    case EVENT_ORDER_FILLED: return tr_side_name(ev->fill.side) != NULL;
    case EVENT_RISK_SET: return tr_risk_scope_name((tr_risk_scope)ev->risk.scope) != NULL;
    case EVENT_ORDER_MOVED: return tr_order_state_name(ev->to) != NULL;
    case EVENT_ORDER_STAGED: return tr_trigger_name(ev->trigger) != NULL;
    case EVENT_BLOCK_ADDED:
    case EVENT_BLOCK_AMENDED:
        return tr_side_name(ev->block.side) != NULL && tr_block_state_name(ev->block.state) != NULL;
    case EVENT_BLOCK_MOVED: return tr_block_state_name(ev->block_to) != NULL;
    case EVENT_STOP_MOVED: return tr_stop_at_name(ev->stop_at) != NULL;
    case EVENT_EXTREME_REACHED: return tr_side_name(ev->side) != NULL;
    default: return true;
    }
}

tr_status tr__event_decode(event_kind kind, const uint8_t *payload, size_t size, event *out, tr_error *err)
{
    memset(out, 0, sizeof *out);
    out->kind = kind;
    tr__reader reader;
    tr__reader_init(&reader, payload, size);
    const layout *found = layout_of(kind);
    if (found == NULL)
        tr__reader_fail(&reader);
    for (size_t i = 0; found != NULL && found->parts[i].type != PART_END; i++)
        take_part(&found->parts[i], &reader, out);
    if (!is_named(out))
        tr__reader_fail(&reader);
    if (tr__reader_finish(&reader) != TR_OK)
        return tr__fail(err, TR_E_CORRUPT, 0, "event of kind %d (%s): its %zu bytes do not decode", (int)kind,
                        tr__event_kind_name(kind), size);
    return TR_OK;
}
