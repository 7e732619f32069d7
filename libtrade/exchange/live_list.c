/*
 * live_list.c: what the exchange holds, for reconciliation: open orders, positions, balances and executions, page by page, and
 * instrument by instrument where the exchange wants one named.
 *
 * Nothing is told before all of it is there, and a list that is cut is never called whole. An order that ends between two
 * pages moves those behind it, perhaps over the border that was just read: open orders that come in pages are read until two
 * readings agree.
 */
#include "exchange/live_list.h"

#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"

#define PAGES_MAX    1000u
#define READINGS_MAX 6u
#define LINES_MAX    250000u

/* ---- ends ------------------------------------------------------------------------------------ */

static void release(tr__live_listing *listing)
{
    listing->live->listing = NULL;
    free(listing->items);
    free(listing->before);
    free(listing);
}

void tr__listing_finish(tr__live_listing *listing, tr_status status, const tr_error *err)
{
    tr_exchange_listing into = listing->into;
    if (status == TR_OK && listing->kind == TR_LISTING_ORDERS)
        tr__live_strays_keep(listing->live, listing->items, listing->count);
    for (size_t i = 0; i < listing->count && status == TR_OK; i++)
        into.item(into.user, &listing->items[i]);
    release(listing);
    into.done(into.user, status, status == TR_OK ? NULL : err);
}

bool tr__listing_is_wanted(tr__live_listing *listing)
{
    listing->live->calls--;
    if (!listing->live->is_closing)
        return true;
    release(listing);
    return false;
}

/* ---- lines ----------------------------------------------------------------------------------- */

tr_status tr__listing_add(tr__live_listing *listing, const tr_exchange_item *item)
{
    if (listing->count == LINES_MAX)
        return TR_E_FULL;
    if (listing->count == listing->capacity) {
        size_t capacity = listing->capacity == 0 ? 16 : listing->capacity * 2;
        tr_exchange_item *longer = realloc(listing->items, capacity * sizeof *longer);
        if (longer == NULL)
            return TR_E_NO_MEMORY;
        listing->items = longer;
        listing->capacity = capacity;
    }
    listing->items[listing->count++] = *item;
    return TR_OK;
}

/* Of a number, the order that we know by it; of one that we do not know, what the number tells of its id. */
static void alias_resolve(const tr_exchange_live *live, tr_id alias, char out[TR_LABEL_SIZE])
{
    tr_id_format(alias, out);
    for (const tr__live_order *order = live->first; order != NULL; order = order->after)
        if (tr__client_id_is_alias(order->id, alias))
            tr_id_format(order->id, out);
}

void tr__listing_client_id(const tr_exchange_live *live, const char *text, char out[TR_LABEL_SIZE])
{
    tr_id id;
    out[0] = '\0';
    if (live->rules->form == TR_ID_FORM_INTEGER) {
        if (tr__client_id_of_alias(text, &id))
            alias_resolve(live, id, out);
    } else if (tr_exchange_client_id_read(live->traits.name, live->options.kind, text, &id, NULL) ==
               TR_OK) {
        tr_id_format(id, out);
    }
}

/* Whose an order is; what a stop of ours became may carry no id of ours, and is remembered. */
void tr__listing_name(tr__live_listing *listing, const char *exchange_order_id,
                      char client_id[TR_LABEL_SIZE])
{
    char known[TR_LABEL_SIZE];
    if (client_id[0] == '\0' && tr__live_name_find(listing->live, exchange_order_id, known))
        memcpy(client_id, known, sizeof known);
    tr__live_name_keep(listing->live, exchange_order_id, client_id);
}

static tr_status take_order(tr__live_listing *listing, const tr_order_record *order)
{
    bool is_known = order->symbol[0] != '\0';
    tr_exchange_item item = { .kind = TR_LISTING_ORDERS,
                              .side = order->side,
                              .quantity = order->quantity,
                              .price = order->limit_price,
                              .at_ns = order->created_ns };
    if (order->has_filled)
        item.filled_quantity = order->filled;
    tr__listing_client_id(listing->live, order->client_id, item.client_id);
    if (listing->call == TR_CALL_OPEN_STOPS)
        item.stop_price = order->stop_price;
    else
        tr__listing_name(listing, order->exchange_order_id, item.client_id);
    memcpy(item.exchange_order_id, order->exchange_order_id, sizeof item.exchange_order_id);
    memcpy(item.symbol, is_known ? order->symbol : order->exchange_symbol, sizeof item.symbol);
    return tr__listing_add(listing, &item);
}

/* What is told in parts (an asset in several wallets, the long and the short of a hedging account) adds up. */
static tr_status take_held(tr__live_listing *listing, const tr_exchange_item *item)
{
    for (size_t i = 0; i < listing->count; i++) {
        tr_exchange_item *there = &listing->items[i];
        if (strcmp(there->asset, item->asset) != 0 || strcmp(there->symbol, item->symbol) != 0)
            continue;
        there->price = (tr_price){ { 0 } };
        return tr_decimal_add(there->held, item->held, &there->held);
    }
    return tr__listing_add(listing, item);
}

static tr_status take_position(tr__live_listing *listing, const tr_position_record *position)
{
    bool is_known = position->symbol[0] != '\0';
    tr_exchange_item item = { .kind = TR_LISTING_POSITIONS,
                              .price = position->entry,
                              .at_ns = position->at_ns,
                              .held = position->quantity };
    memcpy(item.symbol, is_known ? position->symbol : position->exchange_symbol,
           sizeof item.symbol);
    return take_held(listing, &item);
}

static tr_status take_balance(tr__live_listing *listing, const tr_balance_record *balance)
{
    tr_exchange_item item = { .kind = TR_LISTING_BALANCES, .held = balance->total.value };
    memcpy(item.asset, balance->asset, sizeof item.asset);
    return take_held(listing, &item);
}

static tr_status on_record(void *user, const tr_exchange_record *record)
{
    tr__live_listing *listing = user;
    if (record->kind == TR_RECORD_PAGE && tr__listing_is_by_time(listing) &&
        !tr__listing_fills_follow(listing))
        return TR_OK;
    if (record->kind == TR_RECORD_PAGE) {
        bool is_same = strcmp(listing->cursor, record->as.page.cursor) == 0;
        listing->has_more = true;
        memcpy(listing->cursor, record->as.page.cursor, sizeof listing->cursor);
        return is_same && listing->pages > 0 ? TR_E_CORRUPT : TR_OK;
    }
    listing->page_lines++;
    if (record->kind == TR_RECORD_ORDER && listing->kind == TR_LISTING_ORDERS)
        return take_order(listing, &record->as.order);
    if (record->kind == TR_RECORD_POSITION && listing->kind == TR_LISTING_POSITIONS)
        return take_position(listing, &record->as.position);
    if (record->kind == TR_RECORD_BALANCE && listing->kind == TR_LISTING_BALANCES)
        return take_balance(listing, &record->as.balance);
    if (record->kind == TR_RECORD_FILL && listing->kind == TR_LISTING_FILLS)
        return tr__listing_fill_take(listing, &record->as.fill);
    if (record->kind == TR_RECORD_FUNDING_PAID && listing->kind == TR_LISTING_FUNDING)
        return tr__listing_funding_take(listing, &record->as.funding_paid);
    return TR_OK;
}

/* ---- pages ----------------------------------------------------------------------------------- */

static const tr_call calls[] = { [TR_LISTING_ORDERS] = TR_CALL_OPEN_ORDERS,
                                 [TR_LISTING_FILLS] = TR_CALL_FILLS,
                                 [TR_LISTING_POSITIONS] = TR_CALL_POSITIONS,
                                 [TR_LISTING_BALANCES] = TR_CALL_BALANCES,
                                 [TR_LISTING_FUNDING] = TR_CALL_FUNDING_PAID };

static const tr__endpoint *endpoint_of(const tr__live_listing *listing)
{
    const tr_exchange_live *live = listing->live;
    return tr__adapter_endpoint(live->adapter, live->options.kind, listing->call);
}

static bool wants_instrument(const tr__live_listing *listing)
{
    return (endpoint_of(listing)->needs & TR__TAKES_INSTRUMENT) != 0;
}

/* True: a further page of the same question is due. Behind a page without lines there is nothing, whatever its cursor says. */
static bool page_advance(tr__live_listing *listing)
{
    if (!listing->has_more || listing->page_lines == 0)
        return false;
    listing->pages++;
    listing->was_paged = true;
    return true;
}

/*
 * The asset whose contracts are listed, where there is a list for each: those of our instruments, in turn. NULL behind the last.
 */
static const char *settle_at(const tr__live_listing *listing, size_t index)
{
    const tr_exchange_live *live = listing->live;
    size_t found = 0;
    for (size_t i = 0; i < live->options.instrument_count; i++) {
        size_t before = 0;
        while (strcmp(live->instruments[before].settle, live->instruments[i].settle) != 0)
            before++;
        if (before == i && found++ == index)
            return live->instruments[i].settle;
    }
    return NULL;
}

static bool has_settles(const tr__live_listing *listing)
{
    return (endpoint_of(listing)->takes & TR__TAKES_SETTLE) != 0;
}

static bool settle_advance(tr__live_listing *listing)
{
    return has_settles(listing) && settle_at(listing, ++listing->settle_index) != NULL;
}

static bool instrument_advance(tr__live_listing *listing)
{
    listing->instrument_index++;
    return wants_instrument(listing) &&
           listing->instrument_index < listing->live->options.instrument_count;
}

/*
 * Stops that lie behind calls of their own are read first: one that goes off meanwhile is among the orders then, at the latest.
 */
static tr_call first_call(const tr__live_listing *listing)
{
    const tr_exchange_live *live = listing->live;
    bool has_stops =
        listing->kind == TR_LISTING_ORDERS &&
        tr__adapter_endpoint(live->adapter, live->options.kind, TR_CALL_OPEN_STOPS) != NULL;
    return has_stops ? TR_CALL_OPEN_STOPS : calls[listing->kind];
}

static bool call_advance(tr__live_listing *listing)
{
    bool is_more = listing->call != calls[listing->kind];
    listing->call = calls[listing->kind];
    listing->instrument_index = is_more ? 0 : listing->instrument_index;
    listing->settle_index = is_more ? 0 : listing->settle_index;
    return is_more;
}

static void page_first(tr__live_listing *listing)
{
    listing->pages = 0;
    listing->has_more = false;
    listing->cursor[0] = '\0';
}

/* True: something is left to ask. */
static bool advance(tr__live_listing *listing, tr_status *status, tr_error *err)
{
    if (page_advance(listing))
        return true;
    page_first(listing);
    if (tr__listing_is_by_time(listing)) {
        if (tr__listing_fills_advance(listing, status, err))
            return true;
        tr__listing_fills_restart(listing);
    }
    return *status == TR_OK && (settle_advance(listing) || instrument_advance(listing) ||
                                call_advance(listing));
}

static int by_order_id(const void *a, const void *b)
{
    const tr_exchange_item *first = a, *second = b;
    return strcmp(first->exchange_order_id, second->exchange_order_id);
}

static bool is_as_before(const tr__live_listing *listing)
{
    if (listing->before == NULL || listing->before_count != listing->count)
        return false;
    for (size_t i = 0; i < listing->count; i++)
        if (by_order_id(&listing->before[i], &listing->items[i]) != 0)
            return false;
    return true;
}

/* Pages may overlap. */
static void repeats_drop(tr__live_listing *listing)
{
    size_t kept = 0;
    if (listing->count > 0)
        qsort(listing->items, listing->count, sizeof *listing->items, by_order_id);
    for (size_t i = 0; i < listing->count; i++)
        if (i == 0 || by_order_id(&listing->items[i], &listing->items[i - 1]) != 0)
            listing->items[kept++] = listing->items[i];
    listing->count = kept;
}

/* True: the orders stood still, or came in one piece. Else they are to be read again. */
static bool has_stood_still(tr__live_listing *listing)
{
    if (listing->kind != TR_LISTING_ORDERS || !listing->was_paged)
        return true;
    repeats_drop(listing);
    if (listing->count == 0 || is_as_before(listing))
        return true;
    free(listing->before);
    listing->before = listing->items;
    listing->before_count = listing->count;
    listing->items = NULL;
    listing->count = listing->capacity = 0;
    listing->instrument_index = listing->settle_index = 0;
    listing->call = first_call(listing);
    listing->readings++;
    return false;
}

static bool is_listed_as_order(const tr__live_listing *listing, const char *client_id)
{
    for (size_t i = 0; i < listing->count; i++)
        if (tr_decimal_is_zero(listing->items[i].stop_price.value) &&
            strcmp(listing->items[i].client_id, client_id) == 0)
            return true;
    return false;
}

/* A stop that went off between the two lists is in both: the order counts. Stops of others are theirs to tell apart. */
static void stops_drop(tr__live_listing *listing)
{
    size_t kept = 0;
    for (size_t i = 0; i < listing->count; i++) {
        const tr_exchange_item *item = &listing->items[i];
        bool is_stop = !tr_decimal_is_zero(item->stop_price.value) && item->client_id[0] != '\0';
        if (!is_stop || !is_listed_as_order(listing, item->client_id))
            listing->items[kept++] = *item;
    }
    listing->count = kept;
}

/* Flat positions and empty wallets are not worth a line. */
static void zeros_drop(tr__live_listing *listing)
{
    size_t kept = 0;
    if (listing->kind != TR_LISTING_POSITIONS && listing->kind != TR_LISTING_BALANCES)
        return;
    for (size_t i = 0; i < listing->count; i++)
        if (!tr_decimal_is_zero(listing->items[i].held))
            listing->items[kept++] = listing->items[i];
    listing->count = kept;
}

static void read_to_the_end(tr__live_listing *listing)
{
    tr_error err;
    tr_status status = TR_OK;
    if (listing->kind == TR_LISTING_FILLS) {
        tr__listing_fills_name(listing);
        return;
    }
    if (listing->kind == TR_LISTING_FUNDING && (status = tr__listing_funding_end(listing)) != TR_OK) {
        (void)tr__fail(&err, status, 0, "%s: funding payments that do not add up",
                       listing->live->traits.name);
        tr__listing_finish(listing, status, &err);
        return;
    }
    if (has_stood_still(listing)) {
        zeros_drop(listing);
        stops_drop(listing);
        tr__listing_finish(listing, TR_OK, NULL);
        return;
    }
    if (listing->readings == READINGS_MAX)
        status = tr__fail(&err, TR_E_BUSY, 0, "%s: the open orders would not stand still",
                          listing->live->traits.name);
    else
        status = tr__listing_ask(listing, &err);
    if (status != TR_OK)
        tr__listing_finish(listing, status, &err);
}

static tr_status refusal(const tr__live_listing *listing, const tr_exchange_result *result,
                         tr_error *err)
{
    const char *name = listing->live->traits.name;
    *err = result->error;
    if (result->status == TR_E_CORRUPT)
        return tr__fail(err, TR_E_CORRUPT, 0, "%s: the pages of %s go in a circle", name,
                        tr_call_name(listing->call));
    if (result->status == TR_E_FULL)
        return tr__fail(err, TR_E_FULL, 0, "%s: %s has more than %u lines", name,
                        tr_call_name(listing->call), LINES_MAX);
    return result->status;
}

static void on_page(void *user, const tr_exchange_result *result)
{
    tr__live_listing *listing = user;
    tr_error err = { .status = TR_OK };
    tr_status status = TR_OK;
    if (!tr__listing_is_wanted(listing))
        return;
    if (result->status != TR_OK)
        status = refusal(listing, result, &err);
    else if (advance(listing, &status, &err))
        status = tr__listing_ask(listing, &err);
    else if (status == TR_OK) {
        read_to_the_end(listing);
        return;
    }
    if (status != TR_OK)
        tr__listing_finish(listing, status, &err);
}

tr_status tr__listing_ask(tr__live_listing *listing, tr_error *err)
{
    tr_exchange_live *live = listing->live;
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    char cursor[TR_NOTES_SIZE];
    if (listing->pages == PAGES_MAX)
        return tr__fail(err, TR_E_FULL, 0, "%s: %s has more than %u pages", live->traits.name,
                        tr_call_name(listing->call), PAGES_MAX);
    question.call = listing->call;
    question.kind = live->options.kind;
    if (wants_instrument(listing))
        question.instrument = &live->instruments[listing->instrument_index];
    if (has_settles(listing))
        question.settle = settle_at(listing, listing->settle_index);
    if (tr__listing_is_by_time(listing))
        tr__listing_fills_span(listing, &question);
    if (listing->pages > 0) {
        memcpy(cursor, listing->cursor, sizeof cursor);
        question.cursor = cursor;
    }
    listing->has_more = false;
    listing->page_lines = 0;
    tr_status status = tr_exchange_client_ask(live->options.client, &question, TR_URGENCY_ACCOUNT,
                                              listing->account, on_record, on_page, listing, err);
    live->calls += status == TR_OK;
    return status;
}

/* ---- the port -------------------------------------------------------------------------------- */

static bool can_list(const tr_exchange_live *live, tr_listing_kind kind)
{
    if ((unsigned int)kind >= sizeof calls / sizeof calls[0])
        return false;
    if (kind == TR_LISTING_POSITIONS && live->options.kind == TR_KIND_SPOT)
        return false; /* what is held of spot are balances */
    const tr__endpoint *endpoint =
        tr__adapter_endpoint(live->adapter, live->options.kind, calls[kind]);
    return endpoint != NULL &&
           ((endpoint->needs & TR__TAKES_INSTRUMENT) == 0 || live->options.instrument_count > 0);
}

tr_status tr__live_list(void *user, tr_listing_kind kind, const char *account, int64_t since_ns,
                        const tr_exchange_listing *into, tr_error *err)
{
    tr_exchange_live *live = user;
    if (account == NULL || strnlen(account, TR_NAME_SIZE) == TR_NAME_SIZE || into == NULL ||
        into->item == NULL || into->done == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a listing needs an account and somebody to tell");
    if (live->is_closing)
        return tr__fail(err, TR_E_CLOSED, 0, "%s: shutting down", live->traits.name);
    if (!can_list(live, kind))
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s: this is not listed", live->traits.name);
    if (live->listing != NULL)
        return tr__fail(err, TR_E_BUSY, 0, "%s: a listing is under way", live->traits.name);
    tr__live_listing *listing = calloc(1, sizeof *listing);
    if (listing == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a listing");
    listing->live = live;
    listing->kind = kind;
    listing->call = first_call(listing);
    listing->into = *into;
    memcpy(listing->account, account, strlen(account) + 1);
    if (tr__listing_is_by_time(listing))
        tr__listing_fills_begin(listing, since_ns);
    live->listing = listing;
    tr_status status = tr__listing_ask(listing, err);
    if (status != TR_OK)
        release(listing);
    return status;
}
