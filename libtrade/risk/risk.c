/* risk.c: asks the rules one after the other and puts the first refusal into words. */
#include <trade/risk.h>

#include <stdio.h>
#include <string.h>

#include "core/fail.h"
#include "risk/rule.h"

#define RULE(name) extern const tr__risk_rule tr__risk_rule_##name;
#include "risk/rules.inc"
#undef RULE

#define RULE(name) &tr__risk_rule_##name,
static const tr__risk_rule *const rules[] = {
#include "risk/rules.inc"
};
#undef RULE

void tr__risk_hold_max(tr_decimal value, tr_decimal limit, tr__risk_finding *out)
{
    if (tr_decimal_compare(value, limit) > 0)
        *out = (tr__risk_finding){
            .is_refused = true, .value = value, .limit = limit, .relation = "is above"
        };
}

void tr__risk_hold_min(tr_decimal value, tr_decimal limit, tr__risk_finding *out)
{
    if (tr_decimal_compare(value, limit) < 0)
        *out = (tr__risk_finding){
            .is_refused = true, .value = value, .limit = limit, .relation = "is below"
        };
}

static bool is_negative(tr_decimal value)
{
    return tr_decimal_sign(value) < 0;
}

static tr_status check_limits(const tr_risk_limits *limits, tr_error *err)
{
    if (limits->struct_size < sizeof *limits)
        return tr__fail(err, TR_E_INVALID, 0,
                        "risk limits: struct_size is %zu, expected %zu or more",
                        limits->struct_size, sizeof *limits);
    if ((limits->has_risk_per_trade_max && is_negative(limits->risk_per_trade_max)) ||
        (limits->has_daily_loss_max && is_negative(limits->daily_loss_max)) ||
        (limits->has_positions_max && limits->positions_max < 0) ||
        (limits->has_orders_per_day_max && limits->orders_per_day_max < 0) ||
        (limits->has_notional_max && is_negative(limits->notional_max.value)) ||
        (limits->has_quantity_max && is_negative(limits->quantity_max.value)) ||
        (limits->has_assumed_stop && is_negative(limits->assumed_stop)))
        return tr__fail(err, TR_E_INVALID, 0, "risk limits: a limit is below zero");
    return TR_OK;
}

/* Inverse contracts and options wait for rules of their own: their notional is in another unit. */
static bool is_valued_in_quote(const tr_instrument *instrument)
{
    if (instrument->kind == TR_KIND_FUTURE)
        return strcmp(instrument->settle, instrument->base) != 0;
    return instrument->kind == TR_KIND_SPOT || instrument->kind == TR_KIND_LINEAR;
}

static tr_status check_request(const tr_risk_request *request, tr_error *err)
{
    if (request->instrument == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "risk request: no instrument");
    if (request->side != TR_SIDE_BUY && request->side != TR_SIDE_SELL)
        return tr__fail(err, TR_E_INVALID, 0, "risk request: side is %d", (int)request->side);
    if (tr_decimal_sign(request->quantity.value) <= 0)
        return tr__fail(err, TR_E_INVALID, 0, "risk request: the quantity is not above zero");
    if (tr_decimal_sign(request->entry_price.value) <= 0)
        return tr__fail(err, TR_E_INVALID, 0, "risk request: the entry price is not above zero");
    if (is_negative(request->limit_price.value) || is_negative(request->stop_price.value))
        return tr__fail(err, TR_E_INVALID, 0, "risk request: a price is below zero");
    if (!is_valued_in_quote(request->instrument))
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "risk: the value of %s is not in its quote asset",
                        request->instrument->symbol);
    return TR_OK;
}

/* Distance between entry and stop, > 0. */
static tr_status stop_distance(const tr_risk_request *request, tr_price *out, tr_error *err)
{
    bool is_buy = request->side == TR_SIDE_BUY;
    tr_decimal entry = request->entry_price.value, stop = request->stop_price.value;
    tr_status status = is_buy ? tr_decimal_subtract(entry, stop, &out->value)
                              : tr_decimal_subtract(stop, entry, &out->value);
    if (status == TR_OK && tr_decimal_sign(out->value) > 0)
        return TR_OK;
    char stop_text[TR_DECIMAL_TEXT_SIZE], entry_text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(stop, stop_text, sizeof stop_text); /* the sizes always suffice */
    (void)tr_decimal_format(entry, entry_text, sizeof entry_text);
    return tr__fail(err, TR_E_INVALID, 0, "the stop %s of a %s must be %s its entry %s", stop_text,
                    is_buy ? "buy" : "sell", is_buy ? "below" : "above", entry_text);
}

tr_status tr_risk_of_order(const tr_risk_limits *limits, const tr_risk_request *request,
                           tr_money *out, tr_error *err)
{
    if (limits == NULL || request == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_risk_of_order: an argument is NULL");
    tr_status status = check_limits(limits, err);
    if (status == TR_OK)
        status = check_request(request, err);
    if (status != TR_OK)
        return status;
    tr_price lost = request->entry_price; /* per unit: all of it, when nothing stops the loss */
    if (!tr_decimal_is_zero(request->stop_price.value)) {
        status = stop_distance(request, &lost, err);
        if (status != TR_OK)
            return status;
    }
    tr_money risk;
    status =
        tr_instrument_notional(request->instrument, lost, request->quantity, TR_ROUND_UP, &risk);
    if (status == TR_OK && tr_decimal_is_zero(request->stop_price.value) &&
        limits->has_assumed_stop)
        status = tr_decimal_multiply(risk.value, limits->assumed_stop, TR_ROUND_UP, &risk.value);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "the risk of the order does not fit");
    *out = risk;
    return TR_OK;
}

static void put_into_words(const tr__risk_rule *rule, const tr__risk_finding *finding,
                           tr_risk_verdict *out)
{
    memset(out, 0, sizeof *out);
    out->rule = rule->name;
    (void)tr_decimal_format(finding->value, out->value, sizeof out->value); /* the sizes suffice */
    (void)tr_decimal_format(finding->limit, out->limit, sizeof out->limit);
    int length = snprintf(out->reason, sizeof out->reason, "%s: %s %s %s", rule->name, out->value,
                          finding->relation, out->limit);
    if (finding->share_of == NULL || length < 0 || (size_t)length >= sizeof out->reason)
        return;
    char share[TR_DECIMAL_TEXT_SIZE], base[TR_DECIMAL_TEXT_SIZE], origin[TR_REASON_SIZE];
    (void)tr_decimal_format(finding->share, share, sizeof share);
    (void)tr_decimal_format(finding->base, base, sizeof base);
    int origin_length =
        snprintf(origin, sizeof origin, " (%s of %s %s)", share, finding->share_of, base);
    /* Said whole or not at all: half a number would be a wrong one. */
    if (origin_length > 0 && (size_t)length + (size_t)origin_length < sizeof out->reason)
        memcpy(out->reason + length, origin, (size_t)origin_length + 1);
}

static bool is_asked(const tr__risk_rule *rule, const tr_risk_request *request, tr_risk_phase phase)
{
    if (rule->is_claim_only && phase != TR_RISK_CLAIM)
        return false;
    return rule->holds_for_exits || !request->is_reduce_only;
}

tr_status tr_risk_check(const tr_risk_limits *limits, const tr_risk_request *request,
                        const tr_risk_state *state, tr_risk_phase phase, tr_risk_verdict *out,
                        tr_error *err)
{
    if (limits == NULL || request == NULL || state == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_risk_check: an argument is NULL");
    if (phase != TR_RISK_ACCEPT && phase != TR_RISK_CLAIM)
        return tr__fail(err, TR_E_INVALID, 0, "risk phase is %d", (int)phase);
    tr_status status = check_limits(limits, err);
    if (status == TR_OK)
        status = check_request(request, err);
    if (status != TR_OK)
        return status;
    /* Asked here for its check of the stop, which holds also where no rule limits the risk. */
    tr_money risk;
    if (!request->is_reduce_only) {
        status = tr_risk_of_order(limits, request, &risk, err);
        if (status != TR_OK)
            return status;
    }
    tr__risk_figures figures = { .limits = limits, .request = request, .state = state };
    status = tr_instrument_notional(request->instrument, request->entry_price, request->quantity,
                                    TR_ROUND_UP, &figures.notional);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "the notional of the order does not fit");
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (!is_asked(rules[i], request, phase))
            continue;
        tr__risk_finding finding = { 0 };
        status = rules[i]->run(&figures, &finding);
        if (status != TR_OK)
            return tr__fail(err, status, 0, "%s: a figure does not fit", rules[i]->name);
        if (finding.is_refused) {
            put_into_words(rules[i], &finding, out);
            return TR_OK;
        }
    }
    memset(out, 0, sizeof *out);
    out->is_allowed = true;
    return TR_OK;
}
