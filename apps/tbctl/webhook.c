/* webhook.c: `webhook url|test`: how TradingView reaches us, and whether it would. */
#include "tbctl/tbctl.h"

#include <stdlib.h>
#include <string.h>

#include "tbctl/text.h"

#define PATH          "/webhooks/tradingview"
#define TEMPLATE_SIZE 2048
#define URL_SIZE      512

/* ---- what is configured ---------------------------------------------------------------------- */

static bool has_tls(const tr_config *config)
{
    const char *file = NULL;
    return tr_config_get_text(config, "web_server.ssl_certfile", &file) == TR_OK && file[0] != '\0';
}

/* The server's address as this machine reaches it. */
static tr_status local_url(const tr_config *config, char *url, size_t size, tr_error *err)
{
    const char *host = NULL;
    int64_t port = 0;
    tr_status status = tr_config_get_text(config, "web_server.host", &host);
    if (status == TR_OK)
        status = tr_config_get_int(config, "web_server.port", &port);
    if (status != TR_OK)
        return tbctl_fail(err, status, "web_server.host and web_server.port are not configured");
    bool is_any = strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0;
    bool is_v6 = !is_any && strchr(host, ':') != NULL;
    int length =
        snprintf(url, size, "%s://%s%s%s:%lld" PATH, has_tls(config) ? "https" : "http",
                 is_v6 ? "[" : "", is_any ? "127.0.0.1" : host, is_v6 ? "]" : "", (long long)port);
    if (length < 0 || (size_t)length >= size)
        return tbctl_fail(err, TR_E_RANGE, "web_server.host is too long");
    return TR_OK;
}

static bool has_secret(const tr_config *config)
{
    const tr_secret *secret = NULL;
    return tr_config_get_secret(config, "tradingview.webhook_secret", &secret) == TR_OK;
}

/* ---- webhook url ----------------------------------------------------------------------------- */

static const tr_argument_def url_arguments[] = {
    { .name = "host",
      .type = TR_ARGUMENT_TEXT,
      .max = "253",
      .help = "the name under which the internet reaches the server" },
};

static void print_instructions(tbctl *program, FILE *file, const char *public_url, const char *url,
                               const char *message)
{
    const char *bold = tbctl_on(program, TBCTL_BOLD);
    const char *off = tbctl_off(program, TBCTL_BOLD);
    fprintf(file, "%sWebhook URL%s (TradingView: alert, Notifications)\n  %s\n\n", bold, off,
            public_url);
    fprintf(file,
            "%sMessage%s (TradingView: alert, Message; YOUR_SECRET is "
            "TRADINGVIEW_WEBHOOK_SECRET)\n%s\n\n",
            bold, off, message);
    fprintf(file,
            "%sNotes%s\n  TradingView calls ports 80 and 443 only; this server listens on\n  %s\n",
            bold, off, url);
    if (!has_secret(program->config))
        fprintf(file,
                "  %sNo secret is set: until TRADINGVIEW_WEBHOOK_SECRET is, the webhook answers "
                "503.%s\n",
                tbctl_on(program, TBCTL_YELLOW), tbctl_off(program, TBCTL_YELLOW));
}

static void run_url(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    char url[URL_SIZE];
    char public_url[URL_SIZE];
    char message[TEMPLATE_SIZE];
    tbctl_text text;
    tr_status status = tbctl_configure(program, &err);
    if (status == TR_OK)
        status = local_url(program->config, url, sizeof url, &err);
    if (status == TR_OK && tr_alert_template(true, message, sizeof message) == 0)
        status = tbctl_fail(&err, TR_E_INTERNAL, "the alert's text does not fit");
    if (status != TR_OK) {
        tr_call_finish(call, status, &err);
        return;
    }
    const char *host = tr_call_has(call, "host") ? tr_call_text(call, "host") : "YOUR_HOST";
    (void)snprintf(public_url, sizeof public_url, "https://%s" PATH, host);
    if (program->is_json) {
        tr_document_add_text(answer, "url", public_url);
        tr_document_add_text(answer, "local_url", url);
        tr_document_add_text(answer, "message", message);
        tr_document_add_bool(answer, "has_secret", has_secret(program->config));
    } else {
        tbctl_text_begin(&text);
        if (text.file != NULL)
            print_instructions(program, text.file, public_url, url, message);
        tbctl_text_end(&text, answer);
    }
    tr_call_finish(call, TR_OK, NULL);
}

const tr_command_def tbctl_command_webhook_url = {
    .name = "webhook url",
    .summary = "Show what to paste into TradingView's alert",
    .details = "The secret itself is never shown.",
    .example = "tbctl webhook url --host trade.example.com",
    .place = TR_COMMAND_LOCAL,
    .arguments = url_arguments,
    .argument_count = 1,
    .run = run_url,
};

/* ---- webhook test ---------------------------------------------------------------------------- */

static const char *const actions[] = { "buy",     "sell",      "close", "reduce",
                                       "reverse", "condition", NULL };

static const tr_argument_def test_arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "as TradingView would name it: BTCUSD" },
    { .name = "price",
      .type = TR_ARGUMENT_DECIMAL,
      .is_required = true,
      .is_positional = true,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "the alert's price" },
    { .name = "action",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "buy",
      .choices = actions,
      .help = "what it asks for" },
    { .name = "quantity",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "places an order of this quantity; without one only waiting orders fire" },
    { .name = "strategy", .type = TR_ARGUMENT_TEXT, .max = "63", .help = "its strategy" },
    { .name = "stop_loss",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "its stop" },
    { .name = "take_profit",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "its target" },
    { .name = "url",
      .type = TR_ARGUMENT_TEXT,
      .max = "500",
      .help = "send it there instead of to the configured server" },
};

static void add_texts(const tr_command_call *call, tr_json_writer *writer)
{
    static const char *const names[] = { "symbol",   "action",    "price",      "quantity",
                                         "strategy", "stop_loss", "take_profit" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (tr_call_has(call, names[i]))
            tr_json_write_text(writer, names[i], tr_call_text(call, names[i]));
}

/* The alert with the secret inside: never printed. */
static tr_status write_body(const tr_command_call *call, const tr_secret *secret,
                            tr_json_writer *writer, const char **body_out, size_t *size_out,
                            tr_error *err)
{
    size_t secret_size = 0;
    const unsigned char *bytes = tr_secret_bytes(secret, &secret_size);
    char at[TR_TIME_TEXT_SIZE];
    const tr_clock *clock = tr_call_context(call)->clock;
    tr_time_format(clock->now_ns(clock->user), 3, at, sizeof at);
    tr_json_write_object_begin(writer, NULL);
    add_texts(call, writer);
    tr_json_write_text(writer, "alert_name", "tbctl webhook test");
    tr_json_write_text(writer, "timestamp", at);
    tr_json_write_text_of(writer, "secret", (const char *)bytes, secret_size);
    tr_json_write_object_end(writer);
    return tr_json_writer_finish(writer, TR_JSON_COMPACT, body_out, size_out, err);
}

static tr_status report(tr_document *answer, const char *url, const tr_http_response *response,
                        tr_error *err)
{
    int code = tr_http_response_code(response);
    size_t size = 0;
    const char *body = tr_http_response_body(response, &size);
    tr_document_add_text(answer, "url", url);
    tr_document_add_int(answer, "code", code);
    tr_document_add_text(answer, "body", body);
    if (code == 200)
        return TR_OK;
    return tbctl_fail(err, TR_E_CONFLICT, "the server answered %d", code);
}

static tr_status send_alert(tr_command_call *call, const char *url, bool is_local, tr_error *err)
{
    static const tr_http_header type = { "Content-Type", "application/json" };
    const tr_secret *secret = NULL;
    tr_json_writer *writer = NULL;
    const char *body = NULL;
    size_t size = 0;
    tr_http_response *response = NULL;
    if (tr_config_get_secret(tbctl_of(call)->config, "tradingview.webhook_secret", &secret) !=
        TR_OK)
        return tbctl_fail(
            err, TR_E_NOT_FOUND,
            "no secret is set: TRADINGVIEW_WEBHOOK_SECRET in %.150s/.env or the environment",
            tbctl_of(call)->place.config_dir);
    tr_status status = tr_json_writer_new(&writer);
    if (status == TR_OK)
        status = write_body(call, secret, writer, &body, &size, err);
    if (status == TR_OK) {
        tr_http_request request = TR_HTTP_REQUEST_INIT;
        request.method = "POST";
        request.url = url;
        request.headers = &type;
        request.header_count = 1;
        request.body = body;
        request.body_size = size;
        request.is_unverified =
            is_local; /* this machine's own certificate carries its public name */
        status = tr_http_send(&request, &response, err);
    }
    if (status == TR_OK)
        status = report(tr_call_answer(call), url, response, err);
    tr_http_response_free(response);
    tr_json_writer_free(writer);
    return status;
}

static void run_test(tr_command_call *call)
{
    tbctl *program = tbctl_of(call);
    tr_error err = { 0 };
    char url[URL_SIZE];
    bool is_local = !tr_call_has(call, "url");
    tr_status status = tbctl_configure(program, &err);
    if (status == TR_OK && is_local)
        status = local_url(program->config, url, sizeof url, &err);
    else
        (void)snprintf(url, sizeof url, "%s",
                       tr_call_text(call, "url")); /* the argument's length fits */
    if (status == TR_OK)
        status = send_alert(call, url, is_local, &err);
    tr_call_finish(call, status, &err);
}

const tr_command_def tbctl_command_webhook_test = {
    .name = "webhook test",
    .summary = "Send an alert to the server, as TradingView would, and show its answer",
    .details = "The alert is a real one: it fires orders that wait for it, and with --quantity it "
               "places one.",
    .example = "tbctl webhook test BTCUSD 65000 --action buy --quantity 0.001",
    .place = TR_COMMAND_LOCAL,
    .arguments = test_arguments,
    .argument_count = sizeof test_arguments / sizeof test_arguments[0],
    .run = run_test,
};
