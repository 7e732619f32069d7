/* status.c: `status`: who works on the account, what it has, and what is going on. */
#include <trade/command.h>

#include <stdio.h>

#include "command/balance.h"
#include "command/queue.h"
#include "command/reading.h"

static const tr_argument_def arguments[] = {
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "state of this account" },
};

static bool count_position(void *user, const void *row)
{
    if (!tr_decimal_is_zero(((const tr_position *)row)->quantity))
        ++*(int64_t *)user;
    return true;
}

static tr_status write_positions(const tr_command_context *context, const char *account,
                                 tr_document *answer, tr_error *err)
{
    int64_t count = 0;
    tr_position key = { .account = "" };
    (void)snprintf(key.account, sizeof key.account, "%s", account);
    tr_store_query query = {
        .table = TR_TABLE_POSITION, .key = &key, .key_columns = 1, .limit = 1000
    };
    tr_status status = tr__read_page(context, &query, count_position, &count, NULL, err);
    tr_document_add_int(answer, "open_positions", count);
    return status;
}

static void run(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    if (context->describe != NULL)
        context->describe(context->port_user, answer);
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "account", account.name);
        tr_document_add_text(answer, "exchange", account.exchange);
        status = tr__queue_write(context, account.name, answer, &err);
    }
    if (status == TR_OK)
        status = write_positions(context, account.name, answer, &err);
    if (status == TR_OK)
        status = tr__balance_write(context, account.name, answer, &err);
    tr_document_add_time(answer, "timestamp", context->clock->now_ns(context->clock->user));
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_status = {
    .name = "status",
    .summary = "Show who works on the account, its orders and balances",
    .example = "tbctl status",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "balances",
    .columns = tr__balance_columns,
    .column_count = TR__BALANCE_COLUMN_COUNT,
    .run = run,
};
