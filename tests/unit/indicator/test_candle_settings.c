/* test_candle_settings.c: what of the shared pass over candlesticks may be set, and what is no pattern. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "support/candle_pass.h"
#include "support/check_tap.h"

START_TEST(warming_up_and_bad_bars_are_no_pattern_unless_asked_for)
{
    bars_make(4);
    columns[2][700] = NAN;
    tr_candles_config config = config_new();
    batch(&config, whole);
    config.unknown = 0;
    batch(&config, again);
    for (size_t p = 0; p < tr_candles_count(); p++) {
        size_t lookback = 0;
        if (!config.is_selected[p])
            continue;
        must(tr_candles_lookback(&config, p, &lookback, NULL) == TR_OK, "is refused");
        for (size_t i = 0; i < BARS; i++) {
            bool is_unknown = i < lookback || (i >= 700 && i <= 700 + lookback);
            must((whole[p][i] == TR_CANDLE_UNKNOWN) == is_unknown, "unknown where it is not");
            must(again[p][i] == (is_unknown ? 0 : whole[p][i]), "unknown is not 0");
        }
    }
}
END_TEST

START_TEST(bad_bars_are_refused_with_their_index)
{
    bars_make(4);
    columns[3][1500] = NAN;
    columns[1][1800] = INFINITY;
    tr_candles_config config = config_new();
    for (unsigned int policy = 0; policy < 3; policy++) {
        config.bad_bar = (tr_indicator_bad_bar)policy;
        void *memory = NULL;
        tr_error err;
        tr_indicator_result result;
        tr_candles *candles = begin(&config, &memory);
        ck_assert_int_eq(feed(candles, whole, 0, BARS, &result, &err), TR_E_RANGE);
        size_t at = policy == TR_INDICATOR_BAD_BAR_REFUSE ? 1500 : 1800;
        ck_assert_uint_eq(result.taken, at);
        ck_assert_uint_eq(tr_candles_bars(candles), at);
        ck_assert_ptr_nonnull(strstr(err.message, at == 1500 ? "bar 1500" : "bar 1800"));
        free(memory);
    }
}
END_TEST

START_TEST(settings_out_of_range_are_refused)
{
    size_t size = 0;
    tr_error err;
    tr_candles_config config = config_new();
    config.measures[TR_CANDLE_NEAR].period = TR_CANDLE_PERIOD_MAX + 1;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    config = config_new();
    config.measures[TR_CANDLE_FAR].factor = NAN;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    config = config_new();
    config.measures[0].range = (tr_candle_range)3;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    config = config_new();
    config.penetration[tr_candles_find("cdlmathold")] = -0.1;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    ck_assert_ptr_nonnull(strstr(err.message, "cdlmathold"));
    config = config_new();
    config.is_selected[tr_candles_count()] = true;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    config = config_new();
    memset(config.is_selected, 0, sizeof config.is_selected);
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_INVALID);
    config = config_new();
    config.struct_size = 1;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_candles_config_init(TR_INDICATOR_TALIB, NULL, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_candles_config_init((tr_indicator_preset)4, &config, &err), TR_E_INVALID);
    config = config_new();
    config.is_selected[tr_candles_find("cdl_star")] = true;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_NOT_FOUND);
    ck_assert_str_eq(err.message, "candles: cdl_star has no definition under the preset");
    config = config_new();
    tr_candles *candles = NULL;
    ck_assert_int_eq(tr_candles_init(&config, &(max_align_t){ 0 }, 8, &candles, &err), TR_E_FULL);
    ck_assert_int_eq(tr_candles_run(NULL, NULL, 0, NULL, NULL, &err), TR_E_INVALID);
}
END_TEST

/* Periods with as many sums to make as there can be, all different. */
START_TEST(the_largest_settings_fit)
{
    static const size_t periods[] = { 991, 959, 895, 767, 511, 975, 943, 879, 751, 1000, 999 };
    bars_make(6);
    for (unsigned int ranges = 0; ranges < 3; ranges++) {
        tr_candles_config config = config_new();
        for (size_t i = 0; i < TR_CANDLE_MEASURES; i++)
            config.measures[i] = (tr_candle_measure){ (tr_candle_range)((ranges + i) % 3),
                                                      periods[i], 0.3 + 0.1 * (double)i };
        for (size_t p = 0; p < tr_candles_count(); p++)
            config.penetration[p] = 0.01 * (double)p;
        void *memory = NULL;
        tr_candles *candles = begin(&config, &memory);
        must(feed(candles, whole, 0, 2000, NULL, NULL) == TR_OK, "is refused");
        for (size_t r = 0; r < row_count; r++) {
            tr_candle_why why;
            must(tr_candles_why(candles, row_pattern[r], &why, NULL) == TR_OK, "does not tell");
            must(why.answer == whole[row_pattern[r]][1999], "tells another answer");
        }
        free(memory);
    }
}
END_TEST

/* One measure of one bar, worked out by hand: the mean of the two ranges before, times 0.5. */
START_TEST(a_setting_changes_what_is_a_doji)
{
    static const double bars[4][4] = {
        { 10, 20, 30, 40 }, { 12, 24, 34, 46 }, { 10, 20, 30, 36 }, { 11, 23, 32, 42.1 }
    };
    tr_candles_config config = config_new();
    memset(config.is_selected, 0, sizeof config.is_selected);
    config.is_selected[tr_candles_find("cdldoji")] = true;
    config.measures[TR_CANDLE_BODY_DOJI] = (tr_candle_measure){ TR_CANDLE_RANGE_HIGH_LOW, 2, 0.5 };
    int8_t row[4];
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory);
    const double *const in[4] = { bars[0], bars[1], bars[2], bars[3] };
    ck_assert_int_eq(tr_candles_run(candles, in, 4, &(int8_t *){ row }, NULL, NULL), TR_OK);
    ck_assert_int_eq(row[0], TR_CANDLE_UNKNOWN);
    ck_assert_int_eq(row[1], TR_CANDLE_UNKNOWN);
    ck_assert_int_eq(row[2], 0); /* body 2, (2 + 4) / 2 * 0.5 = 1.5 */
    ck_assert_int_eq(row[3], 0); /* body 2.1, (4 + 4) / 2 * 0.5 = 2 */
    free(memory);
    config.measures[TR_CANDLE_BODY_DOJI].factor = 0.525 + 1e-12;
    candles = begin(&config, &memory);
    ck_assert_int_eq(tr_candles_run(candles, in, 4, &(int8_t *){ row }, NULL, NULL), TR_OK);
    ck_assert_int_eq(row[2], 0);
    ck_assert_int_eq(row[3], 100);
    free(memory);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("candle_settings");
    TCase *cases = tcase_create("candle_settings");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, warming_up_and_bad_bars_are_no_pattern_unless_asked_for);
    tcase_add_test(cases, bad_bars_are_refused_with_their_index);
    tcase_add_test(cases, settings_out_of_range_are_refused);
    tcase_add_test(cases, the_largest_settings_fit);
    tcase_add_test(cases, a_setting_changes_what_is_a_doji);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
