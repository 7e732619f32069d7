/* test_frame.c: indicators on a coarser timeframe see what is over, and nothing that comes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <trade/indicator_frame.h>
#include <trade/rng.h>

#include "support/check_tap.h"

#define BARS    2000
#define HOUR_NS INT64_C(3600000000000)

static tr_bar bars[BARS];
static tr_bar hours[BARS];
static size_t hour_count;
static double wanted[TR_INDICATOR_OUTPUTS_MAX][BARS];
static double got[TR_INDICATOR_OUTPUTS_MAX][BARS];
static double again[TR_INDICATOR_OUTPUTS_MAX][BARS];

/* Minutes; some are missing, so that some hours lack their last one and one hour lacks all. */
static void bars_make(uint64_t seed)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    double price = 100;
    int64_t at_ns = 473000 * HOUR_NS;
    for (size_t i = 0; i < BARS; i++) {
        double close = price + (double)tr_rng_below(&rng, 201) / 100 - 1;
        bars[i] = (tr_bar){ .open_ns = at_ns,
                            .open = price,
                            .high = fmax(price, close) + 0.25,
                            .low = fmin(price, close) - 0.25,
                            .close = close,
                            .volume = (double)tr_rng_below(&rng, 1000),
                            .is_closed = true };
        price = close;
        at_ns += 60 * INT64_C(1000000000) * (tr_rng_below(&rng, 20) == 0 ? 2 : 1);
        if (i == 700)
            at_ns += 2 * HOUR_NS;
    }
}

static tr_status hour_take(void *user, const tr_bar *bar)
{
    (void)user;
    hours[hour_count++] = *bar;
    return TR_OK;
}

static tr_indicator_frame *frame_make(const char *name, tr_indicator_frame_mode mode)
{
    tr_indicator_config config;
    ck_assert_int_eq(
        tr_indicator_config_init(tr_indicator_find(name), TR_INDICATOR_TALIB, &config, NULL),
        TR_OK);
    tr_indicator_frame_options options = TR_INDICATOR_FRAME_OPTIONS_INIT;
    options.config = &config;
    options.mode = mode;
    tr_indicator_frame *frame = NULL;
    ck_assert_int_eq(tr_indicator_frame_new(&options, &frame, NULL), TR_OK);
    return frame;
}

static void outputs_of(double (*rows)[BARS], double **out)
{
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        out[k] = rows[k];
}

static void frame_run(const char *name, tr_indicator_frame_mode mode, size_t count,
                      double (*rows)[BARS])
{
    tr_indicator_frame *frame = frame_make(name, mode);
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    size_t taken = 0;
    outputs_of(rows, out);
    ck_assert_int_eq(tr_indicator_frame_run(frame, bars, count, out, &taken, NULL), TR_OK);
    ck_assert_uint_eq(taken, count);
    tr_indicator_frame_free(frame);
}

/* The hours that are over when bar `index` is closed, by looking at the whole series. */
static size_t hours_over(size_t index)
{
    int64_t end_ns = bars[index].open_ns + 60 * INT64_C(1000000000);
    size_t count = 0;
    while (count < hour_count && hours[count].open_ns + HOUR_NS <= end_ns)
        count++;
    return count;
}

static void hours_make(void)
{
    tr_resampler_options options = TR_RESAMPLER_OPTIONS_INIT;
    tr_resampler *resampler = NULL;
    hour_count = 0;
    ck_assert_int_eq(tr_resampler_new(&options, hour_take, NULL, &resampler, NULL), TR_OK);
    for (size_t i = 0; i < BARS; i++)
        ck_assert_int_eq(tr_resampler_push(resampler, &bars[i], NULL), TR_OK);
    tr_resampler_free(resampler);
}

/* One batch over the finished hours. */
static void hours_run(const tr_indicator_info *info)
{
    static double columns[6][BARS];
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    tr_indicator_config config;
    size_t size = 0;
    tr_indicator *indicator = NULL;
    for (size_t i = 0; i < hour_count; i++) {
        const double values[6] = {
            hours[i].open,  hours[i].high,   hours[i].low,
            hours[i].close, hours[i].volume, (double)hours[i].open_ns / 1e9
        };
        for (size_t c = 0; c < 6; c++)
            columns[c][i] = values[c];
    }
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        in[k] = info->inputs[k] == TR_INPUT_REAL   ? columns[3]
                : info->inputs[k] == TR_INPUT_TIME ? columns[5]
                                                   : columns[info->inputs[k] - TR_INPUT_OPEN];
    outputs_of(wanted, out);
    ck_assert_int_eq(tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_memory_size(&config, &size, NULL), TR_OK);
    void *memory = malloc(size);
    ck_assert_int_eq(tr_indicator_init(&config, memory, size, &indicator, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_run(indicator, in, hour_count, out, NULL, NULL), TR_OK);
    free(memory);
}

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

START_TEST(confirmed_values_are_those_of_the_last_bar_that_is_over)
{
    static const char *const names[] = {
        "rsi", "atr", "macd", "bbands", "obv", "vwap_session", NULL
    };
    bars_make(1);
    hours_make();
    ck_assert_uint_gt(hour_count, 30);
    for (size_t n = 0; names[n] != NULL; n++) {
        const tr_indicator_info *info = tr_indicator_find(names[n]);
        hours_run(info);
        frame_run(names[n], TR_INDICATOR_FRAME_CONFIRMED, BARS, got);
        for (size_t i = 0; i < BARS; i++) {
            /* An hour without its last minute is known to be over when a bar behind it comes. */
            size_t over = hours_over(i);
            bool is_first_behind = i > 0 && over > hours_over(i - 1);
            ck_assert(is_first_behind || i == 0 || over == hours_over(i - 1));
            for (size_t k = 0; k < tr_indicator_output_count(info); k++) {
                double want = over == 0 ? (double)NAN : wanted[k][over - 1];
                if (!same(got[k][i], want))
                    ck_abort_msg("%s: output %zu of bar %zu is %.17g, want %.17g", names[n], k, i,
                                 got[k][i], want);
            }
        }
    }
}
END_TEST

START_TEST(bars_that_come_later_change_nothing_before_them)
{
    bars_make(2);
    for (int mode = 0; mode < 2; mode++) {
        frame_run("ema", (tr_indicator_frame_mode)mode, BARS, got);
        bars_make(2);
        for (size_t i = 1200; i < BARS; i++) {
            bars[i].open = bars[i].close = 5000;
            bars[i].high = 5001;
            bars[i].low = 4999;
        }
        frame_run("ema", (tr_indicator_frame_mode)mode, BARS, again);
        for (size_t i = 0; i < 1200; i++)
            ck_assert(same(got[0][i], again[0][i]));
        bars_make(2);
    }
}
END_TEST

START_TEST(forming_values_are_what_the_bar_would_give_if_it_closed_so)
{
    bars_make(3);
    hours_make();
    frame_run("sma", TR_INDICATOR_FRAME_CONFIRMED, BARS, got);
    frame_run("sma", TR_INDICATOR_FRAME_FORMING, BARS, again);
    size_t confirmed = 0;
    for (size_t i = 0; i < BARS; i++) {
        size_t over = hours_over(i);
        int64_t end_ns = bars[i].open_ns + 60 * INT64_C(1000000000);
        if (end_ns % HOUR_NS == 0) {
            /* The last minute: both agree. */
            ck_assert(same(got[0][i], again[0][i]));
            confirmed++;
        } else if (over >= 29) {
            /* The mean of 29 hours that are over and this close. */
            double sum = bars[i].close;
            for (size_t h = over - 29; h < over; h++)
                sum += hours[h].close;
            ck_assert_double_eq_tol(again[0][i], sum / 30, 1e-9);
        }
    }
    ck_assert_uint_gt(confirmed, 20);
}
END_TEST

START_TEST(a_bar_pushed_again_while_it_forms_counts_once)
{
    bars_make(4);
    frame_run("rsi", TR_INDICATOR_FRAME_CONFIRMED, BARS, got);
    tr_indicator_frame *frame = frame_make("rsi", TR_INDICATOR_FRAME_CONFIRMED);
    for (size_t i = 0; i < BARS; i++) {
        double before = i > 0 ? got[0][i - 1] : (double)NAN, value = 0;
        tr_bar forming = bars[i];
        forming.is_closed = false;
        forming.high += 50;
        forming.close = forming.high;
        for (int times = 0; times < 2; times++) {
            ck_assert_int_eq(tr_indicator_frame_push(frame, &forming, &value, NULL), TR_OK);
            /* A bar behind the hour confirms it; the forming one itself confirms nothing. */
            bool is_new_hour = i > 0 && bars[i].open_ns / HOUR_NS != bars[i - 1].open_ns / HOUR_NS;
            ck_assert(same(value, before) || is_new_hour);
        }
        ck_assert_int_eq(tr_indicator_frame_push(frame, &bars[i], &value, NULL), TR_OK);
        ck_assert(same(value, got[0][i]));
    }
    tr_indicator_frame_free(frame);
}
END_TEST

START_TEST(gaps_are_filled_when_asked_for)
{
    bars_make(5);
    tr_indicator_config config;
    tr_indicator_config_init(tr_indicator_find("sma"), TR_INDICATOR_TALIB, &config, NULL);
    tr_indicator_frame_options options = TR_INDICATOR_FRAME_OPTIONS_INIT;
    options.config = &config;
    uint64_t counts[2] = { 0, 0 };
    for (size_t g = 0; g < 2; g++) {
        options.gap_policy = g == 0 ? TR_GAP_NONE : TR_GAP_FILL;
        tr_indicator_frame *frame = NULL;
        ck_assert_int_eq(tr_indicator_frame_new(&options, &frame, NULL), TR_OK);
        for (size_t i = 0; i < BARS; i++)
            ck_assert_int_eq(tr_indicator_frame_push(frame, &bars[i], got[0], NULL), TR_OK);
        counts[g] = tr_indicator_frame_bars(frame);
        tr_indicator_frame_free(frame);
    }
    ck_assert_uint_gt(counts[1], counts[0]);
}
END_TEST

START_TEST(wrong_options_and_bars_are_refused_and_change_nothing)
{
    tr_indicator_config config;
    tr_error err;
    tr_indicator_frame *frame = NULL;
    double value = 0;
    bars_make(6);
    tr_indicator_config_init(tr_indicator_find("correl"), TR_INDICATOR_TALIB, &config, NULL);
    tr_indicator_frame_options options = TR_INDICATOR_FRAME_OPTIONS_INIT;
    ck_assert_int_eq(tr_indicator_frame_new(&options, &frame, &err), TR_E_INVALID);
    options.config = &config;
    ck_assert_int_eq(tr_indicator_frame_new(&options, &frame, &err), TR_E_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "2 series"));
    tr_indicator_config_init(tr_indicator_find("rsi"), TR_INDICATOR_TALIB, &config, NULL);
    options.source = (tr_timeframe){ 7, TR_TIMEFRAME_MINUTE };
    ck_assert_int_eq(tr_indicator_frame_new(&options, &frame, &err), TR_E_RANGE);
    options.source = options.target;
    ck_assert_int_eq(tr_indicator_frame_new(&options, &frame, &err), TR_OK);
    tr_indicator_frame_free(frame);
    ck_assert_ptr_nonnull((frame = frame_make("rsi", TR_INDICATOR_FRAME_CONFIRMED)));
    ck_assert_int_eq(tr_indicator_frame_push(frame, &bars[10], &value, &err), TR_OK);
    ck_assert_int_eq(tr_indicator_frame_push(frame, &bars[3], &value, &err), TR_E_CONFLICT);
    tr_bar wrong = bars[11];
    wrong.high = wrong.low - 1;
    ck_assert_int_eq(tr_indicator_frame_push(frame, &wrong, &value, &err), TR_E_RANGE);
    ck_assert_int_eq(tr_indicator_frame_push(frame, &bars[11], &value, &err), TR_OK);
    ck_assert_int_eq(tr_indicator_frame_push(NULL, &bars[11], &value, &err), TR_E_INVALID);
    tr_indicator_frame_free(frame);
    tr_indicator_frame_free(NULL);
}
END_TEST

static tr_indicator_frame *save_and_restore(tr_indicator_frame *frame)
{
    size_t size = tr_indicator_frame_saved_size(frame);
    unsigned char *bytes = malloc(size);
    tr_indicator_frame *restored = NULL;
    ck_assert_int_eq(tr_indicator_frame_save(frame, bytes, size - 1, NULL), TR_E_FULL);
    ck_assert_int_eq(tr_indicator_frame_save(frame, bytes, size, NULL), TR_OK);
    tr_indicator_frame_free(frame);
    ck_assert_int_eq(tr_indicator_frame_restore(bytes, size, NULL, &restored, NULL), TR_OK);
    free(bytes);
    return restored;
}

/* Each bar is pushed forming first; in between the frame is saved, released and restored. */
START_TEST(a_saved_frame_goes_on_as_if_it_had_never_stopped)
{
    static const char *const names[] = { "rsi", "macd", "vwap_session", NULL };
    bars_make(7);
    for (size_t n = 0; names[n] != NULL; n++)
        for (int mode = 0; mode < 2; mode++) {
            const tr_indicator_info *info = tr_indicator_find(names[n]);
            frame_run(names[n], (tr_indicator_frame_mode)mode, BARS, got);
            tr_indicator_frame *frame = frame_make(names[n], (tr_indicator_frame_mode)mode);
            for (size_t i = 0; i < BARS; i++) {
                double values[TR_INDICATOR_OUTPUTS_MAX];
                tr_bar forming = bars[i];
                forming.is_closed = false;
                forming.high += 3;
                ck_assert_int_eq(tr_indicator_frame_push(frame, &forming, values, NULL), TR_OK);
                if (i % 7 == 0)
                    frame = save_and_restore(frame);
                ck_assert_int_eq(tr_indicator_frame_push(frame, &bars[i], values, NULL), TR_OK);
                if (i % 5 == 0 || i < 3)
                    frame = save_and_restore(frame);
                for (size_t k = 0; k < tr_indicator_output_count(info); k++)
                    ck_assert(same(values[k], got[k][i]));
            }
            tr_indicator_frame_free(frame);
        }
}
END_TEST

/* The checksum of the format, FNV-1a, as anyone can compute it; the indicator inside has one of its own. */
static void seal(unsigned char *bytes, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < size - 8; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    for (unsigned int i = 0; i < 8; i++)
        bytes[size - 8 + i] = (unsigned char)(hash >> (8 * i));
}

START_TEST(damaged_and_made_up_bytes_of_a_frame_do_no_harm)
{
    bars_make(8);
    tr_indicator_frame *frame = frame_make("macd", TR_INDICATOR_FRAME_FORMING), *restored = NULL;
    double values[TR_INDICATOR_OUTPUTS_MAX];
    for (size_t i = 0; i < 500; i++)
        ck_assert_int_eq(tr_indicator_frame_push(frame, &bars[i], values, NULL), TR_OK);
    size_t size = tr_indicator_frame_saved_size(frame), taken = 0, refused = 0;
    unsigned char *bytes = malloc(size), *damaged = malloc(size);
    ck_assert_int_eq(tr_indicator_frame_save(frame, bytes, size, NULL), TR_OK);
    for (size_t i = 0; i < size; i++)
        if (tr_indicator_frame_restore(bytes, i, NULL, &restored, NULL) == TR_OK)
            ck_abort_msg("%zu of %zu bytes are taken for the whole", i, size);
    for (size_t i = 0; i < size; i++) {
        memcpy(damaged, bytes, size);
        damaged[i] ^= (unsigned char)(1u << (i % 8));
        if (tr_indicator_frame_restore(damaged, size, NULL, &restored, NULL) == TR_OK)
            ck_abort_msg("a flipped bit in byte %zu goes unnoticed", i);
        seal(damaged, size);
        if (tr_indicator_frame_restore(damaged, size, NULL, &restored, NULL) != TR_OK) {
            refused++;
            continue;
        }
        taken++;
        (void)tr_indicator_frame_push(restored, &bars[500], values, NULL); /* whatever it answers */
        tr_indicator_frame_free(restored);
    }
    ck_assert_uint_gt(taken, 50); /* confirmed values may be any */
    ck_assert_uint_gt(refused, size / 2);
    ck_assert_int_eq(tr_indicator_frame_restore(NULL, size, NULL, &restored, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_indicator_frame_save(NULL, bytes, size, NULL), TR_E_INVALID);
    ck_assert_uint_eq(tr_indicator_frame_saved_size(NULL), 0);
    tr_indicator_frame_free(frame);
    free(damaged);
    free(bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("frame");
    TCase *cases = tcase_create("frame");
    tcase_add_test(cases, confirmed_values_are_those_of_the_last_bar_that_is_over);
    tcase_add_test(cases, bars_that_come_later_change_nothing_before_them);
    tcase_add_test(cases, forming_values_are_what_the_bar_would_give_if_it_closed_so);
    tcase_add_test(cases, a_bar_pushed_again_while_it_forms_counts_once);
    tcase_add_test(cases, gaps_are_filled_when_asked_for);
    tcase_add_test(cases, wrong_options_and_bars_are_refused_and_change_nothing);
    tcase_add_test(cases, a_saved_frame_goes_on_as_if_it_had_never_stopped);
    tcase_add_test(cases, damaged_and_made_up_bytes_of_a_frame_do_no_harm);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
