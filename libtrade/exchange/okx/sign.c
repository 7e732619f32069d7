/*
 * sign.c: okx v5. Signed are the ISO time, method, path with its encoded query, and body.
 * Source: OKX API v5, "REST Authentication: Making Requests" and "WebSocket: Login", 2026.
 */
#include "exchange/sign.h"

static const tr__sign_section sections[] = {
    { "public", "https://www.okx.com", "/api/v5/", false },
    { "private", "https://www.okx.com", "/api/v5/", true },
    { NULL, NULL, NULL, false },
};

static const tr__sign_spelling encoded = { 0 };

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
    tr__sign_put_time(text, work->request->clock_ms, true);
    const char *time = tr__sign_end(text, start);

    start = text->length;
    tr__sign_put(text, time);
    tr__sign_put(text, work->out->method);
    tr__sign_put_target(work, &encoded, is_get);
    size_t body = text->length;
    bool has_body =
        !is_get && (tr__sign_has_params(work) || work->request->params.kind == TR_SIGN_KIND_LIST);
    if (has_body)
        tr__sign_put_json(work);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    if (has_body)
        tr__sign_end_body(work, body);
    tr__sign_header(work, "OK-ACCESS-KEY", work->key->id);
    tr__sign_header(work, "OK-ACCESS-PASSPHRASE", work->key->passphrase);
    tr__sign_header(work, "OK-ACCESS-TIMESTAMP", time);
    if (!is_get)
        tr__sign_header(work, "Content-Type", "application/json");
    tr__sign_header(work, "OK-ACCESS-SIGN", tr__sign_keep_base64(text, code, size));
}

static void stream(tr__sign_stream_work *work)
{
    if (work->message->kind != TR_SIGN_LOGIN)
        work->status = TR_E_UNSUPPORTED;
    else
        tr__sign_put_login(work, "GET/users/self/verify");
}

const tr__signer tr__signer_okx = {
    .name = "okx",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC),
    .has_passphrase = true,
    .hash = TR_HASH_SHA256,
    .sections = sections,
    .sign = sign,
    .stream = stream,
};
