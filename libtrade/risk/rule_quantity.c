/* rule_quantity.c: the largest quantity that the account allows itself in one order. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    if (figures->limits->has_quantity_max)
        tr__risk_hold_max(figures->request->quantity.value, figures->limits->quantity_max.value,
                          out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_quantity = { .name = "quantity", .run = run };
