/* gate.c: the figures that the risk gate judges, taken from the state as it is now. */
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "engine/work.h"

/* Price at which goods are valued: the mark, or before the first tick what they cost. */
static tr_status value_of_goods(const tr_engine *engine, account *owner, const tr_instrument *instrument,
                                tr_money *out)
{
    const state *st = &engine->st;
    *out = (tr_money){ { 0 } };
    balance_node *goods = tr__account_find_balance(owner, instrument->base);
    if (goods == NULL || tr_decimal_is_zero(goods->row.total.value))
        return TR_OK;
    tr_price mark = tr__state_market(st, instrument)->mark;
    if (!tr_decimal_is_zero(mark.value))
        return tr_decimal_multiply(goods->row.total.value, mark.value, TR_ROUND_FLOOR, &out->value);
    const position_node *position = tr__account_find_position(owner, instrument->symbol);
    if (position != NULL)
        *out = position->row.cost;
    return TR_OK;
}

tr_status tr__gate_equity(const tr_engine *engine, account *owner, const char *asset, tr_money *out)
{
    const state *st = &engine->st;
    tr_money sum = { { 0 } };
    balance_node *cash = tr__account_find_balance(owner, asset);
    if (cash != NULL)
        sum = cash->row.total;
    for (size_t i = 0; i < st->instrument_count; i++) {
        const tr_instrument *instrument = &st->instruments[i];
        tr_money value;
        tr_status status;
        if (instrument->kind != TR_KIND_SPOT || strcmp(instrument->quote, asset) != 0)
            continue;
        if ((status = value_of_goods(engine, owner, instrument, &value)) != TR_OK ||
            (status = tr_money_add(sum, value, &sum)) != TR_OK)
            return status;
    }
    *out = sum;
    return TR_OK;
}

void tr__gate_begin_day(work *w, account *owner, const char *asset)
{
    tr_engine *engine = w->engine;
    int64_t day_ns = tr_trading_day_open_ns(w->at_ns, engine->day_offset_minutes);
    const balance_node *balance = tr__account_find_balance(owner, asset);
    if (balance != NULL && balance->row.day_ns >= day_ns)
        return;
    event ev = { .kind = EVENT_DAY_BEGAN, .day_ns = day_ns };
    if (tr__gate_equity(engine, owner, asset, &ev.amount) != TR_OK)
        return; /* what does not fit refuses the order at the gate */
    (void)strncpy(ev.asset, asset, sizeof ev.asset - 1); /* zeroed: ends in NUL */
    tr__work_emit(w, owner, &ev);
}

/* Symbols held or being entered, other than this one. */
static int64_t count_positions(account *owner, const char *symbol)
{
    int64_t count = 0;
    for (size_t i = 0; i < owner->position_count; i++) {
        const position_node *position = owner->positions[i];
        bool is_taken = !tr_decimal_is_zero(position->row.quantity) || position->entering > 0;
        if (is_taken && strcmp(position->row.symbol, symbol) != 0)
            count++;
    }
    return count;
}

/* What is left of an asset when everything that live orders hold is taken off. */
static tr_money available_of(const account *owner, const char *asset)
{
    tr_money left = { { 0 } };
    const balance_node *balance = tr__account_find_balance(owner, asset);
    if (balance != NULL && tr_money_subtract(balance->row.total, balance->reserved, &left) != TR_OK)
        left = (tr_money){ { 0 } };
    return left;
}

tr_decimal tr__gate_closable(const account *owner, const tr_instrument *instrument, tr_side side)
{
    const position_node *position = tr__account_find_position(owner, instrument->symbol);
    tr_decimal held = { 0 };
    if (position == NULL || (tr_decimal_sign(position->row.quantity) > 0) != (side == TR_SIDE_SELL) ||
        tr_decimal_absolute(position->row.quantity, &held) != TR_OK ||
        tr_decimal_subtract(held, position->closing, &held) != TR_OK)
        return (tr_decimal){ 0 };
    if (side == TR_SIDE_SELL)
        held = tr_decimal_min(held, available_of(owner, instrument->base).value);
    return tr_decimal_max((tr_decimal){ 0 }, held);
}

/* What a way out is judged by while the market has no price: a gate must not wait for one. */
static tr_price price_of_exit(const account *owner, const tr_order *order)
{
    tr_price price = order->trigger_price;
    const position_node *position = tr__account_find_position(owner, order->symbol);
    if (order->is_reduce_only && tr_decimal_is_zero(price.value) && position != NULL &&
        !tr_decimal_is_zero(position->row.quantity) &&
        tr_decimal_multiply_divide(position->row.cost.value, tr_decimal_from_int(1), position->row.quantity,
                                   TR_ROUND_HALF_EVEN, &price.value) != TR_OK)
        return order->trigger_price;
    return price;
}

/* The price that an order is expected to trade at: its own, else the market's. Zero: there is none. */
static tr_price expected_price(const tr_engine *engine, const account *owner, const tr_order *order,
                               const tr_instrument *instrument)
{
    if (!tr_decimal_is_zero(order->limit_price.value))
        return order->limit_price;
    if (order->state != TR_STATE_WAITING && !tr_decimal_is_zero(order->stop_price.value))
        return order->stop_price;
    tr_price mark = tr__state_market(&engine->st, instrument)->mark;
    return tr_decimal_is_zero(mark.value) ? price_of_exit(owner, order) : mark;
}

/* Exits on the wrong side of the entry would trigger at once: a buy has stop < entry < target. */
tr_status tr__gate_check_exits(const tr_order *order, tr_price entry, tr_error *err)
{
    tr_leg legs[TR_LEGS_MAX];
    int wanted = order->side == TR_SIDE_BUY ? 1 : -1;
    if (order->role != TR_ROLE_ENTRY || tr_decimal_is_zero(entry.value))
        return TR_OK;
    size_t count = tr_order_legs(order, legs);
    for (size_t i = 0; i < count; i++) {
        if (!tr_decimal_is_zero(legs[i].take_profit.value) &&
            tr_decimal_compare(legs[i].take_profit.value, entry.value) != wanted)
            return tr__fail(err, TR_E_INVALID, 0, "take profit of a %s must be %s the entry price",
                            tr_side_name(order->side), wanted > 0 ? "above" : "below");
        if (!tr_decimal_is_zero(legs[i].stop_loss.value) &&
            tr_decimal_compare(legs[i].stop_loss.value, entry.value) != -wanted)
            return tr__fail(err, TR_E_INVALID, 0, "stop loss of a %s must be %s the entry price",
                            tr_side_name(order->side), wanted > 0 ? "below" : "above");
    }
    return TR_OK;
}

/* What a claim would hold: a buy its value and a margin for fees and slippage, a sell its goods. */
static tr_status required_for(const tr_engine *engine, const tr_order *order, const tr_instrument *instrument,
                              tr_price price, tr_money *out)
{
    if (order->side == TR_SIDE_SELL) {
        out->value = order->quantity.value;
        return TR_OK;
    }
    tr_money notional;
    tr_decimal margin;
    tr_status status;
    if ((status = tr_instrument_notional(instrument, price, order->quantity, TR_ROUND_UP, &notional)) != TR_OK ||
        (status = tr_decimal_multiply(notional.value, engine->reserve_margin, TR_ROUND_UP, &margin)) != TR_OK)
        return status;
    return tr_money_add(notional, (tr_money){ margin }, out);
}

/* A spot sell of what is held takes risk away: it is an exit, whatever it was called. */
static bool is_exit(const account *owner, const tr_order *order, const tr_instrument *instrument)
{
    if (order->is_reduce_only)
        return true;
    return instrument->kind == TR_KIND_SPOT && order->side == TR_SIDE_SELL &&
           tr_decimal_compare(order->quantity.value, tr__gate_closable(owner, instrument, order->side)) <= 0;
}

tr_status tr__gate_ask(tr_engine *engine, account *owner, const tr_order *order, const tr_instrument *instrument,
                       tr_risk_phase phase, tr_money *required_out, tr_risk_verdict *out, tr_error *err)
{
    if (instrument == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "instrument %s is not traded any more", order->symbol);
    tr_price entry = expected_price(engine, owner, order, instrument);
    if (tr_decimal_is_zero(entry.value))
        return tr__fail(err, TR_E_REFUSED, 0, "no market price of %s yet", order->symbol);
    tr_risk_request request = { .instrument = instrument, .side = order->side, .quantity = order->quantity,
                                .limit_price = order->limit_price, .entry_price = entry,
                                .is_reduce_only = is_exit(owner, order, instrument) };
    if (order->role == TR_ROLE_ENTRY) /* an exit's own stop_loss only says where its rival waits */
        request.stop_price = order->stop_loss;
    bool is_buy = order->side == TR_SIDE_BUY;
    tr_risk_state figures = { .positions_count = count_positions(owner, order->symbol) };
    tr_status status = tr__gate_check_exits(order, entry, err); /* the market has moved since it was accepted */
    if (status != TR_OK)
        return status;
    if ((status = tr__gate_equity(engine, owner, instrument->quote, &figures.equity)) != TR_OK ||
        (status = required_for(engine, order, instrument, entry, &figures.required)) != TR_OK)
        return tr__fail(err, status, 0, "a figure of the gate does not fit");
    figures.available = available_of(owner, is_buy ? instrument->quote : instrument->base);
    figures.day_equity = figures.equity;
    const balance_node *cash = tr__account_find_balance(owner, instrument->quote);
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    if (cash != NULL && cash->row.day_ns >= tr_trading_day_open_ns(now_ns, engine->day_offset_minutes)) {
        figures.day_equity = cash->row.day_equity;
        figures.day_orders = cash->row.day_orders;
    }
    /* A waiting order was counted on the day it was accepted: at its claim on that day it is not one more. */
    if (order->state == TR_STATE_WAITING && order->role == TR_ROLE_ENTRY && cash != NULL &&
        order->created_ns >= cash->row.day_ns && figures.day_orders > 0)
        figures.day_orders--;
    figures.position = tr__gate_closable(owner, instrument, order->side);
    if (is_buy)
        (void)tr_decimal_negate(figures.position, &figures.position); /* >= 0: has a negative */
    *required_out = figures.required;
    return tr_risk_check(&engine->limits, &request, &figures, phase, out, err);
}
