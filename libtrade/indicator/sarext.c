/* sarext.c: Parabolic stop and reverse, extended. */
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
    tr__plan_tapes(plan, node, 2, 0, 1);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    const double *p = node->params;
    tr__parabola_rule rule = { .start = p[0], .offset = p[1], .is_signed = true };
    for (size_t side = 0; side < 2; side++) {
        const double *of_side = p + 2 + 3 * side;
        rule.most[side] = of_side[2];
        rule.initial[side] = of_side[0] < of_side[2] ? of_side[0] : of_side[2];
        rule.step[side] = of_side[1] < of_side[2] ? of_side[1] : of_side[2];
    }
    size_t from = block->seen == 0 ? 1 : 0;
    if (from == block->count)
        return;
    bool is_first = block->seen + from == 1;
    if (is_first)
        tr__parabola_begin(&state->parabola, &rule, high + from, low + from);
    tr__parabola_run(&state->parabola, &rule, high + from, low + from, block->count - from,
                     is_first, out + from);
}

TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_sarext = {
    .info = {
        .name = "sarext",
        .aliases = "",
        .title = "Parabolic stop and reverse, extended",
        .group = "overlap",
        .formula = "As sar, with accelerations of their own for long and short, and short values "
                   "negative. start_value > 0 begins long from it, < 0 short from its magnitude, "
                   "0 as sar does; offset_on_reverse moves sar away by that fraction at a "
                   "reversal.",
        .source = "New Concepts in Technical Trading Systems, 1978; parameters as TA-Lib 0.6",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "start_value", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 0 },
                    { "offset_on_reverse", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0 },
                    { "acceleration_init_long", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.02 },
                    { "acceleration_long", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.02 },
                    { "acceleration_max_long", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.2 },
                    { "acceleration_init_short", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.02 },
                    { "acceleration_short", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.02 },
                    { "acceleration_max_short", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.2 } },
        .outputs = { { "sarext", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
