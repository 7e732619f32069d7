/* sign.c: `sign`: what a request to an exchange looks like, signed with a key of the environment or keystore; nothing is sent. */
#include "tbctl/tbctl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tbctl/keystore.h"
#include "tbctl/text.h"

#define FILE_SIZE_MAX ((size_t)1 << 20)
#define BUFFER_SIZE   ((size_t)4 << 20)
#define FIELDS_MAX    4096

static const tr_argument_def arguments[] = {
    { .name = "exchange",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .is_positional = true,
      .max = "31",
      .help = "binance, bitget, bybit, coinbase, gate, htx, kraken, kucoin, mexc or okx" },
    { .name = "request",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .max = "4095",
      .help = "a JSON file: api, method, path, params; also window_ms, nonce" },
    { .name = "clock",
      .type = TR_ARGUMENT_INTEGER,
      .min = "1",
      .max = "7258118400000",
      .help = "the exchange's time, milliseconds since 1970; now when left out" },
    { .name = "scheme",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "hmac",
      .choices = tbctl_key_schemes,
      .help = "how a key of the environment signs" },
    { .name = "label",
      .type = TR_ARGUMENT_TEXT,
      .max = "63",
      .help = "the key of this label in the keystore, whatever the environment holds" },
    TBCTL_KEYSTORE_ARGUMENTS,
};

/* All that one run needs at a time; too large for the stack. */
typedef struct sign_work {
    char text[FILE_SIZE_MAX];
    char buffer[BUFFER_SIZE];
    tr_sign_field fields[FIELDS_MAX];
    tr_json_document *document;
    tr_exchange_key *key;
    tr_sign_request request;
    tr_signed_request ready;
} sign_work;

/* ---- what to sign ---------------------------------------------------------------------------- */

static tr_status file_read(const char *path, char *text, size_t *size_out, tr_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return tbctl_fail(err, TR_E_NOT_FOUND, "%s cannot be opened: %s", path, strerror(errno));
    *size_out = fread(text, 1, FILE_SIZE_MAX, file);
    bool is_bad = ferror(file) != 0, is_large = *size_out == FILE_SIZE_MAX;
    fclose(file);
    if (is_bad)
        return tbctl_fail(err, TR_E_IO, "%s cannot be read", path);
    return is_large ? tbctl_fail(err, TR_E_RANGE, "%s is larger than 1 MiB", path) : TR_OK;
}

static tr_status optional_number(const tr_json_value *root, const char *name, int64_t max,
                                 int64_t *out, tr_error *err)
{
    if (tr_json_value_member(root, name) == NULL)
        return TR_OK;
    tr_status status = tr_json_member_int64(root, name, out, err);
    if (status == TR_OK && (*out < 1 || *out > max))
        status = tbctl_fail(err, TR_E_RANGE, "%s is %lld, allowed are 1 to %lld", name,
                            (long long)*out, (long long)max);
    return status;
}

/* A section that there is not is told with those that there are. */
static tr_status section_check(const char *exchange, const char *api, tr_error *err)
{
    char names[TR_ERROR_MESSAGE_SIZE] = "";
    size_t used = 0;
    const char *name;
    for (size_t i = 0; (name = tr_sign_api_at(exchange, i)) != NULL; i++) {
        if (strcmp(name, api) == 0)
            return TR_OK;
        int length = snprintf(names + used, sizeof names - used, "%s%s", i == 0 ? "" : ", ", name);
        used += length > 0 ? (size_t)length : 0;
        if (used >= sizeof names)
            break;
    }
    return tbctl_fail(err, TR_E_NOT_FOUND, "%s has no section \"%.40s\", it has: %.300s", exchange,
                      api, names);
}

static tr_status request_read(const tr_command_call *call, sign_work *work, tr_error *err)
{
    size_t size = 0, length = 0;
    int64_t window_ms = work->request.window_ms, nonce = 0;
    tr_status status = file_read(tr_call_text(call, "request"), work->text, &size, err);
    if (status == TR_OK)
        status = tr_json_document_parse(work->text, size, NULL, &work->document, err);
    if (status != TR_OK)
        return status;
    const tr_json_value *root = tr_json_document_root(work->document);
    const tr_json_value *params = tr_json_value_member(root, "params");
    status = tr_json_member_text(root, "api", &work->request.api, &length, err);
    if (status == TR_OK)
        status = tr_json_member_text(root, "method", &work->request.method, &length, err);
    if (status == TR_OK)
        status = tr_json_member_text(root, "path", &work->request.path, &length, err);
    if (status == TR_OK)
        status = optional_number(root, "window_ms", 60000, &window_ms, err);
    if (status == TR_OK)
        status = optional_number(root, "nonce", INT64_MAX, &nonce, err);
    if (status == TR_OK && params != NULL &&
        tr_sign_field_of_json(params, NULL, work->fields, FIELDS_MAX, &work->request.params) !=
            TR_OK)
        status = tbctl_fail(err, TR_E_PARSE,
                            "params cannot be taken: more than %d values, or U+0000 in a text",
                            FIELDS_MAX);
    work->request.window_ms = (uint32_t)window_ms;
    work->request.nonce = (uint64_t)nonce;
    const tr_clock *clock = tr_call_context(call)->clock;
    work->request.clock_ms = tr_call_has(call, "clock") ? tr_call_int(call, "clock")
                                                        : clock->now_ns(clock->user) / TR_NS_PER_MS;
    return status == TR_OK ? tr_crypto_random(work->request.salt, sizeof work->request.salt, err)
                           : status;
}

/* ---- what comes of it ------------------------------------------------------------------------ */

/* A passphrase is sent with every request of some exchanges; it is not for the screen. */
static const char *shown(const tr_http_header *header)
{
    return strstr(header->name, "PASSPHRASE") != NULL ? "***" : header->value;
}

static void answer_fill(tr_document *answer, const sign_work *work)
{
    const tr_signed_request *ready = &work->ready;
    tr_document_add_text(answer, "method", ready->method);
    tr_document_add_text(answer, "url", ready->url);
    tr_document_object_begin(answer, "headers");
    for (size_t i = 0; i < ready->header_count; i++)
        tr_document_add_text(answer, ready->headers[i].name, shown(&ready->headers[i]));
    tr_document_object_end(answer);
    if (ready->body != NULL)
        tr_document_add_text(answer, "body", ready->body);
}

static void request_print(FILE *file, const tr_signed_request *ready)
{
    fprintf(file, "%s %s\n", ready->method, ready->url);
    for (size_t i = 0; i < ready->header_count; i++)
        fprintf(file, "%s: %s\n", ready->headers[i].name, shown(&ready->headers[i]));
    if (ready->body != NULL)
        fprintf(file, "\n%s\n", ready->body);
}

static void run(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_error err = { 0 };
    sign_work *work = calloc(1, sizeof *work);
    tr_status status = work == NULL ? tbctl_fail(&err, TR_E_NO_MEMORY, "no memory")
                                    : tbctl_configure(program, &err);
    if (status == TR_OK)
        work->request = (tr_sign_request)TR_SIGN_REQUEST_INIT;
    if (status == TR_OK)
        status = request_read(call, work, &err);
    if (status == TR_OK)
        status = tbctl_exchange_key(call, tr_call_text(call, "exchange"), &work->key, &err);
    if (status == TR_OK)
        status = section_check(tr_call_text(call, "exchange"), work->request.api, &err);
    if (status == TR_OK)
        status = tr_sign(work->key, &work->request, work->buffer, sizeof work->buffer, &work->ready,
                         &err);
    if (status == TR_OK && program->is_json) {
        answer_fill(tr_call_answer(call), work);
    } else if (status == TR_OK) {
        tbctl_text text;
        tbctl_text_begin(&text);
        if (text.file != NULL)
            request_print(text.file, &work->ready);
        tbctl_text_end(&text, tr_call_answer(call));
    }
    if (work != NULL) {
        tr_exchange_key_free(work->key);
        tr_json_document_free(work->document);
        explicit_bzero(work->buffer, sizeof work->buffer); /* it could be sent by others */
        free(work);
    }
    tr_call_finish(call, status, status == TR_OK ? NULL : &err);
}

const tr_command_def tbctl_command_sign = {
    .name = "sign",
    .summary = "Show a request to an exchange as it would be sent, signed",
    .details =
        "Nothing is sent. The key comes from the configuration (BINANCE_API_KEY, "
        "BINANCE_SECRET, ...) or, where that has none, from the keystore (tbctl keys); "
        "secret and passphrase are never shown.\n\n"
        "The file is one JSON object: {\"api\": \"private\", \"method\": \"POST\", \"path\": "
        "\"order\", \"params\": {...}}; api is a section of the exchange's interface (a "
        "wrong one is answered with all of them), and the path is what follows its prefix.",
    .example = "tbctl sign binance --request order.json --clock 1700000000123",
    .place = TR_COMMAND_LOCAL,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
