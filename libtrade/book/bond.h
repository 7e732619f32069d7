/* bond.h: what ties orders to each other: pairs of which one cancels the other, and brackets. */
#ifndef TRADE_BOOK_BOND_H
#define TRADE_BOOK_BOND_H

#include "book/live.h"

/* A bond for an order that has an extra, all zero. */
bond *tr__bond_take(tr_book *book, uint32_t extra_index, uint8_t side);

/* Give a bond back; whoever names its order forgets it. */
void tr__bond_give(tr_book *book, uint32_t bond_index);

/* An order with a bond has traded: its legs will grow, its partner is cancelled or reduced. */
void tr__bond_filled(tr_book *book, uint32_t index, int64_t quantity);

/* A leg without open quantity stays while its entry may still fill: does it? */
bool tr__leg_is_kept(const tr_book *book, uint32_t index);

/* Such a leg, out of every queue, goes to the held ones. */
void tr__leg_hold(tr_book *book, uint32_t index);

/* The turn of an elected stop has come that its partner has left nothing of: it ends, or is held as a leg. */
void tr__bond_emptied(tr_book *book, uint32_t index);

/* A stop goes off: its partner and its entry end. */
void tr__bond_triggered(tr_book *book, uint32_t index);

/* The first leg to look after gets what its entry has filled, or ends with it. */
void tr__leg_grow_first(tr_book *book);

/* ---- Trailing stops ---- */

/* The stop price that follows from a trade at `price`; 0 when there is none. */
int64_t tr__trail_stop(const tr_book *book, uint8_t side, const bond *by, int64_t price);

/* A waiting stop with a trail is watched, until tr__trail_drop. */
void tr__trail_add(tr_book *book, uint32_t bond_index, int64_t stop);
void tr__trail_drop(tr_book *book, uint32_t bond_index);

/* A trade at `price` moves the trailing stops. */
void tr__trail_move(tr_book *book, int64_t price);

#endif
