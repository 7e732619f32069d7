/*
 * window.h: sums, extremes and moments over the last `period` values, each in constant time a bar.
 *
 * Short windows (window_part.h says up to where) are computed from their values alone, for a whole block at once. For longer ones
 * the bars are cut into spans of `period`, counted from the first bar ever, so that the cuts of the caller do not
 * matter. A window is the end of one span and the beginning of the next: what the end adds up to is worked out once a span,
 * backwards; the beginning grows bar by bar. So a result is made of the values in its window and of nothing else: there
 * is no running sum that remembers a price jump, and nothing to re-anchor. The ends of two spans are kept by turns, which
 * lets a bar be taken back (engine.h).
 *
 * Either way a bar's result is the same arithmetic in every cut.
 *
 * `x` has `period` past values in front of it. `seen` is the number of bars before x[0]. Results of the first period - 1
 * bars ever are meaningless. Part of the state is in the head (the structs here), the rest in an area of the store.
 */
#ifndef TRADE_INDICATOR_WINDOW_H
#define TRADE_INDICATOR_WINDOW_H

#include <stddef.h>
#include <stdint.h>

#include "indicator/engine.h"

/* Doubles of the area that each wants. */
#define TR__SUM_AREA(period)     (2 * ((period) + 1))
#define TR__MOMENTS_AREA(period) (4 * ((period) + 1))
#define TR__LINE_AREA(period)    (4 * ((period) + 1))
#define TR__CROSS_AREA(period)   (10 * ((period) + 1))

typedef struct tr__window {
    const double *x;
    size_t period;
    size_t count;
    uint64_t seen;
    double *area;
} tr__window;

/* The window over `values` that an indicator's block is at, with the node's area of that number. */
#define TR__WINDOW(node, block, values, bars, number)                                              \
    (&(tr__window){ .x = (values),                                                                 \
                    .period = (bars),                                                              \
                    .count = (block)->count,                                                       \
                    .seen = (block)->seen,                                                         \
                    .area = (node)->area[number] })

typedef struct tr__fold {
    double prefix;
} tr__fold;

void tr__window_sum_block(tr__fold *fold, const tr__window *window, double *out);
void tr__window_max_block(tr__fold *fold, const tr__window *window, double *out);
void tr__window_min_block(tr__fold *fold, const tr__window *window, double *out);
double tr__window_sum_bar(tr__fold *fold, const double *x, size_t period, uint64_t seen,
                          double *area);
double tr__window_max_bar(tr__fold *fold, const double *x, size_t period, uint64_t seen,
                          double *area);
double tr__window_min_bar(tr__fold *fold, const double *x, size_t period, uint64_t seen,
                          double *area);

TR__BODY void tr__window_sum(tr__fold *fold, const tr__window *w, double *out)
{
    if (TR__BAR(w->count))
        out[0] = tr__window_sum_bar(fold, w->x, w->period, w->seen, w->area);
    else
        tr__window_sum_block(fold, w, out);
}

TR__BODY void tr__window_max(tr__fold *fold, const tr__window *w, double *out)
{
    if (TR__BAR(w->count))
        out[0] = tr__window_max_bar(fold, w->x, w->period, w->seen, w->area);
    else
        tr__window_max_block(fold, w, out);
}

TR__BODY void tr__window_min(tr__fold *fold, const tr__window *w, double *out)
{
    if (TR__BAR(w->count))
        out[0] = tr__window_min_bar(fold, w->x, w->period, w->seen, w->area);
    else
        tr__window_min_block(fold, w, out);
}

/* Mean, and the sum of the squared distances from it (exact 0 where all values are equal). */
typedef struct tr__moments {
    double anchor; /* first value of the span; the distances from it are added up */
    double sum;
    double squares;
} tr__moments;

void tr__window_moments_block(tr__moments *moments, const tr__window *window, double *mean_out,
                              double *squares_out);
void tr__window_moments_bar(tr__moments *moments, const double *x, size_t period, uint64_t seen,
                            double *area, double *mean_out, double *squares_out);

TR__BODY void tr__window_moments(tr__moments *moments, const tr__window *w, double *mean_out,
                                 double *squares_out)
{
    if (TR__BAR(w->count))
        tr__window_moments_bar(moments, w->x, w->period, w->seen, w->area, mean_out, squares_out);
    else
        tr__window_moments_block(moments, w, mean_out, squares_out);
}

/* Mean, and the sum of (position - middle position) * value: all that a straight line needs. */
typedef struct tr__line {
    double anchor;
    double sum;
    double weighted;
} tr__line;

void tr__window_line_block(tr__line *line, const tr__window *window, double *mean_out,
                           double *slope_sum_out);
void tr__window_line_bar(tr__line *line, const double *x, size_t period, uint64_t seen,
                         double *area, double *mean_out, double *slope_sum_out);

TR__BODY void tr__window_line(tr__line *line, const tr__window *w, double *mean_out,
                              double *slope_sum_out)
{
    if (TR__BAR(w->count))
        tr__window_line_bar(line, w->x, w->period, w->seen, w->area, mean_out, slope_sum_out);
    else
        tr__window_line_block(line, w, mean_out, slope_sum_out);
}

/* Sum of weight * value, weights 1 (oldest) to period. */
void tr__window_weighted_block(tr__line *line, const tr__window *window, double *out);
double tr__window_weighted_bar(tr__line *line, const double *x, size_t period, uint64_t seen,
                               double *area);

TR__BODY void tr__window_weighted(tr__line *line, const tr__window *w, double *out)
{
    if (TR__BAR(w->count))
        out[0] = tr__window_weighted_bar(line, w->x, w->period, w->seen, w->area);
    else
        tr__window_weighted_block(line, w, out);
}

/* Of two series: sums of squared distances from the means of each, and of the products of both. */
typedef struct tr__cross {
    double anchor[2];
    double sum[2];
    double squares[2];
    double products;
} tr__cross;

/* `window->x` is the first series, `y` the second, which also has `period` past values in front. */
void tr__window_cross(tr__cross *cross, const tr__window *window, const double *y, double *xx_out,
                      double *yy_out, double *xy_out);

#endif
