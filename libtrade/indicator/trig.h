/*
 * trig.h: sine, cosine and arc tangent without branches, so that loops over bars become vectors. Power series on a reduced
 * range, within about an ulp of the exact value; the C library's calls would be most of what their callers cost.
 */
#ifndef TRADE_INDICATOR_TRIG_H
#define TRADE_INDICATOR_TRIG_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Beyond this the reduction of an angle has too few digits: ask the C library. */
#define TR__ANGLE_MAX 1e5

#define TR__PI        3.14159265358979323846

/* Sine of x + quarters * pi/2, for |x| up to TR__ANGLE_MAX. */
static inline double tr__sin_quarters(double x, uint64_t quarters)
{
    /* pi/2 in pieces of 33 bits: the product of a piece and a count of quarter turns is exact. */
    const double first = 0x1.921fb544p+0, second = 0x1.0b4611a6p-34, third = 0x1.3198a2e037073p-69;
    /* Added to this, a double is rounded to a whole number, which its low bits then hold. */
    const double whole = 0x1.8p52;
    double turned = x * (2 / TR__PI) + whole, turns = turned - whole;
    uint64_t bits;
    memcpy(&bits, &turned, sizeof bits);
    bits += quarters;
    double r = ((x - turns * first) - turns * second) - turns * third, z = r * r;
    double odd = -1.0 / 1307674368000 + z * (1.0 / 355687428096000);
    odd = 1.0 / 6227020800 + z * odd;
    odd = -1.0 / 39916800 + z * odd;
    odd = 1.0 / 362880 + z * odd;
    odd = -1.0 / 5040 + z * odd;
    odd = 1.0 / 120 + z * odd;
    odd = -1.0 / 6 + z * odd;
    double even = 1.0 / 20922789888000;
    even = -1.0 / 87178291200 + z * even;
    even = 1.0 / 479001600 + z * even;
    even = -1.0 / 3628800 + z * even;
    even = 1.0 / 40320 + z * even;
    even = -1.0 / 720 + z * even;
    even = 1.0 / 24 + z * even;
    double sine = r + r * (z * odd), cosine = 1 - (0.5 * z - z * z * even);
    double value = (bits & 1) != 0 ? cosine : sine;
    return (bits & 2) != 0 ? -value : value;
}

static inline double tr__sin(double x)
{
    return tr__sin_quarters(x, 0);
}

static inline double tr__cos(double x)
{
    return tr__sin_quarters(x, 1);
}

/* Arc tangent of y / x for x other than 0, with one division. */
static inline double tr__atan_ratio(double y, double x)
{
    /* tan of pi/16, pi/8 and 3 pi/16: the three parts of 0..pi/4 are turned to lie around 0. */
    const double low = 0.19891236737965800691, middle = 0.41421356237309504880,
                 high = 0.66817863791929891999;
    double a = fabs(y), b = fabs(x);
    double small = a < b ? a : b, large = a < b ? b : a;
    double tangent = small > high * large ? 1 : small > low * large ? middle : 0;
    double base = small > high * large ? TR__PI / 4 : small > low * large ? TR__PI / 8 : 0;
    double t = (small - tangent * large) / (large + tangent * small), z = t * t, w = z * z;
    /* In pairs, and pairs of pairs: the terms do not wait for each other. */
    double p0 = -1.0 / 3 + z * (1.0 / 5), p1 = -1.0 / 7 + z * (1.0 / 9),
           p2 = -1.0 / 11 + z * (1.0 / 13), p3 = -1.0 / 15 + z * (1.0 / 17),
           p4 = -1.0 / 19 + z * (1.0 / 21), p5 = -1.0 / 23;
    double v = w * w, sum = ((p0 + w * p1) + v * (p2 + w * p3)) + v * v * (p4 + w * p5);
    double angle = base + (t + t * (z * sum));
    angle = a < b ? angle : TR__PI / 2 - angle;
    return (y < 0) != (x < 0) ? -angle : angle;
}

/* Of a value within -1..1. */
static inline double tr__acos(double x)
{
    double angle = tr__atan_ratio(sqrt((1 - x) * (1 + x)), x);
    return x < 0 ? angle + TR__PI : angle;
}

#endif
