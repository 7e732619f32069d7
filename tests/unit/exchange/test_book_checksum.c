/* test_book_checksum.c: edges of the checksums; the published examples are in golden_signing. */
#include <trade/book_checksum.h>

#include "support/check_tap.h"

static const tr_level_text one[] = { { "0.05005", "0.00000500" } };

START_TEST(a_book_without_levels_has_a_checksum_too)
{
    int64_t checksum = -1;
    ck_assert_int_eq(
        tr_book_checksum("okx", (tr_side_text){ NULL, 0 }, (tr_side_text){ NULL, 0 }, &checksum),
        TR_OK);
    ck_assert_int_eq(checksum, 0);
}
END_TEST

START_TEST(kraken_leaves_out_points_and_leading_zeros)
{
    int64_t checksum = 0;
    ck_assert_int_eq(
        tr_book_checksum("kraken", (tr_side_text){ NULL, 0 }, (tr_side_text){ one, 1 }, &checksum),
        TR_OK);
    ck_assert_int_eq(checksum, tr_crc32("5005500", 7));
}
END_TEST

START_TEST(okx_writes_the_longer_side_alone_at_the_end_and_takes_25_levels)
{
    tr_level_text asks[30];
    for (size_t i = 0; i < 30; i++)
        asks[i] = one[0];
    int64_t thirty = 0, more_than_that = 0;
    tr_side_text bids = { one, 1 };
    ck_assert_int_eq(tr_book_checksum("okx", bids, (tr_side_text){ asks, 30 }, &thirty), TR_OK);
    ck_assert_int_eq(tr_book_checksum("bitget", bids, (tr_side_text){ asks, 25 }, &more_than_that),
                     TR_OK);
    ck_assert_int_eq(thirty, more_than_that);
    ck_assert_int_eq(tr_book_checksum("okx", bids, (tr_side_text){ asks, 24 }, &more_than_that),
                     TR_OK);
    ck_assert_int_ne(thirty, more_than_that);
}
END_TEST

START_TEST(wrong_arguments_are_refused)
{
    static const tr_level_text bad[] = { { "", "1" } };
    int64_t checksum = 0;
    ck_assert_int_eq(
        tr_book_checksum("binance", (tr_side_text){ one, 1 }, (tr_side_text){ one, 1 }, &checksum),
        TR_E_UNSUPPORTED);
    ck_assert_int_eq(
        tr_book_checksum("okx", (tr_side_text){ bad, 1 }, (tr_side_text){ one, 1 }, &checksum),
        TR_E_INVALID);
    ck_assert_int_eq(
        tr_book_checksum("okx", (tr_side_text){ NULL, 1 }, (tr_side_text){ one, 1 }, &checksum),
        TR_E_INVALID);
    ck_assert_int_eq(
        tr_book_checksum(NULL, (tr_side_text){ one, 1 }, (tr_side_text){ one, 1 }, &checksum),
        TR_E_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("book_checksum");
    TCase *tests = tcase_create("book_checksum");
    tcase_add_test(tests, a_book_without_levels_has_a_checksum_too);
    tcase_add_test(tests, kraken_leaves_out_points_and_leading_zeros);
    tcase_add_test(tests, okx_writes_the_longer_side_alone_at_the_end_and_takes_25_levels);
    tcase_add_test(tests, wrong_arguments_are_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
