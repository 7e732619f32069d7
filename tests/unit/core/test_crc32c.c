/* test_crc32c.c: published values, and the tables against the definition, bit by bit. */
#include "support/check_tap.h"

#include <string.h>

#include <trade/rng.h>

#include "core/crc32c.h"

START_TEST(published_values_come_out)
{
    /* RFC 3720, 2004, appendix B.4: 32 bytes of zeros, of ones, of 0..31. The digits: the usual check value. */
    unsigned char bytes[32];
    ck_assert_uint_eq(tr__crc32c(0, "123456789", 9), 0xe3069283);
    memset(bytes, 0, sizeof bytes);
    ck_assert_uint_eq(tr__crc32c(0, bytes, sizeof bytes), 0x8a9136aa);
    memset(bytes, 0xff, sizeof bytes);
    ck_assert_uint_eq(tr__crc32c(0, bytes, sizeof bytes), 0x62a8ab43);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)i;
    ck_assert_uint_eq(tr__crc32c(0, bytes, sizeof bytes), 0x46dd794e);
    ck_assert_uint_eq(tr__crc32c(0, NULL, 0), 0);
}
END_TEST

static uint32_t bit_by_bit(const unsigned char *bytes, size_t size)
{
    uint32_t state = UINT32_MAX;
    for (size_t i = 0; i < size * 8; i++) {
        uint32_t bit = (state ^ (uint32_t)bytes[i / 8] >> i % 8) & 1;
        state = state >> 1 ^ (bit != 0 ? 0x82f63b78 : 0);
    }
    return ~state;
}

START_TEST(tables_and_definition_agree_wherever_bytes_are_cut)
{
    unsigned char bytes[300];
    tr_rng rng;
    tr_rng_init(&rng, 3);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)tr_rng_below(&rng, 256);
    uint32_t whole = bit_by_bit(bytes, sizeof bytes);
    for (size_t cut = 0; cut <= sizeof bytes; cut++) {
        uint32_t front = tr__crc32c(0, bytes, cut);
        ck_assert_uint_eq(front, bit_by_bit(bytes, cut));
        ck_assert_uint_eq(tr__crc32c(front, bytes + cut, sizeof bytes - cut), whole);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crc32c");
    TCase *tcase = tcase_create("crc32c");
    tcase_add_test(tcase, published_values_come_out);
    tcase_add_test(tcase, tables_and_definition_agree_wherever_bytes_are_cut);
    suite_add_tcase(suite, tcase);
    return run_as_tap(suite);
}
