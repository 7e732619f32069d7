/*
 * power.h: exponential, logarithm and hyperbolic functions without branches, as trig.h has the circular ones. Ordinary
 * arguments only; those who call look for the others.
 */
#ifndef TRADE_INDICATOR_POWER_H
#define TRADE_INDICATOR_POWER_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Up to this magnitude; what lies beyond overflows soon, or vanishes. */
#define TR__EXPONENT_MAX 700

/* ln 2 in two pieces: the first has few enough bits that its product with an exponent is exact. */
#define TR__LN2_HIGH 0x1.62e42feep-1
#define TR__LN2_LOW  0x1.a39ef35793c76p-33

static inline double tr__exp(double x)
{
    /* Added to this, a double is rounded to a whole number, which its low bits then hold. */
    const double whole = 0x1.8p52;
    double turned = x * (1 / 0.69314718055994530942) + whole, n = turned - whole;
    double r = (x - n * TR__LN2_HIGH) - n * TR__LN2_LOW;
    double sum = 1.0 / 479001600 + r * (1.0 / 6227020800);
    sum = 1.0 / 39916800 + r * sum;
    sum = 1.0 / 3628800 + r * sum;
    sum = 1.0 / 362880 + r * sum;
    sum = 1.0 / 40320 + r * sum;
    sum = 1.0 / 5040 + r * sum;
    sum = 1.0 / 720 + r * sum;
    sum = 1.0 / 120 + r * sum;
    sum = 1.0 / 24 + r * sum;
    sum = 1.0 / 6 + r * sum;
    sum = 0.5 + r * sum;
    double fraction = 1 + (r + r * r * sum), power;
    uint64_t bits;
    memcpy(&bits, &turned, sizeof bits);
    bits = (bits + 1023) << 52;
    memcpy(&power, &bits, sizeof power);
    return fraction * power;
}

/* Of a normal number above 0. */
static inline double tr__ln(double x)
{
    const double whole = 0x1.8p52;
    uint64_t bits, exponent, turned, whole_bits;
    double m, n;
    memcpy(&bits, &x, sizeof bits);
    memcpy(&whole_bits, &whole, sizeof whole_bits);
    /* x = m * 2^(exponent - 1023) with m from sqrt(1/2) to sqrt(2). */
    exponent = (bits + UINT64_C(0x00095f619980c433)) >> 52;
    bits -= (exponent - 1023) << 52;
    memcpy(&m, &bits, sizeof m);
    turned = whole_bits + exponent;
    memcpy(&n, &turned, sizeof n);
    n -= whole + 1023;
    double f = (m - 1) / (m + 1), z = f * f;
    double sum = 2.0 / 19 + z * (2.0 / 21);
    sum = 2.0 / 17 + z * sum;
    sum = 2.0 / 15 + z * sum;
    sum = 2.0 / 13 + z * sum;
    sum = 2.0 / 11 + z * sum;
    sum = 2.0 / 9 + z * sum;
    sum = 2.0 / 7 + z * sum;
    sum = 2.0 / 5 + z * sum;
    sum = 2.0 / 3 + z * sum;
    return n * TR__LN2_HIGH + (2 * f + (f * (z * sum) + n * TR__LN2_LOW));
}

/* Near 0, where the difference of two exponentials would cancel. */
static inline double tr__sinh_small(double x)
{
    double z = x * x;
    double sum = 1.0 / 1307674368000 + z * (1.0 / 355687428096000);
    sum = 1.0 / 6227020800 + z * sum;
    sum = 1.0 / 39916800 + z * sum;
    sum = 1.0 / 362880 + z * sum;
    sum = 1.0 / 5040 + z * sum;
    sum = 1.0 / 120 + z * sum;
    sum = 1.0 / 6 + z * sum;
    return x + x * (z * sum);
}

static inline double tr__cosh(double x)
{
    double e = tr__exp(fabs(x));
    return 0.5 * (e + 1 / e);
}

static inline double tr__sinh(double x)
{
    double e = tr__exp(fabs(x)), far = 0.5 * (e - 1 / e);
    return fabs(x) < 1 ? tr__sinh_small(x) : x < 0 ? -far : far;
}

static inline double tr__tanh(double x)
{
    /* From 22 on it is 1. */
    double a = fabs(x) < 22 ? fabs(x) : 22, e = tr__exp(a);
    double far = 1 - 2 / (e * e + 1);
    double near = tr__sinh_small(a) / (0.5 * (e + 1 / e));
    double value = a < 0.5 ? near : far;
    return x < 0 ? -value : value;
}

#endif
