/*
 * leverage.c: the leverage that live entries were reserved at.
 *
 * What an entry may open is told from the margin that it holds and the leverage. Another leverage in the configuration must
 * not make that another value: the leverage that counts for a symbol's reservations is a row, and a restart with another one
 * sets what live entries hold anew, so that they may open what they could before. Positions have no leverage of their own:
 * they bind their value divided by the one that is configured, at once.
 */
#include <string.h>

#include "core/text.h"
#include "engine/guard.h"

static void put(work *w, account *owner, const char *symbol)
{
    tr_risk_row row = { .scope = TR_RISK_SYMBOL,
                        .value = w->engine->st.leverage,
                        .since_ns = w->at_ns,
                        .item = RISK_ITEM_LEVERAGE };
    tr__text_copy(row.name, sizeof row.name, symbol);
    tr__guard_put(w, owner, &row);
}

void tr__leverage_note(work *w, const order_node *node)
{
    if (node->instrument == NULL || node->instrument->kind == TR_KIND_SPOT ||
        !tr__exposure_may_open(node))
        return;
    const risk_node *row =
        tr__account_find_risk(node->owner, TR_RISK_SYMBOL, node->order.symbol, RISK_ITEM_LEVERAGE);
    if (row == NULL || tr_decimal_compare(row->row.value, w->engine->st.leverage) != 0)
        put(w, node->owner, node->order.symbol);
}

/* The same value at another leverage: its margin, and behind it what is held for fees and slippage. */
static tr_status reserve_at(const tr_engine *engine, tr_money reserved, tr_decimal before,
                            tr_money *out)
{
    tr_decimal one = tr_decimal_from_int(1), share_before, share, value;
    tr_status status;
    if ((status = tr_decimal_divide(one, before, TR_ROUND_DOWN, &share_before)) != TR_OK ||
        (status = tr_decimal_add(share_before, engine->reserve_margin, &share_before)) != TR_OK ||
        (status = tr_decimal_divide(reserved.value, share_before, TR_ROUND_UP, &value)) != TR_OK ||
        (status = tr_decimal_divide(one, engine->st.leverage, TR_ROUND_UP, &share)) != TR_OK ||
        (status = tr_decimal_add(share, engine->reserve_margin, &share)) != TR_OK)
        return status;
    return tr_decimal_multiply(value, share, TR_ROUND_UP, &out->value);
}

static void reserve_anew(work *w, order_node *node, tr_decimal before)
{
    event ev = { .kind = EVENT_ORDER_AMENDED,
                 .order = node->order,
                 .reason = "the leverage is another one" };
    if (reserve_at(w->engine, node->order.reserved, before, &ev.order.reserved) != TR_OK) {
        tr__work_alarm(w, node,
                       "what it holds at the new leverage does not fit: it holds what it held");
        return;
    }
    tr__work_emit(w, node->owner, &ev);
}

/* All of an account's entries in a symbol, and the row, in one transaction: a crash leaves both or neither. */
static void adapt(tr_engine *engine, account *owner, const tr_risk_row *row)
{
    char symbol[TR_SYMBOL_SIZE];
    tr_decimal before = row->value;
    tr__text_copy(symbol, sizeof symbol, row->name);
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    for (order_node *node = tr__state_first_order(&engine->st); node != NULL;
         node = tr__state_next_order(&engine->st, node))
        if (node->owner == owner && strcmp(node->order.symbol, symbol) == 0 &&
            tr__state_is_live(node->order.state) && tr__exposure_may_open(node) &&
            !tr_decimal_is_zero(node->order.reserved.value))
            reserve_anew(w, node, before);
    put(w, owner, symbol);
    tr_log_field fields[] = { tr_log_text("account", owner->row.name),
                              tr_log_text("symbol", symbol), tr_log_decimal("before", before),
                              tr_log_decimal("leverage", engine->st.leverage) };
    tr_log_write(engine->log, TR_LOG_WARNING, w->at_ns,
                 "another leverage: live entries hold their margin at it", fields, 4);
    tr__work_finish(w);
}

void tr__leverage_begin(tr_engine *engine)
{
    for (size_t i = 0; i < engine->st.account_count; i++) {
        account *owner = engine->st.accounts[i];
        for (size_t k = 0; k < owner->risk_count && engine->failure.status == TR_OK; k++) {
            const tr_risk_row *row = &owner->risks[k]->row;
            if (strcmp(row->item, RISK_ITEM_LEVERAGE) == 0 && tr_decimal_sign(row->value) > 0 &&
                tr_decimal_compare(row->value, engine->st.leverage) != 0)
                adapt(engine, owner, row);
        }
    }
}
