/* rule_risk_per_trade.c: the fraction of the equity that one order may lose at its stop. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_decimal share = figures->limits->risk_per_trade_max, equity = figures->state->equity.value,
               limit;
    tr_status status = tr_decimal_multiply(equity, share, TR_ROUND_FLOOR, &limit);
    if (status != TR_OK)
        return status;
    tr__risk_hold_max(figures->risk.value, limit, out);
    out->share = share;
    out->base = equity;
    out->share_of = "equity";
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_risk_per_trade = { .name = "risk_per_trade",
                                                     .has_offset = TR__RISK_HAS(risk_per_trade_max),
                                                     .run = run };
