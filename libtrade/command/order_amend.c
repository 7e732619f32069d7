/* order_amend.c: `order amend`: change an order that waits or works. */
#include <trade/command.h>

#include <string.h>

#include "command/legs.h"
#include "command/member.h"
#include "command/order.h"
#include "command/reading.h"
#include "core/fail.h"

static const tr_argument_def arguments[] = {
    { .name = "order_id",
      .type = TR_ARGUMENT_ID,
      .is_required = true,
      .is_positional = true,
      .help = "the order" },
    { .name = "quantity",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "the whole quantity, what has filled included" },
    { .name = "price",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "limit price" },
    { .name = "stop_price",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "market price that sets it off" },
    { .name = "take_profit",
      .type = TR_ARGUMENT_DECIMAL,
      .min = "0",
      .help = "price at which to leave with a profit; 0 takes it away from an entry" },
    { .name = "stop_loss",
      .type = TR_ARGUMENT_DECIMAL,
      .min = "0",
      .help = "price at which to leave with a loss; 0 takes it away from an entry" },
    { .name = "targets",
      .type = TR_ARGUMENT_TEXT,
      .max = "255",
      .help = "several prices to take profit at, with shares: 110:0.5,120:0.5" },
    { .name = "stops",
      .type = TR_ARGUMENT_TEXT,
      .max = "255",
      .help = "a stop for each target, instead of stop_loss" },
    { .name = "trail_amount",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "how far the market comes back before a trailing order goes" },
    { .name = "trail_percent",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .max = "99.99",
      .help = "the same in per cent of the best price" },
    { .name = "activation_price",
      .type = TR_ARGUMENT_DECIMAL,
      .min = TR_ARGUMENT_ABOVE_ZERO,
      .help = "market price at which a trail begins" },
    { .name = "good_from", .type = TR_ARGUMENT_TIME, .help = "time before which it does nothing" },
    { .name = "expires", .type = TR_ARGUMENT_TIME, .help = "time at which it expires" },
    { .name = "no_expiry", .type = TR_ARGUMENT_FLAG, .help = "let it never expire" },
    { .name = "source",
      .type = TR_ARGUMENT_TEXT,
      .max = "63",
      .help = "source of the alert that it waits for" },
    { .name = "signal_age",
      .type = TR_ARGUMENT_DURATION,
      .min = "1ms",
      .help = "an alert that was sent longer before does not fire it" },
    { .name = "notes", .type = TR_ARGUMENT_TEXT, .max = "255", .help = "words to keep with it" },
    { .name = "tags",
      .type = TR_ARGUMENT_TEXT,
      .max = "255",
      .help = "labels, separated by commas" },
};

/* Which argument gives which change; the values are read below. */
static const struct {
    const char *argument;
    int64_t change;
} changes[] = {
    { "quantity", TR_AMEND_QUANTITY },   { "price", TR_AMEND_LIMIT },
    { "stop_price", TR_AMEND_STOP },     { "take_profit", TR_AMEND_TAKE_PROFIT },
    { "stop_loss", TR_AMEND_STOP_LOSS }, { "targets", TR_AMEND_LEGS },
    { "stops", TR_AMEND_LEGS },          { "trail_amount", TR_AMEND_TRAIL },
    { "trail_percent", TR_AMEND_TRAIL }, { "activation_price", TR_AMEND_ACTIVATION },
    { "good_from", TR_AMEND_STARTS },    { "expires", TR_AMEND_EXPIRES },
    { "no_expiry", TR_AMEND_EXPIRES },   { "source", TR_AMEND_SIGNAL },
    { "signal_age", TR_AMEND_SIGNAL },   { "notes", TR_AMEND_NOTES },
    { "tags", TR_AMEND_TAGS },
};

static tr_status read_values(const tr_command_call *call, const tr_order *order,
                             tr_amend_request *out, tr_error *err)
{
    tr_order_request *values = &out->values;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        if (tr_call_has(call, changes[i].argument))
            out->given |= changes[i].change;
    if (tr_call_has(call, "expires") && tr_call_flag(call, "no_expiry"))
        return tr__fail(err, TR_E_INVALID, 0, "expires and no_expiry exclude each other");
    if (tr_call_has(call, "trail_amount") && tr_call_has(call, "trail_percent"))
        return tr__fail(err, TR_E_INVALID, 0, "trail_amount and trail_percent exclude each other");
    values->quantity.value = tr_call_decimal(call, "quantity");
    values->limit_price.value = tr_call_decimal(call, "price");
    values->stop_price.value = tr_call_decimal(call, "stop_price");
    values->take_profit.value = tr_call_decimal(call, "take_profit");
    values->stop_loss.value = tr_call_decimal(call, "stop_loss");
    values->trail_amount.value = tr_call_decimal(call, "trail_amount");
    values->activation_price.value = tr_call_decimal(call, "activation_price");
    values->starts_ns = tr_call_int(call, "good_from");
    values->expires_ns = tr_call_int(call, "expires");
    /* One of a pair that is changed together keeps the other as it is. */
    memcpy(values->source, order->source, sizeof values->source);
    values->signal_age_max_ns = order->signal_age_max_ns;
    if (tr_call_has(call, "source"))
        tr__call_copy(call, "source", values->source, sizeof values->source);
    if (tr_call_has(call, "signal_age"))
        values->signal_age_max_ns = tr_call_int(call, "signal_age");
    tr__call_copy(call, "notes", values->notes, sizeof values->notes);
    tr__call_copy(call, "tags", values->tags, sizeof values->tags);
    tr_status status =
        tr_decimal_divide(tr_call_decimal(call, "trail_percent"), tr_decimal_from_int(100),
                          TR_ROUND_DOWN, &values->trail_rate);
    if (status == TR_OK)
        status = tr__legs_of_call(call, values->legs, &values->leg_count, err);
    if (values->leg_count > 0) /* stop_loss was that of the legs */
        out->given &= ~(int64_t)(TR_AMEND_TAKE_PROFIT | TR_AMEND_STOP_LOSS);
    return status;
}

static void on_answer(void *user, const tr_engine_answer *answer)
{
    tr_command_call *call = user;
    if (answer->order != NULL)
        tr__order_write(tr_call_answer(call), answer->order);
    tr_call_finish(call, answer->status, &answer->error);
}

static void run(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_order order = { .version = 0 };
    tr_error err = { 0 };
    tr_status status =
        tr__find_order(context, tr_call_id(call, "order_id"), TR_RIGHT_TRADE, &order, &err);
    tr_amend_request request = { .account = order.account, .actor = context->user };
    if (status == TR_OK && tr_order_state_is_final(order.state))
        status = tr__fail(&err, TR_E_CONFLICT, 0, "the order has ended already: it is %s",
                          tr_order_state_name(order.state));
    if (status == TR_OK)
        status = read_values(call, &order, &request, &err);
    request.id = order.id;
    if (status != TR_OK)
        tr_call_finish(call, status, &err);
    else
        tr_engine_amend(context->engine, &request, on_answer, call);
}

const tr_command_def tr__command_order_amend = {
    .name = "order amend",
    .summary = "Change an order that waits or works",
    .details = "One that waits is changed at once, if the risk limits allow it. Of one that the "
               "exchange holds, quantity and price are changed there, or it is cancelled there and "
               "the rest placed anew: the answer then has another order_id. If it fills first, the "
               "answer says so. Of a target or stop of a position, --take-profit and --stop-loss "
               "move it and its counterpart.",
    .example = "tbctl order amend --notes 'until the news' 06cd3ro2lk1qk7hb41tq2vb3l4",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
