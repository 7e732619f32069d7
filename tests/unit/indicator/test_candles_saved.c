/* test_candles_saved.c: bars of the shared pass that are shown, corrected, copied and saved. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/candle_pass.h"
#include "support/check_tap.h"

static int8_t aside[TR_CANDLES_MAX][BARS];

/* Before each bar another one is shown, and now and then a wrong one is taken and corrected, also by itself. */
START_TEST(peeked_and_corrected_bars_leave_no_trace)
{
    for (unsigned int policy = 0; policy < 2; policy++) {
        bars_make(13);
        tr_rng rng;
        tr_rng_init(&rng, 13);
        bad_bars_put(&rng);
        tr_candles_config config = config_new();
        config.bad_bar = (tr_indicator_bad_bar)policy;
        batch(&config, whole);
        void *memory = NULL, *second = NULL;
        tr_candles *candles = begin(&config, &memory);
        int8_t answers[TR_CANDLES_MAX];
        for (size_t i = 0; i < BARS; i++) {
            size_t other = (i * 7 + 3) % BARS;
            const double bar[4] = { columns[0][i], columns[1][i], columns[2][i], columns[3][i] };
            const double wrong[4] = { columns[0][other], columns[1][other], columns[2][other],
                                      columns[3][other] };
            const double absurd[4] = { 1, INFINITY, 1, 1 };
            must(tr_candles_peek(candles, wrong, answers, NULL) == TR_OK, "is refused");
            must(tr_candles_peek(candles, absurd, answers, NULL) == TR_E_RANGE, "is taken");
            if (i % 3 == 0) {
                must(feed(candles, aside, other, 1, NULL, NULL) == TR_OK, "is refused");
                must(tr_candles_peek(candles, bar, answers, NULL) == TR_OK, "is refused");
                must(tr_candles_correct(candles, absurd, answers, NULL) == TR_E_RANGE, "is taken");
                must(tr_candles_correct(candles, wrong, answers, NULL) == TR_OK, "is refused");
                must(tr_candles_correct(candles, bar, answers, NULL) == TR_OK, "is refused");
            } else {
                must(feed(candles, again, i, 1, NULL, NULL) == TR_OK, "is refused");
                for (size_t r = 0; r < row_count; r++)
                    answers[r] = again[row_pattern[r]][i];
            }
            for (size_t r = 0; r < row_count; r++)
                again[row_pattern[r]][i] = answers[r];
            must(tr_candles_bars(candles) == i + 1, "bars are not counted");
            if (i % 500 == 250) {
                size_t size = 0;
                must(tr_candles_memory_size(&config, &size, NULL) == TR_OK, "is refused");
                second = malloc(size);
                must(tr_candles_clone(candles, second, size - 1, &candles, NULL) == TR_E_FULL,
                     "fits where it does not");
                must(tr_candles_clone(candles, second, size, &candles, NULL) == TR_OK,
                     "is refused");
                free(memory);
                memory = second;
            }
        }
        free(memory);
        expect_same(&config, "taken back");
    }
    tr_candles_config config = config_new();
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory);
    int8_t answers[TR_CANDLES_MAX];
    ck_assert_int_eq(tr_candles_correct(candles, columns[0], answers, NULL), TR_E_NOT_FOUND);
    free(memory);
}
END_TEST

/* The pass as bytes, and another that goes on from them; the first one's memory is gone by then. */
static tr_candles *save_and_restore(tr_candles *candles, void **memory)
{
    tr_candles_config config;
    size_t size = tr_candles_saved_size(candles), memory_size = 0;
    void *bytes = malloc(size);
    must(tr_candles_save(candles, bytes, size - 1, NULL) == TR_E_FULL, "fits too little");
    must(tr_candles_save(candles, bytes, size, NULL) == TR_OK, "is not saved");
    memset(*memory, 0xee, 1000);
    free(*memory);
    must(tr_candles_saved_config(bytes, size, &config, NULL) == TR_OK, "is not read");
    must(tr_candles_memory_size(&config, &memory_size, NULL) == TR_OK, "is refused");
    *memory = malloc(memory_size);
    must(tr_candles_restore(bytes, size, *memory, memory_size, &candles, NULL) == TR_OK,
         "is not restored");
    must(tr_candles_saved_size(candles) == size, "has another size");
    void *again_bytes = malloc(size);
    must(tr_candles_save(candles, again_bytes, size, NULL) == TR_OK, "is not saved again");
    must(memcmp(bytes, again_bytes, size) == 0, "saves other bytes");
    free(again_bytes);
    free(bytes);
    return candles;
}

START_TEST(a_saved_pass_goes_on_as_if_it_had_never_stopped)
{
    tr_rng rng;
    tr_rng_init(&rng, 15);
    for (unsigned int round = 0; round < 8; round++) {
        bars_make(100 + round);
        if (round % 2 == 1)
            bad_bars_put(&rng);
        tr_candles_config config =
            config_of(round % 3 == 2 ? TR_INDICATOR_TULIP : TR_INDICATOR_TALIB);
        config.bad_bar = (tr_indicator_bad_bar)(round / 2 % 2);
        if (round > 1)
            settings_draw(&config, &rng);
        batch(&config, whole);
        void *memory = NULL;
        tr_candles *candles = begin(&config, &memory);
        for (size_t at = 0, count; at < BARS; at += count) {
            candles = save_and_restore(candles, &memory);
            count = 1 + (size_t)tr_rng_below(&rng, at < 40 ? 3 : 400);
            count = at + count < BARS ? count : BARS - at;
            must(feed(candles, again, at, count, NULL, NULL) == TR_OK, "is refused");
            must(tr_candles_bars(candles) == at + count, "bars are not counted");
            /* The last bar can be corrected, also after a restart: wrongly, then rightly. */
            candles = save_and_restore(candles, &memory);
            size_t last = at + count - 1;
            double bar[2][4];
            int8_t answers[TR_CANDLES_MAX];
            for (size_t k = 0; k < 4; k++) {
                bar[0][k] = columns[k][(7 * last) % BARS];
                bar[1][k] = columns[k][last];
            }
            must(tr_candles_correct(candles, bar[0], answers, NULL) == TR_OK, "is refused");
            must(tr_candles_correct(candles, bar[1], answers, NULL) == TR_OK, "is refused");
            for (size_t r = 0; r < row_count; r++)
                again[row_pattern[r]][last] = answers[r];
        }
        free(memory);
        expect_same(&config, "saved and restored");
    }
}
END_TEST

/* The checksum of the format, FNV-1a, as anyone can compute it. */
static void seal(unsigned char *bytes, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < size - 8; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    for (unsigned int i = 0; i < 8; i++)
        bytes[size - 8 + i] = (unsigned char)(hash >> (8 * i));
}

START_TEST(damaged_and_made_up_bytes_of_a_pass_do_no_harm)
{
    tr_rng rng;
    tr_rng_init(&rng, 16);
    bars_make(16);
    tr_candles_config config = config_new();
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory), *restored = NULL;
    must(feed(candles, again, 0, 300, NULL, NULL) == TR_OK, "is refused");
    size_t size = tr_candles_saved_size(candles), memory_size = 0, restored_count = 0;
    unsigned char *bytes = malloc(size), *damaged = malloc(size);
    must(tr_candles_save(candles, bytes, size, NULL) == TR_OK, "is not saved");
    must(tr_candles_memory_size(&config, &memory_size, NULL) == TR_OK, "is refused");
    for (size_t i = 0; i < size; i++)
        must(tr_candles_restore(bytes, i, memory, memory_size, &restored, NULL) != TR_OK,
             "a part is taken for the whole");
    for (size_t i = 0; i < size; i++) {
        memcpy(damaged, bytes, size);
        damaged[i] ^= (unsigned char)(1u << (i % 8));
        must(tr_candles_restore(damaged, size, memory, memory_size, &restored, NULL) != TR_OK,
             "a flipped bit goes unnoticed");
        /* With a checksum that fits, the words themselves are looked at; what is taken runs on within its memory. */
        seal(damaged, size);
        if (tr_candles_restore(damaged, size, memory, memory_size, &restored, NULL) != TR_OK)
            continue;
        int8_t answers[TR_CANDLES_MAX];
        const double bar[4] = { 100, 102, 99, 101 };
        (void)tr_candles_correct(restored, bar, answers, NULL); /* there may be no bar to correct */
        (void)tr_candles_peek(restored, bar, answers, NULL);
        restored_count++;
    }
    must(restored_count > 100,
         "everything is refused"); /* flipped bits of prices are other prices */
    must(tr_candles_restore(NULL, size, memory, memory_size, &restored, NULL) == TR_E_INVALID, "");
    must(tr_candles_restore(bytes, size, memory, memory_size - 1, &restored, NULL) == TR_E_FULL,
         "fits too little");
    must(tr_candles_saved_size(NULL) == 0 &&
             tr_candles_save(NULL, bytes, size, NULL) == TR_E_INVALID,
         "nothing is saved");
    free(damaged);
    free(bytes);
    free(memory);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("candles_saved");
    TCase *cases = tcase_create("candles_saved");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, peeked_and_corrected_bars_leave_no_trace);
    tcase_add_test(cases, a_saved_pass_goes_on_as_if_it_had_never_stopped);
    tcase_add_test(cases, damaged_and_made_up_bytes_of_a_pass_do_no_harm);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
