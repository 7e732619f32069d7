/* stop.c: stops wait for a trade, are elected by it, and go off one at a time. */
#include "book/emit.h"
#include "book/taker.h"

static const tr_book_special *special_of(const tr_book_command *command)
{
    return (command->given & TR_BOOK_GIVEN_SPECIAL) != 0 ? command->special : NULL;
}

int64_t tr__stop_price(const tr_book *book, const tr_book_command *command)
{
    const tr_book_special *special = special_of(command);
    if ((command->given & TR_BOOK_GIVEN_STOP) != 0)
        return command->stop;
    if (special == NULL || (special->trail | special->trail_bps) == 0 || book->last == 0)
        return 0;
    bond by = { .trail = special->trail, .trail_bps = special->trail_bps };
    return tr__trail_stop(book, command->side, &by, book->last);
}

/* A waiting stop goes last into the queue of its stop price. */
void tr__book_wait(tr_book *book, const tr_book_command *command, const id_place *place,
                   uint32_t index)
{
    const tr_book_special *special = special_of(command);
    int64_t stop = tr__stop_price(book, command);
    uint32_t extra_index = index != 0 ? node_extra(&book->nodes[index]) : 0;
    if (index == 0) {
        index = node_take(book, command->id, place);
        extra_index = tr__extra_take(book, index);
    }
    node *order = &book->nodes[index];
    order->open = command->quantity;
    order->marks = command->stp | extra_index << MARK_EXTRA_SHIFT;
    book->terms[index] = (terms){ .total = command->quantity, .owner = command->owner };
    extra *more = &book->extras[extra_index];
    more->type = command->type;
    more->tif = command->tif;
    more->price = command->type == TR_BOOK_TYPE_STOP_LIMIT ? command->price : 0;
    if ((command->given & TR_BOOK_GIVEN_DISPLAY) != 0)
        more->display = special != NULL ? special->display : command->display;
    more->is_hidden = (command->flags & TR_BOOK_FLAG_HIDDEN) != 0;
    more->age = ++book->stamp;
    more->place = more->age;
    if (command->tif == TR_BOOK_TIF_GTD) {
        more->expire = command->expire;
        tr__heap_add(book, extra_index);
    }
    uint32_t level_index = ladder_level(book, LADDER_BUY_STOPS + command->side, stop);
    queue_append(book, level_index, index);
    book->levels[level_index].open += wide(order->open);
    if (special != NULL && (special->trail | special->trail_bps) != 0)
        tr__trail_add(book, more->bond, stop);
}

void tr__stop_elect(tr_book *book, uint32_t index, uint8_t side, int64_t stop)
{
    node *order = &book->nodes[index];
    uint32_t bond_index = book->extras[node_extra(order)].bond;
    if (bond_index != 0) {
        tr__trail_drop(book, bond_index);
        book->bonds[bond_index].flags |= BOND_ELECTED;
        book->bonds[bond_index].stop = stop;
    }
    order->next = 0;
    /* Its level is gone perhaps: from now on the field says which side it is of. */
    order->level = LADDER_BUY_STOPS + side;
    if (book->elected_tail != 0)
        book->nodes[book->elected_tail].next = index;
    else
        book->elected_head = index;
    book->elected_tail = index;
}

static void elect_first(tr_book *book, uint8_t side)
{
    uint32_t index = book->levels[book->best[LADDER_BUY_STOPS + side]].head;
    int64_t stop = book->best_price[LADDER_BUY_STOPS + side];
    order_leave(book, index);
    tr__stop_elect(book, index, side, stop);
}

void tr__book_watch(tr_book *book, int64_t price)
{
    tr__trail_move(book, price);
    while (book->best[LADDER_BUY_STOPS] != 0 && book->best_price[LADDER_BUY_STOPS] <= price)
        elect_first(book, TR_SIDE_BUY);
    while (book->best[LADDER_SELL_STOPS] != 0 && book->best_price[LADDER_SELL_STOPS] >= price)
        elect_first(book, TR_SIDE_SELL);
}

static void trigger(tr_book *book, uint32_t index)
{
    const node *order = &book->nodes[index];
    const extra *more = &book->extras[node_extra(order)];
    uint8_t side = order->level & 1;
    bool is_market = more->type == TR_BOOK_TYPE_STOP;
    if (order->open == 0) {
        tr__bond_emptied(book, index);
        return;
    }
    emit(book, TR_BOOK_EVENT_TRIGGERED, TR_BOOK_REASON_NONE, order->id);
    if (more->bond != 0)
        tr__bond_triggered(book, index);
    taker arriving = taker_of_live(book, index, side, is_market ? market_limit(side) : more->price);
    arriving.is_market = is_market;
    tr__book_arrive(book, &arriving);
}

void tr__book_cascade_all(tr_book *book)
{
    while ((book->elected_head | book->growing_head) != 0) {
        if (book->growing_head != 0) {
            tr__leg_grow_first(book);
            continue;
        }
        uint32_t index = book->elected_head;
        book->elected_head = book->nodes[index].next;
        if (book->elected_head == 0)
            book->elected_tail = 0;
        trigger(book, index);
    }
}
