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
            ck_assert_msg(m.queue.root == first_by_hand(&m), "SEED=%llu, step %d",
                          (unsigned long long)seed, i);
            ck_assert_msg(tr__agenda_check(&m.queue), "SEED=%llu, step %d",
                          (unsigned long long)seed, i);
        }
    }
}
END_TEST

START_TEST(joined_agendas_hold_the_items_of_both)
{
    static model a, b;
    tr_rng rng;
    tr_rng_init(&rng, 7);
    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    for (int i = 0; i < 200; i++) {
        step(&a, &rng);
        step(&b, &rng);
    }
    size_t count = a.queue.count + b.queue.count;
    tr__agenda_join(&a.queue, &b.queue);
    ck_assert_uint_eq(a.queue.count, count);
    ck_assert_uint_eq(b.queue.count, 0);
    ck_assert_ptr_null(b.queue.root);
    ck_assert(tr__agenda_check(&a.queue));
    tr_decimal last = tr_decimal_from_int(-1000);
    for (; a.queue.root != NULL; count--) {
        ck_assert_int_le(tr_decimal_compare(last, a.queue.root->key), 0);
        last = a.queue.root->key;
        tr__agenda_remove(&a.queue, a.queue.root);
    }
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(right_spine_stays_logarithmic_whatever_the_order_of_arrival)
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
        ck_assert_uint_le(queue.root->rank, 17);
        ck_assert(tr__agenda_check(&queue));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("agenda");
    TCase *tests = tcase_create("agenda");
    tcase_add_test(tests, first_item_is_the_one_that_a_search_finds);
    tcase_add_test(tests, joined_agendas_hold_the_items_of_both);
    tcase_add_test(tests, right_spine_stays_logarithmic_whatever_the_order_of_arrival);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
