/*
 * parts.h: what an owner opens and, when the store fails, throws away and opens again: store, reader, paper
 * exchange, engine, and a journal for the few rows that are neither's. The engine thread's own.
 */
#ifndef TRADE_OWNER_PARTS_H
#define TRADE_OWNER_PARTS_H

#include <stdbool.h>

#include <trade/clock.h>
#include <trade/engine.h>
#include <trade/event_bus.h>
#include <trade/log.h>
#include <trade/paper.h>
#include <trade/rng.h>
#include <trade/store.h>

#include "journal/journal.h"
#include "owner/live_parts.h"
#include "owner/plan.h"

typedef void tr__put_done(void *user, tr_status status, const tr_error *err);

typedef struct tr__put tr__put;

/* Something that is answered once. */
typedef struct tr__parts_answer {
    bool is_there;
    tr_status status;
    tr_error err;
} tr__parts_answer;

typedef struct tr__parts {
    tr_store store;
    tr_store_reader reader;
    tr_paper *paper;
    tr__live_parts *live; /* NULL: trade on paper */
    tr_engine *engine;
    const char *account; /* the plan's */
    tr__journal *journal;
    tr__put *puts; /* not yet durable */
    /* Answers that opening waits for. They come at the latest when a half-open one is closed, so they live as long. */
    tr__parts_answer recovered, opened, reconciled;
} tr__parts;

typedef struct tr__parts_options {
    const tr__plan *plan;
    const tr_clock *clock;
    const tr_log *log;
    tr_event_bus *events;     /* is told what happens */
    tr_rng *rng;              /* advanced */
    void (*wake)(void *user); /* from any thread: the store has something to say */
    void *wake_user;
    void (*tick)(void *user, const tr_price_tick *tick); /* prices of a live exchange */
    void *tick_user;
} tr__parts_options;

/* Open, migrate, recover, open the account. TR_E_BUSY naming the process that owns the database. */
tr_status tr__parts_open(const tr__parts_options *options, tr__parts *out, tr_error *err);

/* Finish what the store has queued, answer everybody who still waits, release. A half-open one is accepted. */
void tr__parts_close(tr__parts *parts);

/* Write one row; `done` is called once, on this thread. */
void tr__parts_put(tr__parts *parts, tr_store_verb verb, tr_table table, const void *row,
                   tr__put_done *done, void *user);

/* Submit what has gathered. TR_OK while everything works, else the first failure. */
tr_status tr__parts_flush(tr__parts *parts, tr_error *err);

/* TR_OK while everything works, else the first failure. */
tr_status tr__parts_status(const tr__parts *parts, tr_error *err);

/* Nothing gathered, nothing in flight, nothing on its way. */
bool tr__parts_are_idle(const tr__parts *parts);

/* TR_E_CONFLICT: the database holds the books of another exchange. */
tr_status tr__parts_check_exchange(const tr__parts_options *options, tr__parts *parts,
                                   tr_error *err);

/* Warn when the keystore's key is older than one that was used here before: an old file may have been put back. */
tr_status tr__parts_check_key(const tr__parts_options *options, tr__parts *parts, tr_error *err);

/* Halt entries, with this reason, unless the account is halted already. `user` is the parts. */
void tr__parts_margin_wrong(void *user, const char *text);

/* Look up one row by its primary key. TR_E_NOT_FOUND */
tr_status tr__find_row(const tr_store_reader *reader, tr_table table, const void *key,
                       void *row_out, tr_error *err);

#endif
