/* order.c: an order as members of an answer. */
#include "command/order.h"

#include "command/legs.h"
#include "command/member.h"

const tr_column_view tr__order_columns[TR__ORDER_COLUMN_COUNT] = {
    { "order_id", "ORDER", false, 0 },
    { "created_at", "CREATED", false, 4 },
    { "symbol", "SYMBOL", false, 0 },
    { "side", "SIDE", false, 0 },
    { "role", "ROLE", false, 3 },
    { "order_type", "TYPE", false, 5 },
    { "quantity", "QUANTITY", true, 0 },
    { "price", "PRICE", true, 2 },
    { "trigger_price", "TRIGGER", true, 1 },
    { "executed_quantity", "FILLED", true, 6 },
    { "executed_price", "AT", true, 1 },
    { "state", "STATE", false, 0 },
};

static void add_link(tr_document *answer, const char *key, tr_id id)
{
    if (!tr_id_is_none(id))
        tr_document_add_id(answer, key, id);
}

/* Of an entry: the stop of what it fills trails. */
static void write_stop_trail(tr_document *answer, const tr_order *order)
{
    tr_decimal percent;
    if (order->role != TR_ROLE_ENTRY)
        return;
    tr__member_price(answer, "stop_trail_amount", order->exit_trail_amount);
    if (!tr_decimal_is_zero(order->exit_trail_rate) &&
        tr_decimal_multiply(order->exit_trail_rate, tr_decimal_from_int(100), TR_ROUND_HALF_EVEN,
                            &percent) == TR_OK)
        tr_document_add_decimal(answer, "stop_trail_percent", percent);
}

static void write_trail(tr_document *answer, const tr_order *order)
{
    tr_decimal percent;
    if (order->type != TR_ORDER_TRAILING)
        return;
    if (tr_decimal_is_zero(order->trail_rate))
        tr_document_add_decimal(answer, "trail_amount", order->trail_amount.value);
    else if (tr_decimal_multiply(order->trail_rate, tr_decimal_from_int(100), TR_ROUND_HALF_EVEN,
                                 &percent) == TR_OK)
        tr_document_add_decimal(answer, "trail_percent", percent);
    tr__member_price(answer, "activation_price", order->activation_price);
}

void tr__order_write(tr_document *answer, const tr_order *order)
{
    tr_document_add_id(answer, "order_id", order->id);
    tr_document_add_text(answer, "user_id", order->user);
    tr_document_add_text(answer, "account", order->account);
    tr_document_add_text(answer, "symbol", order->symbol);
    tr_document_add_text(answer, "side", tr_side_name(order->side));
    tr_document_add_text(answer, "order_type", tr_order_type_name(order->type));
    tr_document_add_decimal(answer, "quantity", order->quantity.value);
    tr__member_price(answer, "price", order->limit_price);
    tr__member_price(answer, "stop_price", order->stop_price);
    tr__member_price(answer, "take_profit", order->take_profit);
    tr__member_price(answer, "stop_loss", order->stop_loss);
    tr_document_add_text(answer, "status", tr_order_state_view(order->state));
    tr_document_add_text(answer, "state", tr_order_state_name(order->state));
    tr__member_text(answer, "reason", order->reason);
    tr_document_add_time(answer, "created_at", order->created_ns);
    tr_document_add_time(answer, "updated_at", order->updated_ns);
    tr_price average = { { 0, 0 } };
    (void)tr_order_average_price(order, &average); /* zero where nothing has filled */
    tr__member_price(answer, "executed_price", average);
    tr_document_add_decimal(answer, "executed_quantity", order->filled_quantity.value);
    tr_document_add_decimal(answer, "fees", order->fees_quote.value);
    tr_document_add_text(answer, "time_in_force", tr_tif_name(order->tif));
    tr_document_add_text(answer, "role", tr_role_name(order->role));
    tr_document_add_bool(answer, "reduce_only", order->is_reduce_only);
    tr_document_add_text(answer, "waits_for", tr_trigger_name(order->trigger));
    tr__member_price(answer, "trigger_price", order->trigger_price);
    tr__member_text(answer, "strategy", order->strategy);
    tr__member_text(answer, "source", order->source);
    if (order->starts_ns != 0)
        tr_document_add_time(answer, "good_from", order->starts_ns);
    if (order->expires_ns != 0)
        tr_document_add_time(answer, "expires_at", order->expires_ns);
    write_trail(answer, order);
    write_stop_trail(answer, order);
    tr__legs_write(answer, order->legs);
    if (order->attempts > 0)
        tr_document_add_int(answer, "attempts", order->attempts);
    add_link(answer, "block_id", order->block_id);
    add_link(answer, "replaces_id", order->replaces_id);
    tr__member_text(answer, "actor", order->actor);
    add_link(answer, "parent_id", order->parent_id);
    add_link(answer, "alert_id", order->alert_id);
    tr__member_text(answer, "idempotency_key", order->idempotency_key);
    tr__member_text(answer, "exchange_order_id", order->exchange_order_id);
    tr__member_text(answer, "notes", order->notes);
    tr__member_text(answer, "tags", order->tags);
}
