/*
 * client_async.c: the asynchronous client: one multi handle, whose descriptors and timer are the host's loop's.
 *
 * HTTP/1.1 on several connections, not HTTP/2 on one: an order must not wait behind a book of 5,000 levels, and a
 * stream that a server refuses is one more case of "was it taken?".
 */
#include <trade/http_client.h>

#include <assert.h>
#include <stdlib.h>

#include "core/fail.h"
#include "http/transfer.h"

#define IDLE_CONNECTIONS_MAX 32L

struct tr_http_call {
    tr__transfer transfer;
    tr_http_call *before, *after;
    tr_http_done *done;
    void *user;
};

struct tr_http_client {
    CURLM *multi;
    const tr_loop *loop;
    tr_http_call *first;
    size_t count, count_max;
    bool is_closing;
};

static int64_t now_of(const tr_http_client *client)
{
    return client->loop->clock->monotonic_ns(client->loop->clock->user);
}

/* ---- ends of calls --------------------------------------------------------------------------- */

static void call_unlink(tr_http_client *client, tr_http_call *call)
{
    if (call->before != NULL)
        call->before->after = call->after;
    else
        client->first = call->after;
    if (call->after != NULL)
        call->after->before = call->before;
    client->count--;
}

/* `result` is complete but for the times. The call is gone when its owner hears of it, so that it may send again. */
static void call_end(tr_http_client *client, tr_http_call *call, tr_http_result *result)
{
    tr__pipe_guard guard;
    tr__pipe_guard_enter(&guard);
    (void)curl_multi_remove_handle(client->multi,
                                   call->transfer.curl); /* it is ours and in there */
    tr__pipe_guard_leave(&guard);
    call_unlink(client, call);
    result->sent_ns = call->transfer.sent_ns;
    result->ended_ns = now_of(client);
    call->done(call->user, result);
    tr__transfer_close(&call->transfer);
    free(call);
}

static void call_finish(tr_http_client *client, tr_http_call *call, CURLcode code)
{
    tr_http_result result = { .outcome = TR_HTTP_ANSWERED };
    tr_status status = tr__transfer_end(&call->transfer, code, &result.error);
    if (status == TR_OK)
        result.response = call->transfer.response;
    else
        result.outcome = call->transfer.attempts > 0 ? TR_HTTP_UNKNOWN : TR_HTTP_NOT_SENT;
    call_end(client, call, &result);
}

static void call_cut(tr_http_client *client, tr_http_call *call)
{
    tr_http_result result = { .outcome = call->transfer.attempts > 0 ? TR_HTTP_UNKNOWN
                                                                     : TR_HTTP_NOT_SENT };
    (void)tr__fail(&result.error, TR_E_CLOSED, 0, "%s: the call was given up; %s",
                   call->transfer.host,
                   call->transfer.attempts > 0 ? "it may have arrived" : "nothing was sent");
    call_end(client, call, &result);
}

/* ---- the loop -------------------------------------------------------------------------------- */

static void collect(tr_http_client *client)
{
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(client->multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE)
            continue;
        char *private = NULL;
        CURLcode code = message->data.result; /* the message dies with the handle */
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private); /* set by us */
        assert(private != NULL);
        call_finish(client, (tr_http_call *)(void *)private, code);
    }
}

static void act(tr_http_client *client, curl_socket_t fd, int events)
{
    int running = 0;
    tr__pipe_guard guard;
    tr__pipe_guard_enter(&guard);
    (void)curl_multi_socket_action(client->multi, fd, events,
                                   &running); /* what failed is told call by call */
    tr__pipe_guard_leave(&guard);
    collect(client);
}

static void on_ready(void *user, int fd, unsigned int events)
{
    act(user, fd,
        ((events & TR_LOOP_READ) != 0 ? CURL_CSELECT_IN : 0) |
            ((events & TR_LOOP_WRITE) != 0 ? CURL_CSELECT_OUT : 0));
}

static void on_due(void *key)
{
    act(key, CURL_SOCKET_TIMEOUT, 0);
}

static int on_socket(CURL *curl, curl_socket_t fd, int what, void *user, void *socket_user)
{
    tr_http_client *client = user;
    (void)curl, (void)socket_user;
    unsigned int events = 0;
    if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
        events |= TR_LOOP_READ;
    if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
        events |= TR_LOOP_WRITE;
    return client->loop->watch(client->loop->user, fd, events, on_ready, client) == TR_OK ? 0 : -1;
}

static int on_timer(CURLM *multi, long timeout_ms, void *user)
{
    tr_http_client *client = user;
    (void)multi;
    int64_t at_ns = timeout_ms < 0 ? INT64_MAX : now_of(client) + (int64_t)timeout_ms * 1000000;
    return client->loop->set_timer(client->loop->user, client, at_ns, on_due) == TR_OK ? 0 : -1;
}

/* ---- life ------------------------------------------------------------------------------------ */

static bool set_up(tr_http_client *client, const tr_http_client_options *options)
{
    CURLM *multi = client->multi;
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, client) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_TIMERDATA, client) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, IDLE_CONNECTIONS_MAX) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                             (long)options->connections_max) == CURLM_OK;
}

tr_status tr_http_client_new(const tr_http_client_options *options, tr_http_client **out,
                             tr_error *err)
{
    if (options == NULL || out == NULL || options->struct_size != sizeof *options ||
        options->loop == NULL || options->calls_max == 0 || options->connections_max == 0 ||
        options->connections_max > 1000)
        return tr__fail(err, TR_E_INVALID, 0, "http client: its options are not complete");
    tr_http_client *client = calloc(1, sizeof *client);
    if (client == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "http client: no memory");
    client->loop = options->loop;
    client->count_max = options->calls_max;
    client->multi = curl_multi_init();
    if (client->multi == NULL || !set_up(client, options)) {
        tr_http_client_free(client);
        return tr__fail(err, TR_E_NO_MEMORY, 0, "http client: no memory");
    }
    *out = client;
    return TR_OK;
}

void tr_http_client_free(tr_http_client *client)
{
    if (client == NULL)
        return;
    client->is_closing = true;
    while (client->first != NULL)
        call_cut(client, client->first);
    tr__pipe_guard guard;
    tr__pipe_guard_enter(&guard);
    (void)curl_multi_cleanup(client->multi); /* every handle has left it */
    tr__pipe_guard_leave(&guard);
    (void)client->loop->set_timer(client->loop->user, client, INT64_MAX,
                                  on_due); /* removing needs no memory */
    free(client);
}

/* ---- calls ----------------------------------------------------------------------------------- */

tr_status tr_http_client_send(tr_http_client *client, const tr_http_request *request,
                              tr_http_done *done, void *user, tr_http_call **call_out,
                              tr_error *err)
{
    if (client == NULL || request == NULL || done == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "http client: no request, or nobody to tell");
    if (client->is_closing)
        return tr__fail(err, TR_E_CLOSED, 0, "http client: it is closing");
    if (client->count >= client->count_max)
        return tr__fail(err, TR_E_FULL, 0, "http client: %zu requests are under way",
                        client->count);
    tr_http_call *call = calloc(1, sizeof *call);
    if (call == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "http client: no memory");
    tr_status status = tr__transfer_open(&call->transfer, request, true, true, err);
    if (status != TR_OK) {
        free(call);
        return status;
    }
    call->done = done;
    call->user = user;
    call->transfer.clock = client->loop->clock;
    if (request->send_within_ms > 0)
        call->transfer.send_by_ns = now_of(client) + (int64_t)request->send_within_ms * 1000000;
    if (curl_easy_setopt(call->transfer.curl, CURLOPT_PRIVATE, call) != CURLE_OK ||
        curl_multi_add_handle(client->multi, call->transfer.curl) != CURLM_OK) {
        tr__transfer_close(&call->transfer);
        free(call);
        return tr__fail(err, TR_E_NO_MEMORY, 0, "http client: no memory");
    }
    call->after = client->first;
    if (client->first != NULL)
        client->first->before = call;
    client->first = call;
    client->count++;
    if (call_out != NULL)
        *call_out = call;
    return TR_OK;
}

void tr_http_client_cancel(tr_http_client *client, tr_http_call *call)
{
    if (client != NULL && call != NULL)
        call_cut(client, call);
}

size_t tr_http_client_count(const tr_http_client *client)
{
    return client == NULL ? 0 : client->count;
}
