/* peer.h: how bench_indicator sees another library: one such table, found as the symbol `peer_library`. */
#ifndef TESTS_BENCH_PEER_H
#define TESTS_BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>

#define PEER_OUTPUTS_MAX 8

/* The columns of a benchmark; `real` are the series of functions that take any. */
typedef struct peer_data {
    const double *open;
    const double *high;
    const double *low;
    const double *close;
    const double *volume;
    const double *real[2];
    size_t count;
} peer_data;

/* What a call gave: output k holds `count` values (whole numbers when `is_whole`) from bar `begin` on. */
typedef struct peer_result {
    size_t begin;
    size_t count;
    size_t output_count;
    bool is_whole[PEER_OUTPUTS_MAX];
    const void *output[PEER_OUTPUTS_MAX];
} peer_result;

typedef struct peer {
    const char *name;
    const char *(*version)(void);
    size_t (*count)(void);
    const char *(*function_name)(size_t index);
    /*
     * Get ready to call function `index` on `data`. `param_names` and `params` are ours, for a library that has no
     * defaults of its own. False when the function cannot be called so.
     */
    bool (*prepare)(size_t index, const peer_data *data, const char *const *param_names,
                    const double *params, size_t param_count);
    bool (*run)(peer_result *out);
} peer;

#endif
