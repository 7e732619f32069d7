/* rule_position.c: an exit is no larger than what is held and not yet claimed by other exits. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    if (!figures->request->is_reduce_only)
        return TR_OK;
    tr_decimal held = figures->account->position;
    if (figures->request->side == TR_SIDE_BUY) {
        tr_status status = tr_decimal_negate(held, &held);
        if (status != TR_OK)
            return status;
    }
    /* Nothing held on this side reads as zero, not as a negative amount. */
    held = tr_decimal_max(held, tr_decimal_from_int(0));
    tr__risk_hold_max(figures->request->quantity.value, held, out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_position = {
    .name = "position", .holds_for_exits = true, .is_of_order = true, .run = run
};
