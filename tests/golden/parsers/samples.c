/* samples.c: answers of exchanges, read by the tables, beside what the reference makes of them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/double_text.h>

#include "exchange/answer.h"
#include "parsers/compare.h"

#define RECORDS_MAX     512
#define INSTRUMENTS_MAX 256
#define SHAPES_MAX      64

/* ---- instruments ----------------------------------------------------------------------------- */

static void name_put(const char *exchange, const char *base, const char *quote, bool is_swap,
                     char *out)
{
    bool is_kraken = strcmp(exchange, "kraken") == 0;
    bool has_hyphen = strcmp(exchange, "okx") == 0 || strcmp(exchange, "coinbase") == 0;
    if (is_kraken && strcmp(base, "BTC") == 0)
        base = "XBT";
    if (is_kraken && strcmp(quote, "BTC") == 0)
        quote = "XBT";
    if (is_kraken && strcmp(base, "DOGE") == 0)
        base = "XDG";
    (void)snprintf(out, TR_SYMBOL_SIZE, "%s%s%s%s", base, has_hyphen ? "-" : "", quote,
                   is_swap && has_hyphen ? "-SWAP" : "");
}

static size_t instruments_make(const char *exchange, tr_instrument *items)
{
    static const char *const bases[] = { "BTC", "ETH", "LTC", "XRP", "ADA", "SOL", "DOGE" };
    static const char *const quotes[] = { "USDT", "USD", "USDC", "BTC", "ETH", "EUR" };
    size_t count = 0;
    for (size_t b = 0; b < sizeof bases / sizeof bases[0]; b++)
        for (size_t q = 0; q < sizeof quotes / sizeof quotes[0]; q++)
            for (int swap = 0; swap < 2; swap++) {
                /* Linear ones are settled in dollar coins alone; base and quote differ. */
                if (strcmp(bases[b], quotes[q]) == 0 || (swap == 1 && q != 0 && q != 2))
                    continue;
                tr_instrument *item = &items[count++];
                memset(item, 0, sizeof *item);
                (void)snprintf(item->exchange, sizeof item->exchange, "%s", exchange);
                (void)snprintf(item->base, sizeof item->base, "%s", bases[b]);
                (void)snprintf(item->quote, sizeof item->quote, "%s", quotes[q]);
                (void)snprintf(item->settle, sizeof item->settle, "%s", quotes[q]);
                (void)snprintf(item->symbol, sizeof item->symbol, swap == 1 ? "%s/%s:%s" : "%s/%s",
                               bases[b], quotes[q], quotes[q]);
                name_put(exchange, bases[b], quotes[q], swap == 1, item->exchange_symbol);
                item->kind = swap == 1 ? TR_KIND_LINEAR : TR_KIND_SPOT;
                item->multiplier = item->tick = item->lot = tr_decimal_from_int(1);
                if (swap == 1 && strcmp(exchange, "okx") == 0)
                    (void)tr_decimal_from_scaled(1, 2,
                                                 &item->multiplier); /* 2 digits are in range */
            }
    tr__instruments_sort(items, count);
    return count;
}

static const tr_instrument *instrument_named(const tr__instruments *list, const char *symbol)
{
    for (size_t i = 0; symbol != NULL && i < list->count; i++)
        if (strcmp(list->items[i].symbol, symbol) == 0)
            return &list->items[i];
    return NULL;
}

/* ---- calls ----------------------------------------------------------------------------------- */

typedef struct reader_row {
    const char *name; /* a unified call, or a parser of one thing */
    tr_call call;
    tr_record_kind record;
} reader_row;

static const reader_row rows[] = {
    { "fetchBalance", TR_CALL_BALANCES, TR_RECORD_BALANCE },
    { "fetchOrderBook", TR_CALL_BOOK, TR_RECORD_BOOK },
    { "fetchTrades", TR_CALL_TRADES, TR_RECORD_FILL },
    { "fetchMyTrades", TR_CALL_FILLS, TR_RECORD_FILL },
    { "parseTrade", TR_CALL_FILLS, TR_RECORD_FILL },
    { "fetchOHLCV", TR_CALL_BARS, TR_RECORD_BAR },
    { "parseOHLCV", TR_CALL_BARS, TR_RECORD_BAR },
    { "fetchTicker", TR_CALL_TICKER, TR_RECORD_TICKER },
    { "fetchTickers", TR_CALL_TICKERS, TR_RECORD_TICKER },
    { "fetchBidsAsks", TR_CALL_TICKERS, TR_RECORD_TICKER },
    { "fetchLastPrices", TR_CALL_TICKERS, TR_RECORD_TICKER },
    { "parseTicker", TR_CALL_TICKER, TR_RECORD_TICKER },
    { "fetchFundingRate", TR_CALL_FUNDING, TR_RECORD_FUNDING },
    { "fetchFundingRateHistory", TR_CALL_FUNDING, TR_RECORD_FUNDING },
    { "parseFundingRate", TR_CALL_FUNDING, TR_RECORD_FUNDING },
    { "fetchTradingFee", TR_CALL_FEES, TR_RECORD_FEES },
    { "fetchPositions", TR_CALL_POSITIONS, TR_RECORD_POSITION },
    { "parsePosition", TR_CALL_POSITIONS, TR_RECORD_POSITION },
    { "parsePositionRisk", TR_CALL_POSITIONS, TR_RECORD_POSITION },
    { "fetchMarkets", TR_CALL_INSTRUMENTS, TR_RECORD_INSTRUMENT },
    { "parseMarket", TR_CALL_INSTRUMENTS, TR_RECORD_INSTRUMENT },
    { "fetchOrder", TR_CALL_OPEN_ORDERS, TR_RECORD_ORDER },
    { "fetchOpenOrders", TR_CALL_OPEN_ORDERS, TR_RECORD_ORDER },
    { "fetchClosedOrders", TR_CALL_OPEN_ORDERS, TR_RECORD_ORDER },
    { "parseOrder", TR_CALL_OPEN_ORDERS, TR_RECORD_ORDER },
    { "createOrder", TR_CALL_PLACE, TR_RECORD_ORDER },
    { "cancelOrder", TR_CALL_CANCEL, TR_RECORD_ORDER },
    { "cancelAllOrders", TR_CALL_CANCEL_ALL, TR_RECORD_ORDER },
    { "editOrder", TR_CALL_AMEND, TR_RECORD_ORDER },
    { "parseLedgerEntry", TR_CALL_BILLS, TR_RECORD_BILL },
    { "fetchLeverage", TR_CALL_MARGIN, TR_RECORD_MARGIN },
    { "setLeverage", TR_CALL_LEVERAGE_SET, TR_RECORD_MARGIN },
};

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct sample {
    const tr__adapter *adapter;
    const reader_row *row;
    tr__instruments instruments;
    tr_exchange_question question;
    const char *body;
    size_t body_size;
    bool is_bare; /* a thing alone, without the answer around it */
    records found;
} sample;

static tr_status record_keep(void *user, const tr_exchange_record *record)
{
    records *found = user;
    if (found->count == RECORDS_MAX)
        return TR_E_FULL;
    found->items[found->count++] = *record;
    return TR_OK;
}

/* The shape inside `outer` that makes such records. */
static const tr__shape *shape_find(const tr__shape *outer, tr_record_kind kind)
{
    const tr__shape *open[SHAPES_MAX] = { outer };
    size_t count = 1;
    for (size_t i = 0; i < count; i++) {
        if (open[i]->record == kind)
            return open[i];
        for (const tr__rule *rule = open[i]->rules; rule->key != NULL; rule++)
            if ((rule->read == TR__READ_INSIDE || rule->read == TR__READ_RECORD) &&
                count < SHAPES_MAX)
                open[count++] = rule->more;
    }
    return NULL;
}

static bool read_by(sample *it, const tr__endpoint *endpoint, char *reason, size_t reason_size)
{
    tr_error err = { .message = "" };
    const tr__shape *shape = endpoint->answer;
    size_t space = tr__adapter_space(it->body_size);
    void *memory = malloc(space);
    tr__reading reading = { .adapter = it->adapter,
                            .question = &it->question,
                            .instruments = &it->instruments };
    if (it->is_bare)
        shape = shape_find(shape, it->row->record);
    it->found.count = 0;
    tr_status status = memory == NULL || shape == NULL
                           ? TR_E_NOT_FOUND
                           : tr__answer_read(&reading, shape, it->body, it->body_size, memory,
                                             space, record_keep, &it->found, &err);
    free(memory);
    if (status != TR_OK || reading.has_failed)
        (void)snprintf(reason, reason_size, "%s: %.120s %.20s %.60s", tr_status_name(status),
                       err.message, reading.failure.code, reading.failure.text);
    return status == TR_OK && !reading.has_failed;
}

/* A sample may be of the other kind's interface, which has the same calls. */
static bool check_kind(sample *it, tr_kind kind, const tr_json_value *parsed, char *reason,
                       size_t reason_size)
{
    static const tr_call more[] = { TR_CALL_ORDER, TR_CALL_TICKERS, TR_CALL_TICKER, TR_CALL_TRADES,
                                    TR_CALL_STOP };
    it->question.kind = kind;
    const tr__endpoint *tried[8];
    size_t count = 0;
    const tr__endpoint *first = tr__adapter_endpoint(it->adapter, kind, it->row->call);
    if (first != NULL)
        tried[count++] = first;
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        const tr__endpoint *other = tr__adapter_endpoint(it->adapter, kind, more[i]);
        if (other != NULL && shape_find(other->answer, it->row->record) != NULL)
            tried[count++] = other;
    }
    char first_reason[300] = "";
    for (size_t i = 0; i < count; i++) {
        bool is_right = read_by(it, tried[i], reason, reason_size) &&
                        compare(it->row->record, &it->found, parsed, reason, reason_size);
        if (is_right)
            return true;
        if (i == 0)
            (void)snprintf(first_reason, sizeof first_reason, "%s", reason);
    }
    if (count > 0)
        (void)snprintf(reason, reason_size, "%s", first_reason);
    return false;
}

/* ---- cases ----------------------------------------------------------------------------------- */

/* Where the value ends that starts at `start`. */
static size_t value_end(const char *text, size_t start)
{
    size_t depth = 0, at = start;
    bool is_inside = false;
    do {
        char c = text[at++];
        if (is_inside && c == '\\')
            at++;
        else if (c == '"')
            is_inside = !is_inside;
        else if (!is_inside && (c == '{' || c == '['))
            depth++;
        else if (!is_inside && (c == '}' || c == ']'))
            depth--;
    } while (depth > 0 || is_inside);
    return at;
}

static const char *first_symbol(const tr_json_value *parsed)
{
    if (tr_json_value_kind(parsed) == TR_JSON_ARRAY)
        parsed = tr_json_value_first(parsed);
    const char *symbol = text_of(parsed, "symbol");
    if (symbol == NULL && tr_json_value_kind(parsed) == TR_JSON_OBJECT)
        symbol = text_of(tr_json_value_first(parsed), "symbol");
    return symbol;
}

static void check_case(sample *it, const tr_json_value *one, const char *text, const char *name,
                       tally *counts)
{
    char reason[300] = "no such call is known";
    const tr_json_value *response = member(one, "response"), *parsed = member(one, "parsed");
    const tr_json_value *asked = tr_json_value_first(member(one, "args"));
    const char *symbol = NULL;
    size_t length = 0;
    if (tr_json_value_text(asked, &symbol, &length) != TR_OK || strchr(symbol, '/') == NULL)
        symbol = NULL;
    if (symbol == NULL && asked != NULL)
        (void)tr_json_value_text(tr_json_value_next(asked), &symbol, &length); /* stays NULL */
    tr_exchange_question fresh = TR_EXCHANGE_QUESTION_INIT;
    it->question = fresh;
    it->question.call = it->row->call;
    it->question.instrument = instrument_named(&it->instruments, symbol);
    const char *any = symbol != NULL ? symbol : first_symbol(parsed);
    bool is_linear = any != NULL && strchr(any, ':') != NULL;
    size_t start = tr_json_value_offset(response);
    it->body = text + start;
    it->body_size = value_end(text, start) - start;
    bool is_right =
        check_kind(it, is_linear ? TR_KIND_LINEAR : TR_KIND_SPOT, parsed, reason, sizeof reason);
    char other[300];
    if (!is_right)
        is_right =
            check_kind(it, is_linear ? TR_KIND_SPOT : TR_KIND_LINEAR, parsed, other, sizeof other);
    verdict(counts, name, is_right ? NULL : reason);
}

void check_samples(const tr_json_value *root, const char *text, tally *counts)
{
    static tr_instrument instruments[INSTRUMENTS_MAX];
    static tr_exchange_record items[RECORDS_MAX];
    const char *exchange = text_of(root, "exchange");
    sample it = { .adapter = tr__adapter_find(exchange), .found = { items, 0 } };
    if (it.adapter == NULL) {
        verdict(counts, "the file", "of an exchange that we do not know");
        return;
    }
    it.instruments.items = instruments;
    it.instruments.count = instruments_make(exchange, instruments);
    unsigned int index = 0;
    for (const tr_json_value *one = tr_json_value_first(member(root, "cases")); one != NULL;
         one = tr_json_value_next(one), index++) {
        char name[80];
        const char *call = text_of(one, "method");
        const char *rule = NULL;
        it.is_bare = call == NULL;
        if (call == NULL)
            call = text_of(one, "parser");
        (void)snprintf(name, sizeof name, "%u %s", index, call);
        it.row = NULL;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
            if (strcmp(rows[i].name, call) == 0)
                it.row = &rows[i];
        if (it.row != NULL && it.row->record == TR_RECORD_POSITION &&
            tr__adapter_endpoint(it.adapter, TR_KIND_SPOT, TR_CALL_POSITIONS) == NULL &&
            tr__adapter_endpoint(it.adapter, TR_KIND_LINEAR, TR_CALL_POSITIONS) == NULL)
            rule = "positions are not offered here";
        if (rule != NULL)
            skip(counts, name, rule);
        else if (it.row == NULL)
            verdict(counts, name, "a kind of case that is not known");
        else
            check_case(&it, one, text, name, counts);
    }
}
