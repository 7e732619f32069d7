/*
 * live_parts.h: a live exchange on the engine thread: its loop, its client, the port that the engine trades through, and
 * the prices that it tells.
 */
#ifndef TRADE_OWNER_LIVE_PARTS_H
#define TRADE_OWNER_LIVE_PARTS_H

#include <trade/exchange_live.h>
#include <trade/owner.h>
#include <trade/price_source.h>

#include "owner/live_plan.h"

typedef struct tr__live_parts tr__live_parts;

typedef struct tr__live_parts_options {
    const tr__live_plan *plan; /* lives as long */
    const tr_clock *clock;
    const tr_log *log;
    tr_exchange_report_sink *report;
    tr_exchange_recall *recall;
    void (*margin_wrong)(void *user, const char *text); /* the exchange margins otherwise than configured */
    void *user; /* of the three */
    void (*tick)(void *user, const tr_price_tick *tick);
    void *tick_user;
} tr__live_parts_options;

tr_status tr__live_parts_open(const tr__live_parts_options *options, tr__live_parts **out,
                              tr_error *err);

/* Report nothing any more. Then close; NULL is accepted by both. */
void tr__live_parts_stop(tr__live_parts *parts);
void tr__live_parts_close(tr__live_parts *parts);

const tr_exchange *tr__live_parts_exchange(const tr__live_parts *parts);
const tr_loop *tr__live_parts_loop(const tr__live_parts *parts);

/* Something that a program must not end before: the dead-man switch is on its way. NULL is accepted. */
bool tr__live_parts_must_go_on(const tr__live_parts *parts);

void tr__live_parts_figures(const tr__live_parts *parts, tr_owner_exchange_figures *out);

/* Wait until every instrument was asked about once: an account without prices looks poorer than it is. */
void tr__live_parts_await_prices(tr__live_parts *parts);

/* Let the exchange work, for at most `wait_ns`. True when anything happened. */
bool tr__live_parts_run(tr__live_parts *parts, int64_t wait_ns);

#endif
