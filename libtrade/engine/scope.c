/* scope.c: whose limits hold: houses, accounts, strategies and symbols, from the configuration and from what was set by hand. */
#include "engine/exposure.h"

#include <string.h>

#include "core/alloc.h"
#include "core/text.h"

/* Where a house's rows are: every account of it has the same. */
static const account *rows_of(const account *owner, const scope_node *scope)
{
    return scope->scope == TR_RISK_HOUSE ? owner->risk->house->accounts[0] : owner;
}

static const tr_risk_limits *configured(const state *st, const scope_node *scope)
{
    if (scope->scope == TR_RISK_ACCOUNT)
        return &st->risk->limits;
    for (size_t i = 0; i < st->risk->scope_count; i++) {
        const tr_scope_limits *one = &st->risk->scopes[i];
        if (one->scope == scope->scope &&
            (one->scope == TR_RISK_HOUSE || strcmp(one->name, scope->name) == 0))
            return &one->limits;
    }
    return NULL;
}

bool tr__scope_concerns(const tr_risk_row *row, const scope_node *scope)
{
    bool has_name = scope->scope == TR_RISK_STRATEGY || scope->scope == TR_RISK_SYMBOL;
    return row->scope == (int64_t)scope->scope &&
           (!has_name || strcmp(row->name, scope->name) == 0);
}

/* What follows an item's beginning; NULL when it begins otherwise. */
const char *tr__scope_item(const char *item, const char *beginning)
{
    size_t length = strlen(beginning);
    return strncmp(item, beginning, length) == 0 ? item + length : NULL;
}

/* The names of protections are kept: a pause outlives the row's text only in a table of constants. */
static const char *protection_name(const char *name)
{
    static const char *const names[] = { "stop_guard", "cooldown", "low_profit" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return names[i];
    return "protection";
}

static void take_row(const state *st, scope_node *scope, const tr_risk_row *row)
{
    size_t index;
    const char *limit = tr__scope_item(row->item, RISK_ITEM_LIMIT),
               *protection = tr__scope_item(row->item, RISK_ITEM_PAUSE);
    if (limit != NULL && row->count != TR_LIMIT_CONFIGURED &&
        tr_risk_limit_find(limit, &index) == TR_OK) {
        /* A value that today's ranges refuse is kept out; the event log has it for ever. */
        (void)tr_risk_limits_put(&scope->limits, scope->scope, index,
                                 row->count == TR_LIMIT_VALUE ? &row->value : NULL, NULL);
    } else if (protection != NULL && row->until_ns > scope->pause.until_ns) {
        scope->pause = (tr_risk_pause){ protection_name(protection), row->value,
                                        tr_decimal_from_int(row->count), row->until_ns };
        if (strcmp(scope->pause.rule, "low_profit") == 0)
            scope->pause.limit = st->risk->protections.low_profit_min.value;
        scope->has_pause = true;
    } else if (strcmp(row->item, RISK_ITEM_HALT) == 0 &&
               (scope->scope != TR_RISK_ACCOUNT || row->name[0] == '\0')) {
        scope->halt = (tr_halt_level)row->count;
    } else if (strcmp(row->item, RISK_ITEM_BUCKET) == 0) {
        scope->bucket_ns = row->until_ns;
    } else if (strcmp(row->item, RISK_ITEM_ORDERS) == 0) {
        scope->day_ns = row->since_ns;
        scope->day_orders = row->count;
    }
}

/* What holds for a scope, from the configuration and from every row about it. */
void tr__scope_settle(const state *st, const account *owner, scope_node *scope)
{
    const tr_risk_limits *base = configured(st, scope);
    if (base != NULL)
        scope->limits = *base;
    else
        tr_risk_limits_clear(&scope->limits);
    scope->halt = TR_HALT_NONE;
    scope->pause = (tr_risk_pause){ .until_ns = 0 };
    scope->has_pause = false;
    scope->day_ns = scope->day_orders = 0;
    const account *keeper = rows_of(owner, scope);
    for (size_t i = 0; i < keeper->risk_count; i++)
        if (tr__scope_concerns(&keeper->risks[i]->row, scope))
            take_row(st, scope, &keeper->risks[i]->row);
    tr_risk_limits none;
    tr_risk_limits_clear(&none);
    scope->rules = tr_risk_limits_rules(&scope->limits, scope->scope);
    scope->is_bare = scope->halt == TR_HALT_NONE && !scope->has_pause &&
                     scope->rules == tr_risk_limits_rules(&none, scope->scope);
}

scope_node *tr__exposure_strategy(const account *owner, const char *name)
{
    if (owner->risk == NULL || name[0] == '\0')
        return NULL;
    for (size_t i = 0; i < owner->risk->strategy_count; i++)
        if (strcmp(owner->risk->strategies[i]->name, name) == 0)
            return owner->risk->strategies[i];
    return NULL;
}

bool tr__scope_is_open_entry(const tr_order *order)
{
    return order->role == TR_ROLE_ENTRY && !order->is_reduce_only &&
           order->state != TR_STATE_NONE && !tr_order_state_is_final(order->state);
}

/* Orders of this strategy that are there already count from now on. */
static bool adopt_orders(const state *st, const account *owner, scope_node *scope)
{
    for (order_node *node = tr__state_first_order(st); node != NULL;
         node = tr__state_next_order(st, node)) {
        if (node->owner != owner || strcmp(node->order.strategy, scope->name) != 0)
            continue;
        node->strategy = scope;
        scope->open_orders += tr__scope_is_open_entry(&node->order);
        if (!tr__scope_is_open_entry(&node->order) || node->instrument == NULL)
            continue;
        strategy_part *part = &scope->parts[node->instrument - st->instruments];
        part->live += tr__state_is_live(node->order.state);
        tr_money value, lean;
        if (tr__exposure_may_open(node) &&
            (tr__exposure_of_order(st, node, node->order.reserved, &value, &lean) != TR_OK ||
             tr_money_add(scope->entering, value, &scope->entering) != TR_OK ||
             tr_money_add(part->leaning, lean, &part->leaning) != TR_OK))
            return false;
    }
    return true;
}

static scope_node *add_strategy(state *st, account *owner, const char *name)
{
    account_risk *risk = owner->risk;
    scope_node *scope = tr__allocate_zeroed(st->allocator, 1, sizeof *scope);
    if (scope != NULL)
        scope->parts =
            tr__allocate_zeroed(st->allocator, st->instrument_count + 1, sizeof *scope->parts);
    if (scope == NULL || scope->parts == NULL ||
        !tr__state_make_room(st, (void **)&risk->strategies, &risk->strategy_capacity,
                             risk->strategy_count, sizeof(scope_node *))) {
        if (scope != NULL)
            tr__release(st->allocator, scope->parts);
        tr__release(st->allocator, scope);
        return NULL;
    }
    scope->scope = TR_RISK_STRATEGY;
    tr__text_copy(scope->name, sizeof scope->name, name);
    risk->strategies[risk->strategy_count++] = scope;
    if (!adopt_orders(st, owner, scope))
        return NULL;
    tr__scope_settle(st, owner, scope);
    return scope;
}

scope_node *tr__exposure_scope(state *st, account *owner, tr_risk_scope scope, const char *name)
{
    const tr_instrument *instrument;
    scope_node *strategy;
    holding *h;
    switch (scope) {
    case TR_RISK_HOUSE:
        return &owner->risk->house->scope;
    case TR_RISK_ACCOUNT:
        return &owner->risk->scope;
    case TR_RISK_STRATEGY:
        strategy = tr__exposure_strategy(owner, name);
        return strategy != NULL || name[0] == '\0' ? strategy : add_strategy(st, owner, name);
    case TR_RISK_SYMBOL:
        instrument = tr__state_instrument(st, name);
        h = instrument == NULL ? NULL : tr__exposure_holding(st, owner, instrument);
        return h == NULL ? NULL : &h->scope;
    }
    return NULL;
}

bool tr__exposure_row(state *st, account *owner, const risk_node *node)
{
    const tr_risk_row *row = &node->row;
    tr_risk_scope number = (tr_risk_scope)row->scope;
    if (owner->risk == NULL)
        return true;
    if (strcmp(row->item, RISK_ITEM_PEAK) == 0) {
        purse *p = number == TR_RISK_HOUSE
                       ? tr__exposure_house_purse(st, owner->risk->house, row->name)
                       : tr__exposure_purse(st, owner, row->name);
        if (p != NULL && (p->peak == NULL || number != TR_RISK_HOUSE))
            p->peak = tr__account_find_risk(owner, number, row->name, row->item);
        return p != NULL;
    }
    if (strcmp(row->item, RISK_ITEM_ADOPTED) == 0) {
        const tr_instrument *instrument = tr__state_instrument(st, row->name);
        holding *h = instrument == NULL ? NULL : tr__exposure_holding(st, owner, instrument);
        if (h != NULL)
            h->adopted = row->value;
        if (h != NULL && h->goods != NULL) /* what waits for its price is not worth anything yet */
            return tr__exposure_balance(st, owner, h->goods);
        return h != NULL || instrument == NULL;
    }
    bool settles = tr__scope_item(row->item, RISK_ITEM_LIMIT) != NULL ||
                   tr__scope_item(row->item, RISK_ITEM_PAUSE) != NULL ||
                   strcmp(row->item, RISK_ITEM_HALT) == 0 ||
                   strcmp(row->item, RISK_ITEM_ORDERS) == 0 ||
                   strcmp(row->item, RISK_ITEM_BUCKET) == 0;
    if (!settles || (number == TR_RISK_HOUSE && owner->risk->house->accounts[0] != owner))
        return true;
    if (number == TR_RISK_SYMBOL && tr__state_instrument(st, row->name) == NULL)
        return true; /* not traded any more */
    scope_node *scope = tr__exposure_scope(st, owner, number, row->name);
    if (scope != NULL)
        tr__scope_settle(st, owner, scope);
    return scope != NULL;
}
