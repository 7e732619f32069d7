/* client.c: an exchange client's life, its questions as they come in, and what is told of it. */
#include "exchange/client.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "core/secret.h"
#include "exchange/sign.h"

#define WINDOW_MS_MAX 2000u
#define HOLD_EXIT_NS  (60 * TR_NS_PER_SECOND)

/* ---- questions ------------------------------------------------------------------------------- */

static bool copy_text(char *into, size_t size, const char *text, const char **out)
{
    size_t length = text == NULL ? 0 : strnlen(text, size);
    if (length == size)
        return false;
    if (text == NULL)
        return true;
    memcpy(into, text, length + 1);
    *out = into;
    return true;
}

static bool asking_copy(tr__asking *asking, const tr_exchange_question *question, const char *lane)
{
    const char *ignored = NULL;
    asking->question = *question;
    if (question->instrument != NULL) {
        asking->instrument = *question->instrument;
        asking->question.instrument = &asking->instrument;
    }
    if (question->terms != NULL) {
        asking->terms = *question->terms;
        asking->question.terms = &asking->terms;
    }
    return copy_text(asking->exchange_order_id, sizeof asking->exchange_order_id,
                     question->exchange_order_id, &asking->question.exchange_order_id) &&
           copy_text(asking->account_id, sizeof asking->account_id, question->account_id,
                     &asking->question.account_id) &&
           copy_text(asking->cursor, sizeof asking->cursor, question->cursor,
                     &asking->question.cursor) &&
           copy_text(asking->lane, sizeof asking->lane, lane, &ignored);
}

/* An entry that cannot go now must not go at another price later; an exit is wanted all the same. */
static int64_t hold_of(const tr_exchange_client *client, const tr__asking *asking)
{
    int64_t now_ns = tr__client_now_ns(client);
    int64_t hold_ns = (int64_t)client->hold_ms * TR_NS_PER_MS;
    if (asking->urgency == TR_URGENCY_EXIT)
        return now_ns + HOLD_EXIT_NS;
    if (asking->is_changing)
        return now_ns + hold_ns;
    return now_ns + (int64_t)client->timeout_ms * TR_NS_PER_MS * client->attempts;
}

static bool is_private_section(const tr_exchange_client *client, const char *api)
{
    for (const tr__sign_section *section = client->key->signer->sections; section->api != NULL;
         section++)
        if (strcmp(section->api, api) == 0)
            return section->is_private;
    return false;
}

static tr_status ask_check(const tr_exchange_client *client, const tr_exchange_question *question,
                           const tr__endpoint *endpoint, tr_error *err)
{
    if (client->is_closing)
        return tr__fail(err, TR_E_CLOSED, 0, "%s: the client is closing",
                        client->adapter->info.name);
    if (endpoint == NULL)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s does not offer \"%s\"",
                        client->adapter->info.name,
                        tr_call_name(question->call) == NULL ? "?" : tr_call_name(question->call));
    if (is_private_section(client, endpoint->api) && client->key_id[0] == '\0')
        return tr__fail(err, TR_E_DENIED, 0, "%s: \"%s\" needs an API key",
                        client->adapter->info.name, tr_call_name(question->call));
    size_t open = client->waiting.count + client->under_way.count + client->ended.count;
    if (open >= client->asking_max)
        return tr__fail(err, TR_E_FULL, 0, "%s: %zu questions are waiting; nothing was sent",
                        client->adapter->info.name, open);
    return TR_OK;
}

tr_status tr_exchange_client_ask(tr_exchange_client *client, const tr_exchange_question *question,
                                 tr_urgency urgency, const char *lane, tr_exchange_record_sink sink,
                                 tr_exchange_done *done, void *user, tr_error *err)
{
    if (client == NULL || question == NULL || done == NULL ||
        question->struct_size != sizeof *question || (unsigned int)urgency >= TR_URGENCY_COUNT)
        return tr__fail(err, TR_E_INVALID, 0, "exchange client: the question is not complete");
    const tr__endpoint *endpoint =
        tr__adapter_endpoint(client->adapter, client->kind, question->call);
    tr_status status = ask_check(client, question, endpoint, err);
    if (status != TR_OK)
        return status;
    tr__asking *asking = calloc(1, sizeof *asking);
    if (asking == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "exchange client: no memory");
    if (!asking_copy(asking, question, lane)) {
        free(asking);
        return tr__fail(err, TR_E_INVALID, 0,
                        "exchange client: a text of the question is too long");
    }
    asking->client = client;
    asking->question.kind = client->kind;
    asking->question.key_id = client->key == NULL ? NULL : client->key->id;
    asking->endpoint = endpoint;
    asking->urgency = urgency;
    asking->is_changing = tr__call_is_changing(question->call);
    asking->is_private = is_private_section(client, endpoint->api);
    asking->sink = sink;
    asking->done = done;
    asking->user = user;
    asking->hold_until_ns = hold_of(client, asking);
    tr__asking_queue(client, asking);
    tr__client_wake(client, tr__client_now_ns(client));
    return TR_OK;
}

tr_status tr__client_ask_own(tr_exchange_client *client, tr_call call, tr_exchange_record_sink sink,
                             tr_exchange_done *done, tr_error *err)
{
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = call;
    question.kind = client->kind;
    return tr_exchange_client_ask(client, &question, TR_URGENCY_EXIT, NULL, sink, done, client,
                                  err);
}

/* ---- instruments ----------------------------------------------------------------------------- */

tr_status tr_exchange_client_set_instruments(tr_exchange_client *client,
                                             const tr_instrument *instruments, size_t count,
                                             tr_error *err)
{
    if (client == NULL || (instruments == NULL && count > 0))
        return tr__fail(err, TR_E_INVALID, 0, "exchange client: no instruments");
    tr_instrument *items = calloc(count + 1, sizeof *items);
    if (items == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "exchange client: no memory");
    if (count > 0)
        memcpy(items, instruments, count * sizeof *items);
    tr__instruments_sort(items, count);
    free(client->instrument_items);
    client->instrument_items = items;
    client->instruments = (tr__instruments){ .items = items, .count = count };
    return TR_OK;
}

/* ---- life ------------------------------------------------------------------------------------ */

static tr_status transport_send(void *user, const tr_http_request *request, tr_http_done *done,
                                void *done_user, tr_http_call **call_out, tr_error *err)
{
    return tr_http_client_send(user, request, done, done_user, call_out, err);
}

static void transport_cancel(void *user, tr_http_call *call)
{
    tr_http_client_cancel(user, call);
}

tr_exchange_transport tr_exchange_transport_over(tr_http_client *http)
{
    return (
        tr_exchange_transport){ .send = transport_send, .cancel = transport_cancel, .user = http };
}

static tr_status options_check(const tr_exchange_client_options *options, tr_error *err)
{
    if (options == NULL || options->struct_size != sizeof *options || options->exchange == NULL ||
        options->loop == NULL || options->transport == NULL ||
        (options->key == NULL && options->key_id != NULL))
        return tr__fail(err, TR_E_INVALID, 0, "exchange client: its options are not complete");
    if (options->attempts < 1 || options->attempts > 10 || options->window_ms < 1 ||
        options->window_ms > WINDOW_MS_MAX || options->timeout_ms < 1 ||
        options->timeout_ms > 600000 || options->hold_ms > 600000 ||
        options->attempt_delay_ms > 600000 || options->questions_max < 1)
        return tr__fail(
            err, TR_E_RANGE, 0,
            "exchange client: attempts 1..10, window_ms 1..%u, the other times up to 600000",
            WINDOW_MS_MAX);
    return TR_OK;
}

static tr_status host_find(tr_exchange_client *client, const tr_exchange_client_options *options,
                           tr_error *err)
{
    const char *host = options->host;
    const tr__adapter *adapter = client->adapter;
    if (tr__adapter_product(adapter, options->kind) == NULL)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s: this kind of instrument is not offered",
                        adapter->info.name);
    if (host == NULL)
        host = tr__adapter_host(adapter, options->kind, options->is_sandbox);
    if (host == NULL)
        return tr__fail(err, TR_E_UNSUPPORTED, 0,
                        "%s has no test network: use the paper exchange, or \"sandbox: false\"",
                        adapter->info.name);
    /* The tables count on it: an order that comes later than its validity must not be taken. */
    const tr_exchange_product *product = tr__adapter_product(adapter, options->kind);
    if (options->window_ms > product->ids.validity_ms)
        return tr__fail(err, TR_E_RANGE, 0, "%s: window_ms is %u, orders are valid for %u ms",
                        adapter->info.name, options->window_ms, product->ids.validity_ms);
    client->is_sandbox = options->is_sandbox;
    client->is_elsewhere = options->is_sandbox || options->host != NULL;
    const char *ignored;
    if (!copy_text(client->host, sizeof client->host, host, &ignored) ||
        !copy_text(client->proxy, sizeof client->proxy, options->proxy, &ignored) ||
        !copy_text(client->key_id, sizeof client->key_id,
                   options->key != NULL && options->key_id == NULL ? options->key->id
                                                                   : options->key_id,
                   &ignored))
        return tr__fail(err, TR_E_INVALID, 0, "%s: host, proxy or key name is too long",
                        adapter->info.name);
    return TR_OK;
}

static tr_status set_up(tr_exchange_client *client, const tr_exchange_client_options *options,
                        tr_error *err)
{
    tr_status status = host_find(client, options, err);
    if (status != TR_OK)
        return status;
    client->key = options->key;
    if (client->key == NULL) {
        client->public_key = calloc(1, sizeof *client->public_key);
        client->key = client->public_key;
        if (client->public_key != NULL)
            client->public_key->signer = tr__signer_find(options->exchange);
    }
    if (client->key == NULL ||
        (options->ca_file != NULL && (client->ca_file = strdup(options->ca_file)) == NULL))
        return tr__fail(err, TR_E_NO_MEMORY, 0, "exchange client: no memory");
    if (client->key->signer == NULL || strcmp(client->key->signer->name, options->exchange) != 0)
        return tr__fail(err, TR_E_INVALID, 0,
                        "exchange client: the key is of another exchange than %s",
                        options->exchange);
    if (tr__sign_token_life_ms(client->key) > 0) {
        client->minted = tr__minted_new(client->adapter, client->kind);
        if (client->minted == NULL)
            return tr__fail(err, TR_E_NO_MEMORY, 0, "exchange client: no memory");
    }
    client->pacer = options->pacer;
    client->owns_pacer = options->pacer == NULL;
    return client->owns_pacer ? tr_exchange_pacer_new(&client->pacer, err) : TR_OK;
}

tr_status tr_exchange_client_new(const tr_exchange_client_options *options,
                                 tr_exchange_client **out, tr_error *err)
{
    tr_status status = options_check(options, err);
    if (status != TR_OK)
        return status;
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "exchange client: no place for it");
    const tr__adapter *adapter = tr__adapter_find(options->exchange);
    if (adapter == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no exchange \"%s\" is known", options->exchange);
    tr_exchange_client *client = calloc(1, sizeof *client);
    if (client == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "exchange client: no memory");
    client->adapter = adapter;
    client->kind = options->kind;
    client->loop = options->loop;
    client->transport = *options->transport;
    client->timeout_ms = options->timeout_ms;
    client->attempts = options->attempts;
    client->attempt_delay_ms = options->attempt_delay_ms;
    client->window_ms = options->window_ms;
    client->hold_ms = options->hold_ms;
    client->a_minute = options->requests_a_minute;
    client->asking_max = options->questions_max;
    client->log = options->log;
    status = set_up(client, options, err);
    if (status != TR_OK) {
        tr_exchange_client_free(client);
        return status;
    }
    /* The first question is about the time: the connection stands and the clock is known before the first order. */
    if (client->key_id[0] != '\0')
        tr__client_wake(client, tr__client_now_ns(client));
    *out = client;
    return TR_OK;
}

void tr_exchange_client_free(tr_exchange_client *client)
{
    if (client == NULL)
        return;
    client->is_closing = true;
    while (client->under_way.first != NULL) /* each ends from here */
        client->transport.cancel(client->transport.user, client->under_way.first->call);
    while (client->waiting.first != NULL) {
        tr__asking *asking = client->waiting.first;
        tr__asking_remove(&client->waiting, asking);
        asking->result.status =
            tr__fail(&asking->result.error, TR_E_CLOSED, 0,
                     "%s: the client is closing; nothing was sent", client->adapter->info.name);
        tr__client_end(client, asking);
    }
    tr__client_tell_ended(client);
    (void)client->loop->set_timer(client->loop->user, client, INT64_MAX,
                                  tr__client_due); /* removing needs no memory */
    if (client->owns_pacer)
        tr_exchange_pacer_free(client->pacer);
    tr__minted_free(client->minted);
    tr_exchange_key_free(client->public_key);
    free(client->instrument_items);
    free(client->ca_file);
    free(client);
}

/* ---- enquiry --------------------------------------------------------------------------------- */

void tr_exchange_client_figures_read(const tr_exchange_client *client,
                                     tr_exchange_client_figures *out)
{
    if (client == NULL || out == NULL)
        return;
    const tr_clock *clock = client->loop->clock;
    int64_t now_ns = tr__client_now_ns(client);
    const tr__clock_sample *best = tr__clock_offset_best(&client->clock, now_ns);
    *out = client->figures;
    out->waiting = (int64_t)client->waiting.count;
    for (const tr__asking *asking = client->waiting.first; asking != NULL; asking = asking->after)
        out->held += asking->is_changing;
    out->under_way = (int64_t)client->under_way.count;
    out->is_clock_trusted = best != NULL;
    out->clock_offset_ns = best == NULL ? 0 : best->offset_ns + now_ns - clock->now_ns(clock->user);
    out->clock_round_trip_ns = best == NULL ? 0 : best->round_trip_ns;
    out->is_answering = tr__breaker_is_closed(&client->breaker);
    out->probe_at_ns = client->breaker.probe_at_ns;
}

size_t tr_exchange_client_limits_read(const tr_exchange_client *client,
                                      tr_exchange_limit_figures out[TR_EXCHANGE_LIMITS_MAX])
{
    if (client == NULL || out == NULL)
        return 0;
    return tr__pacer_figures(client->pacer, client->adapter, client->key_id,
                             tr__client_now_ns(client), out);
}

tr_status tr_exchange_client_time(const tr_exchange_client *client, int64_t *out_ns, tr_error *err)
{
    if (client == NULL || out_ns == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "exchange client: no place for the time");
    int64_t now_ns = tr__client_now_ns(client);
    const tr__clock_sample *best = tr__clock_offset_best(&client->clock, now_ns);
    if (best == NULL)
        return tr__fail(err, TR_E_STALE, 0, "%s: its clock is not known well enough",
                        client->adapter->info.name);
    *out_ns = now_ns + best->offset_ns;
    return TR_OK;
}
