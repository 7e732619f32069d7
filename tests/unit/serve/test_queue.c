/* The queue to the loop: order, wake-ups, closing, threads. */
#include <pthread.h>
#include <stdatomic.h>

#include "serve/queue.h"
#include "support/check_tap.h"

#define THREAD_COUNT 4
#define ITEM_COUNT   5000

static atomic_uint wake_count;

static void wake(void *user)
{
    (void)user;
    atomic_fetch_add(&wake_count, 1);
}

START_TEST(items_come_out_in_the_order_they_went_in)
{
    queue_item items[3];
    serve_queue *queue = queue_new(wake, NULL);
    ck_assert_ptr_null(queue_take(queue));
    for (int i = 0; i < 3; i++)
        ck_assert(queue_push(queue, &items[i]));
    queue_item *item = queue_take(queue);
    for (int i = 0; i < 3; i++, item = item->next)
        ck_assert_ptr_eq(item, &items[i]);
    ck_assert_ptr_null(item);
    ck_assert_ptr_null(queue_take(queue));
    queue_release(queue);
}
END_TEST

START_TEST(only_the_first_of_a_batch_wakes)
{
    queue_item items[3];
    serve_queue *queue = queue_new(wake, NULL);
    atomic_store(&wake_count, 0);
    queue_push(queue, &items[0]);
    queue_push(queue, &items[1]);
    ck_assert_uint_eq(atomic_load(&wake_count), 1);
    queue_take(queue);
    queue_push(queue, &items[2]);
    ck_assert_uint_eq(atomic_load(&wake_count), 2);
    queue_take(queue);
    queue_release(queue);
}
END_TEST

START_TEST(closed_queue_refuses_and_does_not_wake)
{
    queue_item items[2];
    serve_queue *queue = queue_new(wake, NULL);
    queue_push(queue, &items[0]);
    queue_close(queue);
    atomic_store(&wake_count, 0);
    ck_assert(!queue_push(queue, &items[1]));
    ck_assert_uint_eq(atomic_load(&wake_count), 0);
    ck_assert_ptr_eq(queue_take(queue), &items[0]);
    queue_release(queue);
}
END_TEST

START_TEST(queue_lives_as_long_as_somebody_holds_it)
{
    queue_item item;
    serve_queue *queue = queue_new(wake, NULL);
    queue_hold(queue);
    queue_close(queue);
    queue_release(queue);
    ck_assert(!queue_push(queue, &item));
    queue_release(queue);
    queue_release(NULL);
}
END_TEST

typedef struct pusher {
    pthread_t thread;
    serve_queue *queue;
    queue_item items[ITEM_COUNT];
} pusher;

static void *push_all(void *user)
{
    pusher *self = user;
    for (int i = 0; i < ITEM_COUNT; i++)
        queue_push(self->queue, &self->items[i]);
    return NULL;
}

START_TEST(nothing_is_lost_between_threads_and_each_keeps_its_order)
{
    static pusher pushers[THREAD_COUNT];
    serve_queue *queue = queue_new(wake, NULL);
    for (int i = 0; i < THREAD_COUNT; i++) {
        pushers[i].queue = queue;
        ck_assert_int_eq(pthread_create(&pushers[i].thread, NULL, push_all, &pushers[i]), 0);
    }
    queue_item *expected[THREAD_COUNT];
    for (int i = 0; i < THREAD_COUNT; i++)
        expected[i] = pushers[i].items;
    int count = 0;
    while (count < THREAD_COUNT * ITEM_COUNT)
        for (queue_item *item = queue_take(queue); item != NULL; item = item->next, count++)
            for (int i = 0; i < THREAD_COUNT; i++)
                if (item >= pushers[i].items && item < pushers[i].items + ITEM_COUNT)
                    ck_assert_ptr_eq(item, expected[i]++);
    for (int i = 0; i < THREAD_COUNT; i++) {
        pthread_join(pushers[i].thread, NULL);
        ck_assert_ptr_eq(expected[i], pushers[i].items + ITEM_COUNT);
    }
    queue_release(queue);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("queue");
    TCase *tests = tcase_create("queue");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, items_come_out_in_the_order_they_went_in);
    tcase_add_test(tests, only_the_first_of_a_batch_wakes);
    tcase_add_test(tests, closed_queue_refuses_and_does_not_wake);
    tcase_add_test(tests, queue_lives_as_long_as_somebody_holds_it);
    tcase_add_test(tests, nothing_is_lost_between_threads_and_each_keeps_its_order);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
