/*
 * live_world.h: a live exchange and its client against the scripted exchange, in one process and in a time of their own.
 *
 * Whoever runs a world plays the engine: it asks again where the engine would, and keeps what it is told of one order.
 */
#ifndef TRADE_SIM_LIVE_WORLD_H
#define TRADE_SIM_LIVE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <trade/exchange_live.h>
#include <trade/id.h>
#include <trade/rng.h>
#include <trade/time.h>

#include "sim/exchange/sim.h"
#include "sim/wire.h"

#define WORLD_START_NS  INT64_C(1700000000000000000)
#define WORLD_FILLS_MAX 2048

/* What our side has been told of the order. */
typedef struct world_record {
    unsigned int amended, amends_refused;
    bool is_accepted, is_final, is_rejected, is_cancelled, is_done, is_cancel_refused;
    unsigned int unknowns, misses;
    char fill_ids[WORLD_FILLS_MAX][TR_LABEL_SIZE];
    size_t fill_count;
    tr_decimal filled;
} world_record;

typedef struct world {
    const char *shape, *exchange; /* that the wire speaks, that the client is of */
    char played[TR_EXCHANGE_NAME_SIZE];  /* the name of one that is played: whoever opened it may have forgotten it */
    tr_kind kind;
    /* Instead of the scripted exchange: the body of an answer; NULL. */
    const char *(*answer)(struct world *self, const tr_http_request *request);
    int answer_code;         /* of it; 0: none comes, the line breaks */
    const char *retry_after; /* a header of it; NULL */
    int64_t now_ns, wall_step_ns; /* by which the machine's clock was set */
    tr_clock clock;
    sim_wire wire;
    sim_exchange *sim;
    tr_exchange_key *key;
    tr_exchange_pacer *pacer;
    tr_exchange_client *client;
    tr_exchange_live *live;
    tr_exchange_order order;
    world_record told;
    int64_t query_ns;   /* the engine's part: when it asks again */
    bool has_missed;    /* the exchange does not know it: sent again where that is safe */
    tr_rng rng;
    unsigned int refuse_connections; /* so many do not come about */
    void (*on_send)(struct world *self, const tr_http_request *request); /* as one leaves; NULL */
    /* As an answer is made: it may be changed; NULL */
    void (*on_answer)(struct world *self, const tr_http_request *request, sim_answer *answer);
    char fault[128];
    char exchange_order_id[TR_LABEL_SIZE]; /* of the order, as it was told */
    bool forgets; /* what a process before this one placed */
} world;

/* An account with money and a key of HMAC, and an order that is not placed yet. */
void world_open(world *self, const char *shape, uint64_t seed);
/* The same in the exchange's linear swap. */
void world_open_swap(world *self, const char *shape, uint64_t seed);
/* The same with a P-256 key, whose requests carry tokens (coinbase). */
void world_open_signing(world *self, const char *shape, uint64_t seed);
/* Before an exchange that `answer` plays, for which nothing is opened or sent yet; no order is made. */
void world_open_played(world *self, const tr_instrument *instrument,
                       const char *(*answer)(world *self, const tr_http_request *request));
/* Of several instruments; the order that may be made is of the first. */
void world_open_played_of(world *self, const tr_instrument *instruments, size_t count,
                          const char *(*answer)(world *self, const tr_http_request *request));
void world_close(world *self);

/* A process ends, and the next begins. */
void world_client_open(world *self);
/* The same, of a played exchange. The order is remembered. */
void world_client_open_again(world *self, const tr_instrument *instrument);
void world_client_close(world *self);
tr_instrument world_instrument(const char *shape);
tr_instrument world_swap(const char *shape);
/* The makers of its market stand around another price; `words` are those behind the symbol in a script. */
void world_price(world *self, const char *words);
void world_on_report(void *user, const tr_exchange_report *report); /* the live exchange's sink */

void world_run(world *self, int64_t until_ns);
void world_script(world *self, const char *text);
/* Its order is a stop at this price instead. */
void world_stop(world *self, const char *price, const char *limit);
void world_limit(world *self, const char *price);
tr_status world_place(world *self);

/* What we were told and what the exchange knows are the same. */
void world_compare(world *self);

#endif
