/* match.c: what a tick fills, and what the trades of the books are to our orders. */
#include "paper/state.h"

#include <assert.h>
#include <stdio.h>

/* How much of `wanted` the account may still take of the last tick's volume, on the lot. */
tr_decimal tr__paper_share_left(const tr_paper *paper, tr__paper_desk *desk, tr_decimal wanted)
{
    const tr__paper_market *market = desk->market;
    if (tr_decimal_is_zero(paper->options.participation) ||
        tr_decimal_is_zero(market->volume.value))
        return wanted;
    if (desk->tick_number != market->tick_number) {
        desk->tick_number = market->tick_number;
        desk->taken = (tr_decimal){ 0 };
    }
    tr_decimal share = { 0 };
    tr_status status = tr_decimal_multiply(market->volume.value, paper->options.participation,
                                           TR_ROUND_DOWN, &share);
    if (status == TR_OK)
        status = tr_decimal_round_to(share, market->instrument.lot, TR_ROUND_DOWN, &share);
    if (status == TR_OK)
        status = tr_decimal_subtract(share, desk->taken, &share);
    assert(status == TR_OK && tr_decimal_sign(share) >= 0); /* never above the volume */
    return tr_decimal_min(share, wanted);
}

static void share_take(const tr_paper *paper, tr__paper_desk *desk, tr_decimal quantity)
{
    if (tr_decimal_is_zero(paper->options.participation) ||
        tr_decimal_is_zero(desk->market->volume.value))
        return;
    tr_status status = tr_decimal_add(desk->taken, quantity, &desk->taken);
    assert(status == TR_OK);
}

void tr__paper_close(tr__paper_order *order, tr_paper_state state, const char *reason)
{
    assert(order->row.state == TR_PAPER_OPEN);
    order->row.state = state;
    (void)snprintf(order->row.reason, sizeof order->row.reason, "%s",
                   reason); /* a long one is cut */
    tr__paper_release(order);
    tr__paper_stop_leave(order);
    if (order->is_resting)
        tr__paper_book_leave(order);
}

/* ---- trades ---------------------------------------------------------------------------------- */

/* A market order has no price of its own: it gets what the other one asked, or the taker price of a mere tick. */
static tr_decimal price_of(const tr__paper_order *order, const tr_book_event *trade)
{
    const tr__paper_market *market = order->desk->market;
    bool is_maker = trade->maker_id == order->row.exchange_order_id;
    int64_t other_id = is_maker ? trade->id : trade->maker_id;
    int64_t ticks = trade->price;
    if (is_maker && order->row.type == TR_ORDER_MARKET) {
        if (other_id == TR__PAPER_STRANGER)
            return market->taker_price[order->row.side];
        ticks = tr__paper_level_price(other_id);
    }
    tr_decimal price = { 0 };
    tr_status status = tr_decimal_from_steps(ticks, market->instrument.tick, &price);
    assert(status == TR_OK);
    return price;
}

tr_status tr__paper_take_trades(tr_paper *paper, tr__paper_desk *desk, tr_side side,
                                tr__paper_order *arriving, int64_t at_ns)
{
    size_t unpaid_count = 0;
    for (size_t i = 0; i < paper->trade_count; i++) {
        const tr_book_event trade = paper->trades[i];
        bool is_arriving = arriving != NULL && trade.id == arriving->row.exchange_order_id;
        tr__paper_order *order =
            is_arriving ? arriving : tr__paper_resting_find(desk, trade.maker_id);
        if (order == NULL ||
            order->row.state != TR_PAPER_OPEN) { /* it could not pay the one before */
            paper->trades[unpaid_count++] = trade;
            continue;
        }
        assert(order->row.side == side);
        size_t fill_first = order->fill_count;
        bool is_maker = !is_arriving && order->row.type == TR_ORDER_LIMIT;
        bool is_of_tick = (is_arriving ? trade.maker_id : trade.id) == TR__PAPER_STRANGER;
        tr_decimal quantity = tr__paper_of_lots(desk->market, trade.quantity);
        tr_status status =
            tr__paper_settle(paper, order, price_of(order, &trade), quantity, is_maker, at_ns);
        bool is_paid = order->fill_count > fill_first;
        if (status == TR_OK && is_of_tick && is_paid)
            share_take(paper, desk, quantity); /* what levels give is no part of a tick */
        if (!is_paid)
            paper->trades[unpaid_count++] = trade;
        if (status == TR_OK && !is_arriving)
            status = tr__paper_commit(paper, order, fill_first, false, at_ns);
        if (status != TR_OK)
            return status;
    }
    paper->trade_count = unpaid_count;
    return TR_OK;
}

int64_t tr__paper_unpaid_lots(const tr_paper *paper)
{
    int64_t lots = 0;
    for (size_t i = 0; i < paper->trade_count; i++)
        lots += paper->trades[i].quantity; /* together no more than one order had */
    return lots;
}

void tr__paper_give_back(const tr_paper *paper, tr__paper_desk *desk, tr_side side)
{
    tr_side other = side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
    for (size_t i = 0; i < paper->trade_count; i++) {
        const tr_book_event *trade = &paper->trades[i];
        tr_book *book = desk->books[side];
        tr_book_order rest = { .open = 0 };
        const tr_book_command cancel = { .kind = TR_BOOK_COMMAND_CANCEL, .id = trade->maker_id };
        tr_status status = tr_book_find(book, trade->maker_id, &rest) == TR_OK
                               ? tr_book_apply(book, &cancel, &tr__paper_nowhere)
                               : TR_OK;
        tr_book_command arrive = tr__paper_outside_order(trade->maker_id, other, trade->price,
                                                         rest.open + trade->quantity, true);
        /* There is room where it was, and nobody of ours to meet: who could have taken it, had. */
        if (status == TR_OK)
            status = tr_book_apply(book, &arrive, &tr__paper_nowhere);
        assert(status == TR_OK && trade->maker_id < 0);
    }
}

/* ---- ticks ----------------------------------------------------------------------------------- */

/* What a tick does to the book of one side. */
typedef struct tick_work {
    tr__paper_desk *desk;
    tr_side side;
    int64_t price; /* in ticks; a price off the grid lies between two, and touches nothing */
    bool is_on_tick;
    bool is_at_touch;  /* it was of those who trade at the price of our side's best outside order */
    int64_t lots_left; /* of its volume, for orders at its very price */
    int64_t at_ns;
} tick_work;

/* Traded through: behind it nobody is left who was there before. */
static bool is_through(const tick_work *work, int64_t limit)
{
    if (work->side == TR_SIDE_BUY)
        return work->price < limit;
    return work->is_on_tick ? work->price > limit : work->price >= limit;
}

/* Trade `lots` with the first order of the book, as the outside's taker. */
static tr_status take_first(tr_paper *paper, const tick_work *work, const tr_book_order *first,
                            int64_t lots)
{
    tr_side other = work->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
    tr_book_command taker =
        tr__paper_outside_order(TR__PAPER_STRANGER, other, first->price, lots, false);
    taker.stp = TR_BOOK_STP_NONE;
    tr_status status = tr__paper_book_apply(paper, work->desk, work->side, &taker);
    return status == TR_OK ? tr__paper_take_trades(paper, work->desk, work->side, NULL, work->at_ns)
                           : status;
}

static tr_status outside_leaves(tr_paper *paper, const tick_work *work, int64_t id)
{
    const tr_book_command cancel = { .kind = TR_BOOK_COMMAND_CANCEL, .id = id };
    return tr__paper_book_apply(paper, work->desk, work->side, &cancel);
}

/* One step of the book's own order. `is_done`: the tick reaches nobody any more. */
static tr_status match_first(tr_paper *paper, tick_work *work, bool *is_done)
{
    tr_book_order first;
    *is_done = true;
    if (!tr__paper_book_first(work->desk->books[work->side], work->side, &first))
        return TR_OK;
    const tr__paper_order *order =
        first.id > 0 ? tr__paper_resting_find(work->desk, first.id) : NULL;
    assert(first.id < 0 || order != NULL);
    bool through =
        (order != NULL && order->row.type == TR_ORDER_MARKET) || is_through(work, first.price);
    bool touched = !through && work->is_at_touch && work->is_on_tick && first.price == work->price;
    if (!through && !touched)
        return TR_OK;
    int64_t lots;
    if (order == NULL) {
        if (through) {
            *is_done = false;
            return outside_leaves(paper, work, first.id);
        }
        lots = first.open < work->lots_left ? first.open : work->lots_left;
    } else {
        lots = tr__paper_lots(work->desk->market,
                              tr__paper_share_left(paper, work->desk, tr__paper_order_left(order)));
        if (touched && lots > work->lots_left)
            lots = work->lots_left;
    }
    if (lots == 0)
        return TR_OK;
    *is_done = false;
    bool is_ours = order != NULL; /* it may be gone afterwards */
    tr_status status = take_first(paper, work, &first, lots);
    if (touched)
        work->lots_left -= is_ours ? lots - tr__paper_unpaid_lots(paper) : lots;
    return status;
}

/*
 * The side of a trade is not told. At or below the outside's best bid it was a sell, at or above its best ask a buy;
 * between them, and where nothing is known of the outside's book, it touches nobody.
 */
static bool is_at_touch(const tr__paper_market *market, tr_side side, int64_t price)
{
    tr_book_level best;
    tr_book_queue queue = side == TR_SIDE_BUY ? TR_BOOK_QUEUE_BIDS : TR_BOOK_QUEUE_ASKS;
    if (market->outside == NULL || !tr_book_best(market->outside, queue, &best))
        return false;
    return side == TR_SIDE_BUY ? price <= best.price : price >= best.price;
}

static int64_t whole_lots(const tr__paper_market *market, tr_decimal quantity)
{
    int64_t lots = 0;
    if (tr_decimal_round_to(quantity, market->instrument.lot, TR_ROUND_DOWN, &quantity) != TR_OK ||
        tr_decimal_to_steps(quantity, market->instrument.lot, &lots) != TR_OK)
        return INT64_MAX; /* more lots than a book holds */
    return lots;
}

static tr_status match_side(tr_paper *paper, tr__paper_desk *desk, tr_side side, int64_t at_ns)
{
    const tr__paper_market *market = desk->market;
    tr_decimal floor_price = { 0 };
    tick_work work = { .desk = desk, .side = side, .at_ns = at_ns };
    if (tr_decimal_round_to(market->price.value, market->instrument.tick, TR_ROUND_DOWN,
                            &floor_price) != TR_OK ||
        tr_decimal_to_steps(floor_price, market->instrument.tick, &work.price) != TR_OK)
        work.price = INT64_MAX; /* above every limit */
    work.is_on_tick = tr_decimal_compare(floor_price, market->price.value) == 0;
    work.is_at_touch = is_at_touch(market, side, work.price);
    work.lots_left = whole_lots(market, market->volume.value);
    for (bool is_done = false; !is_done;) {
        tr_status status = match_first(paper, &work, &is_done);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

tr_status tr__paper_match(tr_paper *paper, tr__paper_market *market)
{
    int64_t at_ns = paper->options.clock->now_ns(paper->options.clock->user);
    for (tr__paper_desk *desk = market->desks; desk != NULL; desk = desk->next) {
        tr_status status = match_side(paper, desk, TR_SIDE_BUY, at_ns);
        if (status == TR_OK)
            status = match_side(paper, desk, TR_SIDE_SELL, at_ns);
        if (status == TR_OK)
            status = tr__paper_stops_match(paper, desk, at_ns);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}
