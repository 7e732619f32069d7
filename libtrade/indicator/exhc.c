/* exhc.c: Exhaustion count. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    uint64_t down;
    uint64_t up;
} head;

/* At most cap, if there is one, and with show_all 0 only 6 to 9. */
static double count_shown(uint64_t count, uint64_t cap, bool is_all)
{
    uint64_t shown = cap > 0 && count > cap ? cap : count;
    return is_all || (shown >= 6 && shown <= 9) ? (double)shown : 0;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 1, 0, tr__count(node, 0));
}

static void run(tr__node *node, const tr__block *block)
{
    size_t period = tr__count(node, 0);
    uint64_t cap = (uint64_t)node->params[1];
    const double *x = block->in[0];
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        bool is_known = block->seen + i >= period;
        double before = *(x + i - period);
        state->down = is_known && x[i] < before ? state->down + 1 : 0;
        state->up = is_known && x[i] > before ? state->up + 1 : 0;
        block->out[0][i] = count_shown(state->down, cap, node->params[2] != 0);
        block->out[1][i] = count_shown(state->up, cap, node->params[2] != 0);
    }
}

const tr__indicator tr__indicator_exhc = {
    .info = {
        .name = "exhc",
        .aliases = "",
        .title = "Exhaustion count",
        .group = "momentum",
        .formula = "down and up: how many bars in a row x has been below (above) what it was "
                   "period bars before, at most cap (0: no limit); with show_all 0 only counts of "
                   "6 to 9 are shown, else 0. First at bar period.",
        .source = "The New Science of Technical Analysis, 1994; pandas-ta development branch, "
                  "exhc, 2024",
        .notes = "pandas-ta hides up counts by the size of the down count when show_all is off.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 4, .alias = "length" },
                    { "cap", .min = 0, .max = 1000000, .initial = 13 },
                    { "show_all", .min = 0, .max = 1, .initial = 1 } },
        .outputs = { { "down", TR_UNIT_SIGNAL }, { "up", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
