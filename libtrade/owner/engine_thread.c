/*
 * engine_thread.c: the loop that runs everything in order.
 *
 * Each turn takes all that waits, lets time and prices pass, hands what was decided to the store, and hears what the
 * store has made durable. While a commit is in flight the next turn's decisions gather: that is the group commit.
 * When nothing moves it sleeps until somebody calls or the next thing is due.
 */
#include <assert.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "owner/state.h"

#define LOOK_AGAIN_NS                                                                              \
    (10 * TR_NS_PER_SECOND) /* the wall clock may jump: its due times are looked at this often */
#define HOLD_MAX_NS       (2 * TR_NS_PER_MS)
#define HOLD_SHARE        4 /* of the last commit's time */
#define EXCHANGE_EVERY_NS (TR_NS_PER_SECOND / 4)
#define HOLD_FROM         8 /* requests under way: fewer are never held back */
#define PAUSE_MIN_NS      (TR_NS_PER_SECOND / 10)
#define PAUSE_MAX_NS      (10 * TR_NS_PER_SECOND)

/* ---- what others see ------------------------------------------------------------------------- */

static void say(tr_owner *owner, const tr_error *state)
{
    (void)pthread_mutex_lock(&owner->mutex);
    owner->state = *state;
    owner->has_begun = true;
    (void)pthread_cond_broadcast(&owner->has_changed);
    (void)pthread_mutex_unlock(&owner->mutex);
}

static bool is_closing(tr_owner *owner, int64_t *by_ns_out)
{
    (void)pthread_mutex_lock(&owner->mutex);
    bool closing = owner->is_closing;
    *by_ns_out = owner->close_by_ns;
    (void)pthread_mutex_unlock(&owner->mutex);
    return closing;
}

static void set_figure(tr_owner *owner, tr__figure figure, int64_t value)
{
    atomic_store_explicit(&owner->figures[figure], value, memory_order_relaxed);
}

/* Looked at by people and monitors: four times a second is often enough. */
static void publish_exchange(tr_owner *owner)
{
    tr_owner_exchange_figures figures;
    int64_t now_ns = tr__owner_monotonic_ns(owner);
    bool has_exchange = owner->parts.live != NULL;
    if (has_exchange == owner->has_exchange &&
        (!has_exchange || now_ns - owner->exchange_told_ns < EXCHANGE_EVERY_NS))
        return;
    owner->exchange_told_ns = now_ns;
    if (has_exchange)
        tr__live_parts_figures(owner->parts.live, &figures);
    (void)pthread_mutex_lock(&owner->mutex);
    owner->has_exchange = has_exchange; /* written by this thread alone */
    if (has_exchange)
        owner->exchange = figures;
    (void)pthread_mutex_unlock(&owner->mutex);
}

static void publish(tr_owner *owner)
{
    int64_t counts[TR_STATE_FAILED + 1] = { 0 };
    tr_engine_tally tally = { 0 };
    if (owner->parts.engine != NULL) {
        tr_engine_count_states(owner->parts.engine, counts);
        tally = tr_engine_count_events(owner->parts.engine);
    }
    publish_exchange(owner);
    set_figure(owner, TR__FIGURE_ALERTS, owner->tally.alerts + tally.alerts);
    set_figure(owner, TR__FIGURE_ORDERS, owner->tally.orders + tally.orders);
    set_figure(owner, TR__FIGURE_FILLS, owner->tally.fills + tally.fills);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        atomic_store_explicit(&owner->states[i], counts[i], memory_order_relaxed);
}

/* ---- prices ---------------------------------------------------------------------------------- */

tr_status tr__owner_tick(tr_owner *owner, const tr_price_tick *tick, tr_error *err)
{
    tr_status status = tr_paper_price(owner->parts.paper, tick, err);
    if (status != TR_OK)
        return status;
    tr__marks_note(&owner->marks, tick);
    tr_engine_price(owner->parts.engine, tick);
    return TR_OK;
}

static void take_tick(void *user, const tr_price_tick *tick)
{
    tr_owner *owner = user;
    tr_error err;
    tr_status status = tr__owner_tick(owner, tick, &err);
    if (status == TR_OK)
        return;
    tr_log_field fields[] = { tr_log_text("symbol", tick->symbol),
                              tr_log_text("reason", err.message) };
    tr_log_write(owner->log, TR_LOG_WARNING, tick->at_ns, "a price was not taken", fields, 2);
}

void tr__owner_put(tr_owner *owner, tr_store_verb verb, tr_table table, const void *row,
                   tr__put_done *done, void *user)
{
    tr__parts_put(&owner->parts, verb, table, row, done, user);
}

/* ---- when to commit --------------------------------------------------------------------------- */

static long under_way(const tr_owner *owner)
{
    return atomic_load_explicit(&owner->inbox.count, memory_order_relaxed);
}

static bool is_held(const tr_owner *owner, int64_t now_ns)
{
    return owner->pace.held_until_ns > now_ns && under_way(owner) < owner->pace.wanted;
}

static void note_flush(tr_owner *owner, int64_t now_ns)
{
    if (owner->pace.flushed_ns == 0 && !tr__parts_are_idle(&owner->parts))
        owner->pace.flushed_ns = now_ns;
}

/* `before`: requests that were under way when the commit ended. */
static void note_commit(tr_owner *owner, long before, int64_t now_ns)
{
    tr__pace *pace = &owner->pace;
    int64_t took_ns = pace->flushed_ns == 0 ? 0 : now_ns - pace->flushed_ns;
    int64_t hold_ns = took_ns / HOLD_SHARE < HOLD_MAX_NS ? took_ns / HOLD_SHARE : HOLD_MAX_NS;
    pace->flushed_ns = 0;
    pace->wanted = before;
    pace->held_until_ns = before >= HOLD_FROM ? now_ns + hold_ns : INT64_MIN;
}

/* ---- a turn ---------------------------------------------------------------------------------- */

static bool run_inbox(tr_owner *owner)
{
    tr__item *item = tr__inbox_take(&owner->inbox);
    bool any = item != NULL;
    while (item != NULL) {
        tr__item *next = item->next;
        item->run(owner, item);
        item = next;
    }
    return any;
}

static void refuse_inbox(tr_owner *owner, const tr_error *reason)
{
    tr__item *item = tr__inbox_take(&owner->inbox);
    while (item != NULL) {
        tr__item *next = item->next;
        item->refuse(item, reason);
        tr__inbox_answered(&owner->inbox);
        item = next;
    }
}

/* What is due by the wall clock: an expiry of the engine, an arrival at the paper market. */
static int64_t wall_due_ns(const tr_owner *owner)
{
    int64_t expiry_ns = tr_engine_due_ns(owner->parts.engine), arrival_ns = 0;
    int64_t dead_man_ns = tr_paper_dead_man_ns(owner->parts.paper);
    int64_t funding_ns = tr_paper_funding_ns(owner->parts.paper);
    if (dead_man_ns < expiry_ns)
        expiry_ns = dead_man_ns;
    if (funding_ns < expiry_ns)
        expiry_ns = funding_ns;
    bool is_on_its_way = tr_paper_next_arrival(owner->parts.paper, &arrival_ns);
    return is_on_its_way && arrival_ns < expiry_ns ? arrival_ns : expiry_ns;
}

static int64_t wait_until_due(tr_owner *owner, int64_t now_ns)
{
    int64_t wall_ns = wall_due_ns(owner), wait_ns = INT64_MAX;
    int64_t price_ns = tr__prices_due_ns(&owner->prices);
    if (wall_ns != INT64_MAX)
        wait_ns = wall_ns <= now_ns                  ? 0
                  : wall_ns - now_ns < LOOK_AGAIN_NS ? wall_ns - now_ns
                                                     : LOOK_AGAIN_NS;
    int64_t monotonic_ns = tr__owner_monotonic_ns(owner);
    if (price_ns != INT64_MAX && price_ns - monotonic_ns < wait_ns)
        wait_ns = price_ns - monotonic_ns;
    if (is_held(owner, monotonic_ns) && owner->pace.held_until_ns - monotonic_ns < wait_ns)
        wait_ns = owner->pace.held_until_ns - monotonic_ns;
    return wait_ns;
}

/* What the store has made durable is told, and what has failed is noticed before more is given to it. */
static tr_status hear_store(tr_owner *owner, bool *moved, tr_error *err)
{
    tr__parts *parts = &owner->parts;
    long before = under_way(owner);
    if (parts->store.poll(parts->store.user, 0) == 0)
        return TR_OK;
    *moved = true;
    note_commit(owner, before, tr__owner_monotonic_ns(owner));
    return tr__parts_status(parts, err);
}

/* One turn. `moved_out`: something happened, so something else may be possible now. */
static tr_status turn(tr_owner *owner, bool closing, bool *moved_out, tr_error *err)
{
    tr__parts *parts = &owner->parts;
    bool moved = run_inbox(owner);
    if (parts->live != NULL)
        moved |= tr__live_parts_run(parts->live, 0);
    int64_t now_ns = tr__owner_now_ns(owner), monotonic_ns = tr__owner_monotonic_ns(owner);
    if (!closing)
        moved |= tr__prices_run(&owner->prices, monotonic_ns, now_ns,
                                !moved && tr__parts_are_idle(parts), take_tick, owner);
    if (tr_engine_due_ns(parts->engine) <= now_ns) {
        tr_engine_timer(parts->engine);
        moved = true;
    }
    int64_t arrival_ns = 0;
    bool is_arriving = (tr_paper_next_arrival(parts->paper, &arrival_ns) && arrival_ns <= now_ns) ||
                       tr_paper_funding_ns(parts->paper) <= now_ns;
    moved |= is_arriving;
    tr_status status = TR_OK;
    if (closing || is_arriving || !is_held(owner, monotonic_ns)) {
        status = tr__parts_flush(parts, err);
        note_flush(owner, monotonic_ns);
    }
    if (status == TR_OK)
        status = hear_store(owner, &moved, err);
    *moved_out = moved;
    return status;
}

/* ---- a live exchange ------------------------------------------------------------------------- */

/* Calls from other threads end the exchange's wait. */
static tr_status watch_waker(tr_owner *owner, tr_error *err)
{
    tr_status status = tr__waker_watch(&owner->inbox.waker, tr__live_parts_loop(owner->parts.live));
    return status == TR_OK ? TR_OK : tr__fail(err, status, 0, "no memory to wait for calls");
}

static void run_live(void *user, int64_t wait_ns)
{
    tr_owner *owner = user;
    (void)tr__live_parts_run(owner->parts.live, wait_ns); /* the next turn looks */
}

/* ---- work ------------------------------------------------------------------------------------ */

/* Work until a failure, or until everything has ended after the close. TR_E_CLOSED: the latter. */
static tr_status work(tr_owner *owner, tr_error *err)
{
    tr_status status = TR_OK;
    while (status == TR_OK) {
        int64_t close_by_ns;
        bool closing = is_closing(owner, &close_by_ns), moved = false;
        tr__waker_look(&owner->inbox.waker);
        if (closing && !owner->has_left) { /* once, before the last turns */
            owner->has_left = true;
            tr_engine_leave(owner->parts.engine);
        }
        status = turn(owner, closing, &moved, err);
        publish(owner);
        /* What never stands still is waited for no longer than what does not answer. */
        int64_t left_ns = closing ? close_by_ns - tr__owner_monotonic_ns(owner) : INT64_MAX;
        if (status != TR_OK || (moved && left_ns > 0))
            continue;
        int64_t wait_ns = wait_until_due(owner, tr__owner_now_ns(owner));
        if (closing) {
            int64_t arrival_ns = 0; /* what is on its way to the market is waited for */
            bool is_done = tr__parts_are_idle(&owner->parts) &&
                           !tr__live_parts_must_go_on(owner->parts.live) &&
                           !tr_paper_next_arrival(owner->parts.paper, &arrival_ns);
            if (is_done || left_ns <= 0)
                return tr__fail(err, TR_E_CLOSED, 0, "shutting down");
            wait_ns = wait_ns < left_ns ? wait_ns : left_ns;
        }
        if (owner->parts.live != NULL)
            tr__waker_doze(&owner->inbox.waker, run_live, owner, wait_ns);
        else
            tr__waker_sleep(&owner->inbox.waker, wait_ns);
    }
    return status;
}

/* ---- opening and failing --------------------------------------------------------------------- */

static void wake(void *user)
{
    tr__waker_wake(&((tr_owner *)user)->inbox.waker);
}

static tr_status open_parts(tr_owner *owner, tr_error *err)
{
    tr__parts_options options = { .plan = &owner->plan,
                                  .clock = owner->clock,
                                  .log = owner->log,
                                  .events = owner->events,
                                  .rng = &owner->rng,
                                  .wake = wake,
                                  .wake_user = owner,
                                  .tick = take_tick,
                                  .tick_user = owner };
    tr_status status = tr__parts_open(&options, &owner->parts, err);
    if (status == TR_OK && owner->parts.live != NULL) {
        status = watch_waker(owner, err);
        tr__live_parts_await_prices(owner->parts.live);
    }
    owner->pace = (tr__pace){ .held_until_ns = INT64_MIN };
    if (status != TR_OK)
        return status;
    /* The markets open before the first command: an order of an owner that lives for one call finds a price. */
    int64_t now_ns = tr__owner_now_ns(owner);
    tr__prices_repeat(&owner->prices, now_ns, take_tick, owner);
    (void)tr__prices_run(&owner->prices, tr__owner_monotonic_ns(owner), now_ns, true, take_tick,
                         owner); /* whether there was any */
    return TR_OK;
}

static void close_parts(tr_owner *owner)
{
    tr_engine_tally tally = tr_engine_count_events(owner->parts.engine);
    owner->tally.alerts += tally.alerts;
    owner->tally.orders += tally.orders;
    owner->tally.fills += tally.fills;
    tr__parts_close(&owner->parts);
    publish(owner);
}

/* Answer with the failure for a while. False: the owner closes. */
static bool pause_for(tr_owner *owner, int64_t pause_ns, const tr_error *reason)
{
    int64_t until_ns = tr__owner_monotonic_ns(owner) + pause_ns, close_by_ns;
    for (;;) {
        tr__waker_look(&owner->inbox.waker);
        refuse_inbox(owner, reason);
        if (is_closing(owner, &close_by_ns))
            return false;
        int64_t left_ns = until_ns - tr__owner_monotonic_ns(owner);
        if (left_ns <= 0)
            return true;
        tr__waker_sleep(&owner->inbox.waker, left_ns);
    }
}

/* Try until it opens. False: the owner closes. */
static bool reopen(tr_owner *owner, tr_error *failure)
{
    int64_t pause_ns = PAUSE_MIN_NS;
    tr_error before = *failure;
    while (pause_for(owner, pause_ns, failure)) {
        pause_ns = pause_ns * 2 < PAUSE_MAX_NS ? pause_ns * 2 : PAUSE_MAX_NS;
        if (open_parts(owner, failure) == TR_OK) {
            (void)atomic_fetch_add(&owner->figures[TR__FIGURE_RESTARTS], 1);
            tr_log_write(owner->log, TR_LOG_INFO, tr__owner_now_ns(owner), "the store works again",
                         NULL, 0);
            return true;
        }
        say(owner, failure);
        if (failure->status == before.status && strcmp(failure->message, before.message) == 0)
            continue; /* said once */
        before = *failure;
        tr_log_field fields[] = { tr_log_text("reason", failure->message) };
        tr_log_write(owner->log, TR_LOG_ERROR, tr__owner_now_ns(owner), "the store does not open",
                     fields, 1);
    }
    return false;
}

void *tr__engine_thread(void *user)
{
    tr_owner *owner = user;
    tr_error state = { .status = TR_OK }, failure = { .status = TR_OK };
    if (open_parts(owner, &failure) != TR_OK) {
        say(owner, &failure);
        return NULL;
    }
    for (;;) {
        say(owner, &state);
        tr_status status = work(owner, &failure);
        assert(status != TR_OK);
        say(owner, &failure);
        close_parts(owner);
        int64_t close_by_ns;
        if (status == TR_E_CLOSED && is_closing(owner, &close_by_ns))
            break;
        tr_log_field fields[] = { tr_log_text("reason", failure.message) };
        tr_log_write(owner->log, TR_LOG_ERROR, tr__owner_now_ns(owner), "the store failed", fields,
                     1);
        if (!reopen(owner, &failure))
            break;
    }
    (void)tr__fail(&failure, TR_E_CLOSED, 0, "shutting down");
    say(owner, &failure);
    refuse_inbox(owner, &failure);
    return NULL;
}
