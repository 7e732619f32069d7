/*
 * wire.h: what lies between one client and the scripted exchange, in one process and in a time of its own: the loop's
 * timers, the requests under way, and what their client hears of them and when. A client that ends hears nothing more;
 * what it has sent arrives all the same.
 */
#ifndef TEST_SIM_WIRE_H
#define TEST_SIM_WIRE_H

#include <trade/exchange_client.h>
#include <trade/loop.h>

#include "sim/exchange/sim.h"

#define SIM_WIRE_TIMERS_MAX 64
#define SIM_WIRE_CALLS_MAX  64

typedef struct sim_wire_timer {
    void *key;
    int64_t at_ns; /* of the loop's monotonic clock */
    tr_loop_due *due;
} sim_wire_timer;

/* A request under way, and what will be heard of it. Times are the exchange's. */
typedef struct sim_wire_call {
    bool is_used;
    int64_t due_ns, give_up_ns;
    int64_t sent_ns; /* monotonic; 0: it never left */
    uint64_t ticket;
    tr_http_outcome outcome;
    tr_http_response *response;
    tr_http_done *done;
    void *user;
} sim_wire_call;

typedef struct sim_wire {
    sim_exchange *exchange; /* borrowed; NULL: `play` answers */
    int64_t *now_ns;        /* of the world, which every clock in it follows; a request takes its time */
    tr_loop loop;           /* for the client; its clock is the client's own */
    tr_exchange_transport transport;
    sim_wire_timer timers[SIM_WIRE_TIMERS_MAX];
    sim_wire_call calls[SIM_WIRE_CALLS_MAX];
    size_t placings; /* requests that place an order */
    /* Each of these may be NULL. */
    bool (*on_send)(void *user, const tr_http_request *request); /* as one leaves; false: its connection does not come about */
    void (*on_answer)(void *user, const tr_http_request *request, sim_answer *answer); /* as it is made: it may be changed */
    tr_http_outcome (*play)(void *user, const tr_http_request *request, tr_http_response **out);
    void *user;
} sim_wire;

/* `wire` must stay where it is; all is borrowed. */
void sim_wire_open(sim_wire *wire, sim_exchange *exchange, int64_t *now_ns, const tr_clock *clock);

bool sim_wire_is_idle(const sim_wire *wire);

/* When something is due next; INT64_MAX: never. */
int64_t sim_wire_next_ns(sim_wire *wire);

/* Call what is due first; false: nothing is. */
bool sim_wire_step(sim_wire *wire);

/* The same until nothing is. */
void sim_wire_turn(sim_wire *wire);

#endif
