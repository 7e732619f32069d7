/* rule_risk_per_trade.c: the fraction of the equity that one order may lose at its stop. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    const tr_risk_limits *limits = figures->limits;
    if (!limits->has_risk_per_trade_max)
        return TR_OK;
    tr_money risk;
    tr_status status = tr_risk_of_order(limits, figures->request, &risk, NULL);
    if (status != TR_OK)
        return status;
    tr_decimal equity = figures->state->equity.value, limit;
    status = tr_decimal_multiply(equity, limits->risk_per_trade_max, TR_ROUND_FLOOR, &limit);
    if (status != TR_OK)
        return status;
    tr__risk_hold_max(risk.value, limit, out);
    out->share = limits->risk_per_trade_max;
    out->base = equity;
    out->share_of = "equity";
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_risk_per_trade = { .name = "risk_per_trade", .run = run };
