/* submit.c: what people and programs ask for: open an account, place, cancel, try. */
#include <stdio.h>
#include <string.h>

#include "core/fail.h"
#include "engine/guard.h"

static bool is_set(tr_price price)
{
    return !tr_decimal_is_zero(price.value);
}

static void set_error(tr_error *err, tr_status status)
{
    if (err->status == TR_OK)
        (void)tr__fail(err, status, 0, "%s", tr_status_name(status));
}

/* ---- accounts -------------------------------------------------------------------------------- */

void tr_engine_open_account(tr_engine *engine, const tr_account_row *account_row,
                            const tr_balance *balances, size_t balance_count,
                            tr_engine_reply *reply, void *user)
{
    tr_error err = { 0 };
    tr_status status = tr__engine_ready(engine, &err);
    if (status == TR_OK && (account_row == NULL || account_row->name[0] == '\0'))
        status = tr__fail(&err, TR_E_INVALID, 0, "an account needs a name");
    if (status == TR_OK && strcmp(account_row->exchange, engine->exchange->traits->name) != 0)
        status =
            tr__fail(&err, TR_E_UNSUPPORTED, 0, "account %s is at %s, this engine trades at %s",
                     account_row->name, account_row->exchange, engine->exchange->traits->name);
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    work *w = tr__work_begin(engine, reply, user);
    if (w == NULL)
        return;
    if (tr__state_find_account(&engine->st, account_row->name) != NULL) {
        w->answer.is_duplicate = true;
        tr__work_finish(w);
        return;
    }
    event opened = { .kind = EVENT_ACCOUNT_OPENED, .account = *account_row };
    opened.account.created_ns = w->at_ns;
    opened.account.version = 1;
    account *owner = tr__state_add_account(&engine->st, &opened.account);
    if (owner == NULL) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        tr__work_finish(w);
        return;
    }
    owner->fills_since_ns = w->at_ns;
    tr__work_emit(w, owner, &opened);
    for (size_t i = 0; i < balance_count; i++) {
        event moved = { .kind = EVENT_FUNDS_MOVED,
                        .amount = balances[i].total,
                        .book = TR_LEDGER_OPENING,
                        .reason = "opening balance" };
        memcpy(moved.asset, balances[i].asset, sizeof moved.asset);
        tr__work_emit(w, owner, &moved);
    }
    tr__halt_inherit(w, owner);
    tr__work_finish(w);
}

/* ---- orders ---------------------------------------------------------------------------------- */

static tr_status check_prices(const tr_order_request *request, tr_error *err)
{
    bool needs_limit = request->type == TR_ORDER_LIMIT || request->type == TR_ORDER_STOP_LIMIT ||
                       request->type == TR_ORDER_TOUCH_LIMIT;
    bool needs_stop = request->type == TR_ORDER_STOP || request->type == TR_ORDER_STOP_LIMIT ||
                      request->type == TR_ORDER_TOUCH || request->type == TR_ORDER_TOUCH_LIMIT;
    const char *type = tr_order_type_name(request->type);
    if (type == NULL || tr_side_name(request->side) == NULL || tr_tif_name(request->tif) == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "side, type or time in force is none that exists");
    if (tr_decimal_sign(request->quantity.value) <= 0)
        return tr__fail(err, TR_E_RANGE, 0, "quantity must be above 0");
    if (tr_decimal_sign(request->limit_price.value) < 0 ||
        tr_decimal_sign(request->stop_price.value) < 0 ||
        tr_decimal_sign(request->take_profit.value) < 0 ||
        tr_decimal_sign(request->stop_loss.value) < 0)
        return tr__fail(err, TR_E_RANGE, 0, "prices must be above 0");
    if (is_set(request->limit_price) != needs_limit)
        return tr__fail(err, TR_E_INVALID, 0, "a %s order %s limit price", type,
                        needs_limit ? "needs a" : "takes no");
    if (is_set(request->stop_price) != needs_stop)
        return tr__fail(err, TR_E_INVALID, 0, "a %s order %s stop price", type,
                        needs_stop ? "needs a" : "takes no");
    if (request->is_reduce_only && (is_set(request->take_profit) || is_set(request->stop_loss)))
        return tr__fail(err, TR_E_INVALID, 0, "a reduce-only order takes no exits of its own");
    return TR_OK;
}

void tr__request_copy(const tr_order_request *request, tr_order *out)
{
    memcpy(out->account, request->account, sizeof out->account);
    memcpy(out->user, request->user, sizeof out->user);
    memcpy(out->strategy, request->strategy, sizeof out->strategy);
    memcpy(out->source, request->source, sizeof out->source);
    memcpy(out->idempotency_key, request->idempotency_key, sizeof out->idempotency_key);
    memcpy(out->notes, request->notes, sizeof out->notes);
    memcpy(out->tags, request->tags, sizeof out->tags);
    out->side = request->side;
    out->type = request->type;
    out->tif = request->tif;
    out->is_reduce_only = request->is_reduce_only;
    out->role = request->is_reduce_only ? TR_ROLE_CLOSE : TR_ROLE_ENTRY;
    out->quantity = request->quantity;
    out->limit_price = request->limit_price;
    out->stop_price = request->stop_price;
    out->take_profit = request->take_profit;
    out->stop_loss = request->stop_loss;
    out->expires_ns = request->expires_ns;
    out->starts_ns = request->starts_ns;
    out->signal_age_max_ns = request->signal_age_max_ns;
    out->trail_amount = request->trail_amount;
    out->trail_rate = request->trail_rate;
    out->exit_trail_amount = request->exit_trail_amount;
    out->exit_trail_rate = request->exit_trail_rate;
    out->activation_price = request->activation_price;
}

/* A trail is an amount or a rate, and belongs to a trailing order. */
static tr_status check_trail(const tr_order_request *request, tr_error *err)
{
    bool is_trailing = request->type == TR_ORDER_TRAILING;
    int amount = tr_decimal_sign(request->trail_amount.value);
    int rate = tr_decimal_sign(request->trail_rate);
    if (!is_trailing && (amount != 0 || rate != 0 || is_set(request->activation_price)))
        return tr__fail(err, TR_E_INVALID, 0, "only a trailing order takes a trail");
    if (is_trailing && (amount != 0) == (rate != 0))
        return tr__fail(err, TR_E_INVALID, 0,
                        "a trailing order needs a trail: an amount or a rate, not both");
    if (amount < 0 || rate < 0 || tr_decimal_sign(request->activation_price.value) < 0 ||
        tr_decimal_compare(request->trail_rate, tr_decimal_from_int(1)) >= 0)
        return tr__fail(err, TR_E_RANGE, 0,
                        "a trail's amount must be above 0, its rate above 0 and below 1");
    return TR_OK;
}

/* A stop that trails stands in place of one at a price. */
static tr_status check_exit_trail(const tr_order_request *request, tr_error *err)
{
    int amount = tr_decimal_sign(request->exit_trail_amount.value);
    int rate = tr_decimal_sign(request->exit_trail_rate);
    if (amount == 0 && rate == 0)
        return TR_OK;
    if (amount < 0 || rate < 0 ||
        tr_decimal_compare(request->exit_trail_rate, tr_decimal_from_int(1)) >= 0)
        return tr__fail(err, TR_E_RANGE, 0,
                        "a trail's amount must be above 0, its rate above 0 and below 1");
    if (amount != 0 && rate != 0)
        return tr__fail(err, TR_E_INVALID, 0, "a stop trails by an amount or a rate, not both");
    if (request->is_reduce_only)
        return tr__fail(err, TR_E_INVALID, 0, "a reduce-only order takes no exits of its own");
    if (is_set(request->stop_loss) || request->leg_count > 0)
        return tr__fail(err, TR_E_INVALID, 0,
                        "a stop that trails stands in place of a stop loss, and of legs");
    return TR_OK;
}

static tr_status check_times(const tr_order_request *request, int64_t at_ns, tr_error *err)
{
    if (request->expires_ns != 0 && request->expires_ns <= at_ns)
        return tr__fail(err, TR_E_RANGE, 0, "the expiry lies in the past");
    if (request->starts_ns < 0 || request->signal_age_max_ns < 0)
        return tr__fail(err, TR_E_RANGE, 0, "times must not be below 0");
    if (request->expires_ns != 0 && request->starts_ns >= request->expires_ns)
        return tr__fail(err, TR_E_RANGE, 0,
                        "the order is good from a time on at which it has expired");
    return TR_OK;
}

/* The ways out: either one pair of prices or legs. The stop that the gate reckons with is the one that loses most. */
tr_status tr__request_set_legs(const tr_order_request *request, tr_order *order, tr_error *err)
{
    tr_decimal sum = { 0 };
    bool are_stopped = true;
    if (request->leg_count == 0)
        return TR_OK;
    if (is_set(request->take_profit) || is_set(request->stop_loss))
        return tr__fail(err, TR_E_INVALID, 0,
                        "an order has legs or a single take profit and stop loss, not both");
    if (request->is_reduce_only)
        return tr__fail(err, TR_E_INVALID, 0, "a reduce-only order takes no exits of its own");
    tr_status status = tr_legs_format(request->legs, request->leg_count, order->legs, err);
    if (status != TR_OK)
        return status;
    order->take_profit = request->legs[0].take_profit;
    for (size_t i = 0; i < request->leg_count; i++) {
        tr_price stop = request->legs[i].stop_loss;
        bool is_worse = order->side == TR_SIDE_BUY
                            ? tr_decimal_compare(stop.value, order->stop_loss.value) < 0
                            : tr_decimal_compare(stop.value, order->stop_loss.value) > 0;
        are_stopped = are_stopped && is_set(stop) &&
                      tr_decimal_add(sum, request->legs[i].share, &sum) == TR_OK;
        if (i == 0 || is_worse)
            order->stop_loss = stop;
    }
    if (!are_stopped || tr_decimal_compare(sum, tr_decimal_from_int(1)) != 0)
        order->stop_loss =
            (tr_price){ { 0 } }; /* part of it has none: the whole value is at risk */
    return TR_OK;
}

tr_status tr__order_check_request(tr_engine *engine, const tr_order_request *request, int64_t at_ns,
                                  tr_order *out, tr_error *err)
{
    tr_status status = check_prices(request, err);
    if (status != TR_OK)
        return status;
    const tr_instrument *instrument;
    status = tr_instrument_find(engine->st.instruments, engine->st.instrument_count,
                                request->symbol, strnlen(request->symbol, sizeof request->symbol),
                                true, &instrument, err);
    if (status != TR_OK)
        return status;
    if (instrument->kind != TR_KIND_SPOT && instrument->kind != TR_KIND_LINEAR)
        return tr__fail(err, TR_E_UNSUPPORTED, 0,
                        "%s is a %s instrument: this version trades spot and linear swaps",
                        instrument->symbol, tr_kind_name(instrument->kind));
    if ((status = check_trail(request, err)) != TR_OK ||
        (status = check_exit_trail(request, err)) != TR_OK ||
        (status = check_times(request, at_ns, err)) != TR_OK)
        return status;
    *out = (tr_order){
        .created_ns = at_ns, .updated_ns = at_ns, .version = 1, .state = TR_STATE_ACCEPTED
    };
    tr__request_copy(request, out);
    memcpy(out->symbol, instrument->symbol, sizeof out->symbol);
    if ((status = tr__request_set_legs(request, out, err)) != TR_OK)
        return status;
    tr__stage_first(out,
                    request->waits_for_signal || request->strategy[0] != '\0' ||
                        request->source[0] != '\0',
                    at_ns);
    return TR_OK;
}

tr_status tr__order_of_request(tr_engine *engine, const tr_order_request *request, int64_t at_ns,
                               tr_order *out, tr_error *err)
{
    tr_status status = tr__order_check_request(engine, request, at_ns, out, err);
    if (status != TR_OK)
        return status;
    const tr_instrument *instrument = tr__state_instrument(&engine->st, out->symbol);
    tr_price entry = is_set(out->limit_price)  ? out->limit_price
                     : is_set(out->stop_price) ? out->stop_price
                                               : tr__state_market(&engine->st, instrument)->mark;
    return tr__gate_check_exits(out, entry, err);
}

/* The first result again, given when everything before it is durable. */
static void answer_repeat(tr_engine *engine, const tr_order *order, const tr_order_request *request,
                          tr_engine_reply *reply, void *user)
{
    work *w = tr__work_begin(engine, reply, user);
    if (w == NULL)
        return;
    tr__work_show_order(w, order);
    w->answer.is_duplicate = true;
    tr_error err;
    if (order->state == TR_STATE_REFUSED) {
        (void)tr__fail(&err, TR_E_REFUSED, 0, "%s", order->reason);
        tr__work_refuse(w, TR_E_REFUSED, &err);
    }
    if (!tr__request_is_repeat(engine, order, request)) {
        (void)tr__fail(&err, TR_E_CONFLICT, 0, "idempotency key %s was used for another order",
                       request->idempotency_key);
        tr__work_refuse(w, TR_E_CONFLICT, &err);
    }
    tr__work_finish(w);
}

static void place_request(tr_engine *engine, account *owner, const tr_order_request *request,
                          tr_engine_reply *reply, void *user)
{
    tr_error err = { 0 };
    tr_order order;
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    tr_status status = tr__order_of_request(engine, request, now_ns, &order, &err);
    if (status == TR_OK && (int64_t)engine->st.order_count >= engine->orders_open_max)
        status = tr__fail(&err, TR_E_FULL, 0, "%zu orders are open: no more are taken",
                          engine->st.order_count);
    if (status != TR_OK) {
        set_error(&err, status);
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    bool waits = request->answer_when == TR_ANSWER_SETTLED;
    work *w = tr__work_begin(engine, reply, user);
    if (w == NULL)
        return;
    tr__work_by(w, request->user);
    if (waits)
        w->reply = NULL; /* the waiter below answers */
    const tr_instrument *instrument = tr__state_instrument(&engine->st, order.symbol);
    tr__gate_begin_day(w, owner, instrument->quote);
    order.id = tr__engine_new_id(engine, now_ns);
    if (order.idempotency_key[0] != '\0')
        order.request_digest = tr__request_digest(&order);
    order_node *node = tr__work_place(w, owner, &order);
    if (waits && node != NULL)
        tr__order_add_waiter(engine, node, false, false, reply, user);
    else if (waits)
        tr__engine_answer(reply, user, engine->failure.status, &engine->failure);
    tr__work_finish(w);
}

/* A key that memory does not know is asked of the store before the order is taken. */
typedef struct key_lookup {
    tr_engine *engine;
    tr_order_request request;
    tr_engine_reply *reply;
    void *user;
    bool is_found;
    tr_order found;
} key_lookup;

static bool take_found(void *user, const void *row)
{
    key_lookup *look = user;
    look->found = *(const tr_order *)row;
    look->is_found = true;
    return false;
}

static void key_looked_up(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)has_more; /* keys are unique */
    key_lookup *look = user;
    tr_engine *engine = look->engine;
    engine->lookups--;
    account *owner = tr__state_find_account(&engine->st, look->request.account);
    /* Somebody may have used the key while the store was asked. */
    const order_node *node = tr__state_find_key(&engine->st, owner, look->request.idempotency_key);
    if (status != TR_OK)
        tr__engine_answer(look->reply, look->user, status, err);
    else if (node != NULL)
        answer_repeat(engine, &node->order, &look->request, look->reply, look->user);
    else if (look->is_found)
        answer_repeat(engine, &look->found, &look->request, look->reply, look->user);
    else
        place_request(engine, owner, &look->request, look->reply, look->user);
    engine->allocator->release(engine->allocator->user, look);
}

static void look_up_key(tr_engine *engine, const tr_order_request *request, tr_engine_reply *reply,
                        void *user)
{
    key_lookup *look = engine->allocator->allocate(engine->allocator->user, sizeof *look);
    tr_error err = { 0 };
    if (look == NULL) {
        (void)tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory to look a key up");
        tr__engine_answer(reply, user, TR_E_NO_MEMORY, &err);
        return;
    }
    *look = (key_lookup){ .engine = engine, .request = *request, .reply = reply, .user = user };
    tr_order key = { 0 };
    memcpy(key.account, request->account, sizeof key.account);
    memcpy(key.idempotency_key, request->idempotency_key, sizeof key.idempotency_key);
    tr_store_query query = { .table = TR_TABLE_ORDER,
                             .index = TR_INDEX_ORDER_KEY,
                             .key = &key,
                             .key_columns = 2,
                             .limit = 1 };
    engine->lookups++;
    tr_status status =
        engine->reader->read(engine->reader->user, &query, take_found, key_looked_up, look, &err);
    if (status == TR_OK)
        return;
    engine->lookups--;
    tr__engine_answer(reply, user, status, &err);
    engine->allocator->release(engine->allocator->user, look);
}

void tr_engine_submit(tr_engine *engine, const tr_order_request *request, tr_engine_reply *reply,
                      void *user)
{
    tr_error err = { 0 };
    tr_status status = tr__engine_ready(engine, &err);
    account *owner = status == TR_OK ? tr__state_find_account(&engine->st, request->account) : NULL;
    if (status == TR_OK && owner == NULL)
        status = tr__fail(&err, TR_E_NOT_FOUND, 0, "no account %s", request->account);
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    if (request->idempotency_key[0] == '\0') {
        place_request(engine, owner, request, reply, user);
        return;
    }
    const order_node *known = tr__state_find_key(&engine->st, owner, request->idempotency_key);
    if (known != NULL)
        answer_repeat(engine, &known->order, request, reply, user);
    else
        look_up_key(engine, request, reply, user);
}

tr_status tr_engine_try(tr_engine *engine, const tr_order_request *request, tr_risk_verdict *out,
                        tr_error *err)
{
    if (engine == NULL || request == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no engine, request or verdict");
    tr_status status = tr__engine_ready(engine, err);
    if (status != TR_OK)
        return status;
    account *owner = tr__state_find_account(&engine->st, request->account);
    if (owner == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no account %s", request->account);
    tr_order order;
    tr_money required;
    status = tr__order_of_request(engine, request, engine->clock->now_ns(engine->clock->user),
                                  &order, err);
    if (status != TR_OK)
        return status;
    tr_risk_phase phase = order.trigger == TR_TRIGGER_NONE ? TR_RISK_CLAIM : TR_RISK_ACCEPT;
    return tr__gate_ask(engine, owner, &order, tr__state_instrument(&engine->st, order.symbol),
                        phase, &required, out, err);
}

/* ---- cancel ---------------------------------------------------------------------------------- */

void tr_engine_cancel(tr_engine *engine, const char *account_name, tr_id id, const char *reason,
                      tr_engine_reply *reply, void *user)
{
    tr_cancel_request request = { .account = account_name, .id = id, .reason = reason };
    tr_engine_cancel_as(engine, &request, reply, user);
}

void tr_engine_cancel_as(tr_engine *engine, const tr_cancel_request *request,
                         tr_engine_reply *reply, void *user)
{
    tr_error err = { 0 };
    tr_status status = request == NULL || request->account == NULL
                           ? tr__fail(&err, TR_E_INVALID, 0, "no request, or no account in it")
                           : tr__engine_ready(engine, &err);
    order_node *node = status == TR_OK ? tr__state_find_order(&engine->st, request->id) : NULL;
    if (status == TR_OK && (node == NULL || strcmp(node->order.account, request->account) != 0))
        status = tr__fail(&err, TR_E_NOT_FOUND, 0, "no open order of that id in account %s",
                          request->account);
    else if (status == TR_OK && tr_order_state_is_final(node->order.state))
        status = tr__fail(&err, TR_E_CONFLICT, 0, "the order is %s already",
                          tr_order_state_name(node->order.state));
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    const char *actor = request->actor != NULL ? request->actor : node->owner->row.owner;
    tr_order_state at = node->order.state;
    bool is_waiting = at == TR_STATE_ACCEPTED || at == TR_STATE_WAITING;
    if (!is_waiting)
        tr__order_add_waiter(engine, node, true, true, reply, user);
    if (at == TR_STATE_CANCELLING &&
        tr__amend_is_pending(&node->order)) { /* it is not to be replaced any more */
        work *w = tr__work_begin(engine, NULL, NULL);
        if (w == NULL)
            return;
        tr__work_by(w, actor);
        tr__amend_dropped(w, node, "cancelled by request");
        tr__work_finish(w);
        return;
    }
    if (at != TR_STATE_WORKING && at != TR_STATE_PARTLY_FILLED && !is_waiting) {
        /* On its way: the exchange is asked once it has it (report.c). */
        node->cancel_is_due = at != TR_STATE_CANCELLING;
        (void)snprintf(node->canceller, sizeof node->canceller, "%s", actor);
        return;
    }
    work *w = tr__work_begin(engine, is_waiting ? reply : NULL, user);
    if (w == NULL)
        return;
    tr__work_by(w, actor);
    w->subject = node;
    tr__amend_dropped(w, node, "cancelled by request");
    tr__work_move(w, node, is_waiting ? TR_STATE_CANCELLED : TR_STATE_CANCELLING,
                  request->reason != NULL ? request->reason : "cancelled by request");
    if (is_waiting)
        tr__exits_warn_of_naked(w, node, w->actor);
    else
        tr__work_act(w, ACTION_CANCEL, request->id);
    tr__work_finish(w);
}
