/*
 * http_client.h: many HTTP requests at once, driven by the host's loop, over kept connections.
 *
 * What http.h says of one request holds here too: no redirect, no proxy of the environment, nothing but http and https.
 * Connections are kept and used again, which saves the handshakes of each request. libcurl repeats a request by itself
 * when a kept connection turns out to be dead; that is wanted for GET and HEAD, and every other request is stopped at a
 * gate before it could leave a second time: it is sent once or not at all, and its outcome is then unknown.
 */
#ifndef TRADE_HTTP_CLIENT_H
#define TRADE_HTTP_CLIENT_H

#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/http.h>
#include <trade/loop.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Confined to the loop's thread. */
typedef struct tr_http_client tr_http_client;

typedef struct tr_http_client_options {
    size_t struct_size;
    const tr_loop *loop;      /* borrowed */
    uint32_t calls_max;       /* under way at once; then TR_E_FULL */
    uint32_t connections_max; /* to one host; further calls wait for one */
} tr_http_client_options;

#define TR_HTTP_CLIENT_OPTIONS_INIT                                                                \
    {                                                                                              \
        sizeof(tr_http_client_options), NULL, 1024, 8                                              \
    }

/** What became of a request. */
typedef enum tr_http_outcome {
    TR_HTTP_ANSWERED = 0, /* whole; whatever its code */
    TR_HTTP_NOT_SENT = 1, /* surely not one byte of the request left */
    TR_HTTP_UNKNOWN = 2   /* it may have arrived, and no whole answer came */
} tr_http_outcome;

/** Valid during the call only. Times are the clock's monotonic ones. */
typedef struct tr_http_result {
    tr_http_outcome outcome;
    const tr_http_response *response; /* NULL unless answered */
    tr_error
        error; /* filled unless answered; statuses as tr_http_send's, TR_E_CLOSED when cut off */
    int64_t sent_ns; /* just before the first byte left; 0: not sent */
    int64_t ended_ns;
} tr_http_result;

/** Called once per call, from the loop, or from tr_http_client_cancel and _free. May send. */
typedef void tr_http_done(void *user, const tr_http_result *result);

/** @return TR_E_INVALID; TR_E_NO_MEMORY */
TR_API tr_status tr_http_client_new(const tr_http_client_options *options, tr_http_client **out,
                                    tr_error *err);

/** End every call with TR_E_CLOSED and release; NULL is accepted. */
TR_API void tr_http_client_free(tr_http_client *client);

/** A request under way. */
typedef struct tr_http_call tr_http_call;

/**
 * Start a request; its content is copied. `timeout_ms` counts from here, waiting for a connection included.
 * @param call_out  may be NULL; dead once `done` has been called
 * @return a failure: `done` will not be called, and nothing was sent. TR_E_FULL; TR_E_INVALID; TR_E_NO_MEMORY
 */
TR_API tr_status tr_http_client_send(tr_http_client *client, const tr_http_request *request,
                                     tr_http_done *done, void *user, tr_http_call **call_out,
                                     tr_error *err);

/** Cut a call off: `done` is called from here. A request that had left has an unknown outcome. */
TR_API void tr_http_client_cancel(tr_http_client *client, tr_http_call *call);

/** Calls under way. 0 for NULL. */
TR_API size_t tr_http_client_count(const tr_http_client *client);

#ifdef __cplusplus
}
#endif

#endif
