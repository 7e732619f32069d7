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
void tr__macd_run(tr__macd *macd, const tr__macd_rule *rule, const tr__block *block);

#endif
