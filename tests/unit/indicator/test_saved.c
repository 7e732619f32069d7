/* test_saved.c: saved indicators that were cut, damaged, or made up by someone who knows the format. */
#include <stdint.h>

#include "support/check_tap.h"
#include "support/indicator_run.h"

#define SEED     51
#define SAVED_AT 77

static run_bars bars;

typedef struct saved {
    unsigned char *bytes;
    size_t size;
    void *memory; /* for what is restored */
    size_t memory_size;
} saved;

static const double *const *series_at(const tr_indicator_info *info, size_t at)
{
    static const double *in[TR_INDICATOR_INPUTS_MAX];
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        in[k] = run_input(&bars, info, k) + at;
    return in;
}

static double *const *rows_of(run_rows *rows)
{
    static double *out[TR_INDICATOR_OUTPUTS_MAX];
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        out[k] = rows->out[k];
    return out;
}

/* An indicator of the table in the middle of its work, as bytes. */
static saved save(const tr_indicator_info *info)
{
    tr_indicator_config config;
    saved made = { .bytes = NULL };
    run_rows rows;
    tr_indicator *indicator = NULL;
    ck_assert_int_eq(tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_memory_size(&config, &made.memory_size, NULL), TR_OK);
    made.memory = malloc(made.memory_size);
    ck_assert_int_eq(tr_indicator_init(&config, made.memory, made.memory_size, &indicator, NULL),
                     TR_OK);
    ck_assert_int_eq(
        tr_indicator_run(indicator, series_at(info, 0), SAVED_AT, rows_of(&rows), NULL, NULL),
        TR_OK);
    made.size = tr_indicator_saved_size(indicator);
    made.bytes = malloc(made.size + 8);
    ck_assert_int_eq(tr_indicator_save(indicator, made.bytes, made.size, NULL), TR_OK);
    return made;
}

static void release(saved *made)
{
    free(made->bytes);
    free(made->memory);
}

static tr_status restore(const saved *made, size_t size, tr_indicator **out)
{
    *out = NULL;
    return tr_indicator_restore(made->bytes, size, made->memory, made->memory_size, out, NULL);
}

START_TEST(damaged_bytes_are_refused_wherever_the_damage_is)
{
    run_walk(&bars, SEED);
    for (size_t n = 0; n < tr_indicator_count(); n++) {
        saved made = save(tr_indicator_at(n));
        tr_indicator *restored = NULL;
        /* Every byte of the words in front, then every eleventh: the states behind are all alike. */
        for (size_t at = 0; at < made.size; at += at < 200 ? 1 : 11) {
            made.bytes[at] ^= (unsigned char)(1u << (at % 8));
            if (restore(&made, made.size, &restored) == TR_OK || restored != NULL)
                ck_abort_msg("%s: a flipped bit in byte %zu goes unnoticed",
                             tr_indicator_at(n)->name, at);
            made.bytes[at] ^= (unsigned char)(1u << (at % 8));
        }
        ck_assert_int_eq(restore(&made, made.size, &restored), TR_OK);
        release(&made);
    }
}
END_TEST

START_TEST(cut_and_lengthened_bytes_are_refused)
{
    run_walk(&bars, SEED);
    for (size_t n = 0; n < tr_indicator_count(); n++) {
        saved made = save(tr_indicator_at(n));
        tr_indicator *restored = NULL;
        for (size_t size = 0; size < made.size; size += size < 200 ? 1 : 64)
            ck_assert_int_ne(restore(&made, size, &restored), TR_OK);
        memset(made.bytes + made.size, 0, 8);
        for (size_t more = 1; more <= 8; more++)
            ck_assert_int_ne(restore(&made, made.size + more, &restored), TR_OK);
        release(&made);
    }
}
END_TEST

START_TEST(restoring_wants_the_memory_that_the_configuration_says)
{
    run_walk(&bars, SEED);
    saved made = save(tr_indicator_find("macd"));
    tr_indicator *restored = NULL;
    ck_assert_int_eq(tr_indicator_restore(made.bytes, made.size, made.memory, made.memory_size - 1,
                                          &restored, NULL),
                     TR_E_FULL);
    ck_assert_int_eq(tr_indicator_restore(made.bytes, made.size, (char *)made.memory + 1,
                                          made.memory_size, &restored, NULL),
                     TR_E_INVALID);
    ck_assert_int_eq(
        tr_indicator_restore(NULL, made.size, made.memory, made.memory_size, &restored, NULL),
        TR_E_INVALID);
    ck_assert_int_eq(
        tr_indicator_restore(made.bytes, made.size, NULL, made.memory_size, &restored, NULL),
        TR_E_INVALID);
    ck_assert_ptr_null(restored);
    release(&made);
}
END_TEST

/* The checksum of the format, FNV-1a, as anyone can compute it. */
static void seal(saved *made)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < made->size - 8; i++)
        hash = (hash ^ made->bytes[i]) * 0x100000001b3u;
    for (unsigned int i = 0; i < 8; i++)
        made->bytes[made->size - 8 + i] = (unsigned char)(hash >> (8 * i));
}

/* Whatever the state claims, running on stays within its memory (the sanitizers watch) and comes to an end. */
static void run_on(tr_indicator *restored, const tr_indicator_info *info)
{
    run_rows rows;
    double bar[TR_INDICATOR_INPUTS_MAX], row[TR_INDICATOR_OUTPUTS_MAX];
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        bar[k] = series_at(info, SAVED_AT)[k][0];
    ck_assert_int_eq(tr_indicator_peek(restored, bar, row, NULL), TR_OK);
    (void)tr_indicator_correct(restored, bar, row,
                               NULL); /* a made-up state may have no bar to correct */
    ck_assert_int_eq(tr_indicator_run(restored, series_at(info, SAVED_AT), RUN_BARS - SAVED_AT,
                                      rows_of(&rows), NULL, NULL),
                     TR_OK);
}

START_TEST(made_up_states_with_a_right_checksum_do_no_harm)
{
    static const uint64_t words[] = { 0,
                                      1,
                                      255,
                                      256,
                                      1u << 20,
                                      UINT64_MAX,
                                      UINT64_MAX - 1,
                                      UINT64_MAX / 2,
                                      0x7FF8000000000000u,
                                      0x7FF0000000000000u };
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    run_walk(&bars, SEED);
    for (size_t n = 0; n < tr_indicator_count(); n++) {
        const tr_indicator_info *info = tr_indicator_at(n);
        for (unsigned int trial = 0; trial < 60; trial++) {
            saved made = save(info);
            tr_indicator *restored = NULL;
            size_t count = made.size / 8 - 1;
            for (unsigned int hit = 0; hit < 1 + trial % 3; hit++) {
                /* Mostly into the heads, where positions and counts are. */
                size_t reach = trial % 4 == 0 ? count : count < 60 ? count : 60;
                size_t at = 19 + (size_t)tr_rng_below(&rng, reach - 19);
                uint64_t word = trial % 5 == 0 ? tr_rng_below(&rng, 4096)
                                               : words[tr_rng_below(&rng, sizeof words / 8)];
                memcpy(made.bytes + 8 * at, &word, sizeof word);
            }
            seal(&made);
            if (restore(&made, made.size, &restored) == TR_OK)
                run_on(restored, info);
            release(&made);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("saved");
    TCase *cases = tcase_create("saved");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, damaged_bytes_are_refused_wherever_the_damage_is);
    tcase_add_test(cases, cut_and_lengthened_bytes_are_refused);
    tcase_add_test(cases, restoring_wants_the_memory_that_the_configuration_says);
    tcase_add_test(cases, made_up_states_with_a_right_checksum_do_no_harm);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
