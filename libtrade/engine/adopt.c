/*
 * adopt.c: money and goods that reconciliation takes over from the exchange: no profit and no loss of the day, no height and no fall.
 *
 * Money moves its own asset's day and peaks. Goods move those of every asset that they are quoted in, by their value at the
 * mark; where there is no mark yet, a row remembers how much of them came, and the first price settles it.
 */
#include <stdio.h>
#include <string.h>

#include "engine/guard.h"
#include "engine/reconcile.h"

static void shift_peak(work *w, account *owner, tr_risk_scope scope, const char *asset,
                       tr_decimal amount)
{
    const risk_node *peak = tr__account_find_risk(owner, scope, asset, RISK_ITEM_PEAK);
    if (peak == NULL || owner->risk == NULL)
        return;
    tr_risk_row row = peak->row;
    if (tr_decimal_add(row.value, amount, &row.value) != TR_OK)
        return;
    row.value = tr_decimal_max(row.value, (tr_decimal){ 0 });
    row.since_ns = w->at_ns;
    tr__guard_put(w, owner, &row);
}

static void shift_peaks(work *w, account *owner, const char *asset, tr_decimal amount)
{
    shift_peak(w, owner, TR_RISK_ACCOUNT, asset, amount);
    shift_peak(w, owner, TR_RISK_HOUSE, asset, amount);
}

/* What goods are worth at their first or present price is in the equity from here on: so it is in what the day began with. */
static void shift_goods(work *w, account *owner, const tr_instrument *instrument,
                        tr_decimal quantity, tr_price mark)
{
    const balance_node *quote = tr__account_find_balance(owner, instrument->quote);
    event ev = { .kind = EVENT_DAY_SHIFTED };
    if (tr_decimal_multiply(quantity, mark.value, TR_ROUND_FLOOR, &ev.amount.value) != TR_OK)
        return; /* the equity does not fit either, which the gate says */
    memcpy(ev.asset, instrument->quote, sizeof ev.asset);
    if (quote != NULL && quote->row.day_ns != 0)
        tr__work_emit(w, owner, &ev);
    shift_peaks(w, owner, instrument->quote, ev.amount.value);
}

static void put_unpriced(work *w, account *owner, const tr_instrument *instrument,
                         tr_decimal quantity)
{
    tr_risk_row row = {
        .scope = TR_RISK_SYMBOL, .value = quantity, .since_ns = w->at_ns, .item = RISK_ITEM_ADOPTED
    };
    memcpy(row.name, instrument->symbol, sizeof instrument->symbol);
    tr__guard_put(w, owner, &row);
}

static void adopt_goods(work *w, account *owner, const balance_node *goods, tr_decimal quantity)
{
    state *st = &w->engine->st;
    for (size_t i = goods->first_market; i != SIZE_MAX; i = st->markets[i].next_same_base) {
        const tr_instrument *instrument = &st->instruments[i];
        tr_decimal unpriced = quantity;
        if (instrument->kind != TR_KIND_SPOT)
            continue;
        if (!tr_decimal_is_zero(st->markets[i].mark.value)) {
            shift_goods(w, owner, instrument, quantity, st->markets[i].mark);
            continue;
        }
        const risk_node *before =
            tr__account_find_risk(owner, TR_RISK_SYMBOL, instrument->symbol, RISK_ITEM_ADOPTED);
        if (before == NULL || tr_decimal_add(before->row.value, quantity, &unpriced) == TR_OK)
            put_unpriced(w, owner, instrument, unpriced);
    }
}

void tr__adopt_balance(work *w, account *owner, const tr_difference *difference)
{
    event ev = { .kind = EVENT_FUNDS_MOVED,
                 .book = TR_LEDGER_EXTERNAL,
                 .reason = "reconciled with the exchange" };
    memcpy(ev.asset, difference->asset, sizeof ev.asset);
    if (tr_decimal_subtract(difference->theirs, difference->ours, &ev.amount.value) != TR_OK)
        return;
    tr_decimal amount = ev.amount.value;
    tr__work_emit(w, owner, &ev);
    shift_peaks(w, owner, difference->asset, amount);
    const balance_node *goods = tr__account_find_balance(owner, difference->asset);
    if (goods != NULL && owner->risk != NULL)
        adopt_goods(w, owner, goods, amount);
}

void tr__adopt_priced(tr_engine *engine, const market *place)
{
    for (size_t i = 0; i < place->holder_count && engine->failure.status == TR_OK; i++) {
        holding *h = place->holders[i];
        tr_decimal quantity = h->adopted;
        if (tr_decimal_is_zero(quantity))
            continue;
        work *w = tr__work_begin(engine, NULL, NULL);
        if (w == NULL)
            return;
        shift_goods(w, h->owner, h->instrument, quantity, place->mark);
        put_unpriced(w, h->owner, h->instrument, (tr_decimal){ 0 });
        tr__work_finish(w);
    }
}
