/*
 * The encoding under the event log's hashes is frozen. The expected values were computed with Python's
 * hashlib and struct from the description in libtrade/store/README.md, not with this library.
 */
#include "rig.h"

#include <trade/crypto.h>
#include <trade/store_chain.h>

static void expect_hash(const uint8_t previous[TR_HASH_SIZE], const tr_event_row *event,
                        const char *expected, uint8_t hash_out[TR_HASH_SIZE])
{
    char text[TR_HEX_TEXT_SIZE(TR_HASH_SIZE)];
    tr_store_chain_hash(previous, event, hash_out);
    assert_int_equal(tr_hex_encode(hash_out, TR_HASH_SIZE, text, sizeof text), TR_OK);
    assert_string_equal(text, expected);
}

static void hashes_are_those_of_the_frozen_encoding(void **state)
{
    (void)state;
    uint8_t bytes[256], hash[TR_HASH_SIZE] = { 0 };
    for (int i = 0; i < 256; i++)
        bytes[i] = (uint8_t)i;
    tr_event_row event = { .account = "paper",
                           .seq = 1,
                           .epoch = 1,
                           .at_ns = 1700000000000000000,
                           .kind = 3,
                           .payload = (const uint8_t *)"first",
                           .payload_size = 5 };
    expect_hash(hash, &event, "96d5e71c79afc395c3c78bf5b02d0a9872901abed709cc72a93f66bc0d511e14",
                hash);
    event.seq = 2;
    event.at_ns++;
    event.kind = -4;
    event.payload = NULL;
    event.payload_size = 0;
    expect_hash(hash, &event, "515697596f00e0c8a8c1e3076655128eb1967c49e75e8283819f9b33bd0cbb2e",
                hash);
    event = (tr_event_row){ .account = "paper",
                            .seq = 3,
                            .epoch = 7,
                            .at_ns = -1,
                            .kind = INT64_C(1) << 62,
                            .payload = bytes,
                            .payload_size = sizeof bytes };
    expect_hash(hash, &event, "097a9929db5b1eff1e9056bb845af3b4c65079b55d5737fd16b4d23adacf06b9",
                hash);
}

static void every_field_counts(void **state)
{
    (void)state;
    uint8_t origin[TR_HASH_SIZE] = { 0 }, expected[TR_HASH_SIZE], hash[TR_HASH_SIZE];
    tr_event_row event = event_of("a", 1);
    tr_store_chain_hash(origin, &event, expected);
    tr_event_row changed[6];
    for (int i = 0; i < 6; i++)
        changed[i] = event;
    changed[0].account[0] = 'b';
    changed[1].seq++;
    changed[2].epoch++;
    changed[3].at_ns++;
    changed[4].kind++;
    changed[5].payload_size--;
    for (int i = 0; i < 6; i++) {
        tr_store_chain_hash(origin, &changed[i], hash);
        assert_memory_not_equal(hash, expected, sizeof hash);
    }
    memset(event.account + 2, 'x', 5); /* behind the end of the name: not part of it */
    memset(event.hash, 7, sizeof event.hash);
    tr_store_chain_hash(origin, &event, hash);
    assert_memory_equal(hash, expected, sizeof hash);
    origin[31] = 1;
    tr_store_chain_hash(origin, &event, hash);
    assert_memory_not_equal(hash, expected, sizeof hash);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_the_frozen_encoding),
        cmocka_unit_test(every_field_counts),
    };
    return cmocka_run_group_tests_name("chain", tests, NULL, NULL);
}
