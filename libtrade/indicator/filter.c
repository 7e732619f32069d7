/* filter.c: the recursion of filter.h. */
#include "indicator/filter.h"

void tr__filter_run(tr__filter *filter, const tr__filter_rule *rule, const double *x, uint64_t seen,
                    size_t count, double *out)
{
    double y = filter->value, keep = rule->keep, gain = rule->gain;
    size_t i = 0;
    for (; i < count && seen + i < rule->seed; i++) {
        y += x[i];
        if (seen + i == rule->seed - 1)
            y *= rule->seed_share;
        out[i] = y;
    }
    for (; i < count; i++) {
        y = keep * y + gain * x[i];
        out[i] = y;
    }
    filter->value = y;
}
