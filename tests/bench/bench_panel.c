/*
 * bench_panel.c: a panel of eight symbols beside the same eight one at a time, nanoseconds per bar and symbol.
 *
 * bench_panel [BARS...] (10000 and 200000 without). Both sides get the same random walks, and their results are compared bit by
 * bit before anything is timed. Rounds go around the levels, so that a slow moment of the machine meets all of them;
 * medians count. The last column is the ratio of one-at-a-time to the widest level.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <trade/panel.h>
#include <trade/rng.h>

#define LANES      8
#define COLUMNS    5
#define ROUNDS     41
#define ROUND_NS   1e6 /* at least, so that the clock does not matter */
#define LEVEL_SIDE 5   /* sides: alone at 0, then the levels by their number */

static double *columns[LANES][COLUMNS];
static double *outputs[2][LANES][TR_INDICATOR_OUTPUTS_MAX];

static double now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static double uniform(tr_rng *rng)
{
    return (double)tr_rng_below(rng, 1000001) / 1000000;
}

static double *series_new(size_t bars)
{
    double *series = calloc(bars, sizeof(double));
    if (series == NULL)
        abort();
    return series;
}

static void bars_make(size_t bars)
{
    tr_rng rng;
    tr_rng_init(&rng, 7);
    for (size_t lane = 0; lane < LANES; lane++) {
        for (size_t k = 0; k < COLUMNS; k++)
            columns[lane][k] = series_new(bars);
        for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++) {
            outputs[0][lane][k] = series_new(bars);
            outputs[1][lane][k] = series_new(bars);
        }
        double price = 100;
        for (size_t i = 0; i < bars; i++) {
            double open = price, close = price * (1 + 0.002 * (uniform(&rng) - 0.5));
            columns[lane][0][i] = open;
            columns[lane][1][i] = fmax(open, close) + 0.1 * uniform(&rng);
            columns[lane][2][i] = fmin(open, close) - 0.1 * uniform(&rng);
            columns[lane][3][i] = price = close;
            columns[lane][4][i] = (double)tr_rng_below(&rng, 100000);
        }
    }
}

static void bars_free(void)
{
    for (size_t lane = 0; lane < LANES; lane++) {
        for (size_t k = 0; k < COLUMNS; k++)
            free(columns[lane][k]);
        for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++) {
            free(outputs[0][lane][k]);
            free(outputs[1][lane][k]);
        }
    }
}

static void inputs_of(const tr_indicator_info *info, size_t lane, const double **in)
{
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        in[k] = columns[lane][info->inputs[k] == TR_INPUT_REAL ? 3 : info->inputs[k] - 1];
}

/* One pass over all bars of all symbols, fresh from the start; the nanoseconds it took. */
static double alone_time(const tr_indicator_config *config, void *memory, size_t size, size_t bars)
{
    const double *in[LANES][TR_INDICATOR_INPUTS_MAX];
    for (size_t lane = 0; lane < LANES; lane++)
        inputs_of(config->info, lane, in[lane]);
    double begin = now_ns();
    for (size_t lane = 0; lane < LANES; lane++) {
        tr_indicator *indicator = NULL;
        if (tr_indicator_init(config, memory, size, &indicator, NULL) != TR_OK ||
            tr_indicator_run(indicator, in[lane], bars, outputs[0][lane], NULL, NULL) != TR_OK)
            abort();
    }
    return now_ns() - begin;
}

static double panel_time(const tr_panel_options *options, void *memory, size_t size, size_t bars)
{
    const tr_indicator_info *info = options->config.info;
    const double *in[LANES * TR_INDICATOR_INPUTS_MAX];
    double *out[LANES * TR_INDICATOR_OUTPUTS_MAX];
    size_t output_count = tr_indicator_output_count(info);
    for (size_t lane = 0; lane < LANES; lane++) {
        inputs_of(info, lane, in + lane * tr_indicator_input_count(info));
        for (size_t k = 0; k < output_count; k++)
            out[lane * output_count + k] = outputs[1][lane][k];
    }
    tr_panel *panel = NULL;
    double begin = now_ns();
    if (tr_panel_init(options, memory, size, &panel, NULL) != TR_OK ||
        tr_panel_run(panel, in, bars, out, NULL, NULL) != TR_OK)
        abort();
    return now_ns() - begin;
}

static void outputs_compare(const tr_indicator_info *info, size_t bars)
{
    for (size_t lane = 0; lane < LANES; lane++)
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            if (memcmp(outputs[0][lane][k], outputs[1][lane][k], bars * sizeof(double)) != 0) {
                fprintf(stderr, "%s: the panel differs from one at a time\n", info->name);
                exit(1);
            }
}

static int time_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(const char *name, size_t bars)
{
    tr_panel_options options = TR_PANEL_OPTIONS_INIT;
    size_t size = 0, panel_size = 0;
    options.lane_count = LANES;
    if (tr_indicator_config_init(tr_indicator_find(name), TR_INDICATOR_TALIB, &options.config,
                                 NULL) != TR_OK ||
        tr_indicator_memory_size(&options.config, &size, NULL) != TR_OK ||
        tr_panel_memory_size(&options, &panel_size, NULL) != TR_OK)
        abort();
    void *memory = malloc(size), *panel_memory = malloc(panel_size);
    double times[LEVEL_SIDE][ROUNDS], pass = alone_time(&options.config, memory, size, bars);
    size_t best = (size_t)tr_panel_level_best(), passes = (size_t)(ROUND_NS / pass) + 1;
    for (size_t level = TR_PANEL_SIMD_BASELINE; level <= best; level++) {
        options.simd = (tr_panel_simd)level;
        panel_time(&options, panel_memory, panel_size, bars);
        outputs_compare(options.config.info, bars);
    }
    for (size_t round = 0; round < ROUNDS; round++)
        for (size_t side = 1; side <= best; side++) {
            double total = 0;
            options.simd = (tr_panel_simd)side;
            for (size_t n = 0; n < passes; n++)
                total += side == TR_PANEL_SIMD_NONE
                             ? alone_time(&options.config, memory, size, bars)
                             : panel_time(&options, panel_memory, panel_size, bars);
            times[side][round] = total / (double)passes / (double)bars / LANES;
        }
    printf("%-10s %9zu", name, bars);
    for (size_t side = 1; side <= best; side++) {
        qsort(times[side], ROUNDS, sizeof times[side][0], time_order);
        printf(" %9.2f", times[side][ROUNDS / 2]);
    }
    printf("  %6.1fx\n", times[1][ROUNDS / 2] / times[best][ROUNDS / 2]);
    free(memory);
    free(panel_memory);
}

int main(int argc, char *argv[])
{
    static const char *const names[] = { "ema", "rma",  "dema", "tema", "t3",   "trix", "macd",
                                         "rsi", "cmo",  "atr",  "natr", "di",   "dm",   "dx",
                                         "adx", "adxr", "ad",   "obv",  "adosc" };
    static const size_t usual[] = { 10000, 200000 };
    printf("%-10s %9s %9s", "indicator", "bars", "alone");
    for (int level = TR_PANEL_SIMD_BASELINE; level <= (int)tr_panel_level_best(); level++)
        printf(" %9s", tr_panel_level_name((tr_panel_simd)level));
    printf("  ratio\n");
    int count = argc > 1 ? argc - 1 : 2;
    for (int i = 0; i < count; i++) {
        size_t bars = argc > 1 ? (size_t)strtoul(argv[i + 1], NULL, 10) : usual[i];
        if (bars == 0) {
            fprintf(stderr, "usage: bench_panel [BARS...]\n");
            return 2;
        }
        bars_make(bars);
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++)
            measure(names[n], bars);
        bars_free();
    }
    return 0;
}
