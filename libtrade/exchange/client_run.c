/*
 * client_run.c: questions leave and answers come back.
 *
 * Written and signed only when the pacer lets it go, on the thread that writes the socket: a queue behind the signature
 * would eat the window in which the exchange takes it. What a result says is what is known: "nothing was done" needs
 * proof, either that no byte left or the exchange's word.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/crypto.h>
#include <trade/time.h>

#include "core/fail.h"
#include "core/secret.h"
#include "exchange/client.h"
#include "exchange/sign.h"

#define ANSWER_SIZE_MAX   ((size_t)64 << 20)
#define CLOCK_SAMPLES_MIN 3 /* taken at once; then one a minute */
#define CLOCK_EVERY_NS    (60 * TR_NS_PER_SECOND)
#define CLOCK_AGAIN_NS    TR_NS_PER_SECOND
#define RATE_STOP_NS      TR_NS_PER_SECOND
#define DELAY_MAX_NS      (30 * TR_NS_PER_SECOND)

int64_t tr__client_now_ns(const tr_exchange_client *client)
{
    return client->loop->clock->monotonic_ns(client->loop->clock->user);
}

void tr__client_wake(tr_exchange_client *client, int64_t at_ns)
{
    /* No memory for a timer: the next answer or question looks again. */
    (void)client->loop->set_timer(client->loop->user, client, at_ns, tr__client_due);
}

static const char *name_of(const tr_exchange_client *client)
{
    return client->adapter->info.name;
}

static tr__pace_subject subject_of(const tr__asking *asking)
{
    const tr_exchange_client *client = asking->client;
    return (tr__pace_subject){
        .adapter = client->adapter,
        .endpoint = asking->endpoint,
        .key_id = asking->is_private ? client->key_id : NULL,
        .symbol = asking->question.instrument == NULL ? NULL : asking->question.instrument->symbol,
        .urgency = asking->urgency,
        .a_minute = client->a_minute,
    };
}

/* ---- ends ------------------------------------------------------------------------------------ */

void tr__client_end(tr_exchange_client *client, tr__asking *asking)
{
    asking->result.ended_ns = tr__client_now_ns(client);
    tr__asking_append(&client->ended, asking);
    tr__client_wake(client, asking->result.ended_ns);
}

void tr__client_tell_ended(tr_exchange_client *client)
{
    while (client->ended.first != NULL) {
        tr__asking *asking = client->ended.first;
        tr__asking_remove(&client->ended, asking);
        asking->done(asking->user, &asking->result);
        free(asking);
    }
}

/* Nothing left: say so, as `status`. */
static void end_unsent(tr_exchange_client *client, tr__asking *asking, tr_status status,
                       const char *reason)
{
    asking->result.status =
        tr__fail(&asking->result.error, status, 0, "%s %s: nothing was sent: %s", name_of(client),
                 tr_call_name(asking->question.call), reason);
    tr__client_end(client, asking);
}

/* ---- asking again ---------------------------------------------------------------------------- */

/* Once more, later; false when it has been tried often enough. It must be sure that nothing was done. */
static bool ask_again(tr_exchange_client *client, tr__asking *asking, int64_t delay_ns)
{
    if (client->is_closing || asking->attempts >= client->attempts)
        return false;
    asking->not_before_ns = tr__client_now_ns(client) + delay_ns;
    tr__asking_queue(client, asking);
    tr__client_wake(client, tr__client_now_ns(client));
    return true;
}

static int64_t delay_of(const tr_exchange_client *client, const tr__asking *asking)
{
    int64_t delay_ns = (int64_t)client->attempt_delay_ms * TR_NS_PER_MS;
    for (unsigned int i = 1; i < asking->attempts && delay_ns < DELAY_MAX_NS; i++)
        delay_ns *= 2;
    return delay_ns < DELAY_MAX_NS ? delay_ns : DELAY_MAX_NS;
}

/* ---- answers --------------------------------------------------------------------------------- */

static const char *header_find(const void *user, const char *name)
{
    return tr_http_response_header(user, name);
}

static void note_answered(tr_exchange_client *client, bool is_answered)
{
    int64_t now_ns = tr__client_now_ns(client);
    if (!tr__breaker_note(&client->breaker, is_answered, now_ns))
        return;
    bool is_closed = tr__breaker_is_closed(&client->breaker);
    tr_log_field fields[] = { tr_log_text("exchange", name_of(client)) };
    tr_log_write(client->log, is_closed ? TR_LOG_INFO : TR_LOG_WARNING,
                 client->loop->clock->now_ns(client->loop->clock->user),
                 is_closed ? "the exchange answers again" : "the exchange does not answer", fields,
                 1);
}

/* What the exchange took amiss in our clock or nonce is put right before it is asked again. */
static void note_time_fault(tr_exchange_client *client, const tr__pace_subject *subject)
{
    if (client->adapter->info.is_nonce_ordered)
        tr__pacer_nonce_leap(client->pacer, subject);
    client->clock = (tr__clock_offset){ .count = 0 };
    tr__minted_wipe(client->minted); /* they carry the wrong time */
    client->clock_samples = 0;
    client->clock_due_ns = 0;
}

static void learn(tr_exchange_client *client, const tr__asking *asking)
{
    tr__pace_subject subject = subject_of(asking);
    if (asking->result.failure.fault == TR_FAULT_RATE)
        tr__pacer_stop(client->pacer, &subject, tr__client_now_ns(client), RATE_STOP_NS);
    if (asking->result.failure.fault == TR_FAULT_TIME)
        note_time_fault(client, &subject);
}

/* The exchange's refusal proves that nothing was done, and the same may go better in a moment. */
static bool again_after_refusal(tr_exchange_client *client, tr__asking *asking)
{
    const tr_exchange_failure *failure = &asking->result.failure;
    if (!failure->is_certain)
        return false;
    if (failure->fault == TR_FAULT_RATE || failure->fault == TR_FAULT_TIME)
        return ask_again(client, asking, 0);
    bool is_wanted_anyway = !asking->is_changing || asking->urgency == TR_URGENCY_EXIT;
    return failure->fault == TR_FAULT_BUSY && is_wanted_anyway &&
           ask_again(client, asking, delay_of(client, asking));
}

/* An order that is not in one list may be in the next. */
static bool looks_elsewhere(tr_exchange_client *client, tr__asking *asking)
{
    if (asking->result.status != TR_E_NOT_FOUND || asking->endpoint->next == NULL)
        return false;
    asking->endpoint = asking->endpoint->next;
    asking->attempts = 0;
    return ask_again(client, asking, 0);
}

static void take_refusal(tr_exchange_client *client, tr__asking *asking)
{
    if (again_after_refusal(client, asking) || looks_elsewhere(client, asking))
        return;
    client->figures.failed++;
    tr__client_end(client, asking);
}

/* Limits are the client's own business; all else is whoever asked's. */
static tr_status on_record(void *user, const tr_exchange_record *record)
{
    const tr__asking *asking = user;
    const tr_exchange_client *client = asking->client;
    if (record->kind == TR_RECORD_LIMIT) {
        bool is_spot = client->kind == TR_KIND_SPOT;
        tr__pacer_learn(client->pacer, client->adapter,
                        client->adapter->endpoints[is_spot ? TR__PRODUCT_SPOT : TR__PRODUCT_LINEAR],
                        &record->as.limit);
        return TR_OK;
    }
    return asking->sink == NULL ? TR_OK : asking->sink(asking->user, record);
}

static tr_status read_answer(tr_exchange_client *client, tr__asking *asking,
                             const tr_http_response *response)
{
    tr__answer answer = { .http_code = tr_http_response_code(response) };
    tr_exchange_result *result = &asking->result;
    answer.body = tr_http_response_body(response, &answer.body_size);
    size_t size = tr__adapter_space(answer.body_size);
    void *memory = malloc(size);
    result->failure = (tr_exchange_failure){ .fault = TR_FAULT_NONE };
    if (memory == NULL)
        return tr__fail(&result->error, asking->is_changing ? TR_E_UNKNOWN_OUTCOME : TR_E_NO_MEMORY,
                        0, "%s: no memory to read the answer", name_of(client));
    tr_status status = tr__adapter_read(client->adapter, asking->endpoint, &asking->question,
                                        &client->instruments, &answer, memory, size, on_record,
                                        asking, &result->failure, &result->error);
    free(memory);
    /* Whatever else went wrong with the answer to a placing call, it may have been done. */
    bool is_refusal = result->failure.fault != TR_FAULT_NONE && result->failure.is_certain;
    if (status != TR_OK && asking->is_changing && !is_refusal)
        status = TR_E_UNKNOWN_OUTCOME;
    return status;
}

static void take_answer(tr_exchange_client *client, tr__asking *asking,
                        const tr_http_response *response)
{
    tr__pace_subject subject = subject_of(asking);
    int64_t now_ns = tr__client_now_ns(client), wall_ns = 0;
    int code = tr_http_response_code(response);
    if (tr_exchange_client_time(client, &wall_ns, NULL) != TR_OK)
        wall_ns = client->loop->clock->now_ns(client->loop->clock->user);
    tr__pacer_answer(client->pacer, &subject, code, header_find, response, now_ns,
                     wall_ns / TR_NS_PER_MS);
    client->figures.answered++;
    asking->result.status = read_answer(client, asking, response);
    note_answered(client, code < 500);
    learn(client, asking);
    if (asking->result.status == TR_OK) {
        tr__client_end(client, asking);
    } else if (asking->result.status == TR_E_UNKNOWN_OUTCOME) {
        asking->result.error.status = TR_E_UNKNOWN_OUTCOME;
        client->figures.unknown++;
        tr__client_end(client, asking);
    } else {
        take_refusal(client, asking);
    }
}

/* No whole answer. */
static void take_silence(tr_exchange_client *client, tr__asking *asking,
                         const tr_http_result *result)
{
    tr_exchange_result *told = &asking->result;
    bool is_unsent = result->outcome == TR_HTTP_NOT_SENT;
    bool is_harmless = !asking->is_changing || (is_unsent && asking->urgency == TR_URGENCY_EXIT);
    told->failure = (tr_exchange_failure){ .fault = TR_FAULT_NONE };
    if (result->error.status != TR_E_CLOSED)
        note_answered(client, false);
    if (is_harmless && result->error.status != TR_E_INVALID &&
        ask_again(client, asking, delay_of(client, asking)))
        return;
    told->status = result->error.status;
    told->error = result->error;
    if (!is_unsent && asking->is_changing)
        told->status = told->error.status = TR_E_UNKNOWN_OUTCOME;
    else if (told->status == TR_E_UNKNOWN_OUTCOME)
        told->status = told->error.status = TR_E_TIMEOUT; /* a question changes nothing */
    if (told->status == TR_E_UNKNOWN_OUTCOME)
        client->figures.unknown++;
    else
        client->figures.failed++;
    tr__client_end(client, asking);
}

static void on_http(void *user, const tr_http_result *result)
{
    tr__asking *asking = user;
    tr_exchange_client *client = asking->client;
    tr__pace_subject subject = subject_of(asking);
    tr__asking_remove(&client->under_way, asking);
    asking->call = NULL;
    asking->result.sent_ns = result->sent_ns;
    tr__pacer_release(client->pacer, &subject);
    if (result->outcome == TR_HTTP_ANSWERED)
        take_answer(client, asking, result->response);
    else
        take_silence(client, asking, result);
    tr__client_wake(client, tr__client_now_ns(client));
}

/* ---- sending --------------------------------------------------------------------------------- */

static tr_status sign(tr_exchange_client *client, tr__asking *asking, tr__request *request,
                      tr_signed_request *out, tr_error *err)
{
    tr__pace_subject subject = subject_of(asking);
    tr_sign_request *sign = &request->sign;
    sign->clock_ms = asking->question.now_ns / TR_NS_PER_MS;
    sign->window_ms = client->window_ms;
    /* The live hosts are the sections' own: a key's rights are asked for at another one than its orders. */
    sign->host = client->is_elsewhere ? client->host : NULL;
    if (asking->is_private && client->adapter->info.is_nonce_ordered)
        sign->nonce = tr__pacer_nonce(client->pacer, &subject, sign->clock_ms);
    tr__minted_token *minted = tr__minted_find(client->minted, sign);
    if (minted != NULL) {
        tr_status spelled = tr__sign_with(client->key, sign, minted->text, client->text,
                                          sizeof client->text, out, err);
        tr__minted_spend(minted);
        client->figures.tokens_ready++;
        return spelled;
    }
    client->figures.tokens_late += tr__minted_keeps(client->minted, sign);
    tr_status status = tr_crypto_random(sign->salt, sizeof sign->salt, err);
    return status == TR_OK ? tr_sign(client->key, sign, client->text, sizeof client->text, out, err)
                           : status;
}

/* Beside the signed ones: until when an order may be taken, and that it is for the test network. */
static size_t headers_gather(const tr_exchange_client *client, const tr__request *request,
                             const tr_signed_request *ready, tr_http_header *out)
{
    size_t count = ready->header_count;
    const tr_exchange_product *product = tr__adapter_product(client->adapter, client->kind);
    memcpy(out, ready->headers, count * sizeof *out);
    if (request->header_name != NULL) {
        tr_http_header expiry = { request->header_name, request->header_value };
        out[count++] = expiry;
    }
    if (client->is_sandbox && product->sandbox_header != NULL) {
        /* Without it a test order were a real one; twice, a server may read "1, 1", which is no 1. */
        tr_http_header sandbox = { product->sandbox_header, product->sandbox_header_value };
        out[count++] = sandbox;
    }
    return count;
}

static tr_status send(tr_exchange_client *client, tr__asking *asking, tr_error *err)
{
    tr__request request;
    tr_signed_request ready;
    if (tr_exchange_client_time(client, &asking->question.now_ns, NULL) != TR_OK)
        asking->question.now_ns = client->loop->clock->now_ns(client->loop->clock->user);
    tr_status status =
        tr__adapter_write(client->adapter, asking->endpoint, &asking->question, &request, err);
    if (status != TR_OK)
        return status;
    status = sign(client, asking, &request, &ready, err);
    if (status != TR_OK) {
        tr__secret_wipe(client->text, sizeof client->text);
        return status;
    }
    tr_http_request http = TR_HTTP_REQUEST_INIT;
    tr_http_header headers[TR_SIGN_HEADERS_MAX + 2];
    http.method = ready.method;
    http.url = ready.url;
    http.headers = headers;
    http.header_count = headers_gather(client, &request, &ready, headers);
    http.body = ready.body;
    http.body_size = ready.body_size;
    http.timeout_ms = client->timeout_ms;
    http.response_size_max = ANSWER_SIZE_MAX;
    http.ca_file = client->ca_file;
    http.proxy = client->proxy[0] == '\0' ? NULL : client->proxy;
    /* A signature whose window has passed is not worth a connection. */
    http.send_within_ms = asking->is_private ? client->window_ms : 0;
    status =
        client->transport.send(client->transport.user, &http, on_http, asking, &asking->call, err);
    tr__secret_wipe(client->text, sizeof client->text);
    return status;
}

void tr__client_launch(tr_exchange_client *client, tr__asking *asking)
{
    tr__pace_subject subject = subject_of(asking);
    if (client->turns[asking->urgency] < asking->turn) /* limits may hold one back behind others */
        client->turns[asking->urgency] = asking->turn;
    asking->attempts++;
    tr__asking_append(&client->under_way, asking); /* before: a transport may answer at once */
    tr_status status = send(client, asking, &asking->result.error);
    if (status == TR_OK) {
        client->figures.sent++;
        tr__minted_pause(client->minted, tr__client_now_ns(client));
        return;
    }
    tr__asking_remove(&client->under_way, asking);
    tr__pacer_release(client->pacer, &subject);
    asking->result.status = status;
    tr__client_end(client, asking);
}

/* ---- the exchange's clock, and the account's own id ------------------------------------------ */

static tr_status on_time_record(void *user, const tr_exchange_record *record)
{
    tr_exchange_client *client = user;
    if (record->kind == TR_RECORD_TIME)
        client->clock_told_ns = record->as.time.at_ns;
    return TR_OK;
}

static void on_time(void *user, const tr_exchange_result *result)
{
    tr_exchange_client *client = user;
    client->is_clock_asked = false;
    client->clock_due_ns = result->ended_ns + CLOCK_AGAIN_NS;
    tr__breaker_unheard(&client->breaker, result->ended_ns); /* limits may have held it back */
    if (result->status != TR_OK)
        return;
    tr__clock_offset_add(&client->clock, result->sent_ns, result->ended_ns, client->clock_told_ns);
    client->clock_samples++;
    client->clock_due_ns = client->clock_samples < CLOCK_SAMPLES_MIN
                               ? result->ended_ns
                               : result->ended_ns + CLOCK_EVERY_NS;
}

static bool needs_clock(const tr_exchange_client *client)
{
    return client->key_id[0] != '\0' &&
           tr__adapter_endpoint(client->adapter, client->kind, TR_CALL_TIME) != NULL;
}

/* One question about the time is under way at most; it is the probe of an open breaker, too. */
static void ask_time(tr_exchange_client *client)
{
    if (client->is_clock_asked)
        return;
    client->clock_told_ns = 0;
    client->is_clock_asked =
        tr__client_ask_own(client, TR_CALL_TIME, on_time_record, on_time, NULL) == TR_OK;
    if (client->is_clock_asked)
        return;
    /* Too many questions wait, or there is no memory. */
    int64_t now_ns = tr__client_now_ns(client);
    client->clock_due_ns = now_ns + CLOCK_AGAIN_NS;
    tr__breaker_unheard(&client->breaker, now_ns);
}

static tr_status on_account_record(void *user, const tr_exchange_record *record)
{
    tr_exchange_client *client = user;
    bool is_spot = strcmp(record->as.account.kind, "spot") == 0;
    if (record->kind == TR_RECORD_ACCOUNT && (client->account_id[0] == '\0' || is_spot))
        memcpy(client->account_id, record->as.account.id, sizeof client->account_id);
    return TR_OK;
}

static void on_account(void *user, const tr_exchange_result *result)
{
    tr_exchange_client *client = user;
    if (result->status != TR_OK)
        client->account_id[0] = '\0';
    client->is_account_asked = false;
}

/* The question wants the account's own id, which is not known yet: ask for it. */
static bool lacks_account(tr_exchange_client *client, tr__asking *asking)
{
    if ((asking->endpoint->takes & TR__TAKES_ACCOUNT) == 0 || asking->question.account_id != NULL)
        return false;
    if (client->account_id[0] != '\0' && !client->is_account_asked) {
        asking->question.account_id = client->account_id;
        return false;
    }
    if (!client->is_account_asked)
        client->is_account_asked = tr__client_ask_own(client, TR_CALL_ACCOUNT, on_account_record,
                                                      on_account, NULL) == TR_OK;
    return true;
}

/* ---- a look at the queue --------------------------------------------------------------------- */

static void earlier(int64_t *due_ns, int64_t at_ns)
{
    *due_ns = at_ns < *due_ns ? at_ns : *due_ns;
}

static bool is_clock_trusted(const tr_exchange_client *client, int64_t now_ns)
{
    return tr__clock_offset_best(&client->clock, now_ns) != NULL;
}

/* Why it does not go now; NULL when nothing but the pacer may stop it. */
static const char *obstacle_of(tr_exchange_client *client, tr__asking *asking, int64_t now_ns)
{
    bool is_time = asking->question.call == TR_CALL_TIME;
    if (!tr__breaker_is_closed(&client->breaker) && !(is_time && client->breaker.is_probing))
        return "the exchange does not answer; it is tried again every minute at the latest";
    if (asking->not_before_ns > now_ns)
        return "it failed before, and is not to be tried again yet";
    if (asking->is_private && needs_clock(client) && !is_clock_trusted(client, now_ns))
        return "the exchange's clock is not known well enough";
    if (lacks_account(client, asking))
        return "the account's id is not known yet";
    return NULL;
}

/* True: it left the queue. `due_ns`: when to look again. */
static bool asking_move(tr_exchange_client *client, tr__asking *asking, int64_t now_ns,
                        int64_t *due_ns)
{
    const char *obstacle = obstacle_of(client, asking, now_ns);
    bool is_open = !tr__breaker_is_closed(&client->breaker);
    int64_t pace_ns = 0;
    if (obstacle == NULL) {
        tr__pace_subject subject = subject_of(asking);
        pace_ns = tr__pacer_take(client->pacer, &subject, now_ns);
        if (pace_ns == 0) {
            tr__asking_remove(&client->waiting, asking);
            tr__client_launch(client, asking);
            return true;
        }
        obstacle = "the exchange's limits leave no room now";
        earlier(due_ns, pace_ns);
    }
    /* What asks an exchange that does not answer had better ask another one: at once. */
    bool is_given_up = is_open && asking->urgency != TR_URGENCY_EXIT;
    if (now_ns < asking->hold_until_ns && !is_given_up) {
        earlier(due_ns, asking->hold_until_ns);
        if (asking->not_before_ns > now_ns)
            earlier(due_ns, asking->not_before_ns);
        return false;
    }
    tr__asking_remove(&client->waiting, asking);
    client->figures.failed++;
    end_unsent(client, asking, is_open ? TR_E_NETWORK : TR_E_TIMEOUT, obstacle);
    return true;
}

static void look(tr_exchange_client *client, int64_t now_ns, int64_t *due_ns)
{
    tr__asking *asking = client->waiting.first;
    while (asking != NULL) {
        tr__asking *after = asking->after;
        (void)asking_move(client, asking, now_ns, due_ns);
        asking = after;
    }
}

void tr__client_due(void *key)
{
    tr_exchange_client *client = key;
    int64_t now_ns = tr__client_now_ns(client), due_ns = INT64_MAX;
    tr__client_tell_ended(client);
    client->has_new = false;
    if (tr__breaker_probe(&client->breaker, now_ns))
        ask_time(client);
    else if (needs_clock(client) && client->clock_due_ns <= now_ns &&
             tr__breaker_is_closed(&client->breaker))
        ask_time(client);
    look(client, now_ns, &due_ns);
    if (!tr__breaker_is_closed(&client->breaker) && !client->breaker.is_probing)
        earlier(&due_ns, client->breaker.probe_at_ns);
    else if (needs_clock(client) && !client->is_clock_asked)
        earlier(&due_ns, client->clock_due_ns);
    if (client->ended.first != NULL || client->has_new)
        due_ns = now_ns;
    tr__client_mint(client, now_ns, &due_ns);
    tr__client_wake(client, due_ns);
}
