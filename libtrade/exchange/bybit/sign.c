/*
 * sign.c: bybit v5. Signed are clock, key, window and the query or body as sent; values of a query
 * need no encoding.
 * Source: Bybit API V5, "Integration Guidance: Parameters for Authenticated Endpoints", 2026.
 */
#include "exchange/sign.h"

static const tr__sign_section sections[] = {
    { "public", "https://api.bybit.com", "/", false },
    { "private", "https://api.bybit.com", "/", true },
    { NULL, NULL, NULL, false },
};

static const tr__sign_spelling raw = { .is_raw = true };

/* The signed text, which ends in the query or body that starts at the mark returned. */
static size_t put_prefix(tr__sign_work *work)
{
    tr__sign_put_number(&work->text, (uint64_t)work->request->clock_ms);
    tr__sign_put(&work->text, work->key->id);
    tr__sign_put_number(&work->text, work->request->window_ms);
    return work->text.length;
}

static void sign(tr__sign_work *work)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    bool is_get = tr__sign_is_method(work, "GET");
    size_t url = text->length;
    tr__sign_put(text, work->section->host);
    tr__sign_put_path(work);
    if (is_get) {
        tr__sign_put_bytes(text, "?", 1);
        (void)tr__sign_put_query(work, &raw);
    }
    work->out->url = tr__sign_end(text, url);
    size_t start = text->length;
    size_t body = put_prefix(work);
    if (is_get)
        (void)tr__sign_put_query(work, &raw);
    else
        tr__sign_put_json(work);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    if (!is_get)
        tr__sign_end_body(work, body);
    tr__sign_header(work, "Content-Type", "application/json");
    tr__sign_header(work, "X-BAPI-API-KEY", work->key->id);
    tr__sign_header(work, "X-BAPI-TIMESTAMP",
                    tr__sign_keep_number(text, (uint64_t)work->request->clock_ms));
    tr__sign_header(work, "X-BAPI-RECV-WINDOW",
                    tr__sign_keep_number(text, work->request->window_ms));
    tr__sign_header(work, "X-BAPI-SIGN",
                    work->key->scheme == TR_KEY_HMAC ? tr__sign_keep_hex(text, code, size)
                                                     : tr__sign_keep_base64(text, code, size));
}

static void stream(tr__sign_stream_work *work)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    if (work->message->kind != TR_SIGN_LOGIN) {
        work->status = TR_E_UNSUPPORTED;
        return;
    }
    uint64_t expires_ms = (uint64_t)work->message->clock_ms + work->message->window_ms;
    tr__sign_put(text, "GET/realtime");
    tr__sign_put_number(text, expires_ms);
    size_t size = tr__sign_code(work->key, text, 0, code, &work->status);
    work->message_at = text->length;
    tr__sign_put(text, "{\"op\":\"auth\",\"args\":[");
    tr__sign_put_quoted(text, work->key->id);
    tr__sign_put(text, ",\"");
    tr__sign_put_number(text, expires_ms);
    tr__sign_put(text, "\",\"");
    if (work->key->scheme == TR_KEY_HMAC)
        tr__sign_put_hex(text, code, size);
    else
        tr__sign_put_base64(text, TR_BASE64_STANDARD, code, size);
    tr__sign_put(text, "\"]}");
}

const tr__signer tr__signer_bybit = {
    .name = "bybit",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC) | TR__SIGN_SCHEME(TR_KEY_RSA),
    .hash = TR_HASH_SHA256,
    .public_spelling = { .is_raw = true },
    .sections = sections,
    .sign = sign,
    .stream = stream,
};
