/* candle_run.h: one program, several widths of the machine. */
#ifndef TRADE_INDICATOR_CANDLE_RUN_H
#define TRADE_INDICATOR_CANDLE_RUN_H

#include "indicator/candle_program.h"

/* The machines that meson.build compiles the wide one for. */
#if defined(__x86_64__)
#define TR__CANDLE_WIDE 1
#else
#define TR__CANDLE_WIDE 0
#endif

/* Arguments and answer as of tr__candle_run, _trace and _widen, which take the widest one that the machine has. */
typedef bool tr__candle_runner(const tr__candle_program *program, const double *const *in,
                               size_t count, const tr__candle_scratch *scratch,
                               int8_t *const *rows);
typedef void tr__candle_tracer(const tr__candle_program *program, const double *const *in,
                               size_t count, const tr__candle_scratch *scratch);
typedef void tr__candle_widener(const int8_t *answers, size_t count, double *out);

tr__candle_runner tr__candle_run_plain;
tr__candle_tracer tr__candle_trace_plain;
tr__candle_widener tr__candle_widen_plain;
#if TR__CANDLE_WIDE
tr__candle_runner tr__candle_run_avx2;
tr__candle_tracer tr__candle_trace_avx2;
tr__candle_widener tr__candle_widen_avx2;
#endif

#endif
