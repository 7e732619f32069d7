/* plan_risk.h: what a configuration says about risk, in the engine's types. A reload reads this part again. */
#ifndef TRADE_OWNER_PLAN_RISK_H
#define TRADE_OWNER_PLAN_RISK_H

#include <trade/config.h>
#include <trade/engine_risk.h>
#include <trade/status.h>

typedef struct tr__risk_plan {
    tr_engine_risk risk; /* its lists are the ones below */
    tr_scope_limits *scopes;
    tr_risk_group *groups;
    const char **symbols; /* of all groups, one after the other; each owned */
    size_t symbol_count;
    tr_strategy_size *sizes;
} tr__risk_plan;

/* Values are checked by themselves; how they fit together and to the markets tr_engine_set_risk says. */
tr_status tr__risk_plan_read(const tr_config *config, tr__risk_plan *out, tr_error *err);

/* Release what it owns; zeroes it. */
void tr__risk_plan_done(tr__risk_plan *plan);

#endif
