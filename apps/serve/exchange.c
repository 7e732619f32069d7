/*
 * exchange.c: one request from its first line to its last byte of reply, as the parser reports it.
 *
 * The parser calls on_request_line, then on_request: once with the headers, once for each piece of
 * body, once at the end, and again for a connection that was suspended and resumed; at last
 * on_request_end, whatever became of it.
 */
#include <assert.h>
#include <string.h>

#include "gate.h"
#include "problem.h"
#include "server.h"
#include "wire.h"

#define HSTS             "max-age=31536000"
#define PATH_LOGGED_SIZE 512

/* To be looked at when this run of the parser is over. */
static void request_unsettle(serve_request *request)
{
    if (request->is_unsettled)
        return;
    request->is_unsettled = true;
    request->unsettled_next = request->server->unsettled;
    request->server->unsettled = request;
}

void *on_request_line(void *user, const char *target, struct MHD_Connection *mhd)
{
    serve_server *server = user;
    server->totals.request_count++;
    serve_connection *connection =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    if (connection == NULL)
        return NULL;
    serve_request *request = request_new(connection, target != NULL ? target : "");
    if (request == NULL)
        return NULL;
    request->wire_target = target;
    connection->request = request;
    request_unsettle(request);
    /* A new connection waits since it was accepted; a kept one from here. */
    if (connection->deadline.list != &server->waits[WAIT_REQUEST])
        connection_wait(connection, WAIT_REQUEST);
    return request;
}

/* ---- Replies ---- */

static bool header_add(struct MHD_Response *response, const char *name, const char *value)
{
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static struct MHD_Response *response_make(serve_request *request)
{
    serve_answer *reply = &request->reply;
    serve_server *server = request->server;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->size, reply->body != NULL ? reply->body : (void *)(uintptr_t) "",
        reply->body != NULL ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return NULL;
    reply->body = NULL; /* the response's own now */
    bool is_made = header_add(response, "X-Request-Id", request->id) &&
                   header_add(response, "X-Content-Type-Options", "nosniff");
    if (reply->content_type != NULL)
        is_made = is_made && header_add(response, "Content-Type", reply->content_type);
    if (!reply->has_cache_control)
        is_made = is_made && header_add(response, "Cache-Control", "no-store");
    if (server->credentials != NULL)
        is_made = is_made && header_add(response, "Strict-Transport-Security", HSTS);
    if (server->is_stopping)
        is_made = is_made && header_add(response, "Connection", "close");
    for (size_t i = 0; i < reply->header_count; i++)
        is_made = is_made && header_add(response, reply->headers[i].name, reply->headers[i].value);
    if (!is_made) {
        MHD_destroy_response(response);
        return NULL;
    }
    return response;
}

static enum MHD_Result reply_send(serve_request *request)
{
    struct MHD_Response *response = response_make(request);
    if (response == NULL)
        return MHD_NO;
    serve_connection *connection = request->connection;
    request->phase = PHASE_ANSWERED;
    connection_wait(connection, WAIT_REPLY);
    enum MHD_Result result = MHD_queue_response(connection->mhd, request->reply.status, response);
    MHD_destroy_response(response); /* the connection holds it */
    return result;
}

static enum MHD_Result refuse(serve_request *request, unsigned status, const char *detail)
{
    request->server->totals.refused_count++;
    reply_fill_problem(request, status, NULL, detail);
    return reply_send(request);
}

/* ---- The headers ---- */

typedef struct header_list {
    gate_header headers[HEADER_COUNT_MAX + 1];
    size_t count;
} header_list;

static enum MHD_Result header_collect(void *user, enum MHD_ValueKind kind, const char *name,
                                      size_t name_size, const char *value, size_t value_size)
{
    (void)kind;
    header_list *list = user;
    if (list->count > HEADER_COUNT_MAX)
        return MHD_NO; /* one too many is in the list: enough to refuse */
    list->headers[list->count++] =
        (gate_header){ name, name_size, value != NULL ? value : "", value_size };
    return MHD_YES;
}

static void request_identify(serve_request *request, const header_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const gate_header *header = &list->headers[i];
        if (gate_header_is(header, "X-Request-Id") &&
            gate_is_request_id(header->value, header->value_size)) {
            memcpy(request->id, header->value, header->value_size);
            request->id[header->value_size] = '\0';
            return;
        }
    }
    request_mint_id(request);
}

static bool header_mentions(const serve_request *request, const char *name)
{
    return serve_request_header(request, name) != NULL;
}

/* Answer this instead of what was asked. When the body that follows is short it is thrown away first:
   the connection lives on, and the answer is not lost to the reset of unread data. */
static enum MHD_Result request_decline(serve_request *request, const gate_verdict *verdict,
                                       unsigned status, const char *detail)
{
    bool can_drain = !verdict->is_chunked && verdict->content_length <= DRAIN_SIZE_MAX &&
                     !header_mentions(request, "Expect");
    if (!can_drain)
        return refuse(request, status, detail);
    request->refusal_status = status;
    request->refusal_detail = detail;
    request->phase = PHASE_BODY;
    return MHD_YES;
}

/* Decode captures and query; NULL, or why not. */
static const char *request_decode(serve_request *request, const char *query)
{
    char *storage = request->decoded;
    for (size_t i = 0; i < request->match.capture_count; i++) {
        const router_capture *capture = &request->match.captures[i];
        size_t length = target_decode(capture->value, capture->value_size, false, storage);
        if (length == (size_t)-1)
            return "the path holds a broken percent escape";
        request->captures[i] = storage;
        storage += length + 1;
    }
    return target_query_parse(query, storage, &request->query);
}

static bool is_all_methods(const serve_request *request)
{
    return request->path_size == 1 && *request->path == '*';
}

/* The gate has passed it: find who serves it, and under which conditions. */
static enum MHD_Result request_route(serve_request *request, const gate_verdict *verdict)
{
    serve_server *server = request->server;
    router_match *match = &request->match;
    router_find(server->options.routes, server->options.route_count, request->method, request->path,
                request->path_size, match);
    const char *fault = request_decode(request, verdict->query);
    if (fault != NULL)
        return request_decline(request, verdict, 400, fault);
    if (match->route == NULL) {
        bool is_options = strcmp(request->method, "OPTIONS") == 0;
        const char *allow =
            is_all_methods(request) ? "GET, HEAD, POST, PUT, DELETE, OPTIONS" : match->allow;
        if (allow[0] == '\0')
            return request_decline(request, verdict, 404, "nothing is served at this path");
        if (serve_reply_header(request, "Allow", allow) != TR_OK)
            return MHD_NO;
        if (is_options)
            return request_decline(request, verdict, 204, NULL);
        return request_decline(request, verdict, 405, "this path does not serve this method");
    }
    if (match->route->access == SERVE_AUTHENTICATED &&
        (server->options.authenticate == NULL ||
         !server->options.authenticate(server->options.user, request))) {
        if (serve_reply_header(request, "WWW-Authenticate", "Bearer") != TR_OK)
            return MHD_NO;
        return request_decline(request, verdict, 401, "a valid API key is needed");
    }
    if (verdict->content_length > match->route->body_size_max)
        return request_decline(request, verdict, 413, "the body is larger than this path takes");
    request->phase = PHASE_BODY;
    return MHD_YES;
}

static enum MHD_Result request_judge(serve_request *request, const char *method,
                                     const char *version)
{
    serve_server *server = request->server;
    header_list list = { .count = 0 };
    (void)MHD_get_connection_values_n(request->connection->mhd, MHD_HEADER_KIND, header_collect,
                                      &list); /* its count is the list's */
    request_identify(request, &list);
    size_t method_size = strnlen(method, METHOD_SIZE - 1);
    memcpy(request->method, method, method_size);
    request->method[method_size] = '\0';

    gate_request head = { .method = method,
                          .target = request->target,
                          .version = version,
                          .headers = list.headers,
                          .header_count = list.count };
    gate_limits limits = { server->options.target_size_max, server->options.header_count_max,
                           server->options.header_size_max };
    gate_verdict verdict = gate_check(&head, &limits);
    if (verdict.status == 0 && server->is_wire_readable) {
        size_t head_size = MHD_get_connection_info(request->connection->mhd,
                                                   MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
                               ->header_size;
        const char *fault = wire_fault(&head, request->wire_target, head_size);
        if (fault != NULL)
            verdict = (gate_verdict){ .status = 400, .detail = fault };
    }
    if (verdict.status != 0)
        return refuse(request, verdict.status, verdict.detail);
    request->path = verdict.path;
    request->path_size = verdict.path_size;
    return request_route(request, &verdict);
}

/* ---- The body ---- */

static enum MHD_Result request_body(serve_request *request, const char *data, size_t *size)
{
    serve_connection *connection = request->connection;
    size_t taken = *size;
    *size = 0;
    request->server->totals.body_bytes_in += taken;
    if (request->refusal_status != 0)
        return MHD_YES; /* thrown away; its length was found to be small */
    if (request->body_size + taken > request->match.route->body_size_max) {
        /* Chunked, so its length was not known before. The parser takes no answer in mid-body. */
        connection_refuse_raw(connection, 413, "the body is larger than this path takes");
        return MHD_NO;
    }
    if (request_body_append(request, data, taken))
        return MHD_YES;
    connection_refuse_raw(connection, 503, "no memory for the body");
    return MHD_NO;
}

/* ---- The handler ---- */

/* A reply given before the connection was suspended: the handler's hold ends here. */
static enum MHD_Result request_answer(serve_request *request)
{
    request->server->totals.waiting_count--;
    enum MHD_Result result = reply_send(request);
    request_release(request);
    return result;
}

/* From here on the reply comes through the queue; false when it was given already. */
static bool request_await(serve_request *request)
{
    int expected = REPLY_OPEN;
    request->is_awaited =
        atomic_compare_exchange_strong(&request->reply_state, &expected, REPLY_AWAITED);
    return request->is_awaited;
}

static enum MHD_Result argument_count(void *user, enum MHD_ValueKind kind, const char *name,
                                      const char *value)
{
    (void)kind;
    (void)name;
    (void)value;
    ++*(size_t *)user;
    return MHD_YES;
}

/* A query of which the parser has kept fewer arguments than it holds did not fit into its memory: it has
   then given up, and says so to nobody. */
static bool is_given_up(const serve_request *request)
{
    const char *query = strchr(request->target, '?');
    if (query == NULL || !request->server->is_wire_readable)
        return false;
    size_t held = 0;
    size_t kept = 0;
    for (const char *at = query + 1; *at != '\0'; at += *at == '&') {
        held++;
        at += strcspn(at, "&");
    }
    (void)MHD_get_connection_values(request->connection->mhd, MHD_GET_ARGUMENT_KIND, argument_count,
                                    &kept); /* its count is ours */
    return kept < held;
}

void exchange_settle(serve_server *server)
{
    while (server->unsettled != NULL) {
        serve_request *request = server->unsettled;
        server->unsettled = request->unsettled_next;
        request->is_unsettled = false;
        if (request->phase == PHASE_HANDLED && request_await(request)) {
            request->connection->is_suspended = true;
            MHD_suspend_connection(request->connection->mhd);
        } else if (request->phase == PHASE_HEAD && is_given_up(request)) {
            connection_refuse_raw(request->connection, 414, "the query holds too many arguments");
        } else if (request->phase < PHASE_HANDLED) {
            connection_tell_end(request->connection); /* it does not come whole any more */
        }
    }
}

/* The request ends. When the client did not wait for its reply, that may still be to come. */
static void request_leave(serve_request *request)
{
    if (request->phase == PHASE_HANDLED) {
        request->server->totals.waiting_count--;
        if (!request->is_awaited && !request_await(request))
            request_release(request); /* given already: the handler's hold ends here */
    }
    serve_request **at = &request->server->unsettled;
    while (request->is_unsettled && *at != request)
        at = &(*at)->unsettled_next;
    if (request->is_unsettled)
        *at = request->unsettled_next;
}

static enum MHD_Result request_handle(serve_request *request)
{
    serve_server *server = request->server;
    serve_connection *connection = request->connection;
    if (request->refusal_status == 204) {
        reply_fill(request, 204, NULL, NULL, 0);
        return reply_send(request);
    }
    if (request->refusal_status != 0)
        return refuse(request, request->refusal_status, request->refusal_detail);
    request->phase = PHASE_HANDLED;
    connection_wait_none(connection);
    atomic_fetch_add(&request->holder_count, 1); /* the handler's, until its reply is taken */
    server->totals.waiting_count++;
    request->match.route->handle(server->options.user, request);
    if (atomic_load(&request->reply_state) == REPLY_GIVEN)
        return request_answer(request);
    request_unsettle(request);
    return MHD_YES;
}

/* Called again: because the reply has come, or because the parser looks at every connection it runs. */
static enum MHD_Result request_resume(serve_request *request)
{
    if (atomic_load(&request->reply_state) != REPLY_GIVEN)
        return MHD_YES;
    if (!request->is_awaited)
        return request_answer(request);
    request->server->totals.waiting_count--;
    return reply_send(request);
}

enum MHD_Result on_request(void *user, struct MHD_Connection *mhd, const char *url,
                           const char *method, const char *version, const char *data, size_t *size,
                           void **context)
{
    (void)user;
    (void)mhd;
    (void)url; /* the raw target is kept: this one ends at the query */
    serve_request *request = *context;
    if (request == NULL)
        return MHD_NO; /* no memory for it: the connection closes */
    switch (request->phase) {
    case PHASE_HEAD:
        return request_judge(request, method, version);
    case PHASE_BODY:
        return *size > 0 ? request_body(request, data, size) : request_handle(request);
    case PHASE_HANDLED:
        return request_resume(request);
    case PHASE_ANSWERED:
        *size = 0;
        return MHD_YES;
    case PHASE_ABORTED:
    default:
        return MHD_NO;
    }
}

void exchange_abort(serve_connection *connection)
{
    if (connection->request != NULL && connection->is_suspended) {
        connection->request->phase = PHASE_ABORTED;
        connection->request->server->totals.waiting_count--;
        connection->is_suspended = false;
        MHD_resume_connection(connection->mhd);
    }
    connection_cut(connection);
}

/* ---- The end ---- */

/* With status 0 the client was cut off or went away before it had its answer. */
static void access_log(serve_request *request, unsigned status, size_t body_size)
{
    const serve_options *options = &request->server->options;
    if (!tr_log_is_on(options->log, TR_LOG_INFO))
        return;
    request_mint_id(request);
    char path[PATH_LOGGED_SIZE];
    router_mask(options->routes, options->route_count, &request->match, request->path,
                request->path_size, path, sizeof path);
    int64_t duration_ns = options->clock.monotonic_ns(options->clock.user) - request->started_ns;
    const tr_log_field fields[] = {
        tr_log_text("request_id", request->id),
        tr_log_text("method", request->method),
        tr_log_text("path", path),
        tr_log_int("status", status),
        tr_log_int("body_size", (int64_t)body_size),
        tr_log_int("duration_us", duration_ns / 1000),
        tr_log_text("address", request->address),
    };
    tr_log_write(options->log, TR_LOG_INFO, request->received_ns, "request", fields,
                 sizeof fields / sizeof *fields);
}

void on_request_end(void *user, struct MHD_Connection *mhd, void **context,
                    enum MHD_RequestTerminationCode code)
{
    (void)mhd;
    serve_server *server = user;
    serve_request *request = *context;
    *context = NULL;
    if (request == NULL)
        return;
    serve_connection *connection = request->connection;
    bool is_sent = request->phase == PHASE_ANSWERED && code == MHD_REQUEST_TERMINATED_COMPLETED_OK;
    if (is_sent) {
        server->totals.reply_count++;
        server->totals.reply_class_count[request->reply.status / 100]++;
        server->totals.body_bytes_out += request->reply.size;
    } else if (request->phase >= PHASE_HANDLED) {
        server->totals.dropped_count++;
    }
    request_leave(request);
    unsigned status = is_sent ? request->reply.status : 0;
    if (request->phase < PHASE_HANDLED) {
        /* Either words were sent past the parser, or it has refused by itself and does not say how. */
        bool is_parser = request->reply.status == 0 && code == MHD_REQUEST_TERMINATED_WITH_ERROR;
        server->totals.refused_count += is_parser ? 1 : 0;
        status = is_parser ? 400 : request->reply.status;
    }
    access_log(request, status, is_sent ? request->reply.size : 0);
    connection->request = NULL;
    connection_wait(connection, WAIT_NEXT);
    if (server->is_stopping)
        connection_cut(connection);
    else
        connection_tell_end(connection);
    /* A handler may still hold it: it then answers into the void. */
    request->connection = NULL;
    request->server = NULL;
    request_release(request);
}
