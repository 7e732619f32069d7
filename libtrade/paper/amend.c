/*
 * amend.c: changing an open limit order: its whole quantity, and its limit.
 *
 * A smaller quantity at the same limit keeps the place in the queue; anything else goes to its end, as on most exchanges,
 * and takes at once what a new order of that limit would. What is asked for is absolute: asking twice is asking once.
 */
#include "paper/state.h"

#include <string.h>

#include "core/fail.h"

static int64_t now_of(const tr_paper *paper)
{
    return paper->options.clock->now_ns(paper->options.clock->user);
}

/* Why it cannot be so; NULL when it can. Quantity and limit of the order are the new ones afterwards, and reserved. */
static const char *try_values(const tr_paper *paper, tr__paper_order *order,
                              const tr__paper_wish *wish)
{
    const tr__paper_market *market = order->desk->market;
    bool has_price = market->tick_number > 0;
    tr_quantity quantity = order->row.quantity;
    tr_price limit = order->row.limit_price;
    tr_decimal reserved;
    if (tr_decimal_compare(wish->quantity.value, order->row.filled_quantity.value) <= 0)
        return "as much has filled already";
    if (tr_instrument_check_order(&market->instrument,
                                  tr__paper_has_limit(order->row.type) ? &wish->limit_price : NULL, wish->quantity,
                                  has_price ? &market->price : NULL, NULL) != TR_OK)
        return "price or quantity is none that the instrument takes";
    bool is_stop = order->is_stop_resting;
    if (is_stop &&
        tr__paper_stop_refusal(market, order->row.side, wish->stop_price) != NULL)
        return tr__paper_stop_refusal(market, order->row.side, wish->stop_price);
    order->row.quantity = wish->quantity;
    order->row.limit_price = wish->limit_price;
    const char *reason = NULL;
    if (!tr__paper_fits_book(order) || tr__paper_reservation(paper, order, &reserved) != TR_OK) {
        reason = "price or quantity is too large";
    } else {
        if (tr__paper_reserve_instead(order, reserved))
            return NULL;
        reason = "insufficient balance";
    }
    order->row.quantity = quantity;
    order->row.limit_price = limit;
    return reason;
}

/* In the book: a smaller quantity where it stands. */
static tr_status shrink(tr_paper *paper, tr__paper_order *order)
{
    tr_book_order rest;
    tr_book *book = order->desk->books[order->row.side];
    tr_status status = tr_book_find(book, order->row.exchange_order_id, &rest);
    if (status != TR_OK)
        return status;
    int64_t open = tr__paper_lots(order->desk->market, tr__paper_order_left(order));
    const tr_book_command amend = { .kind = TR_BOOK_COMMAND_AMEND,
                                    .given = TR_BOOK_GIVEN_QUANTITY,
                                    .id = order->row.exchange_order_id,
                                    .quantity = rest.total - rest.open + open };
    return tr__paper_book_apply(paper, order->desk, order->row.side, &amend);
}

tr_status tr__paper_amend(tr_paper *paper, tr__paper_order *order, const tr__paper_wish *wish,
                          int64_t at_ns)
{
    size_t fill_first = order->fill_count;
    if (order->row.state != TR_PAPER_OPEN || order->desk == NULL ||
        (order->is_resting ? order->row.type != TR_ORDER_LIMIT : !order->is_stop_resting))
        return tr__paper_tell_amend(paper, order, "the order is not open as a limit order or a stop");
    tr_price limit = order->row.limit_price;
    tr_quantity quantity = order->row.quantity;
    const char *reason = try_values(paper, order, wish);
    if (reason != NULL)
        return tr__paper_tell_amend(paper, order, reason);
    int change = tr_decimal_compare(order->row.quantity.value, quantity.value);
    tr_status status = TR_OK;
    if (order->is_stop_resting)
        order->row.stop_price = wish->stop_price; /* it keeps its place among the stops */
    else if (tr_decimal_compare(order->row.limit_price.value, limit.value) == 0 && change <= 0) {
        status = change == 0 ? TR_OK : shrink(paper, order);
    } else {
        tr__paper_book_leave(order);
        status = tr__paper_arrive(paper, order, at_ns);
    }
    if (status != TR_OK)
        return status;
    order->is_amended = true; /* the transaction tells of it */
    return tr__paper_commit(paper, order, fill_first, false, at_ns);
}

tr_status tr__paper_on_amend(void *user, const tr_exchange_order *wanted, tr_error *err)
{
    tr_paper *paper = user;
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    if (wanted == NULL || wanted->account[0] == '\0' || wanted->client_id[0] == '\0' ||
        memchr(wanted->account, '\0', sizeof wanted->account) == NULL ||
        memchr(wanted->client_id, '\0', sizeof wanted->client_id) == NULL)
        return tr__fail(err, TR_E_INVALID, 0,
                        "account and client id must be given, within their sizes");
    tr__paper_order *order = tr__paper_order_find(paper, wanted->account, wanted->client_id);
    if (order == NULL) { /* what is open is in memory */
        tr__paper_emit_bare(paper, wanted->account, wanted->client_id, TR_REPORT_AMEND_REFUSED,
                            "no open order of that id");
        return TR_OK;
    }
    tr__paper_wish wish = { .quantity = wanted->quantity,
                            .limit_price = wanted->limit_price,
                            .stop_price = wanted->stop_price };
    status = paper->options.latency_ns > 0
                 ? tr__paper_arrival_add_amend(paper, order, &wish, now_of(paper))
                 : tr__paper_amend(paper, order, &wish, now_of(paper));
    return status == TR_OK ? TR_OK : tr__paper_break(paper, status, "amend", err);
}
