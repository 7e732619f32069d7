/*
 * desk_book.c: the two order books of a desk.
 *
 * Prices are ticks, quantities lots. A market order rests, too, when it is not filled at once: at the best price that
 * there is, so that the book's own priority puts it in front.
 */
#include "paper/state.h"

#include <assert.h>
#include <string.h>

#define CAPACITY_FIRST 64u
#define OWNER_US       1
#define OWNER_OUTSIDE  2

/* The best price a market order of each side can rest at: every trade is through it. */
static const int64_t market_price[] = { [TR_SIDE_BUY] = INT64_MAX, [TR_SIDE_SELL] = 1 };

int64_t tr__paper_level_id(tr_side side, int64_t price_ticks)
{
    assert(price_ticks > 0 && price_ticks < TR__PAPER_TICKS_MAX);
    return side == TR_SIDE_BUY ? -price_ticks : -price_ticks - TR__PAPER_TICKS_MAX;
}

int64_t tr__paper_level_price(int64_t id)
{
    return -id < TR__PAPER_TICKS_MAX ? -id : -id - TR__PAPER_TICKS_MAX;
}

int64_t tr__paper_lots(const tr__paper_market *market, tr_decimal quantity)
{
    int64_t lots = 0;
    tr_status status = tr_decimal_to_steps(quantity, market->instrument.lot, &lots);
    assert(status == TR_OK && lots >= 0);
    return lots;
}

tr_decimal tr__paper_of_lots(const tr__paper_market *market, int64_t lots)
{
    tr_decimal quantity = { 0 };
    tr_status status = tr_decimal_from_steps(lots, market->instrument.lot, &quantity);
    assert(status == TR_OK); /* it came from such a quantity */
    return quantity;
}

/* ---- life ------------------------------------------------------------------------------------ */

tr_status tr__paper_book_new(const tr_paper *paper, uint32_t capacity, tr_book **out)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.quantity_max = TR_BOOK_QUANTITY_LIMIT;
    options.order_max = capacity;
    options.has_opaque_ids = true;
    options.allocator = paper->allocator;
    return tr_book_new(&options, out, NULL);
}

tr_status tr__paper_books_open(tr_paper *paper, tr__paper_desk *desk)
{
    for (int side = TR_SIDE_BUY; side <= TR_SIDE_SELL; side++) {
        desk->book_capacity[side] = CAPACITY_FIRST;
        if (tr__paper_book_new(paper, CAPACITY_FIRST, &desk->books[side]) != TR_OK) {
            tr__paper_books_close(desk);
            return TR_E_NO_MEMORY;
        }
    }
    tr_status status = tr__paper_outside_load(paper, desk);
    if (status != TR_OK)
        tr__paper_books_close(desk);
    return status;
}

void tr__paper_books_close(tr__paper_desk *desk)
{
    tr_book_free(desk->books[TR_SIDE_BUY]);
    tr_book_free(desk->books[TR_SIDE_SELL]);
    desk->books[TR_SIDE_BUY] = desk->books[TR_SIDE_SELL] = NULL;
}

/* ---- commands -------------------------------------------------------------------------------- */

static void keep_trades(void *user, const tr_book_event *events, size_t event_count)
{
    tr_paper *paper = user;
    for (size_t i = 0; i < event_count; i++) {
        if (events[i].kind != TR_BOOK_EVENT_TRADE)
            continue;
        if (paper->trade_count == paper->trade_capacity) {
            size_t wanted = paper->trade_capacity == 0 ? 16 : paper->trade_capacity * 2;
            tr_book_event *trades =
                tr__reallocate(paper->allocator, paper->trades,
                               paper->trade_capacity * sizeof *trades, wanted * sizeof *trades);
            if (trades == NULL) {
                paper->has_lost_trades = true;
                return;
            }
            paper->trades = trades;
            paper->trade_capacity = wanted;
        }
        paper->trades[paper->trade_count++] = events[i];
    }
}

static void drop(void *user, const tr_book_event *events, size_t event_count)
{
    (void)user;
    (void)events;
    (void)event_count;
}

const tr_book_sink tr__paper_nowhere = { drop, NULL };

typedef struct moving {
    tr_book *target;
    bool is_ours_only;
    tr_status status;
} moving;

static bool move_order(void *user, const tr_book_order *order)
{
    moving *work = user;
    if (work->is_ours_only && order->id < 0)
        return true;
    tr_book_command command = { .kind = TR_BOOK_COMMAND_NEW,
                                .side = order->side,
                                .type = TR_BOOK_TYPE_LIMIT,
                                .stp = order->stp,
                                .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                                .id = order->id,
                                .quantity = order->open,
                                .price = order->price,
                                .owner = order->owner };
    work->status = tr_book_apply(work->target, &command, &tr__paper_nowhere);
    return work->status == TR_OK;
}

/* A new book in place of this one, with the same queues, or with those of our orders alone. */
static tr_status book_remake(const tr_paper *paper, tr_book **book, uint32_t capacity,
                             bool is_ours_only)
{
    moving work = { .is_ours_only = is_ours_only, .status = TR_OK };
    tr_status status = tr__paper_book_new(paper, capacity, &work.target);
    if (status != TR_OK)
        return status;
    tr_book_walk(*book, TR_BOOK_QUEUE_BIDS, move_order, &work);
    if (work.status == TR_OK)
        tr_book_walk(*book, TR_BOOK_QUEUE_ASKS, move_order, &work);
    if (work.status != TR_OK) {
        tr_book_free(work.target);
        return work.status;
    }
    tr_book_free(*book);
    *book = work.target;
    return TR_OK;
}

static tr_status book_grow(const tr_paper *paper, tr_book **book, uint32_t *capacity)
{
    if (*capacity > TR_BOOK_ORDER_MAX_LIMIT / 2)
        return TR_E_FULL;
    tr_status status = book_remake(paper, book, *capacity * 2, false);
    if (status == TR_OK)
        *capacity *= 2;
    return status;
}

tr_status tr__paper_books_clear(tr_paper *paper, tr__paper_desk *desk)
{
    tr_status status = TR_OK;
    for (int side = TR_SIDE_BUY; side <= TR_SIDE_SELL && status == TR_OK; side++)
        status = book_remake(paper, &desk->books[side], desk->book_capacity[side], true);
    return status;
}

tr_status tr__paper_book_apply(tr_paper *paper, tr__paper_desk *desk, tr_side side,
                               const tr_book_command *command)
{
    const tr_book_sink sink = { keep_trades, paper };
    paper->trade_count = 0;
    tr_status status = tr_book_apply(desk->books[side], command, &sink);
    if (status == TR_E_FULL) {
        status = book_grow(paper, &desk->books[side], &desk->book_capacity[side]);
        if (status == TR_OK)
            status = tr_book_apply(desk->books[side], command, &sink);
    }
    return status == TR_OK && paper->has_lost_trades ? TR_E_NO_MEMORY : status;
}

tr_book_command tr__paper_outside_order(int64_t id, tr_side side, int64_t price_ticks, int64_t lots,
                                        bool is_lasting)
{
    /* Outside orders never meet each other: what an older one was is what the newer one takes its place from. */
    return (tr_book_command){ .kind = TR_BOOK_COMMAND_NEW,
                              .side = (uint8_t)side,
                              .type = TR_BOOK_TYPE_LIMIT,
                              .tif = is_lasting ? TR_BOOK_TIF_GTC : TR_BOOK_TIF_IOC,
                              .stp = TR_BOOK_STP_CANCEL_OLDEST,
                              .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                              .id = id,
                              .quantity = lots,
                              .price = price_ticks,
                              .owner = OWNER_OUTSIDE };
}

/* ---- our orders ------------------------------------------------------------------------------ */

static uint64_t id_hash(int64_t id)
{
    return (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);
}

tr__paper_order *tr__paper_resting_of(const tr__paper_link *link)
{
    /* The order is the exchange's to change; the table merely holds its link. */
    return (tr__paper_order *)((uintptr_t)link - offsetof(tr__paper_order, resting_link));
}

tr__paper_order *tr__paper_resting_find(const tr__paper_desk *desk, int64_t id)
{
    tr__paper_link *link = tr__paper_table_first(&desk->resting, id_hash(id));
    while (link != NULL && tr__paper_resting_of(link)->row.exchange_order_id != id)
        link = tr__paper_table_next(link);
    return link == NULL ? NULL : tr__paper_resting_of(link);
}

static uint64_t price_hash(tr_side side, int64_t price_ticks)
{
    return id_hash(side == TR_SIDE_BUY ? price_ticks : -price_ticks);
}

bool tr__paper_rests_at(const tr__paper_desk *desk, tr_side side, int64_t price_ticks)
{
    const tr__paper_link *link =
        tr__paper_table_first(&desk->prices, price_hash(side, price_ticks));
    for (; link != NULL; link = tr__paper_table_next(link)) {
        const tr__paper_order *order =
            (const void *)((const char *)link - offsetof(tr__paper_order, price_link));
        if (order->row.side == side && order->price_ticks == price_ticks)
            return true;
    }
    return false;
}

static tr_book_command command_of(const tr__paper_order *order, tr_tif tif)
{
    static const uint8_t tifs[] = { [TR_TIF_GTC] = TR_BOOK_TIF_GTC,
                                    [TR_TIF_IOC] = TR_BOOK_TIF_IOC,
                                    [TR_TIF_FOK] = TR_BOOK_TIF_FOK };
    const tr__paper_market *market = order->desk->market;
    int64_t price = market_price[order->row.side];
    if (order->row.type == TR_ORDER_LIMIT) {
        tr_status status =
            tr_decimal_to_steps(order->row.limit_price.value, market->instrument.tick, &price);
        assert(status == TR_OK && price > 0); /* judged before */
    }
    return (tr_book_command){ .kind = TR_BOOK_COMMAND_NEW,
                              .side = (uint8_t)order->row.side,
                              .type = TR_BOOK_TYPE_LIMIT,
                              .tif = tifs[tif],
                              .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                              .id = order->row.exchange_order_id,
                              .quantity = tr__paper_lots(market, tr__paper_order_left(order)),
                              .price = price,
                              .owner = OWNER_US };
}

tr_status tr__paper_book_enter(tr_paper *paper, tr__paper_order *order, tr_tif tif)
{
    assert(!order->is_resting);
    tr__paper_desk *desk = order->desk;
    tr_status status = tr__paper_table_grow(&desk->resting, paper->allocator);
    if (status == TR_OK)
        status = tr__paper_table_grow(&desk->prices, paper->allocator);
    if (status != TR_OK)
        return status;
    tr_book_command command = command_of(order, tif);
    if (order->row.type == TR_ORDER_LIMIT)
        status = tr__paper_outside_meet(paper, desk, order->row.side, command.price);
    if (status == TR_OK)
        status = tr__paper_book_apply(paper, desk, order->row.side, &command);
    if (status != TR_OK)
        return status;
    tr_book_order rest;
    order->is_resting = tr_book_find(desk->books[order->row.side], command.id, &rest) == TR_OK;
    if (order->is_resting) {
        order->resting_link.hash = id_hash(command.id);
        tr__paper_table_insert(&desk->resting, &order->resting_link);
        order->price_ticks = command.price;
        order->price_link.hash = price_hash(order->row.side, command.price);
        tr__paper_table_insert(&desk->prices, &order->price_link);
    }
    return TR_OK;
}

void tr__paper_book_leave(tr__paper_order *order)
{
    assert(order->is_resting);
    const tr_book_command cancel = { .kind = TR_BOOK_COMMAND_CANCEL,
                                     .id = order->row.exchange_order_id };
    /* An order that has just filled is gone already, which the book says in an event. */
    tr_status status =
        tr_book_apply(order->desk->books[order->row.side], &cancel, &tr__paper_nowhere);
    assert(status == TR_OK);
    order->is_resting = false;
    tr__paper_table_remove(&order->desk->resting, &order->resting_link);
    tr__paper_table_remove(&order->desk->prices, &order->price_link);
}

tr_status tr__paper_book_moment(tr_paper *paper, const tr__paper_order *order, int64_t price_ticks,
                                int64_t lots)
{
    const tr_book_sink sink = { keep_trades, paper };
    paper->trade_count = 0;
    if (lots == 0)
        return TR_OK;
    if (paper->moment == NULL) {
        tr_status made = tr__paper_book_new(paper, 2, &paper->moment);
        if (made != TR_OK)
            return made;
    }
    tr_side other = order->row.side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
    const tr_book_command commands[] = {
        tr__paper_outside_order(TR__PAPER_STRANGER, other, price_ticks, lots, true),
        command_of(order, order->row.tif == TR_TIF_GTC ? TR_TIF_IOC : order->row.tif),
        { .kind = TR_BOOK_COMMAND_CANCEL, .id = TR__PAPER_STRANGER },
    };
    tr_status status = tr_book_apply_all(paper->moment, commands, 3, &sink, NULL);
    return status == TR_OK && paper->has_lost_trades ? TR_E_NO_MEMORY : status;
}

static bool keep_first(void *user, const tr_book_order *order)
{
    *(tr_book_order *)user = *order;
    return false;
}

bool tr__paper_book_first(const tr_book *book, tr_side side, tr_book_order *out)
{
    out->id = 0;
    tr_book_walk(book, side == TR_SIDE_BUY ? TR_BOOK_QUEUE_BIDS : TR_BOOK_QUEUE_ASKS, keep_first,
                 out);
    return out->id != 0;
}
