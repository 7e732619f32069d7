/* rule_orders_per_day.c: entries on one trading day, this one counted. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_decimal count;
    tr_status status = tr_decimal_add(tr_decimal_from_int(figures->state->day_orders),
                                      tr_decimal_from_int(1), &count);
    if (status != TR_OK)
        return status;
    tr__risk_hold_max(count, tr_decimal_from_int(figures->limits->orders_per_day_max), out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_orders_per_day = { .name = "orders_per_day",
                                                     .has_offset = TR__RISK_HAS(orders_per_day_max),
                                                     .run = run };
