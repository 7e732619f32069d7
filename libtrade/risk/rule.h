/*
 * rule.h: what one rule of the gate is. Each lives in a file of its own; risk/meson.build names them in
 * the order in which they are asked.
 */
#ifndef TRADE_RISK_RULE_H
#define TRADE_RISK_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/risk.h>

/* Everything a rule may look at. */
typedef struct tr__risk_figures {
    const tr_risk_limits *limits;
    const tr_risk_request *request;
    const tr_risk_state *state;
    const tr_risk_state *account; /* the account's, whichever layer is asked */
    tr_money notional;            /* of the request at its entry price, rounded up */
    tr_money risk;                /* what it can lose; zero for exits */
} tr__risk_figures;

/* What a rule found, filled whole by a rule that says no. */
typedef struct tr__risk_finding {
    bool is_refused;
    const char *rule; /* reported instead of the rule's own name; NULL: that */
    tr_decimal value;
    tr_decimal limit;
    const char *relation; /* between the two: "is above" */
    tr_decimal share;     /* with share_of: the fraction that made the limit */
    tr_decimal base;      /* with share_of: what it is a fraction of */
    const char *share_of; /* "equity"; NULL when the limit is no fraction */
} tr__risk_finding;

typedef struct tr__risk_rule {
    const char *name;
    bool holds_for_exits; /* all the others let exits pass */
    bool is_claim_only;
    /* Asked once, not of every layer: the instrument's filters, the position, the balance. */
    bool is_of_order;
    /* In tr_risk_limits, of the flag without which it is not asked. 0: a rule of the order is
       always asked, another one while its layer is halted or paused. */
    size_t has_offset;
    /* Leaves `out` alone when the order passes. A failure means that no verdict is possible. */
    tr_status (*run)(const tr__risk_figures *figures, tr__risk_finding *out);
} tr__risk_rule;

#define TR__RISK_HAS(limit) offsetof(tr_risk_limits, has_##limit)

/* How long one order's worth of the bucket takes to fill, and how many it holds. False: no such limit, or none fits. */
bool tr__risk_bucket(const tr_risk_limits *limits, int64_t *token_ns_out, int64_t *burst_out);

/* The findings that almost every rule ends in: what is equal to a limit passes. */
void tr__risk_refuse_above(tr_decimal value, tr_decimal limit, tr__risk_finding *out);
void tr__risk_hold_min(tr_decimal value, tr_decimal limit, tr__risk_finding *out);

/* Here, because each limit of each layer of each order comes this way. */
static inline void tr__risk_hold_max(tr_decimal value, tr_decimal limit, tr__risk_finding *out)
{
    if (value.hi > limit.hi || (value.hi == limit.hi && value.lo > limit.lo))
        tr__risk_refuse_above(value, limit, out);
}

/* Of so many, this one more. The status is TR_OK always: whole numbers fit. */
tr_status tr__risk_hold_count(int64_t count, int64_t limit, tr__risk_finding *out);

#endif
