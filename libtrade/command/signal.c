/* signal.c: `signal list`: the alerts that were taken. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include "command/member.h"
#include "command/reading.h"
#include "core/fail.h"

static const tr_argument_def arguments[] = {
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "alerts to this account" },
    { .name = "limit",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "20",
      .min = "1",
      .max = "200",
      .help = "how many" },
    { .name = "after",
      .type = TR_ARGUMENT_ID,
      .help = "go on behind this alert: the last one of the page before" },
};

static const tr_column_view columns[] = {
    { "signal_id", "SIGNAL", false, 2 },  { "received_at", "RECEIVED", false, 0 },
    { "symbol", "SYMBOL", false, 0 },     { "action", "ACTION", false, 0 },
    { "price", "PRICE", true, 0 },        { "quantity", "QUANTITY", true, 0 },
    { "strategy", "STRATEGY", false, 1 }, { "source", "SOURCE", false, 3 },
};

typedef struct listing {
    tr_document *answer;
    int64_t listed;
    tr_id last;
} listing;

static bool list_row(void *user, const void *row)
{
    listing *list = user;
    const tr_alert *alert = row;
    tr_document *answer = list->answer;
    tr_document_object_begin(answer, NULL);
    tr_document_add_id(answer, "signal_id", alert->id);
    tr_document_add_time(answer, "received_at", alert->received_ns);
    if (alert->sent_ns != 0)
        tr_document_add_time(answer, "sent_at", alert->sent_ns);
    tr_document_add_text(answer, "symbol", alert->symbol);
    tr_document_add_text(answer, "action", tr_alert_action_name(alert->action));
    tr__member_decimal(answer, "price", alert->price.value);
    tr__member_decimal(answer, "quantity", alert->quantity.value);
    tr__member_decimal(answer, "take_profit", alert->take_profit.value);
    tr__member_decimal(answer, "stop_loss", alert->stop_loss.value);
    tr__member_text(answer, "strategy", alert->strategy);
    tr__member_text(answer, "source", alert->source);
    tr__member_text(answer, "timeframe", alert->timeframe);
    tr__member_text(answer, "alert_name", alert->name);
    tr_document_object_end(answer);
    list->listed++;
    list->last = alert->id;
    return true;
}

/* An alert's place in the list; its body stays where it is. */
typedef struct place {
    tr_alert alert;
    bool is_found;
} place;

static bool take_place(void *user, const void *row)
{
    place *p = user;
    p->alert = *(const tr_alert *)row;
    p->alert.body = NULL;
    p->alert.body_size = 0;
    p->is_found = true;
    return false;
}

static tr_status find_alert(const tr_command_context *context, tr_id id, const char *account,
                            tr_alert *out, tr_error *err)
{
    place p = { .alert = { .id = id } };
    tr_alert key = { .id = id };
    tr_store_query query = { .table = TR_TABLE_ALERT, .key = &key, .key_columns = 1, .limit = 1 };
    tr_status status = tr__read_page(context, &query, take_place, &p, NULL, err);
    if (status == TR_OK && (!p.is_found || strcmp(p.alert.account, account) != 0))
        status =
            tr__fail(err, TR_E_NOT_FOUND, 0, "after names no alert to account \"%s\"", account);
    if (status == TR_OK)
        *out = p.alert;
    return status;
}

static void run(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    tr_alert after = { .id = { { 0 } } };
    bool has_after = tr_call_has(call, "after");
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK && has_after)
        status = find_alert(context, tr_call_id(call, "after"), account.name, &after, &err);
    if (status == TR_OK) {
        tr_alert key = { .account = "" };
        (void)snprintf(key.account, sizeof key.account, "%s", account.name);
        tr_store_query query = { .table = TR_TABLE_ALERT,
                                 .index = TR_INDEX_ALERT_RECEIVED,
                                 .key = &key,
                                 .key_columns = 1,
                                 .after = has_after ? &after : NULL,
                                 .is_descending = true,
                                 .limit = (size_t)tr_call_int(call, "limit") };
        listing list = { .answer = answer };
        bool has_more = false;
        tr_document_add_text(answer, "account", account.name);
        tr_document_array_begin(answer, "signals");
        status = tr__read_page(context, &query, list_row, &list, &has_more, &err);
        tr_document_array_end(answer);
        tr_document_add_int(answer, "total", list.listed);
        if (has_more)
            tr_document_add_id(answer, "next", list.last);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_signal_list = {
    .name = "signal list",
    .summary = "List alerts that were taken, newest first",
    .details = "Where there is more, \"next\" is the value of --after for the following page.",
    .example = "tbctl signal list --limit 5",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "signals",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .run = run,
};
