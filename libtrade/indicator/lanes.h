/*
 * lanes.h: four doubles at a time, for kernels whose inner loop the compiler does not see through. Lanes never meet, so
 * that a bar's bits do not depend on whether it went through a vector; without AVX2 the compiler halves the vectors.
 */
#ifndef TRADE_INDICATOR_LANES_H
#define TRADE_INDICATOR_LANES_H

#include <stddef.h>
#include <string.h>

#define TR__LANES 4

typedef double tr__lanes __attribute__((vector_size(TR__LANES * sizeof(double))));

/* Macros, because lanes may not pass a function's boundary where the vectors are half as wide. */
#define TR__LOAD(lanes, at)  memcpy(&(lanes), at, sizeof(tr__lanes))
#define TR__STORE(at, lanes) memcpy(at, &(lanes), sizeof(tr__lanes))

#endif
