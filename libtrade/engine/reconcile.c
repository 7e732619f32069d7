/* reconcile.c: the steps of a reconciliation, who waits for it, and when it begins by itself. */
#include "engine/reconcile.h"

#include <string.h>

#include <trade/time.h>

#include "core/fail.h"

#define ROUNDS_MAX 8
#define SETTLE_NS  (5 * TR_NS_PER_SECOND) /* for the exchange to answer about an order */
#define LOOK_BACK_NS                                                                               \
    (10 * TR_NS_PER_MINUTE) /* executions are listed from before the newest one known */
#define ITEMS_MAX 200000

static int64_t now_of(const tr_engine *engine)
{
    return engine->clock->now_ns(engine->clock->user);
}

/* ---- names and policies ---------------------------------------------------------------------- */

typedef struct kind_def {
    const char *name;
    bool can_adopt, can_cancel;
    tr_reconcile_action initial;
} kind_def;

static const kind_def kinds[TR_DIFFERENCE_COUNT] = {
    [TR_DIFFERENCE_FILL_MISSED] = { "fill_missed", true, false, TR_RECONCILE_ADOPT },
    [TR_DIFFERENCE_ORDER_GONE] = { "order_gone", true, false, TR_RECONCILE_ADOPT },
    [TR_DIFFERENCE_ORDER_ENDED] = { "order_ended", false, true, TR_RECONCILE_CANCEL },
    [TR_DIFFERENCE_ORDER_STRAY] = { "order_stray", true, true, TR_RECONCILE_STOP },
    [TR_DIFFERENCE_ORDER_FOREIGN] = { "order_foreign", false, true, TR_RECONCILE_REPORT },
    [TR_DIFFERENCE_FILL_STRAY] = { "fill_stray", false, false, TR_RECONCILE_STOP },
    [TR_DIFFERENCE_POSITION] = { "position", true, false, TR_RECONCILE_STOP },
    [TR_DIFFERENCE_BALANCE] = { "balance", true, false, TR_RECONCILE_STOP },
};

static const char *const action_names[] = { [TR_RECONCILE_REPORT] = "report",
                                            [TR_RECONCILE_ADOPT] = "adopt",
                                            [TR_RECONCILE_CANCEL] = "cancel",
                                            [TR_RECONCILE_STOP] = "stop" };

const char *tr_difference_kind_name(tr_difference_kind kind)
{
    return (unsigned)kind < TR_DIFFERENCE_COUNT ? kinds[kind].name : NULL;
}

const char *tr_reconcile_action_name(tr_reconcile_action wanted)
{
    return (unsigned)wanted <= TR_RECONCILE_STOP ? action_names[wanted] : NULL;
}

bool tr_reconcile_is_possible(tr_difference_kind kind, tr_reconcile_action wanted)
{
    if ((unsigned)kind >= TR_DIFFERENCE_COUNT)
        return false;
    switch (wanted) {
    case TR_RECONCILE_REPORT:
    case TR_RECONCILE_STOP:
        return true;
    case TR_RECONCILE_ADOPT:
        return kinds[kind].can_adopt;
    case TR_RECONCILE_CANCEL:
        return kinds[kind].can_cancel;
    }
    return false;
}

void tr_reconcile_policy_init(tr_reconcile_policy *out)
{
    for (int kind = 0; kind < TR_DIFFERENCE_COUNT; kind++)
        out->actions[kind] = kinds[kind].initial;
}

void tr_reconcile_policy_of(tr_reconcile_action wanted, tr_reconcile_policy *out)
{
    for (int kind = 0; kind < TR_DIFFERENCE_COUNT; kind++)
        out->actions[kind] = tr_reconcile_is_possible((tr_difference_kind)kind, wanted)
                                 ? wanted
                                 : TR_RECONCILE_REPORT;
}

/* ---- life ------------------------------------------------------------------------------------ */

static void release(reconciliation *r)
{
    const tr_allocator *allocator = r->engine->allocator;
    for (size_t i = 0; i < RECONCILE_LISTINGS; i++)
        allocator->release(allocator->user, r->listings[i].items);
    allocator->release(allocator->user, r->seen);
    allocator->release(allocator->user, r->asked);
    allocator->release(allocator->user, r->differences);
    allocator->release(allocator->user, r);
}

/* What was told stays, so that the next run does not write it into the log again. */
static void keep_told(reconciliation *r)
{
    tr_engine *engine = r->engine;
    engine->allocator->release(engine->allocator->user, r->owner->told);
    r->owner->told = r->differences;
    r->owner->told_count = r->difference_count;
    r->differences = NULL;
    r->difference_count = 0;
}

static void tell(const reconciliation *r)
{
    tr_reconcile_report report = { .status = r->status,
                                   .error = r->err,
                                   .account = r->account,
                                   .is_settled = r->is_settled,
                                   .rounds = r->rounds,
                                   .orders = (int64_t)r->listings[TR_LISTING_ORDERS].count,
                                   .fills = (int64_t)r->listings[TR_LISTING_FILLS].count,
                                   .positions = (int64_t)r->listings[TR_LISTING_POSITIONS].count,
                                   .balances = (int64_t)r->listings[TR_LISTING_BALANCES].count,
                                   .differences = r->differences,
                                   .difference_count = r->difference_count };
    r->done(r->user, &report);
}

/* A look that changes nothing may have left executions out of the books: the next one looks at them again. */
static void note_reconciled(reconciliation *r)
{
    if (r->policy.actions[TR_DIFFERENCE_FILL_MISSED] != TR_RECONCILE_ADOPT)
        return;
    r->owner->fills_since_ns = r->began_ns;
    r->owner->is_reconciled = true;
}

static void finish(reconciliation *r)
{
    tr_engine *engine = r->engine;
    engine->reconciliations = r->next;
    if (engine->reconcile_every_ns > 0) /* whoever asked for it */
        engine->reconcile_due_ns = now_of(engine) + engine->reconcile_every_ns;
    if (r->status == TR_OK && r->is_settled)
        note_reconciled(r);
    tell(r);
    if (r->status == TR_OK)
        keep_told(r);
    release(r);
}

static void fail(reconciliation *r, tr_status status, const tr_error *err)
{
    r->status = status;
    if (err != NULL && err->status != TR_OK)
        r->err = *err;
    else
        (void)tr__fail(&r->err, status, 0, "reconciling %s: %s", r->account,
                       tr_status_name(status));
    finish(r);
}

static tr_status check_policy(const tr_reconcile_policy *policy, tr_error *err)
{
    for (int kind = 0; policy != NULL && kind < TR_DIFFERENCE_COUNT; kind++)
        if (!tr_reconcile_is_possible((tr_difference_kind)kind, policy->actions[kind]))
            return tr__fail(err, TR_E_INVALID, 0, "%s cannot be dealt with by action %d",
                            kinds[kind].name, (int)policy->actions[kind]);
    return TR_OK;
}

static void refuse(const char *name, tr_status status, const tr_error *err, tr_reconcile_done *done,
                   void *user)
{
    tr_reconcile_report report = { .status = status, .error = *err, .account = name };
    done(user, &report);
}

void tr_engine_reconcile(tr_engine *engine, const char *account_name,
                         const tr_reconcile_policy *policy, tr_reconcile_done *done, void *user)
{
    tr_error err = { 0 };
    tr_status status = tr__engine_ready(engine, &err);
    const char *name = account_name == NULL ? "" : account_name;
    if (status == TR_OK && tr__state_find_account(&engine->st, name) == NULL)
        status = tr__fail(&err, TR_E_NOT_FOUND, 0, "no account %.31s", name);
    if (status == TR_OK && engine->exchange->list == NULL)
        status = tr__fail(&err, TR_E_UNSUPPORTED, 0, "%s does not list what it holds",
                          engine->exchange->traits->name);
    if (status == TR_OK)
        status = check_policy(policy == NULL ? &engine->reconcile_policy : policy, &err);
    reconciliation *r = NULL;
    if (status == TR_OK) {
        r = engine->allocator->allocate(engine->allocator->user, sizeof *r);
        if (r == NULL)
            status = tr__fail(&err, TR_E_NO_MEMORY, 0, "no memory to reconcile");
    }
    if (status != TR_OK) {
        refuse(name, status, &err, done, user);
        return;
    }
    memset(r, 0, sizeof *r);
    r->engine = engine;
    r->policy = policy == NULL ? engine->reconcile_policy : *policy;
    r->done = done;
    r->user = user;
    memcpy(r->account, name, strlen(name) + 1); /* an account's: it fits */
    reconciliation **last = &engine->reconciliations;
    while (*last != NULL)
        last = &(*last)->next;
    *last = r;
}

void tr__reconcile_end(tr_engine *engine)
{
    while (engine->reconciliations != NULL) {
        reconciliation *r = engine->reconciliations;
        engine->reconciliations = r->next;
        r->status = tr__fail(&r->err, TR_E_CLOSED, 0, "the engine stopped before %s was reconciled",
                             r->account);
        tell(r);
        release(r);
    }
}

/* ---- steps ----------------------------------------------------------------------------------- */

/* The engine may have gone on to another one when a late answer comes. */
static reconciliation *current(tr_engine *engine, reconcile_step step)
{
    reconciliation *r = engine->reconciliations;
    return r != NULL && r->step == step ? r : NULL;
}

static void on_durable(void *user, const tr_engine_answer *answer)
{
    reconciliation *r = current(user, RECONCILE_WAIT);
    if (r != NULL && answer->status == TR_OK) /* else the engine has failed, which ends all */
        r->is_durable = true;
}

/* Whatever was decided before must be in the tables, which is where executions are looked up. */
static void begin(reconciliation *r)
{
    tr_engine *engine = r->engine;
    r->owner = tr__state_find_account(&engine->st, r->account);
    r->is_durable = false;
    r->step = RECONCILE_WAIT;
    r->rounds++;
    work *w = tr__work_begin(engine, on_durable, engine);
    if (w != NULL)
        tr__work_finish(w);
}

static void on_item(void *user, const tr_exchange_item *item)
{
    tr_engine *engine = user;
    reconciliation *r = current(engine, RECONCILE_LISTING);
    if (r == NULL || item->kind != r->kind || r->status != TR_OK)
        return;
    listing *into = &r->listings[r->kind];
    if (into->count == ITEMS_MAX)
        r->status =
            tr__fail(&r->err, TR_E_FULL, 0, "the exchange lists more than %d lines", ITEMS_MAX);
    else if (!tr__state_make_room(&engine->st, (void **)&into->items, &into->capacity, into->count,
                                  sizeof *into->items))
        r->status = tr__fail(&r->err, TR_E_NO_MEMORY, 0, "no memory to reconcile");
    else
        into->items[into->count++] = *item;
}

static void on_listed(void *user, tr_status status, const tr_error *err)
{
    reconciliation *r = current(user, RECONCILE_LISTING);
    if (r == NULL)
        return;
    r->is_listed = true;
    if (status == TR_OK || r->status != TR_OK)
        return;
    r->status = status;
    if (err != NULL)
        r->err = *err;
}

/*
 * From when on executions are asked for: at first, an order that still works may have filled ever since it was placed; once
 * an account has been reconciled, from that time on.
 */
static int64_t since_of(const reconciliation *r)
{
    const state *st = &r->engine->st;
    int64_t since_ns = r->owner->fills_since_ns;
    for (const order_node *node = r->owner->is_reconciled ? NULL : tr__state_first_order(st);
         node != NULL; node = tr__state_next_order(st, node))
        if (node->owner == r->owner && tr__state_is_live(node->order.state) &&
            node->order.created_ns < since_ns)
            since_ns = node->order.created_ns;
    return since_ns < LOOK_BACK_NS ? 0 : since_ns - LOOK_BACK_NS;
}

/* What may know of an execution comes before the executions do. */
static const tr_listing_kind list_order[RECONCILE_LISTINGS] = { TR_LISTING_BALANCES,
                                                                TR_LISTING_POSITIONS,
                                                                TR_LISTING_ORDERS, TR_LISTING_FILLS,
                                                                TR_LISTING_FUNDING };

/* Who trades spot alone is not asked for funding. */
static bool is_of_use(const tr_engine *engine, tr_listing_kind kind)
{
    for (size_t i = 0; kind == TR_LISTING_FUNDING && i < engine->st.instrument_count; i++)
        if (engine->st.instruments[i].kind == TR_KIND_LINEAR)
            return true;
    return kind != TR_LISTING_FUNDING;
}

static void list(reconciliation *r)
{
    tr_engine *engine = r->engine;
    r->kind = list_order[r->listed_count++];
    tr_exchange_listing into = { on_item, on_listed, engine };
    tr_error err = { 0 };
    r->listings[r->kind].count = 0;
    r->is_listed = false;
    r->step = RECONCILE_LISTING;
    if (!is_of_use(engine, r->kind)) {
        r->listings[r->kind].is_known = false;
        r->is_listed = true;
        return;
    }
    int64_t since_ns = since_of(r);
    if (r->kind == TR_LISTING_FUNDING)
        since_ns = tr__funding_since(r->owner, since_ns);
    tr_status status =
        engine->exchange->list(engine->exchange->user, r->kind, r->account, since_ns, &into, &err);
    r->listings[r->kind].is_known = status == TR_OK;
    if (status == TR_E_UNSUPPORTED)
        r->is_listed = true;
    else if (status != TR_OK)
        fail(r, status, &err);
}

static void begin_lists(reconciliation *r)
{
    r->listed_count = 0;
    r->seq = r->owner->seq;
    r->began_ns = now_of(r->engine);
    r->step = RECONCILE_LIST;
}

static void judge(reconciliation *r)
{
    bool has_moved = r->owner->seq != r->seq; /* lists and memory are of different moments */
    bool has_acted = !has_moved && tr__reconcile_judge_orders(r);
    if (!has_moved && !has_acted)
        has_acted = tr__swaps_judge(r);
    if (!has_moved && !has_acted && r->status == TR_OK)
        r->is_settled = tr__reconcile_judge_holdings(r);
    if (r->is_settled || r->status != TR_OK || r->rounds == ROUNDS_MAX) {
        finish(r);
        return;
    }
    r->is_confirming = !has_moved && !has_acted;
    r->give_up_ns = now_of(r->engine);
    if (has_acted)
        r->give_up_ns += SETTLE_NS;
    else if (r->is_confirming)
        r->give_up_ns += r->engine->exchange->traits->visibility_ns;
    r->step = RECONCILE_SETTLE;
}

/* False: it waits for something. */
static bool advance(reconciliation *r)
{
    switch (r->step) {
    case RECONCILE_BEGIN:
        begin(r);
        return true;
    case RECONCILE_WAIT:
        if (r->is_durable)
            begin_lists(r);
        return r->is_durable;
    case RECONCILE_LIST:
        list(r);
        return true;
    case RECONCILE_LISTING:
        if (!r->is_listed)
            return false;
        if (r->status != TR_OK)
            finish(r);
        else
            r->step = r->listed_count == RECONCILE_LISTINGS ? RECONCILE_JUDGE : RECONCILE_LIST;
        return true;
    case RECONCILE_JUDGE:
        judge(r);
        return true;
    case RECONCILE_SETTLE:
        if ((r->is_confirming || tr__reconcile_is_waiting(r)) && now_of(r->engine) < r->give_up_ns)
            return false;
        r->step = RECONCILE_BEGIN;
        return true;
    }
    return false;
}

void tr__reconcile_pursue(tr_engine *engine)
{
    while (engine->reconciliations != NULL && engine->failure.status == TR_OK &&
           advance(engine->reconciliations))
        ;
}

/* ---- by the clock ---------------------------------------------------------------------------- */

int64_t tr__reconcile_due_ns(const tr_engine *engine)
{
    const reconciliation *r = engine->reconciliations;
    if (r == NULL)
        return engine->is_recovered ? engine->reconcile_due_ns : INT64_MAX;
    return r->step == RECONCILE_SETTLE ? r->give_up_ns : INT64_MAX;
}

static void log_report(void *user, const tr_reconcile_report *report)
{
    tr_engine *engine = user;
    if (report->status == TR_OK && report->is_settled)
        return; /* each difference is logged when it is news */
    tr_log_field fields[] = { tr_log_text("account", report->account),
                              tr_log_text("reason", report->status != TR_OK
                                                        ? report->error.message
                                                        : "it never stood still") };
    tr_log_write(engine->log, TR_LOG_WARNING, now_of(engine),
                 "an account is not reconciled with its exchange", fields, 2);
}

void tr__reconcile_timer(tr_engine *engine, int64_t now_ns)
{
    if (engine->reconcile_every_ns <= 0 || engine->reconcile_due_ns > now_ns ||
        engine->reconciliations != NULL || engine->exchange->list == NULL)
        return;
    engine->reconcile_due_ns = now_ns + engine->reconcile_every_ns;
    for (size_t i = 0; i < engine->st.account_count; i++)
        tr_engine_reconcile(engine, engine->st.accounts[i]->row.name, NULL, log_report, engine);
}
