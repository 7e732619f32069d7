/* position.c: `position list`. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include "command/reading.h"

static const char *const which[] = { "open", "all", NULL };

static const tr_argument_def arguments[] = {
    { .name = "account",
      .type = TR_ARGUMENT_TEXT,
      .max = "31",
      .help = "positions of this account" },
    { .name = "which",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "open",
      .choices = which,
      .help = "those that are held, or also those that were" },
};

static const tr_column_view columns[] = {
    { "symbol", "SYMBOL", false, 0 },    { "side", "SIDE", false, 0 },
    { "quantity", "QUANTITY", true, 0 }, { "average_price", "ENTRY", true, 0 },
    { "price", "MARK", true, 1 },        { "unrealised", "UNREALISED", true, 0 },
    { "leverage", "LEVERAGE", true, 6 }, { "cost", "COST", true, 4 },
    { "realised", "REALISED", true, 0 }, { "funding", "FUNDING", true, 3 },
    { "fees", "FEES", true, 2 },         { "opened_at", "OPENED", false, 5 },
};

typedef struct listing {
    const tr_command_context *context;
    tr_document *answer;
    bool with_flat;
    tr_position last;
} listing;

static const tr_instrument *instrument_of(const tr_command_context *context, const char *symbol)
{
    for (size_t i = 0; i < context->instrument_count; i++)
        if (strcmp(context->instruments[i].symbol, symbol) == 0)
            return &context->instruments[i];
    return NULL;
}

bool tr__position_entry(const tr_command_context *context, const char *symbol, tr_decimal quantity,
                        tr_money cost, tr_decimal *out)
{
    const tr_instrument *instrument = instrument_of(context, symbol);
    tr_decimal units = quantity;
    if (instrument != NULL &&
        tr_decimal_multiply(quantity, instrument->multiplier, TR_ROUND_HALF_EVEN, &units) != TR_OK)
        return false;
    return tr_decimal_divide(cost.value, units, TR_ROUND_HALF_EVEN, out) ==
           TR_OK; /* TR_E_RANGE when flat */
}

/* At the market's price, rounded down. False: nothing is held, or no price is known. */
static bool unrealised_of(const tr_command_context *context, const tr_position *position,
                          tr_price *mark_out, tr_money *out)
{
    const tr_instrument *instrument = instrument_of(context, position->symbol);
    tr_decimal units;
    return instrument != NULL && context->find_mark != NULL &&
           !tr_decimal_is_zero(position->quantity) &&
           context->find_mark(context->port_user, position->symbol, mark_out) == TR_OK &&
           tr_decimal_multiply(position->quantity, instrument->multiplier, TR_ROUND_HALF_EVEN,
                               &units) == TR_OK &&
           tr_decimal_multiply(units, mark_out->value, TR_ROUND_FLOOR, &out->value) == TR_OK &&
           tr_money_subtract(*out, position->cost, out) == TR_OK;
}

static void add_or_null(tr_document *answer, const char *key, bool is_known, tr_decimal value)
{
    if (is_known)
        tr_document_add_decimal(answer, key, value);
    else
        tr_document_add_null(answer, key);
}

static bool is_swap(const char *symbol)
{
    tr_symbol_parts parts;
    return tr_symbol_parse(symbol, strlen(symbol), &parts, NULL) == TR_OK &&
           parts.kind == TR_KIND_LINEAR;
}

bool tr__position_binds(const tr_command_context *context, const tr_position *position,
                        tr_money *margin_out, tr_money *unrealised_out)
{
    tr_price mark;
    tr_decimal value = { 0 }, one = tr_decimal_from_int(1);
    tr_decimal leverage = tr_decimal_is_zero(context->leverage) ? one : context->leverage;
    *margin_out = *unrealised_out = (tr_money){ { 0 } };
    if (!is_swap(position->symbol) || tr_decimal_is_zero(position->quantity))
        return false;
    if (!unrealised_of(context, position, &mark, unrealised_out))
        *unrealised_out = (tr_money){ { 0 } };
    return tr_decimal_add(position->cost.value, unrealised_out->value, &value) ==
               TR_OK && /* the value at the mark */
           tr_decimal_absolute(value, &value) == TR_OK &&
           tr_decimal_divide(value, leverage, TR_ROUND_UP, &margin_out->value) == TR_OK;
}

static void write_position(const tr_command_context *context, tr_document *answer,
                           const tr_position *position)
{
    static const char *const sides[] = { "short", "flat", "long" };
    tr_decimal average;
    tr_price mark;
    tr_money unrealised;
    bool is_marked = unrealised_of(context, position, &mark, &unrealised);
    bool is_entered =
        tr__position_entry(context, position->symbol, position->quantity, position->cost, &average);
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "symbol", position->symbol);
    tr_document_add_text(answer, "side", sides[tr_decimal_sign(position->quantity) + 1]);
    tr_document_add_decimal(answer, "quantity", position->quantity);
    add_or_null(answer, "average_price", is_entered, average);
    add_or_null(answer, "price", is_marked, mark.value);
    add_or_null(answer, "unrealised", is_marked, unrealised.value);
    if (is_swap(position->symbol)) {
        add_or_null(answer, "leverage", !tr_decimal_is_zero(context->leverage), context->leverage);
        tr_document_add_decimal(answer, "funding", position->funding.value);
    }
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
        write_position(list->context, list->answer, &list->last);
    return true;
}

static tr_status list_positions(const tr_command_context *context, const char *account,
                                listing *list, tr_error *err)
{
    tr_position key = { .account = "" };
    (void)snprintf(key.account, sizeof key.account, "%s", account);
    bool has_more = true;
    bool has_after = false;
    while (has_more) {
        tr_position after = list->last;
        tr_store_query query = { .table = TR_TABLE_POSITION,
                                 .key = &key,
                                 .key_columns = 1,
                                 .after = has_after ? &after : NULL,
                                 .limit = 1000 };
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
    listing list = { .context = tr_call_context(call),
                     .answer = answer,
                     .with_flat = tr_call_text(call, "which")[0] == 'a' };
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
    .name = "position list",
    .summary = "List what is held, long or short, with its cost and profit",
    .details = "Cost and profit are in the quote asset; realised profit is before fees and "
               "funding. What is not realised is told at the market's price, where a server "
               "watches it; funding is below 0 where it was paid.",
    .example = "tbctl position list",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "positions",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .run = run,
};
