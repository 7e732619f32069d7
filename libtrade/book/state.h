/*
 * state.h: what a book consists of. Objects live in pools and name each other by index; index 0 is nobody.
 *
 * An order is a 32-byte `node` that matching touches and a 16-byte `terms` that it mostly does not; what only
 * icebergs, hidden and GTD orders and waiting stops have is in `extra`, and what is rarer still (minimums,
 * trailing stops, pairs and brackets) in `bond`, which the extra names. A `level` is one price of one ladder, with its
 * queue. A `span` is 64 neighbouring ticks of a ladder: a bitmap of the prices that have a level. Spans of a
 * ladder are a list in the order of price; `fork`s make a crit-bit tree over them, which tells a new span its
 * neighbours. There is no window that would have to move: near and far prices are treated alike.
 */
#ifndef TRADE_BOOK_STATE_H
#define TRADE_BOOK_STATE_H

#include <assert.h>

#include <trade/book.h>

#include "book/table.h"

#define NEAR_TICKS 1024 /* a power of two */

/* Of the few functions that every command goes through: a call would cost a tenth of it. */
#define ALWAYS_INLINE inline __attribute__((always_inline))

enum {
    LADDER_BIDS = 0,
    LADDER_ASKS = 1,
    LADDER_BUY_STOPS = 2,
    LADDER_SELL_STOPS = 3,
    LADDER_MINIMUM_BIDS = 4, /* resting, with a minimum; may stand across the market */
    LADDER_MINIMUM_ASKS = 5,
    LADDER_MARKET_BUYS = 6, /* in an auction; one level, its price means nothing */
    LADDER_MARKET_SELLS = 7,
    LADDER_HELD_BUYS = 8, /* legs of a bracket without quantity; likewise */
    LADDER_HELD_SELLS = 9,
    LADDER_COUNT = 10
};

/* node.marks: the self-trade mode, what else an amend must know, and the index of the extra. */
#define MARK_STP_MASK    7u
#define MARK_POST_ONLY   8u
#define MARK_TOP         16u /* pro-rata: this order bettered the market */
#define MARK_EXTRA_SHIFT 5

typedef struct node {
    uint32_t next; /* behind it in its queue */
    uint32_t prev;
    uint32_t level;
    uint32_t marks;
    int64_t open; /* hidden part included */
    int64_t id;
} node;

typedef struct terms {
    int64_t total; /* fills included */
    int64_t owner;
} terms;

typedef struct extra {
    int64_t display; /* 0: shows all */
    int64_t shown;   /* resting icebergs */
    int64_t price;   /* limit of a waiting stop-limit */
    int64_t expire;
    uint64_t age;   /* of acceptance */
    uint64_t place; /* waiting stops */
    uint32_t node;
    uint32_t heap_at; /* place in the heap of expiries, from 1; 0: none */
    uint8_t type;
    uint8_t tif;
    bool is_hidden; /* shows nothing: hidden, with a minimum, or a market order in an auction */
    uint8_t reserved;
    union {
        uint32_t bond; /* 0: none */
        uint32_t next_free;
    };
} extra;

/* bond.flags */
/* A target or stop of a bracket; it stays one when nothing ties it any more, until a later order names it as partner. */
#define BOND_LEG     1u
#define BOND_ELECTED 2u /* a stop on its way: in the queue of the elected, in no level */
#define BOND_GROWING 4u /* in the queue of legs to look after */

/* Nodes that do not exist (any more) are 0. */
typedef struct bond {
    int64_t quantity_min; /* 0: none */
    int64_t trail;        /* a trailing stop: by so much, or */
    int64_t trail_bps;    /* by this part of the price */
    int64_t threshold;    /* the first trade price that moves it */
    int64_t stop;         /* a leg's, while it is held or elected */
    int64_t growth;       /* a leg's: what its entry filled and it has not got yet */
    uint32_t extra;
    uint32_t heap_at; /* place in the heap of its side, from 1; 0: none */
    uint32_t partner; /* whom it cancels, or reduces, and who does it to it */
    uint32_t entry;
    uint32_t target; /* an entry's legs */
    uint32_t stop_leg;
    union {
        uint32_t growing_next; /* bonds */
        uint32_t next_free;
    };
    uint8_t flags;
    uint8_t side; /* tr_side of its order */
    uint16_t reserved;
} bond;

typedef struct level {
    int64_t price;
    uint32_t head;
    uint32_t tail;
    tr__wide open;
    tr__wide hidden; /* part of open */
    uint32_t order_count;
    uint32_t span;
    uint32_t dark; /* the first hidden order: they stand behind the others; 0: none */
    uint8_t ladder;
    uint8_t bit; /* in its span */
    uint16_t reserved;
} level;

typedef struct span {
    uint64_t key; /* tick / 64 */
    uint64_t bits;
    uint32_t lower; /* neighbours in price */
    uint32_t upper;
    uint32_t ladder;
    uint32_t parent; /* the fork above; 0: it is the root */
} span;

/* A branch names a span (even: index * 2) or a fork (odd: index * 2 + 1); 0 is none. */
typedef struct fork {
    uint32_t branches[2];
    uint32_t
        above; /* the fork above (0: it is the root) << 6 | the highest bit in which the keys below differ */
} fork;

/* What was given back comes first, the last one first, for it is still in the cache. */
typedef struct pool {
    uint32_t free;   /* head of those given back */
    uint32_t unused; /* from here on never taken */
} pool;

/* `count` numbers from `first` on: one comparison tells whether a number is among them. */
typedef struct number_range {
    int64_t first;
    uint64_t count;
} number_range;

/* book.rare: why matching has more to look at than the best opposite order. */
#define RARE_AUCTION  1u
#define RARE_PRO_RATA 2u
#define RARE_MINIMUM  4u /* orders with a minimum rest */

struct tr_book {
    /* Looked at by every command. */
    tr_book_event *cursor;
    tr_book_event *events_end;
    const tr_book_sink *sink;
    uint64_t sequence;
    uint64_t event_head; /* what all events begin with */
    int64_t watch_high;  /* a trade at or above, or at or below, elects or moves a stop */
    int64_t watch_low;
    node *nodes;
    terms *terms;
    level *levels;
    table ids;
    table prices;
    uint32_t *near_levels;   /* NEAR_TICKS of either side: what was at a tick, modulo that, last */
    number_range quantities; /* what the next six allow, for the plain way of an order */
    number_range prices_allowed; /* of either but for the grid */
    bool has_grid;               /* tick or lot are not 1 */
    int64_t tick;
    int64_t lot;
    int64_t quantity_min;
    int64_t quantity_max;
    int64_t band_low;
    int64_t band_high;
    int64_t last;
    int64_t now;
    uint32_t instrument;
    uint32_t rare;
    bool has_opaque_ids;
    uint32_t order_count;
    uint32_t order_max;
    uint32_t removals;     /* from the table of identities: what was found there may have moved */
    uint32_t elected_head; /* stops on their way, in a queue through node.next */
    uint32_t elected_tail;
    uint32_t growing_head; /* legs to look after, in a queue through bond.growing_next */
    uint32_t growing_tail;
    pool node_pool;
    pool level_pool;
    uint32_t best[LADDER_COUNT]; /* 0: empty */
    int64_t
        best_price[LADDER_COUNT]; /* where empty: what nothing reaches, or the edge of the range */
    /* Looked at when a level opens or closes. */
    table span_table;
    span *spans;
    fork *forks;
    pool span_pool;
    pool fork_pool;
    uint32_t roots[LADDER_COUNT];
    /* Looked at for icebergs, GTD orders and stops. */
    extra *extras;
    pool extra_pool;
    uint32_t *heap; /* of extras, the first to expire on top; from 1 */
    uint32_t heap_count;
    uint64_t stamp; /* last age or place given */
    bond *bonds;
    pool bond_pool;
    uint32_t *trails[2]; /* of a side, heaps of bonds, the first to move on top; from 1 */
    uint32_t trail_count[2];
    uint32_t tops[2]; /* pro-rata: the node of a side that has MARK_TOP; 0: none, or it is gone */
    bool has_top_order;
    int64_t share_min;
    tr_book_event *events;
    const tr_allocator *allocator;
    void *memory;
};

/* Bids and sell stops do; without a branch. Ladders that have one level run either way. */
static inline bool ladder_descends(uint32_t ladder)
{
    return ((ladder ^ ladder >> 1) & 1) == 0;
}

static inline bool ladder_waits(uint32_t ladder)
{
    return ladder >> 1 == LADDER_BUY_STOPS >> 1;
}

static inline uint32_t node_extra(const node *order)
{
    return order->marks >> MARK_EXTRA_SHIFT;
}

#endif
