/*
 * bare.c: in the end no position is without its stop in silence. Where every entry had a stop for all of it and nothing but
 * exits sold, what is held is covered by stops that wait, rest or execute, or an alarm has said that it is not.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/event.h"
#include "support/table_walk.h"
#include "world.h"

typedef struct place {
    bool is_left_out; /* sold by others, alarmed, flattened by hand, or bought without a stop */
    bool is_entered;
    tr_decimal bare; /* held, less what stops and targets at the exchange still close */
} place;

typedef struct bare_walk {
    world *world;
    place places[WORLD_ACCOUNTS][WORLD_MARKETS];
} bare_walk;

static place *place_of(bare_walk *at, const char *account, const char *symbol)
{
    size_t who = strcmp(account, world_accounts[0]) == 0 ? 0 : 1;
    return &at->places[who][strcmp(symbol, world_symbols[0]) == 0 ? 0 : 1];
}

static bool is_exit(const tr_order *order)
{
    return order->role == TR_ROLE_TAKE_PROFIT || order->role == TR_ROLE_STOP_LOSS;
}

static bool take_order(void *user, const void *row)
{
    bare_walk *at = user;
    const tr_order *order = row;
    place *where = place_of(at, order->account, order->symbol);
    bool has_filled = !tr_decimal_is_zero(order->filled_quantity.value);
    bool is_over = tr_order_state_is_final(order->state);
    tr_decimal left = { 0 };
    if (order->side == TR_SIDE_BUY) {
        where->is_entered = where->is_entered || has_filled;
        where->is_left_out = where->is_left_out || (has_filled && tr_decimal_is_zero(order->stop_loss.value));
        return true;
    }
    if (!is_exit(order)) { /* also one that is about to, and has made stops step aside */
        where->is_left_out = where->is_left_out || has_filled || !is_over;
        return true;
    }
    if (!is_over && (order->role == TR_ROLE_STOP_LOSS || order->state > TR_STATE_WAITING))
        (void)tr_decimal_subtract(order->quantity.value, order->filled_quantity.value, &left); /* small */
    (void)tr_decimal_subtract(where->bare, left, &where->bare);
    char quantity[TR_DECIMAL_TEXT_SIZE], filled[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(order->quantity.value, quantity, sizeof quantity);
    (void)tr_decimal_format(order->filled_quantity.value, filled, sizeof filled);
    world_tell(at->world, "%s of %s in %s: %s of %s, %s at the %s: %s", tr_role_name(order->role), order->account,
               order->symbol, filled, quantity, tr_order_state_name(order->state), tr_stop_at_name(order->stop_at),
               order->reason);
    return true;
}

static bool take_event(void *user, const void *stored)
{
    static event ev; /* large */
    bare_walk *at = user;
    const tr_event_row *row = stored;
    if (row->kind == EVENT_ALARM_RAISED &&
        tr__event_decode(EVENT_ALARM_RAISED, row->payload, row->payload_size, &ev, NULL) == TR_OK)
        place_of(at, row->account, ev.symbol)->is_left_out = true;
    if (row->kind != EVENT_RISK_SET ||
        tr__event_decode(EVENT_RISK_SET, row->payload, row->payload_size, &ev, NULL) != TR_OK ||
        strcmp(ev.risk.item, "halt") != 0 || ev.risk.count < TR_HALT_FLATTEN)
        return true;
    for (size_t i = 0; i < WORLD_MARKETS; i++) /* it takes the stops away to sell, and somebody may call it off */
        place_of(at, row->account, world_symbols[i])->is_left_out = true;
    return true;
}

static bool take_position(void *user, const void *row)
{
    bare_walk *at = user;
    const tr_position *position = row;
    place *where = place_of(at, position->account, position->symbol);
    (void)tr_decimal_add(where->bare, position->quantity, &where->bare); /* small */
    return true;
}

static void judge(bare_walk *at, size_t who, size_t market)
{
    const place *where = &at->places[who][market];
    char text[TR_DECIMAL_TEXT_SIZE];
    if (where->is_left_out || !where->is_entered)
        return;
    at->world->judged_positions++;
    if (tr_decimal_compare(where->bare, world_scaled(10, 3)) < 0) /* exits are in whole lots, of what fees left */
        return;
    (void)tr_decimal_format(where->bare, text, sizeof text);
    world_break(at->world, "%s of %s of account %s have no stop, and nobody was told", text, world_bases[market],
                world_accounts[who]);
}

void verdict_bare(world *w)
{
    bare_walk *at = calloc(1, sizeof *at);
    if (at == NULL)
        abort();
    at->world = w;
    if (table_walk(&w->reader, TR_TABLE_ORDER, take_order, at) != TR_OK ||
        table_walk(&w->reader, TR_TABLE_POSITION, take_position, at) != TR_OK ||
        table_walk(&w->reader, TR_TABLE_EVENT, take_event, at) != TR_OK)
        world_break(w, "a table cannot be read");
    for (size_t who = 0; who < WORLD_ACCOUNTS; who++)
        for (size_t market = 0; market < WORLD_MARKETS; market++)
            judge(at, who, market);
    free(at);
}
