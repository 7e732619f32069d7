/* enter.c: a new order is checked, accepted, and arrives at the book or waits. */
#include "book/emit.h"
#include "book/taker.h"

static bool is_stop(uint8_t type)
{
    return type == TR_BOOK_TYPE_STOP || type == TR_BOOK_TYPE_STOP_LIMIT;
}

static bool has_limit(uint8_t type)
{
    return type == TR_BOOK_TYPE_LIMIT || type == TR_BOOK_TYPE_STOP_LIMIT;
}

/* A lasting limit order with nothing special: most orders, and every combination of it is good. */
static inline bool is_plain(const tr_book_command *command)
{
    return (command->type | command->tif | command->flags) == 0 &&
           (command->given & ~(TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY)) == 0;
}

static bool is_lasting(const tr_book_command *command)
{
    return command->tif == TR_BOOK_TIF_GTC || command->tif == TR_BOOK_TIF_GTD;
}

static bool has_display(const tr_book_command *command)
{
    return (command->given & TR_BOOK_GIVEN_DISPLAY) != 0;
}

/* What is special about it; nothing for most. */
static tr_book_special special_of(const tr_book_command *command)
{
    tr_book_special special = { 0 };
    if ((command->given & TR_BOOK_GIVEN_SPECIAL) != 0)
        special = *command->special;
    else
        special.display = command->display;
    if ((command->flags & TR_BOOK_FLAG_ALL_OR_NONE) != 0)
        special.quantity_min = INT64_MAX;
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

uint32_t tr__book_order_needs(const tr_book_command *command)
{
    if ((command->given & TR_BOOK_GIVEN_SPECIAL) == 0)
        return 1;
    return 1u + has_target(command->special) + has_stop_leg(command->special);
}

static bool combination_is_bad(const tr_book_command *command)
{
    if (command->is_post_only && (command->type != TR_BOOK_TYPE_LIMIT || !is_lasting(command)))
        return true;
    if (has_display(command) && (!has_limit(command->type) || !is_lasting(command)))
        return true;
    if (command->type == TR_BOOK_TYPE_MARKET && command->tif == TR_BOOK_TIF_GTD)
        return true;
    if (((command->given & TR_BOOK_GIVEN_EXPIRE) != 0) != (command->tif == TR_BOOK_TIF_GTD))
        return true;
    if ((command->given & TR_BOOK_GIVEN_PRICE) != 0 && !has_limit(command->type))
        return true;
    return (command->given & TR_BOOK_GIVEN_STOP) != 0 && !is_stop(command->type);
}

/* Likewise of what few orders have. */
static bool special_combination_is_bad(const tr_book_command *command,
                                       const tr_book_special *special)
{
    bool is_hidden = (command->flags & TR_BOOK_FLAG_HIDDEN) != 0;
    bool is_all_or_none = (command->flags & TR_BOOK_FLAG_ALL_OR_NONE) != 0;
    bool has_trail = (special->trail | special->trail_bps) != 0;
    bool has_legs = has_target(special) || has_stop_leg(special);
    if (is_hidden && (!has_limit(command->type) || !is_lasting(command) || has_display(command)))
        return true;
    if (special->quantity_min != 0 &&
        (command->type != TR_BOOK_TYPE_LIMIT || command->tif == TR_BOOK_TIF_FOK || is_hidden ||
         has_display(command)))
        return true;
    if (is_all_or_none && (command->given & TR_BOOK_GIVEN_SPECIAL) != 0 &&
        command->special->quantity_min != 0)
        return true;
    if (has_trail && (!is_stop(command->type) || (special->trail != 0 && special->trail_bps != 0)))
        return true;
    return special->partner != 0 &&
           (has_legs || (!is_stop(command->type) &&
                         (command->type != TR_BOOK_TYPE_LIMIT || !is_lasting(command))));
}

/* Must it trade at once, or not at all, while nothing trades? */
static bool is_untimely(const tr_book *book, const tr_book_command *command,
                        const tr_book_special *special)
{
    return (book->rare & RARE_AUCTION) != 0 &&
           (!is_lasting(command) || command->is_post_only || special->quantity_min != 0 ||
            command->type == TR_BOOK_TYPE_MARKET_TO_LIMIT);
}

/* Of quantities: the shown part and the minimum. */
static tr_book_reason check_parts(const tr_book *book, const tr_book_command *command,
                                  const tr_book_special *special)
{
    if (has_display(command) && (special->display <= 0 || special->display > command->quantity ||
                                 special->display % book->lot != 0))
        return TR_BOOK_REASON_BAD_DISPLAY;
    if (special->quantity_min != 0 && (command->flags & TR_BOOK_FLAG_ALL_OR_NONE) == 0 &&
        (special->quantity_min < 0 || special->quantity_min > command->quantity ||
         special->quantity_min % book->lot != 0))
        return TR_BOOK_REASON_BAD_MINIMUM;
    return TR_BOOK_REASON_NONE;
}

static tr_book_reason check_stop(const tr_book *book, const tr_book_command *command,
                                 const tr_book_special *special)
{
    if (special->trail < 0 || special->trail % book->tick != 0 || special->trail_bps < 0 ||
        special->trail_bps > 9999)
        return TR_BOOK_REASON_BAD_TRAIL;
    return check_price(book, tr__stop_price(book, command), TR_BOOK_REASON_BAD_STOP);
}

static tr_book_reason check_leg_id(const tr_book *book, int64_t id)
{
    if (id == 0 || (id < 0 && !book->has_opaque_ids))
        return TR_BOOK_REASON_BAD_ID;
    return id_find(book, id) != 0 ? TR_BOOK_REASON_DUPLICATE_ID : TR_BOOK_REASON_NONE;
}

/* The limit that an entry will rest at; 0: it has none. */
static int64_t entry_limit(const tr_book *book, const tr_book_command *command)
{
    if (command->type == TR_BOOK_TYPE_MARKET_TO_LIMIT)
        return book->best[command->side ^ 1u] != 0 ? book->best_price[command->side ^ 1u] : 0;
    return has_limit(command->type) ? command->price : 0;
}

static tr_book_reason check_legs(const tr_book *book, const tr_book_command *command,
                                 const tr_book_special *special)
{
    tr_book_reason reason = TR_BOOK_REASON_NONE;
    bool has_both = has_target(special) && has_stop_leg(special);
    if (has_target(special)) {
        reason = check_leg_id(book, special->target_id);
        if (reason == TR_BOOK_REASON_NONE && special->target_id == command->id)
            reason = TR_BOOK_REASON_DUPLICATE_ID;
        if (reason == TR_BOOK_REASON_NONE)
            reason = check_price(book, special->target_price, TR_BOOK_REASON_BAD_PRICE);
    }
    if (reason == TR_BOOK_REASON_NONE && has_stop_leg(special)) {
        reason = check_leg_id(book, special->stop_id);
        if (reason == TR_BOOK_REASON_NONE &&
            (special->stop_id == command->id ||
             (has_target(special) && special->stop_id == special->target_id)))
            reason = TR_BOOK_REASON_DUPLICATE_ID;
        if (reason == TR_BOOK_REASON_NONE)
            reason = check_price(book, special->stop_price, TR_BOOK_REASON_BAD_STOP);
        if (reason == TR_BOOK_REASON_NONE && special->stop_limit != 0)
            reason = check_price(book, special->stop_limit, TR_BOOK_REASON_BAD_PRICE);
    }
    bool is_bad = (has_both &&
                   !target_is_beyond(command->side, special->target_price, special->stop_price)) ||
                  (has_target(special) && !target_is_beyond(command->side, special->target_price,
                                                            entry_limit(book, command)));
    return reason == TR_BOOK_REASON_NONE && is_bad ? TR_BOOK_REASON_BAD_LINK : reason;
}

/* The partner is live, alone, of the same side, and one of the two waits. */
static bool partner_is_good(const tr_book *book, const tr_book_command *command, int64_t id)
{
    uint32_t index = id_find(book, id);
    const node *partner = &book->nodes[index];
    if (index == 0)
        return false;
    const bond *of = order_bond(book, partner);
    uint32_t ladder = book->levels[partner->level].ladder;
    bool rests =
        ladder <= LADDER_ASKS || ladder == LADDER_MINIMUM_BIDS || ladder == LADDER_MINIMUM_ASKS;
    return (ladder & 1) == command->side &&
           (ladder_waits(ladder) || (rests && is_stop(command->type))) &&
           (of->partner | of->entry | of->target | of->stop_leg) == 0;
}

static tr_book_reason check_ties(const tr_book *book, const tr_book_command *command,
                                 const tr_book_special *special)
{
    if (special->partner != 0 && !partner_is_good(book, command, special->partner))
        return TR_BOOK_REASON_BAD_LINK;
    return check_legs(book, command, special);
}

/* What follows the combination, of an order that is not a plain limit or market order. */
static tr_book_reason check_special(const tr_book *book, const tr_book_command *command)
{
    tr_book_special special = special_of(command);
    if (special_combination_is_bad(command, &special))
        return TR_BOOK_REASON_BAD_COMBINATION;
    if (is_untimely(book, command, &special))
        return TR_BOOK_REASON_PHASE;
    tr_book_reason reason = check_quantity(
        book, (command->given & TR_BOOK_GIVEN_QUANTITY) != 0 ? command->quantity : 0);
    if (reason == TR_BOOK_REASON_NONE)
        reason = check_parts(book, command, &special);
    if (reason == TR_BOOK_REASON_NONE && has_limit(command->type))
        reason = check_price(book, (command->given & TR_BOOK_GIVEN_PRICE) != 0 ? command->price : 0,
                             TR_BOOK_REASON_BAD_PRICE);
    if (reason == TR_BOOK_REASON_NONE && is_stop(command->type))
        reason = check_stop(book, command, &special);
    if (reason == TR_BOOK_REASON_NONE && command->tif == TR_BOOK_TIF_GTD &&
        command->expire <= book->now)
        reason = TR_BOOK_REASON_BAD_EXPIRE;
    if (reason == TR_BOOK_REASON_NONE && is_stop(command->type) &&
        stop_is_reached(command->side, tr__stop_price(book, command), book->last))
        reason = TR_BOOK_REASON_STOP_WOULD_TRIGGER;
    if (reason == TR_BOOK_REASON_NONE && (command->given & TR_BOOK_GIVEN_SPECIAL) != 0)
        reason = check_ties(book, command, &special);
    return reason;
}

/* The checks of the rules, in their order. */
static inline tr_book_reason check(const tr_book *book, const tr_book_command *command,
                                   id_place *place_out)
{
    if (command->id <= 0 && !book->has_opaque_ids)
        return TR_BOOK_REASON_BAD_ID;
    uint32_t tag = id_tag(command->id);
    uint32_t slot = id_slot(book, command->id, tag);
    *place_out = (id_place){ .tag = tag, .slot = slot, .removals = book->removals };
    if (book->ids.slots[slot].index != 0)
        return TR_BOOK_REASON_DUPLICATE_ID;
    tr_book_reason reason;
    if (is_plain(command) && book->rare == 0) {
        reason = check_quantity(
            book, (command->given & TR_BOOK_GIVEN_QUANTITY) != 0 ? command->quantity : 0);
        if (reason == TR_BOOK_REASON_NONE)
            reason =
                check_price(book, (command->given & TR_BOOK_GIVEN_PRICE) != 0 ? command->price : 0,
                            TR_BOOK_REASON_BAD_PRICE);
    } else {
        reason = combination_is_bad(command) ? TR_BOOK_REASON_BAD_COMBINATION
                                             : check_special(book, command);
    }
    if (reason == TR_BOOK_REASON_NONE && command->is_post_only &&
        limit_crosses(book, command->side, command->price))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    return reason;
}

/* ---- Orders that are tied to others ---- */

/* The bond of a live order, made when it has none. */
static bond *bond_for(tr_book *book, uint32_t index)
{
    node *order = &book->nodes[index];
    uint32_t extra_index = node_extra(order);
    uint8_t side = book->levels[order->level].ladder & 1;
    if (extra_index == 0) {
        extra_index = tr__extra_take(book, index);
        order->marks |= extra_index << MARK_EXTRA_SHIFT;
    }
    uint32_t bond_index = book->extras[extra_index].bond;
    return bond_index != 0 ? &book->bonds[bond_index] : tr__bond_take(book, extra_index, side);
}

/* A node with an extra and a bond, in no queue yet. */
static uint32_t tied_take(tr_book *book, int64_t id, const id_place *place, uint8_t side)
{
    uint32_t index = node_take(book, id, place);
    uint32_t extra_index = tr__extra_take(book, index);
    book->nodes[index].marks = extra_index << MARK_EXTRA_SHIFT;
    book->nodes[index].open = 0;
    book->nodes[index].level = 0;
    (void)tr__bond_take(book, extra_index, side);
    return index;
}

typedef struct leg {
    int64_t id;
    uint8_t type;
    int64_t price;
    int64_t stop;
} leg;

static uint32_t leg_take(tr_book *book, const tr_book_command *command, uint32_t entry,
                         const leg *of)
{
    uint32_t tag = id_tag(of->id);
    id_place place = { .tag = tag,
                       .slot = table_free(&book->ids, tag),
                       .removals = book->removals };
    uint8_t side = command->side ^ 1u;
    uint32_t index = tied_take(book, of->id, &place, side);
    book->nodes[index].marks |= command->stp;
    book->terms[index] = (terms){ .total = 0, .owner = command->owner };
    extra *more = &book->extras[node_extra(&book->nodes[index])];
    more->type = of->type;
    more->price = of->price;
    more->age = ++book->stamp;
    bond *made = &book->bonds[more->bond];
    made->flags = BOND_LEG;
    made->stop = of->stop;
    made->entry = entry;
    tr__leg_hold(book, index);
    emit(book, TR_BOOK_EVENT_ACCEPTED, TR_BOOK_REASON_NONE, of->id);
    return index;
}

/* The node of a new order with what ties it; its terms are filled in when it waits or arrives. */
static uint32_t tie(tr_book *book, const tr_book_command *command, const tr_book_special *special,
                    const id_place *place)
{
    uint32_t index = tied_take(book, command->id, place, command->side);
    bond *of = order_bond(book, &book->nodes[index]);
    of->quantity_min = special->quantity_min;
    of->trail = special->trail;
    of->trail_bps = special->trail_bps;
    if (special->partner != 0) {
        of->partner = id_find(book, special->partner);
        bond *with = bond_for(book, of->partner);
        with->partner = index;
        with->flags &= (uint8_t)~BOND_LEG; /* one that was left alone is an order like any other */
    }
    if (has_target(special))
        of->target =
            leg_take(book, command, index,
                     &(leg){ special->target_id, TR_BOOK_TYPE_LIMIT, special->target_price, 0 });
    if (has_stop_leg(special))
        of->stop_leg =
            leg_take(book, command, index,
                     &(leg){ special->stop_id,
                             special->stop_limit != 0 ? TR_BOOK_TYPE_STOP_LIMIT : TR_BOOK_TYPE_STOP,
                             special->stop_limit, special->stop_price });
    if (of->target != 0 && of->stop_leg != 0) {
        order_bond(book, &book->nodes[of->target])->partner = of->stop_leg;
        order_bond(book, &book->nodes[of->stop_leg])->partner = of->target;
    }
    return index;
}

static void enter_special(tr_book *book, const tr_book_command *command, taker *arriving)
{
    tr_book_special special = special_of(command);
    uint32_t index = 0;
    arriving->display = has_display(command) ? special.display : 0;
    arriving->is_hidden = (command->flags & TR_BOOK_FLAG_HIDDEN) != 0;
    if ((command->given & TR_BOOK_GIVEN_SPECIAL) != 0 || special.quantity_min != 0)
        index = tie(book, command, &special, &arriving->place);
    if (is_stop(command->type)) {
        tr__book_wait(book, command, &arriving->place, index);
        return;
    }
    if (command->type == TR_BOOK_TYPE_MARKET_TO_LIMIT) {
        uint32_t opposite = command->side ^ 1u;
        if (book->best[opposite] == 0) {
            emit_cancelled(book, command->id, command->quantity, TR_BOOK_REASON_NO_LIQUIDITY);
            if (index != 0)
                node_give(book, index);
            return;
        }
        arriving->limit = book->best_price[opposite];
    }
    if (index != 0) {
        arriving->node = index;
        arriving->bond = book->extras[node_extra(&book->nodes[index])].bond;
        arriving->minimum = special.quantity_min;
    }
    tr__book_arrive(book, arriving);
}

void tr__book_enter(tr_book *book, const tr_book_command *command)
{
    id_place place;
    tr_book_reason reason = check(book, command, &place);
    if (reason != TR_BOOK_REASON_NONE) {
        emit(book, TR_BOOK_EVENT_REJECTED, reason, command->id);
        return;
    }
    emit(book, TR_BOOK_EVENT_ACCEPTED, TR_BOOK_REASON_NONE, command->id);
    bool is_market = command->type == TR_BOOK_TYPE_MARKET;
    taker arriving = {
        .id = command->id,
        .open = command->quantity,
        .total = command->quantity,
        .limit = is_market ? market_limit(command->side) : command->price,
        .owner = command->owner,
        .expire = command->expire,
        .place = place,
        .marks = command->stp | (command->is_post_only ? MARK_POST_ONLY : 0),
        .side = command->side,
        .tif = command->tif,
        .is_market = is_market,
    };
    bool is_special = (command->given & (TR_BOOK_GIVEN_DISPLAY | TR_BOOK_GIVEN_SPECIAL)) != 0 ||
                      command->flags != 0 || command->type > TR_BOOK_TYPE_MARKET;
    if (is_special)
        enter_special(book, command, &arriving);
    else
        tr__book_arrive(book, &arriving);
}
