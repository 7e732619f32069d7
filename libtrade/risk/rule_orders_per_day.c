/* rule_orders_per_day.c: entries on one trading day, this one counted. */
#include "risk/rule.h"

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    return tr__risk_hold_count(figures->state->day_orders, figures->limits->orders_per_day_max,
                               out);
}

const tr__risk_rule tr__risk_rule_orders_per_day = { .name = "orders_per_day",
                                                     .has_offset = TR__RISK_HAS(orders_per_day_max),
                                                     .run = run };
