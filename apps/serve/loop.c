/* loop.c: libuv's loop with what a daemon needs around it: signals and work from other threads. */
#include "loop.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <uv.h>

#include "fail.h"

#define SIGNAL_MAX 8

typedef struct signal_watch {
    uv_signal_t handle;
    void (*run)(void *user);
    void *user;
    int number;
} signal_watch;

struct serve_loop {
    uv_loop_t uv;
    uv_async_t wake;
    serve_queue *queue;
    signal_watch signals[SIGNAL_MAX];
    size_t signal_count;
};

typedef struct posted {
    queue_item item;
    void (*run)(void *user);
    void *user;
} posted;

/* Any thread, under the queue's lock, so never after queue_close. */
static void loop_wake(void *user)
{
    (void)uv_async_send(user); /* fails only for a handle of another kind */
}

static void on_wake(uv_async_t *wake)
{
    serve_loop *loop = wake->data;
    queue_item *item = queue_take(loop->queue);
    while (item != NULL) {
        queue_item *next = item->next;
        item->run(item);
        item = next;
    }
}

tr_status serve_loop_new(serve_loop **out, tr_error *err)
{
    if (out == NULL)
        return serve_fail(err, TR_E_INVALID, 0, "no place for the loop");
    serve_loop *loop = calloc(1, sizeof *loop);
    if (loop == NULL)
        return serve_fail(err, TR_E_NO_MEMORY, 0, "no memory for a loop");
    int code = uv_loop_init(&loop->uv);
    if (code != 0) {
        free(loop);
        return serve_fail(err, TR_E_IO, -code, "cannot make a loop: %s", uv_strerror(code));
    }
    code = uv_async_init(&loop->uv, &loop->wake, on_wake);
    loop->wake.data = loop;
    loop->queue = code == 0 ? queue_new(loop_wake, &loop->wake) : NULL;
    if (loop->queue == NULL) {
        serve_loop_free(loop);
        return serve_fail(err, TR_E_NO_MEMORY, -code, "cannot make a loop");
    }
    (void)signal(SIGPIPE, SIG_IGN); /* cannot fail for this signal */
    *out = loop;
    return TR_OK;
}

void serve_loop_run(serve_loop *loop)
{
    (void)uv_run(&loop->uv, UV_RUN_DEFAULT); /* tells only whether handles are left */
}

void serve_loop_stop(serve_loop *loop)
{
    uv_stop(&loop->uv);
}

static void handle_close(uv_handle_t *handle, void *user)
{
    (void)user;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

/* libuv gives a signal it no longer watches its default action back, which is death: one that comes
   meanwhile waits, and is then ignored. */
static void handles_close(serve_loop *loop)
{
    sigset_t watched, before;
    sigemptyset(&watched);
    for (size_t i = 0; i < loop->signal_count; i++)
        sigaddset(&watched, loop->signals[i].number);
    pthread_sigmask(SIG_BLOCK, &watched, &before);
    uv_walk(&loop->uv, handle_close, NULL);
    (void)uv_run(&loop->uv, UV_RUN_DEFAULT); /* runs the closings */
    int code = uv_loop_close(&loop->uv);
    assert(code == 0);
    (void)code;
    for (size_t i = 0; i < loop->signal_count; i++)
        (void)signal(loop->signals[i].number, SIG_IGN); /* it was watched, so it can be ignored */
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void serve_loop_free(serve_loop *loop)
{
    if (loop == NULL)
        return;
    if (loop->queue != NULL) {
        queue_close(loop->queue);
        on_wake(&loop->wake);
    }
    handles_close(loop);
    queue_release(loop->queue);
    free(loop);
}

struct uv_loop_s *serve_loop_uv(serve_loop *loop)
{
    return &loop->uv;
}

serve_queue *loop_queue(serve_loop *loop)
{
    return loop->queue;
}

static void on_signal(uv_signal_t *handle, int signal_number)
{
    (void)signal_number;
    signal_watch *watch = handle->data;
    watch->run(watch->user);
}

tr_status serve_loop_on_signal(serve_loop *loop, int signal_number, void (*run)(void *user),
                               void *user, tr_error *err)
{
    if (loop == NULL || run == NULL)
        return serve_fail(err, TR_E_INVALID, 0, "a loop and a function are needed");
    if (loop->signal_count == SIGNAL_MAX)
        return serve_fail(err, TR_E_FULL, 0, "a loop watches at most %d signals", SIGNAL_MAX);
    signal_watch *watch = &loop->signals[loop->signal_count];
    int code = uv_signal_init(&loop->uv, &watch->handle);
    if (code == 0) {
        loop->signal_count++;
        watch->handle.data = watch;
        watch->run = run;
        watch->user = user;
        watch->number = signal_number;
        code = uv_signal_start(&watch->handle, on_signal, signal_number);
    }
    if (code != 0)
        return serve_fail(err, TR_E_IO, -code, "cannot watch signal %d: %s", signal_number,
                          uv_strerror(code));
    uv_unref((uv_handle_t *)&watch->handle);
    return TR_OK;
}

static void posted_run(queue_item *item)
{
    posted *post = (posted *)item; /* its first member */
    post->run(post->user);
    free(post);
}

tr_status serve_post(serve_loop *loop, void (*run)(void *user), void *user)
{
    posted *post = malloc(sizeof *post);
    if (post == NULL)
        return TR_E_NO_MEMORY;
    *post = (posted){ .item = { .run = posted_run }, .run = run, .user = user };
    if (!queue_push(loop->queue, &post->item)) {
        free(post);
        return TR_E_CLOSED;
    }
    return TR_OK;
}
