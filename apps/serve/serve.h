/*
 * serve.h: the HTTP(S) server of the daemons: routes, requests, replies that may come later.
 *
 * It knows nothing of trading. One thread runs a `serve_loop` (libuv); a `serve_server` listens in it.
 * A handler is called on the loop thread with a whole, checked request and answers it exactly once,
 * now or later, from any thread. What HTTP leaves open to two readings is refused before a handler
 * sees it (gate.h); every refusal is application/problem+json.
 */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/clock.h>
#include <trade/log.h>
#include <trade/status.h>

struct uv_loop_s;

typedef struct serve_loop serve_loop;
typedef struct serve_server serve_server;
typedef struct serve_request serve_request;

#define SERVE_ID_SIZE 65 /* a request id: at most 64 characters and a NUL */

/* A capture of this name holds a secret: its segment appears in no log. */
#define SERVE_SECRET_CAPTURE "secret"

#define SERVE_UNLIMITED      UINT_MAX

/* ---- The loop ---- */

/**
 * Make a loop and ignore SIGPIPE in this process: a client that went away is an error of a write.
 * @return TR_E_NO_MEMORY, TR_E_IO.   Threads: confined to the thread that runs it.
 */
tr_status serve_loop_new(serve_loop **out, tr_error *err);

/** Run until serve_loop_stop. */
void serve_loop_run(serve_loop *loop);

/** End serve_loop_run after the current turn. Loop thread; from elsewhere, post a function that does. */
void serve_loop_stop(serve_loop *loop);

/**
 * Release; its servers are stopped and freed before. NULL is accepted. The signals it watched are
 * ignored from here on: who asks a daemon twice to end must not kill it while it does.
 */
void serve_loop_free(serve_loop *loop);

/** libuv's loop, for timers and sockets of the program's own. */
struct uv_loop_s *serve_loop_uv(serve_loop *loop);

/**
 * Call `run(user)` on the loop thread for every `signal_number` (SIGTERM, SIGINT, SIGHUP, ...).
 * At most 8 signals a loop: TR_E_FULL.
 */
tr_status serve_loop_on_signal(serve_loop *loop, int signal_number, void (*run)(void *user),
                               void *user, tr_error *err);

/**
 * Call `run(user)` on the loop thread, after what was posted before.
 * @return TR_E_NO_MEMORY. The loop must not be freed meanwhile.   Threads: any.
 */
tr_status serve_post(serve_loop *loop, void (*run)(void *user), void *user);

/* ---- The routes ---- */

/**
 * Answers one request; called on the loop thread. It must lead to exactly one serve_reply (or
 * serve_reply_problem), now or later, from any thread.
 */
typedef void serve_handler(void *user, serve_request *request);

typedef enum serve_access {
    SERVE_AUTHENTICATED, /* the server's `authenticate` must accept the request first */
    SERVE_OPEN
} serve_access;

/** One row of the table; the first row that fits wins. GET answers HEAD too. */
typedef struct serve_route {
    const char *method;  /* GET, POST, PUT, PATCH, DELETE */
    const char *pattern; /* "/orders/status/{id}": at most 4 captures, each a whole segment */
    serve_access access;
    size_t body_size_max; /* a larger body is refused with 413 before it is read */
    serve_handler *handle;
} serve_route;

/* ---- The server ---- */

/** Where request ids come from when the client gives none. Called on the loop thread. */
typedef struct serve_id_source {
    void (*next)(void *user, char text_out[SERVE_ID_SIZE]);
    void *user;
} serve_id_source;

typedef struct serve_options {
    size_t struct_size;
    const char *host;             /* an address; "localhost" is 127.0.0.1 */
    uint16_t port;                /* 0: any free one */
    const char *certificate_path; /* PEM; both or neither: with them the server speaks TLS alone */
    const char *key_path;

    unsigned connection_max;
    unsigned connection_per_address_max;
    unsigned deadline_ms;       /* for a whole request to arrive */
    unsigned idle_ms;           /* for the next request on a kept connection to begin */
    unsigned reply_deadline_ms; /* for a client to take its reply */
    size_t target_size_max;
    size_t header_count_max;
    size_t header_size_max; /* names and values of all; a connection has 8 KiB for everything */

    const serve_route *routes; /* borrowed until the server is freed */
    size_t route_count;
    void *user; /* given to handlers and to authenticate */

    /** Says who asks: loop thread, headers only, before the body is read. NULL: nobody is accepted. */
    bool (*authenticate)(void *user, serve_request *request);

    tr_clock clock;
    serve_id_source ids;

    /* A line for each request at level info (id, method, path, status, size, duration, address), from the
       loop thread. Never a query, a header, a body or a secret. NULL is silence. */
    const tr_log *log;
} serve_options;

#define SERVE_OPTIONS_INIT                                                                         \
    {                                                                                              \
        .struct_size = sizeof(serve_options), .host = "127.0.0.1", .port = 8000,                   \
        .connection_max = 4096, .connection_per_address_max = SERVE_UNLIMITED,                     \
        .deadline_ms = 10000, .idle_ms = 60000, .reply_deadline_ms = 30000,                        \
        .target_size_max = 2048, .header_count_max = 40, .header_size_max = 4096                   \
    }

/** Totals since the start. Plain data. */
typedef struct serve_totals {
    uint64_t connection_count;         /* accepted */
    uint64_t connection_refused_count; /* over a limit */
    uint64_t connection_open_count;    /* now */
    uint64_t request_count;            /* begun, refused ones too */
    uint64_t reply_count;              /* fully sent */
    uint64_t reply_class_count[6];     /* by hundreds: [2] is 2xx */
    uint64_t refused_count;            /* by the gate, the router or the limits */
    uint64_t cut_count;                /* connections cut by a deadline */
    uint64_t dropped_count;            /* replies whose client was gone */
    uint64_t waiting_count;            /* requests with a handler, now */
    uint64_t accept_paused_count;      /* times accepting stopped for want of descriptors */
    uint64_t body_bytes_in;
    uint64_t body_bytes_out;
} serve_totals;

/**
 * Listen. Clock, ids and routes are needed.
 * @return TR_E_INVALID for options that cannot be; TR_E_IO when the address cannot be had or a PEM file
 *         not be read; TR_E_PARSE when a PEM file makes no sense; TR_E_UNSUPPORTED without TLS support
 * Threads: confined to the loop's thread.
 */
tr_status serve_server_new(serve_loop *loop, const serve_options *options, serve_server **out,
                           tr_error *err);

/** The port listened on. */
uint16_t serve_server_port(const serve_server *server);

/** Read certificate and key again; connections from now on use them. On failure the old ones stay. */
tr_status serve_server_reload_certificate(serve_server *server, tr_error *err);

/** Loop thread. */
void serve_server_totals(const serve_server *server, serve_totals *out);

/**
 * Stop: accept nothing new, close idle connections, finish what is in flight for up to `deadline_ms`,
 * then cut the rest, close, and call `stopped(user)` on the loop thread, once. Replies that come
 * after that are dropped safely. A second call is ignored.
 */
void serve_server_stop(serve_server *server, unsigned deadline_ms, void (*stopped)(void *user),
                       void *user);

/** Release a stopped server. NULL is accepted. */
void serve_server_free(serve_server *server);

/* ---- The request: immutable until replied ---- */

/** As sent: "GET", "HEAD", ... */
const char *serve_request_method(const serve_request *request);
const char *serve_request_id(const serve_request *request);
const char *serve_request_address(const serve_request *request);

/** When the request line arrived, by the server's clock. */
int64_t serve_request_received_ns(const serve_request *request);

/** The decoded segment of that {name}; NULL when the pattern has none. */
const char *serve_request_capture(const serve_request *request, const char *name);

/** The decoded value of a query parameter, "" for one without '='; NULL when it is not there. */
const char *serve_request_query(const serve_request *request, const char *name);

/** The name of the index-th query parameter; NULL behind the last. */
const char *serve_request_query_name(const serve_request *request, size_t index);

/** A header's value, or NULL. Only inside authenticate and the handler's own call; copy what must stay. */
const char *serve_request_header(const serve_request *request, const char *name);

/** The body, borrowed until the reply; never NULL, and a NUL follows it. */
const char *serve_request_body(const serve_request *request, size_t *size_out);

/** Something of the program's own that travels with the request; authenticate may leave who asks. */
void serve_request_set_context(serve_request *request, void *context,
                               void (*release)(void *context));
void *serve_request_context(const serve_request *request);

/* ---- The reply: exactly once; the request is gone afterwards ---- */

/** Add a header before the reply; at most 8, name and value are copied. TR_E_FULL, TR_E_INVALID. */
tr_status serve_reply_header(serve_request *request, const char *name, const char *value);

/**
 * Answer. `body` is copied; size 0 means none. Sent with nosniff, and with no-store unless a
 * Cache-Control was added. When the client is gone the reply is dropped.   Threads: any.
 */
void serve_reply(serve_request *request, unsigned status, const char *content_type,
                 const void *body, size_t size);

/**
 * Answer with application/problem+json (RFC 9457): `type` NULL for about:blank, the title is the
 * status' own phrase, `detail` one line for a person, the instance is the request id.   Threads: any.
 */
void serve_reply_problem(serve_request *request, unsigned status, const char *type,
                         const char *detail);

#endif
