/* The canonical bytes of rows are frozen: snapshots hold them. */
#include <check.h>
#include <stddef.h>
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

START_TEST(the_short_form_has_the_frozen_bytes)
{
    const tr_table_def *def = tr_store_table(TR_TABLE_SNAPSHOT);
    tr_snapshot_row row = { .account = "ab", .created_ns = 258 }, out;
    static const uint8_t expected[] = {
        5,    0x80,                       /* columns */
        0x11,                             /* account and created_ns */
        2,    0,    'a', 'b',             /* account */
        2,    1,    0,   0,   0, 0, 0, 0, /* created_ns */
    };
    tr__buffer bytes;
    tr__reader reader;
    tr__buffer_init(&bytes, 4096, NULL);
    ck_assert_int_eq(tr__row_encode_short(def, &row, &bytes), TR_OK);
    ck_assert_uint_eq(bytes.size, sizeof expected);
    ck_assert_mem_eq(bytes.bytes, expected, sizeof expected);
    tr__reader_init(&reader, bytes.bytes, bytes.size);
    tr__row_decode(def, &reader, &out);
    ck_assert_int_eq(tr__reader_finish(&reader), TR_OK);
    ck_assert(tr__row_equal(def, &row, &out));
    for (size_t size = 0; size < bytes.size; size++) {
        tr__reader_init(&reader, bytes.bytes, size);
        tr__row_decode(def, &reader, &out);
        ck_assert_int_eq(tr__reader_finish(&reader), TR_E_PARSE);
    }
    tr__buffer_done(&bytes);
}
END_TEST

/* Every column of every table alone, and all at once: what is set comes back, in both forms alike. */
START_TEST(both_forms_of_any_row_say_the_same)
{
    static union {
        unsigned char bytes[8192];
        max_align_t alignment;
    } row, dense, narrow;
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        const tr_table_def *def = tr_store_table((tr_table)table);
        ck_assert_uint_le(def->row_size, sizeof row);
        for (size_t which = 0; which <= def->column_count; which++) {
            memset(&row, 0, sizeof row);
            for (size_t i = 0; i < def->column_count; i++) {
                const tr_column_def *column = &def->columns[i];
                if (which < def->column_count && which != i)
                    continue;
                if (column->type == TR_COLUMN_BYTES)
                    tr__row_set_bytes(column, &row, (const uint8_t *)"body", 4);
                else
                    row.bytes[column->offset] = 1;
            }
            tr__buffer bytes[2];
            tr__reader reader;
            void *out[2] = { &dense, &narrow };
            for (int form = 0; form < 2; form++) {
                tr__buffer_init(&bytes[form], 1u << 16, NULL);
                ck_assert_int_eq(
                    (form == 0 ? tr__row_encode : tr__row_encode_short)(def, &row, &bytes[form]),
                    TR_OK);
                tr__reader_init(&reader, bytes[form].bytes, bytes[form].size);
                tr__row_decode(def, &reader, out[form]);
                ck_assert_int_eq(tr__reader_finish(&reader), TR_OK);
                ck_assert(tr__row_equal(def, &row, out[form]));
            }
            tr__buffer_done(&bytes[0]);
            tr__buffer_done(&bytes[1]);
        }
    }
}
END_TEST

START_TEST(a_row_has_one_short_form)
{
    static const uint8_t zero_is_marked[] = { 3, 0x80, 0x02, 0, 0, 0, 0, 0, 0, 0, 0 };
    static const uint8_t marked_behind_the_end[] = { 3, 0x80, 0x08 };
    static const uint8_t more_columns_than_there_are[] = { 4, 0x80, 0x00 };
    static const uint8_t fewer_columns[] = { 1, 0x80, 0x01, 1, 0, 'a' };
    static const struct {
        const uint8_t *bytes;
        size_t size;
        tr_status status;
    } cases[] = {
        { zero_is_marked, sizeof zero_is_marked, TR_E_PARSE },
        { marked_behind_the_end, sizeof marked_behind_the_end, TR_E_PARSE },
        { more_columns_than_there_are, sizeof more_columns_than_there_are, TR_E_PARSE },
        { fewer_columns, sizeof fewer_columns, TR_OK }, /* of before a column was added */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_user_row out;
        tr__reader reader;
        tr__reader_init(&reader, cases[i].bytes, cases[i].size);
        tr__row_decode(tr_store_table(TR_TABLE_USER), &reader, &out);
        ck_assert_int_eq(tr__reader_finish(&reader), cases[i].status);
    }
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
    tcase_add_test(tests, the_short_form_has_the_frozen_bytes);
    tcase_add_test(tests, both_forms_of_any_row_say_the_same);
    tcase_add_test(tests, a_row_has_one_short_form);
    tcase_add_test(tests, cut_or_impossible_bytes_are_refused);
    tcase_add_test(tests, equality_looks_at_values_and_not_at_padding);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
