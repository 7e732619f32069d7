/* rule_positions.c: symbols held or being entered at once, this one counted. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    return tr__risk_hold_count(figures->state->positions_count, figures->limits->positions_max,
                               out);
}

const tr__risk_rule tr__risk_rule_positions = { .name = "positions",
                                                .has_offset = TR__RISK_HAS(positions_max),
                                                .run = run };
