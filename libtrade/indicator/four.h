/*
 * four.h: four doubles at a time, for kernels whose inner loop the compiler does not see through. Lanes never meet, so
 * that a bar's bits do not depend on whether it went through a vector; without AVX2 the compiler halves the vectors.
 */
#ifndef TRADE_INDICATOR_FOUR_H
#define TRADE_INDICATOR_FOUR_H

#include <stddef.h>
#include <string.h>

#define TR__FOUR 4

typedef double tr__four __attribute__((vector_size(TR__FOUR * sizeof(double))));

/* Macros, because lanes may not pass a function's boundary where the vectors are half as wide. */
#define TR__FOUR_LOAD(four, at)  memcpy(&(four), at, sizeof(tr__four))
#define TR__FOUR_STORE(at, four) memcpy(at, &(four), sizeof(tr__four))

/*
 * Two fours side by side, so that what a step of a loop costs besides is shared: TR__BOTH goes before what is done for
 * each, `s` being which.
 */
#define TR__SIDE  2
#define TR__EIGHT ((size_t)TR__SIDE * TR__FOUR)
#define TR__BOTH  _Pragma("GCC unroll 2") for (size_t s = 0; s < TR__SIDE; s++)

#endif
