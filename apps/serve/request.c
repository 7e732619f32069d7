/* request.c: what handlers see of a request, and how they answer it. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gate.h"
#include "problem.h"
#include "server.h"

/* The first piece of a body of unknown length. */
#define BODY_CAPACITY_MIN 1024u

serve_request *request_new(serve_connection *connection, const char *target)
{
    serve_server *server = connection->server;
    size_t target_size = strlen(target);
    /* Path captures and query together decode to no more than the target, and each piece gains a NUL
       where the target has a '/', '?', '&' or '='. */
    serve_request *made = malloc(sizeof *made + 2 * (target_size + 2) + ROUTER_CAPTURE_MAX);
    if (made == NULL)
        return NULL;
    memset(made, 0, offsetof(serve_request, query));
    made->query.count = 0;
    made->body = NULL;
    made->body_size = 0;
    made->body_capacity = 0;
    made->drained_size = 0;
    made->context = NULL;
    made->context_release = NULL;
    made->queue = loop_queue(server->loop);
    queue_hold(made->queue);
    atomic_init(&made->holder_count, 1);
    atomic_init(&made->reply_state, REPLY_OPEN);
    made->server = server;
    made->connection = connection;
    made->target = (char *)(made + 1);
    memcpy(made->target, target, target_size + 1);
    made->decoded = made->target + target_size + 2;
    made->path = made->target;
    made->path_size = strcspn(made->target, "?");
    memcpy(made->address, connection->address, sizeof made->address);
    made->received_ns = server->options.clock.now_ns(server->options.clock.user);
    made->started_ns = server->options.clock.monotonic_ns(server->options.clock.user);
    return made;
}

void request_mint_id(serve_request *request)
{
    serve_id_source *ids = &request->server->options.ids;
    if (request->id[0] != '\0')
        return;
    ids->next(ids->user, request->id);
    request->id[SERVE_ID_SIZE - 1] = '\0';
}

static void reply_free(serve_answer *reply)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        free(reply->headers[i].name);
        free(reply->headers[i].value);
    }
    free(reply->content_type);
    free(reply->body);
}

void request_release(serve_request *request)
{
    if (atomic_fetch_sub(&request->holder_count, 1) != 1)
        return;
    if (request->context_release != NULL)
        request->context_release(request->context);
    reply_free(&request->reply);
    free(request->body);
    queue_release(request->queue);
    free(request);
}

bool request_body_append(serve_request *request, const char *data, size_t size)
{
    size_t needed = request->body_size + size;
    if (needed >= request->body_capacity) { /* one more for the NUL */
        size_t capacity =
            request->body_capacity > 0 ? request->body_capacity * 2 : BODY_CAPACITY_MIN;
        if (capacity <= needed)
            capacity = needed + 1;
        char *grown = realloc(request->body, capacity);
        if (grown == NULL)
            return false;
        request->body = grown;
        request->body_capacity = capacity;
    }
    memcpy(request->body + request->body_size, data, size);
    request->body_size = needed;
    request->body[needed] = '\0';
    return true;
}

const char *serve_request_method(const serve_request *request)
{
    return request->method;
}

const char *serve_request_id(const serve_request *request)
{
    return request->id;
}

const char *serve_request_address(const serve_request *request)
{
    return request->address;
}

int64_t serve_request_received_ns(const serve_request *request)
{
    return request->received_ns;
}

const char *serve_request_capture(const serve_request *request, const char *name)
{
    size_t name_size = strlen(name);
    for (size_t i = 0; i < request->match.capture_count; i++) {
        const router_capture *capture = &request->match.captures[i];
        if (capture->name_size == name_size && memcmp(capture->name, name, name_size) == 0)
            return request->captures[i];
    }
    return NULL;
}

const char *serve_request_query(const serve_request *request, const char *name)
{
    return target_query_find(&request->query, name);
}

const char *serve_request_query_name(const serve_request *request, size_t index)
{
    return index < request->query.count ? request->query.pairs[index].name : NULL;
}

const char *serve_request_header(const serve_request *request, const char *name)
{
    if (request->connection == NULL)
        return NULL;
    return MHD_lookup_connection_value(request->connection->mhd, MHD_HEADER_KIND, name);
}

const char *serve_request_body(const serve_request *request, size_t *size_out)
{
    *size_out = request->body_size;
    return request->body != NULL ? request->body : "";
}

void serve_request_set_context(serve_request *request, void *context,
                               void (*release)(void *context))
{
    if (request->context_release != NULL)
        request->context_release(request->context);
    request->context = context;
    request->context_release = release;
}

void *serve_request_context(const serve_request *request)
{
    return request->context;
}

static bool is_header_value(const char *value)
{
    for (const char *at = value; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7F)
            return false;
    return true;
}

tr_status serve_reply_header(serve_request *request, const char *name, const char *value)
{
    if (request == NULL || name == NULL || value == NULL || !gate_is_token(name, strlen(name)) ||
        !is_header_value(value))
        return TR_E_INVALID;
    serve_answer *reply = &request->reply;
    if (reply->header_count == REPLY_HEADER_MAX)
        return TR_E_FULL;
    reply_header header = { strdup(name), strdup(value) };
    if (header.name == NULL || header.value == NULL) {
        free(header.name);
        free(header.value);
        return TR_E_NO_MEMORY;
    }
    reply->headers[reply->header_count++] = header;
    gate_header seen = { name, strlen(name), value, 0 };
    reply->has_cache_control = reply->has_cache_control || gate_header_is(&seen, "Cache-Control");
    return TR_OK;
}

void reply_fill(serve_request *request, unsigned status, const char *content_type, const void *body,
                size_t size)
{
    serve_answer *reply = &request->reply;
    reply->status = status;
    if (content_type != NULL)
        reply->content_type = strdup(content_type);
    if (size > 0)
        reply->body = malloc(size);
    if ((content_type != NULL && reply->content_type == NULL) ||
        (size > 0 && reply->body == NULL)) {
        /* What happened is done; but it cannot be told. An empty 500 says "ask again what became of
           it", which a made-up body could not. */
        free(reply->body);
        reply->body = NULL;
        reply->size = 0;
        reply->status = 500;
        return;
    }
    if (size > 0)
        memcpy(reply->body, body, size);
    reply->size = size;
}

void reply_fill_problem(serve_request *request, unsigned status, const char *type,
                        const char *detail)
{
    char text[PROBLEM_SIZE];
    size_t size = problem_format(status, type, detail, request->id, text);
    reply_fill(request, status, PROBLEM_CONTENT_TYPE, text, size);
}

/* On the loop thread: the parser calls us again for a resumed connection, and finds the reply. */
static void reply_arrived(queue_item *item)
{
    serve_request *request = (serve_request *)item; /* its first member */
    if (request->connection != NULL && request->connection->is_suspended) {
        request->connection->is_suspended = false;
        MHD_resume_connection(request->connection->mhd);
        server_run_soon(request->server);
    }
    request_release(request);
}

static void reply_hand_over(serve_request *request)
{
    int before = atomic_exchange(&request->reply_state, REPLY_GIVEN);
    assert(before != REPLY_GIVEN); /* a request is answered once */
    if (before == REPLY_OPEN)
        return; /* the handler has not returned yet: exchange.c looks when it does */
    request->item.run = reply_arrived;
    serve_queue *queue = request->queue;
    if (!queue_push(queue, &request->item))
        request_release(request); /* the loop is gone, and so is the client */
}

void serve_reply(serve_request *request, unsigned status, const char *content_type,
                 const void *body, size_t size)
{
    assert(status >= 200 && status <= 599);
    reply_fill(request, status, content_type, body, size);
    reply_hand_over(request);
}

void serve_reply_problem(serve_request *request, unsigned status, const char *type,
                         const char *detail)
{
    assert(status >= 400 && status <= 599);
    reply_fill_problem(request, status, type, detail);
    reply_hand_over(request);
}
