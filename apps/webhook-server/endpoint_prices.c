/* endpoint_prices.c: prices of the paper market, pushed from outside. */
#include "call.h"
#include "endpoint.h"
#include "server.h"

static const web_field push_fields[] = {
    { "symbol", WEB_FIELD_TEXT, "symbol" },
    { "price", WEB_FIELD_NUMBER, "price" },
    { "quantity", WEB_FIELD_NUMBER, "quantity" },
    { NULL, WEB_FIELD_TEXT, NULL },
};

/* A price moves everybody's orders: an administrator's business. */
static void post_price(void *user, serve_request *request)
{
    web_call *call = web_call_begin(request, TR_RIGHT_ADMIN, "price push", NULL);
    if (call == NULL)
        return;
    web_call_read_body(call, push_fields);
    web_call_run(user, call);
}

const serve_route web_endpoint_prices[] = {
    { "POST", "/prices", SERVE_AUTHENTICATED, WEB_BODY_MAX, post_price },
    { .method = NULL },
};
