/*
 * exchange_session.h: exchanges for programs that ask and wait: a loop, connections and a pacer in one, with any number of
 * exchange clients on them. Market data may come from the first exchange of a list that answers.
 */
#ifndef TRADE_EXCHANGE_SESSION_H
#define TRADE_EXCHANGE_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/clock.h>
#include <trade/exchange_client.h>
#include <trade/log.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_EXCHANGE_SESSION_CLIENTS_MAX 32

/** Confined. */
typedef struct tr_exchange_session tr_exchange_session;

/** @param log  borrowed; NULL: silence */
TR_API tr_status tr_exchange_session_new(const tr_clock *clock, const tr_log *log,
                                         tr_exchange_session **out, tr_error *err);

/** Release, the clients too; NULL is accepted. */
TR_API void tr_exchange_session_free(tr_exchange_session *session);

/**
 * Open a client on the session; `loop`, `transport`, `pacer` and `log` of the options are set here.
 * @param out  belongs to the session
 * @return as tr_exchange_client_new; TR_E_FULL
 */
TR_API tr_status tr_exchange_session_add(tr_exchange_session *session,
                                         const tr_exchange_client_options *options,
                                         tr_exchange_client **out, tr_error *err);

/** The session's loop, for others who want to work on it. */
TR_API const tr_loop *tr_exchange_session_loop(const tr_exchange_session *session);

/** Let everything work for at most `wait_ns`, until something has happened. @return whether anything did */
TR_API bool tr_exchange_session_run(tr_exchange_session *session, int64_t wait_ns);

/**
 * Ask and wait for the answer; its records go to the sink.
 * @param result_out  may be NULL
 * @return the result's status; what tr_exchange_client_ask says
 */
TR_API tr_status tr_exchange_session_ask(tr_exchange_session *session, tr_exchange_client *client,
                                         const tr_exchange_question *question,
                                         tr_exchange_record_sink sink, void *user,
                                         tr_exchange_result *result_out, tr_error *err);

/* ---- prices of several exchanges ------------------------------------------------------------- */

/** Bid and ask of one exchange. */
typedef struct tr_quote {
    const char *exchange;
    tr_price bid, ask, last; /* 0: not told */
} tr_quote;

/** The best of several. Indexes into the quotes; SIZE_MAX where nobody told. */
typedef struct tr_multiprice {
    size_t best_bid, best_ask; /* the highest bid, the lowest ask */
    size_t lowest, highest;    /* by last price */
    tr_decimal spread;         /* highest last - lowest last, in the quote asset */
    tr_decimal spread_percent; /* of the lowest */
    tr_decimal edge; /* best bid - best ask: > 0 when one exchange bids more than another asks */
} tr_multiprice;

/** Compare. @return TR_E_NOT_FOUND when nobody told a price; TR_E_OVERFLOW */
TR_API tr_status tr_multiprice_of(const tr_quote *quotes, size_t count, tr_multiprice *out,
                                  tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
