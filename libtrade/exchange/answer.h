/*
 * answer.h: the language in which an exchange's map says how its answers are read.
 *
 * A shape is a list of rules, one per member that matters; a rule says how the member's value is read and where in the
 * record it goes. Members without a rule are passed over, so that an exchange may add some. Values are taken from
 * their text; a null, an empty text, and for times also 0 and -1, are "not told".
 */
#ifndef TRADE_EXCHANGE_ANSWER_H
#define TRADE_EXCHANGE_ANSWER_H

#include "exchange/adapter.h"

typedef enum tr__read {
    TR__READ_DECIMAL = 1,
    TR__READ_ABSOLUTE, /* a decimal without its sign */
    TR__READ_NEGATED,  /* a decimal with the other sign */
    TR__READ_PLACES,   /* a number of decimals, as the step 10^-n */
    TR__READ_PERCENT,  /* a decimal divided by 100 */
    TR__READ_DOUBLE,   /* bars */
    TR__READ_MS,       /* times, to ns; with a fraction too */
    TR__READ_SECONDS,
    TR__READ_US,
    TR__READ_NS,
    TR__READ_ISO,
    TR__READ_INT64, /* the last of those that are numbers or times */
    TR__READ_TEXT,  /* a text, or a number as written; must fit */
    TR__READ_CUT,   /* likewise, cut where it does not fit */
    TR__READ_FIRST, /* a text where none was told before; one that does not fit is passed over */
    TR__READ_PAIR,  /* base and quote of an instrument; `more`: what stands between them */
    TR__READ_ONLY,  /* `more`: a text; with any other the record is left out */
    TR__READ_NOTE,  /* kept for a later rule, or the finish */
    TR__READ_ASSET, /* in common spelling */
    TR__READ_WORD,  /* `more`: tr__word, what it sets */
    TR__READ_STATE, /* `more`: tr__word; the word is kept, one that is not listed is TR_STATE_UNKNOWN */
    TR__READ_KIND,  /* of a bill; `more`: tr__word; the word is kept, one that is not listed is TR_BILL_OTHER */
    TR__READ_BOOL,  /* sets `yes` or `no` */
    TR__READ_INSIDE, /* `more`: a shape for what is inside, into the same record */
    TR__READ_RECORD, /* `more`: a shape with a record of its own */
    TR__READ_COLUMNS, /* `more`: a shape with a record for each row, whose members are lists of equal length */
    TR__READ_BIDS,   /* levels; `more`: NULL for [price, quantity, ...], a shape for others */
    TR__READ_ASKS,
    TR__READ_CODE,    /* of an error */
    TR__READ_MESSAGE, /* of an error */
    TR__READ_CURSOR,  /* where the next page begins: a record of its own */
    TR__READ_CUSTOM   /* `more`: tr__custom: a text that takes more than a table */
} tr__read;

/* What words and flags set in the record at hand. */
enum {
    TR__SETS_BUY = 1 << 0,
    TR__SETS_SELL = 1 << 1,
    TR__SETS_MARKET = 1 << 2,
    TR__SETS_LIMIT = 1 << 3,
    TR__SETS_STOP = 1 << 4,
    TR__SETS_STOP_LIMIT = 1 << 5,
    TR__SETS_GTC = 1 << 6,
    TR__SETS_IOC = 1 << 7,
    TR__SETS_FOK = 1 << 8,
    TR__SETS_POST_ONLY = 1 << 9,
    TR__SETS_REDUCE_ONLY = 1 << 10,
    /* of a margin record, which has no side */
    TR__SETS_CROSS = 1 << 0,
    TR__SETS_ONE_WAY = 1 << 2,
    TR__SETS_HEDGING = 1 << 3,
    TR__SETS_MAKER = 1 << 11,
    TR__SETS_TAKER = 1 << 12,
    TR__SETS_LONG = 1 << 13,
    TR__SETS_SHORT = 1 << 14,
    TR__SETS_NET = 1 << 15,
    TR__SETS_TRADING = 1 << 16,
    TR__SETS_FILLED = 1 << 17, /* "was told" */
    TR__SETS_BALANCE = TR__SETS_FILLED, /* of a bill */
    TR__SETS_FEE = 1 << 18,
    TR__SETS_RATE = 1 << 19,
    TR__SETS_NEXT_RATE = 1 << 20,
    TR__SETS_PROFIT = 1 << 21,
    TR__SETS_READ = 1 << 22,
    TR__SETS_TRADE = 1 << 23,
    TR__SETS_WITHDRAW = 1 << 24,
    TR__SETS_WITHDRAW_TOLD = 1 << 25,
    TR__SETS_ADDRESS_LIST = 1 << 26,
    TR__SETS_LEFT_OUT = 1 << 27, /* a record that is none of ours: not emitted */
    TR__SETS_LINEAR = 1 << 28,
    TR__SETS_REMAINING = 1 << 29,
    TR__SETS_ISOLATED = TR__SETS_FILLED, /* of a leverage */
    TR__SETS_FAILED = 1 << 30 /* the answer is an error, whatever its code */
};

typedef struct tr__word {
    const char *text; /* NULL ends the list */
    uint32_t sets;    /* or the tr_order_state, or the tr_bill_kind */
} tr__word;

typedef struct tr__rule {
    const char *key; /* a member's name, an element's place in digits, "*" for each, "*1" for the first */
    tr__read read;
    uint16_t at; /* in the record */
    uint16_t size;
    uint32_t yes, no; /* what a told value, or true and false, set */
    const void *more;
} tr__rule;

typedef struct tr__reading tr__reading;

/* Whatever is left to do once all of a record was read. */
typedef void (*tr__finish)(const tr__reading *reading, tr_exchange_record *record);

/* A text, or a number as written. */
typedef void (*tr__take)(tr__reading *reading, const char *text, size_t length,
                         tr_exchange_record *record);
typedef struct tr__custom {
    tr__take take;
} tr__custom;

struct tr__shape {
    const tr__rule *rules; /* ends at a NULL key */
    tr_record_kind record; /* NONE: whatever record is at hand */
    const tr__rule *key;   /* where the name goes under which it stands; NULL: nowhere */
    tr__finish finish;
};

struct tr__reading {
    const tr__adapter *adapter;
    const tr_exchange_question *question;
    const tr__instruments *instruments;
    tr_exchange_failure failure;
    uint32_t record_count;
    bool has_failed; /* the answer says so, by code or flag */
    size_t bid_count, ask_count;
    char cursor[TR_NOTES_SIZE];
    char mark_last[TR_LABEL_SIZE], mark_low[TR_LABEL_SIZE], mark_high[TR_LABEL_SIZE]; /* page.h */
    char note[32]; /* of a map's own, between one value and the next */
};

/* ---- rows ------------------------------------------------------------------------------------ */

#define TR__AT(field)   (uint16_t) offsetof(tr_exchange_record, as.field)
#define TR__ROOM(field) (uint16_t) sizeof(((tr_exchange_record *)NULL)->as.field)

#define TR__FIELD(key, how, field)            { key, TR__READ_##how, TR__AT(field), TR__ROOM(field), 0, 0, NULL }
#define TR__TOLD(key, how, field, sets)       { key, TR__READ_##how, TR__AT(field), TR__ROOM(field), sets, 0, NULL }
#define TR__WORDS(key, words)                 { key, TR__READ_WORD, 0, 0, 0, 0, words }
#define TR__STATES(key, words)                { key, TR__READ_STATE, 0, 0, 0, 0, words }
#define TR__KINDS(key, words)                 { key, TR__READ_KIND, 0, 0, 0, 0, words }
#define TR__FLAG(key, yes, no)                { key, TR__READ_BOOL, 0, 0, yes, no, NULL }
#define TR__INSIDE(key, shape)                { key, TR__READ_INSIDE, 0, 0, 0, 0, shape }
#define TR__RECORDS(key, shape)               { key, TR__READ_RECORD, 0, 0, 0, 0, shape }
#define TR__COLUMNS(key, shape)               { key, TR__READ_COLUMNS, 0, 0, 0, 0, shape }
#define TR__BIDS(key, shape)                  { key, TR__READ_BIDS, 0, 0, 0, 0, shape }
#define TR__ASKS(key, shape)                  { key, TR__READ_ASKS, 0, 0, 0, 0, shape }
#define TR__CODE(key)                         { key, TR__READ_CODE, 0, 0, 0, 0, NULL }
#define TR__MESSAGE(key)                      { key, TR__READ_MESSAGE, 0, 0, 0, 0, NULL }
#define TR__CURSOR(key)                       { key, TR__READ_CURSOR, 0, 0, 0, 0, NULL }
#define TR__PAIR(key, between)                { key, TR__READ_PAIR, 0, 0, 0, 0, between }
#define TR__ONLY(key, text)                   { key, TR__READ_ONLY, 0, 0, 0, 0, text }
#define TR__NOTE(key)                         { key, TR__READ_NOTE, 0, 0, 0, 0, NULL }
#define TR__CUSTOM(key, custom)               { key, TR__READ_CUSTOM, 0, 0, 0, 0, custom }
/* A shape written where it is used: what lies inside, and a list or object of records. */
#define TR__PART(...)  (&(const tr__shape){ .rules = (const tr__rule[]){ __VA_ARGS__, TR__END } })
#define TR__EACH(shape) TR__PART(TR__RECORDS("*", shape))

#define TR__END                               { NULL, 0, 0, 0, 0, 0, NULL }

/* Read one value by a shape, outside of any answer: for tests on samples. As tr__adapter_read. */
tr_status tr__answer_read(tr__reading *reading, const tr__shape *shape, const char *body,
                          size_t body_size, void *memory, size_t memory_size,
                          tr_exchange_record_sink sink, void *user, tr_error *err);

/* Remember a value for the next ones. */
void tr__note_take(tr__reading *reading, const char *text, size_t length);
/* Leave the record out of the answer. */
void tr__record_leave_out(tr_exchange_record *record);
/* A decimal at a custom rule's end; false when it is none. */
bool tr__take_decimal(const char *text, size_t length, tr_decimal *out);

/* Balances of which two parts are told. */
void tr__finish_free(const tr__reading *reading, tr_exchange_record *record);
void tr__finish_held(const tr__reading *reading, tr_exchange_record *record);

/*
 * A fee that was taken in an asset of the exchange's own, told beside a fee of zero: amount and asset are noted, in either
 * order, and take the fee's place at the end.
 */
void tr__note_fee_amount(tr__reading *reading, const char *text, size_t length);
void tr__note_fee_asset(tr__reading *reading, const char *text, size_t length);
void tr__finish_other_fee(const tr__reading *reading, tr_exchange_record *record);

/* Volumes that count contracts, in base units. */
void tr__finish_contract_volume(const tr__reading *reading, tr_exchange_record *record);
/* A market buy whose quantity is told in quote units. */
void tr__finish_quote_buy(const tr__reading *reading, tr_exchange_record *record);
/* Contracts told with a sign: below zero sells. */
void tr__finish_signed(const tr__reading *reading, tr_exchange_record *record);
/* True when `piece` occurs in a text. */
bool tr__take_has(const char *text, size_t length, const char *piece);

/* Set what a word or flag says. */
void tr__record_set(tr_exchange_record *record, uint32_t sets);

#endif
