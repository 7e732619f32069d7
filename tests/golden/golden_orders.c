/*
 * golden_orders DIR: orders that are placed, amended, cancelled and looked up, all orders cancelled, and leverage set, as our maps
 * spell them, against the reference's spelling of the same call in the vectors of golden/signing: spot and swaps, limit and
 * market, by the exchange's order id. The same address, and each parameter of the reference with the same text (but for the
 * case of its letters); what the reference's own programmes add is left out. Ours may say more: an id, a validity.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "exchange/adapter.h"
#include "json_cases.h"

#define ID "1234567890"

/* Ids of the reference's programmes, and what it asks of answers: no part of the order. */
static const char *const left_out[] = {
    "newClientOrderId",
    "clientOid",
    "client_order_id",
    "client-order-id",
    "clOrdId",
    "tag",
    "newOrderRespType",
    "account",
    "account-id",
    "orderFilter",
    "trades",
    "orderLinkId",
    "text",
    "cl_ord_id",
    "externalOid",
    "channel_code",
    NULL,
};

/* What the library decides otherwise, each with its reason: such a case is left out by name. */
static const struct {
    const char *exchange, *name, *reason;
} decided[] = {
    { "binance", "edit",
      "spot orders are cancelled and placed anew: its amending only makes them smaller" },
    { "bitget", "edit", "the exchange's amending makes another order" },
    { "kucoin", "edit", "the exchange's amending makes another order" },
    { "htx", "edit", "the reference cancels: the exchange amends nothing" },
    { "mexc", "edit", "the reference cancels: the exchange amends nothing" },
    { "mexc", "swap_market_sell_reduce",
      "the reference turns a market order into a limit (6), we do not (5)" },
    { "mexc", "swap_ioc", "the reference leaves the time in force out" },
    { "mexc", "swap_fok", "the reference leaves the time in force out" },
    { "mexc", "swap_order", "the reference says the symbol, which the address does not take" },
    { "gate", "swap_leverage",
      "the reference gives the position a margin of its own, we the account's" },
};

static bool is_left_out(const char *name)
{
    for (size_t i = 0; left_out[i] != NULL; i++)
        if (strcmp(left_out[i], name) == 0)
            return true;
    return false;
}

static tr_instrument instrument_of(const char *exchange, tr_kind kind)
{
    static const struct {
        const char *exchange, *spot, *swap;
    } ids[] = { { "binance", "BTCUSDT", "BTCUSDT" }, { "bitget", "BTCUSDT", "BTCUSDT" },
                { "bybit", "BTCUSDT", "BTCUSDT" },   { "coinbase", "BTC-USDT", "" },
                { "gate", "BTC_USDT", "BTC_USDT" },  { "htx", "btcusdt", "BTC-USDT" },
                { "kraken", "XBTUSDT", "" },         { "kucoin", "BTC-USDT", "XBTUSDTM" },
                { "mexc", "BTCUSDT", "BTC_USDT" },   { "okx", "BTC-USDT", "BTC-USDT-SWAP" } };
    tr_instrument made = { .base = "BTC", .quote = "USDT", .settle = "USDT", .kind = kind };
    (void)snprintf(made.symbol, sizeof made.symbol, "%s",
                   kind == TR_KIND_SPOT ? "BTC/USDT" : "BTC/USDT:USDT");
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        if (strcmp(ids[i].exchange, exchange) == 0)
            (void)snprintf(made.exchange_symbol, sizeof made.exchange_symbol, "%s",
                           kind == TR_KIND_SPOT ? ids[i].spot : ids[i].swap);
    (void)snprintf(made.exchange, sizeof made.exchange, "%s", exchange);
    made.multiplier = tr_decimal_from_int(1);
    (void)tr_decimal_parse("0.01", 4, &made.tick); /* a number */
    /* Of okx and kucoin the reference's markets are as fine as its longest quantity. */
    bool is_fine = strcmp(exchange, "okx") == 0 || strcmp(exchange, "kucoin") == 0;
    const char *lot = is_fine && kind == TR_KIND_SPOT ? "0.00000001" : "0.00001";
    (void)tr_decimal_parse(lot, strlen(lot), &made.lot); /* likewise */
    return made;
}

/* ---- the call -------------------------------------------------------------------------------- */

static const tr_json_value *argument(const tr_json_value *args, int place)
{
    const tr_json_value *at = tr_json_value_first(args);
    while (at != NULL && place-- > 0)
        at = tr_json_value_next(at);
    return at;
}

static const char *text_at(const tr_json_value *args, int place)
{
    const char *text = NULL;
    size_t length = 0;
    const tr_json_value *value = argument(args, place);
    return value != NULL && tr_json_value_text(value, &text, &length) == TR_OK ? text : NULL;
}

static bool number_at(const tr_json_value *args, int place, tr_decimal *out)
{
    const char *text = NULL;
    size_t length = 0;
    const tr_json_value *value = argument(args, place);
    return value != NULL && tr_json_value_number(value, &text, &length) == TR_OK &&
           tr_decimal_parse(text, length, out) == TR_OK;
}

/* Where the calls that we have too keep their symbol, how many arguments they have, and what of ours they are. */
static const struct {
    const char *method;
    tr_call call;
    int symbol_place, count;
} calls[] = {
    { "createOrder", TR_CALL_PLACE, 0, 5 },        { "cancelOrder", TR_CALL_CANCEL, 1, 2 },
    { "fetchOrder", TR_CALL_ORDER, 1, 2 },         { "cancelAllOrders", TR_CALL_CANCEL_ALL, 0, 1 },
    { "setLeverage", TR_CALL_LEVERAGE_SET, 1, 2 }, { "editOrder", TR_CALL_AMEND, 1, 6 },
};

/* Of the reference's own parameters, those that are part of an order for us as well; false: there are others. */
static bool extras_take(const tr_json_value *extras, tr_order_terms *terms)
{
    for (const tr_json_value *at = tr_json_value_first(extras); at != NULL;
         at = tr_json_value_next(at)) {
        const char *name = tr_json_value_key(at, NULL), *text = NULL;
        size_t length = 0;
        bool is_set = false;
        (void)tr_json_value_text(at, &text, &length); /* else NULL */
        (void)tr_json_value_bool(at, &is_set);        /* else false */
        if (strcmp(name, "clientOrderId") == 0)
            continue; /* ours is another */
        if (strcmp(name, "postOnly") == 0)
            terms->is_post_only = is_set;
        else if (strcmp(name, "reduceOnly") == 0)
            terms->is_reduce_only = is_set;
        else if (strcmp(name, "timeInForce") == 0 && text != NULL)
            terms->tif = strcmp(text, "IOC") == 0   ? TR_TIF_IOC
                         : strcmp(text, "FOK") == 0 ? TR_TIF_FOK
                                                    : TR_TIF_GTC;
        else
            return false;
    }
    return true;
}

static const char *order_of(const tr_json_value *args, int first, tr_order_terms *terms)
{
    const char *type = text_at(args, first), *side = text_at(args, first + 1);
    if (side == NULL || type == NULL || !number_at(args, first + 2, &terms->quantity.value))
        return "no quantity";
    bool is_limit = strcmp(type, "limit") == 0;
    if (!is_limit && strcmp(type, "market") != 0)
        return "another type of order";
    terms->side = strcmp(side, "buy") == 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
    terms->type = is_limit ? TR_ORDER_LIMIT : TR_ORDER_MARKET;
    if (is_limit && !number_at(args, first + 3, &terms->limit_price.value))
        return "no price";
    if (!is_limit && number_at(args, first + 3, &terms->limit_price.value) &&
        terms->side == TR_SIDE_BUY)
        return "a market buy sized by its price";
    return NULL;
}

/* NULL: it is asked; otherwise the rule by which the call is left out. */
static const char *question_of(const tr_json_value *call, tr_order_terms *terms,
                               tr_exchange_question *out)
{
    const tr_json_value *args = member(call, "args");
    const char *method = text_of(call, "method");
    size_t row = 0;
    while (method != NULL && row < sizeof calls / sizeof calls[0] &&
           strcmp(calls[row].method, method) != 0)
        row++;
    if (method == NULL || args == NULL || row == sizeof calls / sizeof calls[0])
        return "not an order";
    const char *symbol = text_at(args, calls[row].symbol_place);
    bool is_spot = symbol != NULL && strcmp(symbol, "BTC/USDT") == 0;
    if (!is_spot && (symbol == NULL || strcmp(symbol, "BTC/USDT:USDT") != 0))
        return "another market";
    if (!extras_take(argument(args, calls[row].count), terms))
        return "further parameters of the reference's own";
    out->call = calls[row].call;
    out->kind = is_spot ? TR_KIND_SPOT : TR_KIND_LINEAR;
    if (out->call == TR_CALL_CANCEL_ALL)
        return NULL;
    if (out->call == TR_CALL_LEVERAGE_SET)
        return number_at(args, 0, &out->leverage) ? NULL : "no leverage";
    if (out->call == TR_CALL_PLACE || out->call == TR_CALL_AMEND)
        out->terms = terms;
    if (out->call != TR_CALL_PLACE) {
        const char *id = text_at(args, 0);
        out->exchange_order_id = ID;
        if (id == NULL || strcmp(id, ID) != 0)
            return "an order by another id";
    }
    return out->terms == NULL ? NULL : order_of(args, out->call == TR_CALL_PLACE ? 1 : 2, terms);
}

/* ---- the request ----------------------------------------------------------------------------- */

static const tr_sign_field *field_find(const tr_sign_field *items, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].name != NULL && strcmp(items[i].name, name) == 0)
            return &items[i];
    return NULL;
}

static const char *api_join(const tr_json_value *api, char *buffer, size_t size)
{
    const char *text = NULL;
    size_t length = 0;
    buffer[0] = '\0';
    if (tr_json_value_text(api, &text, &length) == TR_OK)
        return text;
    for (const tr_json_value *at = tr_json_value_first(api); at != NULL;
         at = tr_json_value_next(at)) {
        size_t used = strlen(buffer);
        if (tr_json_value_text(at, &text, &length) == TR_OK)
            (void)snprintf(buffer + used, size - used, "%s%s", used > 0 ? "." : "", text);
    }
    return buffer;
}

/*
 * What is said by saying nothing: orders rest everywhere unless it is said otherwise, and kucoin's leverage of the account's margin
 * is a setting of its own.
 */
static bool may_be_unsaid(const char *name, const tr_json_value *value)
{
    const char *text = NULL;
    size_t length = 0;
    (void)tr_json_value_text(value, &text, &length); /* else NULL */
    return strcmp(name, "leverage") == 0 || (text != NULL && strcmp(text, "GTC") == 0);
}

/* The same text, or of a list of flags the same and more. */
static bool is_same(const char *theirs, const char *ours)
{
    size_t length = strlen(theirs);
    return strncasecmp(theirs, ours, length) == 0 && (ours[length] == '\0' || ours[length] == ',');
}

/* Each member of the reference's in ours; the first that is not goes into `fault`. */
static bool params_agree(const tr_json_value *wanted, const tr_sign_field *items, size_t count,
                         char *fault, size_t size)
{
    for (const tr_json_value *at = tr_json_value_first(wanted); at != NULL;
         at = tr_json_value_next(at)) {
        const char *name = tr_json_value_key(at, NULL), *text = NULL;
        size_t length = 0;
        bool is_true = false;
        if (name == NULL || is_left_out(name))
            continue;
        const tr_sign_field *ours = field_find(items, count, name);
        if (ours == NULL && may_be_unsaid(name, at))
            continue;
        if (ours == NULL) {
            (void)snprintf(fault, size, "%s is not said", name);
            return false;
        }
        if (tr_json_value_kind(at) == TR_JSON_OBJECT) {
            if (!params_agree(at, ours->items, ours->item_count, fault, size))
                return false;
            continue;
        }
        const tr_json_value *value = at;
        if (tr_json_value_kind(at) == TR_JSON_ARRAY) { /* of one text */
            value = tr_json_value_first(at);
            ours = ours->item_count == 1 ? ours->items : ours;
        }
        if (tr_json_value_bool(value, &is_true) == TR_OK)
            text = is_true ? "true" : "false";
        else if (tr_json_value_text(value, &text, &length) != TR_OK)
            (void)tr_json_value_number(value, &text, &length); /* else NULL */
        if (text == NULL || ours->text == NULL || !is_same(text, ours->text)) {
            (void)snprintf(fault, size, "%s is %s, theirs %s", name,
                           ours->text == NULL ? "?" : ours->text, text == NULL ? "?" : text);
            return false;
        }
    }
    return true;
}

static int others; /* cases of other calls, markets and types */

static const char *decision_of(const char *exchange, const char *label)
{
    const char *name = label == NULL ? NULL : strchr(label, '/');
    for (size_t i = 0; name != NULL && i < sizeof decided / sizeof decided[0]; i++)
        if (strcmp(decided[i].exchange, exchange) == 0 && strcmp(decided[i].name, name + 1) == 0)
            return decided[i].reason;
    return NULL;
}

/* One order may be the only one of a batch at the reference, at an address of its own. */
static bool is_batch_of_one(const char *path, const tr_json_value **params)
{
    if (path == NULL || strcmp(path, "trade/batch-orders") != 0 ||
        tr_json_value_kind(*params) != TR_JSON_ARRAY || tr_json_value_count(*params) != 1)
        return false;
    *params = tr_json_value_first(*params);
    return true;
}

/* The vectors do not tell the versions of kucoin's addresses apart. */
static bool is_section(const char *theirs, const char *ours)
{
    size_t length = strlen(theirs);
    return strncmp(theirs, ours, length) == 0 &&
           (ours[length] == '\0' || strncmp(ours + length, ".v", 2) == 0);
}

static void question_fill(const tr__endpoint *endpoint, const tr_instrument *instrument,
                          tr_exchange_question *question)
{
    question->instrument = (endpoint->takes & TR__TAKES_INSTRUMENT) != 0 ? instrument : NULL;
    question->account_id = (endpoint->takes & TR__TAKES_ACCOUNT) != 0 ? "100009" : NULL;
    if (question->call == TR_CALL_PLACE)
        memset(question->order_id.bytes, 7, sizeof question->order_id.bytes);
}

static void check_case(const char *exchange, const tr_json_value *row, tally *counts)
{
    static tr__request request; /* large */
    char name[160], api[64], fault[200] = "";
    tr_order_terms terms = { .tif = TR_TIF_GTC };
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    tr_error err = { .message = "" };
    const char *label = text_of(row, "case");
    (void)snprintf(name, sizeof name, "%s %s", exchange, label == NULL ? "?" : label);
    const tr__adapter *adapter = tr__adapter_find(exchange);
    if (member(row, "quirk") != NULL ||
        question_of(member(row, "call"), &terms, &question) != NULL) {
        others++; /* another runner's, or what a careful library does not do */
        return;
    }
    const char *reason = decision_of(exchange, label);
    tr_instrument instrument = instrument_of(exchange, question.kind);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, question.kind, question.call);
    if (reason != NULL || endpoint == NULL) {
        skip(counts, name, reason != NULL ? reason : "the exchange port does not offer it");
        return;
    }
    const tr_json_value *input = member(row, "sign_input"), *params = member(input, "params");
    question_fill(endpoint, &instrument, &question);
    tr_status status = tr__adapter_write(adapter, endpoint, &question, &request, &err);
    const char *path = text_of(input, "path"), *method = text_of(input, "method");
    bool is_there = path != NULL && strcmp(path, request.sign.path) == 0;
    if (status == TR_E_UNSUPPORTED || status == TR_E_RANGE)
        skip(counts, name, err.message);
    else if (status != TR_OK)
        verdict(counts, name, err.message);
    else if ((!is_there && !is_batch_of_one(path, &params)) ||
             strcmp(method, request.sign.method) != 0 ||
             !is_section(api_join(member(input, "api"), api, sizeof api), request.sign.api))
        verdict(counts, name, "at another address");
    else
        verdict(counts, name,
                params_agree(params, request.fields, request.field_count, fault, sizeof fault)
                    ? NULL
                    : fault);
}

static void check_document(tally *counts, const tr_json_value *root, const char *text)
{
    const char *exchange = text_of(root, "exchange");
    int before = others;
    (void)text;
    if (exchange == NULL || tr__adapter_find(exchange) == NULL)
        return;
    for (const tr_json_value *row = tr_json_value_first(member(root, "cases")); row != NULL;
         row = tr_json_value_next(row))
        check_case(exchange, row, counts);
    printf("# %s: %d cases of other calls, markets and types of order\n", exchange,
           others - before);
}

int main(int argc, char **argv)
{
    return json_cases_main(argc, argv, "golden_orders", check_document);
}
