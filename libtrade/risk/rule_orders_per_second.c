/*
 * rule_orders_per_second.c: how fast entries may follow each other.
 *
 * A bucket of b tokens that fills at r a second; an entry takes one. The bucket is kept as one moment, the one at which it is
 * full again: that moment lies (tokens missing) / r ahead. This order would move it by 1 / r; when it then lies more
 * than b / r ahead, there is no token.
 */
#include "risk/rule.h"

#define NS_PER_SECOND INT64_C(1000000000)
#define TOKEN_NS_MAX  (INT64_MAX / 2000000) /* so that a full bucket fits: bursts end at a million */

bool tr__risk_bucket(const tr_risk_limits *limits, int64_t *token_ns_out, int64_t *burst_out)
{
    tr_decimal token, whole;
    int64_t burst = 0;
    if (!limits->has_orders_per_second_max ||
        tr_decimal_divide(tr_decimal_from_int(NS_PER_SECOND), limits->orders_per_second_max,
                          TR_ROUND_UP, &token) != TR_OK ||
        tr_decimal_round_to(token, tr_decimal_from_int(1), TR_ROUND_UP, &token) != TR_OK ||
        tr_decimal_to_int(token, token_ns_out) != TR_OK || *token_ns_out > TOKEN_NS_MAX)
        return false;
    if (limits->has_orders_burst)
        burst = limits->orders_burst;
    else if (tr_decimal_round_to(limits->orders_per_second_max, tr_decimal_from_int(1),
                                 TR_ROUND_DOWN, &whole) == TR_OK)
        (void)tr_decimal_to_int(whole, &burst); /* a rate above a million is no limit's */
    *burst_out = burst < 1 ? 1 : burst > 1000000 ? 1000000 : burst;
    return true;
}

int64_t tr_risk_bucket_take(const tr_risk_limits *limits, int64_t bucket_ns, int64_t now_ns)
{
    int64_t token_ns, burst;
    if (limits == NULL || !tr__risk_bucket(limits, &token_ns, &burst))
        return bucket_ns;
    return (bucket_ns > now_ns ? bucket_ns : now_ns) + token_ns;
}

static tr_status run(const tr__risk_figures *figures, tr__risk_finding *out)
{
    int64_t token_ns, burst, now_ns = figures->state->now_ns, full_ns = figures->state->bucket_ns;
    if (!tr__risk_bucket(figures->limits, &token_ns, &burst)) {
        /* A rate that has no token is held as none at all. */
        *out = (tr__risk_finding){ .is_refused = true,
                                   .value = tr_decimal_from_int(1),
                                   .limit = figures->limits->orders_per_second_max,
                                   .relation = "is above" };
        return TR_OK;
    }
    int64_t ahead_ns = full_ns > now_ns ? full_ns - now_ns : 0;
    if (ahead_ns > token_ns * (burst - 1))
        *out = (tr__risk_finding){ .is_refused = true,
                                   .value = tr_decimal_from_int(
                                       (ahead_ns + token_ns - 1) / token_ns + 1),
                                   .limit = tr_decimal_from_int(burst),
                                   .relation = "at once is above" };
    return TR_OK;
}

const tr__risk_rule tr__risk_rule_orders_per_second = {
    .name = "orders_per_second", .has_offset = TR__RISK_HAS(orders_per_second_max), .run = run
};
