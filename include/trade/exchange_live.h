/*
 * exchange_live.h: a live exchange behind the engine's port (exchange.h): orders that cannot double, and outcomes that are
 * looked up until they are known.
 *
 * A placing call is sent once. When its outcome is not known, the order is looked up by its client id after the exchange's
 * visibility delay, again and again, until the exchange tells of it, or until its validity has passed as well and it
 * still is not there: then it was never taken. Rejected is said only with proof: no byte left, the exchange's own word, or
 * that look-up. Fills are told before an end is, and an end only when the fills add up to what the exchange says filled.
 *
 * An amendment leaves once, too: the order's own terms tell what became of it. The dead-man switch is the exchange's.
 *
 * The port lists open orders, executions since a time, balances and, of contracts, positions, each to its last page and not
 * at all otherwise, so that an engine reconciles: what carries our tag and is known to nobody here is found, and can be cancelled
 * by its id once it was listed. Of exchanges that name an execution's order by their own id alone, that order is looked up.
 */
#ifndef TRADE_EXCHANGE_LIVE_H
#define TRADE_EXCHANGE_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/exchange.h>
#include <trade/exchange_client.h>
#include <trade/instrument.h>
#include <trade/log.h>
#include <trade/loop.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Confined to the loop's thread, which is the engine's. */
typedef struct tr_exchange_live tr_exchange_live;

/** What is remembered of an order elsewhere, for those of an engine before this one. False: nothing. */
typedef bool tr_exchange_recall(void *user, const char *account, const char *client_id,
                                tr_exchange_order *order_out,
                                char exchange_order_id_out[TR_LABEL_SIZE]);

typedef struct tr_exchange_live_options {
    size_t struct_size;
    tr_exchange_client *client; /* borrowed; with a key */
    const char *exchange;       /* the client's */
    tr_kind kind;               /* the client's */
    const tr_instrument
        *instruments; /* copied; those that are traded, as the exchange lists them */
    size_t instrument_count;
    const tr_loop *loop; /* borrowed; the client's */
    tr_exchange_report_sink *sink;
    void *sink_user;
    tr_exchange_recall *recall; /* NULL: nothing is remembered elsewhere */
    void *recall_user;
    uint32_t look_ms;  /* how often an open order is looked at; longer for one that rests long */
    size_t orders_max; /* open ones; then TR_E_FULL */
    const tr_log *log; /* borrowed; NULL: silence */
} tr_exchange_live_options;

#define TR_EXCHANGE_LIVE_OPTIONS_INIT                                                              \
    {                                                                                              \
        sizeof(tr_exchange_live_options), NULL, NULL, TR_KIND_SPOT, NULL, 0, NULL, NULL, NULL,     \
            NULL, NULL, 1000, 10000, NULL                                                          \
    }

TR_API tr_status tr_exchange_live_new(const tr_exchange_live_options *options,
                                      tr_exchange_live **out, tr_error *err);

/** Report nothing any more: whoever opens the exchange next looks up what is open. NULL is accepted. */
TR_API void tr_exchange_live_stop(tr_exchange_live *live);

/** Release. First stop it, then free the client, whose answers would come here. NULL is accepted. */
TR_API void tr_exchange_live_free(tr_exchange_live *live);

/** The port for the engine; lives as long. */
TR_API const tr_exchange *tr_exchange_live_port(const tr_exchange_live *live);

/**
 * Tell of a price: orders of the symbol that it reaches are looked at soon, at most every `look_ms`. Without it, what
 * has rested long is looked at every half a minute: an execution, and the stop that protects it, would wait as long.
 * NULL is accepted, and what is no price is ignored.
 */
TR_API void tr_exchange_live_price(tr_exchange_live *live, const char *symbol, tr_price price);

/** The dead-man switch is being set or taken away: to be waited for before an orderly end. */
TR_API bool tr_exchange_live_is_setting_switch(const tr_exchange_live *live);

/** Requests under way, and orders whose outcome is not known. */
TR_API size_t tr_exchange_live_unsettled(const tr_exchange_live *live);

#ifdef __cplusplus
}
#endif

#endif
