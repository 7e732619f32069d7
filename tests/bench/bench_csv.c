/*
 * bench_csv.c: bars from CSV, to CSV and resampled, in the same run as a plain loop over the C library's
 * strtod and printf on the same text. Prints the best of several rounds, by processor time.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <trade/bar.h>
#include <trade/rng.h>

#define BAR_COUNT   200000
#define ROUND_COUNT 9

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

typedef struct work {
    tr_bar bars[BAR_COUNT];
    size_t bar_count;
    char *text;
    size_t size;
    char *written;
    size_t made_count;
} work;

static tr_status count_bar(void *user, const tr_bar *bar)
{
    work *on = user;
    on->made_count += bar->is_closed;
    return TR_OK;
}

/* A random walk of minutes; prices of `decimals` decimals, or of all 17 digits when that is 0. */
static void make_bars(work *on, int decimals)
{
    tr_rng rng;
    tr_rng_init(&rng, 1);
    double unit = decimals > 0 ? 100 : 100.0 / 3;
    int64_t price = 6000000;
    for (size_t i = 0; i < BAR_COUNT; i++) {
        int64_t open = price;
        price += (int64_t)tr_rng_below(&rng, 2001) - 1000;
        int64_t high = (open > price ? open : price) + (int64_t)tr_rng_below(&rng, 500);
        int64_t low = (open < price ? open : price) - (int64_t)tr_rng_below(&rng, 500);
        on->bars[i] =
            (tr_bar){ INT64_C(1700000040) * TR_NS_PER_SECOND + (int64_t)i * TR_NS_PER_MINUTE,
                      (double)open / unit,
                      (double)high / unit,
                      (double)low / unit,
                      (double)price / unit,
                      (double)tr_rng_below(&rng, 10000000) / 1e5,
                      true };
    }
    on->bar_count = BAR_COUNT;
}

static void write_ours(work *on)
{
    size_t length = strlen(TR_BAR_CSV_HEADER);
    memcpy(on->written, TR_BAR_CSV_HEADER, length);
    for (size_t i = 0; i < on->bar_count; i++)
        length += tr_bar_csv_format(&on->bars[i], on->written + length, TR_BAR_CSV_LINE_SIZE);
    on->size = length;
}

static void write_peer(work *on)
{
    size_t length = 0;
    for (size_t i = 0; i < on->bar_count; i++) {
        const tr_bar *bar = &on->bars[i];
        length += (size_t)snprintf(on->written + length, TR_BAR_CSV_LINE_SIZE,
                                   "%" PRId64 ",%.17g,%.17g,%.17g,%.17g,%.17g\n",
                                   bar->open_ns / TR_NS_PER_SECOND, bar->open, bar->high, bar->low,
                                   bar->close, bar->volume);
    }
}

static void read_ours(work *on)
{
    tr_bar_csv_reader *reader = NULL;
    if (tr_bar_csv_reader_new(NULL, count_bar, on, &reader, NULL) != TR_OK)
        exit(EXIT_FAILURE);
    for (size_t at = 0; at < on->size; at += 65536) {
        size_t part = on->size - at < 65536 ? on->size - at : 65536;
        if (tr_bar_csv_feed(reader, on->text + at, part, at + part == on->size, NULL) != TR_OK)
            exit(EXIT_FAILURE);
    }
    tr_bar_csv_reader_free(reader);
}

/* No checks, no errors, the time left out: only the five numbers. */
static void read_peer(work *on)
{
    const char *at = strchr(on->text, '\n') + 1;
    while (*at != '\0') {
        double sum = 0;
        at = strchr(at, ',');
        for (int i = 0; i < 5; i++) {
            char *end;
            sum += strtod(at + 1, &end);
            at = end;
        }
        on->made_count += sum > 0;
        at++;
    }
}

static void resample(work *on, int32_t count, tr_timeframe_unit unit)
{
    tr_resampler_options options = TR_RESAMPLER_OPTIONS_INIT;
    options.target = (tr_timeframe){ count, unit };
    tr_resampler *resampler = NULL;
    if (tr_resampler_new(&options, count_bar, on, &resampler, NULL) != TR_OK)
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < on->bar_count; i++)
        if (tr_resampler_push(resampler, &on->bars[i], NULL) != TR_OK)
            exit(EXIT_FAILURE);
    tr_resampler_free(resampler);
}

static void resample_75m(work *on)
{
    resample(on, 75, TR_TIMEFRAME_MINUTE);
}

static void resample_month(work *on)
{
    resample(on, 1, TR_TIMEFRAME_MONTH);
}

static double best_s(void (*run)(work *on), work *on)
{
    double best = 1e9;
    for (int round = 0; round < ROUND_COUNT; round++) {
        double start = now_s();
        run(on);
        double taken = now_s() - start;
        best = taken < best ? taken : best;
    }
    return best;
}

static void print_row(const char *name, const work *on, double ours_s, double peer_s)
{
    printf("| %-28s | %7.1f | %8.2f |", name, (double)on->size / ours_s / 1e6,
           (double)on->bar_count / ours_s / 1e6);
    if (peer_s > 0)
        printf(" %5.1f |\n", peer_s / ours_s);
    else
        printf("     - |\n");
}

int main(void)
{
    work *on = calloc(1, sizeof *on);
    size_t size_max = (size_t)BAR_COUNT * TR_BAR_CSV_LINE_SIZE;
    if (on == NULL || (on->text = malloc(size_max)) == NULL ||
        (on->written = malloc(size_max)) == NULL)
        return EXIT_FAILURE;
    printf("| %-28s | %7s | %8s | %5s |\n|---|---|---|---|\n", "what", "MB/s", "M bars/s", "ratio");
    for (int decimals = 2; decimals >= 0; decimals -= 2) {
        make_bars(on, decimals);
        double ours_s = best_s(write_ours, on);
        memcpy(on->text, on->written, on->size);
        on->text[on->size] = '\0';
        print_row(decimals > 0 ? "write, 2 decimals" : "write, 17 digits", on, ours_s,
                  best_s(write_peer, on));
        ours_s = best_s(read_ours, on);
        print_row(decimals > 0 ? "read, 2 decimals" : "read, 17 digits", on, ours_s,
                  best_s(read_peer, on));
    }
    print_row("resample 1m to 75m", on, best_s(resample_75m, on), 0);
    print_row("resample 1m to 1M", on, best_s(resample_month, on), 0);
    free(on->written);
    free(on->text);
    free(on);
    return EXIT_SUCCESS;
}
