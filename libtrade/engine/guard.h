/*
 * guard.h: what stops an account: limits and halts by hand, the kill switch, the protections, the dead-man switch.
 *
 * All that must outlive a restart is a row of the risk table, set by an event (event kind 9). engine/README.md lists them.
 */
#ifndef TRADE_ENGINE_GUARD_H
#define TRADE_ENGINE_GUARD_H

#include "engine/exposure.h"
#include "engine/work.h"

#define ACTOR_SWITCH "kill switch"

/* ---- limits (limits.c) ---- */

tr_status tr__limits_check(const tr_engine_risk *risk, tr_error *err);
tr_status tr__limits_copy(const state *st, const tr_engine_risk *risk, risk_config **out,
                          tr_error *err);
void tr__limits_release(const tr_allocator *allocator, risk_config *config);

/* Record a row: in the owner's log, or in that of every account of the house. */
void tr__guard_put(work *w, account *owner, const tr_risk_row *row);

/* Whom a change by hand is about. */
tr_status tr__subject_find(tr_engine *engine, const tr_risk_subject *subject, account **out,
                           tr_error *err);
void tr__subject_row(const tr_risk_subject *subject, int64_t at_ns, tr_risk_row *out);

/* ---- the gate's side (gate.c) ---- */

/* How a scope stands, for an order in nothing in particular. */
tr_status tr__gate_figures(const tr_engine *engine, const account *owner, const scope_node *scope,
                           const char *asset, tr_risk_state *out);

/* An entry has got past the gate for the first time: buckets and counts of the day take note. */
void tr__gate_passed(work *w, order_node *node);

/* ---- halts and the kill switch (halt.c) ---- */

/* Record a level, and say so in the log. */
void tr__halt_set(work *w, account *owner, const tr_risk_row *row);

/* ---- watching losses (watch.c), and what nears its limit (warn.c) ---- */

/* So many readings in a row, each a while after the one before. */
bool tr__watch_is_confirmed(const tr_kill_switch *kill, reading *seen, bool says_so,
                            int64_t now_ns);

/* A strategy or symbol goes on after a halt: its drawdown counts from what it has made until now. */
void tr__watch_forget(work *w, account *owner, tr_risk_scope scope, const char *name);

/* What is said once: the same rule of the same scope with the same mark and time was said before. */
typedef struct warning {
    const scope_node *scope;
    const char *asset;
    const char *rule;
    tr_decimal mark;
    int64_t since_ns;
    const char *reason;
} warning;

void tr__warn(tr_engine *engine, account *owner, const warning *said);
/* A price has come to what somebody holds or enters. */
void tr__warn_of_values(tr_engine *engine, holding *h);
/* An entry has got past the gate, and counts. */
void tr__warn_of_counts(work *w, order_node *node);

/* A price has come: look at the equity of everybody who holds something there. */
void tr__halt_watch(tr_engine *engine, const market *place);

/* Go on with whatever a halt has begun: cancel, close. Cheap when nothing is. */
void tr__halt_pursue(tr_engine *engine);

/* A halt was set or lifted, or the engine has recovered: see what is to be done from here on. */
void tr__halt_begin(tr_engine *engine);

/* Something that a halt wants has not been done: it is tried again after a while. */
void tr__halt_later(tr_engine *engine);

/* A halt cancels it, or has asked for that. */
bool tr__halt_takes(const tr_engine *engine, const order_node *node);

/* True when a halt sells the position that the order belongs to. */
bool tr__halt_closes(const tr_engine *engine, const order_node *node);

/* Something was heard of an order. */
void tr__halt_after(tr_engine *engine, order_node *node);

/* A new account gets what holds for its house. */
void tr__halt_inherit(work *w, account *owner);

/* When that has to be looked at again; INT64_MAX: never. */
int64_t tr__halt_due_ns(const tr_engine *engine);

/* ---- leverage (leverage.c) ---- */

/* An entry into a swap is claimed: what it holds is reckoned at the leverage of now. */
void tr__leverage_note(work *w, const order_node *node);
/* After a start: what is held at another leverage is reckoned anew. */
void tr__leverage_begin(tr_engine *engine);

/* ---- goods from outside (adopt.c) ---- */

/* A market has a price: goods that came before it had one are settled. */
void tr__adopt_priced(tr_engine *engine, const market *place);

/* ---- protections (protect.c) ---- */

/* What a fill is held against. */
typedef struct fill_before {
    tr_decimal quantity;
    tr_money realised;
    tr_money fees;
} fill_before;

void tr__protect_before(const order_node *node, fill_before *out);
void tr__protect_filled(work *w, order_node *node, const fill_before *before, const tr_fill *fill);

/* True: an alert like this one has come a moment ago, and this one does nothing. Notes it otherwise. */
bool tr__protect_is_repeat(work *w, account *owner, const tr_instrument *instrument,
                           const tr_alert *alert);

/* ---- what strategies and symbols have made (profit.c) ---- */

/* Fill in has_profit and what follows it; nothing where no limit counts losses. */
tr_status tr__profit_read(const state *st, const account *owner, const scope_node *scope,
                          const char *asset, int64_t day_ns, tr_risk_state *out);

/* What a strategy holds of a symbol, signed; zero without a limit that counts it. */
tr_decimal tr__profit_held(const account *owner, const scope_node *scope, const char *symbol);

/* Where it is counted from: the day's beginning and the height. True: one of them is not on record yet. */
bool tr__profit_is_due(const account *owner, const scope_node *scope, const char *asset,
                       int64_t day_ns);
void tr__profit_begin(work *w, account *owner, const scope_node *scope, const char *asset);
void tr__profit_set_height(work *w, account *owner, const scope_node *scope, const char *asset,
                           tr_decimal profit);

/* Around the booking of a fill. `bought` is what the position moved by. */
void tr__profit_before_fill(work *w, order_node *node);
void tr__profit_filled(work *w, order_node *node, const tr_fill *fill, tr_decimal bought,
                       bool is_flat);

/* Around the booking of funding: a day that it begins counts it; it is divided among the strategies that hold the swap. */
void tr__profit_before_funding(work *w, account *owner, const char *symbol);
void tr__profit_funded(work *w, account *owner, const tr_funding_payment *paid);

/* ---- sizes (size.c) ---- */

/* What an alert's own order trades: its quantity, else its strategy's size. Zero: nothing. */
tr_quantity tr__size_of_alert(work *w, account *owner, const tr_instrument *instrument,
                              const tr_alert *alert);

/* ---- average true ranges (atr.c) ---- */

void tr__atr_configure(tr_engine *engine);
/* From what is on record, after a start. */
void tr__atr_restore(tr_engine *engine);
void tr__atr_tick(tr_engine *engine, const tr_instrument *instrument, const tr_price_tick *tick);
/* Zero: not enough bars yet. */
tr_price tr__atr_of(const tr_engine *engine, const tr_instrument *instrument);

/* ---- the dead-man switch (deadman.c) ---- */

/* Arm, renew or disarm what is due. */
void tr__guard_arm(tr_engine *engine);
void tr__guard_arm_later(tr_engine *engine);
/* Before an order of this account goes out. */
void tr__guard_arm_for(tr_engine *engine, account *owner);
int64_t tr__guard_due_ns(const tr_engine *engine);

#endif
