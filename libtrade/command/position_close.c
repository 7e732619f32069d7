/* position_close.c: `position close`: sell what is held, or buy back what is owed. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include "command/order.h"
#include "command/reading.h"
#include "core/fail.h"

static const tr_argument_def arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "the position's symbol" },
    { .name = "quantity",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "how much of it; without this all of it" },
    { .name = "account",
      .type = TR_ARGUMENT_TEXT,
      .max = "31",
      .help = "account whose position it is" },
    { .name = "key",
      .type = TR_ARGUMENT_TEXT,
      .max = "63",
      .help = "idempotency key: the same key never closes twice" },
};

static tr_status read_request(const tr_command_call *call, tr_order_request *out, tr_error *err)
{
    const tr_command_context *context = tr_call_context(call);
    const char *symbol = tr_call_text(call, "symbol");
    const tr_instrument *instrument = NULL;
    tr_account_row account;
    tr_status status = tr__call_account(call, TR_RIGHT_TRADE, &account, err);
    if (status == TR_OK)
        status = tr_instrument_find(context->instruments, context->instrument_count, symbol,
                                    strlen(symbol), true, &instrument, err);
    if (status != TR_OK)
        return status;
    tr_position position = { .version = 0 };
    (void)snprintf(position.account, sizeof position.account, "%s", account.name);
    (void)snprintf(position.symbol, sizeof position.symbol, "%s", instrument->symbol);
    status = tr__read_row(context, TR_TABLE_POSITION, &position, 2, &position, err);
    if (status == TR_E_NOT_FOUND || (status == TR_OK && tr_decimal_is_zero(position.quantity)))
        return tr__fail(err, TR_E_NOT_FOUND, 0, "account %s holds no %s", account.name,
                        instrument->symbol);
    tr_decimal held = { 0 };
    if (status != TR_OK || (status = tr_decimal_absolute(position.quantity, &held)) != TR_OK ||
        (status = tr_decimal_round_to(held, instrument->lot, TR_ROUND_DOWN, &held)) != TR_OK)
        return status;
    tr_decimal asked = tr_call_has(call, "quantity") ? tr_call_decimal(call, "quantity") : held;
    *out = (tr_order_request){ .side = tr_decimal_sign(position.quantity) > 0 ? TR_SIDE_SELL
                                                                              : TR_SIDE_BUY,
                               .type = TR_ORDER_MARKET,
                               .quantity = { tr_decimal_min(asked, held) },
                               .is_reduce_only = true,
                               .answer_when = TR_ANSWER_SETTLED };
    (void)snprintf(out->account, sizeof out->account, "%s", account.name);
    (void)snprintf(out->user, sizeof out->user, "%s", context->user == NULL ? "" : context->user);
    (void)snprintf(out->symbol, sizeof out->symbol, "%s", instrument->symbol);
    (void)snprintf(out->idempotency_key, sizeof out->idempotency_key, "%s",
                   tr_call_text(call, "key"));
    return TR_OK;
}

static void on_answer(void *user, const tr_engine_answer *answer)
{
    tr_command_call *call = user;
    if (answer->order != NULL)
        tr__order_write(tr_call_answer(call), answer->order);
    if (answer->is_duplicate)
        tr_document_add_bool(tr_call_answer(call), "duplicate", true);
    tr_call_finish(call, answer->status, &answer->error);
}

static void run(tr_command_call *call)
{
    tr_order_request request;
    tr_error err = { 0 };
    tr_status status = read_request(call, &request, &err);
    if (status != TR_OK)
        tr_call_finish(call, status, &err);
    else
        tr_engine_submit(tr_call_context(call)->engine, &request, on_answer, call);
}

const tr_command_def tr__command_position_close = {
    .name = "position close",
    .summary = "Close a position, or a part of it, at the market",
    .details = "The order never takes more than the position, less what other orders are closing "
               "already. Its targets and stops go when nothing is held any more.",
    .example = "tbctl position close BTC/USD",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .is_dangerous = true,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
