/* window.c: the sum, the largest and the smallest value of a window (window.h). */
#include <string.h>

#include "indicator/window_part.h"

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

#define FOLD(a, b)      ((a) + (b))
#define NEUTRAL(x)      0
#define FOLD_NAME(part) sum_##part
#include "indicator/window_fold.h"
#undef FOLD
#undef NEUTRAL
#undef FOLD_NAME

#define FOLD(a, b)      larger(a, b)
#define NEUTRAL(x)      (x)
#define FOLD_NAME(part) max_##part
#include "indicator/window_fold.h"
#undef FOLD
#undef FOLD_NAME

#define FOLD(a, b)      smaller(a, b)
#define FOLD_NAME(part) min_##part
#include "indicator/window_fold.h"

void tr__window_sum_block(tr__fold *fold, const tr__window *window, double *out)
{
    sum_any(fold, window, out);
}

double tr__window_sum_bar(tr__fold *fold, const double *x, size_t period, uint64_t seen,
                          double *area)
{
    return sum_bar(fold, x, period, seen, area);
}

void tr__window_max_block(tr__fold *fold, const tr__window *window, double *out)
{
    max_any(fold, window, out);
}

double tr__window_max_bar(tr__fold *fold, const double *x, size_t period, uint64_t seen,
                          double *area)
{
    return max_bar(fold, x, period, seen, area);
}

void tr__window_min_block(tr__fold *fold, const tr__window *window, double *out)
{
    min_any(fold, window, out);
}

double tr__window_min_bar(tr__fold *fold, const double *x, size_t period, uint64_t seen,
                          double *area)
{
    return min_bar(fold, x, period, seen, area);
}
