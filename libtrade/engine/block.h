/*
 * block.h: order blocks: orders that several conditions have to arm within one window. README.md has the rules.
 */
#ifndef TRADE_ENGINE_BLOCK_H
#define TRADE_ENGINE_BLOCK_H

#include "engine/state.h"

struct block_node {
    tr_block row;
    account *owner;
    const tr_instrument *instrument; /* NULL in a proof, and when it is not traded any more */
    int64_t stored_version;          /* of its row; 0: none yet */
    tr_block_condition conditions[TR_CONDITIONS_MAX];
    size_t condition_count;
    agenda_item expiry;
    agenda_item by_id, by_key;                 /* in its account's */
    block_node *market_next, *market_previous; /* among those that wait in its market */
    bool is_listed;
    block_node *trading_next, *trading_previous; /* among those of its account that trade */
    bool is_trading;
    uint64_t ended; /* its number among those that have ended; 0: it has not */
};

/* ---- the fold (block_fold.c) ---- */

/* Apply an event of a block. Rows go to `put` at once: there are few. */
tr_status tr__block_apply(state *st, account *owner, const event *ev, state_put *put, void *user,
                          tr_error *err);

/* Book a fill of an order that belongs to a block; others are none of its business. */
tr_status tr__block_apply_fill(state *st, account *owner, const tr_order *order, tr_money notional,
                               tr_money fee, const event *ev, state_put *put, void *user);

/* From the store. False: no memory. */
bool tr__block_restore(state *st, account *owner, const tr_block *row);
bool tr__block_restore_condition(state *st, account *owner, const tr_block_condition *row);

/* One that has not ended, or whose end is not durable yet; NULL otherwise. */
block_node *tr__block_find(const account *owner, tr_id id);
/* The same by its idempotency key. */
block_node *tr__block_find_key(const account *owner, const char *key);

/* Forget those that have ended, up to the one of that number; what they were is in the tables. */
void tr__blocks_forget_ended(state *st, uint64_t through);

void tr__blocks_done(const state *st, account *owner);

/* All conditions have been told in the session that is open. */
bool tr__block_is_armed(const block_node *block);

/* A request as a block; checked. */
tr_status tr__block_of_request(tr_engine *engine, const tr_block_request *request, int64_t now_ns,
                               tr_block *out, tr_error *err);

/* What was asked for, as one number (block_amend.c). */
int64_t tr__block_request_digest(const tr_engine *engine, const tr_block_request *request);

#endif
