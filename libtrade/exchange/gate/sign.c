/*
 * sign.c: gate v4. HMAC-SHA512 of method, path, raw query, SHA-512 of the body and seconds, a line
 * each; the URL carries the query encoded. Source: Gate API v4, "API Signature string generation"
 * and "WebSocket v4: Authentication", 2026.
 */
#include "exchange/sign.h"

#include <string.h>

static const tr__sign_section sections[] = {
    { "public.spot", "https://api.gateio.ws", "/api/v4/spot/", false },
    { "public.wallet", "https://api.gateio.ws", "/api/v4/wallet/", false },
    { "public.futures", "https://api.gateio.ws", "/api/v4/futures/", false },
    { "private.spot", "https://api.gateio.ws", "/api/v4/spot/", true },
    { "private.wallet", "https://api.gateio.ws", "/api/v4/wallet/", true },
    { "private.futures", "https://api.gateio.ws", "/api/v4/futures/", true },
    { NULL, NULL, NULL, false },
};

/*
 * Settings of a futures position are posted as a query; all else that is posted is a body, and
 * PATCH is both.
 */
static bool has_query(const tr__sign_work *work)
{
    if (!tr__sign_is_method(work, "POST"))
        return true;
    return strcmp(work->section->api, "private.futures") == 0 &&
           (strstr(work->request->path, "/positions") != NULL ||
            strstr(work->request->path, "/dual") != NULL);
}

static bool has_body(const tr__sign_work *work)
{
    return tr__sign_is_method(work, "PATCH") || tr__sign_is_method(work, "PUT") ||
           (tr__sign_is_method(work, "POST") && !has_query(work));
}

static void sign(tr__sign_work *work)
{
    static const tr__sign_spelling encoded = { 0 }, raw = { .is_raw = true };
    tr__sign_text *text = &work->text;
    bool is_object = work->request->params.kind == TR_SIGN_KIND_OBJECT;
    size_t start = text->length;
    tr__sign_put(text, work->section->host);
    tr__sign_put_path(work);
    size_t mark = text->length;
    tr__sign_put_bytes(text, "?", 1);
    if (!is_object || !has_query(work) || !tr__sign_put_query(work, &encoded))
        tr__sign_drop(text, mark);
    work->out->url = tr__sign_end(text, start);
    if (has_body(work)) {
        start = text->length;
        tr__sign_put_json(work);
        tr__sign_end_body(work, start);
    }
    uint8_t digest[TR_SHA512_SIZE], code[TR__SIGN_CODE_SIZE];
    tr_sha512_of(work->out->body, text->is_full ? 0 : work->out->body_size, digest);
    uint64_t seconds = (uint64_t)work->request->clock_ms / 1000;

    start = text->length;
    tr__sign_put(text, work->out->method);
    tr__sign_put_bytes(text, "\n", 1);
    tr__sign_put_path(work);
    tr__sign_put_bytes(text, "\n", 1);
    if (is_object && has_query(work))
        (void)tr__sign_put_query(work, &raw);
    tr__sign_put_bytes(text, "\n", 1);
    tr__sign_put_hex(text, digest, sizeof digest);
    tr__sign_put_bytes(text, "\n", 1);
    tr__sign_put_number(text, seconds);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    tr__sign_drop(text, start);

    tr__sign_header(work, "KEY", work->key->id);
    tr__sign_header(work, "Timestamp", tr__sign_keep_number(text, seconds));
    tr__sign_header(work, "SIGN", tr__sign_keep_hex(text, code, size));
    tr__sign_header(work, "Content-Type", "application/json");
}

/* ---- streams --------------------------------------------------------------------------------- */

static void put_member(tr__sign_text *text, const char *name, const char *value)
{
    tr__sign_put(text, name);
    tr__sign_put_quoted(text, value);
}

static void put_head(tr__sign_stream_work *work, const char *channel, const char *event,
                     bool is_id_text)
{
    tr__sign_text *text = &work->text;
    tr__sign_put(text, "{\"id\":");
    if (is_id_text)
        tr__sign_put_quoted(text, work->message->id);
    else
        tr__sign_put(text, work->message->id);
    tr__sign_put(text, ",\"time\":");
    tr__sign_put_number(text, (uint64_t)work->message->clock_ms / 1000);
    put_member(text, ",\"channel\":", channel);
    put_member(text, ",\"event\":", event);
}

static bool is_number(const char *text)
{
    return text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
}

static void subscribe(tr__sign_stream_work *work)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    if (!is_number(work->message->id) || work->message->params.kind != TR_SIGN_KIND_LIST) {
        work->status = TR_E_INVALID;
        return;
    }
    tr__sign_put(text, "channel=");
    tr__sign_put(text, work->message->channel);
    tr__sign_put(text, "&event=subscribe&time=");
    tr__sign_put_number(text, (uint64_t)work->message->clock_ms / 1000);
    size_t size = tr__sign_code(work->key, text, 0, code, &work->status);
    work->message_at = text->length;
    put_head(work, work->message->channel, "subscribe", false);
    put_member(text, ",\"auth\":{\"method\":\"api_key\",\"KEY\":", work->key->id);
    tr__sign_put(text, ",\"SIGN\":\"");
    tr__sign_put_hex(text, code, size);
    tr__sign_put(text, "\"},\"payload\":");
    tr__sign_put_field(text, &work->message->params);
    tr__sign_put(text, "}");
}

/* An order, or the login, which is a call without parameters: "spot.login". */
static void call(tr__sign_stream_work *work)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    uint64_t seconds = (uint64_t)work->message->clock_ms / 1000;
    size_t start = text->length;
    tr__sign_put(text, work->message->channel);
    if (work->message->kind == TR_SIGN_LOGIN)
        tr__sign_put(text, ".login");
    const char *channel = tr__sign_end(text, start);
    if (text->is_full)
        return;
    start = text->length;
    tr__sign_put(text, "api\n");
    tr__sign_put(text, channel);
    tr__sign_put_bytes(text, "\n", 1);
    tr__sign_put_field(text, &work->message->params);
    tr__sign_put_bytes(text, "\n", 1);
    tr__sign_put_number(text, seconds);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    work->message_at = text->length;
    put_head(work, channel, "api", true);
    put_member(text, ",\"payload\":{\"req_id\":", work->message->id);
    tr__sign_put(text, ",\"timestamp\":\"");
    tr__sign_put_number(text, seconds);
    put_member(text, "\",\"api_key\":", work->key->id);
    tr__sign_put(text, ",\"signature\":\"");
    tr__sign_put_hex(text, code, size);
    tr__sign_put(text, "\",\"req_param\":");
    tr__sign_put_field(text, &work->message->params);
    tr__sign_put(text, "}}");
}

static void stream(tr__sign_stream_work *work)
{
    if (work->message->channel == NULL || work->message->id == NULL)
        work->status = TR_E_INVALID;
    else if (work->message->kind == TR_SIGN_SUBSCRIBE)
        subscribe(work);
    else
        call(work);
}

const tr__signer tr__signer_gate = {
    .name = "gate",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC),
    .hash = TR_HASH_SHA512,
    .sections = sections,
    .sign = sign,
    .stream = stream,
};
