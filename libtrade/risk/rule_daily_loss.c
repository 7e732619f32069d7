/*
 * rule_daily_loss.c: the fraction of the day's first equity that may be lost on a trading day.
 *
 * Unlike the other rules, this one refuses at its limit already: what may be lost has been lost, and an
 * entry can only lose more. A limit of zero therefore allows entries only while the day is in profit.
 * A strategy or a symbol has no equity: its own loss of the day is held against a fraction of its account's.
 */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    const tr_risk_limits *limits = figures->limits;
    const tr_risk_state *state = figures->state;
    tr_decimal day_equity = state->day_equity.value, loss = { 0 }, limit;
    tr_status status = state->has_profit
                           ? tr_decimal_negate(state->day_profit.value, &loss)
                           : tr_decimal_subtract(day_equity, state->equity.value, &loss);
    if (status == TR_OK)
        status = tr_decimal_multiply(day_equity, limits->daily_loss_max, TR_ROUND_FLOOR, &limit);
    if (status != TR_OK)
        return status;
    if (tr_decimal_compare(loss, limit) >= 0)
        *out = (tr__risk_finding){ .is_refused = true,
                                   .value = loss,
                                   .limit = limit,
                                   .relation = "has reached",
                                   .share = limits->daily_loss_max,
                                   .base = day_equity,
                                   .share_of = "the day's equity" };
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_daily_loss = { .name = "daily_loss",
                                                 .has_offset = TR__RISK_HAS(daily_loss_max),
                                                 .run = run };
