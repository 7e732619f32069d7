/*
 * desk.c: orders. What a client wants is held to the instrument's grid and the account's money, matched, and settled:
 * what is paid, what is received, what is still reserved. All amounts are exact.
 */
#include "state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL_MAX 1000

static const sim_order *order_of_index(const sim_exchange *exchange, size_t index)
{
    return &exchange->orders[index];
}

/* Ids count from 1 in the order of the table; the makers' lie far above. */
static sim_order *order_of(sim_exchange *exchange, int64_t id)
{
    return id < SIM_MAKER_ID_FROM ? &exchange->orders[id - 1] : NULL;
}

/* ---- looking up ------------------------------------------------------------------------------ */

size_t sim_order_count(const sim_exchange *exchange)
{
    return exchange->order_count;
}

const sim_order *sim_order_at(const sim_exchange *exchange, size_t index)
{
    return index < exchange->order_count ? order_of_index(exchange, index) : NULL;
}

size_t sim_fill_count(const sim_exchange *exchange)
{
    return exchange->fill_count;
}

const sim_fill *sim_fill_at(const sim_exchange *exchange, size_t index)
{
    return index < exchange->fill_count ? &exchange->fills[index] : NULL;
}

size_t sim_order_count_of(const sim_exchange *exchange, const char *client_id,
                          const sim_order **out)
{
    size_t count = 0;
    for (size_t i = 0; i < exchange->order_count; i++)
        if (strcmp(exchange->orders[i].client_id, client_id) == 0) {
            count++;
            if (out != NULL)
                *out = order_of_index(exchange, i);
        }
    return count;
}

const sim_order *sim_order_of_id(const sim_exchange *exchange, uint32_t account, int64_t id)
{
    if (id < 1 || (uint64_t)id > exchange->order_count)
        return NULL;
    const sim_order *order = order_of_index(exchange, (size_t)id - 1);
    return order->account == account ? order : NULL;
}

const sim_order *sim_order_of_client(const sim_exchange *exchange, uint32_t account,
                                     const char *client_id)
{
    for (size_t i = exchange->order_count; i-- > 0 && client_id[0] != '\0';)
        if (exchange->orders[i].account == account &&
            strcmp(exchange->orders[i].client_id, client_id) == 0)
            return order_of_index(exchange, i);
    return NULL;
}

bool sim_is_shown(const sim_exchange *exchange, const sim_order *order, bool is_past)
{
    int64_t clock_ns = sim_clock_ns(exchange, exchange->now_ns);
    return clock_ns - order->created_ns >= exchange->lag_new_ns &&
           (!is_past || clock_ns - order->updated_ns >= exchange->lag_ended_ns);
}

tr_decimal sim_order_open_quantity(const sim_order *order)
{
    return order->status == SIM_ORDER_OPEN ? sim_minus(order->quantity, order->filled)
                                           : (tr_decimal){ 0 };
}

tr_decimal sim_order_average(const sim_exchange *exchange, const sim_order *order)
{
    tr_decimal average = { 0 };
    (void)exchange;
    if (tr_decimal_is_zero(order->filled))
        return average;
    (void)tr_decimal_divide(order->filled_quote, order->filled, TR_ROUND_HALF_EVEN,
                            &average); /* a price that there was */
    return average;
}

/* ---- money ----------------------------------------------------------------------------------- */

static const sim_market *market_of(const sim_exchange *exchange, const sim_order *order)
{
    return &exchange->markets[order->instrument];
}

/* A price with its fee, where the fee is taken in the quote asset. */
static tr_decimal with_fee(const sim_exchange *exchange, uint32_t account, tr_decimal quote)
{
    if (!exchange->shape->has_fee_in_quote)
        return quote;
    return sim_plus(quote, sim_times(quote, exchange->accounts[account].taker_rate));
}

/* What the open part of a resting order may cost. */
static tr_decimal need_of(const sim_exchange *exchange, const sim_order *order, tr_decimal open)
{
    if (order->side == TR_SIDE_SELL)
        return open;
    return with_fee(exchange, order->account, sim_times(order->price, open));
}

/* What an order is paid from: goods, money, or the pot of swaps. */
static sim_holding *source_of(sim_exchange *exchange, const sim_market *market, uint32_t account, tr_side side)
{
    const tr_instrument *instrument = &market->instrument;
    if (sim_is_swap(market))
        return sim_margin_of(exchange, account, instrument->settle);
    return sim_holding_of(&exchange->accounts[account],
                          side == TR_SIDE_SELL ? instrument->base : instrument->quote);
}

static sim_holding *own_source(sim_exchange *exchange, const sim_order *order)
{
    return source_of(exchange, market_of(exchange, order), order->account, order->side);
}

static sim_holding *holding_of(sim_exchange *exchange, const sim_order *order, bool is_base)
{
    const tr_instrument *instrument = &market_of(exchange, order)->instrument;
    return sim_holding_of(&exchange->accounts[order->account],
                          is_base ? instrument->base : instrument->quote);
}

static void house_take(sim_exchange *exchange, const char *asset, tr_decimal amount)
{
    sim_holding *holding = sim_holding_of(&exchange->accounts[SIM_HOUSE], asset);
    holding->free = sim_plus(holding->free, amount); /* below zero too: it has all it wants */
}

static void pay_buy(sim_exchange *exchange, sim_order *order, tr_decimal paid, tr_decimal received)
{
    sim_holding *quote = holding_of(exchange, order, false);
    tr_decimal left = order->is_market
                          ? sim_minus(order->reserved, paid)
                          : need_of(exchange, order, sim_minus(order->quantity, order->filled));
    tr_decimal gone = sim_minus(order->reserved, left);
    quote->locked = sim_minus(quote->locked, gone);
    quote->free = sim_plus(quote->free, sim_minus(gone, paid));
    order->reserved = left;
    sim_holding *base = holding_of(exchange, order, true);
    base->free = sim_plus(base->free, received);
}

static void pay_sell(sim_exchange *exchange, sim_order *order, tr_decimal sold, tr_decimal received)
{
    sim_holding *base = holding_of(exchange, order, true);
    base->locked = sim_minus(base->locked, sold);
    order->reserved = sim_minus(order->reserved, sold);
    sim_holding *quote = holding_of(exchange, order, false);
    quote->free = sim_plus(quote->free, received);
}

static void fill_record(sim_exchange *exchange, const sim_fill *fill)
{
    if (exchange->fill_count == exchange->fill_capacity) {
        size_t capacity = exchange->fill_capacity == 0 ? 64 : exchange->fill_capacity * 2;
        sim_fill *grown = realloc(exchange->fills, capacity * sizeof *grown);
        if (grown == NULL) {
            exchange->is_out_of_memory = true;
            return;
        }
        exchange->fills = grown;
        exchange->fill_capacity = capacity;
    }
    exchange->fills[exchange->fill_count++] = *fill;
}

/* What is bound for the part that has filled is free again. */
static void free_share(sim_exchange *exchange, sim_order *order, tr_decimal filled_now)
{
    tr_decimal left = sim_minus(order->quantity, order->filled), kept = { 0 };
    if (!tr_decimal_is_zero(left))
        (void)tr_decimal_multiply_divide(order->reserved, left, sim_plus(left, filled_now),
                                         TR_ROUND_DOWN, &kept); /* a part of it */
    sim_release(own_source(exchange, order), sim_minus(order->reserved, kept));
    order->reserved = kept;
}

static void settle(sim_exchange *exchange, sim_order *order, bool is_maker, tr_decimal price,
                   tr_decimal quantity)
{
    bool is_swap = sim_is_swap(market_of(exchange, order));
    const sim_account *account = &exchange->accounts[order->account];
    const tr_instrument *instrument = &market_of(exchange, order)->instrument;
    tr_decimal quote = sim_times(price, quantity);
    tr_decimal rate = is_maker ? account->maker_rate : account->taker_rate;
    bool is_buy = order->side == TR_SIDE_BUY;
    bool is_fee_base = is_buy && !exchange->shape->has_fee_in_quote && !is_swap;
    tr_decimal realised = { 0 };
    tr_decimal fee = sim_times(is_fee_base ? quantity : quote, rate);
    order->filled = sim_plus(order->filled, quantity);
    order->filled_quote = sim_plus(order->filled_quote, quote);
    order->fee = sim_plus(order->fee, fee);
    order->updated_ns = sim_clock_ns(exchange, exchange->now_ns);
    if (is_swap) {
        free_share(exchange, order, quantity);
        realised = sim_swap_fill(exchange, order, price, quantity, fee);
    } else if (is_buy)
        pay_buy(exchange, order, is_fee_base ? quote : sim_plus(quote, fee),
                is_fee_base ? sim_minus(quantity, fee) : quantity);
    else
        pay_sell(exchange, order, quantity, sim_minus(quote, fee));
    const char *fee_asset = is_fee_base ? instrument->base : instrument->quote;
    if (!is_swap)
        house_take(exchange, fee_asset, fee);
    sim_fill fill = { .trade_id = exchange->trade_count,
                      .order_id = order->id,
                      .account = order->account,
                      .instrument = order->instrument,
                      .side = order->side,
                      .is_maker = is_maker,
                      .price = price,
                      .quantity = quantity,
                      .quote = quote,
                      .fee = fee,
                      .realised = realised,
                      .at_ns = order->updated_ns };
    if (is_swap)
        fill.wallet = sim_plus(own_source(exchange, order)->free, own_source(exchange, order)->locked);
    memcpy(fill.fee_asset, fee_asset, strlen(fee_asset) + 1);
    fill_record(exchange, &fill);
}

static void finish(sim_exchange *exchange, sim_order *order, sim_order_status status)
{
    order->status = status;
    order->updated_ns = sim_clock_ns(exchange, exchange->now_ns);
    sim_release(own_source(exchange, order), order->reserved);
    order->reserved = (tr_decimal){ 0 };
}

/* ---- what the matching engine says ----------------------------------------------------------- */

static void on_side(sim_exchange *exchange, sim_market *market, int64_t id, bool is_maker,
                    tr_side side, tr_decimal price, tr_decimal quantity)
{
    sim_order *order = order_of(exchange, id);
    if (order == NULL && sim_is_swap(market)) {
        market->is_touched = true;
        return;
    }
    if (order == NULL) {
        tr_decimal quote = sim_times(price, quantity), nothing = { 0 };
        bool is_buy = side == TR_SIDE_BUY;
        house_take(exchange, market->instrument.base,
                   is_buy ? quantity : sim_minus(nothing, quantity));
        house_take(exchange, market->instrument.quote, is_buy ? sim_minus(nothing, quote) : quote);
        market->is_touched = true;
        return;
    }
    tr_decimal part = sim_swap_takes(exchange, order, quantity);
    order->is_cut = order->is_cut || sim_is_less(part, quantity); /* the makers have the rest */
    if (!tr_decimal_is_zero(part))
        settle(exchange, order, is_maker, price, part);
    if (tr_decimal_compare(order->filled, order->quantity) == 0)
        finish(exchange, order, SIM_ORDER_FILLED);
}

static void on_trade(sim_exchange *exchange, const tr_book_event *event)
{
    sim_market *market = &exchange->markets[event->instrument];
    tr_decimal price = sim_price_of_ticks(market, event->price);
    tr_decimal quantity = sim_quantity_of_lots(market, event->quantity);
    exchange->trade_count++;
    sim_market_note(exchange, market, price, quantity, true);
    on_side(exchange, market, event->maker_id, true,
            event->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY, price, quantity);
    on_side(exchange, market, event->id, false, (tr_side)event->side, price, quantity);
}

void sim_on_events(void *user, uint64_t number, const tr_book_event *events, size_t event_count)
{
    sim_exchange *exchange = user;
    (void)number;
    for (size_t i = 0; i < event_count; i++) {
        const tr_book_event *event = &events[i];
        if (event->kind == TR_BOOK_EVENT_TRADE) {
            on_trade(exchange, event);
        } else if (event->kind == TR_BOOK_EVENT_CANCELLED ||
                   event->kind == TR_BOOK_EVENT_REJECTED || event->kind == TR_BOOK_EVENT_EXPIRED) {
            sim_order *order = order_of(exchange, event->id);
            if (order != NULL && order->status == SIM_ORDER_OPEN)
                finish(exchange, order,
                       event->reason == TR_BOOK_REASON_USER ? SIM_ORDER_CANCELLED
                                                            : SIM_ORDER_EXPIRED);
        }
    }
}

/* ---- placing --------------------------------------------------------------------------------- */

/* What taking so many lots from the other side costs; *lots_out: how many there are of them. */
static tr_decimal cost_of_lots(const sim_exchange *exchange, const sim_wish *wish, int64_t lots,
                               int64_t *lots_out)
{
    tr_book_level levels[LEVEL_MAX];
    tr_decimal cost = { 0 };
    size_t count =
        sim_depth(exchange, wish->market, wish->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY,
                  levels, LEVEL_MAX);
    int64_t taken = 0;
    for (size_t i = 0; i < count && taken < lots; i++) {
        int64_t there = (int64_t)levels[i].open.low, part = lots - taken;
        part = part < there ? part : there;
        cost = sim_plus(cost, sim_times(sim_price_of_ticks(wish->market, levels[i].price),
                                        sim_quantity_of_lots(wish->market, part)));
        taken += part;
    }
    *lots_out = taken;
    return cost;
}

/* How many lots an amount of quote units pays for, fee included where it is taken there. */
static int64_t lots_of_quote(const sim_exchange *exchange, const sim_wish *wish)
{
    int64_t low = 0, high = INT64_C(1) << 40, there = 0;
    (void)cost_of_lots(exchange, wish, high, &there);
    for (high = there; low < high;) {
        int64_t middle = low + (high - low + 1) / 2;
        tr_decimal cost = cost_of_lots(exchange, wish, middle, &there);
        if (wish->side == TR_SIDE_BUY)
            cost = with_fee(exchange, wish->account, cost);
        if (sim_is_less(wish->quote_quantity, cost))
            high = middle - 1;
        else
            low = middle;
    }
    return low;
}

static sim_refusal check_grid(const sim_wish *wish, int64_t *lots, int64_t *ticks)
{
    const tr_instrument *instrument = &wish->market->instrument;
    tr_decimal price = wish->is_market ? wish->market->last_price : wish->price;
    tr_decimal price_max = tr_decimal_from_int(INT64_C(1000000000));
    tr_decimal quantity_max = tr_decimal_from_int(INT64_C(1000000000));
    if (!tr_decimal_is_zero(instrument->quantity_max))
        quantity_max = tr_decimal_min(quantity_max, instrument->quantity_max);
    if (!wish->is_market && (tr_decimal_sign(price) <= 0 || sim_is_less(price_max, price)))
        return SIM_REFUSAL_PRICE;
    if (!wish->is_market && tr_decimal_to_steps(price, instrument->tick, ticks) != TR_OK)
        return SIM_REFUSAL_TICK;
    if (tr_decimal_sign(wish->quantity) <= 0 ||
        sim_is_less(wish->quantity, instrument->quantity_min))
        return SIM_REFUSAL_QUANTITY_LOW;
    if (sim_is_less(quantity_max, wish->quantity))
        return SIM_REFUSAL_QUANTITY_HIGH;
    if (tr_decimal_to_steps(wish->quantity, instrument->lot, lots) != TR_OK)
        return SIM_REFUSAL_LOT;
    if (sim_is_less(sim_times(price, wish->quantity), instrument->notional_min))
        return SIM_REFUSAL_NOTIONAL;
    return SIM_REFUSAL_NONE;
}

static bool would_take(const sim_exchange *exchange, const sim_wish *wish, int64_t ticks)
{
    tr_book_level best;
    bool is_buy = wish->side == TR_SIDE_BUY;
    if (sim_depth(exchange, wish->market, is_buy ? TR_SIDE_SELL : TR_SIDE_BUY, &best, 1) == 0)
        return false;
    return is_buy ? ticks >= best.price : ticks <= best.price;
}

static tr_decimal reservation(sim_exchange *exchange, const sim_wish *wish, int64_t lots)
{
    int64_t there = 0;
    bool is_swap = sim_is_swap(wish->market);
    if (wish->side == TR_SIDE_SELL && !is_swap)
        return wish->quantity;
    tr_decimal cost = wish->is_market ? cost_of_lots(exchange, wish, lots, &there)
                                      : sim_times(wish->price, wish->quantity);
    if (is_swap)
        return sim_swap_need(exchange, wish, cost);
    return with_fee(exchange, wish->account, cost);
}

static sim_order *order_record(sim_exchange *exchange, const sim_wish *wish, tr_decimal reserved)
{
    if (exchange->order_count == SIM_ORDER_MAX)
        return NULL;
    if (exchange->order_count == exchange->order_capacity) {
        size_t capacity = exchange->order_capacity == 0 ? 64 : exchange->order_capacity * 2;
        sim_order *grown = realloc(exchange->orders, capacity * sizeof *grown);
        if (grown == NULL)
            return NULL;
        exchange->orders = grown;
        exchange->order_capacity = capacity;
    }
    int64_t clock_ns = sim_clock_ns(exchange, exchange->now_ns);
    sim_order *order = &exchange->orders[exchange->order_count++];
    *order = (sim_order){
        .id = (int64_t)exchange->order_count,
        .account = wish->account,
        .instrument = wish->market->number,
        .side = wish->side,
        .tif = (uint8_t)wish->tif,
        .is_market = wish->is_market,
        .is_post_only = wish->is_post_only,
        .is_by_quote = wish->is_by_quote,
        .price = wish->is_market ? (tr_decimal){ 0 } : wish->price,
        .quantity = wish->quantity,
        .quote_quantity = wish->quote_quantity,
        .reserved = reserved,
        .stop_price = wish->stop_price,
        .is_waiting = tr_decimal_sign(wish->stop_price) > 0,
        .is_reduce_only = wish->is_reduce_only,
        .is_conditional = wish->is_conditional,
        .created_ns = clock_ns,
        .updated_ns = clock_ns,
    };
    memcpy(order->client_id, wish->client_id, strlen(wish->client_id) + 1);
    return order;
}

static tr_status match(sim_exchange *exchange, const sim_order *order, int64_t lots, int64_t ticks)
{
    tr_matching_sink sink = { sim_on_events, exchange };
    tr_book_command command = {
        .kind = TR_BOOK_COMMAND_NEW,
        .side = (uint8_t)order->side,
        .type = order->is_market ? TR_BOOK_TYPE_MARKET : TR_BOOK_TYPE_LIMIT,
        .tif = order->is_market ? TR_BOOK_TIF_IOC : order->tif,
        .given = TR_BOOK_GIVEN_QUANTITY | (order->is_market ? 0u : TR_BOOK_GIVEN_PRICE),
        .is_post_only = order->is_post_only,
        .id = order->id,
        .quantity = lots,
        .price = ticks,
        .owner = (int64_t)order->account,
    };
    return tr_matching_apply(exchange->matching, order->instrument, &command, &sink);
}

static const sim_order *duplicate_of(const sim_exchange *exchange, const sim_wish *wish)
{
    const sim_order *order = sim_order_of_client(exchange, wish->account, wish->client_id);
    if (order == NULL || exchange->shape->duplicates != SIM_DUPLICATES_OPEN)
        return order;
    return order->status == SIM_ORDER_OPEN ? order : NULL;
}

/* A sell's stop lies below the market, a buy's above. */
static bool is_reached(const sim_market *market, tr_side side, tr_decimal stop_price)
{
    int relation = tr_decimal_compare(market->last_price, stop_price);
    return side == TR_SIDE_SELL ? relation <= 0 : relation >= 0;
}

/* What an order may bind of its source. */
static tr_decimal free_of(sim_exchange *exchange, const sim_market *market, uint32_t account,
                          const sim_holding *source)
{
    return sim_is_swap(market) ? sim_margin_free(exchange, account, market->instrument.settle)
                               : source->free;
}

/* What a market order costs, or a swap's opens, is known when it goes off. False: that is not there. */
static bool reserve_again(sim_exchange *exchange, sim_market *market, sim_order *order, int64_t lots)
{
    sim_wish wish = { .account = order->account,
                      .market = market,
                      .side = order->side,
                      .is_market = order->is_market,
                      .price = order->price,
                      .is_reduce_only = order->is_reduce_only,
                      .quantity = order->quantity };
    sim_holding *source = own_source(exchange, order);
    tr_decimal need = reservation(exchange, &wish, lots);
    if (sim_is_less(sim_plus(free_of(exchange, market, order->account, source), order->reserved), need))
        return false;
    sim_release(source, order->reserved);
    sim_lock(source, need);
    order->reserved = need;
    return true;
}

static void stop_go(sim_exchange *exchange, sim_market *market, sim_order *order)
{
    int64_t lots = 0, ticks = 0;
    (void)tr_decimal_to_steps(order->quantity, market->instrument.lot, &lots); /* checked when placed */
    (void)tr_decimal_to_steps(order->price, market->instrument.tick, &ticks);
    order->is_waiting = false;
    order->has_gone_off = true;
    order->updated_ns = sim_clock_ns(exchange, exchange->now_ns);
    if ((order->is_reduce_only &&
         !sim_is_reducing(exchange, order->account, order->instrument, order->side)) ||
        ((order->is_market || sim_is_swap(market)) &&
         !reserve_again(exchange, market, order, lots)) ||
        match(exchange, order, lots, ticks) != TR_OK)
        finish(exchange, order, SIM_ORDER_EXPIRED);
}

/* What only reduces and has nothing left to reduce ends; so does what has had all that there was. */
static void reducing_end(sim_exchange *exchange, sim_order *order)
{
    tr_matching_sink sink = { sim_on_events, exchange };
    tr_book_command command = { .kind = TR_BOOK_COMMAND_CANCEL, .id = order->id };
    (void)tr_matching_apply(exchange->matching, order->instrument, &command,
                            &sink); /* refused: the book is done with it */
    finish(exchange, order, SIM_ORDER_EXPIRED);
}

static void reducing_review(sim_exchange *exchange)
{
    exchange->is_position_moved = false;
    for (size_t i = 0; i < exchange->order_count; i++) {
        sim_order *order = &exchange->orders[i];
        if (order->is_reduce_only && order->status == SIM_ORDER_OPEN && !order->is_waiting &&
            (order->is_cut ||
             !sim_is_reducing(exchange, order->account, order->instrument, order->side)))
            reducing_end(exchange, order);
    }
}

/* Each that goes off may move the price on to the next: until none is reached any more. */
void sim_stops_run(sim_exchange *exchange, sim_market *market)
{
    for (size_t i = 0; i < exchange->order_count; i++) {
        sim_order *order = &exchange->orders[i];
        if (!order->is_waiting || order->status != SIM_ORDER_OPEN ||
            order->instrument != market->number ||
            !is_reached(market, order->side, order->stop_price))
            continue;
        stop_go(exchange, market, order);
        i = (size_t)-1; /* from the first again; each goes off once */
    }
    if (exchange->is_position_moved)
        reducing_review(exchange);
}

/* Trades have happened: the makers put back what was taken, and stops hear of the price. */
static void settle_market(sim_exchange *exchange, sim_market *market)
{
    if (market->is_touched && market->is_refilled)
        (void)sim_market_set_price(exchange, market, market->price); /* as it was set */
    else if (market->is_touched)
        sim_stops_run(exchange, market);
    if (exchange->is_position_moved)
        reducing_review(exchange);
}

sim_refusal sim_place(sim_exchange *exchange, const sim_wish *asked, const sim_order **out)
{
    sim_wish wish = *asked;
    int64_t lots = 0, ticks = 0;
    assert(strlen(wish.client_id) < SIM_CLIENT_ID_SIZE);
    *out = duplicate_of(exchange, &wish);
    if (*out != NULL)
        return SIM_REFUSAL_DUPLICATE;
    if (wish.market->is_halted)
        return SIM_REFUSAL_HALTED;
    if (wish.is_by_quote)
        wish.quantity = sim_quantity_of_lots(wish.market, lots_of_quote(exchange, &wish));
    sim_refusal refusal = check_grid(&wish, &lots, &ticks);
    if (refusal != SIM_REFUSAL_NONE)
        return refusal;
    if (wish.is_post_only && exchange->shape->refuses_post_only &&
        would_take(exchange, &wish, ticks))
        return SIM_REFUSAL_POST_ONLY;
    bool is_stop = tr_decimal_sign(wish.stop_price) > 0;
    bool is_gone = is_stop && is_reached(wish.market, wish.side, wish.stop_price);
    if (is_gone && !exchange->shape->takes_reached_stops)
        return SIM_REFUSAL_TRIGGER;
    if (wish.is_reduce_only && !is_stop &&
        !sim_is_reducing(exchange, wish.account, wish.market->number, wish.side))
        return SIM_REFUSAL_REDUCE;
    tr_decimal reserved = reservation(exchange, &wish, lots);
    const tr_instrument *instrument = &wish.market->instrument;
    sim_account *account = &exchange->accounts[wish.account];
    if (!sim_is_swap(wish.market) && (sim_holding_of(account, instrument->base) == NULL ||
                                      sim_holding_of(account, instrument->quote) == NULL))
        return SIM_REFUSAL_FULL;
    sim_holding *source = source_of(exchange, wish.market, wish.account, wish.side);
    if (source == NULL)
        return SIM_REFUSAL_FULL;
    if (!tr_decimal_is_zero(reserved) &&
        sim_is_less(free_of(exchange, wish.market, wish.account, source), reserved))
        return SIM_REFUSAL_FUNDS;
    sim_order *order = order_record(exchange, &wish, reserved);
    if (order == NULL)
        return SIM_REFUSAL_FULL;
    sim_lock(source, reserved);
    *out = order;
    if (is_stop) {
        if (is_gone) {
            stop_go(exchange, wish.market, order);
            settle_market(exchange, wish.market);
        }
        return SIM_REFUSAL_NONE;
    }
    if (match(exchange, order, lots, ticks) != TR_OK) {
        *out = NULL;
        sim_release(source, reserved);
        exchange->order_count--;
        return SIM_REFUSAL_FULL;
    }
    settle_market(exchange, wish.market);
    return SIM_REFUSAL_NONE;
}

bool sim_cancel(sim_exchange *exchange, const sim_order *order)
{
    tr_matching_sink sink = { sim_on_events, exchange };
    tr_book_command command = { .kind = TR_BOOK_COMMAND_CANCEL, .id = order->id };
    if (order->status != SIM_ORDER_OPEN)
        return false;
    if (order->is_waiting) {
        finish(exchange, order_of(exchange, order->id), SIM_ORDER_CANCELLED);
        return true;
    }
    return tr_matching_apply(exchange->matching, order->instrument, &command, &sink) == TR_OK &&
           order->status == SIM_ORDER_CANCELLED;
}

sim_refusal sim_amend(sim_exchange *exchange, const sim_order *which, tr_decimal price,
                      tr_decimal quantity)
{
    int64_t lots = 0, ticks = 0;
    sim_order *order = order_of(exchange, which->id);
    sim_wish wish = { .account = order->account,
                      .market = &exchange->markets[order->instrument],
                      .side = order->side,
                      .price = price,
                      .quantity = quantity };
    if (order->status != SIM_ORDER_OPEN || order->is_market || order->is_waiting)
        return SIM_REFUSAL_GONE;
    wish.is_reduce_only = order->is_reduce_only;
    sim_refusal refusal = check_grid(&wish, &lots, &ticks);
    if (refusal != SIM_REFUSAL_NONE)
        return refusal;
    if (!sim_is_less(order->filled, quantity))
        return SIM_REFUSAL_QUANTITY_LOW;
    if (order->is_post_only && would_take(exchange, &wish, ticks))
        return SIM_REFUSAL_POST_ONLY;
    sim_order before = *order;
    sim_holding *source = own_source(exchange, order);
    order->price = price;
    order->quantity = quantity;
    wish.quantity = sim_minus(quantity, order->filled);
    tr_decimal need = sim_is_swap(wish.market) ? sim_swap_need(exchange, &wish, sim_times(price, wish.quantity))
                                               : need_of(exchange, order, wish.quantity);
    if (sim_is_less(sim_plus(free_of(exchange, wish.market, order->account, source), order->reserved), need)) {
        *order = before;
        return SIM_REFUSAL_FUNDS;
    }
    sim_release(source, order->reserved);
    sim_lock(source, need);
    order->reserved = need;
    order->updated_ns = sim_clock_ns(exchange, exchange->now_ns);
    tr_matching_sink sink = { sim_on_events, exchange };
    tr_book_command command = { .kind = TR_BOOK_COMMAND_AMEND,
                                .given = TR_BOOK_GIVEN_QUANTITY | TR_BOOK_GIVEN_PRICE,
                                .id = order->id,
                                .quantity = lots,
                                .price = ticks };
    tr_status status = tr_matching_apply(exchange->matching, order->instrument, &command, &sink);
    assert(status == TR_OK); /* it is open, and on the grid */
    settle_market(exchange, wish.market);
    return SIM_REFUSAL_NONE;
}

/* One that would go off at once is taken or not, as when it is placed. */
sim_refusal sim_amend_stop(sim_exchange *exchange, const sim_order *which, const sim_stop_terms *terms)
{
    int64_t lots = 0, ticks = 0;
    sim_order *order = order_of(exchange, which->id);
    sim_market *market = &exchange->markets[order->instrument];
    sim_wish wish = { .account = order->account,
                      .market = market,
                      .side = order->side,
                      .is_market = order->is_market,
                      .is_reduce_only = order->is_reduce_only,
                      .price = terms->price,
                      .stop_price = terms->stop_price,
                      .quantity = terms->quantity };
    if (order->status != SIM_ORDER_OPEN || !order->is_waiting)
        return SIM_REFUSAL_GONE;
    sim_refusal refusal = check_grid(&wish, &lots, &ticks);
    if (refusal != SIM_REFUSAL_NONE)
        return refusal;
    bool is_gone = is_reached(market, wish.side, wish.stop_price);
    if (is_gone && !exchange->shape->takes_reached_stops)
        return SIM_REFUSAL_TRIGGER;
    tr_decimal need = reservation(exchange, &wish, lots);
    sim_holding *source = own_source(exchange, order);
    if (sim_is_less(sim_plus(free_of(exchange, market, order->account, source), order->reserved), need))
        return SIM_REFUSAL_FUNDS;
    sim_release(source, order->reserved);
    sim_lock(source, need);
    order->reserved = need;
    order->price = order->is_market ? order->price : terms->price;
    order->stop_price = terms->stop_price;
    order->quantity = terms->quantity;
    order->updated_ns = sim_clock_ns(exchange, exchange->now_ns);
    if (is_gone) {
        stop_go(exchange, market, order);
        settle_market(exchange, market);
    }
    return SIM_REFUSAL_NONE;
}

void sim_dead_men(sim_exchange *exchange)
{
    int64_t now_ns = sim_clock_ns(exchange, exchange->now_ns);
    for (size_t i = 0; i < exchange->account_count; i++) {
        sim_account *account = &exchange->accounts[i];
        if (account->dead_man_ns == 0 || account->dead_man_ns > now_ns)
            continue;
        account->dead_man_ns = 0;
        for (size_t k = 0; k < exchange->order_count; k++)
            if (exchange->orders[k].account == i)
                (void)sim_cancel(exchange, &exchange->orders[k]); /* false: it is done */
    }
    for (size_t i = 0; i < exchange->position_count; i++) { /* where the switch is of one market */
        sim_position *position = &exchange->positions[i];
        if (position->dead_man_ns == 0 || position->dead_man_ns > now_ns)
            continue;
        position->dead_man_ns = 0;
        for (size_t k = 0; k < exchange->order_count; k++)
            if (exchange->orders[k].account == position->account &&
                exchange->orders[k].instrument == position->instrument)
                (void)sim_cancel(exchange, &exchange->orders[k]); /* likewise */
    }
}
