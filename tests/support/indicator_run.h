/*
 * indicator_run.h: any indicator of the table over columns of bars, for tests that iterate over the table.
 */
#ifndef TESTS_SUPPORT_INDICATOR_RUN_H
#define TESTS_SUPPORT_INDICATOR_RUN_H

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <trade/indicator.h>
#include <trade/rng.h>

#define RUN_BARS 400

/* Bars by column, and what an indicator made of them. */
typedef struct run_bars {
    double columns[5][RUN_BARS]; /* open, high, low, close, volume */
    double second[RUN_BARS];     /* for indicators of two series */
    double unit[RUN_BARS];       /* within (0, 1), for functions of a number */
    double time[RUN_BARS];       /* seconds: an hour a bar */
} run_bars;

typedef struct run_rows {
    double out[TR_INDICATOR_OUTPUTS_MAX][RUN_BARS];
} run_rows;

static inline bool run_is_math(const tr_indicator_info *info)
{
    return strcmp(info->group, "math") == 0;
}

static inline const double *run_input(const run_bars *bars, const tr_indicator_info *info, size_t k)
{
    tr_indicator_input input = info->inputs[k];
    if (input == TR_INPUT_TIME)
        return bars->time;
    if (input != TR_INPUT_REAL)
        return bars->columns[input - TR_INPUT_OPEN];
    if (k > 0 && info->inputs[0] == TR_INPUT_REAL)
        return bars->second;
    return run_is_math(info) && tr_indicator_input_count(info) == 1 ? bars->unit : bars->columns[3];
}

/* Feed `count` bars at once. False: the configuration or a value is refused. */
static inline bool run_over(const tr_indicator_config *config, const run_bars *bars, size_t count,
                            run_rows *rows)
{
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    size_t size = 0;
    tr_indicator *indicator = NULL;
    if (tr_indicator_memory_size(config, &size, NULL) != TR_OK)
        return false;
    for (size_t k = 0; k < tr_indicator_input_count(config->info); k++)
        in[k] = run_input(bars, config->info, k);
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        out[k] = rows->out[k];
    void *memory = malloc(size);
    bool is_done = memory != NULL &&
                   tr_indicator_init(config, memory, size, &indicator, NULL) == TR_OK &&
                   tr_indicator_run(indicator, in, count, out, NULL, NULL) == TR_OK;
    free(memory);
    return is_done;
}

static inline double run_uniform(tr_rng *rng)
{
    return (double)tr_rng_below(rng, 1000001) / 1000000;
}

/* A walk around 100 in steps of 1/64, so that sums with whole numbers are exact; flat bars now and then. */
static inline void run_walk(run_bars *bars, uint64_t seed)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    double price = 100;
    for (size_t i = 0; i < RUN_BARS; i++) {
        double open = price;
        double close = open + (double)tr_rng_below(&rng, 257) / 64 - 2 + (100 - open) / 64;
        close = floor(close * 64) / 64;
        if (tr_rng_below(&rng, 10) == 0)
            close = open;
        bool is_flat = tr_rng_below(&rng, 20) == 0;
        double above = (double)tr_rng_below(&rng, 65) / 64,
               below = (double)tr_rng_below(&rng, 65) / 64;
        bars->columns[0][i] = open;
        bars->columns[1][i] = is_flat ? open : fmax(open, close) + above;
        bars->columns[2][i] = is_flat ? open : fmin(open, close) - below;
        bars->columns[3][i] = price = is_flat ? open : close;
        bars->columns[4][i] = (double)(1 + tr_rng_below(&rng, 100000));
        bars->second[i] = 90 + (double)tr_rng_below(&rng, 1281) / 64;
        bars->unit[i] = 0.05 + 0.9 * run_uniform(&rng);
        bars->time[i] = 1.6e9 + 3600 * (double)i;
    }
}

/* The same bars, all prices times `price` plus `shift`, volumes times `volume`. */
static inline void run_change(const run_bars *bars, double price, double shift, double volume,
                              run_bars *out)
{
    *out = *bars;
    for (size_t i = 0; i < RUN_BARS; i++) {
        for (size_t c = 0; c < 4; c++)
            out->columns[c][i] = bars->columns[c][i] * price + shift;
        out->columns[4][i] = bars->columns[4][i] * volume;
        out->second[i] = bars->second[i] * price + shift;
    }
}

/* Parameters as they come: mostly short periods, as the table allows. */
static inline void run_draw_params(tr_indicator_config *config, tr_rng *rng, uint64_t period_count)
{
    for (size_t i = 0; i < tr_indicator_param_count(config->info); i++) {
        const tr_indicator_param *param = &config->info->params[i];
        double low = fmax(param->min, -10), high = fmin(param->max, 10);
        double value = param->min + (double)tr_rng_below(rng, period_count);
        if (param->kind == TR_PARAM_MOVING_AVERAGE)
            value = (double)tr_rng_below(rng, 9);
        else if (param->kind == TR_PARAM_REAL)
            value = low + run_uniform(rng) * (high - low);
        if (value <= param->max)
            (void)tr_indicator_config_set(config, param->name, value, NULL);
    }
}

#endif
