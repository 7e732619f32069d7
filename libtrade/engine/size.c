/* size.c: how much an alert's own order trades: its quantity, else its strategy's size, with figures of this moment. */
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "engine/guard.h"

#define ITEM_SCALE "scale" /* value: what the drawdown leaves of a size */

/* A share of what the account is worth, in whole lots at the market price; nothing while there is no price. */
static tr_quantity share_of_equity(const tr_engine *engine, account *owner,
                                   const tr_instrument *instrument, tr_decimal share)
{
    tr_quantity none = { { 0 } };
    tr_price mark = tr__state_market(&engine->st, instrument)->mark;
    tr_money equity;
    tr_quantity quantity;
    if (tr_decimal_sign(share) <= 0 || tr_decimal_is_zero(mark.value) ||
        tr__gate_equity(engine, owner, instrument->quote, &equity) != TR_OK ||
        tr_decimal_multiply(mark.value, instrument->multiplier, TR_ROUND_UP, &mark.value) !=
            TR_OK ||
        tr_decimal_multiply_divide(equity.value, share, mark.value, TR_ROUND_FLOOR,
                                   &quantity.value) != TR_OK ||
        tr_decimal_round_to(quantity.value, instrument->lot, TR_ROUND_FLOOR, &quantity.value) !=
            TR_OK)
        return none;
    return tr_decimal_sign(quantity.value) > 0 ? quantity : none;
}

/* The next scale, kept: it depends on the one before. */
static tr_decimal next_scale(work *w, account *owner, const char *asset,
                             const tr_risk_state *figures)
{
    const risk_node *node = tr__account_find_risk(owner, TR_RISK_ACCOUNT, asset, ITEM_SCALE);
    tr_decimal before = node == NULL ? tr_decimal_from_int(1) : node->row.value, now;
    tr_money peak = { tr_decimal_max(figures->peak_equity.value, figures->equity.value) };
    if (tr_sizing_scale(&w->engine->risk->drawdown, peak, figures->equity, before, &now) != TR_OK)
        return before;
    if (tr_decimal_compare(now, before) != 0) {
        tr_risk_row row = {
            .scope = TR_RISK_ACCOUNT, .item = ITEM_SCALE, .value = now, .since_ns = w->at_ns
        };
        (void)snprintf(row.name, sizeof row.name, "%s", asset);
        tr__guard_put(w, owner, &row);
    }
    return now;
}

/* What of the day's loss is left, as a share of what the account is worth now. */
static bool risk_left(const account *owner, const tr_risk_state *figures, tr_decimal *out)
{
    const tr_risk_limits *limits = &owner->risk->scope.limits;
    tr_decimal lost, most, left;
    return limits->has_daily_loss_max && tr_decimal_sign(figures->equity.value) > 0 &&
           tr_decimal_subtract(figures->day_equity.value, figures->equity.value, &lost) == TR_OK &&
           tr_decimal_multiply(figures->day_equity.value, limits->daily_loss_max, TR_ROUND_FLOOR,
                               &most) == TR_OK &&
           tr_decimal_subtract(most, lost, &left) == TR_OK &&
           tr_decimal_divide(left, figures->equity.value, TR_ROUND_FLOOR, out) == TR_OK;
}

/* The value that can be entered when the reserve's margin comes on top: of spot by what is free, of a swap by its margin. */
static bool payable(const tr_engine *engine, const account *owner, const tr_instrument *instrument,
                    tr_money *out)
{
    const balance_node *cash = tr__account_find_balance(owner, instrument->quote);
    tr_decimal share = tr_decimal_from_int(1), with_margin;
    tr_money left = tr__exposure_free(owner, instrument->quote);
    left.value = tr_decimal_max(left.value, (tr_decimal){ 0 });
    if (instrument->kind != TR_KIND_SPOT &&
        tr_decimal_divide(share, engine->st.leverage, TR_ROUND_UP, &share) != TR_OK)
        return false;
    return cash != NULL && tr_decimal_add(share, engine->reserve_margin, &with_margin) == TR_OK &&
           tr_decimal_divide(left.value, with_margin, TR_ROUND_FLOOR, &out->value) == TR_OK;
}

static tr_quantity size_by(work *w, account *owner, const tr_instrument *instrument,
                           const tr_alert *alert, const tr_sizing *sizing)
{
    tr_engine *engine = w->engine;
    tr_quantity quantity = { { 0 } };
    tr_error err = { 0 };
    tr_risk_state figures;
    tr_sizing_input input = { .instrument = instrument,
                              .entry = tr__state_market(&engine->st, instrument)->mark,
                              .stop = alert->stop_loss,
                              .atr = tr__atr_of(engine, instrument) };
    tr_status status =
        tr__gate_figures(engine, owner, &owner->risk->scope, instrument->quote, &figures);
    if (status == TR_OK) {
        input.equity = figures.equity;
        input.scale = sizing->follows_drawdown ? next_scale(w, owner, instrument->quote, &figures)
                                               : tr_decimal_from_int(1);
        input.has_risk_left = risk_left(owner, &figures, &input.risk_left);
        bool takes_cash = instrument->kind != TR_KIND_SPOT || alert->action == TR_ALERT_BUY;
        input.has_available = takes_cash && payable(engine, owner, instrument, &input.available);
        status = tr_sizing_size(sizing, &input, &quantity, &err);
    }
    if (status == TR_OK && !tr_decimal_is_zero(quantity.value))
        return quantity;
    tr_log_field fields[] = { tr_log_id("alert_id", alert->id),
                              tr_log_text("strategy", alert->strategy),
                              tr_log_text("method", tr_sizing_method_name(sizing->method)),
                              tr_log_text("reason", status == TR_OK
                                                        ? "it comes to less than the exchange takes"
                                                        : err.message) };
    tr_log_write(engine->log, TR_LOG_WARNING, w->at_ns, "an alert's order has no size", fields, 4);
    return (tr_quantity){ { 0 } };
}

tr_quantity tr__size_of_alert(work *w, account *owner, const tr_instrument *instrument,
                              const tr_alert *alert)
{
    const risk_config *risk = w->engine->risk;
    if (!tr_decimal_is_zero(alert->quantity.value) || alert->strategy[0] == '\0')
        return alert->quantity;
    for (size_t i = 0; i < risk->size_count; i++) {
        const tr_strategy_size *size = &risk->sizes[i];
        if (strcmp(size->strategy, alert->strategy) != 0)
            continue;
        if (size->sizing.method != TR_SIZING_NONE)
            return size_by(w, owner, instrument, alert, &size->sizing);
        return tr_decimal_is_zero(size->quantity.value)
                   ? share_of_equity(w->engine, owner, instrument, size->equity_share)
                   : size->quantity;
    }
    return alert->quantity;
}
