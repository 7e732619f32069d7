/* live.c: the engine's port over an exchange client: placing, cancelling, and the books of what is open. */
#include "exchange/live.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"

#define CANCELS_MAX   5
#define CANCEL_GAP_NS TR_NS_PER_SECOND

int64_t tr__live_now_ns(const tr_exchange_live *live)
{
    const tr_clock *clock = live->options.loop->clock;
    return clock->monotonic_ns(clock->user);
}

/* ---- orders ---------------------------------------------------------------------------------- */

tr__live_order *tr__live_find(const tr_exchange_live *live, const char *client_id)
{
    for (tr__live_order *order = live->first; order != NULL; order = order->after)
        if (!order->is_dropped && strcmp(order->terms.client_id, client_id) == 0)
            return order;
    return NULL;
}

static void release(tr__live_order *order)
{
    tr_exchange_live *live = order->live;
    if (order->before != NULL)
        order->before->after = order->after;
    else
        live->first = order->after;
    if (order->after != NULL)
        order->after->before = order->before;
    live->order_count--;
    free(order->fills);
    free(order);
}

void tr__live_drop(tr__live_order *order)
{
    order->is_dropped = true;
    order->look_ns = INT64_MAX;
    if (!order->is_sending && !order->is_asking)
        release(order);
}

static const tr_instrument *instrument_find(const tr_exchange_live *live, const char *symbol)
{
    for (size_t i = 0; i < live->options.instrument_count; i++)
        if (strcmp(live->instruments[i].symbol, symbol) == 0)
            return &live->instruments[i];
    return NULL;
}

static tr_status order_new(tr_exchange_live *live, const tr_exchange_order *terms,
                           tr__live_order **out, tr_error *err)
{
    const tr_instrument *instrument = instrument_find(live, terms->symbol);
    tr_id id;
    if (instrument == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s: \"%s\" is not traded here", live->traits.name,
                        terms->symbol);
    if (tr_id_parse(terms->client_id, strnlen(terms->client_id, TR_LABEL_SIZE), &id) != TR_OK)
        return tr__fail(err, TR_E_INVALID, 0, "%s: the client id is not one of ours",
                        live->traits.name);
    if (live->order_count >= live->options.orders_max)
        return tr__fail(err, TR_E_FULL, 0, "%s: %zu orders are open", live->traits.name,
                        live->order_count);
    tr__live_order *order = calloc(1, sizeof *order);
    if (order == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for an order");
    order->live = live;
    order->terms = *terms;
    order->id = id;
    order->instrument = instrument;
    order->is_apart =
        live->holds_apart && (terms->type == TR_ORDER_STOP || terms->type == TR_ORDER_STOP_LIMIT);
    order->look_ns = INT64_MAX;
    order->sent_ns = tr__live_now_ns(live); /* at the latest */
    order->after = live->first;
    if (live->first != NULL)
        live->first->before = order;
    live->first = order;
    live->order_count++;
    *out = order;
    return TR_OK;
}

/* What a list told of an order that nobody here has a record of. */
static bool stray_recall(const tr_exchange_live *live, const char *account, const char *client_id,
                         tr_exchange_order *out, char exchange_order_id_out[TR_LABEL_SIZE])
{
    const tr_exchange_item *stray = tr__live_stray_find(live, client_id);
    if (stray == NULL)
        return false;
    *out = (tr_exchange_order){ .side = stray->side,
                                .type = TR_ORDER_LIMIT,
                                .quantity = stray->quantity,
                                .limit_price = stray->price,
                                .stop_price = stray->stop_price };
    if (!tr_decimal_is_zero(stray->stop_price.value))
        out->type = tr_decimal_is_zero(stray->price.value) ? TR_ORDER_STOP : TR_ORDER_STOP_LIMIT;
    memcpy(out->account, account, strlen(account) + 1);
    memcpy(out->client_id, client_id, strlen(client_id) + 1);
    memcpy(out->symbol, stray->symbol, sizeof out->symbol);
    memcpy(exchange_order_id_out, stray->exchange_order_id, TR_LABEL_SIZE);
    return true;
}

tr_status tr__live_recall(tr_exchange_live *live, const char *account, const char *client_id,
                          tr__live_order **out, tr_error *err)
{
    tr_exchange_order terms = { .account = "" };
    char exchange_order_id[TR_LABEL_SIZE] = "";
    *out = tr__live_find(live, client_id);
    if (*out != NULL)
        return TR_OK;
    if (strnlen(account, TR_NAME_SIZE) == TR_NAME_SIZE ||
        strnlen(client_id, TR_LABEL_SIZE) == TR_LABEL_SIZE)
        return tr__fail(err, TR_E_INVALID, 0, "%s: an account or client id is too long",
                        live->traits.name);
    bool is_recalled =
        live->options.recall != NULL && live->options.recall(live->options.recall_user, account,
                                                             client_id, &terms, exchange_order_id);
    if (!is_recalled && !stray_recall(live, account, client_id, &terms, exchange_order_id))
        return tr__fail(err, TR_E_NOT_FOUND, 0, "%s: nothing is known of order %s",
                        live->traits.name, client_id);
    tr_status status = order_new(live, &terms, out, err);
    if (status == TR_OK) {
        /* Of a stop apart it may be the id of what it became: it is looked up by ours. */
        if (!(*out)->is_apart)
            tr__live_take_exchange_id(*out, exchange_order_id);
        (*out)->is_unknown = exchange_order_id[0] == '\0';
        (*out)->is_accepted = !(*out)->is_unknown;
    }
    return status;
}

/* ---- time ------------------------------------------------------------------------------------ */

static void wake(tr_exchange_live *live)
{
    if (live->is_closing)
        return;
    int64_t due_ns = INT64_MAX;
    for (const tr__live_order *order = live->first; order != NULL; order = order->after)
        if (!order->is_asking && !order->is_sending && order->look_ns < due_ns)
            due_ns = order->look_ns;
    /* No memory for a timer: the next request or answer sets it. */
    (void)live->options.loop->set_timer(live->options.loop->user, live, due_ns, tr__live_due);
}

void tr__live_plan(tr__live_order *order, int64_t at_ns)
{
    if (at_ns < order->look_ns)
        order->look_ns = at_ns;
    wake(order->live);
}

/* ---- reports --------------------------------------------------------------------------------- */

void tr__live_report(tr__live_order *order, tr_report_kind kind, const char *reason)
{
    tr_exchange_live *live = order->live;
    const tr_clock *clock = live->options.loop->clock;
    tr_exchange_report report = { .kind = kind, .at_ns = clock->now_ns(clock->user) };
    memcpy(report.account, order->terms.account, sizeof report.account);
    memcpy(report.client_id, order->terms.client_id, sizeof report.client_id);
    memcpy(report.exchange_order_id, order->exchange_order_id, sizeof report.exchange_order_id);
    if (kind == TR_REPORT_NOT_FOUND && tr__live_is_proof(order))
        report.asked_ns = order->asked_ns; /* else 0: nothing follows from it */
    size_t length = strnlen(reason, sizeof report.reason - 1);
    memcpy(report.reason, reason, length);
    live->options.sink(live->options.sink_user, &report);
}

void tr__live_take_exchange_id(tr__live_order *order, const char *exchange_order_id)
{
    memcpy(order->exchange_order_id, exchange_order_id, sizeof order->exchange_order_id);
    tr__live_name_keep(order->live, exchange_order_id, order->terms.client_id);
}

/* ---- placing --------------------------------------------------------------------------------- */

bool tr__live_takes(const tr_exchange_live *live, tr_call call, unsigned int part)
{
    const tr__endpoint *endpoint = tr__adapter_endpoint(live->adapter, live->options.kind, call);
    return endpoint != NULL && (endpoint->takes & part) != 0;
}

tr_exchange_question tr__live_question(const tr__live_order *order, tr_call call)
{
    const tr_exchange_live *live = order->live;
    const char *exchange_order_id = tr__live_id_for(order, call);
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    call = tr__live_call(order, call);
    question.call = call;
    question.kind = live->options.kind;
    if (tr__live_takes(live, call, TR__TAKES_INSTRUMENT))
        question.instrument = order->instrument;
    if (tr__live_takes(live, call, TR__TAKES_CLIENT_ID))
        question.order_id = order->id;
    if (tr__live_takes(live, call, TR__TAKES_EXCHANGE_ID) && exchange_order_id[0] != '\0')
        question.exchange_order_id = exchange_order_id;
    /* What a stop became is the exchange's order: our id may name nothing there. */
    if (order->became_order_id[0] != '\0' && question.exchange_order_id != NULL)
        question.order_id = (tr_id){ { 0 } };
    return question;
}

static tr_status on_place_record(void *user, const tr_exchange_record *record)
{
    tr__live_order *order = user;
    if (record->kind == TR_RECORD_ORDER) {
        order->found = record->as.order;
        order->has_found = true;
    }
    return TR_OK;
}

static void take_id(tr__live_order *order)
{
    if (order->has_found && order->found.exchange_order_id[0] != '\0')
        tr__live_take_exchange_id(order, order->found.exchange_order_id);
}

static void take_placed(tr__live_order *order)
{
    take_id(order);
    order->is_unknown = false;
    order->is_accepted = true;
    tr__live_report(order, TR_REPORT_ACCEPTED, "");
    /* An acknowledgement tells no state, and most answers no fills: look at once. */
    tr__live_plan(order, tr__live_now_ns(order->live));
}

static void take_unknown(tr__live_order *order, const char *reason)
{
    order->is_unknown = true;
    order->is_absent = false;
    order->missed_ns = 0; /* looks before this sending prove nothing about it */
    tr__live_report(order, TR_REPORT_UNKNOWN, reason);
    tr__live_plan(order, order->sent_ns + tr__live_visibility_ns(order));
}

static void on_placed(void *user, const tr_exchange_result *result)
{
    tr__live_order *order = user;
    tr_exchange_live *live = order->live;
    live->calls--;
    order->is_sending = false;
    if (order->is_dropped || live->is_closing) {
        if (order->is_dropped)
            release(order);
        return; /* whoever opens it next looks it up */
    }
    if (result->sent_ns > 0)
        order->sent_ns = result->sent_ns;
    /* There is an order with this id: ours, of an attempt that seemed to fail. */
    bool is_there = result->failure.fault == TR_FAULT_DUPLICATE_ID;
    if (result->status == TR_OK) {
        take_placed(order);
    } else if (result->status == TR_E_UNKNOWN_OUTCOME || is_there ||
               (order->is_unknown && !order->is_absent)) {
        take_unknown(order, result->error.message);
    } else {
        tr__live_report(order, TR_REPORT_REJECTED, result->error.message);
        tr__live_drop(order);
    }
}

/* What a spot order cannot say and need not: a sale there never opens anything. */
static tr_status terms_of(const tr_exchange_live *live, const tr_exchange_order *asked,
                          tr_order_terms *out, tr_error *err)
{
    bool is_spot = live->options.kind == TR_KIND_SPOT;
    if (is_spot && asked->is_reduce_only && asked->side == TR_SIDE_BUY)
        return tr__fail(err, TR_E_REFUSED, 0,
                        "a reduce-only buy has no short position to reduce: this is a spot market");
    *out = (tr_order_terms){ .side = asked->side,
                             .type = asked->type,
                             .tif = asked->tif,
                             .is_reduce_only = asked->is_reduce_only && !is_spot,
                             .quantity = asked->quantity,
                             .limit_price = asked->limit_price,
                             .stop_price = asked->stop_price };
    return TR_OK;
}

static tr_status on_place(void *user, const tr_exchange_order *asked, tr_error *err)
{
    tr_exchange_live *live = user;
    tr_order_terms terms;
    if (asked == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no order");
    if (live->is_closing)
        return tr__fail(err, TR_E_CLOSED, 0, "%s: shutting down", live->traits.name);
    tr__live_order *order = tr__live_find(live, asked->client_id);
    if (order != NULL && (order->is_sending || order->is_accepted)) {
        tr__live_plan(order, tr__live_now_ns(live)); /* asked twice, sent once */
        return TR_OK;
    }
    if (order != NULL && !tr__live_is_repeatable(order))
        return tr__fail(
            err, TR_E_UNKNOWN_OUTCOME, 0,
            "%s: its outcome is not known, and sending it again could make a second order",
            live->traits.name);
    bool is_again = order != NULL;
    tr_status status = terms_of(live, asked, &terms, err);
    if (status == TR_OK && !is_again)
        status = order_new(live, asked, &order, err);
    if (status != TR_OK)
        return status;
    tr_exchange_question question = tr__live_question(order, TR_CALL_PLACE);
    question.exchange_order_id = NULL;
    question.terms = &terms;
    status = tr_exchange_client_ask(live->options.client, &question,
                                    asked->is_reduce_only ? TR_URGENCY_EXIT : TR_URGENCY_ENTRY,
                                    asked->account, on_place_record, on_placed, order, err);
    if (status == TR_OK) {
        order->is_sending = true;
        order->has_found = false;
        order->look_ns = INT64_MAX;
        live->calls++;
    } else if (!is_again) {
        tr__live_drop(order);
    }
    return status;
}

/* ---- cancelling ------------------------------------------------------------------------------ */

static void on_cancelled(void *user, const tr_exchange_result *result)
{
    tr__live_order *order = user;
    tr_exchange_live *live = order->live;
    live->calls--;
    order->is_asking = false;
    if (order->is_dropped || live->is_closing) {
        if (order->is_dropped)
            release(order);
        return;
    }
    /* What the exchange says of the order decides, not what it says of the cancel. */
    int64_t now_ns = tr__live_now_ns(live), wait_ns = 0;
    bool is_done = result->status == TR_OK, is_open = true;
    if (result->status == TR_E_UNKNOWN_OUTCOME)
        wait_ns = tr__live_visibility_ns(order);
    else if (!is_done)
        is_open = order->cancels < CANCELS_MAX && result->failure.fault == TR_FAULT_NONE;
    order->cancel_failed = !is_done && !is_open;
    if (order->cancel_failed)
        order->wants_cancel = false;
    size_t length = strnlen(result->error.message, sizeof order->reason - 1);
    memcpy(order->reason, is_done ? "" : result->error.message, is_done ? 0 : length);
    order->reason[is_done ? 0 : length] = '\0';
    tr__live_plan(order, now_ns + wait_ns);
}

static tr_status cancel_send(tr__live_order *order, tr_error *err)
{
    tr_exchange_live *live = order->live;
    tr_exchange_question question = tr__live_question(order, TR_CALL_CANCEL);
    tr_status status = tr_exchange_client_ask(live->options.client, &question, TR_URGENCY_EXIT,
                                              order->terms.account, NULL, on_cancelled, order, err);
    if (status == TR_OK) {
        order->is_asking = true;
        order->cancels++;
        live->calls++;
    }
    return status;
}

/* Some exchanges cancel by their own id alone: it must be looked up first. */
static bool can_cancel_now(const tr__live_order *order)
{
    bool is_lost = order->has_gone_off && order->became_order_id[0] == '\0';
    return !order->is_sending && !order->is_asking && !order->is_unknown && !is_lost &&
           (tr__live_id_for(order, TR_CALL_CANCEL)[0] != '\0' ||
            tr__live_takes(order->live, tr__live_call(order, TR_CALL_CANCEL), TR__TAKES_CLIENT_ID));
}

static tr_status on_cancel(void *user, const char *account, const char *client_id, tr_error *err)
{
    tr_exchange_live *live = user;
    tr__live_order *order = NULL;
    if (account == NULL || client_id == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no order");
    tr_status status = tr__live_recall(live, account, client_id, &order, err);
    if (status != TR_OK)
        return status;
    order->wants_cancel = true;
    order->cancels = 0;
    order->cancel_failed = false;
    if (can_cancel_now(order))
        return cancel_send(order, err);
    if (!order->is_sending && !order->is_unknown)
        tr__live_plan(order, tr__live_now_ns(live));
    else if (!order->is_sending && order->look_ns == INT64_MAX)
        tr__live_plan(order, tr__live_now_ns(live));
    return TR_OK;
}

/* ---- querying -------------------------------------------------------------------------------- */

static tr_status on_query(void *user, const char *account, const char *client_id, tr_error *err)
{
    tr_exchange_live *live = user;
    tr__live_order *order = NULL;
    if (account == NULL || client_id == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no order");
    tr_status status = tr__live_recall(live, account, client_id, &order, err);
    if (status != TR_OK)
        return status;
    order->wants_answer = true;
    /* An outcome that is not known is looked up when the exchange can show it, as planned. */
    if (!order->is_sending && (!order->is_unknown || order->look_ns == INT64_MAX))
        tr__live_plan(order, tr__live_now_ns(live));
    return TR_OK;
}

/* ---- the timer ------------------------------------------------------------------------------- */

static void move(tr__live_order *order)
{
    order->look_ns = INT64_MAX;
    bool is_cancelling = order->wants_cancel && order->cancels < CANCELS_MAX;
    if (is_cancelling && order->cancels == 0 && can_cancel_now(order) &&
        cancel_send(order, NULL) == TR_OK)
        return;
    if (!tr__live_amend_move(order))
        tr__live_look(order);
}

void tr__live_due(void *key)
{
    tr_exchange_live *live = key;
    int64_t now_ns = tr__live_now_ns(live);
    tr__live_order *order = live->first;
    while (order != NULL) {
        tr__live_order *after = order->after;
        if (!order->is_asking && !order->is_sending && !order->is_dropped &&
            order->look_ns <= now_ns)
            move(order);
        order = after;
    }
    wake(live);
}

/* ---- life ------------------------------------------------------------------------------------ */

static void traits_write(tr_exchange_live *live, const tr_exchange_product *product)
{
    live->traits = (tr_exchange_traits){
        .name = live->adapter->info.name,
        .has_market_orders = (product->order_features & TR_ORDER_FEATURE_MARKET) != 0,
        .has_limit_orders = (product->order_features & TR_ORDER_FEATURE_LIMIT) != 0,
        .ids_unique_for_ever =
            product->ids.scope == TR_ID_SCOPE_EVER && product->ids.resend == TR_RESEND_SAME_ID,
        .has_amend = product->amending != TR_IN_PLACE_NONE,
        .amends_stops = product->amends_stops,
        .has_dead_man = product->dead_man_max_s > 0,
        .holds_stops = (product->held_stops & TR_ORDER_FEATURE_STOP) != 0,
        .holds_stop_limits = (product->held_stops & TR_ORDER_FEATURE_STOP_LIMIT) != 0,
        .validity_ns = (int64_t)product->ids.validity_ms * TR_NS_PER_MS,
        .visibility_ns = (int64_t)product->ids.visibility_ms * TR_NS_PER_MS,
    };
}

tr_status tr_exchange_live_new(const tr_exchange_live_options *options, tr_exchange_live **out,
                               tr_error *err)
{
    if (options == NULL || out == NULL || options->struct_size != sizeof *options ||
        options->client == NULL || options->loop == NULL || options->sink == NULL ||
        (options->instruments == NULL && options->instrument_count > 0) || options->look_ms == 0)
        return tr__fail(err, TR_E_INVALID, 0, "live exchange: its options are not complete");
    const tr__adapter *adapter = tr__adapter_find(options->exchange);
    if (adapter == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no such exchange");
    const tr_exchange_product *product = tr__adapter_product(adapter, options->kind);
    tr_exchange_live *live = product == NULL ? NULL : calloc(1, sizeof *live);
    tr_instrument *instruments =
        live == NULL ? NULL : calloc(options->instrument_count + 1, sizeof *instruments);
    if (product == NULL)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s: this kind of instrument is not offered",
                        adapter->info.name);
    if (instruments == NULL) {
        free(live);
        return tr__fail(err, TR_E_NO_MEMORY, 0, "live exchange: no memory");
    }
    if (options->instrument_count > 0)
        memcpy(instruments, options->instruments, options->instrument_count * sizeof *instruments);
    live->options = *options;
    live->instruments = instruments;
    live->options.instruments = instruments;
    live->adapter = adapter;
    live->rules = &product->ids;
    live->holds_apart = tr__adapter_endpoint(adapter, options->kind, TR_CALL_PLACE_STOP) != NULL;
    traits_write(live, product);
    live->port = (tr_exchange){ .traits = &live->traits,
                                .place = on_place,
                                .cancel = on_cancel,
                                .query = on_query,
                                .user = live,
                                .list = tr__live_list,
                                .dead_man = tr__live_dead_man,
                                .amend = tr__live_amend };
    *out = live;
    return TR_OK;
}

void tr_exchange_live_stop(tr_exchange_live *live)
{
    if (live == NULL || live->is_closing)
        return; /* once stopped, the loop may be gone */
    live->is_closing = true;
    (void)live->options.loop->set_timer(live->options.loop->user, live, INT64_MAX,
                                        tr__live_due); /* removing needs no memory */
}

void tr_exchange_live_free(tr_exchange_live *live)
{
    if (live == NULL)
        return;
    assert(live->calls == 0); /* their answers would find nobody */
    tr_exchange_live_stop(live);
    while (live->first != NULL)
        release(live->first);
    free(live->names);
    free(live->strays);
    free(live->instruments);
    free(live);
}

const tr_exchange *tr_exchange_live_port(const tr_exchange_live *live)
{
    return live == NULL ? NULL : &live->port;
}

size_t tr_exchange_live_unsettled(const tr_exchange_live *live)
{
    size_t count = live == NULL ? 0 : live->calls;
    for (const tr__live_order *order = live == NULL ? NULL : live->first; order != NULL;
         order = order->after)
        count += order->is_unknown && !order->is_dropped;
    return count;
}
