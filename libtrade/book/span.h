/* span.h: the spans of a ladder: found by their key, and in the order of price. */
#ifndef TRADE_BOOK_SPAN_H
#define TRADE_BOOK_SPAN_H

#include "book/state.h"

/* The span of 64 ticks with this key (tick / 64); made, with no bit set, when there is none. */
uint32_t tr__span_of(tr_book *book, uint32_t ladder, uint64_t key);

/* Take away a span without a bit. */
void tr__span_drop(tr_book *book, uint32_t span_index);

#endif
