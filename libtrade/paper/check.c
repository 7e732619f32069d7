/* check.c: every invariant of the exchange, for tests. */
#include "paper/state.h"

/* What the open orders of an account hold back of one balance. */
static bool reserved_by_orders(const tr_paper *paper, const tr__paper_balance *balance,
                               tr_decimal *out)
{
    *out = (tr_decimal){ 0 };
    for (size_t i = 0; i < paper->orders.bucket_count; i++)
        for (tr__paper_link *link = paper->orders.buckets[i]; link != NULL; link = link->next) {
            const tr__paper_order *order = (const tr__paper_order *)link;
            if (order->desk != NULL && tr__paper_order_balance(order) == balance &&
                tr_decimal_add(*out, order->reserved, out) != TR_OK)
                return false;
        }
    return true;
}

static bool balances_are_sound(const tr_paper *paper, const tr__paper_account *account)
{
    for (const tr__paper_balance *at = account->balances; at != NULL; at = at->next) {
        tr_decimal sum;
        bool may_lack = tr__paper_carries_swaps(paper, at->asset); /* they may have lost more than there was */
        if (tr_decimal_sign(at->reserved) < 0 ||
            (!may_lack && tr_decimal_compare(at->reserved, at->total) > 0) ||
            !reserved_by_orders(paper, at, &sum) || tr_decimal_compare(sum, at->reserved) != 0)
            return false;
    }
    return true;
}

/* A book as it should be: sound, with each of our resting orders for just what is left of it. */
static bool books_are_sound(const tr__paper_desk *desk)
{
    size_t resting_count = 0;
    if (tr_book_check(desk->books[TR_SIDE_BUY], NULL) != TR_OK ||
        tr_book_check(desk->books[TR_SIDE_SELL], NULL) != TR_OK)
        return false;
    for (size_t i = 0; i < desk->resting.bucket_count; i++)
        for (const tr__paper_link *link = desk->resting.buckets[i]; link != NULL;
             link = link->next) {
            const tr__paper_order *order = tr__paper_resting_of(link);
            tr_book_order rest;
            resting_count++;
            if (order->desk != desk || !order->is_resting || order->row.state != TR_PAPER_OPEN ||
                tr_book_find(desk->books[order->row.side], order->row.exchange_order_id, &rest) !=
                    TR_OK ||
                rest.open != tr__paper_lots(desk->market, tr__paper_order_left(order)) ||
                rest.side != (uint8_t)order->row.side || rest.price != order->price_ticks ||
                !tr__paper_rests_at(desk, order->row.side, rest.price))
                return false;
        }
    return resting_count == desk->resting.count && resting_count == desk->prices.count;
}

/* Our orders in the books and those in the table are the same ones. */
static bool count_ours(void *user, const tr_book_order *order)
{
    if (order->id > 0)
        (*(size_t *)user)++;
    return true;
}

static bool books_hold_no_more(const tr__paper_desk *desk)
{
    size_t count = 0;
    for (int side = TR_SIDE_BUY; side <= TR_SIDE_SELL; side++)
        for (int queue = TR_BOOK_QUEUE_BIDS; queue <= TR_BOOK_QUEUE_ASKS; queue++)
            tr_book_walk(desk->books[side], (tr_book_queue)queue, count_ours, &count);
    return count == desk->resting.count;
}

static bool order_is_sound(const tr_paper *paper, const tr__paper_order *order)
{
    tr_decimal sum = { 0 };
    for (size_t i = 0; i < order->fill_count; i++) {
        const tr__paper_fill *fill = &order->fills[i];
        if (tr_decimal_sign(fill->quantity.value) <= 0 || tr_decimal_sign(fill->price.value) <= 0 ||
            tr_decimal_sign(fill->fee.value) < 0 ||
            (i > 0 && fill->fill_id <= order->fills[i - 1].fill_id) ||
            tr_decimal_add(sum, fill->quantity.value, &sum) != TR_OK)
            return false;
    }
    int filled = tr_decimal_compare(order->row.filled_quantity.value, order->row.quantity.value);
    bool is_open = order->row.state == TR_PAPER_OPEN;
    return tr_decimal_compare(sum, order->row.filled_quantity.value) == 0 &&
           (filled == 0) == (order->row.state == TR_PAPER_FILLED) && (filled <= 0 || !is_open) &&
           (is_open || tr_decimal_is_zero(order->reserved)) &&
           (order->is_resting || order->is_stop_resting) == (is_open && order->desk != NULL && !order->is_on_its_way) &&
           (is_open || order->unsettled_count > 0) && /* else it would have been forgotten */
           tr__paper_order_find(paper, order->row.account, order->row.client_id) == order;
}

bool tr_paper_check(const tr_paper *paper)
{
    if (paper == NULL || paper->failure.status != TR_OK)
        return false;
    for (const tr__paper_account *account = paper->account_first; account != NULL;
         account = account->next)
        if (!balances_are_sound(paper, account))
            return false;
    for (size_t i = 0; i < paper->market_count; i++)
        for (const tr__paper_desk *desk = paper->markets[i].desks; desk != NULL; desk = desk->next)
            if (!tr__paper_stops_are_sound(desk) || !books_are_sound(desk) || !books_hold_no_more(desk))
                return false;
    size_t count = 0;
    for (size_t i = 0; i < paper->orders.bucket_count; i++)
        for (const tr__paper_link *link = paper->orders.buckets[i]; link != NULL;
             link = link->next) {
            count++;
            if (!order_is_sound(paper, (const tr__paper_order *)link))
                return false;
        }
    return count == paper->orders.count;
}
