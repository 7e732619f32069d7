/* rule_pause.c: no entry gets in while a protection of its scope is at work. It is reported under the protection's name. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    const tr_risk_pause *pause = figures->state->pause;
    if (pause != NULL && figures->state->now_ns < pause->until_ns)
        *out = (tr__risk_finding){ .is_refused = true,
                                   .rule = pause->rule,
                                   .value = pause->value,
                                   .limit = pause->limit,
                                   .relation = "has met" };
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_pause = { .name = "pause", .run = run };
