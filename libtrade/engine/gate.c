/* gate.c: the figures that the risk gate judges, taken from the state as it is now. */
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "engine/guard.h"

tr_status tr__gate_equity(const tr_engine *engine, account *owner, const char *asset, tr_money *out)
{
    (void)engine; /* the account's side is kept up to date */
    return tr__exposure_equity(owner, asset, out);
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

tr_money tr__gate_available(const account *owner, const char *asset)
{
    return tr__exposure_free(owner, asset);
}

/* What an exit could close of a position, NULL for none. */
static tr_decimal closable_of(const account *owner, const position_node *position,
                              const tr_instrument *instrument, tr_side side)
{
    tr_decimal held = { 0 };
    if (position == NULL ||
        (tr_decimal_sign(position->row.quantity) > 0) != (side == TR_SIDE_SELL) ||
        tr_decimal_absolute(position->row.quantity, &held) != TR_OK ||
        tr_decimal_subtract(held, position->closing[side == TR_SIDE_SELL], &held) != TR_OK)
        return (tr_decimal){ 0 };
    if (instrument->kind == TR_KIND_SPOT && side == TR_SIDE_SELL)
        held = tr_decimal_min(held, tr__gate_available(owner, instrument->base).value);
    return tr_decimal_max((tr_decimal){ 0 }, held);
}

static tr_decimal closable_with_stops_of(const account *owner, const position_node *position,
                                         const tr_instrument *instrument, tr_side side)
{
    tr_decimal sum = { 0 };
    if (tr_decimal_add(closable_of(owner, position, instrument, side),
                       tr__stops_held_in(position, side), &sum) != TR_OK)
        return (tr_decimal){ 0 };
    return sum;
}

tr_decimal tr__gate_closable(const account *owner, const tr_instrument *instrument, tr_side side)
{
    return closable_of(owner, tr__account_find_position(owner, instrument->symbol), instrument,
                       side);
}

tr_decimal tr__gate_closable_with_stops(const account *owner, const tr_instrument *instrument,
                                        tr_side side)
{
    return closable_with_stops_of(owner, tr__account_find_position(owner, instrument->symbol),
                                  instrument, side);
}

/* What a way out is judged by while the market has no price: a gate must not wait for one. */
static tr_price price_of_exit(const account *owner, const tr_order *order)
{
    tr_price price = order->trigger_price;
    const position_node *position = tr__account_find_position(owner, order->symbol);
    if (order->is_reduce_only && tr_decimal_is_zero(price.value) && position != NULL &&
        !tr_decimal_is_zero(position->row.quantity) &&
        tr_decimal_multiply_divide(position->row.cost.value, tr_decimal_from_int(1),
                                   position->row.quantity, TR_ROUND_HALF_EVEN,
                                   &price.value) != TR_OK)
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

tr_quantity tr__gate_closing_part(const account *owner, const tr_order *order,
                                  const tr_instrument *instrument)
{
    bool rests = !tr_decimal_is_zero(
        order->limit_price.value); /* nobody knows what it will meet when its price comes */
    tr_decimal closable, none = { 0 };
    if (instrument->kind == TR_KIND_SPOT || order->is_reduce_only || rests)
        return (tr_quantity){ none };
    const position_node *position = tr__account_find_position(owner, instrument->symbol);
    if (position == NULL ||
        tr_decimal_subtract(closable_with_stops_of(owner, position, instrument, order->side),
                            position->turning[order->side == TR_SIDE_SELL], &closable) != TR_OK)
        return (tr_quantity){ none };
    return (tr_quantity){ tr_decimal_max(tr_decimal_min(closable, order->quantity.value), none) };
}

/* An entry into a swap holds its margin, and what fees and slippage may take; what only closes holds nothing. */
static tr_status required_of_swap(const tr_engine *engine, const tr_order *order,
                                  const tr_instrument *instrument, const gate_ask *ask,
                                  tr_money *out)
{
    tr_quantity opening = { { 0 } };
    tr_money notional, margin, costs;
    tr_status status = tr_quantity_subtract(order->quantity, ask->closing, &opening);
    *out = (tr_money){ { 0 } };
    if (status != TR_OK || order->is_reduce_only || tr_decimal_is_zero(opening.value))
        return status;
    if ((status = tr_instrument_notional(instrument, ask->price, opening, TR_ROUND_UP,
                                         &notional)) != TR_OK ||
        (status = tr__exposure_margin(&engine->st, notional, TR_ROUND_UP, &margin)) != TR_OK ||
        (status = tr_decimal_multiply(notional.value, engine->reserve_margin, TR_ROUND_UP,
                                      &costs.value)) != TR_OK)
        return status;
    return tr_money_add(margin, costs, out);
}

tr_status tr__gate_required(const tr_engine *engine, const tr_order *order,
                            const tr_instrument *instrument, const gate_ask *ask, tr_money *out)
{
    if (instrument->kind != TR_KIND_SPOT)
        return required_of_swap(engine, order, instrument, ask, out);
    if (order->side == TR_SIDE_SELL) {
        out->value = order->quantity.value;
        return TR_OK;
    }
    tr_money notional;
    tr_decimal margin;
    tr_status status;
    if ((status = tr_instrument_notional(instrument, ask->price, order->quantity, TR_ROUND_UP,
                                         &notional)) != TR_OK ||
        (status = tr_decimal_multiply(notional.value, engine->reserve_margin, TR_ROUND_UP,
                                      &margin)) != TR_OK)
        return status;
    return tr_money_add(notional, (tr_money){ margin }, out);
}

/* A spot sell of what is held takes risk away: it is an exit, whatever it was called. Of a swap only what must not open. */
bool tr__gate_is_exit(const account *owner, const tr_order *order, const tr_instrument *instrument)
{
    if (order->is_reduce_only)
        return true;
    return instrument->kind == TR_KIND_SPOT && order->side == TR_SIDE_SELL &&
           tr_decimal_compare(order->quantity.value,
                              tr__gate_closable_with_stops(owner, instrument, order->side)) <= 0;
}

/* ---- how scopes stand ------------------------------------------------------------------------ */

/* At which moment, and in which asset, scopes are looked at. */
typedef struct view {
    const tr_engine *engine;
    const account *owner;
    const purse *purse; /* NULL: the account has nothing in the asset */
    const char *asset;
    int64_t now_ns;
    int64_t day_ns; /* when the trading day began */
} view;

static view view_of(const tr_engine *engine, const account *owner, const purse *p,
                    const char *asset)
{
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    return (view){ engine, owner,  p,
                   asset,  now_ns, tr_trading_day_open_ns(now_ns, engine->day_offset_minutes) };
}

/* What the day began with, and the entries since; before it has begun: what is there now, and none. */
static void read_day(const view *v, const purse *p, tr_risk_state *out)
{
    if (p == NULL || p->cash == NULL || p->cash->row.day_ns < v->day_ns) {
        out->day_equity = out->equity;
        out->day_orders = 0;
        return;
    }
    out->day_equity = p->cash->row.day_equity;
    out->day_orders = p->cash->row.day_orders;
}

/* One account's part of its house. */
static tr_status add_account(const view *v, const account *owner, tr_risk_state *sum)
{
    const purse *p = owner == v->owner ? v->purse : tr__exposure_find_purse(owner, v->asset);
    tr_risk_state one;
    tr_status status;
    sum->positions_count += owner->risk->taken_count;
    if (p == NULL)
        return TR_OK;
    if ((status = tr__exposure_equity_of(p, &one.equity)) != TR_OK ||
        (status = tr_money_add(p->held, p->entering, &one.exposure)) != TR_OK)
        return status;
    read_day(v, p, &one);
    sum->day_orders += one.day_orders;
    if ((status = tr_money_add(sum->equity, one.equity, &sum->equity)) != TR_OK ||
        (status = tr_money_add(sum->exposure, one.exposure, &sum->exposure)) != TR_OK)
        return status;
    return tr_money_add(sum->day_equity, one.day_equity, &sum->day_equity);
}

static tr_status read_house(const view *v, const house *h, tr_risk_state *out)
{
    tr_status status = TR_OK;
    for (size_t i = 0; status == TR_OK && i < h->account_count; i++)
        status = add_account(v, h->accounts[i], out);
    for (size_t i = 0; i < h->purse_count; i++)
        if (h->purses[i]->peak != NULL && strcmp(h->purses[i]->asset, v->asset) == 0)
            out->peak_equity.value = h->purses[i]->peak->row.value;
    return status;
}

/* A strategy or a symbol. `h` is the symbol's. */
static tr_status read_part(const view *v, const scope_node *scope, const holding *h,
                           tr_risk_state *out)
{
    read_day(v, v->purse, out);
    out->day_orders = scope->day_ns >= v->day_ns ? scope->day_orders : 0;
    if (v->purse != NULL && v->purse->peak != NULL)
        out->peak_equity.value = v->purse->peak->row.value;
    if (scope->scope == TR_RISK_STRATEGY && scope->limits.has_positions_max)
        out->positions_count = tr__exposure_positions_of(&v->engine->st, v->owner, scope,
                                                         h == NULL ? NULL : h->instrument);
    tr_status status = tr__profit_read(&v->engine->st, v->owner, scope, v->asset, v->day_ns, out);
    if (status != TR_OK || (!scope->limits.has_exposure_max && !scope->limits.has_leverage_max))
        return status;
    if (scope->scope == TR_RISK_STRATEGY)
        return tr__exposure_of_strategy(&v->engine->st, v->owner, scope, &out->exposure);
    return h == NULL ? TR_OK : tr_money_add(h->value, h->entering, &out->exposure);
}

static tr_status read_scope(const view *v, const scope_node *scope, const holding *h,
                            tr_risk_state *out)
{
    *out = (tr_risk_state){ .now_ns = v->now_ns,
                            .bucket_ns = scope->bucket_ns,
                            .halt = scope->halt,
                            .pause = scope->has_pause ? &scope->pause : NULL,
                            .open_orders = scope->open_orders };
    if (scope->scope == TR_RISK_HOUSE)
        return read_house(v, v->owner->risk->house, out);
    tr_status status = tr__exposure_equity_of(v->purse, &out->equity);
    if (status != TR_OK)
        return status;
    if (scope->scope != TR_RISK_ACCOUNT)
        return read_part(v, scope, h, out);
    read_day(v, v->purse, out);
    out->positions_count = v->owner->risk->taken_count;
    if (v->purse != NULL && v->purse->peak != NULL)
        out->peak_equity.value = v->purse->peak->row.value;
    return v->purse == NULL ? TR_OK
                            : tr_money_add(v->purse->held, v->purse->entering, &out->exposure);
}

tr_status tr__gate_figures(const tr_engine *engine, const account *owner, const scope_node *scope,
                           const char *asset, tr_risk_state *out)
{
    view v = view_of(engine, owner, tr__exposure_find_purse(owner, asset), asset);
    const tr_instrument *instrument =
        scope->scope == TR_RISK_SYMBOL ? tr__state_instrument(&engine->st, scope->name) : NULL;
    const holding *h =
        instrument == NULL ? NULL : owner->risk->holdings[instrument - engine->st.instruments];
    return read_scope(&v, scope, h, out);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* An order that has been accepted was counted when it was: it is not one more. */
static void leave_out(const tr_order *order, const holding *h, tr_risk_scope scope,
                      tr_risk_state *figures)
{
    if (order->role != TR_ROLE_ENTRY || order->is_reduce_only)
        return;
    if (scope != TR_RISK_STRATEGY && h->position != NULL && h->position->is_taken &&
        figures->positions_count > 0)
        figures->positions_count--;
    if (!tr_id_is_none(order->id) && figures->open_orders > 0)
        figures->open_orders--;
    if (order->state != TR_STATE_ACCEPTED)
        figures->bucket_ns = 0;
}

/* Counted on a day that has not ended. */
static bool is_counted_today(const view *v, const tr_order *order)
{
    return order->state != TR_STATE_ACCEPTED && order->role == TR_ROLE_ENTRY &&
           order->created_ns >= v->day_ns;
}

/* What closes is no longer held, nor its margin bound, when what opens behind it begins to count. */
static tr_status let_closing_go(const view *v, const holding *h, tr_quantity closing,
                                tr_risk_state *figures)
{
    tr_money value = { { 0 } }, freed = { { 0 } };
    if (tr_decimal_is_zero(closing.value))
        return TR_OK;
    tr_status status = tr__exposure_value(&v->engine->st, h, closing.value, TR_ROUND_DOWN, &value);
    if (status == TR_OK)
        status = tr__exposure_margin(&v->engine->st, value, TR_ROUND_DOWN, &freed);
    if (status == TR_OK)
        status = tr_money_add(figures->available, freed, &figures->available);
    if (status == TR_OK)
        status = h->is_short ? tr_money_add(figures->correlated, value, &figures->correlated)
                             : tr_money_subtract(figures->correlated, value, &figures->correlated);
    if (status == TR_OK)
        status = tr_money_subtract(figures->exposure, value, &figures->exposure);
    figures->exposure.value = tr_decimal_max(figures->exposure.value, (tr_decimal){ 0 });
    return status;
}

/* A strategy closes no more than it holds itself: what it trades of others' positions is an opening of its own. */
static tr_status let_strategy_go(const view *v, const holding *h, const scope_node *scope,
                                 tr_quantity closing, tr_risk_state *figures)
{
    tr_decimal held = tr__profit_held(v->owner, scope, h->instrument->symbol);
    tr_quantity own = { { 0 } }, others = { { 0 } };
    tr_money value = { { 0 } };
    tr_status status = TR_OK;
    if (tr_decimal_sign(held) == (h->is_short ? -1 : 1))
        status = tr_decimal_absolute(held, &own.value);
    own.value = tr_decimal_min(own.value, closing.value);
    if (status == TR_OK)
        status = tr_quantity_subtract(closing, own, &others);
    if (status == TR_OK)
        status = let_closing_go(v, h, own, figures);
    if (status == TR_OK)
        status = tr__exposure_value(&v->engine->st, h, others.value, TR_ROUND_UP, &value);
    if (status == TR_OK)
        status = h->is_short ? tr_money_add(figures->correlated, value, &figures->correlated)
                             : tr_money_subtract(figures->correlated, value, &figures->correlated);
    return status == TR_OK ? tr_money_add(figures->exposure, value, &figures->exposure) : status;
}

/* How the account's own layer stands against this order. */
static tr_status read_account(const view *v, const tr_order *order, const holding *h,
                              const gate_ask *ask, tr_risk_state *out)
{
    const account *owner = h->owner;
    const tr_instrument *instrument = h->instrument;
    bool is_buy = order->side == TR_SIDE_BUY;
    bool is_goods = instrument->kind == TR_KIND_SPOT && !is_buy;
    tr_status status = read_scope(v, &owner->risk->scope, h, out);
    if (status == TR_OK && ask->phase == TR_RISK_CLAIM)
        status = tr__gate_required(v->engine, order, instrument, ask, &out->required);
    if (status == TR_OK && owner->risk->scope.limits.has_correlated_max)
        status = tr__exposure_correlated(&v->engine->st, h, &out->correlated);
    if (status != TR_OK)
        return status;
    out->available = is_goods ? tr__gate_available(owner, instrument->base)
                              : tr__exposure_free_of(h->purse->cash, h->purse);
    /* An order was counted on the day it was accepted: at its claim or amendment on that day it is not one more. */
    if (is_counted_today(v, order) && out->day_orders > 0)
        out->day_orders--;
    /* A plain sale closes the position as well; that its goods are free, the balance shows. */
    bool is_alone = order->is_reduce_only && ask->phase == TR_RISK_CLAIM;
    out->position = is_alone ? closable_of(owner, h->position, instrument, order->side)
                             : closable_with_stops_of(owner, h->position, instrument, order->side);
    if (is_buy)
        (void)tr_decimal_negate(out->position, &out->position); /* >= 0: has a negative */
    return let_closing_go(v, h, ask->closing, out);
}

/* The other layers that can refuse this order. */
static tr_status read_layers(const view *v, const tr_order *order, const holding *h,
                             tr_quantity closing, tr_risk_layer *layers, tr_risk_state *states,
                             size_t *count)
{
    const scope_node *scopes[] = { &v->owner->risk->house->scope,
                                   tr__exposure_strategy(v->owner, order->strategy), &h->scope };
    for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
        if (scopes[i] == NULL || scopes[i]->is_bare)
            continue;
        tr_risk_state *figures = &states[*count];
        tr_status status = read_scope(v, scopes[i], h, figures);
        if (status == TR_OK && scopes[i]->limits.has_correlated_max)
            status = tr__exposure_correlated_of(&v->engine->st, h, scopes[i], &figures->correlated);
        if (status == TR_OK)
            status = scopes[i]->scope == TR_RISK_STRATEGY && !tr_decimal_is_zero(closing.value)
                         ? let_strategy_go(v, h, scopes[i], closing, figures)
                         : let_closing_go(v, h, closing, figures);
        if (status != TR_OK)
            return status;
        leave_out(order, h, scopes[i]->scope, figures);
        if (is_counted_today(v, order) && figures->day_orders > 0)
            figures->day_orders--;
        layers[(*count)++] = (tr_risk_layer){ scopes[i]->scope, scopes[i]->name, &scopes[i]->limits,
                                              figures, scopes[i]->rules };
    }
    return TR_OK;
}

/* What a limit price is held against: an order that waits is asked when it goes out, or against its trigger. */
static tr_price collar_of(const tr_order *order, tr_price mark, tr_risk_phase phase)
{
    if (phase == TR_RISK_CLAIM || order->trigger == TR_TRIGGER_NONE)
        return mark;
    return order->trigger == TR_TRIGGER_PRICE_RISE || order->trigger == TR_TRIGGER_PRICE_FALL
               ? order->trigger_price
               : (tr_price){ { 0 } };
}

tr_status tr__gate_ask(tr_engine *engine, account *owner, const tr_order *order,
                       const tr_instrument *instrument, tr_risk_phase phase, tr_money *required_out,
                       tr_risk_verdict *out, tr_error *err)
{
    if (instrument == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "instrument %s is not traded any more",
                        order->symbol);
    tr_price entry = expected_price(engine, owner, order, instrument);
    if (tr_decimal_is_zero(entry.value))
        return tr__fail(err, TR_E_REFUSED, 0, "no market price of %s yet", order->symbol);
    const holding *h = tr__exposure_holding(&engine->st, owner, instrument);
    if (h == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory to judge an order");
    tr_price mark = tr__state_market(&engine->st, instrument)->mark;
    gate_ask ask = { .phase = phase,
                     .price = entry,
                     .closing = tr__gate_closing_part(owner, order, instrument) };
    if (phase == TR_RISK_ACCEPT &&
        order->trigger != TR_TRIGGER_NONE) /* by then the position may be gone */
        ask.closing = (tr_quantity){ { 0 } };
    bool all_closes = tr_decimal_compare(ask.closing.value, order->quantity.value) == 0;
    tr_risk_request request = { .instrument = instrument,
                                .side = order->side,
                                .quantity = order->quantity,
                                .limit_price = order->limit_price,
                                .entry_price = entry,
                                .is_reduce_only =
                                    tr__gate_is_exit(owner, order, instrument) || all_closes,
                                .mark_price = collar_of(order, mark, phase),
                                .closing = ask.closing };
    if (request.is_reduce_only) /* all of it closes */
        request.closing = (tr_quantity){ { 0 } };
    if (order->role == TR_ROLE_ENTRY) /* an exit's own stop_loss only says where its rival waits */
        request.stop_price = order->stop_loss;
    tr_risk_state states[TR_RISK_SCOPE_COUNT];
    tr_risk_layer layers[TR_RISK_SCOPE_COUNT] = { { TR_RISK_ACCOUNT, owner->row.name,
                                                    &owner->risk->scope.limits, &states[0],
                                                    owner->risk->scope.rules } };
    size_t count = 1;
    tr_status status =
        tr__gate_check_exits(order, entry, err); /* the market has moved since it was accepted */
    if (status != TR_OK)
        return status;
    view v = view_of(engine, owner, h->purse, instrument->quote);
    status = read_account(&v, order, h, &ask, &states[0]);
    if (status == TR_OK)
        leave_out(order, h, TR_RISK_ACCOUNT, &states[0]);
    if (status == TR_OK && !request.is_reduce_only)
        status = read_layers(&v, order, h, ask.closing, layers, states, &count);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "a figure of the gate does not fit");
    *required_out = states[0].required;
    return tr_risk_check_layers(layers, count, &request, phase, out, err);
}

/* ---- taking note ----------------------------------------------------------------------------- */

/* Strategies and symbols count their day in rows of their own, where they have such a limit. */
static void count_of_day(work *w, account *owner, const scope_node *scope, int64_t day_ns)
{
    if (!scope->limits.has_orders_per_day_max)
        return;
    tr_risk_row row = { .scope = scope->scope,
                        .item = RISK_ITEM_ORDERS,
                        .since_ns = day_ns,
                        .count = scope->day_ns >= day_ns ? scope->day_orders + 1 : 1 };
    memcpy(row.name, scope->name, sizeof row.name);
    tr__guard_put(w, owner, &row);
}

/* A bucket outlives a restart as a row: else whoever restarts has it full. */
static void take_token(work *w, account *owner, scope_node *scope, int64_t now_ns)
{
    bool has_name = scope->scope == TR_RISK_STRATEGY || scope->scope == TR_RISK_SYMBOL;
    if (!scope->limits.has_orders_per_second_max)
        return;
    tr_risk_row row = { .scope = scope->scope,
                        .item = RISK_ITEM_BUCKET,
                        .since_ns = now_ns,
                        .until_ns = tr_risk_bucket_take(&scope->limits, scope->bucket_ns, now_ns) };
    if (has_name)
        memcpy(row.name, scope->name, sizeof row.name);
    tr__guard_put(w, owner, &row);
}

void tr__gate_passed(work *w, order_node *node)
{
    account *owner = node->owner;
    const tr_order *order = &node->order;
    if (order->role != TR_ROLE_ENTRY || order->is_reduce_only ||
        order->state != TR_STATE_ACCEPTED || owner->risk == NULL || node->instrument == NULL)
        return;
    holding *h = tr__exposure_holding(&w->engine->st, owner, node->instrument);
    if (h == NULL)
        return;
    scope_node *scopes[] = { &owner->risk->house->scope, &owner->risk->scope, node->strategy,
                             &h->scope };
    view v = view_of(w->engine, owner, h->purse, node->instrument->quote);
    for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
        if (scopes[i] == NULL)
            continue;
        take_token(w, owner, scopes[i], v.now_ns);
        if (scopes[i]->scope == TR_RISK_STRATEGY || scopes[i]->scope == TR_RISK_SYMBOL)
            count_of_day(w, owner, scopes[i], v.day_ns);
    }
}
