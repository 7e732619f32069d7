/* window_weighted.c: the weighted sum of a window (window.h). Each kernel is compiled twice, with the same bits. */
#include "indicator/four.h"
#include "indicator/window_part.h"

/* The weight of a value is how many values it has behind it, itself included. */
static inline double group_weighted(const double *x)
{
    return (4 * x[0] + 3 * *(x - 1)) + (2 * *(x - 2) + *(x - 3));
}

static inline double group_total(const double *x)
{
    return (x[0] + *(x - 1)) + (*(x - 2) + *(x - 3));
}

TR__BODY void groups_of_weights(const double *x, size_t past, size_t count, double *totals,
                                double *weighted)
{
    TR__VECTOR
    for (size_t i = 0; i < count + past; i++) {
        const double *at = x + i - past;
        totals[TR__WINDOW_SHORT_MAX - past + i] = group_total(at);
        weighted[TR__WINDOW_SHORT_MAX - past + i] = group_weighted(at);
    }
}

static double weighted_single(const double *x, size_t period)
{
    double sum = 0;
    size_t j = 0;
    for (; j + 4 <= period; j += 4)
        sum += (double)(period - 4 - j) * group_total(x - j) + group_weighted(x - j);
    for (; j < period; j++)
        sum += (double)(period - j) * *(x - j);
    return sum;
}

TR__BODY void weighted_grouped(const double *x, size_t period, size_t count, double *out)
{
    tr__group_row totals, shapes;
    double weights[TR__WINDOW_SHORT_MAX];
    size_t whole = period / 4 * 4, i = 0;
    for (size_t j = 0; j < period; j++)
        weights[j] = (double)(j < whole ? period - 4 - j : period - j);
    if (whole > 0)
        groups_of_weights(x, whole - 4, count, totals, shapes);
    for (; i + TR__EIGHT <= count; i += TR__EIGHT) {
        const double *at = x + i, *own_at = totals + TR__WINDOW_SHORT_MAX + i,
                     *shape_at = shapes + TR__WINDOW_SHORT_MAX + i;
        tr__four sum[TR__SIDE] = { { 0 } };
        for (size_t j = 0; j < whole; j += 4)
            TR__BOTH
            {
                tr__four own, shape;
                TR__FOUR_LOAD(own, own_at + s * TR__FOUR - j);
                TR__FOUR_LOAD(shape, shape_at + s * TR__FOUR - j);
                sum[s] += weights[j] * own + shape;
            }
        for (size_t j = whole; j < period; j++)
            TR__BOTH
            {
                tr__four value;
                TR__FOUR_LOAD(value, at + s * TR__FOUR - j);
                sum[s] += weights[j] * value;
            }
        TR__BOTH TR__FOUR_STORE(out + i + s * TR__FOUR, sum[s]);
    }
    for (; i < count; i++)
        out[i] = weighted_single(x + i, period);
}

/* A long window is its mean and its slope. */
static void weighted_of_line(tr__line *line, const tr__window *window, double *out)
{
    double mean[TR__BLOCK_MAX], slope[TR__BLOCK_MAX], n = (double)window->period;
    tr__window_line_block(line, window, mean, slope);
    TR__VECTOR
    for (size_t i = 0; i < window->count; i++)
        out[i] = mean[i] * (n * (n + 1) / 2) + slope[i];
}

TR__PLAIN void weighted_plain(const tr__window *window, double *out)
{
    weighted_grouped(window->x, window->period, window->count, out);
}

TR__WIDE void weighted_wide(const tr__window *window, double *out)
{
    weighted_grouped(window->x, window->period, window->count, out);
}

void tr__window_weighted_block(tr__line *line, const tr__window *window, double *out)
{
    if (window->period > TR__WINDOW_SHORT_MAX)
        weighted_of_line(line, window, out);
    else if (window->count == 1)
        out[0] = weighted_single(window->x, window->period);
    else if (tr__window_is_wide(window))
        weighted_wide(window, out);
    else
        weighted_plain(window, out);
}

double tr__window_weighted_bar(tr__line *line, const double *x, size_t period, uint64_t seen,
                               double *area)
{
    double out = 0;
    if (period <= TR__WINDOW_SHORT_MAX)
        return weighted_single(x, period);
    weighted_of_line(
        line, &(tr__window){ .x = x, .period = period, .count = 1, .seen = seen, .area = area },
        &out);
    return out;
}
