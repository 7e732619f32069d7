/*
 * bench_candles.c: all candlestick patterns in one pass beside each of them alone, bar by bar, and a question why.
 *
 * Medians of interleaved rounds over a random walk in cents; time is this thread's processor time. What TA-Lib takes for
 * each pattern is in bench_indicator's table.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <trade/candles.h>
#include <trade/rng.h>

#define LONG_COUNT  1000000
#define SHORT_COUNT 10000
#define LIVE_COUNT  5000
#define ROUNDS      5

static double *columns[4];
static int8_t *rows[TR_CANDLES_MAX];
static double *out;

static double now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, by_value);
    return values[ROUNDS / 2];
}

static void *reserve(size_t size)
{
    void *memory = calloc(1, size);
    if (memory == NULL) {
        fprintf(stderr, "no memory\n");
        exit(1);
    }
    return memory;
}

static void walk(void)
{
    tr_rng rng;
    tr_rng_init(&rng, 1);
    double price = 100;
    for (size_t i = 0; i < LONG_COUNT; i++) {
        double close = price * (1 + (tr_rng_double(&rng) - 0.5) * 0.01);
        if (close < 50 || close > 200)
            close = price;
        close = round(close * 100) / 100;
        columns[0][i] = price;
        columns[1][i] = fmax(price, close) + round(tr_rng_double(&rng) * 30) / 100;
        columns[2][i] = fmin(price, close) - round(tr_rng_double(&rng) * 30) / 100;
        columns[3][i] = close;
        price = close;
    }
}

/* TA-Lib's 61. */
static tr_candles_config talib_config(size_t *size)
{
    tr_candles_config config;
    if (tr_candles_config_init(TR_INDICATOR_TALIB, &config, NULL) != TR_OK)
        exit(1);
    config.is_selected[tr_candles_find("cdl_inside")] = false;
    if (tr_candles_memory_size(&config, size, NULL) != TR_OK)
        exit(1);
    return config;
}

/* The memory that passes start in, one after the other. */
static void *pass_memory;
static size_t pass_size;

static tr_candles *pass_begin(const tr_candles_config *config)
{
    tr_candles *candles = NULL;
    if (tr_candles_init(config, pass_memory, pass_size, &candles, NULL) != TR_OK)
        exit(1);
    return candles;
}

static double pass_ns(tr_candles *candles, size_t count, size_t block)
{
    double begin = now_ns();
    for (size_t at = 0; at < count; at += block) {
        const double *const in[4] = { columns[0] + at, columns[1] + at, columns[2] + at,
                                      columns[3] + at };
        int8_t *to[TR_CANDLES_MAX];
        for (size_t k = 0; k < TR_CANDLES_MAX; k++)
            to[k] = rows[k] == NULL ? NULL : rows[k] + at;
        (void)tr_candles_run(candles, in, block, to, NULL, NULL);
    }
    return (now_ns() - begin) / (double)count;
}

static double alone_ns(const tr_indicator_info *info, size_t count)
{
    tr_indicator_config config;
    tr_indicator *indicator = NULL;
    size_t size = 0;
    if (tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL) != TR_OK ||
        tr_indicator_memory_size(&config, &size, NULL) != TR_OK)
        exit(1);
    void *memory = reserve(size);
    if (tr_indicator_init(&config, memory, size, &indicator, NULL) != TR_OK)
        exit(1);
    double begin = now_ns();
    (void)tr_indicator_run(indicator, (const double *const *)columns, count, &out, NULL, NULL);
    double taken = (now_ns() - begin) / (double)count;
    free(memory);
    return taken;
}

static double why_ns(const tr_candles_config *config)
{
    static tr_candle_why why;
    tr_candles *candles = pass_begin(config);
    (void)pass_ns(candles, 1000, 1000);
    double begin = now_ns();
    for (size_t k = 0; k < 100; k++)
        (void)tr_candles_why(candles, tr_candles_find("cdlhammer"), &why, NULL);
    return (now_ns() - begin) / 100;
}

int main(void)
{
    tr_candles_config config = talib_config(&pass_size);
    pass_memory = reserve(pass_size);
    for (size_t k = 0; k < 4; k++)
        columns[k] = reserve(LONG_COUNT * sizeof *columns[k]);
    for (size_t k = 0; k < tr_candles_count(); k++)
        rows[k] = reserve(LONG_COUNT);
    out = reserve(LONG_COUNT * sizeof *out);
    walk();
    double pass[2][ROUNDS], alone[ROUNDS] = { 0 }, live[ROUNDS], why[ROUNDS];
    for (size_t round = 0; round < ROUNDS; round++) {
        pass[0][round] = pass_ns(pass_begin(&config), LONG_COUNT, LONG_COUNT);
        pass[1][round] = pass_ns(pass_begin(&config), SHORT_COUNT, SHORT_COUNT);
        live[round] = pass_ns(pass_begin(&config), LIVE_COUNT, 1);
        why[round] = why_ns(&config);
        for (size_t k = 0; k < tr_candles_count(); k++)
            if (config.is_selected[k])
                alone[round] += alone_ns(tr_candles_at(k), LONG_COUNT);
    }
    printf("| 61 candlestick patterns | ns a bar |\n|---|---|\n");
    printf("| in one pass, 1 M bars | %.0f |\n", median(pass[0]));
    printf("| in one pass, 10 k bars | %.0f |\n", median(pass[1]));
    printf("| each alone, added up, 1 M bars | %.0f |\n", median(alone));
    printf("| in one pass, bar by bar | %.0f |\n", median(live));
    printf("| why, one pattern (ns a question) | %.0f |\n", median(why));
    printf("\nmemory of the pass: %zu bytes\n", pass_size);
    return 0;
}
