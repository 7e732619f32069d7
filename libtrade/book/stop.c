/* stop.c: stops wait for a trade, are elected by it, and go off one at a time. */
#include "book/emit.h"
#include "book/taker.h"

/* A waiting stop goes last into the queue of its stop price. */
void tr__book_wait(tr_book *book, const tr_book_command *command, const id_place *place)
{
    uint32_t index = node_take(book, command->id, place);
    uint32_t extra_index = tr__extra_take(book, index);
    node *order = &book->nodes[index];
    order->open = command->quantity;
    order->marks = command->stp | extra_index << MARK_EXTRA_SHIFT;
    book->terms[index] = (terms){ .total = command->quantity, .owner = command->owner };
    extra *more = &book->extras[extra_index];
    more->type = command->type;
    more->tif = command->tif;
    more->price = command->type == TR_BOOK_TYPE_STOP_LIMIT ? command->price : 0;
    more->display = (command->given & TR_BOOK_GIVEN_DISPLAY) != 0 ? command->display : 0;
    more->age = ++book->stamp;
    more->place = more->age;
    if (command->tif == TR_BOOK_TIF_GTD) {
        more->expire = command->expire;
        tr__heap_add(book, extra_index);
    }
    uint32_t level_index = ladder_level(book, LADDER_BUY_STOPS + command->side, command->stop);
    queue_append(book, level_index, index);
    book->levels[level_index].open += wide(order->open);
}

static void elect_first(tr_book *book, uint32_t ladder)
{
    uint32_t index = book->levels[book->best[ladder]].head;
    order_leave(book, index);
    node *order = &book->nodes[index];
    order->next = 0;
    /* Its level is gone perhaps: from now on the field says which side it is of. */
    order->level = ladder;
    if (book->elected_tail != 0)
        book->nodes[book->elected_tail].next = index;
    else
        book->elected_head = index;
    book->elected_tail = index;
}

void tr__book_elect(tr_book *book, int64_t price)
{
    while (book->best[LADDER_BUY_STOPS] != 0 && book->best_price[LADDER_BUY_STOPS] <= price)
        elect_first(book, LADDER_BUY_STOPS);
    while (book->best[LADDER_SELL_STOPS] != 0 && book->best_price[LADDER_SELL_STOPS] >= price)
        elect_first(book, LADDER_SELL_STOPS);
}

static void trigger(tr_book *book, uint32_t index)
{
    const node *order = &book->nodes[index];
    const extra *more = &book->extras[node_extra(order)];
    uint8_t side = order->level == LADDER_BUY_STOPS ? TR_SIDE_BUY : TR_SIDE_SELL;
    bool is_market = more->type == TR_BOOK_TYPE_STOP;
    taker arriving = {
        .id = order->id,
        .open = order->open,
        .total = book->terms[index].total,
        .limit = is_market ? market_limit(side) : more->price,
        .owner = book->terms[index].owner,
        .display = more->display,
        .expire = more->expire,
        .node = index,
        .marks = order->marks & ((1u << MARK_EXTRA_SHIFT) - 1),
        .side = side,
        .tif = more->tif,
        .is_market = is_market,
    };
    emit(book, TR_BOOK_EVENT_TRIGGERED, TR_BOOK_REASON_NONE, arriving.id);
    tr__book_arrive(book, &arriving);
}

void tr__book_cascade_elected(tr_book *book)
{
    while (book->elected_head != 0) {
        uint32_t index = book->elected_head;
        book->elected_head = book->nodes[index].next;
        if (book->elected_head == 0)
            book->elected_tail = 0;
        trigger(book, index);
    }
}
