/* The waker: who sleeps is woken, and a call that comes late wakes once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "owner/waker.h"

static int64_t read_now(void *user)
{
    (void)user;
    return 0;
}

static const tr_clock still = { read_now, read_now, NULL };

typedef struct scene {
    tr__waker waker;
    tr_poll_loop *loop;
    unsigned int waits;
} scene;

static int open_scene(void **state)
{
    static scene self;
    self = (scene){ .waits = 0 };
    assert_int_equal(tr__waker_init(&self.waker), 0);
    assert_int_equal(tr_poll_loop_new(&still, &self.loop, NULL), TR_OK);
    assert_int_equal(tr__waker_watch(&self.waker, tr_poll_loop_port(self.loop)), TR_OK);
    *state = &self;
    return 0;
}

static int close_scene(void **state)
{
    scene *self = *state;
    tr_poll_loop_free(self->loop);
    tr__waker_done(&self->waker);
    return 0;
}

/* Called while asleep: without the call it would wait for ever. */
static void wait_and_be_called(void *user, int64_t wait_ns)
{
    scene *self = user;
    self->waits++;
    assert_true(wait_ns == INT64_MAX);
    tr__waker_wake(&self->waker);
    assert_true(tr_poll_loop_run(self->loop, wait_ns));
}

static void a_call_ends_the_wait_of_a_loop(void **state)
{
    scene *self = *state;
    tr__waker_doze(&self->waker, wait_and_be_called, self, INT64_MAX);
    assert_int_equal(self->waits, 1);
    assert_false(tr_poll_loop_run(self->loop, 0));
}

/* The caller was interrupted between the state and the descriptor, and the sleeper has been awake for a while. */
static void a_call_that_is_written_late_wakes_a_loop_once(void **state)
{
    static const uint64_t one = 1;
    scene *self = *state;
    assert_int_equal(write(self->waker.fd, &one, sizeof one), (ssize_t)sizeof one);
    assert_true(tr_poll_loop_run(self->loop, 0));
    assert_false(tr_poll_loop_run(self->loop, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_call_ends_the_wait_of_a_loop, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(a_call_that_is_written_late_wakes_a_loop_once, open_scene,
                                        close_scene),
    };
    return cmocka_run_group_tests_name("waker", tests, NULL, NULL);
}
