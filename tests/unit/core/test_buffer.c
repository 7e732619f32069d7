/* Growing buffers and bounded readers: what goes in comes out, limits hold, failures stay. */
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/buffer.h"
#include "support/check_tap.h"

START_TEST(every_kind_of_value_comes_back_in_order)
{
    tr__buffer buffer;
    tr__buffer_init(&buffer, 1000, NULL);
    tr_decimal price = { .lo = 1, .hi = -2 };
    tr_id id = { { 1, 2, 3, 255 } };
    tr__buffer_append_u8(&buffer, 0xAB);
    tr__buffer_append_u16(&buffer, 0xABCD);
    tr__buffer_append_u32(&buffer, 0x89ABCDEF);
    tr__buffer_append_u64(&buffer, UINT64_MAX - 1);
    tr__buffer_append_i64(&buffer, INT64_MIN);
    tr__buffer_append_decimal(&buffer, price);
    tr__buffer_append_id(&buffer, id);
    tr__buffer_append_string(&buffer, "ab\0c", 4);
    tr__buffer_append_string(&buffer, "BTC/USDT", 8);
    tr__buffer_append_string(&buffer, NULL, 0);
    ck_assert_int_eq(buffer.status, TR_OK);

    tr__reader reader;
    size_t length;
    char symbol[16];
    tr__reader_init(&reader, buffer.bytes, buffer.size);
    ck_assert_uint_eq(tr__reader_take_u8(&reader), 0xAB);
    ck_assert_uint_eq(tr__reader_take_u16(&reader), 0xABCD);
    ck_assert_uint_eq(tr__reader_take_u32(&reader), 0x89ABCDEF);
    ck_assert_uint_eq(tr__reader_take_u64(&reader), UINT64_MAX - 1);
    ck_assert_int_eq(tr__reader_take_i64(&reader), INT64_MIN);
    ck_assert_int_eq(tr_decimal_compare(tr__reader_take_decimal(&reader), price), 0);
    ck_assert_int_eq(tr_id_compare(tr__reader_take_id(&reader), id), 0);
    ck_assert_mem_eq(tr__reader_take_string(&reader, &length), "ab\0c", 4);
    ck_assert_uint_eq(length, 4);
    tr__reader_copy_string(&reader, symbol, sizeof symbol);
    ck_assert_str_eq(symbol, "BTC/USDT");
    ck_assert_int_eq(tr__reader_finish(&reader), TR_E_PARSE); /* the empty string is left */
    ck_assert_ptr_nonnull(tr__reader_take_string(&reader, &length));
    ck_assert_uint_eq(length, 0);
    ck_assert_int_eq(tr__reader_finish(&reader), TR_OK);
    tr__buffer_done(&buffer);
}
END_TEST

START_TEST(numbers_are_little_endian)
{
    tr__buffer buffer;
    tr__buffer_init(&buffer, 100, NULL);
    tr__buffer_append_u16(&buffer, 0x0102);
    tr__buffer_append_u32(&buffer, 0x03040506);
    tr__buffer_append_u64(&buffer, UINT64_C(0x0708090A0B0C0D0E));
    tr__buffer_append_string(&buffer, "x", 1);
    static const unsigned char wanted[] = { 2,    1,    6,    5,    4, 3, 0x0E, 0x0D, 0x0C, 0x0B,
                                            0x0A, 0x09, 0x08, 0x07, 1, 0, 0,    0,    'x' };
    ck_assert_uint_eq(buffer.size, sizeof wanted);
    ck_assert_mem_eq(buffer.bytes, wanted, sizeof wanted);
    tr__buffer_done(&buffer);
}
END_TEST

START_TEST(maximum_holds_exactly_and_the_refusal_stays)
{
    tr__buffer buffer;
    tr__buffer_init(&buffer, 10, NULL);
    ck_assert_int_eq(tr__buffer_append(&buffer, "0123456789", 10), TR_OK);
    ck_assert_str_eq(tr__buffer_text(&buffer), "0123456789");
    ck_assert_int_eq(tr__buffer_append_u8(&buffer, 1), TR_E_FULL);
    ck_assert_uint_eq(buffer.size, 10);
    ck_assert_str_eq(tr__buffer_text(&buffer), "");
    ck_assert_int_eq(tr__buffer_append(&buffer, "", 0), TR_E_FULL);
    size_t size;
    ck_assert_ptr_null(tr__buffer_take(&buffer, &size));
    tr__buffer_clear(&buffer);
    ck_assert_int_eq(tr__buffer_append_text(&buffer, "again"), TR_OK);
    ck_assert_str_eq(tr__buffer_text(&buffer), "again");
    tr__buffer_truncate(&buffer, 2);
    ck_assert_str_eq(tr__buffer_text(&buffer), "ag");
    tr__buffer_done(&buffer);
}
END_TEST

START_TEST(composite_values_are_appended_whole_or_not_at_all)
{
    tr__buffer buffer;
    tr__buffer_init(&buffer, 15, NULL);
    ck_assert_int_eq(tr__buffer_append_decimal(&buffer, tr_decimal_from_int(1)), TR_E_FULL);
    ck_assert_uint_eq(buffer.size, 0);
    tr__buffer_clear(&buffer);
    ck_assert_int_eq(tr__buffer_append_string(&buffer, "123456789012", 12), TR_E_FULL);
    ck_assert_uint_eq(buffer.size, 0);
    tr__buffer_clear(&buffer);
    ck_assert_int_eq(tr__buffer_append_format(&buffer, "%s", "1234567890123456"), TR_E_FULL);
    ck_assert_uint_eq(buffer.size, 0);
    tr__buffer_done(&buffer);
}
END_TEST

START_TEST(formats_of_any_length_fit_up_to_the_maximum)
{
    char text[300];
    for (size_t length = 0; length < sizeof text; length++) {
        tr__buffer buffer;
        memset(text, 'x', length);
        text[length] = '\0';
        tr__buffer_init(&buffer, 299, NULL);
        ck_assert_int_eq(tr__buffer_append_format(&buffer, "%s", text), TR_OK);
        ck_assert_str_eq(tr__buffer_text(&buffer), text);
        tr__buffer_done(&buffer);
    }
}
END_TEST

START_TEST(taken_bytes_belong_to_the_caller)
{
    tr__buffer buffer;
    size_t size = 99;
    tr__buffer_init(&buffer, 10, NULL);
    unsigned char *empty = tr__buffer_take(&buffer, &size);
    ck_assert_uint_eq(size, 0);
    ck_assert_str_eq((char *)empty, "");
    tr__release(NULL, empty);
    tr__buffer_append_text(&buffer, "abc");
    unsigned char *bytes = tr__buffer_take(&buffer, &size);
    ck_assert_uint_eq(size, 3);
    ck_assert_str_eq((char *)bytes, "abc");
    ck_assert_uint_eq(buffer.size, 0);
    tr__release(NULL, bytes);
    tr__buffer_done(&buffer);
    tr__buffer_done(NULL);
}
END_TEST

/* Fails the allocation whose turn it is. */
static void *failing_allocate(void *user, size_t size)
{
    int *left = user;
    return (*left)-- > 0 ? malloc(size) : NULL;
}

static void *failing_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    int *left = user;
    (void)old_size;
    return (*left)-- > 0 ? realloc(memory, new_size) : NULL;
}

static void failing_release(void *user, void *memory)
{
    (void)user;
    free(memory);
}

START_TEST(failed_allocation_keeps_what_was_there)
{
    for (int allowed = 0; allowed < 4; allowed++) {
        int left = allowed;
        tr_allocator allocator = { failing_allocate, failing_reallocate, failing_release, &left };
        tr__buffer buffer;
        tr__buffer_init(&buffer, 100000, &allocator);
        size_t appended = 0;
        while (tr__buffer_append_u64(&buffer, appended) == TR_OK)
            appended++;
        ck_assert_int_eq(buffer.status, TR_E_NO_MEMORY);
        ck_assert_uint_eq(buffer.size, appended * 8);
        tr__reader reader;
        tr__reader_init(&reader, buffer.bytes, buffer.size);
        for (size_t i = 0; i < appended; i++)
            ck_assert_uint_eq(tr__reader_take_u64(&reader), i);
        ck_assert_int_eq(tr__reader_finish(&reader), TR_OK);
        tr__buffer_done(&buffer);
    }
}
END_TEST

START_TEST(zeroed_allocation_refuses_a_product_that_overflows)
{
    ck_assert_ptr_null(tr__allocate_zeroed(NULL, SIZE_MAX / 2, 3));
    unsigned char *memory = tr__allocate_zeroed(NULL, 3, 5);
    for (int i = 0; i < 15; i++)
        ck_assert_uint_eq(memory[i], 0);
    tr__release(NULL, memory);
}
END_TEST

START_TEST(reading_beyond_the_end_fails_for_good)
{
    static const unsigned char bytes[] = { 1, 2, 3 };
    tr__reader reader;
    tr__reader_init(&reader, bytes, sizeof bytes);
    ck_assert_uint_eq(tr__reader_take_u16(&reader), 0x0201);
    ck_assert_uint_eq(tr__reader_take_u16(&reader), 0);
    ck_assert(reader.is_failed);
    ck_assert_uint_eq(tr__reader_take_u8(&reader), 0);
    ck_assert_ptr_null(tr__reader_take(&reader, 0));
    ck_assert_int_eq(tr__reader_finish(&reader), TR_E_PARSE);
    tr__reader_init(&reader, NULL, 0);
    ck_assert_int_eq(tr__reader_finish(&reader), TR_OK);
    tr__reader_fail(&reader);
    ck_assert_int_eq(tr__reader_finish(&reader), TR_E_PARSE);
}
END_TEST

START_TEST(half_a_decimal_reads_as_zero)
{
    static const unsigned char bytes[15] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
    tr__reader reader;
    tr__reader_init(&reader, bytes, sizeof bytes);
    ck_assert(tr_decimal_is_zero(tr__reader_take_decimal(&reader)));
    ck_assert(reader.is_failed);
}
END_TEST

START_TEST(string_longer_than_its_bytes_or_its_target_is_refused)
{
    static const unsigned char lying[] = { 0xFF, 0xFF, 0xFF, 0xFF, 'a' };
    static const unsigned char with_nul[] = { 2, 0, 0, 0, 'a', 0 };
    static const unsigned char plain[] = { 3, 0, 0, 0, 'a', 'b', 'c' };
    tr__reader reader;
    size_t length;
    char small[3];
    tr__reader_init(&reader, lying, sizeof lying);
    ck_assert_ptr_null(tr__reader_take_string(&reader, &length));
    ck_assert_uint_eq(length, 0);
    tr__reader_init(&reader, with_nul, sizeof with_nul);
    tr__reader_copy_string(&reader, small, sizeof small);
    ck_assert(reader.is_failed);
    tr__reader_init(&reader, plain, sizeof plain);
    tr__reader_copy_string(&reader, small, sizeof small);
    ck_assert(reader.is_failed);
    ck_assert_str_eq(small, "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("buffer");
    TCase *tests = tcase_create("buffer");
    tcase_add_test(tests, every_kind_of_value_comes_back_in_order);
    tcase_add_test(tests, numbers_are_little_endian);
    tcase_add_test(tests, maximum_holds_exactly_and_the_refusal_stays);
    tcase_add_test(tests, composite_values_are_appended_whole_or_not_at_all);
    tcase_add_test(tests, formats_of_any_length_fit_up_to_the_maximum);
    tcase_add_test(tests, taken_bytes_belong_to_the_caller);
    tcase_add_test(tests, failed_allocation_keeps_what_was_there);
    tcase_add_test(tests, zeroed_allocation_refuses_a_product_that_overflows);
    tcase_add_test(tests, reading_beyond_the_end_fails_for_good);
    tcase_add_test(tests, half_a_decimal_reads_as_zero);
    tcase_add_test(tests, string_longer_than_its_bytes_or_its_target_is_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
