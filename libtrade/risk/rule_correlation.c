/*
 * rule_correlation.c: what moves together, as a multiple of the equity.
 *
 * With C the sum of correlation * signed exposure over everything held (tr_risk_correlate) and n the order's value, the
 * figure is |C + n| for a buy and |C - n| for a sell: what moves against the position takes its part away.
 */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_decimal times = figures->limits->correlated_max, equity = figures->state->equity.value;
    tr_decimal held = figures->state->correlated.value, order = figures->notional.value,
               after = { 0 }, limit;
    tr_status status = figures->request->side == TR_SIDE_BUY
                           ? tr_decimal_add(held, order, &after)
                           : tr_decimal_subtract(held, order, &after);
    if (status == TR_OK)
        status = tr_decimal_absolute(after, &after);
    if (status == TR_OK)
        status = tr_decimal_multiply(equity, times, TR_ROUND_FLOOR, &limit);
    if (status != TR_OK)
        return status;
    tr__risk_hold_max(after, limit, out);
    out->share = times;
    out->base = equity;
    out->share_of = "equity";
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_correlation = { .name = "correlation",
                                                  .has_offset = TR__RISK_HAS(correlated_max),
                                                  .run = run };
