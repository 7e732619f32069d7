/*
 * http.h: one HTTP request at a time, blocking, for programs that ask and wait.
 *
 * No redirect is followed, no proxy is taken from the environment, nothing but http and https is
 * spoken, and nothing is ever sent twice: each request has a connection of its own, because on a kept
 * one a request may be repeated behind the caller's back. Errors name the host and the reason, never
 * the rest of the URL, a header or a body, which may hold secrets.
 */
#ifndef TRADE_HTTP_H
#define TRADE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One header field. */
typedef struct tr_http_header {
    const char *name;
    const char *value;
} tr_http_header;

/** What to send. Everything is borrowed for the time of the call. */
typedef struct tr_http_request {
    size_t struct_size;
    const char *method; /* upper-case letters: "GET", "POST", ... */
    const char *url;    /* http://... or https://... */
    const tr_http_header *headers;
    size_t header_count;
    const void *body; /* NULL for none */
    size_t body_size;
    uint32_t timeout_ms;      /* for all of it, 1..3600000 */
    size_t response_size_max; /* bytes of headers and body together */
    const char *ca_file;      /* PEM; NULL for the system's */
    const char *proxy;        /* "http://host:port"; NULL for none, whatever the environment says */
    bool is_unverified;       /* take any certificate; only towards this machine itself */
    uint32_t send_within_ms;  /* when the connection takes longer than this, nothing is sent; 0: no limit of its own */
} tr_http_request;

#define TR_HTTP_REQUEST_INIT                                                                       \
    { sizeof(tr_http_request), "GET", NULL, NULL, 0, NULL, 0, 10000, (size_t)16 << 20, NULL, NULL, \
      false, 0 }

/** An answer. Immutable. */
typedef struct tr_http_response tr_http_response;

/**
 * Send one request and wait for the whole answer. Any status code is an answer, 404 and 500 too.
 * @return TR_E_INVALID for a request that cannot be made; TR_E_NETWORK when nothing was sent: no
 *         address, no connection, no trust in the certificate; TR_E_TIMEOUT when time ran out before
 *         anything was sent; TR_E_UNKNOWN_OUTCOME when it may have been received but no whole answer
 *         came: look it up, do not send it again; TR_E_NO_MEMORY. `native_code` is libcurl's.
 * Threads: any.
 */
TR_API tr_status tr_http_send(const tr_http_request *request, tr_http_response **out,
                              tr_error *err);

/** An answer of the caller's own making, for a transport that is not this one: a recording, a test's double. */
TR_API tr_status tr_http_response_new(int code, const tr_http_header *headers, size_t header_count,
                                      const void *body, size_t body_size, tr_http_response **out,
                                      tr_error *err);

/** Release; NULL is accepted. */
TR_API void tr_http_response_free(tr_http_response *response);

/** 200, 404, ... */
TR_API int tr_http_response_code(const tr_http_response *response);

/** The first header of this name, in any case, without blanks around it; NULL when there is none. */
TR_API const char *tr_http_response_header(const tr_http_response *response, const char *name);

/** The body, NUL-terminated behind its last byte. */
TR_API const char *tr_http_response_body(const tr_http_response *response, size_t *size_out);

#ifdef __cplusplus
}
#endif

#endif
