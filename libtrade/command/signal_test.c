/* signal_test.c: `signal test`: what would this alert do? Nothing is done. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include "command/member.h"
#include "command/reading.h"

static const char *const actions[] = { "buy",     "sell",      "close", "reduce",
                                       "reverse", "condition", NULL };

static const tr_argument_def arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "as the alert names it: BTCUSDT, BINANCE:BTCUSDT" },
    { .name = "action",
      .type = TR_ARGUMENT_CHOICE,
      .is_required = true,
      .is_positional = true,
      .choices = actions,
      .help = "what it asks for" },
    { .name = "quantity",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "its quantity" },
    { .name = "take_profit",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "its target" },
    { .name = "stop_loss",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "its stop" },
    { .name = "strategy", .type = TR_ARGUMENT_TEXT, .max = "63", .help = "its strategy" },
    { .name = "source",
      .type = TR_ARGUMENT_TEXT,
      .initial = "tradingview",
      .max = "63",
      .help = "its source" },
    { .name = "name",
      .type = TR_ARGUMENT_TEXT,
      .max = "63",
      .help = "its name, which conditions of blocks look at" },
    { .name = "timeframe",
      .type = TR_ARGUMENT_TEXT,
      .max = "15",
      .help = "its timeframe, likewise" },
    { .name = "account",
      .type = TR_ARGUMENT_TEXT,
      .max = "31",
      .help = "the account that it comes to" },
};

static const tr_column_view columns[] = {
    { "effect", "EFFECT", false, 0 },    { "id", "ORDER OR BLOCK", false, 2 },
    { "account", "ACCOUNT", false, 1 },  { "side", "SIDE", false, 0 },
    { "quantity", "QUANTITY", true, 0 }, { "allowed", "ALLOWED", false, 0 },
    { "reason", "REASON", false, 0 },
};

/* What others have waiting is none of the asker's business. */
typedef struct listing {
    const tr_command_context *context;
    tr_document *answer;
    int64_t listed;
} listing;

static void list_effect(void *user, const tr_effect *effect)
{
    listing *list = user;
    tr_document *answer = list->answer;
    tr_account_row account;
    if (tr__find_account(list->context, effect->account, TR_RIGHT_READ, &account, NULL) != TR_OK)
        return;
    tr_document_object_begin(answer, NULL);
    tr_document_add_text(answer, "effect", tr_effect_kind_name(effect->kind));
    if (tr_id_is_none(effect->id))
        tr_document_add_null(answer, "id");
    else
        tr_document_add_id(answer, "id", effect->id);
    tr_document_add_text(answer, "account", effect->account);
    tr_document_add_text(answer, "side", tr_side_name(effect->side));
    tr_document_add_decimal(answer, "quantity", effect->quantity.value);
    tr_document_add_bool(answer, "allowed", effect->is_allowed);
    tr_document_add_text(answer, "reason", effect->reason[0] == '\0' ? NULL : effect->reason);
    tr_document_object_end(answer);
    list->listed++;
}

static void run(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_account_row account;
    tr_error err = { 0 };
    const char *action = tr_call_text(call, "action");
    listing list = { .context = context, .answer = answer };
    tr_alert alert = { .received_ns = context->clock->now_ns(context->clock->user) };
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK) {
        (void)tr_alert_action_parse(action, strlen(action),
                                    &alert.action); /* checked against the same words */
        (void)snprintf(alert.account, sizeof alert.account, "%s", account.name);
        tr__call_copy(call, "symbol", alert.symbol, sizeof alert.symbol);
        tr__call_copy(call, "strategy", alert.strategy, sizeof alert.strategy);
        tr__call_copy(call, "source", alert.source, sizeof alert.source);
        tr__call_copy(call, "name", alert.name, sizeof alert.name);
        tr__call_copy(call, "timeframe", alert.timeframe, sizeof alert.timeframe);
        alert.quantity.value = tr_call_decimal(call, "quantity");
        alert.take_profit.value = tr_call_decimal(call, "take_profit");
        alert.stop_loss.value = tr_call_decimal(call, "stop_loss");
        tr_document_array_begin(answer, "effects");
        status = tr_engine_try_alert(context->engine, &alert, list_effect, &list, &err);
        tr_document_array_end(answer);
        tr_document_add_int(answer, "total", list.listed);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_signal_test = {
    .name = "signal test",
    .summary = "Say what an alert would do, and do nothing",
    .details = "Orders that it would fire or arm, an order of its own, what it would close, and "
               "the conditions of blocks that it would tell. \"Allowed\" is the risk gate's word "
               "as things stand, for each effect by itself.",
    .example = "tbctl signal test BTCUSD buy --strategy macd --quantity 0.001",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_READ,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .list_key = "effects",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .run = run,
};
