/* enter.c: a new order is checked, accepted, and arrives at the book or waits. */
#include "book/emit.h"
#include "book/taker.h"

static bool is_stop(uint8_t type)
{
    return type >= TR_BOOK_TYPE_STOP;
}

static bool has_limit(uint8_t type)
{
    return type == TR_BOOK_TYPE_LIMIT || type == TR_BOOK_TYPE_STOP_LIMIT;
}

/* A lasting limit order with nothing special: most orders, and every combination of it is good. */
static inline bool is_plain(const tr_book_command *command)
{
    return command->type == TR_BOOK_TYPE_LIMIT && command->tif == TR_BOOK_TIF_GTC &&
           (command->given & ~(TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY)) == 0;
}

static bool combination_is_bad(const tr_book_command *command)
{
    bool is_lasting = command->tif == TR_BOOK_TIF_GTC || command->tif == TR_BOOK_TIF_GTD;
    if (command->is_post_only && (command->type != TR_BOOK_TYPE_LIMIT || !is_lasting))
        return true;
    if ((command->given & TR_BOOK_GIVEN_DISPLAY) != 0 && (!has_limit(command->type) || !is_lasting))
        return true;
    if (command->type == TR_BOOK_TYPE_MARKET && command->tif == TR_BOOK_TIF_GTD)
        return true;
    if (((command->given & TR_BOOK_GIVEN_EXPIRE) != 0) != (command->tif == TR_BOOK_TIF_GTD))
        return true;
    if ((command->given & TR_BOOK_GIVEN_PRICE) != 0 && !has_limit(command->type))
        return true;
    return (command->given & TR_BOOK_GIVEN_STOP) != 0 && !is_stop(command->type);
}

/* Rules 5 and 7 to 9: what a plain limit or market order has nothing of. */
static tr_book_reason check_special(const tr_book *book, const tr_book_command *command,
                                    bool is_before_price)
{
    if (is_before_price) {
        if ((command->given & TR_BOOK_GIVEN_DISPLAY) != 0 &&
            (command->display <= 0 || command->display > command->quantity ||
             command->display % book->lot != 0))
            return TR_BOOK_REASON_BAD_DISPLAY;
        return TR_BOOK_REASON_NONE;
    }
    if (is_stop(command->type)) {
        int64_t stop = (command->given & TR_BOOK_GIVEN_STOP) != 0 ? command->stop : 0;
        tr_book_reason reason = check_price(book, stop, TR_BOOK_REASON_BAD_STOP);
        if (reason != TR_BOOK_REASON_NONE)
            return reason;
    }
    if (command->tif == TR_BOOK_TIF_GTD && command->expire <= book->now)
        return TR_BOOK_REASON_BAD_EXPIRE;
    if (is_stop(command->type) && stop_is_reached(command->side, command->stop, book->last))
        return TR_BOOK_REASON_STOP_WOULD_TRIGGER;
    return TR_BOOK_REASON_NONE;
}

/* The checks of the rules, in their order. */
static inline tr_book_reason check(const tr_book *book, const tr_book_command *command,
                                   id_place *place_out)
{
    bool is_special =
        !is_plain(command) && (is_stop(command->type) || command->tif == TR_BOOK_TIF_GTD ||
                               (command->given & TR_BOOK_GIVEN_DISPLAY) != 0);
    if (command->id <= 0 && !book->has_opaque_ids)
        return TR_BOOK_REASON_BAD_ID;
    uint32_t tag = id_tag(command->id);
    uint32_t slot = id_slot(book, command->id, tag);
    *place_out = (id_place){ .tag = tag, .slot = slot, .removals = book->removals };
    if (book->ids.slots[slot].index != 0)
        return TR_BOOK_REASON_DUPLICATE_ID;
    if (!is_plain(command) && combination_is_bad(command))
        return TR_BOOK_REASON_BAD_COMBINATION;
    tr_book_reason reason = check_quantity(
        book, (command->given & TR_BOOK_GIVEN_QUANTITY) != 0 ? command->quantity : 0);
    if (reason == TR_BOOK_REASON_NONE && is_special)
        reason = check_special(book, command, true);
    if (reason == TR_BOOK_REASON_NONE && has_limit(command->type))
        reason = check_price(book, (command->given & TR_BOOK_GIVEN_PRICE) != 0 ? command->price : 0,
                             TR_BOOK_REASON_BAD_PRICE);
    if (reason == TR_BOOK_REASON_NONE && is_special)
        reason = check_special(book, command, false);
    if (reason == TR_BOOK_REASON_NONE && command->is_post_only &&
        limit_crosses(book, command->side, command->price))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    return reason;
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
    if (is_stop(command->type)) {
        tr__book_wait(book, command, &place);
        return;
    }
    bool is_market = command->type == TR_BOOK_TYPE_MARKET;
    taker arriving = {
        .id = command->id,
        .open = command->quantity,
        .total = command->quantity,
        .limit = is_market ? market_limit(command->side) : command->price,
        .owner = command->owner,
        .display = (command->given & TR_BOOK_GIVEN_DISPLAY) != 0 ? command->display : 0,
        .expire = command->expire,
        .place = place,
        .marks = command->stp | (command->is_post_only ? MARK_POST_ONLY : 0),
        .side = command->side,
        .tif = command->tif,
        .is_market = is_market,
    };
    tr__book_arrive(book, &arriving);
    tr__book_cascade(book);
}
