/*
 * sign.c: kraken spot. HMAC-SHA512 of the path and the SHA-256 of nonce and body; the nonce stands
 * first in the body, which is a form, or JSON for calls about several orders. Source: Kraken API
 * Center, "Spot REST Authentication", 2026.
 */
#include "exchange/sign.h"

#include <string.h>

static const tr__sign_section sections[] = {
    { "public", "https://api.kraken.com", "/0/public/", false },
    { "private", "https://api.kraken.com", "/0/private/", true },
    { NULL, NULL, NULL, false },
};

static const tr__sign_spelling form = { .is_name_raw = true };

static bool is_json(const tr_sign_request *request)
{
    static const char end[] = "Batch";
    size_t length = strlen(request->path);
    return length >= sizeof end - 1 && strcmp(request->path + length - (sizeof end - 1), end) == 0;
}

static void put_body(tr__sign_work *work, uint64_t nonce)
{
    tr__sign_text *text = &work->text;
    if (!is_json(work->request)) {
        tr__sign_put(text, "nonce=");
        tr__sign_put_number(text, nonce);
        size_t mark = text->length;
        tr__sign_put_bytes(text, "&", 1);
        if (!tr__sign_put_query(work, &form))
            tr__sign_drop(text, mark);
        return;
    }
    tr__sign_put(text, "{\"nonce\":\"");
    tr__sign_put_number(text, nonce);
    tr__sign_put(text, "\"");
    size_t json = text->length;
    tr__sign_put_json(work); /* its brace becomes the comma */
    if (text->is_full)
        return;
    if (text->length == json + 2) {
        tr__sign_drop(text, json);
        tr__sign_put(text, "}");
    } else {
        text->bytes[json] = ',';
    }
}

static void sign(tr__sign_work *work)
{
    tr__sign_text *text = &work->text;
    uint64_t nonce =
        work->request->nonce != 0 ? work->request->nonce : (uint64_t)work->request->clock_ms;
    if (work->request->params.kind != TR_SIGN_KIND_OBJECT) {
        work->status = TR_E_INVALID; /* the nonce needs a place in it */
        return;
    }
    size_t start = text->length;
    tr__sign_put(text, work->section->host);
    tr__sign_put_path(work);
    work->out->url = tr__sign_end(text, start);
    start = text->length;
    put_body(work, nonce);
    tr__sign_end_body(work, start);

    uint8_t digest[TR_SHA256_SIZE], code[TR__SIGN_CODE_SIZE];
    start = text->length;
    tr__sign_put_number(text, nonce);
    tr__sign_put_bytes(text, work->out->body, text->is_full ? 0 : work->out->body_size);
    tr_sha256_of(text->bytes + start, text->length - start, digest);
    tr__sign_drop(text, start);
    tr__sign_put_path(work);
    tr__sign_put_bytes(text, digest, sizeof digest);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    tr__sign_drop(text, start);

    tr__sign_header(work, "API-Key", work->key->id);
    tr__sign_header(work, "API-Sign", tr__sign_keep_base64(text, code, size));
    tr__sign_header(work, "Content-Type",
                    is_json(work->request) ? "application/json"
                                           : "application/x-www-form-urlencoded");
}

const tr__signer tr__signer_kraken = {
    .name = "kraken",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC),
    .is_secret_base64 = true,
    .hash = TR_HASH_SHA512,
    .public_spelling = { .is_name_raw = true },
    .sections = sections,
    .sign = sign,
};
