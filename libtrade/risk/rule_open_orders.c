/* rule_open_orders.c: entries that have not ended, this one counted. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    tr_decimal count;
    tr_status status = tr_decimal_add(tr_decimal_from_int(figures->state->open_orders),
                                      tr_decimal_from_int(1), &count);
    if (status != TR_OK)
        return status;
    tr__risk_hold_max(count, tr_decimal_from_int(figures->limits->open_orders_max), out);
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_open_orders = { .name = "open_orders",
                                                  .has_offset = TR__RISK_HAS(open_orders_max),
                                                  .run = run };
