/*
 * sign.c: binance, spot and USD-M futures. The encoded parameters are signed as they are sent, in
 * the order in which they are sent: timestamp first, recvWindow behind the others, the signature
 * last.
 * Source: Binance Spot API, "SIGNED (TRADE and USER_DATA) Endpoint Security", 2026; WebSocket API,
 * "SIGNED request example", 2026, where the parameters are sorted and signed raw.
 */
#include "exchange/sign.h"

#include <string.h>

static const tr__sign_section sections[] = {
    { "public", "https://api.binance.com", "/api/v3/", false },
    { "private", "https://api.binance.com", "/api/v3/", true },
    { "sapi", "https://api.binance.com", "/sapi/v1/", true },
    { "fapiPublic", "https://fapi.binance.com", "/fapi/v1/", false },
    { "fapiPrivate", "https://fapi.binance.com", "/fapi/v1/", true },
    { "fapiPrivateV2", "https://fapi.binance.com", "/fapi/v2/", true },
    { "fapiPrivateV3", "https://fapi.binance.com", "/fapi/v3/", true },
    { NULL, NULL, NULL, false },
};

/* HMAC in hexadecimal; the others in base64, which a query takes encoded only. */
static void put_signature(tr__sign_work *work, size_t start)
{
    uint8_t code[TR__SIGN_CODE_SIZE];
    char base64[TR_BASE64_TEXT_SIZE(TR__SIGN_CODE_SIZE)];
    size_t length = 0;
    size_t size = tr__sign_code(work->key, &work->text, start, code, &work->status);
    tr__sign_put(&work->text, "&signature=");
    if (work->key->scheme == TR_KEY_HMAC) {
        tr__sign_put_hex(&work->text, code, size);
        return;
    }
    (void)tr_base64_encode(TR_BASE64_STANDARD, code, size, base64, sizeof base64,
                           &length); /* it fits */
    tr__sign_put_encoded(&work->text, base64, length);
}

static void put_signed_query(tr__sign_work *work)
{
    static const tr__sign_spelling spelling = { 0 };
    tr__sign_text *text = &work->text;
    size_t start = text->length;
    tr__sign_put(text, "timestamp=");
    tr__sign_put_number(text, (uint64_t)work->request->clock_ms);
    tr__sign_put_bytes(text, "&", 1);
    if (tr__sign_put_query(work, &spelling))
        tr__sign_put_bytes(text, "&", 1);
    tr__sign_put(text, "recvWindow=");
    tr__sign_put_number(text, work->request->window_ms);
    put_signature(work, start);
}

static void sign(tr__sign_work *work)
{
    tr__sign_text *text = &work->text;
    bool is_in_url = tr__sign_is_method(work, "GET") || tr__sign_is_method(work, "DELETE");
    size_t start = text->length;
    tr__sign_put(text, work->section->host);
    tr__sign_put_path(work);
    if (is_in_url) {
        tr__sign_put_bytes(text, "?", 1);
        put_signed_query(work);
    }
    work->out->url = tr__sign_end(text, start);
    tr__sign_header(work, "X-MBX-APIKEY", work->key->id);
    if (is_in_url)
        return;
    start = text->length;
    put_signed_query(work);
    tr__sign_end_body(work, start);
    tr__sign_header(work, "Content-Type", "application/x-www-form-urlencoded");
}

/* ---- the WebSocket API ---------------------------------------------------------------------- */

typedef struct parameter {
    const char *name;
    const tr_sign_field *field; /* NULL: one of our own, a number */
    uint64_t number;
    const char *text; /* or a text */
} parameter;

static size_t parameters_sorted(const tr__sign_stream_work *work, parameter *out)
{
    const tr_sign_field *params = &work->message->params;
    parameter own[] = {
        { "apiKey", NULL, 0, work->key->id },
        { "recvWindow", NULL, work->message->window_ms, NULL },
        { "timestamp", NULL, (uint64_t)work->message->clock_ms, NULL },
    };
    size_t count = 0;
    for (size_t i = 0; i < params->item_count + 3; i++) {
        parameter moving =
            i < 3 ? own[i]
                  : (parameter){ params->items[i - 3].name, &params->items[i - 3], 0, NULL };
        size_t at = count++;
        for (; at > 0 && strcmp(out[at - 1].name, moving.name) > 0; at--)
            out[at] = out[at - 1];
        out[at] = moving;
    }
    return count;
}

static void put_value(tr__sign_text *text, const parameter *item, bool is_json)
{
    const char *value = item->field != NULL ? item->field->text : item->text;
    bool is_text = item->field != NULL ? item->field->kind == TR_SIGN_KIND_TEXT : value != NULL;
    if (value == NULL)
        tr__sign_put_number(text, item->number);
    else if (is_json && is_text)
        tr__sign_put_quoted(text, value);
    else
        tr__sign_put(text, value);
}

static void stream(tr__sign_stream_work *work)
{
    parameter items[TR_SIGN_PARAMS_MAX + 3];
    tr__sign_text *text = &work->text;
    const tr_sign_field *params = &work->message->params;
    if (work->message->kind != TR_SIGN_CALL || params->kind != TR_SIGN_KIND_OBJECT) {
        work->status = TR_E_UNSUPPORTED;
        return;
    }
    for (size_t i = 0; i < params->item_count; i++)
        if (params->items[i].text == NULL) {
            work->status = TR_E_UNSUPPORTED; /* nothing nested is signed there */
            return;
        }
    size_t count = parameters_sorted(work, items);
    for (size_t i = 0; i < count; i++) {
        tr__sign_put(text, i == 0 ? "" : "&");
        tr__sign_put(text, items[i].name);
        tr__sign_put_bytes(text, "=", 1);
        put_value(text, &items[i], false);
    }
    size_t end = text->length;
    work->message_at = end;
    tr__sign_put_bytes(text, "{", 1);
    for (size_t i = 0; i < count; i++) {
        tr__sign_put_quoted(text, items[i].name);
        tr__sign_put_bytes(text, ":", 1);
        put_value(text, &items[i], true);
        tr__sign_put_bytes(text, ",", 1);
    }
    tr__sign_put(text, "\"signature\":\"");
    tr__sign_text signed_part = { .bytes = text->bytes, .size = text->size, .length = end };
    uint8_t code[TR__SIGN_CODE_SIZE];
    size_t size = tr__sign_code(work->key, &signed_part, 0, code, &work->status);
    if (work->key->scheme == TR_KEY_HMAC)
        tr__sign_put_hex(text, code, size);
    else
        tr__sign_put_base64(text, TR_BASE64_STANDARD, code, size);
    tr__sign_put(text, "\"}");
}

const tr__signer tr__signer_binance = {
    .name = "binance",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC) | TR__SIGN_SCHEME(TR_KEY_RSA) |
               TR__SIGN_SCHEME(TR_KEY_ED25519),
    .hash = TR_HASH_SHA256,
    .sections = sections,
    .sign = sign,
    .stream = stream,
};
