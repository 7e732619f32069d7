/* block.c: taking order blocks, telling them conditions, and what they come to. */
#include "engine/block.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "engine/work.h"

#define WINDOW_NS     (500 * (TR_NS_PER_SECOND / 1000))
#define WINDOW_MAX_NS (24 * 60 * 60 * TR_NS_PER_SECOND)

static bool is_set(tr_price price)
{
    return !tr_decimal_is_zero(price.value);
}

static void move(work *w, block_node *block, tr_block_state to, tr_id order_id, const char *reason)
{
    event ev = {
        .kind = EVENT_BLOCK_MOVED, .id = block->row.id, .block_to = to, .other_id = order_id
    };
    (void)snprintf(ev.reason, sizeof ev.reason, "%s", reason);
    tr__work_emit(w, block->owner, &ev);
    tr_log_field fields[] = { tr_log_id("block_id", block->row.id),
                              tr_log_text("state", tr_block_state_name(to)),
                              tr_log_text("reason", reason) };
    tr_log_write(w->engine->log, TR_LOG_INFO, w->at_ns, "block moved", fields, 3);
}

/* ---- conditions ------------------------------------------------------------------------------ */

static bool feeds(const tr_alert *alert, tr_side side)
{
    switch (alert->action) {
    case TR_ALERT_BUY:
        return side == TR_SIDE_BUY;
    case TR_ALERT_SELL:
        return side == TR_SIDE_SELL;
    case TR_ALERT_CONDITION:
        return true;
    case TR_ALERT_CLOSE:
    case TR_ALERT_REDUCE:
    case TR_ALERT_REVERSE:
        break;
    }
    return false;
}

static bool tells(const tr_block_condition *condition, const tr_alert *alert)
{
    return (condition->source[0] == '\0' || strcmp(condition->source, alert->source) == 0) &&
           (condition->name[0] == '\0' || strcmp(condition->name, alert->name) == 0) &&
           (condition->timeframe[0] == '\0' || strcmp(condition->timeframe, alert->timeframe) == 0);
}

/* The log's time, by which windows are judged: it never runs back. */
static int64_t time_for(const work *w, const account *owner)
{
    return w->at_ns > owner->at_ns ? w->at_ns : owner->at_ns;
}

static bool is_open(const block_node *block, int64_t at_ns)
{
    return block->row.session_ns != 0 && at_ns - block->row.session_ns <= block->row.window_ns;
}

static bool is_within(const tr_block *row, tr_price price)
{
    return is_set(price) &&
           (!is_set(row->price_low) ||
            tr_decimal_compare(price.value, row->price_low.value) >= 0) &&
           (!is_set(row->price_high) ||
            tr_decimal_compare(price.value, row->price_high.value) <= 0);
}

static void order_of(const work *w, const block_node *block, tr_id alert_id, tr_order *out)
{
    const tr_block *row = &block->row;
    *out = (tr_order){ .id = tr__engine_new_id(w->engine, w->at_ns),
                       .side = row->side,
                       .type = TR_ORDER_MARKET,
                       .quantity = row->quantity,
                       .take_profit = row->take_profit,
                       .stop_loss = row->stop_loss,
                       .alert_id = alert_id,
                       .block_id = row->id,
                       .state = TR_STATE_ACCEPTED,
                       .created_ns = w->at_ns,
                       .updated_ns = w->at_ns,
                       .version = 1 };
    memcpy(out->account, row->account, sizeof out->account);
    memcpy(out->user, row->user, sizeof out->user);
    memcpy(out->symbol, row->symbol, sizeof out->symbol);
    memcpy(out->legs, row->legs, sizeof out->legs);
    (void)snprintf(out->notes, sizeof out->notes, "block %s", row->name);
}

/* All conditions have been told: the price decides, once. */
static void fire(work *w, block_node *block, const tr_alert *alert, tr_id *order_out)
{
    tr_price mark = tr__state_market(&w->engine->st, block->instrument)->mark;
    char reason[TR_REASON_SIZE];
    tr_order order;
    if (!is_within(&block->row, mark)) {
        char price[TR_DECIMAL_TEXT_SIZE] = "unknown";
        if (is_set(mark))
            (void)tr_decimal_format(mark.value, price, sizeof price); /* always fits */
        (void)snprintf(reason, sizeof reason,
                       "all conditions were told, but the price is outside the band: %s", price);
        move(w, block, TR_BLOCK_WAITING, (tr_id){ { 0 } }, reason);
        return;
    }
    tr__gate_begin_day(w, block->owner, block->instrument->quote);
    order_of(w, block, alert->id, &order);
    tr_id block_id = block->row.id;
    order_node *node = tr__work_place(w, block->owner, &order);
    if (node == NULL || w->engine->failure.status != TR_OK)
        return;
    w->subject = NULL; /* the answer is the alert's */
    w->answer.status = TR_OK;
    w->answer.verdict = NULL;
    bool is_refused = node->order.state == TR_STATE_REFUSED;
    block = tr__block_find(node->owner, block_id);
    move(w, block, is_refused ? TR_BLOCK_REFUSED : TR_BLOCK_TRADING, order.id,
         is_refused ? node->order.reason : "all conditions were told within the window");
    *order_out = order.id;
}

tr_id tr__block_tell(work *w, block_node *block, const tr_alert *alert)
{
    tr_id order_id = { { 0 } };
    int64_t at_ns = time_for(w, block->owner);
    bool was_told = false;
    if (!feeds(alert, block->row.side))
        return order_id;
    for (size_t i = 0; i < block->condition_count && w->engine->failure.status == TR_OK; i++) {
        const tr_block_condition *condition = &block->conditions[i];
        bool open = is_open(block, at_ns);
        if (!tells(condition, alert) || (open && condition->fired_ns != 0))
            continue; /* once in a window: a second firing neither counts nor lengthens it */
        if (block->row.expires_ns > 0 &&
            block->row.expires_ns <= at_ns) { /* before the timer came round */
            move(w, block, TR_BLOCK_EXPIRED, (tr_id){ { 0 } }, "its time ran out");
            return order_id;
        }
        event ev = { .kind = EVENT_BLOCK_FED,
                     .id = block->row.id,
                     .number = (int64_t)i,
                     .is_first = !open,
                     .cause = alert->id };
        tr__work_emit(w, block->owner, &ev);
        was_told = true;
    }
    if (was_told && w->engine->failure.status == TR_OK && tr__block_is_armed(block))
        fire(w, block, alert, &order_id);
    return order_id;
}

bool tr__block_would_tell(const block_node *block, const tr_alert *alert, int64_t now_ns,
                          tr_price mark, size_t *told_out, bool *fires_out)
{
    int64_t at_ns = now_ns > block->owner->at_ns ? now_ns : block->owner->at_ns;
    bool open = is_open(block, at_ns);
    bool is_told = false;
    *told_out = 0;
    if (!feeds(alert, block->row.side) ||
        (block->row.expires_ns > 0 && block->row.expires_ns <= at_ns))
        return false;
    for (size_t i = 0; i < block->condition_count; i++) {
        bool was_told = open && block->conditions[i].fired_ns != 0;
        bool is_new = !was_told && tells(&block->conditions[i], alert);
        is_told = is_told || is_new;
        *told_out += was_told || is_new;
    }
    *fires_out = is_told && *told_out == block->condition_count && is_within(&block->row, mark);
    return is_told;
}

/* ---- ends ------------------------------------------------------------------------------------ */

/* Less than a lot cannot be sold: it keeps no block open. */
static bool is_flat(const block_node *block, const position_node *position)
{
    tr_decimal held = { 0 };
    if (position == NULL || tr_decimal_is_zero(position->row.quantity))
        return true;
    return block->instrument != NULL &&
           tr_decimal_absolute(position->row.quantity, &held) == TR_OK &&
           tr_decimal_compare(held, block->instrument->lot) < 0;
}

static void settle(work *w, block_node *block)
{
    const tr_block *row = &block->row;
    char result[TR_DECIMAL_TEXT_SIZE];
    char reason[TR_REASON_SIZE];
    if (row->state != TR_BLOCK_TRADING)
        return;
    const order_node *entry = tr__state_find_order(&w->engine->st, row->order_id);
    const position_node *position = tr__account_find_position(block->owner, row->symbol);
    if (entry != NULL && !tr_order_state_is_final(entry->order.state))
        return;
    if (tr_decimal_is_zero(row->entered.value)) {
        (void)snprintf(reason, sizeof reason, "its order filled nothing%s%.100s",
                       entry != NULL && entry->order.reason[0] != '\0' ? ": " : "",
                       entry == NULL ? "" : entry->order.reason);
        move(w, block, TR_BLOCK_CANCELLED, (tr_id){ { 0 } }, reason);
        return;
    }
    if (!is_flat(block, position) && tr_decimal_compare(row->left.value, row->entered.value) < 0)
        return;
    if (tr_decimal_compare(row->left.value, row->entered.value) < 0) {
        move(w, block, TR_BLOCK_CLOSED, (tr_id){ { 0 } },
             "its position was closed by other orders");
        return;
    }
    (void)tr_decimal_format(row->proceeds.value, result, sizeof result); /* always fits */
    (void)snprintf(reason, sizeof reason, "%s: %s",
                   tr_decimal_sign(row->proceeds.value) >= 0 ? "profit" : "loss", result);
    move(w, block, TR_BLOCK_CLOSED, (tr_id){ { 0 } }, reason);
}

void tr__blocks_settle(work *w, account *owner)
{
    block_node *next;
    for (block_node *block = owner->trading; block != NULL && w->engine->failure.status == TR_OK;
         block = next) {
        next = block->trading_next; /* one that closes leaves the list */
        settle(w, block);
    }
}

void tr__blocks_expire(tr_engine *engine, int64_t now_ns)
{
    while (engine->failure.status == TR_OK && engine->st.block_expiries.first != NULL &&
           (int64_t)engine->st.block_expiries.first->key.lo <= now_ns) {
        work *w = tr__work_begin(engine, NULL, NULL);
        if (w == NULL)
            return;
        tr__work_by(w, ACTOR_CLOCK);
        move(w, AGENDA_OWNER(engine->st.block_expiries.first, block_node, expiry), TR_BLOCK_EXPIRED,
             (tr_id){ { 0 } }, "its time ran out");
        tr__work_finish(w);
    }
}

/* ---- taking ---------------------------------------------------------------------------------- */

/* Wherever in the band it is entered, a stop loses and a target wins. */
static tr_status check_way_out(const tr_block *row, const tr_leg *leg, tr_error *err)
{
    bool is_buy = row->side == TR_SIDE_BUY;
    tr_price worst_for_stop = is_buy ? row->price_low : row->price_high;
    tr_price worst_for_target = is_buy ? row->price_high : row->price_low;
    int above = is_buy ? 1 : -1;
    if (is_set(leg->stop_loss) && is_set(worst_for_stop) &&
        tr_decimal_compare(leg->stop_loss.value, worst_for_stop.value) != -above)
        return tr__fail(err, TR_E_INVALID, 0, "stop loss of a %s block must be %s the band",
                        tr_side_name(row->side), is_buy ? "below" : "above");
    if (is_set(leg->take_profit) && is_set(worst_for_target) &&
        tr_decimal_compare(leg->take_profit.value, worst_for_target.value) != above)
        return tr__fail(err, TR_E_INVALID, 0, "take profit of a %s block must be %s the band",
                        tr_side_name(row->side), is_buy ? "above" : "below");
    return TR_OK;
}

static tr_status check_conditions(const tr_block_request *request, tr_error *err)
{
    if (request->condition_count == 0 || request->condition_count > TR_CONDITIONS_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "a block needs 1 to %d conditions",
                        TR_CONDITIONS_MAX);
    for (size_t i = 0; i < request->condition_count; i++) {
        const tr_block_condition *one = &request->conditions[i];
        if (one->source[0] == '\0' && one->name[0] == '\0' && one->timeframe[0] == '\0')
            return tr__fail(err, TR_E_INVALID, 0,
                            "condition %zu names no source, name or timeframe", i + 1);
        for (size_t k = 0; k < i; k++)
            if (strcmp(one->source, request->conditions[k].source) == 0 &&
                strcmp(one->name, request->conditions[k].name) == 0 &&
                strcmp(one->timeframe, request->conditions[k].timeframe) == 0)
                return tr__fail(err, TR_E_INVALID, 0, "conditions %zu and %zu are the same", k + 1,
                                i + 1);
    }
    return TR_OK;
}

static tr_status check_request(const tr_block_request *request, int64_t now_ns, tr_error *err)
{
    if (request->name[0] == '\0')
        return tr__fail(err, TR_E_INVALID, 0, "a block needs a name");
    if (tr_decimal_sign(request->price_low.value) < 0 ||
        tr_decimal_sign(request->price_high.value) < 0)
        return tr__fail(err, TR_E_RANGE, 0, "prices must be above 0");
    if (is_set(request->price_low) && is_set(request->price_high) &&
        tr_decimal_compare(request->price_low.value, request->price_high.value) > 0)
        return tr__fail(err, TR_E_RANGE, 0, "the band's lower price lies above its upper one");
    if (request->window_ns < 0 || request->window_ns > WINDOW_MAX_NS)
        return tr__fail(err, TR_E_RANGE, 0, "the window must be from 1 ns to 24 h");
    if (request->expires_ns != 0 && request->expires_ns <= now_ns)
        return tr__fail(err, TR_E_RANGE, 0, "the expiry lies in the past");
    return check_conditions(request, err);
}

/* Everything of it that is an order's is checked as one. */
tr_status tr__block_of_request(tr_engine *engine, const tr_block_request *request, int64_t now_ns,
                               tr_block *out, tr_error *err)
{
    tr_order_request entry = { .side = request->side,
                               .type = TR_ORDER_MARKET,
                               .quantity = request->quantity,
                               .take_profit = request->take_profit,
                               .stop_loss = request->stop_loss,
                               .leg_count = request->leg_count };
    tr_order order;
    tr_leg legs[TR_LEGS_MAX];
    tr_status status = check_request(request, now_ns, err);
    if (status != TR_OK)
        return status;
    if (request->leg_count > TR_LEGS_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "%zu ways out, at most %d are taken",
                        request->leg_count, TR_LEGS_MAX);
    memcpy(entry.legs, request->legs, sizeof entry.legs);
    memcpy(entry.symbol, request->symbol, sizeof entry.symbol);
    if ((status = tr__order_check_request(engine, &entry, now_ns, &order, err)) != TR_OK)
        return status;
    *out = (tr_block){ .id = tr__engine_new_id(engine, now_ns),
                       .side = request->side,
                       .price_low = request->price_low,
                       .price_high = request->price_high,
                       .quantity = request->quantity,
                       .take_profit = order.take_profit,
                       .stop_loss = order.stop_loss,
                       .window_ns = request->window_ns == 0 ? WINDOW_NS : request->window_ns,
                       .expires_ns = request->expires_ns,
                       .state = TR_BLOCK_WAITING,
                       .created_ns = now_ns,
                       .updated_ns = now_ns,
                       .version = 1 };
    memcpy(out->account, request->account, sizeof out->account);
    memcpy(out->user, request->user, sizeof out->user);
    memcpy(out->actor, request->user, sizeof out->actor);
    memcpy(out->name, request->name, sizeof out->name);
    memcpy(out->description, request->description, sizeof out->description);
    memcpy(out->symbol, order.symbol, sizeof out->symbol);
    memcpy(out->legs, order.legs, sizeof out->legs);
    memcpy(out->idempotency_key, request->idempotency_key, sizeof out->idempotency_key);
    size_t count = tr_order_legs(&order, legs);
    for (size_t i = 0; i < count && status == TR_OK; i++)
        status = check_way_out(out, &legs[i], err);
    return status;
}

static void answer_repeat(tr_engine *engine, const tr_block *row, const tr_block_request *request,
                          tr_engine_reply *reply, void *user)
{
    work *w = tr__work_begin(engine, reply, user);
    tr_error err;
    if (w == NULL)
        return;
    tr__work_show_block(w, row);
    w->answer.is_duplicate = true;
    bool is_same = row->request_digest != 0
                       ? row->request_digest == tr__block_request_digest(engine, request)
                       : strcmp(row->name, request->name) == 0 && row->side == request->side;
    if (!is_same) {
        (void)tr__fail(&err, TR_E_CONFLICT, 0, "idempotency key %s was used for another block",
                       request->idempotency_key);
        tr__work_refuse(w, TR_E_CONFLICT, &err);
    }
    tr__work_finish(w);
}

static void take_block(tr_engine *engine, account *owner, const tr_block_request *request,
                       tr_engine_reply *reply, void *user)
{
    tr_error err = { 0 };
    tr_block row;
    tr_status status = tr__block_of_request(engine, request,
                                            engine->clock->now_ns(engine->clock->user), &row, &err);
    if (status == TR_OK && (int64_t)owner->block_count >= engine->orders_open_max)
        status = tr__fail(&err, TR_E_FULL, 0, "%zu blocks are open: no more are taken",
                          owner->block_count);
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    if (request->idempotency_key[0] != '\0')
        row.request_digest = tr__block_request_digest(engine, request);
    work *w = tr__work_begin(engine, reply, user);
    if (w == NULL)
        return;
    tr__work_by(w, request->user);
    event added = { .kind = EVENT_BLOCK_ADDED, .block = row };
    tr__work_emit(w, owner, &added);
    for (size_t i = 0; i < request->condition_count; i++) {
        event ev = { .kind = EVENT_CONDITION_ADDED, .condition = request->conditions[i] };
        tr_block_condition *condition = &ev.condition;
        memcpy(condition->account, row.account, sizeof condition->account);
        condition->block_id = row.id;
        condition->number = (int64_t)i;
        condition->fired_ns = 0;
        condition->alert_id = (tr_id){ { 0 } };
        condition->version = 1;
        tr__work_emit(w, owner, &ev);
    }
    tr__work_show_block(w, &row);
    tr__work_finish(w);
}

/* A key that memory does not know is asked of the store: the block may have ended. */
typedef struct block_lookup {
    tr_engine *engine;
    tr_block_request request;
    tr_engine_reply *reply;
    void *user;
    bool is_found;
    tr_block found;
} block_lookup;

static bool take_found(void *user, const void *row)
{
    block_lookup *look = user;
    look->found = *(const tr_block *)row;
    look->is_found = true;
    return false;
}

static const tr_block *find_key(const account *owner, const char *key)
{
    const block_node *block = tr__block_find_key(owner, key);
    return block == NULL ? NULL : &block->row;
}

static void key_looked_up(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)has_more; /* keys are unique */
    block_lookup *look = user;
    tr_engine *engine = look->engine;
    engine->lookups--;
    account *owner = tr__state_find_account(&engine->st, look->request.account);
    /* Somebody may have used the key while the store was asked. */
    const tr_block *known = find_key(owner, look->request.idempotency_key);
    if (status != TR_OK)
        tr__engine_answer(look->reply, look->user, status, err);
    else if (known != NULL || look->is_found)
        answer_repeat(engine, known != NULL ? known : &look->found, &look->request, look->reply,
                      look->user);
    else
        take_block(engine, owner, &look->request, look->reply, look->user);
    engine->allocator->release(engine->allocator->user, look);
}

static void look_up_key(tr_engine *engine, const tr_block_request *request, tr_engine_reply *reply,
                        void *user)
{
    block_lookup *look = engine->allocator->allocate(engine->allocator->user, sizeof *look);
    tr_error err = { 0 };
    if (look == NULL) {
        (void)tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory to look a key up");
        tr__engine_answer(reply, user, TR_E_NO_MEMORY, &err);
        return;
    }
    *look = (block_lookup){ .engine = engine, .request = *request, .reply = reply, .user = user };
    tr_block key = { .state = TR_BLOCK_WAITING };
    memcpy(key.account, request->account, sizeof key.account);
    memcpy(key.idempotency_key, request->idempotency_key, sizeof key.idempotency_key);
    tr_store_query query = { .table = TR_TABLE_BLOCK,
                             .index = TR_INDEX_BLOCK_KEY,
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

void tr_engine_add_block(tr_engine *engine, const tr_block_request *request, tr_engine_reply *reply,
                         void *user)
{
    tr_error err = { 0 };
    tr_status status = request == NULL
                           ? tr__fail(&err, TR_E_INVALID, 0, "no request, or no account in it")
                           : tr__engine_ready(engine, &err);
    account *owner = status == TR_OK ? tr__state_find_account(&engine->st, request->account) : NULL;
    if (status == TR_OK && owner == NULL)
        status = tr__fail(&err, TR_E_NOT_FOUND, 0, "no account %s", request->account);
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    const tr_block *known =
        request->idempotency_key[0] == '\0' ? NULL : find_key(owner, request->idempotency_key);
    if (known != NULL)
        answer_repeat(engine, known, request, reply, user);
    else if (request->idempotency_key[0] != '\0')
        look_up_key(engine, request, reply, user);
    else
        take_block(engine, owner, request, reply, user);
}

void tr_engine_cancel_block(tr_engine *engine, const tr_cancel_request *request,
                            tr_engine_reply *reply, void *user)
{
    tr_error err = { 0 };
    tr_status status = request == NULL || request->account == NULL
                           ? tr__fail(&err, TR_E_INVALID, 0, "no request, or no account in it")
                           : tr__engine_ready(engine, &err);
    account *owner = status == TR_OK ? tr__state_find_account(&engine->st, request->account) : NULL;
    block_node *block = owner == NULL ? NULL : tr__block_find(owner, request->id);
    if (status == TR_OK && block == NULL)
        status = tr__fail(&err, TR_E_NOT_FOUND, 0, "no open block of that id in account %s",
                          request->account);
    else if (status == TR_OK && block->row.state != TR_BLOCK_WAITING)
        status = tr__fail(&err, TR_E_CONFLICT, 0,
                          "the block is %s: cancel its orders, or close its position",
                          tr_block_state_name(block->row.state));
    work *w = status == TR_OK ? tr__work_begin(engine, reply, user) : NULL;
    if (status != TR_OK)
        tr__engine_answer(reply, user, status, &err);
    if (w == NULL)
        return;
    tr__work_by(w, request->actor != NULL ? request->actor : owner->row.owner);
    move(w, block, TR_BLOCK_CANCELLED, (tr_id){ { 0 } },
         request->reason != NULL ? request->reason : "cancelled by request");
    tr__work_show_block(w, &block->row);
    tr__work_finish(w);
}

const tr_block *tr_engine_find_block(const tr_engine *engine, const char *account_name, tr_id id)
{
    const account *owner = tr__state_find_account(&engine->st, account_name);
    const block_node *block = owner == NULL ? NULL : tr__block_find(owner, id);
    return block == NULL ? NULL : &block->row;
}
