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
    size_t at = queue->count;
    while (engine->failure.status == TR_OK && at > 0 && tr_decimal_compare(queue->items[at - 1].key, limit) <= 0) {
        order_node *node = queue->items[at - 1].node;
        if (tr__exits_is_held_up(node)) {
            at--;
            continue;
        }
        trigger(engine, node); /* claimed, refused or cancelled, it leaves the queue */
        at = queue->count;     /* others may have come and gone with it; what is held up stays so */
    }
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
    int64_t expiry_ns = next == NULL ? INT64_MAX : (int64_t)next->key.lo;
    return expiry_ns < engine->lookup_due_ns ? expiry_ns : engine->lookup_due_ns;
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

/* Whose fate is open is asked about again. */
static void look_up(tr_engine *engine)
{
    engine->lookup_due_ns = INT64_MAX;
    for (order_node *node = tr__state_first_order(&engine->st); node != NULL;
         node = tr__state_next_order(&engine->st, node)) {
        if (!node->lookup_is_due)
            continue;
        node->lookup_is_due = false;
        tr__engine_act(engine, ACTION_QUERY, node->order.id);
    }
}

void tr_engine_timer(tr_engine *engine)
{
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    const agenda_item *next;
    if (tr__engine_ready(engine, NULL) == TR_OK && engine->lookup_due_ns <= now_ns)
        look_up(engine);
    while (tr__engine_ready(engine, NULL) == TR_OK && (next = tr__agenda_next(&engine->st.expiries)) != NULL &&
           (int64_t)next->key.lo <= now_ns) {
        tr_decimal key = next->key;
        order_node *node = next->node;
        tr__agenda_remove(&engine->st.expiries, key, node);
        expire(engine, node);
    }
}
