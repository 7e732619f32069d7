/*
 * halt.c: the kill switch: by hand, and by what the account is worth.
 *
 * A halt is a row, so a restart finds it. What it asks for is pursued until it is done: entries are cancelled, and for
 * TR_HALT_FLATTEN everything else too; what is held is sold, reduce-only, whenever something of it is free.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "engine/guard.h"

#define SWEEP_ORDERS 256 /* moved in one transaction */
#define RETRY_NS     (5 * TR_NS_PER_SECOND)
#define RETRY_MAX_NS (300 * TR_NS_PER_SECOND)
#define UNFILLED_MAX                                                                               \
    2 /* sales of a position that the exchange does not take, until the clock comes */
#define SALE_NOTES "flattened by a halt"

/* ---- what holds ------------------------------------------------------------------------------ */

static tr_halt_level higher(tr_halt_level a, tr_halt_level b)
{
    return a > b ? a : b;
}

static tr_halt_level level_of_account(const account *owner)
{
    return owner->risk == NULL ? TR_HALT_NONE
                               : higher(owner->risk->scope.halt, owner->risk->house->scope.halt);
}

static tr_halt_level level_of_order(const tr_engine *engine, const order_node *node)
{
    tr_halt_level level = level_of_account(node->owner);
    if (node->owner->risk == NULL)
        return level;
    if (node->strategy != NULL)
        level = higher(level, node->strategy->halt);
    const holding *h = node->instrument == NULL
                           ? NULL
                           : node->owner->risk->holdings[node->instrument - engine->st.instruments];
    return h == NULL ? level : higher(level, h->scope.halt);
}

static bool has_halts(const tr_engine *engine)
{
    for (size_t k = 0; k < engine->st.account_count; k++) {
        const account *owner = engine->st.accounts[k];
        for (size_t i = 0; i < owner->risk_count; i++)
            if (strcmp(owner->risks[i]->row.item, RISK_ITEM_HALT) == 0 &&
                owner->risks[i]->row.count >= TR_HALT_REDUCE)
                return true;
    }
    return false;
}

/* ---- cancelling ------------------------------------------------------------------------------ */

/*
 * Entries go from the second level on; at the third all goes but what closes at the market already, and the exits of what is
 * held: they protect it until it is sold, step aside for the sale (stops.c), and are there when the halt is lifted before.
 */
static bool must_go(const order_node *node, tr_halt_level level)
{
    const tr_order *order = &node->order;
    bool is_entry = order->role == TR_ROLE_ENTRY && !order->is_reduce_only;
    bool closes_now = (order->role == TR_ROLE_CLOSE && order->type == TR_ORDER_MARKET) ||
                      tr__exits_protects(node);
    if (tr_order_state_is_final(order->state) || order->state == TR_STATE_CANCELLING)
        return false;
    return level == TR_HALT_FLATTEN ? !closes_now : level == TR_HALT_REDUCE && is_entry;
}

bool tr__halt_takes(const tr_engine *engine, const order_node *node)
{
    return engine->has_halts && must_go(node, level_of_order(engine, node));
}

bool tr__halt_closes(const tr_engine *engine, const order_node *node)
{
    return engine->has_halts && level_of_order(engine, node) == TR_HALT_FLATTEN;
}

static void let_go(work *w, order_node *node)
{
    tr_order_state at = node->order.state;
    tr__amend_dropped(w, node, "halted");
    if (at == TR_STATE_ACCEPTED || at == TR_STATE_WAITING) {
        tr__work_move(w, node, TR_STATE_CANCELLED, "halted");
    } else if (at == TR_STATE_WORKING || at == TR_STATE_PARTLY_FILLED) {
        tr__work_move(w, node, TR_STATE_CANCELLING, "halted");
        tr__work_act(w, ACTION_CANCEL, node->order.id);
        node->was_halted = true;
    } else {
        node->cancel_is_due = true; /* on its way: once the exchange has it (report.c) */
    }
}

/* Cancel what must go, a few hundred orders a transaction. */
static void sweep(tr_engine *engine)
{
    work *w = NULL;
    size_t count = 0;
    for (order_node *node = tr__state_first_order(&engine->st), *next; node != NULL; node = next) {
        next = tr__state_next_order(&engine->st, node);
        if (engine->failure.status != TR_OK)
            break;
        if (!must_go(node, level_of_order(engine, node)))
            continue;
        if (w == NULL && (w = tr__work_begin(engine, NULL, NULL)) == NULL)
            return;
        tr__work_by(w, ACTOR_SWITCH);
        let_go(w, node);
        if (++count % SWEEP_ORDERS == 0) {
            tr__work_finish(w);
            w = NULL;
        }
    }
    if (w != NULL)
        tr__work_finish(w);
}

/* ---- closing --------------------------------------------------------------------------------- */

static bool is_sale(const order_node *node)
{
    return node->order.role == TR_ROLE_CLOSE && strcmp(node->order.notes, SALE_NOTES) == 0;
}

static bool is_selling(const position_node *position)
{
    for (const order_node *at = position->lists[LIST_CALLING]; at != NULL;
         at = at->links[LIST_CALLING].next)
        if (is_sale(at))
            return true;
    return false;
}

/* What can be sold now of a position, in whole lots; zero also for what the exchange does not take. */
static tr_quantity closable(const tr_engine *engine, const holding *h, tr_side *side_out)
{
    tr_quantity quantity = { { 0 } };
    int held = h->position == NULL ? 0 : tr_decimal_sign(h->position->row.quantity);
    tr_price mark = tr__state_market(&engine->st, h->instrument)->mark;
    if (held == 0 || is_selling(h->position)) /* one that waits for stops to make way */
        return quantity;
    *side_out = held > 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
    quantity.value = tr__gate_closable_with_stops(h->owner, h->instrument, *side_out);
    if (tr_decimal_round_to(quantity.value, h->instrument->lot, TR_ROUND_DOWN, &quantity.value) !=
            TR_OK ||
        tr_decimal_sign(quantity.value) <= 0 ||
        tr_instrument_check_order(h->instrument, NULL, quantity,
                                  tr_decimal_is_zero(mark.value) ? NULL : &mark, NULL) != TR_OK)
        return (tr_quantity){ { 0 } };
    return quantity;
}

static bool must_close(const holding *h)
{
    return higher(level_of_account(h->owner), h->scope.halt) == TR_HALT_FLATTEN;
}

static void close_position(tr_engine *engine, holding *h)
{
    tr_side side = TR_SIDE_SELL;
    tr_quantity quantity = closable(engine, h, &side);
    if (tr_decimal_is_zero(quantity.value) || engine->failure.status != TR_OK)
        return;
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_by(w, ACTOR_SWITCH);
    tr_order order = { .id = tr__engine_new_id(engine, w->at_ns),
                       .side = side,
                       .type = TR_ORDER_MARKET,
                       .role = TR_ROLE_CLOSE,
                       .is_reduce_only = true,
                       .quantity = quantity,
                       .state = TR_STATE_ACCEPTED,
                       .created_ns = w->at_ns,
                       .updated_ns = w->at_ns,
                       .version = 1,
                       .notes = SALE_NOTES };
    memcpy(order.account, h->owner->row.name, sizeof order.account);
    memcpy(order.user, h->owner->row.owner, sizeof order.user);
    memcpy(order.symbol, h->instrument->symbol, sizeof order.symbol);
    tr__gate_begin_day(w, h->owner, h->instrument->quote);
    (void)tr__work_place(w, h->owner,
                         &order); /* a refusal is stored with it, and tried again later */
    tr__work_finish(w);
}

/* True while something is held that a halt wants sold. */
static bool close_all(tr_engine *engine)
{
    bool is_left = false;
    for (size_t k = 0; k < engine->st.account_count; k++) {
        const account_risk *risk = engine->st.accounts[k]->risk;
        for (size_t i = 0; risk != NULL && i < engine->st.instrument_count; i++) {
            holding *h = risk->holdings[i];
            if (h == NULL || !must_close(h))
                continue;
            h->unfilled_sales = 0;
            close_position(engine, h);
            is_left =
                is_left || (h->position != NULL && !tr_decimal_is_zero(h->position->row.quantity));
        }
    }
    return is_left;
}

/* A sale that waits for stops to make way is not wanted any more once its halt is lifted: the stops come back. */
static void drop_sales(work *w, const position_node *position)
{
    for (order_node *at = position->lists[LIST_CALLING], *next; at != NULL; at = next) {
        next = at->links[LIST_CALLING].next;
        if (is_sale(at) && !tr__halt_closes(w->engine, at))
            tr__work_move(w, at, TR_STATE_CANCELLED, "the halt was lifted");
    }
}

/* In the transaction that lifts it: a crash behind that must not leave a sale that nobody wants. */
static void stop_selling(work *w)
{
    const state *st = &w->engine->st;
    tr__work_by(w, ACTOR_SWITCH);
    for (size_t k = 0; k < st->account_count; k++)
        for (size_t i = 0; i < st->accounts[k]->position_count; i++)
            drop_sales(w, st->accounts[k]->positions[i]);
}

/* ---- pursuing -------------------------------------------------------------------------------- */

void tr__halt_begin(tr_engine *engine)
{
    engine->halt_retry_ns = RETRY_NS;
    engine->halt_due_ns = INT64_MAX;
    engine->has_halts = has_halts(engine);
    tr__halt_pursue(engine);
}

void tr__halt_pursue(tr_engine *engine)
{
    if (!engine->has_halts || tr__engine_ready(engine, NULL) != TR_OK)
        return;
    sweep(engine);
    bool is_left = close_all(engine);
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    engine->halt_due_ns = is_left ? now_ns + engine->halt_retry_ns : INT64_MAX;
    if (engine->halt_retry_ns < RETRY_MAX_NS)
        engine->halt_retry_ns *=
            2; /* what the exchange refuses again and again is not asked for ever faster */
}

void tr__halt_later(tr_engine *engine)
{
    if (engine->has_halts && engine->halt_due_ns == INT64_MAX)
        engine->halt_due_ns = engine->clock->now_ns(engine->clock->user) + engine->halt_retry_ns;
}

/* What the exchange refuses (a position that it does not have, say) it refuses again: reports are no reason to ask in a circle. */
static void count_sale(holding *h, const order_node *node)
{
    if (!is_sale(node) || !tr_order_state_is_final(node->order.state))
        return;
    if (tr_decimal_is_zero(node->order.filled_quantity.value))
        h->unfilled_sales++;
    else
        h->unfilled_sales = 0;
}

void tr__halt_after(tr_engine *engine, order_node *node)
{
    if (!engine->has_halts || node->instrument == NULL || node->owner->risk == NULL ||
        engine->failure.status != TR_OK)
        return;
    holding *h = node->owner->risk->holdings[node->instrument - engine->st.instruments];
    bool must_leave = must_go(node, level_of_order(engine, node));
    if (must_leave &&
        node->was_halted) { /* the exchange did not do it: it is not asked in a circle */
        tr__halt_later(engine);
    } else if (must_leave) {
        work *w = tr__work_begin(engine, NULL, NULL);
        if (w == NULL)
            return;
        tr__work_by(w, ACTOR_SWITCH);
        let_go(w, node);
        tr__work_finish(w);
    }
    if (h == NULL || !must_close(h))
        return;
    count_sale(h, node);
    if (h->unfilled_sales < UNFILLED_MAX)
        close_position(engine, h);
    if (h->position != NULL && !tr_decimal_is_zero(h->position->row.quantity))
        tr__halt_later(engine);
}

/* ---- by hand --------------------------------------------------------------------------------- */

/* A reset after a drawdown begins from what is left: else the same drawdown would halt again at once. */
static void forget_peaks(work *w, account *owner, tr_risk_scope scope)
{
    const house *h = owner->risk->house;
    purse *const *purses = scope == TR_RISK_HOUSE ? h->purses : owner->risk->purses;
    size_t count = scope == TR_RISK_HOUSE ? h->purse_count : owner->risk->purse_count;
    for (size_t i = 0; i < count; i++) {
        tr_money equity, exposure;
        if (purses[i]->peak == NULL ||
            (scope == TR_RISK_HOUSE
                 ? tr__exposure_of_house(h, purses[i]->asset, &equity, &exposure)
                 : tr__exposure_equity(owner, purses[i]->asset, &equity)) != TR_OK)
            continue;
        tr_risk_row row = { .scope = scope,
                            .item = RISK_ITEM_PEAK,
                            .value = equity.value,
                            .since_ns = w->at_ns,
                            .reason = "counted anew from the reset" };
        memcpy(row.name, purses[i]->asset, sizeof purses[i]->asset);
        tr__guard_put(w, owner, &row);
    }
}

void tr__halt_set(work *w, account *owner, const tr_risk_row *row)
{
    tr_engine *engine = w->engine;
    tr_log_field fields[] = { tr_log_text("account", owner->row.name),
                              tr_log_text("scope", tr_risk_scope_name((tr_risk_scope)row->scope)),
                              tr_log_text("name", row->name),
                              tr_log_text("level", tr_halt_level_name((tr_halt_level)row->count)),
                              tr_log_text("actor", row->actor),
                              tr_log_text("reason", row->reason) };
    tr_log_write(engine->log, TR_LOG_WARNING, w->at_ns,
                 row->count == TR_HALT_NONE ? "halt lifted" : "halted", fields,
                 sizeof fields / sizeof fields[0]);
    tr__guard_put(w, owner, row);
}

void tr_engine_halt(tr_engine *engine, const tr_risk_subject *subject, tr_halt_level level,
                    tr_engine_reply *reply, void *user)
{
    tr_error err = { 0 };
    account *owner = NULL;
    tr_status status = tr__subject_find(engine, subject, &owner, &err);
    if (status == TR_OK && tr_halt_level_name(level) == NULL)
        status = tr__fail(&err, TR_E_INVALID, 0, "there is no halt level %d", (int)level);
    if (status == TR_OK && subject->scope == TR_RISK_STRATEGY && level == TR_HALT_FLATTEN)
        status = tr__fail(&err, TR_E_UNSUPPORTED, 0,
                          "positions are not a strategy's own: flatten the symbol");
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    work *w = tr__work_begin(engine, reply, user);
    if (w == NULL)
        return;
    tr_risk_row row;
    tr__subject_row(subject, w->at_ns, &row);
    memcpy(row.item, RISK_ITEM_HALT, sizeof RISK_ITEM_HALT);
    row.count = level;
    tr__halt_set(w, owner, &row);
    if (level == TR_HALT_NONE &&
        (subject->scope == TR_RISK_HOUSE || subject->scope == TR_RISK_ACCOUNT))
        forget_peaks(w, owner, subject->scope);
    else if (level == TR_HALT_NONE)
        tr__watch_forget(w, owner, subject->scope, subject->name);
    if (level < TR_HALT_FLATTEN)
        stop_selling(w);
    tr__work_finish(w);
    tr__halt_begin(engine);
    if (level < TR_HALT_FLATTEN && engine->failure.status == TR_OK)
        tr__stops_begin(engine); /* those that wait here are offered to the exchange again */
}

void tr__halt_inherit(work *w, account *owner)
{
    const house *h = owner->risk == NULL ? NULL : owner->risk->house;
    const account *sibling = h == NULL || h->account_count < 2 ? NULL : h->accounts[0];
    for (size_t i = 0; sibling != NULL && i < sibling->risk_count; i++) {
        event ev = { .kind = EVENT_RISK_SET, .risk = sibling->risks[i]->row };
        if (ev.risk.scope == TR_RISK_HOUSE)
            tr__work_emit(w, owner, &ev);
    }
}

int64_t tr__halt_due_ns(const tr_engine *engine)
{
    return engine->halt_due_ns;
}
