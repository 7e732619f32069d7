/*
 * outside.c: what is known of the outside's order book. The market keeps it in a book of its own; each desk has
 * copies of the outside's orders in both of its books: on the other side as what our orders take from, on the same side
 * as who was there before them.
 */
#include "paper/state.h"

#include <stddef.h>

#include "core/fail.h"

#define CAPACITY_FIRST 256u

/* The first of the outside's orders on one side that a price of the other side reaches. */
typedef struct reached {
    int64_t price_ticks;
    int64_t id; /* 0: nobody */
} reached;

static bool find_reached(void *user, const tr_book_order *order)
{
    reached *search = user;
    bool is_within = order->side == TR_SIDE_BUY ? order->price >= search->price_ticks
                                                : order->price <= search->price_ticks;
    if (is_within && order->id < 0)
        search->id = order->id;
    return is_within && search->id == 0;
}

/*
 * What the outside showed on the other side at this price or beyond has gone when it is told here, as in the market's own
 * copy: also where orders of ours take all of it, so that it does not come to rest.
 */
static tr_status reached_leave(tr_paper *paper, tr__paper_desk *desk, tr_side book_side,
                               tr_side side, int64_t price_ticks)
{
    tr_book_queue others = side == TR_SIDE_BUY ? TR_BOOK_QUEUE_ASKS : TR_BOOK_QUEUE_BIDS;
    for (;;) {
        reached search = { .price_ticks = price_ticks };
        tr_book_walk(desk->books[book_side], others, find_reached, &search);
        if (search.id == 0)
            return TR_OK;
        const tr_book_command cancel = { .kind = TR_BOOK_COMMAND_CANCEL, .id = search.id };
        tr_status status = tr__paper_book_apply(paper, desk, book_side, &cancel);
        if (status != TR_OK)
            return status;
    }
}

/* An outside's order enters a book of a desk. What one of ours cannot pay for, it offers to the next. */
static tr_status level_arrive(tr_paper *paper, tr__paper_desk *desk, tr_side book_side,
                              const tr_book_command *arrive, int64_t at_ns)
{
    const tr_book_command cancel = { .kind = TR_BOOK_COMMAND_CANCEL, .id = arrive->id };
    tr_book_command command = *arrive;
    for (;;) {
        tr_status status = tr__paper_book_apply(paper, desk, book_side, &command);
        if (status == TR_OK)
            status = tr__paper_take_trades(paper, desk, book_side, NULL, at_ns);
        int64_t unpaid = tr__paper_unpaid_lots(paper);
        if (status != TR_OK || unpaid == 0)
            return status;
        tr_book_order rest;
        bool is_there = tr_book_find(desk->books[book_side], arrive->id, &rest) == TR_OK;
        command.quantity = unpaid + (is_there ? rest.open : 0);
        if (is_there) /* nobody else is on its side at its price */
            status = tr__paper_book_apply(paper, desk, book_side, &cancel);
        if (status != TR_OK)
            return status;
    }
}

/*
 * One level in one book of a desk. Where ours rest at the price already, the outside's order there stands for those in
 * front of them: it may shrink, but who came later stands behind and does not matter.
 */
static tr_status level_set(tr_paper *paper, tr__paper_desk *desk, tr_side book_side, tr_side side,
                           int64_t price_ticks, int64_t lots, int64_t at_ns)
{
    tr_book *book = desk->books[book_side];
    int64_t id = tr__paper_level_id(side, price_ticks);
    tr_book_order known;
    bool is_known = tr_book_find(book, id, &known) == TR_OK;
    bool are_ours_there = side == book_side && tr__paper_rests_at(desk, side, price_ticks);
    tr_status status = TR_OK;
    if (lots > 0)
        status = reached_leave(paper, desk, book_side, side, price_ticks);
    if (status != TR_OK || (are_ours_there && (!is_known || lots >= known.open)))
        return status;
    if (are_ours_there && lots > 0) {
        tr_book_command amend = { .kind = TR_BOOK_COMMAND_AMEND,
                                  .id = id,
                                  .given = TR_BOOK_GIVEN_QUANTITY,
                                  .quantity = known.total - known.open + lots };
        return tr__paper_book_apply(paper, desk, book_side, &amend);
    }
    if (is_known) {
        tr_book_command cancel = { .kind = TR_BOOK_COMMAND_CANCEL, .id = id };
        status = tr__paper_book_apply(paper, desk, book_side, &cancel);
    }
    if (status != TR_OK || lots == 0)
        return status;
    tr_book_command arrive = tr__paper_outside_order(id, side, price_ticks, lots, true);
    return level_arrive(paper, desk, book_side, &arrive, at_ns);
}

tr_status tr__paper_outside_meet(tr_paper *paper, tr__paper_desk *desk, tr_side side,
                                 int64_t price_ticks)
{
    tr_book_order shown;
    const tr_book *outside = desk->market->outside;
    if (outside == NULL || tr__paper_rests_at(desk, side, price_ticks))
        return TR_OK;
    bool is_shown = tr_book_find(outside, tr__paper_level_id(side, price_ticks), &shown) == TR_OK;
    return level_set(paper, desk, side, side, price_ticks, is_shown ? shown.open : 0, 0);
}

/* ---- a new desk learns what is known --------------------------------------------------------- */

/* What is shown, level by level, goes to a desk. */
typedef struct passing {
    tr_paper *paper;
    tr__paper_desk *desk;
    tr_status status;
} passing;

static bool pass_level(void *user, const tr_book_order *level)
{
    passing *work = user;
    for (int side = TR_SIDE_BUY; side <= TR_SIDE_SELL && work->status == TR_OK; side++)
        work->status = level_set(work->paper, work->desk, (tr_side)side, (tr_side)level->side,
                                 level->price, level->open, 0);
    return work->status == TR_OK;
}

tr_status tr__paper_outside_load(tr_paper *paper, tr__paper_desk *desk)
{
    passing work = { .paper = paper, .desk = desk, .status = TR_OK };
    if (desk->market->outside == NULL)
        return TR_OK;
    tr_book_walk(desk->market->outside, TR_BOOK_QUEUE_BIDS, pass_level, &work);
    if (work.status == TR_OK)
        tr_book_walk(desk->market->outside, TR_BOOK_QUEUE_ASKS, pass_level, &work);
    return work.status;
}

/* ---- the market's own copy ------------------------------------------------------------------- */

static tr_status outside_apply(tr_paper *paper, tr__paper_market *market,
                               const tr_book_command *command)
{
    if (market->outside == NULL) {
        market->outside_capacity = CAPACITY_FIRST;
        tr_status made = tr__paper_book_new(paper, CAPACITY_FIRST, &market->outside);
        if (made != TR_OK)
            return made;
    }
    return tr_book_apply(market->outside, command, &tr__paper_nowhere);
}

static bool copy_level(void *user, const tr_book_order *level)
{
    tr_book_command arrive =
        tr__paper_outside_order(level->id, (tr_side)level->side, level->price, level->open, true);
    return tr_book_apply(user, &arrive, &tr__paper_nowhere) == TR_OK;
}

static tr_status outside_grow(tr_paper *paper, tr__paper_market *market)
{
    tr_book *larger = NULL;
    if (market->outside_capacity > TR_BOOK_ORDER_MAX_LIMIT / 2)
        return TR_E_FULL;
    tr_status status = tr__paper_book_new(paper, market->outside_capacity * 2, &larger);
    if (status != TR_OK)
        return status;
    tr_book_walk(market->outside, TR_BOOK_QUEUE_BIDS, copy_level, larger);
    tr_book_walk(market->outside, TR_BOOK_QUEUE_ASKS, copy_level, larger);
    tr_book_free(market->outside);
    market->outside = larger;
    market->outside_capacity *= 2;
    return TR_OK;
}

static tr_status outside_set(tr_paper *paper, tr__paper_market *market, tr_side side,
                             int64_t price_ticks, int64_t lots)
{
    int64_t id = tr__paper_level_id(side, price_ticks);
    const tr_book_command cancel = { .kind = TR_BOOK_COMMAND_CANCEL, .id = id };
    tr_status status =
        outside_apply(paper, market, &cancel); /* an unknown one is an event, not an error */
    if (status != TR_OK || lots == 0)
        return status;
    const tr_book_command arrive = tr__paper_outside_order(id, side, price_ticks, lots, true);
    status = outside_apply(paper, market, &arrive);
    if (status == TR_E_FULL) {
        status = outside_grow(paper, market);
        if (status == TR_OK)
            status = outside_apply(paper, market, &arrive);
    }
    return status;
}

/* ---- the calls ------------------------------------------------------------------------------- */

static tr_status level_read(const tr_paper *paper, const char *symbol, const tr_paper_level *level,
                            tr__paper_market **market_out, int64_t *ticks_out, int64_t *lots_out,
                            tr_error *err)
{
    tr__paper_market *market = symbol == NULL ? NULL : tr__paper_market_of(paper, symbol);
    if (symbol == NULL || level == NULL || tr_side_name(level->side) == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a level needs a symbol and a side");
    if (market == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "the paper exchange does not trade %s", symbol);
    if (tr_decimal_sign(level->price.value) <= 0 || tr_decimal_sign(level->quantity.value) < 0)
        return tr__fail(err, TR_E_RANGE, 0,
                        "%s: a level has a price above 0 and a quantity of 0 or more", symbol);
    tr_decimal quantity;
    tr_status status = tr_decimal_round_to(level->quantity.value, market->instrument.lot,
                                           TR_ROUND_DOWN, &quantity);
    if (status == TR_OK)
        status = tr_decimal_to_steps(quantity, market->instrument.lot, lots_out);
    if (status == TR_OK)
        status = tr_decimal_to_steps(level->price.value, market->instrument.tick, ticks_out);
    if (status != TR_OK || *ticks_out >= TR__PAPER_TICKS_MAX || *lots_out > TR__PAPER_LOTS_MAX)
        return tr__fail(err, TR_E_RANGE, 0, "%s: a level is off the tick, or too large", symbol);
    *market_out = market;
    return TR_OK;
}

tr_status tr_paper_book_level(tr_paper *paper, const char *symbol, const tr_paper_level *level,
                              tr_error *err)
{
    tr__paper_market *market = NULL;
    int64_t ticks = 0, lots = 0;
    tr_status status = tr__paper_ready(paper, err);
    if (status == TR_OK)
        status = level_read(paper, symbol, level, &market, &ticks, &lots, err);
    if (status != TR_OK)
        return status;
    int64_t at_ns = paper->options.clock->now_ns(paper->options.clock->user);
    status = tr__paper_arrivals_run(paper);
    if (status == TR_OK)
        status = outside_set(paper, market, level->side, ticks, lots);
    for (tr__paper_desk *desk = market->desks; desk != NULL && status == TR_OK; desk = desk->next)
        for (int side = TR_SIDE_BUY; side <= TR_SIDE_SELL && status == TR_OK; side++)
            status = level_set(paper, desk, (tr_side)side, level->side, ticks, lots, at_ns);
    return status == TR_OK ? TR_OK : tr__paper_break(paper, status, "book level", err);
}

tr_status tr_paper_book_clear(tr_paper *paper, const char *symbol, tr_error *err)
{
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    tr__paper_market *market = symbol == NULL ? NULL : tr__paper_market_of(paper, symbol);
    if (market == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "the paper exchange does not trade %s",
                        symbol == NULL ? "this" : symbol);
    status = tr__paper_arrivals_run(paper); /* what has arrived meanwhile met the book as it was */
    if (status != TR_OK)
        return tr__paper_break(paper, status, "arrive", err);
    if (market->outside == NULL)
        return TR_OK;
    for (tr__paper_desk *desk = market->desks; desk != NULL && status == TR_OK; desk = desk->next)
        status = tr__paper_books_clear(paper, desk);
    tr_book_free(market->outside);
    market->outside = NULL;
    return status == TR_OK ? TR_OK : tr__paper_break(paper, status, "book clear", err);
}

tr_status tr_paper_queue_ahead(const tr_paper *paper, const char *account, const char *client_id,
                               tr_quantity *out)
{
    if (paper == NULL || account == NULL || client_id == NULL || out == NULL)
        return TR_E_INVALID;
    const tr__paper_order *order = tr__paper_order_find(paper, account, client_id);
    tr_book_position position;
    if (order == NULL || !order->is_resting || order->row.type != TR_ORDER_LIMIT ||
        tr_book_position_of(order->desk->books[order->row.side], order->row.exchange_order_id,
                            &position) != TR_OK)
        return TR_E_NOT_FOUND;
    if (position.open_ahead.high != 0 || position.open_ahead.low > (uint64_t)INT64_MAX)
        return TR_E_OVERFLOW;
    return tr_decimal_from_steps((int64_t)position.open_ahead.low,
                                 order->desk->market->instrument.lot, &out->value);
}
