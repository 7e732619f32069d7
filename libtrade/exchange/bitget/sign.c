/*
 * sign.c: bitget v2. Signed are clock, method, path, the query sorted and raw, and body; the URL
 * carries the query encoded. Source: Bitget API, "Signature" and "Websocket: Login", 2026.
 */
#include "exchange/sign.h"

static const tr__sign_section sections[] = {
    { "public.spot", "https://api.bitget.com", "/api/", false },
    { "public.mix", "https://api.bitget.com", "/api/", false },
    { "public.common", "https://api.bitget.com", "/api/", false },
    { "private.spot", "https://api.bitget.com", "/api/", true },
    { "private.mix", "https://api.bitget.com", "/api/", true },
    { "private.common", "https://api.bitget.com", "/api/", true },
    { NULL, NULL, NULL, false },
};

static const tr__sign_spelling encoded = { .is_sorted = true };
static const tr__sign_spelling raw = { .is_raw = true, .is_sorted = true };

static void sign(tr__sign_work *work)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    bool is_get = tr__sign_is_method(work, "GET");
    size_t start = text->length;
    tr__sign_put(text, work->section->host);
    tr__sign_put_target(work, &encoded, is_get);
    work->out->url = tr__sign_end(text, start);

    start = text->length;
    tr__sign_put_number(text, (uint64_t)work->request->clock_ms);
    tr__sign_put(text, work->out->method);
    tr__sign_put_target(work, &raw, is_get);
    size_t body = text->length;
    if (!is_get)
        tr__sign_put_json(work);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    if (!is_get)
        tr__sign_end_body(work, body);
    tr__sign_header(work, "ACCESS-KEY", work->key->id);
    tr__sign_header(work, "ACCESS-SIGN", tr__sign_keep_base64(text, code, size));
    tr__sign_header(work, "ACCESS-TIMESTAMP",
                    tr__sign_keep_number(text, (uint64_t)work->request->clock_ms));
    tr__sign_header(work, "ACCESS-PASSPHRASE", work->key->passphrase);
    if (!is_get)
        tr__sign_header(work, "Content-Type", "application/json");
}

static void stream(tr__sign_stream_work *work)
{
    if (work->message->kind != TR_SIGN_LOGIN)
        work->status = TR_E_UNSUPPORTED;
    else
        tr__sign_put_login(work, "GET/user/verify");
}

const tr__signer tr__signer_bitget = {
    .name = "bitget",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC),
    .has_passphrase = true,
    .hash = TR_HASH_SHA256,
    .sections = sections,
    .sign = sign,
    .stream = stream,
};
