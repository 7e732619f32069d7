/* balance.c: `balance list`: what an account has, and what its open orders hold of it. */
#include "command/balance.h"

#include <stdio.h>
#include <string.h>

#include <trade/instrument.h>

#include "command/reading.h"
#include "core/fail.h"

#define ASSETS_MAX 256 /* held by open orders at one time */

static const tr_argument_def arguments[] = {
    { .name = "account",
      .type = TR_ARGUMENT_TEXT,
      .max = "31",
      .help = "balances of this account" },
};

const tr_column_view tr__balance_columns[TR__BALANCE_COLUMN_COUNT] = {
    { "asset", "ASSET", false, 0 },        { "total", "TOTAL", true, 0 },
    { "reserved", "RESERVED", true, 0 },   { "margin", "MARGIN", true, 0 },
    { "available", "AVAILABLE", true, 0 },
};

typedef struct reservation {
    char asset[TR_ASSET_SIZE];
    tr_money amount;
} reservation;

typedef struct reservations {
    const tr_command_context *context;
    reservation items[ASSETS_MAX];
    size_t count;
    reservation margins[ASSETS_MAX]; /* that swaps bind */
    size_t margin_count;
    reservation profits[ASSETS_MAX]; /* that they have not realised */
    size_t profit_count;
    tr_id last; /* order looked at */
    tr_status status;
} reservations;

static tr_status add_to(reservation *items, size_t *count, const char *asset, tr_money amount)
{
    size_t i = 0;
    while (i < *count && strcmp(items[i].asset, asset) != 0)
        i++;
    if (i == ASSETS_MAX)
        return TR_E_FULL;
    if (i == *count) {
        items[(*count)++] = (reservation){ .amount = amount };
        (void)snprintf(items[i].asset, sizeof items[i].asset, "%s", asset);
        return TR_OK;
    }
    return tr_money_add(items[i].amount, amount, &items[i].amount);
}

static tr_money amount_of(const reservation *items, size_t count, const char *asset)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].asset, asset) == 0)
            return items[i].amount;
    return (tr_money){ { 0 } };
}

static bool add_order(void *user, const void *row)
{
    reservations *all = user;
    const tr_order *order = row;
    tr_symbol_parts parts;
    all->last = order->id;
    if (tr_decimal_is_zero(order->reserved.value))
        return true;
    all->status = tr_symbol_parse(order->symbol, strlen(order->symbol), &parts, NULL);
    if (all->status == TR_OK)
        all->status = add_to(
            all->items, &all->count,
            parts.kind == TR_KIND_SPOT && order->side == TR_SIDE_SELL ? parts.base : parts.quote,
            order->reserved);
    return all->status == TR_OK;
}

static tr_status read_state(const tr_command_context *context, const char *account,
                            tr_order_state state, reservations *all, tr_error *err)
{
    tr_order key = { .state = state };
    (void)snprintf(key.account, sizeof key.account, "%s", account);
    bool has_more = true;
    bool has_after = false;
    while (has_more) {
        tr_order after = key;
        after.id = all->last;
        tr_store_query query = { .table = TR_TABLE_ORDER,
                                 .index = TR_INDEX_ORDER_STATE,
                                 .key = &key,
                                 .key_columns = 2,
                                 .after = has_after ? &after : NULL,
                                 .limit = 1000 };
        tr_status status = tr__read_page(context, &query, add_order, all, &has_more, err);
        if (status == TR_OK && all->status != TR_OK)
            status = tr__fail(err, all->status, 0, "what open orders hold cannot be added up");
        if (status != TR_OK)
            return status;
        has_after = true;
    }
    return TR_OK;
}

static tr_status read_reservations(const tr_command_context *context, const char *account,
                                   reservations *all, tr_error *err)
{
    tr_status status = TR_OK;
    for (int state = TR_STATE_ACCEPTED; state <= TR_STATE_FAILED && status == TR_OK; state++)
        if (!tr_order_state_is_final((tr_order_state)state))
            status = read_state(context, account, (tr_order_state)state, all, err);
    return status;
}

static bool add_position(void *user, const void *row)
{
    reservations *all = user;
    const tr_position *position = row;
    tr_symbol_parts parts;
    tr_money margin, profit;
    if (!tr__position_binds(all->context, position, &margin, &profit))
        return true;
    all->status = tr_symbol_parse(position->symbol, strlen(position->symbol), &parts, NULL);
    if (all->status == TR_OK)
        all->status = add_to(all->margins, &all->margin_count, parts.quote, margin);
    if (all->status == TR_OK)
        all->status = add_to(all->profits, &all->profit_count, parts.quote, profit);
    return all->status == TR_OK;
}

/* A page holds more positions than anybody has in swaps. */
static tr_status read_positions(const tr_command_context *context, const char *account,
                                reservations *all, tr_error *err)
{
    tr_position key = { .version = 0 };
    (void)snprintf(key.account, sizeof key.account, "%s", account);
    tr_store_query query = {
        .table = TR_TABLE_POSITION, .key = &key, .key_columns = 1, .limit = 1000
    };
    tr_status status = tr__read_page(context, &query, add_position, all, NULL, err);
    if (status == TR_OK && all->status != TR_OK)
        status = tr__fail(err, all->status, 0, "what swaps bind cannot be added up");
    return status;
}

typedef struct listing {
    tr_document *answer;
    const reservations *all;
    tr_status status;
} listing;

static bool list_row(void *user, const void *row)
{
    listing *list = user;
    const tr_balance *balance = row;
    const reservations *all = list->all;
    tr_money reserved = amount_of(all->items, all->count, balance->asset), available;
    tr_money margin = amount_of(all->margins, all->margin_count, balance->asset);
    tr_money lost = amount_of(all->profits, all->profit_count, balance->asset);
    lost.value =
        tr_decimal_min(lost.value, (tr_decimal){ 0 }); /* a profit is free once it is realised */
    list->status = tr_money_subtract(balance->total, reserved, &available);
    if (list->status == TR_OK)
        list->status = tr_money_subtract(available, margin, &available);
    if (list->status == TR_OK)
        list->status = tr_money_add(available, lost, &available);
    if (list->status != TR_OK)
        return false;
    tr_document_object_begin(list->answer, NULL);
    tr_document_add_text(list->answer, "asset", balance->asset);
    tr_document_add_decimal(list->answer, "total", balance->total.value);
    tr_document_add_decimal(list->answer, "reserved", reserved.value);
    tr_document_add_decimal(list->answer, "available", available.value);
    if (!tr_decimal_is_zero(margin.value))
        tr_document_add_decimal(list->answer, "margin", margin.value);
    tr_document_object_end(list->answer);
    return true;
}

tr_status tr__balance_write(const tr_command_context *context, const char *account,
                            tr_document *answer, tr_error *err)
{
    reservations all = { .context = context };
    tr_balance key = { .account = "" };
    (void)snprintf(key.account, sizeof key.account, "%s", account);
    listing list = { .answer = answer, .all = &all };
    bool has_more = false;
    tr_store_query query = {
        .table = TR_TABLE_BALANCE, .key = &key, .key_columns = 1, .limit = 1000
    };
    tr_document_array_begin(answer, "balances");
    tr_status status = read_reservations(context, account, &all, err);
    if (status == TR_OK)
        status = read_positions(context, account, &all, err);
    if (status == TR_OK)
        status = tr__read_page(context, &query, list_row, &list, &has_more, err);
    if (status == TR_OK && list.status != TR_OK)
        status = tr__fail(err, list.status, 0, "a balance is out of range");
    tr_document_array_end(answer);
    if (has_more)
        tr_document_add_text(answer, "note", "only the first 1000 balances are listed");
    return status;
}

static void run(tr_command_call *call)
{
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "account", account.name);
        status = tr__balance_write(tr_call_context(call), account.name, answer, &err);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_balance_list = {
    .name = "balance list",
    .summary = "List what the account has, and what open orders and swaps hold of it",
    .example = "tbctl balance list",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "balances",
    .columns = tr__balance_columns,
    .column_count = TR__BALANCE_COLUMN_COUNT,
    .run = run,
};
