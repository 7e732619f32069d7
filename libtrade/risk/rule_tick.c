/* rule_tick.c: a limit price lies on the instrument's price grid. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_decimal price = figures->request->limit_price.value,
               tick = figures->request->instrument->tick;
    if (!tr_decimal_is_zero(price) && !tr_decimal_is_multiple(price, tick))
        *out = (tr__risk_finding){
            .is_refused = true, .value = price, .limit = tick, .relation = "is not a multiple of"
        };
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_tick = {
    .name = "tick", .holds_for_exits = true, .is_of_order = true, .run = run
};
