/*
 * live_list.c: what is open at the exchange, for reconciliation: every order of the account, page by page, and instrument by
 * instrument where the exchange wants one named.
 *
 * Executions and balances are not listed: executions there carry the exchange's order id alone, and a balance judged
 * without them would call every fill that is on its way a difference.
 */
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "exchange/live.h"

#define PAGES_MAX 1000u

struct tr__live_listing {
    tr_exchange_live *live;
    tr_exchange_listing into;
    char account[TR_NAME_SIZE];
    char cursor[TR_NOTES_SIZE];
    size_t instrument_index;
    unsigned int pages;
    bool has_more;
};

static void finish(tr__live_listing *listing, tr_status status, const tr_error *err)
{
    tr_exchange_listing into = listing->into;
    listing->live->listing = NULL;
    free(listing);
    into.done(into.user, status, status == TR_OK ? NULL : err);
}

/* Ours are told as place was given them; what is not of our making is nobody we know. */
static void client_id_take(const tr_exchange_live *live, const char *text, char out[TR_LABEL_SIZE])
{
    tr_id id;
    if (tr_exchange_client_id_read(live->traits.name, live->options.kind, text, &id, NULL) == TR_OK)
        tr_id_format(id, out);
}

static tr_status on_order(void *user, const tr_exchange_record *record)
{
    tr__live_listing *listing = user;
    if (record->kind == TR_RECORD_PAGE) {
        memcpy(listing->cursor, record->as.page.cursor, sizeof listing->cursor);
        listing->has_more = true;
    }
    if (record->kind != TR_RECORD_ORDER)
        return TR_OK;
    const tr_order_record *order = &record->as.order;
    bool is_known = order->symbol[0] != '\0';
    tr_exchange_item item = { .kind = TR_LISTING_ORDERS,
                              .side = order->side,
                              .quantity = order->quantity,
                              .price = order->limit_price,
                              .at_ns = order->created_ns };
    if (order->has_filled)
        item.filled_quantity = order->filled;
    client_id_take(listing->live, order->client_id, item.client_id);
    memcpy(item.exchange_order_id, order->exchange_order_id, sizeof item.exchange_order_id);
    memcpy(item.symbol, is_known ? order->symbol : order->exchange_symbol, sizeof item.symbol);
    listing->into.item(listing->into.user, &item);
    return TR_OK;
}

static tr_status page_ask(tr__live_listing *listing, tr_error *err);

static bool wants_instrument(const tr_exchange_live *live)
{
    const tr__endpoint *endpoint =
        tr__adapter_endpoint(live->adapter, live->options.kind, TR_CALL_OPEN_ORDERS);
    return (endpoint->needs & TR__TAKES_INSTRUMENT) != 0;
}

/* The next page, or the first of the next instrument. False: that was all. */
static bool advance(tr__live_listing *listing)
{
    const tr_exchange_live *live = listing->live;
    listing->pages++;
    if (listing->has_more)
        return true;
    listing->instrument_index++;
    listing->pages = 0;
    return wants_instrument(live) && listing->instrument_index < live->options.instrument_count;
}

static void on_page(void *user, const tr_exchange_result *result)
{
    tr__live_listing *listing = user;
    tr_exchange_live *live = listing->live;
    tr_error err;
    live->calls--;
    if (live->is_closing) {
        live->listing = NULL;
        free(listing);
    } else if (result->status != TR_OK) {
        finish(listing, result->status, &result->error);
    } else if (!advance(listing)) {
        finish(listing, TR_OK, NULL);
    } else {
        tr_status status = page_ask(listing, &err);
        if (status != TR_OK)
            finish(listing, status, &err);
    }
}

static tr_status page_ask(tr__live_listing *listing, tr_error *err)
{
    tr_exchange_live *live = listing->live;
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    char cursor[TR_NOTES_SIZE];
    if (listing->pages == PAGES_MAX)
        return tr__fail(err, TR_E_FULL, 0, "%s: more than %u pages of open orders",
                        live->traits.name, PAGES_MAX);
    question.call = TR_CALL_OPEN_ORDERS;
    question.kind = live->options.kind;
    if (wants_instrument(live))
        question.instrument = &live->instruments[listing->instrument_index];
    if (listing->has_more) {
        memcpy(cursor, listing->cursor, sizeof cursor);
        question.cursor = cursor;
    }
    listing->has_more = false;
    tr_status status = tr_exchange_client_ask(live->options.client, &question, TR_URGENCY_ACCOUNT,
                                              listing->account, on_order, on_page, listing, err);
    live->calls += status == TR_OK;
    return status;
}

/* Numbers for ids lead back to ours through the stored orders alone, which are not asked here. */
static bool can_list(const tr_exchange_live *live)
{
    const tr__endpoint *endpoint =
        tr__adapter_endpoint(live->adapter, live->options.kind, TR_CALL_OPEN_ORDERS);
    return endpoint != NULL && live->rules->form != TR_ID_FORM_INTEGER &&
           ((endpoint->needs & TR__TAKES_INSTRUMENT) == 0 || live->options.instrument_count > 0);
}

tr_status tr__live_list(void *user, tr_listing_kind kind, const char *account, int64_t since_ns,
                        const tr_exchange_listing *into, tr_error *err)
{
    tr_exchange_live *live = user;
    (void)since_ns; /* of executions */
    if (account == NULL || strnlen(account, TR_NAME_SIZE) == TR_NAME_SIZE || into == NULL ||
        into->item == NULL || into->done == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a listing needs an account and somebody to tell");
    if (live->is_closing)
        return tr__fail(err, TR_E_CLOSED, 0, "%s: shutting down", live->traits.name);
    if (kind != TR_LISTING_ORDERS || !can_list(live))
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s: this is not listed", live->traits.name);
    if (live->listing != NULL)
        return tr__fail(err, TR_E_BUSY, 0, "%s: a listing is under way", live->traits.name);
    tr__live_listing *listing = calloc(1, sizeof *listing);
    if (listing == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a listing");
    listing->live = live;
    listing->into = *into;
    memcpy(listing->account, account, strlen(account) + 1);
    tr_status status = page_ask(listing, err);
    if (status == TR_OK)
        live->listing = listing;
    else
        free(listing);
    return status;
}
