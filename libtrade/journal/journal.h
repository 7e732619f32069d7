/*
 * journal.h: gathers transactions while a batch is in flight and tells each what became of it.
 *
 * This is group commit seen from the caller: everything decided while the disk was busy goes out as one batch.
 * Memory may run ahead of the disk by what is gathered here, so whatever leaves the process (an answer, an
 * order) leaves from a completion and never before it.
 */
#ifndef TRADE_JOURNAL_H
#define TRADE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/store.h>

typedef struct tr__journal tr__journal;

/* Called once per transaction, in order of commit; TR_OK means durable. */
typedef void tr__journal_done(void *user, tr_status status);

tr_status tr__journal_new(tr_store *store, const tr_allocator *allocator, tr__journal **out);
void tr__journal_free(tr__journal *journal);

/* Add an operation to the open transaction; the row is copied with what its pointers reach. */
tr_status tr__journal_add(tr__journal *journal, tr_store_verb verb, tr_table table, const void *row,
                          int64_t expected_version);

/* Close the open transaction (it may be empty: then `done` still keeps its place in the order). */
tr_status tr__journal_commit(tr__journal *journal, tr__journal_done *done, void *user);

/* Throw the open transaction away. */
void tr__journal_abandon(tr__journal *journal);

/* Submit what has gathered, unless a batch is in flight. */
tr_status tr__journal_flush(tr__journal *journal, tr_error *err);

/* Nothing gathered, nothing in flight. */
bool tr__journal_is_idle(const tr__journal *journal);

/* Closed transactions whose completion has not been delivered. */
size_t tr__journal_pending(const tr__journal *journal);

/* First failure of the store or of any transaction; TR_OK while all is well. */
tr_status tr__journal_status(const tr__journal *journal, tr_error *err);

#endif
