/*
 * client_id.c: our 128-bit ids as each exchange takes them.
 *
 * Where only an integer is taken, the id travels as an alias: 16 bits of installation tag and the first 47 of the 64
 * random bits, 63 in all, so that it fits a signed 64-bit number and still tells ours from others'. It is a function of
 * the id, so a stored order finds its alias again; the way back goes through the stored orders.
 */
#include <string.h>

#include "core/fail.h"
#include "exchange/adapter.h"
#include "exchange/sign.h"

#define HEX_LENGTH   32
#define PREFIX       "t-"
#define TAG_SHIFT    47
#define TAG_AT       6
#define RANDOM_AT    8
#define ALIAS_BYTES  8
#define ALIAS_LENGTH 19 /* digits of 2^63 - 1 */

static const tr_exchange_product *product_find(const char *exchange, tr_kind kind, tr_error *err,
                                               tr_status *status)
{
    const tr_exchange_info *info = tr_exchange_info_find(exchange);
    const tr_exchange_product *product = info == NULL             ? NULL
                                         : kind == TR_KIND_SPOT   ? &info->spot
                                         : kind == TR_KIND_LINEAR ? &info->linear
                                                                  : NULL;
    if (info == NULL)
        *status = tr__fail(err, TR_E_NOT_FOUND, 0, "no exchange \"%s\" is known",
                           exchange == NULL ? "" : exchange);
    else if (product == NULL || !product->is_offered)
        *status = tr__fail(err, TR_E_UNSUPPORTED, 0, "%s orders on %s are not offered",
                           tr_kind_name(kind) == NULL ? "such" : tr_kind_name(kind), exchange);
    else
        return product;
    return NULL;
}

static uint64_t alias_of(tr_id id)
{
    uint64_t random = 0;
    for (size_t i = 0; i < ALIAS_BYTES; i++)
        random = random << 8 | id.bytes[RANDOM_AT + i];
    return (uint64_t)tr_id_tag(id) << TAG_SHIFT | random >> (64 - TAG_SHIFT);
}

static void id_put(tr__sign_text *text, tr_id_form form, tr_id id)
{
    char base32[TR_ID_TEXT_SIZE];
    tr_id_format(id, base32);
    if (form == TR_ID_FORM_HEX) {
        tr__sign_put_hex(text, id.bytes, sizeof id.bytes);
    } else if (form == TR_ID_FORM_INTEGER) {
        tr__sign_put_number(text, alias_of(id));
    } else {
        if (form == TR_ID_FORM_PREFIXED)
            tr__sign_put(text, PREFIX);
        tr__sign_put(text, base32);
    }
}

tr_status tr_exchange_client_id_write(const char *exchange, tr_kind kind, tr_id id, char *buffer,
                                      size_t size, tr_error *err)
{
    tr_status status = TR_OK;
    const tr_exchange_product *product = product_find(exchange, kind, err, &status);
    if (product == NULL)
        return status;
    if (buffer == NULL || tr_id_is_none(id))
        return tr__fail(err, TR_E_INVALID, 0,
                        "an order goes out under an id of its own, none was given");
    tr__sign_text text = { .bytes = buffer, .size = size };
    id_put(&text, product->ids.form, id);
    (void)tr__sign_end(&text, 0);
    return text.is_full
               ? tr__fail(err, TR_E_FULL, 0, "a client id does not fit into %zu bytes", size)
               : TR_OK;
}

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* A UUID, short as it was sent, or with its hyphens. */
static tr_status hex_read(const char *text, tr_id *out)
{
    tr_id id = { { 0 } };
    size_t length = strlen(text);
    bool is_long = length == HEX_LENGTH + 4;
    if (length != HEX_LENGTH && !is_long)
        return TR_E_PARSE;
    for (size_t i = 0; i < HEX_LENGTH; i++, text++) {
        if (is_long && (i == 8 || i == 12 || i == 16 || i == 20) && *text++ != '-')
            return TR_E_PARSE;
        int value = hex_value(*text);
        if (value < 0)
            return TR_E_PARSE;
        id.bytes[i / 2] = (uint8_t)(id.bytes[i / 2] << 4 | value);
    }
    *out = id;
    return TR_OK;
}

tr_status tr_exchange_client_id_read(const char *exchange, tr_kind kind, const char *text,
                                     tr_id *out, tr_error *err)
{
    tr_status status = TR_OK;
    const tr_exchange_product *product = product_find(exchange, kind, err, &status);
    if (product == NULL)
        return status;
    if (text == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_exchange_client_id_read: an argument is NULL");
    tr_id_form form = product->ids.form;
    if (form == TR_ID_FORM_INTEGER)
        return tr__fail(err, TR_E_UNSUPPORTED, 0,
                        "client ids of %s %s orders are numbers, which stored orders resolve",
                        exchange, tr_kind_name(kind));
    if (form == TR_ID_FORM_HEX)
        status = hex_read(text, out);
    else if (form == TR_ID_FORM_PREFIXED)
        status =
            strncmp(text, PREFIX, sizeof PREFIX - 1) != 0
                ? TR_E_PARSE
                : tr_id_parse(text + sizeof PREFIX - 1, strlen(text) - (sizeof PREFIX - 1), out);
    else
        status = tr_id_parse(text, strlen(text), out);
    return status == TR_OK ? TR_OK
                           : tr__fail(err, TR_E_PARSE, 0, "a client id that is not of our making");
}

bool tr__client_id_of_alias(const char *text, tr_id *out)
{
    uint64_t alias = 0;
    tr_id id = { { 0 } };
    size_t length = strlen(text);
    if (length == 0 || length > ALIAS_LENGTH || text[0] == '0')
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        alias = alias * 10 + (uint64_t)(text[i] - '0');
    }
    if (alias > INT64_MAX)
        return false;
    uint64_t random = alias << (64 - TAG_SHIFT);
    id.bytes[TAG_AT] = (uint8_t)(alias >> (TAG_SHIFT + 8));
    id.bytes[TAG_AT + 1] = (uint8_t)(alias >> TAG_SHIFT);
    for (size_t i = 0; i < ALIAS_BYTES; i++)
        id.bytes[RANDOM_AT + i] = (uint8_t)(random >> (8 * (ALIAS_BYTES - 1 - i)));
    *out = id;
    return true;
}

bool tr__client_id_is_alias(tr_id a, tr_id b)
{
    return alias_of(a) == alias_of(b);
}

bool tr_exchange_client_id_tag(const char *exchange, tr_kind kind, const char *text,
                               uint16_t *tag_out)
{
    tr_status status = TR_OK;
    const tr_exchange_product *product = product_find(exchange, kind, NULL, &status);
    if (product == NULL || text == NULL || tag_out == NULL)
        return false;
    if (product->ids.form != TR_ID_FORM_INTEGER) {
        tr_id id;
        if (tr_exchange_client_id_read(exchange, kind, text, &id, NULL) != TR_OK)
            return false;
        *tag_out = tr_id_tag(id);
        return true;
    }
    tr_id id;
    if (!tr__client_id_of_alias(text, &id))
        return false;
    *tag_out = tr_id_tag(id);
    return true;
}
