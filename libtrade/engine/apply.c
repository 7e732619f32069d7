/* apply.c: the fold. Given the state and one event there is exactly one next state. */
#include <assert.h>
#include <string.h>

#include <trade/ledger.h>

#include "core/fail.h"
#include "engine/block.h"
#include "engine/exposure.h"
#include "ledger/position.h"

/* What one event is folded with. */
typedef struct fold {
    state *st;
    account *owner;
    const event *ev;
    state_put *put;
    void *user;
    tr_error *err;
} fold;

static tr_status out_of_memory(const fold *f)
{
    return tr__fail(f->err, TR_E_NO_MEMORY, 0, "account %s: no memory for event %s",
                    f->owner->row.name, tr__event_kind_name(f->ev->kind));
}

static tr_status unknown_order(const fold *f, tr_id id)
{
    char text[TR_ID_TEXT_SIZE];
    tr_id_format(id, text);
    return tr__fail(
        f->err, TR_E_CORRUPT, 0, "account %s, event %lld: %s of an order that is not there: %s",
        f->owner->row.name, (long long)f->owner->seq, tr__event_kind_name(f->ev->kind), text);
}

bool tr__state_is_live(tr_order_state order_state)
{
    switch (order_state) {
    case TR_STATE_CLAIMED:
    case TR_STATE_SENDING:
    case TR_STATE_UNKNOWN:
    case TR_STATE_WORKING:
    case TR_STATE_PARTLY_FILLED:
    case TR_STATE_CANCELLING:
        return true;
    default:
        return false;
    }
}

/* ---- dirt ------------------------------------------------------------------------------------ */

static tr_status touch_order(state *st, order_node *node)
{
    if (node->is_dirty)
        return TR_OK;
    if (!tr__state_make_room(st, (void **)&st->dirty_orders, &st->dirty_capacity, st->dirty_count,
                             sizeof(order_node *)))
        return TR_E_NO_MEMORY;
    st->dirty_orders[st->dirty_count++] = node;
    node->is_dirty = true;
    return TR_OK;
}

static void touch_balance(account *owner, balance_node *node, int64_t at_ns)
{
    owner->is_dirty = true;
    node->is_dirty = true;
    node->row.updated_ns = at_ns;
    node->row.version++;
}

static tr_status write_row(state_put *put, void *user, tr_table table, const void *row,
                           int64_t *stored_version, int64_t version)
{
    tr_store_verb verb = *stored_version == 0 ? TR_STORE_INSERT : TR_STORE_UPDATE;
    tr_status status = put(user, verb, table, row, *stored_version);
    if (status == TR_OK)
        *stored_version = version;
    return status;
}

static tr_status write_account(account *owner, state_put *put, void *user)
{
    tr_status status = TR_OK;
    for (size_t i = 0; i < owner->balance_count && status == TR_OK; i++) {
        balance_node *node = owner->balances[i];
        if (node->is_dirty)
            status = write_row(put, user, TR_TABLE_BALANCE, &node->row, &node->stored_version,
                               node->row.version);
        node->is_dirty = false;
    }
    for (size_t i = 0; i < owner->position_count && status == TR_OK; i++) {
        position_node *node = owner->positions[i];
        if (node->is_dirty)
            status = write_row(put, user, TR_TABLE_POSITION, &node->row, &node->stored_version,
                               node->row.version);
        node->is_dirty = false;
    }
    for (size_t i = 0; i < owner->risk_count && status == TR_OK; i++) {
        risk_node *node = owner->risks[i];
        if (node->is_dirty)
            status = write_row(put, user, TR_TABLE_RISK, &node->row, &node->stored_version,
                               node->row.version);
        node->is_dirty = false;
    }
    owner->is_dirty = false;
    return status;
}

tr_status tr__state_write_dirty(state *st, state_put *put, void *user)
{
    tr_status status = TR_OK;
    for (size_t i = 0; i < st->dirty_count && status == TR_OK; i++) {
        order_node *node = st->dirty_orders[i];
        status = write_row(put, user, TR_TABLE_ORDER, &node->order, &node->stored_version,
                           node->order.version);
        node->is_dirty = false;
    }
    st->dirty_count = 0;
    for (size_t i = 0; i < st->account_count && status == TR_OK; i++)
        if (st->accounts[i]->is_dirty)
            status = write_account(st->accounts[i], put, user);
    return status;
}

/* ---- money ----------------------------------------------------------------------------------- */

static const char *spent_of(const tr_symbol_parts *parts, tr_side side)
{
    return parts->kind == TR_KIND_SPOT && side == TR_SIDE_SELL ? parts->base : parts->quote;
}

tr_status tr__state_spent_asset(const tr_order *order, char out[TR_ASSET_SIZE])
{
    tr_symbol_parts parts;
    tr_status status = tr_symbol_parse(order->symbol, strlen(order->symbol), &parts, NULL);
    if (status == TR_OK)
        memcpy(out, spent_of(&parts, order->side), TR_ASSET_SIZE);
    return status;
}

/* What an order spends lies here; a proof has no markets, and an order of old may have none. NULL: status_out says why. */
static balance_node *spent_balance(state *st, const order_node *node, tr_status *status_out)
{
    char asset[TR_ASSET_SIZE];
    const tr_symbol_parts *parts =
        node->instrument == NULL ? NULL : &tr__state_market(st, node->instrument)->parts;
    bool is_known = parts != NULL && parts->quote[0] != '\0';
    *status_out = is_known ? TR_OK : tr__state_spent_asset(&node->order, asset);
    if (*status_out != TR_OK)
        return NULL;
    balance_node *balance =
        tr__state_balance(st, node->owner, is_known ? spent_of(parts, node->order.side) : asset);
    *status_out = balance == NULL ? TR_E_NO_MEMORY : TR_OK;
    return balance;
}

tr_status tr__state_reserve(state *st, order_node *node, tr_money amount)
{
    tr_status status;
    bool is_same = tr_decimal_compare(amount.value, node->order.reserved.value) == 0;
    if (is_same && !tr_decimal_is_zero(amount.value))
        return TR_OK; /* what holds something has its balance */
    balance_node *balance = spent_balance(st, node, &status);
    if (balance == NULL || is_same)
        return status;
    tr_money reserved;
    if ((status = tr_money_subtract(balance->reserved, node->order.reserved, &reserved)) != TR_OK ||
        (status = tr_money_add(reserved, amount, &reserved)) != TR_OK)
        return status;
    tr_money before = node->order.reserved;
    balance->reserved = reserved;
    node->order.reserved = amount;
    return tr__exposure_reserve(st, node, before, amount) ? TR_OK : TR_E_OVERFLOW;
}

/* Write the lines of a posting; what is cash in them moves the balances. */
static tr_status post_lines(fold *f, const tr_ledger_row *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tr_status status = TR_OK;
        if (lines[i].book == TR_LEDGER_CASH) {
            balance_node *balance = tr__state_balance(f->st, f->owner, lines[i].asset);
            if (balance == NULL)
                return out_of_memory(f);
            if ((status = tr_money_add(balance->row.total, lines[i].amount, &balance->row.total)) !=
                TR_OK)
                return tr__fail(f->err, status, 0, "account %s: %s does not fit",
                                f->owner->row.name, lines[i].asset);
            touch_balance(f->owner, balance, f->ev->at_ns);
            if (!tr__exposure_balance(f->st, f->owner, balance))
                return out_of_memory(f);
        }
        if ((status = f->put(f->user, TR_STORE_INSERT, TR_TABLE_LEDGER, &lines[i], 0)) != TR_OK)
            return status;
    }
    return TR_OK;
}

/* Money that came or went from outside is no profit and no loss of the day. */
static tr_status shift_day(fold *f)
{
    balance_node *balance = tr__account_find_balance(f->owner, f->ev->asset);
    if (f->ev->book != TR_LEDGER_EXTERNAL || balance == NULL || balance->row.day_ns == 0)
        return TR_OK;
    return tr_money_add(balance->row.day_equity, f->ev->amount, &balance->row.day_equity);
}

static tr_status apply_funds(fold *f)
{
    tr_ledger_row lines[TR_LEDGER_LINES_MAX];
    size_t count = 0;
    tr_status status =
        tr_ledger_post_move(f->owner->row.name, f->ev->asset, f->ev->amount, f->ev->book,
                            f->owner->seq, f->ev->at_ns, lines, &count, f->err);
    if (status == TR_OK)
        status = post_lines(f, lines, count);
    return status != TR_OK ? status : shift_day(f);
}

/* ---- fills ----------------------------------------------------------------------------------- */

/* How much of it may fill: while the exchange is asked to amend it, the larger of the two. */
static tr_quantity whole_of(const tr_order *order)
{
    return (tr_quantity){ tr_decimal_max(order->quantity.value, order->amend_quantity.value) };
}

/* A swap's entry at the market's price holds for what it opens alone, and closes first: the part that still opens. */
static void leave_opening(const fold *f, const tr_order *order, tr_quantity *left_before,
                          tr_quantity *left)
{
    const position_node *position = tr__account_find_position(f->owner, order->symbol);
    tr_symbol_parts parts;
    tr_decimal closable = { 0 }, opening;
    if (position == NULL || !tr_decimal_is_zero(order->limit_price.value) ||
        (tr_decimal_sign(position->row.quantity) > 0) != (order->side == TR_SIDE_SELL) ||
        tr_symbol_parse(order->symbol, strlen(order->symbol), &parts, NULL) != TR_OK ||
        parts.kind == TR_KIND_SPOT ||
        tr_decimal_absolute(position->row.quantity, &closable) != TR_OK ||
        tr_decimal_subtract(left_before->value, closable, &opening) != TR_OK ||
        tr_decimal_sign(opening) <= 0)
        return;
    left_before->value = opening;
    left->value = tr_decimal_min(left->value, opening);
}

/* What the order still holds shrinks with what is left of it, rounded up: never less than what is due. */
static tr_status shrink_reservation(fold *f, order_node *node, tr_quantity filled_before)
{
    const tr_order *order = &node->order;
    tr_quantity left_before;
    tr_quantity left;
    tr_money held = { { 0 } };
    tr_status status;
    if ((status = tr_quantity_subtract(whole_of(order), filled_before, &left_before)) != TR_OK ||
        (status = tr_quantity_subtract(whole_of(order), order->filled_quantity, &left)) != TR_OK)
        return status;
    leave_opening(f, order, &left_before, &left);
    if (tr_decimal_sign(left.value) > 0 && tr_decimal_sign(left_before.value) > 0)
        status = tr_decimal_multiply_divide(order->reserved.value, left.value, left_before.value,
                                            TR_ROUND_UP, &held.value);
    return status != TR_OK ? status : tr__state_reserve(f->st, node, held);
}

static tr_status fill_order(fold *f, order_node *node, tr_money notional, tr_money fee)
{
    tr_order *order = &node->order;
    tr_quantity filled_before = order->filled_quantity;
    tr_status status;
    if ((status = tr_quantity_add(order->filled_quantity, f->ev->fill.quantity,
                                  &order->filled_quantity)) != TR_OK ||
        (status = tr_money_add(order->filled_notional, notional, &order->filled_notional)) !=
            TR_OK ||
        (status = tr_money_add(order->fees_quote, fee, &order->fees_quote)) != TR_OK ||
        (status = shrink_reservation(f, node, filled_before)) != TR_OK)
        return tr__fail(f->err, status, 0, "a fill does not fit its order");
    tr_order_state to =
        order->state == TR_STATE_CANCELLING ? TR_STATE_CANCELLING : TR_STATE_PARTLY_FILLED;
    if (tr_order_state_is_final(order->state))
        to = order->state; /* news that comes late is booked, and ends nothing twice */
    else if (tr_decimal_compare(order->filled_quantity.value, whole_of(order).value) >= 0)
        to = TR_STATE_FILLED;
    if (!tr__state_enter(f->st, node, to))
        return out_of_memory(f);
    order->updated_ns = f->ev->at_ns;
    order->version++;
    return touch_order(f->st, node);
}

static tr_status fill_position(fold *f, const tr_symbol_parts *parts, tr_money fee,
                               tr_money *gain_out)
{
    const tr_fill *fill = &f->ev->fill;
    position_node *node = tr__state_position(f->st, f->owner, fill->symbol);
    if (node == NULL)
        return out_of_memory(f);
    tr_position *position = &node->row;
    bool was_flat = tr_decimal_is_zero(position->quantity);
    bool was_long = tr_decimal_sign(position->quantity) > 0;
    tr_status status = tr__ledger_position_fill(position, fill, parts, f->ev->multiplier, gain_out);
    if (status == TR_OK)
        status = tr_money_add(position->fees, fee, &position->fees);
    if (status != TR_OK)
        return tr__fail(f->err, status, 0, "a fill does not fit the position in %s", fill->symbol);
    if (tr_decimal_is_zero(position->quantity))
        position->opened_ns = 0;
    else if (was_flat ||
             (parts->kind != TR_KIND_SPOT && was_long != (tr_decimal_sign(position->quantity) > 0)))
        position->opened_ns = f->ev->at_ns;
    position->updated_ns = f->ev->at_ns;
    position->version++;
    node->is_dirty = true;
    f->owner->is_dirty = true;
    return tr__exposure_position(f->st, f->owner, node) ? TR_OK : out_of_memory(f);
}

static tr_status apply_fill(fold *f)
{
    const tr_fill *fill = &f->ev->fill;
    order_node *node = tr__state_find_order(f->st, fill->order_id);
    if (node == NULL)
        return unknown_order(f, fill->order_id);
    tr_symbol_parts parts;
    tr_money notional;
    tr_money fee;
    tr_money gain = { { 0 } };
    tr_ledger_row lines[TR_LEDGER_LINES_MAX];
    size_t line_count = 0;
    tr_status status;
    if ((status = tr_symbol_parse(fill->symbol, strlen(fill->symbol), &parts, f->err)) != TR_OK)
        return status;
    if ((status = tr__ledger_position_value(fill, f->ev->multiplier, &notional)) != TR_OK ||
        (status = tr__ledger_position_fee(fill, &parts, &fee)) != TR_OK)
        return tr__fail(f->err, status, 0, "a fill's value does not fit");
    if (!tr__state_add_fill_id(f->st, node, fill->exchange_fill_id))
        return out_of_memory(f);
    if ((status = fill_order(f, node, notional, fee)) != TR_OK ||
        (status = fill_position(f, &parts, fee, &gain)) != TR_OK ||
        (status = tr_ledger_post_fill(fill, gain, f->owner->seq, f->ev->at_ns, lines, &line_count,
                                      f->err)) != TR_OK ||
        (status = post_lines(f, lines, line_count)) != TR_OK ||
        (status = tr__block_apply_fill(f->st, f->owner, &node->order, notional, fee, f->ev, f->put,
                                       f->user)) != TR_OK)
        return status;
    return f->put(f->user, TR_STORE_INSERT, TR_TABLE_FILL, fill, 0);
}

/* ---- swaps without an order ------------------------------------------------------------------ */

static position_node *touch_position(fold *f, const char *symbol)
{
    position_node *node = tr__state_position(f->st, f->owner, symbol);
    if (node == NULL)
        return NULL;
    node->row.updated_ns = f->ev->at_ns;
    node->row.version++;
    node->is_dirty = true;
    f->owner->is_dirty = true;
    return node;
}

static tr_status post_move(fold *f, const char *asset, tr_money amount, tr_ledger_book book)
{
    tr_ledger_row lines[TR_LEDGER_LINES_MAX];
    size_t count = 0;
    tr_status status = tr_ledger_post_move(f->owner->row.name, asset, amount, book, f->owner->seq,
                                           f->ev->at_ns, lines, &count, f->err);
    return status == TR_OK ? post_lines(f, lines, count) : status;
}

static tr_status apply_funding(fold *f)
{
    tr_funding_payment row = f->ev->funding;
    row.seq = f->owner->seq;
    memcpy(row.account, f->owner->row.name, sizeof row.account);
    position_node *node = touch_position(f, row.symbol);
    if (node == NULL)
        return out_of_memory(f);
    tr_status status = tr_money_add(node->row.funding, row.amount, &node->row.funding);
    if (status != TR_OK)
        return tr__fail(f->err, status, 0, "the funding of %s does not fit", row.symbol);
    if (row.at_ns > node->row.funded_ns)
        node->row.funded_ns = row.at_ns;
    status = post_move(f, row.asset, row.amount, TR_LEDGER_FUNDING);
    return status == TR_OK ? f->put(f->user, TR_STORE_INSERT, TR_TABLE_FUNDING, &row, 0) : status;
}

/* From what is held into what is realised, or back: the equity stays. */
static tr_status apply_restated(fold *f)
{
    tr_symbol_parts parts;
    tr_status status = tr_symbol_parse(f->ev->symbol, strlen(f->ev->symbol), &parts, f->err);
    position_node *node = status == TR_OK ? touch_position(f, f->ev->symbol) : NULL;
    if (node == NULL)
        return status != TR_OK ? status : out_of_memory(f);
    if ((status = tr_money_add(node->row.cost, f->ev->amount, &node->row.cost)) != TR_OK ||
        (status = tr_money_add(node->row.realised, f->ev->amount, &node->row.realised)) != TR_OK)
        return tr__fail(f->err, status, 0, "what is restated of %s does not fit", f->ev->symbol);
    status = post_move(f, parts.quote, f->ev->amount, TR_LEDGER_POSITION);
    return status != TR_OK || tr__exposure_position(f->st, f->owner, node) ? status
                                                                           : out_of_memory(f);
}

/* ---- orders ---------------------------------------------------------------------------------- */

static tr_status apply_accepted(fold *f)
{
    order_node *node = tr__state_add_order(f->st, f->owner, &f->ev->order);
    if (node == NULL)
        return out_of_memory(f);
    order_node *parent = tr_id_is_none(node->order.parent_id)
                             ? NULL
                             : tr__state_find_order(f->st, node->order.parent_id);
    if (parent != NULL)
        tr__state_link_exit(parent, node);
    return touch_order(f->st, node);
}

/*
 * An entry counts towards the day when it gets past the gate, once; one that has waited since an earlier day counts
 * towards the day of its claim as well.
 */
static tr_status count_entry(fold *f, const tr_order *order)
{
    bool gets_in = order->state == TR_STATE_ACCEPTED &&
                   (f->ev->to == TR_STATE_WAITING || f->ev->to == TR_STATE_CLAIMED);
    bool is_taken = order->state == TR_STATE_WAITING && f->ev->to == TR_STATE_CLAIMED;
    if (order->role != TR_ROLE_ENTRY || order->is_reduce_only || (!gets_in && !is_taken))
        return TR_OK;
    tr_symbol_parts parts;
    tr_status status = tr_symbol_parse(order->symbol, strlen(order->symbol), &parts, f->err);
    if (status != TR_OK)
        return status;
    balance_node *balance = tr__state_balance(f->st, f->owner, parts.quote);
    if (balance == NULL)
        return out_of_memory(f);
    if (is_taken && order->created_ns >= balance->row.day_ns)
        return TR_OK;
    balance->row.day_orders++;
    touch_balance(f->owner, balance, f->ev->at_ns);
    return TR_OK;
}

static tr_status leave_queues(fold *f, order_node *node)
{
    tr_status status = tr__trailing_end(f->st, node, f->put, f->user);
    tr__queue_leave(f->st, node);
    return status;
}

/* What the order waited for has come; it waits for the next thing. */
static tr_status apply_staged(fold *f)
{
    const event *ev = f->ev;
    order_node *node = tr__state_find_order(f->st, ev->id);
    if (node == NULL)
        return unknown_order(f, ev->id);
    tr_order *order = &node->order;
    if (order->state != TR_STATE_WAITING)
        return tr__fail(f->err, TR_E_CORRUPT, 0,
                        "account %s, event %lld: an order that is %s waits for something else",
                        f->owner->row.name, (long long)f->owner->seq,
                        tr_order_state_name(order->state));
    tr_status status = leave_queues(f, node);
    if (status != TR_OK)
        return status;
    order->trigger = ev->trigger;
    order->trigger_price = ev->trigger_price;
    order->waits = ev->waits;
    if (!tr_id_is_none(ev->cause))
        order->alert_id = ev->cause;
    memcpy(order->actor, ev->actor, sizeof order->actor);
    memcpy(order->reason, ev->reason, sizeof order->reason);
    order->updated_ns = ev->at_ns;
    order->version++;
    if (!tr__state_enter(f->st, node, order->state)) /* one that waits for no more is listed */
        return out_of_memory(f);
    if (ev->trigger == TR_TRIGGER_TRAIL) {
        order->trail_seq = f->owner->seq;
        status = tr__trailing_begin(f->st, node, f->owner->seq, ev->price, f->put, f->user);
    } else {
        tr__queue_enter(f->st, node);
    }
    return status != TR_OK ? status : touch_order(f->st, node);
}

/* Somebody else watches a stop's price. */
static tr_status apply_stop_moved(fold *f)
{
    const event *ev = f->ev;
    order_node *node = tr__state_find_order(f->st, ev->id);
    if (node == NULL)
        return unknown_order(f, ev->id);
    tr_order *order = &node->order;
    order->stop_at = ev->stop_at;
    memcpy(order->reason, ev->reason, sizeof order->reason);
    memcpy(order->actor, ev->actor, sizeof order->actor);
    order->updated_ns = ev->at_ns;
    order->version++;
    if (!tr__state_enter(f->st, node, order->state))
        return out_of_memory(f);
    return touch_order(f->st, node);
}

static tr_status apply_extreme(fold *f)
{
    trail *t = tr__trailing_of(f->st, f->owner, f->ev->symbol, f->ev->side);
    if (t == NULL)
        return out_of_memory(f);
    tr_status status = tr__trailing_move(f->st, t, f->owner->seq, f->ev->price, f->put, f->user);
    if (status == TR_E_CORRUPT)
        return tr__fail(f->err, status, 0,
                        "account %s, event %lld: a best price of %s that betters nothing",
                        f->owner->row.name, (long long)f->owner->seq, f->ev->symbol);
    return status;
}

static tr_status apply_moved(fold *f)
{
    const event *ev = f->ev;
    order_node *node = tr__state_find_order(f->st, ev->id);
    if (node == NULL)
        return unknown_order(f, ev->id);
    tr_order *order = &node->order;
    if (!tr_order_move_is_legal(order->state, ev->to))
        return tr__fail(f->err, TR_E_CORRUPT, 0,
                        "account %s, event %lld: an order moves from %s to %s", f->owner->row.name,
                        (long long)f->owner->seq, tr_order_state_name(order->state),
                        tr_order_state_name(ev->to));
    tr_status status = tr__state_reserve(f->st, node, ev->amount);
    if (status == TR_OK)
        status = count_entry(f, order);
    if (status != TR_OK)
        return status;
    if (ev->to == TR_STATE_WAITING)
        tr__queue_enter(f->st, node);
    else if ((status = leave_queues(f, node)) != TR_OK)
        return status;
    if (!tr__state_enter(f->st, node, ev->to))
        return out_of_memory(f);
    memcpy(order->reason, ev->reason, sizeof order->reason);
    memcpy(order->actor, ev->actor, sizeof order->actor);
    if (ev->exchange_order_id[0] != '\0')
        memcpy(order->exchange_order_id, ev->exchange_order_id, sizeof order->exchange_order_id);
    if (!tr_id_is_none(ev->cause))
        order->alert_id = ev->cause;
    order->updated_ns = ev->at_ns;
    order->version++;
    return touch_order(f->st, node);
}

/* What somebody may change of an order, from an order that was made of it. */
static void copy_changes(const tr_order *from, tr_order *to)
{
    to->quantity = from->quantity;
    to->limit_price = from->limit_price;
    to->stop_price = from->stop_price;
    to->take_profit = from->take_profit;
    to->stop_loss = from->stop_loss;
    to->trigger_price = from->trigger_price;
    to->activation_price = from->activation_price;
    to->expires_ns = from->expires_ns;
    to->starts_ns = from->starts_ns;
    to->signal_age_max_ns = from->signal_age_max_ns;
    to->amend_quantity = from->amend_quantity;
    to->amend_limit_price = from->amend_limit_price;
    to->amend_stop_price = from->amend_stop_price;
    memcpy(to->legs, from->legs, sizeof to->legs);
    memcpy(to->strategy, from->strategy, sizeof to->strategy);
    memcpy(to->source, from->source, sizeof to->source);
    memcpy(to->notes, from->notes, sizeof to->notes);
    memcpy(to->tags, from->tags, sizeof to->tags);
}

static tr_status apply_amended(fold *f)
{
    const tr_order *amended = &f->ev->order;
    order_node *node = tr__state_find_order(f->st, amended->id);
    if (node == NULL)
        return unknown_order(f, amended->id);
    tr_order *order = &node->order;
    bool is_waiting = order->state == TR_STATE_WAITING;
    bool is_trailing = is_waiting && order->trigger == TR_TRIGGER_TRAIL && node->place.is_queued;
    if (is_trailing &&
        !tr__trailing_change(f->st, node, amended->trail_amount, amended->trail_rate))
        return out_of_memory(f);
    if (is_waiting && !is_trailing)
        tr__queue_leave(f->st, node);
    if (node->expiry.is_queued)
        tr__agenda_remove(&f->st->expiries, &node->expiry);
    copy_changes(amended, order);
    order->trail_amount = amended->trail_amount;
    order->trail_rate = amended->trail_rate;
    if (order->expires_ns > 0 && f->st->instruments != NULL &&
        !tr_order_state_is_final(order->state))
        tr__agenda_insert(&f->st->expiries, &node->expiry, tr__key_of_time(order->expires_ns));
    if (is_waiting && !is_trailing)
        tr__queue_enter(f->st, node);
    if (tr__state_is_live(order->state) &&
        tr__state_reserve(f->st, node, amended->reserved) != TR_OK)
        return tr__fail(f->err, TR_E_OVERFLOW, 0, "what an order holds does not fit");
    if (!tr__state_enter(f->st, node, order->state)) /* what it closes has changed */
        return out_of_memory(f);
    memcpy(order->reason, f->ev->reason, sizeof order->reason);
    memcpy(order->actor, f->ev->actor, sizeof order->actor);
    order->updated_ns = f->ev->at_ns;
    order->version++;
    return touch_order(f->st, node);
}

static tr_status apply_resized(fold *f)
{
    order_node *node = tr__state_find_order(f->st, f->ev->id);
    if (node == NULL)
        return unknown_order(f, f->ev->id);
    node->order.quantity = f->ev->quantity;
    memcpy(node->order.reason, f->ev->reason, sizeof node->order.reason);
    memcpy(node->order.actor, f->ev->actor, sizeof node->order.actor);
    node->order.updated_ns = f->ev->at_ns;
    node->order.version++;
    if (!tr__state_enter(f->st, node, node->order.state)) /* what it closes has changed */
        return out_of_memory(f);
    return touch_order(f->st, node);
}

static tr_status apply_day(fold *f)
{
    balance_node *balance = tr__state_balance(f->st, f->owner, f->ev->asset);
    if (balance == NULL)
        return out_of_memory(f);
    balance->row.day_ns = f->ev->day_ns;
    balance->row.day_equity = f->ev->amount;
    balance->row.day_orders = 0;
    touch_balance(f->owner, balance, f->ev->at_ns);
    return TR_OK;
}

static tr_status apply_shift(fold *f)
{
    balance_node *balance = tr__state_balance(f->st, f->owner, f->ev->asset);
    if (balance == NULL)
        return out_of_memory(f);
    tr_status status =
        tr_money_add(balance->row.day_equity, f->ev->amount, &balance->row.day_equity);
    if (status != TR_OK)
        return tr__fail(f->err, status, 0, "account %s: %s does not fit", f->owner->row.name,
                        f->ev->asset);
    touch_balance(f->owner, balance, f->ev->at_ns);
    return TR_OK;
}

static tr_status apply_risk(fold *f)
{
    const tr_risk_row *row = &f->ev->risk;
    risk_node *node =
        tr__state_risk(f->st, f->owner, (tr_risk_scope)row->scope, row->name, row->item);
    if (node == NULL)
        return out_of_memory(f);
    int64_t version = node->row.version + 1;
    node->row = *row;
    memcpy(node->row.account, f->owner->row.name, sizeof node->row.account);
    node->row.version = version;
    node->is_dirty = true;
    f->owner->is_dirty = true;
    return tr__exposure_row(f->st, f->owner, node) ? TR_OK : out_of_memory(f);
}

tr_status tr__state_apply(state *st, account *owner, const event *ev, state_put *put, void *user,
                          tr_error *err)
{
    fold f = { st, owner, ev, put, user, err };
    switch (ev->kind) {
    case EVENT_ACCOUNT_OPENED:
        return put(user, TR_STORE_INSERT, TR_TABLE_ACCOUNT, &ev->account, 0);
    case EVENT_FUNDS_MOVED:
        return apply_funds(&f);
    case EVENT_ALERT_TAKEN:
        return put(user, TR_STORE_INSERT, TR_TABLE_ALERT, &ev->alert, 0);
    case EVENT_ORDER_ACCEPTED:
        return apply_accepted(&f);
    case EVENT_ORDER_MOVED:
        return apply_moved(&f);
    case EVENT_ORDER_RESIZED:
        return apply_resized(&f);
    case EVENT_ORDER_FILLED:
        return apply_fill(&f);
    case EVENT_DAY_BEGAN:
        return apply_day(&f);
    case EVENT_DAY_SHIFTED:
        return apply_shift(&f);
    case EVENT_RISK_SET:
        return apply_risk(&f);
    case EVENT_FUNDING_PAID:
        return apply_funding(&f);
    case EVENT_POSITION_RESTATED:
        return apply_restated(&f);
    case EVENT_ORDER_STAGED:
        return apply_staged(&f);
    case EVENT_ORDER_AMENDED:
        return apply_amended(&f);
    case EVENT_DIFFERENCE_FOUND: /* what is done about it are events of their own */
    case EVENT_LEDGER_CLOSED:
    case EVENT_ALARM_RAISED:
        return TR_OK; /* it is told and kept, and changes nothing */
    case EVENT_BLOCK_AMENDED:
    case EVENT_BLOCK_ADDED:
    case EVENT_CONDITION_ADDED:
    case EVENT_BLOCK_FED:
    case EVENT_BLOCK_MOVED:
        return tr__block_apply(st, owner, ev, put, user, err);
    case EVENT_EXTREME_REACHED:
        return apply_extreme(&f);
    case EVENT_STOP_MOVED:
        return apply_stop_moved(&f);
    }
    return tr__fail(err, TR_E_CORRUPT, 0, "account %s, event %lld: kind %d is not known",
                    owner->row.name, (long long)owner->seq, (int)ev->kind);
}
