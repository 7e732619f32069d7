/*
 * deadman.c: the exchange cancels everything of an account when it has not heard from us for a while.
 *
 * Armed before the first order goes out, renewed three times within its time, disarmed when nothing is left there. What lies
 * in the engine (stops, targets, what waits) it cannot know of. Where it would cancel stops that rest there as well, it is taken
 * away, time and again, for as long as any does: a stop that protects is worth more than entries that are gone in time.
 *
 * An orderly end leaves it as it is while entries are at the exchange: nobody will watch them, and it cancels them in its time.
 * With none of them there it is taken away: it would cancel what protects, or what somebody places there by hand.
 */
#include <string.h>

#include "core/fail.h"
#include "engine/guard.h"

#define RENEWALS 3

static bool has_switch(const tr_engine *engine)
{
    return engine->risk->kill_switch.dead_man_ns > 0 && engine->exchange->traits->has_dead_man &&
           engine->exchange->dead_man != NULL;
}

/* It would take away what protects the account. */
static bool is_harmful(const tr_engine *engine, const account *owner)
{
    return !engine->exchange->traits->dead_man_spares_stops && tr__stops_rest_in(owner);
}

static void set_switch(tr_engine *engine, account *owner, int64_t timeout_ns)
{
    tr_error err = { 0 };
    tr_status status =
        engine->exchange->dead_man(engine->exchange->user, owner->row.name, timeout_ns, &err);
    if (status == TR_OK) {
        owner->risk->is_armed = timeout_ns > 0;
        return;
    }
    tr_log_field fields[] = { tr_log_text("account", owner->row.name),
                              tr_log_text("reason", err.message) };
    tr_log_write(engine->log, TR_LOG_ERROR, engine->clock->now_ns(engine->clock->user),
                 "the exchange's dead-man switch could not be set", fields, 2);
}

void tr__guard_arm_for(tr_engine *engine, account *owner)
{
    bool is_wanted = has_switch(engine) && owner->risk != NULL && !is_harmful(engine, owner);
    if (has_switch(engine) && owner->risk != NULL && !is_wanted && owner->risk->is_armed)
        set_switch(engine, owner, 0);
    if (!is_wanted || owner->risk->is_armed)
        return;
    int64_t timeout_ns = engine->risk->kill_switch.dead_man_ns;
    int64_t due_ns = engine->clock->now_ns(engine->clock->user) + timeout_ns / RENEWALS;
    set_switch(engine, owner, timeout_ns);
    if (due_ns < engine->dead_man_due_ns)
        engine->dead_man_due_ns = due_ns;
}

void tr__guard_arm(tr_engine *engine)
{
    bool has_any = has_switch(engine);
    int64_t timeout_ns = engine->risk->kill_switch.dead_man_ns;
    engine->dead_man_due_ns = INT64_MAX;
    for (size_t i = 0; i < engine->st.account_count; i++) {
        account *owner = engine->st.accounts[i];
        if (owner->risk == NULL || engine->exchange->dead_man == NULL)
            continue;
        bool is_due = has_any && owner->risk->live_orders > 0;
        bool wants = is_due && !is_harmful(engine, owner);
        /* Where it would do harm it is taken away each time: neither that an asking was heard nor what an engine before
           this one armed is known. */
        if (is_due || owner->risk->is_armed)
            set_switch(engine, owner, wants ? timeout_ns : 0);
        if (is_due || owner->risk->is_armed) /* what could not be disarmed is tried again */
            engine->dead_man_due_ns =
                engine->clock->now_ns(engine->clock->user) +
                (timeout_ns > 0 ? timeout_ns / RENEWALS : INT64_C(5000000000));
    }
}

/* It is meant for what opens: with nothing of that at the exchange it could only take away what protects. */
static bool has_entries(const state *st, const account *owner)
{
    for (const order_node *node = tr__state_first_order(st); node != NULL;
         node = tr__state_next_order(st, node))
        if (node->owner == owner && tr__state_is_live(node->order.state) &&
            !node->order.is_reduce_only)
            return true;
    return false;
}

void tr_engine_leave(tr_engine *engine)
{
    if (engine == NULL || tr__engine_ready(engine, NULL) != TR_OK)
        return;
    for (size_t i = 0; i < engine->st.account_count && engine->exchange->dead_man != NULL; i++) {
        account *owner = engine->st.accounts[i];
        if (owner->risk != NULL && owner->risk->is_armed && !has_entries(&engine->st, owner))
            set_switch(engine, owner, 0);
    }
    tr__marks_save_now(engine);
}

void tr__guard_arm_later(tr_engine *engine)
{
    bool is_wanted = has_switch(engine);
    for (size_t i = 0; i < engine->st.account_count; i++)
        is_wanted = is_wanted || (engine->st.accounts[i]->risk != NULL &&
                                  engine->st.accounts[i]->risk->is_armed);
    if (is_wanted && engine->is_recovered)
        engine->dead_man_due_ns = engine->clock->now_ns(engine->clock->user);
}

int64_t tr__guard_due_ns(const tr_engine *engine)
{
    return engine->dead_man_due_ns;
}
