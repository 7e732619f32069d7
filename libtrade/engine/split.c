/*
 * split.c: where the exchange does not tell what a position has cost to the last digit, its cash does. Cash less cost is the same
 * in whatever order executions were booked: a difference in cash that the exchange's own entry prices explain is one in how
 * money is split into what is realised and what is not, and the exchange's split is taken.
 */
#include <string.h>

#include "engine/reconcile.h"

#define POSITIONS_MAX 64 /* of one asset; with more nothing is restated */

typedef struct part {
    const position_node *position;
    tr_decimal moves; /* by the exchange's entry price, which is rounded */
} part;

typedef struct split {
    part parts[POSITIONS_MAX];
    size_t count;
    tr_decimal moves;     /* of all parts */
    tr_decimal tolerance; /* that rounded prices leave */
} split;

static const tr_exchange_item *listed(const reconciliation *r, const char *symbol)
{
    const listing *held = &r->listings[TR_LISTING_POSITIONS];
    for (size_t i = 0; i < held->count; i++)
        if (strcmp(held->items[i].symbol, symbol) == 0)
            return &held->items[i];
    return NULL;
}

/* A millionth of what it cost: entry prices have six digits and more. False: it does not fit. */
static bool add_part(split *all, const position_node *position, const tr_exchange_item *item,
                     tr_decimal multiplier)
{
    tr_decimal worth, moves, allowed, millionth = { 1000000000000, 0 };
    const tr_position *row = &position->row;
    if (all->count == POSITIONS_MAX || tr_decimal_sign(item->price.value) <= 0 ||
        tr_decimal_compare(row->quantity, item->held) != 0 ||
        tr_decimal_multiply(item->price.value, row->quantity, TR_ROUND_HALF_EVEN, &worth) !=
            TR_OK ||
        tr_decimal_multiply(worth, multiplier, TR_ROUND_HALF_EVEN, &worth) != TR_OK ||
        tr_decimal_subtract(worth, row->cost.value, &moves) != TR_OK ||
        tr_decimal_absolute(row->cost.value, &allowed) != TR_OK ||
        tr_decimal_multiply(allowed, millionth, TR_ROUND_UP, &allowed) != TR_OK ||
        tr_decimal_add(all->moves, moves, &all->moves) != TR_OK ||
        tr_decimal_add(all->tolerance, allowed, &all->tolerance) != TR_OK)
        return false;
    all->parts[all->count++] = (part){ position, moves };
    return true;
}

/* The positions that are settled in the asset. False: they are not the same on both sides. */
static bool gather(const reconciliation *r, const char *asset, split *all)
{
    *all = (split){ .count = 0 };
    for (size_t i = 0; i < r->owner->position_count; i++) {
        const position_node *position = r->owner->positions[i];
        const tr_instrument *instrument =
            tr__state_instrument(&r->engine->st, position->row.symbol);
        if (instrument == NULL || instrument->kind != TR_KIND_LINEAR ||
            strcmp(instrument->settle, asset) != 0)
            continue;
        const tr_exchange_item *item = listed(r, position->row.symbol);
        bool is_flat = tr_decimal_is_zero(position->row.quantity);
        if (is_flat && (item == NULL || tr_decimal_is_zero(item->held)))
            continue;
        if (is_flat || item == NULL || !add_part(all, position, item, instrument->multiplier))
            return false;
    }
    return all->count > 0;
}

/* Whether the prices explain the difference in cash. */
static bool is_explained(const split *all, tr_decimal moved)
{
    tr_decimal rest;
    return tr_decimal_subtract(moved, all->moves, &rest) == TR_OK &&
           tr_decimal_absolute(rest, &rest) == TR_OK &&
           tr_decimal_compare(rest, all->tolerance) <= 0;
}

/* Whose prices moved most takes what rounding leaves, so that the sum is the cash to the last digit. */
static size_t largest(const split *all)
{
    size_t found = 0;
    tr_decimal most = { 0 }, size;
    for (size_t i = 0; i < all->count; i++)
        if (tr_decimal_absolute(all->parts[i].moves, &size) == TR_OK &&
            tr_decimal_compare(size, most) > 0) {
            most = size;
            found = i;
        }
    return found;
}

/* What a position will have cost. False: it would cost what it should bring. */
static bool cost_after(const part *one, tr_decimal moves, tr_money *out)
{
    const tr_position *row = &one->position->row;
    return tr_decimal_add(row->cost.value, moves, &out->value) == TR_OK &&
           tr_decimal_sign(out->value) == tr_decimal_sign(row->quantity);
}

static bool restate_asset(reconciliation *r, const char *asset, tr_decimal moved)
{
    split all;
    tr_decimal rest = moved;
    if (!gather(r, asset, &all) || !is_explained(&all, moved))
        return false;
    size_t last = largest(&all);
    tr_money costs[POSITIONS_MAX];
    for (size_t i = 0; i < all.count; i++)
        if (i != last && (tr_decimal_subtract(rest, all.parts[i].moves, &rest) != TR_OK ||
                          !cost_after(&all.parts[i], all.parts[i].moves, &costs[i])))
            return false;
    if (!cost_after(&all.parts[last], rest, &costs[last]))
        return false;
    for (size_t i = 0; i < all.count && r->engine->failure.status == TR_OK; i++)
        if (tr_decimal_compare(costs[i].value, all.parts[i].position->row.cost.value) != 0)
            tr__swaps_restate(r, all.parts[i].position, costs[i]);
    return true;
}

bool tr__swaps_split(reconciliation *r)
{
    const listing *held = &r->listings[TR_LISTING_BALANCES];
    bool has_acted = false;
    for (size_t i = 0; held->is_known && r->listings[TR_LISTING_POSITIONS].is_known &&
                       i < held->count && r->engine->failure.status == TR_OK;
         i++) {
        const balance_node *ours = tr__account_find_balance(r->owner, held->items[i].asset);
        tr_decimal moved;
        if (ours == NULL ||
            tr_decimal_subtract(held->items[i].held, ours->row.total.value, &moved) != TR_OK ||
            tr_decimal_is_zero(moved))
            continue;
        has_acted |= restate_asset(r, held->items[i].asset, moved);
    }
    return has_acted;
}
