/* window_cross.c: what two series have to do with each other in a window (window.h). Compiled twice, with the same bits. */
#include "indicator/four.h"
#include "indicator/window_part.h"

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
        tr__piece at = tr__piece_at(window, begin);
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
    if (window->period <= TR__WINDOW_DIRECT_MAX)
        cross_direct(window, y, xx_out, yy_out, xy_out);
    else
        cross_parted(c, window, y, xx_out, yy_out, xy_out);
    TR__VECTOR
    for (size_t i = 0; i < window->count; i++) {
        xx_out[i] = tr__not_negative(xx_out[i]);
        yy_out[i] = tr__not_negative(yy_out[i]);
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
    if (tr__window_is_wide(window))
        cross_wide(c, window, y, xx_out, yy_out, xy_out);
    else
        cross_plain(c, window, y, xx_out, yy_out, xy_out);
}
