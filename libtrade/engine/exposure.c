/*
 * exposure.c: sums that follow every change, so that the gate reads and never adds up.
 *
 * A holding is what one account has in one market. A tick visits the holdings of its market, a booking those of its asset; each
 * moves the sums of its purse (the account's side in the quote asset) and of its group by the difference.
 */
#include "engine/exposure.h"

#include <assert.h>
#include <string.h>

#include "core/alloc.h"
#include "core/text.h"

/* ---- life ------------------------------------------------------------------------------------ */

static purse *find_purse(purse **purses, size_t count, const char *asset)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(purses[i]->asset, asset) == 0)
            return purses[i];
    return NULL;
}

static purse *add_purse(state *st, purse ***purses, size_t *count, size_t *capacity, const char *asset)
{
    purse *p = tr__allocate_zeroed(st->allocator, 1, sizeof *p);
    if (p == NULL || !tr__state_make_room(st, (void **)purses, capacity, *count, sizeof(purse *))) {
        tr__release(st->allocator, p);
        return NULL;
    }
    tr__text_copy(p->asset, sizeof p->asset, asset);
    (*purses)[(*count)++] = p;
    return p;
}

purse *tr__exposure_find_purse(const account *owner, const char *asset)
{
    return owner->risk == NULL ? NULL : find_purse(owner->risk->purses, owner->risk->purse_count, asset);
}

purse *tr__exposure_purse(state *st, account *owner, const char *asset)
{
    purse *p = tr__exposure_find_purse(owner, asset);
    if (p != NULL)
        return p;
    account_risk *risk = owner->risk;
    p = add_purse(st, &risk->purses, &risk->purse_count, &risk->purse_capacity, asset);
    if (p == NULL)
        return NULL;
    p->cash = tr__account_find_balance(owner, asset);
    p->peak = tr__account_find_risk(owner, TR_RISK_ACCOUNT, asset, RISK_ITEM_PEAK);
    return p;
}

purse *tr__exposure_house_purse(state *st, house *h, const char *asset)
{
    purse *p = find_purse(h->purses, h->purse_count, asset);
    return p != NULL ? p : add_purse(st, &h->purses, &h->purse_count, &h->purse_capacity, asset);
}

purse *tr__exposure_scope_purse(state *st, scope_node *scope, const char *asset)
{
    purse *p = find_purse(scope->purses, scope->purse_count, asset);
    return p != NULL ? p : add_purse(st, &scope->purses, &scope->purse_count, &scope->purse_capacity, asset);
}

static house *find_house(state *st, const char *owner)
{
    for (size_t i = 0; i < st->house_count; i++)
        if (strcmp(st->houses[i]->owner, owner) == 0)
            return st->houses[i];
    house *h = tr__allocate_zeroed(st->allocator, 1, sizeof *h);
    if (h == NULL || !tr__state_make_room(st, (void **)&st->houses, &st->house_capacity, st->house_count,
                                          sizeof(house *))) {
        tr__release(st->allocator, h);
        return NULL;
    }
    h->scope.scope = TR_RISK_HOUSE;
    tr__text_copy(h->owner, sizeof h->owner, owner);
    tr__text_copy(h->scope.name, sizeof h->scope.name, owner);
    st->houses[st->house_count++] = h;
    return h;
}

/* Strategies and symbols that the configuration names are there from the beginning. */
static bool open_scopes(state *st, account *owner)
{
    for (size_t i = 0; i < st->risk->scope_count; i++) {
        const tr_scope_limits *one = &st->risk->scopes[i];
        bool has_name = one->scope == TR_RISK_STRATEGY || one->scope == TR_RISK_SYMBOL;
        if (has_name && tr__exposure_scope(st, owner, one->scope, one->name) == NULL)
            return false;
    }
    return true;
}

bool tr__exposure_open(state *st, account *owner)
{
    if (st->risk == NULL)
        return true;
    house *h = find_house(st, owner->row.owner);
    account_risk *risk = h == NULL ? NULL : tr__allocate_zeroed(st->allocator, 1, sizeof *risk);
    if (risk == NULL)
        return false;
    owner->risk = risk;
    risk->house = h;
    if (!tr__state_make_room(st, (void **)&h->accounts, &h->account_capacity, h->account_count, sizeof(account *)))
        return false;
    h->accounts[h->account_count++] = owner;
    risk->scope.scope = TR_RISK_ACCOUNT;
    tr__text_copy(risk->scope.name, sizeof risk->scope.name, owner->row.name);
    if (st->instrument_count > 0 && (risk->holdings = tr__allocate_zeroed(
                                         st->allocator, st->instrument_count, sizeof(holding *))) == NULL)
        return false;
    if (st->risk->group_count > 0 && (risk->groups = tr__allocate_zeroed(
                                          st->allocator, st->risk->group_count, sizeof(tr_money))) == NULL)
        return false;
    tr__scope_settle(st, owner, &risk->scope);
    tr__scope_settle(st, owner, &h->scope);
    return open_scopes(st, owner);
}

static void free_purses(const state *st, purse **purses, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tr__release(st->allocator, purses[i]);
    tr__release(st->allocator, purses);
}

void tr__exposure_close(state *st, account *owner)
{
    account_risk *risk = owner->risk;
    if (risk == NULL)
        return;
    for (size_t i = 0; risk->holdings != NULL && i < st->instrument_count; i++) {
        if (risk->holdings[i] != NULL)
            free_purses(st, risk->holdings[i]->scope.purses, risk->holdings[i]->scope.purse_count);
        tr__release(st->allocator, risk->holdings[i]);
    }
    for (size_t i = 0; i < risk->strategy_count; i++) {
        free_purses(st, risk->strategies[i]->purses, risk->strategies[i]->purse_count);
        tr__release(st->allocator, risk->strategies[i]->parts);
        tr__release(st->allocator, risk->strategies[i]);
    }
    free_purses(st, risk->purses, risk->purse_count);
    tr__release(st->allocator, risk->strategies);
    tr__release(st->allocator, risk->holdings);
    tr__release(st->allocator, risk->groups);
    tr__release(st->allocator, risk);
    owner->risk = NULL;
}

void tr__exposure_done(state *st)
{
    for (size_t i = 0; i < st->house_count; i++) {
        free_purses(st, st->houses[i]->purses, st->houses[i]->purse_count);
        tr__release(st->allocator, st->houses[i]->accounts);
        tr__release(st->allocator, st->houses[i]);
    }
    tr__release(st->allocator, st->houses);
    st->houses = NULL;
    st->house_count = 0;
}

/* ---- holdings -------------------------------------------------------------------------------- */

static size_t index_of(const state *st, const tr_instrument *instrument)
{
    assert(instrument >= st->instruments && instrument < st->instruments + st->instrument_count);
    return (size_t)(instrument - st->instruments);
}

/* Goods are valued at the mark, or before the first tick at what they cost. Rounded down. */
static tr_status value_of(const state *st, const holding *h, tr_money *out)
{
    *out = (tr_money){ { 0 } };
    if (h->instrument->kind != TR_KIND_SPOT || h->goods == NULL || tr_decimal_is_zero(h->goods->row.total.value))
        return TR_OK;
    tr_price mark = tr__state_market(st, h->instrument)->mark;
    if (!tr_decimal_is_zero(mark.value))
        return tr_decimal_multiply(h->goods->row.total.value, mark.value, TR_ROUND_FLOOR, &out->value);
    if (h->position != NULL)
        *out = h->position->row.cost;
    return TR_OK;
}

static tr_status replace(tr_money *sum, tr_money before, tr_money now)
{
    tr_money without;
    tr_status status = tr_money_subtract(*sum, before, &without);
    return status == TR_OK ? tr_money_add(without, now, sum) : status;
}

static tr_money *group_of(const state *st, const holding *h)
{
    size_t group = st->risk->group_count == 0 ? NO_GROUP : st->risk->group_of[index_of(st, h->instrument)];
    return group == NO_GROUP ? NULL : &h->owner->risk->groups[group];
}

/* What no longer fits counts as nothing, and makes the equity unknown until it fits again. */
static void set_value(const state *st, holding *h, tr_money now, bool is_unvalued)
{
    tr_money *group = group_of(st, h);
    if (h->is_unvalued != is_unvalued) {
        h->is_unvalued = is_unvalued;
        h->purse->unvalued += is_unvalued ? 1 : SIZE_MAX; /* one less */
    }
    tr_money goods = h->purse->goods, together = group == NULL ? goods : *group;
    tr_status status = replace(&goods, h->value, now);
    if (status == TR_OK)
        status = replace(&together, h->value, now);
    if (status == TR_OK) {
        h->value = now;
        h->purse->goods = goods;
        if (group != NULL)
            *group = together;
    } else if (!is_unvalued) {
        h->is_unvalued = true;
        h->purse->unvalued++;
    }
}

static void refresh(const state *st, holding *h)
{
    tr_money now;
    bool is_unvalued = value_of(st, h, &now) != TR_OK;
    if (is_unvalued)
        now = (tr_money){ { 0 } };
    if (is_unvalued != h->is_unvalued || tr_decimal_compare(now.value, h->value.value) != 0)
        set_value(st, h, now, is_unvalued);
}

static void count_taken(const account *owner, position_node *node)
{
    bool is_taken = !tr_decimal_is_zero(node->row.quantity) || node->entering > 0;
    if (is_taken != node->is_taken)
        owner->risk->taken_count += is_taken ? 1 : -1;
    node->is_taken = is_taken;
}

holding *tr__exposure_holding(state *st, account *owner, const tr_instrument *instrument)
{
    size_t index = index_of(st, instrument);
    holding *h = owner->risk->holdings[index];
    if (h != NULL)
        return h;
    market *place = &st->markets[index];
    h = tr__allocate_zeroed(st->allocator, 1, sizeof *h);
    if (h == NULL || (h->purse = tr__exposure_purse(st, owner, instrument->quote)) == NULL ||
        !tr__state_make_room(st, (void **)&place->holders, &place->holder_capacity, place->holder_count,
                             sizeof(holding *))) {
        tr__release(st->allocator, h);
        return NULL;
    }
    h->owner = owner;
    h->instrument = instrument;
    h->scope.scope = TR_RISK_SYMBOL;
    tr__text_copy(h->scope.name, sizeof h->scope.name, instrument->symbol);
    h->goods = tr__account_find_balance(owner, instrument->base);
    h->position = tr__account_find_position(owner, instrument->symbol);
    const risk_node *adopted = tr__account_find_risk(owner, TR_RISK_SYMBOL, instrument->symbol, RISK_ITEM_ADOPTED);
    if (adopted != NULL)
        h->adopted = adopted->row.value;
    owner->risk->holdings[index] = h;
    place->holders[place->holder_count++] = h;
    tr__scope_settle(st, owner, &h->scope);
    refresh(st, h);
    return h;
}

/* ---- what has changed ------------------------------------------------------------------------ */

bool tr__exposure_balance(state *st, account *owner, balance_node *node)
{
    if (owner->risk == NULL)
        return true;
    purse *own = tr__exposure_purse(st, owner, node->row.asset);
    if (own == NULL)
        return false;
    own->cash = node;
    for (size_t i = node->first_market; i != SIZE_MAX; i = st->markets[i].next_same_base) {
        holding *h = tr__exposure_holding(st, owner, &st->instruments[i]);
        if (h == NULL)
            return false;
        h->goods = node;
        refresh(st, h);
    }
    return true;
}

bool tr__exposure_position(state *st, account *owner, position_node *node)
{
    if (owner->risk == NULL)
        return true;
    count_taken(owner, node);
    const tr_instrument *instrument = tr__state_instrument(st, node->row.symbol);
    if (instrument == NULL)
        return true;
    holding *h = tr__exposure_holding(st, owner, instrument);
    if (h == NULL)
        return false;
    h->position = node;
    refresh(st, h);
    return true;
}

bool tr__exposure_reserve(state *st, order_node *node, tr_money before, tr_money now)
{
    const tr_order *order = &node->order;
    if (node->owner->risk == NULL || node->instrument == NULL || order->side != TR_SIDE_BUY ||
        order->role != TR_ROLE_ENTRY || order->is_reduce_only)
        return true;
    holding *h = tr__exposure_holding(st, node->owner, node->instrument);
    if (h == NULL)
        return false;
    tr_money *group = group_of(st, h);
    scope_node *strategy = node->strategy;
    return replace(&h->entering, before, now) == TR_OK && replace(&h->purse->entering, before, now) == TR_OK &&
           (group == NULL || replace(group, before, now) == TR_OK) &&
           (strategy == NULL ||
            (replace(&strategy->entering, before, now) == TR_OK &&
             replace(&strategy->parts[index_of(st, node->instrument)].entering, before, now) == TR_OK));
}

bool tr__exposure_enter(state *st, order_node *node, tr_order_state from, tr_order_state to)
{
    account_risk *risk = node->owner->risk;
    if (risk == NULL)
        return true;
    if (from == TR_STATE_NONE)
        node->strategy = tr__exposure_strategy(node->owner, node->order.strategy);
    risk->live_orders += (int64_t)tr__state_is_live(to) - (int64_t)tr__state_is_live(from);
    if (node->order.role != TR_ROLE_ENTRY || node->order.is_reduce_only || node->instrument == NULL)
        return true;
    holding *h = tr__exposure_holding(st, node->owner, node->instrument);
    if (h == NULL)
        return false;
    bool was_open = from != TR_STATE_NONE && !tr_order_state_is_final(from);
    int64_t change = (int64_t)!tr_order_state_is_final(to) - (int64_t)was_open;
    h->scope.open_orders += change;
    risk->scope.open_orders += change;
    risk->house->scope.open_orders += change;
    if (node->strategy != NULL) {
        node->strategy->open_orders += change;
        node->strategy->parts[index_of(st, node->instrument)].live +=
            (int64_t)tr__state_is_live(to) - (int64_t)tr__state_is_live(from);
    }
    if (h->position == NULL)
        h->position = tr__account_find_position(node->owner, node->order.symbol);
    if (h->position != NULL)
        count_taken(node->owner, h->position);
    return true;
}

void tr__exposure_mark(state *st, const tr_instrument *instrument)
{
    const market *place = tr__state_market(st, instrument);
    for (size_t i = 0; i < place->holder_count; i++)
        refresh(st, place->holders[i]);
}

/* Group sums anew: which symbols make a group has changed. */
static bool regroup(state *st, account *owner)
{
    account_risk *risk = owner->risk;
    tr_money *groups = NULL;
    if (st->risk->group_count > 0 && (groups = tr__allocate_zeroed(st->allocator, st->risk->group_count,
                                                                   sizeof *groups)) == NULL)
        return false;
    tr__release(st->allocator, risk->groups);
    risk->groups = groups;
    for (size_t i = 0; i < st->instrument_count; i++) {
        holding *h = risk->holdings[i];
        tr_money *group = h == NULL ? NULL : group_of(st, h);
        if (group != NULL && (tr_money_add(*group, h->value, group) != TR_OK ||
                              tr_money_add(*group, h->entering, group) != TR_OK))
            return false;
    }
    return true;
}

bool tr__exposure_configure(state *st)
{
    for (size_t k = 0; k < st->account_count; k++) {
        account *owner = st->accounts[k];
        account_risk *risk = owner->risk;
        if (!regroup(st, owner))
            return false;
        tr__scope_settle(st, owner, &risk->scope);
        tr__scope_settle(st, owner, &risk->house->scope);
        for (size_t i = 0; i < st->instrument_count; i++)
            if (risk->holdings[i] != NULL)
                tr__scope_settle(st, owner, &risk->holdings[i]->scope);
        if (!open_scopes(st, owner))
            return false;
        for (size_t i = 0; i < risk->strategy_count; i++)
            tr__scope_settle(st, owner, risk->strategies[i]);
    }
    return true;
}

/* ---- enquiry --------------------------------------------------------------------------------- */

tr_status tr__exposure_equity_of(const purse *p, tr_money *out)
{
    tr_money cash = { { 0 } };
    if (p != NULL && p->cash != NULL)
        cash = p->cash->row.total;
    if (p != NULL && p->unvalued > 0)
        return TR_E_OVERFLOW;
    if (p != NULL)
        return tr_money_add(cash, p->goods, out);
    *out = cash;
    return TR_OK;
}

tr_status tr__exposure_equity(const account *owner, const char *asset, tr_money *out)
{
    const purse *p = tr__exposure_find_purse(owner, asset);
    if (p != NULL)
        return tr__exposure_equity_of(p, out);
    const balance_node *cash = tr__account_find_balance(owner, asset); /* nothing is quoted in it */
    *out = cash == NULL ? (tr_money){ { 0 } } : cash->row.total;
    return TR_OK;
}

tr_status tr__exposure_of_account(const account *owner, const char *asset, tr_money *out)
{
    const purse *p = tr__exposure_find_purse(owner, asset);
    *out = (tr_money){ { 0 } };
    if (p != NULL && p->unvalued > 0)
        return TR_E_OVERFLOW;
    return p == NULL ? TR_OK : tr_money_add(p->goods, p->entering, out);
}

tr_status tr__exposure_of_house(const house *h, const char *asset, tr_money *equity_out, tr_money *exposure_out)
{
    *equity_out = *exposure_out = (tr_money){ { 0 } };
    for (size_t i = 0; i < h->account_count; i++) {
        tr_money equity, exposure;
        tr_status status;
        if ((status = tr__exposure_equity(h->accounts[i], asset, &equity)) != TR_OK ||
            (status = tr__exposure_of_account(h->accounts[i], asset, &exposure)) != TR_OK ||
            (status = tr_money_add(*equity_out, equity, equity_out)) != TR_OK ||
            (status = tr_money_add(*exposure_out, exposure, exposure_out)) != TR_OK)
            return status;
    }
    return TR_OK;
}

/* ---- invariants ------------------------------------------------------------------------------ */

static bool is_equal(tr_money a, tr_money b)
{
    return tr_decimal_compare(a.value, b.value) == 0;
}

static bool check_holding(const state *st, const holding *h)
{
    tr_money value, entering = { { 0 } };
    int64_t open_orders = 0;
    for (order_node *node = tr__state_first_order(st); node != NULL; node = tr__state_next_order(st, node)) {
        if (node->owner != h->owner || node->instrument != h->instrument || !tr__scope_is_open_entry(&node->order))
            continue;
        open_orders++;
        if (node->order.side == TR_SIDE_BUY && tr_money_add(entering, node->order.reserved, &entering) != TR_OK)
            return false;
    }
    bool is_valued = value_of(st, h, &value) == TR_OK;
    return open_orders == h->scope.open_orders && is_equal(entering, h->entering) &&
           (h->is_unvalued || (is_valued && is_equal(value, h->value)));
}

static bool check_account(const state *st, const account *owner)
{
    const account_risk *risk = owner->risk;
    int64_t taken = 0, open_orders = 0;
    for (size_t k = 0; k < risk->purse_count; k++) {
        tr_money goods = { { 0 } }, entering = { { 0 } };
        for (size_t i = 0; i < st->instrument_count; i++) {
            const holding *h = risk->holdings[i];
            if (h == NULL || h->purse != risk->purses[k])
                continue;
            if (!check_holding(st, h) || tr_money_add(goods, h->value, &goods) != TR_OK ||
                tr_money_add(entering, h->entering, &entering) != TR_OK)
                return false;
            open_orders += h->scope.open_orders;
        }
        if (!is_equal(goods, risk->purses[k]->goods) || !is_equal(entering, risk->purses[k]->entering))
            return false;
    }
    for (size_t i = 0; i < owner->position_count; i++) {
        const position_node *position = owner->positions[i];
        taken += !tr_decimal_is_zero(position->row.quantity) || position->entering > 0;
    }
    return taken == risk->taken_count && open_orders == risk->scope.open_orders;
}

bool tr__exposure_check(const state *st)
{
    for (size_t i = 0; i < st->account_count; i++)
        if (st->accounts[i]->risk != NULL && !check_account(st, st->accounts[i]))
            return false;
    return true;
}
