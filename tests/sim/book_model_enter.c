/* book_model_enter.c: new orders: the checks in the order of the rules, and what becomes of who passes them. */
#include "sim/book_model_rules.h"

uint8_t model_check_quantity(const model *m, int64_t quantity)
{
    return quantity <= 0                        ? TR_BOOK_REASON_BAD_QUANTITY
           : quantity > m->options.quantity_max ? TR_BOOK_REASON_QUANTITY_TOO_LARGE
           : quantity % m->options.lot != 0     ? TR_BOOK_REASON_LOT_SIZE
           : quantity < m->options.quantity_min ? TR_BOOK_REASON_QUANTITY_TOO_SMALL
                                                : TR_BOOK_REASON_NONE;
}

uint8_t model_check_price(const model *m, int64_t price, uint8_t bad)
{
    return price <= 0                     ? bad
           : price % m->options.tick != 0 ? (uint8_t)TR_BOOK_REASON_TICK_SIZE
           : price < m->options.band_low || price > m->options.band_high
               ? (uint8_t)TR_BOOK_REASON_PRICE_BAND
               : (uint8_t)TR_BOOK_REASON_NONE;
}

bool model_would_cross(const model *m, uint8_t side, int64_t price)
{
    const model_order *others[MODEL_ORDERS_MAX];
    model_order order = {
        .is = { .side = side, .type = TR_BOOK_TYPE_LIMIT, .price = price, .is_post_only = true }
    };
    return model_opposite(m, &order, others) > 0;
}

/* What is special about an order; all 0 for most. */
static tr_book_special special_of(const tr_book_command *c)
{
    tr_book_special special = { 0 };
    if (c->given & TR_BOOK_GIVEN_SPECIAL)
        special = *c->special;
    else
        special.display = c->display;
    if (!(c->given & TR_BOOK_GIVEN_DISPLAY))
        special.display = 0;
    return special;
}

static bool has_target(const tr_book_special *special)
{
    return special->target_id != 0 || special->target_price != 0;
}

static bool has_stop_leg(const tr_book_special *special)
{
    return special->stop_id != 0 || special->stop_price != 0 || special->stop_limit != 0;
}

int model_order_needs(const tr_book_command *command)
{
    tr_book_special special = special_of(command);
    return 1 + has_target(&special) + has_stop_leg(&special);
}

static int64_t first_stop(const model *m, const tr_book_command *c, const tr_book_special *special)
{
    tr_book_order stop = { .side = c->side,
                           .trail = special->trail,
                           .trail_bps = special->trail_bps };
    if (c->given & TR_BOOK_GIVEN_STOP)
        return c->stop;
    return (stop.trail | stop.trail_bps) != 0 && m->last != 0 ? model_trail_to(m, &stop, m->last)
                                                              : 0;
}

static bool is_stop_type(uint8_t type)
{
    return type == TR_BOOK_TYPE_STOP || type == TR_BOOK_TYPE_STOP_LIMIT;
}

static bool partner_is_bad(model *m, const tr_book_command *c, int64_t id)
{
    const model_order *partner = model_find(m, id);
    if (partner == NULL || partner->is.side != c->side || partner->is.partner != 0 ||
        partner->is.entry != 0 || partner->target != 0 || partner->stop_leg != 0)
        return true;
    bool rests = partner->queue <= TR_BOOK_QUEUE_ASKS ||
                 partner->queue == TR_BOOK_QUEUE_MINIMUM_BIDS ||
                 partner->queue == TR_BOOK_QUEUE_MINIMUM_ASKS;
    return !partner->is.is_waiting && !(rests && is_stop_type(c->type));
}

static uint8_t check_leg(model *m, const tr_book_command *c, int64_t id, int64_t other_id)
{
    if (id <= 0)
        return TR_BOOK_REASON_BAD_ID;
    return id == c->id || id == other_id || model_find(m, id) != NULL
               ? (uint8_t)TR_BOOK_REASON_DUPLICATE_ID
               : (uint8_t)TR_BOOK_REASON_NONE;
}

bool model_is_beyond(uint8_t side, int64_t target, int64_t price)
{
    return side == TR_SIDE_BUY ? target > price : target < price;
}

/* Where an entry would rest; 0: nowhere. */
static int64_t entry_limit(const model *m, const tr_book_command *c)
{
    const model_order *others[MODEL_ORDERS_MAX];
    uint8_t side = c->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
    if (c->type == TR_BOOK_TYPE_LIMIT || c->type == TR_BOOK_TYPE_STOP_LIMIT)
        return c->price;
    if (c->type == TR_BOOK_TYPE_MARKET_TO_LIMIT &&
        model_queue(m, model_queue_of(TR_BOOK_QUEUE_BIDS, side), others) > 0)
        return others[0]->is.price;
    return 0;
}

static uint8_t check_ties(model *m, const tr_book_command *c, const tr_book_special *special)
{
    uint8_t reason = 0;
    if (special->partner != 0 && partner_is_bad(m, c, special->partner))
        return TR_BOOK_REASON_BAD_LINK;
    if (has_target(special)) {
        reason = check_leg(m, c, special->target_id, 0);
        if (reason == 0)
            reason = model_check_price(m, special->target_price, TR_BOOK_REASON_BAD_PRICE);
    }
    if (reason == 0 && has_stop_leg(special)) {
        reason = check_leg(m, c, special->stop_id, special->target_id);
        if (reason == 0)
            reason = model_check_price(m, special->stop_price, TR_BOOK_REASON_BAD_STOP);
        if (reason == 0 && special->stop_limit != 0)
            reason = model_check_price(m, special->stop_limit, TR_BOOK_REASON_BAD_PRICE);
    }
    if (reason == 0 && has_target(special) && has_stop_leg(special) &&
        !model_is_beyond(c->side, special->target_price, special->stop_price))
        reason = TR_BOOK_REASON_BAD_LINK;
    if (reason == 0 && has_target(special) && entry_limit(m, c) != 0 &&
        !model_is_beyond(c->side, special->target_price, entry_limit(m, c)))
        reason = TR_BOOK_REASON_BAD_LINK;
    return reason;
}

static uint8_t check_new(model *m, const tr_book_command *c)
{
    tr_book_special special = special_of(c);
    bool is_limit = c->type == TR_BOOK_TYPE_LIMIT;
    bool is_market_type = c->type == TR_BOOK_TYPE_MARKET;
    bool is_stop = is_stop_type(c->type);
    bool has_limit = is_limit || c->type == TR_BOOK_TYPE_STOP_LIMIT;
    bool is_gtd = c->tif == TR_BOOK_TIF_GTD;
    bool is_lasting = is_gtd || c->tif == TR_BOOK_TIF_GTC;
    bool has_display = c->given & TR_BOOK_GIVEN_DISPLAY;
    bool is_hidden = c->flags & TR_BOOK_FLAG_HIDDEN;
    bool is_all_or_none = c->flags & TR_BOOK_FLAG_ALL_OR_NONE;
    bool has_least = is_all_or_none || special.quantity_min != 0;
    bool has_trail = special.trail != 0 || special.trail_bps != 0;
    if (c->id <= 0)
        return TR_BOOK_REASON_BAD_ID;
    if (model_find(m, c->id) != NULL)
        return TR_BOOK_REASON_DUPLICATE_ID;
    if ((c->is_post_only && !(is_limit && is_lasting)) ||
        (has_display && !(has_limit && is_lasting)) || (is_market_type && is_gtd) ||
        is_gtd != ((c->given & TR_BOOK_GIVEN_EXPIRE) != 0) ||
        ((c->given & TR_BOOK_GIVEN_PRICE) && !has_limit) ||
        ((c->given & TR_BOOK_GIVEN_STOP) && !is_stop))
        return TR_BOOK_REASON_BAD_COMBINATION;
    if ((is_hidden && (!has_limit || !is_lasting || has_display)) ||
        (has_least && (!is_limit || c->tif == TR_BOOK_TIF_FOK || is_hidden || has_display)) ||
        (is_all_or_none && special.quantity_min != 0) || (has_trail && !is_stop) ||
        (special.trail != 0 && special.trail_bps != 0) ||
        (special.partner != 0 && (has_target(&special) || has_stop_leg(&special))) ||
        (special.partner != 0 && !is_stop && !(is_limit && is_lasting)))
        return TR_BOOK_REASON_BAD_COMBINATION;
    if (m->is_auction &&
        (!is_lasting || c->is_post_only || has_least || c->type == TR_BOOK_TYPE_MARKET_TO_LIMIT))
        return TR_BOOK_REASON_PHASE;
    uint8_t reason = model_check_quantity(m, c->given & TR_BOOK_GIVEN_QUANTITY ? c->quantity : 0);
    if (reason == 0 && has_display &&
        (special.display <= 0 || special.display > c->quantity ||
         special.display % m->options.lot != 0))
        reason = TR_BOOK_REASON_BAD_DISPLAY;
    if (reason == 0 && special.quantity_min != 0 &&
        (special.quantity_min < 0 || special.quantity_min > c->quantity ||
         special.quantity_min % m->options.lot != 0))
        reason = TR_BOOK_REASON_BAD_MINIMUM;
    if (reason == 0 && has_limit)
        reason = model_check_price(m, c->given & TR_BOOK_GIVEN_PRICE ? c->price : 0,
                                   TR_BOOK_REASON_BAD_PRICE);
    if (reason == 0 && (special.trail < 0 || special.trail % m->options.tick != 0 ||
                        special.trail_bps < 0 || special.trail_bps > 9999))
        reason = TR_BOOK_REASON_BAD_TRAIL;
    if (reason == 0 && is_stop)
        reason = model_check_price(m, first_stop(m, c, &special), TR_BOOK_REASON_BAD_STOP);
    if (reason == 0 && is_gtd && c->expire <= m->now)
        reason = TR_BOOK_REASON_BAD_EXPIRE;
    if (reason == 0 && is_stop && model_is_reached(m, c->side, first_stop(m, c, &special)))
        reason = TR_BOOK_REASON_STOP_WOULD_TRIGGER;
    if (reason == 0)
        reason = check_ties(m, c, &special);
    if (reason == 0 && c->is_post_only && model_would_cross(m, c->side, c->price))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    return reason;
}

static void add_leg(model *m, const tr_book_command *c, int64_t id, uint8_t type, int64_t price,
                    int64_t stop, int64_t partner)
{
    model_order leg = { .is = { .id = id,
                                .owner = c->owner,
                                .side = c->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY,
                                .type = type,
                                .stp = c->stp,
                                .price = price,
                                .stop = stop,
                                .partner = partner,
                                .entry = c->id },
                        .is_bracket_leg = true,
                        .age = ++m->clock };
    model_hold(m, &leg);
    model_add(m, &leg, leg.queue);
    model_tell_id(m, TR_BOOK_EVENT_ACCEPTED, 0, id);
}

void model_enter(model *m, const tr_book_command *c)
{
    uint8_t reason = check_new(m, c);
    if (reason != 0) {
        model_tell_id(m, TR_BOOK_EVENT_REJECTED, reason, c->id);
        return;
    }
    tr_book_special special = special_of(c);
    bool is_all_or_none = c->flags & TR_BOOK_FLAG_ALL_OR_NONE;
    model_tell_id(m, TR_BOOK_EVENT_ACCEPTED, 0, c->id);
    model_order order = { .is = { .id = c->id,
                                  .owner = c->owner,
                                  .side = c->side,
                                  .type = c->type,
                                  .tif = c->tif,
                                  .stp = c->stp,
                                  .is_post_only = c->is_post_only,
                                  .is_hidden = c->flags & TR_BOOK_FLAG_HIDDEN,
                                  .price = c->given & TR_BOOK_GIVEN_PRICE ? c->price : 0,
                                  .stop = is_stop_type(c->type) ? first_stop(m, c, &special) : 0,
                                  .total = c->quantity,
                                  .open = c->quantity,
                                  .display = special.display,
                                  .expire = c->given & TR_BOOK_GIVEN_EXPIRE ? c->expire : 0,
                                  .quantity_min = is_all_or_none ? INT64_MAX : special.quantity_min,
                                  .trail = special.trail,
                                  .trail_bps = special.trail_bps,
                                  .partner = special.partner },
                          .age = ++m->clock };
    order.is.place = order.age;
    if (special.partner != 0) {
        model_find(m, special.partner)->is.partner = c->id;
        model_find(m, special.partner)->is_bracket_leg = false;
    }
    if (has_target(&special)) {
        order.target = special.target_id;
        add_leg(m, c, special.target_id, TR_BOOK_TYPE_LIMIT, special.target_price, 0,
                special.stop_id);
    }
    if (has_stop_leg(&special)) {
        order.stop_leg = special.stop_id;
        add_leg(m, c, special.stop_id,
                special.stop_limit != 0 ? TR_BOOK_TYPE_STOP_LIMIT : TR_BOOK_TYPE_STOP,
                special.stop_limit, special.stop_price, special.target_id);
    }
    if (is_stop_type(c->type)) {
        order.is.is_waiting = true;
        order.is.place = ++m->clock;
        model_add(m, &order, model_queue_of(TR_BOOK_QUEUE_BUY_STOPS, c->side));
        return;
    }
    if (c->type == TR_BOOK_TYPE_MARKET_TO_LIMIT) {
        const model_order *others[MODEL_ORDERS_MAX];
        uint8_t side = c->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
        if (model_queue(m, model_queue_of(TR_BOOK_QUEUE_BIDS, side), others) == 0) {
            model_end_taker(m, &order, TR_BOOK_REASON_NO_LIQUIDITY);
            return;
        }
        order.is.type = TR_BOOK_TYPE_LIMIT;
        order.is.price = others[0]->is.price;
    }
    model_arrive(m, &order);
}
