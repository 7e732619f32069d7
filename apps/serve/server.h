/*
 * server.h: the server from the inside.
 *
 *   listener.c    accepts, and pauses when descriptors run out
 *   connection.c  deadlines, last words, cuts
 *   exchange.c    the parser's callbacks: gate, routing, body, handler, reply
 *   request.c     what handlers see and how they answer
 *   server.c      life: options, libmicrohttpd inside libuv, stopping
 *
 * Everything is confined to the loop thread but serve_reply, which meets it through `reply_state` and
 * the loop's queue.
 */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H

#include <microhttpd.h>
#include <stdatomic.h>
#include <uv.h>

#include "deadline.h"
#include "loop.h"
#include "queue.h"
#include "router.h"
#include "serve/serve.h"
#include "target.h"
#include "tls.h"

/* All that one connection's parser may use: request line, headers, reply headers. */
#define CONNECTION_MEMORY 8192u

/* The gate reads at most this many headers; options stay below. */
#define HEADER_COUNT_MAX 64u

/* A refused body up to this is read and thrown away, so that the connection lives on and the answer
   is not lost to a reset; a larger one ends with its connection. */
#define DRAIN_SIZE_MAX   65536u

#define REPLY_HEADER_MAX 8
#define METHOD_SIZE      17
#define ADDRESS_SIZE     48

/* Phases of a connection; the first four wait in a list of deadlines each. */
enum {
    WAIT_REQUEST, /* a request is arriving, or the connection is new */
    WAIT_NEXT,    /* replied; was the next request begun within the deadline? */
    WAIT_IDLE,    /* it was not, and nothing came: kept alive */
    WAIT_REPLY,   /* the client takes its reply */
    WAIT_COUNT
};

typedef struct serve_connection {
    deadline deadline; /* the first member: lists lead back here */
    struct serve_connection *next;
    struct serve_connection *previous;
    serve_server *server;
    struct MHD_Connection *mhd;
    serve_request *request; /* the current one, NULL between requests */
    void *tls_session;
    tls_credentials *credentials;
    int descriptor;
    bool is_suspended;
    char address[ADDRESS_SIZE];
} serve_connection;

typedef struct reply_header {
    char *name;
    char *value;
} reply_header;

typedef struct serve_answer {
    unsigned status;
    char *content_type;
    void *body;
    size_t size;
    reply_header headers[REPLY_HEADER_MAX];
    size_t header_count;
    bool has_cache_control;
} serve_answer;

enum reply_state { REPLY_OPEN, REPLY_AWAITED, REPLY_GIVEN };

typedef enum request_phase {
    PHASE_HEAD,     /* headers are not judged yet */
    PHASE_BODY,     /* the body is arriving */
    PHASE_HANDLED,  /* a handler has it */
    PHASE_ANSWERED, /* the reply is with the parser */
    PHASE_ABORTED   /* to be closed without a reply */
} request_phase;

struct serve_request {
    queue_item item;          /* the first member: the queue leads back here */
    serve_queue *queue;       /* held */
    atomic_uint holder_count; /* the parser's side, and the handler until its reply is taken */
    atomic_int reply_state;
    serve_answer reply;

    serve_server *server; /* NULL once the client is gone */
    serve_connection *connection;
    struct serve_request *unsettled_next;
    request_phase phase;
    bool is_unsettled;       /* in the server's list */
    bool is_awaited;         /* the reply comes through the queue, which ends the handler's hold */
    const char *wire_target; /* the parser's own bytes; NULL when it gave none */
    char id[SERVE_ID_SIZE];
    char method[METHOD_SIZE];
    char address[ADDRESS_SIZE];
    int64_t received_ns;
    int64_t started_ns;      /* monotonic */
    unsigned refusal_status; /* not 0: the body is thrown away and this is answered */
    const char *refusal_detail;

    char *target; /* our copy; the rest of the block holds what is decoded from it */
    char *decoded;
    size_t path_size;
    const char *path;
    router_match match;
    const char *captures[ROUTER_CAPTURE_MAX];
    target_query query;

    char *body;
    size_t body_size;
    size_t body_capacity;
    size_t drained_size;

    void *context;
    void (*context_release)(void *context);
};

struct serve_server {
    serve_loop *loop;
    serve_options options;
    char *certificate_path;
    char *key_path;
    struct MHD_Daemon *daemon;
    tls_credentials *credentials; /* NULL: plain HTTP */
    bool is_wire_readable;

    int listen_descriptor;
    uint16_t port;
    uv_poll_t listen_poll;
    uv_timer_t accept_retry;
    bool is_accepting;

    uv_poll_t parser_poll; /* the parser's epoll descriptor */
    uv_check_t after_poll; /* runs the parser once for all that a turn brought */
    uv_idle_t not_done;    /* keeps the loop from sleeping while the parser has more to do */
    uv_timer_t deadline_timer;
    uint64_t deadline_armed_ms;
    bool is_run_due;

    serve_connection *connections;
    serve_request *unsettled; /* begun, or handled without a reply, during this run of the parser */
    deadline_list waits[WAIT_COUNT];
    serve_totals totals;

    uv_timer_t stop_timer;
    unsigned handle_count; /* libuv handles open */
    bool is_stopping;
    bool is_stopped;
    void (*stopped)(void *user);
    void *stopped_user;
};

/* server.c */
void server_run_soon(serve_server *server);
void server_warn(serve_server *server, const char *message);

/* listener.c */
tr_status listener_open(serve_server *server, tr_error *err);
void listener_start(serve_server *server);
void listener_stop(serve_server *server);
void listener_close(serve_server *server, uv_close_cb closed); /* for good; the handle counts on */
void on_accept_retry(uv_timer_t *timer);

/* connection.c */
void on_connection(void *user, struct MHD_Connection *mhd, void **context,
                   enum MHD_ConnectionNotificationCode code);
void connection_wait(serve_connection *connection, int wait);
void connection_wait_none(serve_connection *connection);
/* Answer as far as the socket takes it at once, then close both ways. */
void connection_refuse_raw(serve_connection *connection, unsigned status, const char *detail);
void connection_cut(serve_connection *connection);
/* Have the parser notice that the client sends nothing more, if that is so. */
void connection_tell_end(serve_connection *connection);
void on_deadline_timer(uv_timer_t *timer);

/* exchange.c */
void *on_request_line(void *user, const char *target, struct MHD_Connection *mhd);
enum MHD_Result on_request(void *user, struct MHD_Connection *mhd, const char *url,
                           const char *method, const char *version, const char *data, size_t *size,
                           void **context);
void on_request_end(void *user, struct MHD_Connection *mhd, void **context,
                    enum MHD_RequestTerminationCode code);
/* Between two runs: suspend the connections of requests that still wait for their reply. Not earlier,
   because a connection that is suspended inside a callback reads once more when it resumes, and then a
   client that had closed its sending side would lose its reply. */
void exchange_settle(serve_server *server);
void exchange_abort(serve_connection *connection);

/* request.c */
serve_request *request_new(serve_connection *connection, const char *target);
void request_release(serve_request *request);
void request_mint_id(serve_request *request); /* unless it has one */
bool request_body_append(serve_request *request, const char *data, size_t size);
void reply_fill(serve_request *request, unsigned status, const char *content_type, const void *body,
                size_t size);
void reply_fill_problem(serve_request *request, unsigned status, const char *type,
                        const char *detail);

#endif
