/* macd.h: two averages, their difference and its average, side by side; what MACD is with any factors. */
#ifndef TRADE_INDICATOR_MACD_H
#define TRADE_INDICATOR_MACD_H

#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct tr__macd {
    tr__filter fast;
    tr__filter slow;
    tr__filter signal;
} tr__macd;

typedef struct tr__macd_rule {
    tr__filter_rule fast;
    tr__filter_rule slow;
    tr__filter_rule signal;
    size_t delay; /* bars before the fast average starts */
    size_t warm;  /* bars before the signal starts */
} tr__macd_rule;

/* One input; outputs line, signal and histogram. */
void tr__macd_block(tr__macd *macd, const tr__macd_rule *rule, const tr__block *block);

/* Are all three averages past their first values? */
static inline bool tr__macd_is_seeded(const tr__macd_rule *rule, uint64_t seen)
{
    return seen >= rule->warm + rule->signal.seed && seen >= rule->delay + rule->fast.seed &&
           seen >= rule->slow.seed;
}

TR__BODY void tr__macd_run(tr__macd *macd, const tr__macd_rule *rule, const tr__block *block)
{
    if (!TR__BAR(block->count) || !tr__macd_is_seeded(rule, block->seen)) {
        tr__macd_block(macd, rule, block);
        return;
    }
    const double x = block->in[0][0];
    double fast = macd->fast.value = rule->fast.keep * macd->fast.value + rule->fast.gain * x;
    double slow = macd->slow.value = rule->slow.keep * macd->slow.value + rule->slow.gain * x;
    double apart = fast - slow;
    double slowed = macd->signal.value =
        rule->signal.keep * macd->signal.value + rule->signal.gain * apart;
    block->out[0][0] = apart;
    block->out[1][0] = slowed;
    block->out[2][0] = apart - slowed;
}

#endif
