/*
 * compare.c: see compare.h. A field that the reference has must be ours, with the same value. Three of its habits are known and
 * allowed for, each where it is used: zeros for what is not told, `cost` and `quoteVolume` as products of other fields, and
 * `price` taken from the average.
 */
#include "parsers/compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <trade/double_text.h>

#define TOLERANCE 1e-12

typedef struct pair {
    char *reason;
    size_t reason_size;
    const tr_json_value *parsed;
} pair;

static bool differs(pair *at, const char *key, const char *ours)
{
    (void)snprintf(at->reason, at->reason_size, "%s is %s", key, ours);
    return false;
}

/* A number, or a text that holds one. */
static bool number_of(const tr_json_value *value, double *out)
{
    const char *text = NULL;
    size_t length = 0;
    if (tr_json_value_number(value, &text, &length) != TR_OK &&
        tr_json_value_text(value, &text, &length) != TR_OK)
        return false;
    return tr_double_parse(text, length, out) == TR_OK;
}

static bool is_close(double a, double b)
{
    double larger = fabs(a) > fabs(b) ? fabs(a) : fabs(b);
    return fabs(a - b) <= TOLERANCE * larger || fabs(a - b) < 1e-18;
}

static bool number_is(pair *at, const char *key, tr_decimal ours)
{
    double theirs = 0, own = tr_decimal_to_double(ours);
    char text[64];
    const tr_json_value *value = member(at->parsed, key);
    if (value == NULL || tr_json_value_kind(value) == TR_JSON_NULL || !number_of(value, &theirs))
        return true;
    (void)snprintf(text, sizeof text, "%.17g, wanted %.17g", own, theirs);
    return is_close(own, theirs) || differs(at, key, text);
}

static bool time_is(pair *at, const char *key, int64_t ours_ns)
{
    double theirs = 0;
    char text[64];
    const tr_json_value *value = member(at->parsed, key);
    if (value == NULL || !number_of(value, &theirs))
        return true;
    (void)snprintf(text, sizeof text, "%lld ns, wanted %.0f ms", (long long)ours_ns, theirs);
    return ours_ns / 1000000 == (int64_t)theirs || differs(at, key, text);
}

static bool text_is(pair *at, const char *key, const char *ours)
{
    const char *theirs = text_of(at->parsed, key);
    return theirs == NULL || strcmp(theirs, ours) == 0 ||
           differs(at, key, ours[0] == '\0' ? "not there" : ours);
}

static bool flag_is(pair *at, const char *key, bool ours)
{
    bool theirs = false;
    const tr_json_value *value = member(at->parsed, key);
    return value == NULL || tr_json_value_bool(value, &theirs) != TR_OK || theirs == ours ||
           differs(at, key, ours ? "true" : "false");
}

/* What we cannot resolve the reference guesses: then there is nothing to compare with. */
static bool symbol_is(pair *at, const char *ours)
{
    const char *theirs = text_of(at->parsed, "symbol");
    return ours[0] == '\0' || theirs == NULL || strchr(theirs, '/') == NULL ||
           text_is(at, "symbol", ours);
}

static double theirs_of(const pair *at, const char *key)
{
    double value = 0;
    return number_of(member(at->parsed, key), &value) ? value : 0;
}

/* ---- one of each ----------------------------------------------------------------------------- */

static bool ticker_is(pair *at, const tr_ticker *ticker)
{
    double product = theirs_of(at, "baseVolume") * theirs_of(at, "vwap");
    bool is_product = tr_decimal_is_zero(ticker->quote_volume.value) &&
                      is_close(theirs_of(at, "quoteVolume"), product);
    return symbol_is(at, ticker->symbol) && time_is(at, "timestamp", ticker->at_ns) &&
           number_is(at, "bid", ticker->bid.value) &&
           number_is(at, "bidVolume", ticker->bid_quantity.value) &&
           number_is(at, "ask", ticker->ask.value) &&
           number_is(at, "askVolume", ticker->ask_quantity.value) &&
           number_is(at, "last", ticker->last.value) &&
           number_is(at, "close", ticker->last.value) &&
           number_is(at, "price", ticker->last.value) &&
           number_is(at, "open", ticker->open.value) && number_is(at, "high", ticker->high.value) &&
           number_is(at, "low", ticker->low.value) &&
           number_is(at, "change", ticker->change.value) &&
           number_is(at, "markPrice", ticker->mark.value) &&
           number_is(at, "indexPrice", ticker->index.value) &&
           number_is(at, "baseVolume", ticker->base_volume.value) &&
           (is_product || number_is(at, "quoteVolume", ticker->quote_volume.value));
}

static bool fee_is(pair *at, bool has_fee, tr_money fee, const char *asset)
{
    pair inner = *at;
    inner.parsed = member(at->parsed, "fee");
    double theirs = theirs_of(&inner, "cost");
    if (member(inner.parsed, "cost") == NULL || (!has_fee && theirs == 0))
        return true;
    return (has_fee || differs(at, "fee", "not there")) && number_is(&inner, "cost", fee.value) &&
           text_is(&inner, "currency", asset);
}

static bool fill_is(pair *at, const tr_execution *fill)
{
    static const char *const liquidities[] = { "", "maker", "taker" };
    double product =
        tr_decimal_to_double(fill->price.value) * tr_decimal_to_double(fill->quantity.value);
    bool is_product = is_close(theirs_of(at, "cost"), product);
    /* Of everybody's trades the reference numbers one that has no id. */
    bool is_nameless = fill->exchange_fill_id[0] == '\0' && fill->exchange_order_id[0] == '\0';
    return symbol_is(at, fill->symbol) && time_is(at, "timestamp", fill->at_ns) &&
           (is_nameless || text_is(at, "id", fill->exchange_fill_id)) &&
           text_is(at, "order", fill->exchange_order_id) &&
           text_is(at, "side", fill->has_side ? tr_side_name(fill->side) : "") &&
           text_is(at, "takerOrMaker", liquidities[fill->liquidity]) &&
           number_is(at, "price", fill->price.value) &&
           number_is(at, "amount", fill->quantity.value) &&
           (is_product || number_is(at, "cost", fill->notional.value)) &&
           fee_is(at, fill->has_fee, fill->fee, fill->fee_asset);
}

static bool state_is(pair *at, const tr_order_record *order)
{
    static const struct {
        tr_order_state state;
        const char *theirs;
    } states[] = {
        { TR_STATE_WORKING, "open" },         { TR_STATE_PARTLY_FILLED, "open" },
        { TR_STATE_FILLED, "closed" },        { TR_STATE_CANCELLED, "canceled" },
        { TR_STATE_CANCELLING, "canceling" }, { TR_STATE_EXPIRED, "expired" },
        { TR_STATE_FAILED, "rejected" },      { TR_STATE_NONE, "ok" },
    };
    const char *theirs = text_of(at->parsed, "status");
    for (size_t i = 0; theirs != NULL && i < sizeof states / sizeof states[0]; i++)
        if (strcmp(states[i].theirs, theirs) == 0 && states[i].state == order->state)
            return true;
    return theirs == NULL || differs(at, "status", tr_order_state_name(order->state));
}

/* A stop is named by what it becomes; other words are none of ours. */
static bool type_is(pair *at, const tr_order_record *order)
{
    const char *theirs = text_of(at->parsed, "type");
    bool is_market = order->type == TR_ORDER_MARKET || order->type == TR_ORDER_STOP;
    if (theirs == NULL || (strcmp(theirs, "limit") != 0 && strcmp(theirs, "market") != 0))
        return true;
    return (order->has_type && (strcmp(theirs, "market") == 0) == is_market) ||
           differs(at, "type", "another");
}

static bool tif_is(pair *at, const tr_order_record *order)
{
    static const char *const names[] = { "GTC", "IOC", "FOK" };
    const char *theirs = text_of(at->parsed, "timeInForce");
    if (theirs == NULL || (!order->has_tif && order->type == TR_ORDER_MARKET) ||
        strcmp(theirs, "PO") == 0)
        return true;
    return (order->has_tif && strcmp(names[order->tif], theirs) == 0) ||
           differs(at, "timeInForce", "another");
}

static bool amounts_are(pair *at, const tr_order_record *order)
{
    double filled = tr_decimal_to_double(order->filled.value);
    double limit = tr_decimal_to_double(order->limit_price.value),
           average = tr_decimal_to_double(order->average.value);
    double cost = theirs_of(at, "cost"), scale = filled == 0 || cost == 0 ? 1 : cost / filled;
    /* A product of the fields beside it; of contracts, by their size. */
    bool is_product = cost == 0 || is_close(scale, limit) || is_close(scale, average) ||
                      is_close(scale * 100, limit);
    bool is_average =
        tr_decimal_is_zero(order->limit_price.value) && is_close(theirs_of(at, "price"), average);
    bool is_untold = tr_decimal_is_zero(order->quantity.value) || !order->has_filled;
    return (is_average || number_is(at, "price", order->limit_price.value)) &&
           number_is(at, "triggerPrice", order->stop_price.value) &&
           number_is(at, "amount", order->quantity.value) &&
           ((!order->has_filled && theirs_of(at, "filled") == 0) ||
            number_is(at, "filled", order->filled.value)) &&
           (is_untold || number_is(at, "remaining", order->remaining.value)) &&
           number_is(at, "average", order->average.value) &&
           (is_product || number_is(at, "cost", order->notional.value));
}

static bool order_is(pair *at, const tr_order_record *order, const tr_execution *own_fill)
{
    bool has_fee = order->has_fee || own_fill != NULL;
    bool is_numbered =
        order->exchange_amend_id[0] != '\0'; /* it gives an amendment's id as the order's */
    return symbol_is(at, order->symbol) &&
           text_is(at, "id", is_numbered ? order->exchange_amend_id : order->exchange_order_id) &&
           text_is(at, "clientOrderId", order->client_id) &&
           time_is(at, "timestamp", order->created_ns) &&
           time_is(at, "lastUpdateTimestamp", order->updated_ns) &&
           text_is(at, "side", order->has_side ? tr_side_name(order->side) : "") &&
           flag_is(at, "postOnly", order->is_post_only) &&
           flag_is(at, "reduceOnly", order->is_reduce_only) && type_is(at, order) &&
           tif_is(at, order) && state_is(at, order) && amounts_are(at, order) &&
           fee_is(at, has_fee, own_fill != NULL ? own_fill->fee : order->fee,
                  own_fill != NULL ? own_fill->fee_asset : order->fee_asset);
}

static bool position_is(pair *at, const tr_position_record *position)
{
    tr_decimal size = position->quantity;
    bool is_short = tr_decimal_sign(size) < 0 || position->mode == TR_POSITION_SHORT;
    if (tr_decimal_sign(size) < 0)
        (void)tr_decimal_negate(size, &size); /* it came from a text that fits */
    return symbol_is(at, position->symbol) && number_is(at, "contracts", size) &&
           (position->quantity.lo == 0 && position->mode == TR_POSITION_NET
                ? true
                : text_is(at, "side", is_short ? "short" : "long")) &&
           number_is(at, "entryPrice", position->entry.value) &&
           number_is(at, "markPrice", position->mark.value) &&
           number_is(at, "leverage", position->leverage) &&
           number_is(at, "liquidationPrice", position->liquidation.value) &&
           number_is(at, "unrealizedPnl", position->profit.value);
}

static bool funding_is(pair *at, const tr_funding *funding)
{
    bool has_due = member(at->parsed, "fundingTimestamp") != NULL;
    return symbol_is(at, funding->symbol) && number_is(at, "markPrice", funding->mark.value) &&
           number_is(at, "indexPrice", funding->index.value) &&
           number_is(at, "fundingRate", funding->rate) &&
           time_is(at, has_due ? "fundingTimestamp" : "timestamp", funding->at_ns) &&
           number_is(at, "nextFundingRate", funding->next_rate) &&
           time_is(at, "nextFundingTimestamp", funding->next_at_ns);
}

static bool fees_are(pair *at, const tr_fees_record *fees)
{
    return number_is(at, "maker", fees->maker_rate) && number_is(at, "taker", fees->taker_rate);
}

/*
 * The reference counts without a sign, and has words of its own for few kinds. What was there before, our type does not have:
 * it follows from the other two.
 */
static bool bill_is(pair *at, const tr_bill *bill)
{
    tr_decimal change = bill->change.value;
    const char *kind = text_of(at->parsed, "type");
    bool is_out = tr_decimal_sign(change) < 0;
    bool is_signed = theirs_of(at, "amount") < 0;
    if (is_out && !is_signed && tr_decimal_negate(change, &change) != TR_OK)
        return differs(at, "the change", "beyond its range");
    bool is_word = kind != NULL && strcmp(kind, bill->word) == 0;
    return text_is(at, "id", bill->exchange_bill_id) &&
           text_is(at, "referenceId", bill->reference) && text_is(at, "currency", bill->asset) &&
           text_is(at, "direction", is_out ? "out" : "in") &&
           (is_word || text_is(at, "type", tr_bill_kind_name(bill->kind))) &&
           number_is(at, "amount", change) &&
           (!bill->has_balance || number_is(at, "after", bill->balance.value)) &&
           time_is(at, "timestamp", bill->at_ns) &&
           fee_is(at, bill->has_fee, bill->fee, bill->asset);
}

/* A setting comes back as it was answered. */
static bool margin_is(pair *at, const tr_margin_record *set)
{
    const tr_json_value *answered = tr_json_value_first(member(at->parsed, "data"));
    if (answered != NULL)
        at->parsed = answered;
    const char *margin = set->mode == TR_MARGIN_ISOLATED ? "isolated" : "cross";
    return text_is(at, "marginMode", margin) && text_is(at, "mgnMode", margin) &&
           symbol_is(at, set->symbol) && text_is(at, "instId", set->exchange_symbol) &&
           number_is(at, "lever", set->leverage) &&
           (set->position == TR_POSITION_SHORT || number_is(at, "longLeverage", set->leverage)) &&
           (set->position == TR_POSITION_LONG || number_is(at, "shortLeverage", set->leverage));
}

static bool instrument_is(pair *at, const tr_instrument_record *record)
{
    pair precision = *at, limits = *at;
    const tr_instrument *own = &record->instrument;
    precision.parsed = member(at->parsed, "precision");
    limits.parsed = member(member(at->parsed, "limits"), "amount");
    return text_is(at, "symbol", own->symbol) && text_is(at, "base", own->base) &&
           text_is(at, "quote", own->quote) && text_is(at, "id", own->exchange_symbol) &&
           flag_is(at, "active", record->is_trading) && number_is(&precision, "amount", own->lot) &&
           number_is(&precision, "price", own->tick) &&
           number_is(&limits, "min", own->quantity_min);
}

/* ---- many ------------------------------------------------------------------------------------ */

static bool record_is(pair *at, const tr_exchange_record *record, const records *found)
{
    const tr_execution *own_fill = NULL;
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].kind == TR_RECORD_FILL)
            own_fill = &found->items[i].as.fill;
    switch (record->kind) {
    case TR_RECORD_TICKER:
        return ticker_is(at, &record->as.ticker);
    case TR_RECORD_FILL:
        return fill_is(at, &record->as.fill);
    case TR_RECORD_ORDER:
        return order_is(at, &record->as.order, own_fill);
    case TR_RECORD_POSITION:
        return position_is(at, &record->as.position);
    case TR_RECORD_FUNDING:
        return funding_is(at, &record->as.funding);
    case TR_RECORD_FEES:
        return fees_are(at, &record->as.fees);
    case TR_RECORD_BILL:
        return bill_is(at, &record->as.bill);
    case TR_RECORD_MARGIN:
        return margin_is(at, &record->as.margin);
    case TR_RECORD_INSTRUMENT:
        return instrument_is(at, &record->as.instrument);
    default:
        return differs(at, "the record", "of another kind");
    }
}

/* The reference sorts what we give in the exchange's order: each of its items is one of ours. */
static bool list_is(pair *at, tr_record_kind kind, const records *found, const tr_json_value *list)
{
    size_t own = 0;
    /* Where an answer names no order the reference makes one without an id. */
    const tr_json_value *first = tr_json_value_first(list);
    if (kind == TR_RECORD_ORDER && found->count == 0 && tr_json_value_count(list) == 1 &&
        member(first, "id") == NULL && member(first, "clientOrderId") == NULL)
        return true;
    for (size_t i = 0; i < found->count; i++)
        own += found->items[i].kind == kind ? 1 : 0;
    if (own != tr_json_value_count(list))
        return differs(at, "the number of records", "another");
    for (const tr_json_value *item = tr_json_value_first(list); item != NULL;
         item = tr_json_value_next(item)) {
        bool is_there = false;
        at->parsed = item;
        for (size_t i = 0; i < found->count && !is_there; i++)
            is_there = found->items[i].kind == kind && record_is(at, &found->items[i], found);
        if (!is_there)
            return false;
    }
    return true;
}

static bool bar_is(const tr_bar *bar, const tr_json_value *numbers)
{
    double values[6] = { 0 };
    size_t count = 0;
    for (const tr_json_value *item = tr_json_value_first(numbers); item != NULL && count < 6;
         item = tr_json_value_next(item))
        if (!number_of(item, &values[count++]))
            return false;
    return bar->open_ns / 1000000 == (int64_t)values[0] && bar->open == values[1] &&
           bar->high == values[2] && bar->low == values[3] && bar->close == values[4] &&
           bar->volume == values[5];
}

static bool bars_are(pair *at, const records *found, const tr_json_value *list)
{
    if (tr_json_value_kind(tr_json_value_first(list)) != TR_JSON_ARRAY)
        return (found->count == 1 && bar_is(&found->items[0].as.bar, list)) ||
               differs(at, "the bar", "another");
    for (const tr_json_value *item = tr_json_value_first(list); item != NULL;
         item = tr_json_value_next(item)) {
        bool is_there = false;
        for (size_t i = 0; i < found->count; i++)
            is_there |= bar_is(&found->items[i].as.bar, item);
        if (!is_there)
            return differs(at, "a bar", "not there");
    }
    return found->count == tr_json_value_count(list) ||
           differs(at, "the number of bars", "another");
}

static bool side_is(pair *at, const records *found, tr_side side, const tr_json_value *list)
{
    const tr_json_value *item = tr_json_value_first(list);
    for (size_t i = 0; i < found->count; i++) {
        const tr_market_level *level = &found->items[i].as.level;
        double price = 0, quantity = 0;
        if (found->items[i].kind != TR_RECORD_LEVEL || level->side != side)
            continue;
        if (item == NULL || !number_of(tr_json_value_first(item), &price) ||
            !number_of(tr_json_value_next(tr_json_value_first(item)), &quantity) ||
            !is_close(price, tr_decimal_to_double(level->price.value)) ||
            !is_close(quantity, tr_decimal_to_double(level->quantity.value)))
            return differs(at, "a level", "another");
        item = tr_json_value_next(item);
    }
    return item == NULL || differs(at, "a level", "not there");
}

static bool book_is(pair *at, const records *found)
{
    if (found->count == 0 || found->items[found->count - 1].kind != TR_RECORD_BOOK)
        return differs(at, "the book", "not there");
    const tr_market_book *book = &found->items[found->count - 1].as.book;
    double sequence = 0;
    const tr_json_value *nonce = member(at->parsed, "nonce");
    if (nonce != NULL && number_of(nonce, &sequence) && (int64_t)sequence != book->sequence)
        return differs(at, "nonce", "another");
    return symbol_is(at, book->symbol) && time_is(at, "timestamp", book->at_ns) &&
           side_is(at, found, TR_SIDE_BUY, member(at->parsed, "bids")) &&
           side_is(at, found, TR_SIDE_SELL, member(at->parsed, "asks"));
}

static bool balances_are(pair *at, const records *found)
{
    const tr_json_value *totals = member(at->parsed, "total"), *all = at->parsed;
    if (tr_json_value_count(totals) != found->count)
        return differs(at, "the number of assets", "another");
    for (size_t i = 0; i < found->count; i++) {
        const tr_balance_record *balance = &found->items[i].as.balance;
        at->parsed = member(all, balance->asset);
        if (at->parsed == NULL)
            return differs(at, "an asset", balance->asset);
        if (!number_is(at, "free", balance->free.value) ||
            !number_is(at, "used", balance->held.value) ||
            !number_is(at, "total", balance->total.value))
            return false;
    }
    return true;
}

bool compare(tr_record_kind kind, const records *found, const tr_json_value *parsed, char *reason,
             size_t reason_size)
{
    pair at = { reason, reason_size, parsed };
    if (kind == TR_RECORD_BAR)
        return bars_are(&at, found, parsed);
    if (kind == TR_RECORD_BOOK)
        return book_is(&at, found);
    if (kind == TR_RECORD_BALANCE)
        return balances_are(&at, found);
    if (tr_json_value_kind(parsed) == TR_JSON_ARRAY)
        return list_is(&at, kind, found, parsed);
    /* By symbol: tickers. */
    if (member(parsed, "symbol") == NULL &&
        tr_json_value_kind(tr_json_value_first(parsed)) == TR_JSON_OBJECT &&
        text_of(tr_json_value_first(parsed), "symbol") != NULL)
        return list_is(&at, kind, found, parsed);
    /* Kinds of instruments that we do not trade are left out of the list. */
    const char *type = text_of(parsed, "type");
    if (kind == TR_RECORD_INSTRUMENT && found->count == 0 && type != NULL &&
        (strcmp(type, "option") == 0 || strcmp(type, "future") == 0))
        return true;
    for (size_t i = found->count; i > 0; i--)
        if (found->items[i - 1].kind == kind)
            return record_is(&at, &found->items[i - 1], found);
    return differs(&at, "the record", "not there");
}
