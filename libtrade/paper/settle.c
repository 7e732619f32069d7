/*
 * settle.c: what a fill costs, what an order holds back for its fills, and the movement of balances.
 *
 * Roundings go against the account. With the grids that tr_paper_new accepts, price * quantity is exact; only
 * fees round.
 */
#include "paper/state.h"

#include <assert.h>

tr_status tr__paper_cost(const tr_paper *paper, const tr__paper_market *market, tr_side side,
                         tr_decimal price, tr_decimal quantity, bool is_maker,
                         tr_decimal *notional_out, tr_decimal *fee_out)
{
    tr_round round = side == TR_SIDE_BUY ? TR_ROUND_UP : TR_ROUND_DOWN;
    tr_money notional;
    tr_status status = tr_instrument_notional(&market->instrument, (tr_price){ price },
                                              (tr_quantity){ quantity }, round, &notional);
    if (status != TR_OK)
        return status;
    *notional_out = notional.value;
    return tr_decimal_multiply(notional.value,
                               is_maker ? paper->options.fee_maker : paper->options.fee_taker,
                               TR_ROUND_UP, fee_out);
}

/*
 * What an open order holds back. A sell: its quantity. A limit buy: what is left of it at its limit, with the higher
 * of the two fees, and what splitting it into single lots could add by rounding. A market buy: nothing,
 * for nobody knows the prices to come; each of its fills is held against what is free.
 */
tr_status tr__paper_reservation(const tr_paper *paper, const tr__paper_order *order,
                                tr_decimal *out)
{
    const tr__paper_market *market = order->desk->market;
    tr_decimal left = tr__paper_order_left(order), notional, fee, dust;
    *out = (tr_decimal){ 0 };
    if (tr__paper_is_swap(market))
        return tr__paper_swap_reservation(paper, order, out);
    if (order->row.side == TR_SIDE_SELL) {
        *out = left;
        return TR_OK;
    }
    if (!tr__paper_has_limit(order->row.type))
        return TR_OK;
    bool is_maker = tr_decimal_compare(paper->options.fee_maker, paper->options.fee_taker) > 0;
    tr_status status = tr__paper_cost(paper, market, TR_SIDE_BUY, order->row.limit_price.value,
                                      left, is_maker, &notional, &fee);
    if (status == TR_OK)
        status = tr_decimal_multiply_divide(left, market->fee_dust, market->instrument.lot,
                                            TR_ROUND_UP, &dust);
    if (status == TR_OK)
        status = tr_decimal_add(notional, fee, out);
    if (status == TR_OK)
        status = tr_decimal_add(*out, dust, out);
    return status;
}

/* Nothing where swaps have lost more than there was, or their value does not fit. */
static tr_decimal free_of(const tr__paper_order *order)
{
    tr_decimal left = { 0 }, none = { 0 };
    const tr__paper_account *account = order->desk->account;
    if (tr__paper_free(account->paper, account, tr__paper_order_balance(order), &left) != TR_OK)
        return none;
    return tr_decimal_max(left, none);
}

void tr__paper_release(tr__paper_order *order)
{
    if (order->desk == NULL)
        return;
    tr__paper_balance *balance = tr__paper_order_balance(order);
    tr_status status = tr_decimal_subtract(balance->reserved, order->reserved, &balance->reserved);
    assert(status == TR_OK && tr_decimal_sign(balance->reserved) >= 0);
    order->reserved = (tr_decimal){ 0 };
}

static void hold(tr__paper_order *order, tr_decimal amount)
{
    tr__paper_balance *balance = tr__paper_order_balance(order);
    tr_status status = tr_decimal_add(balance->reserved, amount, &balance->reserved);
    assert(status == TR_OK); /* no more than what was the total */
    order->reserved = amount;
}

bool tr__paper_reserve(tr__paper_order *order, tr_decimal wanted)
{
    assert(tr_decimal_is_zero(order->reserved) && tr_decimal_sign(wanted) >= 0);
    if (tr_decimal_compare(wanted, free_of(order)) > 0)
        return false;
    hold(order, wanted);
    return true;
}

bool tr__paper_reserve_instead(tr__paper_order *order, tr_decimal wanted)
{
    tr_decimal before = order->reserved;
    tr__paper_release(order);
    bool is_free = tr_decimal_compare(wanted, before) <= 0 || tr_decimal_compare(wanted, free_of(order)) <= 0;
    hold(order, is_free ? wanted : before); /* what was held need not be free: swaps may have lost it since */
    return is_free;
}

/* Both balances after a fill; nothing is changed yet. */
typedef struct movement {
    tr_decimal spent, spent_total, gained_total, fee, filled;
} movement;

static tr_status movement_make(const tr_paper *paper, const tr__paper_order *order,
                               tr_decimal price, tr_decimal quantity, bool is_maker, movement *out)
{
    const tr__paper_desk *desk = order->desk;
    bool is_buy = order->row.side == TR_SIDE_BUY;
    tr_decimal notional, gained = quantity;
    tr_status status = tr__paper_cost(paper, desk->market, order->row.side, price, quantity,
                                      is_maker, &notional, &out->fee);
    out->spent = quantity;
    if (status == TR_OK)
        status = is_buy ? tr_decimal_add(notional, out->fee, &out->spent)
                        : tr_decimal_subtract(notional, out->fee, &gained);
    if (status == TR_OK)
        status = tr_decimal_subtract((is_buy ? desk->quote : desk->base)->total, out->spent,
                                     &out->spent_total);
    if (status == TR_OK)
        status =
            tr_decimal_add((is_buy ? desk->base : desk->quote)->total, gained, &out->gained_total);
    if (status == TR_OK)
        status = tr_decimal_add(order->row.filled_quantity.value, quantity, &out->filled);
    return status;
}

tr_status tr__paper_settle(tr_paper *paper, tr__paper_order *order, tr_decimal price,
                           tr_decimal quantity, bool is_maker, int64_t at_ns)
{
    tr__paper_desk *desk = order->desk;
    bool is_buy = order->row.side == TR_SIDE_BUY;
    assert(order->row.state == TR_PAPER_OPEN && tr_decimal_sign(quantity) > 0);
    if (tr__paper_is_swap(desk->market))
        return tr__paper_swap_settle(paper, order, price, quantity, is_maker, at_ns);
    movement move;
    if (movement_make(paper, order, price, quantity, is_maker, &move) != TR_OK) {
        tr__paper_close(order, TR_PAPER_CANCELLED, "the amounts of the fill do not fit");
        return TR_OK;
    }
    tr__paper_release(order);
    if (tr_decimal_compare(move.spent, free_of(order)) > 0) {
        tr__paper_close(order, TR_PAPER_CANCELLED, "insufficient balance for the next fill");
        return TR_OK;
    }
    tr__paper_fill fill = { .fill_id = desk->account->fill_id_last + 1,
                            .price = { price },
                            .quantity = { quantity },
                            .fee = { move.fee },
                            .at_ns = at_ns,
                            .is_maker = is_maker };
    if (tr__paper_order_add_fill(paper, order, &fill) != TR_OK)
        return TR_E_NO_MEMORY;
    desk->account->fill_id_last++;
    (is_buy ? desk->quote : desk->base)->total = move.spent_total;
    (is_buy ? desk->base : desk->quote)->total = move.gained_total;
    order->row.filled_quantity.value = move.filled;
    if (tr_decimal_is_zero(tr__paper_order_left(order))) {
        tr__paper_close(order, TR_PAPER_FILLED, "");
        return TR_OK;
    }
    tr_decimal wanted;
    if (tr__paper_reservation(paper, order, &wanted) != TR_OK || !tr__paper_reserve(order, wanted))
        tr__paper_close(order, TR_PAPER_CANCELLED, "insufficient balance for what is left");
    return TR_OK;
}
