/*
 * fetch.h: fetching ahead what a command will touch: in three steps, each some commands before its turn, because
 * each reads what the one before has fetched.
 *
 * The guesses look at both tables for every kind of command and take no branch: a wrong one costs a fetch and
 * nothing else.
 */
#ifndef TRADE_BOOK_FETCH_H
#define TRADE_BOOK_FETCH_H

#include "book/live.h"

#define AHEAD_COMMAND 16 /* commands ahead: the command itself */
#define AHEAD_SLOTS   12 /* the slots of the identities */
#define AHEAD_NODE    8  /* what they name: the order, and the level of the price */
#define AHEAD_LINKS   4  /* what these name: the neighbours, the level */
#define FETCH_FROM                                                                                 \
    40000 /* orders: a smaller book is in the cache, and fetching it is work for nothing */

/* The index in the home slot, or in the one behind it. */
static ALWAYS_INLINE uint32_t guess(const table *in, uint32_t tag)
{
    const table_slot *slot = &in->slots[table_home(in, tag)];
    return slot[0].tag == tag ? slot[0].index : slot[1].index;
}

static ALWAYS_INLINE uint32_t guess_order(const tr_book *book, const tr_book_command *command)
{
    return guess(&book->ids, id_tag(command->id));
}

static ALWAYS_INLINE uint32_t guess_level(const tr_book *book, const tr_book_command *command)
{
    return *near_level(book, command->side & 1, tick_of(book, command->price));
}

static ALWAYS_INLINE void fetch_slot(const tr_book *book, const tr_book_command *command)
{
    __builtin_prefetch(&book->ids.slots[table_home(&book->ids, id_tag(command->id))], 1);
}

static ALWAYS_INLINE void fetch_node(const tr_book *book, const tr_book_command *command)
{
    uint32_t index = guess_order(book, command);
    __builtin_prefetch(&book->nodes[index], 1);
    __builtin_prefetch(&book->terms[index], 1);
    __builtin_prefetch(&book->levels[guess_level(book, command)], 1);
}

static ALWAYS_INLINE void fetch_links(const tr_book *book, const tr_book_command *command)
{
    const node *order = &book->nodes[guess_order(book, command)];
    const level *at = &book->levels[guess_level(book, command)];
    __builtin_prefetch(&book->levels[order->level], 1);
    __builtin_prefetch(&book->nodes[order->next], 1);
    __builtin_prefetch(&book->nodes[order->prev], 1);
    __builtin_prefetch(&book->nodes[at->tail], 1);
}

#endif
