/*
 * auction.c: orders are collected, and trade at one price: the one at which most trades, then least is left,
 * then where the side presses that something is left of, then nearest to the last trade.
 */
#include "book/emit.h"
#include "book/taker.h"

/* ---- The price ---- */

/* Prices that are as good as each other, met upwards: on the way, buyers who are left over turn to sellers. */
typedef struct search {
    tr__wide most; /* what trades */
    tr__wide left; /* and what does not, of those who are willing */
    int64_t first; /* 0: no price yet */
    int64_t last;
    int64_t last_buyers;   /* the highest at which buyers are left; 0: at none */
    int64_t first_sellers; /* the lowest at which sellers are */
} search;

static tr__wide ladder_sum(const tr_book *book, uint32_t ladder, uint32_t *end_out)
{
    tr__wide sum = 0;
    *end_out = 0;
    for (uint32_t at = book->best[ladder]; at != 0; at = tr__ladder_worse(book, at)) {
        sum += book->levels[at].open;
        *end_out = at;
    }
    return sum;
}

static void consider(search *s, int64_t price, tr__wide demand, tr__wide supply)
{
    tr__wide most = demand < supply ? demand : supply;
    tr__wide left = demand < supply ? supply - demand : demand - supply;
    if (most == 0 || most < s->most || (most == s->most && left > s->left))
        return;
    if (most > s->most || left < s->left)
        *s = (search){ .most = most, .left = left, .first = price };
    s->last = price;
    if (demand > supply)
        s->last_buyers = price;
    if (supply > demand && s->first_sellers == 0)
        s->first_sellers = price;
}

static int64_t tick_down(const tr_book *book, int64_t price)
{
    return price - price % book->tick;
}

/* One of the prices that are left, or one between them. */
static int64_t choose(const tr_book *book, const search *s)
{
    if (s->last_buyers == s->last)
        return s->last;
    if (s->first_sellers == s->first)
        return s->first;
    int64_t low = s->last_buyers != 0 ? s->last_buyers : s->first;
    int64_t high = s->first_sellers != 0 ? s->first_sellers : s->last;
    int64_t reference = book->last != 0 ? book->last : low + (high - low) / 2;
    reference = tick_down(book, reference);
    return reference < low ? low : reference > high ? high : reference;
}

/* The price of the auction, 0: nothing trades. Only prices that somebody named are looked at. */
static int64_t find_price(const tr_book *book)
{
    uint32_t end;
    uint32_t bid;
    uint32_t ask = book->best[LADDER_ASKS];
    tr__wide market_demand = ladder_sum(book, LADDER_MARKET_BUYS, &end);
    tr__wide supply = ladder_sum(book, LADDER_MARKET_SELLS, &end);
    tr__wide demand = market_demand + ladder_sum(book, LADDER_BIDS, &bid);
    search s = { 0 };
    if ((bid | ask) == 0 && market_demand > 0 && supply > 0)
        return tick_down(book, book->last);
    while ((bid | ask) != 0) {
        int64_t bid_price = bid != 0 ? book->levels[bid].price : INT64_MAX;
        int64_t ask_price = ask != 0 ? book->levels[ask].price : INT64_MAX;
        bool is_bid = bid != 0 && bid_price <= ask_price;
        bool is_ask = ask != 0 && ask_price <= bid_price;
        supply += is_ask ? book->levels[ask].open : 0;
        consider(&s, is_bid ? bid_price : ask_price, demand, supply);
        demand -= is_bid ? book->levels[bid].open : 0;
        bid = is_bid ? tr__ladder_next(book, bid, false) : bid;
        ask = is_ask ? tr__ladder_next(book, ask, false) : ask;
    }
    return s.first != 0 ? choose(book, &s) : 0;
}

/* What is willing to trade at a price, of one side. */
static tr__wide willing(const tr_book *book, uint32_t side, int64_t price)
{
    uint32_t end;
    tr__wide sum = ladder_sum(book, LADDER_MARKET_BUYS + side, &end);
    for (uint32_t at = book->best[side]; at != 0; at = tr__ladder_worse(book, at)) {
        if (side == TR_SIDE_BUY ? book->levels[at].price < price : book->levels[at].price > price)
            break;
        sum += book->levels[at].open;
    }
    return sum;
}

static tr_book_sum sum_of(tr__wide value)
{
    return (tr_book_sum){ .low = (uint64_t)value, .high = (uint64_t)(value >> 64) };
}

void tr_book_indicate(const tr_book *book, tr_book_auction *out)
{
    if (out == NULL)
        return;
    *out = (tr_book_auction){ 0 };
    if (book == NULL || (book->rare & RARE_AUCTION) == 0)
        return;
    out->price = find_price(book);
    if (out->price == 0)
        return;
    tr__wide demand = willing(book, TR_SIDE_BUY, out->price);
    tr__wide supply = willing(book, TR_SIDE_SELL, out->price);
    bool has_buyers = demand > supply;
    out->quantity = sum_of(has_buyers ? supply : demand);
    out->surplus = sum_of(has_buyers ? demand - supply : supply - demand);
    out->surplus_side = has_buyers ? TR_SIDE_BUY : TR_SIDE_SELL;
}

/* ---- Its trades ---- */

/* The first order of a side that trades at the price: market orders come before all others. 0: none. */
static uint32_t first_willing(const tr_book *book, uint8_t side, int64_t price)
{
    uint32_t market = book->best[LADDER_MARKET_BUYS + side];
    uint32_t limit = book->best[side];
    if (market != 0)
        return book->levels[market].head;
    if (limit == 0 || !limit_reaches(side, book->levels[limit].price, price))
        return 0;
    return book->levels[limit].head;
}

/* An iceberg takes part with all it has, and shows its next part when the auction is over. */
static void fill(tr_book *book, uint32_t index, int64_t quantity)
{
    node *order = &book->nodes[index];
    level *at = &book->levels[order->level];
    at->hidden -= wide(order_hidden(book, order));
    at->open -= wide(quantity);
    order->open -= quantity;
    extra *more = &book->extras[node_extra(order)];
    if (node_extra(order) != 0 && more->display != 0)
        more->shown = more->shown > quantity ? more->shown - quantity : 0;
    at->hidden += wide(order_hidden(book, order));
    if (node_extra(order) != 0 && more->bond != 0)
        tr__bond_filled(book, index, quantity);
    if (order->open == 0)
        tr__maker_end(book, index);
}

static void refresh_first(tr_book *book, uint8_t side)
{
    uint32_t level_index = book->best[side];
    uint32_t index = level_index != 0 ? book->levels[level_index].head : 0;
    const extra *more = &book->extras[node_extra(&book->nodes[index])];
    if (index != 0 && more->display != 0 && more->shown == 0)
        tr__maker_refresh(book, index);
}

static void uncross(tr_book *book)
{
    int64_t price = find_price(book);
    if (price == 0)
        return;
    emit(book, TR_BOOK_EVENT_UNCROSSED, TR_BOOK_REASON_NONE, 0)->price = price;
    book->last = price;
    for (;;) {
        uint32_t buy = first_willing(book, TR_SIDE_BUY, price);
        uint32_t sell = first_willing(book, TR_SIDE_SELL, price);
        if (buy == 0 || sell == 0)
            break;
        int64_t bought = book->nodes[buy].open;
        int64_t quantity = book->nodes[sell].open < bought ? book->nodes[sell].open : bought;
        tr_book_event *event =
            emit(book, TR_BOOK_EVENT_TRADE, TR_BOOK_REASON_NONE, book->nodes[buy].id);
        event->flags = TR_BOOK_EVENT_AUCTION;
        event->side = TR_SIDE_BUY;
        event->maker_id = book->nodes[sell].id;
        event->price = price;
        event->quantity = quantity;
        fill(book, buy, quantity);
        fill(book, sell, quantity);
    }
    refresh_first(book, TR_SIDE_BUY);
    refresh_first(book, TR_SIDE_SELL);
    tr__book_watch(book, price);
}

static void end_market_orders(tr_book *book)
{
    for (uint32_t ladder = LADDER_MARKET_BUYS; ladder <= LADDER_MARKET_SELLS; ladder++) {
        while (book->best[ladder] != 0) {
            uint32_t index = book->levels[book->best[ladder]].head;
            emit_cancelled(book, book->nodes[index].id, book->nodes[index].open,
                           TR_BOOK_REASON_NO_LIQUIDITY);
            order_end(book, index);
        }
    }
}

/*
 * A market order with a target that has traded would meet its own target in the next auction: what is left of
 * it ends before its legs grow.
 */
static void end_filled_entries(tr_book *book)
{
    for (uint32_t ladder = LADDER_MARKET_BUYS; ladder <= LADDER_MARKET_SELLS; ladder++) {
        uint32_t index = book->best[ladder] != 0 ? book->levels[book->best[ladder]].head : 0;
        while (index != 0) {
            const node *order = &book->nodes[index];
            uint32_t next = order->next;
            if (order_bond(book, order)->target != 0 && order->open < book->terms[index].total) {
                emit_cancelled(book, order->id, order->open, TR_BOOK_REASON_NO_LIQUIDITY);
                order_end(book, index);
            }
            index = next;
        }
    }
}

void tr__book_enter_phase(tr_book *book, tr_book_phase phase)
{
    bool is_auction = phase == TR_BOOK_PHASE_AUCTION;
    if ((book->rare & RARE_AUCTION) != 0) {
        uncross(book);
        if (is_auction)
            end_filled_entries(book);
        else
            end_market_orders(book);
    }
    book->rare = is_auction ? book->rare | RARE_AUCTION : book->rare & ~RARE_AUCTION;
    emit(book, TR_BOOK_EVENT_PHASE, TR_BOOK_REASON_NONE, 0)->phase = (uint8_t)phase;
}
