/*
 * exchange_client.h: asks an exchange over HTTPS: paced, signed at the moment of sending, and never twice where it counts.
 *
 * A client belongs to one exchange, one kind of instrument and at most one key. Questions wait in its queue, exits before
 * entries, until the pacer lets them go; only then are they written and signed, with the exchange's own clock. What asks
 * and changes nothing is asked again when the line fails. A placing call leaves once: what became of it is told as it is
 * known, and when it is not known, as TR_E_UNKNOWN_OUTCOME.
 */
#ifndef TRADE_EXCHANGE_CLIENT_H
#define TRADE_EXCHANGE_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/exchange_model.h>
#include <trade/http_client.h>
#include <trade/log.h>
#include <trade/loop.h>
#include <trade/sign.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_EXCHANGE_KEY_ID_SIZE 257

/** What goes first when not all may go. */
typedef enum tr_urgency {
    TR_URGENCY_EXIT =
        0, /* closes, cancels, and the look-up of an order whose outcome is not known */
    TR_URGENCY_ENTRY = 1,
    TR_URGENCY_ACCOUNT = 2, /* balances, positions, open orders */
    TR_URGENCY_MARKET = 3,
    TR_URGENCY_COUNT = 4
} tr_urgency;

/* ---- the pacer ------------------------------------------------------------------------------- */

/** Counts what is asked of exchanges. One for all clients that share an internet address. Locked. */
typedef struct tr_exchange_pacer tr_exchange_pacer;

TR_API tr_status tr_exchange_pacer_new(tr_exchange_pacer **out, tr_error *err);
/** Release after the last client; NULL is accepted. */
TR_API void tr_exchange_pacer_free(tr_exchange_pacer *pacer);

/* ---- the transport --------------------------------------------------------------------------- */

/** How requests leave: an HTTP client, or a test's double. A port. */
typedef struct tr_exchange_transport {
    tr_status (*send)(void *user, const tr_http_request *request, tr_http_done *done,
                      void *done_user, tr_http_call **call_out, tr_error *err);
    void (*cancel)(void *user, tr_http_call *call);
    void *user;
} tr_exchange_transport;

/** The transport over an HTTP client, which must live longer. */
TR_API tr_exchange_transport tr_exchange_transport_over(tr_http_client *http);

/* ---- the client ------------------------------------------------------------------------------ */

/** Confined to the loop's thread. */
typedef struct tr_exchange_client tr_exchange_client;

typedef struct tr_exchange_client_options {
    size_t struct_size;
    const char *exchange;                   /* "binance", ... */
    tr_kind kind;                           /* SPOT or LINEAR */
    const tr_loop *loop;                    /* borrowed */
    const tr_exchange_transport *transport; /* copied */
    tr_exchange_pacer *pacer;               /* borrowed; NULL: one of its own */
    const tr_exchange_key *key;             /* borrowed; NULL: public questions only */
    const char *key_id;  /* whose budget it is; NULL: the key's own name. Copied */
    bool is_sandbox;     /* the exchange's test network; TR_E_UNSUPPORTED where there is none */
    const char *host;    /* "https://127.0.0.1:8443" instead of either; NULL */
    const char *ca_file; /* as tr_http_request; copied */
    const char *proxy;   /* copied */
    uint32_t timeout_ms; /* of one answer */
    uint32_t attempts;   /* of what may be asked again: 1..10 */
    uint32_t attempt_delay_ms; /* before the second; doubles */
    uint32_t window_ms;        /* an order that arrives later is refused; 1..2000 */
    uint32_t hold_ms;          /* an entry that may not go within this is refused */
    uint32_t questions_max;    /* waiting or under way; then TR_E_FULL */
    const tr_log *log;         /* borrowed; NULL: silence */
    /* Of all clients of the exchange that share the pacer; the exchange's own limits are kept to beside it. 0: no other. */
    uint32_t requests_a_minute;
} tr_exchange_client_options;

#define TR_EXCHANGE_CLIENT_OPTIONS_INIT                                                            \
    {                                                                                              \
        sizeof(tr_exchange_client_options), NULL, TR_KIND_SPOT, NULL, NULL, NULL, NULL, NULL,      \
            false, NULL, NULL, NULL, 10000, 3, 1000, 2000, 2000, 1024, NULL, 0                     \
    }

/**
 * What became of a question.
 * status: TR_OK, the records told are the answer. Otherwise the records mean nothing, and:
 * TR_E_UNKNOWN_OUTCOME  a placing call that may have been taken: look it up, by its client id, after the visibility delay
 * TR_E_NETWORK, TR_E_TIMEOUT, TR_E_BUSY, TR_E_STALE, TR_E_CLOSED  nothing was done
 * TR_E_PARSE  the answer is not what the exchange documents (of a placing call this is TR_E_UNKNOWN_OUTCOME)
 * else        the exchange said no: `failure` has its code and text
 */
typedef struct tr_exchange_result {
    tr_status status;
    tr_error error;              /* filled unless TR_OK */
    tr_exchange_failure failure; /* fault NONE unless the exchange said no */
    int64_t sent_ns;             /* monotonic; 0: it was not sent */
    int64_t ended_ns;
} tr_exchange_result;

/** Called once, on the loop's thread, never from inside tr_exchange_client_ask. May ask. */
typedef void tr_exchange_done(void *user, const tr_exchange_result *result);

/** @return TR_E_NOT_FOUND no such exchange; TR_E_UNSUPPORTED; TR_E_INVALID; TR_E_NO_MEMORY */
TR_API tr_status tr_exchange_client_new(const tr_exchange_client_options *options,
                                        tr_exchange_client **out, tr_error *err);

/** Every question still open ends with TR_E_CLOSED, or as unknown. NULL is accepted. */
TR_API void tr_exchange_client_free(tr_exchange_client *client);

/**
 * Ask. The question is copied, `instrument` and texts too; its now_ns is set when it is sent.
 * @param lane   whose question it is: lanes take turns. NULL: nobody's
 * @param sink   gets the records, before `done`; may be NULL
 * @return a failure: nothing was sent and `done` will not be called. TR_E_UNSUPPORTED the exchange does not offer
 *         it; TR_E_DENIED it needs a key; TR_E_FULL; TR_E_INVALID; TR_E_RANGE; TR_E_NO_MEMORY
 */
TR_API tr_status tr_exchange_client_ask(tr_exchange_client *client,
                                        const tr_exchange_question *question, tr_urgency urgency,
                                        const char *lane, tr_exchange_record_sink sink,
                                        tr_exchange_done *done, void *user, tr_error *err);

/** The instruments that names in answers are looked up in; copied. */
TR_API tr_status tr_exchange_client_set_instruments(tr_exchange_client *client,
                                                    const tr_instrument *instruments, size_t count,
                                                    tr_error *err);

/** Figures for /metrics and golive. */
typedef struct tr_exchange_client_figures {
    int64_t sent, answered, failed, unknown; /* requests */
    int64_t waiting;                         /* questions in the queue */
    int64_t held;                            /* of them: orders, amendments and cancels */
    int64_t under_way;
    bool is_clock_trusted;
    int64_t clock_offset_ns; /* the exchange's clock less the machine's */
    int64_t
        clock_round_trip_ns; /* of the sample that it comes from: half of it is the uncertainty */
    bool is_answering;       /* false: the circuit is open */
    int64_t probe_at_ns;     /* monotonic: when it is tried again */
    /* coinbase: orders, cancels and look-ups by our id that left with a token made before, and those that waited for one */
    int64_t tokens_ready, tokens_late;
} tr_exchange_client_figures;
TR_API void tr_exchange_client_figures_read(const tr_exchange_client *client,
                                            tr_exchange_client_figures *out);

/** One limit of the exchange as the pacer counts it, for this client's address and key. */
typedef struct tr_exchange_limit_figures {
    const char *name;     /* static */
    int64_t used, amount; /* of `amount` in `interval_ms`; of several of its kind (symbols) the fullest */
    uint32_t interval_ms;
} tr_exchange_limit_figures;

#define TR_EXCHANGE_LIMITS_MAX 9

/** Those that have been counted against so far; how many were written. */
TR_API size_t tr_exchange_client_limits_read(const tr_exchange_client *client,
                                             tr_exchange_limit_figures out[TR_EXCHANGE_LIMITS_MAX]);

/** The exchange's time now, in nanoseconds since 1970. TR_E_STALE: not known well enough. */
TR_API tr_status tr_exchange_client_time(const tr_exchange_client *client, int64_t *out_ns,
                                         tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
