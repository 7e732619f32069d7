/* position.c: `position list`. */
#include <trade/command.h>

#include <stdio.h>

#include "command/reading.h"

static const char *const which[] = { "open", "all", NULL };

static const tr_argument_def arguments[] = {
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "positions of this account" },
    { .name = "which", .type = TR_ARGUMENT_CHOICE, .initial = "open", .choices = which,
      .help = "those that are held, or also those that were" },
};

static const tr_column_view columns[] = {
    { "symbol", "SYMBOL", false, 0 }, { "quantity", "QUANTITY", true, 0 }, { "average_price", "AVERAGE", true, 0 },
    { "cost", "COST", true, 3 },      { "realised", "REALISED", true, 0 }, { "fees", "FEES", true, 2 },
    { "opened_at", "OPENED", false, 1 },
};

typedef struct listing {
    tr_document *answer;
    bool with_flat;
    tr_position last;
} listing;

static void write_position(tr_document *answer, const tr_position *position)
{
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "symbol", position->symbol);
    tr_document_add_decimal(answer, "quantity", position->quantity);
    tr_decimal average;
    if (tr_decimal_divide(position->cost.value, position->quantity, TR_ROUND_HALF_EVEN, &average) == TR_OK)
        tr_document_add_decimal(answer, "average_price", average);
    else
        tr_document_add_null(answer, "average_price");
    tr_document_add_decimal(answer, "cost", position->cost.value);
    tr_document_add_decimal(answer, "realised", position->realised.value);
    tr_document_add_decimal(answer, "fees", position->fees.value);
    if (position->opened_ns != 0)
        tr_document_add_time(answer, "opened_at", position->opened_ns);
    tr_document_add_time(answer, "updated_at", position->updated_ns);
    tr_document_object_end(answer);
}

static bool list_row(void *user, const void *row)
{
    listing *list = user;
    list->last = *(const tr_position *)row;
    if (list->with_flat || !tr_decimal_is_zero(list->last.quantity))
        write_position(list->answer, &list->last);
    return true;
}

static tr_status list_positions(const tr_command_context *context, const char *account, listing *list,
                                tr_error *err)
{
    tr_position key = { .account = "" };
    (void)snprintf(key.account, sizeof key.account, "%s", account);
    bool has_more = true;
    bool has_after = false;
    while (has_more) {
        tr_position after = list->last;
        tr_store_query query = { .table = TR_TABLE_POSITION, .key = &key, .key_columns = 1,
                                 .after = has_after ? &after : NULL, .limit = 1000 };
        tr_status status = tr__read_page(context, &query, list_row, list, &has_more, err);
        if (status != TR_OK)
            return status;
        has_after = true;
    }
    return TR_OK;
}

static void run(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    listing list = { .answer = answer, .with_flat = tr_call_text(call, "which")[0] == 'a' };
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "account", account.name);
        tr_document_array_begin(answer, "positions");
        status = list_positions(tr_call_context(call), account.name, &list, &err);
        tr_document_array_end(answer);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_position_list = {
    .name = "position list", .summary = "List what is held, with its cost and profit",
    .details = "Cost and profit are in the quote asset; realised profit is before fees.",
    .example = "tbctl position list", .place = TR_COMMAND_READS, .rights = TR_RIGHT_READ,
    .arguments = arguments, .argument_count = sizeof arguments / sizeof arguments[0], .list_key = "positions",
    .columns = columns, .column_count = sizeof columns / sizeof columns[0], .run = run,
};
