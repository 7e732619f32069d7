/*
 * sign.c: mexc. Spot: the encoded query is signed as sent, and all parameters travel in it, also of
 * POST. Contracts: key, clock and the sorted query or the JSON body. Source: MEXC Spot API v3,
 * "SIGNED Endpoint Examples"; MEXC Contract API, "Signature", 2025.
 */
#include "exchange/sign.h"

#include <string.h>

static const tr__sign_section sections[] = {
    { "spot.public", "https://api.mexc.com", "/api/v3/", false },
    { "spot.private", "https://api.mexc.com", "/api/v3/", true },
    { "contract.public", "https://api.mexc.com", "/api/v1/contract/", false },
    { "contract.private", "https://api.mexc.com", "/api/v1/private/", true },
    { NULL, NULL, NULL, false },
};

static void sign_spot(tr__sign_work *work)
{
    static const tr__sign_spelling spelling = { 0 };
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    size_t start = text->length;
    tr__sign_put(text, work->section->host);
    tr__sign_put_path(work);
    tr__sign_put_bytes(text, "?", 1);
    size_t query = text->length;
    if (tr__sign_put_query(work, &spelling))
        tr__sign_put_bytes(text, "&", 1);
    tr__sign_put(text, "timestamp=");
    tr__sign_put_number(text, (uint64_t)work->request->clock_ms);
    tr__sign_put(text, "&recvWindow=");
    tr__sign_put_number(text, work->request->window_ms);
    size_t size = tr__sign_code(work->key, text, query, code, &work->status);
    tr__sign_put(text, "&signature=");
    tr__sign_put_hex(text, code, size);
    work->out->url = tr__sign_end(text, start);
    tr__sign_header(work, "X-MEXC-APIKEY", work->key->id);
    if (!tr__sign_is_method(work, "GET"))
        tr__sign_header(work, "Content-Type", "application/json");
}

static void sign_contract(tr__sign_work *work)
{
    static const tr__sign_spelling sorted = { .is_sorted = true };
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    bool has_body = tr__sign_is_method(work, "POST");
    size_t start = text->length;
    tr__sign_put(text, work->section->host);
    tr__sign_put_target(work, &sorted, !has_body);
    work->out->url = tr__sign_end(text, start);
    start = text->length;
    tr__sign_put(text, work->key->id);
    tr__sign_put_number(text, (uint64_t)work->request->clock_ms);
    size_t body = text->length;
    if (has_body)
        tr__sign_put_json(work);
    else
        (void)tr__sign_put_query(work, &sorted);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    if (has_body)
        tr__sign_end_body(work, body);
    tr__sign_header(work, "ApiKey", work->key->id);
    tr__sign_header(work, "Request-Time",
                    tr__sign_keep_number(text, (uint64_t)work->request->clock_ms));
    tr__sign_header(work, "Content-Type", "application/json");
    tr__sign_header(work, "Signature", tr__sign_keep_hex(text, code, size));
}

static void sign(tr__sign_work *work)
{
    if (strcmp(work->section->api, "spot.private") == 0)
        sign_spot(work);
    else
        sign_contract(work);
}

/* Of contracts; spot's streams go by a key that is asked for. */
static void stream(tr__sign_stream_work *work)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    if (work->message->kind != TR_SIGN_LOGIN) {
        work->status = TR_E_UNSUPPORTED;
        return;
    }
    tr__sign_put(text, work->key->id);
    tr__sign_put_number(text, (uint64_t)work->message->clock_ms);
    size_t size = tr__sign_code(work->key, text, 0, code, &work->status);
    work->message_at = text->length;
    tr__sign_put(text, "{\"method\":\"login\",\"param\":{\"apiKey\":");
    tr__sign_put_quoted(text, work->key->id);
    tr__sign_put(text, ",\"reqTime\":\"");
    tr__sign_put_number(text, (uint64_t)work->message->clock_ms);
    tr__sign_put(text, "\",\"signature\":\"");
    tr__sign_put_hex(text, code, size);
    tr__sign_put(text, "\"}}");
}

const tr__signer tr__signer_mexc = {
    .name = "mexc",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC),
    .hash = TR_HASH_SHA256,
    .sections = sections,
    .sign = sign,
    .stream = stream,
};
