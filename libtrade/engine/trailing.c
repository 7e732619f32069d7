/*
 * trailing.c: orders that follow the market's best price and go off when it has come back far enough.
 *
 * A sell follows the highest price since its trail began, a buy the lowest. Orders that began at different times have
 * different bests, but only a few: what began before a best price shares it with all that began earlier and saw nothing
 * better. So the trailing orders of an account, symbol and side stand in groups, newest last, each with a worse best
 * price than the one before it. A new best takes the groups that it passes, from the newest on, and makes one of them:
 * each order began a group at the most, so all the joining there can ever be is one join an order. Within a group the
 * order with the least way back goes off first, once for amounts and once for rates; a group stands in its market's
 * queue with the price of that first one. A tick therefore touches what it sets off and the groups that it passes, each
 * at O(log n), and no order besides.
 *
 * The orders of a group stand in runs, the runs in an agenda by their first orders. Groups that become one keep their
 * runs: what is moved is runs, never more than half of them, and no orders but those of runs that are too short to be
 * worth it. Among equals the order whose trail began first goes off first, whatever was joined meanwhile.
 *
 * A group is a row (tr_extreme): its best price and the event that brought it. The best price of an order is that of
 * the first group at or behind its own trail_seq, so that a new best writes one row and no order's.
 */
#include <assert.h>
#include <string.h>

#include "engine/state.h"

#define RUN_SHORT 32 /* orders: fewer are moved one by one */

struct trail_run {
    agenda orders;     /* by way back, the shortest first; none is empty */
    agenda_item place; /* among the runs of its group, by the first order */
};

typedef struct trail_group {
    trail *owner;
    tr_extreme row;
    agenda amounts; /* runs */
    agenda rates;
    agenda_item level; /* the price of the first to go off, in the market's queue */
} trail_group;

static bool is_sell(const trail *t)
{
    return t->side == TR_SIDE_SELL;
}

/* What is better for a sell is higher. */
static bool is_better(const trail *t, tr_price price, tr_price than)
{
    int order = tr_decimal_compare(price.value, than.value);
    return is_sell(t) ? order > 0 : order < 0;
}

/* The price that sets an order off. The way of a rate is rounded down: never later than asked for. */
static tr_price level_of(const trail_group *group, const order_node *node)
{
    tr_decimal way = node->order.trail_amount.value;
    tr_price level = { { 0 } };
    tr_status status = TR_OK;
    if (tr_decimal_is_zero(way))
        status = tr_decimal_multiply(group->row.price.value, node->order.trail_rate, TR_ROUND_DOWN,
                                     &way);
    if (status == TR_OK)
        status = is_sell(group->owner)
                     ? tr_decimal_subtract(group->row.price.value, way, &level.value)
                     : tr_decimal_add(group->row.price.value, way, &level.value);
    return status == TR_OK ? level
                           : (tr_price){ { 0 } }; /* beyond every price: it never goes off */
}

static trail_run *first_run(const agenda *runs)
{
    return runs->first == NULL ? NULL : AGENDA_OWNER(runs->first, trail_run, place);
}

static order_node *first_of(const agenda *runs)
{
    return runs->first == NULL ? NULL
                               : AGENDA_OWNER(first_run(runs)->orders.first, order_node, place);
}

/* The order of the group that goes off first, and at which price. */
static order_node *first_to_go(const trail_group *group, tr_price *level_out)
{
    order_node *first = first_of(&group->amounts);
    order_node *other = first_of(&group->rates);
    if (first == NULL && other == NULL)
        return NULL;
    if (first == NULL ||
        (other != NULL && is_better(group->owner, level_of(group, other), level_of(group, first))))
        first = other;
    *level_out = level_of(group, first);
    return first;
}

static agenda *queue_of(market *place, const trail *t)
{
    return is_sell(t) ? &place->trail_fall : &place->trail_rise;
}

/* Stand where the first order of the group goes off. */
static void place_group(trail_group *group)
{
    trail *t = group->owner;
    tr_price level;
    if (t->place == NULL)
        return;
    agenda *queue = queue_of(t->place, t);
    if (group->level.is_queued)
        tr__agenda_remove(queue, &group->level);
    if (first_to_go(group, &level) == NULL || tr_decimal_sign(level.value) <= 0)
        return;
    tr__agenda_insert(queue, &group->level, is_sell(t) ? tr__key_of_fall(level) : level.value);
}

/* Stand where the newest best price is passed. */
static void place_best(trail *t)
{
    if (t->place == NULL)
        return;
    agenda *queue = is_sell(t) ? &t->place->best_rise : &t->place->best_fall;
    if (t->best.is_queued)
        tr__agenda_remove(queue, &t->best);
    if (t->group_count == 0)
        return;
    tr_price price = t->groups[t->group_count - 1]->row.price;
    tr__agenda_insert(queue, &t->best, is_sell(t) ? price.value : tr__key_of_fall(price));
}

static agenda *runs_of(trail_group *group, const order_node *node)
{
    return tr_decimal_is_zero(node->order.trail_amount.value) ? &group->rates : &group->amounts;
}

/* Let a run stand where its first order does. */
static void place_run(agenda *runs, trail_run *run)
{
    const agenda_item *first = run->orders.first;
    if (run->place.is_queued && run->place.number == first->number &&
        tr_decimal_compare(run->place.key, first->key) == 0)
        return;
    if (run->place.is_queued)
        tr__agenda_remove(runs, &run->place);
    tr__agenda_insert_numbered(runs, &run->place, first->key, first->number);
}

/* Into the run that goes off first: any run would do, and this one needs no search. False: no memory. */
static bool add_order(const state *st, trail_group *group, order_node *node)
{
    agenda *runs = runs_of(group, node);
    trail_run *run = first_run(runs);
    tr_decimal way = node->order.trail_amount.value;
    if (run == NULL) {
        run = st->allocator->allocate(st->allocator->user, sizeof *run);
        if (run == NULL)
            return false;
        *run = (trail_run){ .orders = { .count = 0 } };
    }
    tr__agenda_insert_numbered(&run->orders, &node->place,
                               tr_decimal_is_zero(way) ? node->order.trail_rate : way,
                               (uint64_t)node->order.trail_seq);
    node->run = run;
    place_run(runs, run);
    return true;
}

static void remove_order(const state *st, trail_group *group, order_node *node)
{
    agenda *runs = runs_of(group, node);
    trail_run *run = node->run;
    tr__agenda_remove(&run->orders, &node->place);
    node->run = NULL;
    if (run->orders.count > 0) {
        place_run(runs, run);
        return;
    }
    tr__agenda_remove(runs, &run->place);
    st->allocator->release(st->allocator->user, run);
}

static void move_orders(trail_run *target, trail_run *source)
{
    while (source->orders.first != NULL) {
        agenda_item *item = source->orders.first;
        tr__agenda_remove(&source->orders, item);
        tr__agenda_put_back(&target->orders, item);
        AGENDA_OWNER(item, order_node, place)->run = target;
    }
}

/* Everything from `source`. Runs are moved from where there are fewer. */
static void join_runs(const state *st, agenda *target, agenda *source)
{
    if (target->count < source->count) {
        agenda fewer = *target;
        *target = *source;
        *source = fewer;
    }
    while (source->first != NULL) {
        trail_run *run = first_run(source), *into = first_run(target);
        tr__agenda_remove(source, &run->place);
        if (run->orders.count > RUN_SHORT &&
            into->orders.count <= RUN_SHORT) { /* the other way round */
            tr__agenda_remove(target, &into->place);
            tr__agenda_put_back(target, &run->place);
            trail_run *longer = run;
            run = into;
            into = longer;
        }
        if (run->orders.count > RUN_SHORT) {
            tr__agenda_put_back(target, &run->place);
            continue;
        }
        move_orders(into, run);
        place_run(target, into);
        st->allocator->release(st->allocator->user, run);
    }
}

/* The group that an order belongs to: the first at or behind the event that began its trail. */
static trail_group *group_of(const trail *t, int64_t seq, size_t *index_out)
{
    size_t low = 0;
    size_t high = t->group_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->groups[middle]->row.seq < seq)
            low = middle + 1;
        else
            high = middle;
    }
    *index_out = low;
    return low < t->group_count ? t->groups[low] : NULL;
}

static void free_group(const state *st, trail_group *group)
{
    if (group->level.is_queued)
        tr__agenda_remove(queue_of(group->owner->place, group->owner), &group->level);
    st->allocator->release(st->allocator->user, group);
}

/* A group behind the others; what it is worse than stays before it. */
static trail_group *push_group(const state *st, trail *t, int64_t seq, tr_price price)
{
    trail_group *group = st->allocator->allocate(st->allocator->user, sizeof *group);
    if (group == NULL || !tr__state_make_room(st, (void **)&t->groups, &t->group_capacity,
                                              t->group_count, sizeof(trail_group *))) {
        st->allocator->release(st->allocator->user, group);
        return NULL;
    }
    *group = (trail_group){ .owner = t, .row = { .side = t->side, .seq = seq, .price = price } };
    memcpy(group->row.account, t->owner->row.name, sizeof group->row.account);
    memcpy(group->row.symbol, t->symbol, sizeof group->row.symbol);
    t->groups[t->group_count++] = group;
    return group;
}

trail *tr__trailing_of(state *st, account *owner, const char *symbol, tr_side side)
{
    position_node *position = tr__state_position(st, owner, symbol);
    return position == NULL ? NULL : &position->trails[side];
}

/* A best price: the groups that it is no worse than become one. */
static tr_status reach(state *st, trail *t, int64_t seq, tr_price price, state_put *put, void *user,
                       trail_group **out)
{
    size_t kept = t->group_count;
    tr_status status = TR_OK;
    while (kept > 0 && !is_better(t, t->groups[kept - 1]->row.price, price))
        kept--;
    trail_group *group = push_group(st, t, seq, price);
    if (group == NULL)
        return TR_E_NO_MEMORY;
    for (size_t i = kept; i + 1 < t->group_count && status == TR_OK; i++) {
        trail_group *passed = t->groups[i];
        join_runs(st, &group->amounts, &passed->amounts);
        join_runs(st, &group->rates, &passed->rates);
        status = put(user, TR_STORE_DELETE, TR_TABLE_EXTREME, &passed->row, 0);
        free_group(st, passed);
    }
    t->groups[kept] = group;
    t->group_count = kept + 1;
    if (status == TR_OK)
        status = put(user, TR_STORE_INSERT, TR_TABLE_EXTREME, &group->row, 0);
    *out = group;
    return status;
}

tr_status tr__trailing_begin(state *st, order_node *node, int64_t seq, tr_price price,
                             state_put *put, void *user)
{
    trail *t = tr__trailing_of(st, node->owner, node->order.symbol, node->order.side);
    trail_group *group;
    if (t == NULL)
        return TR_E_NO_MEMORY;
    tr_status status = reach(st, t, seq, price, put, user, &group);
    if (status != TR_OK)
        return status;
    if (!add_order(st, group, node))
        return TR_E_NO_MEMORY;
    place_group(group);
    place_best(t);
    return TR_OK;
}

tr_status tr__trailing_move(state *st, trail *t, int64_t seq, tr_price price, state_put *put,
                            void *user)
{
    trail_group *group;
    if (t->group_count == 0 || !is_better(t, price, t->groups[t->group_count - 1]->row.price))
        return TR_E_CORRUPT;
    tr_status status = reach(st, t, seq, price, put, user, &group);
    if (status != TR_OK)
        return status;
    place_group(group);
    place_best(t);
    return TR_OK;
}

tr_status tr__trailing_end(state *st, order_node *node, state_put *put, void *user)
{
    if (node->order.trigger != TR_TRIGGER_TRAIL || !node->place.is_queued)
        return TR_OK;
    trail *t = tr__trailing_of(st, node->owner, node->order.symbol, node->order.side);
    size_t index = 0;
    trail_group *group = t == NULL ? NULL : group_of(t, node->order.trail_seq, &index);
    assert(group != NULL);
    remove_order(st, group, node);
    if (group->amounts.count + group->rates.count > 0) {
        place_group(group);
        return TR_OK;
    }
    tr_status status = put(user, TR_STORE_DELETE, TR_TABLE_EXTREME, &group->row, 0);
    free_group(st, group);
    memmove(t->groups + index, t->groups + index + 1,
            (t->group_count - index - 1) * sizeof(trail_group *));
    t->group_count--;
    place_best(t);
    return status;
}

bool tr__trailing_change(state *st, order_node *node, tr_price amount, tr_decimal rate)
{
    size_t index;
    trail *t = tr__trailing_of(st, node->owner, node->order.symbol, node->order.side);
    trail_group *group = t == NULL ? NULL : group_of(t, node->order.trail_seq, &index);
    assert(group != NULL);
    remove_order(st, group, node);
    node->order.trail_amount = amount;
    node->order.trail_rate = rate;
    if (!add_order(st, group, node))
        return false;
    place_group(group);
    return true;
}

bool tr__trailing_restore(state *st, account *owner, const tr_extreme *row)
{
    trail *t = tr__trailing_of(st, owner, row->symbol, row->side);
    if (t == NULL || push_group(st, t, row->seq, row->price) == NULL)
        return false;
    place_best(t);
    return true;
}

bool tr__trailing_attach(state *st, order_node *node)
{
    if (node->order.trigger != TR_TRIGGER_TRAIL || node->order.trail_seq == 0 ||
        node->place.is_queued)
        return true;
    trail *t = tr__trailing_of(st, node->owner, node->order.symbol, node->order.side);
    size_t index;
    trail_group *group = t == NULL ? NULL : group_of(t, node->order.trail_seq, &index);
    if (group == NULL || !add_order(st, group, node))
        return false;
    place_group(group);
    return true;
}

bool tr__trailing_best(const state *st, const order_node *node, tr_price *out)
{
    (void)st; /* every look-up takes it */
    const position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    size_t index;
    if (position == NULL || node->order.trigger != TR_TRIGGER_TRAIL || !node->place.is_queued)
        return false;
    const trail_group *group =
        group_of(&position->trails[node->order.side], node->order.trail_seq, &index);
    if (group != NULL)
        *out = group->row.price;
    return group != NULL;
}

static order_node *due_in(const agenda *queue, tr_decimal limit)
{
    tr_price level;
    if (queue->first == NULL || tr_decimal_compare(queue->first->key, limit) > 0)
        return NULL;
    return first_to_go(AGENDA_OWNER(queue->first, trail_group, level), &level);
}

order_node *tr__trailing_due(const market *place, tr_price price)
{
    order_node *node = due_in(&place->trail_fall, tr__key_of_fall(price));
    return node != NULL ? node : due_in(&place->trail_rise, price.value);
}

trail *tr__trailing_passed(const market *place, tr_price price)
{
    if (place->best_rise.first != NULL &&
        tr_decimal_compare(place->best_rise.first->key, price.value) < 0)
        return AGENDA_OWNER(place->best_rise.first, trail, best);
    if (place->best_fall.first != NULL &&
        tr_decimal_compare(place->best_fall.first->key, tr__key_of_fall(price)) < 0)
        return AGENDA_OWNER(place->best_fall.first, trail, best);
    return NULL;
}

static void free_runs(const state *st, agenda *runs)
{
    for (trail_run *run; (run = first_run(runs)) != NULL;) {
        tr__agenda_remove(runs, &run->place);
        st->allocator->release(st->allocator->user, run);
    }
}

void tr__trailing_done(const state *st, trail *t)
{
    for (size_t i = 0; i < t->group_count; i++) {
        free_runs(st, &t->groups[i]->amounts);
        free_runs(st, &t->groups[i]->rates);
        st->allocator->release(st->allocator->user, t->groups[i]);
    }
    st->allocator->release(st->allocator->user, t->groups);
    t->groups = NULL;
    t->group_count = 0;
}
