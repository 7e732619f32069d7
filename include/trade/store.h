/*
 * store.h: where state lives: a port, the rows it keeps, and the two stores that come with the library.
 *
 * Work is written as transactions: a few typed row operations that stand or fall together. A batch of
 * transactions is made durable by one commit, and each has a result of its own: one that conflicts does
 * not undo its neighbours. Completions are delivered by poll, on the caller's thread, in the order
 * of submission. A failed commit ends the store (every later call: TR_E_CLOSED); its owner opens it
 * again and recovers. Nothing is ever retried below.
 *
 * The rows are the structs of order.h and of this file; tr_store_table_def describes each one, column
 * by column, so that every implementation, the migration tests and `verify` share one description.
 */
#ifndef TRADE_STORE_H
#define TRADE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/order.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_HASH_SIZE 32

/* ---- rows that order.h does not have --------------------------------------------------------- */

typedef struct tr_user_row {
    char name[TR_NAME_SIZE];
    int64_t created_ns;
    bool is_admin;
} tr_user_row;

typedef struct tr_account_row {
    char name[TR_NAME_SIZE];
    char exchange[TR_EXCHANGE_NAME_SIZE];
    char owner[TR_NAME_SIZE]; /* user */
    int64_t created_ns;
    int64_t version;
} tr_account_row;

/** A user's rights on an account: a sum of TR_RIGHT_*. */
typedef struct tr_grant_row {
    char user[TR_NAME_SIZE];
    char account[TR_NAME_SIZE];
    int64_t rights;
} tr_grant_row;

#define TR_RIGHT_READ  1
#define TR_RIGHT_TRADE 2
#define TR_RIGHT_ADMIN 4

/** A bearer key; only its hash is kept. */
typedef struct tr_api_key_row {
    uint8_t hash[TR_HASH_SIZE]; /* SHA-256 of the key's text */
    char user[TR_NAME_SIZE];
    char label[TR_LABEL_SIZE];
    int64_t created_ns;
    int64_t revoked_ns; /* 0 while valid */
    int64_t rights;
} tr_api_key_row;

/** A command for an account that another process owns; done_ns = 0 while waiting. */
typedef struct tr_command_row {
    tr_id id;
    char account[TR_NAME_SIZE];
    char idempotency_key[TR_LABEL_SIZE];
    const uint8_t *body;
    size_t body_size;
    const uint8_t *reply;
    size_t reply_size;
    int64_t created_ns;
    int64_t done_ns;
    int64_t version;
} tr_command_row;

/** One line of the double-entry ledger; the lines of one event sum to zero per asset. */
typedef struct tr_ledger_row {
    char account[TR_NAME_SIZE];
    int64_t seq;  /* the event's */
    int64_t line; /* 0, 1, ... */
    int64_t book; /* tr_ledger_book */
    char asset[TR_ASSET_SIZE];
    tr_money amount;
    int64_t at_ns;
} tr_ledger_row;

#define TR_RISK_ITEM_SIZE 80

/**
 * One thing that the risk side of the engine knows of an account: a limit that was set, a halt, a pause, a peak, a count.
 * libtrade/engine/README.md lists the items and what value, count and times mean in each.
 */
typedef struct tr_risk_row {
    char account[TR_NAME_SIZE];
    int64_t scope;            /* tr_risk_scope */
    char name[TR_LABEL_SIZE]; /* of the strategy or symbol; an asset's where the item is one; else empty */
    char item[TR_RISK_ITEM_SIZE];
    tr_decimal value;
    int64_t count;
    int64_t since_ns;
    int64_t until_ns;
    char actor[TR_NAME_SIZE]; /* who did it */
    char reason[TR_REASON_SIZE];
    int64_t version;
} tr_risk_row;

typedef enum tr_ledger_book {
    TR_LEDGER_CASH = 1,     /* what the account holds */
    TR_LEDGER_POSITION = 2, /* the other side of trades: what positions have taken and given */
    TR_LEDGER_FEES = 3,     /* paid fees */
    TR_LEDGER_EXTERNAL = 4, /* deposits, withdrawals, and what reconciliation found */
    TR_LEDGER_FUNDING = 5,  /* of positions in perpetuals */
    TR_LEDGER_OPENING = 6   /* the equity that an account was opened with */
} tr_ledger_book;

#define TR_LEDGER_BOOK_MAX 6

/**
 * One event of an account's log. On insert the store checks seq = head + 1 (TR_E_CONFLICT otherwise)
 * and computes hash = SHA-256(previous hash || account || seq || epoch || at_ns || kind || payload) over the
 * canonical encoding of store/README.md; prev_hash of seq 1 is all zero bytes.
 */
typedef struct tr_event_row {
    char account[TR_NAME_SIZE];
    int64_t seq; /* from 1, without gaps */
    int64_t epoch;
    int64_t at_ns;
    int64_t kind;
    const uint8_t *payload;
    size_t payload_size;
    uint8_t hash[TR_HASH_SIZE]; /* filled by the store; ignored on insert */
} tr_event_row;

/** A message that must leave after the commit that made it. */
typedef struct tr_outbox_row {
    tr_id id;
    char account[TR_NAME_SIZE];
    char topic[TR_LABEL_SIZE];
    const uint8_t *body;
    size_t body_size;
    int64_t created_ns;
    int64_t sent_ns; /* 0 while due */
} tr_outbox_row;

/** Who owns a shard of accounts; the embedded store has one, kept by its lock file. */
typedef struct tr_lease_row {
    char shard[TR_NAME_SIZE];
    char holder[TR_LABEL_SIZE];
    int64_t epoch;
    int64_t expires_ns;
    int64_t version;
} tr_lease_row;

/** A new origin for an account's log: the state after `seq`, as rows. */
typedef struct tr_snapshot_row {
    char account[TR_NAME_SIZE];
    int64_t seq;
    uint8_t head_hash[TR_HASH_SIZE];
    const uint8_t *state;
    size_t state_size;
    int64_t created_ns;
} tr_snapshot_row;

/** One stored bar. */
typedef struct tr_candle_row {
    char symbol[TR_SYMBOL_SIZE];
    char timeframe[16];
    int64_t open_ns;
    double open, high, low, close, volume;
} tr_candle_row;

typedef struct tr_setting_row {
    char name[TR_LABEL_SIZE];
    char value[TR_NOTES_SIZE];
    int64_t updated_ns;
} tr_setting_row;

/* The paper exchange's own rows: it is an exchange, not a part of the engine's state. */
typedef struct tr_paper_order_row {
    char account[TR_NAME_SIZE];
    char client_id[TR_LABEL_SIZE];
    int64_t exchange_order_id;
    char symbol[TR_SYMBOL_SIZE];
    tr_side side;
    tr_order_type type; /* market or limit; stop or stop-limit until its price is reached */
    tr_tif tif;
    tr_quantity quantity;
    tr_price limit_price;
    tr_quantity filled_quantity;
    int64_t state; /* tr_paper_state of paper.h */
    char reason[TR_REASON_SIZE];
    int64_t created_ns;
    int64_t updated_ns;
    int64_t version;
    tr_price stop_price; /* of what is or was a stop */
    bool is_triggered;   /* it was one */
    bool is_reduce_only; /* of a swap */
} tr_paper_order_row;

typedef struct tr_paper_position_row {
    char account[TR_NAME_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    tr_decimal quantity; /* signed */
    tr_money cost;       /* same sign */
    int64_t funded_ns;   /* the interval up to which funding was paid */
    int64_t version;
} tr_paper_position_row;

typedef struct tr_paper_fill_row {
    char account[TR_NAME_SIZE];
    int64_t fill_id;
    char client_id[TR_LABEL_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    tr_side side;
    bool is_maker;
    tr_price price;
    tr_quantity quantity;
    tr_money fee;
    char fee_asset[TR_ASSET_SIZE];
    int64_t at_ns;
} tr_paper_fill_row;

typedef struct tr_paper_balance_row {
    char account[TR_NAME_SIZE];
    char asset[TR_ASSET_SIZE];
    tr_money total;
    int64_t version;
} tr_paper_balance_row;

/* ---- tables ---------------------------------------------------------------------------------- */

typedef enum tr_table {
    TR_TABLE_USER = 0,      /* tr_user_row */
    TR_TABLE_ACCOUNT,       /* tr_account_row */
    TR_TABLE_GRANT,         /* tr_grant_row */
    TR_TABLE_API_KEY,       /* tr_api_key_row */
    TR_TABLE_INSTRUMENT,    /* tr_instrument */
    TR_TABLE_ALERT,         /* tr_alert */
    TR_TABLE_COMMAND,       /* tr_command_row */
    TR_TABLE_ORDER,         /* tr_order */
    TR_TABLE_FILL,          /* tr_fill */
    TR_TABLE_POSITION,      /* tr_position */
    TR_TABLE_BALANCE,       /* tr_balance */
    TR_TABLE_LEDGER,        /* tr_ledger_row */
    TR_TABLE_EVENT,         /* tr_event_row */
    TR_TABLE_OUTBOX,        /* tr_outbox_row */
    TR_TABLE_LEASE,         /* tr_lease_row */
    TR_TABLE_SNAPSHOT,      /* tr_snapshot_row */
    TR_TABLE_CANDLE,        /* tr_candle_row */
    TR_TABLE_SETTING,       /* tr_setting_row */
    TR_TABLE_PAPER_ORDER,   /* tr_paper_order_row */
    TR_TABLE_PAPER_FILL,    /* tr_paper_fill_row */
    TR_TABLE_PAPER_BALANCE, /* tr_paper_balance_row */
    TR_TABLE_RISK,          /* tr_risk_row */
    TR_TABLE_BLOCK,         /* tr_block */
    TR_TABLE_BLOCK_CONDITION, /* tr_block_condition */
    TR_TABLE_EXTREME,       /* tr_extreme */
    TR_TABLE_FUNDING,       /* tr_funding_payment */
    TR_TABLE_PAPER_POSITION, /* tr_paper_position_row */
    TR_TABLE_PAPER_FUNDING, /* tr_funding_payment; seq counts the account's payments */
    TR_TABLE_PAST_FILL,     /* tr_fill, of an order that was pruned */
    TR_TABLE_COUNT
} tr_table;

typedef enum tr_column_type {
    TR_COLUMN_TEXT = 0,    /* char[n], NUL-ended */
    TR_COLUMN_INTEGER = 1, /* int64_t; enums and bool by their own width */
    TR_COLUMN_DECIMAL = 2, /* tr_decimal and the types made of it */
    TR_COLUMN_ID = 3,      /* tr_id */
    TR_COLUMN_HASH = 4,    /* uint8_t[32] */
    TR_COLUMN_BYTES = 5,   /* const uint8_t * followed by size_t */
    TR_COLUMN_REAL = 6     /* double */
} tr_column_type;

typedef struct tr_column_def {
    const char *name; /* the SQL column */
    tr_column_type type;
    size_t offset;
    size_t size; /* of the member in the struct */
} tr_column_def;

#define TR_INDEX_COLUMNS_MAX 4
#define TR_INDEXES_MAX       5

/** An access path. Index 0 is the primary key. */
typedef struct tr_index_def {
    const char *name;
    const char *columns[TR_INDEX_COLUMNS_MAX]; /* NULL-ended when shorter */
    bool is_unique;
    /* Rows whose first column of this name is empty text or zero are not in the index; NULL: all are.
       So an order without an idempotency key does not collide with another one. */
    const char *only_if_set;
} tr_index_def;

typedef struct tr_table_def {
    const char *name; /* the SQL table */
    size_t row_size;
    const tr_column_def *columns;
    size_t column_count;
    tr_index_def indexes[TR_INDEXES_MAX];
    size_t index_count;
    const char *version_column; /* NULL: rows are never updated with an expected version */
} tr_table_def;

/** The description of a table; NULL for numbers outside. Static storage. */
TR_API const tr_table_def *tr_store_table(tr_table table);

/* Index numbers that callers use. 0 is always the primary key:
   user(name) account(name) grant(user,account) api_key(hash) instrument(exchange,symbol) alert(id) command(id)
   order(id) fill(id) position(account,symbol) balance(account,asset) ledger(account,seq,line) event(account,seq)
   outbox(id) lease(shard) snapshot(account,seq) candle(symbol,timeframe,open_ns) setting(name)
   paper_order(account,client_id) paper_fill(account,fill_id) paper_balance(account,asset)
   risk(account,scope,name,item) block(id) block_condition(account,block_id,number)
   extreme(account,symbol,side,seq) past_fill(account,at_ns,id) */
#define TR_INDEX_PRIMARY          0
#define TR_INDEX_ALERT_RECEIVED   1 /* alert(account, received_ns, id) */
#define TR_INDEX_ALERT_DEDUP      2 /* alert(account, dedup_key, received_ns) */
#define TR_INDEX_ORDER_ACCOUNT    1 /* order(account, created_ns, id) */
#define TR_INDEX_ORDER_USER       2 /* order(user, created_ns, id) */
#define TR_INDEX_ORDER_STATE      3 /* order(account, state, id) */
#define TR_INDEX_ORDER_KEY        4 /* unique order(account, idempotency_key), only when set */
#define TR_INDEX_FILL_ORDER       1 /* fill(order_id, id) */
#define TR_INDEX_FILL_EXCHANGE    2 /* unique fill(account, symbol, exchange_fill_id, side) */
#define TR_INDEX_FILL_ACCOUNT     3 /* fill(account, at_ns, id) */
#define TR_INDEX_API_KEY_USER     1 /* api_key(user, created_ns) */
#define TR_INDEX_COMMAND_DUE      1 /* command(account, done_ns, id) */
#define TR_INDEX_COMMAND_KEY      2 /* unique command(account, idempotency_key), only when set */
#define TR_INDEX_OUTBOX_DUE       1 /* outbox(sent_ns, id) */
#define TR_INDEX_PAPER_ORDER_STATE 1 /* paper_order(account, state, exchange_order_id) */
#define TR_INDEX_PAPER_FILL_ORDER 1 /* paper_fill(account, client_id, fill_id) */
#define TR_INDEX_FUNDING_TIME     1 /* unique funding(account, symbol, at_ns) */
#define TR_INDEX_BLOCK_ACCOUNT    1 /* block(account, created_ns, id) */
#define TR_INDEX_BLOCK_STATE      2 /* block(account, state, id) */
#define TR_INDEX_BLOCK_KEY        3 /* unique block(account, idempotency_key), only when set */

/* ---- writing --------------------------------------------------------------------------------- */

typedef enum tr_store_verb {
    TR_STORE_INSERT = 0, /* TR_E_EXISTS when any unique key is taken */
    TR_STORE_UPDATE = 1, /* by primary key; TR_E_CONFLICT unless the stored version is expected_version */
    TR_STORE_PUT = 2,    /* insert, or replace the row with this primary key */
    TR_STORE_DELETE = 3  /* by primary key; TR_E_NOT_FOUND */
} tr_store_verb;

typedef struct tr_store_op {
    tr_store_verb verb;
    tr_table table;
    const void *row; /* the table's struct; copied, with what its pointers reach, by submit */
    int64_t expected_version; /* for update */
} tr_store_op;

/** Operations that stand or fall together. */
typedef struct tr_store_transaction {
    const tr_store_op *ops;
    size_t op_count;
} tr_store_transaction;

/**
 * Says what became of a batch, from poll.
 * @param status   TR_OK: the commit is durable and `results` are its transactions' own; otherwise
 *                 nothing may be assumed of any of them and the store is closed
 * @param results  one per transaction, in order; TR_OK, TR_E_EXISTS, TR_E_CONFLICT, TR_E_NOT_FOUND
 */
typedef void tr_store_done(void *user, tr_status status, const tr_status *results, size_t count,
                           const tr_error *err);

/* ---- reading --------------------------------------------------------------------------------- */

/** A page of rows along one index. */
typedef struct tr_store_query {
    tr_table table;
    int index;           /* TR_INDEX_* */
    const void *key;     /* a row whose first `key_columns` index columns must be met; NULL with 0 */
    int key_columns;
    const void *after;   /* a row: start strictly behind it in index order; NULL: from the start */
    bool is_descending;
    size_t limit;        /* 1..1000 rows */
} tr_store_query;

/** Receives one row; the memory is valid during the call. Return false to stop early. */
typedef bool tr_store_row_sink(void *user, const void *row);

/** Called once behind the last row of a page. `has_more`: the limit cut the page. */
typedef void tr_store_read_done(void *user, tr_status status, bool has_more, const tr_error *err);

/**
 * A writer. One per store, confined to one thread. wake, given in the implementation's options, is called
 * from any thread when poll has something to do.
 */
typedef struct tr_store {
    /* Queue a batch. TR_E_FULL when the queue's maximum is reached (nothing queued); TR_E_CLOSED. */
    tr_status (*submit)(void *user, const tr_store_transaction *transactions, size_t count,
                        tr_store_done *done, void *done_user, tr_error *err);
    /* Deliver completions; waits up to wait_ms for the first one (0: not at all). Number delivered. */
    size_t (*poll)(void *user, int wait_ms);
    /* Close: what is queued is finished first. The port is dead afterwards. */
    void (*close)(void *user);
    void *user;
} tr_store;

/**
 * A reader: sees everything that was committed before the call. Confined to its thread; any number per
 * store. `done` may be called before read returns, or later on the same thread.
 */
typedef struct tr_store_reader {
    tr_status (*read)(void *user, const tr_store_query *query, tr_store_row_sink *row,
                      tr_store_read_done *done, void *read_user, tr_error *err);
    void (*close)(void *user);
    void *user;
} tr_store_reader;

#ifdef __cplusplus
}
#endif

#endif
