/*
 * rule_price_collar.c: a limit price is not much worse than the market's.
 *
 * Worse is higher for a buy and lower for a sell: that is where a slip of the finger costs money. A price that is better
 * than the market's rests, and harms nobody. Not held while the market has no price, nor for market orders.
 */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    const tr_risk_request *request = figures->request;
    tr_decimal price = request->limit_price.value, mark = request->mark_price.value, room, limit;
    if (tr_decimal_is_zero(price) || tr_decimal_sign(mark) <= 0)
        return TR_OK;
    bool is_buy = request->side == TR_SIDE_BUY;
    tr_status status =
        tr_decimal_multiply(mark, figures->limits->price_collar, TR_ROUND_FLOOR, &room);
    if (status == TR_OK)
        status =
            is_buy ? tr_decimal_add(mark, room, &limit) : tr_decimal_subtract(mark, room, &limit);
    if (status != TR_OK)
        return status;
    if (is_buy)
        tr__risk_hold_max(price, limit, out);
    else
        tr__risk_hold_min(price, limit, out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_price_collar = { .name = "price_collar",
                                                   .has_offset = TR__RISK_HAS(price_collar),
                                                   .run = run };
