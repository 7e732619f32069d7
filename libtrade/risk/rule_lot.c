/* rule_lot.c: the quantity lies on the instrument's quantity grid. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_decimal quantity = figures->request->quantity.value, lot = figures->request->instrument->lot;
    if (!tr_decimal_is_multiple(quantity, lot))
        *out = (tr__risk_finding){
            .is_refused = true, .value = quantity, .limit = lot, .relation = "is not a multiple of"
        };
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_lot = {
    .name = "lot", .holds_for_exits = true, .is_of_order = true, .run = run
};
