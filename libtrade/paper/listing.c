/*
 * listing.c: what an account holds here, for reconciliation: read from the tables, so that it is durable and never
 * ahead of what a crash would leave.
 *
 * The reader may answer at once or later; the loop in `run` takes both without recursion.
 */
#include "paper/state.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"

#define PAGE_ROWS 500

typedef union listed_row {
    tr_paper_order_row order;
    tr_paper_fill_row fill;
    tr_paper_balance_row balance;
    tr_paper_position_row position;
    tr_funding_payment funding;
} listed_row;

typedef struct tr__paper_listing {
    tr_paper *paper;
    tr_listing_kind kind;
    int64_t since_ns;
    tr_exchange_listing into;
    listed_row key, last;
    bool has_last, has_more, is_over, is_reading, is_answered;
    tr_status status;
    tr_error err;
} tr__paper_listing;

/* ---- rows as items --------------------------------------------------------------------------- */

static void take_order(tr__paper_listing *l, const tr_paper_order_row *row)
{
    tr_exchange_item item = { .kind = TR_LISTING_ORDERS,
                              .side = row->side,
                              .quantity = row->quantity,
                              .filled_quantity = row->filled_quantity,
                              .price = row->limit_price,
                              .at_ns = row->created_ns };
    l->last.order = *row;
    (void)snprintf(item.client_id, sizeof item.client_id, "%s", row->client_id);
    (void)snprintf(item.symbol, sizeof item.symbol, "%s", row->symbol);
    (void)snprintf(item.exchange_order_id, sizeof item.exchange_order_id, "%" PRId64,
                   row->exchange_order_id);
    l->into.item(l->into.user, &item);
}

/* Newest first, as far back as is asked for. */
static void take_fill(tr__paper_listing *l, const tr_paper_fill_row *row)
{
    tr_exchange_item item = { .kind = TR_LISTING_FILLS,
                              .side = row->side,
                              .quantity = row->quantity,
                              .price = row->price,
                              .fee = row->fee,
                              .is_maker = row->is_maker,
                              .at_ns = row->at_ns };
    l->last.fill = *row;
    l->is_over = row->at_ns < l->since_ns;
    if (l->is_over)
        return;
    item.is_liquidation = tr__paper_is_liquidation(row->client_id);
    (void)snprintf(item.client_id, sizeof item.client_id, "%s", row->client_id);
    (void)snprintf(item.symbol, sizeof item.symbol, "%s", row->symbol);
    (void)snprintf(item.asset, sizeof item.asset, "%s", row->fee_asset);
    (void)snprintf(item.exchange_fill_id, sizeof item.exchange_fill_id, "%" PRId64, row->fill_id);
    l->into.item(l->into.user, &item);
}

static void take_balance(tr__paper_listing *l, const tr_paper_balance_row *row)
{
    tr_exchange_item item = { .kind = TR_LISTING_BALANCES, .held = row->total.value };
    l->last.balance = *row;
    if (tr_decimal_is_zero(row->total.value))
        return;
    (void)snprintf(item.asset, sizeof item.asset, "%s", row->asset);
    l->into.item(l->into.user, &item);
}

static void take_position(tr__paper_listing *l, const tr_paper_position_row *row)
{
    tr_exchange_item item = { .kind = TR_LISTING_POSITIONS, .held = row->quantity, .cost = row->cost };
    l->last.position = *row;
    if (tr_decimal_is_zero(row->quantity))
        return;
    if (tr_decimal_divide(row->cost.value, row->quantity, TR_ROUND_HALF_EVEN, &item.price.value) != TR_OK)
        item.price = (tr_price){ { 0 } };
    (void)snprintf(item.symbol, sizeof item.symbol, "%s", row->symbol);
    l->into.item(l->into.user, &item);
}

/* Newest first, as far back as is asked for. */
static void take_funding(tr__paper_listing *l, const tr_funding_payment *row)
{
    tr_exchange_item item = { .kind = TR_LISTING_FUNDING, .at_ns = row->at_ns, .funding = *row };
    l->last.funding = *row;
    l->is_over = row->at_ns < l->since_ns;
    if (l->is_over)
        return;
    (void)snprintf(item.symbol, sizeof item.symbol, "%s", row->symbol);
    (void)snprintf(item.asset, sizeof item.asset, "%s", row->asset);
    l->into.item(l->into.user, &item);
}

static bool on_row(void *user, const void *row)
{
    tr__paper_listing *l = user;
    l->has_last = true;
    if (l->kind == TR_LISTING_ORDERS)
        take_order(l, row);
    else if (l->kind == TR_LISTING_FILLS)
        take_fill(l, row);
    else if (l->kind == TR_LISTING_POSITIONS)
        take_position(l, row);
    else if (l->kind == TR_LISTING_FUNDING)
        take_funding(l, row);
    else
        take_balance(l, row);
    return !l->is_over;
}

/* ---- reading --------------------------------------------------------------------------------- */

static tr_store_query query_of(tr__paper_listing *l)
{
    tr_store_query query = {
        .key = &l->key, .key_columns = 1, .after = l->has_last ? &l->last : NULL, .limit = PAGE_ROWS
    };
    if (l->kind == TR_LISTING_ORDERS) {
        query.table = TR_TABLE_PAPER_ORDER;
        query.index = TR_INDEX_PAPER_ORDER_STATE;
        query.key_columns = 2;
    } else if (l->kind == TR_LISTING_FILLS) {
        query.table = TR_TABLE_PAPER_FILL;
        query.is_descending = true;
    } else if (l->kind == TR_LISTING_POSITIONS) {
        query.table = TR_TABLE_PAPER_POSITION;
    } else if (l->kind == TR_LISTING_FUNDING) {
        query.table = TR_TABLE_PAPER_FUNDING;
        query.is_descending = true;
    } else {
        query.table = TR_TABLE_PAPER_BALANCE;
    }
    return query;
}

static void finish(tr__paper_listing *l)
{
    tr__paper_listing ended = *l;
    tr__release(l->paper->allocator, l);
    ended.into.done(ended.into.user, ended.status, ended.status == TR_OK ? NULL : &ended.err);
}

static void run(tr__paper_listing *l);

static void on_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    tr__paper_listing *l = user;
    l->is_answered = true;
    l->has_more = has_more && !l->is_over;
    l->status = status;
    if (err != NULL)
        l->err = *err;
    if (!l->is_reading)
        run(l);
}

static void run(tr__paper_listing *l)
{
    while (l->status == TR_OK && l->has_more) {
        tr_store_reader *reader = l->paper->options.reader;
        tr_store_query query = query_of(l);
        l->is_reading = true;
        l->is_answered = false;
        tr_status status = reader->read(reader->user, &query, on_row, on_read, l, &l->err);
        l->is_reading = false;
        if (status != TR_OK)
            l->status = status;
        else if (!l->is_answered)
            return;
    }
    finish(l);
}

static void set_key(tr__paper_listing *l, const char *account)
{
    char name[TR_NAME_SIZE] = "";
    (void)snprintf(name, sizeof name, "%s", account);
    if (l->kind == TR_LISTING_ORDERS) {
        memcpy(l->key.order.account, name, sizeof name);
        l->key.order.state = TR_PAPER_OPEN;
    } else if (l->kind == TR_LISTING_FILLS) {
        memcpy(l->key.fill.account, name, sizeof name);
    } else if (l->kind == TR_LISTING_POSITIONS) {
        memcpy(l->key.position.account, name, sizeof name);
    } else if (l->kind == TR_LISTING_FUNDING) {
        memcpy(l->key.funding.account, name, sizeof name);
    } else {
        memcpy(l->key.balance.account, name, sizeof name);
    }
}

tr_status tr__paper_list(void *user, tr_listing_kind kind, const char *account, int64_t since_ns,
                         const tr_exchange_listing *into, tr_error *err)
{
    tr_paper *paper = user;
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    if (account == NULL || strlen(account) >= TR_NAME_SIZE || into == NULL || into->item == NULL ||
        into->done == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a listing needs an account and somebody to tell");
    tr__paper_listing *l = tr__allocate_zeroed(paper->allocator, 1, sizeof *l);
    if (l == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a listing");
    l->paper = paper;
    l->kind = kind;
    l->since_ns = since_ns;
    l->into = *into;
    l->has_more = true; /* a spot market has no positions: what is held are balances */
    set_key(l, account);
    run(l);
    return TR_OK;
}
