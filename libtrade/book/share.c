/*
 * share.c: pro-rata. Orders of one price share what arrives in proportion to what they show; what rounding
 * leaves goes by time. The order on top, if the instrument knows one, is served before.
 */
#include "book/emit.h"
#include "book/taker.h"

/* Own orders are met before anybody trades at the price. false: the level or the taker is used up. */
static bool prevent_own(tr_book *book, taker *order, uint32_t level_index)
{
    uint32_t maker = book->levels[level_index].head;
    while (maker != 0 && order->open > 0) {
        uint32_t next = book->nodes[maker].next;
        if (is_self_trade(book, order, maker))
            tr__book_prevent(book, order, maker);
        maker = next;
    }
    return order->open > 0 && book->best[order->side ^ 1u] == level_index;
}

/* The orders that share: those shown, or the hidden ones when nothing is shown. */
typedef struct group {
    uint32_t first;
    uint32_t count;
    tr__wide sum;
} group;

static group group_of(const tr_book *book, uint32_t level_index)
{
    const level *at = &book->levels[level_index];
    group found = { .first = at->head };
    uint32_t end = at->head == at->dark ? 0 : at->dark;
    for (uint32_t index = at->head; index != end; index = book->nodes[index].next) {
        found.count++;
        found.sum += wide(order_shown(book, &book->nodes[index]));
    }
    return found;
}

static int64_t share_of(const tr_book *book, int64_t quantity, tr__wide sum, int64_t shown)
{
    int64_t share = (int64_t)(wide(quantity) * wide(shown) / sum);
    share -= share % book->lot;
    return share < book->share_min ? 0 : share;
}

/* The order on top of this level, when it is still there; 0: none. */
static uint32_t top_of(const tr_book *book, uint32_t level_index)
{
    uint32_t top = book->tops[book->levels[level_index].ladder];
    bool is_top = (book->nodes[top].marks & MARK_TOP) != 0 && book->nodes[top].level == level_index;
    return is_top ? top : 0;
}

/* There is less than the group shows: everybody gets a share, and the first ones what is left over. */
static void trade_shares(tr_book *book, taker *order, const group *among)
{
    int64_t quantity = order->open;
    int64_t rest = quantity;
    uint32_t index = among->first;
    for (uint32_t i = 0; i < among->count; i++, index = book->nodes[index].next)
        rest -= share_of(book, quantity, among->sum, order_shown(book, &book->nodes[index]));
    index = among->first;
    for (uint32_t i = 0; i < among->count && order->open > 0; i++) {
        uint32_t next = book->nodes[index].next;
        int64_t shown = order_shown(book, &book->nodes[index]);
        int64_t share = share_of(book, quantity, among->sum, shown);
        int64_t more = shown - share < rest ? shown - share : rest;
        rest -= more;
        if (share + more > 0)
            tr__book_trade(book, order, index, share + more);
        index = next;
    }
}

/* There is enough for all that the group shows. */
static void trade_all(tr_book *book, taker *order, const group *among)
{
    uint32_t index = among->first;
    for (uint32_t i = 0; i < among->count; i++) {
        uint32_t next = book->nodes[index].next;
        tr__book_trade(book, order, index, order_shown(book, &book->nodes[index]));
        index = next;
    }
}

void tr__book_share(tr_book *book, taker *order, uint32_t level_index)
{
    if (!prevent_own(book, order, level_index))
        return;
    uint32_t top = top_of(book, level_index);
    if (top != 0) {
        int64_t shown = order_shown(book, &book->nodes[top]);
        tr__book_trade(book, order, top, shown < order->open ? shown : order->open);
    }
    while (order->open > 0 && book->best[order->side ^ 1u] == level_index) {
        group among = group_of(book, level_index);
        if (wide(order->open) < among.sum)
            trade_shares(book, order, &among);
        else
            trade_all(book, order, &among);
    }
}
