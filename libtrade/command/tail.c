/* tail.c: `tail`: an account's log, event by event, in words. */
#include <trade/command.h>
#include <trade/event_document.h>

#include <stdio.h>
#include <string.h>

#include "command/reading.h"
#include "core/fail.h"
#include "engine/event.h"

static const tr_argument_def arguments[] = {
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "log of this account" },
    { .name = "limit",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "20",
      .min = "1",
      .max = "1000",
      .help = "how many" },
    { .name = "after",
      .type = TR_ARGUMENT_INTEGER,
      .min = "0",
      .help = "those behind this number, in place of the last ones" },
    { .name = "event",
      .type = TR_ARGUMENT_TEXT,
      .max = "40",
      .help = "only events of this kind, order_filled for one" },
    { .name = "order", .type = TR_ARGUMENT_ID, .help = "only what happened to this order" },
};

static const tr_column_view columns[] = {
    { "seq", "#", true, 0 },
    { "at", "AT", false, 0 },
    { "event", "EVENT", false, 1 },
    { "text", "WHAT", false, 0 },
    { "order_id", "ORDER", false, 2 },
};

#define TEXT_SIZE 500

static const char *shown(tr_decimal value, char text[TR_DECIMAL_TEXT_SIZE])
{
    tr_decimal_format(value, text, TR_DECIMAL_TEXT_SIZE);
    return text;
}

static void describe_order(const tr_order *order, char *text, size_t size)
{
    char quantity[TR_DECIMAL_TEXT_SIZE], price[TR_DECIMAL_TEXT_SIZE], stop[TR_DECIMAL_TEXT_SIZE];
    bool has_price = !tr_decimal_is_zero(order->limit_price.value);
    bool has_stop = !tr_decimal_is_zero(order->stop_price.value);
    (void)snprintf(text, size, "%s %s %s %s%s%s%s%s%s%s", tr_side_name(order->side),
                   shown(order->quantity.value, quantity), order->symbol,
                   tr_order_type_name(order->type), has_price ? " at " : "",
                   has_price ? shown(order->limit_price.value, price) : "",
                   has_stop ? " from " : "", has_stop ? shown(order->stop_price.value, stop) : "",
                   order->role == TR_ROLE_ENTRY ? "" : ", ",
                   order->role == TR_ROLE_ENTRY ? "" : tr_role_name(order->role));
}

static void describe_stage(const event *ev, char *text, size_t size)
{
    char price[TR_DECIMAL_TEXT_SIZE];
    bool is_trail = ev->trigger == TR_TRIGGER_TRAIL;
    tr_price at = is_trail ? ev->price : ev->trigger_price;
    bool has_price = !tr_decimal_is_zero(at.value);
    (void)snprintf(text, size, "waits for %s%s%s", tr_trigger_name(ev->trigger),
                   !has_price ? ""
                   : is_trail ? " from "
                              : " at ",
                   has_price ? shown(at.value, price) : "");
}

static void describe_condition(const tr_block_condition *condition, char *text, size_t size)
{
    (void)snprintf(text, size, "%lld:%s%s%s%s%s%s", (long long)condition->number + 1,
                   condition->source[0] == '\0' ? "" : " source ", condition->source,
                   condition->name[0] == '\0' ? "" : " name ", condition->name,
                   condition->timeframe[0] == '\0' ? "" : " timeframe ", condition->timeframe);
}

static void describe_difference(const tr_difference *difference, char *text, size_t size)
{
    char ours[TR_DECIMAL_TEXT_SIZE], theirs[TR_DECIMAL_TEXT_SIZE];
    const char *what = difference->symbol[0] != '\0' ? difference->symbol : difference->asset;
    (void)snprintf(text, size, "%s%s%s: here %s, there %s; %s%s%s",
                   tr_difference_kind_name(difference->kind), what[0] == '\0' ? "" : " ", what,
                   shown(difference->ours, ours), shown(difference->theirs, theirs),
                   tr_reconcile_action_name(difference->action),
                   difference->reason[0] == '\0' ? "" : ": ", difference->reason);
}

/* A halt has a level, a limit by hand a value or none; what else is kept has a value. */
static void describe_risk(const tr_risk_row *row, char *text, size_t size)
{
    char value[TR_DECIMAL_TEXT_SIZE];
    const char *what = shown(row->value, value),
               *level = tr_halt_level_name((tr_halt_level)row->count);
    bool is_limit = strncmp(row->item, "limit ", 6) == 0;
    if (strcmp(row->item, "halt") == 0 && level != NULL)
        what = level;
    else if (is_limit && row->count != 1)
        what = row->count == 0 ? "as configured" : "none";
    (void)snprintf(text, size, "%s%s%s: %s %s%s%s%s%s",
                   tr_risk_scope_name((tr_risk_scope)row->scope), row->name[0] == '\0' ? "" : " ",
                   row->name, row->item, what, row->actor[0] == '\0' ? "" : ", by ", row->actor,
                   row->reason[0] == '\0' ? "" : ": ", row->reason);
}

static void describe_money(const event *ev, char *text, size_t size)
{
    char first[TR_DECIMAL_TEXT_SIZE], second[TR_DECIMAL_TEXT_SIZE];
    switch (ev->kind) {
    case EVENT_FUNDS_MOVED:
        (void)snprintf(text, size, "%s %s%s%s", shown(ev->amount.value, first), ev->asset,
                       ev->reason[0] == '\0' ? "" : ": ", ev->reason);
        break;
    case EVENT_DAY_BEGAN:
        (void)snprintf(text, size, "with an equity of %s %s", shown(ev->amount.value, first),
                       ev->asset);
        break;
    case EVENT_DAY_SHIFTED:
        (void)snprintf(text, size, "by %s %s that came from outside",
                       shown(ev->amount.value, first), ev->asset);
        break;
    case EVENT_FUNDING_PAID:
        (void)snprintf(text, size, "%s %s %s of %s at a rate of %s",
                       tr_decimal_sign(ev->funding.amount.value) < 0 ? "paid" : "received",
                       shown(ev->funding.amount.value, first), ev->funding.asset,
                       ev->funding.symbol, shown(ev->funding.rate, second));
        break;
    case EVENT_POSITION_RESTATED:
        (void)snprintf(text, size, "%s: %s realised that was taken for held", ev->symbol,
                       shown(ev->amount.value, first));
        break;
    case EVENT_LEDGER_CLOSED:
        (void)snprintf(text, size, "%s %s, %lld lines, %s", shown(ev->close.balance.value, first),
                       ev->close.sums.asset, (long long)ev->close.sums.lines,
                       tr__ledger_close_is_sound(&ev->close) ? "balanced" : "NOT BALANCED");
        break;
    default:
        break;
    }
}

static void describe(const event *ev, char *text, size_t size)
{
    char first[TR_DECIMAL_TEXT_SIZE], second[TR_DECIMAL_TEXT_SIZE], third[TR_DECIMAL_TEXT_SIZE];
    const char *colon = ev->reason[0] == '\0' ? "" : ": ";
    text[0] = '\0';
    switch (ev->kind) {
    case EVENT_ACCOUNT_OPENED:
        (void)snprintf(text, size, "on %s, owned by %s", ev->account.exchange, ev->account.owner);
        break;
    case EVENT_FUNDS_MOVED:
    case EVENT_DAY_BEGAN:
    case EVENT_DAY_SHIFTED:
    case EVENT_FUNDING_PAID:
    case EVENT_POSITION_RESTATED:
    case EVENT_LEDGER_CLOSED:
        describe_money(ev, text, size);
        break;
    case EVENT_ALERT_TAKEN:
        (void)snprintf(text, size, "%s %s%s%s%s%s", tr_alert_action_name(ev->alert.action),
                       ev->alert.symbol, ev->alert.strategy[0] == '\0' ? "" : ", strategy ",
                       ev->alert.strategy, ev->alert.source[0] == '\0' ? "" : ", source ",
                       ev->alert.source);
        break;
    case EVENT_ORDER_ACCEPTED:
        describe_order(&ev->order, text, size);
        break;
    case EVENT_ORDER_MOVED:
        (void)snprintf(text, size, "%s%s%s", tr_order_state_name(ev->to), colon, ev->reason);
        break;
    case EVENT_ORDER_RESIZED:
        (void)snprintf(text, size, "to %s%s%s", shown(ev->quantity.value, first), colon,
                       ev->reason);
        break;
    case EVENT_ORDER_FILLED:
        (void)snprintf(text, size, "%s %s %s at %s, fee %s %s", tr_side_name(ev->fill.side),
                       shown(ev->fill.quantity.value, first), ev->fill.symbol,
                       shown(ev->fill.price.value, second), shown(ev->fill.fee.value, third),
                       ev->fill.fee_asset);
        break;
    case EVENT_RISK_SET:
        describe_risk(&ev->risk, text, size);
        break;
    case EVENT_ORDER_STAGED:
        describe_stage(ev, text, size);
        break;
    case EVENT_ORDER_AMENDED:
        describe_order(&ev->order, text, size);
        break;
    case EVENT_STOP_MOVED:
        (void)snprintf(text, size, "%s%s%s", tr_stop_at_name(ev->stop_at), colon, ev->reason);
        break;
    case EVENT_ALARM_RAISED:
        (void)snprintf(text, size, "%s%s%s", ev->symbol, colon, ev->reason);
        break;
    case EVENT_DIFFERENCE_FOUND:
        describe_difference(&ev->difference, text, size);
        break;
    case EVENT_BLOCK_AMENDED:
    case EVENT_BLOCK_ADDED:
        (void)snprintf(text, size, "%s: %s %s %s", ev->block.name, tr_side_name(ev->block.side),
                       shown(ev->block.quantity.value, first), ev->block.symbol);
        break;
    case EVENT_CONDITION_ADDED:
        describe_condition(&ev->condition, text, size);
        break;
    case EVENT_BLOCK_FED:
        (void)snprintf(text, size, "condition %lld%s", (long long)ev->number + 1,
                       ev->is_first ? ", the first of a window" : "");
        break;
    case EVENT_BLOCK_MOVED:
        (void)snprintf(text, size, "%s%s%s", tr_block_state_name(ev->block_to), colon, ev->reason);
        break;
    case EVENT_EXTREME_REACHED:
        (void)snprintf(text, size, "%s at %s", ev->symbol, shown(ev->price.value, first));
        break;
    }
}

static tr_id order_of(const event *ev)
{
    switch (ev->kind) {
    case EVENT_ORDER_ACCEPTED:
        return ev->order.id;
    case EVENT_ORDER_FILLED:
        return ev->fill.order_id;
    case EVENT_ORDER_AMENDED:
        return ev->order.id;
    case EVENT_ORDER_MOVED:
    case EVENT_ORDER_STAGED:
    case EVENT_STOP_MOVED:
    case EVENT_ALARM_RAISED:
    case EVENT_ORDER_RESIZED:
        return ev->id;
    case EVENT_BLOCK_MOVED:
        return ev->other_id;
    case EVENT_BLOCK_ADDED:
    case EVENT_BLOCK_AMENDED:
    case EVENT_CONDITION_ADDED:
    case EVENT_BLOCK_FED:
    case EVENT_EXTREME_REACHED:
    case EVENT_DIFFERENCE_FOUND:
    case EVENT_LEDGER_CLOSED:
    case EVENT_ACCOUNT_OPENED:
    case EVENT_FUNDS_MOVED:
    case EVENT_ALERT_TAKEN:
    case EVENT_RISK_SET:
    case EVENT_DAY_SHIFTED:
    case EVENT_FUNDING_PAID:
    case EVENT_POSITION_RESTATED:
    case EVENT_DAY_BEGAN:
        break;
    }
    return (tr_id){ { 0 } };
}

static void write_event(const tr_event_row *row, const event *ev, tr_document *answer)
{
    char text[TEXT_SIZE];
    describe(ev, text, sizeof text);
    tr_document_add_int(answer, "seq", row->seq);
    tr_document_add_time(answer, "at", row->at_ns);
    tr_document_add_text(answer, "event", tr__event_kind_name(row->kind));
    tr_document_add_text(answer, "text", text);
    if (!tr_id_is_none(order_of(ev)))
        tr_document_add_id(answer, "order_id", order_of(ev));
    else if (ev->kind == EVENT_ALERT_TAKEN)
        tr_document_add_id(answer, "signal_id", ev->alert.id);
}

tr_status tr_event_describe(const tr_event_row *row, tr_document *answer, tr_error *err)
{
    event ev;
    if (row == NULL || answer == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no event, or no document");
    tr_status status =
        tr__event_decode((event_kind)row->kind, row->payload, row->payload_size, &ev, err);
    if (status == TR_OK)
        write_event(row, &ev, answer);
    return status;
}

const char *tr_event_name(const tr_event_row *row)
{
    return tr__event_kind_name(row == NULL ? 0 : row->kind);
}

/* ---- the command ------------------------------------------------------------------------------- */

#define PAGE_ROWS     1000
#define LOOKED_AT_MAX 100000 /* events that one call reads past; "last" says how far it came */

/* What is looked for, and what was found of it. */
typedef struct listing {
    int64_t kind;        /* 0: every one */
    tr_id order_id;      /* none: every one */
    tr_document *answer; /* NULL: only counted */
    size_t limit, matched, looked_at;
    int64_t last_seq;
    tr_status status;
    tr_error error;
} listing;

static bool list_row(void *user, const void *row)
{
    listing *list = user;
    const tr_event_row *stored = row;
    event ev;
    list->status = tr__event_decode((event_kind)stored->kind, stored->payload, stored->payload_size,
                                    &ev, &list->error);
    if (list->status != TR_OK)
        return false;
    list->last_seq = stored->seq;
    list->looked_at++;
    bool is_wanted =
        (list->kind == 0 || list->kind == stored->kind) &&
        (tr_id_is_none(list->order_id) || tr_id_compare(list->order_id, order_of(&ev)) == 0);
    list->matched += is_wanted;
    if (is_wanted && list->answer != NULL) {
        tr_document_object_begin(list->answer, NULL);
        write_event(stored, &ev, list->answer);
        tr_document_object_end(list->answer);
    }
    return list->matched < list->limit && list->looked_at < LOOKED_AT_MAX;
}

/* Read events behind `after_seq`, or backwards from the newest, until enough match. */
static tr_status read_events(const tr_command_context *context, const tr_event_row *key,
                             int64_t after_seq, bool is_descending, listing *list, tr_error *err)
{
    bool has_more = true;
    tr_event_row after = *key;
    after.seq = after_seq;
    list->last_seq = after_seq;
    bool is_filtered = list->kind != 0 || !tr_id_is_none(list->order_id);
    while (has_more && list->matched < list->limit && list->looked_at < LOOKED_AT_MAX) {
        bool from_newest = is_descending && list->looked_at == 0;
        tr_store_query query = { .table = TR_TABLE_EVENT,
                                 .key = key,
                                 .key_columns = 1,
                                 .is_descending = is_descending,
                                 .after = from_newest ? NULL : &after,
                                 .limit = is_filtered ? PAGE_ROWS : list->limit };
        tr_status status = tr__read_page(context, &query, list_row, list, &has_more, err);
        if (status == TR_OK && list->status != TR_OK)
            status = tr__fail(err, list->status, 0, "%s", list->error.message);
        if (status != TR_OK)
            return status;
        after.seq = list->last_seq;
    }
    return TR_OK;
}

static tr_status read_filter(const tr_command_call *call, listing *out, tr_error *err)
{
    const char *wanted = tr_call_text(call, "event");
    out->limit = (size_t)tr_call_int(call, "limit");
    out->order_id = tr_call_id(call, "order");
    if (wanted[0] == '\0')
        return TR_OK;
    while (strcmp(tr__event_kind_name(++out->kind), wanted) != 0)
        if (strcmp(tr__event_kind_name(out->kind), "unknown") == 0)
            return tr__fail(err, TR_E_INVALID, 0,
                            "no events are called \"%.60s\": see the column EVENT", wanted);
    return TR_OK;
}

/* The number behind which the last events are that match. */
static tr_status find_start(const tr_command_context *context, const tr_event_row *key,
                            const listing *wanted, int64_t *out, tr_error *err)
{
    listing back = *wanted;
    tr_status status = read_events(context, key, 0, true, &back, err);
    *out = back.looked_at == 0 ? 0 : back.last_seq - 1;
    return status;
}

static void run(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    tr_event_row key = { .account = "" };
    listing list = { .kind = 0 };
    int64_t after_seq = tr_call_int(call, "after");
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK)
        status = read_filter(call, &list, &err);
    if (status == TR_OK) {
        (void)snprintf(key.account, sizeof key.account, "%s", account.name);
        if (!tr_call_has(call, "after"))
            status = find_start(context, &key, &list, &after_seq, &err);
    }
    if (status == TR_OK) {
        list.answer = answer;
        tr_document_add_text(answer, "account", account.name);
        tr_document_array_begin(answer, "events");
        status = read_events(context, &key, after_seq, false, &list, &err);
        tr_document_array_end(answer);
        tr_document_add_int(answer, "last", list.last_seq);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_tail = {
    .name = "tail",
    .summary = "Show the log of an account, event by event",
    .details = "Every change of an account is an event with a number, without gaps. \"last\" is "
               "the value of --after for what comes next, also where a filter let nothing pass.",
    .example = "tbctl tail --limit 10",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "events",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .run = run,
};
