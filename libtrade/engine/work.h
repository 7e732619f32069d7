/*
 * work.h: the engine's inside, and one transaction in the making.
 *
 * A work gathers the events of one command or report. tr__work_emit applies and records each; tr__work_finish
 * closes the transaction; when it is durable the answer is given and the orders it claimed go out.
 */
#ifndef TRADE_ENGINE_WORK_H
#define TRADE_ENGINE_WORK_H

#include <trade/engine.h>
#include <trade/reconcile.h>
#include <trade/rng.h>

#include "engine/dedup.h"
#include "engine/state.h"
#include "journal/journal.h"

/* What is to be asked of the exchange once the thread is out of every callback. */
typedef enum action_kind { ACTION_SEND, ACTION_CANCEL, ACTION_QUERY, ACTION_AMEND } action_kind;

typedef struct action {
    action_kind kind;
    tr_id order_id;
} action;

typedef struct work work;
typedef struct atr_state atr_state; /* atr.c */

struct tr_engine {
    const tr_allocator *allocator;
    tr_store *store;
    tr_store_reader *reader;
    const tr_exchange *exchange;
    const tr_clock *clock;
    const tr_log *log;
    risk_config *risk;
    atr_state *atrs; /* by instrument; NULL: nobody sizes by volatility */
    int64_t atr_bar_ns;
    bool has_halts; /* some scope is to be reduced or flattened */
    int64_t halt_due_ns;
    int64_t halt_retry_ns;
    int64_t dead_man_due_ns;
    tr_rng rng;
    tr_id newest_id; /* that was made; none before the first */
    uint16_t tag;
    int32_t day_offset_minutes;
    int64_t alert_age_max_ns;
    int64_t alert_repeat_ns;
    int64_t orders_open_max;
    tr_decimal reserve_margin;
    int64_t epoch;

    state st;
    dedup alerts;
    tr__journal *journal;
    tr__buffer payload; /* of the event being written */
    work *works;        /* not yet durable, in no particular order */
    action *actions;
    size_t action_count, action_capacity;
    size_t lookups;                   /* reads of old keys under way */
    struct liquidation *liquidations; /* that the store is asked about (liquidation.c) */
    uint64_t brought_back;            /* orders, for executions that came late */
    int64_t
        lookup_due_ns; /* when orders with lookup_is_due are asked about; INT64_MAX: there are none */
    bool is_recovered;
    struct closing *closing; /* the account whose books are being added up; NULL: none is */
    int64_t close_day_ns;    /* the trading day that is closed next */
    void (*event)(void *user, const tr_event_row *row);
    void *event_user;
    bool stops_at_exchange;
    int64_t marks_saved_ns; /* when prices were put on record last (marks.c) */
    int64_t
        stops_due_ns; /* when stops that the engine holds are offered to the exchange again; INT64_MAX: none is */
    bool has_daily_close;
    bool has_news;                          /* there is something to close */
    struct reconciliation *reconciliations; /* the first is under way, the others wait for it */
    tr_reconcile_policy reconcile_policy;
    int64_t reconcile_every_ns;
    int64_t reconcile_due_ns; /* INT64_MAX: never by itself */
    tr_engine_tally tally;
    tr_error failure; /* status TR_OK while all is well */
};

struct work {
    tr_engine *engine;
    work *next, *previous;
    int64_t at_ns;
    bool is_trial;            /* events come to nothing */
    char actor[TR_NAME_SIZE]; /* of its moves, unless an event names another one */
    tr_engine_reply *reply;
    void *user;
    tr_engine_answer answer;
    tr_risk_verdict verdict;
    /* What few answers have, NULL until then: thousands of works wait for one disk. */
    tr_id *order_ids; /* room for TR_ANSWER_ORDERS_MAX */
    tr_order *shown;  /* what answer.order points to */
    tr_block *shown_block;
    order_node *subject; /* the order that the answer is about */
    order_node **touched;
    size_t touched_count, touched_capacity;
    tr__buffer told;       /* events to be told once durable (publish.c) */
    uint64_t blocks_ended; /* up to this one */
    action *outgoing;      /* what goes to the exchange once durable */
    size_t outgoing_count, outgoing_capacity;
};

/* Stop the engine: its memory can no longer be trusted. The first failure counts. */
void tr__engine_fail(tr_engine *engine, tr_status status, const tr_error *err);

/* Give an answer without a transaction. */
void tr__engine_answer(tr_engine_reply *reply, void *user, tr_status status, const tr_error *err);

/* TR_OK when commands can be taken. */
tr_status tr__engine_ready(const tr_engine *engine, tr_error *err);

tr_id tr__engine_new_id(tr_engine *engine, int64_t at_ns);

void tr__engine_act(tr_engine *engine, action_kind kind, tr_id order_id);

/* Ask the exchange about an order again after a while: it could not be asked, or did not know. */
void tr__engine_look_later(tr_engine *engine, order_node *node);

/* Who makes moves that no user makes. */
#define ACTOR_ENGINE   "engine" /* exits, protection */
#define ACTOR_MARKET   "market" /* a price came */
#define ACTOR_CLOCK    "clock"  /* a time came */
#define ACTOR_ALERT    "alert"
#define ACTOR_EXCHANGE "exchange" /* its report */

/* NULL: no memory; the engine has failed and the reply has been given. The actor is ACTOR_ENGINE. */
work *tr__work_begin(tr_engine *engine, tr_engine_reply *reply, void *user);
/* Take it out of the engine's works; nobody is told. */
void tr__work_free(work *w);

/* Keep an event until it is durable; tell what was kept (publish.c). Nothing when nobody listens. */
void tr__publish_keep(work *w, const tr_event_row *row);
void tr__publish_tell(work *w);

/* Let its moves be of somebody else; an empty name changes nothing. */
void tr__work_by(work *w, const char *actor);

/* Apply and record one event; `at_ns` is filled in. A failure stops the engine and later emits do nothing. */
void tr__work_emit(work *w, account *owner, event *ev);

/* Ask the exchange for something once this transaction is durable. */
void tr__work_act(work *w, action_kind kind, tr_id order_id);

/* Close the transaction: it is submitted with the next flush, and answered when it is durable. */
void tr__work_finish(work *w);

/* Room for an order or a block that the answer tells, as it is now; nothing when nobody is told. */
void tr__work_show_order(work *w, const tr_order *order);
void tr__work_show_block(work *w, const tr_block *block);
/* One more order that an alert set off. */
void tr__work_list_order(work *w, tr_id id);

/* Set the answer's failure; the transaction goes on. */
void tr__work_refuse(work *w, tr_status status, const tr_error *err);

/* ---- decisions, shared between commands ---- */

/* Move an order, keeping what it has reserved; to a final state: releasing it. */
void tr__work_move(work *w, order_node *node, tr_order_state to, const char *reason);

/* Ask the gate with current figures (gate.c). */
tr_status tr__gate_ask(tr_engine *engine, account *owner, const tr_order *order,
                       const tr_instrument *instrument, tr_risk_phase phase, tr_money *required_out,
                       tr_risk_verdict *out, tr_error *err);

/* What an order is judged by. */
typedef struct gate_ask {
    tr_risk_phase phase;
    tr_price price;      /* that it is expected to trade at */
    tr_quantity closing; /* of it, what closes before anything opens */
} gate_ask;

/*
 * What a claim would hold. Spot: a buy its value and a margin for fees and slippage, a sell its goods. A swap: of what
 * opens its margin and the same for fees and slippage, whichever the side.
 */
tr_status tr__gate_required(const tr_engine *engine, const tr_order *order,
                            const tr_instrument *instrument, const gate_ask *ask, tr_money *out);

/* What a swap's order takes from the position before it opens anything: nothing, unless it goes out at the market. */
tr_quantity tr__gate_closing_part(const account *owner, const tr_order *order,
                                  const tr_instrument *instrument);

/* TR_E_INVALID when a target or stop lies on the wrong side of the entry. Exits and unknown prices pass. */
tr_status tr__gate_check_exits(const tr_order *order, tr_price entry, tr_error *err);

/* Begin a new trading day for an asset when its time has come. */
void tr__gate_begin_day(work *w, account *owner, const char *asset);

/* Worth of an account in an asset. */
tr_status tr__gate_equity(const tr_engine *engine, account *owner, const char *asset,
                          tr_money *out);

/* What an exit may close: the position, less what others are closing, and of goods no more than is free. */
tr_decimal tr__gate_closable(const account *owner, const tr_instrument *instrument, tr_side side);

/* The same, with what stops at the exchange would free by making way. */
tr_decimal tr__gate_closable_with_stops(const account *owner, const tr_instrument *instrument,
                                        tr_side side);

/* What is free of an asset. */
tr_money tr__gate_available(const account *owner, const char *asset);

/* It takes risk away: reduce-only, or a spot sell of no more than is held. */
bool tr__gate_is_exit(const account *owner, const tr_order *order, const tr_instrument *instrument);

/* Tell that somebody has to look: an event of the account, and the log. */
void tr__work_alarm(work *w, const order_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Claimed, and on its way once this is durable; `required` is held for it. */
void tr__work_take(work *w, order_node *node, tr_money required, tr_id cause);

/* Let an order that is not on its way be of another quantity. */
void tr__work_resize(work *w, order_node *node, tr_quantity quantity, const char *reason);

/*
 * What a waiting order's trigger waited for has come, at `price` (unset: it was no price): the next thing is waited for, or
 * the order is claimed. `cause` is the alert, when it was one.
 */
void tr__work_reached(work *w, order_node *node, tr_price price, tr_id cause);

/* Take a waiting or accepted order for execution: full gate, reservation, its rival cancelled, on its way. */
void tr__work_claim(work *w, order_node *node, tr_id cause);

/* Accept an order that has been checked, then let it wait or claim it. */
order_node *tr__work_place(work *w, account *owner, const tr_order *order);

/* ---- exits (exits.c) ---- */

/* A target or a stop. */
bool tr__exits_is_one(const tr_order *order);

/* One of a position that is held. */
bool tr__exits_protects(const order_node *node);

/* Cover what an entry just opened, in the same transaction: its exits that wait grow, or a new pair is armed. */
void tr__exits_arm(work *w, order_node *entry, tr_quantity filled);

/* Arm an exit and its rival anew for what it did not close; nothing when no position is left. */
void tr__exits_rearm(work *w, const order_node *exit, tr_quantity quantity);

/*
 * The same for an exit that the exchange or the gate did not take, or that could not be sent: it is tried again after 1, 2, 4,
 * up to 64 s, for as long as its position is held, and an alarm is raised each time. Its rival is armed at once.
 */
void tr__exits_retry(work *w, const order_node *exit, tr_quantity quantity, const char *why);

/* A stop at the exchange did not become larger: a pair of its own covers what it was to cover as well. */
void tr__exits_not_grown(work *w, order_node *stop, tr_quantity more);

/* An alarm when a stop was cancelled by somebody whose position is still there. */
void tr__exits_warn_of_naked(work *w, const order_node *exit, const char *by);

/* How much of it a reduce-only order can close now, in whole lots. */
tr_decimal tr__exits_fitting(const order_node *node);

/* True when others are closing all of its position, or hold the goods: an exit waits until that has come to its end. */
bool tr__exits_is_held_up(const order_node *node);

/* A position that is gone, or has turned, needs its exits no more. Before what was opened gets its own. */
void tr__exits_drop_when_flat(work *w, order_node *node);

/* What closed a part of a position leaves exits that wait no larger than it. */
void tr__exits_shrink(work *w, order_node *node);

/* A swap's position that has turned: reduce-only orders that were to close its old side are cancelled at the exchange. */
void tr__exits_drop_when_turned(work *w, order_node *node);

/* ---- stops that the exchange holds (stops.c) ---- */

/* It rests at the exchange, or is on its way there, and has not been set off. */
bool tr__stops_rests(const tr_order *order);

/* Let the exchange hold a stop that waits here, if it can and nothing stands against it. */
void tr__stops_hand_over(work *w, order_node *node);

/*
 * An order's time has come, and stops that rest at the exchange hold what it would close: they are cancelled first.
 * True: it waits for that.
 */
bool tr__stops_make_way(work *w, order_node *node);

/* Orders that wait for stops to make way go on, if they can. */
void tr__stops_settle(work *w, const order_node *of_position);

/* The exchange holds the stop: does anybody still want it there? */
void tr__stops_accepted(work *w, order_node *stop);
bool tr__stops_is_unwanted(const order_node *stop);

/* The exchange has set the stop off: its target goes. */
void tr__stops_triggered(work *w, order_node *stop);

/* The exchange did not take it, or gave it up: the engine holds what is left of it, and says so. */
void tr__stops_fall_back(work *w, order_node *stop, tr_quantity left, const char *why);

/* A stop that was cancelled to be changed or to make way: the engine holds what was wanted instead, and hands it over. */
void tr__stops_replace(work *w, order_node *stop);

/* More has filled of an entry: let this stop cover it as well. False: it cannot. */
bool tr__stops_grow(work *w, order_node *stop, tr_quantity more);

/* Nothing is held any more: take the position's stops away from the exchange. */
void tr__stops_drop(work *w, const position_node *position);

/* What stops of a position (NULL: there is none) that rest at the exchange would close; it is free as soon as they have made way. */
tr_decimal tr__stops_held_in(const position_node *position, tr_side side);
bool tr__stops_rest_in(const account *owner);

/* Something has changed that kept stops here: offer them to the exchange. */
void tr__stops_after(tr_engine *engine, const order_node *node);
void tr__stops_begin(tr_engine *engine);
/* After a start: say which positions may be without the stop that the exchange was to hold. */
void tr__stops_recovered(tr_engine *engine);
void tr__stops_timer(tr_engine *engine, int64_t now_ns);

/* ---- stages (stage.c) ---- */

/* Set a new order's trigger, and what it waits for behind it. */
void tr__stage_first(tr_order *order, bool waits_for_signal, int64_t now_ns);

/* What comes next. Trigger none: nothing, it is claimed. */
void tr__stage_next(const tr_order *order, tr_trigger *trigger_out, tr_price *price_out,
                    int64_t *waits_out);

/* An order that waits and is to trail at once: its trail begins at the market's price. */
void tr__stage_begin(work *w, order_node *node);

/* ---- amendments (amend.c) ---- */

/* The exchange has been asked, or is to be, for what amend_quantity and amend_limit_price say. */
bool tr__amend_is_pending(const tr_order *order);

/* The exchange has amended the order, or has not; nothing when nothing was asked. */
void tr__amend_confirmed(work *w, order_node *node);
void tr__amend_refused(work *w, order_node *node, const char *reason);

/* The wish is taken back before the exchange has spoken: it may follow it yet, so what is held for it stays held. */
void tr__amend_dropped(work *w, order_node *node, const char *reason);

/* A wish that could not be asked yet is asked now, if the exchange has the order. */
void tr__amend_pursue(work *w, order_node *node);

/* An execution of an order that had ended: what took its place shrinks by it (replaced.c). */
void tr__late_shrink(work *w, order_node *filled, tr_quantity quantity);

/* An order that was cancelled to be replaced: place the rest of it, as it is wanted. */
void tr__amend_replace(work *w, order_node *node);

/* Let somebody wait for what becomes of an amendment. */
void tr__order_add_amend_waiter(tr_engine *engine, order_node *node, tr_engine_reply *reply,
                                void *user);

/* ---- alerts (alert.c) ---- */

/* An order that waits for a signal takes this one. */
bool tr__alert_fits(const order_node *node, const tr_alert *alert);

/* What an alert to close, reduce or reverse closes; zero: nothing, and `side_out` is untouched. */
tr_quantity tr__alert_closing(account *owner, const tr_instrument *instrument,
                              const tr_alert *alert, tr_side *side_out);

/*
 * What an alert to reverse a swap trades: all of the position, and behind it the alert's quantity, its strategy's size, or as
 * much again. Zero: nothing is to be turned.
 */
tr_quantity tr__alert_reversing(work *w, account *owner, const tr_instrument *instrument,
                                const tr_alert *alert, tr_side *side_out);

/* ---- last prices, for the next engine (marks.c) ---- */

/* Settings are named by the symbol behind this. */
#define MARK_SETTING "mark "

/* The transaction that is being closed takes along what has changed. */
void tr__marks_ride(tr_engine *engine);
/* Make one for them when it is time; when that is. */
void tr__marks_save(tr_engine *engine);
void tr__marks_save_now(tr_engine *engine);
int64_t tr__marks_due_ns(const tr_engine *engine);
/* From the store, before the accounts. */
void tr__marks_restore(tr_engine *engine, const tr_setting_row *row);

/* ---- blocks (block.c) ---- */

/* The same as telling it, with nothing changed: how many of its conditions would be told, and whether its order would go.
   @return false: the alert tells it nothing */
bool tr__block_would_tell(const block_node *block, const tr_alert *alert, int64_t now_ns,
                          tr_price mark, size_t *told_out, bool *fires_out);

/* Tell a block that waits an alert of its market. @return the order that it placed; none otherwise */
tr_id tr__block_tell(work *w, block_node *block, const tr_alert *alert);

/* End what has come to its end. */
void tr__blocks_settle(work *w, account *owner);

void tr__blocks_expire(tr_engine *engine, int64_t now_ns);

/* Book an execution of an order that has left memory (late.c). */
void tr__late_fill(tr_engine *engine, tr_id order_id, const tr_exchange_report *report);

/* Book an execution (report.c); whether a report is one. */
void tr__report_take_fill(work *w, order_node *node, const tr_exchange_report *report);
bool tr__report_is_execution(const tr_exchange_report *report);

/* Book what the exchange closed by itself, once (liquidation.c). */
void tr__liquidation_take(tr_engine *engine, const tr_exchange_report *report);

/* Book funding that the exchange tells of, once (swaps.c). */
void tr__funding_take(tr_engine *engine, const tr_exchange_report *report);

/* ---- orders, taken and answered ---- */

/* Turn a request into an order: everything that can be said without the account's figures. */
tr_status tr__order_of_request(tr_engine *engine, const tr_order_request *request, int64_t at_ns,
                               tr_order *out, tr_error *err);

/* The same without a look at the market: on which side of it the ways out lie is not checked. */
/* The fields of an order that a request has, and its ways out (submit.c). */
void tr__request_copy(const tr_order_request *request, tr_order *out);
tr_status tr__request_set_legs(const tr_order_request *request, tr_order *order, tr_error *err);

/* What was asked for, as one number; whether it is asked for again (repeat.c). */
int64_t tr__request_digest(const tr_order *order);
bool tr__request_is_repeat(const tr_engine *engine, const tr_order *order,
                           const tr_order_request *request);

tr_status tr__order_check_request(tr_engine *engine, const tr_order_request *request, int64_t at_ns,
                                  tr_order *out, tr_error *err);

/* Answer those who wait for this order, as far as its durable state allows. */
void tr__order_answer_waiters(tr_engine *engine, order_node *node);

/* Let somebody wait for an order. */
void tr__order_add_waiter(tr_engine *engine, order_node *node, bool wants_end, bool is_cancel,
                          tr_engine_reply *reply, void *user);

#endif
