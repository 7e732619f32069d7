/*
 * swaps.c: linear swaps. A position is net: what adds to it adds its value, what takes from it takes the same share of the
 * value and turns the difference into money, what goes beyond zero opens the other side. Money lies in one pot for each
 * asset that swaps are settled in. There is no liquidation: losses may eat more than there is.
 */
#include "state.h"

#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

/* ---- who holds what -------------------------------------------------------------------------- */

bool sim_is_swap(const sim_market *market)
{
    return market->instrument.kind == TR_KIND_LINEAR;
}

sim_holding *sim_margin_of(sim_exchange *exchange, uint32_t account, const char *asset)
{
    return sim_wallet_of(&exchange->accounts[account], asset, exchange->shape->has_margin_wallet);
}

static const sim_position *position_find(const sim_exchange *exchange, uint32_t account,
                                         uint32_t instrument)
{
    for (size_t i = 0; i < exchange->position_count; i++)
        if (exchange->positions[i].account == account &&
            exchange->positions[i].instrument == instrument)
            return &exchange->positions[i];
    return NULL;
}

sim_position *sim_position_of(sim_exchange *exchange, uint32_t account, uint32_t instrument)
{
    const sim_position *found = position_find(exchange, account, instrument);
    if (found != NULL)
        return &exchange->positions[found - exchange->positions];
    if (exchange->position_count == exchange->position_capacity) {
        size_t capacity = exchange->position_capacity == 0 ? 16 : exchange->position_capacity * 2;
        sim_position *grown = realloc(exchange->positions, capacity * sizeof *grown);
        if (grown == NULL)
            return NULL;
        exchange->positions = grown;
        exchange->position_capacity = capacity;
    }
    sim_position *position = &exchange->positions[exchange->position_count++];
    *position = (sim_position){ .account = account,
                                .instrument = instrument,
                                .leverage = tr_decimal_from_int(SIM_LEVERAGE) };
    return position;
}

size_t sim_position_count(const sim_exchange *exchange)
{
    return exchange->position_count;
}

const sim_position *sim_position_at(const sim_exchange *exchange, size_t index)
{
    return index < exchange->position_count ? &exchange->positions[index] : NULL;
}

size_t sim_bill_count(const sim_exchange *exchange)
{
    return exchange->bill_count;
}

const sim_bill *sim_bill_at(const sim_exchange *exchange, size_t index)
{
    return index < exchange->bill_count ? &exchange->bills[index] : NULL;
}

tr_decimal sim_mark_of(const sim_market *market)
{
    return tr_decimal_is_zero(market->price) ? market->last_price : market->price;
}

static tr_decimal absolute(tr_decimal value)
{
    tr_decimal result = value;
    (void)tr_decimal_absolute(value, &result); /* amounts are never the minimum */
    return result;
}

/* A share of a value, rounded as asked. */
static tr_decimal share_of(tr_decimal value, tr_decimal part, tr_decimal whole, tr_round round)
{
    tr_decimal share = { 0 };
    (void)tr_decimal_multiply_divide(value, part, whole, round,
                                     &share); /* part is no more than whole */
    return share;
}

tr_decimal sim_position_entry(const sim_position *position)
{
    tr_decimal entry = { 0 };
    if (!tr_decimal_is_zero(position->quantity))
        (void)tr_decimal_divide(position->cost, position->quantity, TR_ROUND_HALF_EVEN,
                                &entry); /* a price between those that there were */
    return entry;
}

static tr_decimal value_at_mark(const sim_exchange *exchange, const sim_position *position)
{
    tr_decimal mark = sim_mark_of(&exchange->markets[position->instrument]);
    tr_decimal value = sim_times(absolute(position->quantity), mark), none = { 0 };
    return tr_decimal_sign(position->quantity) < 0 ? sim_minus(none, value) : value;
}

tr_decimal sim_position_profit(const sim_exchange *exchange, const sim_position *position)
{
    return sim_minus(value_at_mark(exchange, position), position->cost);
}

tr_decimal sim_position_margin(const sim_position *position)
{
    return share_of(absolute(position->cost), tr_decimal_from_int(1), position->leverage,
                    TR_ROUND_UP);
}

/* ---- margin ---------------------------------------------------------------------------------- */

/* How much of an order against it a position takes before it is flat. */
static tr_decimal closable(const sim_exchange *exchange, uint32_t account, uint32_t instrument,
                           tr_side side)
{
    const sim_position *position = position_find(exchange, account, instrument);
    tr_decimal none = { 0 };
    if (position == NULL || tr_decimal_is_zero(position->quantity) ||
        (tr_decimal_sign(position->quantity) > 0) != (side == TR_SIDE_SELL))
        return none;
    return absolute(position->quantity);
}

tr_decimal sim_swap_need(sim_exchange *exchange, const sim_wish *wish, tr_decimal value)
{
    tr_decimal none = { 0 };
    tr_decimal closes = closable(exchange, wish->account, wish->market->number, wish->side);
    const sim_position *position = sim_position_of(exchange, wish->account, wish->market->number);
    if (position == NULL)
        exchange->is_out_of_memory = true;
    if (position == NULL || wish->is_reduce_only || !sim_is_less(closes, wish->quantity))
        return none;
    tr_decimal opens = sim_minus(wish->quantity, closes);
    tr_decimal opened = share_of(value, opens, wish->quantity, TR_ROUND_UP);
    tr_decimal margin = share_of(opened, tr_decimal_from_int(1), position->leverage, TR_ROUND_UP);
    if (!tr_decimal_is_zero(closes)) { /* what it closes first sets its margin free */
        margin = sim_minus(margin, sim_position_margin(position));
        margin = tr_decimal_max(margin, none);
    }
    return sim_plus(margin, sim_times(opened, exchange->accounts[wish->account].taker_rate));
}

tr_decimal sim_margin_free(sim_exchange *exchange, uint32_t account, const char *asset)
{
    const sim_holding *wallet = sim_margin_of(exchange, account, asset);
    tr_decimal there = wallet == NULL ? (tr_decimal){ 0 } : wallet->free;
    for (size_t i = 0; i < exchange->position_count; i++) {
        const sim_position *position = &exchange->positions[i];
        const sim_market *market = &exchange->markets[position->instrument];
        if (position->account != account || strcmp(market->instrument.settle, asset) != 0)
            continue;
        tr_decimal profit = sim_position_profit(exchange, position), none = { 0 };
        there = sim_minus(there, sim_position_margin(position));
        there = sim_plus(there, tr_decimal_min(profit, none));
    }
    return there;
}

bool sim_is_reducing(const sim_exchange *exchange, uint32_t account, uint32_t instrument,
                     tr_side side)
{
    return !tr_decimal_is_zero(closable(exchange, account, instrument, side));
}

/* ---- executions ------------------------------------------------------------------------------ */

static void move_money(sim_exchange *exchange, uint32_t account, const char *asset,
                       tr_decimal amount)
{
    sim_holding *own = sim_margin_of(exchange, account, asset);
    sim_holding *house = sim_margin_of(exchange, SIM_HOUSE, asset);
    if (house == NULL) {
        exchange->is_out_of_memory = true;
        return;
    }
    own->free = sim_plus(own->free, amount); /* there since its order was placed */
    house->free = sim_minus(house->free, amount);
}

/* What closes. @return what of the quantity is left to open the other side */
static tr_decimal close_part(sim_position *position, bool is_buy, tr_decimal price,
                             tr_decimal quantity, tr_decimal *gain)
{
    tr_decimal held = absolute(position->quantity), part = tr_decimal_min(held, quantity);
    tr_decimal removed = position->cost;
    if (tr_decimal_compare(part, held) != 0)
        removed = share_of(position->cost, part, held, TR_ROUND_HALF_EVEN);
    tr_decimal value = sim_times(price, part); /* exact: both are on their grid */
    /* A long gets its value and gives its cost; a short's cost is below zero, and it pays. */
    *gain =
        is_buy ? sim_minus((tr_decimal){ 0 }, sim_plus(value, removed)) : sim_minus(value, removed);
    position->cost = sim_minus(position->cost, removed);
    position->quantity =
        is_buy ? sim_plus(position->quantity, part) : sim_minus(position->quantity, part);
    position->realised = sim_plus(position->realised, *gain);
    return sim_minus(quantity, part);
}

tr_decimal sim_swap_fill(sim_exchange *exchange, sim_order *order, tr_decimal price,
                         tr_decimal quantity, tr_decimal fee)
{
    const sim_market *market = &exchange->markets[order->instrument];
    sim_position *position = sim_position_of(exchange, order->account, order->instrument);
    bool is_buy = order->side == TR_SIDE_BUY;
    tr_decimal left = quantity, gain = { 0 };
    if (position == NULL) {
        exchange->is_out_of_memory = true;
        return gain;
    }
    if (!tr_decimal_is_zero(closable(exchange, order->account, order->instrument, order->side)))
        left = close_part(position, is_buy, price, quantity, &gain);
    if (!tr_decimal_is_zero(left)) {
        tr_decimal value = sim_times(price, left);
        if (tr_decimal_is_zero(position->quantity))
            position->created_ns = sim_clock_ns(exchange, exchange->now_ns);
        position->quantity =
            is_buy ? sim_plus(position->quantity, left) : sim_minus(position->quantity, left);
        position->cost =
            is_buy ? sim_plus(position->cost, value) : sim_minus(position->cost, value);
    }
    position->fees = sim_plus(position->fees, fee);
    position->updated_ns = sim_clock_ns(exchange, exchange->now_ns);
    move_money(exchange, order->account, market->instrument.settle, sim_minus(gain, fee));
    exchange->is_position_moved = true;
    return gain;
}

tr_decimal sim_swap_takes(const sim_exchange *exchange, const sim_order *order, tr_decimal quantity)
{
    if (!order->is_reduce_only)
        return quantity;
    return tr_decimal_min(quantity,
                          closable(exchange, order->account, order->instrument, order->side));
}

/* ---- funding --------------------------------------------------------------------------------- */

/* Longs pay shorts when the rate is above zero. No two payments of a market bear the same millisecond. */
static int64_t bill_time(const sim_exchange *exchange, uint32_t instrument)
{
    int64_t at_ns = sim_clock_ns(exchange, exchange->now_ns) / TR_NS_PER_MS * TR_NS_PER_MS;
    for (size_t i = exchange->bill_count; i-- > 0;)
        if (exchange->bills[i].instrument == instrument && exchange->bills[i].at_ns == at_ns) {
            at_ns += TR_NS_PER_MS;
            i = exchange->bill_count;
        }
    return at_ns;
}

static void bill(sim_exchange *exchange, sim_position *position, tr_decimal rate, int64_t at_ns)
{
    const sim_market *market = &exchange->markets[position->instrument];
    tr_decimal amount = { 0 };
    tr_decimal size = sim_times(absolute(value_at_mark(exchange, position)), absolute(rate));
    bool pays = (tr_decimal_sign(position->quantity) > 0) == (tr_decimal_sign(rate) > 0);
    amount = pays ? sim_minus(amount, size) : size;
    if (exchange->bill_count == exchange->bill_capacity) {
        size_t capacity = exchange->bill_capacity == 0 ? 64 : exchange->bill_capacity * 2;
        sim_bill *grown = realloc(exchange->bills, capacity * sizeof *grown);
        if (grown == NULL) {
            exchange->is_out_of_memory = true;
            return;
        }
        exchange->bills = grown;
        exchange->bill_capacity = capacity;
    }
    exchange->bills[exchange->bill_count] = (sim_bill){ .id = (int64_t)exchange->bill_count + 1,
                                                        .account = position->account,
                                                        .instrument = position->instrument,
                                                        .amount = amount,
                                                        .rate = rate,
                                                        .mark = sim_mark_of(market),
                                                        .quantity = position->quantity,
                                                        .at_ns = at_ns };
    exchange->bill_count++;
    position->funding = sim_plus(position->funding, amount);
    move_money(exchange, position->account, market->instrument.settle, amount);
    sim_bill *made = &exchange->bills[exchange->bill_count - 1];
    const sim_holding *wallet =
        sim_margin_of(exchange, position->account, market->instrument.settle);
    made->wallet = sim_plus(wallet->free, wallet->locked);
}

void sim_swap_fund(sim_exchange *exchange, sim_market *market, tr_decimal rate)
{
    int64_t at_ns = bill_time(exchange, market->number);
    market->funding_rate = rate;
    for (size_t i = 0; i < exchange->position_count && !tr_decimal_is_zero(rate); i++)
        if (exchange->positions[i].instrument == market->number &&
            !tr_decimal_is_zero(exchange->positions[i].quantity))
            bill(exchange, &exchange->positions[i], rate, at_ns);
}

int64_t sim_next_funding_ns(int64_t clock_ns)
{
    int64_t span = 8 * 60 * TR_NS_PER_MINUTE;
    return clock_ns - clock_ns % span + span;
}

/* ---- that it adds up ------------------------------------------------------------------------- */

/* Every position is what its executions make of it, and its money too. NULL: all is well. */
const char *sim_swaps_check(const sim_exchange *exchange)
{
    for (size_t i = 0; i < exchange->position_count; i++) {
        const sim_position *position = &exchange->positions[i];
        tr_decimal quantity = { 0 }, spent = { 0 }, fees = { 0 }, funding = { 0 };
        for (size_t k = 0; k < exchange->fill_count; k++) {
            const sim_fill *fill = &exchange->fills[k];
            if (fill->account != position->account || fill->instrument != position->instrument)
                continue;
            bool is_buy = fill->side == TR_SIDE_BUY;
            quantity =
                is_buy ? sim_plus(quantity, fill->quantity) : sim_minus(quantity, fill->quantity);
            spent = is_buy ? sim_plus(spent, fill->quote) : sim_minus(spent, fill->quote);
            fees = sim_plus(fees, fill->fee);
        }
        for (size_t k = 0; k < exchange->bill_count; k++)
            if (exchange->bills[k].account == position->account &&
                exchange->bills[k].instrument == position->instrument)
                funding = sim_plus(funding, exchange->bills[k].amount);
        if (tr_decimal_compare(quantity, position->quantity) != 0)
            return "a position is not what was bought less what was sold";
        if (tr_decimal_compare(spent, sim_minus(position->cost, position->realised)) != 0)
            return "a position's cost and gains are not what was spent";
        if (tr_decimal_compare(fees, position->fees) != 0 ||
            tr_decimal_compare(funding, position->funding) != 0)
            return "a position's fees or funding are not those of its executions and bills";
        if (tr_decimal_is_zero(position->quantity) && !tr_decimal_is_zero(position->cost))
            return "a flat position has a cost";
    }
    return NULL;
}
