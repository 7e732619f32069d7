/* stop_play.c: see stop_play.h. */
#include "stop_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STOP_ID  "700000000000000001"
#define ORDER_ID "800000000000000002"

/* ---- requests -------------------------------------------------------------------------------- */

/* A parameter of the query or of a body of either form. False: it is not there. */
static bool param(const tr_http_request *request, const char *name, char *out, size_t size)
{
    char piece[64];
    char body[4096] = "";
    const char *at = NULL, *texts[] = { request->url, body };
    if (request->body != NULL && request->body_size < sizeof body)
        memcpy(body, request->body, request->body_size);
    for (size_t i = 0; i < 3 && at == NULL; i++) {
        (void)snprintf(piece, sizeof piece, "%s%s%s",
                       i == 0   ? "?"
                       : i == 1 ? "&"
                                : "\"",
                       name, i == 2 ? "\":" : "=");
        for (size_t k = 0; k < 2 && at == NULL; k++) {
            at = strstr(texts[k], piece);
            at = at == NULL ? NULL : at + strlen(piece);
        }
    }
    if (at == NULL)
        return false;
    at += *at == '"';
    size_t length = strcspn(at, "\"&,}]");
    assert_true(length < size);
    memcpy(out, at, length);
    out[length] = '\0';
    return true;
}

/* One call cancels stops and orders: the id says which. */
static play_op op_by_id(play_op op, const char *url)
{
    if (op != PLAY_CANCEL_BY_ID)
        return op;
    return strstr(url, ORDER_ID) != NULL ? PLAY_CANCEL_ORDER : PLAY_CANCEL;
}

static play_op op_of(const play *self, const tr_http_request *request)
{
    for (size_t i = 0; self->dialect->routes[i].path != NULL; i++)
        if (strcmp(request->method, self->dialect->routes[i].method) == 0 &&
            strstr(request->url, self->dialect->routes[i].path) != NULL)
            return op_by_id(self->dialect->routes[i].op, request->url);
    fail_msg("%s: nobody plays %s %s", self->dialect->exchange, request->method, request->url);
    return PLAY_OTHER;
}

static const char *client_id_of(const play *self)
{
    static char text[TR_LABEL_SIZE];
    tr_id id;
    assert_int_equal(
        tr_id_parse(self->world.order.client_id, strlen(self->world.order.client_id), &id), TR_OK);
    assert_int_equal(tr_exchange_client_id_write(self->dialect->exchange, self->dialect->kind, id,
                                                 text, sizeof text, NULL),
                     TR_OK);
    return text;
}

/* ---- answers --------------------------------------------------------------------------------- */

static void value_put(const play *self, char mark, int fill, char *out, size_t size)
{
    const play_truth *truth = &self->truth;
    bool has_order = truth->stop == PLAY_WENT_OFF && truth->placed > 0;
    switch (mark) {
    case 'm':
        (void)snprintf(out, size, "%lld", (long long)(self->world.now_ns / TR_NS_PER_MS));
        return;
    case 'I':
        (void)snprintf(out, size, STOP_ID);
        return;
    case 'c':
        (void)snprintf(out, size, "%s", client_id_of(self));
        return;
    case 's':
        (void)snprintf(out, size, "%s", self->dialect->stop_words[truth->stop]);
        return;
    case 'S':
        (void)snprintf(out, size, "%s", self->dialect->order_words[truth->order]);
        return;
    case 'q':
        (void)snprintf(out, size, "2");
        return;
    case 't':
        (void)snprintf(out, size, "100");
        return;
    case 'l':
        (void)snprintf(out, size, "90");
        return;
    case 'b':
        (void)snprintf(out, size, "%s", has_order ? ORDER_ID : "");
        return;
    case 'f':
        (void)snprintf(out, size, "%d", truth->fills);
        return;
    case 'r':
        (void)snprintf(out, size, "%d", 2 - truth->fills);
        return;
    case 'j':
        (void)snprintf(out, size, "%s", has_order ? ORDER_ID : STOP_ID);
        return;
    case 'i':
        (void)snprintf(out, size, "9000%d", fill);
        return;
    case 'x':
        (void)snprintf(out, size, "1");
        return;
    case 'p':
        (void)snprintf(out, size, "99");
        return;
    default:
        fail_msg("no mark $%c", mark);
    }
}

static void put(play *self, const char *text, int fill)
{
    size_t length = strlen(self->body);
    for (; *text != '\0'; text++) {
        char value[64] = { *text, '\0' };
        if (*text == '$')
            value_put(self, *++text, fill, value, sizeof value);
        assert_true(length + strlen(value) < sizeof self->body);
        memcpy(self->body + length, value, strlen(value) + 1);
        length += strlen(value);
    }
}

static void put_row(play *self, const char *head, const char *row, const char *tail, bool is_there)
{
    put(self, head, 0);
    if (is_there)
        put(self, row, 0);
    put(self, tail, 0);
}

static bool is_visible(const play *self, int64_t since_ns)
{
    return self->world.now_ns >= since_ns + self->lag_ms * TR_NS_PER_MS;
}

static void put_missing(play *self)
{
    put(self, self->dialect->missing, 0);
    if (self->dialect->missing_code != 0)
        self->world.answer_code = self->dialect->missing_code;
}

static bool is_stop_told(const play *self, play_op op)
{
    const play_dialect *dialect = self->dialect;
    const play_truth *truth = &self->truth;
    if (truth->placed == 0 || !is_visible(self, truth->stop_ns))
        return false;
    if (op == PLAY_OPEN_STOPS || (op == PLAY_STOP && dialect->is_done_apart))
        return truth->stop == PLAY_WAITS;
    if (op == PLAY_STOP_DONE) /* for a moment it is in neither list */
        return truth->stop != PLAY_WAITS && is_visible(self, truth->ended_ns);
    return truth->stop == PLAY_WAITS || !dialect->hides_gone;
}

static void answer_stop(play *self, const tr_http_request *request, play_op op)
{
    const play_dialect *dialect = self->dialect;
    char id[64];
    bool is_list = op == PLAY_OPEN_STOPS || op == PLAY_ALL_STOPS || op == PLAY_STOP_DONE ||
                   dialect->is_done_apart;
    bool is_ours = is_list ||
                   (param(request, dialect->client_id, id, sizeof id) &&
                    strcmp(id, client_id_of(self)) == 0) ||
                   (param(request, dialect->stop_id, id, sizeof id) && strcmp(id, STOP_ID) == 0) ||
                   strstr(request->url, STOP_ID) != NULL;
    bool is_there = is_ours && is_stop_told(self, op);
    if (!is_there && !is_list && !dialect->is_missing_listed)
        put_missing(self);
    else if (!is_list && dialect->one_head != NULL && is_there)
        put_row(self, dialect->one_head, dialect->stop, dialect->one_tail, true);
    else
        put_row(self, dialect->stop_head, dialect->stop, dialect->stop_tail, is_there);
}

static bool has_order(const play *self)
{
    return self->truth.placed > 0 && self->truth.stop == PLAY_WENT_OFF &&
           is_visible(self, self->truth.order_ns);
}

static void answer_order(play *self, const tr_http_request *request)
{
    const play_dialect *dialect = self->dialect;
    char id[64];
    bool is_named =
        (param(request, dialect->order_id, id, sizeof id) && strcmp(id, ORDER_ID) == 0) ||
        strstr(request->url, ORDER_ID) != NULL;
    bool is_ours = dialect->is_found_by_our_id && strstr(request->url, client_id_of(self)) != NULL;
    bool is_there = (is_named || is_ours) && has_order(self);
    if (is_there || dialect->is_missing_listed)
        put_row(self, dialect->order_head, dialect->order, dialect->order_tail, is_there);
    else
        put_missing(self);
}

static void answer_fills(play *self, const tr_http_request *request)
{
    const play_dialect *dialect = self->dialect;
    char id[64];
    bool is_asked = !param(request, dialect->order_id, id, sizeof id) || strcmp(id, ORDER_ID) == 0;
    put(self, dialect->fill_head, 0);
    for (int i = 0; i < self->truth.fills && is_asked; i++) {
        put(self, i == 0 ? "" : ",", 0);
        put(self, dialect->fill, i);
    }
    put(self, dialect->fill_tail, 0);
}

/* ---- what happens ---------------------------------------------------------------------------- */

void play_fire(play *self)
{
    play_truth *truth = &self->truth;
    if (truth->placed == 0 || truth->stop != PLAY_WAITS)
        return;
    truth->stop = PLAY_WENT_OFF;
    truth->order_ns = truth->ended_ns = self->world.now_ns;
    truth->fills = self->order_fills;
    truth->order = self->order_fills == 2 ? PLAY_FILLED
                   : self->ends_order     ? PLAY_ENDED
                                          : PLAY_OPEN_ORDER;
}

static void place(play *self, const tr_http_request *request)
{
    char text[64];
    assert_true(param(request, self->dialect->client_id, text, sizeof text));
    assert_string_equal(text, client_id_of(self));
    assert_true(param(request, self->dialect->stop_price, text, sizeof text));
    assert_string_equal(text, "100");
    if (self->truth.placed++ == 0) {
        self->truth.stop_ns = self->world.now_ns;
        self->truth.stop = PLAY_WAITS;
    }
}

static void late_arrives(play *self)
{
    if (self->late_ns == 0 || self->world.now_ns < self->late_ns)
        return;
    self->late_ns = 0;
    self->truth.placed++;
    self->truth.stop_ns = self->world.now_ns;
}

static void answer_cancel(play *self, play_op op)
{
    play_truth *truth = &self->truth;
    const play_dialect *dialect = self->dialect;
    if (self->fires_on_cancel && op == PLAY_CANCEL)
        play_fire(self);
    bool is_open = truth->placed > 0 && (op == PLAY_CANCEL ? truth->stop == PLAY_WAITS
                                                           : truth->stop == PLAY_WENT_OFF &&
                                                                 truth->order == PLAY_OPEN_ORDER);
    put(self, is_open ? dialect->cancelled : dialect->gone, 0);
    if (!is_open && dialect->refused_code != 0)
        self->world.answer_code = dialect->refused_code;
    if (is_open && op == PLAY_CANCEL) {
        truth->stop = PLAY_CANCELLED;
        truth->ended_ns = self->world.now_ns;
    }
    if (is_open && op == PLAY_CANCEL_ORDER)
        truth->order = PLAY_ENDED;
}

static void answer_op(play *self, const tr_http_request *request, play_op op)
{
    const play_dialect *dialect = self->dialect;
    const char *head = dialect->open_head == NULL ? dialect->order_head : dialect->open_head;
    const char *tail = dialect->open_tail == NULL ? dialect->order_tail : dialect->open_tail;
    switch (op) {
    case PLAY_TIME:
        put(self, dialect->time, 0);
        return;
    case PLAY_PLACE:
        place(self, request);
        put(self, dialect->placed, 0);
        return;
    case PLAY_CANCEL:
    case PLAY_CANCEL_ORDER:
        answer_cancel(self, op);
        return;
    case PLAY_STOP:
    case PLAY_STOP_DONE:
    case PLAY_ALL_STOPS:
    case PLAY_OPEN_STOPS:
        answer_stop(self, request, op);
        return;
    case PLAY_ORDER:
        answer_order(self, request);
        return;
    case PLAY_OPEN:
        if (self->fires_on_open)
            play_fire(self);
        put_row(self, head, dialect->order, tail,
                has_order(self) && self->truth.order == PLAY_OPEN_ORDER);
        return;
    case PLAY_FILLS:
        answer_fills(self, request);
        return;
    default:
        put(self, "{}", 0);
        return;
    }
}

static size_t size_of(const tr_http_request *request)
{
    return strlen(request->method) + strlen(request->url) + request->body_size;
}

static const char *answer(world *at, const tr_http_request *request)
{
    play *self = (play *)(void *)at; /* its first member */
    play_op op = op_of(self, request);
    self->asked[op]++;
    late_arrives(self);
    self->body[0] = '\0';
    at->answer_code = 200;
    play_fault_kind fault = op == self->on && self->times > 0 ? self->fault : PLAY_FAULT_NONE;
    self->times -= fault != PLAY_FAULT_NONE;
    bool is_lost = (fault == PLAY_FAULT_CUT_REQUEST && self->at < size_of(request)) ||
                   fault == PLAY_FAULT_STATUS || fault == PLAY_FAULT_LATE;
    if (fault == PLAY_FAULT_LATE && op == PLAY_PLACE)
        self->late_ns = at->now_ns + (int64_t)self->at * TR_NS_PER_MS;
    if (!is_lost)
        answer_op(self, request, op);
    if (fault == PLAY_FAULT_CUT_REQUEST || fault == PLAY_FAULT_LATE ||
        (fault == PLAY_FAULT_CUT_ANSWER && self->at < strlen(self->body)))
        at->answer_code = 0;
    if (fault == PLAY_FAULT_STUMP && self->at < strlen(self->body))
        self->body[self->at] = '\0';
    if (fault == PLAY_FAULT_STATUS || fault == PLAY_FAULT_STATUS_DONE) {
        at->answer_code = (int)self->at;
        (void)snprintf(self->body, sizeof self->body, "<html>sorry</html>");
    }
    return self->body;
}

/* ---- opening and closing --------------------------------------------------------------------- */

static tr_instrument instrument_of(const play_dialect *dialect)
{
    tr_instrument made = {
        .kind = dialect->kind, .base = "BTC", .quote = "USDT", .settle = "USDT"
    };
    (void)snprintf(made.symbol, sizeof made.symbol, "%s",
                   dialect->kind == TR_KIND_SPOT ? "BTC/USDT" : "BTC/USDT:USDT");
    (void)snprintf(made.exchange, sizeof made.exchange, "%s", dialect->exchange);
    (void)snprintf(made.exchange_symbol, sizeof made.exchange_symbol, "%s", dialect->symbol_id);
    made.multiplier = made.tick = made.lot = tr_decimal_from_int(1);
    return made;
}

void play_open(play *self, const play_dialect *dialect)
{
    memset(self, 0, sizeof *self);
    self->dialect = dialect;
    self->order_fills = 2;
    tr_instrument instrument = instrument_of(dialect);
    world_open_played(&self->world, &instrument, answer);
    tr_exchange_order *order = &self->world.order;
    order->side = TR_SIDE_SELL;
    order->type = TR_ORDER_STOP;
    order->is_reduce_only = true;
    order->quantity.value = tr_decimal_from_int(2);
    order->stop_price.value = tr_decimal_from_int(100);
}

void play_restart(play *self)
{
    tr_instrument instrument = instrument_of(self->dialect);
    world_client_close(&self->world);
    world_client_open_again(&self->world, &instrument);
}

void play_close(play *self)
{
    world_close(&self->world);
}

void play_run(play *self, int64_t seconds)
{
    world *at = &self->world;
    int64_t until_ns = at->now_ns + seconds * TR_NS_PER_SECOND;
    if (self->late_ns != 0 && self->late_ns <= until_ns) {
        world_run(at, self->late_ns);
        late_arrives(self);
    }
    world_run(at, until_ns);
    late_arrives(self);
}

/* ---- the comparison -------------------------------------------------------------------------- */

void play_compare(play *self)
{
    const world_record *told = &self->world.told;
    const play_truth *truth = &self->truth;
    const char *fault = self->world.fault;
    if (truth->placed > 1)
        fail_msg("%s: %u stops", fault, truth->placed);
    if (!told->is_accepted && !told->is_final)
        fail_msg("%s: nothing is known of the order, %u at the exchange", fault, truth->placed);
    if (truth->placed == 0) {
        if (!told->is_rejected || told->fill_count > 0)
            fail_msg("%s: the exchange never had it, and we say otherwise", fault);
        return;
    }
    bool is_open = truth->stop == PLAY_WAITS ||
                   (truth->stop == PLAY_WENT_OFF && truth->order == PLAY_OPEN_ORDER);
    bool is_filled = truth->stop == PLAY_WENT_OFF && truth->order == PLAY_FILLED;
    if (told->is_rejected)
        fail_msg("%s: called rejected, and the exchange has it", fault);
    if (tr_decimal_compare(told->filled, tr_decimal_from_int(truth->fills)) != 0)
        fail_msg("%s: %zu fills, the exchange has %d", fault, told->fill_count, truth->fills);
    if (told->is_final == is_open || told->is_done != is_filled)
        fail_msg("%s: stop %d order %d at the exchange, done %d cancelled %d here", fault,
                 (int)truth->stop, (int)truth->order, told->is_done, told->is_cancelled);
}
