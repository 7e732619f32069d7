/* processor.h: which vectors this processor has, and the operating system keeps. */
#ifndef TRADE_INDICATOR_PROCESSOR_H
#define TRADE_INDICATOR_PROCESSOR_H

#include <stdbool.h>

typedef struct tr__processor {
    bool has_avx2;
    bool has_avx512; /* foundation, doubleword and quadword, and vector length extensions */
} tr__processor;

tr__processor tr__processor_get(void);

/* Does this machine have what TR__WIDE is compiled for? Asked before each block: cheap where the C library knows. */
bool tr__has_wide(void);

#endif
