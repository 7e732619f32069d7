/* rule_quantity_max.c: the largest quantity that the exchange takes; zero means that it has no such limit. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_decimal limit = figures->request->instrument->quantity_max;
    if (!tr_decimal_is_zero(limit))
        tr__risk_hold_max(figures->request->quantity.value, limit, out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_quantity_max = {
    .name = "quantity_max", .holds_for_exits = true, .is_of_order = true, .run = run
};
