/* ema.c: Exponential moving average. */
#include <assert.h>
#include <stdbool.h>

#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    tr__filter filter;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    node->number[0] =
        node->preset == TR_INDICATOR_TULIP || node->preset == TR_INDICATOR_TRADINGVIEW ? 1 : period;
    node->lookback = node->number[0] - 1;
    node->constant[1] = 2 / ((double)period + 1);
    node->constant[0] = 1 - node->constant[1];
    node->constant[2] = 1 / (double)node->number[0];
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    tr__filter_run(&state->filter,
                   &(tr__filter_rule){ .keep = node->constant[0],
                                       .gain = node->constant[1],
                                       .seed = node->number[0],
                                       .seed_share = node->constant[2] },
                   block->in[0], block->seen, block->count, block->out[0]);
}

TR__STEP(run, 1, 0, 0, 1)

/* The loops are written once for each number of stages, so that the values stay in registers. */
static inline void cascade(tr__node *const *child, size_t stages, const double *in, size_t count,
                           double *const *out)
{
    double keep = child[0]->constant[0], gain = child[0]->constant[1], y[TR__CHILDREN_MAX];
    for (size_t k = 0; k < stages; k++)
        y[k] = ((head *)(void *)child[k]->head)->filter.value;
    for (size_t i = 0; i < count; i++) {
        double x = in[i];
#pragma GCC unroll 6
        for (size_t k = 0; k < stages; k++)
            out[k][i] = x = y[k] = keep * y[k] + gain * x;
    }
    for (size_t k = 0; k < stages; k++) {
        ((head *)(void *)child[k]->head)->filter.value = y[k];
        child[k]->head->seen += count;
    }
}

size_t tr__node_cascade_block(tr__node *node, size_t stages, const double *in, size_t count,
                              double *const *out)
{
    const tr__node *last = node->child[stages - 1];
    assert(last->indicator == &tr__indicator_ema);
    /* The last one hears nothing before those in front of it are seeded. */
    if (last->head->seen >= last->delay + last->number[0]) {
        if (stages == 2)
            cascade(node->child, 2, in, count, out);
        else if (stages == 3)
            cascade(node->child, 3, in, count, out);
        else if (stages == 6)
            cascade(node->child, 6, in, count, out);
        else
            cascade(node->child, stages, in, count, out);
        return 0;
    }
    size_t from = 0;
    for (size_t k = 0; k < stages; k++) {
        from = tr__node_chain(node->child[k], in, from, count, out[k]);
        in = out[k];
    }
    return from;
}

size_t tr__node_cascade_bar(tr__node *node, size_t stages, const double *in, double *const *out)
{
    const tr__node *last = node->child[stages - 1];
    double x = in[0];
    size_t from = 0;
    if (last->head->seen >= last->delay + last->number[0]) {
        double keep = last->constant[0], gain = last->constant[1];
        for (size_t k = 0; k < stages; k++) {
            head *state = (head *)(void *)node->child[k]->head;
            out[k][0] = x = state->filter.value = keep * state->filter.value + gain * x;
            state->base.seen++;
        }
        return 0;
    }
    for (size_t k = 0; k < stages; k++) {
        from = tr__node_chain_bar(node->child[k], in, from, out[k]);
        in = out[k];
    }
    return from;
}

static bool is_seeded_ema(const tr__node *node)
{
    return node->indicator == &tr__indicator_ema &&
           node->head->seen >= node->delay + node->number[0];
}

void tr__node_pair_block(tr__node *a, tr__node *b, const double *in, size_t count, double *out_a,
                         double *out_b)
{
    if (!is_seeded_ema(a) || !is_seeded_ema(b)) {
        tr__node_chain(a, in, 0, count, out_a);
        tr__node_chain(b, in, 0, count, out_b);
        return;
    }
    head *state_a = (head *)(void *)a->head, *state_b = (head *)(void *)b->head;
    double keep_a = a->constant[0], gain_a = a->constant[1], y_a = state_a->filter.value;
    double keep_b = b->constant[0], gain_b = b->constant[1], y_b = state_b->filter.value;
    for (size_t i = 0; i < count; i++) {
        double x = in[i];
        out_a[i] = y_a = keep_a * y_a + gain_a * x;
        out_b[i] = y_b = keep_b * y_b + gain_b * x;
    }
    state_a->filter.value = y_a;
    state_b->filter.value = y_b;
    a->head->seen += count;
    b->head->seen += count;
}

const tr__indicator tr__indicator_ema = {
    .info = {
        .name = "ema",
        .aliases = "ewma",
        .title = "Exponential moving average",
        .group = "overlap",
        .formula = "ema = ema_before + 2/(period+1) * (x - ema_before). The first value, at bar "
                   "period - 1, is the mean of the first period values.",
        .source = "Technical Analysis of Stock Trends, 1948; the seed: TA-Lib 0.6",
        .notes = "Presets tulip and tradingview start with the first value itself, at bar 0.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "ema", TR_UNIT_PRICE } },
    },
    .average_code = 2,
    .plan = plan,
    .run = run,
    .step = run_step,
};
