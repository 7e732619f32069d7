/*
 * rule_leverage.c: the value held and being entered as a multiple of the equity, this order included.
 *
 * For linear contracts this is the leverage; on spot it is the part of the equity that is at work, at most 1 unless goods
 * were there before they were bought.
 */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_decimal times = figures->limits->leverage_max, equity = figures->state->equity.value, limit;
    tr_money after;
    tr_status status = tr_money_add(figures->state->exposure, figures->notional, &after);
    if (status == TR_OK)
        status = tr_decimal_multiply(equity, times, TR_ROUND_FLOOR, &limit);
    if (status != TR_OK)
        return status;
    tr__risk_hold_max(after.value, limit, out);
    out->share = times;
    out->base = equity;
    out->share_of = "equity";
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_leverage = { .name = "leverage",
                                               .has_offset = TR__RISK_HAS(leverage_max),
                                               .run = run };
