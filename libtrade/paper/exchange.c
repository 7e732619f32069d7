/* exchange.c: the port: orders come in, are judged, meet the last price, and rest. */
#include "paper/state.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"

static const tr_exchange_traits traits = { .name = "paper",
                                           .has_market_orders = true,
                                           .has_limit_orders = true,
                                           .ids_unique_for_ever = true,
                                           .has_amend = true,
                                           .has_dead_man = true,
                                           .holds_stops = true,
                                           .holds_stop_limits = true,
                                           .amends_stops = true };

static bool is_text(const char *text, size_t size)
{
    return text[0] != '\0' && memchr(text, '\0', size) != NULL;
}

static void reject(tr__paper_order *order, const char *reason)
{
    tr__paper_close(order, TR_PAPER_REJECTED, reason);
}

static void reject_for_balance(tr__paper_order *order, tr_decimal wanted)
{
    const tr__paper_balance *balance = tr__paper_order_balance(order);
    tr_decimal available = { 0 };
    if (tr__paper_free(order->desk->account->paper, order->desk->account, balance, &available) != TR_OK)
        available = (tr_decimal){ 0 };
    char wanted_text[TR_DECIMAL_TEXT_SIZE], available_text[TR_DECIMAL_TEXT_SIZE],
        reason[TR_REASON_SIZE];
    (void)tr_decimal_format(wanted, wanted_text, sizeof wanted_text); /* the sizes suffice */
    (void)tr_decimal_format(available, available_text, sizeof available_text);
    (void)snprintf(reason, sizeof reason, "insufficient %s: needs %s, %s available", balance->asset,
                   wanted_text, available_text);
    reject(order, reason);
}

/* What must be free for the order to be taken: what it will reserve, or what it costs now. */
static tr_status wanted_of(const tr_paper *paper, const tr__paper_order *order, tr_decimal *out)
{
    const tr__paper_market *market = order->desk->market;
    if (tr__paper_is_swap(market) && !tr__paper_has_limit(order->row.type))
        return tr__paper_swap_wanted(paper, order,
                                     order->row.type == TR_ORDER_STOP
                                         ? order->row.stop_price.value
                                         : market->taker_price[order->row.side],
                                     out);
    if (order->row.side == TR_SIDE_SELL || tr__paper_has_limit(order->row.type))
        return tr__paper_reservation(paper, order, out);
    tr_decimal notional, fee;
    tr_decimal price = order->row.type == TR_ORDER_STOP ? order->row.stop_price.value
                                                        : market->taker_price[TR_SIDE_BUY];
    tr_status status = tr__paper_cost(paper, market, TR_SIDE_BUY, price,
                                      order->row.quantity.value, false, &notional, &fee);
    return status == TR_OK ? tr_decimal_add(notional, fee, out) : status;
}

/* Books count ticks and lots in 64 bits. An instrument whose grid was changed leaves orders off it. */
bool tr__paper_fits_book(const tr__paper_order *order)
{
    const tr_instrument *instrument = &order->desk->market->instrument;
    int64_t lots = 0, ticks = 0;
    return tr_decimal_to_steps(tr__paper_order_left(order), instrument->lot, &lots) == TR_OK &&
           lots <= TR__PAPER_LOTS_MAX &&
           (!tr__paper_has_limit(order->row.type) ||
            (tr_decimal_to_steps(order->row.limit_price.value, instrument->tick, &ticks) == TR_OK &&
             ticks > 0 && ticks < TR__PAPER_TICKS_MAX));
}

/* Refuse the order, or reserve what it needs. */
static void judge(const tr_paper *paper, tr__paper_order *order, bool is_reduce_only)
{
    if (order->desk == NULL) {
        reject(order, "unknown symbol");
        return;
    }
    const tr__paper_market *market = order->desk->market;
    bool is_limit = tr__paper_has_limit(order->row.type), has_price = market->tick_number > 0;
    tr_error detail;
    if (tr_instrument_check_order(&market->instrument, is_limit ? &order->row.limit_price : NULL,
                                  order->row.quantity, has_price ? &market->price : NULL,
                                  &detail) != TR_OK) {
        reject(order, detail.message);
        return;
    }
    if (order->row.type == TR_ORDER_MARKET && !has_price) {
        reject(order, "no market price yet");
        return;
    }
    const char *refusal =
        tr__paper_is_stop(order->row.type)
            ? tr__paper_stop_refusal(market, order->row.side, order->row.stop_price)
            : NULL;
    if (refusal != NULL) {
        reject(order, refusal);
        return;
    }
    if (!tr__paper_fits_book(order)) {
        reject(order, "price or quantity is too large");
        return;
    }
    if (order->row.is_reduce_only && tr_decimal_is_zero(tr__paper_closable(order))) {
        reject(order, "reduce-only: there is no position to reduce");
        return;
    }
    if (is_reduce_only && order->row.side == TR_SIDE_BUY && !tr__paper_is_swap(market)) {
        reject(order, "a reduce-only buy has no short position to reduce: this is a spot market");
        return;
    }
    tr_decimal wanted, reserved;
    if (wanted_of(paper, order, &wanted) != TR_OK ||
        tr__paper_reservation(paper, order, &reserved) != TR_OK) {
        reject(order, "the value of the order does not fit");
        return;
    }
    if (!tr__paper_reserve(order, wanted)) {
        reject_for_balance(order, wanted);
        return;
    }
    tr__paper_release(order); /* a market buy is checked for its cost but holds nothing back */
    bool is_reserved = tr__paper_reserve(order, reserved);
    assert(is_reserved);
}

/* The price at which an arriving order takes, never worse than its limit. False: it does not take. */
static bool taker_price_of(const tr__paper_order *order, tr_decimal *out)
{
    const tr__paper_market *market = order->desk->market;
    if (market->tick_number == 0)
        return false;
    *out = market->taker_price[order->row.side];
    if (order->row.type == TR_ORDER_MARKET)
        return true;
    tr_decimal limit = order->row.limit_price.value;
    int relation = tr_decimal_compare(market->price.value, limit);
    if (order->row.side == TR_SIDE_BUY ? relation > 0 : relation < 0)
        return false;
    *out =
        order->row.side == TR_SIDE_BUY ? tr_decimal_min(*out, limit) : tr_decimal_max(*out, limit);
    return true;
}

/*
 * Where nothing is known of the outside's book, an arriving order meets one order of the moment in a book of its own: at
 * the taker price, for the share of the last tick's volume that is left. There is nobody else: what rests on this desk
 * was there for the tick, too, and got of it what it could.
 */
static tr_status meet_stranger(tr_paper *paper, tr__paper_order *order, int64_t at_ns)
{
    const tr__paper_market *market = order->desk->market;
    tr_decimal price = { 0 };
    int64_t ticks = 0, lots = 0;
    if (taker_price_of(order, &price))
        lots = tr__paper_lots(
            market, tr__paper_share_left(paper, order->desk, tr__paper_order_left(order)));
    if (lots > 0 && tr_decimal_to_steps(price, market->instrument.tick, &ticks) != TR_OK)
        return TR_E_INTERNAL; /* a taker price is on the tick */
    tr_status status = tr__paper_book_moment(paper, order, ticks, lots);
    if (status == TR_OK)
        status = tr__paper_take_trades(paper, order->desk, order->row.side, order, at_ns);
    return status;
}

/* What all of a market buy costs at the levels, for fill or kill. */
typedef struct level_bill {
    const tr_paper *paper;
    const tr__paper_order *order;
    int64_t lots_left;
    tr_decimal sum;
    tr_status status;
} level_bill;

static bool add_level(void *user, const tr_book_order *level)
{
    level_bill *bill = user;
    const tr__paper_market *market = bill->order->desk->market;
    tr_decimal price = { 0 }, notional = { 0 }, fee = { 0 };
    int64_t lots = level->open < bill->lots_left ? level->open : bill->lots_left;
    bill->status = tr_decimal_from_steps(level->price, market->instrument.tick, &price);
    if (bill->status == TR_OK)
        bill->status = tr__paper_cost(bill->paper, market, TR_SIDE_BUY, price,
                                      tr__paper_of_lots(market, lots), false, &notional, &fee);
    if (bill->status == TR_OK)
        bill->status = tr_decimal_add(bill->sum, notional, &bill->sum);
    if (bill->status == TR_OK)
        bill->status = tr_decimal_add(bill->sum, fee, &bill->sum);
    bill->lots_left -= lots;
    return bill->status == TR_OK && bill->lots_left > 0;
}

/* Of a swap: what an entry of this value binds, the taker's fee on top. */
static tr_status margin_and_fee(const tr_paper *paper, tr_decimal *sum)
{
    tr_decimal fee, margin;
    tr_status status = tr_decimal_multiply(*sum, paper->options.fee_taker, TR_ROUND_UP, &fee);
    if (status == TR_OK)
        status = tr__paper_margin(paper, *sum, TR_ROUND_UP, &margin);
    return status == TR_OK ? tr_decimal_add(margin, fee, sum) : status;
}

/* A fill or kill that the levels would fill, and whose last fill could not be paid, must not begin. */
static bool is_payable_whole(const tr_paper *paper, const tr__paper_order *order)
{
    const tr__paper_balance *quote = order->desk->quote;
    bool is_swap = tr__paper_is_swap(order->desk->market);
    if ((order->row.side != TR_SIDE_BUY && !is_swap) || order->row.type != TR_ORDER_MARKET ||
        order->row.tif != TR_TIF_FOK || order->row.is_reduce_only)
        return true;
    level_bill bill = { .paper = paper,
                        .order = order,
                        .lots_left =
                            tr__paper_lots(order->desk->market, order->row.quantity.value) };
    tr_decimal available = { 0 };
    bool is_buy = order->row.side == TR_SIDE_BUY;
    tr_book_walk(order->desk->books[order->row.side],
                 is_buy ? TR_BOOK_QUEUE_ASKS : TR_BOOK_QUEUE_BIDS, add_level, &bill);
    tr_status status = tr__paper_free(paper, order->desk->account, quote, &available);
    if (is_swap && bill.status == TR_OK) /* margin of the value, and the fee, which is in both */
        bill.status = margin_and_fee(paper, &bill.sum);
    return bill.status == TR_OK && status == TR_OK && tr_decimal_compare(bill.sum, available) <= 0;
}

/* Fill what fills at once; what its time in force leaves of it rests. */
tr_status tr__paper_arrive(tr_paper *paper, tr__paper_order *order, int64_t at_ns)
{
    static const char *const reasons[] = {
        [TR_TIF_IOC] = "immediate or cancel: the rest does not fill at once",
        [TR_TIF_FOK] = "fill or kill: not all of it fills at once",
    };
    tr_status status;
    if (tr__paper_is_stop(order->row.type))
        return tr__paper_stop_arrive(paper, order, at_ns);
    if (order->desk->market->outside != NULL && !is_payable_whole(paper, order)) {
        tr__paper_close(order, TR_PAPER_CANCELLED, "fill or kill: not all of it can be paid");
        return TR_OK;
    }
    if (order->desk->market->outside != NULL) {
        status = tr__paper_book_enter(paper, order, order->row.tif);
        if (status == TR_OK)
            status = tr__paper_take_trades(paper, order->desk, order->row.side, order, at_ns);
        if (status == TR_OK)
            tr__paper_give_back(paper, order->desk, order->row.side);
    } else {
        status = meet_stranger(paper, order, at_ns);
        if (status == TR_OK && order->row.state == TR_PAPER_OPEN && order->row.tif == TR_TIF_GTC)
            status = tr__paper_book_enter(paper, order, TR_TIF_GTC);
    }
    if (status == TR_OK && order->row.state == TR_PAPER_OPEN && !order->is_resting)
        tr__paper_close(order, TR_PAPER_CANCELLED, reasons[order->row.tif]);
    return status;
}

static void fill_in(tr__paper_order *order, const tr_exchange_order *asked)
{
    tr_paper_order_row *row = &order->row;
    memcpy(row->account, asked->account, sizeof row->account);
    memcpy(row->client_id, asked->client_id, sizeof row->client_id);
    memcpy(row->symbol, asked->symbol, sizeof row->symbol);
    row->side = asked->side;
    row->type = asked->type;
    row->tif = asked->tif;
    row->quantity = asked->quantity;
    row->limit_price = asked->limit_price;
    row->stop_price = asked->stop_price;
    row->state = TR_PAPER_OPEN;
    order->link.hash = tr__paper_order_hash(row->account, row->client_id);
    if (order->desk != NULL)
        memcpy(order->fee_asset, order->desk->market->instrument.quote, sizeof order->fee_asset);
}

tr_status tr__paper_admit(tr_paper *paper, const tr_exchange_order *asked, tr_error *err)
{
    tr__paper_account *account;
    tr__paper_desk *desk = NULL;
    tr__paper_order *order;
    tr__paper_market *market = tr__paper_market_of(paper, asked->symbol);
    if (tr__paper_funding_run(paper) != TR_OK) /* what was due before this order is not of its making */
        return tr__paper_break(paper, TR_E_NO_MEMORY, "funding", err);
    if (tr__paper_account_open(paper, asked->account, &account) != TR_OK ||
        (market != NULL && tr__paper_desk_open(paper, account, market, &desk) != TR_OK) ||
        tr__paper_table_grow(&paper->orders, paper->allocator) != TR_OK ||
        tr__paper_order_new(paper, &order) != TR_OK)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for an order");
    order->desk = desk;
    fill_in(order, asked);
    order->row.is_reduce_only = asked->is_reduce_only && desk != NULL && tr__paper_is_swap(market);
    order->row.exchange_order_id = ++account->order_id_last;
    order->row.created_ns = paper->options.clock->now_ns(paper->options.clock->user);
    if (strcmp(asked->client_id, account->client_id_max) > 0)
        memcpy(account->client_id_max, asked->client_id, sizeof account->client_id_max);
    tr__paper_table_insert(&paper->orders, &order->link);
    /* From here on memory has changed: a failure stops the exchange, and recovery knows nothing of it. */
    judge(paper, order, asked->is_reduce_only);
    tr_status status = TR_OK;
    if (order->row.state == TR_PAPER_OPEN && paper->options.latency_ns > 0) {
        order->is_on_its_way = true;
        status = tr__paper_arrival_add(paper, order, false, order->row.created_ns);
    } else if (order->row.state == TR_PAPER_OPEN) {
        status = tr__paper_arrive(paper, order, order->row.created_ns);
    }
    if (status == TR_OK)
        status = tr__paper_commit(paper, order, 0, order->row.state != TR_PAPER_REJECTED,
                                  order->row.created_ns);
    return status == TR_OK ? TR_OK : tr__paper_break(paper, status, "place", err);
}

tr_status tr__paper_answer(tr_paper *paper, tr__paper_request request, tr__paper_order *order,
                           tr_error *err)
{
    tr_status status;
    if (request == TR__PAPER_CANCEL && order->row.state == TR_PAPER_OPEN &&
        paper->options.latency_ns > 0) {
        status = tr__paper_arrival_add(paper, order, true,
                                       paper->options.clock->now_ns(paper->options.clock->user));
    } else if (request == TR__PAPER_CANCEL && order->row.state == TR_PAPER_OPEN) {
        tr__paper_close(order, TR_PAPER_CANCELLED, "");
        status = tr__paper_commit(paper, order, order->fill_count, false,
                                  paper->options.clock->now_ns(paper->options.clock->user));
    } else {
        status = tr__paper_tell(
            paper, order, request == TR__PAPER_CANCEL && order->row.state != TR_PAPER_CANCELLED);
    }
    return status == TR_OK ? TR_OK : tr__paper_break(paper, status, "answer", err);
}

void tr__paper_answer_missing(const tr_paper *paper, tr__paper_request request, const char *account,
                              const char *client_id)
{
    tr__paper_emit_bare(paper, account, client_id, TR_REPORT_NOT_FOUND, "no such order");
    if (request == TR__PAPER_CANCEL)
        tr__paper_emit_bare(paper, account, client_id, TR_REPORT_CANCEL_REFUSED, "no such order");
}

/* Never seen, surely: ids above the greatest one of the account need no look at the store. */
static bool is_surely_new(const tr_paper *paper, const char *account_name, const char *client_id)
{
    const tr__paper_account *account = tr__paper_account_find(paper, account_name);
    return account == NULL || strcmp(client_id, account->client_id_max) > 0;
}

static tr_status on_place(void *user, const tr_exchange_order *order, tr_error *err)
{
    tr_paper *paper = user;
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    if (order == NULL || !is_text(order->account, sizeof order->account) ||
        !is_text(order->client_id, sizeof order->client_id) ||
        !is_text(order->symbol, sizeof order->symbol))
        return tr__fail(err, TR_E_INVALID, 0, "an order needs account, client id and symbol");
    bool is_stop = tr__paper_is_stop(order->type);
    if ((order->type != TR_ORDER_MARKET && order->type != TR_ORDER_LIMIT && !is_stop) ||
        tr_tif_name(order->tif) == NULL || tr_side_name(order->side) == NULL)
        return tr__fail(err, TR_E_INVALID, 0,
                        "an order is market, limit or a stop, with a known side and tif");
    if (!tr__paper_has_limit(order->type) && !tr_decimal_is_zero(order->limit_price.value))
        return tr__fail(err, TR_E_INVALID, 0, "a market order has no limit price");
    if (is_stop == tr_decimal_is_zero(order->stop_price.value))
        return tr__fail(err, TR_E_INVALID, 0, "a stop has a stop price, and nothing else has one");
    tr__paper_order *known = tr__paper_order_find(paper, order->account, order->client_id);
    if (known != NULL)
        return tr__paper_answer(paper, TR__PAPER_PLACE, known, err);
    if (is_surely_new(paper, order->account, order->client_id))
        return tr__paper_admit(paper, order, err);
    return tr__paper_lookup_add(paper, TR__PAPER_PLACE, order, err);
}

static tr_status ask(tr_paper *paper, tr__paper_request request, const char *account,
                     const char *client_id, tr_error *err)
{
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    tr_exchange_order order = { 0 };
    if (account == NULL || client_id == NULL || account[0] == '\0' || client_id[0] == '\0' ||
        strlen(account) >= sizeof order.account || strlen(client_id) >= sizeof order.client_id)
        return tr__fail(err, TR_E_INVALID, 0,
                        "account and client id must be given, within their sizes");
    tr__paper_order *known = tr__paper_order_find(paper, account, client_id);
    if (known != NULL)
        return tr__paper_answer(paper, request, known, err);
    if (is_surely_new(paper, account, client_id)) {
        tr__paper_answer_missing(paper, request, account, client_id);
        return TR_OK;
    }
    memcpy(order.account, account, strlen(account) + 1);
    memcpy(order.client_id, client_id, strlen(client_id) + 1);
    return tr__paper_lookup_add(paper, request, &order, err);
}

static tr_status on_cancel(void *user, const char *account, const char *client_id, tr_error *err)
{
    return ask(user, TR__PAPER_CANCEL, account, client_id, err);
}

static tr_status on_query(void *user, const char *account, const char *client_id, tr_error *err)
{
    return ask(user, TR__PAPER_QUERY, account, client_id, err);
}

static tr_status on_dead_man(void *user, const char *account, int64_t timeout_ns, tr_error *err)
{
    tr_paper *paper = user;
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    if (account == NULL || account[0] == '\0' || strlen(account) >= TR_NAME_SIZE)
        return tr__fail(err, TR_E_INVALID, 0, "an account must be given, within its size");
    return tr__paper_dead_man(paper, account, timeout_ns, err);
}

void tr__paper_port_init(tr_paper *paper)
{
    paper->port = (tr_exchange){ .traits = &traits,
                                 .place = on_place,
                                 .cancel = on_cancel,
                                 .query = on_query,
                                 .list = tr__paper_list,
                                 .dead_man = on_dead_man,
                                 .amend = tr__paper_on_amend,
                                 .user = paper };
}
