/* wire.c: see wire.h. What cannot happen in a test ends it at once. */
#include "sim/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAY_NS (3 * INT64_C(1000000)) /* of a request, and of its answer */

static void must(bool is_right, const char *what)
{
    if (is_right)
        return;
    (void)fprintf(stderr, "wire: %s\n", what);
    abort();
}

/* ---- the loop -------------------------------------------------------------------------------- */

static tr_status no_watch(void *user, int fd, unsigned int events, tr_loop_ready *ready, void *ready_user)
{
    (void)user, (void)fd, (void)events, (void)ready, (void)ready_user;
    return TR_OK;
}

static tr_status set_timer(void *user, void *key, int64_t at_ns, tr_loop_due *due)
{
    sim_wire *wire = user;
    sim_wire_timer *place = NULL;
    for (size_t i = 0; i < SIM_WIRE_TIMERS_MAX; i++) {
        sim_wire_timer *at = &wire->timers[i];
        if (at->key == key || (at->key == NULL && place == NULL))
            place = at;
        if (at->key == key)
            break;
    }
    must(place != NULL, "too many timers");
    *place = at_ns == INT64_MAX ? (sim_wire_timer){ .key = NULL } : (sim_wire_timer){ key, at_ns, due };
    return TR_OK;
}

/* ---- requests and answers -------------------------------------------------------------------- */

static size_t read_headers(char *line, tr_http_header *headers, size_t max)
{
    size_t count = 0;
    while (line != NULL && count < max) {
        *line = '\0';
        line += 2;
        char *colon = strchr(line, ':');
        char *next = strstr(line, "\r\n");
        must(colon != NULL, "a header without a colon");
        *colon = '\0';
        headers[count++] = (tr_http_header){ .name = line, .value = colon + 2 };
        line = next;
    }
    return count;
}

static tr_http_response *response_of(const sim_answer *answer)
{
    char *text = malloc(answer->size + 1);
    tr_http_header headers[32];
    must(text != NULL, "no memory");
    memcpy(text, answer->bytes, answer->size);
    text[answer->size] = '\0';
    char *body = strstr(text, "\r\n\r\n");
    must(body != NULL, "an answer without an end of its head");
    *body = '\0';
    body += 4;
    size_t body_size = answer->size - (size_t)(body - text);
    size_t count = read_headers(strstr(text, "\r\n"), headers, sizeof headers / sizeof headers[0]);
    for (size_t i = 0; i < count; i++) /* a duplicate's second copy is not of this answer */
        if (strcmp(headers[i].name, "Content-Length") == 0)
            body_size = (size_t)strtoull(headers[i].value, NULL, 10);
    tr_http_response *response = NULL;
    must(tr_http_response_new(answer->http_code, headers, count, body, body_size, &response, NULL) == TR_OK, "no response");
    free(text);
    return response;
}

static void hear(sim_wire *wire, sim_wire_call *at, const sim_answer *answer)
{
    bool is_whole = !answer->is_cut || answer->sent_size >= answer->size;
    at->ticket = answer->ticket;
    at->due_ns = answer->due_ns > *wire->now_ns ? answer->due_ns : *wire->now_ns;
    if (answer->ticket != 0)
        return;
    if (answer->piece_size > 0)
        at->due_ns += (int64_t)(answer->size / answer->piece_size) * answer->piece_gap_ns;
    at->due_ns += WAY_NS;
    at->outcome = is_whole && answer->size > 0 ? TR_HTTP_ANSWERED : TR_HTTP_UNKNOWN;
    if (at->outcome == TR_HTTP_ANSWERED)
        at->response = response_of(answer);
}

static void ask_exchange(sim_wire *wire, sim_wire_call *at, const tr_http_request *request)
{
    tr_signed_request ready = { .method = request->method,
                                .url = request->url,
                                .header_count = request->header_count,
                                .body = request->body,
                                .body_size = request->body_size };
    sim_answer answer;
    must(request->header_count <= TR_SIGN_HEADERS_MAX, "too many headers");
    memcpy(ready.headers, request->headers, request->header_count * sizeof *request->headers);
    must(sim_exchange_answer_signed(wire->exchange, &ready, *wire->now_ns, &answer) == TR_OK, "no answer");
    if (wire->on_answer != NULL)
        wire->on_answer(wire->user, request, &answer);
    wire->placings += answer.operation == SIM_OPERATION_PLACE;
    hear(wire, at, &answer);
}

static tr_status send_request(void *user, const tr_http_request *request, tr_http_done *done, void *done_user,
                              tr_http_call **call_out, tr_error *err)
{
    sim_wire *wire = user;
    sim_wire_call *at = NULL;
    (void)err;
    for (size_t i = 0; i < SIM_WIRE_CALLS_MAX && at == NULL; i++)
        if (!wire->calls[i].is_used)
            at = &wire->calls[i];
    must(at != NULL, "too many requests");
    *at = (sim_wire_call){ .is_used = true,
                           .done = done,
                           .user = done_user,
                           .outcome = TR_HTTP_NOT_SENT,
                           .due_ns = *wire->now_ns,
                           .give_up_ns = *wire->now_ns + (int64_t)request->timeout_ms * 1000000 };
    *call_out = (tr_http_call *)(void *)at;
    if (wire->on_send != NULL && !wire->on_send(wire->user, request))
        return TR_OK;
    *wire->now_ns += WAY_NS;
    at->sent_ns = wire->loop.clock->monotonic_ns(wire->loop.clock->user);
    if (wire->play != NULL) {
        at->outcome = wire->play(wire->user, request, &at->response);
        at->due_ns = *wire->now_ns + WAY_NS;
    } else {
        ask_exchange(wire, at, request);
    }
    return TR_OK;
}

static void call_end(sim_wire *wire, sim_wire_call *at)
{
    tr_http_result result = { .outcome = at->outcome,
                              .response = at->response,
                              .sent_ns = at->sent_ns,
                              .ended_ns = wire->loop.clock->monotonic_ns(wire->loop.clock->user) };
    if (at->outcome != TR_HTTP_ANSWERED) {
        result.error.status = at->outcome == TR_HTTP_UNKNOWN ? TR_E_UNKNOWN_OUTCOME : TR_E_NETWORK;
        (void)snprintf(result.error.message, sizeof result.error.message, "the line broke");
    }
    sim_wire_call ended = *at;
    *at = (sim_wire_call){ .is_used = false };
    ended.done(ended.user, &result);
    tr_http_response_free(ended.response);
}

static void forget_answer(sim_wire_call *at)
{
    tr_http_response_free(at->response);
    at->response = NULL;
    at->outcome = at->sent_ns == 0 ? TR_HTTP_NOT_SENT : TR_HTTP_UNKNOWN;
    at->ticket = 0;
}

static void cancel_request(void *user, tr_http_call *which)
{
    sim_wire_call *at = (sim_wire_call *)(void *)which;
    forget_answer(at);
    call_end(user, at);
}

/* An answer comes, a held request arrives, or its client stops waiting. */
static void call_due(sim_wire *wire, sim_wire_call *at)
{
    sim_answer answer;
    if (at->due_ns > at->give_up_ns) {
        forget_answer(at);
    } else if (at->ticket != 0) {
        must(sim_exchange_collect(wire->exchange, at->ticket, *wire->now_ns, &answer) == TR_OK, "a held request is gone");
        hear(wire, at, &answer);
        must(at->ticket == 0, "a request is held twice");
        if (at->due_ns > *wire->now_ns)
            return;
    }
    call_end(wire, at);
}

/* ---- turns ----------------------------------------------------------------------------------- */

/* Monotonic times, in the world's. */
static int64_t ahead_ns(const sim_wire *wire)
{
    return *wire->now_ns - wire->loop.clock->monotonic_ns(wire->loop.clock->user);
}

static sim_wire_timer *first_timer(sim_wire *wire)
{
    sim_wire_timer *first = NULL;
    for (size_t i = 0; i < SIM_WIRE_TIMERS_MAX; i++) {
        sim_wire_timer *at = &wire->timers[i];
        if (at->key != NULL && (first == NULL || at->at_ns < first->at_ns))
            first = at;
    }
    return first;
}

static int64_t call_ns(const sim_wire_call *at)
{
    return at->due_ns < at->give_up_ns ? at->due_ns : at->give_up_ns;
}

static sim_wire_call *first_call(sim_wire *wire)
{
    sim_wire_call *first = NULL;
    for (size_t i = 0; i < SIM_WIRE_CALLS_MAX; i++) {
        sim_wire_call *at = &wire->calls[i];
        if (at->is_used && (first == NULL || call_ns(at) < call_ns(first)))
            first = at;
    }
    return first;
}

int64_t sim_wire_next_ns(sim_wire *wire)
{
    const sim_wire_timer *timer = first_timer(wire);
    const sim_wire_call *call = first_call(wire);
    int64_t next_ns = call == NULL ? INT64_MAX : call_ns(call);
    return timer != NULL && timer->at_ns + ahead_ns(wire) < next_ns ? timer->at_ns + ahead_ns(wire) : next_ns;
}

bool sim_wire_step(sim_wire *wire)
{
    if (wire->exchange != NULL)
        must(sim_exchange_advance(wire->exchange, *wire->now_ns) == TR_OK, "the exchange cannot go on");
    sim_wire_timer *timer = first_timer(wire);
    sim_wire_call *call = first_call(wire);
    int64_t next_ns = sim_wire_next_ns(wire);
    if (next_ns > *wire->now_ns)
        return false;
    if (call != NULL && (timer == NULL || call_ns(call) < timer->at_ns + ahead_ns(wire))) {
        call_due(wire, call);
        return true;
    }
    sim_wire_timer due = *timer;
    *timer = (sim_wire_timer){ .key = NULL };
    due.due(due.key);
    return true;
}

void sim_wire_turn(sim_wire *wire)
{
    while (sim_wire_step(wire))
        continue;
}

bool sim_wire_is_idle(const sim_wire *wire)
{
    for (size_t i = 0; i < SIM_WIRE_CALLS_MAX; i++)
        if (wire->calls[i].is_used)
            return false;
    return true;
}

void sim_wire_open(sim_wire *wire, sim_exchange *exchange, int64_t *now_ns, const tr_clock *clock)
{
    *wire = (sim_wire){ .exchange = exchange, .now_ns = now_ns };
    wire->loop = (tr_loop){ .watch = no_watch, .set_timer = set_timer, .clock = clock, .user = wire };
    wire->transport = (tr_exchange_transport){ .send = send_request, .cancel = cancel_request, .user = wire };
}
