/* endpoint_risk.c: limits, halts, and what the limits would say; the rights are the commands' own. */
#include "call.h"
#include "endpoint.h"
#include "server.h"

static const web_field set_fields[] = {
    { "limit", WEB_FIELD_WORD, "limit" },   { "value", WEB_FIELD_NUMBER, "value" },
    { "scope", WEB_FIELD_WORD, "scope" },   { "name", WEB_FIELD_TEXT, "name" },
    { "reason", WEB_FIELD_TEXT, "reason" }, { "account", WEB_FIELD_TEXT, "account" },
    { NULL, WEB_FIELD_TEXT, NULL },
};

static const web_field check_fields[] = {
    { "side", WEB_FIELD_WORD, "side" },
    { "symbol", WEB_FIELD_TEXT, "symbol" },
    { "quantity", WEB_FIELD_NUMBER, "quantity" },
    { "order_type", WEB_FIELD_WORD, "type" },
    { "price", WEB_FIELD_NUMBER, "price" },
    { "stop_price", WEB_FIELD_NUMBER, "stop_price" },
    { "take_profit", WEB_FIELD_NUMBER, "take_profit" },
    { "stop_loss", WEB_FIELD_NUMBER, "stop_loss" },
    { "reduce_only", WEB_FIELD_FLAG, "reduce_only" },
    { "strategy", WEB_FIELD_TEXT, "strategy" },
    { "account", WEB_FIELD_TEXT, "account" },
    { NULL, WEB_FIELD_TEXT, NULL },
};

static const web_field halt_fields[] = {
    { "level", WEB_FIELD_WORD, "level" },     { "scope", WEB_FIELD_WORD, "scope" },
    { "name", WEB_FIELD_TEXT, "name" },       { "reason", WEB_FIELD_TEXT, "reason" },
    { "account", WEB_FIELD_TEXT, "account" }, { NULL, WEB_FIELD_TEXT, NULL },
};

static void get_risk(void *user, serve_request *request)
{
    static const char *const names[] = { "account", "asset", NULL };
    web_call *call = web_call_begin(request, TR_RIGHT_READ, "risk show", NULL);
    if (call == NULL)
        return;
    web_call_add_query(call, names);
    web_call_run(user, call);
}

static void run_body(void *user, serve_request *request, int64_t rights, const char *command,
                     const web_field *fields)
{
    web_call *call = web_call_begin(request, rights, command, NULL);
    if (call == NULL)
        return;
    web_call_read_body(call, fields);
    web_call_run(user, call);
}

static void post_limit(void *user, serve_request *request)
{
    run_body(user, request, TR_RIGHT_ADMIN, "risk set", set_fields);
}

static void post_check(void *user, serve_request *request)
{
    run_body(user, request, TR_RIGHT_READ, "risk check", check_fields);
}

static void post_halt(void *user, serve_request *request)
{
    run_body(user, request, TR_RIGHT_TRADE, "halt", halt_fields);
}

/* The level is the path's: the first row stays out. */
static void post_resume(void *user, serve_request *request)
{
    run_body(user, request, TR_RIGHT_ADMIN, "resume", halt_fields + 1);
}

static void post_flatten(void *user, serve_request *request)
{
    run_body(user, request, TR_RIGHT_TRADE, "flatten", halt_fields + 1);
}

const serve_route web_endpoint_risk[] = {
    { "GET", "/risk", SERVE_AUTHENTICATED, 0, get_risk },
    { "POST", "/risk/limits", SERVE_AUTHENTICATED, WEB_BODY_MAX, post_limit },
    { "POST", "/risk/check", SERVE_AUTHENTICATED, WEB_BODY_MAX, post_check },
    { "POST", "/risk/halt", SERVE_AUTHENTICATED, WEB_BODY_MAX, post_halt },
    { "POST", "/risk/resume", SERVE_AUTHENTICATED, WEB_BODY_MAX, post_resume },
    { "POST", "/risk/flatten", SERVE_AUTHENTICATED, WEB_BODY_MAX, post_flatten },
    { .method = NULL },
};
