/* limits.c: the configuration of the risk side, taken as a whole or not at all; limits that people set; what holds now. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "core/text.h"
#include "engine/exposure.h"
#include "engine/guard.h"

#define RING_MAX   32
#define ATR_BAR_NS (3600 * TR_NS_PER_SECOND)

void tr_engine_risk_init(tr_engine_risk *risk)
{
    if (risk == NULL)
        return;
    *risk = (tr_engine_risk){ .struct_size = sizeof *risk, .atr_bar_ns = ATR_BAR_NS };
    tr_risk_limits_init(&risk->limits);
    tr_sizing_drawdown_init(&risk->drawdown);
    risk->kill_switch.level = TR_HALT_ENTRIES;
    risk->kill_switch.readings = 3;
    risk->kill_switch.readings_apart_ns = TR_NS_PER_SECOND;
    tr_status status = tr_decimal_from_scaled(8, 1, &risk->kill_switch.warning_share);
    assert(status == TR_OK);
    (void)status; /* asserted */
}

/* ---- checking -------------------------------------------------------------------------------- */

static tr_status check_protections(const tr_protections *protections, tr_error *err)
{
    for (int i = 0; i < TR_RISK_SCOPE_COUNT; i++) {
        const tr_stop_guard *guard = &protections->stop_guards[i];
        if (guard->count < 0 || guard->count > RING_MAX || guard->window_ns < 0 ||
            guard->pause_ns < 0)
            return tr__fail(err, TR_E_RANGE, 0,
                            "stop guard of the %s: count 0 to %d, times not below 0",
                            tr_risk_scope_name((tr_risk_scope)i), RING_MAX);
        if (i == TR_RISK_HOUSE && guard->count != 0)
            return tr__fail(err, TR_E_UNSUPPORTED, 0, "a house has no stop guard");
    }
    if (protections->low_profit_count < 0 || protections->low_profit_count > RING_MAX ||
        protections->low_profit_window_ns < 0 || protections->low_profit_pause_ns < 0 ||
        protections->cooldown_ns < 0 || protections->duplicate_signal_ns < 0)
        return tr__fail(err, TR_E_RANGE, 0,
                        "protections: low profit counts 0 to %d, times are not below 0", RING_MAX);
    return TR_OK;
}

static tr_status check_switch(const tr_kill_switch *kill, tr_error *err)
{
    tr_decimal one = tr_decimal_from_int(1);
    if (tr_halt_level_name(kill->level) == NULL || kill->readings < 1 || kill->readings > 1000 ||
        kill->readings_apart_ns < 0 || kill->dead_man_ns < 0 ||
        tr_decimal_sign(kill->warning_share) < 0 ||
        tr_decimal_compare(kill->warning_share, one) > 0)
        return tr__fail(err, TR_E_RANGE, 0,
                        "kill switch: readings 1 to 1000, warning 0 to 1, times not below 0");
    if (kill->dead_man_ns != 0 && kill->dead_man_ns < 5 * TR_NS_PER_SECOND)
        return tr__fail(err, TR_E_RANGE, 0, "kill switch: the dead-man time is shorter than 5 s");
    return TR_OK;
}

static tr_status check_drawdown(const tr_sizing_drawdown *drawdown, tr_error *err)
{
    tr_decimal scale;
    if (tr_sizing_scale(drawdown, (tr_money){ { 0 } }, (tr_money){ { 0 } }, tr_decimal_from_int(1),
                        &scale) != TR_OK)
        return tr__fail(
            err, TR_E_RANGE, 0,
            "drawdown scaling: from and step 0 to 1, floor above 0 to 1, slope not below 0");
    return TR_OK;
}

static tr_status check_scopes(const tr_engine_risk *risk, tr_error *err)
{
    tr_status status = tr_risk_limits_check(&risk->limits, TR_RISK_ACCOUNT, err);
    for (size_t i = 0; status == TR_OK && i < risk->scope_count; i++) {
        const tr_scope_limits *one = &risk->scopes[i];
        status = tr_risk_limits_check(&one->limits, one->scope, err);
        for (size_t k = 0; status == TR_OK && k < i; k++)
            if (risk->scopes[k].scope == one->scope && strcmp(risk->scopes[k].name, one->name) == 0)
                status = tr__fail(err, TR_E_CONFLICT, 0, "limits of %s %s are given twice",
                                  tr_risk_scope_name(one->scope), one->name);
    }
    return status;
}

static tr_status check_sizes(const tr_engine_risk *risk, tr_error *err)
{
    tr_status status = TR_OK;
    for (size_t i = 0; status == TR_OK && i < risk->size_count; i++) {
        const tr_strategy_size *size = &risk->sizes[i];
        if (size->sizing.method != TR_SIZING_NONE)
            status = tr_sizing_check(&size->sizing, err);
    }
    return status;
}

tr_status tr__limits_check(const tr_engine_risk *risk, tr_error *err)
{
    if (risk == NULL || risk->struct_size != sizeof *risk)
        return tr__fail(err, TR_E_INVALID, 0,
                        "engine risk of another size: use tr_engine_risk_init");
    if ((risk->scope_count > 0 && risk->scopes == NULL) ||
        (risk->group_count > 0 && risk->groups == NULL) ||
        (risk->size_count > 0 && risk->sizes == NULL))
        return tr__fail(err, TR_E_INVALID, 0, "engine risk: a list is missing");
    if (risk->atr_bar_ns <= 0)
        return tr__fail(err, TR_E_RANGE, 0, "engine risk: bars of no length");
    tr_status status = check_scopes(risk, err);
    if (status == TR_OK)
        status = check_protections(&risk->protections, err);
    if (status == TR_OK)
        status = check_switch(&risk->kill_switch, err);
    if (status == TR_OK)
        status = check_drawdown(&risk->drawdown, err);
    return status == TR_OK ? check_sizes(risk, err) : status;
}

/* ---- taking ---------------------------------------------------------------------------------- */

/* A copy; NULL for nothing, and for no memory (then `failed` is set). */
static void *copy_of(const tr_allocator *allocator, const void *items, size_t size, bool *failed)
{
    void *copy = size == 0 || *failed ? NULL : allocator->allocate(allocator->user, size);
    if (copy != NULL)
        memcpy(copy, items, size);
    else if (size > 0)
        *failed = true;
    return copy;
}

void tr__limits_release(const tr_allocator *allocator, risk_config *config)
{
    if (config == NULL)
        return;
    allocator->release(allocator->user, config->scopes);
    allocator->release(allocator->user, config->group_of);
    allocator->release(allocator->user, config->correlations);
    allocator->release(allocator->user, config->sizes);
    allocator->release(allocator->user, config);
}

static tr_status join_group(const state *st, const tr_engine_risk *risk, size_t number,
                            risk_config *config, tr_error *err)
{
    const tr_risk_group *group = &risk->groups[number];
    tr_decimal one = tr_decimal_from_int(1), minus_one = tr_decimal_from_int(-1);
    if (tr_decimal_compare(group->correlation, one) > 0 ||
        tr_decimal_compare(group->correlation, minus_one) < 0)
        return tr__fail(err, TR_E_RANGE, 0, "risk group %zu: a correlation lies between -1 and 1",
                        number + 1);
    config->correlations[number] = group->correlation;
    for (size_t i = 0; i < group->symbol_count; i++) {
        const tr_instrument *instrument = tr__state_instrument(st, group->symbols[i]);
        if (instrument == NULL)
            return tr__fail(err, TR_E_NOT_FOUND, 0, "risk group %zu: %s is not traded", number + 1,
                            group->symbols[i]);
        size_t *place = &config->group_of[instrument - st->instruments];
        if (*place != NO_GROUP)
            return tr__fail(err, TR_E_CONFLICT, 0, "risk group %zu: %s is in a group already",
                            number + 1, group->symbols[i]);
        *place = number;
    }
    return TR_OK;
}

tr_status tr__limits_copy(const state *st, const tr_engine_risk *risk, risk_config **out,
                          tr_error *err)
{
    const tr_allocator *allocator = st->allocator;
    tr_status status = tr__limits_check(risk, err);
    if (status != TR_OK)
        return status;
    bool failed = false;
    risk_config plain = { .limits = risk->limits,
                          .scope_count = risk->scope_count,
                          .group_count = risk->group_count,
                          .protections = risk->protections,
                          .kill_switch = risk->kill_switch,
                          .drawdown = risk->drawdown,
                          .size_count = risk->size_count,
                          .atr_bar_ns = risk->atr_bar_ns };
    risk_config *config = copy_of(allocator, &plain, sizeof plain, &failed);
    if (config == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for limits");
    config->scopes =
        copy_of(allocator, risk->scopes, risk->scope_count * sizeof *risk->scopes, &failed);
    config->sizes =
        copy_of(allocator, risk->sizes, risk->size_count * sizeof *risk->sizes, &failed);
    if (risk->group_count > 0) {
        size_t count = st->instrument_count;
        config->group_of =
            count == 0 ? NULL
                       : allocator->allocate(allocator->user, count * sizeof *config->group_of);
        config->correlations =
            allocator->allocate(allocator->user, risk->group_count * sizeof *config->correlations);
        failed = failed || (count > 0 && config->group_of == NULL) || config->correlations == NULL;
        for (size_t i = 0; !failed && i < count; i++)
            config->group_of[i] = NO_GROUP;
    }
    if (failed)
        status = tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for limits");
    for (size_t i = 0; status == TR_OK && i < risk->scope_count; i++)
        if (risk->scopes[i].scope == TR_RISK_SYMBOL &&
            tr__state_instrument(st, risk->scopes[i].name) == NULL)
            status = tr__fail(err, TR_E_NOT_FOUND, 0, "limits of symbol %s: it is not traded",
                              risk->scopes[i].name);
    for (size_t i = 0; status == TR_OK && i < risk->group_count; i++)
        status = join_group(st, risk, i, config, err);
    if (status != TR_OK) {
        tr__limits_release(allocator, config);
        return status;
    }
    *out = config;
    return TR_OK;
}

tr_status tr_engine_set_risk(tr_engine *engine, const tr_engine_risk *risk, tr_error *err)
{
    risk_config *config = NULL;
    if (engine == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no engine");
    tr_status status = tr__limits_copy(&engine->st, risk, &config, err);
    if (status != TR_OK)
        return status;
    risk_config *before = engine->risk;
    engine->risk = config;
    engine->st.risk = config;
    if (!tr__exposure_configure(&engine->st)) { /* half of it may hold: nothing may go on */
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        status = tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for limits: the engine stopped");
    }
    tr__limits_release(engine->allocator, before);
    tr__atr_configure(engine);
    tr__guard_arm_later(engine);
    return status;
}

/* ---- by hand --------------------------------------------------------------------------------- */

tr_status tr__subject_find(tr_engine *engine, const tr_risk_subject *subject, account **out,
                           tr_error *err)
{
    bool has_name = subject->name != NULL && subject->name[0] != '\0';
    bool needs_name = subject->scope == TR_RISK_STRATEGY || subject->scope == TR_RISK_SYMBOL;
    tr_status status = tr__engine_ready(engine, err);
    if (status != TR_OK)
        return status;
    if (tr_risk_scope_name(subject->scope) == NULL || has_name != needs_name)
        return tr__fail(
            err, TR_E_INVALID, 0, needs_name ? "which one? name the %s" : "a %s takes no name",
            tr_risk_scope_name(subject->scope) == NULL ? "scope"
                                                       : tr_risk_scope_name(subject->scope));
    if (subject->actor == NULL || subject->actor[0] == '\0' ||
        strlen(subject->actor) >= TR_NAME_SIZE)
        return tr__fail(err, TR_E_INVALID, 0, "who does it? an actor has 1 to %d characters",
                        TR_NAME_SIZE - 1);
    if (has_name && strlen(subject->name) >= TR_LABEL_SIZE)
        return tr__fail(err, TR_E_RANGE, 0, "a name has at most %d characters", TR_LABEL_SIZE - 1);
    account *owner =
        subject->account == NULL ? NULL : tr__state_find_account(&engine->st, subject->account);
    if (owner == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no account %s",
                        subject->account == NULL ? "" : subject->account);
    if (subject->scope == TR_RISK_SYMBOL &&
        tr__state_instrument(&engine->st, subject->name) == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s is not traded", subject->name);
    *out = owner;
    return TR_OK;
}

void tr__guard_put(work *w, account *owner, const tr_risk_row *row)
{
    event ev = { .kind = EVENT_RISK_SET, .risk = *row };
    if (row->scope != TR_RISK_HOUSE) {
        tr__work_emit(w, owner, &ev);
        return;
    }
    const house *h = owner->risk->house;
    for (size_t i = 0; i < h->account_count; i++) {
        ev.risk = *row;
        tr__work_emit(w, h->accounts[i], &ev);
    }
}

void tr__subject_row(const tr_risk_subject *subject, int64_t at_ns, tr_risk_row *out)
{
    *out = (tr_risk_row){ .scope = subject->scope, .since_ns = at_ns };
    tr__text_copy(out->name, sizeof out->name, subject->name);
    tr__text_copy(out->actor, sizeof out->actor, subject->actor);
    tr__text_copy(out->reason, sizeof out->reason, subject->reason);
}

void tr_engine_set_limit(tr_engine *engine, const tr_risk_subject *subject, size_t limit,
                         tr_limit_change change, tr_decimal value, tr_engine_reply *reply,
                         void *user)
{
    tr_error err = { 0 };
    account *owner = NULL;
    size_t count;
    const tr_risk_limit_def *defs = tr_risk_limit_table(&count);
    tr_risk_limits probe;
    tr_risk_limits_clear(&probe);
    tr_status status = tr__subject_find(engine, subject, &owner, &err);
    if (status == TR_OK &&
        (limit >= count ||
         (change != TR_LIMIT_CONFIGURED && change != TR_LIMIT_VALUE && change != TR_LIMIT_NONE)))
        status = tr__fail(&err, TR_E_INVALID, 0, "no such limit, or no such change of it");
    if (status == TR_OK && (defs[limit].scopes & (1u << subject->scope)) == 0)
        status = tr__fail(&err, TR_E_UNSUPPORTED, 0, "%s is no limit of a %s: %s", defs[limit].name,
                          tr_risk_scope_name(subject->scope), defs[limit].why_not);
    if (status == TR_OK && change == TR_LIMIT_VALUE)
        status = tr_risk_limits_put(&probe, subject->scope, limit, &value, &err);
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    work *w = tr__work_begin(engine, reply, user);
    if (w == NULL)
        return;
    tr_risk_row row;
    tr__subject_row(subject, w->at_ns, &row);
    (void)snprintf(row.item, sizeof row.item, RISK_ITEM_LIMIT "%s", defs[limit].name);
    row.count = change;
    if (change == TR_LIMIT_VALUE)
        row.value = value;
    tr_log_field fields[] = { tr_log_text("account", subject->account),
                              tr_log_text("limit", defs[limit].name),
                              tr_log_text("scope", tr_risk_scope_name(subject->scope)),
                              tr_log_text("name", row.name),
                              tr_log_decimal("value", row.value),
                              tr_log_int("change", change),
                              tr_log_text("actor", row.actor),
                              tr_log_text("reason", row.reason) };
    tr_log_write(engine->log, TR_LOG_WARNING, w->at_ns, "a limit was set by hand", fields,
                 sizeof fields / sizeof fields[0]);
    tr__guard_put(w, owner, &row);
    tr__work_finish(w);
}

/* ---- what holds now -------------------------------------------------------------------------- */

typedef struct listing {
    const tr_engine *engine;
    const account *owner;
    const char *asset;
    const tr_risk_sink *sink;
} listing;

/* How much lower `to` is than `from`, as a share of `base`. */
static bool share_of_loss(tr_decimal base, tr_decimal from, tr_decimal to, tr_decimal *out)
{
    tr_decimal lost;
    return tr_decimal_sign(base) > 0 && tr_decimal_subtract(from, to, &lost) == TR_OK &&
           tr_decimal_divide(lost, base, TR_ROUND_CEILING, out) == TR_OK;
}

static bool share_lost(tr_decimal from, tr_decimal to, tr_decimal *out)
{
    return share_of_loss(from, from, to, out);
}

/* How far a limit is used, in its own unit. False: it concerns single orders, or cannot be told. */
static bool used_of(const listing *list, const scope_node *scope, const tr_risk_limit_def *def,
                    tr_decimal *out)
{
    tr_risk_state figures;
    if (tr__gate_figures(list->engine, list->owner, scope, list->asset, &figures) != TR_OK)
        return false;
    tr_decimal highest = tr_decimal_max(figures.peak_equity.value, figures.equity.value);
    if (strcmp(def->rule, "open_orders") == 0)
        *out = tr_decimal_from_int(figures.open_orders);
    else if (strcmp(def->rule, "positions") == 0)
        *out = tr_decimal_from_int(figures.positions_count);
    else if (strcmp(def->rule, "orders_per_day") == 0)
        *out = tr_decimal_from_int(figures.day_orders);
    else if (strcmp(def->rule, "exposure") == 0)
        *out = figures.exposure.value;
    else if (strcmp(def->rule, "leverage") == 0)
        return tr_decimal_sign(figures.equity.value) > 0 &&
               tr_decimal_divide(figures.exposure.value, figures.equity.value, TR_ROUND_UP, out) ==
                   TR_OK;
    else if (strcmp(def->rule, "daily_loss") == 0)
        return figures.has_profit ? share_of_loss(figures.day_equity.value, (tr_decimal){ 0 },
                                                  figures.day_profit.value, out)
                                  : share_lost(figures.day_equity.value, figures.equity.value, out);
    else if (strcmp(def->rule, "drawdown") == 0)
        return figures.has_profit
                   ? share_of_loss(highest, figures.peak_profit.value, figures.profit.value, out)
                   : share_lost(highest, figures.equity.value, out);
    else
        return false;
    return true;
}

static void list_scope(const listing *list, const scope_node *scope)
{
    size_t count;
    const tr_risk_limit_def *defs = tr_risk_limit_table(&count);
    const account *keeper =
        scope->scope == TR_RISK_HOUSE ? list->owner->risk->house->accounts[0] : list->owner;
    const char *name =
        scope->scope == TR_RISK_STRATEGY || scope->scope == TR_RISK_SYMBOL ? scope->name : "";
    for (size_t i = 0; i < count; i++) {
        tr_risk_line line = { .scope = scope->scope, .name = scope->name, .def = &defs[i] };
        char item[TR_RISK_ITEM_SIZE];
        if (tr_risk_limits_get(&scope->limits, i, &line.limit) != TR_OK)
            continue;
        (void)snprintf(item, sizeof item, RISK_ITEM_LIMIT "%s", defs[i].name);
        const risk_node *by_hand = tr__account_find_risk(keeper, scope->scope, name, item);
        line.is_by_hand = by_hand != NULL && by_hand->row.count != TR_LIMIT_CONFIGURED;
        if (line.is_by_hand) {
            line.actor = by_hand->row.actor;
            line.since_ns = by_hand->row.since_ns;
        }
        line.has_used = used_of(list, scope, &defs[i], &line.used);
        list->sink->line(list->sink->user, &line);
    }
}

static void list_stop(const listing *list, const tr_risk_row *row, const char *name, int64_t now_ns)
{
    tr_risk_stop stop = { .scope = (tr_risk_scope)row->scope,
                          .name = name,
                          .since_ns = row->since_ns,
                          .until_ns = row->until_ns,
                          .actor = row->actor,
                          .reason = row->reason };
    bool is_halt = strcmp(row->item, RISK_ITEM_HALT) == 0;
    bool is_pause = strncmp(row->item, RISK_ITEM_PAUSE, strlen(RISK_ITEM_PAUSE)) == 0;
    if (is_halt && row->count != TR_HALT_NONE) {
        stop.rule = "halt";
        stop.level = (tr_halt_level)row->count;
        list->sink->stop(list->sink->user, &stop);
    } else if (is_pause && row->until_ns > now_ns) {
        stop.rule = row->item + strlen(RISK_ITEM_PAUSE);
        list->sink->stop(list->sink->user, &stop);
    }
}

tr_status tr_engine_read_risk(const tr_engine *engine, const char *account_name, const char *asset,
                              const tr_risk_sink *sink)
{
    if (engine == NULL || account_name == NULL || asset == NULL || sink == NULL ||
        sink->line == NULL || sink->stop == NULL)
        return TR_E_INVALID;
    account *owner = tr__state_find_account(&engine->st, account_name);
    if (owner == NULL || owner->risk == NULL)
        return TR_E_NOT_FOUND;
    const account_risk *risk = owner->risk;
    listing list = { engine, owner, asset, sink };
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    list_scope(&list, &risk->house->scope);
    list_scope(&list, &risk->scope);
    for (size_t i = 0; i < risk->strategy_count; i++)
        list_scope(&list, risk->strategies[i]);
    for (size_t i = 0; i < engine->st.instrument_count; i++)
        if (risk->holdings[i] != NULL && strcmp(engine->st.instruments[i].quote, asset) == 0)
            list_scope(&list, &risk->holdings[i]->scope);
    for (size_t i = 0; i < owner->risk_count; i++) {
        const tr_risk_row *row = &owner->risks[i]->row;
        list_stop(&list, row,
                  row->scope == TR_RISK_HOUSE     ? risk->house->owner
                  : row->scope == TR_RISK_ACCOUNT ? owner->row.name
                                                  : row->name,
                  now_ns);
    }
    return TR_OK;
}
