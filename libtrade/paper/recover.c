/*
 * recover.c: balances, counters and open orders, back from the store.
 *
 * A walk through the tables, one page at a time: balances; then the accounts that have orders, each found
 * behind the one before with its greatest client id; then, account by account, the last numbers given and the
 * open orders; then the fills of each open order. The reader may answer at once or later: the loop in `run`
 * takes both without recursion.
 */
#include "paper/state.h"

#include <assert.h>
#include <string.h>

#include "core/fail.h"

#define PAGE_ROWS 500

typedef enum phase {
    READ_BALANCES,
    READ_POSITIONS,
    READ_ACCOUNTS, /* one row a read: the greatest client id of the next account */
    READ_ORDER_ID, /* for each account and each state */
    READ_FILL_ID,
    READ_FUNDING_ID,
    READ_ORDERS,
    READ_FILLS, /* of each open order */
    READ_ALL
} phase;

typedef struct tr__paper_recovery {
    phase phase;
    tr__paper_account *account;
    tr_paper_state state;
    size_t order_index;       /* into orders */
    tr__paper_order **orders; /* all open ones, in the order of reading */
    size_t order_count, order_capacity;
    tr_paper_balance_row balance_last;
    tr_paper_position_row position_last;
    tr_paper_order_row order_last; /* of the page before; key of the next */
    size_t row_count;              /* of the page that is being read */
    bool is_reading, is_running;
    tr_status status; /* of what the rows led to */
    void (*done)(void *user, tr_status status, const tr_error *err);
    void *user;
} recovery;

static void run(tr_paper *paper);

void tr__paper_recovery_free(tr_paper *paper)
{
    if (paper->recovery == NULL)
        return;
    for (size_t i = 0; i < paper->recovery->order_count; i++)
        if (paper->recovery->orders[i]->link.hash == 0) /* not handed over to the table */
            tr__paper_order_free(paper, paper->recovery->orders[i]);
    tr__release(paper->allocator, paper->recovery->orders);
    tr__release(paper->allocator, paper->recovery);
    paper->recovery = NULL;
}

/* ---- what the rows mean ---------------------------------------------------------------------- */

static bool keep(recovery *work, tr_status status)
{
    work->row_count++;
    if (work->status == TR_OK)
        work->status = status;
    return status == TR_OK;
}

static bool on_balance(void *user, const void *row)
{
    tr_paper *paper = user;
    recovery *work = paper->recovery;
    const tr_paper_balance_row *balance_row = row;
    tr__paper_account *account;
    tr__paper_balance *balance;
    work->balance_last = *balance_row;
    if (tr_decimal_sign(balance_row->total.value) < 0 &&
        !tr__paper_carries_swaps(paper, balance_row->asset))
        return keep(work, TR_E_CORRUPT);
    tr_status status = tr__paper_account_open(paper, balance_row->account, &account);
    if (status == TR_OK)
        status = tr__paper_balance_open(paper, account, balance_row->asset, &balance);
    if (status == TR_OK) {
        balance->total = balance_row->total.value;
        balance->version = balance_row->version;
    }
    return keep(work, status);
}

/* A position in a swap that is traded here no more waits for it to come back. */
static bool on_position(void *user, const void *row)
{
    tr_paper *paper = user;
    recovery *work = paper->recovery;
    const tr_paper_position_row *position = row;
    tr__paper_market *market = tr__paper_market_of(paper, position->symbol);
    tr__paper_account *account;
    tr__paper_desk *desk = NULL;
    work->position_last = *position;
    if (market == NULL || !tr__paper_is_swap(market))
        return keep(work, TR_OK);
    if (tr_decimal_sign(position->quantity) != tr_decimal_sign(position->cost.value))
        return keep(work, TR_E_CORRUPT);
    tr_status status = tr__paper_account_open(paper, position->account, &account);
    if (status == TR_OK)
        status = tr__paper_desk_open(paper, account, market, &desk);
    if (status == TR_OK) {
        desk->quantity = position->quantity;
        desk->cost = position->cost.value;
        desk->funded_ns = position->funded_ns;
        desk->position_version = position->version;
    }
    return keep(work, status);
}

static bool on_account(void *user, const void *row)
{
    tr_paper *paper = user;
    recovery *work = paper->recovery;
    tr__paper_account *account;
    work->order_last = *(const tr_paper_order_row *)row;
    tr_status status = tr__paper_account_open(paper, work->order_last.account, &account);
    if (status == TR_OK)
        memcpy(account->client_id_max, work->order_last.client_id, sizeof account->client_id_max);
    return keep(work, status);
}

static bool on_order_id(void *user, const void *row)
{
    recovery *work = ((tr_paper *)user)->recovery;
    const tr_paper_order_row *order_row = row;
    if (order_row->exchange_order_id > work->account->order_id_last)
        work->account->order_id_last = order_row->exchange_order_id;
    return keep(work, TR_OK);
}

static bool on_fill_id(void *user, const void *row)
{
    recovery *work = ((tr_paper *)user)->recovery;
    work->account->fill_id_last = ((const tr_paper_fill_row *)row)->fill_id;
    return keep(work, TR_OK);
}

static bool on_funding_id(void *user, const void *row)
{
    recovery *work = ((tr_paper *)user)->recovery;
    work->account->funding_last = ((const tr_funding_payment *)row)->seq;
    return keep(work, TR_OK);
}

static tr_status order_keep(tr_paper *paper, tr__paper_order *order)
{
    recovery *work = paper->recovery;
    if (work->order_count == work->order_capacity) {
        size_t wanted = work->order_capacity == 0 ? 64 : work->order_capacity * 2;
        tr__paper_order **orders = tr__reallocate(paper->allocator, work->orders,
                                                  work->order_capacity * sizeof(tr__paper_order *),
                                                  wanted * sizeof(tr__paper_order *));
        if (orders == NULL)
            return TR_E_NO_MEMORY;
        work->orders = orders;
        work->order_capacity = wanted;
    }
    work->orders[work->order_count++] = order;
    return TR_OK;
}

static bool is_sound(const tr_paper_order_row *row)
{
    return (row->side == TR_SIDE_BUY || row->side == TR_SIDE_SELL) &&
           (row->type == TR_ORDER_MARKET || row->type == TR_ORDER_LIMIT ||
            tr__paper_is_stop(row->type)) &&
           tr_tif_name(row->tif) != NULL &&
           (!tr__paper_has_limit(row->type) || tr_decimal_sign(row->limit_price.value) > 0) &&
           (!tr__paper_is_stop(row->type) || tr_decimal_sign(row->stop_price.value) > 0) &&
           tr_decimal_sign(row->filled_quantity.value) >= 0 &&
           tr_decimal_compare(row->filled_quantity.value, row->quantity.value) < 0;
}

static bool on_open_order(void *user, const void *row)
{
    tr_paper *paper = user;
    recovery *work = paper->recovery;
    tr__paper_order *order;
    work->order_last = *(const tr_paper_order_row *)row;
    if (!is_sound(&work->order_last))
        return keep(work, TR_E_CORRUPT);
    tr_status status = tr__paper_order_new(paper, &order);
    if (status != TR_OK)
        return keep(work, status);
    order->row = work->order_last;
    status = order_keep(paper, order);
    if (status != TR_OK)
        tr__paper_order_free(paper, order);
    return keep(work, status);
}

static bool on_fill(void *user, const void *row)
{
    tr_paper *paper = user;
    recovery *work = paper->recovery;
    tr__paper_order *order = work->orders[work->order_index];
    const tr_paper_fill_row *fill_row = row;
    tr__paper_fill fill = tr__paper_fill_of_row(fill_row);
    memcpy(order->fee_asset, fill_row->fee_asset, sizeof order->fee_asset);
    return keep(work, tr__paper_order_add_fill(paper, order, &fill));
}

/* ---- the walk -------------------------------------------------------------------------------- */

/* Behind the page that has just been read. `is_last`: nothing follows it. */
static void advance(tr_paper *paper, bool is_last)
{
    recovery *work = paper->recovery;
    switch (work->phase) {
    case READ_BALANCES:
        if (is_last)
            work->phase = READ_POSITIONS;
        break;
    case READ_POSITIONS:
        if (is_last)
            work->phase = READ_ACCOUNTS;
        break;
    case READ_ACCOUNTS:
        if (work->row_count > 0) { /* behind this account lie only those with lesser names */
            work->order_last.client_id[0] = '\0';
            break;
        }
        work->account = paper->account_first;
        work->state = TR_PAPER_OPEN;
        work->phase = work->account != NULL ? READ_ORDER_ID : READ_ALL;
        break;
    case READ_ORDER_ID:
        if (work->state < TR_PAPER_REJECTED)
            work->state = (tr_paper_state)(work->state + 1);
        else
            work->phase = READ_FILL_ID;
        break;
    case READ_FILL_ID:
        work->phase = READ_FUNDING_ID;
        break;
    case READ_FUNDING_ID:
        work->order_last = (tr_paper_order_row){ 0 };
        work->phase = READ_ORDERS;
        break;
    case READ_ORDERS:
        if (!is_last)
            break;
        work->account = work->account->next;
        work->state = TR_PAPER_OPEN;
        work->phase = work->account != NULL   ? READ_ORDER_ID
                      : work->order_count > 0 ? READ_FILLS
                                              : READ_ALL;
        break;
    case READ_FILLS:
        if (is_last && ++work->order_index == work->order_count)
            work->phase = READ_ALL;
        break;
    case READ_ALL:
        break;
    }
    work->row_count = 0;
}

static void on_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    tr_paper *paper = user;
    recovery *work = paper->recovery;
    (void)err; /* the status goes to the caller of recover */
    work->is_reading = false;
    if (work->status == TR_OK)
        work->status = status;
    if (work->status == TR_OK)
        advance(paper, !has_more);
    run(paper);
}

static tr_status read_page(tr_paper *paper, const tr_store_query *query, tr_store_row_sink *row)
{
    tr_store_reader *reader = paper->options.reader;
    return reader->read(reader->user, query, row, on_read, paper, NULL);
}

static tr_status read_of_account(tr_paper *paper)
{
    recovery *work = paper->recovery;
    tr_paper_order_row order_key = { .state =
                                         work->phase == READ_ORDERS ? TR_PAPER_OPEN : work->state };
    tr_paper_fill_row fill_key = { 0 };
    tr_funding_payment funding_key = { .seq = 0 };
    memcpy(funding_key.account, work->account->name, sizeof funding_key.account);
    memcpy(order_key.account, work->account->name, sizeof order_key.account);
    memcpy(fill_key.account, work->account->name, sizeof fill_key.account);
    if (work->phase == READ_FILL_ID)
        return read_page(paper,
                         &(tr_store_query){ .table = TR_TABLE_PAPER_FILL,
                                            .index = TR_INDEX_PRIMARY,
                                            .key = &fill_key,
                                            .key_columns = 1,
                                            .is_descending = true,
                                            .limit = 1 },
                         on_fill_id);
    if (work->phase == READ_FUNDING_ID)
        return read_page(paper,
                         &(tr_store_query){ .table = TR_TABLE_PAPER_FUNDING,
                                            .key = &funding_key,
                                            .key_columns = 1,
                                            .is_descending = true,
                                            .limit = 1 },
                         on_funding_id);
    tr_store_query query = { .table = TR_TABLE_PAPER_ORDER,
                             .index = TR_INDEX_PAPER_ORDER_STATE,
                             .key = &order_key,
                             .key_columns = 2 };
    if (work->phase == READ_ORDER_ID) {
        query.is_descending = true;
        query.limit = 1;
        return read_page(paper, &query, on_order_id);
    }
    query.limit = PAGE_ROWS;
    query.after = work->order_last.exchange_order_id != 0 ? &work->order_last : NULL;
    return read_page(paper, &query, on_open_order);
}

static tr_status read_next(tr_paper *paper)
{
    recovery *work = paper->recovery;
    if (work->phase == READ_BALANCES)
        return read_page(paper,
                         &(tr_store_query){ .table = TR_TABLE_PAPER_BALANCE,
                                            .index = TR_INDEX_PRIMARY,
                                            .after = work->balance_last.account[0] != '\0'
                                                         ? &work->balance_last
                                                         : NULL,
                                            .limit = PAGE_ROWS },
                         on_balance);
    if (work->phase == READ_POSITIONS)
        return read_page(paper,
                         &(tr_store_query){ .table = TR_TABLE_PAPER_POSITION,
                                            .after = work->position_last.account[0] != '\0'
                                                         ? &work->position_last
                                                         : NULL,
                                            .limit = PAGE_ROWS },
                         on_position);
    if (work->phase == READ_ACCOUNTS)
        return read_page(paper,
                         &(tr_store_query){ .table = TR_TABLE_PAPER_ORDER,
                                            .index = TR_INDEX_PRIMARY,
                                            .after = work->order_last.account[0] != '\0'
                                                         ? &work->order_last
                                                         : NULL,
                                            .is_descending = true,
                                            .limit = 1 },
                         on_account);
    if (work->phase != READ_FILLS)
        return read_of_account(paper);
    const tr__paper_order *order = work->orders[work->order_index];
    tr_paper_fill_row key = { 0 };
    memcpy(key.account, order->row.account, sizeof key.account);
    memcpy(key.client_id, order->row.client_id, sizeof key.client_id);
    if (order->fill_count > 0)
        key.fill_id = order->fills[order->fill_count - 1].fill_id;
    return read_page(paper,
                     &(tr_store_query){ .table = TR_TABLE_PAPER_FILL,
                                        .index = TR_INDEX_PAPER_FILL_ORDER,
                                        .key = &key,
                                        .key_columns = 2,
                                        .after = order->fill_count > 0 ? &key : NULL,
                                        .limit = PAGE_ROWS },
                     on_fill);
}

/* ---- the end --------------------------------------------------------------------------------- */

static bool fills_add_up(const tr__paper_order *order)
{
    tr_decimal sum = { 0 };
    for (size_t i = 0; i < order->fill_count; i++)
        if (tr_decimal_add(sum, order->fills[i].quantity.value, &sum) != TR_OK)
            return false;
    return tr_decimal_compare(sum, order->row.filled_quantity.value) == 0;
}

/* Put one open order back to where it was. A symbol that is traded here no more, or on another grid, leaves it without a desk:
   it never fills, but it can be asked for and cancelled. */
static tr_status order_restore(tr_paper *paper, tr__paper_order *order)
{
    tr__paper_account *account = tr__paper_account_find(paper, order->row.account);
    tr__paper_market *market = tr__paper_market_of(paper, order->row.symbol);
    assert(account != NULL);
    if (!fills_add_up(order))
        return TR_E_CORRUPT;
    if (market != NULL && tr__paper_desk_open(paper, account, market, &order->desk) != TR_OK)
        return TR_E_NO_MEMORY;
    if (tr__paper_table_grow(&paper->orders, paper->allocator) != TR_OK)
        return TR_E_NO_MEMORY;
    if (order->desk != NULL && !tr__paper_fits_book(order))
        order->desk = NULL;
    if (order->desk == NULL)
        return TR_OK;
    memcpy(order->fee_asset, market->instrument.quote, sizeof order->fee_asset);
    tr_decimal wanted;
    /* Fees may have been raised since: then the order holds nothing back, and its fills are checked one by one. */
    if (tr__paper_reservation(paper, order, &wanted) == TR_OK)
        (void)tr__paper_reserve(order, wanted);
    if (tr__paper_is_stop(order->row.type)) {
        tr__paper_stop_rest(order);
        return TR_OK;
    }
    if (order->row.tif == TR_TIF_GTC)
        return tr__paper_book_enter(paper, order, TR_TIF_GTC);
    /* An order that would not have stayed was on its way to the market: it arrives now. */
    order->is_on_its_way = true;
    return tr__paper_arrival_add(paper, order, false, order->row.created_ns);
}

static tr_status restore(tr_paper *paper)
{
    recovery *work = paper->recovery;
    for (size_t i = 0; i < work->order_count; i++) {
        tr__paper_order *order = work->orders[i];
        tr_status status = order_restore(paper, order);
        if (status != TR_OK)
            return status;
        order->link.hash = tr__paper_order_hash(order->row.account, order->row.client_id);
        tr__paper_table_insert(&paper->orders, &order->link);
    }
    return TR_OK;
}

static void end(tr_paper *paper)
{
    recovery *work = paper->recovery;
    if (work->status == TR_OK)
        work->status = restore(paper);
    tr_error err = { 0 };
    tr_status status = work->status;
    if (status != TR_OK)
        (void)tr__paper_break(paper, status, "recover", &err);
    paper->is_recovered = status == TR_OK;
    void (*done)(void *, tr_status, const tr_error *) = work->done;
    void *user = work->user;
    tr__paper_recovery_free(paper);
    done(user, status, status == TR_OK ? NULL : &err);
}

static void run(tr_paper *paper)
{
    recovery *work = paper->recovery;
    if (work->is_running)
        return;
    work->is_running = true;
    while (!work->is_reading && work->status == TR_OK && work->phase != READ_ALL) {
        work->is_reading = true;
        tr_status status = read_next(paper);
        if (status != TR_OK) {
            work->is_reading = false;
            work->status = status;
        }
    }
    work->is_running = false;
    if (!work->is_reading)
        end(paper);
}

tr_status tr_paper_recover(tr_paper *paper,
                           void (*done)(void *user, tr_status status, const tr_error *err),
                           void *user, tr_error *err)
{
    if (paper == NULL || done == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_paper_recover: an argument is NULL");
    if (paper->is_recovered || paper->recovery != NULL || paper->failure.status != TR_OK)
        return tr__fail(err, TR_E_INVALID, 0, "the paper exchange was recovered before");
    paper->recovery = tr__allocate_zeroed(paper->allocator, 1, sizeof *paper->recovery);
    if (paper->recovery == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory to recover");
    paper->recovery->done = done;
    paper->recovery->user = user;
    run(paper);
    return TR_OK;
}
