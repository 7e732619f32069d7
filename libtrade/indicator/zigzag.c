/* zigzag.c: Zigzag. */
#include <math.h>

#include "indicator/engine.h"

typedef struct swing {
    double type; /* 1 a high, -1 a low, 0 none */
    double value;
    double index;
} swing;

typedef struct head {
    tr__head base;
    swing leg;
    swing pivot;
    double deviation;
} head;

static double moved(const swing *from, const swing *to)
{
    return from->value != 0 ? 100 * fabs(to->value - from->value) / fabs(from->value) : 0;
}

/* Is the value `half` bars ago the extreme of those around it? */
static bool is_swing(const double *x, double sign, size_t half)
{
    double middle = sign * *(x - half);
    for (size_t k = 0; k <= 2 * half; k++)
        if (sign * *(x - k) > middle)
            return false;
    return true;
}

/* The kind of the pivot that the new swing confirms, or 0. */
static double swing_take(head *state, const swing *next, double deviation)
{
    swing *leg = &state->leg;
    double way = next->type * (next->value - leg->value);
    if (leg->type == 0 || leg->type == next->type) {
        if (leg->type == 0 || way > 0) {
            *leg = *next;
            if (state->pivot.type != 0)
                state->deviation = moved(&state->pivot, leg);
        }
        return 0;
    }
    if (way <= 0 || moved(leg, next) <= deviation)
        return 0;
    state->pivot = *leg;
    *leg = *next;
    state->deviation = moved(&state->pivot, leg);
    return state->pivot.type;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t half = tr__count(node, 0) / 2;
    node->number[0] = half;
    node->lookback = 2 * half;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 2, 0, 2 * half + 1);
}

static void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    head *state = (head *)(void *)node->head;
    size_t half = node->number[0];
    double *const *out = block->out;
    for (size_t i = block->skip; i < block->count; i++) {
        double index = (double)(block->seen + i - half), signal = 0;
        if (is_swing(low + i, -1, half))
            signal += swing_take(state, &(swing){ -1, *(low + i - half), index }, node->params[1]);
        if (is_swing(high + i, 1, half))
            signal += swing_take(state, &(swing){ 1, *(high + i - half), index }, node->params[1]);
        out[0][i] = signal;
        out[1][i] = state->pivot.type;
        out[2][i] = state->pivot.value;
        out[3][i] = state->pivot.index;
        out[4][i] = state->deviation;
        out[5][i] = state->leg.type;
        out[6][i] = state->leg.value;
        out[7][i] = state->leg.index;
    }
}

const tr__indicator tr__indicator_zigzag = {
    .info = {
        .name = "zigzag",
        .aliases = "",
        .title = "Zigzag",
        .group = "overlap",
        .formula = "A low (high) is a swing where it is the lowest (highest) of the period / 2 "
                   "bars on either side, so it is known that many bars later. The leg is the "
                   "newest swing; a further one of its kind that reaches beyond moves it. A swing "
                   "of the other kind that lies more than deviation percent away confirms the leg "
                   "as a pivot, which never changes again, and becomes the leg. signal is 1 (-1) "
                   "at the bar that confirms a high (low), else 0; type, value and index are "
                   "those of the newest pivot, deviation how far price went from it in percent; "
                   "leg_ the same of the leg, which still may move. 0 before the first. First at "
                   "bar period, less 1 if period is odd.",
        .source = "Filtered Waves, Arthur A. Merrill, 1977",
        .notes = "pandas-ta marks pivots at their own bars, walking backwards from the last one: "
                 "the newest moves when price goes on, and a value stands where it was not yet "
                 "known. Cost: up to O(period) a bar.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 2, .max = 10000, .initial = 10, .alias = "pivot_leg" },
                    { "deviation", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 5, .alias = "price_deviation" } },
        .outputs = { { "signal", TR_UNIT_SIGNAL }, { "type", TR_UNIT_SIGNAL },
                     { "value", TR_UNIT_PRICE }, { "index", TR_UNIT_INDEX },
                     { "deviation", TR_UNIT_PERCENT }, { "leg_type", TR_UNIT_SIGNAL },
                     { "leg_value", TR_UNIT_PRICE }, { "leg_index", TR_UNIT_INDEX } },
    },
    .plan = plan,
    .run = run,
};
