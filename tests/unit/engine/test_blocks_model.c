/* Order blocks beside a model that keeps every alert and looks back over them. */
#include <stdio.h>
#include <string.h>

#include <trade/rng.h>

#include "block_case.h"
#include "support/check_tap.h"

#define BLOCKS 8
#define KINDS  4

typedef struct model_block {
    tr_id id;
    bool wants[KINDS];
    int64_t low, high; /* in cents */
    int64_t window_ns;
    int64_t told_ns[KINDS]; /* in the session; 0: not */
    int64_t session_ns;
    bool is_spent;
} model_block;

/* One alert as the rules have it. @return whether the order goes */
static bool model_tell(model_block *m, int kind, int64_t now_ns, int64_t price_cents)
{
    if (m->is_spent || !m->wants[kind])
        return false;
    if (m->session_ns == 0 || now_ns > m->session_ns + m->window_ns) {
        memset(m->told_ns, 0, sizeof m->told_ns);
        m->session_ns = now_ns;
    }
    m->told_ns[kind] = now_ns;
    for (int i = 0; i < KINDS; i++)
        if (m->wants[i] && m->told_ns[i] == 0)
            return false;
    m->session_ns = 0;
    if (price_cents < m->low || price_cents > m->high)
        return false;
    m->is_spent = true;
    return true;
}

static void run_world(uint64_t seed, bool restarts)
{
    static const char *const names[KINDS] = { "a", "b", "c", "d" };
    model_block blocks[BLOCKS];
    size_t count = 0;
    int64_t cents = 10000;
    size_t placed = 0;
    tr_rng rng;
    tr_rng_init(&rng, seed);
    memset(blocks, 0, sizeof blocks);
    for (int step = 0; step < 400; step++) {
        char text[32];
        r.now_ns += (int64_t)tr_rng_below(&rng, 200) * MS_NS;
        uint64_t what = tr_rng_below(&rng, 10);
        if (what == 0 && count < BLOCKS) {
            model_block *m = &blocks[count++];
            tr_block_request request = macd_block();
            request.quantity.value = rig_decimal("0.001");
            request.take_profit = request.stop_loss = (tr_price){ { 0 } };
            request.condition_count = 0;
            for (int i = 0; i < KINDS; i++) {
                m->wants[i] = i == (int)(step % KINDS) || tr_rng_below(&rng, 2) == 0;
                if (m->wants[i])
                    request.conditions[request.condition_count++] = condition("", names[i], "");
            }
            m->low = 9500 + (int64_t)tr_rng_below(&rng, 500);
            m->high = m->low + (int64_t)tr_rng_below(&rng, 500);
            m->window_ns = (1 + (int64_t)tr_rng_below(&rng, 10)) * 100 * MS_NS;
            ck_assert_int_eq(tr_decimal_from_scaled(m->low, 2, &request.price_low.value), TR_OK);
            ck_assert_int_eq(tr_decimal_from_scaled(m->high, 2, &request.price_high.value), TR_OK);
            request.window_ns = m->window_ns;
            must_add(&request);
            m->id = block.id;
        } else if (what < 7) {
            int kind = (int)tr_rng_below(&rng, KINDS);
            size_t expected = 0;
            for (size_t i = 0; i < count; i++)
                expected += model_tell(&blocks[i], kind, r.now_ns, cents);
            r.request_count = 0;
            tell(names[kind], "");
            ck_assert_msg(r.request_count == expected && r.order_count == expected,
                          "SEED=%llu, step %d: %zu orders, the model says %zu",
                          (unsigned long long)seed, step, r.request_count, expected);
            for (size_t i = 0; i < r.order_count; i++)
                rig_fill(&r, r.order_ids[i], "0.001", "1", "0");
            placed += expected;
        } else {
            cents = 9400 + (int64_t)tr_rng_below(&rng, 1200);
        }
        if (restarts)
            rig_restart(&r, true);
        (void)snprintf(text, sizeof text, "%lld.%02lld", (long long)(cents / 100),
                       (long long)(cents % 100));
        rig_price(&r, "BTC/USDT", text);
    }
    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(stored_block(blocks[i].id).state != TR_BLOCK_WAITING, blocks[i].is_spent);
    ck_assert_uint_gt(placed, 0);
}

START_TEST(blocks_fire_when_a_model_says_so)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        run_world(seed, false);
        rig_teardown();
        setup();
    }
}
END_TEST

START_TEST(blocks_fire_the_same_when_the_engine_restarts_after_every_step)
{
    for (uint64_t seed = 101; seed <= 115; seed++) {
        run_world(seed, true);
        rig_teardown();
        setup();
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("blocks_model");
    TCase *tests = tcase_create("blocks_model");
    tcase_add_checked_fixture(tests, setup, rig_teardown);
    tcase_add_test(tests, blocks_fire_when_a_model_says_so);
    tcase_add_test(tests, blocks_fire_the_same_when_the_engine_restarts_after_every_step);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
