/* rule_quantity.c: the largest quantity that a scope allows in one order. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr__risk_hold_max(figures->request->quantity.value, figures->limits->quantity_max.value, out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_quantity = { .name = "quantity",
                                               .has_offset = TR__RISK_HAS(quantity_max),
                                               .run = run };
