/*
 * live_look.c: what became of an order: its state and its fills, asked until they agree, and what not finding it proves.
 */
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "exchange/live.h"

#define FILLS_AGAIN_NS (TR_NS_PER_SECOND / 2)
#define FAILED_MIN_NS  TR_NS_PER_SECOND
#define LOOK_MAX_NS    (30 * TR_NS_PER_SECOND)
#define LOOKS_QUICK    10u /* then the pauses grow */
#define FILLS_MARGIN_NS                                                                            \
    (5 * TR_NS_PER_SECOND) /* their clock and ours, and orders that fill while they are placed */
#define CANCEL_AGAIN_NS TR_NS_PER_SECOND
#define FILL_PAGES_MAX  500u
#define PAGES_MAX       1000u /* of a list in which an order is looked for */

static void warn(const tr__live_order *order, const char *message, const char *reason)
{
    const tr_exchange_live *live = order->live;
    const tr_clock *clock = live->options.loop->clock;
    tr_log_field fields[] = { tr_log_text("exchange", live->traits.name),
                              tr_log_text("client_id", order->terms.client_id),
                              tr_log_text("reason", reason) };
    tr_log_write(live->options.log, TR_LOG_WARNING, clock->now_ns(clock->user), message, fields, 3);
}

static int64_t pause_ns(const tr__live_order *order)
{
    int64_t ns = (int64_t)order->live->options.look_ms * TR_NS_PER_MS;
    for (unsigned int i = LOOKS_QUICK; i < order->looks && ns < LOOK_MAX_NS; i += LOOKS_QUICK)
        ns *= 2;
    return ns < LOOK_MAX_NS ? ns : LOOK_MAX_NS;
}

static void look_later(tr__live_order *order, int64_t wait_ns)
{
    tr__live_plan(order, tr__live_now_ns(order->live) + wait_ns);
}

bool tr__live_is_wanted(tr__live_order *order)
{
    order->live->calls--;
    order->is_asking = false;
    if (order->is_dropped)
        tr__live_drop(order); /* now it can be released */
    else if (!order->live->is_closing)
        return true;
    return false;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void end(tr__live_order *order, tr_report_kind kind, const char *reason)
{
    tr__live_amend_ended(order);
    tr__live_report(order, kind, reason);
    if (order->wants_cancel || order->cancel_failed)
        tr__live_report(order, TR_REPORT_CANCEL_REFUSED, "it had ended already");
    tr__live_drop(order);
}

static void take_open(tr__live_order *order)
{
    if (!order->is_accepted || order->wants_answer)
        tr__live_report(order, TR_REPORT_ACCEPTED, "");
    order->is_accepted = true;
    order->wants_answer = false;
    if (order->cancel_failed)
        tr__live_report(order, TR_REPORT_CANCEL_REFUSED, order->reason);
    order->cancel_failed = false;
    if (order->wants_cancel && order->cancels > 0) {
        order->cancels = 0; /* the exchange took the cancel, or lost it: it is asked again */
        look_later(order, CANCEL_AGAIN_NS);
    } else if (order->wants_amend && !order->wants_cancel) {
        tr__live_amend_open(order);
    } else {
        look_later(order, order->wants_cancel ? 0 : pause_ns(order));
    }
}

/* State and fills agree. */
static void finish(tr__live_order *order)
{
    switch (order->found.state) {
    case TR_STATE_FILLED:
        end(order, TR_REPORT_DONE, "");
        return;
    case TR_STATE_CANCELLED:
        order->wants_cancel = order->cancel_failed = false; /* done, as was asked */
        end(order, TR_REPORT_CANCELLED, "");
        return;
    case TR_STATE_EXPIRED:
        end(order, TR_REPORT_CANCELLED, "expired at the exchange");
        return;
    case TR_STATE_FAILED:
    case TR_STATE_REFUSED:
        if (tr_decimal_is_zero(order->told.value))
            end(order, TR_REPORT_REJECTED, order->found.word);
        else
            end(order, TR_REPORT_CANCELLED, order->found.word);
        return;
    case TR_STATE_CANCELLING:
        look_later(order, FILLS_AGAIN_NS);
        return;
    case TR_STATE_UNKNOWN:
        warn(order, "the exchange names a state of an order that is not known", order->found.word);
        look_later(order, pause_ns(order));
        return;
    default:
        take_open(order);
        return;
    }
}

/* ---- fills ----------------------------------------------------------------------------------- */

static void report_fill(tr__live_order *order, const tr_execution *fill)
{
    const tr_exchange_live *live = order->live;
    const tr_clock *clock = live->options.loop->clock;
    tr_exchange_report report = { .kind = TR_REPORT_FILL,
                                  .at_ns =
                                      fill->at_ns > 0 ? fill->at_ns : clock->now_ns(clock->user),
                                  .price = fill->price,
                                  .quantity = fill->quantity,
                                  .is_maker = fill->liquidity == TR_LIQUIDITY_MAKER };
    if (fill->has_fee) {
        report.fee = fill->fee;
        memcpy(report.fee_asset, fill->fee_asset, sizeof report.fee_asset);
    }
    memcpy(report.account, order->terms.account, sizeof report.account);
    memcpy(report.client_id, order->terms.client_id, sizeof report.client_id);
    memcpy(report.exchange_order_id, order->exchange_order_id, sizeof report.exchange_order_id);
    memcpy(report.exchange_fill_id, fill->exchange_fill_id, sizeof report.exchange_fill_id);
    live->options.sink(live->options.sink_user, &report);
}

static bool has_fill(const tr__live_order *order, const char *id)
{
    for (size_t i = 0; i < order->fill_count && id[0] != '\0'; i++)
        if (strcmp(order->fills[i].exchange_fill_id, id) == 0)
            return true;
    return false;
}

static tr_status on_fill_record(void *user, const tr_exchange_record *record)
{
    tr__live_order *order = user;
    if (record->kind == TR_RECORD_PAGE) {
        memcpy(order->cursor, record->as.page.cursor, sizeof order->cursor);
        order->has_more = true;
    }
    order->page_fills += record->kind == TR_RECORD_FILL;
    if (record->kind != TR_RECORD_FILL ||
        strcmp(record->as.fill.exchange_order_id, tr__live_dealt_id(order)) != 0)
        return TR_OK; /* of another order */
    if (has_fill(order, record->as.fill.exchange_fill_id))
        return TR_OK; /* a new fill moves the pages: the last of one is the first of the next */
    tr_execution *longer = realloc(order->fills, (order->fill_count + 1) * sizeof *order->fills);
    if (longer == NULL)
        return TR_E_NO_MEMORY;
    order->fills = longer;
    order->fills[order->fill_count++] = record->as.fill;
    return TR_OK;
}

static void fills_clear(tr__live_order *order)
{
    free(order->fills);
    order->fills = NULL;
    order->fill_count = 0;
    order->cursor[0] = '\0';
    order->has_more = false;
    order->pages = 0;
    order->span_ns = 0;
}

/* What the exchange says has filled. */
static tr_quantity filled_of(const tr__live_order *order)
{
    if (order->found.has_filled)
        return order->found.filled;
    return order->found.state == TR_STATE_FILLED ? order->terms.quantity : (tr_quantity){ { 0 } };
}

static tr_quantity fills_sum(const tr__live_order *order)
{
    tr_quantity sum = { { 0 } };
    for (size_t i = 0; i < order->fill_count; i++)
        if (tr_decimal_add(sum.value, order->fills[i].quantity.value, &sum.value) != TR_OK)
            warn(order, "its fills do not add up", "");
    return sum;
}

static int64_t span_length_ns(const tr__live_order *order)
{
    const tr_exchange_live *live = order->live;
    bool is_spot = live->options.kind == TR_KIND_SPOT;
    return (int64_t)live->adapter->fill_span_ms[is_spot ? TR__PRODUCT_SPOT : TR__PRODUCT_LINEAR] *
           TR_NS_PER_MS;
}

/*
 * Where the exchange tells of the last days alone unless asked for others, fills of an older order are read span by span from
 * its beginning, until they add up. False: there is none, or no other span.
 */
static bool span_next(tr__live_order *order)
{
    const tr_clock *clock = order->live->options.loop->clock;
    int64_t now_ns = clock->now_ns(clock->user), length_ns = span_length_ns(order);
    int64_t created_ns = order->found.created_ns > 0 ? order->found.created_ns
                                                     : tr_id_time_ms(order->id) * TR_NS_PER_MS;
    if (length_ns == 0 || created_ns <= FILLS_MARGIN_NS ||
        tr_decimal_compare(fills_sum(order).value, filled_of(order).value) >= 0)
        return false;
    int64_t next_ns =
        order->span_ns > 0 ? order->span_ns + length_ns : created_ns - FILLS_MARGIN_NS;
    bool is_past = order->span_ns > 0 ? next_ns >= now_ns + FILLS_MARGIN_NS
                                      : now_ns - created_ns < length_ns - FILLS_MARGIN_NS;
    if (is_past)
        return false;
    order->span_ns = next_ns;
    return true;
}

static void fills_tell(tr__live_order *order)
{
    tr_quantity sum = fills_sum(order);
    for (size_t i = 0; i < order->fill_count; i++)
        report_fill(order, &order->fills[i]);
    fills_clear(order);
    order->told = sum;
    tr_quantity filled = filled_of(order);
    if (tr_decimal_compare(sum.value, filled.value) >= 0) {
        finish(order);
        return;
    }
    /* The list of fills lags behind the order: an end would lose them. */
    if (order->looks % LOOKS_QUICK == 0)
        warn(order, "the exchange tells of fewer fills than it says there are", "");
    look_later(order, order->looks < LOOKS_QUICK ? FILLS_AGAIN_NS : pause_ns(order));
}

static void fills_ask(tr__live_order *order);

static void on_fills(void *user, const tr_exchange_result *result)
{
    tr__live_order *order = user;
    if (!tr__live_is_wanted(order))
        return;
    if (result->status != TR_OK) {
        fills_clear(order);
        warn(order, "the fills of an order cannot be asked for", result->error.message);
        look_later(order, FAILED_MIN_NS);
    } else if (order->has_more && order->page_fills > 0 && order->pages < FILL_PAGES_MAX) {
        order->pages++; /* behind a page without any there is nothing, whatever the cursor says */
        fills_ask(order);
    } else if (order->pages < FILL_PAGES_MAX && span_next(order)) {
        order->pages++;
        order->has_more = false;
        fills_ask(order);
    } else {
        fills_tell(order);
    }
}

static void fills_span(const tr__live_order *order, tr_exchange_question *question)
{
    bool is_by_order = question->exchange_order_id != NULL;
    if (order->span_ns > 0) {
        question->from_ns = order->span_ns;
        question->until_ns = order->span_ns + span_length_ns(order);
    } else if (!is_by_order && tr__live_takes(order->live, TR_CALL_FILLS, TR__TAKES_FROM) &&
               order->found.created_ns > FILLS_MARGIN_NS) {
        question->from_ns = order->found.created_ns - FILLS_MARGIN_NS;
    }
}

static void fills_ask(tr__live_order *order)
{
    tr_exchange_live *live = order->live;
    tr_exchange_question question = tr__live_question(order, TR_CALL_FILLS);
    char cursor[TR_NOTES_SIZE];
    if (order->has_more && tr__live_takes(live, TR_CALL_FILLS, TR__TAKES_CURSOR)) {
        memcpy(cursor, order->cursor, sizeof cursor);
        question.cursor = cursor;
    }
    fills_span(order, &question);
    order->has_more = false;
    order->page_fills = 0;
    tr_error err;
    tr_status status =
        tr_exchange_client_ask(live->options.client, &question, TR_URGENCY_EXIT,
                               order->terms.account, on_fill_record, on_fills, order, &err);
    if (status != TR_OK) {
        warn(order, "the fills of an order cannot be asked for", err.message);
        look_later(order, pause_ns(order));
        return;
    }
    order->is_asking = true;
    live->calls++;
}

/* ---- looks ----------------------------------------------------------------------------------- */

/* Some exchanges answer with a list in which it is one of many. */
static bool is_same(const tr__live_order *order, const tr_order_record *record)
{
    char client_id[TR_LABEL_SIZE];
    const char *exchange_order_id = tr__live_id_for(order, TR_CALL_ORDER);
    if (exchange_order_id[0] != '\0' && strcmp(record->exchange_order_id, exchange_order_id) == 0)
        return true;
    const tr_exchange_live *live = order->live;
    tr_id id; /* the exchange may spell it in another way */
    if (tr_exchange_client_id_read(live->traits.name, live->options.kind, record->client_id, &id,
                                   NULL) == TR_OK)
        return tr_id_compare(id, order->id) == 0;
    return tr_exchange_client_id_write(live->traits.name, live->options.kind, order->id, client_id,
                                       sizeof client_id, NULL) == TR_OK &&
           strcmp(record->client_id, client_id) == 0;
}

static tr_status on_order_record(void *user, const tr_exchange_record *record)
{
    tr__live_order *order = user;
    if (record->kind == TR_RECORD_PAGE) {
        memcpy(order->cursor, record->as.page.cursor, sizeof order->cursor);
        order->has_more = true;
    } else if (record->kind == TR_RECORD_ORDER && is_same(order, &record->as.order)) {
        order->found = record->as.order;
        order->has_found = true;
    }
    return TR_OK;
}

static void take_found(tr__live_order *order)
{
    order->is_unknown = order->is_absent = false;
    tr__live_amend_found(order); /* before the fills, which may be of the new quantity */
    order->missed_ns = 0;
    if (!order->is_apart && order->found.exchange_order_id[0] != '\0')
        tr__live_take_exchange_id(order, order->found.exchange_order_id);
    bool has_new = !order->found.has_filled ||
                   tr_decimal_compare(order->found.filled.value, order->told.value) > 0;
    if (has_new || (order->wants_answer && !tr_decimal_is_zero(order->told.value))) {
        fills_clear(order);
        fills_ask(order);
    } else {
        finish(order);
    }
}

bool tr__live_proves_absence(const tr_exchange_id_rules *rules, int64_t age_ms)
{
    bool is_remembered =
        rules->found_done_ms == 0 || (age_ms >= 0 && age_ms < (int64_t)rules->found_done_ms);
    return rules->is_found_when_done && rules->validity_ms > 0 && is_remembered;
}

/*
 * Where open and done orders are lists of their own, or the list has pages, an order that ends or moves while it is looked
 * for can be missed by all of them. A second look, begun when whatever the first one missed has become visible, finds it.
 */
static bool is_missed_for_sure(const tr__live_order *order)
{
    const tr_exchange_live *live = order->live;
    const tr__endpoint *endpoint =
        tr__adapter_endpoint(live->adapter, live->options.kind, TR_CALL_ORDER);
    bool is_one_answer =
        !order->is_apart && endpoint->next == NULL && (endpoint->takes & TR__TAKES_CURSOR) == 0;
    return is_one_answer || (order->missed_ns > 0 &&
                             order->asked_ns >= order->missed_ns + tr__live_visibility_ns(order));
}

/* An order of an engine before this one may have been done, and forgotten, long ago: its id tells how old it is. */
bool tr__live_is_proof(const tr__live_order *order)
{
    if (!is_missed_for_sure(order))
        return false;
    const tr_clock *clock = order->live->options.loop->clock;
    int64_t age_ms = clock->now_ns(clock->user) / TR_NS_PER_MS - tr_id_time_ms(order->id);
    return tr__live_proves_absence(tr__live_rules(order), age_ms);
}

/*
 * It is not there. That proves something only when it was asked for after everything that could still arrive had
 * arrived and could be seen, and when the exchange finds orders that are done.
 */
static void take_missing(tr__live_order *order)
{
    const tr_exchange_live *live = order->live;
    int64_t settled_ns =
        order->sent_ns + tr__live_validity_ns(order) + tr__live_visibility_ns(order);
    if (order->is_unknown && order->asked_ns < settled_ns) {
        tr__live_plan(order, settled_ns);
        return;
    }
    if (order->missed_ns == 0)
        order->missed_ns = tr__live_now_ns(live);
    if ((order->is_unknown || order->is_apart) && !is_missed_for_sure(order)) {
        tr__live_plan(order, order->missed_ns + tr__live_visibility_ns(order));
        return;
    }
    if (order->is_unknown && tr__live_is_proof(order) && !tr__live_is_repeatable(order)) {
        end(order, TR_REPORT_REJECTED, "the exchange never had it, and can no longer take it");
        return;
    }
    if (!order->is_unknown)
        warn(order, "the exchange does not find an order that it held", "");
    bool is_asked = order->wants_answer || order->is_unknown;
    order->wants_answer = false;
    order->is_absent = order->is_unknown && tr__live_is_proof(order);
    look_later(order, pause_ns(order));
    if (is_asked)
        tr__live_report(order, TR_REPORT_NOT_FOUND, "the exchange does not find it");
}

static void look_ask(tr__live_order *order);

static void look_on(tr__live_order *order, tr__stop_step step, void (*take)(tr__live_order *order))
{
    if (step == TR__STOP_TAKE) {
        take(order);
    } else if (step == TR__STOP_ASK) {
        look_ask(order);
    } else {
        if (order->looks % LOOKS_QUICK == 0)
            warn(order, "a stop went off, and the exchange does not show what it became", "");
        look_later(order, pause_ns(order));
    }
}

static void on_looked(void *user, const tr_exchange_result *result)
{
    tr__live_order *order = user;
    if (!tr__live_is_wanted(order))
        return;
    if (result->status == TR_OK && order->has_found) {
        look_on(order, tr__live_stop_found(order), take_found);
    } else if (result->status == TR_OK && order->has_more && order->pages < PAGES_MAX) {
        order->pages++;
        look_ask(order);
    } else if (result->status == TR_E_NOT_FOUND || (result->status == TR_OK && !order->has_more)) {
        look_on(order, tr__live_stop_missed(order), take_missing);
    } else {
        if (order->looks % LOOKS_QUICK == 1)
            warn(order, "an order cannot be looked up",
                 result->status == TR_OK ? "it is in none of so many pages"
                                         : result->error.message);
        int64_t wait_ns = pause_ns(order);
        look_later(order, wait_ns > FAILED_MIN_NS ? wait_ns : FAILED_MIN_NS);
    }
}

static void look_ask(tr__live_order *order)
{
    tr_exchange_live *live = order->live;
    bool is_urgent = order->is_unknown || order->wants_answer || order->wants_cancel;
    tr_exchange_question question = tr__live_question(order, TR_CALL_ORDER);
    char cursor[TR_NOTES_SIZE];
    tr_error err;
    if (order->has_more && tr__live_takes(live, question.call, TR__TAKES_CURSOR)) {
        memcpy(cursor, order->cursor, sizeof cursor);
        question.cursor = cursor;
    }
    order->has_more = false;
    order->has_found = false;
    tr_status status = tr_exchange_client_ask(
        live->options.client, &question, is_urgent ? TR_URGENCY_EXIT : TR_URGENCY_ACCOUNT,
        order->terms.account, on_order_record, on_looked, order, &err);
    if (status != TR_OK) {
        warn(order, "an order cannot be looked up", err.message);
        look_later(order, pause_ns(order));
        return;
    }
    order->is_asking = true;
    live->calls++;
}

void tr__live_look(tr__live_order *order)
{
    const tr_exchange_live *live = order->live;
    int64_t now_ns = tr__live_now_ns(live),
            visible_ns = order->sent_ns + tr__live_visibility_ns(order);
    if (order->is_unknown && now_ns < visible_ns) {
        tr__live_plan(order, visible_ns);
        return;
    }
    /* Not when the last of several lists is asked: it may have arrived after the first said no. */
    order->asked_ns = now_ns;
    order->looks++;
    order->pages = 0;
    order->has_more = false;
    order->is_past_stop = false;
    look_ask(order);
}
