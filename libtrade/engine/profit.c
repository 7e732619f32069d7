/*
 * profit.c: what the trades of a strategy and of a symbol have made, for limits on what they may lose.
 *
 * A symbol's profit is its position's: realised, less fees, funding, and what is held at the mark less what it cost. A
 * strategy's is kept in two rows a symbol: what its fills brought less what they cost, with its part of the funding, and how much
 * of it is held. Both are counted from when the scope has such a limit, so only
 * differences mean something: since the day began, and since the highest on record.
 */
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "engine/guard.h"

static bool counts_losses(const scope_node *scope)
{
    return scope != NULL && (scope->limits.has_daily_loss_max || scope->limits.has_drawdown_max);
}

/* Whether it must be known what the strategy holds. */
static bool counts_holdings(const scope_node *scope)
{
    return scope != NULL && (counts_losses(scope) || scope->limits.has_exposure_max ||
                             scope->limits.has_leverage_max || scope->limits.has_positions_max ||
                             scope->limits.has_correlated_max);
}

/* ---- how much it is -------------------------------------------------------------------------- */

/* What is held, less what it cost; nothing before the first price. */
static tr_status profit_of_symbol(const state *st, const account *owner,
                                  const tr_instrument *instrument, tr_money *out)
{
    const position_node *position = tr__account_find_position(owner, instrument->symbol);
    tr_money held = { { 0 } };
    tr_status status = TR_OK;
    *out = (tr_money){ { 0 } };
    if (position == NULL)
        return TR_OK;
    if (!tr_decimal_is_zero(tr__state_market(st, instrument)->known.value)) {
        status = tr__exposure_value_of(st, owner, instrument, position->row.quantity,
                                       TR_ROUND_FLOOR, &held.value);
        if (status == TR_OK)
            status = tr_money_subtract(held, position->row.cost, &held);
    }
    if (status == TR_OK)
        status = tr_money_subtract(position->row.realised, position->row.fees, out);
    if (status == TR_OK)
        status = tr_money_add(*out, position->row.funding, out);
    return status == TR_OK ? tr_money_add(*out, held, out) : status;
}

static tr_status profit_of_strategy(const state *st, const account *owner, const scope_node *scope,
                                    const char *asset, tr_money *out)
{
    *out = (tr_money){ { 0 } };
    for (size_t i = 0; i < owner->risk_count; i++) {
        const tr_risk_row *row = &owner->risks[i]->row;
        const char *held = tr__scope_item(row->item, RISK_ITEM_HELD),
                   *cash = tr__scope_item(row->item, RISK_ITEM_CASH);
        const tr_instrument *instrument =
            (held == NULL && cash == NULL) || !tr__scope_concerns(row, scope)
                ? NULL
                : tr__state_instrument(st, held != NULL ? held : cash);
        tr_money part = { row->value };
        tr_status status = TR_OK;
        if (instrument == NULL || strcmp(instrument->quote, asset) != 0)
            continue;
        if (held != NULL)
            status = tr__exposure_value_of(st, owner, instrument, row->value, TR_ROUND_FLOOR,
                                           &part.value);
        if (status == TR_OK)
            status = tr_money_add(*out, part, out);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

static tr_status profit_of(const state *st, const account *owner, const scope_node *scope,
                           const char *asset, tr_money *out)
{
    const tr_instrument *instrument;
    *out = (tr_money){ { 0 } };
    if (scope->scope == TR_RISK_STRATEGY)
        return profit_of_strategy(st, owner, scope, asset, out);
    instrument = tr__state_instrument(st, scope->name);
    return instrument == NULL || strcmp(instrument->quote, asset) != 0
               ? TR_OK
               : profit_of_symbol(st, owner, instrument, out);
}

static const risk_node *find(const account *owner, const scope_node *scope, const char *beginning,
                             const char *asset)
{
    char item[TR_RISK_ITEM_SIZE];
    (void)snprintf(item, sizeof item, "%s%s", beginning, asset);
    return tr__account_find_risk(owner, scope->scope, scope->name, item);
}

tr_status tr__profit_read(const state *st, const account *owner, const scope_node *scope,
                          const char *asset, int64_t day_ns, tr_risk_state *out)
{
    if (!counts_losses(scope))
        return TR_OK;
    out->has_profit = true;
    tr_status status = profit_of(st, owner, scope, asset, &out->profit);
    const risk_node *day = find(owner, scope, RISK_ITEM_DAY, asset),
                    *height = find(owner, scope, RISK_ITEM_HEIGHT, asset);
    out->peak_profit = height == NULL ? out->profit : (tr_money){ height->row.value };
    if (status == TR_OK && day != NULL && day->row.since_ns >= day_ns)
        status = tr_money_subtract(out->profit, (tr_money){ day->row.value }, &out->day_profit);
    return status;
}

/* ---- where it is counted from ---------------------------------------------------------------- */

static void put(work *w, account *owner, const scope_node *scope, const char *beginning,
                const char *rest, tr_decimal value, int64_t since_ns)
{
    tr_risk_row row = { .scope = scope->scope, .value = value, .since_ns = since_ns };
    memcpy(row.name, scope->name, sizeof row.name);
    (void)snprintf(row.item, sizeof row.item, "%s%s", beginning, rest);
    tr__guard_put(w, owner, &row);
}

void tr__profit_set_height(work *w, account *owner, const scope_node *scope, const char *asset,
                           tr_decimal profit)
{
    put(w, owner, scope, RISK_ITEM_HEIGHT, asset, profit, w->at_ns);
}

/* The day begins with its first price or its first fill, whichever comes first; a height with the first that is seen. */
bool tr__profit_is_due(const account *owner, const scope_node *scope, const char *asset,
                       int64_t day_ns)
{
    if (!counts_losses(scope))
        return false;
    const risk_node *day = find(owner, scope, RISK_ITEM_DAY, asset);
    return (scope->limits.has_daily_loss_max && (day == NULL || day->row.since_ns < day_ns)) ||
           (scope->limits.has_drawdown_max && find(owner, scope, RISK_ITEM_HEIGHT, asset) == NULL);
}

void tr__profit_begin(work *w, account *owner, const scope_node *scope, const char *asset)
{
    const state *st = &w->engine->st;
    int64_t day_ns = tr_trading_day_open_ns(w->at_ns, w->engine->day_offset_minutes);
    tr_money profit;
    if (!tr__profit_is_due(owner, scope, asset, day_ns) ||
        profit_of(st, owner, scope, asset, &profit) != TR_OK)
        return;
    const risk_node *day = find(owner, scope, RISK_ITEM_DAY, asset);
    if (scope->limits.has_daily_loss_max && (day == NULL || day->row.since_ns < day_ns))
        put(w, owner, scope, RISK_ITEM_DAY, asset, profit.value, day_ns);
    if (scope->limits.has_drawdown_max && find(owner, scope, RISK_ITEM_HEIGHT, asset) == NULL)
        tr__profit_set_height(w, owner, scope, asset, profit.value);
}

void tr__profit_before_fill(work *w, order_node *node)
{
    if (node->instrument == NULL || node->owner->risk == NULL)
        return;
    holding *h = tr__exposure_holding(&w->engine->st, node->owner, node->instrument);
    if (h != NULL)
        tr__profit_begin(w, node->owner, &h->scope, node->instrument->quote);
    if (node->strategy != NULL)
        tr__profit_begin(w, node->owner, node->strategy, node->instrument->quote);
}

/* ---- fills ----------------------------------------------------------------------------------- */

/* What a strategy holds of a symbol, and what its fills there brought. */
typedef struct books {
    const scope_node *scope;
    const char *symbol;
    tr_decimal held, cash;
} books;

static tr_decimal value_of_row(const account *owner, const scope_node *scope, const char *beginning,
                               const char *symbol)
{
    const risk_node *node = find(owner, scope, beginning, symbol);
    return node == NULL ? (tr_decimal){ 0 } : node->row.value;
}

tr_decimal tr__profit_held(const account *owner, const scope_node *scope, const char *symbol)
{
    return value_of_row(owner, scope, RISK_ITEM_HELD, symbol);
}

static books read_books(const account *owner, const scope_node *scope, const char *symbol)
{
    return (books){ scope, symbol, value_of_row(owner, scope, RISK_ITEM_HELD, symbol),
                    value_of_row(owner, scope, RISK_ITEM_CASH, symbol) };
}

static void write_row(work *w, account *owner, const books *b, const char *beginning,
                      tr_decimal value)
{
    const risk_node *node = find(owner, b->scope, beginning, b->symbol);
    if (node == NULL ? tr_decimal_is_zero(value) : tr_decimal_compare(node->row.value, value) == 0)
        return;
    put(w, owner, b->scope, beginning, b->symbol, value, w->at_ns);
}

static void write_books(work *w, account *owner, const books *b)
{
    write_row(w, owner, b, RISK_ITEM_HELD, b->held);
    write_row(w, owner, b, RISK_ITEM_CASH, b->cash);
}

/* Less `moved` of it, signed, at a price. False: it does not fit. */
static bool give(books *b, const tr_instrument *instrument, tr_decimal moved, tr_price price)
{
    tr_decimal value, held, cash;
    if (tr_decimal_multiply(moved, price.value, TR_ROUND_FLOOR, &value) != TR_OK ||
        tr_decimal_multiply(value, instrument->multiplier, TR_ROUND_FLOOR, &value) != TR_OK ||
        tr_decimal_subtract(b->held, moved, &held) != TR_OK ||
        tr_decimal_add(b->cash, value, &cash) != TR_OK)
        return false;
    b->held = held;
    b->cash = cash;
    return true;
}

/* What is sold beyond what the strategy is known to hold is not its own: it had no limit yet when that was bought. */
static tr_decimal own_part(const order_node *node, const books *b, tr_decimal sold)
{
    bool may_turn = node->instrument->kind != TR_KIND_SPOT && node->order.role == TR_ROLE_ENTRY &&
                    !node->order.is_reduce_only;
    bool is_selling = tr_decimal_sign(sold) > 0;
    if (may_turn || tr_decimal_sign(sold) == 0 ||
        (!is_selling && node->order.role == TR_ROLE_ENTRY))
        return sold;
    if (tr_decimal_sign(b->held) != tr_decimal_sign(sold))
        return (tr_decimal){ 0 };
    return is_selling ? tr_decimal_min(sold, b->held) : tr_decimal_max(sold, b->held);
}

/* Flat in a symbol is flat for every strategy: what one still held went at this price. */
static void leave_all(work *w, order_node *node, const tr_fill *fill)
{
    account *owner = node->owner;
    for (size_t i = 0; i < owner->risk_count;
         i++) { /* rows, so that those of strategies without a limit of today end too */
        const tr_risk_row *row = &owner->risks[i]->row;
        const char *symbol = tr__scope_item(row->item, RISK_ITEM_HELD);
        if (symbol == NULL || strcmp(symbol, fill->symbol) != 0 || tr_decimal_is_zero(row->value))
            continue;
        scope_node scope = { .scope = TR_RISK_STRATEGY };
        memcpy(scope.name, row->name, sizeof scope.name);
        books b = read_books(owner, &scope, fill->symbol);
        if (give(&b, node->instrument, b.held, fill->price))
            write_books(w, owner, &b);
    }
}

void tr__profit_filled(work *w, order_node *node, const tr_fill *fill, tr_decimal bought,
                       bool is_flat)
{
    account *owner = node->owner;
    tr_decimal sold = { 0 }, fee_in_goods = { 0 };
    if (node->instrument == NULL || owner->risk == NULL)
        return;
    if (counts_holdings(node->strategy) && tr_decimal_negate(bought, &sold) == TR_OK) {
        books b = read_books(owner, node->strategy, fill->symbol);
        tr_decimal part = own_part(node, &b, sold);
        bool is_fee_quoted = strcmp(fill->fee_asset, node->instrument->quote) == 0;
        /* Goods that were paid as a fee were bought at the price, and are gone. */
        if (strcmp(fill->fee_asset, node->instrument->base) == 0 &&
            tr_decimal_multiply(fill->fee.value, fill->price.value, TR_ROUND_CEILING,
                                &fee_in_goods) != TR_OK)
            fee_in_goods = (tr_decimal){ 0 };
        if (!tr_decimal_is_zero(part) && give(&b, node->instrument, part, fill->price) &&
            tr_decimal_subtract(b.cash, is_fee_quoted ? fill->fee.value : fee_in_goods, &b.cash) ==
                TR_OK)
            write_books(w, owner, &b);
    }
    if (is_flat)
        leave_all(w, node, fill);
}

void tr__profit_before_funding(work *w, account *owner, const char *symbol)
{
    const tr_instrument *instrument = tr__state_instrument(&w->engine->st, symbol);
    holding *h = owner->risk == NULL || instrument == NULL
                     ? NULL
                     : tr__exposure_holding(&w->engine->st, owner, instrument);
    if (h == NULL)
        return;
    tr__profit_begin(w, owner, &h->scope, instrument->quote);
    for (size_t i = 0; i < owner->risk->strategy_count; i++)
        tr__profit_begin(w, owner, owner->risk->strategies[i], instrument->quote);
}

/* Each has the part that it holds of the position; who is short where all together are long gets what the others pay. */
void tr__profit_funded(work *w, account *owner, const tr_funding_payment *paid)
{
    const position_node *position = tr__account_find_position(owner, paid->symbol);
    if (owner->risk == NULL || position == NULL || tr_decimal_is_zero(position->row.quantity))
        return; /* told when it was gone: nobody knows whose it was */
    for (size_t i = 0, count = owner->risk_count; i < count; i++) {
        const tr_risk_row *row = &owner->risks[i]->row;
        const char *symbol = tr__scope_item(row->item, RISK_ITEM_HELD);
        tr_decimal part;
        if (row->scope != TR_RISK_STRATEGY || symbol == NULL || strcmp(symbol, paid->symbol) != 0 ||
            tr_decimal_is_zero(row->value) ||
            tr_decimal_multiply_divide(paid->amount.value, row->value, position->row.quantity,
                                       TR_ROUND_FLOOR, &part) != TR_OK)
            continue;
        scope_node scope = { .scope = TR_RISK_STRATEGY };
        memcpy(scope.name, row->name, sizeof scope.name);
        books b = read_books(owner, &scope, paid->symbol);
        if (tr_decimal_add(b.cash, part, &b.cash) == TR_OK)
            write_books(w, owner, &b);
    }
}
