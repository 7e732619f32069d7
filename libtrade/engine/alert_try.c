/* alert_try.c: what an alert would do, from the state as it is now; nothing is stored, sent or changed. */
#include <stdio.h>
#include <string.h>

#include "core/fail.h"
#include "engine/block.h"
#include "engine/guard.h"
#include "engine/work.h"

typedef struct attempt {
    tr_engine *engine;
    account *owner;
    const tr_instrument *instrument;
    const tr_alert *alert;
    tr_effect_sink *sink;
    void *user;
} attempt;

const char *tr_effect_kind_name(tr_effect_kind kind)
{
    static const char *const names[] = {
        [TR_EFFECT_FIRES] = "fires",   [TR_EFFECT_ARMS] = "arms",
        [TR_EFFECT_PLACES] = "places", [TR_EFFECT_CLOSES] = "closes",
        [TR_EFFECT_TELLS] = "tells",   [TR_EFFECT_BLOCK_FIRES] = "block_fires",
    };
    return (size_t)kind < sizeof names / sizeof names[0] ? names[kind] : NULL;
}

/* What the gate says of an order now. */
static void judge(const attempt *a, account *owner, const tr_order *order, tr_effect *effect)
{
    tr_risk_verdict verdict = { 0 };
    tr_money required;
    tr_error err = { 0 };
    tr_status status = tr__gate_ask(a->engine, owner, order, a->instrument, TR_RISK_CLAIM,
                                    &required, &verdict, &err);
    effect->is_allowed = status == TR_OK && verdict.is_allowed;
    if (!effect->is_allowed)
        (void)snprintf(effect->reason, sizeof effect->reason, "%.*s", TR_REASON_SIZE - 1,
                       status != TR_OK ? err.message : verdict.reason);
}

static void try_waiting(const attempt *a, tr_side side)
{
    const market *place = tr__state_market(&a->engine->st, a->instrument);
    for (const order_node *node = place->signals[side].first; node != NULL;
         node = node->signal_next) {
        if (!tr__alert_fits(node, a->alert))
            continue;
        tr_effect effect = { .kind = node->order.waits == 0 ? TR_EFFECT_FIRES : TR_EFFECT_ARMS,
                             .id = node->order.id,
                             .side = side,
                             .quantity = node->order.quantity,
                             .is_allowed = true };
        memcpy(effect.account, node->order.account, sizeof effect.account);
        if (effect.kind == TR_EFFECT_FIRES)
            judge(a, node->owner, &node->order, &effect);
        a->sink(a->user, &effect);
    }
}

/* False: the gate says no, which is told, too. */
static bool try_own_order(const attempt *a, tr_side side, tr_quantity quantity, bool is_close)
{
    tr_order order = { .side = side,
                       .type = TR_ORDER_MARKET,
                       .quantity = quantity,
                       .is_reduce_only = is_close,
                       .role = is_close ? TR_ROLE_CLOSE : TR_ROLE_ENTRY,
                       .state = TR_STATE_ACCEPTED };
    tr_effect effect = { .kind = is_close ? TR_EFFECT_CLOSES : TR_EFFECT_PLACES,
                         .side = side,
                         .quantity = quantity };
    memcpy(effect.account, a->owner->row.name, sizeof effect.account);
    memcpy(order.account, a->owner->row.name, sizeof order.account);
    memcpy(order.symbol, a->instrument->symbol, sizeof order.symbol);
    memcpy(order.strategy, a->alert->strategy, sizeof order.strategy);
    memcpy(order.source, a->alert->source, sizeof order.source);
    if (!is_close) {
        order.take_profit = a->alert->take_profit;
        order.stop_loss = a->alert->stop_loss;
    }
    judge(a, a->owner, &order, &effect);
    a->sink(a->user, &effect);
    return effect.is_allowed;
}

/* A reversal that the gate does not let in closes. */
static void try_leaving(const attempt *a)
{
    tr_engine *engine = a->engine;
    tr_side side = TR_SIDE_SELL;
    work trial = { .engine = engine,
                   .is_trial = true,
                   .at_ns = engine->clock->now_ns(engine->clock->user) };
    tr_quantity quantity = tr__alert_reversing(&trial, a->owner, a->instrument, a->alert, &side);
    if (!tr_decimal_is_zero(quantity.value) && try_own_order(a, side, quantity, false))
        return;
    quantity = tr__alert_closing(a->owner, a->instrument, a->alert, &side);
    if (!tr_decimal_is_zero(quantity.value))
        (void)try_own_order(a, side, quantity, true); /* told either way */
}

static void try_blocks(const attempt *a)
{
    const market *place = tr__state_market(&a->engine->st, a->instrument);
    int64_t now_ns = a->engine->clock->now_ns(a->engine->clock->user);
    for (const block_node *block = place->block_first; block != NULL; block = block->market_next) {
        size_t told = 0;
        bool fires = false;
        if (!tr__block_would_tell(block, a->alert, now_ns, place->mark, &told, &fires))
            continue;
        tr_effect effect = { .kind = fires ? TR_EFFECT_BLOCK_FIRES : TR_EFFECT_TELLS,
                             .id = block->row.id,
                             .side = block->row.side,
                             .quantity = block->row.quantity,
                             .is_allowed = true };
        memcpy(effect.account, block->row.account, sizeof effect.account);
        (void)snprintf(
            effect.reason, sizeof effect.reason, "block %.60s: %zu of %zu conditions told%s",
            block->row.name, told, block->condition_count,
            told == block->condition_count && !fires ? ", but the price is outside the band" : "");
        a->sink(a->user, &effect);
    }
}

tr_status tr_engine_try_alert(tr_engine *engine, const tr_alert *alert, tr_effect_sink *sink,
                              void *user, tr_error *err)
{
    if (engine == NULL || alert == NULL || sink == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no engine, no alert, or nobody to tell");
    attempt a = { .engine = engine, .alert = alert, .sink = sink, .user = user };
    tr_status status = tr__engine_ready(engine, err);
    if (status != TR_OK)
        return status;
    a.owner = tr__state_find_account(&engine->st, alert->account);
    if (a.owner == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no account %s", alert->account);
    status =
        tr_instrument_find(engine->st.instruments, engine->st.instrument_count, alert->symbol,
                           strnlen(alert->symbol, sizeof alert->symbol), true, &a.instrument, err);
    if (status != TR_OK)
        return status;
    if (alert->action == TR_ALERT_BUY || alert->action == TR_ALERT_SELL) {
        tr_side side = alert->action == TR_ALERT_BUY ? TR_SIDE_BUY : TR_SIDE_SELL;
        work trial = { .engine = engine,
                       .is_trial = true,
                       .at_ns = engine->clock->now_ns(engine->clock->user) };
        tr_quantity quantity = tr__size_of_alert(&trial, a.owner, a.instrument, alert);
        bool is_repeat = tr__protect_is_repeat(&trial, a.owner, a.instrument, alert);
        if (!is_repeat)
            try_waiting(&a, side);
        if (!is_repeat && !tr_decimal_is_zero(quantity.value))
            (void)try_own_order(&a, side, quantity, false); /* told either way */
    } else if (alert->action != TR_ALERT_CONDITION) {
        try_leaving(&a);
    }
    try_blocks(&a);
    return TR_OK;
}
