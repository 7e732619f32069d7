/* plan_risk.c: from the keys below risk and tradingview.sizing to limits, protections and sizes. */
#include "owner/plan_risk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/fail.h"

#define KEY_SIZE 256

typedef struct risk_reader {
    const tr_config *config;
    tr__risk_plan *plan;
    tr_error *err;
} risk_reader;

static tr_status no_memory(const risk_reader *r)
{
    return tr__fail(r->err, TR_E_NO_MEMORY, 0, "no memory for the limits");
}

/* "<section>.<name>.<key>", without what is NULL; what does not fit becomes a key that nothing has. */
static void join(char out[KEY_SIZE], const char *section, const char *name, const char *key)
{
    int length = snprintf(out, KEY_SIZE, "%s%s%s.%s", section, name == NULL ? "" : ".",
                          name == NULL ? "" : name, key);
    if (length < 0 || length >= KEY_SIZE)
        out[0] = '\0';
}

static tr_status fail_key(const risk_reader *r, tr_status status, const char *key)
{
    return tr__fail(r->err, status, 0, "%s: %s", key, tr_status_name(status));
}

/* A number of either type. TR_E_NOT_FOUND: unset. */
static tr_status get_number(const risk_reader *r, const char *key, tr_decimal *out)
{
    int64_t whole;
    tr_status status = tr_config_get_decimal(r->config, key, out);
    if (status == TR_E_INVALID && (status = tr_config_get_int(r->config, key, &whole)) == TR_OK)
        *out = tr_decimal_from_int(whole);
    return status;
}

static tr_status get_decimal(const risk_reader *r, const char *key, tr_decimal *out)
{
    tr_status status = tr_config_get_decimal(r->config, key, out);
    return status == TR_OK ? TR_OK : fail_key(r, status, key);
}

/* Unset leaves `out` as it is. */
static tr_status get_optional(const risk_reader *r, const char *key, bool *has_out, tr_decimal *out)
{
    tr_decimal value;
    tr_status status = tr_config_get_decimal(r->config, key, &value);
    *has_out = status == TR_OK;
    if (status == TR_OK)
        *out = value;
    return status == TR_OK || status == TR_E_NOT_FOUND ? TR_OK : fail_key(r, status, key);
}

static tr_status get_int(const risk_reader *r, const char *key, int64_t *out)
{
    tr_status status = tr_config_get_int(r->config, key, out);
    return status == TR_OK ? TR_OK : fail_key(r, status, key);
}

static tr_status get_duration(const risk_reader *r, const char *key, int64_t *out)
{
    tr_status status = tr_config_get_duration(r->config, key, out);
    return status == TR_OK ? TR_OK : fail_key(r, status, key);
}

static size_t count_members(const tr_config *config, const char *section)
{
    size_t count = 0;
    while (tr_config_member(config, section, count) != NULL)
        count++;
    return count;
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* Every limit of the table that the scope has, from the key of its name. */
static tr_status read_limits(const risk_reader *r, tr_risk_scope scope, const char *section,
                             const char *name, tr_risk_limits *out)
{
    size_t count;
    const tr_risk_limit_def *defs = tr_risk_limit_table(&count);
    tr_risk_limits_clear(out);
    for (size_t i = 0; i < count; i++) {
        char key[KEY_SIZE];
        tr_decimal value;
        if ((defs[i].scopes & (1u << scope)) == 0)
            continue;
        join(key, section, name, defs[i].name);
        tr_status status = get_number(r, key, &value);
        if (status == TR_E_NOT_FOUND)
            continue;
        if (status == TR_OK)
            status = tr_risk_limits_put(out, scope, i, &value, r->err);
        else
            status = fail_key(r, status, key);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

static tr_status read_scope(risk_reader *r, tr_risk_scope scope, const char *section,
                            const char *name)
{
    tr_engine_risk *risk = &r->plan->risk;
    tr_scope_limits *out = &r->plan->scopes[risk->scope_count];
    if (name != NULL && strlen(name) >= sizeof out->name)
        return tr__fail(r->err, TR_E_RANGE, 0, "%s: the name %s is too long", section, name);
    *out = (tr_scope_limits){ .scope = scope };
    if (name != NULL)
        memcpy(out->name, name, strlen(name) + 1);
    risk->scope_count++;
    return read_limits(r, scope, section, name, &out->limits);
}

static tr_status read_scopes(risk_reader *r)
{
    static const struct {
        tr_risk_scope scope;
        const char *section;
    } named[] = { { TR_RISK_STRATEGY, "risk.strategies" }, { TR_RISK_SYMBOL, "risk.symbols" } };
    size_t count = 1;
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        count += count_members(r->config, named[i].section);
    r->plan->scopes = calloc(count, sizeof *r->plan->scopes);
    if (r->plan->scopes == NULL)
        return no_memory(r);
    tr_status status = read_scope(r, TR_RISK_HOUSE, "risk.house", NULL);
    for (size_t i = 0; status == TR_OK && i < sizeof named / sizeof named[0]; i++) {
        const char *name;
        for (size_t k = 0;
             status == TR_OK && (name = tr_config_member(r->config, named[i].section, k)) != NULL;
             k++)
            status = read_scope(r, named[i].scope, named[i].section, name);
    }
    r->plan->risk.scopes = r->plan->scopes;
    return status;
}

/* ---- groups ---------------------------------------------------------------------------------- */

static tr_status read_group(risk_reader *r, const char *name, tr_risk_group *out, size_t *used)
{
    char key[KEY_SIZE];
    const char *const *symbols = NULL;
    size_t count = 0;
    join(key, "risk.groups", name, "symbols");
    tr_status status = tr_config_get_list(r->config, key, &symbols, &count);
    if (status != TR_OK && status != TR_E_NOT_FOUND)
        return fail_key(r, status, key);
    const char **grown = realloc(r->plan->symbols, (*used + count + 1) * sizeof *r->plan->symbols);
    if (grown == NULL)
        return no_memory(r);
    r->plan->symbols = grown;
    for (size_t i = 0; i < count; i++) {
        if ((grown[*used] = strdup(symbols[i])) == NULL)
            return no_memory(r);
        r->plan->symbol_count = ++*used;
    }
    out->symbol_count = count;
    join(key, "risk.groups", name, "correlation");
    return get_decimal(r, key, &out->correlation);
}

static tr_status read_groups(risk_reader *r)
{
    size_t count = count_members(r->config, "risk.groups"), used = 0;
    if (count == 0)
        return TR_OK;
    r->plan->groups = calloc(count, sizeof *r->plan->groups);
    if (r->plan->groups == NULL)
        return no_memory(r);
    for (size_t i = 0; i < count; i++) {
        tr_status status = read_group(r, tr_config_member(r->config, "risk.groups", i),
                                      &r->plan->groups[i], &used);
        if (status != TR_OK)
            return status;
    }
    for (size_t i = 0, at = 0; i < count; at += r->plan->groups[i].symbol_count, i++)
        r->plan->groups[i].symbols = r->plan->symbols + at; /* only now: the list has moved */
    r->plan->risk.groups = r->plan->groups;
    r->plan->risk.group_count = count;
    return TR_OK;
}

/* ---- protections, kill switch, drawdown ------------------------------------------------------ */

static tr_status read_stop_guards(risk_reader *r, tr_protections *out)
{
    const char *name;
    for (size_t i = 0; (name = tr_config_member(r->config, "risk.stop_guard", i)) != NULL; i++) {
        char key[KEY_SIZE];
        tr_risk_scope scope;
        if (tr_risk_scope_parse(name, strlen(name), &scope) != TR_OK || scope == TR_RISK_HOUSE)
            return tr__fail(r->err, TR_E_RANGE, 0,
                            "risk.stop_guard.%s guards nothing: account, strategy and symbol do",
                            name);
        tr_stop_guard *guard = &out->stop_guards[scope];
        join(key, "risk.stop_guard", name, "count");
        tr_status status = get_int(r, key, &guard->count);
        join(key, "risk.stop_guard", name, "window");
        if (status == TR_OK)
            status = get_duration(r, key, &guard->window_ns);
        join(key, "risk.stop_guard", name, "pause");
        if (status == TR_OK)
            status = get_duration(r, key, &guard->pause_ns);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

static tr_status read_protections(risk_reader *r)
{
    tr_protections *out = &r->plan->risk.protections;
    tr_status status = read_stop_guards(r, out);
    if (status == TR_OK)
        status = get_duration(r, "risk.cooldown", &out->cooldown_ns);
    if (status == TR_OK)
        status = get_duration(r, "risk.duplicate_signal", &out->duplicate_signal_ns);
    if (status == TR_OK)
        status = get_int(r, "risk.low_profit.trades", &out->low_profit_count);
    if (status == TR_OK)
        status = get_duration(r, "risk.low_profit.window", &out->low_profit_window_ns);
    if (status == TR_OK)
        status = get_decimal(r, "risk.low_profit.min_profit", &out->low_profit_min.value);
    if (status == TR_OK)
        status = get_duration(r, "risk.low_profit.pause", &out->low_profit_pause_ns);
    return status;
}

static tr_status read_switch(risk_reader *r)
{
    tr_kill_switch *out = &r->plan->risk.kill_switch;
    const char *level = NULL;
    tr_status status = tr_config_get_text(r->config, "risk.kill_switch.level", &level);
    if (status == TR_OK)
        status = tr_halt_level_parse(level, strlen(level), &out->level);
    if (status != TR_OK)
        return fail_key(r, status, "risk.kill_switch.level");
    status = get_int(r, "risk.kill_switch.readings", &out->readings);
    if (status == TR_OK)
        status = get_duration(r, "risk.kill_switch.reading_interval", &out->readings_apart_ns);
    if (status == TR_OK)
        status = get_decimal(r, "risk.kill_switch.warning_share", &out->warning_share);
    if (status == TR_OK)
        status = get_duration(r, "risk.kill_switch.dead_man", &out->dead_man_ns);
    return status;
}

static tr_status read_drawdown(risk_reader *r)
{
    tr_sizing_drawdown *out = &r->plan->risk.drawdown;
    tr_status status = get_decimal(r, "risk.drawdown_scaling.from", &out->from);
    if (status == TR_OK)
        status = get_decimal(r, "risk.drawdown_scaling.slope", &out->slope);
    if (status == TR_OK)
        status = get_decimal(r, "risk.drawdown_scaling.floor", &out->floor);
    if (status == TR_OK)
        status = get_decimal(r, "risk.drawdown_scaling.step", &out->step);
    return status;
}

/* ---- sizes ----------------------------------------------------------------------------------- */

static tr_status read_sizing(risk_reader *r, const char *name, tr_sizing *out)
{
    const struct {
        const char *key;
        tr_decimal *value;
    } numbers[] = { { "notional", &out->notional.value },
                    { "risk", &out->risk },
                    { "atr_multiple", &out->atr_multiple },
                    { "win_rate", &out->win_rate },
                    { "payoff", &out->payoff },
                    { "kelly_fraction", &out->kelly_fraction } };
    char key[KEY_SIZE];
    const char *method = NULL;
    tr_sizing_init(out);
    join(key, "tradingview.sizing", name, "method");
    tr_status status = tr_config_get_text(r->config, key, &method);
    if (status == TR_E_NOT_FOUND)
        return TR_OK;
    if (status == TR_OK)
        status = tr_sizing_method_parse(method, strlen(method), &out->method);
    if (status != TR_OK)
        return fail_key(r, status, key);
    for (size_t i = 0; status == TR_OK && i < sizeof numbers / sizeof numbers[0]; i++) {
        bool has_value;
        join(key, "tradingview.sizing", name, numbers[i].key);
        status = get_optional(r, key, &has_value, numbers[i].value);
    }
    join(key, "tradingview.sizing", name, "follows_drawdown");
    if (status == TR_OK &&
        (status = tr_config_get_bool(r->config, key, &out->follows_drawdown)) != TR_OK)
        status = fail_key(r, status, key);
    return status;
}

static tr_status read_size(risk_reader *r, const char *name, tr_strategy_size *out, bool *has_size)
{
    char key[KEY_SIZE];
    bool has_quantity = false, has_share = false;
    if (strlen(name) >= sizeof out->strategy)
        return tr__fail(r->err, TR_E_RANGE, 0, "tradingview.sizing: the name %s is too long", name);
    memcpy(out->strategy, name, strlen(name) + 1);
    join(key, "tradingview.sizing", name, "equity_share");
    tr_status status = get_optional(r, key, &has_share, &out->equity_share);
    join(key, "tradingview.sizing", name, "quantity");
    if (status == TR_OK)
        status = get_optional(r, key, &has_quantity, &out->quantity.value);
    if (status == TR_OK)
        status = read_sizing(r, name, &out->sizing);
    if (status != TR_OK)
        return status;
    out->sizing.quantity = out->quantity;
    out->sizing.equity_share = out->equity_share;
    *has_size = has_quantity || has_share || out->sizing.method != TR_SIZING_NONE;
    if (out->sizing.method != TR_SIZING_NONE && tr_sizing_check(&out->sizing, r->err) != TR_OK)
        return TR_E_RANGE;
    return TR_OK;
}

static tr_status read_sizes(risk_reader *r)
{
    size_t count = count_members(r->config, "tradingview.sizing");
    if (count == 0)
        return TR_OK;
    r->plan->sizes = calloc(count, sizeof *r->plan->sizes);
    if (r->plan->sizes == NULL)
        return no_memory(r);
    for (size_t i = 0; i < count; i++) {
        bool has_size = false;
        tr_strategy_size *size = &r->plan->sizes[r->plan->risk.size_count];
        *size = (tr_strategy_size){ .strategy = "" };
        tr_status status =
            read_size(r, tr_config_member(r->config, "tradingview.sizing", i), size, &has_size);
        if (status != TR_OK)
            return status;
        r->plan->risk.size_count += has_size;
    }
    r->plan->risk.sizes = r->plan->sizes;
    return TR_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

tr_status tr__risk_plan_read(const tr_config *config, tr__risk_plan *out, tr_error *err)
{
    risk_reader r = { config, out, err };
    *out = (tr__risk_plan){ .scopes = NULL };
    tr_engine_risk_init(&out->risk);
    tr_status status = read_limits(&r, TR_RISK_ACCOUNT, "risk", NULL, &out->risk.limits);
    if (status == TR_OK)
        status = read_scopes(&r);
    if (status == TR_OK)
        status = read_groups(&r);
    if (status == TR_OK)
        status = read_protections(&r);
    if (status == TR_OK)
        status = read_switch(&r);
    if (status == TR_OK)
        status = read_drawdown(&r);
    if (status == TR_OK)
        status = get_duration(&r, "risk.atr_bar", &out->risk.atr_bar_ns);
    if (status == TR_OK)
        status = read_sizes(&r);
    if (status != TR_OK)
        tr__risk_plan_done(out);
    return status;
}

void tr__risk_plan_done(tr__risk_plan *plan)
{
    for (size_t i = 0; i < plan->symbol_count; i++)
        free((void *)(uintptr_t)plan->symbols[i]); /* ours; const for who reads them */
    free(plan->symbols);
    free(plan->scopes);
    free(plan->groups);
    free(plan->sizes);
    *plan = (tr__risk_plan){ .scopes = NULL };
}
