/*
 * engine_memory.c: the nth allocation of the engine fails, for every n.
 *
 * Whatever it hits: the caller is told, nothing leaks, and a new engine on the same store finds books that the log
 * proves, with every acknowledged order in them.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/check_tap.h"
#include "support/engine_rig.h"

typedef struct miser {
    int64_t until_failure; /* allocations that still succeed; negative: all */
    int64_t live;          /* blocks not yet released */
    bool has_failed;
} miser;

static bool may_allocate(miser *m)
{
    if (m->until_failure == 0) {
        m->has_failed = true;
        return false;
    }
    if (m->until_failure > 0)
        m->until_failure--;
    return true;
}

static void *miser_allocate(void *user, size_t size)
{
    miser *m = user;
    void *memory = may_allocate(m) ? malloc(size) : NULL;
    m->live += memory != NULL;
    return memory;
}

static void *miser_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    miser *m = user;
    (void)old_size; /* the C library knows */
    if (!may_allocate(m))
        return NULL;
    void *grown = realloc(memory, new_size);
    m->live += grown != NULL && memory == NULL;
    return grown;
}

static void miser_release(void *user, void *memory)
{
    ((miser *)user)->live -= memory != NULL;
    free(memory);
}

/* A working day: a bracket that fills, an alert, a key, a stop that triggers. Ends early when the engine stops. */
static int work_a_day(rig *r, tr_id acknowledged[8])
{
    int count = 0;
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.take_profit.value = rig_decimal("110");
    request.stop_loss.value = rig_decimal("95");
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "day");
    rig_submit(r, &request);
    if (r->status == TR_OK) {
        acknowledged[count++] = r->order.id;
        rig_fill(r, r->order.id, "0.5", "100", "0.05");
        rig_fill(r, acknowledged[0], "0.5", "100", "0.05");
    }
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:7");
    alert.quantity.value = rig_decimal("0.5");
    rig_alert(r, &alert);
    if (r->status == TR_OK && r->order_count == 1)
        acknowledged[count++] = r->order_ids[0];
    request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "0.2");
    request.stop_price.value = rig_decimal("104");
    request.expires_ns = r->now_ns + 1000000;
    rig_submit(r, &request);
    if (r->status == TR_OK)
        acknowledged[count++] = r->order.id;
    rig_price(r, "BTC/USDT", "105");
    rig_price(r, "BTC/USDT", "94");
    return count;
}

START_TEST(nth_failed_allocation_loses_and_leaks_nothing)
{
    int64_t n = 0;
    for (bool is_whole = false; !is_whole; n++) {
        rig r;
        miser m = { .until_failure = -1 };
        tr_allocator allocator = { miser_allocate, miser_reallocate, miser_release, &m };
        tr_id acknowledged[8];
        rig_open(&r);
        r.allocator = &allocator;
        m.until_failure = n;
        tr_status started = rig_try_restart(&r);
        int count = 0;
        if (started == TR_OK) {
            rig_price(&r, "BTC/USDT", "100");
            count = work_a_day(&r, acknowledged);
        } else {
            ck_assert_int_eq(started, TR_E_NO_MEMORY);
        }
        is_whole = !m.has_failed;
        m.until_failure = -1;
        r.allocator = NULL;
        rig_restart(&r, false);
        ck_assert_int_eq(m.live, 0);
        ck_assert_int_eq(rig_verify(&r), 0);
        for (int i = 0; i < count; i++) {
            tr_order order;
            ck_assert(rig_stored_order(&r, acknowledged[i], &order));
        }
        rig_close(&r);
        ck_assert_int_lt(n, 5000);
    }
    ck_assert_int_gt(n, 50); /* it did fail at many places */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("engine_memory");
    TCase *tests = tcase_create("engine_memory");
    tcase_add_test(tests, nth_failed_allocation_loses_and_leaks_nothing);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
