/* check.c: looks at all of a book. Everything is counted a second way and must agree. */
#include "book/taker.h"
#include "core/fail.h"

typedef struct tally {
    uint32_t orders;
    uint32_t levels;
    uint32_t spans;
    uint32_t extras;
    uint32_t heap;
    uint32_t bonds;
    uint32_t trails;
} tally;

#define WRONG(...) tr__fail(err, TR_E_INTERNAL, 0, "book: " __VA_ARGS__)

/* Whom a bond names is live, has a bond, and names it in turn. */
static bool is_tied(const tr_book *book, uint32_t index, uint32_t other, bool is_partner)
{
    if (other == 0)
        return true;
    const bond *of = order_bond(book, &book->nodes[other]);
    bool is_live = other < book->node_pool.unused && id_find(book, book->nodes[other].id) == other;
    return is_live &&
           (is_partner ? of->partner == index
                       : of->entry == index || of->target == index || of->stop_leg == index);
}

static bool is_held(const tr_book *book, const node *order)
{
    return book->levels[order->level].ladder >= LADDER_HELD_BUYS;
}

/* A stop that waits, or is held as a leg. */
static bool is_stop(const tr_book *book, const node *order)
{
    return is_waiting(book, order) ||
           (is_held(book, order) && book->extras[node_extra(order)].type >= TR_BOOK_TYPE_STOP);
}

/* One of two partners waits, so that what the other trades never ends an order that may trade too. */
static bool partners_fit(const tr_book *book, uint32_t index)
{
    const node *order = &book->nodes[index];
    const bond *of = order_bond(book, order);
    const node *partner = &book->nodes[of->partner];
    const bond *with = order_bond(book, partner);
    return of->partner == 0 || (of->side == with->side && of->entry == with->entry &&
                                (is_stop(book, order) || is_stop(book, partner)));
}

static bool leg_fits(const tr_book *book, uint32_t entry, uint32_t leg, bool is_stop_leg)
{
    const bond *of = order_bond(book, &book->nodes[leg]);
    const bond *by = order_bond(book, &book->nodes[entry]);
    return leg == 0 ||
           (of->entry == entry && of->side != by->side && (of->flags & BOND_LEG) != 0 &&
            (by->flags & BOND_LEG) == 0 && is_stop(book, &book->nodes[leg]) == is_stop_leg);
}

static int64_t stop_of(const tr_book *book, uint32_t index)
{
    const node *order = &book->nodes[index];
    return is_waiting(book, order) ? book->levels[order->level].price
                                   : order_bond(book, order)->stop;
}

/* The limit of an order that rests, or will; 0: it has none. */
static int64_t limit_of(const tr_book *book, uint32_t index)
{
    const node *order = &book->nodes[index];
    const level *at = &book->levels[order->level];
    bool is_market = at->ladder == LADDER_MARKET_BUYS || at->ladder == LADDER_MARKET_SELLS;
    if (is_waiting(book, order) || is_held(book, order))
        return book->extras[node_extra(order)].price;
    return is_market ? 0 : at->price;
}

/*
 * The target of a bracket, `index`, lies beyond its stop and its entry's limit; an entry without one has not filled
 * anything. Else the target would trade with its own entry.
 */
static bool target_fits(const tr_book *book, uint32_t index)
{
    const node *order = &book->nodes[index];
    const bond *of = order_bond(book, order);
    uint8_t entry_side = of->side ^ 1u;
    int64_t target = limit_of(book, index);
    if ((of->flags & BOND_LEG) == 0 || is_stop(book, order))
        return true;
    if (of->partner != 0 && !target_is_beyond(entry_side, target, stop_of(book, of->partner)))
        return false;
    return of->entry == 0 || (target_is_beyond(entry_side, target, limit_of(book, of->entry)) &&
                              (limit_of(book, of->entry) != 0 || is_held(book, order)));
}

/* Orders that are tied to each other are of such sides and kinds as the rules tie. */
static bool ties_fit(const tr_book *book, uint32_t index)
{
    const bond *of = order_bond(book, &book->nodes[index]);
    const bond *entry = order_bond(book, &book->nodes[of->entry]);
    bool is_named = of->entry == 0 || entry->target == index || entry->stop_leg == index;
    bool are_partners = of->target == 0 || of->stop_leg == 0 ||
                        order_bond(book, &book->nodes[of->target])->partner == of->stop_leg;
    return is_named && are_partners && partners_fit(book, index) &&
           leg_fits(book, index, of->target, false) && leg_fits(book, index, of->stop_leg, true) &&
           (of->entry != 0 || !is_held(book, &book->nodes[index])) && target_fits(book, index);
}

static tr_status check_bond(const tr_book *book, uint32_t index, tally *seen, tr_error *err)
{
    const node *order = &book->nodes[index];
    const bond *of = order_bond(book, order);
    const level *at = &book->levels[order->level];
    bool trails = (of->trail | of->trail_bps) != 0 && ladder_waits(at->ladder);
    seen->bonds++;
    seen->trails += of->heap_at != 0;
    if (of->extra != node_extra(order) || of->side != (at->ladder & 1) || of->growth != 0 ||
        (of->flags & (BOND_ELECTED | BOND_GROWING)) != 0)
        return WRONG("the bond of order %lld is not its own, or not at rest", (long long)order->id);
    if (!is_tied(book, index, of->partner, true) || !is_tied(book, index, of->entry, false) ||
        !is_tied(book, index, of->target, false) || !is_tied(book, index, of->stop_leg, false))
        return WRONG("order %lld is tied on one side only", (long long)order->id);
    if (!ties_fit(book, index))
        return WRONG("order %lld is tied to what it cannot be", (long long)order->id);
    if (of->heap_at != 0 &&
        (!trails || book->trails[of->side][of->heap_at] != book->extras[node_extra(order)].bond))
        return WRONG("order %lld trails, or does not, by halves", (long long)order->id);
    bool is_reached = of->heap_at != 0 && (of->side == TR_SIDE_BUY ? at->price <= of->threshold
                                                                   : at->price >= of->threshold);
    return is_reached ? WRONG("order %lld should have moved", (long long)order->id) : TR_OK;
}

static tr_status check_order(const tr_book *book, uint32_t index, tally *seen, tr_error *err)
{
    const node *order = &book->nodes[index];
    const terms *deal = &book->terms[index];
    long long id = order->id;
    bool holds = is_held(book, order);
    if (holds && (order->open != 0 || node_extra(order) == 0))
        return WRONG("order %lld is held with %lld open", id, (long long)order->open);
    if (holds
            ? deal->total < 0
            : order->open <= 0 || order->open > deal->total || deal->total > TR_BOOK_QUANTITY_LIMIT)
        return WRONG("order %lld has %lld of %lld open", id, (long long)order->open,
                     (long long)deal->total);
    if (id_find(book, order->id) != index)
        return WRONG("order %lld is not in the table of identities", id);
    uint32_t extra_index = node_extra(order);
    if (extra_index == 0)
        return is_waiting(book, order) ? WRONG("stop %lld has no stop terms", id) : TR_OK;
    const extra *more = &book->extras[extra_index];
    seen->extras++;
    if (more->node != index)
        return WRONG("the extra of order %lld belongs to another", id);
    tr_status status = more->bond != 0 ? check_bond(book, index, seen, err) : TR_OK;
    if (status != TR_OK)
        return status;
    if ((more->tif == TR_BOOK_TIF_GTD) != (more->heap_at != 0))
        return WRONG("order %lld expires, or does not, by halves", id);
    if (more->heap_at != 0) {
        seen->heap++;
        if (more->heap_at > book->heap_count || book->heap[more->heap_at] != extra_index ||
            more->expire <= book->now)
            return WRONG("order %lld is not where it expires", id);
    }
    int64_t hidden = order_hidden(book, order);
    bool is_dark = more->is_hidden && !is_waiting(book, order);
    if (is_dark ? hidden != order->open
                : hidden < 0 || (hidden >= order->open && !holds) ||
                      (hidden > 0 && more->shown > more->display))
        return WRONG("order %lld hides %lld of %lld", id, (long long)hidden,
                     (long long)order->open);
    return TR_OK;
}

static tr_status check_level(const tr_book *book, uint32_t level_index, tally *seen, tr_error *err)
{
    const level *at = &book->levels[level_index];
    tr__wide open = 0;
    tr__wide hidden = 0;
    uint32_t count = 0;
    uint32_t prev = 0;
    uint32_t dark = 0;
    for (uint32_t index = at->head; index != 0; index = book->nodes[index].next) {
        const node *order = &book->nodes[index];
        if (order->prev != prev || order->level != level_index || ++count > book->order_max)
            return WRONG("the queue at %lld is torn", (long long)at->price);
        tr_status status = check_order(book, index, seen, err);
        if (status != TR_OK)
            return status;
        bool is_dark = at->ladder <= LADDER_ASKS && node_extra(order) != 0 &&
                       book->extras[node_extra(order)].is_hidden;
        if (dark != 0 && !is_dark)
            return WRONG("at %lld a shown order stands behind a hidden one", (long long)at->price);
        dark = dark == 0 && is_dark ? index : dark;
        open += wide(order->open);
        hidden += wide(order_hidden(book, order));
        prev = index;
    }
    if (prev != at->tail || count != at->order_count || count == 0)
        return WRONG("the queue at %lld has %u orders, not %u", (long long)at->price,
                     (unsigned int)count, (unsigned int)at->order_count);
    if (dark != at->dark)
        return WRONG("the hidden orders at %lld are lost", (long long)at->price);
    if (open != at->open || hidden != at->hidden)
        return WRONG("the sums at %lld are wrong", (long long)at->price);
    if (at->price <= 0 || at->price % book->tick != 0)
        return WRONG("a level at %lld", (long long)at->price);
    if (ladder_find(book, at->ladder, at->price).level != level_index)
        return WRONG("the level at %lld is not in the table of prices", (long long)at->price);
    seen->orders += count;
    seen->levels++;
    return TR_OK;
}

/* All levels of a ladder, best first; prices must run one way. */
static tr_status check_ladder(const tr_book *book, uint32_t ladder, tally *seen, tr_error *err)
{
    int64_t price = 0;
    if (book->best[ladder] == 0 && book->best_price[ladder] != ladder_none(ladder))
        return WRONG("ladder %u is empty but has a best price", (unsigned int)ladder);
    for (uint32_t at = book->best[ladder]; at != 0; at = tr__ladder_worse(book, at)) {
        const level *here = &book->levels[at];
        bool is_first = at == book->best[ladder];
        if (is_first && here->price != book->best_price[ladder])
            return WRONG("ladder %u has a wrong best price", (unsigned int)ladder);
        if (here->ladder != ladder ||
            (!is_first && (ladder_descends(ladder) ? here->price >= price : here->price <= price)))
            return WRONG("%lld is out of order", (long long)here->price);
        price = here->price;
        tr_status status = check_level(book, at, seen, err);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

/* The way up from a span to the root of its ladder: each fork has what is below as one of its branches. */
static bool span_is_rooted(const tr_book *book, uint32_t index)
{
    uint32_t branch = index << 1;
    uint32_t parent = book->spans[index].parent;
    for (uint32_t bit_min = 0; parent != 0;) {
        const fork *at = &book->forks[parent];
        if ((at->branches[0] != branch && at->branches[1] != branch) || (at->above & 63) < bit_min)
            return false;
        bit_min = (at->above & 63) + 1;
        branch = parent << 1 | 1;
        parent = at->above >> 6;
    }
    return book->roots[book->spans[index].ladder] == branch;
}

/* The list of spans, from the best price's to both ends, and what their bits promise. */
static tr_status check_spans(const tr_book *book, uint32_t ladder, tally *seen, tr_error *err)
{
    uint32_t branch = book->roots[ladder];
    if ((branch == 0) != (book->best[ladder] == 0))
        return WRONG("ladder %u and its spans disagree", (unsigned int)ladder);
    while ((branch & 1) != 0)
        branch = book->forks[branch >> 1].branches[0];
    uint32_t lower = 0;
    uint32_t bits = 0;
    for (uint32_t index = branch >> 1; index != 0; index = book->spans[index].upper) {
        const span *here = &book->spans[index];
        if (here->lower != lower || here->ladder != ladder || here->bits == 0 ||
            (lower != 0 && book->spans[lower].key >= here->key) || !span_is_rooted(book, index))
            return WRONG("the spans of ladder %u are torn", (unsigned int)ladder);
        bits += (uint32_t)__builtin_popcountll(here->bits);
        lower = index;
        seen->spans++;
    }
    uint32_t levels = 0;
    for (uint32_t at = book->best[ladder]; at != 0; at = tr__ladder_worse(book, at))
        levels++;
    return bits == levels ? TR_OK
                          : WRONG("ladder %u has bits without a level", (unsigned int)ladder);
}

/* Taken slots; each must be found where a search for it looks. */
static uint32_t table_count(const table *of)
{
    uint32_t count = 0;
    for (uint32_t at = 0; at <= of->mask; at++)
        count += of->slots[at].index != 0;
    return count;
}

tr_status tr_book_check(const tr_book *book, tr_error *err)
{
    if (book == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "book: no book");
    tally seen = { 0 };
    for (uint32_t ladder = 0; ladder < LADDER_COUNT; ladder++) {
        tr_status status = check_ladder(book, ladder, &seen, err);
        if (status == TR_OK)
            status = check_spans(book, ladder, &seen, err);
        if (status != TR_OK)
            return status;
    }
    if (seen.orders != book->order_count || table_count(&book->ids) != seen.orders)
        return WRONG("%u orders in the queues, %u live", (unsigned int)seen.orders,
                     (unsigned int)book->order_count);
    if (table_count(&book->prices) != seen.levels || table_count(&book->span_table) != seen.spans)
        return WRONG("the tables of prices and spans hold something else");
    if (seen.heap != book->heap_count)
        return WRONG("%u orders expire, %u are in the heap", (unsigned int)seen.heap,
                     (unsigned int)book->heap_count);
    if (seen.trails != book->trail_count[0] + book->trail_count[1])
        return WRONG("%u stops trail, %u are in the heaps", (unsigned int)seen.trails,
                     (unsigned int)(book->trail_count[0] + book->trail_count[1]));
    if ((book->rare & RARE_MINIMUM) == 0 &&
        (book->best[LADDER_MINIMUM_BIDS] != 0 || book->best[LADDER_MINIMUM_ASKS] != 0))
        return WRONG("orders with a minimum are not looked at");
    bool has_market_orders =
        book->best[LADDER_MARKET_BUYS] != 0 || book->best[LADDER_MARKET_SELLS] != 0;
    if ((book->rare & RARE_AUCTION) == 0 && has_market_orders)
        return WRONG("market orders rest");
    if ((book->rare & RARE_AUCTION) == 0 && book->best[LADDER_BIDS] != 0 &&
        book->best[LADDER_ASKS] != 0 &&
        book->best_price[LADDER_BIDS] >= book->best_price[LADDER_ASKS])
        return WRONG("crossed at rest");
    for (uint32_t i = 2; i <= book->heap_count; i++)
        if (book->extras[book->heap[i]].expire < book->extras[book->heap[i / 2]].expire)
            return WRONG("the heap of expiries is out of order");
    if (book->growing_head != 0)
        return WRONG("the leg of a bracket was left behind");
    return book->elected_head == 0 ? TR_OK : WRONG("an elected stop was left behind");
}
