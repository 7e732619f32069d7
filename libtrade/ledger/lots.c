/*
 * lots.c: open lots of one symbol, and what closing them realises.
 *
 * A method is which lot comes first, and nothing else: the lots stand in a heap by that order. Average cost is one lot
 * that grows.
 */
#include <trade/ledger.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "ledger/parts.h"

#define LOTS_FIRST 16

typedef struct held_lot {
    tr_lot lot;
    int64_t number; /* 1, 2, ... as they were opened */
} held_lot;

struct tr_lots {
    const tr_allocator *allocator;
    tr_lot_method method;
    char symbol[TR_SYMBOL_SIZE];
    tr__ledger_parts parts;
    tr_decimal multiplier;
    tr_lot_closing_sink *sink;
    void *sink_user;
    held_lot *heap;
    size_t count, capacity;
    int64_t opened_count;
    tr_lots_sums sums;
    tr_error failure; /* status TR_OK while the sums can be relied on */
};

/* ---- methods --------------------------------------------------------------------------------- */

static bool is_older(const held_lot *a, const held_lot *b)
{
    return a->number < b->number;
}

static bool is_newer(const held_lot *a, const held_lot *b)
{
    return a->number > b->number;
}

static bool gains_less(const held_lot *a, const held_lot *b)
{
    int by_price = tr_decimal_compare(a->lot.price.value, b->lot.price.value);
    if (by_price == 0)
        return is_older(a, b);
    return (by_price > 0) == (tr_decimal_sign(a->lot.quantity) > 0);
}

typedef struct method_def {
    const char *name;
    bool (*comes_first)(const held_lot *a, const held_lot *b);
    bool is_one_lot;
} method_def;

static const method_def methods[TR_LOT_METHOD_COUNT] = {
    [TR_LOT_FIFO] = { "fifo", is_older, false },
    [TR_LOT_LIFO] = { "lifo", is_newer, false },
    [TR_LOT_HIFO] = { "hifo", gains_less, false },
    [TR_LOT_AVERAGE] = { "average", is_older, true },
};

const char *tr_lot_method_name(tr_lot_method method)
{
    return (unsigned)method < TR_LOT_METHOD_COUNT ? methods[method].name : NULL;
}

tr_status tr_lot_method_parse(const char *text, size_t length, tr_lot_method *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    for (int i = 0; i < TR_LOT_METHOD_COUNT; i++)
        if (strlen(methods[i].name) == length && memcmp(methods[i].name, text, length) == 0) {
            *out = (tr_lot_method)i;
            return TR_OK;
        }
    return TR_E_PARSE;
}

/* ---- the heap -------------------------------------------------------------------------------- */

static void swap(held_lot *a, held_lot *b)
{
    held_lot kept = *a;
    *a = *b;
    *b = kept;
}

static void push(tr_lots *lots, held_lot fresh)
{
    assert(lots->count < lots->capacity);
    size_t at = lots->count++;
    lots->heap[at] = fresh;
    while (at > 0 &&
           methods[lots->method].comes_first(&lots->heap[at], &lots->heap[(at - 1) / 2])) {
        swap(&lots->heap[at], &lots->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static void pop(tr_lots *lots)
{
    bool (*comes_first)(const held_lot *, const held_lot *) = methods[lots->method].comes_first;
    lots->heap[0] = lots->heap[--lots->count];
    for (size_t at = 0;;) {
        size_t first = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < lots->count; child++)
            if (comes_first(&lots->heap[child], &lots->heap[first]))
                first = child;
        if (first == at)
            return;
        swap(&lots->heap[at], &lots->heap[first]);
        at = first;
    }
}

static tr_status make_room(tr_lots *lots)
{
    if (lots->count < lots->capacity)
        return TR_OK;
    size_t wanted = lots->capacity == 0 ? LOTS_FIRST : 2 * lots->capacity;
    held_lot *heap = tr__reallocate(lots->allocator, lots->heap, lots->capacity * sizeof *heap,
                                    wanted * sizeof *heap);
    if (heap == NULL)
        return TR_E_NO_MEMORY;
    lots->heap = heap;
    lots->capacity = wanted;
    return TR_OK;
}

/* ---- an execution ---------------------------------------------------------------------------- */

/* One side of an execution: its goods, or the goods that went as a fee. */
typedef struct trade {
    const tr_fill *fill;
    bool is_sell;
    tr_decimal quantity; /* > 0 */
    tr_decimal value;    /* >= 0, of all of it */
} trade;

static tr_decimal with_sign(tr_decimal value, bool is_negative)
{
    tr_decimal result = value;
    if (is_negative)
        (void)tr_decimal_negate(value,
                                &result); /* it is not the minimum, which has no absolute value */
    return result;
}

/* Take `part` off the lot that comes first; `value` is what the part went for. */
static tr_status close_part(tr_lots *lots, const trade *t, tr_decimal part, tr_decimal value)
{
    held_lot *first = &lots->heap[0];
    bool is_long = tr_decimal_sign(first->lot.quantity) > 0;
    tr_lot_closing closing = { .lot = first->lot,
                               .fill_id = t->fill->id,
                               .closed_ns = t->fill->at_ns,
                               .price = t->fill->price,
                               .proceeds = { value } };
    tr_decimal size = with_sign(first->lot.quantity, !is_long);
    bool is_whole = tr_decimal_compare(part, size) == 0;
    tr_status status = TR_OK;
    closing.lot.quantity = with_sign(part, !is_long);
    if (!is_whole)
        status = tr_decimal_multiply_divide(first->lot.cost.value, part, size, TR_ROUND_HALF_EVEN,
                                            &closing.lot.cost.value);
    tr_money proceeds = { with_sign(value, !is_long) };
    if (status != TR_OK ||
        (status = tr_money_subtract(proceeds, closing.lot.cost, &closing.gain)) != TR_OK ||
        (status = tr_money_add(lots->sums.realised, closing.gain, &lots->sums.realised)) != TR_OK ||
        (status = tr_money_subtract(lots->sums.cost, closing.lot.cost, &lots->sums.cost)) !=
            TR_OK ||
        (status = tr_decimal_subtract(lots->sums.quantity, closing.lot.quantity,
                                      &lots->sums.quantity)) != TR_OK ||
        (status = tr_decimal_subtract(first->lot.quantity, closing.lot.quantity,
                                      &first->lot.quantity)) != TR_OK ||
        (status = tr_money_subtract(first->lot.cost, closing.lot.cost, &first->lot.cost)) != TR_OK)
        return status;
    if (is_whole)
        pop(lots);
    if (lots->sink != NULL)
        lots->sink(lots->sink_user, &closing);
    return TR_OK;
}

/* Close up to the trade's quantity; `left_out` opens the other side, with what is left of the value. */
static tr_status close_lots(tr_lots *lots, const trade *t, tr_decimal *left_out,
                            tr_decimal *value_out)
{
    tr_decimal left = t->quantity;
    tr_decimal value = t->value;
    while (lots->count > 0 && tr_decimal_sign(left) > 0) {
        tr_decimal size = { 0 };
        tr_decimal share = value;
        tr_status status = tr_decimal_absolute(lots->heap[0].lot.quantity, &size);
        tr_decimal part = tr_decimal_min(size, left);
        if (status == TR_OK && tr_decimal_compare(part, left) != 0)
            status = tr_decimal_multiply_divide(value, part, left, TR_ROUND_HALF_EVEN, &share);
        if (status != TR_OK || (status = close_part(lots, t, part, share)) != TR_OK ||
            (status = tr_decimal_subtract(left, part, &left)) != TR_OK ||
            (status = tr_decimal_subtract(value, share, &value)) != TR_OK)
            return status;
    }
    *left_out = left;
    *value_out = value;
    return TR_OK;
}

static tr_status open_lot(tr_lots *lots, const trade *t, tr_decimal quantity, tr_decimal cost)
{
    tr_lot lot = { .fill_id = t->fill->id,
                   .opened_ns = t->fill->at_ns,
                   .price = t->fill->price,
                   .quantity = with_sign(quantity, t->is_sell),
                   .cost = { with_sign(cost, t->is_sell) } };
    tr_status status;
    if ((status = tr_decimal_add(lots->sums.quantity, lot.quantity, &lots->sums.quantity)) !=
            TR_OK ||
        (status = tr_money_add(lots->sums.cost, lot.cost, &lots->sums.cost)) != TR_OK)
        return status;
    if (methods[lots->method].is_one_lot && lots->count > 0) {
        tr_lot *one = &lots->heap[0].lot;
        status = tr_decimal_add(one->quantity, lot.quantity, &one->quantity);
        return status != TR_OK ? status : tr_money_add(one->cost, lot.cost, &one->cost);
    }
    if ((status = make_room(lots)) != TR_OK)
        return status;
    push(lots, (held_lot){ lot, ++lots->opened_count });
    return TR_OK;
}

static tr_status take(tr_lots *lots, const trade *t)
{
    bool is_closing =
        lots->count > 0 && (tr_decimal_sign(lots->heap[0].lot.quantity) > 0) == t->is_sell;
    tr_decimal left = t->quantity;
    tr_decimal value = t->value;
    tr_status status = is_closing ? close_lots(lots, t, &left, &value) : TR_OK;
    if (status != TR_OK || tr_decimal_is_zero(left))
        return status;
    return open_lot(lots, t, left, value);
}

/* The fee, in the sum of fees; and where it was taken in goods, as a trade of these. */
static tr_status take_fee(tr_lots *lots, const tr_fill *fill)
{
    tr_money fee;
    tr_status status = tr__ledger_fee(&lots->parts, fill, &fee);
    if (status == TR_OK)
        status = tr_money_add(lots->sums.fees, fee, &lots->sums.fees);
    if (status != TR_OK || tr_decimal_is_zero(fill->fee.value) ||
        !tr__ledger_fee_is_goods(&lots->parts, fill))
        return status;
    bool is_rebate = tr_decimal_sign(fill->fee.value) < 0;
    trade t = { .fill = fill, .is_sell = !is_rebate };
    if ((status = tr_decimal_absolute(fill->fee.value, &t.quantity)) != TR_OK ||
        (status = tr_decimal_absolute(fee.value, &t.value)) != TR_OK)
        return status;
    return take(lots, &t);
}

static tr_status check_fill(const tr_lots *lots, const tr_fill *fill, tr_error *err)
{
    if (fill == NULL || strcmp(fill->symbol, lots->symbol) != 0)
        return tr__fail(err, TR_E_INVALID, 0, "no execution in %s", lots->symbol);
    if (tr_decimal_sign(fill->price.value) <= 0 || tr_decimal_sign(fill->quantity.value) <= 0)
        return tr__fail(err, TR_E_INVALID, 0,
                        "an execution needs a price and a quantity above zero");
    return TR_OK;
}

tr_status tr_lots_fill(tr_lots *lots, const tr_fill *fill, tr_error *err)
{
    if (lots == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no lots");
    if (lots->failure.status != TR_OK)
        return tr__fail(err, lots->failure.status, 0, "%s", lots->failure.message);
    tr_status status = check_fill(lots, fill, err);
    if (status != TR_OK)
        return status;
    trade t = { .fill = fill,
                .is_sell = fill->side == TR_SIDE_SELL,
                .quantity = fill->quantity.value };
    tr_decimal units;
    if ((status = tr_decimal_multiply(fill->quantity.value, lots->multiplier, TR_ROUND_HALF_EVEN,
                                      &units)) != TR_OK ||
        (status = tr_decimal_multiply(fill->price.value, units, TR_ROUND_HALF_EVEN, &t.value)) !=
            TR_OK ||
        (status = take(lots, &t)) != TR_OK || (status = take_fee(lots, fill)) != TR_OK)
        return tr__fail(err,
                        tr__fail(&lots->failure, status, 0,
                                 "an execution in %s does not fit its lots: %s", lots->symbol,
                                 tr_status_name(status)),
                        0, "%s", lots->failure.message);
    lots->sums.fills++;
    return TR_OK;
}

/* ---- life ------------------------------------------------------------------------------------ */

tr_status tr_lots_new(tr_lot_method method, const char *symbol, tr_decimal multiplier,
                      const tr_allocator *allocator, tr_lot_closing_sink *sink, void *user,
                      tr_lots **out, tr_error *err)
{
    tr__ledger_parts parts;
    if (tr_lot_method_name(method) == NULL || symbol == NULL || out == NULL ||
        tr_decimal_sign(multiplier) <= 0)
        return tr__fail(err, TR_E_INVALID, 0,
                        "lots need a method, a symbol and a multiplier above zero");
    tr_status status = tr__ledger_parts_of(symbol, &parts, err);
    if (status != TR_OK)
        return status;
    tr_lots *lots = tr__allocate_zeroed(allocator, 1, sizeof *lots);
    if (lots == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for lots");
    lots->allocator = allocator;
    lots->method = method;
    lots->parts = parts;
    lots->multiplier = multiplier;
    lots->sink = sink;
    lots->sink_user = user;
    memcpy(lots->symbol, symbol, strlen(symbol) + 1); /* it was read: it fits */
    *out = lots;
    return TR_OK;
}

void tr_lots_free(tr_lots *lots)
{
    if (lots == NULL)
        return;
    tr__release(lots->allocator, lots->heap);
    tr__release(lots->allocator, lots);
}

/* ---- enquiry --------------------------------------------------------------------------------- */

tr_lots_sums tr_lots_total(const tr_lots *lots)
{
    return lots == NULL ? (tr_lots_sums){ .fills = 0 } : lots->sums;
}

tr_status tr_lots_unrealised(const tr_lots *lots, tr_price price, tr_money *out)
{
    if (lots == NULL || out == NULL)
        return TR_E_INVALID;
    tr_decimal units;
    tr_money value;
    tr_status status =
        tr_decimal_multiply(lots->sums.quantity, lots->multiplier, TR_ROUND_HALF_EVEN, &units);
    if (status == TR_OK)
        status = tr_decimal_multiply(units, price.value, TR_ROUND_HALF_EVEN, &value.value);
    return status != TR_OK ? status : tr_money_subtract(value, lots->sums.cost, out);
}

size_t tr_lots_count(const tr_lots *lots)
{
    return lots == NULL ? 0 : lots->count;
}

static int by_number(const void *a, const void *b)
{
    const held_lot *first = a, *second = b;
    return first->number < second->number ? -1 : first->number > second->number;
}

tr_status tr_lots_list(const tr_lots *lots, void (*sink)(void *user, const tr_lot *lot), void *user)
{
    if (lots == NULL || sink == NULL)
        return TR_E_INVALID;
    if (lots->count == 0)
        return TR_OK;
    held_lot *sorted = tr__allocate_zeroed(lots->allocator, lots->count, sizeof *sorted);
    if (sorted == NULL)
        return TR_E_NO_MEMORY;
    memcpy(sorted, lots->heap, lots->count * sizeof *sorted);
    qsort(sorted, lots->count, sizeof *sorted, by_number);
    for (size_t i = 0; i < lots->count; i++)
        sink(user, &sorted[i].lot);
    tr__release(lots->allocator, sorted);
    return TR_OK;
}
