/* rule_exposure.c: what is held and being entered, valued at the mark, this order included. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_money after;
    tr_status status = tr_money_add(figures->state->exposure, figures->notional, &after);
    if (status == TR_OK)
        tr__risk_hold_max(after.value, figures->limits->exposure_max.value, out);
    return status;
}

const tr__risk_rule tr__risk_rule_exposure = { .name = "exposure",
                                               .has_offset = TR__RISK_HAS(exposure_max),
                                               .run = run };
