/* rule_open_orders.c: entries that have not ended, this one counted. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    return tr__risk_hold_count(figures->state->open_orders, figures->limits->open_orders_max, out);
}

const tr__risk_rule tr__risk_rule_open_orders = { .name = "open_orders",
                                                  .has_offset = TR__RISK_HAS(open_orders_max),
                                                  .run = run };
