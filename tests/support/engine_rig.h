/*
 * engine_rig.h: an engine on a memory store, with a clock that a test turns and an exchange that does what the test
 * says. Restarting it is one call, as a crash would.
 */
#ifndef TESTS_SUPPORT_ENGINE_RIG_H
#define TESTS_SUPPORT_ENGINE_RIG_H

#include <trade/engine.h>
#include <trade/store_memory.h>

#define RIG_SENT_MAX 256

typedef enum rig_request_kind {
    RIG_PLACE,
    RIG_CANCEL,
    RIG_QUERY,
    RIG_AMEND
} rig_request_kind;

/* One thing that the engine asked of the exchange. */
typedef struct rig_request {
    rig_request_kind kind;
    tr_exchange_order order; /* its client_id and account also for cancels and queries */
} rig_request;

typedef struct rig {
    tr_store_memory *disk;
    tr_store store;
    tr_store_reader reader;
    tr_engine *engine;
    tr_clock clock;
    int64_t now_ns;
    tr_exchange exchange;
    tr_exchange_traits traits;
    rig_request requests[RIG_SENT_MAX];
    size_t request_count;
    tr_status place_status; /* what place returns */
    tr_status cancel_status; /* what cancel returns */
    int fill_number;
    int starts;
    tr_risk_limits limits;
    tr_strategy_size size;
    bool has_daily_close; /* of the next engine */
    bool stops_at_exchange; /* likewise */
    tr_decimal leverage;  /* of the next engine, which then trades the swap BTC/USDT:USDT, too; 0: spot alone */
    tr_decimal multiplier; /* of the swap; 0: 1 */
    int64_t reconcile_every_ns;
    const tr_allocator *allocator; /* of the engine; NULL: the C library's */
    /* the last answer */
    int answer_count;
    tr_status status;
    tr_error error;
    bool is_duplicate;
    tr_order order;
    bool has_order;
    tr_id alert_id;
    tr_id order_ids[TR_ANSWER_ORDERS_MAX];
    size_t order_count;
    char rule[32];
} rig;

/* A fresh disk with account "paper": 10000 USDT, market BTC/USDT at 100 (tick 0.01, lot 0.001), ETH/USDT at 10. */
void rig_open(rig *r);
void rig_close(rig *r);

/* The same disk, a new engine: what a restart finds. `crash` loses what is not committed. */
void rig_restart(rig *r, bool crash);

/* The same, where it may fail: the engine is gone then, and rig_restart may be tried again. */
tr_status rig_try_restart(rig *r);

/* Flush and poll until nothing moves any more. */
void rig_settle(rig *r);

/* Each runs a command and settles; the answer is in the rig. */
void rig_submit(rig *r, const tr_order_request *request);
void rig_cancel(rig *r, tr_id id);
void rig_amend(rig *r, const tr_amend_request *request);
void rig_alert(rig *r, const tr_alert *alert);
void rig_price(rig *r, const char *symbol, const char *price);

/* The exchange speaks about an order. */
void rig_report(rig *r, tr_report_kind kind, tr_id order_id);
/* Nothing is known of it, as of a question that left at `asked_ns`. */
void rig_report_not_found(rig *r, tr_id order_id, int64_t asked_ns);
void rig_fill(rig *r, tr_id order_id, const char *quantity, const char *price, const char *fee);

/* A market buy of `quantity` BTC/USDT; fields may be changed before rig_submit. */
tr_order_request rig_request_of(tr_side side, tr_order_type type, const char *quantity);
tr_alert rig_alert_of(tr_alert_action action, const char *key);

/* What the tables hold. */
bool rig_stored_order(rig *r, tr_id id, tr_order *out);
bool rig_stored_position(rig *r, const char *symbol, tr_position *out);
bool rig_stored_balance(rig *r, const char *asset, tr_balance *out);
/* The newest exit of an entry. */
bool rig_find_exit(rig *r, tr_id entry, tr_role role, tr_order *out);
int64_t rig_count_rows(rig *r, tr_table table);
bool rig_stored_risk(rig *r, tr_risk_row *row); /* found by its key, and filled in */
int64_t rig_count_risk(rig *r, const char *item);

/* Findings of tr_engine_verify; prints them. */
int64_t rig_verify(rig *r);

tr_decimal rig_decimal(const char *text);

#endif
