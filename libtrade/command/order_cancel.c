/* order_cancel.c: `order cancel`. */
#include <trade/command.h>

#include "command/order.h"
#include "command/reading.h"
#include "core/fail.h"

static const tr_argument_def arguments[] = {
    { .name = "order_id",
      .type = TR_ARGUMENT_ID,
      .is_required = true,
      .is_positional = true,
      .help = "the order" },
    { .name = "reason", .type = TR_ARGUMENT_TEXT, .max = "159", .help = "words to keep with it" },
};

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
    tr_order order;
    tr_error err = { 0 };
    tr_id id = tr_call_id(call, "order_id");
    tr_status status = tr__find_order(context, id, TR_RIGHT_TRADE, &order, &err);
    if (status == TR_OK && tr_order_state_is_final(order.state)) {
        tr__order_write(tr_call_answer(call), &order);
        status = tr__fail(&err, TR_E_CONFLICT, 0, "the order has ended already: it is %s",
                          tr_order_state_name(order.state));
    }
    if (status != TR_OK) {
        tr_call_finish(call, status, &err);
        return;
    }
    tr_cancel_request request = { .account = order.account,
                                  .id = id,
                                  .actor = context->user,
                                  .reason = tr_call_has(call, "reason")
                                                ? tr_call_text(call, "reason")
                                                : NULL };
    tr_engine_cancel_as(context->engine, &request, on_answer, call);
}

const tr_command_def tr__command_order_cancel = {
    .name = "order cancel",
    .summary = "Cancel an order that has not ended",
    .details = "An order that waits is cancelled at once. One that the exchange holds is cancelled "
               "there: if it filled first, the answer says so.",
    .example = "tbctl order cancel 06cd3ro2lk1qk7hb41tq2vb3l4",
    .place = TR_COMMAND_TRADES,
    .rights = TR_RIGHT_TRADE,
    .is_dangerous = true,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
