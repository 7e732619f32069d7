/* td_seq.c: TD sequential setup. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    uint64_t down;
    uint64_t up;
} head;

/* At most 13, and with show_all 0 only 6 to 9. */
static double count_shown(uint64_t count, bool is_all)
{
    uint64_t shown = count > 13 ? 13 : count;
    return is_all || (shown >= 6 && shown <= 9) ? (double)shown : 0;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 4;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 1, 0, 4);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        bool is_known = block->seen + i >= 4;
        double before = *(x + i - 4);
        state->down = is_known && x[i] < before ? state->down + 1 : 0;
        state->up = is_known && x[i] > before ? state->up + 1 : 0;
        block->out[1][i] = count_shown(state->down, node->params[0] != 0);
        block->out[0][i] = count_shown(state->up, node->params[0] != 0);
    }
}

TR__STEP(run, 1, 1, 0, 2)

const tr__indicator tr__indicator_td_seq = {
    .info = {
        .name = "td_seq",
        .aliases = "",
        .title = "TD sequential setup",
        .group = "momentum",
        .formula = "up and down: how many bars in a row x has been above (below) what it was 4 "
                   "bars before, at most 13; with show_all 0 only counts of 6 to 9 are shown, "
                   "else 0. First at bar 4.",
        .source = "The New Science of Technical Analysis, 1994",
        .notes = "The count of the setup, as in pandas-ta, which shows NaN for 0; the countdown "
                 "that follows a setup of 9 in the book is not part of it.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "show_all", .min = 0, .max = 1, .initial = 1 } },
        .outputs = { { "up", TR_UNIT_SIGNAL }, { "down", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
