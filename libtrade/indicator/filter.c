/* filter.c: the recursion of filter.h. */
#include "indicator/filter.h"

void tr__filter_block(tr__filter *filter, const tr__filter_rule *rule, const double *x,
                      uint64_t seen, size_t count, double *out)
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

void tr__filter_side_block(tr__filter *const *filters, size_t sides, const tr__filter_rule *rule,
                           double *const *series, uint64_t seen, size_t count)
{
    if (seen < rule->seed || sides < 2) {
        for (size_t k = 0; k < sides; k++)
            tr__filter_block(filters[k], rule, series[k], seen, count, series[k]);
        return;
    }
    double keep = rule->keep, gain = rule->gain;
    double *a = series[0], *b = series[1];
    double ya = filters[0]->value, yb = filters[1]->value;
    if (sides == 2) {
        for (size_t i = 0; i < count; i++) {
            a[i] = ya = keep * ya + gain * a[i];
            b[i] = yb = keep * yb + gain * b[i];
        }
    } else {
        double *c = series[2], yc = filters[2]->value;
        for (size_t i = 0; i < count; i++) {
            a[i] = ya = keep * ya + gain * a[i];
            b[i] = yb = keep * yb + gain * b[i];
            c[i] = yc = keep * yc + gain * c[i];
        }
        filters[2]->value = yc;
    }
    filters[0]->value = ya;
    filters[1]->value = yb;
}
