/*
 * liquidate.c: whose losses have eaten the margin that holds his swaps is closed out.
 *
 * Cross margin: everything that an account has of the asset carries all of its swaps that settle in it. When what it is worth
 * (balance, and profits and losses at the last prices) falls to the maintenance margin, or its balance below zero, its open
 * orders in those swaps are cancelled, and positions are closed, the one that has lost most first, until it is enough again.
 * They go at the taker price, for a fee; where that is more than there is, at the price at which nothing is left: what lies
 * behind it is the exchange's. So nobody ends up owing.
 */
#include "paper/state.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ledger/position.h"

#define REASON "liquidation"

/* One position in the pot that is to be closed. */
typedef struct closing {
    tr__paper_desk *desk;
    tr_side side;        /* of the order that closes it */
    tr_decimal quantity; /* above zero */
    tr_decimal gain;     /* at the last price */
    tr_decimal equity;   /* of the whole pot, before it */
} closing;

/* What closing it at a price makes of the pot; the fee is the largest that there is money for. */
typedef struct outcome {
    tr_decimal gain, fee;
} outcome;

bool tr__paper_is_liquidation(const char *client_id)
{
    return strncmp(client_id, TR__PAPER_LIQUIDATION, strlen(TR__PAPER_LIQUIDATION)) == 0;
}

/* ---- when ------------------------------------------------------------------------------------ */

static bool is_held_in(const tr__paper_desk *desk, const tr__paper_balance *pot)
{
    return desk != NULL && desk->quote == pot && tr__paper_is_swap(desk->market) &&
           !tr_decimal_is_zero(desk->quantity);
}

/* After a restart nothing is known of a market before its first tick. */
bool tr__paper_has_prices(const tr_paper *paper, const tr__paper_account *account,
                          const tr__paper_balance *pot)
{
    for (size_t i = 0; i < paper->market_count; i++)
        if (is_held_in(account->desks[i], pot) && paper->markets[i].tick_number == 0)
            return false;
    return true;
}

/* False: not due, or a figure that does not fit. */
static bool is_due(const tr_paper *paper, const tr__paper_account *account,
                   const tr__paper_balance *pot, bool is_bankrupt, tr_decimal *equity_out)
{
    tr__paper_weight weight;
    tr_decimal maintenance;
    if (tr__paper_weigh(paper, account, pot, &weight) != TR_OK || weight.position_count == 0 ||
        tr_decimal_add(pot->total, weight.gain, equity_out) != TR_OK ||
        tr_decimal_multiply(weight.value, paper->options.maintenance_margin, TR_ROUND_UP,
                            &maintenance) != TR_OK ||
        !tr__paper_has_prices(paper, account, pot))
        return false;
    return is_bankrupt || tr_decimal_sign(pot->total) < 0 ||
           tr_decimal_compare(*equity_out, maintenance) <= 0;
}

/* The position that has lost most; one whose close could not be paid goes first. NULL: there is none. */
static tr__paper_desk *find_worst(const tr_paper *paper, const tr__paper_account *account,
                                  const tr__paper_balance *pot, tr_decimal *gain_out)
{
    tr__paper_desk *worst = NULL;
    for (size_t i = 0; i < paper->market_count; i++) {
        tr__paper_desk *desk = account->desks[i];
        tr_decimal gain;
        if (!is_held_in(desk, pot) || tr__paper_gain(desk, &gain) != TR_OK)
            continue;
        bool is_worse = worst == NULL || tr_decimal_compare(gain, *gain_out) < 0;
        if (worst != NULL && desk->is_bankrupt != worst->is_bankrupt)
            is_worse = desk->is_bankrupt;
        if (!is_worse)
            continue;
        worst = desk;
        *gain_out = gain;
    }
    return worst;
}

/* ---- at which price -------------------------------------------------------------------------- */

static tr_status close_at(const tr_paper *paper, const closing *c, tr_decimal price, outcome *out)
{
    const tr__paper_desk *desk = c->desk;
    const tr_instrument *instrument = &desk->market->instrument;
    tr_position position = { .quantity = desk->quantity, .cost = { desk->cost } };
    tr_symbol_parts parts = { .kind = TR_KIND_LINEAR };
    tr_fill fill = { .side = c->side, .price = { price }, .quantity = { c->quantity } };
    tr_money realised, notional;
    tr_decimal left, none = { 0 };
    tr_status status;
    if ((status = tr__ledger_position_fill(&position, &fill, &parts, instrument->multiplier,
                                           &realised)) != TR_OK ||
        (status = tr_instrument_notional(instrument, fill.price, fill.quantity, TR_ROUND_UP,
                                         &notional)) != TR_OK ||
        (status = tr_decimal_multiply(notional.value, paper->options.liquidation_fee, TR_ROUND_UP,
                                      &out->fee)) != TR_OK ||
        (status = tr_decimal_subtract(c->equity, c->gain, &left)) != TR_OK ||
        (status = tr_decimal_add(left, realised.value, &left)) != TR_OK)
        return status;
    out->gain = realised.value;
    out->fee = tr_decimal_max(tr_decimal_min(out->fee, left), none);
    return TR_OK;
}

/*
 * The gain with which nothing is left of the pot. A pot that is below zero already gives no position more than its own loss
 * back: with the losses of all of them together it comes up to zero.
 */
static tr_status gain_without_rest(const closing *c, tr_decimal *out)
{
    tr_decimal none = { 0 };
    tr_status status = tr_decimal_subtract(c->gain, c->equity, out);
    if (status == TR_OK && tr_decimal_sign(c->equity) < 0)
        *out = tr_decimal_min(*out, tr_decimal_max(c->gain, none));
    return status;
}

/* Rounded to the tick for the account: it must not owe a fraction of one. */
static tr_status price_of_gain(const closing *c, tr_decimal gain, tr_decimal *out)
{
    const tr_instrument *instrument = &c->desk->market->instrument;
    bool is_long = c->side == TR_SIDE_SELL;
    tr_round round = is_long ? TR_ROUND_CEILING : TR_ROUND_FLOOR;
    tr_decimal value, units, price;
    tr_status status;
    if ((status = tr_decimal_add(c->desk->cost, gain, &value)) !=
            TR_OK || /* signed like the position */
        (status = tr_decimal_absolute(value, &value)) != TR_OK ||
        (status = tr_decimal_multiply(c->quantity, instrument->multiplier, TR_ROUND_DOWN,
                                      &units)) != TR_OK ||
        (status = tr_decimal_divide(value, units, round, &price)) != TR_OK ||
        (status = tr_decimal_round_to(price, instrument->tick, round, &price)) != TR_OK)
        return status;
    *out = tr_decimal_max(price, instrument->tick);
    return TR_OK;
}

static tr_status find_price(const tr_paper *paper, const closing *c, tr_decimal *price_out)
{
    const tr__paper_market *market = c->desk->market;
    outcome taken;
    tr_decimal least;
    tr_status status = close_at(paper, c, market->taker_price[c->side], &taken);
    if (status == TR_OK)
        status = gain_without_rest(c, &least);
    *price_out = market->taker_price[c->side];
    if (status != TR_OK || tr_decimal_compare(taken.gain, least) >= 0)
        return status;
    return price_of_gain(c, least, price_out);
}

/* ---- closing --------------------------------------------------------------------------------- */

/* Its orders in swaps of this asset: what is on its way ends as well. */
static tr_status cancel_orders(tr_paper *paper, const tr__paper_account *account,
                               const tr__paper_balance *pot, int64_t at_ns)
{
    tr_status status = TR_OK;
    for (size_t i = 0; i < paper->orders.bucket_count; i++)
        for (tr__paper_link *link = paper->orders.buckets[i], *next;
             status == TR_OK && link != NULL; link = next) {
            tr__paper_order *order = (tr__paper_order *)link;
            const tr__paper_desk *desk = order->desk;
            next = link->next;
            if (order->row.state != TR_PAPER_OPEN || desk == NULL || desk->account != account ||
                desk->quote != pot || !tr__paper_is_swap(desk->market))
                continue;
            tr__paper_close(order, TR_PAPER_CANCELLED, REASON);
            status = tr__paper_commit(paper, order, order->fill_count, false, at_ns);
        }
    return status;
}

/* An order of the exchange's own, so that the fill stands where all of them do. */
static tr_status make_order(tr_paper *paper, const closing *c, int64_t at_ns, tr__paper_order **out)
{
    tr__paper_account *account = c->desk->account;
    const tr_instrument *instrument = &c->desk->market->instrument;
    tr__paper_order *order;
    if (tr__paper_table_grow(&paper->orders, paper->allocator) != TR_OK ||
        tr__paper_order_new(paper, &order) != TR_OK)
        return TR_E_NO_MEMORY;
    order->desk = c->desk;
    tr_paper_order_row *row = &order->row;
    row->exchange_order_id = ++account->order_id_last;
    row->side = c->side;
    row->type = TR_ORDER_MARKET;
    row->quantity = row->filled_quantity = (tr_quantity){ c->quantity };
    row->is_reduce_only = true;
    row->state = TR_PAPER_FILLED;
    row->created_ns = at_ns;
    memcpy(row->account, account->name, sizeof row->account);
    memcpy(row->symbol, instrument->symbol, sizeof row->symbol);
    memcpy(order->fee_asset, instrument->quote, sizeof order->fee_asset);
    (void)snprintf(row->client_id, sizeof row->client_id, TR__PAPER_LIQUIDATION "%" PRId64,
                   row->exchange_order_id); /* the size suffices */
    (void)snprintf(row->reason, sizeof row->reason, REASON);
    order->link.hash = tr__paper_order_hash(row->account, row->client_id);
    tr__paper_table_insert(&paper->orders, &order->link);
    *out = order;
    return TR_OK;
}

static tr_status close_position(tr_paper *paper, const closing *c, int64_t at_ns)
{
    tr__paper_desk *desk = c->desk;
    tr__paper_order *order;
    tr_decimal price, total;
    outcome result;
    tr_status status;
    if ((status = find_price(paper, c, &price)) != TR_OK ||
        (status = close_at(paper, c, price, &result)) != TR_OK ||
        (status = tr_decimal_add(desk->quote->total, result.gain, &total)) != TR_OK ||
        (status = tr_decimal_subtract(total, result.fee, &total)) != TR_OK ||
        (status = make_order(paper, c, at_ns, &order)) != TR_OK)
        return status;
    tr__paper_fill fill = { .fill_id = ++desk->account->fill_id_last,
                            .price = { price },
                            .quantity = { c->quantity },
                            .fee = { result.fee },
                            .at_ns = at_ns };
    if ((status = tr__paper_order_add_fill(paper, order, &fill)) != TR_OK)
        return status;
    desk->quote->total = total;
    desk->quantity = desk->cost = (tr_decimal){ 0 };
    desk->is_bankrupt = false;
    return tr__paper_commit(paper, order, 0, false, at_ns);
}

static tr_status close_out(tr_paper *paper, tr__paper_account *account, tr__paper_balance *pot)
{
    int64_t at_ns = paper->options.clock->now_ns(paper->options.clock->user);
    bool has_cancelled = false;
    for (size_t i = 0; i < paper->market_count; i++) { /* each round closes one */
        closing c;
        c.desk = find_worst(paper, account, pot, &c.gain);
        if (c.desk == NULL || !is_due(paper, account, pot, c.desk->is_bankrupt, &c.equity))
            return TR_OK;
        c.side = tr_decimal_sign(c.desk->quantity) > 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
        tr_status status = has_cancelled ? TR_OK : cancel_orders(paper, account, pot, at_ns);
        has_cancelled = true;
        if (status == TR_OK)
            status = tr_decimal_absolute(c.desk->quantity, &c.quantity);
        if (status == TR_OK)
            status = close_position(paper, &c, at_ns);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

tr_status tr__paper_liquidate_in(tr_paper *paper, const tr__paper_market *market)
{
    tr_status status = TR_OK;
    if (!tr__paper_is_swap(market))
        return TR_OK;
    for (tr__paper_desk *desk = market->desks; status == TR_OK && desk != NULL; desk = desk->next)
        if (!tr_decimal_is_zero(desk->quantity))
            status = close_out(paper, desk->account, desk->quote);
    return status;
}

tr_status tr__paper_liquidate(tr_paper *paper)
{
    tr_status status = TR_OK;
    if (!paper->has_settled_swaps)
        return TR_OK;
    paper->has_settled_swaps = false;
    for (size_t i = 0; status == TR_OK && i < paper->market_count; i++)
        status = tr__paper_liquidate_in(paper, &paper->markets[i]);
    return status;
}
