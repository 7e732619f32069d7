/* endpoint_queue.c: how many orders stand where, and which. */
#include "call.h"
#include "endpoint.h"
#include "server.h"

static void list_run(void *user, serve_request *request, const char *status_text)
{
    static const char *const names[] = { "limit", "symbol", "account", "after", NULL };
    web_call *call = web_call_begin(request, TR_RIGHT_READ, "order list", NULL);
    if (call == NULL)
        return;
    web_call_add(call, "status", status_text);
    web_call_add_query(call, names);
    web_call_run(user, call);
}

static void get_pending(void *user, serve_request *request)
{
    list_run(user, request, "pending");
}

static void get_matched(void *user, serve_request *request)
{
    list_run(user, request, "matched");
}

static void get_executed(void *user, serve_request *request)
{
    list_run(user, request, "executed");
}

static void get_failed(void *user, serve_request *request)
{
    list_run(user, request, "failed");
}

static void get_stats(void *user, serve_request *request)
{
    static const char *const names[] = { "account", NULL };
    web_call *call = web_call_begin(request, TR_RIGHT_READ, "queue stats", NULL);
    if (call == NULL)
        return;
    web_call_add_query(call, names);
    web_call_run(user, call);
}

const serve_route web_endpoint_queue[] = {
    { "GET", "/orders/queue/stats", SERVE_AUTHENTICATED, 0, get_stats },
    { "GET", "/orders/queue/pending", SERVE_AUTHENTICATED, 0, get_pending },
    { "GET", "/orders/queue/matched", SERVE_AUTHENTICATED, 0, get_matched },
    { "GET", "/orders/queue/executed", SERVE_AUTHENTICATED, 0, get_executed },
    { "GET", "/orders/queue/failed", SERVE_AUTHENTICATED, 0, get_failed },
    { .method = NULL },
};
