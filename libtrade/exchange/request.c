/* request.c: questions are checked against the tables and written as requests. */
#include "exchange/request.h"

#include <string.h>

#include <trade/time.h>

#include "core/fail.h"

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S  INT64_C(1000000000)

/* ---- text and parameters --------------------------------------------------------------------- */

const char *tr__request_keep(tr__request *request, const char *text, size_t length)
{
    if (length >= sizeof request->text - request->text_length) {
        request->is_full = true;
        return "";
    }
    char *kept = request->text + request->text_length;
    memcpy(kept, text, length);
    kept[length] = '\0';
    request->text_length += length + 1;
    return kept;
}

const char *tr__request_keep_joined(tr__request *request, const char *first, const char *second)
{
    size_t start = request->text_length;
    (void)tr__request_keep(request, first, strlen(first));
    if (request->is_full)
        return "";
    request->text_length--; /* the second is written over the end mark */
    (void)tr__request_keep(request, second, strlen(second));
    return request->is_full ? "" : request->text + start;
}

const char *tr__request_keep_decimal(tr__request *request, tr_decimal value)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    return tr__request_keep(request, text, tr_decimal_format(value, text, sizeof text));
}

static const char *keep_number(tr__request *request, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return tr__request_keep(request, digits + at, sizeof digits - at);
}

static void field_add(tr__request *request, const char *name, tr_sign_kind kind, const char *text)
{
    if (request->field_count == TR__REQUEST_FIELDS_MAX) {
        request->is_full = true;
        return;
    }
    tr_sign_field field = { name, kind, text, NULL, 0 };
    request->fields[request->field_count++] = field;
}

void tr__request_text(tr__request *request, const char *name, const char *value)
{
    field_add(request, name, TR_SIGN_KIND_TEXT, tr__request_keep(request, value, strlen(value)));
}

void tr__request_literal(tr__request *request, const char *name, const char *value)
{
    field_add(request, name, TR_SIGN_KIND_LITERAL, tr__request_keep(request, value, strlen(value)));
}

void tr__request_number(tr__request *request, const char *name, uint64_t value)
{
    field_add(request, name, TR_SIGN_KIND_LITERAL, keep_number(request, value));
}

void tr__request_number_text(tr__request *request, const char *name, uint64_t value)
{
    field_add(request, name, TR_SIGN_KIND_TEXT, keep_number(request, value));
}

void tr__request_decimal(tr__request *request, const char *name, tr_decimal value)
{
    field_add(request, name, TR_SIGN_KIND_TEXT, tr__request_keep_decimal(request, value));
}

void tr__request_decimal_literal(tr__request *request, const char *name, tr_decimal value)
{
    field_add(request, name, TR_SIGN_KIND_LITERAL, tr__request_keep_decimal(request, value));
}

void tr__request_text_if(tr__request *request, const char *name, const char *value)
{
    if (value != NULL)
        tr__request_text(request, name, value);
}

void tr__request_number_if(tr__request *request, const char *name, uint64_t value)
{
    if (value != 0)
        tr__request_number(request, name, value);
}

void tr__request_decimal_if(tr__request *request, const char *name, tr_decimal value)
{
    if (!tr_decimal_is_zero(value))
        tr__request_decimal(request, name, value);
}

void tr__request_symbol(tr__request *request, const char *name,
                        const tr_exchange_question *question)
{
    if (question->instrument != NULL)
        tr__request_text(request, name, question->instrument->exchange_symbol);
}

void tr__request_client_id(tr__request *request, const char *name,
                           const tr_exchange_question *question)
{
    char text[TR_LABEL_SIZE];
    if (tr_exchange_client_id_write(request->adapter->info.name, question->kind, question->order_id,
                                    text, sizeof text, NULL) == TR_OK)
        tr__request_text(request, name, text);
}

tr_decimal tr__request_amount(const tr_order_terms *terms)
{
    return tr_decimal_is_zero(terms->notional.value) ? terms->quantity.value
                                                     : terms->notional.value;
}

void tr__request_either_id(tr__request *request, const char *client_name, const char *exchange_name,
                           const tr_exchange_question *question)
{
    if (question->exchange_order_id != NULL)
        tr__request_text(request, exchange_name, question->exchange_order_id);
    else
        tr__request_client_id(request, client_name, question);
}

void tr__request_ms_if(tr__request *request, const char *name, int64_t at_ns)
{
    if (at_ns > 0)
        tr__request_number(request, name, (uint64_t)(at_ns / NS_PER_MS));
}

void tr__request_last_ms_if(tr__request *request, const char *name, int64_t until_ns)
{
    if (until_ns > 0)
        tr__request_number(request, name, (uint64_t)((until_ns - 1) / NS_PER_MS));
}

void tr__request_last_seconds_if(tr__request *request, const char *name, int64_t until_ns)
{
    if (until_ns > 0)
        tr__request_seconds_if(request, name, until_ns - 1);
}

void tr__request_seconds_if(tr__request *request, const char *name, int64_t at_ns)
{
    if (at_ns > 0)
        tr__request_number(request, name, (uint64_t)(at_ns / NS_PER_S));
}

void tr__request_timeout_s(tr__request *request, const char *name,
                           const tr_exchange_question *question)
{
    tr__request_number(request, name, question->timeout_ms / 1000);
}

const char *tr__request_timeframe(const tr__adapter *adapter, const tr_exchange_question *question)
{
    const tr_exchange_product *product = tr__adapter_product(adapter, question->kind);
    tr__product index = question->kind == TR_KIND_SPOT ? TR__PRODUCT_SPOT : TR__PRODUCT_LINEAR;
    tr_timeframe wanted;
    if (tr_timeframe_normalise(question->timeframe, &wanted) != TR_OK)
        return NULL;
    for (size_t i = 0; i < product->timeframe_count; i++)
        if (product->timeframes[i].count == wanted.count &&
            product->timeframes[i].unit == wanted.unit)
            return adapter->timeframe_words[index][i];
    return NULL;
}

void tr__request_expiry(tr__request *request, const char *name,
                        const tr_exchange_question *question)
{
    const tr_exchange_product *product = tr__adapter_product(request->adapter, question->kind);
    if (question->now_ns <= 0)
        return;
    request->header_name = name;
    request->header_value =
        keep_number(request, (uint64_t)(question->now_ns / NS_PER_MS) + product->ids.validity_ms);
}

void tr__request_route(tr__request *request, const char *method, const char *path)
{
    request->sign.method = method;
    request->sign.path = path;
}

static tr_sign_field *inner_claim(tr__request *request, size_t count)
{
    if (count > TR__REQUEST_FIELDS_MAX - request->inner_count) {
        request->is_full = true;
        return NULL;
    }
    tr_sign_field *claimed = &request->inner[request->inner_count];
    request->inner_count += count;
    return claimed;
}

void tr__request_wrap(tr__request *request, const char *name, size_t first)
{
    size_t count = request->field_count - first;
    tr_sign_field *inner = inner_claim(request, count);
    if (inner == NULL)
        return;
    memcpy(inner, request->fields + first, count * sizeof *inner);
    tr_sign_field object = TR_SIGN_OBJECT(name, inner, count);
    request->fields[first] = object;
    request->field_count = first + 1;
}

void tr__request_wrap_list(tr__request *request)
{
    tr__request_wrap(request, NULL, 0);
    request->sign.params.kind = TR_SIGN_KIND_LIST;
}

void tr__request_whole_leverage(tr__request *request, const char *name,
                                const tr_exchange_question *question)
{
    int64_t whole = 0;
    if (tr_decimal_to_int(question->leverage, &whole) != TR_OK || whole < 1)
        request->refusal = "a leverage with a fraction";
    else
        tr__request_number(request, name, (uint64_t)whole);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static tr_status refuse(tr_error *err, const tr__adapter *adapter,
                        const tr_exchange_question *question, const char *what)
{
    const char *kind = tr_kind_name(question->kind);
    return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s does not take %s for %s (%s)", adapter->info.name,
                    what, tr_call_name(question->call), kind == NULL ? "?" : kind);
}

static unsigned int features_of(const tr_order_terms *terms)
{
    static const unsigned int types[] = { [TR_ORDER_MARKET] = TR_ORDER_FEATURE_MARKET,
                                          [TR_ORDER_LIMIT] = TR_ORDER_FEATURE_LIMIT,
                                          [TR_ORDER_STOP] = TR_ORDER_FEATURE_STOP,
                                          [TR_ORDER_STOP_LIMIT] = TR_ORDER_FEATURE_STOP_LIMIT };
    bool is_market = terms->type == TR_ORDER_MARKET || terms->type == TR_ORDER_STOP;
    unsigned int features = types[terms->type];
    if (!is_market && terms->tif == TR_TIF_IOC)
        features |= TR_ORDER_FEATURE_IOC;
    if (!is_market && terms->tif == TR_TIF_FOK)
        features |= TR_ORDER_FEATURE_FOK;
    if (terms->is_post_only)
        features |= TR_ORDER_FEATURE_POST_ONLY;
    if (terms->is_reduce_only)
        features |= TR_ORDER_FEATURE_REDUCE_ONLY;
    if (!tr_decimal_is_zero(terms->notional.value))
        features |= terms->side == TR_SIDE_BUY ? TR_ORDER_FEATURE_NOTIONAL_BUY
                                               : TR_ORDER_FEATURE_NOTIONAL_SELL;
    else if (is_market && terms->side == TR_SIDE_BUY)
        features |= TR_ORDER_FEATURE_QUANTITY_BUY;
    return features;
}

/* What contradicts itself, at any exchange. */
static tr_status terms_check(const tr_order_terms *terms, tr_error *err)
{
    if ((unsigned int)terms->type > TR_ORDER_STOP_LIMIT || (unsigned int)terms->tif > TR_TIF_FOK ||
        (unsigned int)terms->side > TR_SIDE_SELL)
        return tr__fail(err, TR_E_INVALID, 0, "an order of no known side, type or time in force");
    bool has_limit = terms->type == TR_ORDER_LIMIT || terms->type == TR_ORDER_STOP_LIMIT;
    bool has_stop = terms->type == TR_ORDER_STOP || terms->type == TR_ORDER_STOP_LIMIT;
    bool has_quantity = !tr_decimal_is_zero(terms->quantity.value);
    bool has_notional = !tr_decimal_is_zero(terms->notional.value);
    if (tr_decimal_sign(terms->quantity.value) < 0 || tr_decimal_sign(terms->notional.value) < 0 ||
        tr_decimal_sign(terms->limit_price.value) < 0 ||
        tr_decimal_sign(terms->stop_price.value) < 0)
        return tr__fail(err, TR_E_RANGE, 0, "an order's price and quantity are above zero");
    if (has_quantity == has_notional || (has_notional && terms->type != TR_ORDER_MARKET))
        return tr__fail(
            err, TR_E_INVALID, 0,
            "an order has a quantity, or, a market order alone, an amount of quote units");
    if (has_limit == tr_decimal_is_zero(terms->limit_price.value))
        return tr__fail(err, TR_E_INVALID, 0, "a limit order and no other has a limit price");
    if (has_stop == tr_decimal_is_zero(terms->stop_price.value))
        return tr__fail(err, TR_E_INVALID, 0, "a stop order and no other has a stop price");
    if (terms->is_post_only && (terms->type != TR_ORDER_LIMIT || terms->tif != TR_TIF_GTC))
        return tr__fail(err, TR_E_INVALID, 0, "post-only goes with limit orders that may rest");
    return TR_OK;
}

static tr_status grid_check(const tr_instrument *instrument, const tr_order_terms *terms,
                            tr_error *err)
{
    int64_t steps = 0;
    if (!tr_decimal_is_zero(terms->stop_price.value) &&
        tr_decimal_to_steps(terms->stop_price.value, instrument->tick, &steps) != TR_OK)
        return tr__fail(err, TR_E_RANGE, 0, "the stop price is not on the tick of %s",
                        instrument->symbol);
    if (!tr_decimal_is_zero(terms->notional.value))
        return TR_OK;
    bool has_limit = !tr_decimal_is_zero(terms->limit_price.value);
    return tr_instrument_check_order(instrument, has_limit ? &terms->limit_price : NULL,
                                     terms->quantity, NULL, err);
}

/* Stops behind calls of their own say no more than their prices, and that they only reduce. */
static unsigned int features_offered(const tr_exchange_product *product, tr_call call)
{
    const unsigned int both = TR_ORDER_FEATURE_REDUCE_ONLY | TR_ORDER_FEATURE_QUANTITY_BUY;
    if (call == TR_CALL_PLACE)
        return product->order_features;
    return product->held_stops | (product->order_features & both);
}

static tr_status place_check(const tr__adapter *adapter, const tr_exchange_question *question,
                             tr_error *err)
{
    const tr_order_terms *terms = question->terms;
    const tr_exchange_product *product = tr__adapter_product(adapter, question->kind);
    if (tr_id_is_none(question->order_id))
        return tr__fail(err, TR_E_INVALID, 0,
                        "an order goes out under an id of its own, none was given");
    tr_status status = terms_check(terms, err);
    if (status != TR_OK)
        return status;
    unsigned int missing = features_of(terms) & ~features_offered(product, question->call);
    if (missing != 0)
        return refuse(err, adapter, question, tr_order_feature_name(missing & -missing));
    return grid_check(question->instrument, terms, err);
}

static tr_status amend_check(const tr__adapter *adapter, const tr_exchange_question *question,
                             tr_error *err)
{
    const tr_order_terms *terms = question->terms;
    const tr_exchange_product *product = tr__adapter_product(adapter, question->kind);
    bool has_stop = terms->type == TR_ORDER_STOP || terms->type == TR_ORDER_STOP_LIMIT;
    tr_status status = terms_check(terms, err);
    if (status != TR_OK)
        return status;
    if (terms->type == TR_ORDER_MARKET || tr_decimal_is_zero(terms->quantity.value))
        return tr__fail(err, TR_E_INVALID, 0,
                        "an amended order has the prices and the quantity that it shall have");
    if (has_stop && !product->amends_stops)
        return refuse(err, adapter, question, "a stop");
    return grid_check(question->instrument, terms, err);
}

/* What the endpoint does not take must not be asked for; what it needs must be there. */
static tr_status takes_check(const tr__adapter *adapter, const tr__endpoint *endpoint,
                             const tr_exchange_question *question, tr_error *err)
{
    const struct {
        unsigned int bit;
        bool is_asked;
        const char *name;
    } parts[] = {
        { TR__TAKES_INSTRUMENT, question->instrument != NULL, "an instrument" },
        { TR__TAKES_FROM, question->from_ns != 0, "a time from which" },
        { TR__TAKES_UNTIL, question->until_ns != 0, "a time until which" },
        { TR__TAKES_LIMIT, question->limit != 0, "a limit" },
        { TR__TAKES_CURSOR, question->cursor != NULL, "a cursor" },
        { TR__TAKES_CLIENT_ID, !tr_id_is_none(question->order_id), "an id of ours" },
        { TR__TAKES_EXCHANGE_ID, question->exchange_order_id != NULL, "an id of the exchange" },
        { TR__TAKES_ACCOUNT, question->account_id != NULL, "an account id" },
        { TR__TAKES_TERMS, question->terms != NULL, "terms" },
        { TR__TAKES_TIMEOUT, question->timeout_ms != 0, "a time to wait" },
        { TR__TAKES_LEVERAGE, !tr_decimal_is_zero(question->leverage), "a leverage" },
        { TR__TAKES_SETTLE, question->settle != NULL, "a settling asset" },
    };
    const unsigned int ids = TR__TAKES_CLIENT_ID | TR__TAKES_EXCHANGE_ID;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        /* Of two ids, the one that the exchange cannot use may come along. */
        bool is_spare = (parts[i].bit & ids) != 0 && (endpoint->takes & ids) != 0;
        if (parts[i].is_asked && (endpoint->takes & parts[i].bit) == 0 && !is_spare)
            return refuse(err, adapter, question, parts[i].name);
        if (!parts[i].is_asked && (endpoint->needs & parts[i].bit) != 0)
            return tr__fail(err, TR_E_INVALID, 0, "%s needs %s for %s", adapter->info.name,
                            parts[i].name, tr_call_name(question->call));
    }
    if ((endpoint->takes & ids) == ids && tr_id_is_none(question->order_id) &&
        question->exchange_order_id == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "%s: an order is named by our id or the exchange's",
                        tr_call_name(question->call));
    return TR_OK;
}

static tr_status question_check(const tr__adapter *adapter, const tr__endpoint *endpoint,
                                const tr_exchange_question *question, tr_error *err)
{
    if ((unsigned int)question->call >= TR_CALL_COUNT)
        return tr__fail(err, TR_E_INVALID, 0, "%d is no call", (int)question->call);
    if (tr__adapter_product(adapter, question->kind) == NULL || endpoint == NULL)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s does not offer %s for %s instruments",
                        adapter->info.name, tr_call_name(question->call),
                        tr_kind_name(question->kind) == NULL ? "such"
                                                             : tr_kind_name(question->kind));
    if (question->instrument != NULL &&
        (question->instrument->kind != question->kind ||
         strcmp(question->instrument->exchange, adapter->info.name) != 0))
        return tr__fail(err, TR_E_INVALID, 0, "the instrument %s is of another kind or exchange",
                        question->instrument->symbol);
    if (question->from_ns < 0 || question->until_ns < 0 ||
        (question->until_ns != 0 && question->until_ns <= question->from_ns))
        return tr__fail(err, TR_E_RANGE, 0, "a span that ends before it begins");
    tr_status status = takes_check(adapter, endpoint, question, err);
    if (status != TR_OK)
        return status;
    if (question->call == TR_CALL_BARS && tr__request_timeframe(adapter, question) == NULL)
        return refuse(err, adapter, question, "this timeframe");
    if (tr_decimal_sign(question->leverage) < 0)
        return tr__fail(err, TR_E_RANGE, 0, "a leverage is above zero");
    if (question->call == TR_CALL_PLACE || question->call == TR_CALL_PLACE_STOP)
        return place_check(adapter, question, err);
    return question->call == TR_CALL_AMEND ? amend_check(adapter, question, err) : TR_OK;
}

/*
 * A blank would end the line of the request, '&' the parameter, '#' the URL; encoded, what is sent would not be what was
 * signed. (tr_sign spells such values as the vectors of others do; nothing of ours may come to depend on it.)
 */
static bool breaks_query(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text <= ' ' || (unsigned char)*text >= 0x7f || *text == '&' ||
            *text == '#')
            return true;
    return false;
}

static tr_status raw_check(const tr__adapter *adapter, const tr__request *request, tr_error *err)
{
    bool is_query =
        strcmp(request->sign.method, "GET") == 0 || strcmp(request->sign.method, "DELETE") == 0;
    for (size_t i = 0; adapter->is_query_raw && is_query && i < request->field_count; i++)
        if (request->fields[i].text != NULL && breaks_query(request->fields[i].text))
            return tr__fail(err, TR_E_INVALID, 0,
                            "%s: %s holds a character that its queries cannot carry",
                            adapter->info.name, request->fields[i].name);
    return TR_OK;
}

tr_status tr__adapter_write(const tr__adapter *adapter, const tr__endpoint *endpoint,
                            const tr_exchange_question *question, tr__request *out, tr_error *err)
{
    if (question->struct_size != sizeof *question)
        return tr__fail(err, TR_E_INVALID, 0, "a question of another version of this library");
    tr_status status = question_check(adapter, endpoint, question, err);
    if (status != TR_OK)
        return status;
    tr_sign_request fresh = TR_SIGN_REQUEST_INIT;
    out->adapter = adapter;
    out->refusal = out->header_name = out->header_value = NULL;
    out->sign = fresh;
    out->sign.api = endpoint->api;
    out->sign.method = endpoint->method;
    out->sign.path = endpoint->path;
    out->field_count = out->inner_count = out->text_length = 0;
    out->is_full = false;
    if (endpoint->ask != NULL)
        endpoint->ask(out, question);
    if (out->refusal != NULL)
        return refuse(err, adapter, question, out->refusal);
    if (out->is_full)
        return tr__fail(err, TR_E_FULL, 0, "the parameters of a request do not fit");
    if (out->sign.params.kind == TR_SIGN_KIND_LIST && out->field_count == 1 &&
        out->fields[0].name != NULL)
        out->fields[0].name = NULL;
    out->sign.params.items = out->fields;
    out->sign.params.item_count = out->field_count;
    return raw_check(adapter, out, err);
}
