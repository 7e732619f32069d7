/* market.c: what the market and the clock set off. */
#include <string.h>

#include "engine/close.h"
#include "engine/guard.h"
#include "engine/reconcile.h"

/* Each order triggers in a transaction of its own: one that is refused does not hold up the next. */
static void trigger(tr_engine *engine, order_node *node, tr_price price, const char *actor)
{
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_by(w, actor);
    tr__gate_begin_day(w, node->owner, node->instrument->quote);
    tr__work_reached(w, node, price, (tr_id){ { 0 } });
    tr__work_finish(w);
}

/* What is held up steps aside and takes its place again behind the last one that goes. */
static void fire_due(tr_engine *engine, agenda *queue, tr_decimal limit, tr_price price)
{
    order_node *aside = NULL;
    order_node *node;
    while (engine->failure.status == TR_OK && (node = tr__queue_due(queue, limit)) != NULL) {
        if (!tr__exits_is_held_up(node)) {
            trigger(engine, node, price,
                    ACTOR_MARKET); /* claimed, refused, cancelled or staged, it leaves the queue */
            continue;
        }
        tr__agenda_remove(queue, &node->place);
        node->aside = aside;
        aside = node;
    }
    for (; aside != NULL; aside = node) {
        node = aside->aside;
        aside->aside = NULL;
        if (aside->is_queued) /* its rival may have gone and taken it along */
            tr__agenda_put_back(queue, &aside->place);
    }
}

static void move_trail(tr_engine *engine, trail *t, tr_price price)
{
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_by(w, ACTOR_MARKET);
    event ev = { .kind = EVENT_EXTREME_REACHED, .side = t->side, .price = price };
    memcpy(ev.symbol, t->symbol, sizeof ev.symbol);
    tr__work_emit(w, t->owner, &ev);
    tr__work_finish(w);
}

/* What goes off goes by the best price before this tick: a tick is a best price or a way back, never both. */
static void fire_trails(tr_engine *engine, market *place, tr_price price)
{
    order_node *node;
    trail *t;
    while (engine->failure.status == TR_OK && (node = tr__trailing_due(place, price)) != NULL)
        trigger(engine, node, price, ACTOR_MARKET);
    while (engine->failure.status == TR_OK && (t = tr__trailing_passed(place, price)) != NULL)
        move_trail(engine, t, price);
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
    place->mark = place->known = tick->price;
    tr__exposure_mark(&engine->st, instrument);
    tr__adopt_priced(engine, place);
    tr__atr_tick(engine, instrument, tick);
    fire_trails(engine, place, tick->price);
    fire_due(engine, &place->rise, tick->price.value, tick->price);
    fire_due(engine, &place->fall, negated, tick->price);
    tr__halt_watch(engine, place);
    if (engine->failure.status == TR_OK)
        tr__marks_save(engine);
}

static int64_t time_of(const agenda *queue)
{
    return queue->first == NULL ? INT64_MAX : (int64_t)queue->first->key.lo;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t tr_engine_due_ns(const tr_engine *engine)
{
    int64_t order_ns = earlier(time_of(&engine->st.expiries), time_of(&engine->st.starts));
    int64_t guard_ns = earlier(tr__halt_due_ns(engine), tr__guard_due_ns(engine));
    int64_t outside_ns = earlier(engine->lookup_due_ns,
                                 earlier(tr__reconcile_due_ns(engine), tr__close_due_ns(engine)));
    int64_t held_ns =
        earlier(earlier(time_of(&engine->st.block_expiries), tr__marks_due_ns(engine)),
                engine->stops_due_ns);
    return earlier(earlier(order_ns, held_ns), earlier(outside_ns, guard_ns));
}

static void expire(tr_engine *engine, order_node *node)
{
    tr_order_state at = node->order.state;
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_by(w, ACTOR_CLOCK);
    if (at == TR_STATE_ACCEPTED || at == TR_STATE_WAITING) {
        tr__work_move(w, node, TR_STATE_EXPIRED, "its time ran out");
    } else if (at == TR_STATE_WORKING || at == TR_STATE_PARTLY_FILLED) {
        tr__amend_dropped(w, node, "its time ran out");
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
        tr__engine_act(engine, ACTION_AMEND,
                       node->order.id); /* nothing, unless an amendment is open */
    }
}

void tr_engine_timer(tr_engine *engine)
{
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    if (tr__engine_ready(engine, NULL) == TR_OK && engine->lookup_due_ns <= now_ns)
        look_up(engine);
    if (tr__engine_ready(engine, NULL) == TR_OK && tr__halt_due_ns(engine) <= now_ns)
        tr__halt_pursue(engine);
    if (tr__engine_ready(engine, NULL) == TR_OK && tr__guard_due_ns(engine) <= now_ns)
        tr__guard_arm(engine);
    if (tr__engine_ready(engine, NULL) == TR_OK && engine->stops_due_ns <= now_ns)
        tr__stops_timer(engine, now_ns);
    if (tr__engine_ready(engine, NULL) == TR_OK)
        tr__marks_save(engine);
    if (tr__engine_ready(engine, NULL) == TR_OK)
        tr__reconcile_timer(engine, now_ns);
    if (tr__engine_ready(engine, NULL) == TR_OK)
        tr__close_timer(engine, now_ns);
    while (tr__engine_ready(engine, NULL) == TR_OK && time_of(&engine->st.expiries) <= now_ns) {
        order_node *node = AGENDA_OWNER(engine->st.expiries.first, order_node, expiry);
        tr__agenda_remove(&engine->st.expiries, &node->expiry);
        expire(engine, node);
    }
    while (tr__engine_ready(engine, NULL) == TR_OK && time_of(&engine->st.starts) <= now_ns)
        trigger(engine, AGENDA_OWNER(engine->st.starts.first, order_node, place),
                (tr_price){ { 0 } }, ACTOR_CLOCK);
    if (tr__engine_ready(engine, NULL) == TR_OK)
        tr__blocks_expire(engine, now_ns);
}
