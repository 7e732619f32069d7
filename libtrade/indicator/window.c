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
#define SHORT_MAX  64
#define DIRECT_MAX 8
#define PAIRED_MAX 48

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

void tr__window_sum(tr__fold *fold, const tr__window *window, double *out)
{
    sum_any(fold, window, out);
}

void tr__window_max(tr__fold *fold, const tr__window *window, double *out)
{
    max_any(fold, window, out);
}

void tr__window_min(tr__fold *fold, const tr__window *window, double *out)
{
    min_any(fold, window, out);
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
    else
        moments_parted(m, window, mean_out, squares_out);
}

static void moments_plain(tr__moments *m, const tr__window *window, double *mean_out,
                          double *squares_out)
{
    moments(m, window, mean_out, squares_out);
}

TR__WIDE void moments_wide(tr__moments *m, const tr__window *window, double *mean_out,
                           double *squares_out)
{
    moments(m, window, mean_out, squares_out);
}

void tr__window_moments(tr__moments *m, const tr__window *window, double *mean_out,
                        double *squares_out)
{
    if (is_wide(window))
        moments_wide(m, window, mean_out, squares_out);
    else
        moments_plain(m, window, mean_out, squares_out);
}

/*
 * The two values that lie equally far from the middle have opposite weights: their difference is weighted once, so that
 * the level of the values never enters the slope.
 */
TR__BODY void slope_paired(const double *x, size_t period, size_t count, double *slope_sum_out)
{
    double middle = (double)(period - 1) / 2;
    size_t pairs = period / 2, i = 0;
    for (; i + TR__FOUR <= count; i += TR__FOUR) {
        tr__four newer, older, sum = { 0 };
        double weight = middle;
        for (size_t j = 0; j < pairs; j++, weight -= 1) {
            TR__FOUR_LOAD(newer, x + i - j);
            TR__FOUR_LOAD(older, x + i + j - (period - 1));
            sum += (newer - older) * weight;
        }
        TR__FOUR_STORE(slope_sum_out + i, sum);
    }
    for (; i < count; i++) {
        double sum = 0, weight = middle;
        for (size_t j = 0; j < pairs; j++, weight -= 1)
            sum += (*(x + i - j) - *(x + i + j - (period - 1))) * weight;
        slope_sum_out[i] = sum;
    }
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
    size_t period = window->period, count = window->count;
    if (period > PAIRED_MAX) {
        line_parted(line, window, mean_out, slope_sum_out);
        return;
    }
    slope_paired(window->x, period, count, slope_sum_out);
    if (count == 1)
        mean_out[0] = sum_single(window->x, period);
    else
        sum_short(window->x, period, count, mean_out);
    TR__VECTOR
    for (size_t i = 0; i < count; i++)
        mean_out[i] /= (double)period;
}

static void line_plain(tr__line *line, const tr__window *window, double *mean_out,
                       double *slope_sum_out)
{
    line_any(line, window, mean_out, slope_sum_out);
}

TR__WIDE void line_wide(tr__line *line, const tr__window *window, double *mean_out,
                        double *slope_sum_out)
{
    line_any(line, window, mean_out, slope_sum_out);
}

void tr__window_line(tr__line *line, const tr__window *window, double *mean_out,
                     double *slope_sum_out)
{
    if (is_wide(window))
        line_wide(line, window, mean_out, slope_sum_out);
    else
        line_plain(line, window, mean_out, slope_sum_out);
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

static void cross_plain(tr__cross *c, const tr__window *window, const double *y, double *xx_out,
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
