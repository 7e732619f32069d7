/* rule_notional.c: the largest value that a scope allows in one order. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr__risk_hold_max(figures->notional.value, figures->limits->notional_max.value, out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_notional = { .name = "notional",
                                               .has_offset = TR__RISK_HAS(notional_max),
                                               .run = run };
