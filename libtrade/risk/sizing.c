/* sizing.c: from equity, prices and a method to whole lots. Everything rounds down. */
#include <trade/sizing.h>

#include <assert.h>
#include <string.h>

#include "core/fail.h"

static const char *const method_names[] = { "none", "quantity",   "notional", "equity_share",
                                            "risk", "volatility", "kelly" };

static tr_decimal hundredths(int64_t count)
{
    tr_decimal value = { 0 };
    tr_status status = tr_decimal_from_scaled(count, 2, &value);
    assert(status == TR_OK); /* two digits are within the scale */
    (void)status;            /* asserted */
    return value;
}

void tr_sizing_init(tr_sizing *sizing)
{
    if (sizing == NULL)
        return;
    *sizing = (tr_sizing){ .struct_size = sizeof *sizing,
                           .risk = hundredths(2),
                           .atr_multiple = tr_decimal_from_int(2),
                           .kelly_fraction = hundredths(50) };
}

const char *tr_sizing_method_name(tr_sizing_method method)
{
    unsigned number = (unsigned)method;
    return number < sizeof method_names / sizeof method_names[0] ? method_names[number] : NULL;
}

tr_status tr_sizing_method_parse(const char *text, size_t length, tr_sizing_method *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    for (size_t i = 0; i < sizeof method_names / sizeof method_names[0]; i++)
        if (strlen(method_names[i]) == length && memcmp(method_names[i], text, length) == 0) {
            *out = (tr_sizing_method)i;
            return TR_OK;
        }
    return TR_E_PARSE;
}

/* ---- parameters ------------------------------------------------------------------------------ */

static bool is_share(tr_decimal value)
{
    return tr_decimal_sign(value) >= 0 && tr_decimal_compare(value, tr_decimal_from_int(1)) <= 0;
}

static tr_status out_of_range(tr_error *err, const char *what, tr_decimal value,
                              const char *allowed)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, text, sizeof text); /* the size always suffices */
    return tr__fail(err, TR_E_RANGE, 0, "sizing: %s is %s, allowed %s", what, text, allowed);
}

static tr_status check_kelly(const tr_sizing *sizing, tr_error *err)
{
    if (!is_share(sizing->win_rate))
        return out_of_range(err, "win_rate", sizing->win_rate, "0 to 1");
    if (tr_decimal_sign(sizing->payoff) <= 0)
        return out_of_range(err, "payoff", sizing->payoff, "above 0");
    if (!is_share(sizing->kelly_fraction))
        return out_of_range(err, "kelly_fraction", sizing->kelly_fraction, "0 to 1");
    return TR_OK;
}

tr_status tr_sizing_check(const tr_sizing *sizing, tr_error *err)
{
    if (sizing == NULL || sizing->struct_size < sizeof *sizing)
        return tr__fail(err, TR_E_INVALID, 0,
                        "sizing: none, or of another size: use tr_sizing_init");
    bool has_risk = sizing->method >= TR_SIZING_RISK;
    if (tr_sizing_method_name(sizing->method) == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "sizing: method is %d", (int)sizing->method);
    if (has_risk && !is_share(sizing->risk))
        return out_of_range(err, "risk", sizing->risk, "0 to 1");
    switch (sizing->method) {
    case TR_SIZING_QUANTITY:
        return tr_decimal_sign(sizing->quantity.value) < 0
                   ? out_of_range(err, "quantity", sizing->quantity.value, "0 or more")
                   : TR_OK;
    case TR_SIZING_NOTIONAL:
        return tr_decimal_sign(sizing->notional.value) < 0
                   ? out_of_range(err, "notional", sizing->notional.value, "0 or more")
                   : TR_OK;
    case TR_SIZING_EQUITY_SHARE:
        return is_share(sizing->equity_share)
                   ? TR_OK
                   : out_of_range(err, "equity_share", sizing->equity_share, "0 to 1");
    case TR_SIZING_VOLATILITY:
        return tr_decimal_sign(sizing->atr_multiple) <= 0
                   ? out_of_range(err, "atr_multiple", sizing->atr_multiple, "above 0")
                   : TR_OK;
    case TR_SIZING_KELLY:
        return check_kelly(sizing, err);
    case TR_SIZING_NONE:
    case TR_SIZING_RISK:
        break;
    }
    return TR_OK;
}

/* ---- Kelly ----------------------------------------------------------------------------------- */

tr_status tr_sizing_kelly(tr_decimal win_rate, tr_decimal payoff, tr_decimal fraction,
                          tr_decimal cap, tr_decimal *out)
{
    if (out == NULL)
        return TR_E_INVALID;
    if (!is_share(win_rate) || !is_share(fraction) || !is_share(cap) ||
        tr_decimal_sign(payoff) <= 0)
        return TR_E_RANGE;
    tr_decimal lost, edge;
    tr_status status = tr_decimal_subtract(tr_decimal_from_int(1), win_rate, &lost);
    if (status == TR_OK)
        status = tr_decimal_divide(lost, payoff, TR_ROUND_UP, &lost);
    if (status == TR_E_OVERFLOW) { /* next to nothing is won when it is won */
        *out = (tr_decimal){ 0 };
        return TR_OK;
    }
    if (status == TR_OK)
        status = tr_decimal_subtract(win_rate, lost, &edge);
    if (status == TR_OK)
        status = tr_decimal_multiply(edge, fraction, TR_ROUND_FLOOR, &edge);
    if (status != TR_OK)
        return status;
    *out = tr_decimal_min(tr_decimal_max(edge, (tr_decimal){ 0 }), cap);
    return TR_OK;
}

/* ---- sizes ----------------------------------------------------------------------------------- */

/* The share of the equity that may be lost: the method's, what the drawdown leaves of it, what the day leaves. */
static tr_status risk_share(const tr_sizing *sizing, const tr_sizing_input *input, tr_decimal *out)
{
    tr_decimal share = sizing->risk;
    tr_status status = TR_OK;
    if (sizing->method == TR_SIZING_KELLY)
        status = tr_sizing_kelly(sizing->win_rate, sizing->payoff, sizing->kelly_fraction,
                                 sizing->risk, &share);
    if (status == TR_OK && sizing->follows_drawdown)
        status = tr_decimal_multiply(share, input->scale, TR_ROUND_DOWN, &share);
    if (input->has_risk_left)
        share = tr_decimal_min(share, tr_decimal_max(input->risk_left, (tr_decimal){ 0 }));
    *out = share;
    return status;
}

/* What one unit loses: the distance to the stop, or so many ATR, or all of it. */
static tr_status lost_per_unit(const tr_sizing *sizing, const tr_sizing_input *input,
                               tr_decimal *out, tr_error *err)
{
    bool has_stop = tr_decimal_sign(input->stop.value) > 0;
    tr_status status = TR_OK;
    if (sizing->method == TR_SIZING_VOLATILITY) {
        if (tr_decimal_sign(input->atr.value) <= 0)
            return tr__fail(err, TR_E_INVALID, 0,
                            "sizing by volatility needs an average true range");
        status = tr_decimal_multiply(input->atr.value, sizing->atr_multiple, TR_ROUND_UP, out);
    } else if (!has_stop && sizing->method == TR_SIZING_RISK) {
        return tr__fail(err, TR_E_INVALID, 0, "sizing by risk needs a stop");
    } else if (!has_stop) {
        *out = input->entry.value;
    } else {
        status = tr_decimal_subtract(input->entry.value, input->stop.value, out);
        if (status == TR_OK)
            status = tr_decimal_absolute(*out, out);
        if (status == TR_OK && tr_decimal_is_zero(*out))
            return tr__fail(err, TR_E_INVALID, 0, "sizing: the stop is the entry");
    }
    return status;
}

/* amount / (per unit * multiplier), down. */
static tr_status units_for(tr_decimal amount, tr_decimal per_unit, const tr_instrument *instrument,
                           tr_decimal *out)
{
    tr_decimal each;
    tr_status status = tr_decimal_multiply(per_unit, instrument->multiplier, TR_ROUND_UP, &each);
    return status == TR_OK ? tr_decimal_divide(amount, each, TR_ROUND_DOWN, out) : status;
}

static tr_status units_by_risk(const tr_sizing *sizing, const tr_sizing_input *input,
                               tr_decimal *out, tr_error *err)
{
    tr_decimal share, amount, lost;
    tr_status status = lost_per_unit(sizing, input, &lost, err);
    if (status == TR_OK)
        status = risk_share(sizing, input, &share);
    if (status == TR_OK)
        status = tr_decimal_multiply(input->equity.value, share, TR_ROUND_DOWN, &amount);
    return status == TR_OK ? units_for(amount, lost, input->instrument, out) : status;
}

static tr_status units_of(const tr_sizing *sizing, const tr_sizing_input *input, tr_decimal *out,
                          tr_error *err)
{
    tr_decimal amount;
    tr_status status;
    switch (sizing->method) {
    case TR_SIZING_QUANTITY:
        *out = sizing->quantity.value;
        return TR_OK;
    case TR_SIZING_NOTIONAL:
        return units_for(sizing->notional.value, input->entry.value, input->instrument, out);
    case TR_SIZING_EQUITY_SHARE:
        status =
            tr_decimal_multiply(input->equity.value, sizing->equity_share, TR_ROUND_DOWN, &amount);
        return status == TR_OK ? units_for(amount, input->entry.value, input->instrument, out)
                               : status;
    case TR_SIZING_RISK:
    case TR_SIZING_VOLATILITY:
    case TR_SIZING_KELLY:
        return units_by_risk(sizing, input, out, err);
    case TR_SIZING_NONE:
        break;
    }
    *out = (tr_decimal){ 0 };
    return TR_OK;
}

/* No more than can be paid and than the exchange takes; whole lots; nothing below the minimums. */
static tr_status fit(const tr_sizing_input *input, tr_decimal units, tr_quantity *out)
{
    const tr_instrument *instrument = input->instrument;
    tr_decimal zero = { 0 }, payable;
    tr_money notional;
    tr_status status = TR_OK;
    if (input->has_available) {
        tr_decimal available = tr_decimal_max(input->available.value, zero);
        if ((status = units_for(available, input->entry.value, instrument, &payable)) != TR_OK)
            return status;
        units = tr_decimal_min(units, payable);
    }
    if (!tr_decimal_is_zero(instrument->quantity_max))
        units = tr_decimal_min(units, instrument->quantity_max);
    if ((status = tr_decimal_round_to(units, instrument->lot, TR_ROUND_DOWN, &units)) != TR_OK ||
        (status = tr_instrument_notional(instrument, input->entry, (tr_quantity){ units },
                                         TR_ROUND_DOWN, &notional)) != TR_OK)
        return status;
    bool is_too_small = tr_decimal_compare(units, instrument->quantity_min) < 0 ||
                        tr_decimal_compare(notional.value, instrument->notional_min) < 0;
    out->value = is_too_small ? zero : units;
    return TR_OK;
}

static tr_status check_input(const tr_sizing *sizing, const tr_sizing_input *input, tr_error *err)
{
    const tr_instrument *instrument = input->instrument;
    if (instrument == NULL || tr_decimal_sign(input->entry.value) <= 0 ||
        tr_decimal_sign(input->stop.value) < 0)
        return tr__fail(err, TR_E_INVALID, 0, "sizing needs an instrument and prices above zero");
    if (instrument->kind == TR_KIND_INVERSE || instrument->kind == TR_KIND_OPTION ||
        (instrument->kind == TR_KIND_FUTURE && strcmp(instrument->settle, instrument->base) == 0))
        return tr__fail(err, TR_E_UNSUPPORTED, 0,
                        "sizing: the value of %s is not in its quote asset", instrument->symbol);
    if (sizing->follows_drawdown && (!is_share(input->scale) || tr_decimal_is_zero(input->scale)))
        return out_of_range(err, "the drawdown's scale", input->scale, "above 0 to 1");
    return TR_OK;
}

tr_status tr_sizing_size(const tr_sizing *sizing, const tr_sizing_input *input, tr_quantity *out,
                         tr_error *err)
{
    if (input == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "sizing: no input, or no place for the quantity");
    tr_decimal units;
    tr_quantity fitting;
    tr_status status = tr_sizing_check(sizing, err);
    if (status == TR_OK)
        status = check_input(sizing, input, err);
    if (status != TR_OK)
        return status;
    if (tr_decimal_sign(input->equity.value) <= 0) { /* who has nothing trades nothing */
        *out = (tr_quantity){ { 0 } };
        return TR_OK;
    }
    if ((status = units_of(sizing, input, &units, err)) == TR_OK)
        status = fit(input, units, &fitting);
    if (status == TR_E_INVALID)
        return status; /* said above */
    if (status != TR_OK)
        return tr__fail(err, status, 0, "sizing: a figure does not fit");
    *out = fitting;
    return TR_OK;
}

/* ---- drawdown -------------------------------------------------------------------------------- */

void tr_sizing_drawdown_init(tr_sizing_drawdown *drawdown)
{
    if (drawdown == NULL)
        return;
    *drawdown = (tr_sizing_drawdown){ .from = hundredths(15),
                                      .slope = tr_decimal_from_int(2),
                                      .floor = hundredths(25),
                                      .step = hundredths(5) };
}

static bool is_drawdown(const tr_sizing_drawdown *drawdown)
{
    return is_share(drawdown->from) &&
           tr_decimal_compare(drawdown->from, tr_decimal_from_int(1)) < 0 &&
           tr_decimal_sign(drawdown->slope) >= 0 && is_share(drawdown->floor) &&
           tr_decimal_sign(drawdown->floor) > 0 && is_share(drawdown->step);
}

tr_status tr_sizing_scale(const tr_sizing_drawdown *drawdown, tr_money peak, tr_money equity,
                          tr_decimal scale, tr_decimal *out)
{
    tr_decimal one = tr_decimal_from_int(1), loss, depth, half, next = scale;
    tr_status status;
    if (drawdown == NULL || out == NULL)
        return TR_E_INVALID;
    if (!is_drawdown(drawdown) || !is_share(scale) || tr_decimal_is_zero(scale))
        return TR_E_RANGE;
    if (tr_decimal_sign(peak.value) <= 0) {
        *out = scale;
        return TR_OK;
    }
    if ((status = tr_decimal_subtract(peak.value, equity.value, &loss)) != TR_OK ||
        (status = tr_decimal_divide(loss, peak.value, TR_ROUND_CEILING, &depth)) != TR_OK ||
        (status = tr_decimal_divide(drawdown->from, tr_decimal_from_int(2), TR_ROUND_DOWN,
                                    &half)) != TR_OK)
        return status;
    if (tr_decimal_compare(depth, drawdown->from) > 0) {
        if ((status = tr_decimal_subtract(depth, drawdown->from, &depth)) != TR_OK ||
            (status = tr_decimal_multiply(depth, drawdown->slope, TR_ROUND_UP, &depth)) != TR_OK ||
            (status = tr_decimal_subtract(one, depth, &next)) != TR_OK)
            return status;
        next = tr_decimal_max(drawdown->floor, next);
    } else if (tr_decimal_compare(depth, half) < 0) {
        if ((status = tr_decimal_add(scale, drawdown->step, &next)) != TR_OK)
            return status;
        next = tr_decimal_min(one, next);
    }
    *out = next;
    return TR_OK;
}
