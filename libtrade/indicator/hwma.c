/* hwma.c: Holt-Winters moving average. */
#include "indicator/engine.h"
#include "indicator/holt.h"

typedef struct head {
    tr__head base;
    double level;
    double trend;
    double bend;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    if (block->seen == 0)
        state->level = x[0];
    for (size_t i = 0; i < block->count; i++) {
        tr__holt_step(&state->level, &state->trend, &state->bend, x[i], node->params);
        out[i] = state->level + state->trend + state->bend / 2;
    }
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_hwma = {
    .info = {
        .name = "hwma",
        .aliases = "",
        .title = "Holt-Winters moving average",
        .group = "overlap",
        .formula = "f = (1 - na) (f + v + a / 2) + na x; v = (1 - nb) (v + a) + nb (f - f "
                   "before); a = (1 - nc) a + nc (v - v before), all right sides from the bar "
                   "before; hwma = f + v + a / 2. Before bar 0: f = x, v = a = 0; first at bar 0.",
        .source = "Holt-Winters Moving Average, MetaTrader 5 code base 20856, 2018",
        .notes = "Has no period: as a moving average of others it takes its own factors.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "na", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.2 },
                    { "nb", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.1 },
                    { "nc", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.1 } },
        .outputs = { { "hwma", TR_UNIT_PRICE } },
    },
    .average_code = 57,
    .plan = plan,
    .run = run,
    .step = run_step,
};
