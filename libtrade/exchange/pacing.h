/*
 * pacing.h: how much may be asked of an exchange, counted as it counts: by address, key, endpoint, symbol.
 *
 * One pacer serves all clients of a process that share an address; it is locked. Our own count looks at every window of
 * a limit's length that ends now, so that it holds whichever windows the exchange counts in; headers raise it when
 * others use up the same budget. What is less urgent stops earlier, so that there is always room for an exit.
 */
#ifndef TRADE_EXCHANGE_PACING_H
#define TRADE_EXCHANGE_PACING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/exchange_client.h>

#include "exchange/adapter.h"

#define TR__PACER_BUCKETS_MAX 4096

/* Whose request this is. Borrowed for the call. */
typedef struct tr__pace_subject {
    const tr__adapter *adapter;
    const tr__endpoint *endpoint;
    const char *key_id; /* NULL: a public request */
    const char *symbol; /* NULL: none */
    tr_urgency urgency;
    uint32_t a_minute; /* requests that its owner allows, beside what the exchange does; 0: any number */
} tr__pace_subject;

/*
 * May it go now? 0: yes, and it is counted. Otherwise the monotonic time at which to ask again; nothing was counted.
 * A key whose nonces are ordered has one request under way: tr__pacer_release says that it has ended.
 */
int64_t tr__pacer_take(tr_exchange_pacer *pacer, const tr__pace_subject *subject, int64_t now_ns);
void tr__pacer_release(tr_exchange_pacer *pacer, const tr__pace_subject *subject);

/* A header of the answer by name; NULL: not there. */
typedef const char *tr__header_find(const void *user, const char *name);

/* Correct the counts by what the answer says, and stop for as long as it says. `wall_ms`: the exchange's time. */
void tr__pacer_answer(tr_exchange_pacer *pacer, const tr__pace_subject *subject, int http_code,
                      tr__header_find *find, const void *user, int64_t now_ns, int64_t wall_ms);

/*
 * The exchange states a limit of its own: it takes the place of the table's of the same scope and interval, among those that
 * `endpoints` (TR_CALL_COUNT of one kind of instrument) count against.
 */
void tr__pacer_learn(tr_exchange_pacer *pacer, const tr__adapter *adapter,
                     const tr__endpoint *endpoints, const tr_limit_record *limit);

/* What is counted now of the limits that hold for this key and address. */
size_t tr__pacer_figures(tr_exchange_pacer *pacer, const tr__adapter *adapter, const char *key_id,
                         int64_t now_ns, tr_exchange_limit_figures out[TR_EXCHANGE_LIMITS_MAX]);

/* The exchange said "too often" without saying for how long: this key, or address, stops for a moment. */
void tr__pacer_stop(tr_exchange_pacer *pacer, const tr__pace_subject *subject, int64_t now_ns,
                    int64_t for_ns);

/*
 * Above every nonce of this key before it. `exchange_ms`, the exchange's own time, gives it its start, so that it survives
 * restarts; the machine's clock would not do: once it is set back, nonces would start below the last ones.
 */
uint64_t tr__pacer_nonce(tr_exchange_pacer *pacer, const tr__pace_subject *subject,
                         int64_t exchange_ms);

/* The exchange has seen a higher one: leap ahead. */
void tr__pacer_nonce_leap(tr_exchange_pacer *pacer, const tr__pace_subject *subject);

#endif
