/* exchange.c: life, and the way of one request: held back, judged, done, and its answer spoilt. */
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

static const sim_shape *const shapes[] = { &sim_shape_binance, &sim_shape_bybit,
                                           &sim_shape_coinbase, &sim_shape_kraken };

#define SHAPE_COUNT (sizeof shapes / sizeof *shapes)

/* ---- dialects -------------------------------------------------------------------------------- */

const char *sim_shape_at(size_t index)
{
    return index < SHAPE_COUNT ? shapes[index]->name : NULL;
}

static const sim_shape *shape_of(const char *name)
{
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        if (strcmp(shapes[i]->name, name) == 0)
            return shapes[i];
    return NULL;
}

/* How much of the target its longest prefix takes; 0: none. */
static size_t prefix_length(const sim_shape *shape, const char *target)
{
    size_t longest = 0;
    for (size_t i = 0; shape->prefixes[i] != NULL; i++) {
        size_t length = strlen(shape->prefixes[i]);
        if (length > longest && strncmp(target, shape->prefixes[i], length) == 0)
            longest = length;
    }
    return longest;
}

bool sim_shape_owns(const char *shape, const char *target)
{
    const sim_shape *asked = shape_of(shape);
    size_t length = asked == NULL ? 0 : prefix_length(asked, target);
    for (size_t i = 0; length > 0 && i < SHAPE_COUNT; i++)
        if (shapes[i] != asked && prefix_length(shapes[i], target) > length)
            return false;
    return length > 0;
}

/* ---- life ------------------------------------------------------------------------------------ */

static tr_status fail(tr_error *err, tr_status status, const char *message)
{
    if (err != NULL) {
        err->status = status;
        err->native_code = 0;
        (void)snprintf(err->message, sizeof err->message, "%s", message); /* they are short */
    }
    return status;
}

static tr_status open_listings(sim_exchange *exchange, int64_t now_ns, tr_error *err)
{
    tr_status status = TR_OK;
    for (size_t i = 0; status == TR_OK && exchange->shape->listings[i] != NULL; i++)
        status = sim_exchange_script(exchange, exchange->shape->listings[i],
                                     strlen(exchange->shape->listings[i]), now_ns, err);
    return status;
}

tr_status sim_exchange_new(const sim_options *options, sim_exchange **out, tr_error *err)
{
    tr_matching_options matching = TR_MATCHING_OPTIONS_INIT;
    uint32_t house = 0;
    const sim_shape *shape = shape_of(options->shape);
    if (shape == NULL)
        return fail(err, TR_E_NOT_FOUND, "no such dialect");
    sim_exchange *exchange = calloc(1, sizeof *exchange);
    if (exchange == NULL)
        return fail(err, TR_E_NO_MEMORY, "no memory for an exchange");
    exchange->shape = shape;
    exchange->now_ns = options->now_ns;
    exchange->live_order_max = options->live_order_max;
    exchange->maker_id = SIM_MAKER_ID_FROM;
    tr_rng_init(&exchange->rng, options->seed);
    matching.instrument_max = SIM_MARKET_MAX;
    exchange->accounts = calloc(SIM_ACCOUNT_MAX, sizeof *exchange->accounts);
    tr_status status = exchange->accounts == NULL
                           ? fail(err, TR_E_NO_MEMORY, "no memory for accounts")
                           : tr_matching_new(&matching, &exchange->matching, err);
    if (status == TR_OK)
        (void)sim_account_make(exchange, "house", &house); /* the first of an empty table */
    if (status == TR_OK && !options->is_bare)
        status = open_listings(exchange, options->now_ns, err);
    if (status != TR_OK) {
        sim_exchange_free(exchange);
        return status;
    }
    *out = exchange;
    return TR_OK;
}

void sim_exchange_free(sim_exchange *exchange)
{
    if (exchange == NULL)
        return;
    for (size_t i = 0; i < exchange->key_count; i++) {
        free(exchange->keys[i].id);
        tr_secret_free(exchange->keys[i].secret);
        tr_public_key_free(exchange->keys[i].public_key);
    }
    for (size_t i = 0; i < exchange->market_count; i++)
        free(exchange->markets[i].bars);
    for (size_t i = 0; i < SIM_HELD_MAX; i++)
        free(exchange->held[i].bytes);
    tr_matching_free(exchange->matching);
    sim_text_done(&exchange->reply);
    free(exchange->accounts);
    free(exchange->orders);
    free(exchange->fills);
    free(exchange->positions);
    free(exchange->bills);
    free(exchange);
}

int64_t sim_clock_ns(const sim_exchange *exchange, int64_t now_ns)
{
    return now_ns + exchange->clock_offset_ns;
}

/* ---- writing answers -------------------------------------------------------------------------- */

static const char *phrase_of(int code)
{
    static const struct {
        int code;
        const char *phrase;
    } phrases[] = {
        { 200, "OK" },
        { 400, "Bad Request" },
        { 401, "Unauthorized" },
        { 403, "Forbidden" },
        { 404, "Not Found" },
        { 418, "I'm a teapot" },
        { 429, "Too Many Requests" },
        { 500, "Internal Server Error" },
        { 502, "Bad Gateway" },
        { 503, "Service Unavailable" },
        { 504, "Gateway Timeout" },
    };
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (phrases[i].code == code)
            return phrases[i].phrase;
    return "Status";
}

static void reply_write(sim_exchange *exchange, const sim_call *call, const char *body, size_t size,
                        const char *type)
{
    sim_text *reply = &exchange->reply;
    reply->size = 0;
    sim_text_format(reply, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n",
                    call->code, phrase_of(call->code), type, size);
    for (size_t i = 0; i < call->header_count; i++) {
        sim_text_put(reply, call->headers[i], strlen(call->headers[i]));
        sim_text_put(reply, "\r\n", 2);
    }
    sim_text_put(reply, "\r\n", 2);
    sim_text_put(reply, body, size);
}

static void reply_write_call(sim_exchange *exchange, sim_call *call)
{
    const char *body = "";
    size_t size = 0;
    if (call->raw != NULL) {
        reply_write(exchange, call, call->raw, strlen(call->raw), "text/html");
        return;
    }
    if (tr_json_writer_finish(call->json, TR_JSON_COMPACT, &body, &size, NULL) != TR_OK)
        exchange->is_out_of_memory = true;
    reply_write(exchange, call, body, size, "application/json;charset=UTF-8");
}

/* ---- finding the way ------------------------------------------------------------------------- */

/* Does the path fit? Segments that "{}" stands for are copied. */
static bool path_fits(const char *pattern, const char *path, char **captures)
{
    size_t count = 0;
    while (*pattern != '\0' && *path != '\0') {
        if (strncmp(pattern, "{}", 2) == 0) {
            size_t length = strcspn(path, "/");
            if (length == 0 || count == SIM_CAPTURE_MAX ||
                (captures[count] = strndup(path, length)) == NULL)
                return false;
            if (sim_percent_decode(captures[count++], false) != TR_OK)
                return false;
            pattern += 2;
            path += length;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *pattern == '\0' && *path == '\0';
}

static void captures_free(sim_call *call)
{
    for (size_t i = 0; i < SIM_CAPTURE_MAX; i++) {
        free(call->captures[i]);
        call->captures[i] = NULL;
    }
}

static const sim_route *route_find(sim_call *call)
{
    const sim_request *request = call->request;
    for (const sim_route *route = call->shape->routes;
         request->path != NULL && route->method != NULL; route++) {
        if (strcmp(route->method, request->method) == 0 &&
            path_fits(route->path, request->path, call->captures))
            return route;
        captures_free(call);
    }
    return NULL;
}

static void run(sim_call *call)
{
    const sim_shape *shape = call->shape;
    if (call->route == NULL) {
        call->code = call->request->path == NULL ? 400 : 404;
        shape->say_unknown_path(call);
        return;
    }
    if (!shape->pace(call, call->route) || !shape->admit(call, call->route))
        return;
    call->is_executed = true;
    call->route->run(call);
}

/* ---- faults ---------------------------------------------------------------------------------- */

/* Say something else than what was said. */
static void say_again(sim_call *call, void (*say)(sim_call *call))
{
    tr_json_writer_free(call->json);
    call->json = NULL;
    if (tr_json_writer_new(&call->json) != TR_OK) {
        call->exchange->is_out_of_memory = true;
        call->raw = "";
        return;
    }
    say(call);
}

static bool is_done(const sim_fault *fault, size_t request_size)
{
    switch (fault->kind) {
    case SIM_FAULT_DROP_BEFORE:
    case SIM_FAULT_RATE_LIMIT:
    case SIM_FAULT_BUSY:
        return false;
    case SIM_FAULT_STATUS:
    case SIM_FAULT_TIMEOUT:
        return fault->is_executed;
    case SIM_FAULT_RESET_REQUEST:
        return (uint64_t)fault->at >= request_size;
    default:
        return true;
    }
}

static void spoil_words(sim_call *call, const sim_fault *fault)
{
    if (fault->kind == SIM_FAULT_STATUS) {
        call->code = fault->code == 0 ? 503 : fault->code;
        call->raw = "<html><body><h1>The server has a problem</h1></body></html>";
    } else if (fault->kind == SIM_FAULT_RATE_LIMIT) {
        tr_json_writer_free(call->json);
        call->json = NULL;
        if (tr_json_writer_new(&call->json) == TR_OK)
            call->shape->say_rate_limit(call, fault->code == 0 ? 429 : fault->code, fault->retry_s);
    } else if (fault->kind == SIM_FAULT_BUSY) {
        say_again(call, call->shape->say_busy);
    } else if (fault->kind == SIM_FAULT_TIMEOUT) {
        say_again(call, call->shape->say_timeout);
    }
}

/* A body that is none: noise, half of what it was, or a page. */
static void write_garbage(sim_exchange *exchange, sim_call *call)
{
    char noise[64];
    const char *body = "";
    size_t size = 0;
    uint64_t kind = tr_rng_below(&exchange->rng, 3);
    if (tr_json_writer_finish(call->json, TR_JSON_COMPACT, &body, &size, NULL) != TR_OK)
        exchange->is_out_of_memory = true;
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)tr_rng_below(&exchange->rng, 256);
    call->code = 200;
    if (kind == 0)
        reply_write(exchange, call, noise, sizeof noise, "application/json");
    else if (kind == 1)
        reply_write(exchange, call, body, size / 2, "application/json");
    else
        reply_write(exchange, call, "<html>please wait</html>", 24, "text/html");
}

static void spoil_bytes(sim_exchange *exchange, const sim_fault *fault, sim_answer *out)
{
    out->bytes = exchange->reply.bytes;
    out->size = exchange->reply.size;
    out->sent_size = out->size;
    switch (fault->kind) {
    case SIM_FAULT_DELAY_ANSWER:
        out->due_ns += fault->ms * TR_NS_PER_MS;
        break;
    case SIM_FAULT_DROP_BEFORE:
    case SIM_FAULT_DROP_AFTER:
        out->sent_size = 0;
        out->is_cut = true;
        break;
    case SIM_FAULT_RESET_REQUEST:
        out->sent_size = 0;
        out->is_cut = out->is_reset = true;
        break;
    case SIM_FAULT_RESET_ANSWER:
        out->sent_size = fault->at >= 0 && (uint64_t)fault->at < out->size
                             ? (size_t)fault->at
                             : (size_t)tr_rng_below(&exchange->rng, out->size + 1);
        out->is_cut = out->is_reset = true;
        break;
    case SIM_FAULT_SLOW:
        out->piece_size = fault->size;
        out->piece_gap_ns = fault->ms * TR_NS_PER_MS;
        break;
    default:
        break;
    }
}

static void duplicate(sim_exchange *exchange, sim_answer *out)
{
    sim_text *reply = &exchange->reply;
    sim_text twice = { 0 };
    sim_text_put(&twice, reply->bytes, reply->size);
    sim_text_put(&twice, reply->bytes, reply->size);
    sim_text_done(reply);
    *reply = twice;
    out->bytes = reply->bytes;
    out->size = out->sent_size = reply->size;
}

/* ---- one request ----------------------------------------------------------------------------- */

static void handle(sim_call *call, sim_fault *fault, sim_answer *out)
{
    sim_exchange *exchange = call->exchange;
    if (fault->kind == SIM_FAULT_RESET_REQUEST && fault->at < 0)
        fault->at = (int64_t)tr_rng_below(&exchange->rng, call->request->size + 1);
    if (fault->kind == SIM_FAULT_CLOCK_JUMP)
        exchange->clock_offset_ns += fault->ms * TR_NS_PER_MS;
    call->clock_ns = sim_clock_ns(exchange, exchange->now_ns);
    call->code = 200;
    if (is_done(fault, call->request->size))
        run(call);
    spoil_words(call, fault);
    if (fault->kind == SIM_FAULT_DROP_BEFORE || fault->kind == SIM_FAULT_RESET_REQUEST)
        exchange->reply.size = 0; /* whatever was done, nothing is said */
    else if (fault->kind == SIM_FAULT_GARBAGE && call->raw == NULL)
        write_garbage(exchange, call);
    else
        reply_write_call(exchange, call);
    out->is_executed = call->is_executed;
    out->http_code = exchange->reply.size == 0 ? 0 : call->code;
    spoil_bytes(exchange, fault, out);
    if (fault->kind == SIM_FAULT_DUPLICATE)
        duplicate(exchange, out);
}

static tr_status hold(sim_exchange *exchange, const char *bytes, size_t size,
                      const sim_fault *fault, sim_answer *out)
{
    for (size_t i = 0; i < SIM_HELD_MAX; i++) {
        sim_held *held = &exchange->held[i];
        if (held->ticket != 0)
            continue;
        char *copy = malloc(size + 1);
        if (copy == NULL)
            return TR_E_NO_MEMORY;
        memcpy(copy, bytes, size);
        *held = (sim_held){ .ticket = ++exchange->ticket,
                            .due_ns = exchange->now_ns + fault->ms * TR_NS_PER_MS,
                            .bytes = copy,
                            .size = size };
        out->ticket = held->ticket;
        out->due_ns = held->due_ns;
        return TR_OK;
    }
    return TR_E_FULL;
}

static tr_status answer(sim_exchange *exchange, const char *bytes, size_t size, bool is_held,
                        sim_answer *out)
{
    sim_request request;
    sim_call call = { .exchange = exchange, .shape = exchange->shape, .request = &request };
    sim_fault fault = SIM_FAULT_INIT;
    *out = (sim_answer){ .operation = SIM_OPERATION_OTHER, .due_ns = exchange->now_ns };
    if (sim_request_read(bytes, size, &request) == TR_E_NO_MEMORY)
        return TR_E_NO_MEMORY;
    call.route = route_find(&call);
    if (call.route != NULL)
        out->operation = call.route->operation;
    if (!is_held) {
        exchange->request_count++;
        fault = sim_fault_pick(exchange, out->operation);
        exchange->fault_totals[fault.kind]++;
    }
    out->fault = fault.kind;
    tr_status status = TR_OK;
    if (fault.kind == SIM_FAULT_DELAY_REQUEST || fault.kind == SIM_FAULT_LATE) {
        status = hold(exchange, bytes, size, &fault, out);
        if (fault.kind == SIM_FAULT_LATE) { /* nobody comes for its answer */
            out->ticket = 0;
            out->bytes = "";
            out->due_ns = exchange->now_ns;
            out->is_cut = true;
        }
    } else if (tr_json_writer_new(&call.json) != TR_OK) {
        status = TR_E_NO_MEMORY;
    } else {
        handle(&call, &fault, out);
    }
    tr_json_writer_free(call.json);
    captures_free(&call);
    sim_request_done(&request);
    if (exchange->is_out_of_memory || exchange->reply.is_failed)
        return TR_E_NO_MEMORY;
    return status;
}

/* ---- held requests --------------------------------------------------------------------------- */

static sim_held *held_next(sim_exchange *exchange, int64_t until_ns)
{
    sim_held *next = NULL;
    for (size_t i = 0; i < SIM_HELD_MAX; i++) {
        sim_held *held = &exchange->held[i];
        if (held->ticket == 0 || held->has_arrived || held->due_ns > until_ns)
            continue;
        if (next == NULL || held->due_ns < next->due_ns ||
            (held->due_ns == next->due_ns && held->ticket < next->ticket))
            next = held;
    }
    return next;
}

/* Who stopped waiting does not come for the answer: the oldest ones make room. */
static void held_forget(sim_exchange *exchange)
{
    for (size_t i = 0; i < SIM_HELD_MAX; i++) {
        sim_held *held = &exchange->held[i];
        if (held->ticket != 0 && held->has_arrived &&
            held->ticket + SIM_HELD_MAX / 2 <= exchange->ticket) {
            free(held->bytes);
            *held = (sim_held){ 0 };
        }
    }
}

tr_status sim_exchange_advance(sim_exchange *exchange, int64_t now_ns)
{
    for (sim_held *held = held_next(exchange, now_ns); held != NULL;
         held = held_next(exchange, now_ns)) {
        if (held->due_ns > exchange->now_ns)
            exchange->now_ns = held->due_ns;
        sim_dead_men(exchange);
        tr_status status = answer(exchange, held->bytes, held->size, true, &held->answer);
        held->has_arrived = true;
        if (status != TR_OK)
            return status;
        free(held->bytes);
        held->bytes = malloc(exchange->reply.size + 1);
        if (held->bytes == NULL)
            return TR_E_NO_MEMORY;
        memcpy(held->bytes, exchange->reply.bytes, exchange->reply.size + 1);
        held->answer.bytes = held->bytes;
        held->answer.fault = SIM_FAULT_DELAY_REQUEST;
    }
    if (now_ns > exchange->now_ns)
        exchange->now_ns = now_ns;
    sim_dead_men(exchange);
    held_forget(exchange);
    return TR_OK;
}

tr_status sim_exchange_collect(sim_exchange *exchange, uint64_t ticket, int64_t now_ns,
                               sim_answer *out)
{
    tr_status status = sim_exchange_advance(exchange, now_ns);
    for (size_t i = 0; status == TR_OK && i < SIM_HELD_MAX; i++) {
        sim_held *held = &exchange->held[i];
        if (held->ticket != ticket || ticket == 0)
            continue;
        if (!held->has_arrived)
            return TR_E_BUSY;
        *out = held->answer;
        exchange->reply.size = 0;
        sim_text_put(&exchange->reply, held->bytes, out->size);
        out->bytes = exchange->reply.bytes;
        free(held->bytes);
        *held = (sim_held){ 0 };
        return exchange->reply.is_failed ? TR_E_NO_MEMORY : TR_OK;
    }
    return status == TR_OK ? TR_E_NOT_FOUND : status;
}

tr_status sim_exchange_answer(sim_exchange *exchange, const char *bytes, size_t size,
                              int64_t now_ns, sim_answer *out)
{
    if (exchange == NULL || bytes == NULL || out == NULL || now_ns < exchange->now_ns)
        return TR_E_INVALID;
    tr_status status = sim_exchange_advance(exchange, now_ns);
    return status == TR_OK ? answer(exchange, bytes, size, false, out) : status;
}

tr_status sim_exchange_answer_signed(sim_exchange *exchange, const tr_signed_request *request,
                                     int64_t now_ns, sim_answer *out)
{
    sim_text text = { 0 };
    const char *host = strstr(request->url, "://");
    if (host == NULL)
        return TR_E_INVALID;
    host += 3;
    size_t host_length = strcspn(host, "/");
    sim_text_put(&text, request->method, strlen(request->method));
    sim_text_put(&text, " ", 1);
    sim_text_put(&text, host + host_length, strlen(host + host_length));
    sim_text_put(&text, " HTTP/1.1\r\nHost: ", 17);
    sim_text_put(&text, host, host_length);
    sim_text_put(&text, "\r\n", 2);
    for (size_t i = 0; i < request->header_count; i++) {
        const tr_http_header *header = &request->headers[i];
        sim_text_put(&text, header->name, strlen(header->name));
        sim_text_put(&text, ": ", 2);
        sim_text_put(&text, header->value, strlen(header->value));
        sim_text_put(&text, "\r\n", 2);
    }
    if (request->body != NULL)
        sim_text_format(&text, "Content-Length: %zu\r\n", request->body_size);
    sim_text_put(&text, "\r\n", 2);
    if (request->body != NULL)
        sim_text_put(&text, request->body, request->body_size);
    tr_status status = text.is_failed
                           ? TR_E_NO_MEMORY
                           : sim_exchange_answer(exchange, text.bytes, text.size, now_ns, out);
    sim_text_done(&text);
    return status;
}
