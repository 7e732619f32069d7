/* live_plan.h: what a configuration says of a live exchange: which, where, with which key. */
#ifndef TRADE_OWNER_LIVE_PLAN_H
#define TRADE_OWNER_LIVE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/config.h>
#include <trade/exchange_session.h>
#include <trade/golive.h>
#include <trade/instrument.h>
#include <trade/sign.h>
#include <trade/store.h>

typedef struct tr__live_plan {
    bool is_on; /* trade on it; false: on paper */
    char exchange[TR_EXCHANGE_NAME_SIZE];
    tr_kind kind;
    bool is_sandbox, allows_withdraw_key;
    bool has_key;
    tr_exchange_key *key; /* owned; NULL: none, or not one */
    tr_error key_error;   /* why not */
    char key_id[TR_EXCHANGE_KEY_ID_SIZE];
    int64_t key_changed_ns;        /* when the keystore got it; 0: it is not from there */
    char host[256], ca_file[1024]; /* empty: the exchange's own; the system's */
    uint32_t timeout_ms, attempts, attempt_delay_ms, requests_a_minute;
    tr_decimal leverage; /* of swaps */
    /* what the exchange told when it was asked */
    char margin_wrong[256]; /* it margins otherwise: no entries; empty: it does not */
    tr_instrument *instruments; /* owned */
    size_t instrument_count;
    tr_balance *balances; /* owned */
    size_t balance_count;
} tr__live_plan;

/* The exchange that is traded on: TR_E_NOT_FOUND none is; TR_E_UNSUPPORTED more than one are. */
tr_status tr__live_plan_choose(const tr_config *config, char name[TR_EXCHANGE_NAME_SIZE],
                               tr_error *err);

/* Read the configuration of one; what it does not say has its default. */
tr_status tr__live_plan_read(const tr_config *config, const char *exchange, tr__live_plan *out,
                             tr_error *err);
void tr__live_plan_done(tr__live_plan *plan);

/* A client's options by the plan. Borrow from it. */
tr_exchange_client_options tr__live_plan_options(const tr__live_plan *plan);

/*
 * Walk through the points of golive.h, and keep the instruments and balances that the exchange tells.
 * @param is_opening  swaps that are margined otherwise than configured do not fail: `margin_wrong` says so, and entries are to be halted,
 *                    for what is held must be watched
 */
tr_status tr__golive_walk(const tr_config *config, tr__live_plan *plan, bool is_opening, const tr_clock *clock,
                          const tr_log *log, tr_golive_sink *sink, void *user, tr_error *err);

#endif
