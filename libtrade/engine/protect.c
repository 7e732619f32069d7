/*
 * protect.c: what keeps entries out for a while after things have gone wrong.
 *
 * Counts within a window are rings of rows, one row for each of the last so many occasions: exact, bounded, and there after
 * a restart. What they decide is a pause, a row too.
 */
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "engine/guard.h"

#define ACTOR_PROTECTION "protection"
#define ITEM_OPENED      "opened" /* value: profit of the symbol so far, when its position was opened */
#define ITEM_STOP        "stop "  /* and a number: when a stop was hit */
#define ITEM_TRADE       "trade " /* and a number: value, what a closed trade made */
#define ITEM_SIGNAL      "signal "

typedef struct place_of_row {
    tr_risk_scope scope;
    const char *name;
} place_of_row;

static void put(work *w, account *owner, place_of_row at, const char *item, tr_decimal value,
                int64_t count, int64_t until_ns, const char *reason)
{
    tr_risk_row row = { .scope = at.scope,
                        .value = value,
                        .count = count,
                        .since_ns = w->at_ns,
                        .until_ns = until_ns,
                        .actor = ACTOR_PROTECTION };
    (void)snprintf(row.name, sizeof row.name, "%s", at.name);
    (void)snprintf(row.item, sizeof row.item, "%s", item);
    (void)snprintf(row.reason, sizeof row.reason, "%s", reason);
    tr__guard_put(w, owner, &row);
}

/* No entries there until a time. */
static void pause(work *w, account *owner, place_of_row at, const char *rule, tr_decimal value,
                  int64_t limit, int64_t pause_ns, const char *reason)
{
    char item[TR_RISK_ITEM_SIZE];
    (void)snprintf(item, sizeof item, RISK_ITEM_PAUSE "%s", rule);
    int64_t until_ns = pause_ns > INT64_MAX - w->at_ns ? INT64_MAX : w->at_ns + pause_ns;
    tr_log_field fields[] = { tr_log_text("account", owner->row.name), tr_log_text("rule", rule),
                              tr_log_text("scope", tr_risk_scope_name(at.scope)),
                              tr_log_text("name", at.name), tr_log_text("reason", reason) };
    tr_log_write(w->engine->log, TR_LOG_WARNING, w->at_ns, "entries are kept out for a while",
                 fields, 5);
    put(w, owner, at, item, value, limit, until_ns, reason);
}

/* ---- rings ----------------------------------------------------------------------------------- */

/* Write one more occasion over the oldest of `count`. */
static void push(work *w, account *owner, place_of_row at, const char *beginning, int64_t count,
                 tr_decimal value)
{
    char item[TR_RISK_ITEM_SIZE], oldest[TR_RISK_ITEM_SIZE] = "";
    int64_t oldest_ns = INT64_MAX;
    for (int64_t i = 0; i < count; i++) {
        (void)snprintf(item, sizeof item, "%s%d", beginning, (int)i);
        const risk_node *node = tr__account_find_risk(owner, at.scope, at.name, item);
        int64_t since_ns = node == NULL ? INT64_MIN : node->row.since_ns;
        if (since_ns >= oldest_ns)
            continue;
        oldest_ns = since_ns;
        memcpy(oldest, item, sizeof oldest);
    }
    put(w, owner, at, oldest, value, 0, 0, "");
}

/* How many of the ring's occasions lie within the window, and what they add up to. */
static int64_t within(const account *owner, place_of_row at, const char *beginning, int64_t count,
                      int64_t from_ns, tr_decimal *sum_out)
{
    int64_t found = 0;
    tr_decimal sum = { 0 };
    for (int64_t i = 0; i < count; i++) {
        char item[TR_RISK_ITEM_SIZE];
        (void)snprintf(item, sizeof item, "%s%d", beginning, (int)i);
        const risk_node *node = tr__account_find_risk(owner, at.scope, at.name, item);
        if (node == NULL || node->row.since_ns < from_ns || node->row.since_ns == 0)
            continue;
        found++;
        (void)tr_decimal_add(sum, node->row.value, &sum); /* profits of one account: they fit */
    }
    *sum_out = sum;
    return found;
}

/* Its occasions are used up: the next pause needs as many new ones. */
static void clear(work *w, account *owner, place_of_row at, const char *beginning, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        char item[TR_RISK_ITEM_SIZE];
        (void)snprintf(item, sizeof item, "%s%d", beginning, (int)i);
        if (tr__account_find_risk(owner, at.scope, at.name, item) == NULL)
            continue;
        tr_risk_row row = { .scope = at.scope };
        (void)snprintf(row.name, sizeof row.name, "%s", at.name);
        memcpy(row.item, item, sizeof row.item);
        tr__guard_put(w, owner, &row);
    }
}

/* ---- stop guard ------------------------------------------------------------------------------ */

static void guard_stop(work *w, order_node *node, place_of_row at)
{
    const tr_stop_guard *guard = &w->engine->risk->protections.stop_guards[at.scope];
    tr_decimal sum;
    char reason[TR_REASON_SIZE];
    if (guard->count <= 0 || (at.scope != TR_RISK_ACCOUNT && at.name[0] == '\0'))
        return;
    push(w, node->owner, at, ITEM_STOP, guard->count, (tr_decimal){ 0 });
    int64_t found =
        within(node->owner, at, ITEM_STOP, guard->count, w->at_ns - guard->window_ns, &sum);
    if (found < guard->count)
        return;
    (void)snprintf(reason, sizeof reason, "%d stop-outs within %lld s", (int)found,
                   (long long)(guard->window_ns / TR_NS_PER_SECOND));
    pause(w, node->owner, at, "stop_guard", tr_decimal_from_int(found), guard->count,
          guard->pause_ns, reason);
    clear(w, node->owner, at, ITEM_STOP, guard->count);
}

/* ---- trades ---------------------------------------------------------------------------------- */

static void judge_profit(work *w, order_node *node, const tr_position *position)
{
    const tr_protections *rules = &w->engine->risk->protections;
    place_of_row at = { TR_RISK_SYMBOL, position->symbol };
    const risk_node *opened = tr__account_find_risk(node->owner, at.scope, at.name, ITEM_OPENED);
    tr_decimal made, sum;
    char text[TR_DECIMAL_TEXT_SIZE], reason[TR_REASON_SIZE];
    if (opened == NULL ||
        tr_decimal_subtract(position->realised.value, position->fees.value, &made) != TR_OK ||
        tr_decimal_subtract(made, opened->row.value, &made) != TR_OK)
        return;
    push(w, node->owner, at, ITEM_TRADE, rules->low_profit_count, made);
    int64_t found = within(node->owner, at, ITEM_TRADE, rules->low_profit_count,
                           w->at_ns - rules->low_profit_window_ns, &sum);
    if (found < rules->low_profit_count ||
        tr_decimal_compare(sum, rules->low_profit_min.value) >= 0)
        return;
    (void)tr_decimal_format(sum, text, sizeof text); /* the size suffices */
    (void)snprintf(reason, sizeof reason, "the last %d trades made %s", (int)found, text);
    pause(w, node->owner, at, "low_profit", sum, found, rules->low_profit_pause_ns, reason);
    clear(w, node->owner, at, ITEM_TRADE, rules->low_profit_count);
}

static void note_opening(work *w, order_node *node, tr_money realised, tr_money fees)
{
    tr_decimal made;
    if (w->engine->risk->protections.low_profit_count > 0 &&
        tr_decimal_subtract(realised.value, fees.value, &made) == TR_OK)
        put(w, node->owner, (place_of_row){ TR_RISK_SYMBOL, node->order.symbol }, ITEM_OPENED, made,
            0, 0, "");
}

static void note_closing(work *w, order_node *node, const tr_position *position)
{
    const tr_protections *rules = &w->engine->risk->protections;
    place_of_row at = { TR_RISK_SYMBOL, position->symbol };
    if (rules->cooldown_ns > 0)
        pause(w, node->owner, at, "cooldown", (tr_decimal){ 0 },
              rules->cooldown_ns / TR_NS_PER_SECOND, rules->cooldown_ns, "its position was closed");
    if (rules->low_profit_count > 0)
        judge_profit(w, node, position);
}

/* ---- fills ----------------------------------------------------------------------------------- */

void tr__protect_before(const order_node *node, fill_before *out)
{
    const position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    *out = (fill_before){ .quantity = { 0 } };
    if (position != NULL)
        *out = (fill_before){ position->row.quantity, position->row.realised, position->row.fees };
}

void tr__protect_filled(work *w, order_node *node, const fill_before *before, const tr_fill *fill)
{
    const position_node *found = tr__account_find_position(node->owner, node->order.symbol);
    if (w->engine->failure.status != TR_OK || found == NULL || node->owner->risk == NULL)
        return;
    tr_position position = found->row;
    tr_decimal moved = { 0 };
    bool was_flat = tr_decimal_is_zero(before->quantity),
         is_flat = tr_decimal_is_zero(position.quantity);
    bool has_lost = tr_decimal_compare(position.realised.value, before->realised.value) < 0;
    if (tr_decimal_subtract(position.quantity, before->quantity, &moved) == TR_OK)
        tr__profit_filled(w, node, fill, moved, is_flat);
    if (was_flat && !is_flat)
        note_opening(w, node, before->realised, before->fees);
    if (node->order.role == TR_ROLE_STOP_LOSS && node->order.state == TR_STATE_FILLED && has_lost) {
        guard_stop(w, node, (place_of_row){ TR_RISK_SYMBOL, node->order.symbol });
        guard_stop(w, node, (place_of_row){ TR_RISK_STRATEGY, node->order.strategy });
        guard_stop(w, node, (place_of_row){ TR_RISK_ACCOUNT, "" });
    }
    bool is_swap = node->instrument != NULL && node->instrument->kind != TR_KIND_SPOT;
    bool has_turned = is_swap && !was_flat && !is_flat &&
                      tr_decimal_sign(before->quantity) != tr_decimal_sign(position.quantity);
    if ((!was_flat && is_flat) || has_turned)
        note_closing(w, node, &position);
    if (has_turned) /* one execution ended a trade and began the next: its fee is the old one's */
        note_opening(w, node, position.realised, position.fees);
}

/* ---- signals --------------------------------------------------------------------------------- */

bool tr__protect_is_repeat(work *w, account *owner, const tr_instrument *instrument,
                           const tr_alert *alert)
{
    int64_t window_ns = w->engine->risk->protections.duplicate_signal_ns;
    char item[TR_RISK_ITEM_SIZE];
    if (window_ns <= 0)
        return false;
    (void)snprintf(item, sizeof item, ITEM_SIGNAL "%s %s", tr_alert_action_name(alert->action),
                   instrument->symbol);
    const risk_node *last = tr__account_find_risk(owner, TR_RISK_STRATEGY, alert->strategy, item);
    if (last != NULL && w->at_ns - last->row.since_ns < window_ns) {
        tr_log_field fields[] = { tr_log_id("alert_id", alert->id),
                                  tr_log_text("symbol", instrument->symbol),
                                  tr_log_text("strategy", alert->strategy) };
        tr_log_write(w->engine->log, TR_LOG_WARNING, w->at_ns,
                     "duplicate_signal: an alert like it came a moment ago", fields, 3);
        return true;
    }
    put(w, owner, (place_of_row){ TR_RISK_STRATEGY, alert->strategy }, item, (tr_decimal){ 0 }, 0,
        0, "");
    return false;
}
