/*
 * book.h: the order book of one instrument, and the matching of what arrives at it.
 *
 * Price-time priority in whole numbers: prices, quantities, identities and times are 64-bit integers in units
 * that the caller chooses (ticks and lots, cents and satoshis). A command goes in, its events come out, in
 * order: the same commands give the same events, byte for byte. libtrade/book/README.md states the rules.
 *
 * Life: fill tr_book_options, tr_book_new, any number of tr_book_apply, tr_book_free. All memory is taken at
 * creation, in one piece; no call allocates afterwards. Orders live until they are filled, cancelled or expire;
 * a bracket's legs are live from the acceptance of its entry.
 */
#ifndef TRADE_BOOK_H
#define TRADE_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/instrument.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Commands ---------------------------------------------------------------------------------------- */

typedef enum tr_book_command_kind {
    TR_BOOK_COMMAND_NEW = 1,
    TR_BOOK_COMMAND_CANCEL = 2, /* id */
    TR_BOOK_COMMAND_AMEND = 3,  /* id, and what changes: price, quantity (the new total), stop */
    TR_BOOK_COMMAND_TIME = 4,   /* at: the clock moves to it, never back; the overdue expire */
    TR_BOOK_COMMAND_PHASE = 5   /* phase: an auction begins, or ends in its one price */
} tr_book_command_kind;

/* How the book trades. */
typedef enum tr_book_phase {
    TR_BOOK_PHASE_CONTINUOUS = 0, /* each order on arrival */
    TR_BOOK_PHASE_AUCTION = 1     /* orders are collected, and trade at one price when it ends */
} tr_book_phase;

typedef enum tr_book_type {
    TR_BOOK_TYPE_LIMIT = 0,
    TR_BOOK_TYPE_MARKET = 1,
    TR_BOOK_TYPE_STOP = 2,           /* waits for a trade at its stop price, then a market order */
    TR_BOOK_TYPE_STOP_LIMIT = 3,     /* waits likewise, then a limit order */
    TR_BOOK_TYPE_MARKET_TO_LIMIT = 4 /* a limit order at the best opposite price on arrival */
} tr_book_type;

typedef enum tr_book_tif {
    TR_BOOK_TIF_GTC = 0, /* until cancelled */
    TR_BOOK_TIF_IOC = 1, /* what trades at once; the rest is cancelled */
    TR_BOOK_TIF_FOK = 2, /* all at once or nothing */
    TR_BOOK_TIF_GTD = 3  /* until `expire` */
} tr_book_tif;

/* What happens when an order meets one of the same owner; the arriving order's word counts. */
typedef enum tr_book_stp {
    TR_BOOK_STP_NONE = 0, /* they trade */
    TR_BOOK_STP_CANCEL_NEWEST = 1,
    TR_BOOK_STP_CANCEL_OLDEST = 2,
    TR_BOOK_STP_CANCEL_BOTH = 3,
    TR_BOOK_STP_DECREMENT = 4 /* both lose the smaller open quantity; nothing trades */
} tr_book_stp;

/* Bits of tr_book_command.given: which of the fields are there at all; zero is a value like any other. */
#define TR_BOOK_GIVEN_PRICE    0x01u
#define TR_BOOK_GIVEN_QUANTITY 0x02u
#define TR_BOOK_GIVEN_STOP     0x04u
#define TR_BOOK_GIVEN_DISPLAY  0x08u
#define TR_BOOK_GIVEN_EXPIRE   0x10u
#define TR_BOOK_GIVEN_SPECIAL  0x20u /* `special` is there instead of `display`, which it holds */

/* Bits of tr_book_command.flags. */
#define TR_BOOK_FLAG_HIDDEN 0x01u /* rests without being shown, behind what is shown */
#define TR_BOOK_FLAG_ALL_OR_NONE                                                                   \
    0x02u /* rests, and trades with one order for all of it or not at all */

/* What few new orders have, in its own place so that a command is a cache line. 0: not this. */
typedef struct tr_book_special {
    int64_t display;
    int64_t quantity_min; /* the least that one arrival must trade, until less is open */
    int64_t trail;        /* a trailing stop's distance from the best trade since it waits */
    int64_t trail_bps;    /* or that distance in 1/10,000 of the trade's price */
    int64_t partner;      /* one cancels the other: a live order, one of the two a waiting stop */
    int64_t target_id;    /* a bracket's take-profit: an order of the other side, and its limit */
    int64_t target_price;
    int64_t stop_id; /* a bracket's stop: its stop price, and a limit if it is to have one */
    int64_t stop_price;
    int64_t stop_limit;
} tr_book_special;

/* One command: a cache line of plain data. Fields that the kind does not use are not looked at. */
typedef struct tr_book_command {
    uint8_t kind; /* tr_book_command_kind */
    uint8_t side; /* tr_side */
    uint8_t type; /* tr_book_type */
    uint8_t tif;  /* tr_book_tif */
    uint8_t stp;  /* tr_book_stp */
    uint8_t given;
    bool is_post_only;
    uint8_t flags;
    int64_t id; /* > 0, of no other live order */
    int64_t quantity;
    int64_t price;
    int64_t stop;
    union {
        int64_t display;                /* an iceberg's shown part */
        const tr_book_special *special; /* read during the call only */
    };
    union {
        int64_t expire; /* NEW: the end of a GTD order */
        int64_t at;     /* TIME */
        int64_t phase;  /* PHASE: tr_book_phase */
    };
    int64_t owner; /* 0: none */
} tr_book_command;

/* ---- Events ------------------------------------------------------------------------------------------ */

typedef enum tr_book_event_kind {
    TR_BOOK_EVENT_ACCEPTED = 1,  /* id */
    TR_BOOK_EVENT_REJECTED = 2,  /* id, reason */
    TR_BOOK_EVENT_BOOKED = 3,    /* id, side, price, open, shown: it rests, last in its queue */
    TR_BOOK_EVENT_TRADE = 4,     /* maker_id, id of the taker, price, quantity; side of the taker */
    TR_BOOK_EVENT_REFRESHED = 5, /* id, shown: an iceberg shows its next part, last in its queue */
    TR_BOOK_EVENT_REDUCED = 6,   /* id, quantity that went, open; shown with SHOWN */
    TR_BOOK_EVENT_TRIGGERED = 7, /* id */
    TR_BOOK_EVENT_CANCELLED = 8, /* id, quantity that was open, reason */
    TR_BOOK_EVENT_CANCEL_REJECTED = 9, /* id, reason */
    TR_BOOK_EVENT_AMENDED = 10, /* id, quantity (total), open; price, stop, shown by their flags */
    TR_BOOK_EVENT_AMEND_REJECTED = 11, /* id, reason */
    TR_BOOK_EVENT_EXPIRED = 12,        /* id, quantity that was open */
    TR_BOOK_EVENT_TRAILED = 13,        /* id, stop: a trailing stop's new stop price */
    TR_BOOK_EVENT_PHASE = 14,          /* phase: how the book trades from now on */
    TR_BOOK_EVENT_UNCROSSED = 15       /* price: that of the auction; its trades follow */
} tr_book_event_kind;

/* Bits of tr_book_event.flags: which fields of AMENDED and REDUCED mean something, and the place in the queue. */
#define TR_BOOK_EVENT_HAS_PRICE 0x01u
#define TR_BOOK_EVENT_HAS_STOP  0x02u
#define TR_BOOK_EVENT_HAS_SHOWN 0x04u
#define TR_BOOK_EVENT_KEPT      0x08u /* AMENDED: the place is kept; otherwise it is lost */
#define TR_BOOK_EVENT_AUCTION   0x10u /* TRADE: of an auction; maker_id is the sell, id the buy */

typedef enum tr_book_reason {
    TR_BOOK_REASON_NONE = 0,
    TR_BOOK_REASON_BAD_ID = 1,
    TR_BOOK_REASON_DUPLICATE_ID = 2,
    TR_BOOK_REASON_BAD_COMBINATION = 3,
    TR_BOOK_REASON_BAD_QUANTITY = 4,
    TR_BOOK_REASON_QUANTITY_TOO_LARGE = 5,
    TR_BOOK_REASON_LOT_SIZE = 6,
    TR_BOOK_REASON_QUANTITY_TOO_SMALL = 7,
    TR_BOOK_REASON_BAD_DISPLAY = 8,
    TR_BOOK_REASON_BAD_PRICE = 9,
    TR_BOOK_REASON_TICK_SIZE = 10,
    TR_BOOK_REASON_PRICE_BAND = 11,
    TR_BOOK_REASON_BAD_STOP = 12,
    TR_BOOK_REASON_BAD_EXPIRE = 13,
    TR_BOOK_REASON_STOP_WOULD_TRIGGER = 14,
    TR_BOOK_REASON_POST_ONLY_WOULD_CROSS = 15,
    TR_BOOK_REASON_UNKNOWN_ORDER = 16,
    TR_BOOK_REASON_USER = 17, /* cancelled on request */
    TR_BOOK_REASON_IOC = 18,
    TR_BOOK_REASON_FOK = 19,
    TR_BOOK_REASON_NO_LIQUIDITY = 20, /* the rest of a market order */
    TR_BOOK_REASON_STP = 21,          /* self-trade prevention */
    TR_BOOK_REASON_AMEND = 22,        /* the new total was filled already */
    TR_BOOK_REASON_BAD_MINIMUM = 23,
    TR_BOOK_REASON_BAD_TRAIL = 24,
    TR_BOOK_REASON_BAD_LINK = 25, /* the partner, or the legs of a bracket, cannot be that */
    TR_BOOK_REASON_PHASE = 26,    /* not while an auction collects */
    TR_BOOK_REASON_MINIMUM = 27,  /* less than the minimum is there */
    TR_BOOK_REASON_PARTNER = 28,  /* the other one of the two traded or went off */
    TR_BOOK_REASON_ENTRY = 29,    /* the entry ended, and nothing of it was filled */
    TR_BOOK_REASON_ATTACHED = 30 /* a leg's quantity follows its entry; before it fills, all does */
} tr_book_reason;

/* One event: a cache line of plain data. Fields that the kind does not name are 0. */
typedef struct tr_book_event {
    uint8_t kind;   /* tr_book_event_kind */
    uint8_t reason; /* tr_book_reason */
    union {
        uint8_t side;  /* tr_side */
        uint8_t phase; /* PHASE: tr_book_phase */
    };
    uint8_t flags;
    uint32_t instrument; /* tr_book_options.instrument */
    uint64_t sequence;   /* 1, 2, 3, ... in this book */
    int64_t id;
    union {
        int64_t maker_id; /* TRADE */
        int64_t stop;     /* AMENDED, TRAILED */
    };
    int64_t price;
    int64_t quantity;
    int64_t open;
    int64_t shown;
} tr_book_event;

/**
 * Where events go. `take` gets them in order, in runs of one or more, on the calling thread; the memory is the
 * book's and is written over after the return. A run ends with the call that caused it, or earlier when the
 * book's buffer is full. `take` must not call the book.
 */
typedef struct tr_book_sink {
    void (*take)(void *user, const tr_book_event *events, size_t event_count);
    void *user;
} tr_book_sink;

/* ---- Life -------------------------------------------------------------------------------------------- */

typedef struct tr_book tr_book;

#define TR_BOOK_ORDER_MAX_LIMIT ((uint32_t)1 << 26)
#define TR_BOOK_QUANTITY_LIMIT  ((int64_t)1 << 62)

/** What a book is made from; fill it with TR_BOOK_OPTIONS_INIT. */
typedef struct tr_book_options {
    size_t struct_size;
    int64_t tick;         /* prices are multiples of it; > 0 */
    int64_t lot;          /* quantities are multiples of it; > 0 */
    int64_t quantity_min; /* >= 0 */
    int64_t quantity_max; /* 1..TR_BOOK_QUANTITY_LIMIT */
    int64_t band_low;     /* prices outside low..high are rejected; 0 and INT64_MAX: no band */
    int64_t band_high;
    int64_t last_price;  /* of the last trade before the book opened; 0: none */
    int64_t now;         /* the clock at the start */
    uint32_t order_max;  /* live orders at once; 1..TR_BOOK_ORDER_MAX_LIMIT */
    uint32_t instrument; /* copied into every event */
    bool has_opaque_ids; /* identities are any 64 bits; otherwise 0 and below are rejected */
    const tr_allocator *allocator; /* NULL: the C library's; must outlive the book */
    bool is_pro_rata;              /* orders of one price share what arrives by their quantities */
    bool has_top_order;            /* pro-rata: who bettered the market is served first */
    int64_t share_min;             /* pro-rata: a smaller share is none; >= 0 */
} tr_book_options;

#define TR_BOOK_OPTIONS_INIT                                                                       \
    {                                                                                              \
        sizeof(tr_book_options), 1, 1, 1, INT64_C(1000000000000), 0, INT64_MAX, 0, 0, 65536, 0,    \
            false, NULL, false, false, 0                                                           \
    }

/**
 * Make an empty book.
 *
 * @return TR_E_INVALID for a NULL or an option outside its range (err names it); TR_E_NO_MEMORY
 * Threads: the book is confined.   Cost: one allocation of tr_book_memory_size bytes, not all of it touched.
 */
TR_API tr_status tr_book_new(const tr_book_options *options, tr_book **out, tr_error *err);

/** Bytes that a book with these options allocates; 0 for options out of range. */
TR_API size_t tr_book_memory_size(const tr_book_options *options);

/** Release a book; NULL is accepted. */
TR_API void tr_book_free(tr_book *book);

/* ---- Work -------------------------------------------------------------------------------------------- */

/**
 * Apply one command: everything it causes, stops in their cascade included, before the call returns.
 *
 * A refused order is an event, not an error.
 * @param sink  receives the events in order
 * @return TR_E_INVALID for a NULL or a number outside its enumeration; TR_E_FULL for a new order when
 *         order_max orders are live. Then nothing has happened and no event is given.
 * Cost: O(1) and O(fills); O(log levels) where a price level is the first of its 64 ticks. With orders of a
 * minimum resting, O(those within the limit) more; pro-rata, O(orders of a price); a trailing stop
 * O(log of them) each time that a trade moves it; the end of an auction O(levels).
 */
TR_API tr_status tr_book_apply(tr_book *book, const tr_book_command *command,
                               const tr_book_sink *sink);

/**
 * As tr_book_apply, but the last run of events, mostly the only one, is not given to the sink: the caller looks
 * at it where it is, until its next call to the book.
 */
TR_API tr_status tr_book_apply_events(tr_book *book, const tr_book_command *command,
                                      const tr_book_sink *sink, const tr_book_event **events_out,
                                      size_t *event_count_out);

/**
 * tr_book_apply with `take` bound at compile time: where it is a function of the caller's file, the compiler
 * puts it in place of the call.
 */
static inline tr_status tr_book_apply_bound(tr_book *book, const tr_book_command *command,
                                            void (*take)(void *user, const tr_book_event *events,
                                                         size_t event_count),
                                            void *user)
{
    tr_book_sink sink;
    const tr_book_event *events;
    size_t event_count;
    sink.take = take;
    sink.user = user;
    tr_status status = tr_book_apply_events(book, command, &sink, &events, &event_count);
    if (status == TR_OK && event_count > 0)
        take(user, events, event_count);
    return status;
}

/**
 * Apply commands in order, fetching ahead what the next ones will touch. The events are the same as one by
 * one; they come in longer runs. Stops before the first command that fails.
 * @param done_out  may be NULL; how many were applied
 * @return as tr_book_apply for the command at *done_out
 */
TR_API tr_status tr_book_apply_all(tr_book *book, const tr_book_command *commands,
                                   size_t command_count, const tr_book_sink *sink,
                                   size_t *done_out);

/* ---- Enquiry ----------------------------------------------------------------------------------------- */

typedef enum tr_book_queue {
    TR_BOOK_QUEUE_BIDS = 0,
    TR_BOOK_QUEUE_ASKS = 1,
    TR_BOOK_QUEUE_BUY_STOPS = 2,
    TR_BOOK_QUEUE_SELL_STOPS = 3,
    TR_BOOK_QUEUE_MINIMUM_BIDS = 4, /* with a minimum, or all-or-none: not shown, behind bids */
    TR_BOOK_QUEUE_MINIMUM_ASKS = 5,
    TR_BOOK_QUEUE_MARKET_BUYS = 6, /* market orders that wait for the end of the auction */
    TR_BOOK_QUEUE_MARKET_SELLS = 7,
    TR_BOOK_QUEUE_HELD_BUYS = 8, /* legs of a bracket of which nothing is filled (now): open is 0 */
    TR_BOOK_QUEUE_HELD_SELLS = 9
} tr_book_queue;

#define TR_BOOK_QUEUE_COUNT 10

/* A sum of quantities: high * 2^64 + low. */
typedef struct tr_book_sum {
    uint64_t low;
    uint64_t high;
} tr_book_sum;

/* One price of one queue. */
typedef struct tr_book_level {
    int64_t price;
    uint32_t order_count;
    uint32_t reserved; /* 0 */
    tr_book_sum shown; /* what a market-data feed tells */
    tr_book_sum open;  /* hidden parts included */
} tr_book_level;

/* One live order. */
typedef struct tr_book_order {
    int64_t id;
    int64_t owner;
    uint8_t side; /* tr_side */
    uint8_t type; /* tr_book_type; what rests is a limit order */
    uint8_t tif;  /* tr_book_tif */
    uint8_t stp;  /* tr_book_stp */
    bool is_post_only;
    bool is_waiting; /* a stop not triggered */
    bool is_hidden;  /* rests without being shown */
    bool is_held;    /* a bracket's leg, as long as there is nothing of the entry to close */
    int64_t price;   /* 0 for a stop and a market order */
    int64_t stop;    /* 0 unless waiting, or held */
    int64_t total;
    int64_t open;
    int64_t shown;   /* open unless an iceberg or hidden; 0 while waiting */
    int64_t display; /* 0 unless an iceberg */
    int64_t expire;  /* 0 unless GTD */
    uint64_t
        place; /* waiting: grows with the entry, or the last amend that lost the place; 0 otherwise */
    int64_t quantity_min; /* 0: none; INT64_MAX: all or none */
    int64_t trail;        /* of a trailing stop */
    int64_t trail_bps;
    int64_t partner; /* the live order that this one cancels or reduces */
    int64_t entry;   /* a leg's: the bracket's entry while it is live */
    bool is_leg;     /* of a bracket */
    bool is_top;     /* pro-rata: served first */
    uint8_t reserved[6];
} tr_book_order;

/* What an auction would come to if it ended now. */
typedef struct tr_book_auction {
    int64_t price; /* 0: nothing would trade */
    tr_book_sum quantity;
    tr_book_sum surplus;  /* what could not trade at the price, of one side */
    uint8_t surplus_side; /* tr_side */
    uint8_t reserved[7];
} tr_book_auction;

/* Where an order stands in the queue of its price. */
typedef struct tr_book_position {
    uint32_t orders_ahead;
    uint32_t reserved; /* 0 */
    tr_book_sum shown_ahead;
    tr_book_sum open_ahead;
} tr_book_position;

/** The best price of a queue (lowest ask and buy stop, highest bid and sell stop). false: empty. O(1). */
TR_API bool tr_book_best(const tr_book *book, tr_book_queue queue, tr_book_level *out);

/** Up to level_max prices of a queue, best first. @return how many. O(levels written). */
TR_API size_t tr_book_depth(const tr_book *book, tr_book_queue queue, size_t level_max,
                            tr_book_level *levels_out);

/** Every order of a queue in its priority, until `visit` says false. `visit` must not change the book. */
TR_API void tr_book_walk(const tr_book *book, tr_book_queue queue,
                         bool (*visit)(void *user, const tr_book_order *order), void *user);

/** One live order. @return TR_E_NOT_FOUND. O(1). */
TR_API tr_status tr_book_find(const tr_book *book, int64_t id, tr_book_order *out);

/**
 * Who is before an order at its own price and in its queue. Orders with a minimum stand behind all others of the
 * price as well, which is not counted here.
 * @return TR_E_NOT_FOUND. O(orders ahead, or behind if these are fewer).
 */
TR_API tr_status tr_book_position_of(const tr_book *book, int64_t id, tr_book_position *out);

/** How the book trades. */
TR_API tr_book_phase tr_book_phase_now(const tr_book *book);

/** The indicative price of an auction; all 0 outside of one. O(levels). */
TR_API void tr_book_indicate(const tr_book *book, tr_book_auction *out);

/** Price of the last trade; 0: none yet. */
TR_API int64_t tr_book_last_price(const tr_book *book);

/** The clock. */
TR_API int64_t tr_book_now(const tr_book *book);

/** Live orders: resting and waiting. */
TR_API uint32_t tr_book_order_count(const tr_book *book);

/** The options that would make such a book again, empty, with its last price and clock as they are now. */
TR_API tr_status tr_book_options_of(const tr_book *book, tr_book_options *out);

/** Events given so far. */
TR_API uint64_t tr_book_sequence(const tr_book *book);

/**
 * Look at the whole book: links, sums, order of levels, tables, nothing lost, nothing crossed. For tests.
 * @return TR_E_INTERNAL with what is wrong in err
 */
TR_API tr_status tr_book_check(const tr_book *book, tr_error *err);

/** Names as the scenario files spell them ("bad_qty", "cancelled"); NULL for numbers outside. */
TR_API const char *tr_book_reason_name(tr_book_reason reason);
TR_API const char *tr_book_event_name(tr_book_event_kind kind);

#ifdef __cplusplus
}
#endif

#endif
