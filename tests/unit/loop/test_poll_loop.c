/* The poll loop: descriptors and timers, and what callbacks may do to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <trade/loop.h>

static int64_t now;

static int64_t read_now(void *user)
{
    (void)user;
    return now;
}

static const tr_clock still = { read_now, read_now, NULL };

typedef struct scene {
    tr_poll_loop *loop;
    const tr_loop *port;
    int ends[2][2];
    unsigned int calls, events;
} scene;

static int open_scene(void **state)
{
    static scene self;
    self = (scene){ .calls = 0 };
    now = 0;
    assert_int_equal(tr_poll_loop_new(&still, &self.loop, NULL), TR_OK);
    self.port = tr_poll_loop_port(self.loop);
    assert_int_equal(pipe(self.ends[0]), 0);
    assert_int_equal(pipe(self.ends[1]), 0);
    *state = &self;
    return 0;
}

static int close_scene(void **state)
{
    scene *self = *state;
    tr_poll_loop_free(self->loop);
    for (int i = 0; i < 4; i++)
        close(self->ends[i / 2][i % 2]);
    return 0;
}

static void on_ready(void *user, int fd, unsigned int events)
{
    scene *self = user;
    (void)fd;
    self->calls++;
    self->events |= events;
}

/* Lets go of both descriptors, whichever is told first. */
static void on_ready_let_go(void *user, int fd, unsigned int events)
{
    scene *self = user;
    on_ready(user, fd, events);
    for (int i = 0; i < 2; i++)
        assert_int_equal(self->port->watch(self->port->user, self->ends[i][0], 0, NULL, NULL),
                         TR_OK);
}

static void a_readable_descriptor_is_told_until_it_is_read(void **state)
{
    scene *self = *state;
    int fd = self->ends[0][0];
    assert_int_equal(self->port->watch(self->port->user, fd, TR_LOOP_READ, on_ready, self), TR_OK);
    assert_false(tr_poll_loop_run(self->loop, 0));
    assert_int_equal(write(self->ends[0][1], "x", 1), 1);
    assert_true(tr_poll_loop_run(self->loop, INT64_MAX));
    assert_true(tr_poll_loop_run(self->loop, INT64_MAX));
    assert_int_equal(self->calls, 2);
    assert_int_equal(self->events, TR_LOOP_READ);
    assert_int_equal(self->port->watch(self->port->user, fd, 0, NULL, NULL), TR_OK);
    assert_false(tr_poll_loop_run(self->loop, 0));
}

static void a_descriptor_that_a_callback_let_go_of_is_not_told(void **state)
{
    scene *self = *state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(self->port->watch(self->port->user, self->ends[i][0], TR_LOOP_READ,
                                           on_ready_let_go, self),
                         TR_OK);
        assert_int_equal(write(self->ends[i][1], "x", 1), 1);
    }
    assert_true(tr_poll_loop_run(self->loop, 0));
    assert_int_equal(self->calls, 1);
}

static void a_closed_other_end_is_both_readable_and_writable(void **state)
{
    scene *self = *state;
    close(self->ends[0][1]);
    self->ends[0][1] = dup(0);
    assert_int_equal(
        self->port->watch(self->port->user, self->ends[0][0], TR_LOOP_READ, on_ready, self), TR_OK);
    assert_true(tr_poll_loop_run(self->loop, 0));
    assert_int_equal(self->events, TR_LOOP_READ | TR_LOOP_WRITE);
}

static unsigned int dues;

static void on_due(void *key)
{
    assert_non_null(key);
    dues++;
}

static void a_timer_is_called_once_when_its_time_has_come(void **state)
{
    scene *self = *state;
    int key;
    dues = 0;
    assert_int_equal(self->port->set_timer(self->port->user, &key, 100, on_due), TR_OK);
    assert_false(tr_poll_loop_run(self->loop, 0));
    now = 100;
    assert_true(tr_poll_loop_run(self->loop, INT64_MAX));
    assert_false(tr_poll_loop_run(self->loop, 0));
    assert_int_equal(dues, 1);
}

static void a_timer_that_is_set_again_moves_and_one_removed_is_silent(void **state)
{
    scene *self = *state;
    int key, other;
    dues = 0;
    assert_int_equal(self->port->set_timer(self->port->user, &key, 100, on_due), TR_OK);
    assert_int_equal(self->port->set_timer(self->port->user, &key, 200, on_due), TR_OK);
    assert_int_equal(self->port->set_timer(self->port->user, &other, 100, on_due), TR_OK);
    assert_int_equal(self->port->set_timer(self->port->user, &other, INT64_MAX, on_due), TR_OK);
    now = 150;
    assert_false(tr_poll_loop_run(self->loop, 0));
    now = 200;
    assert_true(tr_poll_loop_run(self->loop, 0));
    assert_int_equal(dues, 1);
}

static void on_due_again(void *key)
{
    scene *self = key;
    dues++;
    assert_int_equal(self->port->set_timer(self->port->user, key, 0, on_due_again), TR_OK);
}

static void a_timer_that_sets_itself_again_does_not_hold_the_turn(void **state)
{
    scene *self = *state;
    dues = 0;
    assert_int_equal(self->port->set_timer(self->port->user, self, 0, on_due_again), TR_OK);
    assert_true(tr_poll_loop_run(self->loop, 0));
    assert_int_equal(dues, 1);
    assert_true(tr_poll_loop_run(self->loop, 0));
    assert_int_equal(dues, 2);
}

static void nothing_is_made_without_a_clock(void **state)
{
    (void)state;
    tr_poll_loop *loop = NULL;
    assert_int_equal(tr_poll_loop_new(NULL, &loop, NULL), TR_E_INVALID);
    assert_null(tr_poll_loop_port(NULL));
    tr_poll_loop_free(NULL);
}

#define IN(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(a_readable_descriptor_is_told_until_it_is_read),
        IN(a_descriptor_that_a_callback_let_go_of_is_not_told),
        IN(a_closed_other_end_is_both_readable_and_writable),
        IN(a_timer_is_called_once_when_its_time_has_come),
        IN(a_timer_that_is_set_again_moves_and_one_removed_is_silent),
        IN(a_timer_that_sets_itself_again_does_not_hold_the_turn),
        IN(nothing_is_made_without_a_clock),
    };
    return cmocka_run_group_tests_name("poll_loop", tests, NULL, NULL);
}
