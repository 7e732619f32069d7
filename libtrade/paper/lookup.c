/*
 * lookup.c: requests about orders that memory does not know but the store may: one is read at a time, in order.
 *
 * The reader may answer at once or later. The loop in `run` takes both without recursion: a completion that
 * arrives while the loop runs only moves the state on.
 */
#include "paper/state.h"

#include <assert.h>
#include <string.h>

#include "core/fail.h"

#define PAGE_ROWS 500

static void run(tr_paper *paper);

static void lookup_clear(tr_paper *paper)
{
    tr__paper_order_free(paper, paper->lookup_found);
    paper->lookup_found = NULL;
    paper->lookup_phase = TR__PAPER_READ_ORDER;
}

static void stop(tr_paper *paper, tr_status status)
{
    (void)tr__paper_break(paper, status, "lookup", NULL); /* kept there for tr_paper_status */
}

static bool on_order(void *user, const void *row)
{
    tr_paper *paper = user;
    assert(paper->lookup_found == NULL);
    if (tr__paper_order_new(paper, &paper->lookup_found) != TR_OK) {
        stop(paper, TR_E_NO_MEMORY);
        return false;
    }
    paper->lookup_found->row = *(const tr_paper_order_row *)row;
    return true;
}

static bool on_fill(void *user, const void *row)
{
    tr_paper *paper = user;
    const tr_paper_fill_row *fill_row = row;
    tr__paper_order *order = paper->lookup_found;
    tr__paper_fill fill = tr__paper_fill_of_row(fill_row);
    memcpy(order->fee_asset, fill_row->fee_asset, sizeof order->fee_asset);
    if (tr__paper_order_add_fill(paper, order, &fill) == TR_OK)
        return true;
    stop(paper, TR_E_NO_MEMORY);
    return false;
}

static void on_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    tr_paper *paper = user;
    (void)err; /* the status says enough: the exchange stops */
    paper->is_lookup_reading = false;
    if (status != TR_OK)
        stop(paper, status);
    else if (paper->lookup_phase == TR__PAPER_READ_ORDER)
        paper->lookup_phase =
            paper->lookup_found != NULL ? TR__PAPER_READ_FILLS : TR__PAPER_READ_NOTHING_MORE;
    else if (!has_more)
        paper->lookup_phase = TR__PAPER_READ_NOTHING_MORE;
    run(paper);
}

static void read_more(tr_paper *paper)
{
    const tr_exchange_order *asked = &paper->lookup_first->order;
    tr_store_reader *reader = paper->options.reader;
    tr_status status;
    paper->is_lookup_reading = true;
    if (paper->lookup_phase == TR__PAPER_READ_ORDER) {
        tr_paper_order_row key = { 0 };
        memcpy(key.account, asked->account, sizeof key.account);
        memcpy(key.client_id, asked->client_id, sizeof key.client_id);
        tr_store_query query = { .table = TR_TABLE_PAPER_ORDER,
                                 .index = TR_INDEX_PRIMARY,
                                 .key = &key,
                                 .key_columns = 2,
                                 .limit = 1 };
        status = reader->read(reader->user, &query, on_order, on_read, paper, NULL);
    } else {
        const tr__paper_order *found = paper->lookup_found;
        tr_paper_fill_row key = { 0 };
        memcpy(key.account, asked->account, sizeof key.account);
        memcpy(key.client_id, asked->client_id, sizeof key.client_id);
        if (found->fill_count > 0)
            key.fill_id = found->fills[found->fill_count - 1].fill_id;
        tr_store_query query = { .table = TR_TABLE_PAPER_FILL,
                                 .index = TR_INDEX_PAPER_FILL_ORDER,
                                 .key = &key,
                                 .key_columns = 2,
                                 .after = found->fill_count > 0 ? &key : NULL,
                                 .limit = PAGE_ROWS };
        status = reader->read(reader->user, &query, on_fill, on_read, paper, NULL);
    }
    if (status != TR_OK) {
        paper->is_lookup_reading = false;
        stop(paper, status);
    }
}

/* Everything is read: do what was asked for. */
static void finish(tr_paper *paper)
{
    tr__paper_lookup *lookup = paper->lookup_first;
    paper->lookup_first = lookup->next;
    if (lookup->next == NULL)
        paper->lookup_last = NULL;
    tr__paper_order *found = paper->lookup_found;
    const tr_exchange_order *asked = &lookup->order;
    /* An earlier request may have brought it into memory meanwhile. */
    tr__paper_order *known = tr__paper_order_find(paper, asked->account, asked->client_id);
    if (known != NULL)
        (void)tr__paper_answer(paper, lookup->request, known,
                               NULL); /* a failure is kept in `paper` */
    else if (found != NULL && found->row.state == TR_PAPER_OPEN)
        stop(paper, TR_E_CORRUPT); /* open orders are in memory: somebody else wrote this one */
    else if (found != NULL)
        (void)tr__paper_answer(paper, lookup->request, found, NULL);
    else if (lookup->request != TR__PAPER_PLACE)
        tr__paper_answer_missing(paper, lookup->request, asked->account, asked->client_id);
    else if (tr__paper_admit(paper, asked, NULL) != TR_OK)
        stop(paper, TR_E_NO_MEMORY); /* place has said that reports will follow */
    tr__release(paper->allocator, lookup);
    lookup_clear(paper);
}

static void run(tr_paper *paper)
{
    if (paper->is_lookup_running)
        return;
    paper->is_lookup_running = true;
    while (paper->lookup_first != NULL && !paper->is_lookup_reading &&
           tr_paper_status(paper) == TR_OK) {
        if (paper->lookup_phase == TR__PAPER_READ_NOTHING_MORE)
            finish(paper);
        else
            read_more(paper);
    }
    paper->is_lookup_running = false;
}

tr_status tr__paper_lookup_add(tr_paper *paper, tr__paper_request request,
                               const tr_exchange_order *order, tr_error *err)
{
    tr__paper_lookup *lookup = tr__allocate(paper->allocator, sizeof *lookup);
    if (lookup == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a lookup");
    *lookup = (tr__paper_lookup){ .request = request, .order = *order };
    if (paper->lookup_last == NULL)
        paper->lookup_first = lookup;
    else
        paper->lookup_last->next = lookup;
    paper->lookup_last = lookup;
    run(paper);
    return TR_OK;
}

void tr__paper_lookup_free(tr_paper *paper)
{
    while (paper->lookup_first != NULL) {
        tr__paper_lookup *next = paper->lookup_first->next;
        tr__release(paper->allocator, paper->lookup_first);
        paper->lookup_first = next;
    }
    lookup_clear(paper);
}
