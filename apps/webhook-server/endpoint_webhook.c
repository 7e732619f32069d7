/*
 * endpoint_webhook.c: alerts, as TradingView sends them.
 *
 * TradingView sends no headers of our choosing, so the secret is in the body or is the last segment of the path. It
 * waits 3 s and sends again up to three times after a 5xx: hence 503 whenever trying again can help.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <trade/alert.h>
#include <trade/time.h>

#include "answer.h"
#include "endpoint.h"
#include "server.h"

/* The answer's text: ids, a time and a few words. */
#define REPLY_SIZE (256 + TR_ANSWER_ORDERS_MAX * (TR_ID_TEXT_SIZE + 3))

static const char *message_of(const tr_engine_answer *answer)
{
    if (answer->is_duplicate)
        return "this alert was received before; nothing was done again";
    if (answer->order_count == 0)
        return "alert stored; no order fits it";
    return "alert stored; its orders are on their way";
}

static size_t append(char *out, size_t used, const char *text)
{
    size_t size = strlen(text);
    memcpy(out + used, text, size);
    return used + size;
}

/* On the engine's thread, thousands a second: written by hand, since every part is ours and needs no escapes. */
static void alert_answer(void *user, const tr_engine_answer *answer)
{
    serve_request *request = user;
    if (answer->status != TR_OK) {
        web_answer_failure(request, web_status_in_body(answer->status), &answer->error, NULL);
        return;
    }
    char id[TR_ID_TEXT_SIZE];
    char now[40];
    char text[REPLY_SIZE];
    tr_id_format(answer->alert_id, id);
    (void)tr_time_format(serve_request_received_ns(request), 3, now, sizeof now); /* fits */
    int head = snprintf(
        text, 256,
        "{\"status\":\"received\",\"signal_id\":\"%s\",\"message\":\"%s\",\"timestamp\":\"%s\","
        "\"duplicate\":%s,\"orders\":[",
        id, message_of(answer), now, answer->is_duplicate ? "true" : "false");
    size_t used = (size_t)head;
    size_t listed =
        answer->order_count < TR_ANSWER_ORDERS_MAX ? answer->order_count : TR_ANSWER_ORDERS_MAX;
    for (size_t i = 0; i < listed; i++) {
        tr_id_format(answer->order_ids[i], id);
        used = append(text, used, i == 0 ? "\"" : ",\"");
        used = append(text, used, id);
        used = append(text, used, "\"");
    }
    used = append(text, used, "]}");
    serve_reply(request, 200, "application/json", text, used);
}

/*
 * application/json and text/plain, with any parameters, or nothing said; and what curl -d says of every body. The body
 * is read by what it holds in any case.
 */
static bool is_content_served(const char *content_type)
{
    static const char *const served[] = { "application/json", "text/plain",
                                          "application/x-www-form-urlencoded" };
    if (content_type == NULL)
        return true;
    size_t length = strcspn(content_type, "; \t");
    for (size_t i = 0; i < sizeof served / sizeof *served; i++)
        if (strlen(served[i]) == length && strncasecmp(content_type, served[i], length) == 0)
            return true;
    return false;
}

static void alert_take(web_server *server, serve_request *request, bool is_authenticated)
{
    const web_settings *settings = server->settings;
    size_t size;
    const char *body = serve_request_body(request, &size);
    tr_alert_options options = TR_ALERT_OPTIONS_INIT;
    options.secret = settings->webhook_secret;
    options.is_authenticated = is_authenticated;
    options.account = settings->account;
    options.strategies = settings->strategies;
    options.strategy_count = settings->strategy_count;
    tr_alert_text text;
    tr_error err;
    tr_status status = tr_alert_read(body, size, &options, &text, &err);
    if (status != TR_OK) {
        web_answer_failure(request, status, &err, NULL);
        return;
    }
    text.alert.received_ns = serve_request_received_ns(request);
    tr_owner_alert(server->owner, &text.alert, alert_answer, request);
    tr_alert_text_free(&text);
}

/* Whatever can be said before the body is read. */
static bool is_taking(web_server *server, serve_request *request)
{
    const char *address = serve_request_address(request);
    int64_t wait_ns =
        rate_take_ns(server->alert_rates, address, strlen(address), &server->settings->alert_rate,
                     serve_request_received_ns(request));
    if (wait_ns > 0)
        web_answer_wait(request, wait_ns);
    else if (server->settings->webhook_secret == NULL)
        web_answer_problem(request, 503, "not_configured",
                           "no webhook secret is configured: set TRADINGVIEW_WEBHOOK_SECRET");
    else if (!is_content_served(serve_request_header(request, "Content-Type")))
        web_answer_problem(request, 415, "unsupported",
                           "an alert is application/json or text/plain");
    else
        return true;
    return false;
}

static void post_alert(void *user, serve_request *request)
{
    if (is_taking(user, request))
        alert_take(user, request, false);
}

static void post_alert_with_secret(void *user, serve_request *request)
{
    web_server *server = user;
    if (!is_taking(server, request))
        return;
    const char *given = serve_request_capture(request, SERVE_SECRET_CAPTURE);
    if (tr_secret_equals(server->settings->webhook_secret, given, strlen(given)))
        alert_take(server, request, true);
    else
        web_answer_problem(request, 403, "denied", "the path's secret is wrong");
}

const serve_route web_endpoint_webhook[] = {
    { "POST", "/webhooks/tradingview", SERVE_OPEN, WEB_BODY_MAX, post_alert },
    { "POST", "/webhooks/tradingview/{" SERVE_SECRET_CAPTURE "}", SERVE_OPEN, WEB_BODY_MAX,
      post_alert_with_secret },
    { .method = NULL },
};
