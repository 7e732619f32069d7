/*
 * golive.h: everything that must be right before an exchange is traded on, looked at one point after the other.
 *
 * `tbctl golive check` prints the points; an owner that is configured for a live exchange walks through the same list when
 * it opens, and does not open when a point fails. Trading on an exchange takes three things: `live: true`, keys, and
 * `paper.enabled: false`. It is the exchange's test network unless `sandbox: false` says otherwise.
 */
#ifndef TRADE_GOLIVE_H
#define TRADE_GOLIVE_H

#include <trade/api.h>
#include <trade/clock.h>
#include <trade/config.h>
#include <trade/log.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum tr_golive_state {
    TR_GOLIVE_OK = 0,
    TR_GOLIVE_WARNING = 1, /* look at it, nothing stops */
    TR_GOLIVE_FAILED = 2,  /* an owner does not open */
    TR_GOLIVE_SKIPPED = 3  /* cannot be looked at, since one before it failed */
} tr_golive_state;

/** "ok", "warning", "failed", "skipped"; NULL outside. */
TR_API const char *tr_golive_state_name(tr_golive_state state);

/** One point; valid during the call. */
typedef struct tr_golive_point {
    const char *name; /* "clock", "key rights", ... */
    tr_golive_state state;
    const char *text; /* what was found, and what to do about it */
} tr_golive_point;

typedef void tr_golive_sink(void *user, const tr_golive_point *point);

/**
 * Walk through all points for one exchange. Asks the exchange, changes nothing there. Blocks.
 * @param exchange  NULL: the one that the configuration trades on, else the default one
 * @return TR_OK no point failed; TR_E_REFUSED one did: its text in `err`; TR_E_NOT_FOUND no such exchange
 */
TR_API tr_status tr_golive_check(const tr_config *config, const char *exchange,
                                 const tr_clock *clock, const tr_log *log, tr_golive_sink *sink,
                                 void *user, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
