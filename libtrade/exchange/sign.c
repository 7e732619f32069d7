/* sign.c: the way of every request through its exchange's signer, and the keys. */
#include "exchange/sign.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/fail.h"
#include "core/secret.h"
#include "exchange/signers.h"

#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Times outside of the years 1970 to 2200 are mistakes in the unit. */
#define CLOCK_MS_MAX  INT64_C(7258118400000)
#define WINDOW_MS_MAX 60000

const tr__signer *tr__signer_find(const char *exchange)
{
    for (size_t i = 0; exchange != NULL && i < ARRAY_COUNT(tr__signers); i++)
        if (strcmp(tr__signers[i]->name, exchange) == 0)
            return tr__signers[i];
    return NULL;
}

const char *tr_sign_exchange_at(size_t index)
{
    return index < ARRAY_COUNT(tr__signers) ? tr__signers[index]->name : NULL;
}

const char *tr_sign_api_at(const char *exchange, size_t index)
{
    const tr__signer *signer = tr__signer_find(exchange);
    const tr__sign_section *section = signer == NULL ? NULL : signer->sections;
    while (section != NULL && section->api != NULL && index-- > 0)
        section++;
    return section == NULL ? NULL : section->api;
}

/* ---- keys ------------------------------------------------------------------------------------ */

static bool is_visible(const char *text)
{
    size_t length = text == NULL ? 0 : strnlen(text, TR__SIGN_ID_SIZE);
    for (size_t i = 0; i < length; i++)
        if (text[i] <= ' ' || text[i] > '~')
            return false;
    return length > 0 && length < TR__SIGN_ID_SIZE;
}

static tr_status hmac_prepare(tr_exchange_key *key, const tr_secret *secret, tr_error *err)
{
    const tr__signer *signer = key->signer;
    size_t size = 0;
    const unsigned char *bytes = tr_secret_bytes(secret, &size);
    if (!signer->is_secret_base64)
        return tr_hmac_key_init(&key->hmac, signer->hash, secret);
    uint8_t decoded[512];
    size_t decoded_size = 0;
    tr_secret *raw = NULL;
    if (tr_base64_decode(TR_BASE64_STANDARD, (const char *)bytes, size, decoded, sizeof decoded,
                         &decoded_size) != TR_OK) {
        tr__secret_wipe(decoded, sizeof decoded);
        return tr__fail(err, TR_E_PARSE, 0, "the secret of a %s key is base64, this is not",
                        signer->name);
    }
    tr_status status = tr_secret_new(decoded, decoded_size, &raw);
    if (status == TR_OK)
        status = tr_hmac_key_init(&key->hmac, signer->hash, raw);
    tr_secret_free(raw);
    tr__secret_wipe(decoded, sizeof decoded);
    return status == TR_OK ? TR_OK : tr__fail(err, status, 0, "no memory for a key");
}

static tr_status secret_prepare(tr_exchange_key *key, const tr_secret *secret, tr_error *err)
{
    static const tr_signature_scheme schemes[] = { [TR_KEY_RSA] = TR_SIGNATURE_RSA_SHA256,
                                                   [TR_KEY_ED25519] = TR_SIGNATURE_ED25519,
                                                   [TR_KEY_ES256] = TR_SIGNATURE_ES256 };
    if (key->scheme == TR_KEY_HMAC)
        return hmac_prepare(key, secret, err);
    return tr_private_key_new(schemes[key->scheme], secret, &key->private_key, err);
}

static tr_status passphrase_prepare(tr_exchange_key *key, const tr_secret *passphrase,
                                    tr_error *err)
{
    if (!key->signer->has_passphrase)
        return passphrase == NULL ? TR_OK
                                  : tr__fail(err, TR_E_INVALID, 0, "%s keys have no passphrase",
                                             key->signer->name);
    size_t size = 0;
    const unsigned char *bytes = passphrase == NULL ? NULL : tr_secret_bytes(passphrase, &size);
    if (size == 0 || size >= sizeof key->passphrase || memchr(bytes, '\0', size) != NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a %s key needs its passphrase, 1 to %d bytes",
                        key->signer->name, TR__SIGN_ID_SIZE - 1);
    for (size_t i = 0; i < size && !key->signer->is_passphrase_coded; i++)
        if (bytes[i] < ' ' || bytes[i] > '~')
            return tr__fail(err, TR_E_INVALID, 0,
                            "the passphrase of a %s key holds a byte that no header may carry",
                            key->signer->name);
    if (!key->signer->is_passphrase_coded) {
        memcpy(key->passphrase, bytes, size);
        return TR_OK;
    }
    uint8_t code[TR_SHA512_SIZE];
    size_t code_size = tr_hmac_key_code(&key->hmac, bytes, size, code);
    return tr_base64_encode(TR_BASE64_STANDARD, code, code_size, key->passphrase,
                            sizeof key->passphrase, NULL);
}

tr_status tr_exchange_key_new(const tr_exchange_key_options *options, tr_exchange_key **out,
                              tr_error *err)
{
    if (options == NULL || out == NULL || options->struct_size != sizeof *options ||
        options->exchange == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_exchange_key_new: an argument is NULL");
    const tr__signer *signer = tr__signer_find(options->exchange);
    if (signer == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no exchange \"%s\" is known", options->exchange);
    if ((unsigned int)options->scheme > TR_KEY_ES256 ||
        (signer->schemes & TR__SIGN_SCHEME(options->scheme)) == 0)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s does not take keys of this scheme",
                        signer->name);
    if (!is_visible(options->id))
        return tr__fail(err, TR_E_INVALID, 0, "an API key is 1 to %d visible ASCII characters",
                        TR__SIGN_ID_SIZE - 1);
    size_t secret_size = 0;
    if (options->secret != NULL)
        (void)tr_secret_bytes(options->secret, &secret_size);
    if (secret_size == 0)
        return tr__fail(err, TR_E_INVALID, 0, "the secret of the %s key is missing", signer->name);
    tr_exchange_key *key = calloc(1, sizeof *key);
    if (key == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a key");
    key->signer = signer;
    key->scheme = options->scheme;
    memcpy(key->id, options->id, strlen(options->id) + 1);
    tr_status status = secret_prepare(key, options->secret, err);
    if (status == TR_OK)
        status = passphrase_prepare(key, options->passphrase, err);
    if (status != TR_OK) {
        tr_exchange_key_free(key);
        return status;
    }
    *out = key;
    return TR_OK;
}

void tr_exchange_key_free(tr_exchange_key *key)
{
    if (key == NULL)
        return;
    tr_hmac_key_done(&key->hmac);
    tr_private_key_free(key->private_key);
    tr__secret_wipe(key, sizeof *key);
    free(key);
}

size_t tr__sign_code(const tr_exchange_key *key, const tr__sign_text *text, size_t start,
                     uint8_t *code, tr_status *status)
{
    const char *bytes = text->bytes + start;
    size_t size = text->length - start;
    if (key->scheme == TR_KEY_HMAC)
        return tr_hmac_key_code(&key->hmac, bytes, size, code);
    size_t code_size = 0;
    tr_status result = tr_private_key_sign(key->private_key, bytes, size, code, &code_size);
    if (result == TR_OK)
        return code_size;
    *status = result;
    return 0;
}

/* ---- requests -------------------------------------------------------------------------------- */

void tr__sign_header(tr__sign_work *work, const char *name, const char *value)
{
    assert(work->out->header_count < TR_SIGN_HEADERS_MAX);
    work->out->headers[work->out->header_count++] = (tr_http_header){ name, value };
}

bool tr__sign_is_method(const tr__sign_work *work, const char *method)
{
    return strcmp(work->out->method, method) == 0;
}

void tr__sign_url_plain(tr__sign_work *work, const tr__sign_spelling *spelling)
{
    size_t start = work->text.length;
    tr__sign_put(&work->text, work->section->host);
    tr__sign_put_path(work);
    size_t mark = work->text.length;
    tr__sign_put_bytes(&work->text, "?", 1);
    if (!tr__sign_put_query(work, spelling))
        tr__sign_drop(&work->text, mark);
    work->out->url = tr__sign_end(&work->text, start);
}

static const char *method_find(const char *method)
{
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
    for (size_t i = 0; method != NULL && i < ARRAY_COUNT(methods); i++)
        if (strcmp(methods[i], method) == 0)
            return methods[i];
    return NULL;
}

/* Nothing that would begin a path, a query or a user's name: the host takes part in what some exchanges sign. */
static bool is_host(const char *host)
{
    static const char scheme[] = "https://";
    size_t length = strlen(host);
    return length > sizeof scheme - 1 && length < 256 &&
           strncmp(host, scheme, sizeof scheme - 1) == 0 &&
           strspn(host + sizeof scheme - 1,
                  "abcdefghijklmnopqrstuvwxyz0123456789.-:[]") == length - (sizeof scheme - 1);
}

static tr_status request_check(const tr_sign_request *request, tr_error *err)
{
    if (request->api == NULL || request->path == NULL || method_find(request->method) == NULL)
        return tr__fail(err, TR_E_INVALID, 0,
                        "a request needs its section, path and a known method");
    if (request->host != NULL && !is_host(request->host))
        return tr__fail(err, TR_E_INVALID, 0,
                        "a host is https:// and a name, without a path or anything behind it");
    if (request->clock_ms <= 0 || request->clock_ms > CLOCK_MS_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "a clock of %lld ms is not of these years",
                        (long long)request->clock_ms);
    if (request->window_ms == 0 || request->window_ms > WINDOW_MS_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "a window of %u ms, allowed are 1 to %d",
                        request->window_ms, WINDOW_MS_MAX);
    tr_status status = tr__sign_check_params(&request->params);
    if (status == TR_E_RANGE)
        return tr__fail(err, status, 0, "more than %d parameters, or nested more than %d deep",
                        TR_SIGN_PARAMS_MAX, TR_SIGN_DEPTH_MAX);
    return status == TR_OK ? TR_OK
                           : tr__fail(err, status, 0, "a parameter lacks its name or value");
}

static const tr__sign_section *section_find(const tr__signer *signer, const char *api)
{
    for (const tr__sign_section *section = signer->sections; section->api != NULL; section++)
        if (strcmp(section->api, api) == 0)
            return section;
    return NULL;
}

/* Everything of the work but its output; `elsewhere` holds the section of another host. */
static tr_status work_begin(tr__sign_work *work, tr__sign_section *elsewhere, tr_error *err)
{
    const tr_exchange_key *key = work->key;
    const tr_sign_request *request = work->request;
    tr_status status = request_check(request, err);
    if (status != TR_OK)
        return status;
    work->out->method = method_find(request->method);
    work->section = section_find(key->signer, request->api);
    if (work->section == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s has no section \"%s\"", key->signer->name,
                        request->api);
    if (request->host != NULL) {
        *elsewhere = *work->section;
        elsewhere->host = request->host;
        work->section = elsewhere;
    }
    return TR_OK;
}

static tr_status work_end(const tr__sign_work *work, tr_error *err)
{
    if (work->status == TR_E_NOT_FOUND)
        return tr__fail(err, work->status, 0, "the path %s names a parameter that is not there",
                        work->request->path);
    if (work->status != TR_OK)
        return tr__fail(err, work->status, 0, "the %s request could not be signed",
                        work->key->signer->name);
    if (work->text.is_full)
        return tr__fail(err, TR_E_FULL, 0, "the request does not fit into %zu bytes",
                        work->text.size);
    return TR_OK;
}

tr_status tr__sign_with(const tr_exchange_key *key, const tr_sign_request *request,
                        const char *token, char *buffer, size_t buffer_size, tr_signed_request *out,
                        tr_error *err)
{
    tr_signed_request made = { .method = NULL };
    tr__sign_section elsewhere;
    tr__sign_work work = { .key = key,
                           .request = request,
                           .token = token,
                           .text = { .bytes = buffer, .size = buffer_size },
                           .out = &made };
    tr_status status = work_begin(&work, &elsewhere, err);
    if (status != TR_OK)
        return status;
    if (work.section->is_private)
        key->signer->sign(&work);
    else
        tr__sign_url_plain(&work, &key->signer->public_spelling);
    status = work_end(&work, err);
    if (status == TR_OK)
        *out = made;
    return status;
}

tr_status tr_sign(const tr_exchange_key *key, const tr_sign_request *request, char *buffer,
                  size_t buffer_size, tr_signed_request *out, tr_error *err)
{
    if (key == NULL || request == NULL || buffer == NULL || out == NULL ||
        request->struct_size != sizeof *request)
        return tr__fail(err, TR_E_INVALID, 0, "tr_sign: an argument is NULL");
    return tr__sign_with(key, request, NULL, buffer, buffer_size, out, err);
}

/* ---- tokens ---------------------------------------------------------------------------------- */

uint32_t tr__sign_token_life_ms(const tr_exchange_key *key)
{
    bool is_token = key->signer != NULL && key->signer->mint != NULL &&
                    key->private_key != NULL; /* HMAC signs each request by itself */
    return is_token ? key->signer->token_life_ms : 0;
}

tr_status tr__sign_mint(const tr_exchange_key *key, const tr_sign_request *request, char *buffer,
                        size_t buffer_size, const char **token_out, tr_error *err)
{
    tr_signed_request made = { .method = NULL };
    tr__sign_section elsewhere;
    tr__sign_work work = { .key = key,
                           .request = request,
                           .text = { .bytes = buffer, .size = buffer_size },
                           .out = &made };
    assert(tr__sign_token_life_ms(key) > 0);
    tr_status status = work_begin(&work, &elsewhere, err);
    if (status != TR_OK)
        return status;
    key->signer->mint(&work);
    const char *token = tr__sign_end(&work.text, 0);
    status = work_end(&work, err);
    if (status == TR_OK)
        *token_out = token;
    return status;
}

/* ---- streams --------------------------------------------------------------------------------- */

void tr__sign_put_login(tr__sign_stream_work *work, const char *request)
{
    tr__sign_text *text = &work->text;
    uint8_t code[TR__SIGN_CODE_SIZE];
    uint64_t seconds = (uint64_t)work->message->clock_ms / 1000;
    tr__sign_put_number(text, seconds);
    tr__sign_put(text, request);
    size_t size = tr__sign_code(work->key, text, 0, code, &work->status);
    work->message_at = text->length;
    tr__sign_put(text, "{\"op\":\"login\",\"args\":[{\"apiKey\":");
    tr__sign_put_quoted(text, work->key->id);
    tr__sign_put(text, ",\"passphrase\":");
    tr__sign_put_quoted(text, work->key->passphrase);
    tr__sign_put(text, ",\"timestamp\":\"");
    tr__sign_put_number(text, seconds);
    tr__sign_put(text, "\",\"sign\":\"");
    tr__sign_put_base64(text, TR_BASE64_STANDARD, code, size);
    tr__sign_put(text, "\"}]}");
}

tr_status tr_sign_stream(const tr_exchange_key *key, const tr_sign_message *message, char *buffer,
                         size_t buffer_size, const char **text_out, size_t *length_out,
                         tr_error *err)
{
    if (key == NULL || message == NULL || buffer == NULL || text_out == NULL ||
        length_out == NULL || message->struct_size != sizeof *message)
        return tr__fail(err, TR_E_INVALID, 0, "tr_sign_stream: an argument is NULL");
    if (message->clock_ms <= 0 || message->clock_ms > CLOCK_MS_MAX || message->window_ms == 0 ||
        message->window_ms > WINDOW_MS_MAX || tr__sign_check_params(&message->params) != TR_OK)
        return tr__fail(err, TR_E_INVALID, 0,
                        "the clock, window or parameters of a message are wrong");
    tr__sign_stream_work work = { .key = key,
                                  .message = message,
                                  .text = { .bytes = buffer, .size = buffer_size } };
    if (key->signer->stream == NULL)
        work.status = TR_E_UNSUPPORTED;
    else
        key->signer->stream(&work);
    if (work.status != TR_OK)
        return tr__fail(err, work.status, 0, "%s does not sign such messages, or a part is missing",
                        key->signer->name);
    size_t length = work.text.length - work.message_at;
    const char *text = tr__sign_end(&work.text, work.message_at);
    if (work.text.is_full)
        return tr__fail(err, TR_E_FULL, 0, "the message does not fit into %zu bytes", buffer_size);
    *text_out = text;
    *length_out = length;
    return TR_OK;
}
