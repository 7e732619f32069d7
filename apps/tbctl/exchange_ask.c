/* exchange_ask.c: see exchange_ask.h. */
#include "tbctl/exchange_ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tbctl/interrupt.h"
#include "tbctl/market.h"

#define INSTRUMENTS_MAX ((size_t)100000)
#define LOOK_NS         ((int64_t)250000000) /* how long an interruption may go unseen */

const char *const tbctl_exchange_kinds[] = { "spot", "linear", NULL };

/* Where the configuration says that the exchange is; a key must not go elsewhere unasked. */
static const char *text_of(const tr_command_call *call, const char *argument, const char *exchange,
                           const char *setting)
{
    if (tr_call_has(call, argument))
        return tr_call_text(call, argument);
    return tr_call_flag(call, "sandbox") ? NULL
                                         : tbctl_market_setting(tbctl_of(call), exchange, setting);
}

const char *tbctl_exchange_host(const tr_command_call *call, const char *exchange)
{
    return text_of(call, "host", exchange, "url");
}

static tr_status client_make(tr_command_call *call, tbctl_exchange *exchange, tr_error *err)
{
    tr_http_client_options http = TR_HTTP_CLIENT_OPTIONS_INIT;
    tr_exchange_client_options options = TR_EXCHANGE_CLIENT_OPTIONS_INIT;
    http.loop = tr_poll_loop_port(exchange->loop);
    tr_status status = tr_http_client_new(&http, &exchange->http, err);
    if (status != TR_OK)
        return status;
    exchange->transport = tr_exchange_transport_over(exchange->http);
    options.exchange = exchange->info->name;
    options.kind = exchange->kind;
    options.loop = http.loop;
    options.transport = &exchange->transport;
    options.key = exchange->key;
    options.key_id = exchange->key == NULL ? NULL : "tbctl";
    options.is_sandbox = exchange->is_sandbox;
    options.host = tbctl_exchange_host(call, options.exchange);
    options.ca_file = text_of(call, "ca_file", options.exchange, "ca_file");
    return tr_exchange_client_new(&options, &exchange->client, err);
}

/* Unset: as trading.sandbox, which is true unless it says otherwise. */
static bool is_sandbox_configured(tbctl *program, const char *exchange)
{
    char key[128];
    bool is_sandbox = true;
    if (tr_config_get_bool(program->config, "trading.sandbox", &is_sandbox) != TR_OK)
        is_sandbox = true;
    (void)snprintf(key, sizeof key, "exchanges.%s.sandbox", exchange);
    bool value = is_sandbox;
    return tr_config_get_bool(program->config, key, &value) == TR_OK ? value : is_sandbox;
}

static tr_status open_line(tr_command_call *call, bool has_key, tbctl_exchange *out, tr_error *err)
{
    tbctl *program = tbctl_of(call);
    tr_status status = TR_OK;
    if (has_key)
        status = tbctl_exchange_key(call, out->info->name, &out->key, err);
    if (status == TR_OK)
        status = tr_poll_loop_new(&program->clock, &out->loop, err);
    return status == TR_OK ? client_make(call, out, err) : status;
}

static tr_status begin(tr_command_call *call, tbctl_exchange *out, tr_error *err)
{
    const char *name = tr_call_text(call, "exchange");
    memset(out, 0, sizeof *out);
    out->info = tr_exchange_info_find(name);
    if (out->info == NULL)
        return tbctl_exchange_unknown(name, err);
    out->kind = strcmp(tr_call_text(call, "kind"), "linear") == 0 ? TR_KIND_LINEAR : TR_KIND_SPOT;
    out->is_sandbox = tr_call_flag(call, "sandbox");
    return tbctl_configure(tbctl_of(call), err);
}

tr_status tbctl_exchange_open(tr_command_call *call, tbctl_exchange *out, tr_error *err)
{
    tr_status status = begin(call, out, err);
    return status == TR_OK ? open_line(call, false, out, err) : status;
}

tr_status tbctl_exchange_open_account(tr_command_call *call, bool has_key, tbctl_exchange *out,
                                      tr_error *err)
{
    tr_status status = begin(call, out, err);
    if (status != TR_OK)
        return status;
    bool is_real = tr_call_flag(call, "real");
    const tr_exchange_product *product =
        out->kind == TR_KIND_SPOT ? &out->info->spot : &out->info->linear;
    if (is_real && out->is_sandbox)
        return tbctl_fail(err, TR_E_INVALID, "either --real or --sandbox");
    if (!is_real && !out->is_sandbox)
        out->is_sandbox = is_sandbox_configured(tbctl_of(call), out->info->name);
    bool has_host = tbctl_exchange_host(call, out->info->name) != NULL;
    if (out->is_sandbox && product->sandbox_host == NULL && !has_host)
        return tbctl_fail(
            err, TR_E_UNSUPPORTED,
            "%s has no test network, which the configuration asks for: --real asks the real one",
            out->info->title);
    return open_line(call, has_key, out, err);
}

void tbctl_exchange_close(tbctl_exchange *exchange)
{
    tr_exchange_client_free(exchange->client);
    tr_http_client_free(exchange->http);
    tr_poll_loop_free(exchange->loop);
    tr_exchange_key_free(exchange->key);
    free(exchange->instruments);
}

static tr_status on_record(void *user, const tr_exchange_record *record)
{
    tbctl_exchange *exchange = user;
    return exchange->sink == NULL ? TR_OK : exchange->sink(exchange->user, record);
}

static void on_done(void *user, const tr_exchange_result *result)
{
    tbctl_exchange *exchange = user;
    exchange->result = *result;
    exchange->is_done = true;
}

tr_status tbctl_exchange_ask(tbctl_exchange *exchange, const tr_exchange_question *question,
                             tr_exchange_record_sink sink, void *user, tr_error *err)
{
    exchange->is_done = false;
    memset(&exchange->result, 0, sizeof exchange->result);
    exchange->sink = sink;
    exchange->user = user;
    tr_status status = tr_exchange_client_ask(exchange->client, question, TR_URGENCY_MARKET, NULL,
                                              on_record, on_done, exchange, err);
    if (status != TR_OK)
        return status;
    while (!exchange->is_done) { /* the client's own times end every question */
        if (tbctl_is_interrupted())
            return tbctl_fail(err, TR_E_CLOSED, "interrupted");
        (void)tr_poll_loop_run(exchange->loop, LOOK_NS);
    }
    if (exchange->result.status != TR_OK && err != NULL)
        *err = exchange->result.error;
    return exchange->result.status;
}

tr_exchange_question tbctl_exchange_question(const tbctl_exchange *exchange, tr_call call)
{
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = call;
    question.kind = exchange->kind;
    return question;
}

static tr_status on_instrument(void *user, const tr_exchange_record *record)
{
    tbctl_exchange *exchange = user;
    if (record->kind != TR_RECORD_INSTRUMENT)
        return TR_OK;
    if (exchange->instrument_count == exchange->instrument_max) {
        size_t room = exchange->instrument_max == 0 ? 1024 : 2 * exchange->instrument_max;
        tr_instrument *grown =
            room > INSTRUMENTS_MAX ? NULL : realloc(exchange->instruments, room * sizeof *grown);
        if (grown == NULL)
            return TR_E_NO_MEMORY;
        exchange->instruments = grown;
        exchange->instrument_max = room;
    }
    exchange->instruments[exchange->instrument_count++] = record->as.instrument.instrument;
    return TR_OK;
}

tr_status tbctl_exchange_learn(tbctl_exchange *exchange, tr_error *err)
{
    tr_exchange_question question = tbctl_exchange_question(exchange, TR_CALL_INSTRUMENTS);
    exchange->instrument_count = 0;
    tr_status status = tbctl_exchange_ask(exchange, &question, on_instrument, exchange, err);
    return status == TR_OK
               ? tr_exchange_client_set_instruments(exchange->client, exchange->instruments,
                                                    exchange->instrument_count, err)
               : status;
}

tr_status tbctl_exchange_find(const tbctl_exchange *exchange, const char *name,
                              const tr_instrument **out, tr_error *err)
{
    return tr_instrument_find(exchange->instruments, exchange->instrument_count, name, strlen(name),
                              false, out, err);
}
