/* endpoint_blocks.c: orders that several conditions arm; which account and user they are of is the commands' business. */
#include "call.h"
#include "endpoint.h"
#include "server.h"

static const web_field create_fields[] = {
    { "symbol", WEB_FIELD_TEXT, "symbol" },
    { "side", WEB_FIELD_WORD, "side" },
    { "quantity", WEB_FIELD_NUMBER, "quantity" },
    { "conditions", WEB_FIELD_TEXTS, "conditions" },
    { "name", WEB_FIELD_TEXT, "name" },
    { "description", WEB_FIELD_TEXT, "description" },
    { "lower", WEB_FIELD_NUMBER, "lower" },
    { "upper", WEB_FIELD_NUMBER, "upper" },
    { "take_profit", WEB_FIELD_NUMBER, "take_profit" },
    { "stop_loss", WEB_FIELD_NUMBER, "stop_loss" },
    { "targets", WEB_FIELD_TEXTS, "targets" },
    { "stops", WEB_FIELD_TEXTS, "stops" },
    { "window", WEB_FIELD_TEXT, "window" },
    { "expires_at", WEB_FIELD_TEXT, "expires" },
    { "account", WEB_FIELD_TEXT, "account" },
    { "idempotency_key", WEB_FIELD_TEXT, "key" },
    { NULL, WEB_FIELD_TEXT, NULL },
};

static void post_create(void *user, serve_request *request)
{
    web_call *call = web_call_begin(request, TR_RIGHT_TRADE, "block add", NULL);
    if (call == NULL)
        return;
    const char *key = serve_request_header(request, "Idempotency-Key");
    web_call_read_body(call, create_fields);
    if (key != NULL)
        web_call_add(call, "key", key);
    web_call_run(user, call);
}

static void block_run(web_server *server, serve_request *request, const char *command,
                      int64_t rights)
{
    web_call *call = web_call_begin(request, rights, command, NULL);
    if (call == NULL)
        return;
    web_call_read_body(call, NULL);
    web_call_add(call, "block_id", serve_request_capture(request, "id"));
    web_call_run(server, call);
}

static void get_status(void *user, serve_request *request)
{
    block_run(user, request, "block show", TR_RIGHT_READ);
}

static void put_cancel(void *user, serve_request *request)
{
    block_run(user, request, "block cancel", TR_RIGHT_TRADE);
}

static const web_field amend_fields[] = {
    { "quantity", WEB_FIELD_NUMBER, "quantity" },
    { "lower", WEB_FIELD_NUMBER, "lower" },
    { "upper", WEB_FIELD_NUMBER, "upper" },
    { "take_profit", WEB_FIELD_NUMBER, "take_profit" },
    { "stop_loss", WEB_FIELD_NUMBER, "stop_loss" },
    { "targets", WEB_FIELD_TEXTS, "targets" },
    { "stops", WEB_FIELD_TEXTS, "stops" },
    { "window", WEB_FIELD_TEXT, "window" },
    { "expires_at", WEB_FIELD_TEXT, "expires" },
    { "description", WEB_FIELD_TEXT, "description" },
    { NULL, WEB_FIELD_TEXT, NULL },
};

static void put_amend(void *user, serve_request *request)
{
    web_call *call = web_call_begin(request, TR_RIGHT_TRADE, "block amend", NULL);
    if (call == NULL)
        return;
    web_call_add(call, "block_id", serve_request_capture(request, "id"));
    web_call_read_body(call, amend_fields);
    web_call_run(user, call);
}

static void get_list(void *user, serve_request *request)
{
    static const char *const names[] = { "state", "account", "limit", "after", NULL };
    web_call *call = web_call_begin(request, TR_RIGHT_READ, "block list", NULL);
    if (call == NULL)
        return;
    web_call_add_query(call, names);
    web_call_run(user, call);
}

const serve_route web_endpoint_blocks[] = {
    { "POST", "/blocks/create", SERVE_AUTHENTICATED, WEB_BODY_MAX, post_create },
    { "GET", "/blocks/status/{id}", SERVE_AUTHENTICATED, 0, get_status },
    { "PUT", "/blocks/cancel/{id}", SERVE_AUTHENTICATED, WEB_BODY_MAX, put_cancel },
    { "PUT", "/blocks/amend/{id}", SERVE_AUTHENTICATED, WEB_BODY_MAX, put_amend },
    { "GET", "/blocks", SERVE_AUTHENTICATED, 0, get_list },
    { .method = NULL },
};
