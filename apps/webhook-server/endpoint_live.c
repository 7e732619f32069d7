/* endpoint_live.c: is it there, is it alive, does it take work: for people, supervisors and load balancers. */
#include <trade/version.h>

#include "answer.h"
#include "endpoint.h"
#include "server.h"

static void get_root(void *user, serve_request *request)
{
    (void)user;
    tr_json_writer *writer = web_answer_begin(request);
    if (writer == NULL)
        return;
    tr_json_write_text(writer, "status", "online");
    tr_json_write_text(writer, "service", WEB_SERVICE);
    tr_json_write_text(writer, "version", tr_version());
    web_answer_json(request, writer);
}

static void get_test(void *user, serve_request *request)
{
    (void)user;
    tr_json_writer *writer = web_answer_begin(request);
    if (writer == NULL)
        return;
    tr_json_write_text(writer, "status", "online");
    tr_json_write_text(writer, "service", WEB_SERVICE);
    tr_json_write_text(writer, "message",
                       "send JSON here with POST and it comes back; alerts go to "
                       "/webhooks/tradingview");
    web_answer_json(request, writer);
}

/* The body comes back as it was, once it is known to be JSON. */
static void post_test(void *user, serve_request *request)
{
    (void)user;
    size_t size;
    tr_error err;
    tr_json_document *document;
    const char *body = serve_request_body(request, &size);
    tr_status status = tr_json_document_parse(body, size, NULL, &document, &err);
    if (status != TR_OK) {
        web_answer_failure(request, status, &err, NULL);
        return;
    }
    tr_json_document_free(document);
    serve_reply(request, 200, "application/json", body, size);
}

static void get_livez(void *user, serve_request *request)
{
    (void)user;
    static const char text[] = "{\"status\":\"alive\"}";
    serve_reply(request, 200, "application/json", text, sizeof text - 1);
}

static void get_readyz(void *user, serve_request *request)
{
    web_server *server = user;
    static const char text[] = "{\"status\":\"ready\"}";
    tr_error err;
    if (server->is_stopping) {
        web_answer_problem(request, 503, "closed", "the server is stopping");
        return;
    }
    tr_status status = tr_owner_state(server->owner, &err);
    if (status != TR_OK)
        web_answer_failure(request, status, &err, NULL);
    else
        serve_reply(request, 200, "application/json", text, sizeof text - 1);
}

const serve_route web_endpoint_live[] = {
    { "GET", "/", SERVE_OPEN, 0, get_root },
    { "GET", "/webhooks/test", SERVE_OPEN, 0, get_test },
    { "POST", "/webhooks/test", SERVE_OPEN, WEB_BODY_MAX, post_test },
    { "GET", "/livez", SERVE_OPEN, 0, get_livez },
    { "GET", "/readyz", SERVE_OPEN, 0, get_readyz },
    { .method = NULL },
};
