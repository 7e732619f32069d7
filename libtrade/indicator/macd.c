/* macd.c: Moving average convergence and divergence. */
#include "indicator/macd.h"
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    tr__macd macd;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    size_t fast = tr__count(node, 0), slow = tr__count(node, 1);
    if (slow < fast) {
        size_t swap = slow;
        slow = fast;
        fast = swap;
    }
    bool is_tulip = node->preset == TR_INDICATOR_TULIP;
    node->number[0] = fast;
    node->number[1] = slow;
    node->number[2] = is_tulip ? 0 : slow - fast;
    bool is_fixed = is_tulip && fast == 12 && slow == 26;
    node->constant[0] = is_fixed ? 0.15 : 2 / ((double)fast + 1);
    node->constant[1] = is_fixed ? 0.075 : 2 / ((double)slow + 1);
    node->lookback = slow - 1 + (is_tulip ? 0 : tr__count(node, 2) - 1);
    /* Both averages end their warm-up at the same bar: the fast one starts later. */
    size_t signal_period = tr__count(node, 2);
    tr__macd_rule *rule = tr__plan_table(plan, node, sizeof *rule);
    if (rule != NULL)
        *rule = (tr__macd_rule){
            .fast = tr__filter_ema(node->number[0], node->constant[0], is_tulip),
            .slow = tr__filter_ema(node->number[1], node->constant[1], is_tulip),
            .signal = tr__filter_ema(signal_period, 2 / ((double)signal_period + 1), is_tulip),
            .delay = node->number[2],
            .warm = node->number[1] - 1,
        };
    plan->is_recursive = true;
}

/* While the averages warm up. */
static void warm_up(tr__macd *macd, const tr__macd_rule *rule, const tr__block *block)
{
    const double *x = block->in[0];
    size_t delay = rule->delay, from = block->seen < delay ? (size_t)(delay - block->seen) : 0;
    double slow[TR__BLOCK_MAX], *line = block->out[0], *signal = block->out[1];
    if (from < block->count)
        tr__filter_run(&macd->fast, &rule->fast, x + from, block->seen + from - delay,
                       block->count - from, line + from);
    tr__filter_run(&macd->slow, &rule->slow, x, block->seen, block->count, slow);
    size_t first = block->seen < rule->warm ? (size_t)(rule->warm - block->seen) : 0;
    if (first >= block->count)
        return;
    for (size_t i = first; i < block->count; i++)
        line[i] -= slow[i];
    tr__filter_run(&macd->signal, &rule->signal, line + first, block->seen + first - rule->warm,
                   block->count - first, signal + first);
    for (size_t i = first; i < block->count; i++)
        block->out[2][i] = line[i] - signal[i];
}

void tr__macd_block(tr__macd *macd, const tr__macd_rule *rule, const tr__block *block)
{
    if (!tr__macd_is_seeded(rule, block->seen)) {
        warm_up(macd, rule, block);
        return;
    }
    const double *x = block->in[0];
    double *line = block->out[0], *signal = block->out[1], *histogram = block->out[2];
    const double keep[3] = { rule->fast.keep, rule->slow.keep, rule->signal.keep },
                 gain[3] = { rule->fast.gain, rule->slow.gain, rule->signal.gain };
    double fast = macd->fast.value, slow = macd->slow.value, slowed = macd->signal.value;
    for (size_t i = 0; i < block->count; i++) {
        fast = keep[0] * fast + gain[0] * x[i];
        slow = keep[1] * slow + gain[1] * x[i];
        double apart = fast - slow;
        slowed = keep[2] * slowed + gain[2] * apart;
        line[i] = apart;
        signal[i] = slowed;
        histogram[i] = apart - slowed;
    }
    *macd = (tr__macd){ { fast }, { slow }, { slowed } };
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__macd_run(&((head *)(void *)node->head)->macd, node->table, block);
}

TR__STEP(run, 1, 0, 0, 3)

const tr__indicator tr__indicator_macd = {
    .info = {
        .name = "macd",
        .aliases = "",
        .title = "Moving average convergence and divergence",
        .group = "momentum",
        .formula = "macd = ema over fast_period - ema over slow_period; signal = ema of macd over "
                   "signal_period; histogram = macd - signal. First at bar slow_period + "
                   "signal_period - 2.",
        .source = "The Moving Average Convergence-Divergence Trading Method, 1979",
        .notes = "The averages end their warm-up at the same bar, the fast one starts from "
                 "the fast_period values before it, as in TA-Lib; so does the signal. "
                 "Preset tulip: averages start with their first value, first output at bar "
                 "slow_period - 1, and 12 and 26 mean the factors 0.15 and 0.075. TA-Lib "
                 "0.6 puts the values of a signal_period of 1 at the wrong bar; here the "
                 "signal is then the line itself.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12, .alias = "short_period" },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26, .alias = "long_period" },
                    { "signal_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9 } },
        .outputs = { { "macd", TR_UNIT_PRICE }, { "signal", TR_UNIT_PRICE }, { "histogram", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
