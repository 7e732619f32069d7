/* test_shards.c: one exchange for each thread: they share nothing, and each does what it does alone. */
#include "support/book_flow.h"
#include "support/check_tap.h"
#include "support/kept_bytes.h"

#include <pthread.h>

#include <trade/matching.h>

enum { SHARDS = 4, INSTRUMENTS = 3, COMMANDS = 4000, BATCH = 50 };

typedef struct shard {
    uint64_t seed;
    uint64_t digest; /* of all events and their numbers, and of the snapshot at the end */
    kept_bytes journal;
} shard;

static uint64_t mix(uint64_t digest, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        digest = (digest ^ at[i]) * UINT64_C(0x100000001b3);
    return digest;
}

static void take(void *user, uint64_t number, const tr_book_event *events, size_t event_count)
{
    shard *of = user;
    of->digest = mix(of->digest, &number, sizeof number);
    of->digest = mix(of->digest, events, event_count * sizeof *events);
}

/* No assertions of Check here: they belong to the thread that runs the test. */
static void *run(void *user)
{
    shard *of = user;
    tr_matching_options options = TR_MATCHING_OPTIONS_INIT;
    tr_book_options book = TR_BOOK_OPTIONS_INIT;
    book.order_max = 3000;
    tr_matching_sink sink = { .take = take, .user = of };
    tr_byte_sink bytes = kept_sink(&of->journal);
    tr_book_journal journal;
    tr_matching *matching = NULL;
    book_flow flow;
    static const char *const symbols[INSTRUMENTS] = { "A", "B", "C" };
    of->digest = UINT64_C(0xcbf29ce484222325);
    if (tr_matching_new(&options, &matching, NULL) != TR_OK)
        return NULL;
    for (size_t i = 0; i < INSTRUMENTS; i++)
        (void)tr_matching_add(matching, symbols[i], &book, NULL, NULL); /* missing: other events */
    (void)tr_matching_journal_begin(&journal, matching, &bytes, NULL);  /* memory always takes it */
    flow_begin(&flow, of->seed);
    for (size_t i = 0; i < COMMANDS; i += BATCH) {
        tr_book_command commands[BATCH];
        uint32_t instruments[BATCH];
        for (size_t j = 0; j < BATCH; j++) {
            commands[j] = flow_next(&flow);
            instruments[j] = (uint32_t)flow_draw(&flow, 0, INSTRUMENTS - 1);
            (void)tr_matching_journal_command(&journal, instruments[j], &commands[j], NULL);
        }
        (void)tr_matching_apply_all(matching, instruments, commands, BATCH, &sink, NULL);
    }
    tr_matching *again = NULL;
    shard replayed = { .digest = UINT64_C(0xcbf29ce484222325) };
    tr_matching_sink to_replayed = { .take = take, .user = &replayed };
    if (tr_matching_replay(of->journal.bytes, of->journal.size, NULL, &to_replayed, &again, NULL,
                           NULL) != TR_OK ||
        replayed.digest != of->digest)
        of->digest = 0;
    tr_matching_free(again);
    tr_matching_free(matching);
    return NULL;
}

START_TEST(shards_on_threads_give_the_events_of_shards_alone)
{
    shard alone[SHARDS];
    shard together[SHARDS];
    pthread_t threads[SHARDS];
    for (uint64_t i = 0; i < SHARDS; i++) {
        alone[i] = (shard){ .seed = i + 1, .journal = kept_none() };
        together[i] = alone[i];
        run(&alone[i]);
        ck_assert_uint_ne(alone[i].digest, 0);
    }
    for (size_t i = 0; i < SHARDS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, run, &together[i]), 0);
    for (size_t i = 0; i < SHARDS; i++) {
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
        ck_assert_uint_eq(together[i].digest, alone[i].digest);
        ck_assert_uint_eq(together[i].journal.size, alone[i].journal.size);
        ck_assert_mem_eq(together[i].journal.bytes, alone[i].journal.bytes, alone[i].journal.size);
        kept_release(&alone[i].journal);
        kept_release(&together[i].journal);
    }
    ck_assert_uint_ne(alone[0].digest, alone[1].digest);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("shards");
    TCase *tcase = tcase_create("shards");
    tcase_add_test(tcase, shards_on_threads_give_the_events_of_shards_alone);
    suite_add_tcase(suite, tcase);
    return run_as_tap(suite);
}
