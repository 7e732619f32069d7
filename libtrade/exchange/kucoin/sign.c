/*
 * sign.c: kucoin, key version 2. Signed are clock, method, path with its raw query, and body; the
 * passphrase is sent as the base64 of its HMAC. Source: KuCoin API, "Authentication: Signing a
 * Message", 2026.
 */
#include "exchange/sign.h"

#define SPOT    "https://api.kucoin.com"
#define FUTURES "https://api-futures.kucoin.com"

static const tr__sign_section sections[] = {
    { "public", SPOT, "/api/v1/", false },
    { "public.v2", SPOT, "/api/v2/", false },
    { "public.v3", SPOT, "/api/v3/", false },
    { "private", SPOT, "/api/v1/", true },
    { "private.v2", SPOT, "/api/v2/", true },
    { "private.v3", SPOT, "/api/v3/", true },
    { "utaPrivate", SPOT, "/api/ua/v1/", true },
    { "futuresPublic", FUTURES, "/api/v1/", false },
    { "futuresPrivate", FUTURES, "/api/v1/", true },
    { "futuresPrivate.v2", FUTURES, "/api/v2/", true },
    { "futuresPrivate.v3", FUTURES, "/api/v3/", true },
    { NULL, NULL, NULL, false },
};

static const tr__sign_spelling raw = { .is_raw = true };

static void sign(tr__sign_work *work)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    bool has_query = tr__sign_is_method(work, "GET") || tr__sign_is_method(work, "DELETE");
    size_t start = text->length;
    tr__sign_put(text, work->section->host);
    tr__sign_put_target(work, &raw, has_query);
    work->out->url = tr__sign_end(text, start);

    start = text->length;
    tr__sign_put_number(text, (uint64_t)work->request->clock_ms);
    tr__sign_put(text, work->out->method);
    tr__sign_put_target(work, &raw, has_query);
    size_t body = text->length;
    bool has_body = !has_query && tr__sign_has_params(work);
    if (has_body)
        tr__sign_put_json(work);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    if (has_body)
        tr__sign_end_body(work, body);
    tr__sign_header(work, "KC-API-KEY-VERSION", "2");
    tr__sign_header(work, "KC-API-KEY", work->key->id);
    tr__sign_header(work, "KC-API-TIMESTAMP",
                    tr__sign_keep_number(text, (uint64_t)work->request->clock_ms));
    if (has_body)
        tr__sign_header(work, "Content-Type", "application/json");
    tr__sign_header(work, "KC-API-PASSPHRASE", work->key->passphrase);
    tr__sign_header(work, "KC-API-SIGN", tr__sign_keep_base64(text, code, size));
}

const tr__signer tr__signer_kucoin = {
    .name = "kucoin",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC),
    .has_passphrase = true,
    .is_passphrase_coded = true,
    .hash = TR_HASH_SHA256,
    .public_spelling = { .is_raw = true },
    .sections = sections,
    .sign = sign,
};
