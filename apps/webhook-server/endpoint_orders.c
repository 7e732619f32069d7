/*
 * endpoint_orders.c: orders, under the paths and names that the system's first clients use.
 *
 * What happens is in the library's commands: these functions only say which JSON member is which argument.
 */
#include <string.h>

#include "answer.h"
#include "call.h"
#include "endpoint.h"
#include "server.h"

static const web_field create_fields[] = {
    { "user_id", WEB_FIELD_TEXT, NULL },
    { "side", WEB_FIELD_WORD, NULL },
    { "trigger_condition", WEB_FIELD_WORD, NULL },
    { "symbol", WEB_FIELD_TEXT, "symbol" },
    { "order_type", WEB_FIELD_WORD, "type" },
    { "quantity", WEB_FIELD_NUMBER, "quantity" },
    { "price", WEB_FIELD_NUMBER, "price" },
    { "stop_price", WEB_FIELD_NUMBER, "stop_price" },
    { "take_profit", WEB_FIELD_NUMBER, "take_profit" },
    { "stop_loss", WEB_FIELD_NUMBER, "stop_loss" },
    { "strategy_match", WEB_FIELD_TEXT, "strategy" },
    { "signal_source", WEB_FIELD_TEXT, "source" },
    { "notes", WEB_FIELD_TEXT, "notes" },
    { "tags", WEB_FIELD_TEXTS, "tags" },
    /* Not in the first clients' vocabulary: */
    { "account", WEB_FIELD_TEXT, "account" },
    { "time_in_force", WEB_FIELD_WORD, "tif" },
    { "reduce_only", WEB_FIELD_FLAG, "reduce_only" },
    { "expires_at", WEB_FIELD_TEXT, "expires" },
    { "good_from", WEB_FIELD_TEXT, "good_from" },
    { "trail_amount", WEB_FIELD_NUMBER, "trail_amount" },
    { "trail_percent", WEB_FIELD_NUMBER, "trail_percent" },
    { "stop_trail_amount", WEB_FIELD_NUMBER, "stop_trail_amount" },
    { "stop_trail_percent", WEB_FIELD_NUMBER, "stop_trail_percent" },
    { "activation_price", WEB_FIELD_NUMBER, "activation_price" },
    { "targets", WEB_FIELD_TEXT, "targets" },
    { "stops", WEB_FIELD_TEXT, "stops" },
    { "idempotency_key", WEB_FIELD_TEXT, "key" },
    { "wait", WEB_FIELD_WORD, "wait" },
    { NULL, WEB_FIELD_TEXT, NULL },
};

/* A user speaks for themselves alone. */
static void user_check(web_call *call, const char *user)
{
    if (user != NULL && strcmp(user, call->caller->user) != 0)
        web_call_refuse(call, TR_E_DENIED, "user_id is not the user of this API key");
}

/* ---- create ---------------------------------------------------------------------------------- */

static bool create_head(const web_call *call, const tr_document_node *order, tr_json_writer *writer)
{
    const tr_document_node *duplicate = tr_document_node_member(order, "duplicate");
    bool is_duplicate = duplicate != NULL && tr_document_node_bool(duplicate);
    char id[TR_ID_TEXT_SIZE];
    tr_id_format(tr_document_node_id(tr_document_node_member(order, "order_id")), id);
    tr_json_write_text(writer, "order_id", id);
    tr_json_write_text(writer, "status", "queued");
    tr_json_write_text(writer, "message",
                       is_duplicate ? "this key was used before; nothing was done again"
                                    : "the order is stored and on its way");
    web_write_time(writer, "timestamp", serve_request_received_ns(call->request));
    tr_json_write_text(writer, "state",
                       tr_document_node_text(tr_document_node_member(order, "state")));
    tr_json_write_bool(writer, "duplicate", is_duplicate);
    return false;
}

/* What the body means beyond single members. */
static void create_complete(web_call *call)
{
    const char *side = web_fields_own(&call->fields, "side");
    const char *trigger = web_fields_own(&call->fields, "trigger_condition");
    user_check(call, web_fields_own(&call->fields, "user_id"));
    if (side == NULL)
        web_call_refuse(call, TR_E_INVALID, "side is missing: buy or sell");
    else if (strcmp(side, "buy") == 0)
        call->command = "order buy";
    else if (strcmp(side, "sell") == 0)
        call->command = "order sell";
    else
        web_call_refuse(call, TR_E_INVALID, "side must be buy or sell");
    if (trigger != NULL && strcmp(trigger, "signal") != 0)
        web_call_refuse(call, TR_E_INVALID,
                        "trigger_condition must be signal: a price is waited for by a stop order");
    else if (trigger != NULL)
        web_call_add(call, "on_signal", "true");
}

static void post_create(void *user, serve_request *request)
{
    web_call *call = web_call_begin(request, TR_RIGHT_TRADE, NULL, create_head);
    if (call == NULL)
        return;
    const char *key = serve_request_header(request, "Idempotency-Key");
    web_call_read_body(call, create_fields);
    create_complete(call);
    if (!web_fields_has(&call->fields, "wait"))
        web_call_add(call, "wait", "stored"); /* durable is what a client waits for */
    if (key != NULL)
        web_call_add(call, "key", key);
    web_call_run(user, call);
}

/* ---- one order ------------------------------------------------------------------------------- */

static void order_run(web_server *server, serve_request *request, const char *command,
                      int64_t rights)
{
    web_call *call = web_call_begin(request, rights, command, NULL);
    if (call == NULL)
        return;
    web_call_read_body(call, NULL);
    web_call_add(call, "order_id", serve_request_capture(request, "id"));
    web_call_run(server, call);
}

static void get_status(void *user, serve_request *request)
{
    order_run(user, request, "order show", TR_RIGHT_READ);
}

static void put_cancel(void *user, serve_request *request)
{
    order_run(user, request, "order cancel", TR_RIGHT_TRADE);
}

/* What is not in the body stays as it is. */
static const web_field amend_fields[] = {
    { "quantity", WEB_FIELD_NUMBER, "quantity" },
    { "price", WEB_FIELD_NUMBER, "price" },
    { "stop_price", WEB_FIELD_NUMBER, "stop_price" },
    { "take_profit", WEB_FIELD_NUMBER, "take_profit" },
    { "stop_loss", WEB_FIELD_NUMBER, "stop_loss" },
    { "targets", WEB_FIELD_TEXT, "targets" },
    { "stops", WEB_FIELD_TEXT, "stops" },
    { "trail_amount", WEB_FIELD_NUMBER, "trail_amount" },
    { "trail_percent", WEB_FIELD_NUMBER, "trail_percent" },
    { "activation_price", WEB_FIELD_NUMBER, "activation_price" },
    { "good_from", WEB_FIELD_TEXT, "good_from" },
    { "expires_at", WEB_FIELD_TEXT, "expires" },
    { "no_expiry", WEB_FIELD_FLAG, "no_expiry" },
    { "signal_source", WEB_FIELD_TEXT, "source" },
    { "signal_age", WEB_FIELD_TEXT, "signal_age" },
    { "notes", WEB_FIELD_TEXT, "notes" },
    { "tags", WEB_FIELD_TEXTS, "tags" },
    { NULL, WEB_FIELD_TEXT, NULL },
};

static void put_amend(void *user, serve_request *request)
{
    web_call *call = web_call_begin(request, TR_RIGHT_TRADE, "order amend", NULL);
    if (call == NULL)
        return;
    web_call_read_body(call, amend_fields);
    web_call_add(call, "order_id", serve_request_capture(request, "id"));
    web_call_run(user, call);
}

/* ---- a user's -------------------------------------------------------------------------------- */

static bool list_head(const web_call *call, const tr_document_node *answer, tr_json_writer *writer)
{
    (void)answer;
    tr_json_write_text(writer, "user_id", call->caller->user);
    web_write_time(writer, "timestamp", serve_request_received_ns(call->request));
    return true;
}

static void get_user_orders(void *user, serve_request *request)
{
    static const char *const names[] = { "limit", "status", "symbol", "account", "after", NULL };
    web_call *call = web_call_begin(request, TR_RIGHT_READ, "order list", list_head);
    if (call == NULL)
        return;
    user_check(call, serve_request_capture(request, "id"));
    web_call_add(call, "user", call->caller->user);
    web_call_add_query(call, names);
    if (!web_fields_has(&call->fields, "limit"))
        web_call_add(call, "limit", "50");
    web_call_run(user, call);
}

const serve_route web_endpoint_orders[] = {
    { "POST", "/orders/create", SERVE_AUTHENTICATED, WEB_BODY_MAX, post_create },
    { "GET", "/orders/status/{id}", SERVE_AUTHENTICATED, 0, get_status },
    { "PUT", "/orders/cancel/{id}", SERVE_AUTHENTICATED, WEB_BODY_MAX, put_cancel },
    { "PUT", "/orders/amend/{id}", SERVE_AUTHENTICATED, WEB_BODY_MAX, put_amend },
    { "GET", "/orders/user/{id}", SERVE_AUTHENTICATED, 0, get_user_orders },
    { .method = NULL },
};
