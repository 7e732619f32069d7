/* market.c: what the market and the clock set off. */
#include <string.h>

#include "engine/work.h"

/* Each order triggers in a transaction of its own: one that is refused does not hold up the next. */
static void trigger(tr_engine *engine, order_node *node)
{
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__gate_begin_day(w, node->owner, node->instrument->quote);
    tr__work_claim(w, node, (tr_id){ { 0 } });
    tr__work_finish(w);
}

static void fire_due(tr_engine *engine, agenda *queue, tr_decimal limit)
{
    const agenda_item *next;
    while (engine->failure.status == TR_OK && (next = tr__agenda_next(queue)) != NULL &&
           tr_decimal_compare(next->key, limit) <= 0)
        trigger(engine, next->node); /* claimed, refused or cancelled, it leaves the queue */
}

void tr_engine_price(tr_engine *engine, const tr_price_tick *tick)
{
    const tr_instrument *instrument = tr__state_instrument(&engine->st, tick->symbol);
    tr_decimal negated;
    if (instrument == NULL || tr_decimal_sign(tick->price.value) <= 0 ||
        tr_decimal_negate(tick->price.value, &negated) != TR_OK ||
        tr__engine_ready(engine, NULL) != TR_OK)
        return;
    market *place = tr__state_market(&engine->st, instrument);
    place->mark = tick->price;
    fire_due(engine, &place->rise, tick->price.value);
    fire_due(engine, &place->fall, negated);
}

int64_t tr_engine_due_ns(const tr_engine *engine)
{
    const agenda_item *next = tr__agenda_next(&engine->st.expiries);
    return next == NULL ? INT64_MAX : (int64_t)next->key.lo;
}

static void expire(tr_engine *engine, order_node *node)
{
    tr_order_state at = node->order.state;
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    if (at == TR_STATE_ACCEPTED || at == TR_STATE_WAITING) {
        tr__work_move(w, node, TR_STATE_EXPIRED, "its time ran out");
    } else if (at == TR_STATE_WORKING || at == TR_STATE_PARTLY_FILLED) {
        tr__work_move(w, node, TR_STATE_CANCELLING, "its time ran out");
        tr__work_act(w, ACTION_CANCEL, node->order.id);
    } else if (!tr_order_state_is_final(at) && at != TR_STATE_CANCELLING) {
        node->cancel_is_due = true; /* on its way: once the exchange has it */
    }
    tr__work_finish(w);
}

void tr_engine_timer(tr_engine *engine)
{
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    while (tr__engine_ready(engine, NULL) == TR_OK && tr_engine_due_ns(engine) <= now_ns) {
        const agenda_item *next = tr__agenda_next(&engine->st.expiries);
        tr_decimal key = next->key;
        order_node *node = next->node;
        tr__agenda_remove(&engine->st.expiries, key, node);
        expire(engine, node);
    }
}
