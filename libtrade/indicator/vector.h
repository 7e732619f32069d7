/*
 * vector.h: TR__WIDTH doubles that are worked on at once, as vectors of the compiler's own; at 1 they are plain doubles.
 *
 * A file that is built several times, for processors of different width, sets TR__WIDTH; then one formula in step.h
 * serves all of them. Each operation is the one of IEEE 754 on each element, none is fused
 * or moved, so that the width cannot show in the results.
 */
#ifndef TRADE_INDICATOR_VECTOR_H
#define TRADE_INDICATOR_VECTOR_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifndef TR__WIDTH
#define TR__WIDTH 1
#endif

#if TR__WIDTH == 1
typedef double vec;
typedef int mask;
#else
typedef double vec __attribute__((vector_size(8 * TR__WIDTH)));
typedef int64_t mask __attribute__((vector_size(8 * TR__WIDTH)));
/* The same where the address is only that of a double. */
typedef double vec_unaligned __attribute__((vector_size(8 * TR__WIDTH), aligned(8), may_alias));
#endif

static inline vec vec_load(const double *from)
{
#if TR__WIDTH == 1
    return *from;
#else
    return *(const vec_unaligned *)from;
#endif
}

static inline void vec_store(double *to, vec x)
{
#if TR__WIDTH == 1
    *to = x;
#else
    *(vec_unaligned *)to = x;
#endif
}

/* Of each element `a` where the comparison holds, `b` where it does not. */
static inline vec vec_pick(mask holds, vec a, vec b)
{
#if TR__WIDTH == 1
    return holds ? a : b;
#else
    return (vec)(((mask)a & holds) | ((mask)b & ~holds));
#endif
}

/* a > b ? a : b, which is one instruction of x86; NaN and zeros as the comparison has them. */
static inline vec vec_larger(vec a, vec b)
{
#if TR__WIDTH == 8 && defined(__AVX512F__) && defined(__clang__)
    return __builtin_ia32_maxpd512(a, b, 4);
#elif TR__WIDTH == 8 && defined(__AVX512F__)
    return __builtin_ia32_maxpd512_mask(a, b, a, 0xff, 4);
#elif TR__WIDTH == 4 && defined(__AVX__)
    return __builtin_ia32_maxpd256(a, b);
#elif TR__WIDTH == 2 && defined(__SSE2__)
    return __builtin_ia32_maxpd(a, b);
#else
    return vec_pick((mask)(a > b), a, b);
#endif
}

/* a < b ? a : b. */
static inline vec vec_smaller(vec a, vec b)
{
#if TR__WIDTH == 8 && defined(__AVX512F__) && defined(__clang__)
    return __builtin_ia32_minpd512(a, b, 4);
#elif TR__WIDTH == 8 && defined(__AVX512F__)
    return __builtin_ia32_minpd512_mask(a, b, a, 0xff, 4);
#elif TR__WIDTH == 4 && defined(__AVX__)
    return __builtin_ia32_minpd256(a, b);
#elif TR__WIDTH == 2 && defined(__SSE2__)
    return __builtin_ia32_minpd(a, b);
#else
    return vec_pick((mask)(a < b), a, b);
#endif
}

/* One bit for each element, from the first: does the comparison hold? */
static inline unsigned int mask_bits(mask holds)
{
#if TR__WIDTH == 1
    return (unsigned int)holds & 1;
#elif TR__WIDTH == 8 && defined(__AVX512DQ__)
    return (unsigned int)__builtin_ia32_cvtq2mask512(
        (long long __attribute__((vector_size(64))))holds);
#elif TR__WIDTH == 4 && defined(__AVX__)
    return (unsigned int)__builtin_ia32_movmskpd256((vec)holds);
#elif TR__WIDTH == 2 && defined(__SSE2__)
    return (unsigned int)__builtin_ia32_movmskpd((vec)holds);
#else
    unsigned int bits = 0;
    for (unsigned int i = 0; i < TR__WIDTH; i++)
        bits |= (unsigned int)(holds[i] & 1) << i;
    return bits;
#endif
}

static inline vec vec_abs(vec x)
{
#if TR__WIDTH == 1
    return fabs(x);
#else
    return (vec)((mask)x & INT64_MAX);
#endif
}

/* The bits that are set in either. */
static inline vec vec_or(vec a, vec b)
{
#if TR__WIDTH == 1
    uint64_t bits[2];
    memcpy(&bits[0], &a, sizeof a);
    memcpy(&bits[1], &b, sizeof b);
    bits[0] |= bits[1];
    memcpy(&a, bits, sizeof a);
    return a;
#else
    return (vec)((mask)a | (mask)b);
#endif
}

static inline vec vec_all(double x)
{
#if TR__WIDTH == 1
    return x;
#else
    return x - (vec){ 0 };
#endif
}

#endif
