/*
 * swap.c: positions in linear swaps: what they bind, what is free beside them, and what a fill makes of them.
 *
 * One pot for each settle asset: its balance carries spot orders, margins and losses alike. A position binds its value at
 * the last price divided by the leverage; losses not yet realised are no longer free, profits not yet realised are not yet.
 */
#include "paper/state.h"

#include <assert.h>
#include <string.h>

#include "ledger/position.h"

bool tr__paper_is_swap(const tr__paper_market *market)
{
    return market->instrument.kind == TR_KIND_LINEAR;
}

tr_status tr__paper_margin(const tr_paper *paper, tr_decimal value, tr_round round, tr_decimal *out)
{
    return tr_decimal_divide(value, paper->options.leverage, round, out);
}

/* What a position is worth at the last price, rounded up; before the first one what it cost. */
static tr_status value_of(const tr__paper_desk *desk, tr_decimal quantity, tr_round round,
                          tr_decimal *out)
{
    tr_money value;
    const tr__paper_market *market = desk->market;
    tr_status status = tr_decimal_absolute(quantity, &quantity);
    if (status == TR_OK && market->tick_number == 0)
        return tr_decimal_absolute(desk->cost, out);
    if (status == TR_OK)
        status = tr_instrument_notional(&market->instrument, market->price,
                                        (tr_quantity){ quantity }, round, &value);
    *out = status == TR_OK ? value.value : (tr_decimal){ 0 };
    return status;
}

/* What closing the position at the last price would realise, rounded down. */
tr_status tr__paper_gain(const tr__paper_desk *desk, tr_decimal *out)
{
    bool is_short = tr_decimal_sign(desk->quantity) < 0;
    *out = (tr_decimal){ 0 };
    if (desk->market->tick_number == 0)
        return TR_OK;
    tr_status status = value_of(desk, desk->quantity, is_short ? TR_ROUND_UP : TR_ROUND_DOWN, out);
    if (status == TR_OK && is_short)
        status = tr_decimal_negate(*out, out);
    return status == TR_OK ? tr_decimal_subtract(*out, desk->cost, out) : status;
}

static bool is_held_in(const tr__paper_desk *desk, const tr__paper_balance *balance)
{
    return desk != NULL && desk->quote == balance && tr__paper_is_swap(desk->market) &&
           !tr_decimal_is_zero(desk->quantity);
}

bool tr__paper_carries_swaps(const tr_paper *paper, const char *asset)
{
    for (size_t i = 0; i < paper->market_count; i++)
        if (tr__paper_is_swap(&paper->markets[i]) &&
            strcmp(paper->markets[i].instrument.quote, asset) == 0)
            return true;
    return false;
}

tr_status tr__paper_weigh(const tr_paper *paper, const tr__paper_account *account,
                          const tr__paper_balance *balance, tr__paper_weight *out)
{
    tr_status status = TR_OK;
    *out = (tr__paper_weight){ .position_count = 0 };
    for (size_t i = 0; status == TR_OK && i < paper->market_count; i++) {
        const tr__paper_desk *desk = account->desks[i];
        tr_decimal value, margin, gain;
        if (!is_held_in(desk, balance))
            continue;
        out->position_count++;
        if ((status = value_of(desk, desk->quantity, TR_ROUND_UP, &value)) == TR_OK &&
            (status = tr__paper_margin(paper, value, TR_ROUND_UP, &margin)) == TR_OK &&
            (status = tr__paper_gain(desk, &gain)) == TR_OK &&
            (status = tr_decimal_add(out->value, value, &out->value)) == TR_OK &&
            (status = tr_decimal_add(out->margin, margin, &out->margin)) == TR_OK)
            status = tr_decimal_add(out->gain, gain, &out->gain);
    }
    return status;
}

tr_status tr__paper_free(const tr_paper *paper, const tr__paper_account *account,
                         const tr__paper_balance *balance, tr_decimal *out)
{
    tr__paper_weight weight;
    tr_decimal none = { 0 };
    tr_status status = tr_decimal_subtract(balance->total, balance->reserved, out);
    if (status == TR_OK)
        status = tr__paper_weigh(paper, account, balance, &weight);
    if (status == TR_OK && weight.position_count > 0 &&
        (status = tr_decimal_subtract(*out, weight.margin, out)) == TR_OK)
        status = tr_decimal_add(*out, tr_decimal_min(weight.gain, none), out);
    return status;
}

/* ---- orders ---------------------------------------------------------------------------------- */

tr_decimal tr__paper_closable(const tr__paper_order *order)
{
    tr_decimal held = order->desk->quantity;
    bool is_opposite = tr_decimal_sign(held) != 0 &&
                       (tr_decimal_sign(held) > 0) == (order->row.side == TR_SIDE_SELL);
    if (!is_opposite || tr_decimal_absolute(held, &held) != TR_OK)
        return (tr_decimal){ 0 };
    return held;
}

tr_status tr__paper_swap_wanted(const tr_paper *paper, const tr__paper_order *order,
                                tr_decimal price, tr_decimal *out)
{
    tr__paper_desk *desk = order->desk;
    tr_decimal quantity = tr__paper_order_left(order), opening, notional, whole, fee, freed = { 0 };
    tr_decimal closing = tr_decimal_min(tr__paper_closable(order), quantity);
    tr_status status = tr_decimal_subtract(quantity, closing, &opening);
    *out = (tr_decimal){ 0 };
    if (status != TR_OK || order->row.is_reduce_only || tr_decimal_is_zero(opening))
        return status; /* who leaves is let out, also when there is nothing left to pay the fee with */
    if (!tr_decimal_is_zero(closing) && !tr__paper_has_limit(order->row.type) && order->row.tif != TR_TIF_FOK)
        return TR_OK; /* so is who goes through zero: what it opens is looked at when it fills */
    if ((status = tr__paper_cost(paper, desk->market, TR_SIDE_BUY, price, quantity, false, &whole,
                                 &fee)) != TR_OK ||
        (status = tr__paper_cost(paper, desk->market, TR_SIDE_BUY, price, opening, false, &notional,
                                 &whole)) != TR_OK ||
        (status = tr__paper_margin(paper, notional, TR_ROUND_UP, out)) != TR_OK ||
        (status = tr_decimal_add(*out, fee, out)) != TR_OK ||
        (status = value_of(desk, closing, TR_ROUND_DOWN, &freed)) != TR_OK ||
        (status = tr__paper_margin(paper, freed, TR_ROUND_DOWN, &freed)) != TR_OK)
        return status;
    if (tr_decimal_is_zero(closing))
        freed = (tr_decimal){ 0 };
    status = tr_decimal_subtract(*out, freed, out);
    *out = tr_decimal_max(*out, (tr_decimal){ 0 });
    return status;
}

tr_status tr__paper_swap_reservation(const tr_paper *paper, const tr__paper_order *order,
                                     tr_decimal *out)
{
    const tr__paper_market *market = order->desk->market;
    tr_decimal left = tr__paper_order_left(order), notional, fee, dust;
    bool is_maker = tr_decimal_compare(paper->options.fee_maker, paper->options.fee_taker) > 0;
    *out = (tr_decimal){ 0 };
    if (!tr__paper_has_limit(order->row.type) || order->row.is_reduce_only)
        return TR_OK;
    tr_status status = tr__paper_cost(paper, market, TR_SIDE_BUY, order->row.limit_price.value,
                                      left, is_maker, &notional, &fee);
    if (status == TR_OK)
        status = tr_decimal_multiply_divide(left, market->fee_dust, market->instrument.lot,
                                            TR_ROUND_UP, &dust);
    if (status == TR_OK)
        status = tr__paper_margin(paper, notional, TR_ROUND_UP, out);
    if (status == TR_OK)
        status = tr_decimal_add(*out, fee, out);
    return status == TR_OK ? tr_decimal_add(*out, dust, out) : status;
}

/* ---- fills ----------------------------------------------------------------------------------- */

/* Position and balance as a fill leaves them; nothing is changed yet. */
typedef struct movement {
    tr_decimal quantity, cost, total, fee, filled;
    tr_quantity opened;
} movement;

static tr_status movement_make(const tr_paper *paper, const tr__paper_order *order,
                               tr_decimal price, tr_decimal quantity, bool is_maker, movement *out)
{
    const tr__paper_desk *desk = order->desk;
    const tr_instrument *instrument = &desk->market->instrument;
    tr_position position = { .quantity = desk->quantity, .cost = { desk->cost } };
    tr_symbol_parts parts = { .kind = TR_KIND_LINEAR };
    tr_fill fill = { .side = order->row.side, .price = { price }, .quantity = { quantity } };
    tr_money gain;
    tr_decimal notional;
    tr_status status =
        tr__ledger_position_fill(&position, &fill, &parts, instrument->multiplier, &gain);
    if (status == TR_OK) /* fees are rounded up whichever the side */
        status = tr__paper_cost(paper, desk->market, TR_SIDE_BUY, price, quantity, is_maker,
                                &notional, &out->fee);
    if (status == TR_OK)
        status = tr_decimal_add(desk->quote->total, gain.value, &out->total);
    if (status == TR_OK)
        status = tr_decimal_subtract(out->total, out->fee, &out->total);
    if (status == TR_OK)
        status = tr_decimal_add(order->row.filled_quantity.value, quantity, &out->filled);
    out->quantity = position.quantity;
    out->cost = position.cost.value;
    out->opened = tr__ledger_position_opened(desk->quantity, position.quantity);
    return status;
}

static void apply(tr__paper_desk *desk, const movement *move)
{
    desk->quantity = move->quantity;
    desk->cost = move->cost;
    desk->quote->total = move->total;
}

/* What closes leaves an account with nothing at the worst, and never owing; what does not fit was refused before. */
static bool is_solvent(const tr_paper *paper, const tr__paper_desk *desk)
{
    tr__paper_weight weight;
    tr_decimal equity;
    return tr__paper_weigh(paper, desk->account, desk->quote, &weight) != TR_OK ||
           tr_decimal_add(desk->quote->total, weight.gain, &equity) != TR_OK ||
           tr_decimal_sign(equity) >= 0;
}

/*
 * Put the movement in force, unless what it opens cannot be carried, or what it closes would cost more than there is: then the
 * position is the exchange's to close (liquidate.c).
 */
static bool is_carried(tr_paper *paper, tr__paper_desk *desk, const movement *move)
{
    movement before = { .quantity = desk->quantity,
                        .cost = desk->cost,
                        .total = desk->quote->total };
    tr_decimal left;
    bool only_closes = tr_decimal_is_zero(move->opened.value);
    apply(desk, move);
    paper->has_settled_swaps = true;
    if (only_closes ? is_solvent(paper, desk)
                    : tr__paper_free(paper, desk->account, desk->quote, &left) == TR_OK &&
                          tr_decimal_sign(left) >= 0)
        return true;
    apply(desk, &before);
    desk->is_bankrupt = only_closes && tr__paper_has_prices(paper, desk->account, desk->quote);
    return false;
}

/* An order through zero that cannot open the other side closes this one at least. */
static bool is_closing_carried(tr_paper *paper, const tr__paper_order *order, tr_decimal price,
                               bool is_maker, tr_decimal *quantity, movement *move)
{
    movement closing;
    tr_decimal part = tr__paper_closable(order);
    if (order->row.tif == TR_TIF_FOK || tr_decimal_is_zero(part) ||
        tr_decimal_compare(part, *quantity) >= 0 ||
        movement_make(paper, order, price, part, is_maker, &closing) != TR_OK ||
        !is_carried(paper, order->desk, &closing))
        return false;
    *quantity = part;
    *move = closing;
    return true;
}

static tr_status end_or_go_on(tr_paper *paper, tr__paper_order *order)
{
    tr_decimal wanted;
    if (tr_decimal_is_zero(tr__paper_order_left(order)))
        tr__paper_close(order, TR_PAPER_FILLED, "");
    else if (order->row.is_reduce_only && tr_decimal_is_zero(tr__paper_closable(order)))
        tr__paper_close(order, TR_PAPER_CANCELLED, "reduce-only: the position is closed");
    else if (tr__paper_reservation(paper, order, &wanted) != TR_OK ||
             !tr__paper_reserve(order, wanted))
        tr__paper_close(order, TR_PAPER_CANCELLED, "insufficient margin for what is left");
    return TR_OK;
}

tr_status tr__paper_swap_settle(tr_paper *paper, tr__paper_order *order, tr_decimal price,
                                tr_decimal quantity, bool is_maker, int64_t at_ns)
{
    tr__paper_desk *desk = order->desk;
    movement move;
    bool was_flat = tr_decimal_is_zero(desk->quantity);
    if (order->row.is_reduce_only)
        quantity = tr_decimal_min(quantity, tr__paper_closable(order));
    if (tr_decimal_is_zero(quantity)) {
        tr__paper_close(order, TR_PAPER_CANCELLED, "reduce-only: there is no position to reduce");
        return TR_OK;
    }
    if (movement_make(paper, order, price, quantity, is_maker, &move) != TR_OK) {
        tr__paper_close(order, TR_PAPER_CANCELLED, "the amounts of the fill do not fit");
        return TR_OK;
    }
    tr__paper_fill fill = { .fill_id = desk->account->fill_id_last + 1,
                            .price = { price },
                            .quantity = { quantity },
                            .fee = { move.fee },
                            .at_ns = at_ns,
                            .is_maker = is_maker };
    tr__paper_release(order);
    bool is_cut = false;
    if (!is_carried(paper, desk, &move) &&
        !(is_cut = is_closing_carried(paper, order, price, is_maker, &quantity, &move))) {
        tr__paper_close(order, TR_PAPER_CANCELLED,
                        desk->is_bankrupt ? "the loss is larger than the balance: liquidation"
                                          : "insufficient margin for the next fill");
        return TR_OK;
    }
    fill.quantity.value = quantity;
    fill.fee.value = move.fee;
    if (tr__paper_order_add_fill(paper, order, &fill) != TR_OK)
        return TR_E_NO_MEMORY;
    desk->account->fill_id_last++;
    int64_t interval_ns = tr__paper_funding_boundary(paper, at_ns);
    if (was_flat && interval_ns > desk->funded_ns) /* a clock that was set back settles nothing again */
        desk->funded_ns = interval_ns;
    order->row.filled_quantity.value = move.filled;
    if (is_cut)
        tr__paper_close(order, TR_PAPER_CANCELLED,
                        "the position is closed: insufficient margin for what opens the other side");
    return is_cut ? TR_OK : end_or_go_on(paper, order);
}
