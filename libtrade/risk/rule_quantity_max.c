/* rule_quantity_max.c: the largest quantity that the exchange takes, of market orders apart; zero: no limit. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    const tr_risk_request *request = figures->request;
    tr_decimal limit = request->instrument->quantity_max;
    tr_decimal market_limit = request->instrument->market_quantity_max;
    if (!tr_decimal_is_zero(limit))
        tr__risk_hold_max(request->quantity.value, limit, out);
    if (out->is_refused || tr_decimal_is_zero(market_limit) ||
        !tr_decimal_is_zero(request->limit_price.value))
        return TR_OK;
    tr__risk_hold_max(request->quantity.value, market_limit, out);
    if (out->is_refused)
        out->rule = "market_quantity_max";
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_quantity_max = {
    .name = "quantity_max", .holds_for_exits = true, .is_of_order = true, .run = run
};
