/* reload.c: another configuration for a running owner: the part that can change while everything runs. */
#include <assert.h>

#include "core/fail.h"
#include "owner/bars.h"
#include "owner/state.h"

typedef struct reload_item {
    tr__item base;
    tr_owner *owner;
    tr__risk_plan plan;
    pthread_mutex_t mutex; /* guards the two that follow */
    pthread_cond_t is_told;
    bool is_done;
    tr_error result; /* status TR_OK: it holds */
} reload_item;

static void tell(reload_item *item, const tr_error *result)
{
    (void)pthread_mutex_lock(&item->mutex);
    item->result = *result;
    item->is_done = true;
    (void)pthread_cond_signal(&item->is_told);
    (void)pthread_mutex_unlock(
        &item->mutex); /* the waiter releases the item: not to be touched from here on */
}

static void run_reload(tr_owner *owner, tr__item *base)
{
    reload_item *item = (reload_item *)base;
    tr_error result = { .status = TR_OK };
    if (tr_engine_set_risk(owner->parts.engine, &item->plan.risk, &result) == TR_OK) {
        tr__risk_plan before = owner->plan.risk; /* the next engine opens with the new one */
        owner->plan.risk = item->plan;
        item->plan = before;
        result.status = TR_OK;
        tr__bars_source bars = { .reader = &owner->parts.reader,
                                 .clock = owner->clock,
                                 .log = owner->log,
                                 .instruments = owner->plan.instruments,
                                 .instrument_count = owner->plan.instrument_count };
        tr__bars_feed(&bars, &owner->plan.risk.risk, owner->parts.engine);
    }
    tr__inbox_answered(&owner->inbox);
    tell(item, &result);
}

static void refuse_reload(tr__item *base, const tr_error *reason)
{
    tell((reload_item *)base, reason);
}

tr_status tr_owner_reload(tr_owner *owner, const tr_config *config, tr_error *err)
{
    if (owner == NULL || config == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no owner, or no configuration");
    reload_item item = { .base = { .run = run_reload, .refuse = refuse_reload }, .owner = owner };
    tr_status status = tr__risk_plan_read(config, &item.plan, err);
    if (status != TR_OK)
        return status;
    (void)pthread_mutex_init(&item.mutex,
                             NULL); /* with default attributes neither fails on Linux */
    (void)pthread_cond_init(&item.is_told, NULL);
    tr__inbox_put(&owner->inbox, &item.base);
    (void)pthread_mutex_lock(&item.mutex);
    while (!item.is_done)
        (void)pthread_cond_wait(&item.is_told, &item.mutex);
    (void)pthread_mutex_unlock(&item.mutex);
    (void)pthread_cond_destroy(&item.is_told);
    (void)pthread_mutex_destroy(&item.mutex);
    tr__risk_plan_done(&item.plan);
    if (item.result.status != TR_OK && err != NULL)
        *err = item.result;
    return item.result.status;
}
