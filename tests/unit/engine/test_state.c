/* Finding orders again, whatever their ids. */
#include <string.h>

#include <trade/alloc.h>

#include "engine/state.h"
#include "support/check_tap.h"

#define ORDERS 4096

static size_t longest_chain(const state *st)
{
    size_t longest = 0;
    for (size_t i = 0; i < st->order_slot_count; i++) {
        size_t length = 0;
        for (const order_node *node = st->order_slots[i]; node != NULL; node = node->next_same_hash)
            length++;
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* Ids that are made within one millisecond differ in their last bytes only. */
START_TEST(orders_of_one_millisecond_spread_over_the_chains)
{
    static state st;
    tr_account_row row = { .name = "paper" };
    tr_order order = { .account = "paper", .symbol = "BTC/USDT", .state = TR_STATE_WAITING };
    memset(order.id.bytes, 0x5a, sizeof order.id.bytes);
    ck_assert_int_eq(tr__state_init(&st, tr_allocator_default(), NULL, 0), TR_OK);
    account *owner = tr__state_add_account(&st, &row);
    ck_assert_ptr_nonnull(owner);
    for (unsigned i = 0; i < ORDERS; i++) {
        order.id.bytes[sizeof order.id.bytes - 1] = (uint8_t)i;
        order.id.bytes[sizeof order.id.bytes - 2] = (uint8_t)(i >> 8);
        ck_assert_ptr_nonnull(tr__state_add_order(&st, owner, &order));
    }
    ck_assert_uint_le(longest_chain(&st), 10);
    ck_assert_ptr_nonnull(tr__state_find_order(&st, order.id));
    tr__state_done(&st);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("state");
    TCase *tests = tcase_create("state");
    tcase_add_test(tests, orders_of_one_millisecond_spread_over_the_chains);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
