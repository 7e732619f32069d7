/* kama.c: Kaufman adaptive moving average. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

/* So few bars that the processor works on the next shares while an average waits for the one before. */
#define PIECE 32

typedef struct head {
    tr__head base;
    tr__fold path;
    double value;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    if (node->preset == TR_INDICATOR_TULIP)
        node->lookback = period - 1;
    tr__plan_tapes(plan, node, 1, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    plan->is_recursive = true;
}

/* Of each bar: the share of the average before that stays, and what the value adds. */
TR__BODY void shares(const double *x, const double *path, size_t period, size_t count,
                     double *share, double *part)
{
    TR__VECTOR
    for (size_t k = 0; k < count; k++) {
        double way = fabs(x[k] - *(x + k - period)), ratio = way / path[k];
        double efficiency = path[k] > way ? ratio : 1;
        double root = efficiency * (2.0 / 3 - 2.0 / 31) + 2.0 / 31;
        share[k] = 1 - root * root;
        part[k] = root * root * x[k];
    }
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *moves = tr__tape(node, 0), path[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        moves[i] = fabs(x[i] - *(x + i - 1));
    tr__window_sum(&state->path, TR__WINDOW(node, block, moves, period, 0), path);
    double kama = state->value;
    size_t i = 0;
    /* The average starts from the value before the first bar that has a whole window. */
    for (; i < block->count && block->seen + i < period; i++)
        out[i] = kama = x[i];
    double share[PIECE], part[PIECE];
    for (; i + PIECE <= block->count; i += PIECE) {
        shares(x + i, path + i, period, PIECE, share, part);
        for (size_t k = 0; k < PIECE; k++)
            out[i + k] = kama = share[k] * kama + part[k];
    }
    shares(x + i, path + i, period, block->count - i, share, part);
    for (size_t k = 0; i + k < block->count; k++)
        out[i + k] = kama = share[k] * kama + part[k];
    state->value = kama;
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_kama = {
    .info = {
        .name = "kama",
        .aliases = "",
        .title = "Kaufman adaptive moving average",
        .group = "overlap",
        .formula = "kama moves towards x by (e (2/3 - 2/31) + 2/31)^2 of the distance, e = |x - x "
                   "period bars ago| / sum of |steps| in between. The first value, at bar period, "
                   "starts from the bar before.",
        .source = "Smarter Trading, 1995",
        .notes = "Where price did not move, e is 1, as in TA-Lib. TA-Lib compares the path with "
                 "the signed way and so takes e as 1 for no falling price; both agree wherever e "
                 "is below 1. Preset tulip: first output at bar period - 1, the value itself.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "kama", TR_UNIT_PRICE } },
    },
    .average_code = 7,
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
