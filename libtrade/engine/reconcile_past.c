/*
 * reconcile_past.c: executions of orders that pruning took away. An exchange lists them for as long as an older order works:
 * they are booked, and no strays.
 */
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "engine/reconcile.h"

#define APART_NS                                                                                   \
    (10 * TR_NS_PER_SECOND) /* a report and a list may tell two times of one execution */
#define PAGE_ROWS 500

typedef struct past_lookup {
    const tr_exchange_item *item;
    tr_fill last; /* from which the next page starts */
    bool is_found, is_over, is_answered, has_more;
    tr_status status;
} past_lookup;

static bool take_fill(void *user, const void *row)
{
    past_lookup *l = user;
    const tr_exchange_item *item = l->item;
    l->last = *(const tr_fill *)row;
    l->is_over = l->last.at_ns - APART_NS > item->at_ns;
    l->is_found = !l->is_over && l->last.side == item->side &&
                  strcmp(l->last.symbol, item->symbol) == 0 &&
                  strcmp(l->last.exchange_fill_id, item->exchange_fill_id) == 0;
    return !l->is_found && !l->is_over;
}

static void page_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    past_lookup *l = user;
    (void)err; /* the status is kept */
    l->is_answered = true;
    l->has_more = has_more;
    l->status = status;
}

bool tr__reconcile_is_past(reconciliation *r, const tr_exchange_item *item)
{
    tr_store_reader *reader = r->engine->reader;
    past_lookup l = { .item = item, .has_more = true };
    memcpy(l.last.account, r->account, sizeof l.last.account);
    l.last.at_ns = item->at_ns - APART_NS;
    while (r->status == TR_OK && l.has_more && !l.is_found && !l.is_over) {
        tr_fill after = l.last;
        tr_store_query query = { .table = TR_TABLE_PAST_FILL,
                                 .key = &after,
                                 .key_columns = 1,
                                 .after = &after,
                                 .limit = PAGE_ROWS };
        l.is_answered = false;
        tr_status status = reader->read(reader->user, &query, take_fill, page_read, &l, &r->err);
        if (status == TR_OK)
            status = l.is_answered ? l.status : TR_E_UNSUPPORTED;
        if (status != TR_OK)
            r->status = tr__fail(&r->err, status, 0, "reconciling %s: the store cannot be read: %s",
                                 r->account, tr_status_name(status));
    }
    return l.is_found && r->status == TR_OK;
}
