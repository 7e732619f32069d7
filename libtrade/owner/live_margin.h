/*
 * live_margin.h: whether an exchange margins swaps as the configuration has it: the leverage, one margin for all of the account,
 * one position for an instrument. The engine reckons with these; where they differ, entries are not to be made.
 */
#ifndef TRADE_OWNER_LIVE_MARGIN_H
#define TRADE_OWNER_LIVE_MARGIN_H

#include <stdbool.h>

#include <trade/decimal.h>
#include <trade/exchange_client.h>

#include "owner/live_plan.h"

#define TR__MARGIN_TEXT_SIZE 256

/* What was told of one instrument, and of the account: parts of several answers. */
typedef struct tr__margin_found {
    tr_decimal leverage; /* 0: not told */
    bool is_isolated, is_hedging, has_position_mode;
} tr__margin_found;

/* Add what an answer tells. */
void tr__margin_take(tr__margin_found *found, const tr_margin_record *told);

/* What is wrong with it, and what to do about it; false: nothing is. */
bool tr__margin_is_wrong(const tr__margin_found *found, const char *symbol, tr_decimal leverage,
                         char text[TR__MARGIN_TEXT_SIZE]);

/* Asks about the account and every instrument in turn, again and again, on the client's loop. */
typedef struct tr__margin_watch tr__margin_watch;

typedef struct tr__margin_watch_options {
    const tr__live_plan *plan;                   /* lives as long */
    tr_exchange_client *client;                  /* borrowed */
    const tr_loop *loop;                         /* borrowed; the client's */
    void (*wrong)(void *user, const char *text); /* each time that it is found */
    void *user;
} tr__margin_watch_options;

/* NULL in `*out` for an exchange or a kind of which nothing can be asked. */
tr_status tr__margin_watch_open(const tr__margin_watch_options *options, tr__margin_watch **out,
                                tr_error *err);

/* Tell nothing any more; then, once the client is gone, free. NULL is accepted by both. */
void tr__margin_watch_stop(tr__margin_watch *watch);
void tr__margin_watch_free(tr__margin_watch *watch);

#endif
