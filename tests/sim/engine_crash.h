/* engine_crash.h: a client, an engine and a paper exchange on one store, and what must hold of them in the end. */
#ifndef TESTS_SIM_ENGINE_CRASH_H
#define TESTS_SIM_ENGINE_CRASH_H

#include <trade/engine.h>
#include <trade/paper.h>
#include <trade/rng.h>
#include <trade/store_memory.h>

#define KEYS_MAX 400

typedef struct desk desk;

/* One thing that the client wants done exactly once. */
typedef struct wish {
    desk *owner;
    bool is_alert;
    tr_order_request request;
    tr_alert alert;
    bool is_answered; /* with an answer that acknowledges it */
    bool is_refused;  /* by a rule or as malformed: it need not be there */
    bool is_waiting;  /* sent, no answer yet */
    tr_id id;         /* what the first acknowledgement named */
} wish;

struct desk {
    uint64_t seed;
    bool is_swap;
    bool is_thin; /* little money, much leverage, and prices that jump: the exchange liquidates */
    tr_rng rng;
    tr_clock clock;
    int64_t now_ns;
    tr_store_memory *disk;
    tr_store store;
    tr_store_reader reader;
    tr_engine *engine;
    tr_paper *paper;
    wish wishes[KEYS_MAX];
    size_t wish_count;
    int64_t price_cents;
    int crashes;
    int acknowledged;
};

/* What the exchange closed by itself, in all runs. */
extern int64_t liquidations;

/* How often each kind of event came in all runs: what never happens is not tested. */
#define EVENT_KINDS 32
extern int64_t event_counts[EVENT_KINDS];

/* Each key came to one effect, both books agree to the last digit, and the tables are what the log says. */
void check_end(desk *d);

#endif
