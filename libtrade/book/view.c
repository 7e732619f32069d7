/* view.c: what a book tells when asked. Nothing here changes it. */
#include "book/live.h"

static tr_book_sum sum_of(tr__wide value)
{
    return (tr_book_sum){ .low = (uint64_t)value, .high = (uint64_t)(value >> 64) };
}

static bool queue_is_known(tr_book_queue queue)
{
    return (unsigned int)queue < LADDER_COUNT;
}

static tr_book_level level_view(const level *at)
{
    return (tr_book_level){ .price = at->price,
                            .order_count = at->order_count,
                            .shown = sum_of(at->open - at->hidden),
                            .open = sum_of(at->open) };
}

/* What few orders have: ties, trails, minimums, and the phase. */
static void view_special(const tr_book *book, uint32_t index, tr_book_order *view)
{
    const node *order = &book->nodes[index];
    const extra *more = &book->extras[node_extra(order)];
    const bond *of = &book->bonds[more->bond];
    uint32_t ladder = book->levels[order->level].ladder;
    if (ladder == LADDER_MARKET_BUYS || ladder == LADDER_MARKET_SELLS) {
        view->type = TR_BOOK_TYPE_MARKET;
        view->price = 0;
    }
    view->is_hidden = more->is_hidden;
    view->quantity_min = of->quantity_min;
    if (view->is_waiting) {
        view->trail = of->trail;
        view->trail_bps = of->trail_bps;
    }
    if (ladder >= LADDER_HELD_BUYS) {
        view->is_held = true;
        view->type = more->type;
        view->price = more->price;
        view->stop = of->stop;
    }
    view->is_leg = (of->flags & BOND_LEG) != 0 && (of->entry | of->partner) != 0;
    view->partner = of->partner != 0 ? book->nodes[of->partner].id : 0;
    view->entry = of->entry != 0 ? book->nodes[of->entry].id : 0;
}

static tr_book_order order_view(const tr_book *book, uint32_t index)
{
    const node *order = &book->nodes[index];
    const level *at = &book->levels[order->level];
    const extra *more = &book->extras[node_extra(order)];
    tr_book_order view = {
        .id = order->id,
        .owner = book->terms[index].owner,
        .side = at->ladder & 1,
        .type = TR_BOOK_TYPE_LIMIT,
        .stp = order->marks & MARK_STP_MASK,
        .is_post_only = (order->marks & MARK_POST_ONLY) != 0,
        .is_waiting = ladder_waits(at->ladder),
        .is_top = (order->marks & MARK_TOP) != 0,
        .price = at->price,
        .total = book->terms[index].total,
        .open = order->open,
        .shown = order->open - order_hidden(book, order),
    };
    if (node_extra(order) != 0) {
        view.tif = more->tif;
        view.display = more->display;
        view.expire = more->expire;
    }
    if (view.is_waiting) {
        view.type = more->type;
        view.stop = at->price;
        view.price = more->price;
        view.shown = 0;
        view.place = more->place;
    }
    if (node_extra(order) != 0)
        view_special(book, index, &view);
    return view;
}

bool tr_book_best(const tr_book *book, tr_book_queue queue, tr_book_level *out)
{
    if (book == NULL || out == NULL || !queue_is_known(queue) || book->best[queue] == 0)
        return false;
    *out = level_view(&book->levels[book->best[queue]]);
    return true;
}

size_t tr_book_depth(const tr_book *book, tr_book_queue queue, size_t level_max,
                     tr_book_level *levels_out)
{
    if (book == NULL || levels_out == NULL || !queue_is_known(queue))
        return 0;
    size_t count = 0;
    for (uint32_t at = book->best[queue]; at != 0 && count < level_max;
         at = tr__ladder_worse(book, at))
        levels_out[count++] = level_view(&book->levels[at]);
    return count;
}

void tr_book_walk(const tr_book *book, tr_book_queue queue,
                  bool (*visit)(void *user, const tr_book_order *order), void *user)
{
    if (book == NULL || visit == NULL || !queue_is_known(queue))
        return;
    for (uint32_t at = book->best[queue]; at != 0; at = tr__ladder_worse(book, at)) {
        for (uint32_t index = book->levels[at].head; index != 0; index = book->nodes[index].next) {
            tr_book_order view = order_view(book, index);
            if (!visit(user, &view))
                return;
        }
    }
}

tr_status tr_book_find(const tr_book *book, int64_t id, tr_book_order *out)
{
    if (book == NULL || out == NULL)
        return TR_E_INVALID;
    uint32_t index = id_find(book, id);
    if (index == 0)
        return TR_E_NOT_FOUND;
    *out = order_view(book, index);
    return TR_OK;
}

/* Some orders of a queue, and the next one to count. */
typedef struct part {
    uint32_t count;
    uint32_t next;
    tr__wide open;
    tr__wide hidden;
} part;

static void part_add(const tr_book *book, part *to, uint32_t next)
{
    const node *order = &book->nodes[to->next];
    to->count++;
    to->open += wide(order->open);
    to->hidden += wide(order_hidden(book, order));
    to->next = next;
}

/* Both ways at once, until one end is reached: from the back, what is ahead is what is not behind. */
static tr_book_position position_of(const tr_book *book, uint32_t index)
{
    const node *order = &book->nodes[index];
    const level *at = &book->levels[order->level];
    part ahead = { .next = order->prev };
    part behind = { .next = index }; /* the order itself too */
    while (ahead.next != 0 && behind.next != 0) {
        part_add(book, &ahead, book->nodes[ahead.next].prev);
        part_add(book, &behind, book->nodes[behind.next].next);
    }
    if (ahead.next != 0)
        ahead = (part){ .count = at->order_count - behind.count,
                        .open = at->open - behind.open,
                        .hidden = at->hidden - behind.hidden };
    return (tr_book_position){ .orders_ahead = ahead.count,
                               .shown_ahead = sum_of(ahead.open - ahead.hidden),
                               .open_ahead = sum_of(ahead.open) };
}

tr_status tr_book_position_of(const tr_book *book, int64_t id, tr_book_position *out)
{
    if (book == NULL || out == NULL)
        return TR_E_INVALID;
    uint32_t index = id_find(book, id);
    if (index == 0)
        return TR_E_NOT_FOUND;
    *out = position_of(book, index);
    return TR_OK;
}

tr_book_phase tr_book_phase_now(const tr_book *book)
{
    return book != NULL && (book->rare & RARE_AUCTION) != 0 ? TR_BOOK_PHASE_AUCTION
                                                            : TR_BOOK_PHASE_CONTINUOUS;
}

int64_t tr_book_last_price(const tr_book *book)
{
    return book != NULL ? book->last : 0;
}

int64_t tr_book_now(const tr_book *book)
{
    return book != NULL ? book->now : 0;
}

uint32_t tr_book_order_count(const tr_book *book)
{
    return book != NULL ? book->order_count : 0;
}

uint64_t tr_book_sequence(const tr_book *book)
{
    return book != NULL ? book->sequence : 0;
}
