/*
 * store_chain.h: proves that an account's event log is whole.
 *
 * The log is a chain of hashes without gaps. The check finds accidents and defects: a lost, doubled,
 * reordered or altered event. Somebody who can rewrite the whole file can rewrite the chain as well;
 * only a head hash that was noted elsewhere shows that.
 */
#ifndef TRADE_STORE_CHAIN_H
#define TRADE_STORE_CHAIN_H

#include <stdint.h>

#include <trade/api.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Version of the canonical encoding that the hashes are made over; part of every hash. */
#define TR_CHAIN_VERSION 1

/** What a check saw. Plain data. */
typedef struct tr_chain_report {
    int64_t origin_seq;              /* the chain starts behind this event: 0, or a snapshot's */
    int64_t head_seq;                /* last good event; origin_seq when there is none */
    uint8_t head_hash[TR_HASH_SIZE]; /* its hash; all zero bytes for seq 0 */
    int64_t event_count;             /* checked and good */
    int64_t bad_seq; /* the first bad event, or the first missing one; 0 when all is well */
} tr_chain_report;

/** Called after every page of the log, on the caller's thread. */
typedef void tr_chain_progress(void *user, int64_t seq);

/**
 * The hash of an event that follows `previous` (all zero bytes for seq 1).
 * The event's own `hash` is not read. The encoding is described in libtrade/store/README.md.
 */
TR_API void tr_store_chain_hash(const uint8_t previous[TR_HASH_SIZE], const tr_event_row *event,
                                uint8_t hash_out[TR_HASH_SIZE]);

/**
 * Walk an account's log page by page, from its origin to its head.
 * @param reader    of a store whose reads complete before they return, as both of ours do
 * @param progress  may be NULL
 * @param out       filled when the result is TR_OK or TR_E_CORRUPT
 * @return TR_OK, also for an account without events; TR_E_CORRUPT naming the first bad event;
 *         TR_E_INVALID; what the reader reports
 * Threads: the reader's.   Cost: one hash per event, memory of one page.
 */
TR_API tr_status tr_store_chain_check(const tr_store_reader *reader, const char *account,
                                      tr_chain_progress *progress, void *user, tr_chain_report *out,
                                      tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
