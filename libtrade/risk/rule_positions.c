/* rule_positions.c: symbols held or being entered at once, this one counted. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_decimal count;
    tr_status status = tr_decimal_add(tr_decimal_from_int(figures->state->positions_count),
                                      tr_decimal_from_int(1), &count);
    if (status != TR_OK)
        return status;
    tr__risk_hold_max(count, tr_decimal_from_int(figures->limits->positions_max), out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_positions = { .name = "positions",
                                                .has_offset = TR__RISK_HAS(positions_max),
                                                .run = run };
