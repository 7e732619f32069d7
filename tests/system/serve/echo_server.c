/*
 * echo_server.c: a server for the tests and for measuring: handlers that answer at once, later, from
 * another thread, in random order. Prints its port; ends on SIGTERM and prints its totals.
 *
 *   echo_server [--port N] [--deadline-ms N] [--idle-ms N] [--reply-ms N] [--stop-ms N] [--connections N]
 *               [--per-address N] [--certificate FILE --key FILE] [--descriptors N] [--quiet]
 */
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <trade/rng.h>

#include "serve/serve.h"

#define POOL_MAX 64 /* requests the worker shuffles among */

typedef struct echo_worker {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    serve_request *waiting[4096];
    size_t count;
    bool is_ending;
} echo_worker;

typedef struct echo_server {
    serve_loop *loop;
    serve_server *server;
    echo_worker worker;
    serve_request *held; /* the one request of /hold */
    unsigned stop_ms;
    uint64_t next_id;
    tr_log log;
} echo_server;

static int64_t clock_read(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t now_ns(void *user)
{
    (void)user;
    return clock_read(CLOCK_REALTIME);
}

static int64_t monotonic_ns(void *user)
{
    (void)user;
    return clock_read(CLOCK_MONOTONIC);
}

static void id_next(void *user, char text_out[SERVE_ID_SIZE])
{
    echo_server *echo = user;
    snprintf(text_out, SERVE_ID_SIZE, "test-%010" PRIu64, ++echo->next_id);
}

static void log_write(void *user, const tr_log_record *record)
{
    (void)user;
    char line[2048];
    tr_log_format_json(record, line, sizeof line);
    fprintf(stderr, "%s\n", line);
}

static void reply_with_body(serve_request *request)
{
    size_t size;
    const char *body = serve_request_body(request, &size);
    serve_reply(request, 200, "text/plain", body, size);
}

static void *worker_run(void *user)
{
    echo_worker *worker = user;
    tr_rng rng;
    tr_rng_init(&rng, 1);
    pthread_mutex_lock(&worker->mutex);
    for (;;) {
        while (worker->count == 0 && !worker->is_ending)
            pthread_cond_wait(&worker->wake, &worker->mutex);
        if (worker->count == 0)
            break;
        size_t chosen =
            (size_t)tr_rng_below(&rng, worker->count < POOL_MAX ? worker->count : POOL_MAX);
        serve_request *request = worker->waiting[chosen];
        worker->waiting[chosen] = worker->waiting[--worker->count];
        pthread_mutex_unlock(&worker->mutex);
        reply_with_body(request);
        pthread_mutex_lock(&worker->mutex);
    }
    pthread_mutex_unlock(&worker->mutex);
    return NULL;
}

static void handle_later(void *user, serve_request *request)
{
    echo_worker *worker = &((echo_server *)user)->worker;
    pthread_mutex_lock(&worker->mutex);
    bool is_taken = worker->count < sizeof worker->waiting / sizeof *worker->waiting;
    if (is_taken)
        worker->waiting[worker->count++] = request;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->mutex);
    if (!is_taken)
        serve_reply_problem(request, 503, NULL, "too many requests wait");
}

static void handle_now(void *user, serve_request *request)
{
    (void)user;
    reply_with_body(request);
}

static void handle_capture(void *user, serve_request *request)
{
    (void)user;
    char text[512];
    const char *query = serve_request_query(request, "q");
    int size = snprintf(text, sizeof text, "%s|%s|%s", serve_request_capture(request, "id"),
                        query != NULL ? query : "-", serve_request_address(request));
    serve_reply(request, 200, "text/plain", text, (size_t)size);
}

static void handle_large(void *user, serve_request *request)
{
    (void)user;
    static char body[4 * 1024 * 1024];
    memset(body, 'x', sizeof body);
    serve_reply(request, 200, "text/plain", body, sizeof body);
}

/* Keeps the request until /release, or for good. */
static void handle_hold(void *user, serve_request *request)
{
    echo_server *echo = user;
    if (echo->held != NULL)
        serve_reply_problem(request, 409, NULL, "one is held already");
    else
        echo->held = request;
}

static void handle_release(void *user, serve_request *request)
{
    echo_server *echo = user;
    bool was_held = echo->held != NULL;
    if (was_held)
        serve_reply(echo->held, 200, "text/plain", "released", 8);
    echo->held = NULL;
    serve_reply(request, was_held ? 200 : 404, "text/plain", "", 0);
}

static void totals_format(const serve_server *server, char *out, size_t size)
{
    serve_totals totals;
    serve_server_totals(server, &totals);
    snprintf(out, size,
             "{\"connections\":%" PRIu64 ",\"open\":%" PRIu64 ",\"over_limit\":%" PRIu64
             ",\"requests\":%" PRIu64 ",\"replies\":%" PRIu64 ",\"refused\":%" PRIu64
             ",\"cut\":%" PRIu64 ",\"dropped\":%" PRIu64 ",\"waiting\":%" PRIu64
             ",\"paused\":%" PRIu64 ",\"bytes_in\":%" PRIu64 "}",
             totals.connection_count, totals.connection_open_count, totals.connection_refused_count,
             totals.request_count, totals.reply_count, totals.refused_count, totals.cut_count,
             totals.dropped_count, totals.waiting_count, totals.accept_paused_count,
             totals.body_bytes_in);
}

static void handle_totals(void *user, serve_request *request)
{
    echo_server *echo = user;
    char text[512];
    totals_format(echo->server, text, sizeof text);
    serve_reply(request, 200, "application/json", text, strlen(text));
}

static bool authenticate(void *user, serve_request *request)
{
    (void)user;
    const char *key = serve_request_header(request, "Authorization");
    return key != NULL && strcmp(key, "Bearer letmein") == 0;
}

static const serve_route routes[] = {
    { "POST", "/now", SERVE_OPEN, 65536, handle_now },
    { "GET", "/now", SERVE_OPEN, 0, handle_now },
    { "POST", "/later", SERVE_OPEN, 65536, handle_later },
    { "GET", "/later", SERVE_OPEN, 0, handle_later },
    { "GET", "/items/{id}", SERVE_OPEN, 0, handle_capture },
    { "PUT", "/items/{id}", SERVE_AUTHENTICATED, 1024, handle_now },
    { "POST", "/hooks/{secret}", SERVE_OPEN, 1024, handle_now },
    { "GET", "/large", SERVE_OPEN, 0, handle_large },
    { "GET", "/hold", SERVE_OPEN, 0, handle_hold },
    { "GET", "/release", SERVE_OPEN, 0, handle_release },
    { "GET", "/totals", SERVE_OPEN, 0, handle_totals },
};

static void on_stopped(void *user)
{
    serve_loop_stop(((echo_server *)user)->loop);
}

static void on_term(void *user)
{
    echo_server *echo = user;
    serve_server_stop(echo->server, echo->stop_ms, on_stopped, echo);
}

static void on_hup(void *user)
{
    tr_error err;
    if (serve_server_reload_certificate(((echo_server *)user)->server, &err) != TR_OK)
        fprintf(stderr, "reload: %s\n", err.message);
    else
        fprintf(stderr, "reload: done\n");
}

static void options_read(int count, char **arguments, serve_options *options, echo_server *echo)
{
    for (int i = 1; i < count; i++) {
        const char *name = arguments[i];
        if (strcmp(name, "--quiet") == 0) {
            options->log = NULL;
            continue;
        }
        const char *value = i + 1 < count ? arguments[++i] : "";
        unsigned number = (unsigned)strtoul(value, NULL, 10);
        if (strcmp(name, "--deadline-ms") == 0)
            options->deadline_ms = number;
        else if (strcmp(name, "--idle-ms") == 0)
            options->idle_ms = number;
        else if (strcmp(name, "--reply-ms") == 0)
            options->reply_deadline_ms = number;
        else if (strcmp(name, "--stop-ms") == 0)
            echo->stop_ms = number;
        else if (strcmp(name, "--port") == 0)
            options->port = (uint16_t)number;
        else if (strcmp(name, "--connections") == 0)
            options->connection_max = number;
        else if (strcmp(name, "--per-address") == 0)
            options->connection_per_address_max = number;
        else if (strcmp(name, "--certificate") == 0)
            options->certificate_path = value;
        else if (strcmp(name, "--key") == 0)
            options->key_path = value;
        else if (strcmp(name, "--descriptors") == 0)
            setrlimit(RLIMIT_NOFILE, &(struct rlimit){ number, number });
    }
}

int main(int count, char **arguments)
{
    static echo_server echo = { .stop_ms = 5000 };
    tr_error err;
    echo.log = (tr_log){ .write = log_write, .level = TR_LOG_INFO };
    serve_options options = SERVE_OPTIONS_INIT;
    options.port = 0;
    options.routes = routes;
    options.route_count = sizeof routes / sizeof *routes;
    options.user = &echo;
    options.authenticate = authenticate;
    options.clock = (tr_clock){ now_ns, monotonic_ns, NULL };
    options.ids = (serve_id_source){ id_next, &echo };
    options.log = &echo.log;
    options_read(count, arguments, &options, &echo);

    if (serve_loop_new(&echo.loop, &err) != TR_OK ||
        serve_loop_on_signal(echo.loop, SIGTERM, on_term, &echo, &err) != TR_OK ||
        serve_loop_on_signal(echo.loop, SIGHUP, on_hup, &echo, &err) != TR_OK ||
        serve_server_new(echo.loop, &options, &echo.server, &err) != TR_OK) {
        fprintf(stderr, "%s\n", err.message);
        serve_loop_free(echo.loop);
        return 1;
    }
    pthread_mutex_init(&echo.worker.mutex, NULL);
    pthread_cond_init(&echo.worker.wake, NULL);
    pthread_create(&echo.worker.thread, NULL, worker_run, &echo.worker);
    printf("%u\n", serve_server_port(echo.server));
    fflush(stdout);
    serve_loop_run(echo.loop);

    char totals[512];
    totals_format(echo.server, totals, sizeof totals);
    serve_server_free(echo.server);
    if (echo.held != NULL)
        serve_reply(echo.held, 200, "text/plain", "too late", 8); /* dropped: its server is gone */
    pthread_mutex_lock(&echo.worker.mutex);
    echo.worker.is_ending = true;
    pthread_cond_signal(&echo.worker.wake);
    pthread_mutex_unlock(&echo.worker.mutex);
    pthread_join(echo.worker.thread, NULL);
    serve_loop_free(echo.loop);
    printf("%s\n", totals);
    return 0;
}
