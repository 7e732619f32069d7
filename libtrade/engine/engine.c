/* engine.c: life, enquiry, and the way out of the engine. */
#include <assert.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "engine/close.h"
#include "engine/guard.h"
#include "engine/reconcile.h"

#define EVENT_SIZE_MAX  (1024u * 1024u)
#define LOOKUP_DELAY_NS (5 * TR_NS_PER_SECOND)
#define LEVERAGE_MAX    1000

void tr_engine_options_init(tr_engine_options *options)
{
    if (options == NULL)
        return;
    *options = (tr_engine_options){
        .struct_size = sizeof *options,
        .alert_age_max_ns = 60 * TR_NS_PER_SECOND,
        .alert_repeat_ns = 60 * TR_NS_PER_SECOND,
        .orders_open_max = 100000,
    };
    options->leverage = tr_decimal_from_int(1);
    tr_status status = tr_decimal_from_scaled(5, 3, &options->reserve_margin); /* 0.005 */
    assert(status == TR_OK);
    (void)status; /* asserted */
}

static tr_status check_options(const tr_engine_options *options, tr_error *err)
{
    if (options == NULL || options->struct_size != sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0,
                        "engine options of another size: use tr_engine_options_init");
    if (options->store == NULL || options->reader == NULL || options->exchange == NULL ||
        options->clock == NULL)
        return tr__fail(err, TR_E_INVALID, 0,
                        "engine options lack a store, a reader, an exchange or a clock");
    if (options->instrument_count > 0 && options->instruments == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "engine options lack their instruments");
    if (tr_decimal_compare(options->leverage, tr_decimal_from_int(1)) < 0 ||
        tr_decimal_compare(options->leverage, tr_decimal_from_int(LEVERAGE_MAX)) > 0)
        return tr__fail(err, TR_E_RANGE, 0, "the leverage of swaps is 1 to %d", LEVERAGE_MAX);
    for (size_t i = 0; i < options->instrument_count; i++) {
        tr_status status = tr_instrument_check(&options->instruments[i], err);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

/* The short form that the options have; tr_engine_set_risk takes the long one. Nothing is watched or kept out by itself. */
static tr_status take_risk(tr_engine *engine, const tr_engine_options *options, tr_error *err)
{
    tr_engine_risk risk;
    tr_engine_risk_init(&risk);
    risk.kill_switch.warning_share = (tr_decimal){ 0 };
    if (options->limits != NULL)
        risk.limits = *options->limits;
    risk.sizes = options->sizes;
    risk.size_count = options->size_count;
    tr_status status = tr__limits_copy(&engine->st, &risk, &engine->risk, err);
    engine->st.risk = engine->risk;
    if (status == TR_OK)
        tr__atr_configure(engine);
    return status;
}

tr_status tr_engine_new(const tr_engine_options *options, tr_engine **out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the engine");
    tr_status status = check_options(options, err);
    if (status != TR_OK)
        return status;
    const tr_allocator *allocator =
        options->allocator != NULL ? options->allocator : tr_allocator_default();
    tr_engine *engine = allocator->allocate(allocator->user, sizeof *engine);
    if (engine == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for an engine");
    *engine = (tr_engine){
        .allocator = allocator,
        .store = options->store,
        .reader = options->reader,
        .exchange = options->exchange,
        .clock = options->clock,
        .log = options->log,
        .tag = options->tag,
        .day_offset_minutes = options->day_offset_minutes,
        .alert_age_max_ns = options->alert_age_max_ns,
        .alert_repeat_ns = options->alert_repeat_ns,
        .orders_open_max = options->orders_open_max,
        .reserve_margin = options->reserve_margin,
        .epoch = 1,
        .lookup_due_ns = INT64_MAX,
        .halt_due_ns = INT64_MAX,
        .dead_man_due_ns = INT64_MAX,
        .event = options->event,
        .event_user = options->event_user,
        .has_daily_close = options->has_daily_close,
        .stops_at_exchange = options->stops_at_exchange,
        .stops_due_ns = INT64_MAX,
        .reconcile_every_ns = options->reconcile_every_ns,
        .reconcile_due_ns = options->reconcile_every_ns > 0 && options->exchange->list != NULL
                                ? INT64_MIN
                                : INT64_MAX,
    };
    tr_reconcile_policy_init(&engine->reconcile_policy);
    if (options->reconcile_policy != NULL) /* one that is impossible is refused when it is used */
        engine->reconcile_policy = *options->reconcile_policy;
    tr_rng_init(&engine->rng, options->seed);
    tr__dedup_init(&engine->alerts, allocator);
    tr__buffer_init(&engine->payload, EVENT_SIZE_MAX, allocator);
    status =
        tr__state_init(&engine->st, allocator, options->instruments, options->instrument_count);
    engine->st.leverage = options->leverage;
    if (status == TR_OK)
        status = tr__journal_new(options->store, allocator, &engine->journal);
    if (status != TR_OK) {
        tr_engine_free(engine);
        return tr__fail(err, status, 0, "no memory for an engine");
    }
    status = take_risk(engine, options, err);
    if (status != TR_OK) {
        tr_engine_free(engine);
        return status;
    }
    *out = engine;
    return TR_OK;
}

/* Whoever still waits is told that nothing may be assumed. */
static void answer_everybody(tr_engine *engine)
{
    tr_error closed;
    if (engine->failure.status != TR_OK)
        closed = engine->failure;
    else
        (void)tr__fail(&closed, TR_E_CLOSED, 0, "the engine stopped before this was stored");
    while (engine->works != NULL) {
        work *w = engine->works;
        tr__engine_answer(w->reply, w->user, closed.status, &closed);
        tr__work_free(w);
    }
    for (order_node *node = tr__state_first_order(&engine->st); node != NULL;
         node = tr__state_next_order(&engine->st, node))
        while (node->waiters != NULL) {
            waiter *first = node->waiters;
            node->waiters = first->next;
            tr__engine_answer(first->reply, first->user, closed.status, &closed);
            engine->allocator->release(engine->allocator->user, first);
        }
}

void tr_engine_free(tr_engine *engine)
{
    if (engine == NULL)
        return;
    tr__reconcile_end(engine);
    tr__close_end(engine);
    answer_everybody(engine);
    tr__journal_free(engine->journal);
    tr__state_done(&engine->st);
    tr__dedup_done(&engine->alerts);
    tr__buffer_done(&engine->payload);
    tr__limits_release(engine->allocator, engine->risk);
    engine->allocator->release(engine->allocator->user, engine->atrs);
    engine->allocator->release(engine->allocator->user, engine->actions);
    engine->allocator->release(engine->allocator->user, engine);
}

void tr__engine_fail(tr_engine *engine, tr_status status, const tr_error *err)
{
    if (engine->failure.status != TR_OK)
        return;
    if (err != NULL && err->status != TR_OK)
        engine->failure = *err;
    else
        (void)tr__fail(&engine->failure, status, 0, "the engine stopped: %s",
                       tr_status_name(status));
    tr_log_field fields[] = { tr_log_status("status", status),
                              tr_log_text("reason", engine->failure.message) };
    tr_log_write(engine->log, TR_LOG_ERROR, engine->clock->now_ns(engine->clock->user),
                 "engine stopped", fields, 2);
}

void tr__engine_answer(tr_engine_reply *reply, void *user, tr_status status, const tr_error *err)
{
    if (reply == NULL)
        return;
    tr_engine_answer answer = { .status = status };
    if (err != NULL)
        answer.error = *err;
    reply(user, &answer);
}

tr_status tr__engine_ready(const tr_engine *engine, tr_error *err)
{
    tr_status status = tr_engine_status(engine, err);
    if (status != TR_OK)
        return status;
    if (!engine->is_recovered)
        return tr__fail(err, TR_E_CLOSED, 0, "the engine has not recovered yet");
    return TR_OK;
}

/* Ids of one engine ascend, also within a millisecond: executions of one moment keep the order they were booked in. */
tr_id tr__engine_new_id(tr_engine *engine, int64_t at_ns)
{
    tr_id id = tr_id_make(at_ns, engine->tag, &engine->rng);
    if (tr_id_compare(id, engine->newest_id) <= 0) {
        id = engine->newest_id;
        for (size_t i = sizeof id.bytes; i-- > 0 && ++id.bytes[i] == 0;)
            ;
    }
    engine->newest_id = id;
    return id;
}

/* ---- the way to the exchange ----------------------------------------------------------------- */

void tr__engine_act(tr_engine *engine, action_kind kind, tr_id order_id)
{
    if (!tr__state_make_room(&engine->st, (void **)&engine->actions, &engine->action_capacity,
                             engine->action_count, sizeof *engine->actions)) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        return;
    }
    engine->actions[engine->action_count++] = (action){ kind, order_id };
}

/* What an order is once nothing holds it back any more. */
static bool is_limit(tr_order_type type)
{
    return type == TR_ORDER_LIMIT || type == TR_ORDER_STOP_LIMIT || type == TR_ORDER_TOUCH_LIMIT;
}

/*
 * An entry into a swap that the gate let pass as one that only closes holds nothing. The exchange holds it to that: the
 * position may be gone before it arrives (a liquidation, a stop of its own).
 */
static bool only_closes(const order_node *node)
{
    return node->instrument != NULL && node->instrument->kind != TR_KIND_SPOT &&
           node->order.role == TR_ROLE_ENTRY && tr_decimal_is_zero(node->order.limit_price.value) &&
           tr_decimal_is_zero(node->order.reserved.value);
}

static void fill_exchange_order(const order_node *node, tr_exchange_order *out)
{
    const tr_order *order = &node->order;
    *out = (tr_exchange_order){
        .side = order->side,
        .type = is_limit(order->type) ? TR_ORDER_LIMIT : TR_ORDER_MARKET,
        .tif = order->tif,
        .quantity = order->quantity,
        .limit_price = order->limit_price,
        .is_reduce_only = order->is_reduce_only || only_closes(node),
    };
    if (order->stop_at == TR_STOP_AT_EXCHANGE) {
        out->type = order->type == TR_ORDER_STOP_LIMIT ? TR_ORDER_STOP_LIMIT : TR_ORDER_STOP;
        out->stop_price = order->trigger_price;
    }
    memcpy(out->account, order->account, sizeof out->account);
    memcpy(out->symbol, order->symbol, sizeof out->symbol);
    tr_id_format(order->id, out->client_id);
}

/*
 * A place that failed was surely not sent, but for one status, which says that nobody knows. Sent again, it says nothing
 * of the times before: the order may be there.
 */
static void send_order(tr_engine *engine, order_node *node)
{
    tr_exchange_order outgoing;
    tr_error err = { 0 };
    fill_exchange_order(node, &outgoing);
    tr__guard_arm_for(engine, node->owner);
    tr_status status = engine->exchange->place(engine->exchange->user, &outgoing, &err);
    if (status == TR_OK || status == TR_E_UNKNOWN_OUTCOME) {
        node->is_sent = true;
        node->sent_ns = engine->clock->monotonic_ns(engine->clock->user);
    }
    work *w = status == TR_OK ? NULL : tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    if (status == TR_E_UNKNOWN_OUTCOME) {
        tr__work_move(w, node, TR_STATE_UNKNOWN, err.message);
        if (tr__stops_rests(&node->order))
            tr__work_alarm(w, node,
                           "it is not known whether the exchange holds the stop: it is asked");
        tr__work_act(w, ACTION_QUERY, node->order.id);
    } else if (node->is_sent) {
        tr__work_move(w, node, TR_STATE_UNKNOWN, err.message);
        tr__engine_look_later(engine, node);
    } else if (tr__stops_rests(&node->order)) {
        tr__work_move(w, node, TR_STATE_FAILED, err.message);
        if (!node->cancel_is_due)
            tr__stops_fall_back(w, node, node->order.quantity, err.message);
        tr__stops_settle(w, node);
    } else {
        tr__work_move(w, node, TR_STATE_FAILED, err.message);
        tr__exits_retry(w, node, node->order.quantity, err.message);
    }
    tr__work_finish(w);
}

/* The order works on, and whoever wanted it gone is told; an order that has expired is asked about again. */
static void keep_working(tr_engine *engine, order_node *node, tr_status status, const char *reason)
{
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    bool has_expired = node->order.expires_ns > 0 && node->order.expires_ns <= now_ns;
    if (has_expired || status == TR_E_UNKNOWN_OUTCOME || node->order.state != TR_STATE_CANCELLING) {
        tr__engine_look_later(engine, node);
        return;
    }
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_move(w, node, TR_STATE_WORKING, reason);
    tr__amend_refused(w, node, reason);
    if (tr__stops_is_unwanted(node))
        tr__engine_look_later(engine, node);
    tr__work_finish(w);
    tr__halt_later(engine);
}

void tr__engine_look_later(tr_engine *engine, order_node *node)
{
    node->lookup_is_due = true;
    if (engine->lookup_due_ns == INT64_MAX)
        engine->lookup_due_ns = engine->clock->now_ns(engine->clock->user) + LOOKUP_DELAY_NS;
}

/* The wish is on record; one that could not be asked is given up, but when nobody knows. */
static void amend_order(tr_engine *engine, order_node *node)
{
    tr_exchange_order wanted;
    tr_error err = { 0 };
    fill_exchange_order(node, &wanted);
    wanted.quantity = node->order.amend_quantity;
    wanted.limit_price = node->order.amend_limit_price;
    if (!tr_decimal_is_zero(node->order.amend_stop_price.value))
        wanted.stop_price = node->order.amend_stop_price;
    tr_status status = engine->exchange->amend == NULL
                           ? tr__fail(&err, TR_E_UNSUPPORTED, 0, "this exchange amends nothing")
                           : engine->exchange->amend(engine->exchange->user, &wanted, &err);
    bool was_asked = node->is_amend_asked;
    node->is_amend_asked = was_asked || status == TR_OK || status == TR_E_UNKNOWN_OUTCOME;
    if (status == TR_OK)
        return;
    if (status == TR_E_UNKNOWN_OUTCOME || was_asked) {
        tr__engine_look_later(engine, node);
        return;
    }
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__amend_refused(w, node, err.message);
    tr__work_finish(w);
}

static void run_action(tr_engine *engine, const action *todo)
{
    order_node *node = tr__state_find_order(&engine->st, todo->order_id);
    if (node == NULL || tr_order_state_is_final(node->order.state))
        return;
    char client_id[TR_ID_TEXT_SIZE];
    tr_id_format(todo->order_id, client_id);
    tr_error err = { 0 };
    tr_status status = TR_OK;
    switch (todo->kind) {
    case ACTION_SEND: /* changed before it went, it was told again: the last time it is durable as it is */
        if (node->sends_due > 0)
            node->sends_due--;
        if (node->order.state == TR_STATE_SENDING && node->sends_due == 0)
            send_order(engine, node);
        return;
    case ACTION_CANCEL:
        status =
            engine->exchange->cancel(engine->exchange->user, node->order.account, client_id, &err);
        break;
    case ACTION_AMEND:
        if (tr__amend_is_pending(&node->order) &&
            (node->order.state == TR_STATE_WORKING || node->order.state == TR_STATE_PARTLY_FILLED))
            amend_order(engine, node);
        return;
    case ACTION_QUERY:
        status =
            engine->exchange->query(engine->exchange->user, node->order.account, client_id, &err);
        break;
    }
    if (status != TR_OK) {
        tr_log_field fields[] = { tr_log_id("order_id", todo->order_id),
                                  tr_log_text("reason", err.message) };
        tr_log_write(engine->log, TR_LOG_WARNING, engine->clock->now_ns(engine->clock->user),
                     "the exchange could not be asked", fields, 2);
        if (todo->kind == ACTION_CANCEL)
            keep_working(engine, node, status, err.message);
        else
            tr__engine_look_later(engine, node);
    }
}

tr_status tr_engine_flush(tr_engine *engine, tr_error *err)
{
    if (engine == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no engine");
    tr__reconcile_pursue(engine);
    /* Actions may add actions; they run in order, each once. */
    for (size_t i = 0; i < engine->action_count && engine->failure.status == TR_OK; i++) {
        action todo = engine->actions[i];
        run_action(engine, &todo);
    }
    engine->action_count = 0;
    tr__reconcile_pursue(engine); /* what was asked may have been answered */
    if (engine->failure.status == TR_OK) {
        tr_error detail = { 0 };
        tr_status status = tr__journal_flush(engine->journal, &detail);
        if (status != TR_OK)
            tr__engine_fail(engine, status, &detail);
    }
    return tr_engine_status(engine, err);
}

/* ---- enquiry --------------------------------------------------------------------------------- */

bool tr_engine_is_idle(const tr_engine *engine)
{
    const int64_t *counts = engine->st.state_counts;
    return tr__journal_is_idle(engine->journal) && engine->action_count == 0 &&
           engine->lookups == 0 && engine->reconciliations == NULL && engine->closing == NULL &&
           counts[TR_STATE_CLAIMED] + counts[TR_STATE_SENDING] + counts[TR_STATE_UNKNOWN] +
                   counts[TR_STATE_CANCELLING] ==
               0;
}

tr_status tr_engine_status(const tr_engine *engine, tr_error *err)
{
    if (engine->failure.status != TR_OK) {
        if (err != NULL)
            *err = engine->failure;
        return engine->failure.status;
    }
    return tr__journal_status(engine->journal, err);
}

const tr_order *tr_engine_find_order(const tr_engine *engine, tr_id id)
{
    const order_node *node = tr__state_find_order(&engine->st, id);
    return node == NULL ? NULL : &node->order;
}

void tr_engine_count_states(const tr_engine *engine, int64_t counts_out[TR_STATE_FAILED + 1])
{
    memcpy(counts_out, engine->st.state_counts, sizeof engine->st.state_counts);
}

tr_engine_tally tr_engine_count_events(const tr_engine *engine)
{
    return engine == NULL ? (tr_engine_tally){ 0 } : engine->tally;
}

tr_status tr_engine_mark(const tr_engine *engine, const char *symbol, tr_price *out)
{
    const tr_instrument *instrument = tr__state_instrument(&engine->st, symbol);
    if (instrument == NULL)
        return TR_E_NOT_FOUND;
    tr_price mark = tr__state_market(&engine->st, instrument)->mark;
    if (tr_decimal_is_zero(mark.value))
        return TR_E_NOT_FOUND;
    *out = mark;
    return TR_OK;
}

tr_status tr_engine_equity(const tr_engine *engine, const char *account_name, const char *asset,
                           tr_money *out)
{
    account *owner = tr__state_find_account(&engine->st, account_name);
    return owner == NULL ? TR_E_NOT_FOUND : tr__gate_equity(engine, owner, asset, out);
}

/* ---- invariants ------------------------------------------------------------------------------ */

/* What an account's live orders hold, summed anew, is what its balances say. */
static bool check_reservations(const tr_engine *engine, account *owner)
{
    const state *st = &engine->st;
    for (size_t i = 0; i < owner->balance_count; i++) {
        tr_money sum = { { 0 } };
        for (order_node *node = tr__state_first_order(st); node != NULL;
             node = tr__state_next_order(st, node)) {
            char asset[TR_ASSET_SIZE];
            if (node->owner != owner || tr__state_spent_asset(&node->order, asset) != TR_OK)
                continue;
            if (strcmp(asset, owner->balances[i]->row.asset) == 0 &&
                tr_money_add(sum, node->order.reserved, &sum) != TR_OK)
                return false;
        }
        if (tr_decimal_compare(sum.value, owner->balances[i]->reserved.value) != 0)
            return false;
    }
    return true;
}

static bool check_order(const order_node *node)
{
    const tr_order *order = &node->order;
    bool holds = !tr_decimal_is_zero(order->reserved.value);
    if (holds && !tr__state_is_live(order->state))
        return false;
    if (order->state == TR_STATE_FILLED &&
        tr_decimal_compare(order->filled_quantity.value, order->quantity.value) < 0)
        return false;
    if (node->is_queued && order->state != TR_STATE_WAITING)
        return false;
    return node->rival == NULL || node->rival->rival == node;
}

static bool check_queues(const state *st)
{
    for (size_t i = 0; i < st->instrument_count; i++) {
        const market *place = &st->markets[i];
        if (!tr__agenda_check(&place->rise) || !tr__agenda_check(&place->fall) ||
            !tr__agenda_check(&place->trail_rise) || !tr__agenda_check(&place->trail_fall) ||
            !tr__agenda_check(&place->best_rise) || !tr__agenda_check(&place->best_fall))
            return false;
    }
    return tr__agenda_check(&st->expiries) && tr__agenda_check(&st->starts) &&
           tr__agenda_check(&st->block_expiries);
}

bool tr_engine_check(const tr_engine *engine)
{
    if (!check_queues(&engine->st))
        return false;
    int64_t counts[TR_STATE_FAILED + 1] = { 0 };
    for (order_node *node = tr__state_first_order(&engine->st); node != NULL;
         node = tr__state_next_order(&engine->st, node)) {
        counts[node->order.state]++;
        if (!check_order(node))
            return false;
    }
    if (memcmp(counts, engine->st.state_counts, sizeof counts) != 0)
        return false;
    for (size_t i = 0; i < engine->st.account_count; i++)
        if (!check_reservations(engine, engine->st.accounts[i]))
            return false;
    return tr__exposure_check(&engine->st);
}
