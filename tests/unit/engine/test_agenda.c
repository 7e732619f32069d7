/* What is due first: beside a plain array that is searched from end to end. */
#include <stdio.h>
#include <string.h>

#include <trade/rng.h>

#include "engine/agenda.h"
#include "support/check_tap.h"

#define ITEMS 300

typedef struct model {
    agenda queue;
    agenda_item items[ITEMS];
    uint64_t arrived[ITEMS]; /* 0: not in it */
    uint64_t arrivals;
} model;

static agenda_item *first_by_hand(model *m)
{
    agenda_item *first = NULL;
    for (size_t i = 0; i < ITEMS; i++) {
        if (m->arrived[i] == 0)
            continue;
        int order = first == NULL ? -1 : tr_decimal_compare(m->items[i].key, first->key);
        if (order < 0 || (order == 0 && m->arrived[i] < m->arrived[first - m->items]))
            first = &m->items[i];
    }
    return first;
}

static void step(model *m, tr_rng *rng)
{
    size_t at = (size_t)tr_rng_below(rng, ITEMS);
    if (m->arrived[at] == 0) {
        tr__agenda_insert(&m->queue, &m->items[at],
                          tr_decimal_from_int((int64_t)tr_rng_below(rng, 40) - 20));
        m->arrived[at] = ++m->arrivals;
    } else {
        tr__agenda_remove(&m->queue, &m->items[at]);
        if (tr_rng_below(rng, 4) == 0)
            tr__agenda_put_back(&m->queue,
                                &m->items[at]); /* its old place, as if nothing had been */
        else
            m->arrived[at] = 0;
    }
}

START_TEST(first_item_is_the_one_that_a_search_finds)
{
    static model m;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        tr_rng rng;
        tr_rng_init(&rng, seed);
        memset(&m, 0, sizeof m);
        for (int i = 0; i < 2000; i++) {
            step(&m, &rng);
            ck_assert_msg(m.queue.first == first_by_hand(&m), "SEED=%llu, step %d",
                          (unsigned long long)seed, i);
            ck_assert_msg(tr__agenda_check(&m.queue), "SEED=%llu, step %d",
                          (unsigned long long)seed, i);
        }
    }
}
END_TEST

START_TEST(items_with_numbers_of_their_own_come_by_them_among_equals)
{
    static agenda_item items[ITEMS];
    agenda queue = { 0 };
    memset(items, 0, sizeof items);
    for (size_t i = 0; i < ITEMS; i++)
        tr__agenda_insert_numbered(&queue, &items[i], tr_decimal_from_int((int64_t)(i % 3)),
                                   ITEMS - i);
    for (size_t key = 0; key < 3; key++)
        for (size_t i = ITEMS; i-- > 0;) {
            if (i % 3 != key)
                continue;
            ck_assert_ptr_eq(queue.first, &items[i]);
            tr__agenda_remove(&queue, queue.first);
        }
    ck_assert_ptr_null(queue.first);
    ck_assert(tr__agenda_check(&queue));
}
END_TEST

START_TEST(first_item_at_or_behind_a_key_is_found)
{
    static agenda_item items[ITEMS];
    agenda queue = { 0 };
    memset(items, 0, sizeof items);
    ck_assert_ptr_null(tr__agenda_find(&queue, tr_decimal_from_int(0)));
    for (size_t i = 0; i < ITEMS; i++)
        tr__agenda_insert(&queue, &items[i], tr_decimal_from_int((int64_t)(i * 77 % ITEMS / 3 * 2)));
    for (int64_t key = -1; key <= 2 * ITEMS / 3; key++) {
        size_t count = 0;
        agenda_item *item = tr__agenda_find(&queue, tr_decimal_from_int(key));
        for (; item != NULL && tr_decimal_compare(item->key, tr_decimal_from_int(key)) == 0; item = tr__agenda_next(item))
            count++;
        ck_assert_uint_eq(count, key >= 0 && key % 2 == 0 && key < 2 * ITEMS / 3 ? 3 : 0);
    }
}
END_TEST

/* From the first to the last, and from both ends, as ticks and cancels do it. */
START_TEST(taking_out_from_the_edges_keeps_ranks_right)
{
    static agenda_item items[2000];
    for (int kind = 0; kind < 2; kind++) {
        agenda queue = { 0 };
        memset(items, 0, sizeof items);
        for (int64_t i = 0; i < 2000; i++)
            tr__agenda_insert(&queue, &items[i], tr_decimal_from_int(i * 769 % 2000));
        for (size_t taken = 0; taken < 2000; taken++) {
            agenda_item *item = queue.first;
            for (; kind == 1 && taken % 2 == 0 && item->parent != NULL; item = item->parent) {
            }
            tr__agenda_remove(&queue, item);
            ck_assert_uint_eq(queue.count, 2000 - taken - 1);
            ck_assert(tr__agenda_check(&queue));
        }
    }
}
END_TEST

START_TEST(height_stays_logarithmic_whatever_the_order_of_arrival)
{
    static agenda_item items[1 << 16];
    for (int kind = 0; kind < 3; kind++) {
        agenda queue = { 0 };
        memset(items, 0, sizeof items);
        for (int64_t i = 0; i < (1 << 16); i++)
            tr__agenda_insert(&queue, &items[i],
                              tr_decimal_from_int(kind == 0   ? i
                                                  : kind == 1 ? -i
                                                              : i * 7919 % 65536));
        ck_assert_int_le(queue.root->rank, 24); /* 1.44 log2(n) when nothing is taken out */
        ck_assert(tr__agenda_check(&queue));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("agenda");
    TCase *tests = tcase_create("agenda");
    tcase_add_test(tests, first_item_is_the_one_that_a_search_finds);
    tcase_add_test(tests, items_with_numbers_of_their_own_come_by_them_among_equals);
    tcase_add_test(tests, taking_out_from_the_edges_keeps_ranks_right);
    tcase_add_test(tests, first_item_at_or_behind_a_key_is_found);
    tcase_add_test(tests, height_stays_logarithmic_whatever_the_order_of_arrival);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
