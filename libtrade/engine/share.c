/* share.c: what a part of an account holds: strategies, and what moves together with a symbol. */
#include "engine/exposure.h"

#include <string.h>

static size_t index_of(const state *st, const tr_instrument *instrument)
{
    return (size_t)(instrument - st->instruments);
}

tr_status tr__exposure_value_of(const state *st, const account *owner,
                                const tr_instrument *instrument, tr_decimal quantity,
                                tr_round round, tr_decimal *out)
{
    const position_node *position = tr__account_find_position(owner, instrument->symbol);
    *out = (tr_decimal){ 0 };
    tr_price mark = tr__state_market(st, instrument)->known;
    if (!tr_decimal_is_zero(mark.value)) {
        tr_status status = tr_decimal_multiply(quantity, mark.value, round, out);
        return status == TR_OK ? tr_decimal_multiply(*out, instrument->multiplier, round, out)
                               : status;
    }
    if (position == NULL || tr_decimal_is_zero(position->row.quantity))
        return TR_OK;
    return tr_decimal_multiply_divide(position->row.cost.value, quantity, position->row.quantity,
                                      round, out);
}

/* Of what a strategy's entries bought of a symbol and its exits did not sell. */
static tr_status value_held(const state *st, const account *owner, const risk_node *held,
                            tr_money *out)
{
    const tr_instrument *instrument =
        tr__state_instrument(st, tr__scope_item(held->row.item, RISK_ITEM_HELD));
    *out = (tr_money){ { 0 } };
    return instrument == NULL ? TR_OK
                              : tr__exposure_value_of(st, owner, instrument, held->row.value,
                                                      TR_ROUND_UP, &out->value);
}

tr_status tr__exposure_of_strategy(const state *st, const account *owner, const scope_node *scope,
                                   tr_money *out)
{
    *out = scope->entering;
    for (size_t i = 0; i < owner->risk_count; i++) {
        const tr_risk_row *row = &owner->risks[i]->row;
        const char *symbol = tr__scope_item(row->item, RISK_ITEM_HELD);
        if (symbol == NULL || !tr__scope_concerns(row, scope) || tr_decimal_is_zero(row->value))
            continue;
        tr_money value;
        tr_status status = value_held(st, owner, owner->risks[i], &value);
        if (status == TR_OK) /* short or long */
            status = tr_decimal_absolute(value.value, &value.value);
        if (status == TR_OK)
            status = tr_money_add(*out, value, out);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

/* Two parts of one exposure: the symbol's own, and the others of its group by their correlation with it. */
static tr_status weigh(const state *st, size_t group, tr_money own, tr_money others, tr_money *out)
{
    tr_money weighed = { { 0 } };
    tr_status status = group == NO_GROUP
                           ? TR_OK
                           : tr_decimal_multiply(others.value, st->risk->correlations[group],
                                                 TR_ROUND_HALF_EVEN, &weighed.value);
    return status == TR_OK ? tr_money_add(own, weighed, out) : status;
}

static size_t group_number(const state *st, size_t index)
{
    return st->risk->group_count == 0 ? NO_GROUP : st->risk->group_of[index];
}

tr_status tr__exposure_correlated(const state *st, const holding *h, tr_money *out)
{
    size_t group = group_number(st, index_of(st, h->instrument));
    tr_money own, others = { { 0 } };
    tr_status status = tr__exposure_lean(h, &own);
    if (status == TR_OK && group != NO_GROUP)
        status = tr_money_subtract(h->owner->risk->groups[group], own, &others);
    return status == TR_OK ? weigh(st, group, own, others, out) : status;
}

static tr_status correlated_of_house(const state *st, const holding *h, tr_money *out)
{
    const house *all = h->owner->risk->house;
    size_t index = index_of(st, h->instrument), group = group_number(st, index);
    tr_money own = { { 0 } }, together = { { 0 } }, others = { { 0 } };
    for (size_t i = 0; i < all->account_count; i++) {
        const account_risk *risk = all->accounts[i]->risk;
        const holding *one = risk->holdings[index];
        tr_money lean = { { 0 } };
        if ((group != NO_GROUP &&
             tr_money_add(together, risk->groups[group], &together) != TR_OK) ||
            (one != NULL &&
             (tr__exposure_lean(one, &lean) != TR_OK || tr_money_add(own, lean, &own) != TR_OK)))
            return TR_E_OVERFLOW;
    }
    if (group != NO_GROUP && tr_money_subtract(together, own, &others) != TR_OK)
        return TR_E_OVERFLOW;
    return weigh(st, group, own, others, out);
}

/* The market that a row says a strategy holds something in; SIZE_MAX: none. */
static size_t held_market(const state *st, const scope_node *scope, const tr_risk_row *row)
{
    const char *symbol = tr__scope_item(row->item, RISK_ITEM_HELD);
    const tr_instrument *instrument =
        symbol == NULL || tr_decimal_is_zero(row->value) || !tr__scope_concerns(row, scope)
            ? NULL
            : tr__state_instrument(st, symbol);
    return instrument == NULL ? SIZE_MAX : index_of(st, instrument);
}

static tr_status correlated_of_strategy(const state *st, const holding *h, const scope_node *scope,
                                        tr_money *out)
{
    const account *owner = h->owner;
    size_t index = index_of(st, h->instrument), group = group_number(st, index);
    tr_money own = scope->parts[index].leaning, others = { { 0 } };
    for (size_t i = 0; group != NO_GROUP && i < st->instrument_count; i++)
        if (i != index && group_number(st, i) == group &&
            tr_money_add(others, scope->parts[i].leaning, &others) != TR_OK)
            return TR_E_OVERFLOW;
    for (size_t k = 0; k < owner->risk_count; k++) {
        tr_money value = { { 0 } };
        size_t i = held_market(st, scope, &owner->risks[k]->row);
        if (i == SIZE_MAX || (i != index && (group == NO_GROUP || group_number(st, i) != group)))
            continue;
        tr_money *sum = i == index ? &own : &others;
        if (value_held(st, owner, owner->risks[k], &value) != TR_OK ||
            tr_money_add(*sum, value, sum) != TR_OK)
            return TR_E_OVERFLOW;
    }
    return weigh(st, group, own, others, out);
}

tr_status tr__exposure_correlated_of(const state *st, const holding *h, const scope_node *scope,
                                     tr_money *out)
{
    switch (scope->scope) {
    case TR_RISK_HOUSE:
        return correlated_of_house(st, h, out);
    case TR_RISK_STRATEGY:
        return correlated_of_strategy(st, h, scope, out);
    case TR_RISK_ACCOUNT:
    case TR_RISK_SYMBOL:
        break;
    }
    return tr__exposure_correlated(st, h, out);
}

int64_t tr__exposure_positions_of(const state *st, const account *owner, const scope_node *scope,
                                  const tr_instrument *without)
{
    int64_t count = 0;
    for (size_t i = 0; i < st->instrument_count; i++)
        count += scope->parts[i].live > 0 && &st->instruments[i] != without;
    for (size_t k = 0; k < owner->risk_count; k++) {
        size_t i = held_market(st, scope, &owner->risks[k]->row);
        count += i != SIZE_MAX && scope->parts[i].live == 0 && &st->instruments[i] != without;
    }
    return count;
}
