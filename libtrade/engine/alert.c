/* alert.c: what an alert does: recognised, stored, fires, places, closes; all in one transaction. */
#include <string.h>

#include "core/fail.h"
#include "engine/block.h"
#include "engine/guard.h"

#define EXPLICIT_PREFIX "id:"
#define BODY_SIZE_MAX   (512u * 1024u) /* leaves an event room for the rest */

static uint32_t index_of(const tr_engine *engine, const account *owner)
{
    for (size_t i = 0; i < engine->st.account_count; i++)
        if (engine->st.accounts[i] == owner)
            return (uint32_t)i;
    return UINT32_MAX;
}

/* ---- what it sets off ------------------------------------------------------------------------ */

static bool is_fresh(const tr_order *order, const tr_alert *alert)
{
    return order->signal_age_max_ns == 0 || alert->sent_ns == 0 ||
           alert->received_ns - alert->sent_ns <= order->signal_age_max_ns;
}

bool tr__alert_fits(const order_node *node, const tr_alert *alert)
{
    const tr_order *order = &node->order;
    return order->state == TR_STATE_WAITING && is_fresh(order, alert) &&
           (order->strategy[0] == '\0' || strcmp(order->strategy, alert->strategy) == 0) &&
           (order->source[0] == '\0' || strcmp(order->source, alert->source) == 0);
}

/* Every order that waits for this signal, of whichever account, is claimed or waits on; each for itself passes the gate. */
static void fire(work *w, market *place, const tr_alert *alert, tr_side side)
{
    for (order_node *node = place->signals[side].first, *next; node != NULL; node = next) {
        next =
            node->signal_next; /* what fires leaves the queue, and takes nobody along who waits in it */
        if (!tr__alert_fits(node, alert))
            continue;
        tr__gate_begin_day(w, node->owner, node->instrument->quote);
        tr__work_reached(w, node, (tr_price){ { 0 } }, alert->id);
        if (w->engine->failure.status != TR_OK)
            return;
        if (node->order.state != TR_STATE_EXPIRED)
            tr__work_list_order(
                w,
                node->order
                    .id); /* claimed, ended or waiting for something else, it has left the queue */
    }
}

/* Every block that waits in this market hears of it. One that ends stays where it is until the transaction does. */
static void tell_blocks(work *w, market *place, const tr_alert *alert)
{
    for (block_node *block = place->block_first, *next;
         block != NULL && w->engine->failure.status == TR_OK; block = next) {
        next = block->market_next;
        tr_id order_id = tr__block_tell(w, block, alert);
        if (!tr_id_is_none(order_id))
            tr__work_list_order(w, order_id);
    }
}

/* An order made by the alert itself. What is wrong with it is stored with it: nobody else will read an answer. */
static void place(work *w, account *owner, const tr_alert *alert, const tr_order_request *request,
                  tr_role role)
{
    tr_engine *engine = w->engine;
    tr_order order;
    tr_error err = { 0 };
    tr_status status = tr__order_of_request(engine, request, w->at_ns, &order, &err);
    if (status != TR_OK) {
        tr_log_field fields[] = { tr_log_id("alert_id", alert->id),
                                  tr_log_text("reason", err.message) };
        tr_log_write(engine->log, TR_LOG_WARNING, w->at_ns, "an alert's own order is not one",
                     fields, 2);
        return;
    }
    order.id = tr__engine_new_id(engine, w->at_ns);
    order.role = role;
    order.alert_id = alert->id;
    if (role == TR_ROLE_ENTRY) { /* the gate judges them, so that a refusal is stored */
        order.take_profit = alert->take_profit;
        order.stop_loss = alert->stop_loss;
    }
    order.trigger = TR_TRIGGER_NONE;
    memcpy(order.strategy, alert->strategy, sizeof order.strategy);
    memcpy(order.source, alert->source, sizeof order.source);
    (void)tr__work_place(w, owner, &order); /* a refusal is stored as the order's state */
    w->subject = NULL;
    w->answer.status = TR_OK;
    w->answer.verdict = NULL;
    tr__work_list_order(w, order.id);
}

static void request_of(const account *owner, const tr_instrument *instrument, tr_side side,
                       tr_quantity quantity, tr_order_request *out)
{
    *out = (tr_order_request){ .side = side, .type = TR_ORDER_MARKET, .quantity = quantity };
    memcpy(out->account, owner->row.name, sizeof out->account);
    memcpy(out->user, owner->row.owner, sizeof out->user);
    memcpy(out->symbol, instrument->symbol, sizeof out->symbol);
}

static void enter(work *w, account *owner, const tr_instrument *instrument, const tr_alert *alert,
                  tr_side side)
{
    tr_quantity quantity = tr__size_of_alert(w, owner, instrument, alert);
    if (tr_decimal_is_zero(quantity.value))
        return;
    tr_order_request request;
    request_of(owner, instrument, side, quantity, &request);
    tr__gate_begin_day(w, owner, instrument->quote);
    place(w, owner, alert, &request, TR_ROLE_ENTRY);
}

tr_quantity tr__alert_closing(account *owner, const tr_instrument *instrument,
                              const tr_alert *alert, tr_side *side_out)
{
    const position_node *position = tr__account_find_position(owner, instrument->symbol);
    int held = position == NULL ? 0 : tr_decimal_sign(position->row.quantity);
    tr_quantity quantity = { { 0 } };
    if (held == 0)
        return quantity;
    *side_out = held > 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
    quantity.value = tr__gate_closable_with_stops(owner, instrument, *side_out);
    if (alert->action == TR_ALERT_REDUCE)
        quantity.value = tr_decimal_min(quantity.value, alert->quantity.value);
    if (tr_decimal_round_to(quantity.value, instrument->lot, TR_ROUND_DOWN, &quantity.value) !=
        TR_OK)
        return (tr_quantity){ { 0 } };
    return quantity;
}

tr_quantity tr__alert_reversing(work *w, account *owner, const tr_instrument *instrument,
                                const tr_alert *alert, tr_side *side_out)
{
    tr_quantity whole = { { 0 } };
    tr_quantity closing = tr__alert_closing(owner, instrument, alert, side_out);
    if (alert->action != TR_ALERT_REVERSE || instrument->kind == TR_KIND_SPOT ||
        tr_decimal_is_zero(closing.value))
        return whole;
    tr_quantity opening = tr__size_of_alert(w, owner, instrument, alert);
    if (tr_decimal_is_zero(opening.value))
        opening = closing;
    return tr_quantity_add(closing, opening, &whole) == TR_OK ? whole : (tr_quantity){ { 0 } };
}

/* An entry that closes what is held and opens the other side, as the gate sees it now. */
static bool may_reverse(tr_engine *engine, account *owner, const tr_instrument *instrument,
                        const tr_alert *alert, const tr_order_request *request)
{
    tr_order order = { .side = request->side,
                       .type = TR_ORDER_MARKET,
                       .quantity = request->quantity,
                       .role = TR_ROLE_ENTRY,
                       .state = TR_STATE_ACCEPTED,
                       .take_profit = alert->take_profit,
                       .stop_loss = alert->stop_loss };
    tr_money required;
    tr_risk_verdict verdict = { .is_allowed = false };
    memcpy(order.account, owner->row.name, sizeof order.account);
    memcpy(order.symbol, instrument->symbol, sizeof order.symbol);
    memcpy(order.strategy, alert->strategy, sizeof order.strategy);
    return tr__gate_ask(engine, owner, &order, instrument, TR_RISK_CLAIM, &required, &verdict,
                        NULL) == TR_OK &&
           verdict.is_allowed;
}

/* A market order against the position is on its way: what it will leave is not known yet. */
static bool is_turning(const account *owner, const tr_instrument *instrument, tr_side side)
{
    const position_node *position = tr__account_find_position(owner, instrument->symbol);
    return position != NULL && !tr_decimal_is_zero(position->turning[side == TR_SIDE_SELL]);
}

/* Turn a swap's position with one order through zero. False: there is nothing to turn, or the gate keeps the other side out. */
static bool reverse(work *w, account *owner, const tr_instrument *instrument, const tr_alert *alert)
{
    tr_side side = TR_SIDE_SELL;
    tr_quantity quantity = tr__alert_reversing(w, owner, instrument, alert, &side);
    if (tr_decimal_is_zero(quantity.value))
        return false;
    if (is_turning(owner, instrument, side)) {
        tr_log_field fields[] = { tr_log_id("alert_id", alert->id),
                                  tr_log_text("symbol", instrument->symbol) };
        tr_log_write(w->engine->log, TR_LOG_WARNING, w->at_ns,
                     "an order that turns the position is on its way already", fields, 2);
        return true;
    }
    tr_order_request request;
    request_of(owner, instrument, side, quantity, &request);
    tr__gate_begin_day(w, owner, instrument->quote);
    if (!may_reverse(w->engine, owner, instrument, alert, &request))
        return false;
    place(w, owner, alert, &request, TR_ROLE_ENTRY);
    return true;
}

/*
 * close, reduce, reverse: act on the position, reduce-only. Spot has no other side to reverse into; where a swap's may not be
 * entered, the position is closed at least.
 */
static void leave(work *w, account *owner, const tr_instrument *instrument, const tr_alert *alert)
{
    tr_side side = TR_SIDE_SELL;
    if (reverse(w, owner, instrument, alert))
        return;
    tr_quantity quantity = tr__alert_closing(owner, instrument, alert, &side);
    if (tr_decimal_is_zero(quantity.value))
        return;
    tr_order_request request;
    request_of(owner, instrument, side, quantity, &request);
    request.is_reduce_only = true;
    tr__gate_begin_day(w, owner, instrument->quote);
    place(w, owner, alert, &request, TR_ROLE_CLOSE);
}

static tr_status check_age(const tr_engine *engine, const tr_alert *alert, tr_error *err)
{
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    int64_t age_ns = alert->sent_ns == 0 ? 0 : now_ns - alert->sent_ns;
    if (age_ns > engine->alert_age_max_ns)
        return tr__fail(err, TR_E_STALE, 0, "the alert is %lld s old, at most %lld are taken",
                        (long long)(age_ns / 1000000000),
                        (long long)(engine->alert_age_max_ns / 1000000000));
    if (age_ns < -engine->alert_age_max_ns)
        return tr__fail(err, TR_E_STALE, 0, "the alert's time lies %lld s ahead",
                        (long long)(-age_ns / 1000000000));
    return TR_OK;
}

/* ---- taking it ------------------------------------------------------------------------------- */

static void take(tr_engine *engine, account *owner, const tr_instrument *instrument,
                 const tr_alert *given, tr_engine_reply *reply, void *user)
{
    tr_error err = { 0 };
    tr_status status = check_age(engine, given, &err); /* only now: a redelivery may be old */
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    work *w = tr__work_begin(engine, reply, user);
    if (w == NULL)
        return;
    tr__work_by(w, ACTOR_ALERT);
    event ev = { .kind = EVENT_ALERT_TAKEN, .alert = *given };
    tr_alert *alert = &ev.alert;
    alert->id = tr__engine_new_id(engine, w->at_ns);
    alert->received_ns = w->at_ns;
    memcpy(alert->account, owner->row.name, sizeof alert->account);
    memcpy(alert->symbol, instrument->symbol, sizeof alert->symbol);
    w->answer.alert_id = alert->id;
    tr__work_emit(w, owner, &ev);
    if (!tr__dedup_add(&engine->alerts, index_of(engine, owner), alert->dedup_key, alert->id,
                       w->at_ns, w->at_ns - engine->alert_repeat_ns))
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
    if (engine->failure.status == TR_OK) {
        tr_log_field fields[] = { tr_log_id("alert_id", alert->id),
                                  tr_log_text("symbol", alert->symbol),
                                  tr_log_text("action", tr_alert_action_name(alert->action)),
                                  tr_log_text("strategy", alert->strategy) };
        tr_log_write(engine->log, TR_LOG_INFO, w->at_ns, "alert taken", fields, 4);
        if (alert->action == TR_ALERT_BUY || alert->action == TR_ALERT_SELL) {
            tr_side side = alert->action == TR_ALERT_BUY ? TR_SIDE_BUY : TR_SIDE_SELL;
            if (!tr__protect_is_repeat(w, owner, instrument, alert)) {
                fire(w, tr__state_market(&engine->st, instrument), alert, side);
                enter(w, owner, instrument, alert, side);
            }
        } else if (alert->action != TR_ALERT_CONDITION) {
            leave(w, owner, instrument, alert);
        }
        tell_blocks(w, tr__state_market(&engine->st, instrument), alert);
    }
    tr__work_finish(w);
}

/* ---- redeliveries ---------------------------------------------------------------------------- */

/* The first id again. It is given behind everything gathered so far, so that it is durable when it is told. */
static void answer_repeat(tr_engine *engine, tr_id alert_id, tr_engine_reply *reply, void *user)
{
    work *w = tr__work_begin(engine, reply, user);
    if (w == NULL)
        return;
    w->answer.alert_id = alert_id;
    w->answer.is_duplicate = true;
    tr__work_finish(w);
}

static bool is_explicit(const tr_alert *alert)
{
    return strncmp(alert->dedup_key, EXPLICIT_PREFIX, strlen(EXPLICIT_PREFIX)) == 0;
}

/* An alert that memory does not know is asked of the store. It is kept with its body meanwhile. */
typedef struct alert_lookup {
    tr_engine *engine;
    account *owner;
    const tr_instrument *instrument;
    tr_engine_reply *reply;
    void *user;
    bool is_found;
    tr_id found;
    int64_t oldest_ns; /* what was received earlier does not count */
    tr_alert alert;
    uint8_t body[];
} alert_lookup;

static bool take_found(void *user, const void *row)
{
    alert_lookup *look = user;
    const tr_alert *found = row;
    look->found = found->id;
    look->is_found = found->received_ns >= look->oldest_ns;
    return false;
}

static void alert_looked_up(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)has_more; /* only the newest is asked for */
    alert_lookup *look = user;
    tr_engine *engine = look->engine;
    engine->lookups--;
    /* The same alert may have come again while the store was asked. */
    const dedup_entry *entry =
        tr__dedup_find(&engine->alerts, index_of(engine, look->owner), look->alert.dedup_key);
    if (status != TR_OK)
        tr__engine_answer(look->reply, look->user, status, err);
    else if (entry != NULL && entry->received_ns >= look->oldest_ns)
        answer_repeat(engine, entry->alert_id, look->reply, look->user);
    else if (look->is_found)
        answer_repeat(engine, look->found, look->reply, look->user);
    else
        take(engine, look->owner, look->instrument, &look->alert, look->reply, look->user);
    engine->allocator->release(engine->allocator->user, look);
}

static void look_up(tr_engine *engine, account *owner, const tr_instrument *instrument,
                    const tr_alert *alert, int64_t oldest_ns, tr_engine_reply *reply, void *user)
{
    tr_error err = { 0 };
    alert_lookup *look =
        engine->allocator->allocate(engine->allocator->user, sizeof *look + alert->body_size);
    if (look == NULL) {
        (void)tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory to look an alert up");
        tr__engine_answer(reply, user, TR_E_NO_MEMORY, &err);
        return;
    }
    *look = (alert_lookup){ .engine = engine,
                            .owner = owner,
                            .instrument = instrument,
                            .reply = reply,
                            .user = user,
                            .oldest_ns = oldest_ns,
                            .alert = *alert };
    if (alert->body_size > 0)
        memcpy(look->body, alert->body, alert->body_size);
    look->alert.body = look->body;
    tr_alert key = { 0 };
    memcpy(key.account, owner->row.name, sizeof key.account);
    memcpy(key.dedup_key, alert->dedup_key, sizeof key.dedup_key);
    tr_store_query query = { .table = TR_TABLE_ALERT,
                             .index = TR_INDEX_ALERT_DEDUP,
                             .key = &key,
                             .key_columns = 2,
                             .is_descending = true,
                             .limit = 1 };
    engine->lookups++;
    tr_status status =
        engine->reader->read(engine->reader->user, &query, take_found, alert_looked_up, look, &err);
    if (status == TR_OK)
        return;
    engine->lookups--;
    tr__engine_answer(reply, user, status, &err);
    engine->allocator->release(engine->allocator->user, look);
}

/* ---- the door -------------------------------------------------------------------------------- */

static tr_status check_alert(const tr_alert *alert, tr_error *err)
{
    if (tr_alert_action_name(alert->action) == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "the alert's action is none that exists");
    if (alert->dedup_key[0] == '\0')
        return tr__fail(err, TR_E_INVALID, 0, "an alert needs a key to be recognised by");
    if (tr_decimal_sign(alert->price.value) < 0 || tr_decimal_sign(alert->quantity.value) < 0 ||
        tr_decimal_sign(alert->take_profit.value) < 0 ||
        tr_decimal_sign(alert->stop_loss.value) < 0)
        return tr__fail(err, TR_E_RANGE, 0, "prices and quantity must be above 0");
    if (alert->action == TR_ALERT_REDUCE && tr_decimal_is_zero(alert->quantity.value))
        return tr__fail(err, TR_E_INVALID, 0, "reduce needs a quantity");
    if (alert->sent_ns < 0)
        return tr__fail(err, TR_E_RANGE, 0, "the alert's time lies before 1970");
    if (alert->body_size > BODY_SIZE_MAX)
        return tr__fail(err, TR_E_RANGE, 0, "the alert has %zu bytes, at most %u are taken",
                        alert->body_size, BODY_SIZE_MAX);
    return TR_OK;
}

void tr_engine_alert(tr_engine *engine, const tr_alert *alert, tr_engine_reply *reply, void *user)
{
    tr_error err = { 0 };
    const tr_instrument *instrument = NULL;
    account *owner = NULL;
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    tr_status status = tr__engine_ready(engine, &err);
    if (status == TR_OK)
        status = check_alert(alert, &err);
    if (status == TR_OK && (owner = tr__state_find_account(&engine->st, alert->account)) == NULL)
        status = tr__fail(&err, TR_E_NOT_FOUND, 0, "no account %s", alert->account);
    if (status == TR_OK)
        status = tr_instrument_find(engine->st.instruments, engine->st.instrument_count,
                                    alert->symbol, strnlen(alert->symbol, sizeof alert->symbol),
                                    true, &instrument, &err);
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    int64_t oldest_ns = is_explicit(alert) ? INT64_MIN : now_ns - engine->alert_repeat_ns;
    const dedup_entry *entry =
        tr__dedup_find(&engine->alerts, index_of(engine, owner), alert->dedup_key);
    if (entry != NULL && entry->received_ns >= oldest_ns)
        answer_repeat(engine, entry->alert_id, reply, user);
    else if (oldest_ns >= engine->alerts.complete_since_ns)
        take(engine, owner, instrument, alert, reply, user);
    else
        look_up(engine, owner, instrument, alert, oldest_ns, reply, user);
}
