/* users.c: people and alert services: they ask under a key of their own, again and again, until they are answered. */
#include <stdio.h>
#include <string.h>

#include "world.h"

static void ignore_answer(void *user, const tr_engine_answer *answer)
{
    (void)user;
    (void)answer; /* what must hold is read from the disk */
}

static void count_answer(wish *one, tr_id id)
{
    if (one->is_answered && tr_id_compare(one->id, id) != 0)
        world_break(one->world, "one key was answered with two ids");
    if (!one->is_answered)
        one->world->acknowledged++;
    one->is_answered = true;
    one->id = id;
}

/* What is acknowledged is on the disk. */
static void check_stored(wish *one, const tr_engine_answer *answer)
{
    tr_order row;
    if (!disk_find_order(one->world, answer->order->id, &row)) {
        world_break(one->world, "an order was acknowledged and is not on the disk");
        return;
    }
    if (answer->status == TR_E_REFUSED && row.state != TR_STATE_REFUSED)
        world_break(one->world, "an order was called refused and is %s on the disk", tr_order_state_name(row.state));
    if (answer->status == TR_E_REFUSED)
        held_forbid(one->world, row.id);
}

static void on_answer(void *user, const tr_engine_answer *answer)
{
    wish *one = user;
    if (!one->is_waiting)
        world_break(one->world, "a question was answered twice");
    one->is_waiting = false;
    world_tell(one->world, "wish %d is answered: %s %s", (int)(one - one->world->wishes), tr_status_name(answer->status),
               answer->error.message);
    switch (answer->status) {
    case TR_OK:
    case TR_E_REFUSED:
        if (one->is_alert) {
            if (!tr_id_is_none(answer->alert_id))
                count_answer(one, answer->alert_id);
            else
                one->is_turned_away = true;
        } else if (one->is_block && answer->block != NULL) {
            count_answer(one, answer->block->id);
        } else if (answer->order != NULL) {
            count_answer(one, answer->order->id);
            check_stored(one, answer);
        } else {
            one->is_turned_away = true;
        }
        return;
    case TR_E_INVALID:
    case TR_E_NOT_FOUND:
    case TR_E_RANGE:
    case TR_E_UNSUPPORTED: one->is_turned_away = true; return;
    default: return; /* nothing may be assumed: it is asked again */
    }
}

static void ask(process *p, wish *one)
{
    if (one->is_waiting || one->is_turned_away)
        return;
    one->is_waiting = true;
    world_tell(p->world, "wish %d is asked for", (int)(one - p->world->wishes));
    if (one->is_alert)
        tr_engine_alert(p->engine, &one->alert, on_answer, one);
    else if (one->is_block)
        tr_engine_add_block(p->engine, &one->block, on_answer, one);
    else
        tr_engine_submit(p->engine, &one->request, on_answer, one);
}

/* ---- cancels --------------------------------------------------------------------------------- */

static void on_cancel(void *user, const tr_engine_answer *answer)
{
    wish *one = user;
    tr_order row;
    world_tell(one->world, "answer to a cancel: %s", tr_status_name(answer->status));
    if (answer->status != TR_OK)
        return;
    one->is_cancelled = true;
    if (!disk_find_order(one->world, one->id, &row) || row.state != TR_STATE_CANCELLED)
        world_break(one->world, "a cancel was confirmed before it was stored");
    held_forbid(one->world, one->id);
}

static void cancel_one(world *w, process *p)
{
    if (w->wish_count == 0)
        return;
    size_t span = w->wish_count > 4 && world_below(w, 2) == 0 ? 4 : w->wish_count; /* often a new one, still on its way */
    wish *one = &w->wishes[w->wish_count - 1 - world_below(w, span)];
    if (!one->is_alert && !one->is_block && one->is_answered)
        tr_engine_cancel(p->engine, one->request.account, one->id, NULL, on_cancel, one);
}

/* Another price for a stop that rests at the exchange. */
static void amend_stop(world *w, process *p)
{
    const held_order *one = NULL;
    for (size_t i = w->order_count; i > 0 && one == NULL; i--)
        if (w->orders[i - 1].is_resting && w->orders[i - 1].is_open)
            one = &w->orders[i - 1];
    tr_amend_request request = { .actor = "trader", .given = TR_AMEND_STOP_LOSS };
    if (one == NULL || tr_id_parse(one->order.client_id, strlen(one->order.client_id), &request.id) != TR_OK)
        return;
    request.account = one->order.account;
    size_t market = strcmp(one->order.symbol, world_symbols[0]) == 0 ? 0 : 1;
    request.values.stop_loss.value = world_scaled(w->price_cents[market] - 50 - (int64_t)world_below(w, 200), 2);
    w->amendments++;
    tr_engine_amend(p->engine, &request, ignore_answer, NULL);
}

/* Other terms for one of them; what comes of it is judged by the tables. */
static void amend_one(world *w, process *p)
{
    if (world_below(w, 3) == 0) {
        amend_stop(w, p);
        return;
    }
    if (w->wish_count == 0)
        return;
    size_t span = w->wish_count > 6 ? 6 : w->wish_count;
    const wish *one = &w->wishes[w->wish_count - 1 - world_below(w, span)];
    if (one->is_alert || one->is_block || !one->is_answered)
        return;
    tr_amend_request request = { .account = one->request.account, .id = one->id, .actor = "trader", .values = one->request };
    if (world_below(w, 2) == 0) {
        request.given |= TR_AMEND_QUANTITY;
        request.values.quantity.value = world_scaled(1 + (int64_t)world_below(w, 1500), 3);
    }
    if (!tr_decimal_is_zero(one->request.limit_price.value)) {
        request.given |= TR_AMEND_LIMIT;
        request.values.limit_price.value = world_scaled(9900 + (int64_t)world_below(w, 200), 2);
    }
    if (request.given == 0)
        return;
    w->amendments++;
    tr_engine_amend(p->engine, &request, ignore_answer, NULL);
}

/* ---- wishes ---------------------------------------------------------------------------------- */

static wish *new_wish(world *w)
{
    if (w->wish_count == WORLD_WISHES_MAX)
        return NULL;
    wish *one = &w->wishes[w->wish_count++];
    *one = (wish){ .world = w };
    return one;
}

static void choose_exits(world *w, tr_order_request *request, int64_t price)
{
    if (request->is_reduce_only || request->side != TR_SIDE_BUY || world_below(w, 2) == 0)
        return;
    tr_price stop = { world_scaled(price - 150 - (int64_t)world_below(w, 100), 2) };
    tr_price target = { world_scaled(price + 150 + (int64_t)world_below(w, 100), 2) };
    if (world_below(w, 3) > 0) {
        request->stop_loss = stop;
        request->take_profit = target;
        return;
    }
    tr_price second = { world_scaled(price + 300, 2) };
    request->legs[0] = (tr_leg){ world_decimal("0.5"), target, stop };
    request->legs[1] = (tr_leg){ world_decimal("0.5"), second, stop };
    request->leg_count = 2;
}

/* Prices as the type wants them, on both sides of the market: some are refused, some trigger at once. */
static void choose_prices(world *w, tr_order_request *request, int64_t price)
{
    tr_order_type type = request->type;
    if (type == TR_ORDER_LIMIT || type == TR_ORDER_STOP_LIMIT || type == TR_ORDER_TOUCH_LIMIT)
        request->limit_price.value = world_scaled(price + (int64_t)world_below(w, 200) - 100, 2);
    if (type == TR_ORDER_STOP || type == TR_ORDER_STOP_LIMIT || type == TR_ORDER_TOUCH || type == TR_ORDER_TOUCH_LIMIT)
        request->stop_price.value = world_scaled(price + (int64_t)world_below(w, 200) - 100, 2);
    if (type != TR_ORDER_TRAILING)
        return;
    if (world_below(w, 2) == 0)
        request->trail_amount.value = world_scaled(1 + (int64_t)world_below(w, 300), 2);
    else
        request->trail_rate = world_scaled(1 + (int64_t)world_below(w, 30), 3);
    if (world_below(w, 2) == 0)
        request->activation_price.value = world_scaled(price + (int64_t)world_below(w, 200) - 100, 2);
}

static void order(world *w, process *p)
{
    static const tr_order_type types[] = { TR_ORDER_MARKET, TR_ORDER_MARKET,      TR_ORDER_MARKET,   TR_ORDER_LIMIT,   TR_ORDER_STOP,
                                           TR_ORDER_TOUCH,  TR_ORDER_TOUCH_LIMIT, TR_ORDER_TRAILING, TR_ORDER_STOP_LIMIT };
    wish *one = new_wish(w);
    if (one == NULL)
        return;
    size_t market = world_below(w, WORLD_MARKETS);
    int64_t price = w->price_cents[market];
    tr_order_request *request = &one->request;
    *request = (tr_order_request){ .user = "trader" };
    (void)snprintf(request->account, sizeof request->account, "%s", world_accounts[world_below(w, w->account_count)]);
    (void)snprintf(request->symbol, sizeof request->symbol, "%s", world_symbol(w, market));
    (void)snprintf(request->idempotency_key, sizeof request->idempotency_key, "key-%zu", w->wish_count - 1);
    request->side = world_below(w, 3) == 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
    request->type = types[world_below(w, sizeof types / sizeof types[0])];
    request->quantity.value = world_scaled(1 + (int64_t)world_below(w, 1500), 3);
    request->is_reduce_only = world_below(w, 6) == 0;
    choose_prices(w, request, price);
    choose_exits(w, request, price);
    if (world_below(w, 4) == 0)
        request->expires_ns = w->now_ns + 1 + (int64_t)world_below(w, 8 * (uint64_t)WORLD_SECOND_NS);
    else if (world_below(w, 8) == 0)
        request->starts_ns = w->now_ns + 1 + (int64_t)world_below(w, 8 * (uint64_t)WORLD_SECOND_NS);
    if (request->type == TR_ORDER_MARKET && world_below(w, 4) == 0)
        request->waits_for_signal = true;
    ask(p, one);
}

/* It waits for one alert of each of two sources. */
static void block(world *w, process *p)
{
    wish *one = new_wish(w);
    if (one == NULL)
        return;
    one->is_block = true;
    size_t market = world_below(w, WORLD_MARKETS);
    int64_t price = w->price_cents[market];
    tr_block_request *request = &one->block;
    *request = (tr_block_request){ .user = "trader", .side = TR_SIDE_BUY, .condition_count = 2 };
    (void)snprintf(request->account, sizeof request->account, "%s", world_accounts[world_below(w, w->account_count)]);
    (void)snprintf(request->symbol, sizeof request->symbol, "%s", world_symbol(w, market));
    (void)snprintf(request->name, sizeof request->name, "two sources");
    (void)snprintf(request->idempotency_key, sizeof request->idempotency_key, "block-%zu", w->wish_count - 1);
    (void)snprintf(request->conditions[0].source, sizeof request->conditions[0].source, "s0");
    (void)snprintf(request->conditions[1].source, sizeof request->conditions[1].source, "s1");
    request->quantity.value = world_scaled(1 + (int64_t)world_below(w, 1000), 3);
    request->price_low.value = world_scaled(price - 500, 2);
    request->price_high.value = world_scaled(price + 500, 2);
    request->stop_loss.value = world_scaled(price - 800, 2);
    request->window_ns = 1 + (int64_t)world_below(w, 90 * (uint64_t)WORLD_SECOND_NS);
    ask(p, one);
}

/* Somebody switches an account off, a little or wholly, or on again. */
static void halt(world *w, process *p)
{
    tr_risk_subject subject = { .account = world_accounts[world_below(w, w->account_count)], .scope = TR_RISK_ACCOUNT,
                                .actor = "trader", .reason = "as the seed has it" };
    w->halts++;
    tr_engine_halt(p->engine, &subject, (tr_halt_level)world_below(w, TR_HALT_FLATTEN + 1), ignore_answer, NULL);
}

void users_resume(process *p)
{
    for (size_t i = 0; i < p->world->account_count; i++) {
        tr_risk_subject subject = { .account = world_accounts[i], .scope = TR_RISK_ACCOUNT, .actor = "trader" };
        tr_engine_halt(p->engine, &subject, TR_HALT_NONE, ignore_answer, NULL);
    }
}

static void alert(world *w, process *p)
{
    static const uint8_t body[] = "{}";
    wish *one = new_wish(w);
    if (one == NULL)
        return;
    one->is_alert = true;
    tr_alert *said = &one->alert;
    *said = (tr_alert){ .source = "tradingview", .body = body, .body_size = 2 };
    said->action = (tr_alert_action)world_below(w, TR_ALERT_CONDITION + 1);
    if (said->action == TR_ALERT_CONDITION || world_below(w, 2) == 0)
        (void)snprintf(said->source, sizeof said->source, "s%d", (int)world_below(w, 2));
    if (said->action == TR_ALERT_REDUCE || world_below(w, 2) == 0)
        said->quantity.value = world_scaled(1 + (int64_t)world_below(w, 800), 3);
    (void)snprintf(said->account, sizeof said->account, "%s", world_accounts[world_below(w, w->account_count)]);
    (void)snprintf(said->symbol, sizeof said->symbol, "%s", world_symbol(w, world_below(w, WORLD_MARKETS)));
    (void)snprintf(said->dedup_key, sizeof said->dedup_key, "id:%zu", w->wish_count - 1);
    ask(p, one);
}

void users_act(world *w)
{
    process *p = process_serving(w);
    if (p == NULL)
        return;
    switch (world_below(w, 14)) {
    case 0:
    case 1:
    case 2:
    case 3: order(w, p); return;
    case 4: block(w, p); return;
    case 5:
    case 6: alert(w, p); return;
    case 7:
    case 8: cancel_one(w, p); return;
    case 9:
    case 10: amend_one(w, p); return;
    case 11:
        if (world_below(w, 3) == 0)
            halt(w, p);
        return;
    default:
        if (w->wish_count > 0)
            ask(p, &w->wishes[world_below(w, w->wish_count)]); /* again, answered or not */
    }
}

void users_ask_again(world *w)
{
    process *p = process_serving(w);
    for (size_t i = 0; p != NULL && i < w->wish_count; i++)
        if (!w->wishes[i].is_answered && !w->wishes[i].is_turned_away)
            ask(p, &w->wishes[i]);
}

/* ---- accounts and prices --------------------------------------------------------------------- */

void users_open_accounts(process *p)
{
    for (size_t i = 0; i < p->world->account_count; i++) {
        tr_account_row account = { .owner = "trader" };
        (void)snprintf(account.exchange, sizeof account.exchange, "%s", p->world->exchange_name);
        (void)snprintf(account.name, sizeof account.name, "%s", world_accounts[i]);
        tr_balance balances[] = { { .asset = "USDT", .total = { world_decimal("10000") } },
                                  { .asset = "BTC", .total = { world_decimal("3") } } };
        tr_engine_open_account(p->engine, &account, balances, 2, ignore_answer, NULL);
    }
}

void users_move_price(world *w)
{
    size_t market = world_below(w, WORLD_MARKETS);
    w->price_cents[market] += (int64_t)world_below(w, 401) - 200;
    if (w->price_cents[market] < 5000)
        w->price_cents[market] = 5000;
    venue_move_price(w, market);
    tr_price_tick tick = { .price = { world_scaled(w->price_cents[market], 2) }, .at_ns = w->now_ns };
    (void)snprintf(tick.symbol, sizeof tick.symbol, "%s", world_symbol(w, market));
    for (int i = 0; i < WORLD_PROCESSES; i++)
        if (w->processes[i].is_up && !w->processes[i].is_stopped)
            tr_engine_price(w->processes[i].engine, &tick);
}
