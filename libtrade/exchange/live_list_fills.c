/*
 * live_list_fills.c: every execution since a time, and whose it is.
 *
 * The time is cut into the longest stretches that the exchange tells of at once. Where nothing leads from a full answer to
 * the rest of its stretch (binance's ids lead through all of time instead), the stretch is cut into halves, down to a second.
 * Most exchanges name the order by their own id alone: orders that were seen here are remembered, the others are looked up,
 * once each, so that an execution of an order with our tag is known for ours even when no store of ours holds that order.
 */
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "exchange/live_list.h"

#define STRETCH_MIN_NS TR_NS_PER_SECOND
#define FUNDING_KEPT_NS (90 * TR_NS_PER_DAY) /* what is older no exchange tells any more */
#define AHEAD_NS       TR_NS_PER_MINUTE /* of our clock: theirs may be ahead */

static tr__product product_of(const tr__live_listing *listing)
{
    return listing->live->options.kind == TR_KIND_SPOT ? TR__PRODUCT_SPOT : TR__PRODUCT_LINEAR;
}

bool tr__listing_is_by_time(const tr__live_listing *listing)
{
    return listing->kind == TR_LISTING_FILLS || listing->kind == TR_LISTING_FUNDING;
}

static const tr__page *page_of(const tr__live_listing *listing)
{
    const tr__adapter *adapter = listing->live->adapter;
    return listing->kind == TR_LISTING_FUNDING ? &adapter->funding_pages
                                               : &adapter->fill_pages[product_of(listing)];
}

bool tr__listing_fills_follow(const tr__live_listing *listing)
{
    return page_of(listing)->by != TR__PAGE_FROM_ID;
}

/* A full answer, and nothing that leads on: there may be more. */
static bool is_cut(const tr__live_listing *listing)
{
    const tr__page *page = page_of(listing);
    bool is_blind = page->by == TR__PAGE_FROM_ID || page->by == TR__PAGE_UNTIL_MS;
    return is_blind && listing->page_lines >= page->full;
}

/* Exchanges that count in seconds and those that count in milliseconds cut at the same places. */
static int64_t whole_second(int64_t at_ns)
{
    return at_ns - at_ns % TR_NS_PER_SECOND;
}

static bool is_bounded(const tr__live_listing *listing)
{
    return tr__live_takes(listing->live, listing->call, TR__TAKES_UNTIL);
}

static void stretch_begin(tr__live_listing *listing, int64_t from_ns)
{
    const tr__adapter *adapter = listing->live->adapter;
    uint32_t hours = listing->kind == TR_LISTING_FUNDING
                         ? adapter->funding_stretch_hours
                         : adapter->fill_stretch_hours[product_of(listing)];
    listing->from_ns = from_ns;
    listing->until_ns = listing->end_ns;
    if (hours > 0 && listing->end_ns - from_ns > (int64_t)hours * TR_NS_PER_HOUR)
        listing->until_ns = from_ns + (int64_t)hours * TR_NS_PER_HOUR;
    listing->stretch_begin = listing->count;
}

void tr__listing_fills_restart(tr__live_listing *listing)
{
    stretch_begin(listing, listing->since_ns);
}

void tr__listing_fills_begin(tr__live_listing *listing, int64_t since_ns)
{
    const tr_clock *clock = listing->live->options.loop->clock;
    int64_t now_ns = clock->now_ns(clock->user);
    if (listing->kind == TR_LISTING_FUNDING && since_ns < now_ns - FUNDING_KEPT_NS)
        since_ns = now_ns - FUNDING_KEPT_NS;
    listing->since_ns = whole_second(since_ns > 0 && since_ns < now_ns ? since_ns : 0);
    listing->end_ns = whole_second(now_ns + AHEAD_NS);
    tr__listing_fills_restart(listing);
}

void tr__listing_fills_span(const tr__live_listing *listing, tr_exchange_question *question)
{
    const tr_exchange_live *live = listing->live;
    if (tr__live_takes(live, listing->call, TR__TAKES_FROM))
        question->from_ns = listing->from_ns;
    if (is_bounded(listing))
        question->until_ns = listing->until_ns;
}

tr_status tr__listing_fill_take(tr__live_listing *listing, const tr_execution *fill)
{
    bool is_known = fill->symbol[0] != '\0';
    tr_exchange_item item = { .kind = TR_LISTING_FILLS,
                              .side = fill->side,
                              .quantity = fill->quantity,
                              .price = fill->price,
                              .is_maker = fill->liquidity == TR_LIQUIDITY_MAKER,
                              .at_ns = fill->at_ns };
    if (fill->at_ns > 0 && fill->at_ns < listing->since_ns)
        return TR_OK; /* more than was asked for */
    if (fill->has_fee) {
        item.fee = fill->fee;
        memcpy(item.asset, fill->fee_asset, sizeof item.asset);
    }
    tr__listing_client_id(listing->live, fill->client_id, item.client_id);
    memcpy(item.exchange_order_id, fill->exchange_order_id, sizeof item.exchange_order_id);
    memcpy(item.exchange_fill_id, fill->exchange_fill_id, sizeof item.exchange_fill_id);
    memcpy(item.symbol, is_known ? fill->symbol : fill->exchange_symbol, sizeof item.symbol);
    return tr__listing_add(listing, &item);
}

bool tr__listing_fills_advance(tr__live_listing *listing, tr_status *status, tr_error *err)
{
    int64_t width_ns = listing->until_ns - listing->from_ns;
    if (is_cut(listing)) {
        if (!is_bounded(listing) || width_ns <= STRETCH_MIN_NS) {
            *status =
                tr__fail(err, TR_E_FULL, 0, "%s: more executions within a second than it lists",
                         listing->live->traits.name);
            return false;
        }
        listing->count = listing->stretch_begin;
        listing->until_ns = whole_second(listing->from_ns + width_ns / 2);
        if (listing->until_ns <= listing->from_ns)
            listing->until_ns = listing->from_ns + STRETCH_MIN_NS;
        return true;
    }
    if (!is_bounded(listing) || listing->until_ns >= listing->end_ns)
        return false;
    stretch_begin(listing, listing->until_ns);
    return true;
}

/* ---- whose they are -------------------------------------------------------------------------- */

static int by_fill_id(const void *a, const void *b)
{
    const tr_exchange_item *first = a, *second = b;
    int order = strcmp(first->symbol, second->symbol);
    return order != 0 ? order : strcmp(first->exchange_fill_id, second->exchange_fill_id);
}

static int by_time(const void *a, const void *b)
{
    const tr_exchange_item *first = a, *second = b;
    if (first->at_ns != second->at_ns)
        return first->at_ns < second->at_ns ? -1 : 1;
    return by_fill_id(a, b);
}

/* A new execution moves the pages: the last line of one is the first of the next. */
static void repeats_drop(tr__live_listing *listing)
{
    size_t kept = 0;
    if (listing->count == 0)
        return;
    qsort(listing->items, listing->count, sizeof *listing->items, by_fill_id);
    for (size_t i = 0; i < listing->count; i++)
        if (i == 0 || listing->items[i].exchange_fill_id[0] == '\0' ||
            by_fill_id(&listing->items[i], &listing->items[i - 1]) != 0)
            listing->items[kept++] = listing->items[i];
    listing->count = kept;
    qsort(listing->items, listing->count, sizeof *listing->items, by_time);
}

static const tr_instrument *instrument_of(const tr_exchange_live *live, const char *symbol)
{
    for (size_t i = 0; i < live->options.instrument_count; i++)
        if (strcmp(live->instruments[i].symbol, symbol) == 0)
            return &live->instruments[i];
    return NULL;
}

static tr_status on_order(void *user, const tr_exchange_record *record)
{
    tr__live_listing *listing = user;
    const tr_order_record *order = &record->as.order;
    const tr_exchange_item *item = &listing->items[listing->name_index];
    if (record->kind == TR_RECORD_ORDER &&
        strcmp(order->exchange_order_id, item->exchange_order_id) == 0)
        tr__listing_client_id(listing->live, order->client_id, listing->named);
    return TR_OK;
}

static void on_named(void *user, const tr_exchange_result *result)
{
    tr__live_listing *listing = user;
    if (!tr__listing_is_wanted(listing))
        return;
    if (result->status != TR_OK && result->status != TR_E_NOT_FOUND) {
        tr__listing_finish(listing, result->status, &result->error);
        return;
    }
    tr_exchange_item *item = &listing->items[listing->name_index];
    tr__live_name_keep(listing->live, item->exchange_order_id, listing->named);
    memcpy(item->client_id, listing->named, sizeof item->client_id);
    listing->name_index++;
    tr__listing_fills_name(listing);
}

static tr_status name_ask(tr__live_listing *listing, const tr_instrument *instrument, tr_error *err)
{
    tr_exchange_live *live = listing->live;
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = TR_CALL_ORDER;
    question.kind = live->options.kind;
    question.exchange_order_id = listing->items[listing->name_index].exchange_order_id;
    if (tr__live_takes(live, TR_CALL_ORDER, TR__TAKES_INSTRUMENT))
        question.instrument = instrument;
    listing->named[0] = '\0';
    tr_status status = tr_exchange_client_ask(live->options.client, &question, TR_URGENCY_ACCOUNT,
                                              listing->account, on_order, on_named, listing, err);
    live->calls += status == TR_OK;
    return status;
}

/* Nothing of ours is traded in an instrument that is not ours to trade. */
void tr__listing_fills_name(tr__live_listing *listing)
{
    const tr_exchange_live *live = listing->live;
    tr_error err;
    if (listing->name_index == 0)
        repeats_drop(listing);
    for (; listing->name_index < listing->count; listing->name_index++) {
        tr_exchange_item *item = &listing->items[listing->name_index];
        const tr_instrument *instrument = instrument_of(live, item->symbol);
        if (item->client_id[0] != '\0' || item->exchange_order_id[0] == '\0' ||
            instrument == NULL ||
            tr__live_name_find(live, item->exchange_order_id, item->client_id))
            continue;
        tr_status status = name_ask(listing, instrument, &err);
        if (status != TR_OK)
            tr__listing_finish(listing, status, &err);
        return;
    }
    tr__listing_finish(listing, TR_OK, NULL);
}
