/* arrive.c: an order meets the book. What trades, what is prevented, what rests: the rules are in README.md. */
#include "book/emit.h"
#include "book/taker.h"

/* Is the maker one that the taker must not trade with? */
static inline bool is_self_trade(const tr_book *book, const taker *order, uint32_t maker)
{
    return (order->marks & MARK_STP_MASK) != TR_BOOK_STP_NONE && order->owner != 0 &&
           book->terms[maker].owner == order->owner;
}

/* Is there enough to fill the whole order? Levels are added up whole where no maker is passed over. */
static bool fits(const tr_book *book, const taker *order)
{
    uint32_t stp = order->marks & MARK_STP_MASK;
    bool looks_at_owners = stp != TR_BOOK_STP_NONE && order->owner != 0;
    tr__wide needed = wide(order->open);
    tr__wide sum = 0;
    for (uint32_t at = book->best[order->side ^ 1]; at != 0; at = tr__ladder_worse(book, at)) {
        const level *here = &book->levels[at];
        if (!limit_reaches(order->side, order->limit, here->price))
            return false;
        if (!looks_at_owners)
            sum += here->open;
        for (uint32_t maker = looks_at_owners ? here->head : 0; maker != 0 && sum < needed;
             maker = book->nodes[maker].next) {
            bool is_own = book->terms[maker].owner == order->owner;
            if (is_own && stp != TR_BOOK_STP_CANCEL_OLDEST)
                return false;
            if (!is_own)
                sum += wide(book->nodes[maker].open);
        }
        if (sum >= needed)
            return true;
    }
    return false;
}

/* Take `quantity` off a resting order's open and total, hidden part first; its place is kept. */
static void maker_reduce(tr_book *book, uint32_t maker, int64_t quantity)
{
    node *order = &book->nodes[maker];
    level *at = &book->levels[order->level];
    int64_t shown = order->open - quantity;
    at->hidden -= wide(order_hidden(book, order));
    at->open -= wide(quantity);
    order->open -= quantity;
    book->terms[maker].total -= quantity;
    extra *more = &book->extras[node_extra(order)];
    if (node_extra(order) != 0 && more->display != 0) {
        shown = more->shown < shown ? more->shown : shown;
        more->shown = shown;
    }
    at->hidden += wide(order_hidden(book, order));
    tr_book_event *event = emit(book, TR_BOOK_EVENT_REDUCED, TR_BOOK_REASON_NONE, order->id);
    event->flags = TR_BOOK_EVENT_HAS_SHOWN;
    event->quantity = quantity;
    event->open = order->open;
    event->shown = shown;
}

static void maker_prevent(tr_book *book, uint32_t maker)
{
    emit_cancelled(book, book->nodes[maker].id, book->nodes[maker].open, TR_BOOK_REASON_STP);
    order_end(book, maker);
}

static void taker_prevent(tr_book *book, taker *order)
{
    emit_cancelled(book, order->id, order->open, TR_BOOK_REASON_STP);
    order->open = 0;
}

static void decrement(tr_book *book, taker *order, uint32_t maker)
{
    int64_t maker_open = book->nodes[maker].open;
    if (maker_open > order->open) {
        maker_reduce(book, maker, order->open);
        taker_prevent(book, order);
        return;
    }
    maker_prevent(book, maker);
    if (maker_open == order->open) {
        taker_prevent(book, order);
        return;
    }
    order->open -= maker_open;
    order->total -= maker_open;
    tr_book_event *event = emit(book, TR_BOOK_EVENT_REDUCED, TR_BOOK_REASON_NONE, order->id);
    event->quantity = maker_open;
    event->open = order->open;
}

/* The taker meets an order of its own. With nothing left open it is over. */
static void prevent(tr_book *book, taker *order, uint32_t maker)
{
    switch (order->marks & MARK_STP_MASK) {
    case TR_BOOK_STP_CANCEL_NEWEST:
        taker_prevent(book, order);
        break;
    case TR_BOOK_STP_CANCEL_OLDEST:
        maker_prevent(book, maker);
        break;
    case TR_BOOK_STP_CANCEL_BOTH:
        maker_prevent(book, maker);
        taker_prevent(book, order);
        break;
    default:
        decrement(book, order, maker);
        break;
    }
}

/* An iceberg's shown part is used up: it shows the next one and goes behind the others of its price. */
static void maker_refresh(tr_book *book, uint32_t maker, extra *more)
{
    node *order = &book->nodes[maker];
    uint32_t level_index = order->level;
    level *at = &book->levels[level_index];
    more->shown = more->display < order->open ? more->display : order->open;
    at->hidden -= wide(more->shown);
    queue_unlink(book, at, order);
    queue_append(book, level_index, maker);
    emit(book, TR_BOOK_EVENT_REFRESHED, TR_BOOK_REASON_NONE, order->id)->shown = more->shown;
}

/* One trade with the first order of the best opposite level. */
static inline void trade(tr_book *book, taker *order, uint32_t maker, uint32_t level_index)
{
    node *with = &book->nodes[maker];
    level *at = &book->levels[level_index];
    extra *more = &book->extras[node_extra(with)];
    bool is_iceberg = node_extra(with) != 0 && more->display != 0;
    int64_t shown = is_iceberg ? more->shown : with->open;
    int64_t quantity = order->open < shown ? order->open : shown;
    int64_t price = at->price;
    assert(quantity > 0);
    tr_book_event *event = emit(book, TR_BOOK_EVENT_TRADE, TR_BOOK_REASON_NONE, order->id);
    event->side = order->side;
    event->maker_id = with->id;
    event->price = price;
    event->quantity = quantity;
    order->open -= quantity;
    at->open -= wide(quantity);
    book->last = price;
    with->open -= quantity;
    if (is_iceberg)
        more->shown -= quantity;
    if (with->open == 0) {
        queue_unlink(book, at, with);
        node_give(book, maker);
        if (at->order_count == 0)
            tr__ladder_close(book, level_index);
    } else if (is_iceberg && more->shown == 0) {
        maker_refresh(book, maker, more);
    }
    if (price >= book->best_price[LADDER_BUY_STOPS] || price <= book->best_price[LADDER_SELL_STOPS])
        tr__book_elect(book, price);
}

static void rest(tr_book *book, taker *order)
{
    uint32_t index = order->node != 0 ? order->node : node_take(book, order->id, &order->place);
    node *resting = &book->nodes[index];
    uint32_t extra_index = order->node != 0 ? node_extra(resting) : 0;
    int64_t shown = order->open;
    resting->open = order->open;
    resting->marks = order->marks | extra_index << MARK_EXTRA_SHIFT;
    book->terms[index] = (terms){ .total = order->total, .owner = order->owner };
    uint32_t level_index = ladder_level(book, order->side, order->limit);
    queue_append(book, level_index, index);
    book->levels[level_index].open += wide(order->open);
    if (order->display != 0 || order->tif == TR_BOOK_TIF_GTD) {
        if (extra_index == 0) {
            extra_index = tr__extra_take(book, index);
            resting->marks |= extra_index << MARK_EXTRA_SHIFT;
        }
        extra *more = &book->extras[extra_index];
        more->type = TR_BOOK_TYPE_LIMIT;
        more->tif = order->tif;
        more->display = order->display;
        if (order->display != 0) {
            shown = order->display < order->open ? order->display : order->open;
            more->shown = shown;
            book->levels[level_index].hidden += wide(order->open - shown);
        }
        if (order->tif == TR_BOOK_TIF_GTD && more->heap_at == 0) {
            more->expire = order->expire;
            more->age = ++book->stamp;
            tr__heap_add(book, extra_index);
        }
    } else if (extra_index != 0) {
        tr__extra_give(book, extra_index);
        resting->marks = order->marks;
    }
    tr_book_event *event = emit(book, TR_BOOK_EVENT_BOOKED, TR_BOOK_REASON_NONE, order->id);
    event->side = order->side;
    event->price = order->limit;
    event->open = order->open;
    event->shown = shown;
}

void tr__book_arrive(tr_book *book, taker *order)
{
    uint32_t opposite = order->side ^ 1u;
    if (order->tif == TR_BOOK_TIF_FOK && !fits(book, order)) {
        emit_cancelled(book, order->id, order->open, TR_BOOK_REASON_FOK);
        order->open = 0;
    }
    while (order->open > 0 && limit_crosses(book, order->side, order->limit)) {
        uint32_t level_index = book->best[opposite];
        uint32_t maker = book->levels[level_index].head;
        if (is_self_trade(book, order, maker))
            prevent(book, order, maker);
        else
            trade(book, order, maker, level_index);
    }
    if (order->open > 0 && !order->is_market && order->tif != TR_BOOK_TIF_IOC) {
        rest(book, order);
        return;
    }
    if (order->open > 0)
        emit_cancelled(book, order->id, order->open,
                       order->is_market ? TR_BOOK_REASON_NO_LIQUIDITY : TR_BOOK_REASON_IOC);
    if (order->node != 0)
        node_give(book, order->node);
}
