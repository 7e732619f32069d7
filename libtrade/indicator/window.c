/*
 * window.c: windows made of two parts, and short windows as they are; window.h says how they work.
 *
 * Each kernel is compiled twice (TR__WIDE), with the same bits.
 */
#include "indicator/window.h"

#include "indicator/engine.h"
#include "indicator/four.h"

/*
 * Up to these periods a window is computed from its values alone: folds as window_fold.h has it, the others value by
 * value. That makes vectors over bars and no branch that depends on the period. Beyond, two parts are cheaper.
 */
#define SHORT_MAX   64
#define DIRECT_MAX  8
#define MOMENTS_MAX 24
#define LINE_MAX    48

/* A live update is too short for the wide kernels. */
static bool is_wide(const tr__window *window)
{
    return window->count > 1 && tr__has_wide();
}

/* The piece of a block that lies within one span. */
typedef struct piece {
    size_t begin;  /* first bar of the block */
    size_t length; /* bars */
    size_t phase;  /* of the first bar in its span; 0 means that a span begins */
    size_t turn;   /* which of the two ends is read */
} piece;

static inline piece piece_at(const tr__window *window, size_t begin)
{
    uint64_t index = window->seen + begin;
    piece at = { .begin = begin,
                 .phase = (size_t)(index % window->period),
                 .turn = (size_t)(index / window->period % 2) };
    at.length = window->period - at.phase;
    if (at.length > window->count - begin)
        at.length = window->count - begin;
    return at;
}

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

static inline double not_negative(double x)
{
    return x > 0 ? x : 0;
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

/*
 * Groups of four values for short windows: what a group has in itself, counted from its newest value, is worked out once
 * and serves all windows that the group lies in. In a window only the distance of the group from the newest value of all
 * comes to it, so that the level of the values never enters.
 */
static inline double group_sum(const double *x)
{
    return ((*(x - 1) - x[0]) + (*(x - 2) - x[0])) + (*(x - 3) - x[0]);
}

static inline double group_squares(const double *x)
{
    double a = *(x - 1) - x[0], b = *(x - 2) - x[0], c = *(x - 3) - x[0];
    return (a * a + b * b) + c * c;
}

/* Weighted by the position from the middle of the group. */
static inline double group_slope(const double *x)
{
    return 1.5 * (x[0] - *(x - 3)) + 0.5 * (*(x - 1) - *(x - 2));
}

/* What all bars of a block need of groups; index SHORT_MAX is the first bar. */
typedef double group_row[TR__BLOCK_MAX + SHORT_MAX];

/* Sums and squares of the groups that end at the bars of a block and at `past` bars before it. */
TR__BODY void groups_of_moments(const double *x, size_t past, size_t count, double *sums,
                                double *squares)
{
    TR__VECTOR
    for (size_t i = 0; i < count + past; i++) {
        const double *at = x + i - past;
        sums[SHORT_MAX - past + i] = group_sum(at);
        squares[SHORT_MAX - past + i] = group_squares(at);
    }
}

TR__BODY void groups_of_line(const double *x, size_t past, size_t count, double *sums,
                             double *slopes)
{
    TR__VECTOR
    for (size_t i = 0; i < count + past; i++) {
        const double *at = x + i - past;
        sums[SHORT_MAX - past + i] = group_sum(at);
        slopes[SHORT_MAX - past + i] = group_slope(at);
    }
}

/* One bar, in the steps of moments_grouped. */
static void moments_single(const double *x, size_t period, double *mean_out, double *squares_out)
{
    double n = (double)period, sum = group_sum(x), squares = group_squares(x);
    size_t j = 4;
    for (; j + 4 <= period; j += 4) {
        double d = *(x - j) - x[0], own = group_sum(x - j), all = 4 * d + own;
        sum += all;
        squares += group_squares(x - j) + d * (all + own);
    }
    for (; j < period; j++) {
        double d = *(x - j) - x[0];
        sum += d;
        squares += d * d;
    }
    mean_out[0] = x[0] + sum / n;
    squares_out[0] = not_negative(squares - sum * sum / n);
}

TR__BODY void moments_grouped(const double *x, size_t period, size_t count, double *mean_out,
                              double *squares_out)
{
    group_row sums, shapes;
    size_t whole = period / 4 * 4, i = 0;
    double n = (double)period;
    groups_of_moments(x, whole - 4, count, sums, shapes);
    for (; i + TR__EIGHT <= count; i += TR__EIGHT) {
        const double *at = x + i, *own_at = sums + SHORT_MAX + i,
                     *shape_at = shapes + SHORT_MAX + i;
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
        squares_out[k] = not_negative(squares_out[k]);
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
        squares_out[k] = not_negative(squares_out[k]);
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
        piece at = piece_at(window, begin);
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
            scatters[i] = not_negative(end_squares[i] + scatters[i] - whole * whole / n);
        }
        begin += at.length;
    }
}

TR__BODY void moments(tr__moments *m, const tr__window *window, double *mean_out,
                      double *squares_out)
{
    if (window->period <= DIRECT_MAX)
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
    if (is_wide(window))
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

/*
 * A line through a short window: the group whose newest value is j bars back has its middle at (period - 1) / 2 - j - 1.5
 * from the middle of the window. Without a whole group there are single values alone.
 */
static void line_single(const double *x, size_t period, double *mean_out, double *slope_sum_out)
{
    double middle = (double)(period - 1) / 2, sum = 0, slope = 0;
    size_t j = 0;
    for (; j + 4 <= period; j += 4) {
        double d = *(x - j) - x[0], all = 4 * d + group_sum(x - j);
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
    group_row sums, slopes;
    double n = (double)period, middle = (double)(period - 1) / 2, weights[SHORT_MAX];
    size_t whole = period / 4 * 4, i = 0;
    for (size_t j = 0; j < period; j++)
        weights[j] = j < whole ? middle - (double)j - 1.5 : middle - (double)j;
    if (whole > 0)
        groups_of_line(x, whole - 4, count, sums, slopes);
    for (; i + TR__EIGHT <= count; i += TR__EIGHT) {
        const double *at = x + i, *own_at = sums + SHORT_MAX + i,
                     *shape_at = slopes + SHORT_MAX + i;
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
        piece at = piece_at(window, begin);
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
    if (is_wide(window))
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

/* Weighted sums: the weight of a value is how many values it has behind it, itself included. */
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
        totals[SHORT_MAX - past + i] = group_total(at);
        weighted[SHORT_MAX - past + i] = group_weighted(at);
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
    group_row totals, shapes;
    double weights[SHORT_MAX];
    size_t whole = period / 4 * 4, i = 0;
    for (size_t j = 0; j < period; j++)
        weights[j] = (double)(j < whole ? period - 4 - j : period - j);
    if (whole > 0)
        groups_of_weights(x, whole - 4, count, totals, shapes);
    for (; i + TR__EIGHT <= count; i += TR__EIGHT) {
        const double *at = x + i, *own_at = totals + SHORT_MAX + i,
                     *shape_at = shapes + SHORT_MAX + i;
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
    if (window->period > SHORT_MAX)
        weighted_of_line(line, window, out);
    else if (window->count == 1)
        out[0] = weighted_single(window->x, window->period);
    else if (is_wide(window))
        weighted_wide(window, out);
    else
        weighted_plain(window, out);
}

double tr__window_weighted_bar(tr__line *line, const double *x, size_t period, uint64_t seen,
                               double *area)
{
    double out = 0;
    if (period <= SHORT_MAX)
        return weighted_single(x, period);
    weighted_of_line(
        line, &(tr__window){ .x = x, .period = period, .count = 1, .seen = seen, .area = area },
        &out);
    return out;
}

TR__BODY void cross_direct(const tr__window *window, const double *y, double *xx_out,
                           double *yy_out, double *xy_out)
{
    const double *x = window->x;
    size_t period = window->period, count = window->count, i = 0;
    double n = (double)period;
    for (; i + TR__FOUR <= count; i += TR__FOUR) {
        tr__four x0, y0, dx, dy, sx = { 0 }, sy = { 0 }, xx = { 0 }, yy = { 0 }, xy = { 0 };
        TR__FOUR_LOAD(x0, x + i);
        TR__FOUR_LOAD(y0, y + i);
        for (size_t j = 1; j < period; j++) {
            TR__FOUR_LOAD(dx, x + i - j);
            TR__FOUR_LOAD(dy, y + i - j);
            dx -= x0;
            dy -= y0;
            sx += dx;
            sy += dy;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        xx -= sx * sx / n;
        yy -= sy * sy / n;
        xy -= sx * sy / n;
        TR__FOUR_STORE(xx_out + i, xx);
        TR__FOUR_STORE(yy_out + i, yy);
        TR__FOUR_STORE(xy_out + i, xy);
    }
    for (; i < count; i++) {
        double sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
        for (size_t j = 1; j < period; j++) {
            double dx = *(x + i - j) - x[i], dy = *(y + i - j) - y[i];
            sx += dx;
            sy += dy;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        xx_out[i] = xx - sx * sx / n;
        yy_out[i] = yy - sy * sy / n;
        xy_out[i] = xy - sx * sy / n;
    }
}

/* The five arrays of an end: sums of both, squares of both, products. */
TR__BODY void cross_end(const tr__cross *c, double *area, size_t period, const double *x,
                        const double *y)
{
    double sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
    size_t stride = period + 1;
    for (size_t k = 0; k < 5; k++)
        area[k * stride + period] = 0;
    for (size_t i = 1; i < period; i++) {
        double dx = *(x - i) - c->anchor[0], dy = *(y - i) - c->anchor[1];
        double *at = area + period - i;
        at[0] = sx += dx;
        at[stride] = sy += dy;
        at[2 * stride] = xx += dx * dx;
        at[3 * stride] = yy += dy * dy;
        at[4 * stride] = xy += dx * dy;
    }
}

TR__BODY void cross_parted(tr__cross *c, const tr__window *window, const double *other,
                           double *xx_out, double *yy_out, double *xy_out)
{
    size_t period = window->period, stride = period + 1;
    double n = (double)period, sums[2][TR__BLOCK_MAX];
    for (size_t begin = 0; begin < window->count;) {
        piece at = piece_at(window, begin);
        const double *x = window->x + begin, *y = other + begin;
        double *area = window->area + at.turn * 5 * stride;
        if (at.phase == 0) {
            *c = (tr__cross){ .anchor = { x[0], y[0] } };
            cross_end(c, area, period, x, y);
        }
        tr__cross now = *c;
        double *xx = xx_out + begin, *yy = yy_out + begin, *xy = xy_out + begin;
        for (size_t i = 0; i < at.length; i++) {
            double dx = x[i] - now.anchor[0], dy = y[i] - now.anchor[1];
            sums[0][i] = now.sum[0] += dx;
            sums[1][i] = now.sum[1] += dy;
            xx[i] = now.squares[0] += dx * dx;
            yy[i] = now.squares[1] += dy * dy;
            xy[i] = now.products += dx * dy;
        }
        *c = now;
        const double *end = area + at.phase + 1;
        TR__VECTOR
        for (size_t i = 0; i < at.length; i++) {
            double sx = end[i] + sums[0][i], sy = *(end + stride + i) + sums[1][i];
            xx[i] = *(end + 2 * stride + i) + xx[i] - sx * sx / n;
            yy[i] = *(end + 3 * stride + i) + yy[i] - sy * sy / n;
            xy[i] = *(end + 4 * stride + i) + xy[i] - sx * sy / n;
        }
        begin += at.length;
    }
}

TR__BODY void cross_any(tr__cross *c, const tr__window *window, const double *y, double *xx_out,
                        double *yy_out, double *xy_out)
{
    if (window->period <= DIRECT_MAX)
        cross_direct(window, y, xx_out, yy_out, xy_out);
    else
        cross_parted(c, window, y, xx_out, yy_out, xy_out);
    TR__VECTOR
    for (size_t i = 0; i < window->count; i++) {
        xx_out[i] = not_negative(xx_out[i]);
        yy_out[i] = not_negative(yy_out[i]);
    }
}

TR__PLAIN void cross_plain(tr__cross *c, const tr__window *window, const double *y, double *xx_out,
                           double *yy_out, double *xy_out)
{
    cross_any(c, window, y, xx_out, yy_out, xy_out);
}

TR__WIDE void cross_wide(tr__cross *c, const tr__window *window, const double *y, double *xx_out,
                         double *yy_out, double *xy_out)
{
    cross_any(c, window, y, xx_out, yy_out, xy_out);
}

void tr__window_cross(tr__cross *c, const tr__window *window, const double *y, double *xx_out,
                      double *yy_out, double *xy_out)
{
    if (is_wide(window))
        cross_wide(c, window, y, xx_out, yy_out, xy_out);
    else
        cross_plain(c, window, y, xx_out, yy_out, xy_out);
}
