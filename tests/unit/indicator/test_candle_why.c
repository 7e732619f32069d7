/* test_candle_why.c: the reasons of a candlestick pattern agree with its answer, and with its definition. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "indicator/candle_text.h"
#include "indicator/candles_inside.h"
#include "support/candle_pass.h"
#include "support/check_tap.h"

static bool holds(const tr_candle_reason *reason)
{
    switch (reason->relation[0]) {
    case '>':
        return reason->relation[1] == '=' ? reason->left >= reason->right
                                          : reason->left > reason->right;
    case '<':
        return reason->relation[1] == '=' ? reason->left <= reason->right
                                          : reason->left < reason->right;
    default:
        return reason->is_met;
    }
}

/* The answer that the reasons alone give: that of the first case whose conditions and common ones are all met. */
static int8_t answer_of(const tr_candle_why *why)
{
    for (size_t k = 1; k <= why->case_count; k++) {
        bool is_met = true;
        int8_t answer = 0;
        for (size_t i = 0; i < why->reason_count; i++) {
            const tr_candle_reason *reason = &why->reasons[i];
            must(holds(reason) == reason->is_met, "a reason contradicts its numbers");
            must(reason->text[0] != '\0', "a reason without words");
            if (reason->case_number == 0 || reason->case_number == k)
                is_met = is_met && reason->is_met;
            if (reason->case_number == k)
                answer = reason->answer;
        }
        /* A pattern of one case may have all its conditions in common. */
        if (is_met)
            return answer != 0 ? answer : why->answer;
    }
    return 0;
}

START_TEST(a_pattern_fires_exactly_when_all_conditions_of_a_case_are_met)
{
    size_t fired = 0;
    tr_rng rng;
    tr_rng_init(&rng, 8);
    for (unsigned int round = 0; round < 6; round++) {
        uint64_t seed = 100 + round;
        bars_make(seed);
        tr_candles_config config =
            config_of(round % 3 == 2 ? TR_INDICATOR_TULIP : TR_INDICATOR_TALIB);
        if (round > 0)
            settings_draw(&config, &rng);
        batch(&config, whole);
        void *memory = NULL;
        tr_candles *candles = begin(&config, &memory);
        for (size_t i = 0; i < BARS; i++) {
            must(feed(candles, again, i, 1, NULL, NULL) == TR_OK, "is refused");
            for (size_t p = 0; p < tr_candles_count(); p++) {
                if (!config.is_selected[p])
                    continue;
                int8_t answer = whole[p][i];
                /* All that fired, and a part of the others. */
                if (answer == TR_CANDLE_UNKNOWN || (answer == 0 && (i + p) % 61 != 0))
                    continue;
                tr_candle_why why;
                must(tr_candles_why(candles, p, &why, NULL) == TR_OK, "does not tell");
                if (why.answer != answer || answer_of(&why) != answer)
                    ck_abort_msg("seed %llu, %s: bar %zu is %d, its reasons say %d and %d",
                                 (unsigned long long)seed, tr_candles_at(p)->name, i, answer,
                                 why.answer, answer_of(&why));
                fired += answer != 0;
            }
        }
        free(memory);
        expect_same(&config, "asked why");
    }
    ck_assert_uint_gt(fired, 1000);
}
END_TEST

START_TEST(reasons_name_their_values)
{
    static const double bars[4][3] = {
        { 10, 11, 14.5 }, { 11.5, 15.5, 15 }, { 9.5, 10.5, 10 }, { 11, 15, 10.75 }
    };
    tr_candles_config config = config_new();
    size_t engulfing = tr_candles_find("cdlengulfing"), doji = tr_candles_find("cdldoji");
    memset(config.is_selected, 0, sizeof config.is_selected);
    config.is_selected[engulfing] = true;
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory);
    const double *const in[4] = { bars[0], bars[1], bars[2], bars[3] };
    int8_t row[3];
    tr_candle_why why;
    tr_error err;
    ck_assert_int_eq(tr_candles_why(candles, engulfing, &why, &err), TR_E_NOT_FOUND);
    ck_assert_str_eq(err.message, "cdlengulfing needs 3 bars, there are 0");
    ck_assert_int_eq(tr_candles_run(candles, in, 3, &(int8_t *){ row }, NULL, NULL), TR_OK);
    ck_assert_int_eq(tr_candles_why(candles, doji, &why, &err), TR_E_NOT_FOUND);
    ck_assert_str_eq(err.message, "cdldoji is not selected");
    ck_assert_int_eq(tr_candles_why(candles, TR_CANDLES_MAX, &why, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_candles_why(candles, engulfing, &why, &err), TR_OK);
    ck_assert_int_eq(row[2], 0);
    ck_assert_int_eq(why.answer, 0);
    ck_assert_uint_eq(why.case_number, 0);
    char text[128];
    ck_assert_uint_gt(tr_candle_reason_format(&why.reasons[0], text, sizeof text), 0);
    ck_assert_str_eq(text, "white 0 (10.75 >= 14.5): no");
    ck_assert_uint_gt(tr_candle_reason_format(&why.reasons[1], text, sizeof text), 0);
    ck_assert_str_eq(text, "black 1 (15 < 11): no");
    ck_assert_uint_gt(tr_candle_reason_format(&why.reasons[2], text, sizeof text), 0);
    ck_assert_str_eq(text, "close 0 > open 1 (10.75 > 11): no");
    ck_assert_uint_eq(tr_candle_reason_format(&why.reasons[2], text, 10), 0);
    ck_assert_str_eq(text, "");
    free(memory);
}
END_TEST

START_TEST(a_bad_bar_in_sight_leaves_no_reasons)
{
    bars_make(4);
    columns[2][700] = NAN;
    tr_candles_config config = config_new();
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory);
    size_t doji = tr_candles_find("cdldoji");
    tr_candle_why why;
    must(feed(candles, whole, 0, 711, NULL, NULL) == TR_OK, "is refused");
    ck_assert_int_eq(whole[doji][710], TR_CANDLE_UNKNOWN);
    ck_assert_int_eq(tr_candles_why(candles, doji, &why, NULL), TR_E_NOT_FOUND);
    must(feed(candles, whole, 711, 1, NULL, NULL) == TR_OK, "is refused");
    ck_assert_int_ne(whole[doji][711], TR_CANDLE_UNKNOWN);
    ck_assert_int_eq(tr_candles_why(candles, doji, &why, NULL), TR_OK);
    free(memory);
}
END_TEST

START_TEST(formulas_are_the_definitions)
{
    for (size_t p = 0; p < tr_candles_count(); p++) {
        const tr_indicator_info *info = tr_candles_at(p);
        char text[4096];
        must(tr__candle_formula(tr__candle_at_index(p), text, sizeof text) > 0,
             "a formula without words");
        ck_assert_str_eq(info->formula, text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("candle_why");
    TCase *cases = tcase_create("candle_why");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, a_pattern_fires_exactly_when_all_conditions_of_a_case_are_met);
    tcase_add_test(cases, reasons_name_their_values);
    tcase_add_test(cases, a_bad_bar_in_sight_leaves_no_reasons);
    tcase_add_test(cases, formulas_are_the_definitions);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
