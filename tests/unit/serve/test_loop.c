/* The loop: signals while it lives and after, and what other threads post. */
#include <signal.h>

#include "serve/serve.h"
#include "support/check_tap.h"

typedef struct seen {
    serve_loop *loop;
    int signal_count;
    int post_count;
} seen;

static void on_signal(void *user)
{
    seen *self = user;
    self->signal_count++;
    serve_loop_stop(self->loop);
}

static void on_post(void *user)
{
    ((seen *)user)->post_count++;
}

static void on_post_raise(void *user)
{
    on_post(user);
    raise(SIGTERM);
}

/* libuv's loop ends by itself when it waits for nothing: its own wake-up keeps this one. */
static void loop_open(seen *self)
{
    ck_assert_int_eq(serve_loop_new(&self->loop, NULL), TR_OK);
    ck_assert_int_eq(serve_loop_on_signal(self->loop, SIGTERM, on_signal, self, NULL), TR_OK);
}

START_TEST(signal_runs_its_function_in_the_loop)
{
    seen self = { 0 };
    loop_open(&self);
    ck_assert_int_eq(serve_post(self.loop, on_post_raise, &self), TR_OK);
    serve_loop_run(self.loop);
    ck_assert_int_eq(self.signal_count, 1);
    ck_assert_int_eq(self.post_count, 1);
    serve_loop_free(self.loop);
}
END_TEST

START_TEST(signal_after_the_loop_does_not_kill)
{
    seen self = { 0 };
    loop_open(&self);
    raise(SIGTERM); /* nobody runs the loop any more */
    serve_loop_free(self.loop);
    raise(SIGTERM);
    ck_assert_int_eq(self.signal_count, 0);
}
END_TEST

START_TEST(what_was_posted_is_run_before_the_loop_goes)
{
    seen self = { 0 };
    loop_open(&self);
    ck_assert_int_eq(serve_post(self.loop, on_post, &self), TR_OK);
    serve_loop_free(self.loop);
    ck_assert_int_eq(self.post_count, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("loop");
    TCase *tests = tcase_create("loop");
    tcase_add_test(tests, signal_runs_its_function_in_the_loop);
    tcase_add_test(tests, signal_after_the_loop_does_not_kill);
    tcase_add_test(tests, what_was_posted_is_run_before_the_loop_goes);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
