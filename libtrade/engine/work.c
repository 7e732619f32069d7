/* work.c: a transaction from its first event to the answer. */
#include "engine/guard.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"
#include "core/text.h"
#include "engine/block.h"
#include "engine/close.h"

work *tr__work_begin(tr_engine *engine, tr_engine_reply *reply, void *user)
{
    work *w = engine->allocator->allocate(engine->allocator->user, sizeof *w);
    if (w == NULL) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        tr__engine_answer(reply, user, TR_E_NO_MEMORY, &engine->failure);
        return NULL;
    }
    memset(w, 0, sizeof *w);
    w->engine = engine;
    w->at_ns = engine->clock->now_ns(engine->clock->user);
    tr__work_by(w, ACTOR_ENGINE);
    w->reply = reply;
    w->user = user;
    w->next = engine->works;
    if (w->next != NULL)
        w->next->previous = w;
    engine->works = w;
    return w;
}

void tr__work_by(work *w, const char *actor)
{
    if (actor[0] != '\0')
        tr__text_copy(w->actor, sizeof w->actor, actor);
}

void tr__work_free(work *w)
{
    tr_engine *engine = w->engine;
    if (w->previous != NULL)
        w->previous->next = w->next;
    else
        engine->works = w->next;
    if (w->next != NULL)
        w->next->previous = w->previous;
    engine->allocator->release(engine->allocator->user, w->order_ids);
    engine->allocator->release(engine->allocator->user, w->shown);
    engine->allocator->release(engine->allocator->user, w->shown_block);
    engine->allocator->release(engine->allocator->user, w->touched);
    engine->allocator->release(engine->allocator->user, w->outgoing);
    if (w->told.size_max != 0)
        tr__buffer_done(&w->told);
    engine->allocator->release(engine->allocator->user, w);
}

static tr_status write_to_journal(void *user, tr_store_verb verb, tr_table table, const void *row,
                                  int64_t expected_version)
{
    tr_engine *engine = user;
    return tr__journal_add(engine->journal, verb, table, row, expected_version);
}

static void count(tr_engine_tally *tally, const event *ev)
{
    tally->alerts += ev->kind == EVENT_ALERT_TAKEN;
    tally->orders += ev->kind == EVENT_ORDER_ACCEPTED;
    tally->fills += ev->kind == EVENT_ORDER_FILLED;
}

void tr__work_emit(work *w, account *owner, event *ev)
{
    tr_engine *engine = w->engine;
    if (engine->failure.status != TR_OK || w->is_trial)
        return;
    if (w->at_ns < owner->at_ns) /* the log's time never runs back, whatever the clock does */
        w->at_ns = owner->at_ns;
    ev->at_ns = w->at_ns;
    if (ev->actor[0] == '\0')
        memcpy(ev->actor, w->actor, sizeof ev->actor);
    owner->at_ns = w->at_ns;
    owner->seq++;
    tr__buffer_clear(&engine->payload);
    tr_error err = { 0 };
    tr_status status = tr__event_encode(ev, &engine->payload);
    if (status == TR_OK) {
        tr_event_row row = { .seq = owner->seq,
                             .epoch = engine->epoch,
                             .at_ns = ev->at_ns,
                             .kind = ev->kind,
                             .payload = engine->payload.bytes,
                             .payload_size = engine->payload.size };
        memcpy(row.account, owner->row.name, sizeof row.account);
        status = tr__journal_add(engine->journal, TR_STORE_INSERT, TR_TABLE_EVENT, &row, 0);
        tr__publish_keep(w, &row);
    }
    if (status == TR_OK)
        status = tr__state_apply(&engine->st, owner, ev, write_to_journal, engine, &err);
    tr__close_note(engine, owner, ev->kind);
    if (status == TR_OK)
        count(&engine->tally, ev);
    else
        tr__engine_fail(engine, status, &err);
}

/* Allocate once; false: nobody is told, or there is no memory and the engine has failed. */
static bool has_room(work *w, void **place, size_t size)
{
    tr_engine *engine = w->engine;
    if (w->reply == NULL)
        return false;
    if (*place == NULL &&
        (*place = engine->allocator->allocate(engine->allocator->user, size)) == NULL)
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
    return *place != NULL;
}

void tr__work_show_order(work *w, const tr_order *order)
{
    if (!has_room(w, (void **)&w->shown, sizeof *w->shown))
        return;
    *w->shown = *order;
    w->answer.order = w->shown;
}

void tr__work_show_block(work *w, const tr_block *block)
{
    if (!has_room(w, (void **)&w->shown_block, sizeof *w->shown_block))
        return;
    *w->shown_block = *block;
    w->answer.block = w->shown_block;
}

void tr__work_list_order(work *w, tr_id id)
{
    size_t index = w->answer.order_count++;
    if (index < TR_ANSWER_ORDERS_MAX &&
        has_room(w, (void **)&w->order_ids, TR_ANSWER_ORDERS_MAX * sizeof *w->order_ids))
        w->order_ids[index] = id;
}

void tr__work_refuse(work *w, tr_status status, const tr_error *err)
{
    w->answer.status = status;
    if (err != NULL)
        w->answer.error = *err;
}

void tr__work_act(work *w, action_kind kind, tr_id order_id)
{
    if (!tr__state_make_room(&w->engine->st, (void **)&w->outgoing, &w->outgoing_capacity,
                             w->outgoing_count, sizeof *w->outgoing)) {
        tr__engine_fail(w->engine, TR_E_NO_MEMORY, NULL);
        return;
    }
    w->outgoing[w->outgoing_count++] = (action){ kind, order_id };
}

/* ---- durable --------------------------------------------------------------------------------- */

static void let_go(tr_engine *engine, work *w)
{
    for (size_t i = 0; i < w->touched_count; i++) {
        order_node *node = w->touched[i];
        assert(node->in_flight > 0);
        node->in_flight--;
        if (node->in_flight > 0)
            continue;
        tr__order_answer_waiters(engine, node);
        if (tr_order_state_is_final(node->order.state) && node->waiters == NULL)
            tr__state_remove_order(&engine->st, node);
    }
}

static void on_durable(void *user, tr_status status)
{
    work *w = user;
    tr_engine *engine = w->engine;
    if (status != TR_OK) {
        tr_error err = { 0 };
        (void)tr__journal_status(engine->journal, &err); /* the detail, whatever its status */
        tr__engine_fail(engine, status, &err);
    }
    if (engine->failure.status !=
        TR_OK) { /* memory, from which the answer comes, can no longer be trusted */
        tr__engine_answer(w->reply, w->user, engine->failure.status, &engine->failure);
        tr__work_free(w);
        return;
    }
    tr__publish_tell(w);
    for (size_t i = 0; i < w->outgoing_count; i++)
        tr__engine_act(engine, w->outgoing[i].kind, w->outgoing[i].order_id);
    if (w->reply != NULL) {
        if (w->answer.order_count > 0)
            w->answer.order_ids = w->order_ids;
        w->reply(w->user, &w->answer);
    }
    let_go(engine, w);
    tr__blocks_forget_ended(
        &engine->st, w->blocks_ended); /* before that a key would be found neither here nor there */
    tr__work_free(w);
}

/* Remember the orders that this transaction changed, so that none is forgotten before it is durable. */
static bool hold_touched(work *w)
{
    state *st = &w->engine->st;
    for (size_t i = 0; i < st->dirty_count; i++) {
        if (!tr__state_make_room(st, (void **)&w->touched, &w->touched_capacity, w->touched_count,
                                 sizeof(order_node *)))
            return false;
        w->touched[w->touched_count++] = st->dirty_orders[i];
        st->dirty_orders[i]->in_flight++;
    }
    return true;
}

/* An order that ended or filled may have been a block's last. */
static void settle_blocks(work *w)
{
    const state *st = &w->engine->st;
    for (size_t i = 0; i < st->dirty_count; i++)
        if (st->dirty_orders[i]->owner->trading != NULL)
            tr__blocks_settle(w, st->dirty_orders[i]->owner);
}

void tr__work_finish(work *w)
{
    tr_engine *engine = w->engine;
    settle_blocks(w);
    if (w->subject !=
        NULL) /* as this transaction leaves it: what comes later is not durable with it */
        tr__work_show_order(w, &w->subject->order);
    tr_status status = engine->failure.status;
    if (status == TR_OK && !hold_touched(w))
        status = TR_E_NO_MEMORY;
    if (status == TR_OK)
        tr__marks_ride(engine);
    if (status == TR_OK)
        status = tr__state_write_dirty(&engine->st, write_to_journal, engine);
    w->blocks_ended = engine->st.blocks_ended;
    if (status == TR_OK)
        status = tr__journal_commit(engine->journal, on_durable, w);
    if (status == TR_OK)
        return;
    tr__engine_fail(engine, status, NULL);
    tr__journal_abandon(engine->journal);
    tr__engine_answer(w->reply, w->user, status, &engine->failure);
    tr__work_free(w);
}

/* ---- moves ----------------------------------------------------------------------------------- */

static void move(work *w, order_node *node, tr_order_state to, tr_money reserved, tr_id cause,
                 const char *reason)
{
    event ev;
    memset(&ev, 0, offsetof(event, account)); /* the rows at its end are of other kinds, and long */
    ev.kind = EVENT_ORDER_MOVED;
    ev.id = node->order.id;
    ev.to = to;
    ev.amount = reserved;
    ev.cause = cause;
    tr__text_copy(ev.reason, sizeof ev.reason, reason);
    w->engine->st.at_hand = node;
    tr__work_emit(w, node->owner, &ev);
}

void tr__work_move(work *w, order_node *node, tr_order_state to, const char *reason)
{
    tr_money reserved = { { 0 } };
    if (!tr_order_state_is_final(to))
        reserved = node->order.reserved;
    move(w, node, to, reserved, (tr_id){ { 0 } }, reason);
    if (!tr_order_state_is_final(to))
        return;
    tr_log_field fields[] = { tr_log_id("order_id", node->order.id),
                              tr_log_text("state", tr_order_state_name(to)),
                              tr_log_text("reason", reason) };
    tr_log_write(w->engine->log, TR_LOG_INFO, w->at_ns, "order ended", fields, 3);
}

void tr__work_alarm(work *w, const order_node *node, const char *format, ...)
{
    event ev = { .kind = EVENT_ALARM_RAISED, .id = node->order.id };
    va_list args;
    memcpy(ev.symbol, node->order.symbol, sizeof ev.symbol);
    va_start(args, format);
    (void)vsnprintf(ev.reason, sizeof ev.reason, format,
                    args); /* an alarm cut short is still one */
    va_end(args);
    tr__work_emit(w, node->owner, &ev);
    tr_log_field fields[] = { tr_log_id("order_id", node->order.id),
                              tr_log_text("account", node->order.account),
                              tr_log_text("symbol", node->order.symbol),
                              tr_log_text("reason", ev.reason) };
    tr_log_write(w->engine->log, TR_LOG_ERROR, w->at_ns, "alarm", fields, 4);
}

void tr__work_resize(work *w, order_node *node, tr_quantity quantity, const char *reason)
{
    event ev = { .kind = EVENT_ORDER_RESIZED, .id = node->order.id, .quantity = quantity };
    tr__text_copy(ev.reason, sizeof ev.reason, reason);
    tr__work_emit(w, node->owner, &ev);
}

/*
 * A reduce-only order never closes more than there is: it shrinks to the position. `left_out` is what others are closing, or
 * hold the goods of, and may yet leave behind. False: an exit that has nothing left to do. An order to close is refused by the gate.
 */
static bool fit(work *w, order_node *node, tr_quantity *left_out)
{
    tr_quantity fitting = { tr__exits_fitting(node) };
    const position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    if (tr__exits_is_held_up(node)) { /* they may yet leave it: the pair waits again */
        tr__work_move(w, node, TR_STATE_CANCELLED, "others hold what it would close: armed anew");
        if (node->rival != NULL && node->rival->order.state == TR_STATE_WAITING)
            tr__work_move(w, node->rival, TR_STATE_CANCELLED, "armed anew with the other exit");
        tr__exits_rearm(w, node, node->order.quantity);
        return false;
    }
    if (tr_decimal_sign(fitting.value) <= 0) {
        if (tr__exits_is_one(&node->order))
            tr__work_move(w, node, TR_STATE_CANCELLED, "no position is left to close");
        return !tr__exits_is_one(&node->order);
    }
    if (tr_decimal_compare(fitting.value, node->order.quantity.value) >= 0)
        return true;
    tr_decimal others = { 0 };
    if (position != NULL && tr_decimal_absolute(position->row.quantity, &others) == TR_OK &&
        tr_decimal_subtract(others, fitting.value, &others) == TR_OK &&
        tr_quantity_subtract(node->order.quantity, fitting, left_out) == TR_OK)
        left_out->value = tr_decimal_min(left_out->value, others);
    tr__work_resize(w, node, fitting, "shrunk to the position");
    return true;
}

void tr__work_take(work *w, order_node *node, tr_money required, tr_id cause)
{
    move(w, node, TR_STATE_CLAIMED, required, cause, "");
    move(w, node, TR_STATE_SENDING, required, (tr_id){ { 0 } }, "");
    if (!tr_decimal_is_zero(required.value))
        tr__leverage_note(w, node);
    node->sends_due++;
    tr__work_act(w, ACTION_SEND, node->order.id);
}

void tr__work_claim(work *w, order_node *node, tr_id cause)
{
    tr_engine *engine = w->engine;
    tr_quantity left = { { 0 } };
    if (engine->failure.status != TR_OK)
        return;
    if (node->order.expires_ns > 0 &&
        node->order.expires_ns <= w->at_ns) { /* before the timer came round */
        tr__work_move(w, node, TR_STATE_EXPIRED, "its time ran out");
        return;
    }
    if (node->instrument != NULL && tr__stops_make_way(w, node))
        return;
    if (node->order.is_reduce_only && node->instrument != NULL && !fit(w, node, &left))
        return;
    tr_money required = { { 0 } };
    tr_error err = { 0 };
    tr_risk_verdict verdict = { 0 };
    tr_status status = tr__gate_ask(engine, node->owner, &node->order, node->instrument,
                                    TR_RISK_CLAIM, &required, &verdict, &err);
    if (status != TR_OK || !verdict.is_allowed) {
        tr__work_move(w, node, TR_STATE_REFUSED, status != TR_OK ? err.message : verdict.reason);
        if (w->subject == node) {
            w->verdict = verdict;
            w->answer.verdict = status == TR_OK ? &w->verdict : NULL;
            (void)tr__fail(&err, TR_E_REFUSED, 0, "%s", node->order.reason);
            tr__work_refuse(w, TR_E_REFUSED, &err);
        }
        if (node->rival != NULL && node->rival->order.state == TR_STATE_WAITING &&
            tr__exits_is_one(&node->order))
            tr__work_move(w, node->rival, TR_STATE_CANCELLED, "armed anew with the other exit");
        tr__exits_retry(w, node, node->order.quantity, node->order.reason);
        return;
    }
    tr__gate_passed(w, node);
    tr__work_take(w, node, required, cause);
    tr__warn_of_counts(w, node);
    if (node->rival != NULL && node->rival->order.state == TR_STATE_WAITING)
        tr__work_move(w, node->rival, TR_STATE_CANCELLED, "the other exit was taken");
    tr__exits_rearm(w, node, left);
}

order_node *tr__work_place(work *w, account *owner, const tr_order *order)
{
    tr_engine *engine = w->engine;
    event ev = { .kind = EVENT_ORDER_ACCEPTED, .order = *order };
    memcpy(ev.order.actor, w->actor, sizeof ev.order.actor);
    tr__work_emit(w, owner, &ev);
    order_node *node = tr__state_find_order(&engine->st, order->id);
    if (engine->failure.status != TR_OK || node == NULL)
        return NULL;
    w->subject = node;
    tr_log_field fields[] = { tr_log_id("order_id", order->id),
                              tr_log_text("account", order->account),
                              tr_log_text("symbol", order->symbol),
                              tr_log_text("side", tr_side_name(order->side)),
                              tr_log_text("type", tr_order_type_name(order->type)),
                              tr_log_decimal("quantity", order->quantity.value) };
    tr_log_write(engine->log, TR_LOG_INFO, w->at_ns, "order accepted", fields,
                 sizeof fields / sizeof fields[0]);
    if (order->trigger == TR_TRIGGER_NONE) {
        tr__work_claim(w, node, (tr_id){ { 0 } });
        return node;
    }
    if (order->role == TR_ROLE_TAKE_PROFIT || order->role == TR_ROLE_STOP_LOSS) {
        /* An exit is never refused at the door: without it the position is naked. */
        tr__work_move(w, node, TR_STATE_WAITING, "");
        tr__stage_begin(w, node); /* of a stop that trails */
        return node;
    }
    tr_error err = { 0 };
    tr_risk_verdict verdict = { 0 };
    tr_money required = { { 0 } };
    tr_status status = tr__gate_ask(engine, owner, &node->order, node->instrument, TR_RISK_ACCEPT,
                                    &required, &verdict, &err);
    if (status == TR_OK && verdict.is_allowed) {
        tr__gate_passed(w, node);
        tr__work_move(w, node, TR_STATE_WAITING, "");
        tr__warn_of_counts(w, node);
        tr__stage_begin(w, node);
        tr__stops_hand_over(w, node);
        return node;
    }
    tr__work_move(w, node, TR_STATE_REFUSED, status != TR_OK ? err.message : verdict.reason);
    w->verdict = verdict;
    w->answer.verdict = status == TR_OK ? &w->verdict : NULL;
    (void)tr__fail(&err, TR_E_REFUSED, 0, "%s", node->order.reason);
    tr__work_refuse(w, TR_E_REFUSED, &err);
    return node;
}

/* ---- waiters --------------------------------------------------------------------------------- */

static bool is_on_its_way(const tr_order *order)
{
    tr_order_state at = order->state;
    bool is_calling =
        at == TR_STATE_WAITING && order->trigger == TR_TRIGGER_NONE; /* for stops to make way */
    return is_calling || at == TR_STATE_ACCEPTED || at == TR_STATE_CLAIMED ||
           at == TR_STATE_SENDING || at == TR_STATE_UNKNOWN;
}

void tr__order_add_waiter(tr_engine *engine, order_node *node, bool wants_end, bool is_cancel,
                          tr_engine_reply *reply, void *user)
{
    waiter *fresh = engine->allocator->allocate(engine->allocator->user, sizeof *fresh);
    if (fresh == NULL) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        tr__engine_answer(reply, user, TR_E_NO_MEMORY, &engine->failure);
        return;
    }
    *fresh = (waiter){ .next = node->waiters,
                       .wants_end = wants_end,
                       .is_cancel = is_cancel,
                       .reply = reply,
                       .user = user };
    node->waiters = fresh;
}

void tr__order_add_amend_waiter(tr_engine *engine, order_node *node, tr_engine_reply *reply,
                                void *user)
{
    waiter *before = node->waiters;
    tr__order_add_waiter(engine, node, true, false, reply, user);
    if (node->waiters != before)
        node->waiters->is_amend = true;
}

/* The order as it is now, or the one that took its place; a conflict when it stayed as it was. */
static void answer_amended(const tr_engine *engine, const order_node *node, const waiter *who)
{
    const order_node *other = tr__state_find_order(&engine->st, node->replaced_by);
    tr_engine_answer answer = { .status = TR_OK,
                                .order = other != NULL ? &other->order : &node->order };
    bool is_replaced = !tr_id_is_none(node->replaced_by);
    if (other != NULL && other->order.state == TR_STATE_REFUSED)
        answer.status = tr__fail(&answer.error, TR_E_REFUSED, 0,
                                 "the order was cancelled, and its replacement refused: %s",
                                 other->order.reason);
    else if (!is_replaced && (node->has_amend_failed || tr__amend_is_pending(&node->order)))
        answer.status =
            tr__fail(&answer.error, TR_E_CONFLICT, 0, "the order is %s and was not amended%s%s",
                     tr_order_state_name(node->order.state),
                     node->order.reason[0] == '\0' ? "" : ": ", node->order.reason);
    who->reply(who->user, &answer);
}

/* A cancel that came too late is a conflict, told with the state that won. */
static void answer_waiter(const order_node *node, const waiter *who)
{
    tr_engine_answer answer = { .status = TR_OK, .order = &node->order };
    tr_order_state at = node->order.state;
    if (who->is_cancel && at != TR_STATE_CANCELLED)
        answer.status = tr__fail(&answer.error, TR_E_CONFLICT, 0,
                                 "the order is %s: it was not cancelled", tr_order_state_name(at));
    else if (!who->is_cancel && at == TR_STATE_REFUSED)
        answer.status = tr__fail(&answer.error, TR_E_REFUSED, 0, "%s", node->order.reason);
    who->reply(who->user, &answer);
}

void tr__order_answer_waiters(tr_engine *engine, order_node *node)
{
    bool has_ended = tr_order_state_is_final(node->order.state);
    bool is_settled = !is_on_its_way(&node->order);
    bool cancel_failed = is_settled && !has_ended && node->order.state != TR_STATE_CANCELLING;
    waiter **link = &node->waiters;
    while (*link != NULL) {
        waiter *who = *link;
        bool due = has_ended || (!who->wants_end && is_settled) ||
                   (who->is_cancel && cancel_failed) ||
                   (who->is_amend && !tr__amend_is_pending(&node->order));
        if (!due) {
            link = &who->next;
            continue;
        }
        *link = who->next;
        if (who->is_amend)
            answer_amended(engine, node, who);
        else
            answer_waiter(node, who);
        engine->allocator->release(engine->allocator->user, who);
    }
}
