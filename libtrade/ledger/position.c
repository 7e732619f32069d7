/*
 * position.c: net positions by average cost, long and short, through zero and back.
 *
 * What adds to the position adds its cost; what takes from it takes the same share of the cost and realises the difference
 * to its own price; what is left beyond zero opens the other side. The last part that closes takes whatever cost is left, so
 * that no rounding is ever lost: over a round trip the gains sum to what came in less what went out, exactly.
 */
#include "ledger/position.h"

#include <string.h>

static tr_decimal with_sign(tr_decimal amount, bool is_negative)
{
    tr_decimal result = amount;
    if (is_negative)
        (void)tr_decimal_negate(amount, &result); /* amounts of executions are never the minimum */
    return result;
}

tr_status tr__ledger_position_value(const tr_fill *fill, tr_decimal multiplier, tr_money *out)
{
    tr_decimal units;
    tr_status status =
        tr_decimal_multiply(fill->quantity.value, multiplier, TR_ROUND_HALF_EVEN, &units);
    return status == TR_OK
               ? tr_decimal_multiply(fill->price.value, units, TR_ROUND_HALF_EVEN, &out->value)
               : status;
}

tr_status tr__ledger_position_fee(const tr_fill *fill, const tr_symbol_parts *parts, tr_money *out)
{
    *out = (tr_money){ { 0 } };
    if (strcmp(fill->fee_asset, parts->quote) == 0)
        *out = fill->fee;
    else if (parts->kind == TR_KIND_SPOT && strcmp(fill->fee_asset, parts->base) == 0)
        return tr_decimal_multiply(fill->fee.value, fill->price.value, TR_ROUND_HALF_EVEN,
                                   &out->value);
    return TR_OK; /* a third asset: booked in the ledger, in no quote sum */
}

/* One side of an execution: its goods, or the goods that went as a fee. */
typedef struct trade {
    bool is_sell;
    bool is_spot;
    tr_price price;
    tr_decimal quantity; /* > 0 */
    tr_decimal value;    /* >= 0, of all of it */
} trade;

/* A part's share of the value. Spot has always multiplied anew, and logs are folded to the bytes they were written with. */
static tr_status value_of(const trade *t, tr_decimal part, tr_decimal *out)
{
    if (t->is_spot)
        return tr_decimal_multiply(part, t->price.value, TR_ROUND_HALF_EVEN, out);
    return tr_decimal_multiply_divide(t->value, part, t->quantity, TR_ROUND_HALF_EVEN, out);
}

/* Take what closes off the position; `t` is what is left of the trade. */
static tr_status close_part(tr_position *position, trade *t)
{
    bool is_long = tr_decimal_sign(position->quantity) > 0;
    tr_decimal held = { 0 }, value = t->value, left = { 0 }, removed = position->cost.value;
    tr_status status = tr_decimal_absolute(position->quantity, &held);
    tr_decimal part = tr_decimal_min(held, t->quantity);
    if (status == TR_OK && tr_decimal_compare(part, held) != 0)
        status = tr_decimal_multiply_divide(position->cost.value, part, held, TR_ROUND_HALF_EVEN,
                                            &removed);
    if (status == TR_OK && tr_decimal_compare(part, t->quantity) != 0)
        status = value_of(t, part, &value);
    if (status == TR_OK)
        status = tr_decimal_subtract(t->quantity, part, &left);
    if (status != TR_OK)
        return status;
    tr_money gain = { with_sign(value, !is_long) };
    if ((status = tr_money_subtract(gain, (tr_money){ removed }, &gain)) != TR_OK ||
        (status = tr_money_add(position->realised, gain, &position->realised)) != TR_OK ||
        (status = tr_decimal_subtract(position->cost.value, removed, &position->cost.value)) !=
            TR_OK ||
        (status = tr_decimal_subtract(position->quantity, with_sign(part, !is_long),
                                      &position->quantity)) != TR_OK ||
        (status = t->is_spot ? value_of(t, left, &t->value)
                             : tr_decimal_subtract(t->value, value, &t->value)) != TR_OK)
        return status;
    t->quantity = left;
    return TR_OK;
}

static tr_status take(tr_position *position, const trade *whole)
{
    trade t = *whole;
    int held = tr_decimal_sign(position->quantity);
    tr_status status = TR_OK;
    if (held != 0 && (held > 0) == t.is_sell)
        status = close_part(position, &t);
    if (status != TR_OK || tr_decimal_is_zero(t.quantity))
        return status;
    status =
        tr_decimal_add(position->quantity, with_sign(t.quantity, t.is_sell), &position->quantity);
    return status != TR_OK
               ? status
               : tr_money_add(position->cost, (tr_money){ with_sign(t.value, t.is_sell) },
                              &position->cost);
}

/* A fee in goods is a sale of these goods, a rebate a purchase: the position stays what the account holds. */
static tr_status pay_with_goods(tr_position *position, const tr_fill *fill,
                                const tr_symbol_parts *parts)
{
    if (parts->kind != TR_KIND_SPOT || tr_decimal_is_zero(fill->fee.value) ||
        strcmp(fill->fee_asset, parts->base) != 0)
        return TR_OK;
    trade t = { .is_sell = tr_decimal_sign(fill->fee.value) > 0,
                .is_spot = true,
                .price = fill->price };
    tr_status status = tr_decimal_absolute(fill->fee.value, &t.quantity);
    if (status == TR_OK)
        status = tr_decimal_multiply(t.quantity, fill->price.value, TR_ROUND_HALF_EVEN, &t.value);
    return status != TR_OK ? status : take(position, &t);
}

tr_status tr__ledger_position_fill(tr_position *position, const tr_fill *fill,
                                   const tr_symbol_parts *parts, tr_decimal multiplier,
                                   tr_money *gain_out)
{
    tr_money before = position->realised, value;
    tr_status status = tr__ledger_position_value(fill, multiplier, &value);
    if (status == TR_OK)
        status = take(position, &(trade){ .is_sell = fill->side == TR_SIDE_SELL,
                                          .is_spot = parts->kind == TR_KIND_SPOT,
                                          .price = fill->price,
                                          .quantity = fill->quantity.value,
                                          .value = value.value });
    if (status == TR_OK)
        status = pay_with_goods(position, fill, parts);
    return status == TR_OK ? tr_money_subtract(position->realised, before, gain_out) : status;
}

tr_quantity tr__ledger_position_opened(tr_decimal before, tr_decimal now)
{
    tr_decimal moved = { 0 }, held = { 0 };
    tr_quantity none = { { 0 } };
    if (tr_decimal_subtract(now, before, &moved) != TR_OK ||
        tr_decimal_sign(moved) != tr_decimal_sign(now) ||
        tr_decimal_absolute(moved, &moved) != TR_OK || tr_decimal_absolute(now, &held) != TR_OK)
        return none;
    return (tr_quantity){ tr_decimal_min(moved, held) };
}
