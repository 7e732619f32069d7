/*
 * late.c: executions of orders that have ended and left memory.
 *
 * An exchange may tell of a cancel before it tells of the last fill. Such a fill is money moved: its order is read back
 * from the store with the executions booked so far, the fill is booked, and the order leaves again. Its state stays.
 */
#include <string.h>

#include "engine/work.h"

#define PAGE_FILLS 500

typedef struct late_fill {
    tr_engine *engine;
    tr_exchange_report report;
    tr_id order_id;
    uint64_t brought_back; /* when the order was asked for: what was read is as it was then */
    bool is_found;
    bool is_booked; /* its id is among the order's fills */
    bool has_last;
    tr_order order;
    tr_fill last; /* from which the next page starts */
    char (*fill_ids)[TR_LABEL_SIZE];
    size_t fill_count, fill_capacity;
} late_fill;

static void give_up(late_fill *late, tr_status status)
{
    tr_engine *engine = late->engine;
    if (status != TR_OK) {
        tr_log_field fields[] = { tr_log_text("client_id", late->report.client_id),
                                  tr_log_status("status", status) };
        tr_log_write(engine->log, TR_LOG_ERROR, late->report.at_ns,
                     "a late fill could not be booked: reconcile", fields, 2);
    }
    engine->lookups--;
    engine->allocator->release(engine->allocator->user, late->fill_ids);
    engine->allocator->release(engine->allocator->user, late);
}

/* NULL: no memory, and the engine has stopped. */
static order_node *bring_back(late_fill *late)
{
    tr_engine *engine = late->engine;
    account *owner = tr__state_find_account(&engine->st, late->order.account);
    order_node *node = owner == NULL ? NULL : tr__state_add_order(&engine->st, owner, &late->order);
    bool is_whole = node != NULL;
    engine->brought_back++;
    if (node != NULL)
        node->stored_version = late->order.version;
    for (size_t i = 0; i < late->fill_count && is_whole; i++)
        is_whole = tr__state_add_fill_id(&engine->st, node, late->fill_ids[i]);
    if (!is_whole)
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
    return is_whole ? node : NULL;
}

static void book(late_fill *late)
{
    tr_engine *engine = late->engine;
    order_node *node = tr__state_find_order(&engine->st, late->order_id);
    if (node == NULL)
        node = bring_back(late);
    if (node != NULL)
        tr_engine_report(engine, &late->report);
}

static bool take_fill_id(void *user, const void *row)
{
    late_fill *late = user;
    late->last = *(const tr_fill *)row;
    late->has_last = true;
    late->is_booked =
        late->is_booked || strcmp(late->last.exchange_fill_id, late->report.exchange_fill_id) == 0;
    if (!tr__state_make_room(&late->engine->st, (void **)&late->fill_ids, &late->fill_capacity,
                             late->fill_count, sizeof *late->fill_ids))
        return false; /* the count tells */
    memcpy(late->fill_ids[late->fill_count++], late->last.exchange_fill_id, TR_LABEL_SIZE);
    return true;
}

static void read_fills(late_fill *late);
static void look_up(late_fill *late);

/* Another late fill has brought it back since it was read, and it has left again: the row is another one. */
static bool is_stale(const late_fill *late)
{
    return late->brought_back != late->engine->brought_back &&
           tr__state_find_order(&late->engine->st, late->order_id) == NULL;
}

static void fills_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    late_fill *late = user;
    (void)err; /* the status is logged */
    if (status == TR_OK && !late->is_booked && has_more) {
        read_fills(late);
        return;
    }
    if (status == TR_OK && !late->is_booked && late->engine->failure.status == TR_OK &&
        is_stale(late)) {
        look_up(late);
        return;
    }
    if (status == TR_OK && !late->is_booked && late->engine->failure.status == TR_OK)
        book(late);
    give_up(late, status);
}

static void read_fills(late_fill *late)
{
    tr_fill key = { .order_id = late->order_id };
    tr_store_query query = { .table = TR_TABLE_FILL,
                             .index = TR_INDEX_FILL_ORDER,
                             .key = &key,
                             .key_columns = 1,
                             .after = late->has_last ? &late->last : NULL,
                             .limit = PAGE_FILLS };
    tr_status status = late->engine->reader->read(late->engine->reader->user, &query, take_fill_id,
                                                  fills_read, late, NULL);
    if (status != TR_OK)
        give_up(late, status);
}

static bool take_order(void *user, const void *row)
{
    late_fill *late = user;
    late->order = *(const tr_order *)row;
    late->is_found = true;
    return false;
}

static void order_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    late_fill *late = user;
    (void)has_more; /* ids are unique */
    (void)err;      /* the status is logged */
    if (status == TR_OK && late->is_found)
        read_fills(late);
    else
        give_up(late, status); /* not ours */
}

static void look_up(late_fill *late)
{
    tr_engine *engine = late->engine;
    tr_order key = { .id = late->order_id };
    tr_store_query query = { .table = TR_TABLE_ORDER, .key = &key, .key_columns = 1, .limit = 1 };
    late->brought_back = engine->brought_back;
    late->is_found = late->has_last = false;
    late->fill_count = 0;
    tr_status status =
        engine->reader->read(engine->reader->user, &query, take_order, order_read, late, NULL);
    if (status != TR_OK)
        give_up(late, status);
}

void tr__late_fill(tr_engine *engine, tr_id order_id, const tr_exchange_report *report)
{
    late_fill *late = engine->allocator->allocate(engine->allocator->user, sizeof *late);
    if (late == NULL) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        return;
    }
    *late = (late_fill){ .engine = engine, .report = *report, .order_id = order_id };
    engine->lookups++;
    look_up(late);
}
