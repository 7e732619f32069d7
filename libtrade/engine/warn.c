/*
 * warn.c: a limit is nearly used up. Said once a day for each limit and value of it: as an event of the account, which is also how
 * a restart knows that it was said, and in the log.
 *
 * Counts are exact: one look suffices. Values move with prices: so many readings in a row must say it.
 */
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "engine/guard.h"

static bool is_part(const scope_node *scope)
{
    return scope->scope == TR_RISK_STRATEGY || scope->scope == TR_RISK_SYMBOL;
}

/* Amounts and shares are of an asset: it is the row's name, or, where a strategy or symbol is, stands behind the rule. */
static void begin_row(const warning *said, tr_risk_row *out)
{
    *out = (tr_risk_row){ .scope = said->scope->scope,
                          .value = said->mark,
                          .since_ns = said->since_ns,
                          .actor = ACTOR_SWITCH };
    (void)snprintf(out->name, sizeof out->name, "%s",
                   is_part(said->scope) ? said->scope->name : said->asset);
    (void)snprintf(out->item, sizeof out->item, RISK_ITEM_WARNED "%s%s%s", said->rule,
                   is_part(said->scope) ? " " : "", is_part(said->scope) ? said->asset : "");
    (void)snprintf(out->reason, sizeof out->reason, "%s", said->reason);
}

static bool was_said(const account *owner, const tr_risk_row *row)
{
    const risk_node *before =
        tr__account_find_risk(owner, (tr_risk_scope)row->scope, row->name, row->item);
    return before != NULL && before->row.since_ns == row->since_ns &&
           tr_decimal_compare(before->row.value, row->value) == 0;
}

static void say(work *w, account *owner, const warning *said, const tr_risk_row *row)
{
    bool is_loss = strcmp(said->rule, "daily_loss") == 0 || strcmp(said->rule, "drawdown") == 0;
    tr_log_field fields[] = { tr_log_text("account", owner->row.name),
                              tr_log_text("scope", tr_risk_scope_name(said->scope->scope)),
                              tr_log_text("name", said->scope->name),
                              tr_log_text("reason", said->reason) };
    tr_log_write(w->engine->log, TR_LOG_WARNING, w->at_ns,
                 is_loss ? "a loss nears its limit" : "a limit is nearly used up", fields, 4);
    tr__guard_put(w, owner, row);
}

void tr__warn(tr_engine *engine, account *owner, const warning *said)
{
    tr_risk_row row;
    begin_row(said, &row);
    if (was_said(owner, &row))
        return;
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    say(w, owner, said, &row);
    tr__work_finish(w);
}

/* ---- how much is used ------------------------------------------------------------------------ */

/* True: at least the warning's share of the limit, which is more than none. */
static bool is_near(const tr_engine *engine, tr_decimal used, tr_decimal limit)
{
    const tr_decimal share = engine->risk->kill_switch.warning_share;
    tr_decimal near;
    return tr_decimal_sign(share) > 0 && tr_decimal_sign(limit) > 0 && tr_decimal_sign(used) > 0 &&
           tr_decimal_multiply(limit, share, TR_ROUND_FLOOR, &near) == TR_OK &&
           tr_decimal_compare(used, near) >= 0;
}

/* "exposure: 4200 of 5000 are used" */
static void describe(const char *rule, tr_decimal used, tr_decimal limit, char out[TR_REASON_SIZE])
{
    char used_text[TR_DECIMAL_TEXT_SIZE], limit_text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(used, used_text, sizeof used_text); /* the sizes suffice */
    (void)tr_decimal_format(limit, limit_text, sizeof limit_text);
    (void)snprintf(out, TR_REASON_SIZE, "%s: %s of %s are used", rule, used_text, limit_text);
}

static int64_t today(const tr_engine *engine)
{
    return tr_trading_day_open_ns(engine->clock->now_ns(engine->clock->user),
                                  engine->day_offset_minutes);
}

/* Of a house, any of its accounts: the row goes into the log of each. */
static account *keeper_of(account *owner, const scope_node *scope)
{
    return scope->scope == TR_RISK_HOUSE ? owner->risk->house->accounts[0] : owner;
}

/* ---- values ---------------------------------------------------------------------------------- */

/* A limit on a value: what is used of how much. */
typedef struct value_use {
    const char *rule;
    tr_decimal used, limit;
    bool is_held; /* there is such a limit, and both figures fit */
} value_use;

static void read_uses(const tr_engine *engine, const holding *h, const scope_node *scope,
                      value_use out[NEAR_COUNT])
{
    const tr_risk_limits *limits = &scope->limits;
    tr_risk_state figures;
    tr_money correlated;
    if (tr__gate_figures(engine, h->owner, scope, h->purse->asset, &figures) != TR_OK)
        return;
    tr_decimal equity = figures.equity.value, exposure = figures.exposure.value;
    out[NEAR_EXPOSURE] =
        (value_use){ "exposure", exposure, limits->exposure_max.value, limits->has_exposure_max };
    out[NEAR_LEVERAGE] = (value_use){ "leverage", exposure, { 0 }, limits->has_leverage_max };
    out[NEAR_CORRELATION] = (value_use){ "correlation", { 0 }, { 0 }, limits->has_correlated_max };
    if (limits->has_leverage_max &&
        tr_decimal_multiply(equity, limits->leverage_max, TR_ROUND_FLOOR,
                            &out[NEAR_LEVERAGE].limit) != TR_OK)
        out[NEAR_LEVERAGE].is_held = false;
    value_use *together = &out[NEAR_CORRELATION];
    if (limits->has_correlated_max &&
        (tr__exposure_correlated_of(&engine->st, h, scope, &correlated) != TR_OK ||
         tr_decimal_absolute(correlated.value, &together->used) != TR_OK ||
         tr_decimal_multiply(equity, limits->correlated_max, TR_ROUND_FLOOR, &together->limit) !=
             TR_OK))
        together->is_held = false;
}

static void look(tr_engine *engine, const holding *h, scope_node *scope)
{
    const tr_risk_limits *limits = &scope->limits;
    value_use uses[NEAR_COUNT] = { { .is_held = false } };
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    if (!limits->has_exposure_max && !limits->has_leverage_max && !limits->has_correlated_max)
        return;
    read_uses(engine, h, scope, uses);
    for (size_t i = 0; i < NEAR_COUNT && engine->failure.status == TR_OK; i++) {
        const value_use *use = &uses[i];
        char reason[TR_REASON_SIZE];
        bool says_so = use->is_held && is_near(engine, use->used, use->limit);
        if (!tr__watch_is_confirmed(&engine->risk->kill_switch, &scope->near[i], says_so, now_ns))
            continue;
        describe(use->rule, use->used, use->limit, reason);
        size_t index = 0;
        tr_decimal set = { 0 };
        if (tr_risk_limit_find(i == NEAR_EXPOSURE   ? "max_exposure"
                               : i == NEAR_LEVERAGE ? "max_leverage"
                                                    : "max_correlated",
                               &index) == TR_OK)
            (void)tr_risk_limits_get(limits, index, &set); /* it is set: it was looked at */
        warning said = { scope, h->purse->asset, use->rule, set, today(engine), reason };
        tr__warn(engine, keeper_of(h->owner, scope), &said);
    }
}

void tr__warn_of_values(tr_engine *engine, holding *h)
{
    account_risk *risk = h->owner->risk;
    look(engine, h, &risk->house->scope);
    look(engine, h, &risk->scope);
    look(engine, h, &h->scope);
    for (size_t i = 0; i < risk->strategy_count; i++)
        look(engine, h, risk->strategies[i]);
}

/* ---- counts ---------------------------------------------------------------------------------- */

static void look_at_count(work *w, account *owner, const scope_node *scope, const char *asset,
                          const char *rule, int64_t used, int64_t limit)
{
    char reason[TR_REASON_SIZE];
    tr_decimal used_count = tr_decimal_from_int(used), limit_count = tr_decimal_from_int(limit);
    tr_risk_row row;
    if (!is_near(w->engine, used_count, limit_count))
        return;
    describe(rule, used_count, limit_count, reason);
    warning said = { scope, asset, rule, limit_count, today(w->engine), reason };
    begin_row(&said, &row);
    account *keeper = keeper_of(owner, scope);
    if (!was_said(keeper, &row))
        say(w, keeper, &said, &row);
}

void tr__warn_of_counts(work *w, order_node *node)
{
    account *owner = node->owner;
    if (node->order.role != TR_ROLE_ENTRY || node->order.is_reduce_only || owner->risk == NULL ||
        node->instrument == NULL || tr_order_state_is_final(node->order.state))
        return;
    holding *h = tr__exposure_holding(&w->engine->st, owner, node->instrument);
    const char *asset = node->instrument->quote;
    if (h == NULL)
        return;
    const scope_node *scopes[] = { &owner->risk->house->scope, &owner->risk->scope, node->strategy,
                                   &h->scope };
    for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
        const tr_risk_limits *limits = scopes[i] == NULL ? NULL : &scopes[i]->limits;
        tr_risk_state figures;
        if (limits == NULL ||
            (!limits->has_open_orders_max && !limits->has_positions_max &&
             !limits->has_orders_per_day_max) ||
            tr__gate_figures(w->engine, owner, scopes[i], asset, &figures) != TR_OK)
            continue;
        if (limits->has_open_orders_max)
            look_at_count(w, owner, scopes[i], asset, "open_orders", figures.open_orders,
                          limits->open_orders_max);
        if (limits->has_positions_max)
            look_at_count(w, owner, scopes[i], asset, "positions", figures.positions_count,
                          limits->positions_max);
        if (limits->has_orders_per_day_max)
            look_at_count(w, owner, scopes[i], asset, "orders_per_day", figures.day_orders,
                          limits->orders_per_day_max);
    }
}
