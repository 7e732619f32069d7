/* Pacing, the exchange's clock and the circuit breaker: pure, in a time of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <trade/rng.h>
#include <trade/time.h>

#include "exchange/breaker.h"
#include "exchange/clock_offset.h"
#include "exchange/pacing.h"

#define SECOND TR_NS_PER_SECOND

enum { WEIGHT, ORDERS, COUNTER };

static const tr__adapter adapter = {
    .info = { .name = "made up", .is_nonce_ordered = false },
    .limits = {
        [WEIGHT] = { .name = "weight", .scope = TR__LIMIT_ADDRESS, .amount = 100, .interval_ms = 16000,
                     .used_header = "X-Used", .reset_header = "X-Reset", .reset_unit = TR__RESET_S_LEFT },
        [ORDERS] = { .name = "orders", .scope = TR__LIMIT_KEY, .amount = 10, .interval_ms = 1600 },
        [COUNTER] = { .name = "counter", .scope = TR__LIMIT_KEY_SYMBOL, .amount = 20,
                      .interval_ms = 20000, .is_leaky = true },
    },
    .halts = { { 429, 3000, false }, { 418, 120000, true } },
    .retry_after_header = "Retry-After",
};
static const tr__endpoint question = { .costs = { { WEIGHT, 1 } } };
static const tr__endpoint order = { .costs = { { WEIGHT, 1 }, { ORDERS, 1 } } };
static const tr__endpoint leaky = { .costs = { { COUNTER, 5 } } };

static tr__pace_subject subject_of(const tr__endpoint *endpoint, const char *key,
                                   tr_urgency urgency)
{
    return (tr__pace_subject){ &adapter, endpoint, key, "BTC/USDT", urgency, 0 };
}

/* How many go at this moment. */
static unsigned int take_all(tr_exchange_pacer *pacer, const tr__pace_subject *subject,
                             int64_t now_ns)
{
    unsigned int count = 0;
    while (tr__pacer_take(pacer, subject, now_ns) == 0)
        count++;
    return count;
}

static tr_exchange_pacer *pacer_new(void)
{
    tr_exchange_pacer *pacer = NULL;
    assert_int_equal(tr_exchange_pacer_new(&pacer, NULL), TR_OK);
    return pacer;
}

static void less_urgent_questions_leave_room_for_exits(void **state)
{
    (void)state;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject market = subject_of(&question, NULL, TR_URGENCY_MARKET);
    tr__pace_subject entry = subject_of(&question, "k", TR_URGENCY_ENTRY);
    tr__pace_subject leave = subject_of(&question, "k", TR_URGENCY_EXIT);
    assert_int_equal(take_all(pacer, &market, SECOND), 70);
    assert_int_equal(take_all(pacer, &entry, SECOND), 20);
    assert_int_equal(take_all(pacer, &leave, SECOND), 10);
    tr_exchange_pacer_free(pacer);
}

static void no_window_of_a_limit_ever_holds_more_than_it_allows(void **state)
{
    (void)state;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject subject = subject_of(&order, "k", TR_URGENCY_EXIT);
    static int64_t taken[100000];
    size_t count = 0, first = 0;
    tr_rng rng;
    tr_rng_init(&rng, 11);
    for (int64_t now_ns = SECOND; now_ns < 400 * SECOND;) {
        int64_t due_ns = tr__pacer_take(pacer, &subject, now_ns);
        if (due_ns == 0)
            taken[count++] = now_ns;
        else
            assert_true(due_ns > now_ns);
        while (count > 0 && taken[first] <= now_ns - 1600 * TR_NS_PER_MS)
            first++;
        assert_true(count - first <= 10);
        now_ns += due_ns != 0 && tr_rng_below(&rng, 2) == 0
                      ? due_ns - now_ns
                      : (int64_t)tr_rng_below(&rng, (uint64_t)(200 * TR_NS_PER_MS));
    }
    /* It does not waste the budget either: at the rate of the slower of both limits. */
    assert_true(count > 400 * 100 / 16 * 17 / 20);
    tr_exchange_pacer_free(pacer);
}

static void a_counter_that_runs_off_frees_its_room_evenly(void **state)
{
    (void)state;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject subject = subject_of(&leaky, "k", TR_URGENCY_EXIT);
    assert_int_equal(take_all(pacer, &subject, SECOND), 4);
    assert_int_equal(tr__pacer_take(pacer, &subject, SECOND), 6 * SECOND);
    for (int64_t now_ns = SECOND; now_ns < 6 * SECOND;
         now_ns += TR_NS_PER_MS) /* asking costs nothing */
        assert_int_equal(tr__pacer_take(pacer, &subject, now_ns), 6 * SECOND);
    assert_int_equal(take_all(pacer, &subject, 6 * SECOND), 1);
    tr__pace_subject other = subject;
    other.symbol = "ETH/USDT";
    assert_int_equal(take_all(pacer, &other, 6 * SECOND), 4);
    tr_exchange_pacer_free(pacer);
}

static void keys_have_budgets_of_their_own_and_share_the_address(void **state)
{
    (void)state;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject one = subject_of(&order, "one", TR_URGENCY_EXIT);
    tr__pace_subject two = subject_of(&order, "two", TR_URGENCY_EXIT);
    assert_int_equal(take_all(pacer, &one, SECOND), 10);
    assert_int_equal(take_all(pacer, &two, SECOND), 10);
    tr__pace_subject all = subject_of(&question, NULL, TR_URGENCY_EXIT);
    assert_int_equal(take_all(pacer, &all, SECOND), 80);
    tr_exchange_pacer_free(pacer);
}

/* Headers as name and value in turn. */
static const char *header_find(const void *user, const char *name)
{
    for (const char *const *at = user; *at != NULL; at += 2)
        if (strcmp(at[0], name) == 0)
            return at[1];
    return NULL;
}

static void what_others_use_up_is_read_from_the_headers(void **state)
{
    (void)state;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject subject = subject_of(&question, NULL, TR_URGENCY_EXIT);
    const char *const headers[] = { "X-Used", "95", NULL };
    assert_int_equal(tr__pacer_take(pacer, &subject, SECOND), 0);
    tr__pacer_answer(pacer, &subject, 200, header_find, headers, SECOND, 0);
    assert_int_equal(take_all(pacer, &subject, SECOND), 5);
    const char *const spent[] = { "X-Used", "100", "X-Reset", "30", NULL };
    tr__pacer_answer(pacer, &subject, 200, header_find, spent, SECOND, 0);
    const char *const nonsense[] = { "X-Used", "99999999999999999999", "X-Reset", "-1", NULL };
    tr__pacer_answer(pacer, &subject, 200, header_find, nonsense, SECOND, 0);
    assert_true(take_all(pacer, &subject, 20 * SECOND) >
                0); /* 30 s are longer than the interval: misread */
    tr_exchange_pacer_free(pacer);
}

static void a_halt_stops_the_key_and_a_ban_everybody(void **state)
{
    (void)state;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject one = subject_of(&order, "one", TR_URGENCY_EXIT);
    tr__pace_subject two = subject_of(&order, "two", TR_URGENCY_EXIT);
    const char *const seven[] = { "Retry-After", "7", NULL };
    const char *const none[] = { NULL };
    tr__pacer_answer(pacer, &one, 429, header_find, seven, SECOND, 0);
    assert_int_equal(tr__pacer_take(pacer, &one, SECOND), 8 * SECOND);
    assert_int_equal(tr__pacer_take(pacer, &two, SECOND), 0);
    tr__pacer_answer(pacer, &two, 418, header_find, none, SECOND, 0);
    assert_int_equal(tr__pacer_take(pacer, &two, SECOND), 121 * SECOND);
    tr__pace_subject all = subject_of(&question, NULL, TR_URGENCY_EXIT);
    assert_int_equal(tr__pacer_take(pacer, &all, SECOND), 121 * SECOND);
    /* A shorter word does not end a longer stop. */
    tr__pacer_answer(pacer, &two, 418, header_find, seven, 2 * SECOND, 0);
    assert_int_equal(tr__pacer_take(pacer, &two, 100 * SECOND), 121 * SECOND);
    assert_int_equal(tr__pacer_take(pacer, &two, 121 * SECOND), 0);
    tr_exchange_pacer_free(pacer);
}

/* Answers overtake each other: the one that tells of less to wait is not always the later one. */
static void a_shorter_reset_does_not_end_a_longer_stop(void **state)
{
    (void)state;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject subject = subject_of(&question, NULL, TR_URGENCY_EXIT);
    const char *const ten[] = { "X-Used", "100", "X-Reset", "10", NULL };
    const char *const odd[] = { "X-Used", "100", "X-Reset", "3000", NULL };
    tr__pacer_answer(pacer, &subject, 200, header_find, ten, SECOND, 0);
    assert_int_equal(tr__pacer_take(pacer, &subject, SECOND), 11 * SECOND);
    tr__pacer_answer(pacer, &subject, 200, header_find, odd, SECOND, 0);
    assert_int_equal(tr__pacer_take(pacer, &subject, SECOND), 11 * SECOND);
    tr_exchange_pacer_free(pacer);
}

static void a_limit_that_the_exchange_states_takes_the_tables_place(void **state)
{
    static const tr__endpoint calls[TR_CALL_COUNT] = { [0] = { .costs = { { WEIGHT, 1 } } } };
    (void)state;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject subject = subject_of(&question, NULL, TR_URGENCY_EXIT);
    tr__pace_subject leave = subject_of(&order, "k", TR_URGENCY_EXIT);
    assert_int_equal(tr__pacer_take(pacer, &subject, SECOND), 0); /* a count is there already */
    tr__pacer_learn(pacer, &adapter, calls,
                    &(tr_limit_record){ .interval_ms = 16000, .amount = 40 });
    assert_int_equal(take_all(pacer, &subject, SECOND), 39);
    /* Of another interval, of another kind of instrument, or no number: not believed. */
    tr__pacer_learn(pacer, &adapter, calls,
                    &(tr_limit_record){ .interval_ms = 1000, .amount = 90 });
    tr__pacer_learn(pacer, &adapter, calls,
                    &(tr_limit_record){ .interval_ms = 16000, .amount = 0 });
    tr__pacer_learn(pacer, &adapter, calls,
                    &(tr_limit_record){ .is_of_key = true, .interval_ms = 1600, .amount = 1 });
    assert_true(tr__pacer_take(pacer, &subject, SECOND) > SECOND);
    assert_int_equal(take_all(pacer, &leave, 100 * SECOND), 10);
    tr_exchange_pacer_free(pacer);
}

static void what_the_owner_allows_is_kept_to_with_a_part_for_exits(void **state)
{
    (void)state;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject entry = subject_of(&question, "k", TR_URGENCY_ENTRY);
    tr__pace_subject leave = subject_of(&question, "k", TR_URGENCY_EXIT);
    entry.a_minute = leave.a_minute = 20;
    assert_int_equal(take_all(pacer, &entry, SECOND), 18);
    assert_int_equal(take_all(pacer, &leave, SECOND), 2);
    assert_true(tr__pacer_take(pacer, &leave, 60 * SECOND) > 60 * SECOND);
    assert_int_equal(take_all(pacer, &leave, 65 * SECOND), 20);
    tr_exchange_pacer_free(pacer);
}

static void nonces_rise_per_key_and_one_request_is_under_way(void **state)
{
    (void)state;
    static tr__adapter ordered;
    ordered = adapter;
    ordered.info.is_nonce_ordered = true;
    tr_exchange_pacer *pacer = pacer_new();
    tr__pace_subject subject = subject_of(&order, "k", TR_URGENCY_EXIT);
    subject.adapter = &ordered;
    assert_int_equal(tr__pacer_take(pacer, &subject, SECOND), 0);
    assert_true(tr__pacer_take(pacer, &subject, SECOND) > SECOND);
    assert_int_equal(tr__pacer_nonce(pacer, &subject, 1000), 1000);
    assert_int_equal(tr__pacer_nonce(pacer, &subject, 1000), 1001);
    assert_int_equal(tr__pacer_nonce(pacer, &subject, 5), 1002); /* the clock went back */
    assert_int_equal(tr__pacer_nonce(pacer, &subject, 9000), 9000);
    tr__pacer_nonce_leap(pacer, &subject);
    assert_true(tr__pacer_nonce(pacer, &subject, 9001) > 10000);
    tr__pacer_release(pacer, &subject);
    assert_int_equal(tr__pacer_take(pacer, &subject, SECOND), 0);
    tr__pace_subject public = subject_of(&question, NULL, TR_URGENCY_EXIT);
    public.adapter = &ordered;
    assert_int_equal(tr__pacer_take(pacer, &public, SECOND), 0);
    tr_exchange_pacer_free(pacer);
}

/* ---- the clock ------------------------------------------------------------------------------- */

static void the_sample_of_the_shortest_round_trip_counts(void **state)
{
    (void)state;
    tr__clock_offset clock = { .count = 0 };
    assert_null(tr__clock_offset_best(&clock, 0));
    tr__clock_offset_add(&clock, 1000, 401000, 5000000);
    tr__clock_offset_add(&clock, 1000, 21000, 5000000);
    tr__clock_offset_add(&clock, 1000, 101000, 5000000);
    const tr__clock_sample *best = tr__clock_offset_best(&clock, 101000);
    assert_non_null(best);
    assert_int_equal(best->round_trip_ns, 20000);
    assert_int_equal(best->offset_ns, 5000000 - 1000 - 10000);
}

static void an_old_a_slow_or_an_overruled_sample_is_not_trusted(void **state)
{
    (void)state;
    tr__clock_offset clock = { .count = 0 };
    tr__clock_offset_add(&clock, 0, 2 * SECOND, 100 * SECOND);
    assert_null(tr__clock_offset_best(&clock, 2 * SECOND));
    tr__clock_offset_add(&clock, 0, TR_NS_PER_MS, 100 * SECOND);
    assert_non_null(tr__clock_offset_best(&clock, SECOND));
    assert_null(tr__clock_offset_best(&clock, 700 * SECOND));
    /* The exchange's clock was set forward by a minute: the better sample of before is wrong now. */
    tr__clock_offset_add(&clock, 10 * SECOND, 10 * SECOND + 50 * TR_NS_PER_MS, 170 * SECOND);
    const tr__clock_sample *best = tr__clock_offset_best(&clock, 11 * SECOND);
    assert_non_null(best);
    assert_int_equal(best->round_trip_ns, 50 * TR_NS_PER_MS);
    tr__clock_offset_add(&clock, 5, 4, 100); /* an answer before its question */
    assert_int_equal(clock.count, 3);
}

/* ---- the breaker ----------------------------------------------------------------------------- */

static void a_breaker_opens_after_five_failures_and_lets_one_probe_through(void **state)
{
    (void)state;
    tr__breaker breaker = { .failures = 0 };
    for (int i = 0; i < 4; i++)
        assert_false(tr__breaker_note(&breaker, false, SECOND));
    assert_true(tr__breaker_is_closed(&breaker));
    assert_true(tr__breaker_note(&breaker, false, SECOND));
    assert_false(tr__breaker_is_closed(&breaker));
    assert_false(tr__breaker_probe(&breaker, SECOND));
    assert_true(tr__breaker_probe(&breaker, 2 * SECOND));
    assert_false(tr__breaker_probe(&breaker, 2 * SECOND)); /* one at a time */
    (void)tr__breaker_note(&breaker, false, 2 * SECOND);
    assert_false(tr__breaker_probe(&breaker, 3 * SECOND)); /* the pause has doubled */
    assert_true(tr__breaker_probe(&breaker, 4 * SECOND));
    assert_true(tr__breaker_note(&breaker, true, 4 * SECOND));
    assert_true(tr__breaker_is_closed(&breaker));
    for (int i = 0; i < 4; i++)
        (void)tr__breaker_note(&breaker, false, 5 * SECOND);
    (void)tr__breaker_note(&breaker, true, 5 * SECOND);
    (void)tr__breaker_note(&breaker, false, 5 * SECOND);
    assert_true(tr__breaker_is_closed(&breaker)); /* in a row, they said */
}

static void the_pause_of_a_breaker_ends_at_a_minute(void **state)
{
    (void)state;
    tr__breaker breaker = { .failures = 4 };
    int64_t now_ns = SECOND;
    (void)tr__breaker_note(&breaker, false, now_ns);
    for (int i = 0; i < 20; i++) {
        now_ns = breaker.probe_at_ns;
        assert_true(tr__breaker_probe(&breaker, now_ns));
        (void)tr__breaker_note(&breaker, false, now_ns);
    }
    assert_int_equal(breaker.probe_at_ns - now_ns, 60 * SECOND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(less_urgent_questions_leave_room_for_exits),
        cmocka_unit_test(no_window_of_a_limit_ever_holds_more_than_it_allows),
        cmocka_unit_test(a_counter_that_runs_off_frees_its_room_evenly),
        cmocka_unit_test(keys_have_budgets_of_their_own_and_share_the_address),
        cmocka_unit_test(what_others_use_up_is_read_from_the_headers),
        cmocka_unit_test(a_halt_stops_the_key_and_a_ban_everybody),
        cmocka_unit_test(a_shorter_reset_does_not_end_a_longer_stop),
        cmocka_unit_test(a_limit_that_the_exchange_states_takes_the_tables_place),
        cmocka_unit_test(what_the_owner_allows_is_kept_to_with_a_part_for_exits),
        cmocka_unit_test(nonces_rise_per_key_and_one_request_is_under_way),
        cmocka_unit_test(the_sample_of_the_shortest_round_trip_counts),
        cmocka_unit_test(an_old_a_slow_or_an_overruled_sample_is_not_trusted),
        cmocka_unit_test(a_breaker_opens_after_five_failures_and_lets_one_probe_through),
        cmocka_unit_test(the_pause_of_a_breaker_ends_at_a_minute),
    };
    return cmocka_run_group_tests_name("pacing", tests, NULL, NULL);
}
