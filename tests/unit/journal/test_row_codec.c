/* The canonical bytes of rows are frozen: snapshots hold them. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "journal/row.h"
#include "journal/row_codec.h"
#include "support/check_tap.h"

START_TEST(a_row_has_the_frozen_bytes)
{
    tr_snapshot_row row = { .account = "ab", .seq = -2, .created_ns = 258 };
    memset(row.head_hash, 7, sizeof row.head_hash);
    row.state = (const uint8_t *)"xyz";
    row.state_size = 3;
    static const uint8_t expected[] = {
        5,    0,                                                                /* columns */
        2,    0,    'a',  'b',                                                  /* account */
        0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,                         /* seq */
        7,    7,    7,    7,    7,    7,    7,    7,    7, 7, 7, 7, 7, 7, 7, 7, /* head_hash */
        7,    7,    7,    7,    7,    7,    7,    7,    7, 7, 7, 7, 7, 7, 7, 7,
        3,    0,    0,    0,    'x',  'y',  'z',     /* state */
        2,    1,    0,    0,    0,    0,    0,    0, /* created_ns */
    };
    tr__buffer bytes;
    tr__buffer_init(&bytes, 4096, NULL);
    ck_assert_int_eq(tr__row_encode(tr_store_table(TR_TABLE_SNAPSHOT), &row, &bytes), TR_OK);
    ck_assert_uint_eq(bytes.size, sizeof expected);
    ck_assert_mem_eq(bytes.bytes, expected, sizeof expected);
    tr__buffer_done(&bytes);
}
END_TEST

START_TEST(cut_or_impossible_bytes_are_refused)
{
    tr_user_row user = { .name = "someone", .created_ns = 5, .is_admin = true }, out;
    const tr_table_def *def = tr_store_table(TR_TABLE_USER);
    tr__buffer bytes;
    tr__reader reader;
    tr__buffer_init(&bytes, 4096, NULL);
    ck_assert_int_eq(tr__row_encode(def, &user, &bytes), TR_OK);
    for (size_t size = 0; size < bytes.size; size++) {
        tr__reader_init(&reader, bytes.bytes, size);
        tr__row_decode(def, &reader, &out);
        ck_assert_int_eq(tr__reader_finish(&reader), TR_E_PARSE);
    }
    tr__reader_init(&reader, bytes.bytes, bytes.size);
    tr__row_decode(def, &reader, &out);
    ck_assert_int_eq(tr__reader_finish(&reader), TR_OK);
    ck_assert(tr__row_equal(def, &user, &out));
    bytes.bytes[bytes.size - 8] = 2; /* a bool that is neither 0 nor 1 */
    tr__reader_init(&reader, bytes.bytes, bytes.size);
    tr__row_decode(def, &reader, &out);
    ck_assert_int_eq(tr__reader_finish(&reader), TR_E_PARSE);
    tr__buffer_done(&bytes);
}
END_TEST

START_TEST(equality_looks_at_values_and_not_at_padding)
{
    const tr_table_def *def = tr_store_table(TR_TABLE_ORDER);
    tr_order a = { .account = "a", .version = 3 }, b = a;
    memset(b.account + 2, 'x', 8);
    ck_assert(tr__row_equal(def, &a, &b));
    b.side = TR_SIDE_SELL;
    ck_assert(!tr__row_equal(def, &a, &b));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("row_codec");
    TCase *tests = tcase_create("row_codec");
    tcase_add_test(tests, a_row_has_the_frozen_bytes);
    tcase_add_test(tests, cut_or_impossible_bytes_are_refused);
    tcase_add_test(tests, equality_looks_at_values_and_not_at_padding);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
