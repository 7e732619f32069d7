/* window_line.c: the straight line through a window (window.h). Each kernel is compiled twice, with the same bits. */
#include "indicator/four.h"
#include "indicator/window_part.h"

/* Up to this period groups of four values are cheaper than two parts. */
#define LINE_MAX 48

/* Weighted by the position from the middle of the group. */
static inline double group_slope(const double *x)
{
    return 1.5 * (x[0] - *(x - 3)) + 0.5 * (*(x - 1) - *(x - 2));
}

TR__BODY void groups_of_line(const double *x, size_t past, size_t count, double *sums,
                             double *slopes)
{
    TR__VECTOR
    for (size_t i = 0; i < count + past; i++) {
        const double *at = x + i - past;
        sums[TR__WINDOW_SHORT_MAX - past + i] = tr__group_sum(at);
        slopes[TR__WINDOW_SHORT_MAX - past + i] = group_slope(at);
    }
}

/*
 * A line through a short window: the group whose newest value is j bars back has its middle at (period - 1) / 2 - j - 1.5
 * from the middle of the window. Without a whole group there are single values alone.
 */
static void line_single(const double *x, size_t period, double *mean_out, double *slope_sum_out)
{
    double middle = (double)(period - 1) / 2, sum = 0, slope = 0;
    size_t j = 0;
    for (; j + 4 <= period; j += 4) {
        double d = *(x - j) - x[0], all = 4 * d + tr__group_sum(x - j);
        sum += all;
        slope += (middle - (double)j - 1.5) * all + group_slope(x - j);
    }
    for (; j < period; j++) {
        double d = *(x - j) - x[0];
        sum += d;
        slope += (middle - (double)j) * d;
    }
    mean_out[0] = x[0] + sum / (double)period;
    slope_sum_out[0] = slope;
}

TR__BODY void line_grouped(const double *x, size_t period, size_t count, double *mean_out,
                           double *slope_sum_out)
{
    tr__group_row sums, slopes;
    double n = (double)period, middle = (double)(period - 1) / 2, weights[TR__WINDOW_SHORT_MAX];
    size_t whole = period / 4 * 4, i = 0;
    for (size_t j = 0; j < period; j++)
        weights[j] = j < whole ? middle - (double)j - 1.5 : middle - (double)j;
    if (whole > 0)
        groups_of_line(x, whole - 4, count, sums, slopes);
    for (; i + TR__EIGHT <= count; i += TR__EIGHT) {
        const double *at = x + i, *own_at = sums + TR__WINDOW_SHORT_MAX + i,
                     *shape_at = slopes + TR__WINDOW_SHORT_MAX + i;
        tr__four newest[TR__SIDE], sum[TR__SIDE] = { { 0 } }, slope[TR__SIDE] = { { 0 } };
        TR__BOTH TR__FOUR_LOAD(newest[s], at + s * TR__FOUR);
        for (size_t j = 0; j < whole; j += 4)
            TR__BOTH
            {
                tr__four value, own, shape;
                TR__FOUR_LOAD(value, at + s * TR__FOUR - j);
                TR__FOUR_LOAD(own, own_at + s * TR__FOUR - j);
                TR__FOUR_LOAD(shape, shape_at + s * TR__FOUR - j);
                tr__four all = 4 * (value - newest[s]) + own;
                sum[s] += all;
                slope[s] += weights[j] * all + shape;
            }
        for (size_t j = whole; j < period; j++)
            TR__BOTH
            {
                tr__four value;
                TR__FOUR_LOAD(value, at + s * TR__FOUR - j);
                tr__four d = value - newest[s];
                sum[s] += d;
                slope[s] += weights[j] * d;
            }
        TR__BOTH
        {
            tr__four mean = newest[s] + sum[s] / n;
            TR__FOUR_STORE(mean_out + i + s * TR__FOUR, mean);
            TR__FOUR_STORE(slope_sum_out + i + s * TR__FOUR, slope[s]);
        }
    }
    for (; i < count; i++)
        line_single(x + i, period, mean_out + i, slope_sum_out + i);
}

/*
 * Positions in the window are 0 (oldest) to period - 1. An end of r values occupies 0..r-1, and is summed with weights
 * counted from its newest value, which do not change while it shrinks; the beginning of k values occupies r..period-1.
 * Distances are taken from the first value of the span, which is in the window.
 */
TR__BODY void line_parted(tr__line *line, const tr__window *window, double *mean_out,
                          double *slope_sum_out)
{
    size_t period = window->period;
    double n = (double)period, middle = (double)(period - 1) / 2;
    for (size_t begin = 0; begin < window->count;) {
        tr__piece at = tr__piece_at(window, begin);
        const double *x = window->x + begin;
        double *end_sum = window->area + at.turn * 2 * (period + 1),
               *end_weighted = end_sum + period + 1;
        if (at.phase == 0) {
            double ended = 0, turned = 0, anchor = x[0];
            end_sum[period] = end_weighted[period] = 0;
            for (size_t i = 1; i < period; i++) {
                double d = *(x - i) - anchor;
                end_sum[period - i] = ended += d;
                end_weighted[period - i] = turned += (double)i * d;
            }
            *line = (tr__line){ .anchor = anchor };
        }
        double anchor = line->anchor, sum = line->sum, weighted = line->weighted;
        double *means = mean_out + begin, *slopes = slope_sum_out + begin;
        for (size_t i = 0; i < at.length; i++) {
            double d = x[i] - anchor;
            means[i] = sum += d;
            slopes[i] = weighted += (double)(at.phase + i) * d;
        }
        line->sum = sum;
        line->weighted = weighted;
        end_sum += at.phase + 1;
        end_weighted += at.phase + 1;
        double rest = (double)(period - at.phase - 1) - middle;
        TR__VECTOR
        for (size_t i = 0; i < at.length; i++) {
            double whole = end_sum[i] + means[i];
            means[i] = anchor + whole / n;
            slopes[i] = ((rest - (double)(int)i) * whole - end_weighted[i]) + slopes[i];
        }
        begin += at.length;
    }
}

TR__BODY void line_any(tr__line *line, const tr__window *window, double *mean_out,
                       double *slope_sum_out)
{
    if (window->period > LINE_MAX)
        line_parted(line, window, mean_out, slope_sum_out);
    else if (window->count == 1)
        line_single(window->x, window->period, mean_out, slope_sum_out);
    else
        line_grouped(window->x, window->period, window->count, mean_out, slope_sum_out);
}

TR__PLAIN void line_plain(tr__line *line, const tr__window *window, double *mean_out,
                          double *slope_sum_out)
{
    line_any(line, window, mean_out, slope_sum_out);
}

TR__WIDE void line_wide(tr__line *line, const tr__window *window, double *mean_out,
                        double *slope_sum_out)
{
    line_any(line, window, mean_out, slope_sum_out);
}

void tr__window_line_block(tr__line *line, const tr__window *window, double *mean_out,
                           double *slope_sum_out)
{
    if (tr__window_is_wide(window))
        line_wide(line, window, mean_out, slope_sum_out);
    else
        line_plain(line, window, mean_out, slope_sum_out);
}

void tr__window_line_bar(tr__line *line, const double *x, size_t period, uint64_t seen,
                         double *area, double *mean_out, double *slope_sum_out)
{
    line_any(line,
             &(tr__window){ .x = x, .period = period, .count = 1, .seen = seen, .area = area },
             mean_out, slope_sum_out);
}
