/* state.h: what an exchange of many books consists of. */
#ifndef TRADE_MATCHING_STATE_H
#define TRADE_MATCHING_STATE_H

#include <trade/matching.h>

#include "book/table.h"

typedef struct listing {
    tr_book *book;
    size_t book_size;
    char symbol[TR_SYMBOL_SIZE];
} listing;

struct tr_matching {
    tr_matching_options options;
    listing *listings;
    uint32_t instrument_count;
    table symbols; /* the index of a slot is the instrument's number + 1 */
    uint64_t event_count;
    size_t memory_size;
    const tr_matching_sink *sink; /* of the call under way */
    tr_book_sink forward;
};

/* Take the last instrument away again: half of its records are missing. */
void tr__matching_drop_last(tr_matching *matching);

#endif
