/* sar.c: Parabolic stop and reverse. */
#include "indicator/engine.h"
#include "indicator/parabola.h"

typedef struct head {
    tr__head base;
    tr__parabola parabola;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, 2);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double most = node->params[1], step = node->params[0] < most ? node->params[0] : most;
    const tr__parabola_rule rule = { .initial = { step, step },
                                     .step = { step, step },
                                     .most = { most, most } };
    size_t from = block->seen == 0 ? 1 : 0;
    if (from == block->count)
        return;
    if (node->preset == TR_INDICATOR_TULIP) {
        tr__parabola_tulip_run(&state->parabola, &rule, high + from, low + from,
                               block->count - from, block->seen + from, out + from);
        return;
    }
    bool is_first = block->seen + from == 1;
    if (is_first)
        tr__parabola_begin(&state->parabola, &rule, high + from, low + from);
    tr__parabola_run(&state->parabola, &rule, high + from, low + from, block->count - from,
                     is_first, out + from);
}

TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_sar = {
    .info = {
        .name = "sar",
        .aliases = "psar",
        .title = "Parabolic stop and reverse",
        .group = "overlap",
        .formula = "sar = sar_before + f (extreme - sar_before), kept outside of the last two "
                   "bars; f starts at acceleration and grows by it with each new extreme up to "
                   "maximum; touching it reverses, and sar goes to the extreme. First at bar 1: "
                   "the direction is down where the low of bar 1 lies further below than its high "
                   "lies above, sar is the extreme of bar 0 on the other side.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "In the first step the bar itself counts as both of the last two, as in TA-Lib. "
                 "Preset tulip: up where high + low rose in bar 1; the stop moves before it is "
                 "shown, and only what passes it reverses.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "acceleration", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.02, .alias = "acceleration_factor_step" },
                    { "maximum", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.2, .alias = "acceleration_factor_maximum" } },
        .outputs = { { "sar", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
