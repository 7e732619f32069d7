/* arrive.c: an order meets the book. What trades, what is prevented, what rests: the rules are in README.md. */
#include "book/emit.h"
#include "book/taker.h"

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
    if (node_extra(order) != 0 && more->is_hidden)
        shown = 0;
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
    order->is_over = true;
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

void tr__book_prevent(tr_book *book, taker *order, uint32_t maker)
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

void tr__maker_refresh(tr_book *book, uint32_t maker)
{
    node *order = &book->nodes[maker];
    extra *more = &book->extras[node_extra(order)];
    uint32_t level_index = order->level;
    level *at = &book->levels[level_index];
    more->shown = more->display < order->open ? more->display : order->open;
    at->hidden -= wide(more->shown);
    order->marks &= ~MARK_TOP;
    queue_unlink(book, at, maker);
    queue_append(book, level_index, maker);
    emit(book, TR_BOOK_EVENT_REFRESHED, TR_BOOK_REASON_NONE, order->id)->shown = more->shown;
}

static void filled_end(tr_book *book, uint32_t maker)
{
    uint32_t level_index = book->nodes[maker].level;
    level *at = &book->levels[level_index];
    queue_unlink(book, at, maker);
    node_give(book, maker);
    if (at->order_count == 0)
        tr__ladder_close(book, level_index);
}

void tr__maker_end(tr_book *book, uint32_t maker)
{
    const node *order = &book->nodes[maker];
    bool has_bond = book->extras[node_extra(order)].bond != 0;
    if (has_bond && tr__leg_is_kept(book, maker)) {
        order_leave(book, maker);
        tr__leg_hold(book, maker);
    } else {
        filled_end(book, maker);
    }
}

void tr__maker_traded(tr_book *book, uint32_t maker, int64_t quantity)
{
    node *order = &book->nodes[maker];
    extra *more = &book->extras[node_extra(order)];
    level *at = &book->levels[order->level];
    if (more->is_hidden)
        at->hidden -= wide(quantity);
    if (more->display != 0)
        more->shown -= quantity;
    if (more->bond != 0)
        tr__bond_filled(book, maker, quantity);
    if (order->open == 0) {
        tr__maker_end(book, maker);
    } else if (more->display != 0 && more->shown == 0) {
        tr__maker_refresh(book, maker);
    }
}

/* One trade with a resting order. */
static inline void trade(tr_book *book, taker *order, uint32_t maker, int64_t quantity)
{
    node *with = &book->nodes[maker];
    level *at = &book->levels[with->level];
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
    if (node_extra(with) != 0)
        tr__maker_traded(book, maker, quantity);
    else if (with->open == 0)
        filled_end(book, maker);
    if (order->bond != 0)
        tr__bond_filled(book, order->node, quantity);
    if (price >= book->watch_high || price <= book->watch_low)
        tr__book_watch(book, price);
}

void tr__book_trade(tr_book *book, taker *order, uint32_t maker, int64_t quantity)
{
    trade(book, order, maker, quantity);
}

/* ---- What is left ---- */

/* Who betters all of its side ends what was on top, and is on top itself when it is shown and no auction. */
static void top_set(tr_book *book, const taker *order, uint32_t index)
{
    bool is_better = book->best[order->side] == 0 ||
                     (ladder_descends(order->side) ? order->limit > book->best_price[order->side]
                                                   : order->limit < book->best_price[order->side]);
    if (!is_better)
        return;
    node *before = &book->nodes[book->tops[order->side]];
    if (book->levels[before->level].ladder ==
        order->side) /* and not taken again, on the other side */
        before->marks &= ~MARK_TOP;
    if ((book->rare & RARE_AUCTION) != 0 || order->is_hidden)
        return;
    book->nodes[index].marks |= MARK_TOP;
    book->tops[order->side] = index;
}

/* Where it rests, and at which price; market orders wait together. */
static uint32_t rest_level(tr_book *book, const taker *order)
{
    if (order->is_market)
        return ladder_level(book, LADDER_MARKET_BUYS + order->side, book->tick);
    if (order->minimum != 0)
        return ladder_level(book, LADDER_MINIMUM_BIDS + order->side, order->limit);
    return ladder_level_near(book, order->side, order->limit);
}

/* Fill in what an order with an extra rests with. @return what it shows */
static int64_t rest_extra(tr_book *book, const taker *order, uint32_t index, uint32_t level_index)
{
    uint32_t extra_index = node_extra(&book->nodes[index]);
    extra *more = &book->extras[extra_index];
    level *at = &book->levels[level_index];
    int64_t shown = order->open;
    more->type = order->is_market ? TR_BOOK_TYPE_MARKET : TR_BOOK_TYPE_LIMIT;
    more->tif = order->tif;
    more->price = order->is_market ? 0 : order->limit;
    more->display = order->display;
    more->is_hidden = order->is_hidden || order->is_market || order->minimum != 0;
    if (order->display != 0)
        shown = order->display < order->open ? order->display : order->open;
    if (more->is_hidden)
        shown = 0;
    more->shown = shown;
    at->hidden += wide(order->open - shown);
    if (order->tif == TR_BOOK_TIF_GTD && more->heap_at == 0) {
        more->expire = order->expire;
        more->age = ++book->stamp;
        tr__heap_add(book, extra_index);
    }
    return shown;
}

static void emit_booked(tr_book *book, const taker *order, int64_t shown)
{
    tr_book_event *event = emit(book, TR_BOOK_EVENT_BOOKED, TR_BOOK_REASON_NONE, order->id);
    event->side = order->side;
    event->price = order->is_market ? 0 : order->limit;
    event->open = order->open;
    event->shown = shown;
}

static void rest_special(tr_book *book, const taker *order)
{
    uint32_t index = order->node != 0 ? order->node : node_take(book, order->id, &order->place);
    node *resting = &book->nodes[index];
    uint32_t extra_index = order->node != 0 ? node_extra(resting) : 0;
    bool needs_extra = order->display != 0 || order->tif == TR_BOOK_TIF_GTD || order->is_hidden ||
                       order->is_market || order->bond != 0;
    if (needs_extra && extra_index == 0)
        extra_index = tr__extra_take(book, index);
    if (!needs_extra && extra_index != 0) {
        tr__extra_give(book, extra_index);
        extra_index = 0;
    }
    resting->open = order->open;
    resting->marks = order->marks | extra_index << MARK_EXTRA_SHIFT;
    book->terms[index] = (terms){ .total = order->total, .owner = order->owner };
    if (book->has_top_order && order->minimum == 0 && !order->is_market)
        top_set(book, order, index);
    uint32_t level_index = rest_level(book, order);
    if (order->is_hidden && order->minimum == 0 && !order->is_market)
        tr__queue_append_dark(book, level_index, index);
    else
        queue_append(book, level_index, index);
    book->levels[level_index].open += wide(order->open);
    if (order->minimum != 0)
        book->rare |= RARE_MINIMUM;
    emit_booked(book, order,
                extra_index != 0 ? rest_extra(book, order, index, level_index) : order->open);
}

static inline void rest(tr_book *book, const taker *order)
{
    if (order->display != 0 || order->tif != TR_BOOK_TIF_GTC || order->node != 0 ||
        order->is_hidden || book->rare != 0) {
        rest_special(book, order);
        return;
    }
    uint32_t index = node_take(book, order->id, &order->place);
    node *resting = &book->nodes[index];
    resting->open = order->open;
    resting->marks = order->marks;
    book->terms[index] = (terms){ .total = order->total, .owner = order->owner };
    uint32_t level_index = ladder_level_near(book, order->side, order->limit);
    queue_append(book, level_index, index);
    book->levels[level_index].open += wide(order->open);
    emit_booked(book, order, order->open);
}

/* An order that was live already does not rest again. A leg stays if its entry may still fill. */
static void live_end(tr_book *book, const taker *order)
{
    book->nodes[order->node].open = 0;
    book->terms[order->node].total = order->total;
    if (order->bond != 0 && order->open == 0 && !order->is_over &&
        tr__leg_is_kept(book, order->node))
        tr__leg_hold(book, order->node);
    else
        node_give(book, order->node);
}

/* What must trade at once and cannot, ends. */
static void refuse(tr_book *book, taker *order)
{
    tr_book_reason reason = TR_BOOK_REASON_NONE;
    bool is_lasting = order->tif == TR_BOOK_TIF_GTC || order->tif == TR_BOOK_TIF_GTD;
    if ((book->rare & RARE_AUCTION) != 0 && !is_lasting)
        reason = TR_BOOK_REASON_PHASE;
    else if (order->tif == TR_BOOK_TIF_FOK && !tr__book_fits(book, order, order->open))
        reason = TR_BOOK_REASON_FOK;
    if (reason == TR_BOOK_REASON_NONE)
        return;
    emit_cancelled(book, order->id, order->open, reason);
    order->open = 0;
    order->is_over = true;
}

static tr_book_reason rest_reason(const taker *order)
{
    if (order->is_short)
        return TR_BOOK_REASON_MINIMUM;
    return order->is_market ? TR_BOOK_REASON_NO_LIQUIDITY : TR_BOOK_REASON_IOC;
}

void tr__book_arrive(tr_book *book, taker *order)
{
    uint32_t opposite = order->side ^ 1u;
    if (order->tif == TR_BOOK_TIF_FOK || book->rare != 0)
        refuse(book, order);
    if (book->rare != 0 || order->minimum != 0)
        tr__book_meet(book, order);
    else
        while (order->open > 0 && limit_crosses(book, order->side, order->limit)) {
            uint32_t maker = book->levels[book->best[opposite]].head;
            const node *with = &book->nodes[maker];
            if (is_self_trade(book, order, maker)) {
                tr__book_prevent(book, order, maker);
                continue;
            }
            int64_t shown = order_shown(book, with);
            trade(book, order, maker, order->open < shown ? order->open : shown);
        }
    bool may_rest =
        order->is_market ? (book->rare & RARE_AUCTION) != 0 : order->tif != TR_BOOK_TIF_IOC;
    if (order->open > 0 && may_rest) {
        rest(book, order);
        return;
    }
    if (order->open > 0) {
        emit_cancelled(book, order->id, order->open, rest_reason(order));
        order->is_over = true;
    }
    if (order->node != 0)
        live_end(book, order);
}
