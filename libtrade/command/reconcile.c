/* reconcile.c: `reconcile`: what differs between our books and the exchange, and what is done about it. */
#include <trade/command.h>
#include <trade/reconcile.h>

#include <string.h>

#include "command/reading.h"
#include "core/fail.h"

static const char *const policies[] = { "report", "default", "adopt", "cancel", "stop", NULL };

static const tr_argument_def arguments[] = {
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "the account to look at" },
    { .name = "policy",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "report",
      .choices = policies,
      .help = "what is done about a difference, where it can be" },
    { .name = "others",
      .type = TR_ARGUMENT_FLAG,
      .help = "with cancel: orders that are not ours as well" },
};

static const tr_column_view columns[] = {
    { "difference", "DIFFERENCE", false, 0 },
    { "symbol", "SYMBOL", false, 0 },
    { "asset", "ASSET", false, 0 },
    { "here", "HERE", true, 0 },
    { "there", "THERE", true, 0 },
    { "done", "DONE", false, 0 },
    { "order_id", "ORDER", false, 2 },
    { "exchange_id", "AT EXCHANGE", false, 3 },
    { "reason", "REASON", false, 1 },
};

static void write_difference(tr_document *answer, const tr_difference *difference)
{
    static const char *const done[] = { [TR_RECONCILE_REPORT] = "reported",
                                        [TR_RECONCILE_ADOPT] = "adopted",
                                        [TR_RECONCILE_CANCEL] = "cancelled",
                                        [TR_RECONCILE_STOP] = "stopped" };
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "difference", tr_difference_kind_name(difference->kind));
    tr_document_add_text(answer, "symbol", difference->symbol);
    tr_document_add_text(answer, "asset", difference->asset);
    tr_document_add_decimal(answer, "here", difference->ours);
    tr_document_add_decimal(answer, "there", difference->theirs);
    tr_document_add_text(answer, "done", done[difference->action]);
    tr_document_add_text(answer, "order_id", difference->client_id);
    tr_document_add_text(answer, "exchange_id", difference->exchange_id);
    tr_document_add_text(answer, "reason", difference->reason);
    tr_document_object_end(answer);
}

static void on_report(void *user, const tr_reconcile_report *report)
{
    tr_command_call *call = user;
    tr_document *answer = tr_call_answer(call);
    if (report->status != TR_OK) {
        tr_call_finish(call, report->status, &report->error);
        return;
    }
    tr_document_add_text(answer, "account", report->account);
    tr_document_add_int(answer, "orders", report->orders);
    tr_document_add_int(answer, "fills", report->fills);
    tr_document_add_int(answer, "positions", report->positions);
    tr_document_add_int(answer, "balances", report->balances);
    tr_document_add_int(answer, "rounds", report->rounds);
    tr_document_add_bool(answer, "is_settled", report->is_settled);
    tr_document_array_begin(answer, "differences");
    for (size_t i = 0; i < report->difference_count; i++)
        write_difference(answer, &report->differences[i]);
    tr_document_array_end(answer);
    if (!report->is_settled)
        tr_document_add_text(answer, "note",
                             "The account did not stand still: what is held was not compared.");
    tr_call_finish(call, TR_OK, NULL);
}

static void read_policy(const tr_command_call *call, tr_reconcile_policy *out)
{
    const char *wanted = tr_call_text(call, "policy");
    tr_reconcile_action action = TR_RECONCILE_REPORT;
    while (action < TR_RECONCILE_STOP && strcmp(tr_reconcile_action_name(action), wanted) != 0)
        action++;
    tr_reconcile_policy_of(action, out);
    if (!tr_call_flag(call, "others"))
        out->actions[TR_DIFFERENCE_ORDER_FOREIGN] = TR_RECONCILE_REPORT;
}

static void run(tr_command_call *call)
{
    tr_error err = { 0 };
    tr_account_row account;
    tr_reconcile_policy policy;
    tr_status status = tr__call_account(call, TR_RIGHT_TRADE, &account, &err);
    if (status != TR_OK) {
        tr_call_finish(call, status, &err);
        return;
    }
    bool is_own =
        strcmp(tr_call_text(call, "policy"), "default") == 0; /* the engine's, whatever it is */
    if (!is_own)
        read_policy(call, &policy);
    tr_engine_reconcile(tr_call_context(call)->engine, account.name, is_own ? NULL : &policy,
                        on_report, call);
}

const tr_command_def tr__command_reconcile = {
    .name = "reconcile",
    .summary = "Compare orders, fills, positions and balances with the exchange",
    .details =
        "Reports what differs. With a policy something is done: adopt books missed fills, takes "
        "over the fate of orders that are gone and positions that were moved by hand, and moves "
        "balances; cancel cancels orders at the exchange that are not open here; stop halts new "
        "entries; default is what the owner does by itself at its start and every minute. Each "
        "difference is an event of the log; a second run finds only what is left. What swaps have "
        "paid as funding is booked in any case, as the owner does.",
    .example = "tbctl reconcile --policy default --yes",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .is_dangerous = true,
    .harmless = "policy=report",
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "differences",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .run = run,
};
