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

static purse *add_purse(state *st, purse ***purses, size_t *count, size_t *capacity,
                        const char *asset)
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
    return owner->risk == NULL ? NULL
                               : find_purse(owner->risk->purses, owner->risk->purse_count, asset);
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
    return p != NULL
               ? p
               : add_purse(st, &scope->purses, &scope->purse_count, &scope->purse_capacity, asset);
}

static house *find_house(state *st, const char *owner)
{
    for (size_t i = 0; i < st->house_count; i++)
        if (strcmp(st->houses[i]->owner, owner) == 0)
            return st->houses[i];
    house *h = tr__allocate_zeroed(st->allocator, 1, sizeof *h);
    if (h == NULL || !tr__state_make_room(st, (void **)&st->houses, &st->house_capacity,
                                          st->house_count, sizeof(house *))) {
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
    if (!tr__state_make_room(st, (void **)&h->accounts, &h->account_capacity, h->account_count,
                             sizeof(account *)))
        return false;
    h->accounts[h->account_count++] = owner;
    risk->scope.scope = TR_RISK_ACCOUNT;
    tr__text_copy(risk->scope.name, sizeof risk->scope.name, owner->row.name);
    if (st->instrument_count > 0 &&
        (risk->holdings =
             tr__allocate_zeroed(st->allocator, st->instrument_count, sizeof(holding *))) == NULL)
        return false;
    if (st->risk->group_count > 0 &&
        (risk->groups =
             tr__allocate_zeroed(st->allocator, st->risk->group_count, sizeof(tr_money))) == NULL)
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

static tr_money signed_value(tr_money value, bool is_short)
{
    tr_money result = value;
    if (is_short)
        (void)tr_decimal_negate(value.value, &result.value); /* values are never below zero */
    return result;
}

/* What a holding comes to. */
typedef struct worth {
    tr_money value, worth, margin;
    bool is_short;
} worth;

/*
 * Goods are valued at the mark, before the first tick at the mark of the engine before, and when that is not known at what they
 * cost; those that came since then wait for the first tick (adopt.c). Rounded down.
 */
static tr_status worth_of_goods(const state *st, const holding *h, worth *out)
{
    if (h->goods == NULL || tr_decimal_is_zero(h->goods->row.total.value))
        return TR_OK;
    const market *place = tr__state_market(st, h->instrument);
    tr_decimal priced = h->goods->row.total.value;
    tr_status status = TR_OK;
    if (tr_decimal_is_zero(place->mark.value) && !tr_decimal_is_zero(h->adopted))
        status = tr_decimal_subtract(priced, h->adopted, &priced);
    if (status == TR_OK && !tr_decimal_is_zero(place->known.value))
        status = tr_decimal_multiply(tr_decimal_max(priced, (tr_decimal){ 0 }), place->known.value,
                                     TR_ROUND_FLOOR, &out->value.value);
    else if (h->position != NULL)
        out->value = h->position->row.cost;
    out->worth = out->value;
    return status;
}

tr_status tr__exposure_value(const state *st, const holding *h, tr_decimal quantity, tr_round round,
                             tr_money *out)
{
    tr_price mark = tr__state_market(st, h->instrument)->known;
    *out = (tr_money){ { 0 } };
    if (!tr_decimal_is_zero(mark.value))
        return tr_instrument_notional(h->instrument, mark, (tr_quantity){ quantity }, round, out);
    if (h->position == NULL || tr_decimal_is_zero(h->position->row.quantity))
        return TR_OK;
    const tr_position *row = &h->position->row; /* cost and quantity have one sign */
    return tr_decimal_multiply_divide(row->cost.value, quantity, row->quantity, round, &out->value);
}

tr_status tr__exposure_margin(const state *st, tr_money value, tr_round round, tr_money *out)
{
    return tr_decimal_divide(value.value, st->leverage, round, &out->value);
}

/* Values and margins are rounded up, profits down. Before the first price a swap has neither gained nor lost. */
static tr_status worth_of_swap(const state *st, const holding *h, worth *out)
{
    tr_decimal held = { 0 };
    tr_money marked;
    if (h->position == NULL || tr_decimal_is_zero(h->position->row.quantity))
        return TR_OK;
    const tr_position *row = &h->position->row;
    tr_status status = tr_decimal_absolute(row->quantity, &held);
    out->is_short = tr_decimal_sign(row->quantity) < 0;
    if (status == TR_OK)
        status = tr__exposure_value(st, h, held, TR_ROUND_UP, &out->value);
    if (status == TR_OK)
        status = tr__exposure_margin(st, out->value, TR_ROUND_UP, &out->margin);
    if (status != TR_OK || tr_decimal_is_zero(tr__state_market(st, h->instrument)->known.value))
        return status;
    status = tr__exposure_value(st, h, held, out->is_short ? TR_ROUND_UP : TR_ROUND_FLOOR, &marked);
    return status == TR_OK
               ? tr_money_subtract(signed_value(marked, out->is_short), row->cost, &out->worth)
               : status;
}

static tr_status value_of(const state *st, const holding *h, worth *out)
{
    *out = (worth){ .is_short = false };
    if (h->instrument->kind == TR_KIND_SPOT)
        return worth_of_goods(st, h, out);
    return h->instrument->kind == TR_KIND_LINEAR ? worth_of_swap(st, h, out) : TR_OK;
}

static tr_status replace(tr_money *sum, tr_money before, tr_money now)
{
    tr_money without;
    tr_status status = tr_money_subtract(*sum, before, &without);
    return status == TR_OK ? tr_money_add(without, now, sum) : status;
}

static tr_money *group_of(const state *st, const holding *h)
{
    size_t group =
        st->risk->group_count == 0 ? NO_GROUP : st->risk->group_of[index_of(st, h->instrument)];
    return group == NO_GROUP ? NULL : &h->owner->risk->groups[group];
}

/* The sums that a holding is part of. */
typedef struct sums {
    tr_money goods, held, unrealised, margin, together;
} sums;

static tr_status replace_all(const holding *h, const worth *now, sums *all)
{
    bool is_swap = h->instrument->kind != TR_KIND_SPOT;
    tr_status status;
    if ((status = replace(&all->goods, h->worth, now->worth)) != TR_OK ||
        (status = replace(&all->held, h->value, now->value)) != TR_OK ||
        (status = replace(&all->margin, h->margin, now->margin)) != TR_OK ||
        (status = replace(&all->together, signed_value(h->value, h->is_short),
                          signed_value(now->value, now->is_short))) != TR_OK)
        return status;
    return is_swap ? replace(&all->unrealised, h->worth, now->worth) : TR_OK;
}

/* The price of what is held is put on record, with the next transaction (marks.c). */
static void save_mark(state *st, market *place)
{
    if (place->is_unsaved || tr_decimal_compare(place->saved.value, place->mark.value) == 0 ||
        tr_decimal_is_zero(place->mark.value))
        return;
    place->is_unsaved = true;
    place->next_unsaved = st->marks_unsaved;
    st->marks_unsaved = place;
}

/* What no longer fits counts as nothing, and makes the equity unknown until it fits again. */
static void set_value(const state *st, holding *h, const worth *now, bool is_unvalued)
{
    tr_money *group = group_of(st, h);
    purse *p = h->purse;
    if (h->is_unvalued != is_unvalued) {
        h->is_unvalued = is_unvalued;
        p->unvalued += is_unvalued ? 1 : SIZE_MAX; /* one less */
    }
    sums all = { p->goods, p->held, p->unrealised, p->margin,
                 group == NULL ? (tr_money){ { 0 } } : *group };
    if (replace_all(h, now, &all) == TR_OK) {
        h->value = now->value;
        h->worth = now->worth;
        h->margin = now->margin;
        h->is_short = now->is_short;
        p->goods = all.goods;
        p->held = all.held;
        p->unrealised = all.unrealised;
        p->margin = all.margin;
        if (group != NULL)
            *group = all.together;
    } else if (!is_unvalued) {
        h->is_unvalued = true;
        p->unvalued++;
    }
}

static bool is_same(tr_money a, tr_money b)
{
    return tr_decimal_compare(a.value, b.value) == 0;
}

static void refresh(state *st, holding *h)
{
    worth now;
    bool is_unvalued = value_of(st, h, &now) != TR_OK;
    if (is_unvalued)
        now = (worth){ .is_short = false };
    if (is_unvalued != h->is_unvalued || now.is_short != h->is_short ||
        !is_same(now.value, h->value) || !is_same(now.worth, h->worth) ||
        !is_same(now.margin, h->margin))
        set_value(st, h, &now, is_unvalued);
    if (!tr_decimal_is_zero(now.value.value))
        save_mark(st, tr__state_market(st, h->instrument));
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
        !tr__state_make_room(st, (void **)&place->holders, &place->holder_capacity,
                             place->holder_count, sizeof(holding *))) {
        tr__release(st->allocator, h);
        return NULL;
    }
    h->owner = owner;
    h->instrument = instrument;
    h->scope.scope = TR_RISK_SYMBOL;
    tr__text_copy(h->scope.name, sizeof h->scope.name, instrument->symbol);
    h->goods = tr__account_find_balance(owner, instrument->base);
    h->position = tr__account_find_position(owner, instrument->symbol);
    const risk_node *adopted =
        tr__account_find_risk(owner, TR_RISK_SYMBOL, instrument->symbol, RISK_ITEM_ADOPTED);
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

/*
 * What a live entry may open, from what it holds: a spot buy holds its value; a swap's entry holds a share of it, which
 * gives the value and a little more, for what it holds for fees is taken for margin as well.
 */
static tr_status value_reserved(const state *st, const order_node *node, tr_money reserved,
                                tr_money *out)
{
    *out = reserved;
    return node->instrument->kind == TR_KIND_SPOT
               ? TR_OK
               : tr_decimal_multiply(reserved.value, st->leverage, TR_ROUND_UP, &out->value);
}

bool tr__exposure_may_open(const order_node *node)
{
    const tr_order *order = &node->order;
    return node->instrument != NULL && order->role == TR_ROLE_ENTRY && !order->is_reduce_only &&
           (order->side == TR_SIDE_BUY || node->instrument->kind != TR_KIND_SPOT);
}

tr_status tr__exposure_of_order(const state *st, const order_node *node, tr_money reserved,
                                tr_money *value_out, tr_money *lean_out)
{
    tr_status status = value_reserved(st, node, reserved, value_out);
    *lean_out = signed_value(*value_out, node->order.side == TR_SIDE_SELL);
    return status;
}

tr_status tr__exposure_lean(const holding *h, tr_money *out)
{
    return tr_money_add(signed_value(h->value, h->is_short), h->leaning, out);
}

bool tr__exposure_reserve(state *st, order_node *node, tr_money before, tr_money now)
{
    tr_money from, to;
    if (node->owner->risk == NULL || !tr__exposure_may_open(node))
        return true;
    holding *h = tr__exposure_holding(st, node->owner, node->instrument);
    if (h == NULL || tr__exposure_of_order(st, node, before, &before, &from) != TR_OK ||
        tr__exposure_of_order(st, node, now, &now, &to) != TR_OK)
        return false;
    tr_money *group = group_of(st, h);
    scope_node *strategy = node->strategy;
    return replace(&h->entering, before, now) == TR_OK && replace(&h->leaning, from, to) == TR_OK &&
           replace(&h->purse->entering, before, now) == TR_OK &&
           (group == NULL || replace(group, from, to) == TR_OK) &&
           (strategy == NULL ||
            (replace(&strategy->entering, before, now) == TR_OK &&
             replace(&strategy->parts[index_of(st, node->instrument)].leaning, from, to) == TR_OK));
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
    if (st->risk->group_count > 0 &&
        (groups = tr__allocate_zeroed(st->allocator, st->risk->group_count, sizeof *groups)) ==
            NULL)
        return false;
    tr__release(st->allocator, risk->groups);
    risk->groups = groups;
    for (size_t i = 0; i < st->instrument_count; i++) {
        holding *h = risk->holdings[i];
        tr_money *group = h == NULL ? NULL : group_of(st, h);
        if (group != NULL &&
            (tr_money_add(*group, signed_value(h->value, h->is_short), group) != TR_OK ||
             tr_money_add(*group, h->leaning, group) != TR_OK))
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

tr_money tr__exposure_free(const account *owner, const char *asset)
{
    return tr__exposure_free_of(tr__account_find_balance(owner, asset),
                                tr__exposure_find_purse(owner, asset));
}

tr_money tr__exposure_free_of(const balance_node *cash, const purse *p)
{
    tr_money left = { { 0 } }, none = { { 0 } };
    if (cash == NULL || tr_money_subtract(cash->row.total, cash->reserved, &left) != TR_OK)
        return none;
    if (p == NULL)
        return left;
    tr_money lost = { tr_decimal_min(p->unrealised.value, none.value) };
    if (p->unvalued > 0 || tr_money_subtract(left, p->margin, &left) != TR_OK ||
        tr_money_add(left, lost, &left) != TR_OK)
        return none;
    return left;
}

tr_status tr__exposure_of_account(const account *owner, const char *asset, tr_money *out)
{
    const purse *p = tr__exposure_find_purse(owner, asset);
    *out = (tr_money){ { 0 } };
    if (p != NULL && p->unvalued > 0)
        return TR_E_OVERFLOW;
    return p == NULL ? TR_OK : tr_money_add(p->held, p->entering, out);
}

tr_status tr__exposure_of_house(const house *h, const char *asset, tr_money *equity_out,
                                tr_money *exposure_out)
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

static bool check_holding(const state *st, const holding *h)
{
    worth now;
    tr_money entering = { { 0 } }, leaning = { { 0 } };
    int64_t open_orders = 0;
    for (order_node *node = tr__state_first_order(st); node != NULL;
         node = tr__state_next_order(st, node)) {
        tr_money value, lean;
        if (node->owner != h->owner || node->instrument != h->instrument ||
            !tr__scope_is_open_entry(&node->order))
            continue;
        open_orders++;
        if (tr__exposure_may_open(node) &&
            (tr__exposure_of_order(st, node, node->order.reserved, &value, &lean) != TR_OK ||
             tr_money_add(entering, value, &entering) != TR_OK ||
             tr_money_add(leaning, lean, &leaning) != TR_OK))
            return false;
    }
    bool is_valued = value_of(st, h, &now) == TR_OK;
    return open_orders == h->scope.open_orders && is_same(entering, h->entering) &&
           is_same(leaning, h->leaning) &&
           (h->is_unvalued ||
            (is_valued && now.is_short == h->is_short && is_same(now.value, h->value) &&
             is_same(now.worth, h->worth) && is_same(now.margin, h->margin)));
}

/* Everything of a purse that its holdings add up to. */
static bool check_purse(const state *st, const account_risk *risk, const purse *p,
                        int64_t *open_orders)
{
    sums all = { .goods = { { 0 } } };
    tr_money entering = { { 0 } };
    for (size_t i = 0; i < st->instrument_count; i++) {
        const holding *h = risk->holdings[i];
        if (h == NULL || h->purse != p)
            continue;
        if (!check_holding(st, h) || tr_money_add(all.goods, h->worth, &all.goods) != TR_OK ||
            tr_money_add(all.held, h->value, &all.held) != TR_OK ||
            tr_money_add(all.margin, h->margin, &all.margin) != TR_OK ||
            tr_money_add(entering, h->entering, &entering) != TR_OK ||
            (h->instrument->kind != TR_KIND_SPOT &&
             tr_money_add(all.unrealised, h->worth, &all.unrealised) != TR_OK))
            return false;
        *open_orders += h->scope.open_orders;
    }
    return is_same(all.goods, p->goods) && is_same(all.held, p->held) &&
           is_same(all.margin, p->margin) && is_same(all.unrealised, p->unrealised) &&
           is_same(entering, p->entering);
}

static bool check_account(const state *st, const account *owner)
{
    const account_risk *risk = owner->risk;
    int64_t taken = 0, open_orders = 0;
    for (size_t k = 0; k < risk->purse_count; k++)
        if (!check_purse(st, risk, risk->purses[k], &open_orders))
            return false;
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
