/*
 * meet.c: arrivals where the best opposite order is not all there is to look at: orders with a minimum, which
 * are passed over by who brings too little, pro-rata, and auctions, where nothing trades on arrival.
 */
#include "book/emit.h"
#include "book/taker.h"

/* What one arrival must bring. */
static int64_t least_of(const tr_book *book, const node *order)
{
    int64_t least = order_bond(book, order)->quantity_min;
    return least < order->open ? least : order->open;
}

/* ---- Counting before trading ---- */

typedef struct count {
    const tr_book *book;
    const taker *order;
    tr__wide needed;
    tr__wide sum;
    bool looks_at_owners;
    bool is_stopped; /* by an order of its own */
} count;

static void count_order(count *c, uint32_t maker)
{
    const taker *order = c->order;
    if (!c->looks_at_owners || c->book->terms[maker].owner != order->owner)
        c->sum += wide(c->book->nodes[maker].open);
    else
        c->is_stopped = (order->marks & MARK_STP_MASK) != TR_BOOK_STP_CANCEL_OLDEST;
}

static bool is_counted(const count *c)
{
    return c->is_stopped || c->sum >= c->needed;
}

/* Pro-rata: an own order at the price is met before anybody trades there. Does it end the counting? */
static bool own_comes_first(const count *c, const level *at)
{
    if ((c->book->rare & RARE_PRO_RATA) == 0 ||
        (c->order->marks & MARK_STP_MASK) == TR_BOOK_STP_CANCEL_OLDEST)
        return false;
    for (uint32_t maker = at->head; maker != 0; maker = c->book->nodes[maker].next)
        if (c->book->terms[maker].owner == c->order->owner)
            return true;
    return false;
}

static void count_level(count *c, const level *at)
{
    if (!c->looks_at_owners) {
        c->sum += at->open;
        return;
    }
    c->is_stopped = own_comes_first(c, at);
    for (uint32_t maker = at->head; maker != 0 && !is_counted(c);
         maker = c->book->nodes[maker].next)
        count_order(c, maker);
}

static void count_minimum_level(count *c, const level *at)
{
    for (uint32_t maker = at->head; maker != 0 && !is_counted(c);
         maker = c->book->nodes[maker].next)
        if (wide(least_of(c->book, &c->book->nodes[maker])) + c->sum <= wide(c->order->open))
            count_order(c, maker);
}

/* The level, unless the order's limit is before it. */
static uint32_t within(const tr_book *book, const taker *order, uint32_t level_index)
{
    bool is_reached = level_index != 0 &&
                      limit_reaches(order->side, order->limit, book->levels[level_index].price);
    return is_reached ? level_index : 0;
}

/* Is the price of `a` better for this side's takers than that of `b`? Nobody's is not. */
static bool is_better(const tr_book *book, uint8_t side, uint32_t a, uint32_t b)
{
    if (a == 0 || b == 0)
        return a != 0;
    int64_t x = book->levels[a].price;
    int64_t y = book->levels[b].price;
    return side == TR_SIDE_BUY ? x < y : x > y;
}

bool tr__book_fits(const tr_book *book, const taker *order, int64_t needed)
{
    uint32_t opposite = order->side ^ 1u;
    count c = { .book = book,
                .order = order,
                .needed = wide(needed),
                .looks_at_owners =
                    (order->marks & MARK_STP_MASK) != TR_BOOK_STP_NONE && order->owner != 0 };
    uint32_t plain = within(book, order, book->best[opposite]);
    uint32_t minimum = within(book, order, book->best[LADDER_MINIMUM_BIDS + opposite]);
    while ((plain | minimum) != 0 && !is_counted(&c)) {
        if (is_better(book, order->side, minimum, plain)) {
            count_minimum_level(&c, &book->levels[minimum]);
            minimum = within(book, order, tr__ladder_worse(book, minimum));
        } else {
            count_level(&c, &book->levels[plain]);
            plain = within(book, order, tr__ladder_worse(book, plain));
        }
    }
    return c.sum >= c.needed;
}

/* ---- Trading ---- */

/*
 * The first order with a minimum that the taker is enough for, at a better price than `plain`; 0: none. What it has
 * passed over stays too large for it, for it only gets smaller: an arrival looks at each of them once.
 */
static uint32_t minimum_maker(const tr_book *book, taker *order, uint32_t plain)
{
    if ((order->marks & MARK_POST_ONLY) != 0)
        return 0;
    uint32_t at = book->nodes[order->passed].level;
    uint32_t maker = book->nodes[order->passed].next;
    if (order->passed == 0) {
        at = within(book, order, book->best[LADDER_MINIMUM_BIDS + (order->side ^ 1u)]);
        maker = book->levels[at].head;
    }
    while (is_better(book, order->side, at, plain)) {
        assert((book->levels[at].ladder | 1) == LADDER_MINIMUM_ASKS);
        if (maker == 0) {
            at = within(book, order, tr__ladder_worse(book, at));
            maker = book->levels[at].head;
            continue;
        }
        if (least_of(book, &book->nodes[maker]) <= order->open)
            return maker;
        order->passed = maker;
        maker = book->nodes[maker].next;
    }
    return 0;
}

static void meet_maker(tr_book *book, taker *order, uint32_t maker)
{
    if (is_self_trade(book, order, maker)) {
        tr__book_prevent(book, order, maker);
        return;
    }
    int64_t shown = order_shown(book, &book->nodes[maker]);
    tr__book_trade(book, order, maker, order->open < shown ? order->open : shown);
}

void tr__book_meet(tr_book *book, taker *order)
{
    if ((book->rare & RARE_AUCTION) != 0)
        return;
    int64_t least = order->minimum < order->open ? order->minimum : order->open;
    if (order->minimum != 0 && !tr__book_fits(book, order, least)) {
        order->is_short = true;
        return;
    }
    while (order->open > 0) {
        uint32_t plain = within(book, order, book->best[order->side ^ 1u]);
        uint32_t maker = minimum_maker(book, order, plain);
        if (maker != 0)
            meet_maker(book, order, maker);
        else if (plain == 0)
            break;
        else if ((book->rare & RARE_PRO_RATA) != 0)
            tr__book_share(book, order, plain);
        else
            meet_maker(book, order, book->levels[plain].head);
    }
    if (book->best[LADDER_MINIMUM_BIDS] == 0 && book->best[LADDER_MINIMUM_ASKS] == 0)
        book->rare &= ~RARE_MINIMUM;
}
