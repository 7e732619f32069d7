/*
 * close.h: the daily close: at the end of a trading day every account's books are added up, from the table's own lines, and
 * the sums written into its log.
 */
#ifndef TRADE_ENGINE_CLOSE_H
#define TRADE_ENGINE_CLOSE_H

#include "engine/work.h"

typedef struct closing closing;

/* An event was recorded: its account has something to close. */
void tr__close_note(tr_engine *engine, account *owner, event_kind kind);

/* The engine has recovered: what an owner before did not close is due now. */
void tr__close_recovered(tr_engine *engine, int64_t now_ns);

/* INT64_MAX: never; in the past: there is more to read. */
int64_t tr__close_due_ns(const tr_engine *engine);

/* Begin what is due, or go on by a page. */
void tr__close_timer(tr_engine *engine, int64_t now_ns);

/* Throw away what is under way. */
void tr__close_end(tr_engine *engine);

#endif
