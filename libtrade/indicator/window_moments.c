/* window_moments.c: the mean and the scatter of a window (window.h). Each kernel is compiled twice, with the same bits. */
#include "indicator/four.h"
#include "indicator/window_part.h"

/* Up to this period groups of four values are cheaper than two parts. */
#define MOMENTS_MAX 24

static inline double group_squares(const double *x)
{
    double a = *(x - 1) - x[0], b = *(x - 2) - x[0], c = *(x - 3) - x[0];
    return (a * a + b * b) + c * c;
}

/* Sums and squares of the groups that end at the bars of a block and at `past` bars before it. */
TR__BODY void groups_of_moments(const double *x, size_t past, size_t count, double *sums,
                                double *squares)
{
    TR__VECTOR
    for (size_t i = 0; i < count + past; i++) {
        const double *at = x + i - past;
        sums[TR__WINDOW_SHORT_MAX - past + i] = tr__group_sum(at);
        squares[TR__WINDOW_SHORT_MAX - past + i] = group_squares(at);
    }
}

/* One bar, in the steps of moments_grouped. */
static void moments_single(const double *x, size_t period, double *mean_out, double *squares_out)
{
    double n = (double)period, sum = tr__group_sum(x), squares = group_squares(x);
    size_t j = 4;
    for (; j + 4 <= period; j += 4) {
        double d = *(x - j) - x[0], own = tr__group_sum(x - j), all = 4 * d + own;
        sum += all;
        squares += group_squares(x - j) + d * (all + own);
    }
    for (; j < period; j++) {
        double d = *(x - j) - x[0];
        sum += d;
        squares += d * d;
    }
    mean_out[0] = x[0] + sum / n;
    squares_out[0] = tr__not_negative(squares - sum * sum / n);
}

TR__BODY void moments_grouped(const double *x, size_t period, size_t count, double *mean_out,
                              double *squares_out)
{
    tr__group_row sums, shapes;
    size_t whole = period / 4 * 4, i = 0;
    double n = (double)period;
    groups_of_moments(x, whole - 4, count, sums, shapes);
    for (; i + TR__EIGHT <= count; i += TR__EIGHT) {
        const double *at = x + i, *own_at = sums + TR__WINDOW_SHORT_MAX + i,
                     *shape_at = shapes + TR__WINDOW_SHORT_MAX + i;
        tr__four newest[TR__SIDE], sum[TR__SIDE], squares[TR__SIDE];
        TR__BOTH
        {
            TR__FOUR_LOAD(newest[s], at + s * TR__FOUR);
            TR__FOUR_LOAD(sum[s], own_at + s * TR__FOUR);
            TR__FOUR_LOAD(squares[s], shape_at + s * TR__FOUR);
        }
        for (size_t j = 4; j < whole; j += 4)
            TR__BOTH
            {
                tr__four value, own, shape;
                TR__FOUR_LOAD(value, at + s * TR__FOUR - j);
                TR__FOUR_LOAD(own, own_at + s * TR__FOUR - j);
                TR__FOUR_LOAD(shape, shape_at + s * TR__FOUR - j);
                tr__four d = value - newest[s], all = 4 * d + own;
                sum[s] += all;
                squares[s] += shape + d * (all + own);
            }
        for (size_t j = whole; j < period; j++)
            TR__BOTH
            {
                tr__four value;
                TR__FOUR_LOAD(value, at + s * TR__FOUR - j);
                tr__four d = value - newest[s];
                sum[s] += d;
                squares[s] += d * d;
            }
        TR__BOTH
        {
            tr__four mean = newest[s] + sum[s] / n, scatter = squares[s] - sum[s] * sum[s] / n;
            TR__FOUR_STORE(mean_out + i + s * TR__FOUR, mean);
            TR__FOUR_STORE(squares_out + i + s * TR__FOUR, scatter);
        }
    }
    for (; i < count; i++)
        moments_single(x + i, period, mean_out + i, squares_out + i);
    TR__VECTOR
    for (size_t k = 0; k < count; k++)
        squares_out[k] = tr__not_negative(squares_out[k]);
}

/* Distances from the newest value: a value of the window itself, so that little cancels. */
TR__BODY void moments_direct(const double *x, size_t period, size_t count, double *mean_out,
                             double *squares_out)
{
    double n = (double)period;
    size_t i = 0;
    for (; i + TR__FOUR <= count; i += TR__FOUR) {
        tr__four newest, value, sum = { 0 }, squares = { 0 };
        TR__FOUR_LOAD(newest, x + i);
        for (size_t j = 1; j < period; j++) {
            TR__FOUR_LOAD(value, x + i - j);
            tr__four d = value - newest;
            sum += d;
            squares += d * d;
        }
        tr__four mean = newest + sum / n, scatter = squares - sum * sum / n;
        TR__FOUR_STORE(mean_out + i, mean);
        TR__FOUR_STORE(squares_out + i, scatter);
    }
    for (; i < count; i++) {
        double sum = 0, squares = 0;
        for (size_t j = 1; j < period; j++) {
            double d = *(x + i - j) - x[i];
            sum += d;
            squares += d * d;
        }
        mean_out[i] = x[i] + sum / n;
        squares_out[i] = squares - sum * sum / n;
    }
    TR__VECTOR
    for (size_t k = 0; k < count; k++)
        squares_out[k] = tr__not_negative(squares_out[k]);
}

/*
 * Distances are taken from the first value of the span, which lies in every window that ends in the span. The window's
 * scatter is then at least a period-th of the sum of the squared distances, so that little cancels here too.
 */
TR__BODY void moments_parted(tr__moments *m, const tr__window *window, double *mean_out,
                             double *squares_out)
{
    size_t period = window->period;
    double n = (double)period;
    for (size_t begin = 0; begin < window->count;) {
        tr__piece at = tr__piece_at(window, begin);
        const double *x = window->x + begin;
        double *end_sum = window->area + at.turn * 2 * (period + 1),
               *end_squares = end_sum + period + 1;
        if (at.phase == 0) {
            double ended = 0, squares = 0, anchor = x[0];
            end_sum[period] = end_squares[period] = 0;
            for (size_t i = 1; i < period; i++) {
                double d = *(x - i) - anchor;
                end_sum[period - i] = ended += d;
                end_squares[period - i] = squares += d * d;
            }
            *m = (tr__moments){ .anchor = anchor };
        }
        double anchor = m->anchor, sum = m->sum, squares = m->squares;
        double *means = mean_out + begin, *scatters = squares_out + begin;
        for (size_t i = 0; i < at.length; i++) {
            double d = x[i] - anchor;
            means[i] = sum += d;
            scatters[i] = squares += d * d;
        }
        m->sum = sum;
        m->squares = squares;
        end_sum += at.phase + 1;
        end_squares += at.phase + 1;
        TR__VECTOR
        for (size_t i = 0; i < at.length; i++) {
            double whole = end_sum[i] + means[i];
            means[i] = anchor + whole / n;
            scatters[i] = tr__not_negative(end_squares[i] + scatters[i] - whole * whole / n);
        }
        begin += at.length;
    }
}

TR__BODY void moments(tr__moments *m, const tr__window *window, double *mean_out,
                      double *squares_out)
{
    if (window->period <= TR__WINDOW_DIRECT_MAX)
        moments_direct(window->x, window->period, window->count, mean_out, squares_out);
    else if (window->period <= MOMENTS_MAX && window->count == 1)
        moments_single(window->x, window->period, mean_out, squares_out);
    else if (window->period <= MOMENTS_MAX)
        moments_grouped(window->x, window->period, window->count, mean_out, squares_out);
    else
        moments_parted(m, window, mean_out, squares_out);
}

TR__PLAIN void moments_plain(tr__moments *m, const tr__window *window, double *mean_out,
                             double *squares_out)
{
    moments(m, window, mean_out, squares_out);
}

TR__WIDE void moments_wide(tr__moments *m, const tr__window *window, double *mean_out,
                           double *squares_out)
{
    moments(m, window, mean_out, squares_out);
}

void tr__window_moments_block(tr__moments *m, const tr__window *window, double *mean_out,
                              double *squares_out)
{
    if (tr__window_is_wide(window))
        moments_wide(m, window, mean_out, squares_out);
    else
        moments_plain(m, window, mean_out, squares_out);
}

void tr__window_moments_bar(tr__moments *m, const double *x, size_t period, uint64_t seen,
                            double *area, double *mean_out, double *squares_out)
{
    moments(m, &(tr__window){ .x = x, .period = period, .count = 1, .seen = seen, .area = area },
            mean_out, squares_out);
}
