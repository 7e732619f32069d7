/* window.c: two-part windows; window.h says how they work. */
#include "indicator/window.h"

/* The piece of a block that lies within one span. */
typedef struct piece {
    size_t begin;  /* first bar of the block */
    size_t length; /* bars */
    size_t phase;  /* of the first bar in its span; 0 means that a span begins */
    size_t turn;   /* which of the two ends is read */
} piece;

static piece piece_at(const tr__window *window, size_t begin)
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

void tr__window_sum(tr__fold *fold, const tr__window *window, double *out)
{
    size_t period = window->period;
    for (size_t begin = 0; begin < window->count;) {
        piece at = piece_at(window, begin);
        const double *x = window->x + begin;
        double *end = window->area + at.turn * (period + 1);
        if (at.phase == 0) {
            double sum = 0;
            end[period] = 0;
            for (size_t i = 1; i < period; i++)
                end[period - i] = sum += *(x - i);
            fold->prefix = 0;
        }
        double sum = fold->prefix;
        const double *rest = end + at.phase + 1;
        for (size_t i = 0; i < at.length; i++) {
            sum += x[i];
            out[begin + i] = rest[i] + sum;
        }
        fold->prefix = sum;
        begin += at.length;
    }
}

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

void tr__window_max(tr__fold *fold, const tr__window *window, double *out)
{
    size_t period = window->period;
    for (size_t begin = 0; begin < window->count;) {
        piece at = piece_at(window, begin);
        const double *x = window->x + begin;
        double *end = window->area + at.turn * (period + 1);
        if (at.phase == 0) {
            end[period] = fold->prefix = x[0];
            double best = *(x - 1);
            for (size_t i = 1; i < period; i++)
                end[period - i] = best = larger(best, *(x - i));
        }
        double best = fold->prefix;
        const double *rest = end + at.phase + 1;
        for (size_t i = 0; i < at.length; i++) {
            best = larger(best, x[i]);
            out[begin + i] = larger(rest[i], best);
        }
        fold->prefix = best;
        begin += at.length;
    }
}

void tr__window_min(tr__fold *fold, const tr__window *window, double *out)
{
    size_t period = window->period;
    for (size_t begin = 0; begin < window->count;) {
        piece at = piece_at(window, begin);
        const double *x = window->x + begin;
        double *end = window->area + at.turn * (period + 1);
        if (at.phase == 0) {
            end[period] = fold->prefix = x[0];
            double best = *(x - 1);
            for (size_t i = 1; i < period; i++)
                end[period - i] = best = smaller(best, *(x - i));
        }
        double best = fold->prefix;
        const double *rest = end + at.phase + 1;
        for (size_t i = 0; i < at.length; i++) {
            best = smaller(best, x[i]);
            out[begin + i] = smaller(rest[i], best);
        }
        fold->prefix = best;
        begin += at.length;
    }
}

static inline double not_negative(double x)
{
    return x > 0 ? x : 0;
}

/*
 * Distances are taken from a value of the part itself. The part's own scatter is then at least as large as
 * its mean distance squared, so that subtracting the one from the other loses a factor of its length at most.
 */
void tr__window_moments(tr__moments *m, const tr__window *window, double *mean_out,
                        double *squares_out)
{
    size_t period = window->period;
    for (size_t begin = 0; begin < window->count;) {
        piece at = piece_at(window, begin);
        const double *x = window->x + begin;
        double *end_mean = window->area + at.turn * 2 * (period + 1),
               *end_squares = end_mean + period + 1;
        if (at.phase == 0) {
            double ended = 0, squares = 0;
            m->end_anchor = *(x - 1);
            end_mean[period] = end_squares[period] = 0;
            for (size_t i = 1; i < period; i++) {
                double d = *(x - i) - m->end_anchor;
                ended += d;
                squares += d * d;
                end_mean[period - i] = ended / (double)i;
                end_squares[period - i] = not_negative(squares - ended * (ended / (double)i));
            }
            m->anchor = x[0];
            m->sum = m->squares = 0;
        }
        double between = m->anchor - m->end_anchor, whole = 1 / (double)period;
        double anchor = m->anchor, end_anchor = m->end_anchor, sum = m->sum, total = m->squares;
        for (size_t i = 0; i < at.length; i++) {
            size_t length = at.phase + i + 1, rest = period - length;
            double d = x[i] - anchor;
            sum += d;
            total += d * d;
            double mean = sum / (double)length;
            double squares = not_negative(total - sum * mean);
            double apart = between + (mean - end_mean[length]);
            double share = (double)length * whole;
            mean_out[begin + i] = end_anchor + end_mean[length] + apart * share;
            squares_out[begin + i] =
                squares + end_squares[length] + apart * apart * (share * (double)rest);
        }
        m->sum = sum;
        m->squares = total;
        begin += at.length;
    }
}

/*
 * Positions in the window are 0 (oldest) to period - 1. An end of r values occupies 0..r-1, and is summed with weights
 * counted from its newest value, which do not change while it shrinks; the beginning of k values occupies r..period-1.
 */
void tr__window_line(tr__line *line, const tr__window *window, double *mean_out,
                     double *slope_sum_out)
{
    size_t period = window->period;
    double middle = (double)(period - 1) / 2;
    for (size_t begin = 0; begin < window->count;) {
        piece at = piece_at(window, begin);
        const double *x = window->x + begin;
        double *end_sum = window->area + at.turn * 2 * (period + 1),
               *end_weighted = end_sum + period + 1;
        if (at.phase == 0) {
            double ended = 0, turned = 0;
            line->end_anchor = *(x - 1);
            end_sum[period] = end_weighted[period] = 0;
            for (size_t i = 1; i < period; i++) {
                double d = *(x - i) - line->end_anchor;
                ended += d;
                turned += (double)(i - 1) * d;
                end_sum[period - i] = ended;
                end_weighted[period - i] = turned;
            }
            line->anchor = x[0];
            line->sum = line->weighted = 0;
        }
        double between = line->anchor - line->end_anchor, whole = 1 / (double)period;
        double anchor = line->anchor, end_anchor = line->end_anchor, sum = line->sum,
               weighted = line->weighted;
        for (size_t i = 0; i < at.length; i++) {
            size_t length = at.phase + i + 1;
            double k = (double)length, r = (double)(period - length), d = x[i] - anchor;
            sum += d;
            weighted += (k - 1) * d;
            mean_out[begin + i] = end_anchor + (end_sum[length] + sum + between * k) * whole;
            slope_sum_out[begin + i] = ((r - 1 - middle) * end_sum[length] - end_weighted[length]) +
                                       ((r - middle) * sum + weighted) + between * (k * r / 2);
        }
        line->sum = sum;
        line->weighted = weighted;
        begin += at.length;
    }
}

/* The five arrays of an end: means of both, squares of both, products. */
static void cross_end(tr__cross *c, double *area, size_t period, const double *x, const double *y)
{
    double sum[2] = { 0, 0 }, squares[2] = { 0, 0 }, products = 0;
    size_t stride = period + 1;
    c->end_anchor[0] = *(x - 1);
    c->end_anchor[1] = *(y - 1);
    for (size_t k = 0; k < 5; k++)
        area[k * stride + period] = 0;
    for (size_t i = 1; i < period; i++) {
        double dx = *(x - i) - c->end_anchor[0], dy = *(y - i) - c->end_anchor[1], n = (double)i;
        double *at = area + period - i;
        sum[0] += dx;
        sum[1] += dy;
        squares[0] += dx * dx;
        squares[1] += dy * dy;
        products += dx * dy;
        at[0] = sum[0] / n;
        at[stride] = sum[1] / n;
        at[2 * stride] = not_negative(squares[0] - sum[0] * at[0]);
        at[3 * stride] = not_negative(squares[1] - sum[1] * at[stride]);
        at[4 * stride] = products - sum[0] * at[stride];
    }
}

void tr__window_cross(tr__cross *c, const tr__window *window, const double *other, double *xx_out,
                      double *yy_out, double *xy_out)
{
    size_t period = window->period, stride = period + 1;
    for (size_t begin = 0; begin < window->count;) {
        piece at = piece_at(window, begin);
        const double *x = window->x + begin, *y = other + begin;
        double *area = window->area + at.turn * 5 * stride;
        if (at.phase == 0) {
            cross_end(c, area, period, x, y);
            *c = (tr__cross){ .anchor = { x[0], y[0] },
                              .end_anchor = { c->end_anchor[0], c->end_anchor[1] } };
        }
        for (size_t i = 0; i < at.length; i++) {
            size_t length = at.phase + i + 1;
            const double *end = area + length;
            double n = (double)length, weight = n * (double)(period - length) / (double)period;
            double dx = x[i] - c->anchor[0], dy = y[i] - c->anchor[1];
            c->sum[0] += dx;
            c->sum[1] += dy;
            c->squares[0] += dx * dx;
            c->squares[1] += dy * dy;
            c->products += dx * dy;
            double mx = c->sum[0] / n, my = c->sum[1] / n;
            double ax = (c->anchor[0] - c->end_anchor[0]) + (mx - end[0]);
            double ay = (c->anchor[1] - c->end_anchor[1]) + (my - end[stride]);
            xx_out[begin + i] =
                not_negative(c->squares[0] - c->sum[0] * mx) + end[2 * stride] + ax * ax * weight;
            yy_out[begin + i] =
                not_negative(c->squares[1] - c->sum[1] * my) + end[3 * stride] + ay * ay * weight;
            xy_out[begin + i] = (c->products - c->sum[0] * my) + end[4 * stride] + ax * ay * weight;
        }
        begin += at.length;
    }
}
