/* rule_balance.c: what the order would reserve is there. Only the moment of execution can tell. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr__risk_hold_max(figures->account->required.value, figures->account->available.value, out);
    if (out->is_refused)
        out->relation = "is needed, more than what is there:";
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_balance = {
    .name = "balance", .is_claim_only = true, .is_of_order = true, .run = run
};
