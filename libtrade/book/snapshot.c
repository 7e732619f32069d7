/*
 * snapshot.c: a book as records, and the book that such records make. Orders are written ladder by ladder, best
 * price first, in the order of their queues; put back in the same order they stand as they stood. Tables, spans,
 * sums and the heap of expiries follow from them and are not stored.
 */
#include <string.h>

#include "book/bond.h"
#include "book/live.h"
#include "book/stored.h"
#include "core/fail.h"

static const field options_rows[] = {
    FIELD_ROW(tr_book_options, tick, FIELD_I64),
    FIELD_ROW(tr_book_options, lot, FIELD_I64),
    FIELD_ROW(tr_book_options, quantity_min, FIELD_I64),
    FIELD_ROW(tr_book_options, quantity_max, FIELD_I64),
    FIELD_ROW(tr_book_options, band_low, FIELD_I64),
    FIELD_ROW(tr_book_options, band_high, FIELD_I64),
    FIELD_ROW(tr_book_options, order_max, FIELD_U32),
    FIELD_ROW(tr_book_options, has_opaque_ids, FIELD_BOOL),
    FIELD_ROW(tr_book_options, is_pro_rata, FIELD_BOOL),
    FIELD_ROW(tr_book_options, has_top_order, FIELD_BOOL),
    FIELD_ROW(tr_book_options, share_min, FIELD_I64),
};

const field_table tr__options_fields = FIELD_TABLE(options_rows);

/* What of a book its options do not say. */
static const field state_rows[] = {
    FIELD_ROW(tr_book, last, FIELD_I64),        FIELD_ROW(tr_book, now, FIELD_I64),
    FIELD_ROW(tr_book, sequence, FIELD_U64),    FIELD_ROW(tr_book, stamp, FIELD_U64),
    FIELD_ROW(tr_book, order_count, FIELD_U32), FIELD_ROW(tr_book, rare, FIELD_U32),
};

/* An order is in three places; what links it to others follows from the order of the records. */
static const field node_rows[] = {
    FIELD_ROW(node, id, FIELD_I64), FIELD_ROW(node, open, FIELD_I64),
    FIELD_ROW(node, marks, FIELD_U32), /* without the index of the extra */
};

static const field terms_rows[] = {
    FIELD_ROW(terms, total, FIELD_I64),
    FIELD_ROW(terms, owner, FIELD_I64),
};

static const field extra_rows[] = {
    FIELD_ROW(extra, type, FIELD_U8),        FIELD_ROW(extra, tif, FIELD_U8),
    FIELD_ROW(extra, display, FIELD_I64),    FIELD_ROW(extra, shown, FIELD_I64),
    FIELD_ROW(extra, price, FIELD_I64),      FIELD_ROW(extra, expire, FIELD_I64),
    FIELD_ROW(extra, age, FIELD_U64),        FIELD_ROW(extra, place, FIELD_U64),
    FIELD_ROW(extra, is_hidden, FIELD_BOOL),
};

/* A bond names the others by identity; which of them there are, `ties` says. */
typedef struct stored_bond {
    int64_t quantity_min;
    int64_t trail;
    int64_t trail_bps;
    int64_t stop;
    uint8_t flags;
    uint8_t ties;
    int64_t partner;
    int64_t entry;
    int64_t target;
    int64_t stop_leg;
} stored_bond;

#define TIE_PARTNER  1u
#define TIE_ENTRY    2u
#define TIE_TARGET   4u
#define TIE_STOP_LEG 8u

static const field bond_rows[] = {
    FIELD_ROW(stored_bond, quantity_min, FIELD_I64), FIELD_ROW(stored_bond, trail, FIELD_I64),
    FIELD_ROW(stored_bond, trail_bps, FIELD_I64),    FIELD_ROW(stored_bond, stop, FIELD_I64),
    FIELD_ROW(stored_bond, flags, FIELD_U8),         FIELD_ROW(stored_bond, ties, FIELD_U8),
    FIELD_ROW(stored_bond, partner, FIELD_I64),      FIELD_ROW(stored_bond, entry, FIELD_I64),
    FIELD_ROW(stored_bond, target, FIELD_I64),       FIELD_ROW(stored_bond, stop_leg, FIELD_I64),
};

static const field_table state_fields = FIELD_TABLE(state_rows);
static const field_table node_fields = FIELD_TABLE(node_rows);
static const field_table terms_fields = FIELD_TABLE(terms_rows);
static const field_table extra_fields = FIELD_TABLE(extra_rows);
static const field_table bond_fields = FIELD_TABLE(bond_rows);

#define MARKS_STORED ((1u << MARK_EXTRA_SHIFT) - 1)

/* ---- Writing ---- */

tr_status tr_book_options_of(const tr_book *book, tr_book_options *out)
{
    if (book == NULL || out == NULL)
        return TR_E_INVALID;
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.tick = book->tick;
    options.lot = book->lot;
    options.quantity_min = book->quantity_min;
    options.quantity_max = book->quantity_max;
    options.band_low = book->band_low;
    options.band_high = book->band_high;
    options.order_max = book->order_max;
    options.has_opaque_ids = book->has_opaque_ids;
    options.is_pro_rata = (book->rare & RARE_PRO_RATA) != 0;
    options.has_top_order = book->has_top_order;
    options.share_min = book->share_min;
    options.last_price = book->last;
    options.now = book->now;
    options.instrument = book->instrument;
    options.allocator = book->allocator;
    *out = options;
    return TR_OK;
}

/* Say that a bond names an order, and which. */
static void store_tie(const tr_book *book, uint32_t index, uint8_t tie, uint8_t *ties, int64_t *id)
{
    if (index == 0)
        return;
    *ties |= tie;
    *id = book->nodes[index].id;
}

static unsigned char *put_bond(const tr_book *book, const bond *of, unsigned char *at)
{
    stored_bond made = { .quantity_min = of->quantity_min,
                         .trail = of->trail,
                         .trail_bps = of->trail_bps,
                         .stop = of->stop,
                         .flags = of->flags };
    store_tie(book, of->partner, TIE_PARTNER, &made.ties, &made.partner);
    store_tie(book, of->entry, TIE_ENTRY, &made.ties, &made.entry);
    store_tie(book, of->target, TIE_TARGET, &made.ties, &made.target);
    store_tie(book, of->stop_leg, TIE_STOP_LEG, &made.ties, &made.stop_leg);
    return tr__fields_put(&bond_fields, &made, at);
}

static tr_status write_order(tr_book_journal *journal, const tr_book *book, uint32_t index,
                             tr_error *err)
{
    const node *order = &book->nodes[index];
    const level *at = &book->levels[order->level];
    uint32_t extra_index = node_extra(order);
    node plain = *order;
    plain.marks &= MARKS_STORED;
    stored_record record;
    tr__record_begin(&record, journal, TR_BOOK_RECORD_ORDER);
    record.at = tr__varint_put(record.at, book->instrument);
    record.at = tr__varint_put(record.at, at->ladder);
    record.at = tr__varint_put(record.at, (uint64_t)at->price);
    record.at = tr__fields_put(&node_fields, &plain, record.at);
    record.at = tr__fields_put(&terms_fields, &book->terms[index], record.at);
    uint32_t bond_index = book->extras[extra_index].bond;
    record.at = tr__varint_put(record.at, (extra_index != 0 ? 1u : 0u) + (bond_index != 0));
    if (extra_index != 0)
        record.at = tr__fields_put(&extra_fields, &book->extras[extra_index], record.at);
    if (bond_index != 0)
        record.at = put_bond(book, &book->bonds[bond_index], record.at);
    return tr__record_write(&record, journal, err);
}

static tr_status write_ladder(tr_book_journal *journal, const tr_book *book, uint32_t ladder,
                              tr_error *err)
{
    tr_status status = TR_OK;
    for (uint32_t at = book->best[ladder]; at != 0 && status == TR_OK;
         at = tr__ladder_worse(book, at))
        for (uint32_t index = book->levels[at].head; index != 0 && status == TR_OK;
             index = book->nodes[index].next)
            status = write_order(journal, book, index, err);
    return status;
}

tr_status tr__journal_book(tr_book_journal *journal, const tr_book *book, const char *symbol,
                           tr_error *err)
{
    tr_book_options options;
    (void)tr_book_options_of(book, &options); /* cannot fail for a book */
    size_t length = strlen(symbol);
    assert(length < TR_SYMBOL_SIZE);
    journal->instrument = book->instrument;
    stored_record record;
    tr__record_begin(&record, journal, TR_BOOK_RECORD_BOOK);
    record.at = tr__varint_put(record.at, book->instrument);
    record.at = tr__varint_put(record.at, length);
    memcpy(record.at, symbol, length);
    record.at = tr__fields_put(&tr__options_fields, &options, record.at + length);
    tr_status status = tr__record_write(&record, journal, err);
    if (status != TR_OK)
        return status;
    tr__record_begin(&record, journal, TR_BOOK_RECORD_STATE);
    record.at = tr__varint_put(record.at, book->instrument);
    record.at = tr__fields_put(&state_fields, book, record.at);
    status = tr__record_write(&record, journal, err);
    for (uint32_t ladder = 0; ladder < LADDER_COUNT && status == TR_OK; ladder++)
        status = write_ladder(journal, book, ladder, err);
    return status;
}

/* ---- Reading ---- */

static bytes_in rest_of(const tr_book_record *record)
{
    return (
        bytes_in){ .at = record->rest, .end = record->rest + record->rest_size, .status = TR_OK };
}

static tr_status finish(const bytes_in *from, const tr_book_record *record, tr_error *err)
{
    if (from->status == TR_E_NEWER_SCHEMA)
        return tr__record_wrong(record, from->status, "a field of a newer version", err);
    if (from->status != TR_OK || from->at != from->end)
        return tr__record_wrong(record, TR_E_CORRUPT, "its checksum fits but it makes no sense",
                                err);
    return TR_OK;
}

tr_status tr__options_take(const tr_book_record *record, tr_book_options *into, tr_error *err)
{
    bytes_in from = rest_of(record);
    tr_book_options made = { .struct_size = sizeof made,
                             .instrument = record->instrument,
                             .allocator = into->allocator };
    tr__fields_take(&tr__options_fields, &from, &made);
    tr_status status = finish(&from, record, err);
    if (status == TR_OK)
        *into = made;
    return status;
}

tr_status tr__restore_state(tr_book *book, const tr_book_record *record, uint32_t *order_count_out,
                            tr_error *err)
{
    bytes_in from = rest_of(record);
    tr_book read = { .last = 0 };
    tr__fields_take(&state_fields, &from, &read);
    tr_status status = finish(&from, record, err);
    if (status != TR_OK)
        return status;
    if (record->instrument != book->instrument || read.last < 0 ||
        read.order_count > book->order_max ||
        read.rare > (RARE_AUCTION | RARE_PRO_RATA | RARE_MINIMUM) ||
        (read.rare & RARE_PRO_RATA) != book->rare)
        return tr__record_wrong(record, TR_E_CORRUPT, "no book can be in this state", err);
    book->last = read.last;
    book->now = read.now;
    book->sequence = read.sequence;
    book->stamp = read.stamp;
    book->rare = read.rare;
    *order_count_out = read.order_count;
    return TR_OK;
}

/* An order as it was stored. */
typedef struct stored_order {
    uint64_t ladder;
    uint64_t price;
    node node;
    terms terms;
    bool has_extra;
    bool has_bond;
    extra extra;
    stored_bond bond;
} stored_order;

static tr_status take_order(const tr_book_record *record, stored_order *out, tr_error *err)
{
    bytes_in from = rest_of(record);
    *out = (stored_order){ 0 };
    out->ladder = tr__varint_take(&from);
    out->price = tr__varint_take(&from);
    tr__fields_take(&node_fields, &from, &out->node);
    tr__fields_take(&terms_fields, &from, &out->terms);
    uint64_t has_extra = tr__varint_take(&from);
    if (has_extra > 2)
        from.status = TR_E_CORRUPT;
    out->has_extra = has_extra >= 1;
    out->has_bond = has_extra == 2;
    if (out->has_extra)
        tr__fields_take(&extra_fields, &from, &out->extra);
    if (out->has_bond)
        tr__fields_take(&bond_fields, &from, &out->bond);
    return finish(&from, record, err);
}

static bool is_held(const stored_order *order)
{
    return order->ladder >= LADDER_HELD_BUYS;
}

static bool bond_is_sound(const tr_book *book, const stored_order *order)
{
    const stored_bond *of = &order->bond;
    bool has_minimum = (order->ladder | 1) == LADDER_MINIMUM_ASKS;
    if (!order->has_bond)
        return !has_minimum && !is_held(order);
    bool is_leg = (of->flags & BOND_LEG) != 0;
    return of->quantity_min >= 0 && (!has_minimum || of->quantity_min > 0) && of->trail >= 0 &&
           of->trail_bps >= 0 && of->trail_bps <= 9999 && (of->trail == 0 || of->trail_bps == 0) &&
           of->trail % book->tick == 0 && of->stop >= 0 && of->stop % book->tick == 0 &&
           of->flags <= BOND_LEG && of->ties < TIE_STOP_LEG * 2 && (!is_held(order) || is_leg) &&
           (!is_held(order) || order->extra.type == TR_BOOK_TYPE_LIMIT || of->stop > 0);
}

static bool extra_is_sound(const tr_book *book, const stored_order *order)
{
    const extra *more = &order->extra;
    bool waits = ladder_waits((uint32_t)order->ladder);
    bool is_market = (order->ladder | 1) == LADDER_MARKET_SELLS;
    bool is_dark = is_market || (order->ladder | 1) == LADDER_MINIMUM_ASKS;
    if ((is_dark && !more->is_hidden) || (more->is_hidden && more->display != 0) ||
        (is_market && (book->rare & RARE_AUCTION) == 0))
        return false;
    if (more->type > TR_BOOK_TYPE_STOP_LIMIT || more->tif > TR_BOOK_TIF_GTD ||
        more->age > book->stamp || more->place > book->stamp)
        return false;
    if (more->display < 0 || more->price < 0 || more->price % book->tick != 0)
        return false;
    if (waits && (more->type < TR_BOOK_TYPE_STOP ||
                  (more->type == TR_BOOK_TYPE_STOP_LIMIT && more->price == 0)))
        return false;
    bool is_iceberg = more->display != 0 && !waits && !is_held(order);
    if (is_iceberg &&
        (more->shown <= 0 || more->shown > order->node.open || more->shown > more->display))
        return false;
    return more->tif != TR_BOOK_TIF_GTD || more->expire > book->now;
}

/* What adding the order to a book takes for granted. What is wrong with the whole, tr_book_check says. */
static bool order_is_sound(const tr_book *book, const stored_order *order)
{
    if (order->ladder >= LADDER_COUNT || order->price == 0 || order->price > INT64_MAX ||
        (int64_t)order->price % book->tick != 0)
        return false;
    if (order->node.id <= 0 && !book->has_opaque_ids)
        return false;
    if ((is_held(order) ? order->node.open != 0 : order->node.open <= 0) ||
        order->node.open > order->terms.total || order->terms.total > TR_BOOK_QUANTITY_LIMIT ||
        order->node.marks > MARKS_STORED ||
        (order->node.marks & MARK_STP_MASK) > TR_BOOK_STP_DECREMENT)
        return false;
    if (!order->has_extra)
        return order->ladder < LADDER_BUY_STOPS;
    return extra_is_sound(book, order) && bond_is_sound(book, order);
}

/*
 * The later one of two orders that name each other ties them. What is still to be named is counted as growth, of
 * which a book at rest has none: tr_book_check finds a name that nobody answered to.
 */
static void tie(tr_book *book, uint32_t index, int64_t id, bool is_named, uint32_t *own,
                uint32_t *(*others)(bond *of, const bond *by))
{
    bond *of = order_bond(book, &book->nodes[index]);
    uint32_t other = is_named ? id_find(book, id) : 0;
    of->growth += is_named;
    if (other == 0 || other == index || order_bond(book, &book->nodes[other]) == book->bonds)
        return;
    bond *with = order_bond(book, &book->nodes[other]);
    *own = other;
    *others(with, of) = index;
    of->growth--;
    with->growth--;
}

static uint32_t *partner_of(bond *of, const bond *by)
{
    (void)by;
    return &of->partner;
}

static uint32_t *entry_of(bond *of, const bond *by)
{
    (void)by;
    return &of->entry;
}

/* An entry calls the leg that it has by what the leg is. */
static uint32_t *leg_of(bond *of, const bond *by)
{
    return by->stop != 0 ? &of->stop_leg : &of->target;
}

static void restore_bond(tr_book *book, uint32_t index, const stored_order *stored)
{
    const stored_bond *from = &stored->bond;
    uint32_t extra_index = node_extra(&book->nodes[index]);
    bond *of = tr__bond_take(book, extra_index, (uint8_t)(stored->ladder & 1));
    of->quantity_min = from->quantity_min;
    of->trail = from->trail;
    of->trail_bps = from->trail_bps;
    of->stop = from->stop;
    of->flags = from->flags;
    tie(book, index, from->partner, (from->ties & TIE_PARTNER) != 0, &of->partner, partner_of);
    tie(book, index, from->entry, (from->ties & TIE_ENTRY) != 0, &of->entry, leg_of);
    tie(book, index, from->target, (from->ties & TIE_TARGET) != 0, &of->target, entry_of);
    tie(book, index, from->stop_leg, (from->ties & TIE_STOP_LEG) != 0, &of->stop_leg, entry_of);
    if (ladder_waits((uint32_t)stored->ladder) && (of->trail | of->trail_bps) != 0)
        tr__trail_add(book, book->extras[extra_index].bond, (int64_t)stored->price);
}

tr_status tr__restore_order(tr_book *book, const tr_book_record *record, tr_error *err)
{
    stored_order stored;
    tr_status status = take_order(record, &stored, err);
    if (status != TR_OK)
        return status;
    if (record->instrument != book->instrument || !order_is_sound(book, &stored) ||
        book->order_count == book->order_max || id_find(book, stored.node.id) != 0)
        return tr__record_wrong(record, TR_E_CORRUPT, "no book can hold this order", err);
    uint32_t tag = id_tag(stored.node.id);
    id_place place = { .tag = tag,
                       .slot = table_free(&book->ids, tag),
                       .removals = book->removals };
    uint32_t index = node_take(book, stored.node.id, &place);
    node *order = &book->nodes[index];
    order->open = stored.node.open;
    order->marks = stored.node.marks;
    book->terms[index] = stored.terms;
    if (stored.has_extra) {
        uint32_t extra_index = tr__extra_take(book, index);
        stored.extra.node = index;
        book->extras[extra_index] = stored.extra;
        order->marks |= extra_index << MARK_EXTRA_SHIFT;
        if (stored.extra.tif == TR_BOOK_TIF_GTD)
            tr__heap_add(book, extra_index);
    }
    if (stored.has_bond)
        restore_bond(book, index, &stored);
    if ((stored.ladder | 1) == LADDER_MINIMUM_ASKS)
        book->rare |= RARE_MINIMUM;
    if ((order->marks & MARK_TOP) != 0)
        book->tops[stored.ladder & 1] = index;
    uint32_t level_index = ladder_level(book, (uint32_t)stored.ladder, (int64_t)stored.price);
    if (stored.extra.is_hidden && stored.ladder <= LADDER_ASKS)
        tr__queue_append_dark(book, level_index, index);
    else
        queue_append(book, level_index, index);
    book->levels[level_index].open += wide(order->open);
    book->levels[level_index].hidden += wide(order_hidden(book, order));
    return TR_OK;
}

tr_status tr__restore_finish(const tr_book *book, uint32_t order_count,
                             const tr_book_reader *reader, tr_error *err)
{
    if (book->order_count != order_count)
        return tr__fail(err, TR_E_CORRUPT, 0, "the book at byte %zu has %u of its %u live orders",
                        reader->tail.size, (unsigned int)book->order_count,
                        (unsigned int)order_count);
    tr_error wrong = { .message = "" };
    if (tr_book_check(book, &wrong) != TR_OK)
        return tr__fail(err, TR_E_CORRUPT, 0, "the book before byte %zu is not sound: %s",
                        reader->tail.size, wrong.message);
    return TR_OK;
}
