/* candle_run.h: one program, several widths of the machine. */
#ifndef TRADE_INDICATOR_CANDLE_RUN_H
#define TRADE_INDICATOR_CANDLE_RUN_H

#include "indicator/candle_program.h"

/* The machines that meson.build compiles the wider ones for. */
#if defined(__x86_64__)
#define TR__CANDLE_WIDE 1
#else
#define TR__CANDLE_WIDE 0
#endif

/* Arguments as of tr__candle_run, which takes the widest one that the machine has. */
typedef void tr__candle_runner(const tr__candle_program *program, const double *const *in,
                               size_t count, const tr__candle_scratch *scratch,
                               int8_t *const *rows);

tr__candle_runner tr__candle_run_plain;
#if TR__CANDLE_WIDE
tr__candle_runner tr__candle_run_avx2;
tr__candle_runner tr__candle_run_avx512;
#endif

#endif
