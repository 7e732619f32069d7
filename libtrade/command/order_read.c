/* order_read.c: `order show` and `order list`. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include "command/order.h"
#include "command/reading.h"
#include "core/fail.h"

/* ---- order show ------------------------------------------------------------------------------ */

static const tr_argument_def show_arguments[] = {
    { .name = "order_id",
      .type = TR_ARGUMENT_ID,
      .is_required = true,
      .is_positional = true,
      .help = "the order" },
};

static const tr_column_view fill_columns[] = {
    { "at", "FILLED AT", false, 0 },
    { "quantity", "QUANTITY", true, 0 },
    { "price", "PRICE", true, 0 },
    { "fee", "FEE", true, 0 },
    { "fee_asset", "IN", false, 0 },
    { "maker", "MAKER", false, 1 },
    { "exchange_fill_id", "FILL", false, 2 },
};

static bool write_fill(void *user, const void *row)
{
    tr_document *answer = user;
    const tr_fill *fill = row;
    tr_document_object_begin(answer, NULL);
    tr_document_add_id(answer, "fill_id", fill->id);
    tr_document_add_time(answer, "at", fill->at_ns);
    tr_document_add_decimal(answer, "quantity", fill->quantity.value);
    tr_document_add_decimal(answer, "price", fill->price.value);
    tr_document_add_decimal(answer, "fee", fill->fee.value);
    tr_document_add_text(answer, "fee_asset", fill->fee_asset);
    tr_document_add_bool(answer, "maker", fill->is_maker);
    tr_document_add_text(answer, "exchange_fill_id", fill->exchange_fill_id);
    tr_document_object_end(answer);
    return true;
}

static bool take_best(void *user, const void *row)
{
    *(tr_price *)user = ((const tr_extreme *)row)->price;
    return false;
}

/* The best price of a trail is the first extreme at or behind its beginning. */
static tr_status write_trail(const tr_command_context *context, tr_document *answer,
                             const tr_order *order, tr_error *err)
{
    tr_price best = { { 0 } };
    tr_extreme key = { .side = order->side, .seq = order->trail_seq - 1 };
    if (order->state != TR_STATE_WAITING || order->trigger != TR_TRIGGER_TRAIL ||
        order->trail_seq == 0)
        return TR_OK;
    memcpy(key.account, order->account, sizeof key.account);
    memcpy(key.symbol, order->symbol, sizeof key.symbol);
    tr_store_query query = {
        .table = TR_TABLE_EXTREME, .key = &key, .key_columns = 3, .after = &key, .limit = 1
    };
    tr_status status = tr__read_page(context, &query, take_best, &best, NULL, err);
    if (status == TR_OK && !tr_decimal_is_zero(best.value))
        tr_document_add_decimal(answer, "trail_best", best.value);
    return status;
}

static void run_show(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_order order;
    tr_error err = { 0 };
    tr_status status =
        tr__find_order(context, tr_call_id(call, "order_id"), TR_RIGHT_READ, &order, &err);
    if (status == TR_OK) {
        tr__order_write(answer, &order);
        status = write_trail(context, answer, &order, &err);
    }
    if (status == TR_OK) {
        tr_fill key = { .order_id = order.id };
        tr_store_query query = { .table = TR_TABLE_FILL,
                                 .index = TR_INDEX_FILL_ORDER,
                                 .key = &key,
                                 .key_columns = 1,
                                 .limit = 1000 };
        bool has_more = false;
        tr_document_array_begin(answer, "fills");
        status = tr__read_page(context, &query, write_fill, answer, &has_more, &err);
        tr_document_array_end(answer);
        if (has_more)
            tr_document_add_text(answer, "note", "only the first 1000 fills are listed");
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_order_show = {
    .name = "order show",
    .summary = "Show an order with its fills",
    .example = "tbctl order show 06cd3ro2lk1qk7hb41tq2vb3l4",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = show_arguments,
    .argument_count = sizeof show_arguments / sizeof show_arguments[0],
    .list_key = "fills",
    .columns = fill_columns,
    .column_count = sizeof fill_columns / sizeof fill_columns[0],
    .run = run_show,
};

/* ---- order list ------------------------------------------------------------------------------ */

/* A filter that fits nothing must not read a whole table in one call: the answer then says where to go on. */
#define ROWS_LOOKED_AT_MAX 20000
#define PAGE_ROWS          200

static const char *const statuses[] = { "any",      "open",   "pending",   "matched",
                                        "executed", "failed", "cancelled", NULL };

static const tr_argument_def list_arguments[] = {
    { .name = "status",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "any",
      .choices = statuses,
      .help = "only orders of this status" },
    { .name = "symbol", .type = TR_ARGUMENT_SYMBOL, .help = "only orders of this symbol" },
    { .name = "user",
      .type = TR_ARGUMENT_TEXT,
      .max = "31",
      .help = "only orders that this user gave" },
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "orders of this account" },
    { .name = "limit",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "20",
      .min = "1",
      .max = "200",
      .help = "how many" },
    { .name = "after",
      .type = TR_ARGUMENT_ID,
      .help = "go on behind this order: the last one of the page before" },
};

typedef struct listing {
    tr_document *answer;
    const char *status;
    const char *user;
    const char *symbol;
    int64_t limit;
    int64_t listed;
    int64_t looked_at;
    bool is_cut;   /* one more would have fitted */
    tr_order last; /* where the next page goes on */
} listing;

static bool fits(const listing *list, const tr_order *order)
{
    if (list->user[0] != '\0' && strcmp(list->user, order->user) != 0)
        return false;
    if (list->symbol[0] != '\0' && strcmp(list->symbol, order->symbol) != 0)
        return false;
    if (strcmp(list->status, "any") == 0)
        return true;
    if (strcmp(list->status, "open") == 0)
        return !tr_order_state_is_final(order->state);
    return strcmp(list->status, tr_order_state_view(order->state)) == 0;
}

static bool list_row(void *user, const void *row)
{
    listing *list = user;
    const tr_order *order = row;
    bool is_wanted = fits(list, order);
    if (is_wanted && list->listed == list->limit) {
        list->is_cut = true;
        return false;
    }
    list->last = *order;
    list->looked_at++;
    if (!is_wanted)
        return true;
    tr_document_object_begin(list->answer, NULL);
    tr__order_write(list->answer, order);
    tr_document_object_end(list->answer);
    list->listed++;
    return true;
}

/* Newest first, behind list->last when `has_start`. */
static tr_status list_orders(const tr_command_context *context, const char *account, bool has_start,
                             listing *list, tr_error *err)
{
    tr_order key = { .account = "" };
    (void)snprintf(key.account, sizeof key.account, "%s", account);
    bool has_more = true;
    while (has_more && !list->is_cut && list->looked_at < ROWS_LOOKED_AT_MAX) {
        tr_order after = list->last;
        tr_store_query query = { .table = TR_TABLE_ORDER,
                                 .index = TR_INDEX_ORDER_ACCOUNT,
                                 .key = &key,
                                 .key_columns = 1,
                                 .after = has_start || list->looked_at > 0 ? &after : NULL,
                                 .is_descending = true,
                                 .limit = PAGE_ROWS };
        tr_status status = tr__read_page(context, &query, list_row, list, &has_more, err);
        if (status != TR_OK)
            return status;
    }
    list->is_cut = list->is_cut || has_more;
    return TR_OK;
}

/* The symbol in our form where it is a known one, else as it was given. */
static tr_status resolve_symbol(const tr_command_call *call, char out[TR_SYMBOL_SIZE],
                                tr_error *err)
{
    const tr_command_context *context = tr_call_context(call);
    const char *text = tr_call_text(call, "symbol");
    (void)snprintf(out, TR_SYMBOL_SIZE, "%s", text); /* the argument's type bounds it */
    const tr_instrument *instrument = NULL;
    if (text[0] == '\0' || context->instrument_count == 0)
        return TR_OK;
    tr_status status = tr_instrument_find(context->instruments, context->instrument_count, text,
                                          strlen(text), true, &instrument, err);
    if (status == TR_OK)
        (void)snprintf(out, TR_SYMBOL_SIZE, "%s", instrument->symbol);
    return status == TR_E_NOT_FOUND ? TR_OK : status;
}

static void run_list(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    char symbol[TR_SYMBOL_SIZE];
    listing list = { .answer = answer,
                     .status = tr_call_text(call, "status"),
                     .user = tr_call_text(call, "user"),
                     .symbol = symbol,
                     .limit = tr_call_int(call, "limit") };
    bool has_start = tr_call_has(call, "after");
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK)
        status = resolve_symbol(call, symbol, &err);
    if (status == TR_OK && has_start)
        status =
            tr__find_order(context, tr_call_id(call, "after"), TR_RIGHT_READ, &list.last, &err);
    if (status == TR_OK && has_start && strcmp(list.last.account, account.name) != 0)
        status = tr__fail(&err, TR_E_INVALID, 0, "after is an order of another account");
    if (status == TR_OK) {
        tr_document_add_text(answer, "account", account.name);
        tr_document_array_begin(answer, "orders");
        status = list_orders(context, account.name, has_start, &list, &err);
        tr_document_array_end(answer);
        tr_document_add_int(answer, "total", list.listed);
        if (list.is_cut)
            tr_document_add_id(answer, "next", list.last.id);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_order_list = {
    .name = "order list",
    .summary = "List orders, newest first",
    .details = "Where there is more, \"next\" is the value of --after for the following page.",
    .example = "tbctl order list --status open",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = list_arguments,
    .argument_count = sizeof list_arguments / sizeof list_arguments[0],
    .list_key = "orders",
    .columns = tr__order_columns,
    .column_count = TR__ORDER_COLUMN_COUNT,
    .run = run_list,
};
