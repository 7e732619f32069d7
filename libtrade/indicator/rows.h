/*
 * rows.h: eight series become rows and back, with vectors of TR__WIDTH doubles. A row of eight is PARTS of them.
 */
#ifndef TRADE_INDICATOR_ROWS_H
#define TRADE_INDICATOR_ROWS_H

#include "indicator/lanes.h"
#include "indicator/vector.h"

#define PARTS ((size_t)TR__LANES / TR__WIDTH)
/* Before a loop over the parts: the vectors of a row stay in registers. */
#define UNROLLED _Pragma("GCC unroll 8")
#define INLINED  static inline __attribute__((always_inline))

/* Where vector p of row i stands. */
INLINED size_t at(size_t i, size_t p)
{
    return i * TR__LANES + p * TR__WIDTH;
}

INLINED void row_load(vec *to, const double *from)
{
    UNROLLED
    for (size_t p = 0; p < PARTS; p++)
        to[p] = vec_load(from + at(0, p));
}

INLINED void row_store(double *to, const vec *from)
{
    UNROLLED
    for (size_t p = 0; p < PARTS; p++)
        vec_store(to + at(0, p), from[p]);
}

/*
 * Lanes become rows by squares of TURNED rows. The widest vectors are put together from two lanes as they are
 * loaded, which spares a round of shuffles and accesses that lie across two cache lines.
 */
#if TR__WIDTH == 8
#define TURNED 4
typedef double half __attribute__((vector_size(32), aligned(8), may_alias));
#else
#define TURNED TR__WIDTH
#endif

/* TURNED rows of a part, from bar i of its lanes. */
INLINED void square_take(const double *const *from, size_t i, vec *rows)
{
#if TR__WIDTH == 8
    vec pairs[4];
    UNROLLED
    for (size_t j = 0; j < 2; j++) {
        const double *const *four = from + 4 * j;
        vec even = __builtin_shufflevector(*(const half *)(four[0] + i),
                                           *(const half *)(four[2] + i), 0, 1, 2, 3, 4, 5, 6, 7);
        vec odd = __builtin_shufflevector(*(const half *)(four[1] + i),
                                          *(const half *)(four[3] + i), 0, 1, 2, 3, 4, 5, 6, 7);
        pairs[j] = __builtin_shufflevector(even, odd, 0, 8, 2, 10, 4, 12, 6, 14);
        pairs[j + 2] = __builtin_shufflevector(even, odd, 1, 9, 3, 11, 5, 13, 7, 15);
    }
    UNROLLED
    for (size_t j = 0; j < 2; j++) {
        vec low = pairs[2 * j], high = pairs[2 * j + 1];
        rows[j] = __builtin_shufflevector(low, high, 0, 1, 4, 5, 8, 9, 12, 13);
        rows[j + 2] = __builtin_shufflevector(low, high, 2, 3, 6, 7, 10, 11, 14, 15);
    }
#elif TR__WIDTH == 4
    vec pairs[4];
    UNROLLED
    for (size_t j = 0; j < 4; j += 2) {
        vec even = vec_load(from[j] + i), odd = vec_load(from[j + 1] + i);
        pairs[j] = __builtin_shufflevector(even, odd, 0, 4, 2, 6);
        pairs[j + 1] = __builtin_shufflevector(even, odd, 1, 5, 3, 7);
    }
    UNROLLED
    for (size_t j = 0; j < 2; j++) {
        rows[j] = __builtin_shufflevector(pairs[j], pairs[j + 2], 0, 1, 4, 5);
        rows[j + 2] = __builtin_shufflevector(pairs[j], pairs[j + 2], 2, 3, 6, 7);
    }
#elif TR__WIDTH == 2
    vec a = vec_load(from[0] + i), b = vec_load(from[1] + i);
    rows[0] = __builtin_shufflevector(a, b, 0, 2);
    rows[1] = __builtin_shufflevector(a, b, 1, 3);
#else
    rows[0] = vec_load(from[0] + i);
#endif
}

/* TURNED bars of a lane. */
#if TR__WIDTH == 8
typedef half side;
#elif TR__WIDTH == 1
typedef double side;
#else
typedef vec_unaligned side;
#endif

/* The way back: of each lane of the part, TURNED bars. */
INLINED void square_turn(const vec *rows, side *lanes)
{
#if TR__WIDTH == 8
    vec pairs[4];
    UNROLLED
    for (size_t j = 0; j < 2; j++) {
        vec low = rows[j], high = rows[j + 2];
        pairs[2 * j] = __builtin_shufflevector(low, high, 0, 1, 8, 9, 2, 3, 10, 11);
        pairs[2 * j + 1] = __builtin_shufflevector(low, high, 4, 5, 12, 13, 6, 7, 14, 15);
    }
    UNROLLED
    for (size_t j = 0; j < 2; j++) {
        vec even = __builtin_shufflevector(pairs[j], pairs[j + 2], 0, 8, 2, 10, 4, 12, 6, 14);
        vec odd = __builtin_shufflevector(pairs[j], pairs[j + 2], 1, 9, 3, 11, 5, 13, 7, 15);
        lanes[4 * j] = __builtin_shufflevector(even, even, 0, 1, 2, 3);
        lanes[4 * j + 1] = __builtin_shufflevector(odd, odd, 0, 1, 2, 3);
        lanes[4 * j + 2] = __builtin_shufflevector(even, even, 4, 5, 6, 7);
        lanes[4 * j + 3] = __builtin_shufflevector(odd, odd, 4, 5, 6, 7);
    }
#elif TR__WIDTH == 4
    vec pairs[4];
    UNROLLED
    for (size_t j = 0; j < 4; j += 2) {
        pairs[j] = __builtin_shufflevector(rows[j], rows[j + 1], 0, 4, 2, 6);
        pairs[j + 1] = __builtin_shufflevector(rows[j], rows[j + 1], 1, 5, 3, 7);
    }
    UNROLLED
    for (size_t j = 0; j < 2; j++) {
        lanes[j] = __builtin_shufflevector(pairs[j], pairs[j + 2], 0, 1, 4, 5);
        lanes[j + 2] = __builtin_shufflevector(pairs[j], pairs[j + 2], 2, 3, 6, 7);
    }
#elif TR__WIDTH == 2
    lanes[0] = __builtin_shufflevector(rows[0], rows[1], 0, 2);
    lanes[1] = __builtin_shufflevector(rows[0], rows[1], 1, 3);
#else
    lanes[0] = rows[0];
#endif
}

INLINED void lanes_store(const side *lanes, double *const *to, size_t i)
{
    UNROLLED
    for (size_t n = 0; n < TR__WIDTH; n++)
        *(side *)(to[n] + i) = lanes[n];
}

INLINED void square_give(const vec *rows, double *const *to, size_t i)
{
    side lanes[TR__WIDTH];
    square_turn(rows, lanes);
    lanes_store(lanes, to, i);
}

static void take(const double *const *series, size_t begin, size_t count, double *rows)
{
    for (size_t p = 0; p < PARTS; p++) {
        const double *const *from = series + p * TR__WIDTH;
        for (size_t i = 0; i < count / TURNED; i++) {
            vec square[TURNED];
            square_take(from, begin + i * TURNED, square);
            UNROLLED
            for (size_t j = 0; j < TURNED; j++)
                vec_store(rows + at(i * TURNED + j, p), square[j]);
        }
    }
    for (size_t i = count / TURNED * TURNED; i < count; i++)
        for (size_t lane = 0; lane < TR__LANES; lane++)
            rows[at(i, 0) + lane] = series[lane][begin + i];
}

static void give(const double *rows, size_t begin, size_t count, double *const *series)
{
    for (size_t p = 0; p < PARTS; p++) {
        double *const *to = series + p * TR__WIDTH;
        for (size_t i = 0; i < count / TURNED; i++) {
            vec square[TURNED];
            UNROLLED
            for (size_t j = 0; j < TURNED; j++)
                square[j] = vec_load(rows + at(i * TURNED + j, p));
            square_give(square, to, begin + i * TURNED);
        }
    }
    for (size_t i = count / TURNED * TURNED; i < count; i++)
        for (size_t lane = 0; lane < TR__LANES; lane++)
            series[lane][begin + i] = rows[at(i, 0) + lane];
}

static unsigned int find_bad(const double *const *series, size_t begin, size_t count)
{
    unsigned int bad = 0;
    for (unsigned int lane = 0; lane < TR__LANES; lane++) {
        const double *x = series[lane] + begin;
        mask good = (mask)(vec_all(0) <= TR_INDICATOR_VALUE_MAX);
        size_t i = 0;
        for (; i + TR__WIDTH <= count; i += TR__WIDTH)
            good &= (mask)(vec_abs(vec_load(x + i)) <= TR_INDICATOR_VALUE_MAX);
        bool is_good = mask_bits(good) == (1U << TR__WIDTH) - 1;
        for (; i < count; i++)
            is_good = is_good && fabs(x[i]) <= TR_INDICATOR_VALUE_MAX;
        bad |= (unsigned int)!is_good << lane;
    }
    return bad;
}

static void copy(const double *from, size_t count, double *to)
{
    size_t i = 0;
    for (; i + TR__WIDTH <= count; i += TR__WIDTH)
        vec_store(to + i, vec_load(from + i));
    for (; i < count; i++)
        to[i] = from[i];
}

#endif
