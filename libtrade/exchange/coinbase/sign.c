/*
 * sign.c: coinbase. A JSON web token (RFC 7519) bound to method, host and path, good for two
 * minutes, signed ES256 or EdDSA; or, for older keys, HMAC of seconds, method, path with query, and
 * body.
 * Source: Coinbase Developer Platform, "Coinbase App API Key Authentication", 2026; "Legacy API key
 * authentication", 2024.
 */
#include "exchange/sign.h"

#include <string.h>

#define HOST         "https://api.coinbase.com"
#define SCHEME       "https://"
#define LIFE_SECONDS 120

static const tr__sign_section sections[] = {
    { "v2.public", HOST, "/v2/", false },
    { "v2.private", HOST, "/v2/", true },
    { "v3.public", HOST, "/api/v3/", false },
    { "v3.private", HOST, "/api/v3/", true },
    { NULL, NULL, NULL, false },
};

static const tr__sign_spelling spelling = { .has_repeated_names = true };

/* ---- tokens ---------------------------------------------------------------------------------- */

/* What a token says; `work` NULL: of a stream, bound to no address. */
static void put_claims(tr__sign_text *text, const tr_exchange_key *key, int64_t clock_ms,
                       tr__sign_work *work)
{
    uint64_t now = (uint64_t)clock_ms / 1000;
    bool is_es256 = key->scheme == TR_KEY_ES256;
    tr__sign_put(
        text, is_es256 ? "{\"aud\":[\"retail_rest_api_proxy\"],\"iss\":\"coinbase-cloud\",\"nbf\":"
                       : "{\"aud\":[\"cdp_service\"],\"iss\":\"cdp\",\"nbf\":");
    tr__sign_put_number(text, now);
    tr__sign_put(text, ",\"exp\":");
    tr__sign_put_number(text, now + LIFE_SECONDS);
    tr__sign_put(text, ",\"sub\":");
    tr__sign_put_quoted(text, key->id);
    tr__sign_put(text, ",\"iat\":");
    tr__sign_put_number(text, now);
    if (work != NULL) {
        tr__sign_put(text, is_es256 ? ",\"uri\":\"" : ",\"uris\":[\"");
        tr__sign_put(text, work->out->method);
        tr__sign_put(text, " ");
        tr__sign_put(text, work->section->host + sizeof SCHEME - 1);
        tr__sign_put_path(work);
        tr__sign_put(text, is_es256 ? "\"" : "\"]");
    }
    tr__sign_put(text, "}");
}

/* What stands from `start` on becomes its base64. */
static void encode_from(tr__sign_text *text, size_t start)
{
    size_t size = text->length - start;
    size_t encoded = text->length;
    tr__sign_put_base64(text, TR_BASE64_URL_BARE, text->bytes + start, size);
    if (text->is_full)
        return;
    memmove(text->bytes + start, text->bytes + encoded, text->length - encoded);
    text->length -= encoded - start;
}

static void put_token(tr__sign_text *text, const tr_exchange_key *key, int64_t clock_ms,
                      const uint8_t *salt, tr__sign_work *work, tr_status *status)
{
    uint8_t code[TR__SIGN_CODE_SIZE];
    size_t start = text->length;
    tr__sign_put(text, key->scheme == TR_KEY_ES256 ? "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":"
                                                   : "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":");
    tr__sign_put_quoted(text, key->id);
    tr__sign_put(text, ",\"nonce\":\"");
    tr__sign_put_hex(text, salt, TR_SIGN_SALT_SIZE);
    tr__sign_put(text, "\"}");
    encode_from(text, start);
    tr__sign_put_bytes(text, ".", 1);
    size_t claims = text->length;
    put_claims(text, key, clock_ms, work);
    encode_from(text, claims);
    size_t size = tr__sign_code(key, text, start, code, status);
    tr__sign_put_bytes(text, ".", 1);
    tr__sign_put_base64(text, TR_BASE64_URL_BARE, code, size);
}

static void mint(tr__sign_work *work)
{
    put_token(&work->text, work->key, work->request->clock_ms, work->request->salt, work,
              &work->status);
}

/* ---- requests -------------------------------------------------------------------------------- */

static void sign_legacy(tr__sign_work *work)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    uint64_t seconds = (uint64_t)work->request->clock_ms / 1000;
    size_t start = text->length;
    tr__sign_put_number(text, seconds);
    tr__sign_put(text, work->out->method);
    if (strcmp(work->section->api, "v2.private") == 0)
        tr__sign_put_target(work, &spelling, tr__sign_is_method(work, "GET"));
    else
        tr__sign_put_path(work); /* the query of Advanced Trade is not covered */
    if (work->out->body != NULL)
        tr__sign_put_bytes(text, work->out->body, text->is_full ? 0 : work->out->body_size);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    tr__sign_drop(text, start);
    tr__sign_header(work, "CB-ACCESS-KEY", work->key->id);
    tr__sign_header(work, "CB-ACCESS-SIGN", tr__sign_keep_hex(text, code, size));
    tr__sign_header(work, "CB-ACCESS-TIMESTAMP", tr__sign_keep_number(text, seconds));
}

static void sign(tr__sign_work *work)
{
    tr__sign_text *text = &work->text;
    size_t start = text->length;
    tr__sign_put(text, work->section->host);
    tr__sign_put_target(work, &spelling, tr__sign_is_method(work, "GET"));
    work->out->url = tr__sign_end(text, start);
    if (!tr__sign_is_method(work, "GET") && tr__sign_has_params(work)) {
        start = text->length;
        tr__sign_put_json(work);
        tr__sign_end_body(work, start);
    }
    if (work->key->scheme == TR_KEY_HMAC) {
        sign_legacy(work);
    } else {
        start = text->length;
        tr__sign_put(text, "Bearer ");
        if (work->token != NULL)
            tr__sign_put(text, work->token);
        else
            mint(work);
        tr__sign_header(work, "Authorization", tr__sign_end(text, start));
    }
    tr__sign_header(work, "Content-Type", "application/json");
}

/* ---- streams --------------------------------------------------------------------------------- */

/* The markets of a subscription, as the legacy signature wants them. */
static void put_markets(tr__sign_text *text, const tr_sign_field *markets)
{
    for (size_t i = 0; i < markets->item_count; i++) {
        tr__sign_put(text, i == 0 ? "" : ",");
        tr__sign_put(text, markets->items[i].text == NULL ? "" : markets->items[i].text);
    }
}

static void stream(tr__sign_stream_work *work)
{
    const tr_sign_message *message = work->message;
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    if (message->kind != TR_SIGN_SUBSCRIBE) {
        work->status = TR_E_UNSUPPORTED;
        return;
    }
    if (message->channel == NULL || message->params.kind != TR_SIGN_KIND_LIST) {
        work->status = TR_E_INVALID;
        return;
    }
    uint64_t seconds = (uint64_t)message->clock_ms / 1000;
    size_t size = 0;
    if (work->key->scheme == TR_KEY_HMAC && !message->is_public) {
        tr__sign_put_number(text, seconds);
        tr__sign_put(text, message->channel);
        put_markets(text, &message->params);
        size = tr__sign_code(work->key, text, 0, code, &work->status);
    }
    work->message_at = text->length;
    tr__sign_put(text, "{\"type\":\"subscribe\",\"product_ids\":");
    tr__sign_put_field(text, &message->params);
    tr__sign_put(text, ",\"channel\":");
    tr__sign_put_quoted(text, message->channel);
    if (message->is_public) {
        tr__sign_put(text, "}");
        return;
    }
    if (work->key->scheme == TR_KEY_HMAC) {
        tr__sign_put(text, ",\"api_key\":");
        tr__sign_put_quoted(text, work->key->id);
        tr__sign_put(text, ",\"timestamp\":\"");
        tr__sign_put_number(text, seconds);
        tr__sign_put(text, "\",\"signature\":\"");
        tr__sign_put_hex(text, code, size);
    } else {
        tr__sign_put(text, ",\"jwt\":\"");
        put_token(text, work->key, message->clock_ms, message->salt, NULL, &work->status);
    }
    tr__sign_put(text, "\"}");
}

const tr__signer tr__signer_coinbase = {
    .name = "coinbase",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC) | TR__SIGN_SCHEME(TR_KEY_ES256) |
               TR__SIGN_SCHEME(TR_KEY_ED25519),
    .hash = TR_HASH_SHA256,
    .public_spelling = { .has_repeated_names = true },
    .sections = sections,
    .sign = sign,
    .mint = mint,
    .token_life_ms = LIFE_SECONDS * 1000,
    .stream = stream,
};
