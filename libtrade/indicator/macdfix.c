/* macdfix.c: Moving average convergence and divergence 12/26. */
#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    tr__filter fast;
    tr__filter slow;
    tr__filter signal;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    node->number[0] = 12;
    node->number[1] = 26;
    node->number[2] = 14;
    node->constant[0] = 0.15;
    node->constant[1] = 0.075;
    node->lookback = 25 + tr__count(node, 0) - 1;
    plan->is_recursive = true;
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    head *state = (head *)(void *)node->head;
    bool is_tulip = false;
    size_t signal_period = tr__count(node, 0);
    /* Both averages end their warm-up at the same bar: the fast one starts later. */
    size_t delay = node->number[2], from = block->seen < delay ? (size_t)(delay - block->seen) : 0;
    double slow[TR__BLOCK_MAX], *line = block->out[0], *signal = block->out[1];
    tr__filter_rule rule = tr__filter_ema(node->number[0], node->constant[0], is_tulip);
    if (from < block->count)
        tr__filter_run(&state->fast, &rule, x + from, block->seen + from - delay,
                       block->count - from, line + from);
    rule = tr__filter_ema(node->number[1], node->constant[1], is_tulip);
    tr__filter_run(&state->slow, &rule, x, block->seen, block->count, slow);
    size_t warm = node->number[1] - 1,
           first = block->seen < warm ? (size_t)(warm - block->seen) : 0;
    if (first >= block->count)
        return;
    for (size_t i = first; i < block->count; i++)
        line[i] -= slow[i];
    rule = tr__filter_ema(signal_period, 2 / ((double)signal_period + 1), is_tulip);
    tr__filter_run(&state->signal, &rule, line + first, block->seen + first - warm,
                   block->count - first, signal + first);
    for (size_t i = first; i < block->count; i++)
        block->out[2][i] = line[i] - signal[i];
}

const tr__indicator tr__indicator_macdfix = {
    .info = {
        .name = "macdfix",
        .aliases = "",
        .title = "Moving average convergence and divergence 12/26",
        .group = "momentum",
        .formula = "As macd, with the factors 0.15 and 0.075 of the book in place of 2/13 and "
                   "2/27. First at bar 24 + signal_period.",
        .source = "The Moving Average Convergence-Divergence Trading Method, 1979",
        .notes = "TA-Lib 0.6 puts the values of a signal_period of 1 at the wrong bar; here "
                 "the signal is then the line itself.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "signal_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9 } },
        .outputs = { { "macd", TR_UNIT_PRICE }, { "signal", TR_UNIT_PRICE }, { "histogram", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
};
