/* live_price.c: a price that reaches an order: it is looked at soon, however long it has rested. */
#include <string.h>

#include <trade/time.h>

#include "exchange/live.h"

/* At its limit a buy is reached from above; at its stop from below. */
static bool is_reached(const tr_exchange_order *terms, tr_price price)
{
    bool is_stop = terms->type == TR_ORDER_STOP || terms->type == TR_ORDER_STOP_LIMIT;
    tr_price at = is_stop ? terms->stop_price : terms->limit_price;
    bool is_from_above = (terms->side == TR_SIDE_BUY) != is_stop;
    int side = tr_decimal_compare(price.value, at.value);
    return !tr_decimal_is_zero(at.value) && (is_from_above ? side <= 0 : side >= 0);
}

void tr_exchange_live_price(tr_exchange_live *live, const char *symbol, tr_price price)
{
    if (live == NULL || symbol == NULL || live->is_closing || tr_decimal_sign(price.value) <= 0)
        return;
    int64_t now_ns = tr__live_now_ns(live);
    int64_t apart_ns = (int64_t)live->options.look_ms * TR_NS_PER_MS;
    for (tr__live_order *order = live->first; order != NULL; order = order->after) {
        if (order->is_dropped || order->is_unknown || !order->is_accepted || order->is_asking ||
            strcmp(order->terms.symbol, symbol) != 0 || !is_reached(&order->terms, price))
            continue;
        int64_t at_ns = order->asked_ns + apart_ns;
        tr__live_plan(order, at_ns > now_ns ? at_ns : now_ns);
    }
}
