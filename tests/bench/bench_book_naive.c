/*
 * bench_book_naive.c: the book as one writes it first: an array of orders a side, sorted by price and age, searched
 * from end to end for an identity, moved up and down for every change.
 */
#include <stdlib.h>
#include <string.h>

#include "bench_book.h"
#include "bench_book_event.h"

typedef struct order {
    int64_t id;
    int64_t price;
    int64_t open;
    int64_t total;
    bool is_post_only;
} order;

typedef struct side_orders {
    order *orders; /* best first, oldest first */
    size_t count;
} side_orders;

typedef struct naive {
    side_orders sides[2];
    size_t order_max;
    teller to;
} naive;

static void *make(uint32_t order_max)
{
    naive *book = calloc(1, sizeof *book);
    if (book == NULL)
        die("no memory", "naive");
    book->order_max = order_max;
    for (int i = 0; i < 2; i++) {
        book->sides[i].orders = malloc(order_max * sizeof(order));
        if (book->sides[i].orders == NULL)
            die("no memory", "naive");
    }
    return book;
}

static void release(void *user)
{
    naive *book = user;
    free(book->sides[0].orders);
    free(book->sides[1].orders);
    free(book);
}

static order *find(naive *book, int64_t id, uint8_t *side_out)
{
    for (uint8_t side = 0; side < 2; side++) {
        for (size_t i = 0; i < book->sides[side].count; i++) {
            if (book->sides[side].orders[i].id == id) {
                *side_out = side;
                return &book->sides[side].orders[i];
            }
        }
    }
    return NULL;
}

static void take_out(side_orders *from, order *gone)
{
    size_t behind = from->count - (size_t)(gone - from->orders) - 1;
    memmove(gone, gone + 1, behind * sizeof *gone);
    from->count--;
}

static void put_in(naive *book, uint8_t side, const order *new_one)
{
    side_orders *to = &book->sides[side];
    size_t at = to->count;
    if (to->count == book->order_max)
        die("full", "naive");
    while (at > 0 && (side == TR_SIDE_BUY ? to->orders[at - 1].price < new_one->price
                                          : to->orders[at - 1].price > new_one->price))
        at--;
    memmove(&to->orders[at + 1], &to->orders[at], (to->count - at) * sizeof *to->orders);
    to->orders[at] = *new_one;
    to->count++;
}

static bool crosses(const naive *book, uint8_t side, int64_t limit)
{
    const side_orders *other = &book->sides[side ^ 1];
    return other->count > 0 && reaches(side, limit, other->orders[0].price);
}

static bool fits(const naive *book, uint8_t side, int64_t limit, int64_t wanted)
{
    const side_orders *other = &book->sides[side ^ 1];
    for (size_t i = 0; i < other->count && reaches(side, limit, other->orders[i].price); i++) {
        wanted -= other->orders[i].open;
        if (wanted <= 0)
            return true;
    }
    return false;
}

static void arrive(naive *book, order taker, uint8_t side, const tr_book_command *command)
{
    side_orders *other = &book->sides[side ^ 1];
    int64_t limit = limit_of(command);
    bool is_market = command->type == TR_BOOK_TYPE_MARKET;
    while (taker.open > 0 && crosses(book, side, limit)) {
        order *maker = &other->orders[0];
        int64_t quantity = taker.open < maker->open ? taker.open : maker->open;
        tell_trade(&book->to, maker->id, taker.id, maker->price, quantity);
        taker.open -= quantity;
        maker->open -= quantity;
        if (maker->open == 0)
            take_out(other, maker);
    }
    if (taker.open == 0)
        return;
    if (is_market || command->tif == TR_BOOK_TIF_IOC) {
        tell_cancelled(&book->to, taker.id, taker.open,
                       is_market ? TR_BOOK_REASON_NO_LIQUIDITY : TR_BOOK_REASON_IOC);
        return;
    }
    put_in(book, side, &taker);
    tell_booked(&book->to, taker.id, side, taker.price, taker.open);
}

static void enter(naive *book, const tr_book_command *command)
{
    uint8_t side;
    if (find(book, command->id, &side) != NULL) {
        tell_id(&book->to, TR_BOOK_EVENT_REJECTED, TR_BOOK_REASON_DUPLICATE_ID, command->id);
        return;
    }
    if (command->is_post_only && crosses(book, command->side, command->price)) {
        tell_id(&book->to, TR_BOOK_EVENT_REJECTED, TR_BOOK_REASON_POST_ONLY_WOULD_CROSS,
                command->id);
        return;
    }
    tell_id(&book->to, TR_BOOK_EVENT_ACCEPTED, TR_BOOK_REASON_NONE, command->id);
    if (command->tif == TR_BOOK_TIF_FOK &&
        !fits(book, command->side, limit_of(command), command->quantity)) {
        tell_cancelled(&book->to, command->id, command->quantity, TR_BOOK_REASON_FOK);
        return;
    }
    order taker = { .id = command->id,
                    .price = command->price,
                    .open = command->quantity,
                    .total = command->quantity,
                    .is_post_only = command->is_post_only };
    arrive(book, taker, command->side, command);
}

static void amend(naive *book, const tr_book_command *command)
{
    uint8_t side = 0;
    order *found = find(book, command->id, &side);
    if (found == NULL) {
        tell_id(&book->to, TR_BOOK_EVENT_AMEND_REJECTED, TR_BOOK_REASON_UNKNOWN_ORDER, command->id);
        return;
    }
    if (found->is_post_only && command->price != found->price &&
        crosses(book, side, command->price)) {
        tell_id(&book->to, TR_BOOK_EVENT_AMEND_REJECTED, TR_BOOK_REASON_POST_ONLY_WOULD_CROSS,
                command->id);
        return;
    }
    int64_t open = command->quantity - (found->total - found->open);
    if (open <= 0) {
        tell_cancelled(&book->to, found->id, found->open, TR_BOOK_REASON_AMEND);
        take_out(&book->sides[side], found);
        return;
    }
    bool is_kept = command->price == found->price && open <= found->open;
    tell_amended(&book->to, command, open, is_kept);
    found->total = command->quantity;
    found->open = open;
    if (is_kept)
        return;
    order again = *found;
    again.price = command->price;
    take_out(&book->sides[side], found);
    arrive(book, again, side, command);
}

static void apply(void *user, const tr_book_command *command, const tr_book_sink *sink)
{
    naive *book = user;
    uint8_t side = 0;
    book->to.sink = sink;
    if (command->kind == TR_BOOK_COMMAND_NEW) {
        enter(book, command);
    } else if (command->kind == TR_BOOK_COMMAND_AMEND) {
        amend(book, command);
    } else {
        order *found = find(book, command->id, &side);
        if (found == NULL) {
            tell_id(&book->to, TR_BOOK_EVENT_CANCEL_REJECTED, TR_BOOK_REASON_UNKNOWN_ORDER,
                    command->id);
            return;
        }
        tell_cancelled(&book->to, found->id, found->open, TR_BOOK_REASON_USER);
        take_out(&book->sides[side], found);
    }
}

const engine engine_naive = { "naive", make, apply, release };
