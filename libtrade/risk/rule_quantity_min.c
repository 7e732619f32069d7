/* rule_quantity_min.c: the smallest quantity that the exchange takes. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr__risk_hold_min(figures->request->quantity.value, figures->request->instrument->quantity_min,
                      out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_quantity_min = {
    .name = "quantity_min", .holds_for_exits = true, .is_of_order = true, .run = run
};
