/*
 * rule_notional_min.c: the smallest value that the exchange takes.
 *
 * The value is rounded down here, unlike where it is held against a maximum: an order a hair below the
 * minimum must not pass by rounding.
 */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    const tr_risk_request *request = figures->request;
    tr_money notional;
    if (tr_decimal_is_zero(request->instrument->notional_min))
        return TR_OK;
    tr_status status = tr_instrument_notional(request->instrument, request->entry_price,
                                              request->quantity, TR_ROUND_DOWN, &notional);
    if (status != TR_OK)
        return status;
    tr__risk_hold_min(notional.value, request->instrument->notional_min, out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_notional_min = {
    .name = "notional_min", .holds_for_exits = true, .is_of_order = true, .run = run
};
