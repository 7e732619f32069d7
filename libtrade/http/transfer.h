/*
 * transfer.h: one request and its answer over one libcurl handle: what the blocking and the asynchronous client share.
 *
 * libcurl repeats a request by itself when a kept connection dies before an answer begins. Every attempt passes a gate
 * here first, after the connection stands and before the first byte leaves: the gate lets requests that change something
 * through once, and knows what was surely not sent.
 */
#ifndef TRADE_HTTP_TRANSFER_H
#define TRADE_HTTP_TRANSFER_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <curl/curl.h>

#include <trade/clock.h>
#include <trade/http.h>

#include "core/buffer.h"

#define TR__HTTP_HOST_SIZE 256

typedef struct tr__transfer {
    CURL *curl;
    CURLU *url;
    struct curl_slist *headers;
    void *body; /* a copy, wiped on release; NULL: the caller's is used */
    size_t body_size;
    char host[TR__HTTP_HOST_SIZE]; /* for messages */
    size_t bytes_left;
    bool is_head_whole; /* of the last head: its empty line came */
    bool is_too_large;
    bool is_out_of_memory;
    bool is_repeatable;    /* asks and changes nothing */
    unsigned int attempts; /* that passed the gate */
    const tr_clock *clock; /* NULL: no time is taken */
    int64_t send_by_ns;    /* monotonic; the gate closes then; INT64_MAX: never */
    int64_t sent_ns;       /* monotonic: when the last attempt passed the gate */
    tr_http_response *response;
} tr__transfer;

/*
 * Check the request and make everything ready. `is_kept`: the connection may be one that was kept, and is kept
 * afterwards. `is_copied`: the request's content is not borrowed. A failed one needs no release.
 */
tr_status tr__transfer_open(tr__transfer *transfer, const tr_http_request *request, bool is_kept,
                            bool is_copied, tr_error *err);

/* Release, wiping what may hold keys. The handle has left its multi handle before. */
void tr__transfer_close(tr__transfer *transfer);

/* What became of it, in fixed words: libcurl's error text may quote the URL. TR_OK: the answer is whole. */
tr_status tr__transfer_end(tr__transfer *transfer, CURLcode code, tr_error *err);

/*
 * Writing to a closed TLS connection raises SIGPIPE, and a library must not change what a program does about signals:
 * block it on this thread while libcurl works, and take back one that came.
 */
typedef struct tr__pipe_guard {
    sigset_t before;
    bool was_pending;
} tr__pipe_guard;

void tr__pipe_guard_enter(tr__pipe_guard *guard);
void tr__pipe_guard_leave(const tr__pipe_guard *guard);

#endif
