/* kst.h: what kst and kstext share: four rates of change, averaged and weighted, and a signal. */
#ifndef TRADE_INDICATOR_KST_H
#define TRADE_INDICATOR_KST_H

#include "indicator/engine.h"

/* Parameters 0..3 are the rates' periods, 4..7 those of their averages, 8 that of the signal. */
void tr__kst_plan(tr__plan *plan, tr__node *node, double average, double signal_average);
void tr__kst_run(tr__node *node, const tr__block *block);

#endif
