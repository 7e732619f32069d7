/* pnl.c: an account's profit and loss by symbol and by trading day, from its executions in order. */
#include <trade/ledger.h>

#include <string.h>

#include <trade/time.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "ledger/parts.h"

/* What is known of a symbol: its lots, and where its rows are. */
typedef struct book {
    tr_lots *lots;
    tr__ledger_parts parts;
    size_t day_index; /* of its newest row by day; SIZE_MAX: none */
} book;

struct tr_pnl {
    tr_pnl_options options;
    tr_pnl_row *symbols;
    book *books; /* beside the symbols */
    size_t symbol_count, symbol_capacity, book_capacity;
    tr_pnl_row *days;
    size_t day_count, day_capacity;
    tr_pnl_fee *fees;
    size_t fee_count, fee_capacity;
    int64_t at_ns;  /* of the newest entry */
    bool is_inside; /* what closes now is within the time looked at */
    tr_error failure;
};

/* ---- life ------------------------------------------------------------------------------------ */

tr_status tr_pnl_new(const tr_pnl_options *options, tr_pnl **out, tr_error *err)
{
    if (options == NULL || options->struct_size < sizeof *options || out == NULL ||
        tr_lot_method_name(options->method) == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "profit and loss needs options with a method");
    if (options->day_offset_minutes < -1439 || options->day_offset_minutes > 1439)
        return tr__fail(err, TR_E_INVALID, 0,
                        "midnight is %d minutes east of UTC, allowed -1439 to 1439",
                        (int)options->day_offset_minutes);
    tr_pnl *pnl = tr__allocate_zeroed(options->allocator, 1, sizeof *pnl);
    if (pnl == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for profit and loss");
    pnl->options = *options;
    pnl->at_ns = INT64_MIN;
    *out = pnl;
    return TR_OK;
}

void tr_pnl_free(tr_pnl *pnl)
{
    if (pnl == NULL)
        return;
    const tr_allocator *allocator = pnl->options.allocator;
    for (size_t i = 0; i < pnl->symbol_count; i++)
        tr_lots_free(pnl->books[i].lots);
    tr__release(allocator, pnl->symbols);
    tr__release(allocator, pnl->books);
    tr__release(allocator, pnl->days);
    tr__release(allocator, pnl->fees);
    tr__release(allocator, pnl);
}

/* Room for one more item of an array. */
static bool make_room(const tr_pnl *pnl, void *items, size_t *capacity, size_t count,
                      size_t item_size)
{
    void *grown;
    if (count < *capacity)
        return true;
    size_t wanted = *capacity == 0 ? 8 : 2 * *capacity;
    memcpy(&grown, items, sizeof grown); /* a pointer of whatever type */
    grown =
        tr__reallocate(pnl->options.allocator, grown, *capacity * item_size, wanted * item_size);
    if (grown == NULL)
        return false;
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void on_closing(void *user, const tr_lot_closing *closing)
{
    const tr_pnl *pnl = user;
    if (pnl->is_inside && pnl->options.sink != NULL)
        pnl->options.sink(pnl->options.sink_user, closing);
}

/* SIZE_MAX when it is not there. */
static size_t find_symbol(const tr_pnl *pnl, const char *symbol)
{
    for (size_t i = 0; i < pnl->symbol_count; i++)
        if (strcmp(pnl->symbols[i].symbol, symbol) == 0)
            return i;
    return SIZE_MAX;
}

static tr_decimal multiplier_of(const tr_pnl *pnl, const char *symbol)
{
    for (size_t i = 0; i < pnl->options.instrument_count; i++)
        if (strcmp(pnl->options.instruments[i].symbol, symbol) == 0)
            return pnl->options.instruments[i].multiplier;
    return tr_decimal_from_int(1);
}

static tr_status open_symbol(tr_pnl *pnl, const char *symbol, size_t *index_out, tr_error *err)
{
    book fresh = { .day_index = SIZE_MAX };
    *index_out = find_symbol(pnl, symbol);
    if (*index_out != SIZE_MAX)
        return TR_OK;
    tr_status status = tr__ledger_parts_of(symbol, &fresh.parts, err);
    if (status != TR_OK)
        return status;
    if (!make_room(pnl, &pnl->symbols, &pnl->symbol_capacity, pnl->symbol_count,
                   sizeof *pnl->symbols) ||
        !make_room(pnl, &pnl->books, &pnl->book_capacity, pnl->symbol_count, sizeof *pnl->books))
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for profit and loss");
    status = tr_lots_new(pnl->options.method, symbol, multiplier_of(pnl, symbol),
                         pnl->options.allocator, on_closing, pnl, &fresh.lots, err);
    if (status != TR_OK)
        return status;
    tr_pnl_row *row = &pnl->symbols[pnl->symbol_count];
    *row = (tr_pnl_row){ .day_ns = 0 };
    memcpy(row->symbol, symbol, strlen(symbol) + 1); /* it was read: it fits */
    memcpy(row->settle, fresh.parts.settle, sizeof row->settle);
    pnl->books[pnl->symbol_count] = fresh;
    *index_out = pnl->symbol_count++;
    return TR_OK;
}

/* The symbol's row of the day; NULL: no memory. */
static tr_pnl_row *row_of_day(tr_pnl *pnl, size_t symbol_index, int64_t at_ns)
{
    int64_t day_ns = tr_trading_day_open_ns(at_ns, pnl->options.day_offset_minutes);
    book *of = &pnl->books[symbol_index];
    if (of->day_index != SIZE_MAX && pnl->days[of->day_index].day_ns == day_ns)
        return &pnl->days[of->day_index];
    if (!make_room(pnl, &pnl->days, &pnl->day_capacity, pnl->day_count, sizeof *pnl->days))
        return NULL;
    of->day_index = pnl->day_count++;
    tr_pnl_row *row = &pnl->days[of->day_index];
    *row = (tr_pnl_row){ .day_ns = day_ns };
    memcpy(row->symbol, pnl->symbols[symbol_index].symbol, sizeof row->symbol);
    memcpy(row->settle, of->parts.settle, sizeof row->settle);
    return row;
}

static tr_status add_other_fee(tr_pnl *pnl, const tr_fill *fill)
{
    size_t i = 0;
    if (tr_decimal_is_zero(fill->fee.value))
        return TR_OK;
    while (i < pnl->fee_count && strcmp(pnl->fees[i].asset, fill->fee_asset) != 0)
        i++;
    if (i == pnl->fee_count) {
        if (!make_room(pnl, &pnl->fees, &pnl->fee_capacity, pnl->fee_count, sizeof *pnl->fees))
            return TR_E_NO_MEMORY;
        pnl->fees[pnl->fee_count] = (tr_pnl_fee){ .amount = { { 0 } } };
        memcpy(pnl->fees[pnl->fee_count++].asset, fill->fee_asset, TR_ASSET_SIZE);
    }
    return tr_money_add(pnl->fees[i].amount, fill->fee, &pnl->fees[i].amount);
}

/* What happened between two sums goes to a row; quantity and cost are those at the end of it. */
static tr_status add_change(tr_pnl_row *row, const tr_lots_sums *before, const tr_lots_sums *after,
                            bool is_counted)
{
    tr_money realised, fees;
    tr_status status;
    row->quantity = after->quantity;
    row->cost = after->cost;
    if (!is_counted)
        return TR_OK;
    if ((status = tr_money_subtract(after->realised, before->realised, &realised)) != TR_OK ||
        (status = tr_money_subtract(after->fees, before->fees, &fees)) != TR_OK ||
        (status = tr_money_add(row->realised, realised, &row->realised)) != TR_OK)
        return status;
    row->fills++;
    return tr_money_add(row->fees, fees, &row->fees);
}

/* ---- entries --------------------------------------------------------------------------------- */

/* TR_OK: the entry may be taken. `*is_left_out`: it lies behind the time looked at. */
static tr_status begin_entry(tr_pnl *pnl, const char *symbol, int64_t at_ns, size_t *index_out,
                             bool *is_left_out, tr_error *err)
{
    if (pnl->failure.status != TR_OK)
        return tr__fail(err, pnl->failure.status, 0, "%s", pnl->failure.message);
    if (at_ns < pnl->at_ns)
        return tr__fail(err, TR_E_INVALID, 0, "an entry of %s lies before the one that it follows",
                        symbol);
    *is_left_out = at_ns >= pnl->options.to_ns;
    if (*is_left_out)
        return TR_OK;
    pnl->at_ns = at_ns;
    pnl->is_inside = at_ns >= pnl->options.from_ns;
    return open_symbol(pnl, symbol, index_out, err);
}

static tr_status fail(tr_pnl *pnl, tr_status status, const char *symbol, tr_error *err)
{
    (void)tr__fail(&pnl->failure, status, 0, "the profit and loss of %s cannot be told: %s", symbol,
                   tr_status_name(status));
    return tr__fail(err, status, 0, "%s", pnl->failure.message);
}

tr_status tr_pnl_fill(tr_pnl *pnl, const tr_fill *fill, tr_error *err)
{
    size_t index = 0;
    bool is_left_out = false;
    if (pnl == NULL || fill == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no profit and loss, or no execution");
    tr_status status = begin_entry(pnl, fill->symbol, fill->at_ns, &index, &is_left_out, err);
    if (status != TR_OK || is_left_out)
        return status;
    tr_lots_sums before = tr_lots_total(pnl->books[index].lots);
    if ((status = tr_lots_fill(pnl->books[index].lots, fill, err)) != TR_OK)
        return status;
    tr_lots_sums after = tr_lots_total(pnl->books[index].lots);
    status = add_change(&pnl->symbols[index], &before, &after, pnl->is_inside);
    if (status == TR_OK && pnl->is_inside) {
        tr_pnl_row *day = row_of_day(pnl, index, fill->at_ns);
        status = day == NULL ? TR_E_NO_MEMORY : add_change(day, &before, &after, true);
        if (status == TR_OK && tr__ledger_fee_is_other(&pnl->books[index].parts, fill))
            status = add_other_fee(pnl, fill);
    }
    return status == TR_OK ? TR_OK : fail(pnl, status, fill->symbol, err);
}

tr_status tr_pnl_funding(tr_pnl *pnl, const char *symbol, tr_money amount, int64_t at_ns,
                         tr_error *err)
{
    size_t index = 0;
    bool is_left_out = false;
    if (pnl == NULL || symbol == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no profit and loss, or no symbol");
    tr_status status = begin_entry(pnl, symbol, at_ns, &index, &is_left_out, err);
    if (status != TR_OK || is_left_out || !pnl->is_inside)
        return status;
    tr_pnl_row *day = row_of_day(pnl, index, at_ns);
    if (day == NULL)
        return fail(pnl, TR_E_NO_MEMORY, symbol, err);
    day->quantity = pnl->symbols[index].quantity;
    day->cost = pnl->symbols[index].cost;
    status = tr_money_add(day->funding, amount, &day->funding);
    if (status == TR_OK)
        status = tr_money_add(pnl->symbols[index].funding, amount, &pnl->symbols[index].funding);
    return status == TR_OK ? TR_OK : fail(pnl, status, symbol, err);
}

/* ---- enquiry --------------------------------------------------------------------------------- */

const tr_pnl_row *tr_pnl_symbols(const tr_pnl *pnl, size_t *count_out)
{
    *count_out = pnl == NULL ? 0 : pnl->symbol_count;
    return pnl == NULL ? NULL : pnl->symbols;
}

const tr_pnl_row *tr_pnl_days(const tr_pnl *pnl, size_t *count_out)
{
    *count_out = pnl == NULL ? 0 : pnl->day_count;
    return pnl == NULL ? NULL : pnl->days;
}

const tr_pnl_fee *tr_pnl_other_fees(const tr_pnl *pnl, size_t *count_out)
{
    *count_out = pnl == NULL ? 0 : pnl->fee_count;
    return pnl == NULL ? NULL : pnl->fees;
}

const tr_lots *tr_pnl_lots(const tr_pnl *pnl, const char *symbol)
{
    size_t index = pnl == NULL || symbol == NULL ? SIZE_MAX : find_symbol(pnl, symbol);
    return index == SIZE_MAX ? NULL : pnl->books[index].lots;
}
