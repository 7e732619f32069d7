/* book_model_rules.h: what the rules of the model, a file each, need of one another. */
#ifndef TESTS_SIM_BOOK_MODEL_RULES_H
#define TESTS_SIM_BOOK_MODEL_RULES_H

#include "sim/book_model.h"

__extension__ typedef __int128 exact;

/* ---- The orders (book_model.c) ---- */

void model_tell(model *m, tr_book_event event);
void model_tell_id(model *m, uint8_t kind, uint8_t reason, int64_t id);
void model_tell_cancelled(model *m, const model_order *order, uint8_t reason);
model_order *model_find(model *m, int64_t id);

/* Elected orders and the one at work too. */
model_order *model_find_any(model *m, int64_t id);

model_order *model_add(model *m, const model_order *order, tr_book_queue queue);
tr_book_queue model_queue_of(tr_book_queue buys, uint8_t side);
bool model_is_market(const model_order *order);
bool model_is_within(const model_order *order, int64_t price);
int64_t model_least_of(const model_order *order);
bool model_has_minimum(const model_order *order);

/* ---- Arriving (book_model_match.c) ---- */

/* Opposite orders within the limit, best first; at one price those with a minimum come last. */
int model_opposite(const model *m, const model_order *order,
                   const model_order *out[MODEL_ORDERS_MAX]);

void model_refresh(model *m, model_order *maker);
void model_end_filled(model *m, model_order *maker);
void model_end_taker(model *m, model_order *order, uint8_t reason);
void model_arrive(model *m, const model_order *arriving);

/* ---- Pairs and brackets (book_model_ties.c) ---- */

/* An order is gone; its legs learn of it. */
void model_over(model *m, model_order *order);

void model_hold(model *m, model_order *leg);
bool model_is_kept(const model_order *leg);

/* The order goes its own way; its own legs stay with it. */
void model_part(model *m, model_order *order);

void model_end_tied(model *m, int64_t id);
void model_filled(model *m, model_order *order, int64_t quantity);
void model_grow(model *m, model_order *leg);
model_order *model_first_growing(model *m);

/* ---- Stops (book_model_stops.c) ---- */

void model_park(model *m, model_order *stop);
void model_elect(model *m, int64_t price);

/* Where a trade would bring a trailing stop; 0: nowhere. */
int64_t model_trail_to(const model *m, const tr_book_order *stop, int64_t price);

void model_trail(model *m, int64_t price);
bool model_is_reached(const model *m, uint8_t side, int64_t stop);
void model_finish(model *m);

/* ---- Auctions (book_model_auction.c) ---- */

void model_enter_phase(model *m, bool is_auction);

/* ---- New orders (book_model_enter.c) ---- */

uint8_t model_check_quantity(const model *m, int64_t quantity);
uint8_t model_check_price(const model *m, int64_t price, uint8_t bad);
bool model_would_cross(const model *m, uint8_t side, int64_t price);
bool model_is_beyond(uint8_t side, int64_t target, int64_t price);
void model_enter(model *m, const tr_book_command *c);

/* ---- Amends (book_model_amend.c) ---- */

void model_amend(model *m, const tr_book_command *c);

#endif
