/* funding.c: see funding.h. The table is in the order of booking, which need not be that of the payments' times. */
#include "command/funding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"

#define PAGE_ROWS 1000

typedef struct reading {
    tr__fundings *into;
    tr_funding_payment last;
    bool is_out_of_memory;
} reading;

static bool take(void *user, const void *row)
{
    reading *r = user;
    tr__fundings *into = r->into;
    r->last = *(const tr_funding_payment *)row;
    if (into->symbol[0] != '\0' && strcmp(into->symbol, r->last.symbol) != 0)
        return true;
    if (into->count == into->capacity) {
        size_t wanted = into->capacity == 0 ? 64 : 2 * into->capacity;
        tr_funding_payment *items = tr__reallocate(
            NULL, into->items, into->capacity * sizeof *items, wanted * sizeof *items);
        r->is_out_of_memory = items == NULL;
        if (items == NULL)
            return false;
        into->items = items;
        into->capacity = wanted;
    }
    into->items[into->count++] = r->last;
    return true;
}

static int by_time(const void *a, const void *b)
{
    const tr_funding_payment *first = a, *second = b;
    if (first->at_ns != second->at_ns)
        return first->at_ns < second->at_ns ? -1 : 1;
    return (first->seq > second->seq) - (first->seq < second->seq);
}

tr_status tr__fundings_read(const tr_command_context *context, const char *account,
                            const char *symbol, tr__fundings *out, tr_error *err)
{
    tr_funding_payment key = { .seq = 0 };
    reading r = { .into = out };
    bool has_more = true;
    out->symbol = symbol;
    (void)snprintf(key.account, sizeof key.account, "%s", account);
    for (bool has_after = false; has_more; has_after = true) {
        tr_funding_payment after = r.last;
        tr_store_query query = { .table = TR_TABLE_FUNDING,
                                 .key = &key,
                                 .key_columns = 1,
                                 .after = has_after ? &after : NULL,
                                 .limit = PAGE_ROWS };
        tr_status status = tr__read_page(context, &query, take, &r, &has_more, err);
        if (status == TR_OK && r.is_out_of_memory)
            status = tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for funding");
        if (status != TR_OK)
            return status;
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof *out->items, by_time);
    return TR_OK;
}

tr_status tr__fundings_tell(tr__fundings *fundings, int64_t until_ns, tr_pnl *pnl, tr_error *err)
{
    while (fundings->next < fundings->count && fundings->items[fundings->next].at_ns <= until_ns) {
        const tr_funding_payment *one = &fundings->items[fundings->next++];
        tr_status status = tr_pnl_funding(pnl, one->symbol, one->amount, one->at_ns, err);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

void tr__fundings_done(tr__fundings *fundings)
{
    tr__release(NULL, fundings->items);
    *fundings = (tr__fundings){ .count = 0 };
}
