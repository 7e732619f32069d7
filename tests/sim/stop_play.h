/*
 * stop_play.h: exchanges whose stops lie behind calls of their own, played by templates: one stop's life, the order that it
 * becomes, and its executions, in the shapes that each exchange documents; and every fault of the line in between.
 */
#ifndef TRADE_SIM_STOP_PLAY_H
#define TRADE_SIM_STOP_PLAY_H

#include "live_world.h"

typedef enum play_op {
    PLAY_OTHER = 0,
    PLAY_TIME,
    PLAY_PLACE,
    PLAY_CANCEL,
    PLAY_STOP,      /* of stops, or a list of those that wait */
    PLAY_STOP_DONE, /* where those that ended are a list of their own */
    PLAY_OPEN_STOPS,
    PLAY_ALL_STOPS, /* whatever their state */
    PLAY_ORDER,
    PLAY_CANCEL_ORDER,
    PLAY_CANCEL_BY_ID, /* either, by the exchange's id */
    PLAY_OPEN,
    PLAY_FILLS,
    PLAY_OP_COUNT
} play_op;

/*
 * In templates: $m now in ms, $I the stop's id, $c our client id, $s and $S the words of the stop's and the order's state, $q
 * the quantity, $t the stop price, $l the limit, $b what it became, $f how much of that has filled, $i an execution's id, $x its
 * quantity, $p its price; $j the id of what it is now.
 */
typedef struct play_dialect {
    const char *exchange, *symbol_id;
    tr_kind kind;
    struct {
        const char *method, *path;
        play_op op;
    } routes[16];
    const char *client_id, *stop_id, *order_id; /* parameters */
    const char *stop_price, *quantity;
    const char *stop_words[4];  /* waits, went off, cancelled, failed */
    const char *order_words[3]; /* open, filled, cancelled */
    const char *time, *placed, *duplicate, *cancelled, *gone, *missing;
    const char *stop_head, *stop, *stop_tail; /* around the rows of lists, and of one */
    const char *one_head, *one_tail;          /* around one that was asked for; NULL: as a list */
    const char *order_head, *order, *order_tail;
    const char *open_head, *open_tail; /* NULL: as order_head */
    const char *fill_head, *fill, *fill_tail;
    int missing_code;        /* HTTP; 0: 200 */
    int refused_code;        /* likewise, of a cancel that comes too late */
    bool is_missing_listed;  /* what is not there is an empty list */
    bool is_found_by_our_id; /* an order that was a stop carries our id */
    bool hides_gone;         /* a stop that went off is told of no more */
    bool is_done_apart; /* PLAY_STOP tells of stops that wait alone, PLAY_STOP_DONE of the others */
} play_dialect;

const play_dialect *play_dialect_at(size_t index); /* NULL at the end */

typedef enum play_state { PLAY_WAITS = 0, PLAY_WENT_OFF, PLAY_CANCELLED, PLAY_FAILED } play_state;
typedef enum play_order_state { PLAY_OPEN_ORDER = 0, PLAY_FILLED, PLAY_ENDED } play_order_state;

/* What the exchange truly has. */
typedef struct play_truth {
    unsigned int placed; /* stops with our id: more than one is the end of the test */
    play_state stop;
    play_order_state order;
    int64_t stop_ns, order_ns; /* when they came about */
    int64_t ended_ns;          /* when the stop went off or was cancelled */
    int fills;                 /* of one unit each */
} play_truth;

typedef enum play_fault_kind {
    PLAY_FAULT_NONE = 0,
    PLAY_FAULT_CUT_REQUEST, /* behind byte `at`: nothing is done unless that is all of it */
    PLAY_FAULT_CUT_ANSWER,  /* behind byte `at`: done, and heard as a broken line */
    PLAY_FAULT_STUMP,       /* done, and the answer's first `at` bytes come as if they were all */
    PLAY_FAULT_STATUS,      /* `at`: the HTTP code; not done */
    PLAY_FAULT_STATUS_DONE, /* the same, done */
    PLAY_FAULT_LATE,        /* a broken line; arrives `at` ms later */
    PLAY_FAULT_KIND_COUNT
} play_fault_kind;

typedef struct play {
    world world;
    const play_dialect *dialect;
    play_truth truth;
    play_fault_kind fault;
    play_op on;
    unsigned int at, times;
    int64_t lag_ms;       /* until what is new can be seen */
    int64_t late_ns;      /* a placing call arrives then; 0: none is on its way */
    int order_fills;      /* how many of the two units fill when it goes off */
    bool ends_order;      /* what has not filled then is cancelled by the exchange */
    bool fires_on_cancel; /* just before a cancel arrives */
    bool fires_on_open;   /* just before the open orders are listed */
    unsigned int asked[PLAY_OP_COUNT];
    char body[8192];
} play;

void play_open(play *self, const play_dialect *dialect);
void play_close(play *self);

/* A process ends and another begins; what the first knew of the order it finds in its store. */
void play_restart(play *self);

/* The price comes to the stop. */
void play_fire(play *self);

void play_run(play *self, int64_t seconds);

/* What we were told and what the exchange has are the same, and it has it at most once. */
void play_compare(play *self);

#endif
