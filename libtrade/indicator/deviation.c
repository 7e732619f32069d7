/* deviation.c: mean distances from the mean. */
#include "indicator/deviation.h"

#include <math.h>

#include "indicator/engine.h"
#include "indicator/four.h"

/* Distances from the newest value first: they are 0 where all are equal, and so is then what is taken from the mean. */
TR__BODY void deviation(const double *x, size_t period, size_t count, double *mean_out,
                        double *total_out)
{
    typedef int64_t bits __attribute__((vector_size(TR__FOUR * sizeof(int64_t))));
    double n = (double)period;
    size_t i = 0;
    for (; i + TR__EIGHT <= count; i += TR__EIGHT) {
        const double *at = x + i;
        tr__four newest[TR__SIDE], mean[TR__SIDE], value, sum[TR__SIDE] = { { 0 } },
                                                          total[TR__SIDE] = { { 0 } };
        TR__BOTH TR__FOUR_LOAD(newest[s], at + s * TR__FOUR);
        for (size_t j = 1; j < period; j++)
            TR__BOTH
            {
                TR__FOUR_LOAD(value, at + s * TR__FOUR - j);
                sum[s] += value - newest[s];
            }
        TR__BOTH mean[s] = newest[s] + sum[s] / n;
        for (size_t j = 0; j < period; j++)
            TR__BOTH
            {
                TR__FOUR_LOAD(value, at + s * TR__FOUR - j);
                total[s] += (tr__four)((bits)(value - mean[s]) & INT64_MAX);
            }
        TR__BOTH
        {
            TR__FOUR_STORE(mean_out + i + s * TR__FOUR, mean[s]);
            TR__FOUR_STORE(total_out + i + s * TR__FOUR, total[s]);
        }
    }
    for (; i < count; i++) {
        double sum = 0, total = 0;
        for (size_t j = 1; j < period; j++)
            sum += *(x + i - j) - x[i];
        double mean = x[i] + sum / n;
        for (size_t j = 0; j < period; j++)
            total += fabs(*(x + i - j) - mean);
        mean_out[i] = mean;
        total_out[i] = total;
    }
}

TR__PLAIN void deviation_plain(const double *x, size_t period, size_t count, double *mean_out,
                            double *total_out)
{
    deviation(x, period, count, mean_out, total_out);
}

TR__WIDE void deviation_wide(const double *x, size_t period, size_t count, double *mean_out,
                             double *total_out)
{
    deviation(x, period, count, mean_out, total_out);
}

void tr__deviation(const double *x, size_t period, size_t count, double *mean_out,
                   double *total_out)
{
    if (count > 1 && tr__has_wide())
        deviation_wide(x, period, count, mean_out, total_out);
    else
        deviation_plain(x, period, count, mean_out, total_out);
}
