/* plan.h: what a configuration asks of an owner, checked and in our own types, so that opening again needs no file. */
#ifndef TRADE_OWNER_PLAN_H
#define TRADE_OWNER_PLAN_H

#include <limits.h>
#include <stdbool.h>

#include <trade/bar.h>
#include <trade/config.h>
#include <trade/engine.h>
#include <trade/instrument.h>
#include <trade/order.h>
#include <trade/log.h>
#include <trade/reconcile.h>
#include <trade/risk.h>
#include <trade/status.h>

#include "owner/live_plan.h"
#include "owner/plan_risk.h"

typedef enum tr__price_kind {
    TR__PRICE_PUSH = 0, /* from outside; `price`, when set, is the first one */
    TR__PRICE_FIXED = 1,
    TR__PRICE_REPLAY = 2
} tr__price_kind;

/* Where the prices of one instrument come from. */
typedef struct tr__price_plan {
    tr__price_kind kind;
    tr_price price;    /* zero: none */
    tr_series *series; /* owned; replay only */
    double speed;      /* replay only; 0: as fast as the engine follows */
    tr_decimal funding_rate; /* of a swap */
} tr__price_plan;

typedef struct tr__plan {
    char database_path[PATH_MAX];
    char account[TR_NAME_SIZE];
    char user[TR_NAME_SIZE]; /* owns the account, and is who local programs act as */
    tr_instrument *instruments;
    tr__price_plan *prices; /* one per instrument */
    size_t instrument_count;
    tr__live_plan live;   /* is_on: trade there, not on paper */
    tr_balance *balances; /* what a new account starts with */
    size_t balance_count;
    tr__risk_plan risk; /* the engine thread's once open: a reload makes another one */
    tr_decimal fee_maker, fee_taker, slippage, participation;
    int64_t latency_ns;
    tr_decimal reserve_margin;
    tr_decimal leverage; /* of swaps */
    int64_t funding_interval_ns;
    tr_decimal maintenance_margin, liquidation_fee; /* of swaps on paper */
    int64_t alert_age_max_ns;
    int64_t alert_repeat_ns;
    int32_t day_offset_minutes;
    tr_reconcile_policy reconcile_policy;
    int64_t reconcile_every_ns;
    bool stops_at_exchange;
} tr__plan;

/*
 * Read everything, files of bars too. `data_directory` is the base of relative paths; NULL: they stay as they are.
 * TR_E_UNSUPPORTED for what this version does not serve; TR_E_PARSE naming the key.
 */
tr_status tr__plan_read(const tr_config *config, const char *data_directory, bool has_prices,
                        tr__plan *out, tr_error *err);

/* The keys below `reconcile` (plan_reconcile.c). */
tr_status tr__plan_read_reconcile(const tr_config *config, tr__plan *out, tr_error *err);

/*
 * Where a live exchange is configured: walk through what golive.h looks at, and take instruments and balances from the
 * exchange. TR_E_REFUSED naming the point that failed.
 */
tr_status tr__plan_go_live(const tr_config *config, tr__plan *plan, const tr_clock *clock,
                           const tr_log *log, tr_error *err);

/* Release what it owns; zeroes it. */
void tr__plan_done(tr__plan *plan);

#endif
