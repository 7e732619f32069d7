/* block.c: `block add`, `block list`, `block show`, `block cancel`: orders that several conditions arm. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include "command/legs.h"
#include "command/member.h"
#include "command/reading.h"
#include "core/fail.h"

/* ---- showing --------------------------------------------------------------------------------- */

static void write_block(tr_document *answer, const tr_block *block)
{
    tr_document_add_id(answer, "block_id", block->id);
    tr_document_add_text(answer, "name", block->name);
    tr__member_text(answer, "description", block->description);
    tr_document_add_text(answer, "account", block->account);
    tr_document_add_text(answer, "user_id", block->user);
    tr_document_add_text(answer, "symbol", block->symbol);
    tr_document_add_text(answer, "side", tr_side_name(block->side));
    tr__member_price(answer, "lower", block->price_low);
    tr__member_price(answer, "upper", block->price_high);
    tr_document_add_decimal(answer, "quantity", block->quantity.value);
    tr__member_price(answer, "take_profit", block->take_profit);
    tr__member_price(answer, "stop_loss", block->stop_loss);
    tr__legs_write(answer, block->legs);
    tr_document_add_int(answer, "window_ms", block->window_ns / 1000000);
    if (block->expires_ns != 0)
        tr_document_add_time(answer, "expires_at", block->expires_ns);
    tr_document_add_text(answer, "state", tr_block_state_name(block->state));
    tr__member_text(answer, "reason", block->reason);
    tr__member_text(answer, "actor", block->actor);
    if (!tr_id_is_none(block->order_id))
        tr_document_add_id(answer, "order_id", block->order_id);
    tr_document_add_decimal(answer, "entered", block->entered.value);
    tr_document_add_decimal(answer, "left", block->left.value);
    tr_document_add_decimal(answer, "proceeds", block->proceeds.value);
    tr_document_add_time(answer, "created_at", block->created_ns);
    tr_document_add_time(answer, "updated_at", block->updated_ns);
}

typedef struct condition_list {
    tr_document *answer;
    const tr_block *block;
} condition_list;

static bool write_condition(void *user, const void *row)
{
    const condition_list *list = user;
    const tr_block_condition *condition = row;
    tr_document *answer = list->answer;
    tr_document_object_begin(answer, NULL);
    tr_document_add_int(answer, "number", condition->number + 1);
    tr__member_text(answer, "source", condition->source);
    tr__member_text(answer, "name", condition->name);
    tr__member_text(answer, "timeframe", condition->timeframe);
    if (condition->fired_ns != 0) {
        tr_document_add_time(answer, "told_at", condition->fired_ns);
        tr_document_add_id(answer, "signal_id", condition->alert_id);
    } else {
        tr_document_add_null(answer, "told_at");
    }
    tr_document_object_end(answer);
    return true;
}

static tr_status write_conditions(const tr_command_context *context, tr_document *answer,
                                  const tr_block *block, tr_error *err)
{
    condition_list list = { answer, block };
    tr_block_condition key = { .block_id = block->id };
    memcpy(key.account, block->account, sizeof key.account);
    tr_store_query query = {
        .table = TR_TABLE_BLOCK_CONDITION, .key = &key, .key_columns = 2, .limit = TR_CONDITIONS_MAX
    };
    tr_document_array_begin(answer, "conditions");
    tr_status status = tr__read_page(context, &query, write_condition, &list, NULL, err);
    tr_document_array_end(answer);
    return status;
}

/* ---- block add ------------------------------------------------------------------------------- */

static const char *const sides[] = { "buy", "sell", NULL };

static const tr_argument_def add_arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "what to trade: BTC/USDT, BTCUSDT, BINANCE:BTCUSDT" },
    { .name = "side",
      .type = TR_ARGUMENT_CHOICE,
      .is_required = true,
      .is_positional = true,
      .choices = sides,
      .help = "what its order does" },
    { .name = "quantity",
      .type = TR_ARGUMENT_DECIMAL,
      .is_required = true,
      .is_positional = true,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "how much (the lot), in units of the base asset" },
    { .name = "conditions",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .max = "1000",
      .help = "what must be told: [source:]name[@timeframe], separated by commas" },
    { .name = "name",
      .type = TR_ARGUMENT_TEXT,
      .is_required = true,
      .max = "63",
      .help = "what to call it" },
    { .name = "description",
      .type = TR_ARGUMENT_TEXT,
      .max = "255",
      .help = "words to keep with it" },
    { .name = "lower",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "lower price of the band" },
    { .name = "upper",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "upper price of the band" },
    { .name = "take_profit",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "price at which to leave with a profit" },
    { .name = "stop_loss",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "price at which to leave with a loss" },
    { .name = "targets",
      .type = TR_ARGUMENT_TEXT,
      .max = "255",
      .help = "several prices to take profit at, with shares: 110:0.5,120:0.5" },
    { .name = "stops",
      .type = TR_ARGUMENT_TEXT,
      .max = "255",
      .help = "a stop for each target, instead of stop_loss" },
    { .name = "window",
      .type = TR_ARGUMENT_DURATION,
      .initial = "500ms",
      .min = "1ms",
      .max = "24h",
      .help = "how long after the first condition the last one may come" },
    { .name = "expires", .type = TR_ARGUMENT_TIME, .help = "time at which it is cancelled" },
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "account to trade on" },
    { .name = "key",
      .type = TR_ARGUMENT_TEXT,
      .max = "63",
      .help = "idempotency key: the same key never makes a second block" },
    { .name = "unwatched",
      .type = TR_ARGUMENT_FLAG,
      .help = "take it although no program takes alerts now" },
};

/* One part of a condition; false when it is too long. */
static bool copy_part(char *out, size_t size, const char *from, const char *to)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    if ((size_t)(to - from) >= size)
        return false;
    memcpy(out, from, (size_t)(to - from));
    out[to - from] = '\0';
    return true;
}

/* "[source:]name[@timeframe]": the source ends at the first colon, the timeframe begins behind the last @. */
static bool read_condition(const char *from, const char *to, tr_block_condition *out)
{
    const char *colon = memchr(from, ':', (size_t)(to - from));
    const char *name = colon == NULL ? from : colon + 1;
    const char *end = to;
    for (const char *at = to; at > name; at--)
        if (at[-1] == '@') {
            end = at - 1;
            break;
        }
    *out = (tr_block_condition){ .number = 0 };
    return (colon == NULL || copy_part(out->source, sizeof out->source, from, colon)) &&
           copy_part(out->name, sizeof out->name, name, end) &&
           (end == to || copy_part(out->timeframe, sizeof out->timeframe, end + 1, to));
}

static tr_status read_conditions(const char *text, tr_block_request *out, tr_error *err)
{
    const char *at = text;
    for (bool more = true; more;) {
        const char *end = at + strcspn(at, ",");
        if (out->condition_count == TR_CONDITIONS_MAX)
            return tr__fail(err, TR_E_INVALID, 0, "conditions: at most %d are taken",
                            TR_CONDITIONS_MAX);
        if (!read_condition(at, end, &out->conditions[out->condition_count++]))
            return tr__fail(err, TR_E_INVALID, 0,
                            "condition %zu is too long: source and name have at most %d bytes, the "
                            "timeframe 15",
                            out->condition_count, TR_LABEL_SIZE - 1);
        more = *end == ',';
        at = end + 1;
    }
    return TR_OK;
}

static tr_status read_request(const tr_command_call *call, tr_block_request *out, tr_error *err)
{
    const tr_command_context *context = tr_call_context(call);
    tr_account_row account;
    tr_status status = tr__call_account(call, TR_RIGHT_TRADE, &account, err);
    if (status != TR_OK)
        return status;
    *out =
        (tr_block_request){ .side = strcmp(tr_call_text(call, "side"), "buy") == 0 ? TR_SIDE_BUY
                                                                                   : TR_SIDE_SELL };
    (void)snprintf(out->account, sizeof out->account, "%s", account.name);
    (void)snprintf(out->user, sizeof out->user, "%s", context->user == NULL ? "" : context->user);
    tr__call_copy(call, "symbol", out->symbol, sizeof out->symbol);
    tr__call_copy(call, "name", out->name, sizeof out->name);
    tr__call_copy(call, "description", out->description, sizeof out->description);
    tr__call_copy(call, "key", out->idempotency_key, sizeof out->idempotency_key);
    out->quantity.value = tr_call_decimal(call, "quantity");
    out->price_low.value = tr_call_decimal(call, "lower");
    out->price_high.value = tr_call_decimal(call, "upper");
    out->window_ns = tr_call_int(call, "window");
    out->expires_ns = tr_call_int(call, "expires");
    status = tr__legs_of_call(call, out->legs, &out->leg_count, err);
    if (status == TR_OK && out->leg_count == 0) {
        out->take_profit.value = tr_call_decimal(call, "take_profit");
        out->stop_loss.value = tr_call_decimal(call, "stop_loss");
    }
    return status == TR_OK ? read_conditions(tr_call_text(call, "conditions"), out, err) : status;
}

static void on_answer(void *user, const tr_engine_answer *answer)
{
    tr_command_call *call = user;
    if (answer->block != NULL)
        write_block(tr_call_answer(call), answer->block);
    if (answer->is_duplicate)
        tr_document_add_bool(tr_call_answer(call), "duplicate", true);
    tr_call_finish(call, answer->status, &answer->error);
}

static void run_add(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_block_request request;
    tr_error err = { 0 };
    tr_status status = read_request(call, &request, &err);
    if (status == TR_OK && context->is_unwatched && !tr_call_flag(call, "unwatched"))
        status = tr__fail(&err, TR_E_REFUSED, 0,
                          "no program runs that takes alerts: start webhook-server, or say "
                          "unwatched to have the block wait until one runs");
    if (status != TR_OK)
        tr_call_finish(call, status, &err);
    else
        tr_engine_add_block(context->engine, &request, on_answer, call);
}

const tr_command_def tr__command_block_add = {
    .name = "block add",
    .summary = "Place an order once several conditions are told together",
    .details = "Alerts tell conditions by their source, name and timeframe. When all of a block's "
               "have been told within the "
               "window, in any order, and the market's price lies in the band, its market order "
               "goes out; outside the band "
               "what was told is dropped and the block waits on.\n\n"
               "An alert to buy tells blocks that buy, one to sell blocks that sell, and one with "
               "the action \"condition\" "
               "both: such an alert does nothing else.",
    .example = "tbctl block add BTC/USD buy 0.001 --name zone-1 --lower 95 --upper 105 --targets "
               "120:0.5,130:0.5 --stop-loss 90 --conditions 'macd dark green@12,macd not dark "
               "red@75,macd not dark red@240'",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .arguments = add_arguments,
    .argument_count = sizeof add_arguments / sizeof add_arguments[0],
    .run = run_add,
};

/* ---- block show and cancel ------------------------------------------------------------------- */

static tr_status find_block(const tr_command_context *context, tr_id id, int64_t right,
                            tr_block *out, tr_error *err)
{
    tr_account_row account;
    tr_block block = { .id = id };
    tr_status status = tr__read_row(context, TR_TABLE_BLOCK, &block, 1, &block, err);
    if (status == TR_OK)
        status = tr__find_account(context, block.account, right, &account, err);
    if (status == TR_E_NOT_FOUND) {
        char text[TR_ID_TEXT_SIZE];
        tr_id_format(id, text);
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no block %s", text);
    }
    if (status == TR_OK)
        *out = block;
    return status;
}

static const tr_argument_def show_arguments[] = {
    { .name = "block_id",
      .type = TR_ARGUMENT_ID,
      .is_required = true,
      .is_positional = true,
      .help = "the block" },
};

static const tr_column_view condition_columns[] = {
    { "number", "CONDITION", true, 0 }, { "source", "SOURCE", false, 1 },
    { "name", "NAME", false, 0 },       { "timeframe", "FRAME", false, 0 },
    { "told_at", "TOLD AT", false, 0 }, { "signal_id", "SIGNAL", false, 2 },
};

static void run_show(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_block block;
    tr_error err = { 0 };
    tr_status status =
        find_block(context, tr_call_id(call, "block_id"), TR_RIGHT_READ, &block, &err);
    if (status == TR_OK) {
        write_block(tr_call_answer(call), &block);
        status = write_conditions(context, tr_call_answer(call), &block, &err);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_block_show = {
    .name = "block show",
    .summary = "Show a block with its conditions",
    .details = "A condition that was told shows when; it counts until the window that its first "
               "one opened has passed.",
    .example = "tbctl block show 06cd3ro2lk1qk7hb41tq2vb3l4",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = show_arguments,
    .argument_count = 1,
    .list_key = "conditions",
    .columns = condition_columns,
    .column_count = sizeof condition_columns / sizeof condition_columns[0],
    .run = run_show,
};

static const tr_argument_def cancel_arguments[] = {
    { .name = "block_id",
      .type = TR_ARGUMENT_ID,
      .is_required = true,
      .is_positional = true,
      .help = "the block" },
    { .name = "reason", .type = TR_ARGUMENT_TEXT, .max = "159", .help = "why, for the log" },
};

static void run_cancel(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_block block;
    tr_error err = { 0 };
    tr_status status =
        find_block(context, tr_call_id(call, "block_id"), TR_RIGHT_TRADE, &block, &err);
    if (status == TR_OK && tr_block_state_is_final(block.state))
        status = tr__fail(&err, TR_E_CONFLICT, 0, "the block has ended already: it is %s",
                          tr_block_state_name(block.state));
    if (status != TR_OK) {
        tr_call_finish(call, status, &err);
        return;
    }
    tr_cancel_request request = { .account = block.account,
                                  .id = block.id,
                                  .actor = context->user,
                                  .reason = tr_call_has(call, "reason")
                                                ? tr_call_text(call, "reason")
                                                : NULL };
    tr_engine_cancel_block(context->engine, &request, on_answer, call);
}

const tr_command_def tr__command_block_cancel = {
    .name = "block cancel",
    .summary = "Cancel a block that waits",
    .details =
        "Of a block that trades already its orders are cancelled, or its position is closed.",
    .example = "tbctl block cancel 06cd3ro2lk1qk7hb41tq2vb3l4",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .is_dangerous = true,
    .arguments = cancel_arguments,
    .argument_count = sizeof cancel_arguments / sizeof cancel_arguments[0],
    .run = run_cancel,
};

/* ---- block amend ----------------------------------------------------------------------------- */

static const tr_argument_def amend_arguments[] = {
    { .name = "block_id", .type = TR_ARGUMENT_ID, .is_required = true, .is_positional = true, .help = "the block" },
    { .name = "quantity", .type = TR_ARGUMENT_DECIMAL, .min = TR_ARGUMENT_ABOVE_ZERO, .help = "another lot" },
    { .name = "lower", .type = TR_ARGUMENT_DECIMAL, .min = "0", .help = "lower price of the band; 0: none" },
    { .name = "upper", .type = TR_ARGUMENT_DECIMAL, .min = "0", .help = "upper price of the band; 0: none" },
    { .name = "take_profit", .type = TR_ARGUMENT_DECIMAL, .min = "0", .help = "price to leave at with a profit; 0: none" },
    { .name = "stop_loss", .type = TR_ARGUMENT_DECIMAL, .min = "0", .help = "price to leave at with a loss; 0: none" },
    { .name = "targets", .type = TR_ARGUMENT_TEXT, .max = "255",
      .help = "several prices to take profit at, with shares: 110:0.5,120:0.5" },
    { .name = "stops", .type = TR_ARGUMENT_TEXT, .max = "255", .help = "a stop for each target, instead of stop_loss" },
    { .name = "window", .type = TR_ARGUMENT_DURATION, .min = "1ms", .max = "24h",
      .help = "how long after the first condition the last one may come" },
    { .name = "expires", .type = TR_ARGUMENT_TIME, .help = "another time at which it is cancelled" },
    { .name = "description", .type = TR_ARGUMENT_TEXT, .max = "255", .help = "other words to keep with it" },
};

static tr_status read_change(const tr_command_call *call, tr_block_change *out, tr_error *err)
{
    static const struct {
        const char *name;
        int64_t bit;
    } fields[] = { { "quantity", TR_BLOCK_QUANTITY },       { "lower", TR_BLOCK_LOWER },
                   { "upper", TR_BLOCK_UPPER },             { "take_profit", TR_BLOCK_TAKE_PROFIT },
                   { "stop_loss", TR_BLOCK_STOP_LOSS },     { "window", TR_BLOCK_WINDOW },
                   { "expires", TR_BLOCK_EXPIRES },         { "description", TR_BLOCK_DESCRIPTION } };
    tr_block_request *values = &out->values;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        out->given |= tr_call_has(call, fields[i].name) ? fields[i].bit : 0;
    values->quantity.value = tr_call_decimal(call, "quantity");
    values->price_low.value = tr_call_decimal(call, "lower");
    values->price_high.value = tr_call_decimal(call, "upper");
    values->take_profit.value = tr_call_decimal(call, "take_profit");
    values->stop_loss.value = tr_call_decimal(call, "stop_loss");
    values->window_ns = tr_call_int(call, "window");
    values->expires_ns = tr_call_int(call, "expires");
    tr__call_copy(call, "description", values->description, sizeof values->description);
    if (!tr_call_has(call, "targets") && !tr_call_has(call, "stops"))
        return TR_OK;
    out->given |= TR_BLOCK_LEGS;
    return tr__legs_of_call(call, values->legs, &values->leg_count, err);
}

static void run_amend(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_block block;
    tr_error err = { 0 };
    tr_block_change change = { .id = tr_call_id(call, "block_id"), .actor = context->user };
    tr_status status = find_block(context, change.id, TR_RIGHT_TRADE, &block, &err);
    if (status == TR_OK)
        status = read_change(call, &change, &err);
    change.account = block.account;
    if (status != TR_OK)
        tr_call_finish(call, status, &err);
    else
        tr_engine_amend_block(context->engine, &change, on_answer, call);
}

const tr_command_def tr__command_block_amend = {
    .name = "block amend", .summary = "Change a block that waits",
    .details = "Band, lot, exits, window, expiry and description; what was told of its conditions stays told. Another symbol, "
               "side or condition is another block. Of a block that trades the orders are amended.",
    .example = "tbctl block amend --stop-loss 91 06cd3ro2lk1qk7hb41tq2vb3l4", .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE, .arguments = amend_arguments,
    .argument_count = sizeof amend_arguments / sizeof amend_arguments[0], .run = run_amend,
};

/* ---- block list ------------------------------------------------------------------------------ */

static const char *const states[] = { "open",      "any",     "waiting", "trading", "closed",
                                      "cancelled", "expired", "refused", NULL };

static const tr_argument_def list_arguments[] = {
    { .name = "state",
      .type = TR_ARGUMENT_CHOICE,
      .initial = "open",
      .choices = states,
      .help = "only blocks in this state; open: waiting or trading" },
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "blocks of this account" },
    { .name = "limit",
      .type = TR_ARGUMENT_INTEGER,
      .initial = "20",
      .min = "1",
      .max = "200",
      .help = "how many" },
    { .name = "after",
      .type = TR_ARGUMENT_ID,
      .help = "go on behind this block: the last one of the page before" },
};

static const tr_column_view block_columns[] = {
    { "block_id", "BLOCK", false, 0 },   { "name", "NAME", false, 0 },
    { "symbol", "SYMBOL", false, 0 },    { "side", "SIDE", false, 0 },
    { "quantity", "QUANTITY", true, 0 }, { "lower", "LOWER", true, 2 },
    { "upper", "UPPER", true, 3 },       { "expires_at", "EXPIRES", false, 1 },
    { "state", "STATE", false, 0 },
};

typedef struct listing {
    tr_document *answer;
    const char *state;
    int64_t limit;
    int64_t listed;
    bool is_cut;
    tr_block last;
} listing;

static bool list_row(void *user, const void *row)
{
    listing *list = user;
    const tr_block *block = row;
    bool is_open = !tr_block_state_is_final(block->state);
    bool is_wanted = strcmp(list->state, "any") == 0 ||
                     (strcmp(list->state, "open") == 0 && is_open) ||
                     strcmp(list->state, tr_block_state_name(block->state)) == 0;
    if (is_wanted && list->listed == list->limit) {
        list->is_cut = true;
        return false;
    }
    list->last = *block;
    if (!is_wanted)
        return true;
    tr_document_object_begin(list->answer, NULL);
    write_block(list->answer, block);
    tr_document_object_end(list->answer);
    list->listed++;
    return true;
}

static void run_list(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    listing list = { .answer = answer,
                     .state = tr_call_text(call, "state"),
                     .limit = tr_call_int(call, "limit") };
    bool has_start = tr_call_has(call, "after");
    bool has_more = true;
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK && has_start)
        status = find_block(context, tr_call_id(call, "after"), TR_RIGHT_READ, &list.last, &err);
    if (status == TR_OK && has_start && strcmp(list.last.account, account.name) != 0)
        status = tr__fail(&err, TR_E_INVALID, 0, "after is a block of another account");
    if (status == TR_OK) {
        tr_block key = { .state = TR_BLOCK_WAITING };
        (void)snprintf(key.account, sizeof key.account, "%s", account.name);
        tr_document_add_text(answer, "account", account.name);
        tr_document_array_begin(answer, "blocks");
        while (status == TR_OK && has_more && !list.is_cut) {
            tr_block after = list.last;
            tr_store_query query = { .table = TR_TABLE_BLOCK,
                                     .index = TR_INDEX_BLOCK_ACCOUNT,
                                     .key = &key,
                                     .key_columns = 1,
                                     .after = has_start ? &after : NULL,
                                     .is_descending = true,
                                     .limit = 200 };
            status = tr__read_page(context, &query, list_row, &list, &has_more, &err);
            has_start = true;
        }
        tr_document_array_end(answer);
        tr_document_add_int(answer, "total", list.listed);
        if (list.is_cut)
            tr_document_add_id(answer, "next", list.last.id);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_block_list = {
    .name = "block list",
    .summary = "List blocks, newest first",
    .details = "Where there is more, \"next\" is the value of --after for the following page.",
    .example = "tbctl block list --state any",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = list_arguments,
    .argument_count = sizeof list_arguments / sizeof list_arguments[0],
    .list_key = "blocks",
    .columns = block_columns,
    .column_count = sizeof block_columns / sizeof block_columns[0],
    .run = run_list,
};
