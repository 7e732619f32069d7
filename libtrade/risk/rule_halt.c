/* rule_halt.c: no entry gets in while the kill switch of its scope is on. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    static const char *const relations[] = {
        [TR_HALT_NONE] = "",
        [TR_HALT_ENTRIES] =
            "is the halt of entries, which lasts until somebody resumes; entries need",
        [TR_HALT_REDUCE] =
            "is the halt to reduce-only, which lasts until somebody resumes; entries need",
        [TR_HALT_FLATTEN] =
            "is the halt that flattens, which lasts until somebody resumes; entries need",
    };
    if (figures->state->halt != TR_HALT_NONE)
        *out = (tr__risk_finding){ .is_refused = true,
                                   .value = tr_decimal_from_int(figures->state->halt),
                                   .limit = { 0 },
                                   .relation = relations[figures->state->halt] };
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_halt = { .name = "halt", .run = run };
