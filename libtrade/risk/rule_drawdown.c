/*
 * rule_drawdown.c: the fraction of the highest equity that may be lost.
 *
 * Like the daily loss it refuses at its limit already. Where no peak is on record, the equity of now is the peak.
 * A strategy or a symbol has no equity: the fall of its own profit is held against a fraction of its account's highest.
 */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    const tr_risk_state *state = figures->state;
    tr_decimal share = figures->limits->drawdown_max, equity = state->equity.value, loss, limit;
    tr_decimal peak = tr_decimal_max(state->peak_equity.value, equity);
    tr_decimal height = tr_decimal_max(state->peak_profit.value, state->profit.value);
    tr_status status = state->has_profit ? tr_decimal_subtract(height, state->profit.value, &loss)
                                         : tr_decimal_subtract(peak, equity, &loss);
    if (status == TR_OK)
        status = tr_decimal_multiply(peak, share, TR_ROUND_FLOOR, &limit);
    if (status != TR_OK)
        return status;
    if (tr_decimal_compare(loss, limit) >= 0)
        *out = (tr__risk_finding){ .is_refused = true,
                                   .value = loss,
                                   .limit = limit,
                                   .relation = "has reached",
                                   .share = share,
                                   .base = peak,
                                   .share_of = "the highest equity" };
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_drawdown = { .name = "drawdown",
                                               .has_offset = TR__RISK_HAS(drawdown_max),
                                               .run = run };
