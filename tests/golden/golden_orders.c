/*
 * golden_orders DIR: orders that are placed, cancelled and looked up, as our maps spell them, against the reference's spelling of
 * the same call in the vectors of golden/signing: spot, limit and market, by the exchange's order id. The same address, and
 * each parameter of the reference with the same text (but for the case of its letters); what the reference's own programmes
 * add is left out. Ours may say more: an id, a validity.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "exchange/adapter.h"
#include "json_cases.h"

#define ID "1234567890"

/* Ids of the reference's programmes, and what it asks of answers: no part of the order. */
static const char *const left_out[] = {
    "newClientOrderId", "clientOid", "client_order_id", "client-order-id", "clOrdId", "tag",
    "newOrderRespType", "account",   "account-id",      "orderFilter",     "trades",  NULL,
};

static bool is_left_out(const char *name)
{
    for (size_t i = 0; left_out[i] != NULL; i++)
        if (strcmp(left_out[i], name) == 0)
            return true;
    return false;
}

static tr_instrument instrument_of(const char *exchange)
{
    static const struct {
        const char *exchange, *id;
    } ids[] = { { "binance", "BTCUSDT" },   { "bitget", "BTCUSDT" },  { "bybit", "BTCUSDT" },
                { "coinbase", "BTC-USDT" }, { "gate", "BTC_USDT" },   { "htx", "btcusdt" },
                { "kraken", "XBTUSDT" },    { "kucoin", "BTC-USDT" }, { "mexc", "BTCUSDT" },
                { "okx", "BTC-USDT" } };
    tr_instrument made = { .symbol = "BTC/USDT", .base = "BTC", .quote = "USDT", .settle = "USDT" };
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        if (strcmp(ids[i].exchange, exchange) == 0)
            (void)snprintf(made.exchange_symbol, sizeof made.exchange_symbol, "%s", ids[i].id);
    (void)snprintf(made.exchange, sizeof made.exchange, "%s", exchange);
    made.multiplier = tr_decimal_from_int(1);
    (void)tr_decimal_parse("0.01", 4, &made.tick);   /* a number */
    (void)tr_decimal_parse("0.00001", 7, &made.lot); /* likewise */
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

/* NULL: it is asked; otherwise the rule by which the call is left out. */
static const char *question_of(const tr_json_value *call, tr_order_terms *terms,
                               tr_exchange_question *out)
{
    const tr_json_value *args = member(call, "args");
    const char *method = text_of(call, "method");
    if (method == NULL || args == NULL)
        return "no call";
    bool is_place = strcmp(method, "createOrder") == 0;
    if (!is_place && strcmp(method, "cancelOrder") != 0 && strcmp(method, "fetchOrder") != 0)
        return "not an order";
    const char *symbol = text_at(args, is_place ? 0 : 1), *side = text_at(args, 2),
               *type = text_at(args, 1);
    if (symbol == NULL || strcmp(symbol, "BTC/USDT") != 0)
        return "not the spot market";
    if (argument(args, is_place ? 5 : 2) != NULL)
        return "further parameters of the reference's own";
    if (!is_place) {
        const char *id = text_at(args, 0);
        out->call = method[0] == 'c' ? TR_CALL_CANCEL : TR_CALL_ORDER;
        out->exchange_order_id = ID;
        return id != NULL && strcmp(id, ID) == 0 ? NULL : "another order";
    }
    if (side == NULL || type == NULL || !number_at(args, 3, &terms->quantity.value))
        return "no quantity";
    bool is_limit = strcmp(type, "limit") == 0;
    if (!is_limit && strcmp(type, "market") != 0)
        return "another type of order";
    terms->side = strcmp(side, "buy") == 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
    terms->type = is_limit ? TR_ORDER_LIMIT : TR_ORDER_MARKET;
    if (is_limit && !number_at(args, 4, &terms->limit_price.value))
        return "no price";
    if (!is_limit && argument(args, 4) != NULL && terms->side == TR_SIDE_BUY)
        return "a market buy sized by its price";
    out->call = TR_CALL_PLACE;
    out->terms = terms;
    return NULL;
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
        if (text == NULL || ours->text == NULL || strcasecmp(text, ours->text) != 0) {
            (void)snprintf(fault, size, "%s is %s, theirs %s", name,
                           ours->text == NULL ? "?" : ours->text, text == NULL ? "?" : text);
            return false;
        }
    }
    return true;
}

static int others; /* cases of other calls, markets and types */

static void check_case(const char *exchange, const tr_json_value *row, tally *counts)
{
    static tr__request request; /* large */
    char name[160], api[64], fault[200] = "";
    tr_order_terms terms = { .tif = TR_TIF_GTC };
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    tr_error err = { .message = "" };
    const char *label = text_of(row, "case");
    (void)snprintf(name, sizeof name, "%s %s", exchange, label == NULL ? "?" : label);
    if (question_of(member(row, "call"), &terms, &question) != NULL) {
        others++; /* another runner's: no plain order of the spot market */
        return;
    }
    tr_instrument instrument = instrument_of(exchange);
    const tr__adapter *adapter = tr__adapter_find(exchange);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, TR_KIND_SPOT, question.call);
    const tr_json_value *input = member(row, "sign_input");
    question.instrument = (endpoint->takes & TR__TAKES_INSTRUMENT) != 0 ? &instrument : NULL;
    question.account_id = (endpoint->takes & TR__TAKES_ACCOUNT) != 0 ? "100009" : NULL;
    if (question.call == TR_CALL_PLACE)
        memset(question.order_id.bytes, 7, sizeof question.order_id.bytes);
    tr_status status = tr__adapter_write(adapter, endpoint, &question, &request, &err);
    const char *path = text_of(input, "path"), *method = text_of(input, "method");
    if (status == TR_E_UNSUPPORTED) {
        skip(counts, name, err.message);
    } else if (status != TR_OK) {
        verdict(counts, name, err.message);
    } else if (path == NULL || strcmp(path, request.sign.path) != 0 ||
               strcmp(method, request.sign.method) != 0 ||
               strcmp(api_join(member(input, "api"), api, sizeof api), request.sign.api) != 0) {
        skip(counts, name, "the reference uses another address");
    } else {
        bool is_right = params_agree(member(input, "params"), request.fields, request.field_count,
                                     fault, sizeof fault);
        verdict(counts, name, is_right ? NULL : fault);
    }
}

static void check_file(void *user, const char *path, const char *name)
{
    tally *counts = user;
    char *text = NULL;
    tr_json_document *document = NULL;
    if (!json_cases_open(counts, path, name, &text, &document))
        return;
    const tr_json_value *root = tr_json_document_root(document);
    const char *exchange = text_of(root, "exchange");
    if (exchange != NULL && tr__adapter_find(exchange) != NULL)
        for (const tr_json_value *row = tr_json_value_first(member(root, "cases")); row != NULL;
             row = tr_json_value_next(row))
            check_case(exchange, row, counts);
    tr_json_document_free(document);
    free(text);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: golden_orders DIR\n");
        return 2;
    }
    tally counts = { 0 };
    walk walked = cases_walk(argv[1], ".json", check_file, &counts);
    printf("# %d cases of other calls, markets and types of order\n", others);
    return cases_end(walked, &counts);
}
