/* price.c: `price push` and `price show`: the market as the engine sees it. */
#include <trade/command.h>

#include <stdio.h>
#include <string.h>

#include "core/fail.h"

static tr_status find_instrument(const tr_command_call *call, const tr_instrument **out,
                                 tr_error *err)
{
    const tr_command_context *context = tr_call_context(call);
    const char *text = tr_call_text(call, "symbol");
    return tr_instrument_find(context->instruments, context->instrument_count, text, strlen(text),
                              true, out, err);
}

/* ---- price push ------------------------------------------------------------------------------ */

static const tr_argument_def push_arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_required = true,
      .is_positional = true,
      .help = "of what" },
    { .name = "price",
      .type = TR_ARGUMENT_DECIMAL,
      .is_required = true,
      .is_positional = true,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "quote units per base unit" },
    { .name = "quantity",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "traded volume; bounds what fills at it" },
};

static void run_push(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    const tr_instrument *instrument = NULL;
    tr_status status = find_instrument(call, &instrument, &err);
    if (status == TR_OK && context->push_price == NULL)
        status = tr__fail(&err, TR_E_UNSUPPORTED, 0,
                          "prices come from the exchange here and cannot be pushed");
    if (status == TR_OK) {
        tr_price_tick tick = { .price = { tr_call_decimal(call, "price") },
                               .quantity = { tr_call_decimal(call, "quantity") },
                               .at_ns = context->clock->now_ns(context->clock->user) };
        (void)snprintf(tick.symbol, sizeof tick.symbol, "%s", instrument->symbol);
        status = context->push_price(context->port_user, &tick, &err);
        tr_document_add_text(answer, "symbol", tick.symbol);
        tr_document_add_decimal(answer, "price", tick.price.value);
        tr_document_add_time(answer, "at", tick.at_ns);
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_price_push = {
    .name = "price push",
    .summary = "Give the paper market a price",
    .details = "Orders that wait for it are set off, resting ones may fill. A pushed price lives "
               "in the program that owns the account and ends with it.",
    .example = "tbctl price push BTC/USD 65000",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .arguments = push_arguments,
    .argument_count = sizeof push_arguments / sizeof push_arguments[0],
    .run = run_push,
};

/* ---- price show ------------------------------------------------------------------------------ */

static const tr_argument_def show_arguments[] = {
    { .name = "symbol",
      .type = TR_ARGUMENT_SYMBOL,
      .is_positional = true,
      .help = "only this one" },
};

static const tr_column_view columns[] = {
    { "symbol", "SYMBOL", false, 0 },
    { "price", "PRICE", true, 0 },
    { "tick", "TICK", true, 0 },
    { "lot", "LOT", true, 0 },
};

static void run_show(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    const tr_instrument *only = NULL;
    tr_status status = tr_call_has(call, "symbol") ? find_instrument(call, &only, &err) : TR_OK;
    tr_document_array_begin(answer, "prices");
    for (size_t i = 0; i < context->instrument_count && status == TR_OK; i++) {
        const tr_instrument *instrument = &context->instruments[i];
        tr_price mark;
        if (only != NULL && only != instrument)
            continue;
        tr_document_object_begin(answer, NULL);
        tr_document_add_text(answer, "symbol", instrument->symbol);
        if (tr_engine_mark(context->engine, instrument->symbol, &mark) == TR_OK)
            tr_document_add_decimal(answer, "price", mark.value);
        else
            tr_document_add_null(answer, "price");
        tr_document_add_decimal(answer, "tick", instrument->tick);
        tr_document_add_decimal(answer, "lot", instrument->lot);
        tr_document_object_end(answer);
    }
    tr_document_array_end(answer);
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_price_show = {
    .name = "price show",
    .summary = "Show the last prices and the grids they lie on",
    .example = "tbctl price show",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_READ,
    .arguments = show_arguments,
    .argument_count = sizeof show_arguments / sizeof show_arguments[0],
    .list_key = "prices",
    .columns = columns,
    .column_count = sizeof columns / sizeof columns[0],
    .run = run_show,
};
