/*
 * watch.c: losses that prices bring: of accounts, houses, strategies and symbols. Near their limit there is a warning, at it the
 * kill switch acts; both once so many readings in a row have said so, because a single price may be wrong.
 */
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "engine/guard.h"

/* What is watched: an account or a house, in one asset, or a strategy's or symbol's part of an account. */
typedef struct subject {
    account *owner; /* in whose log it is said; of a house, any of its accounts */
    scope_node *scope;
    purse *purse;
    tr_risk_state figures;
    int64_t day_ns;
} subject;

/* One loss, its limit, and what tells one occasion of it from the next. */
typedef struct loss {
    const char *rule;
    tr_decimal base, share, lost, mark;
    int64_t since_ns;
    reading *limit_seen, *warning_seen;
} loss;

static bool is_part(const scope_node *scope)
{
    return scope->scope == TR_RISK_STRATEGY || scope->scope == TR_RISK_SYMBOL;
}

bool tr__watch_is_confirmed(const tr_kill_switch *kill, reading *seen, bool says_so, int64_t now_ns)
{
    if (!says_so) {
        *seen = (reading){ 0, 0 };
        return false;
    }
    if (seen->count > 0 && now_ns >= seen->last_ns &&
        now_ns - seen->last_ns < kill->readings_apart_ns)
        return false;
    seen->count++;
    seen->last_ns = now_ns;
    return seen->count >= kill->readings;
}

/* "daily_loss: 512 of 500 (0.05 of 10000 USDT)" */
static void describe(const subject *s, const loss *l, tr_decimal limit, char out[TR_REASON_SIZE])
{
    char lost_text[TR_DECIMAL_TEXT_SIZE], limit_text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(l->lost, lost_text, sizeof lost_text); /* the sizes suffice */
    (void)tr_decimal_format(limit, limit_text, sizeof limit_text);
    (void)snprintf(out, TR_REASON_SIZE, "%s: %s %s are lost, the limit is %s", l->rule, lost_text,
                   s->purse->asset, limit_text);
}

/* A person has lifted the halt today: the same day's loss does not halt again. */
static bool is_acknowledged(const subject *s)
{
    const risk_node *halt = tr__account_find_risk(
        s->owner, s->scope->scope, is_part(s->scope) ? s->scope->name : "", RISK_ITEM_HALT);
    return halt != NULL && halt->row.count == TR_HALT_NONE && halt->row.since_ns >= s->day_ns;
}

/* Positions are not a strategy's own, so it is reduced where others are flattened. */
static tr_halt_level level_for(const tr_kill_switch *kill, const scope_node *scope)
{
    return scope->scope == TR_RISK_STRATEGY && kill->level == TR_HALT_FLATTEN ? TR_HALT_REDUCE
                                                                              : kill->level;
}

static void trip(tr_engine *engine, const subject *s, const char *reason)
{
    tr_halt_level level = level_for(&engine->risk->kill_switch, s->scope);
    if (s->scope->halt >= level)
        return;
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr_risk_row row = { .scope = s->scope->scope,
                        .item = RISK_ITEM_HALT,
                        .count = level,
                        .since_ns = w->at_ns,
                        .actor = ACTOR_SWITCH };
    if (is_part(s->scope))
        memcpy(row.name, s->scope->name, sizeof row.name);
    (void)snprintf(row.reason, sizeof row.reason, "%s", reason);
    tr__halt_set(w, s->owner, &row);
    tr__work_finish(w);
    tr__halt_begin(engine);
}

static void hold(tr_engine *engine, const subject *s, const loss *l)
{
    const tr_kill_switch *kill = &engine->risk->kill_switch;
    tr_decimal limit, near;
    char reason[TR_REASON_SIZE];
    if (tr_decimal_sign(l->base) <= 0 ||
        tr_decimal_multiply(l->base, l->share, TR_ROUND_FLOOR, &limit) != TR_OK ||
        tr_decimal_multiply(limit, kill->warning_share, TR_ROUND_FLOOR, &near) != TR_OK)
        return;
    describe(s, l, limit, reason);
    int64_t now_ns = s->figures.now_ns;
    bool has_lost = tr_decimal_sign(l->lost) > 0;
    bool is_near = tr_decimal_sign(kill->warning_share) > 0 && has_lost &&
                   tr_decimal_compare(l->lost, near) >= 0;
    if (tr__watch_is_confirmed(kill, l->warning_seen, is_near, now_ns)) {
        warning said = { s->scope, s->purse->asset, l->rule, l->mark, l->since_ns, reason };
        tr__warn(engine, s->owner, &said);
    }
    bool is_reached = has_lost && tr_decimal_compare(l->lost, limit) >= 0;
    if (tr__watch_is_confirmed(kill, l->limit_seen, is_reached, now_ns) &&
        kill->level != TR_HALT_NONE && !is_acknowledged(s))
        trip(engine, s, reason);
}

static bool lost_today(const tr_risk_state *figures, tr_decimal *out)
{
    return figures->has_profit ? tr_decimal_negate(figures->day_profit.value, out) == TR_OK
                               : tr_decimal_subtract(figures->day_equity.value,
                                                     figures->equity.value, out) == TR_OK;
}

static bool fallen(const tr_risk_state *figures, tr_decimal *out)
{
    return figures->has_profit
               ? tr_decimal_subtract(figures->peak_profit.value, figures->profit.value, out) ==
                     TR_OK
               : tr_decimal_subtract(figures->peak_equity.value, figures->equity.value, out) ==
                     TR_OK;
}

/* ---- heights --------------------------------------------------------------------------------- */

static void set_height(tr_engine *engine, const subject *s, tr_decimal height)
{
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    if (is_part(s->scope)) {
        tr__profit_set_height(w, s->owner, s->scope, s->purse->asset, height);
    } else {
        tr_risk_row row = { .scope = s->scope->scope,
                            .value = height,
                            .since_ns = w->at_ns,
                            .item = RISK_ITEM_PEAK,
                            .actor = ACTOR_SWITCH };
        memcpy(row.name, s->purse->asset, sizeof s->purse->asset);
        tr__guard_put(w, s->owner, &row);
    }
    tr__work_finish(w);
}

/*
 * A height counts when so many readings in a row are above the last one, by a thousandth at least (of it; of the equity,
 * where it is a profit): the lowest of them.
 */
static void raise_peak(tr_engine *engine, const subject *s)
{
    const tr_risk_state *figures = &s->figures;
    watch *seen = &s->purse->watch;
    bool is_profit = figures->has_profit;
    tr_decimal now = is_profit ? figures->profit.value : figures->equity.value;
    tr_decimal peak = is_profit ? figures->peak_profit.value : figures->peak_equity.value;
    tr_decimal thousandth = { 0 }, step, least;
    if (tr_decimal_from_scaled(1, 3, &thousandth) != TR_OK ||
        tr_decimal_multiply(is_profit ? figures->equity.value : peak, thousandth, TR_ROUND_UP,
                            &step) != TR_OK ||
        tr_decimal_add(peak, step, &least) != TR_OK)
        return;
    bool is_higher = (is_profit || tr_decimal_sign(now) > 0) && tr_decimal_compare(now, least) >= 0;
    if (is_higher)
        seen->height_low = seen->height.count == 0 ? now : tr_decimal_min(seen->height_low, now);
    if (!tr__watch_is_confirmed(&engine->risk->kill_switch, &seen->height, is_higher,
                                figures->now_ns))
        return;
    seen->height = (reading){ 0, 0 };
    set_height(engine, s, seen->height_low);
}

/* ---- looking --------------------------------------------------------------------------------- */

static void look(tr_engine *engine, subject *s, bool needs_peak)
{
    const tr_risk_limits *limits = &s->scope->limits;
    const tr_risk_state *figures = &s->figures;
    watch *seen = &s->purse->watch;
    tr_decimal lost;
    if (tr__gate_figures(engine, s->owner, s->scope, s->purse->asset, &s->figures) != TR_OK)
        return; /* a value that does not fit says nothing */
    s->day_ns = tr_trading_day_open_ns(figures->now_ns, engine->day_offset_minutes);
    if (limits->has_daily_loss_max && lost_today(figures, &lost)) {
        loss l = {
            "daily_loss", figures->day_equity.value, limits->daily_loss_max, lost, { 0 }, s->day_ns,
            &seen->loss,  &seen->loss_warning
        };
        hold(engine, s, &l);
    }
    if (limits->has_drawdown_max && fallen(figures, &lost)) {
        tr_decimal peak = figures->peak_equity.value;
        tr_decimal base = figures->has_profit ? tr_decimal_max(peak, figures->equity.value) : peak;
        loss l = { "drawdown",
                   base,
                   limits->drawdown_max,
                   lost,
                   figures->has_profit ? figures->peak_profit.value : peak,
                   0,
                   &seen->drawdown,
                   &seen->drawdown_warning };
        hold(engine, s, &l);
    }
    if (needs_peak || limits->has_drawdown_max)
        raise_peak(engine, s);
}

static void look_at_part(tr_engine *engine, account *owner, scope_node *scope, const char *asset)
{
    if (!scope->limits.has_daily_loss_max && !scope->limits.has_drawdown_max)
        return;
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    if (tr__profit_is_due(owner, scope, asset,
                          tr_trading_day_open_ns(now_ns, engine->day_offset_minutes))) {
        work *w = tr__work_begin(engine, NULL, NULL);
        if (w == NULL)
            return;
        tr__profit_begin(w, owner, scope, asset);
        tr__work_finish(w);
    }
    purse *p = tr__exposure_scope_purse(&engine->st, scope, asset);
    if (p != NULL && engine->failure.status == TR_OK)
        look(engine, &(subject){ .owner = owner, .scope = scope, .purse = p }, false);
}

/* The day of an account that holds something begins with its first price, not with its first order. */
static void begin_day(tr_engine *engine, account *owner, const purse *p)
{
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    if (p->cash == NULL ||
        p->cash->row.day_ns >= tr_trading_day_open_ns(now_ns, engine->day_offset_minutes))
        return;
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__gate_begin_day(w, owner, p->asset);
    tr__work_finish(w);
}

static bool follows_drawdown(const tr_engine *engine)
{
    for (size_t i = 0; i < engine->risk->size_count; i++)
        if (engine->risk->sizes[i].sizing.follows_drawdown)
            return true;
    return false;
}

static void look_at_holder(tr_engine *engine, holding *h, bool needs_peak)
{
    const tr_kill_switch *kill = &engine->risk->kill_switch;
    account_risk *risk = h->owner->risk;
    const tr_risk_limits *house_limits = &risk->house->scope.limits;
    bool house_counts = house_limits->has_daily_loss_max || house_limits->has_drawdown_max;
    bool is_watching = kill->level != TR_HALT_NONE || tr_decimal_sign(kill->warning_share) > 0;
    if (is_watching && (risk->scope.limits.has_daily_loss_max || house_limits->has_daily_loss_max))
        begin_day(engine, h->owner, h->purse);
    look(engine, &(subject){ .owner = h->owner, .scope = &risk->scope, .purse = h->purse },
         needs_peak);
    purse *house_purse =
        house_counts ? tr__exposure_house_purse(&engine->st, risk->house, h->purse->asset) : NULL;
    if (house_purse != NULL)
        look(engine,
             &(subject){ .owner = risk->house->accounts[0],
                         .scope = &risk->house->scope,
                         .purse = house_purse },
             false);
    look_at_part(engine, h->owner, &h->scope, h->purse->asset);
    for (size_t i = 0; i < risk->strategy_count; i++)
        look_at_part(engine, h->owner, risk->strategies[i], h->purse->asset);
}

void tr__halt_watch(tr_engine *engine, const market *place)
{
    bool needs_peak = follows_drawdown(engine);
    for (size_t i = 0; i < place->holder_count && engine->failure.status == TR_OK; i++) {
        holding *h = place->holders[i];
        if (!tr_decimal_is_zero(h->value.value)) /* else the tick changed nothing here */
            look_at_holder(engine, h, needs_peak);
        if (engine->failure.status == TR_OK)
            tr__warn_of_values(engine, h);
    }
}

void tr__watch_forget(work *w, account *owner, tr_risk_scope number, const char *name)
{
    scope_node *scope = tr__exposure_scope(&w->engine->st, owner, number, name);
    for (size_t i = 0; scope != NULL && i < scope->purse_count; i++) {
        tr_risk_state figures;
        if (tr__gate_figures(w->engine, owner, scope, scope->purses[i]->asset, &figures) == TR_OK &&
            figures.has_profit)
            tr__profit_set_height(w, owner, scope, scope->purses[i]->asset, figures.profit.value);
    }
}
