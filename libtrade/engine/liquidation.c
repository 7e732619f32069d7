/*
 * liquidation.c: positions that the exchange has closed by orders of its own.
 *
 * Its execution is booked as an order of ours would be: accepted, sent and filled in one transaction, with an alarm, so that
 * ledger, positions, exits and limits see it like any other. The order's id is made of the execution's, and is the same
 * whenever and however often it is told: an order that is there is one that is booked.
 */
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "engine/guard.h"
#include "engine/outside.h"
#include "journal/row.h"

struct liquidation {
    tr_engine *engine;
    struct liquidation *next; /* of those that the store is asked about */
    tr_exchange_report report;
    tr_id id;
    bool is_found;
};

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (hash ^ 0xFF) * UINT64_C(1099511628211); /* "ab", "c" is not "a", "bc" */
}

static tr_id id_of(const tr_engine *engine, const tr_exchange_report *report)
{
    tr_rng rng;
    uint64_t hash = hash_text(UINT64_C(14695981039346656037), report->account);
    hash = hash_text(hash, report->symbol);
    tr_rng_init(&rng, hash_text(hash, report->exchange_fill_id));
    return tr_id_make(report->at_ns, engine->tag, &rng);
}

/* ---- booking --------------------------------------------------------------------------------- */

static void book(tr_engine *engine, const tr_exchange_report *report, tr_id id)
{
    char quantity[TR_DECIMAL_TEXT_SIZE], price[TR_DECIMAL_TEXT_SIZE];
    account *owner = tr__state_find_account(&engine->st, report->account);
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_by(w, ACTOR_EXCHANGE);
    order_node *node =
        tr__outside_accept(w, owner, report, id, TR_ROLE_CLOSE, TR__NOTES_LIQUIDATED);
    if (node != NULL) {
        (void)tr_decimal_format(report->quantity.value, quantity,
                                sizeof quantity); /* the sizes suffice */
        (void)tr_decimal_format(report->price.value, price, sizeof price);
        tr__work_alarm(w, node, "liquidation: the exchange has closed %s at %s", quantity, price);
        tr__report_take_fill(w, node, report);
    }
    tr__work_finish(w);
    node = tr__state_find_order(&engine->st, id);
    if (node == NULL || engine->failure.status != TR_OK)
        return;
    tr__halt_after(engine, node);
    tr__stops_after(engine, node);
}

/* ---- once ------------------------------------------------------------------------------------ */

static bool is_asked_about(const tr_engine *engine, tr_id id)
{
    for (const struct liquidation *at = engine->liquidations; at != NULL; at = at->next)
        if (tr_id_compare(at->id, id) == 0)
            return true;
    return false;
}

static void forget(struct liquidation *asked)
{
    struct liquidation **link = &asked->engine->liquidations;
    while (*link != asked)
        link = &(*link)->next;
    *link = asked->next;
    asked->engine->lookups--;
    asked->engine->allocator->release(asked->engine->allocator->user, asked);
}

static bool take_found(void *user, const void *row)
{
    (void)row; /* that there is one tells */
    ((struct liquidation *)user)->is_found = true;
    return false;
}

static void looked_up(void *user, tr_status status, bool has_more, const tr_error *err)
{
    struct liquidation *asked = user;
    tr_engine *engine = asked->engine;
    (void)has_more; /* ids are unique */
    if (status != TR_OK) {
        tr_log_field fields[] = { tr_log_text("account", asked->report.account),
                                  tr_log_text("symbol", asked->report.symbol),
                                  tr_log_text("reason", err == NULL ? tr_status_name(status)
                                                                    : err->message) };
        tr_log_write(engine->log, TR_LOG_ERROR, engine->clock->now_ns(engine->clock->user),
                     "a liquidation could not be booked: reconcile", fields, 3);
    } else if (!asked->is_found && engine->failure.status == TR_OK) {
        book(engine, &asked->report, asked->id);
    }
    forget(asked);
}

static void look_up(tr_engine *engine, const tr_exchange_report *report, tr_id id)
{
    struct liquidation *asked = engine->allocator->allocate(engine->allocator->user, sizeof *asked);
    tr_order key = { .id = id };
    tr_error err = { 0 };
    if (asked == NULL) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        return;
    }
    *asked = (struct liquidation){
        .engine = engine, .next = engine->liquidations, .report = *report, .id = id
    };
    engine->liquidations = asked;
    engine->lookups++;
    tr_store_query query = { .table = TR_TABLE_ORDER, .key = &key, .key_columns = 1, .limit = 1 };
    tr_status status =
        engine->reader->read(engine->reader->user, &query, take_found, looked_up, asked, &err);
    if (status != TR_OK)
        looked_up(asked, status, false, &err);
}

static bool is_sound(const tr_engine *engine, const tr_exchange_report *report)
{
    const tr_instrument *instrument = tr__state_instrument(&engine->st, report->symbol);
    return instrument != NULL && instrument->kind == TR_KIND_LINEAR && report->at_ns > 0 &&
           tr_side_name(report->side) != NULL && tr__report_is_execution(report);
}

void tr__liquidation_take(tr_engine *engine, const tr_exchange_report *report)
{
    const account *owner = tr__state_find_account(&engine->st, report->account);
    if (owner == NULL || report->at_ns < owner->row.created_ns)
        return; /* not ours; what was closed before the account was opened is in its opening balances */
    if (!is_sound(engine, report)) {
        tr_log_field fields[] = { tr_log_text("account", report->account),
                                  tr_log_text("symbol", report->symbol) };
        tr_log_write(engine->log, TR_LOG_ERROR, engine->clock->now_ns(engine->clock->user),
                     "a liquidation of no swap that is traded here: reconcile", fields, 2);
        return;
    }
    tr_id id = id_of(engine, report);
    if (tr__state_find_order(&engine->st, id) == NULL && !is_asked_about(engine, id))
        look_up(engine, report, id);
}

/* What a list tells of an execution is what a report tells. */
static tr_exchange_report report_of(const reconciliation *r, const tr_exchange_item *item)
{
    tr_exchange_report report = { .kind = TR_REPORT_LIQUIDATION,
                                  .at_ns = item->at_ns,
                                  .price = item->price,
                                  .quantity = item->quantity,
                                  .fee = item->fee,
                                  .is_maker = item->is_maker,
                                  .side = item->side };
    tr__text_copy(report.account, sizeof report.account, r->account);
    tr__text_copy(report.symbol, sizeof report.symbol, item->symbol);
    tr__text_copy(report.exchange_order_id, sizeof report.exchange_order_id,
                  item->exchange_order_id);
    tr__text_copy(report.exchange_fill_id, sizeof report.exchange_fill_id, item->exchange_fill_id);
    tr__text_copy(report.fee_asset, sizeof report.fee_asset, item->asset);
    return report;
}

bool tr__liquidation_judge(reconciliation *r, const tr_exchange_item *item)
{
    tr_exchange_report report = report_of(r, item);
    tr_order row;
    if (!is_sound(r->engine, &report) || report.at_ns < r->owner->row.created_ns)
        return false;
    tr_id id = id_of(r->engine, &report);
    if (tr__state_find_order(&r->engine->st, id) != NULL || tr__reconcile_find_order(r, id, &row) ||
        r->status != TR_OK)
        return false;
    tr__liquidation_take(r->engine, &report);
    return true;
}
