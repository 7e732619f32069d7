/*
 * bench_indicator.c: our indicators beside other libraries', interleaved in one run, and bar by bar beside batches.
 *
 *     bench_indicator [--peer FILE.so]... [--real FILE.csv] [--keep] [--long] [--only NAME] [--no-stream]
 *
 * A peer is a shared object that has `peer_library` (peers/peer.h); bench_indicator.py makes them. Each function that a
 * peer shares with us is called on a random walk of a million and of ten thousand bars and on real bars, by turns with
 * ours, and the medians are compared. Ours includes starting in given memory. --keep has malloc keep what was freed, so that
 * temporaries of a peer cost no new pages; --long leaves out all but the million. An asterisk marks outputs that differ.
 * Time is this thread's processor time.
 */
#include <dlfcn.h>
#include <malloc.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <trade/bar.h>
#include <trade/indicator.h>
#include <trade/rng.h>

#include "peers/peer.h"

#define LONG_COUNT   1000000
#define SHORT_COUNT  10000
#define STREAM_COUNT 20000
#define PEERS_MAX    4
#define NAMES_MAX    512
#define ROUNDS_MAX   15

typedef enum data_kind { DATA_LONG, DATA_SHORT, DATA_REAL, DATA_KINDS } data_kind;

/* One series of bars, all columns in one piece of memory. */
typedef struct series {
    size_t count;
    size_t room;
    double *column[5]; /* open, high, low, close, volume */
    double *fraction;  /* the closes brought into -1..1, for functions that want that */
    double *periods;   /* 2..30, for the average of variable period */
} series;

typedef struct bench {
    series data[DATA_KINDS];
    size_t kind_count;
    const peer *peers[PEERS_MAX];
    size_t peer_count;
    const char *only;
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    double rows_in[STREAM_COUNT * TR_INDICATOR_INPUTS_MAX];
    double rows_out[STREAM_COUNT * TR_INDICATOR_OUTPUTS_MAX];
    void *memory;
    size_t memory_size;
} bench;

/* One of our indicators, ready to be called on one series. */
typedef struct call {
    tr_indicator_config config;
    const double *in[TR_INDICATOR_INPUTS_MAX];
    size_t count;
} call;

typedef struct summary {
    double log_sum[2][DATA_KINDS]; /* candles, the rest */
    size_t count[2][DATA_KINDS];
    double least[2][DATA_KINDS];
    char least_name[2][DATA_KINDS][32];
    size_t slower; /* ratio below 0.9 on the long series */
} summary;

static void fail(const char *what)
{
    (void)fprintf(stderr, "bench_indicator: %s\n", what);
    exit(EXIT_FAILURE);
}

static double now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return values[count / 2];
}

static void series_reserve(series *set, size_t room)
{
    double *memory = malloc(7 * room * sizeof *memory);
    if (memory == NULL)
        fail("no memory");
    for (size_t k = 0; k < 5; k++)
        set->column[k] = memory + k * room;
    set->fraction = memory + 5 * room;
    set->periods = memory + 6 * room;
    set->room = room;
}

static void series_finish(series *set)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < set->count; i++) {
        least = fmin(least, set->column[3][i]);
        most = fmax(most, set->column[3][i]);
    }
    for (size_t i = 0; i < set->count; i++) {
        set->fraction[i] = 2 * (set->column[3][i] - least) / (most - least) - 1;
        set->periods[i] = (double)(2 + i * 7 % 29);
    }
}

/* Prices in cents, so that ties and equal bars occur as they do in life. */
static void series_walk(series *set, size_t count)
{
    tr_rng rng;
    tr_rng_init(&rng, 1);
    series_reserve(set, count);
    double price = 100;
    for (size_t i = 0; i < count; i++) {
        double close = price * (1 + (tr_rng_double(&rng) - 0.5) * 0.01);
        if (close < 50 || close > 200)
            close = price;
        close = round(close * 100) / 100;
        double high = fmax(price, close) + round(tr_rng_double(&rng) * 30) / 100;
        double low = fmin(price, close) - round(tr_rng_double(&rng) * 30) / 100;
        const double row[5] = { price, high, low, close, 1000 + floor(tr_rng_double(&rng) * 9000) };
        for (size_t k = 0; k < 5; k++)
            set->column[k][i] = row[k];
        price = close;
    }
    set->count = count;
    series_finish(set);
}

static tr_status bar_take(void *user, const tr_bar *bar)
{
    series *set = user;
    if (set->count == set->room)
        return TR_OK;
    const double row[5] = { bar->open, bar->high, bar->low, bar->close, bar->volume };
    for (size_t k = 0; k < 5; k++)
        set->column[k][set->count] = row[k];
    set->count++;
    return TR_OK;
}

static bool series_load(series *set, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    series_reserve(set, LONG_COUNT);
    tr_bar_csv_reader *reader = NULL;
    tr_status status = tr_bar_csv_reader_new(NULL, bar_take, set, &reader, NULL);
    char buffer[65536];
    for (size_t size = 1; status == TR_OK && size > 0;) {
        size = fread(buffer, 1, sizeof buffer, file);
        status = tr_bar_csv_feed(reader, buffer, size, size == 0, NULL);
    }
    tr_bar_csv_reader_free(reader);
    (void)fclose(file);
    if (status == TR_OK)
        series_finish(set);
    return status == TR_OK && set->count > 100;
}

/* Functions of one value get what lies in their domain, all others prices. */
static const double *real_of(const series *set, const tr_indicator_info *info, size_t index)
{
    if (strcmp(info->name, "mavp") == 0 && index == 1)
        return set->periods;
    bool is_plain = strcmp(info->group, "math") == 0 && tr_indicator_param_count(info) == 0;
    if (is_plain && tr_indicator_input_count(info) == 1 && strcmp(info->name, "ln") != 0 &&
        strcmp(info->name, "log10") != 0 && strcmp(info->name, "sqrt") != 0)
        return set->fraction;
    return set->column[index == 0 ? 3 : 0];
}

static void call_prepare(bench *on, call *ours, const tr_indicator_info *info,
                         tr_indicator_preset preset, const series *set)
{
    size_t size = 0, real = 0;
    if (tr_indicator_config_init(info, preset, &ours->config, NULL) != TR_OK ||
        tr_indicator_memory_size(&ours->config, &size, NULL) != TR_OK)
        fail("an indicator cannot be configured");
    if (size > on->memory_size) {
        free(on->memory);
        on->memory = calloc(1, size);
        on->memory_size = size;
        if (on->memory == NULL)
            fail("no memory");
    }
    for (size_t i = 0; i < tr_indicator_input_count(info); i++)
        ours->in[i] = info->inputs[i] == TR_INPUT_REAL
                          ? real_of(set, info, real++)
                          : set->column[info->inputs[i] - TR_INPUT_OPEN];
    ours->count = set->count;
}

static void call_batch(const bench *on, const call *ours)
{
    tr_indicator *running = NULL;
    if (tr_indicator_init(&ours->config, on->memory, on->memory_size, &running, NULL) != TR_OK ||
        tr_indicator_run(running, ours->in, ours->count, on->out, NULL, NULL) != TR_OK)
        fail(ours->config.info->name);
}

/* Bars come as rows of values, and go as such. */
static void rows_prepare(bench *on, const call *ours)
{
    size_t inputs = tr_indicator_input_count(ours->config.info);
    for (size_t i = 0; i < ours->count; i++)
        for (size_t k = 0; k < inputs; k++)
            on->rows_in[i * inputs + k] = ours->in[k][i];
}

static void call_stream(bench *on, const call *ours)
{
    tr_indicator *running = NULL;
    if (tr_indicator_init(&ours->config, on->memory, on->memory_size, &running, NULL) != TR_OK)
        fail(ours->config.info->name);
    size_t inputs = tr_indicator_input_count(ours->config.info),
           outputs = tr_indicator_output_count(ours->config.info);
    const double *in = on->rows_in;
    double *out = on->rows_out;
    for (size_t i = 0; i < ours->count; i++, in += inputs, out += outputs)
        if (tr_indicator_update(running, in, out, NULL) != TR_OK)
            fail(ours->config.info->name);
}

/* Do both give the same? Compared in the second half, where seeds have faded, loosely: this is no test. */
static bool outputs_agree(const bench *on, size_t output_count, const peer_result *theirs,
                          size_t count)
{
    if (output_count != theirs->output_count)
        return false;
    size_t wrong = 0, compared = 0;
    for (size_t k = 0; k < output_count; k++)
        for (size_t i = count / 2; i < count && i < theirs->begin + theirs->count; i++) {
            double a = on->out[k][i];
            size_t at = i - theirs->begin;
            double b = theirs->is_whole[k] ? ((const int *)theirs->output[k])[at]
                                           : ((const double *)theirs->output[k])[at];
            compared++;
            wrong += !(fabs(a - b) <= 1e-6 * (1 + fabs(b))) && !(isnan(a) && isnan(b));
        }
    return compared > 0 && wrong * 1000 <= compared;
}

/* How often to call for one sample, and how many samples. */
static size_t repeat_count(size_t bars)
{
    return bars >= LONG_COUNT ? 1 : 200000 / bars + 1;
}

/* Medians per bar of calls by turns. */
static bool measure(const bench *on, const call *ours, const peer *other, double *ours_ns,
                    double *other_ns, bool *agrees)
{
    double taken[2][ROUNDS_MAX];
    size_t repeats = repeat_count(ours->count), rounds = 5;
    peer_result result = { 0 };
    if (!other->run(&result))
        return false;
    call_batch(on, ours);
    *agrees = outputs_agree(on, tr_indicator_output_count(ours->config.info), &result, ours->count);
    for (size_t round = 0; round < rounds; round++) {
        double start = now_ns();
        for (size_t i = 0; i < repeats; i++)
            call_batch(on, ours);
        taken[0][round] = now_ns() - start;
        start = now_ns();
        for (size_t i = 0; i < repeats; i++)
            other->run(&result);
        taken[1][round] = now_ns() - start;
    }
    double bars = (double)(ours->count * repeats);
    *ours_ns = median(taken[0], rounds) / bars;
    *other_ns = median(taken[1], rounds) / bars;
    return true;
}

static bool peer_prepare(const peer *other, size_t index, const series *set, const call *ours)
{
    const tr_indicator_info *info = ours->config.info;
    const char *names[TR_INDICATOR_PARAMS_MAX];
    size_t param_count = tr_indicator_param_count(info);
    for (size_t i = 0; i < param_count; i++)
        names[i] = info->params[i].alias != NULL ? info->params[i].alias : info->params[i].name;
    const peer_data data = { .open = set->column[0],
                             .high = set->column[1],
                             .low = set->column[2],
                             .close = set->column[3],
                             .volume = set->column[4],
                             .real = { real_of(set, info, 0), real_of(set, info, 1) },
                             .count = set->count };
    return other->prepare(index, &data, names, ours->config.params, param_count);
}

static void summary_add(summary *sum, const tr_indicator_info *info, data_kind kind, double ratio)
{
    size_t part = strcmp(info->group, "pattern") == 0 ? 0 : 1;
    if (sum->count[part][kind]++ == 0 || ratio < sum->least[part][kind]) {
        sum->least[part][kind] = ratio;
        (void)snprintf(sum->least_name[part][kind], sizeof sum->least_name[part][kind], "%s",
                       info->name);
    }
    sum->log_sum[part][kind] += log(ratio);
    if (kind == DATA_LONG && ratio < 0.9)
        sum->slower++;
}

static void summary_print(const bench *on, const summary *sum, const char *name)
{
    static const char *const kind_names[] = { "1 M", "10 k", "real" };
    static const char *const part_names[] = { "candles", "the rest" };
    printf("\n| against %s | bars | functions | geometric mean | least |\n|---|---|---|---|---|\n",
           name);
    for (size_t part = 0; part < 2; part++)
        for (size_t kind = 0; kind < on->kind_count; kind++)
            if (sum->count[part][kind] > 0)
                printf("| %s | %s | %zu | %.2f | %.2f %s |\n", part_names[part], kind_names[kind],
                       sum->count[part][kind],
                       exp(sum->log_sum[part][kind] / (double)sum->count[part][kind]),
                       sum->least[part][kind], sum->least_name[part][kind]);
    printf("\nslower than 0.9 times %s at 1 M: %zu\n\n", name, sum->slower);
}

static void compare(bench *on, const peer *other)
{
    summary sum = { 0 };
    bool is_tulip = strcmp(other->name, "Tulip") == 0;
    printf("| %s %s | ours ns a bar | theirs | ratio 1 M |%s\n|---|---|---|---|%s\n", other->name,
           other->version(), on->kind_count > 1 ? " 10 k | real |" : "",
           on->kind_count > 1 ? "---|---|" : "");
    for (size_t i = 0; i < other->count(); i++) {
        const char *name = other->function_name(i);
        const tr_indicator_info *info = tr_indicator_find(name);
        if (info == NULL || (on->only != NULL && strcmp(on->only, name) != 0))
            continue;
        double ratios[DATA_KINDS] = { 0 }, first[2] = { 0, 0 };
        bool agrees = true, is_shared = true;
        for (size_t kind = 0; kind < on->kind_count && is_shared; kind++) {
            call ours;
            double ours_ns = 0, other_ns = 0;
            bool same = true;
            call_prepare(on, &ours, info, is_tulip ? TR_INDICATOR_TULIP : TR_INDICATOR_TALIB,
                         &on->data[kind]);
            is_shared = peer_prepare(other, i, &on->data[kind], &ours) &&
                        measure(on, &ours, other, &ours_ns, &other_ns, &same);
            ratios[kind] = other_ns / ours_ns;
            agrees = agrees && same;
            if (kind == 0) {
                first[0] = ours_ns;
                first[1] = other_ns;
            }
        }
        if (!is_shared) {
            printf("| %s | could not be called |\n", name);
            continue;
        }
        for (size_t kind = 0; kind < on->kind_count; kind++)
            summary_add(&sum, info, (data_kind)kind, ratios[kind]);
        printf("| %s%s | %.2f | %.2f | %.2f |", name, agrees ? "" : " *", first[0], first[1],
               ratios[0]);
        for (size_t kind = 1; kind < on->kind_count; kind++)
            printf(" %.2f |", ratios[kind]);
        printf("\n");
        (void)fflush(stdout);
    }
    summary_print(on, &sum, other->name);
}

/* What one live update costs more than a bar of a batch, of one indicator. */
typedef struct extra {
    const char *name;
    double ns;
} extra;

static int by_extra(const void *a, const void *b)
{
    return by_value(&((const extra *)a)->ns, &((const extra *)b)->ns);
}

/* Named in the README: recursions, and windows at their defaults. */
static bool is_shown(const char *name)
{
    static const char *const shown[] = { "ema",    "rma", "dema",      "tema",   "trix", "macd",
                                         "rsi",    "cmo", "atr",       "natr",   "adx",  "obv",
                                         "ad",     "sar", "mom",       "roc",    "add",  "sma",
                                         "bbands", "wma", "linearreg", "stddev", "kama", "max",
                                         "mfi",    "cci", "t3",        "stoch" };
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (strcmp(name, shown[i]) == 0)
            return true;
    return false;
}

static void extras_print(extra *extras, size_t count)
{
    size_t within[3] = { 0, 0, 0 };
    if (count == 0)
        return;
    qsort(extras, count, sizeof *extras, by_extra);
    for (size_t i = 0; i < count; i++) {
        within[0] += extras[i].ns <= 5;
        within[1] += extras[i].ns <= 10;
        within[2] += extras[i].ns <= 20;
    }
    printf("\nlive update over batch, ns, candles apart: median %.1f, a tenth below %.1f, a tenth "
           "above %.1f, worst",
           extras[count / 2].ns, extras[count / 10].ns, extras[count - 1 - count / 10].ns);
    for (size_t i = 0; i < count && i < 6; i++)
        printf(" %s %.0f", extras[count - 1 - i].name, extras[count - 1 - i].ns);
    printf("\nwithin 5 ns %zu, 10 ns %zu, 20 ns %zu of %zu\n", within[0], within[1], within[2],
           count);
    for (size_t i = 0; i < count; i++)
        if (is_shown(extras[i].name))
            printf("%s %.1f, ", extras[i].name, extras[i].ns);
    printf("\n");
}

/* Bar by bar beside the batch, and at a million bars where no peer was. */
static void streams(bench *on)
{
    static extra extras[NAMES_MAX];
    size_t total = 0;
    series walk = on->data[DATA_LONG];
    walk.count = STREAM_COUNT;
    printf("| bar by bar | batch ns a bar | stream | more |\n|---|---|---|---|\n");
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        if (on->only != NULL && strcmp(on->only, info->name) != 0)
            continue;
        call ours;
        double taken[2][ROUNDS_MAX];
        size_t rounds = 9;
        call_prepare(on, &ours, info, TR_INDICATOR_TALIB, &walk);
        rows_prepare(on, &ours);
        for (size_t round = 0; round < rounds; round++) {
            double start = now_ns();
            call_batch(on, &ours);
            taken[0][round] = now_ns() - start;
            start = now_ns();
            call_stream(on, &ours);
            taken[1][round] = now_ns() - start;
        }
        double batch = median(taken[0], rounds) / STREAM_COUNT,
               stream = median(taken[1], rounds) / STREAM_COUNT;
        printf("| %s | %.1f | %.1f | %.1f |\n", info->name, batch, stream, stream - batch);
        if (strcmp(info->group, "pattern") != 0 && total < NAMES_MAX)
            extras[total++] = (extra){ info->name, stream - batch };
    }
    extras_print(extras, total);
}

static const peer *peer_open(const char *path)
{
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const peer *found = object == NULL ? NULL : (const peer *)dlsym(object, "peer_library");
    if (found == NULL)
        fail(dlerror());
    return found;
}

static void options_take(bench *on, int argc, char **argv, bool *has_streams)
{
    const char *real = NULL;
    on->kind_count = DATA_KINDS;
    for (int i = 1; i < argc; i++) {
        bool has_value = i + 1 < argc;
        if (strcmp(argv[i], "--peer") == 0 && has_value && on->peer_count < PEERS_MAX)
            on->peers[on->peer_count++] = peer_open(argv[++i]);
        else if (strcmp(argv[i], "--real") == 0 && has_value)
            real = argv[++i];
        else if (strcmp(argv[i], "--only") == 0 && has_value)
            on->only = argv[++i];
        else if (strcmp(argv[i], "--keep") == 0)
            *has_streams =
                mallopt(M_MMAP_THRESHOLD, 1 << 30) + mallopt(M_TRIM_THRESHOLD, 1 << 30) != 0 &&
                *has_streams;
        else if (strcmp(argv[i], "--long") == 0)
            on->kind_count = 1;
        else if (strcmp(argv[i], "--no-stream") == 0)
            *has_streams = false;
        else
            fail("--peer FILE.so, --real FILE.csv, --only NAME, --keep, --long, --no-stream");
    }
    series_walk(&on->data[DATA_LONG], LONG_COUNT);
    series_walk(&on->data[DATA_SHORT], SHORT_COUNT);
    if (on->kind_count > 1 && (real == NULL || !series_load(&on->data[DATA_REAL], real))) {
        printf("no real bars: name a file with --real\n");
        on->kind_count = DATA_REAL;
    }
}

int main(int argc, char **argv)
{
    bench *on = calloc(1, sizeof *on);
    if (on == NULL)
        return EXIT_FAILURE;
    bool has_streams = true;
    options_take(on, argc, argv, &has_streams);
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++) {
        on->out[k] = malloc(LONG_COUNT * sizeof(double));
        if (on->out[k] == NULL)
            fail("no memory");
        for (size_t i = 0; i < LONG_COUNT; i++)
            on->out[k][i] = 0;
    }
    for (size_t i = 0; i < on->peer_count; i++)
        compare(on, on->peers[i]);
    if (has_streams)
        streams(on);
    return EXIT_SUCCESS;
}
