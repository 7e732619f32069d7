/*
 * sign.c: htx. Signed are method, host, path and the sorted, encoded query; the body of a POST is
 * not covered. Parameter names of the interface are lower case, so that the four of authentication
 * sort first.
 * Source: HTX API, "Authentication" and "WebSocket Asset and Order: Authentication" (signature
 * version 2.1), 2026.
 */
#include "exchange/sign.h"

#include <string.h>

#define SPOT     "https://api.huobi.pro"
#define CONTRACT "https://api.hbdm.vn"
#define SCHEME   "https://"

static const tr__sign_section sections[] = {
    { "spot.public", SPOT, "/", false },         { "spot.private", SPOT, "/", true },
    { "private", SPOT, "/v1/", true },           { "contract.public", CONTRACT, "/", false },
    { "contract.private", CONTRACT, "/", true }, { NULL, NULL, NULL, false },
};

static void put_encoded_time(tr__sign_text *text, int64_t clock_ms)
{
    char time[32];
    tr__sign_text piece = { .bytes = time, .size = sizeof time };
    tr__sign_put_time(&piece, clock_ms, false);
    tr__sign_put_encoded(text, time, piece.length);
}

static void put_query(tr__sign_work *work)
{
    static const tr__sign_spelling sorted = { .is_sorted = true };
    tr__sign_text *text = &work->text;
    tr__sign_put(text, "AccessKeyId=");
    tr__sign_put_encoded(text, work->key->id, strlen(work->key->id));
    tr__sign_put(text, "&SignatureMethod=HmacSHA256&SignatureVersion=2&Timestamp=");
    put_encoded_time(text, work->request->clock_ms);
    if (tr__sign_is_method(work, "POST"))
        return;
    size_t mark = text->length;
    tr__sign_put_bytes(text, "&", 1);
    if (!tr__sign_put_query(work, &sorted))
        tr__sign_drop(text, mark);
}

static void sign(tr__sign_work *work)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    char base64[TR_BASE64_TEXT_SIZE(TR_SHA256_SIZE)];
    size_t length = 0;
    size_t start = text->length;
    tr__sign_put(text, work->out->method);
    tr__sign_put_bytes(text, "\n", 1);
    tr__sign_put(text, work->section->host + sizeof SCHEME - 1);
    tr__sign_put_bytes(text, "\n", 1);
    tr__sign_put_path(work);
    tr__sign_put_bytes(text, "\n", 1);
    put_query(work);
    size_t size = tr__sign_code(work->key, text, start, code, &work->status);
    tr__sign_drop(text, start);
    (void)tr_base64_encode(TR_BASE64_STANDARD, code, size, base64, sizeof base64,
                           &length); /* it fits */

    tr__sign_put(text, work->section->host);
    tr__sign_put_path(work);
    tr__sign_put_bytes(text, "?", 1);
    put_query(work);
    tr__sign_put(text, "&Signature=");
    tr__sign_put_encoded(text, base64, length);
    work->out->url = tr__sign_end(text, start);
    if (!tr__sign_is_method(work, "POST")) {
        tr__sign_header(work, "Content-Type", "application/x-www-form-urlencoded");
        return;
    }
    start = text->length;
    tr__sign_put_json(work);
    tr__sign_end_body(work, start);
    tr__sign_header(work, "Content-Type", "application/json");
}

/* ---- streams --------------------------------------------------------------------------------- */

/* What the two editions of the login call their parts. */
typedef struct login_form {
    const char *query[4]; /* up to each value */
    const char *version;
    const char *opening, *names[5], *closing;
} login_form;

static void put_login(tr__sign_stream_work *work, const char *host, const login_form *form)
{
    tr__sign_text *text = &work->text;
    const char *path = strchr(host, '/');
    uint8_t code[TR__SIGN_CODE_SIZE];
    char time[32];
    tr__sign_text piece = { .bytes = time, .size = sizeof time };
    tr__sign_put_time(&piece, work->message->clock_ms, false);
    (void)tr__sign_end(&piece, 0);
    tr__sign_put(text, "GET\n");
    tr__sign_put_bytes(text, host, (size_t)(path - host));
    tr__sign_put_bytes(text, "\n", 1);
    tr__sign_put(text, path);
    tr__sign_put_bytes(text, "\n", 1);
    const char *values[] = { work->key->id, "HmacSHA256", form->version, time };
    for (size_t i = 0; i < 4; i++) {
        tr__sign_put(text, form->query[i]);
        tr__sign_put_encoded(text, values[i], strlen(values[i]));
    }
    size_t size = tr__sign_code(work->key, text, 0, code, &work->status);
    work->message_at = text->length;
    tr__sign_put(text, form->opening);
    for (size_t i = 0; i < 4; i++) {
        tr__sign_put(text, form->names[i]);
        tr__sign_put_quoted(text, values[i]);
    }
    tr__sign_put(text, form->names[4]);
    tr__sign_put_bytes(text, "\"", 1);
    tr__sign_put_base64(text, TR_BASE64_STANDARD, code, size);
    tr__sign_put_bytes(text, "\"", 1);
    tr__sign_put(text, form->closing);
}

static void stream(tr__sign_stream_work *work)
{
    static const login_form spot = {
        { "accessKey=", "&signatureMethod=", "&signatureVersion=", "&timestamp=" },
        "2.1",
        "{\"action\":\"req\",\"ch\":\"auth\",\"params\":{\"authType\":\"api\"",
        { ",\"accessKey\":", ",\"signatureMethod\":", ",\"signatureVersion\":", ",\"timestamp\":",
          ",\"signature\":" },
        "}}",
    };
    static const login_form contract = {
        { "AccessKeyId=", "&SignatureMethod=", "&SignatureVersion=", "&Timestamp=" },
        "2",
        "{\"op\":\"auth\",\"type\":\"api\"",
        { ",\"AccessKeyId\":", ",\"SignatureMethod\":", ",\"SignatureVersion\":", ",\"Timestamp\":",
          ",\"Signature\":" },
        "}",
    };
    static const char scheme[] = "wss://";
    const char *url = work->message->url;
    if (work->message->kind != TR_SIGN_LOGIN)
        work->status = TR_E_UNSUPPORTED;
    else if (url == NULL || strncmp(url, scheme, sizeof scheme - 1) != 0 ||
             strchr(url + sizeof scheme - 1, '/') == NULL)
        work->status = TR_E_INVALID;
    else
        put_login(work, url + sizeof scheme - 1, strstr(url, "/ws/v2") != NULL ? &spot : &contract);
}

const tr__signer tr__signer_htx = {
    .name = "htx",
    .schemes = TR__SIGN_SCHEME(TR_KEY_HMAC),
    .hash = TR_HASH_SHA256,
    .sections = sections,
    .sign = sign,
    .stream = stream,
};
