/* server.c: libmicrohttpd inside libuv's loop: its start, its turns, its end. */
#include "server.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fail.h"
#include "wire.h"

/* The parser is run again at once while it says that more is ready, but a turn has to end. */
#define RUNS_A_TURN 4

/* Raw text goes up: gate.h and target.h decode. */
static size_t unescape_nothing(void *user, struct MHD_Connection *mhd, char *text)
{
    (void)user;
    (void)mhd;
    return strlen(text);
}

static void on_not_done(uv_idle_t *idle)
{
    (void)idle; /* that it is active keeps the loop from sleeping */
}

void server_run_soon(serve_server *server)
{
    server->is_run_due = true;
    (void)uv_idle_start(&server->not_done, on_not_done); /* cannot fail with a function */
}

void server_warn(serve_server *server, const char *message)
{
    const tr_clock *clock = &server->options.clock;
    tr_log_write(server->options.log, TR_LOG_WARNING, clock->now_ns(clock->user), message, NULL, 0);
}

static void server_finish(serve_server *server);

static void on_parser_ready(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    serve_server *server = poll->data;
    server->is_run_due = true;
}

/* Once a turn, after all its events and replies: one run of the parser serves them together. */
static void on_after_poll(uv_check_t *check)
{
    serve_server *server = check->data;
    if (!server->is_run_due || server->is_stopped)
        return;
    bool has_more = true;
    for (int i = 0; i < RUNS_A_TURN && has_more; i++) {
        MHD_UNSIGNED_LONG_LONG timeout_ms = 1;
        (void)MHD_run(server->daemon); /* fails only for a daemon of another kind */
        exchange_settle(server);
        has_more = MHD_get_timeout(server->daemon, &timeout_ms) == MHD_YES && timeout_ms == 0;
    }
    if (has_more) {
        server_run_soon(server);
    } else {
        server->is_run_due = false;
        (void)uv_idle_stop(&server->not_done); /* cannot fail */
    }
    if (server->is_stopping && server->totals.connection_open_count == 0)
        server_finish(server);
}

static const char *options_fault(const serve_options *options)
{
    if (options == NULL || options->struct_size != sizeof *options)
        return "the options are not this version's";
    if (options->host == NULL || options->routes == NULL || options->route_count == 0)
        return "host and routes are needed";
    if (options->clock.now_ns == NULL || options->clock.monotonic_ns == NULL ||
        options->ids.next == NULL)
        return "a clock and a source of request ids are needed";
    if ((options->certificate_path == NULL) != (options->key_path == NULL))
        return "a certificate and its key come together";
    if (options->connection_max == 0 || options->connection_per_address_max == 0)
        return "a server needs at least one connection";
    if (options->deadline_ms == 0 || options->reply_deadline_ms == 0)
        return "a deadline of 0 ms leaves no time for a request";
    if (options->header_count_max > HEADER_COUNT_MAX)
        return "header_count_max is beyond 64";
    return router_table_fault(options->routes, options->route_count);
}

static tr_status daemon_start(serve_server *server, tr_error *err)
{
    const serve_options *options = &server->options;
    bool has_limit = options->connection_per_address_max != SERVE_UNLIMITED;
    struct MHD_OptionItem items[] = {
        { MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL },
        /* Ours is counted when accepting; the parser's must not be hit before. */
        { MHD_OPTION_CONNECTION_LIMIT, INT_MAX, NULL },
        { MHD_OPTION_CONNECTION_TIMEOUT, 0, NULL },
        { MHD_OPTION_PER_IP_CONNECTION_LIMIT,
          has_limit ? (intptr_t)options->connection_per_address_max : 0, NULL },
        { MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL },
        { MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, server },
        { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_request_end, server },
        { MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_request_line, server },
        { MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)unescape_nothing, server },
        { MHD_OPTION_END, 0, NULL },
        { MHD_OPTION_END, 0, NULL },
        { MHD_OPTION_END, 0, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET;
    if (server->credentials != NULL) {
        size_t at = sizeof items / sizeof *items - 4;
        flags |= MHD_USE_TLS;
        items[at].option = MHD_OPTION_HTTPS_PRIORITIES;
        items[at++].ptr_value = (void *)(uintptr_t)TLS_PRIORITIES;
        items[at].option = MHD_OPTION_HTTPS_MEM_CERT;
        items[at++].ptr_value = (void *)(uintptr_t)tls_certificate_text(server->credentials);
        items[at].option = MHD_OPTION_HTTPS_MEM_KEY;
        items[at].ptr_value = (void *)(uintptr_t)tls_key_text(server->credentials);
    }
    server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, server, MHD_OPTION_ARRAY,
                                      items, MHD_OPTION_END);
    if (server->daemon == NULL)
        return serve_fail(err, TR_E_IO, 0, "the HTTP server did not start");
    return TR_OK;
}

#define HANDLE_COUNT 7

/* Either all handles are there afterwards or none. */
static tr_status handles_open(serve_server *server, tr_error *err)
{
    uv_loop_t *loop = serve_loop_uv(server->loop);
    int parser = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    int code = uv_poll_init(loop, &server->listen_poll, server->listen_descriptor);
    if (code == 0) {
        code = uv_poll_init(loop, &server->parser_poll, parser);
        if (code != 0) {
            /* Its closing ends in the loop, later than this server: it never started, so the loop is
               turned here until it has gone. */
            uv_close((uv_handle_t *)&server->listen_poll, NULL);
            (void)uv_run(loop, UV_RUN_NOWAIT);
        }
    }
    if (code != 0)
        return serve_fail(err, TR_E_IO, -code, "cannot watch sockets: %s", uv_strerror(code));
    (void)uv_timer_init(loop, &server->accept_retry); /* these five cannot fail */
    (void)uv_timer_init(loop, &server->deadline_timer);
    (void)uv_timer_init(loop, &server->stop_timer);
    (void)uv_check_init(loop, &server->after_poll);
    (void)uv_idle_init(loop, &server->not_done);
    server->listen_poll.data = server->parser_poll.data = server->accept_retry.data = server;
    server->deadline_timer.data = server->stop_timer.data = server;
    server->after_poll.data = server->not_done.data = server;
    server->handle_count = HANDLE_COUNT;
    code = uv_poll_start(&server->parser_poll, UV_READABLE, on_parser_ready);
    (void)uv_check_start(&server->after_poll, on_after_poll); /* cannot fail with a function */
    listener_start(server);
    if (code != 0 || !server->is_accepting)
        return serve_fail(err, TR_E_IO, -code, "cannot watch sockets");
    return TR_OK;
}

static void on_handle_closed(uv_handle_t *handle)
{
    serve_server *server = handle->data;
    if (--server->handle_count > 0)
        return;
    MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
    if (server->stopped != NULL)
        server->stopped(server->stopped_user);
}

/* With the last connection gone: give the handles back, then the parser (on_handle_closed). */
static void server_finish(serve_server *server)
{
    if (server->is_stopped)
        return;
    server->is_stopped = true;
    listener_close(server, on_handle_closed);
    uv_handle_t *handles[] = {
        (uv_handle_t *)&server->parser_poll,    (uv_handle_t *)&server->accept_retry,
        (uv_handle_t *)&server->deadline_timer, (uv_handle_t *)&server->stop_timer,
        (uv_handle_t *)&server->after_poll,     (uv_handle_t *)&server->not_done,
    };
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
        uv_close(handles[i], on_handle_closed);
}

static tr_status server_start(serve_server *server, tr_error *err)
{
    tr_status status = TR_OK;
    if (server->certificate_path != NULL) {
        if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
            return serve_fail(err, TR_E_UNSUPPORTED, 0, "this libmicrohttpd was built without TLS");
        status = tls_load(server->certificate_path, server->key_path, &server->credentials, err);
    }
    if (status == TR_OK && MHD_is_feature_supported(MHD_FEATURE_EPOLL) != MHD_YES)
        status = serve_fail(err, TR_E_UNSUPPORTED, 0, "this libmicrohttpd was built without epoll");
    if (status == TR_OK)
        status = listener_open(server, err);
    if (status == TR_OK)
        status = daemon_start(server, err);
    if (status == TR_OK)
        status = handles_open(server, err);
    return status;
}

tr_status serve_server_new(serve_loop *loop, const serve_options *options, serve_server **out,
                           tr_error *err)
{
    if (loop == NULL || out == NULL)
        return serve_fail(err, TR_E_INVALID, 0, "a loop and a place for the server are needed");
    const char *fault = options_fault(options);
    if (fault != NULL)
        return serve_fail(err, TR_E_INVALID, 0, "%s", fault);
    serve_server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return serve_fail(err, TR_E_NO_MEMORY, 0, "no memory for a server");
    server->loop = loop;
    server->options = *options;
    server->listen_descriptor = -1;
    server->deadline_armed_ms = DEADLINE_NEVER;
    server->is_wire_readable = wire_is_readable();
    unsigned idle =
        options->idle_ms > options->deadline_ms ? options->idle_ms - options->deadline_ms : 0;
    server->waits[WAIT_REQUEST].duration_ms = options->deadline_ms;
    server->waits[WAIT_NEXT].duration_ms = idle > 0 ? options->deadline_ms : options->idle_ms;
    server->waits[WAIT_IDLE].duration_ms = idle;
    server->waits[WAIT_REPLY].duration_ms = options->reply_deadline_ms;
    tr_status status = TR_OK;
    if (options->certificate_path != NULL) {
        server->certificate_path = strdup(options->certificate_path);
        server->key_path = strdup(options->key_path);
        if (server->certificate_path == NULL || server->key_path == NULL)
            status = serve_fail(err, TR_E_NO_MEMORY, 0, "no memory for a server");
    }
    if (status == TR_OK)
        status = server_start(server, err);
    if (status != TR_OK) {
        serve_server_free(server);
        return status;
    }
    *out = server;
    return TR_OK;
}

uint16_t serve_server_port(const serve_server *server)
{
    return server->port;
}

tr_status serve_server_reload_certificate(serve_server *server, tr_error *err)
{
    if (server->credentials == NULL)
        return serve_fail(err, TR_E_INVALID, 0, "this server does not speak TLS");
    tls_credentials *fresh = NULL;
    tr_status status = tls_load(server->certificate_path, server->key_path, &fresh, err);
    if (status != TR_OK)
        return status;
    tls_release(server->credentials);
    server->credentials = fresh;
    return TR_OK;
}

void serve_server_totals(const serve_server *server, serve_totals *out)
{
    *out = server->totals;
}

static void on_stop_deadline(uv_timer_t *timer)
{
    serve_server *server = timer->data;
    for (serve_connection *open = server->connections; open != NULL; open = open->next)
        exchange_abort(open);
    server_run_soon(server);
}

void serve_server_stop(serve_server *server, unsigned deadline_ms, void (*stopped)(void *user),
                       void *user)
{
    if (server->is_stopping)
        return;
    server->is_stopping = true;
    server->stopped = stopped;
    server->stopped_user = user;
    listener_close(server, on_handle_closed);
    (void)uv_timer_stop(&server->accept_retry); /* cannot fail */
    for (serve_connection *open = server->connections; open != NULL; open = open->next)
        if (open->request == NULL)
            connection_cut(open);
    (void)uv_timer_start(&server->stop_timer, on_stop_deadline, deadline_ms, 0);
    server_run_soon(server);
}

void serve_server_free(serve_server *server)
{
    if (server == NULL)
        return;
    if (server->handle_count > 0) {
        /* Not stopped, or half built: libuv owns the handles until the loop has closed them. */
        assert(server->connections == NULL);
        server->stopped = NULL;
        server->is_stopping = true;
        server_finish(server);
        while (server->handle_count > 0)
            (void)uv_run(serve_loop_uv(server->loop), UV_RUN_NOWAIT);
    }
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    if (server->listen_descriptor >= 0)
        (void)close(server->listen_descriptor); /* nothing is written to it */
    tls_release(server->credentials);
    free(server->certificate_path);
    free(server->key_path);
    free(server);
}
