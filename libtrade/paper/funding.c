/*
 * funding.c: what longs pay shorts, or shorts longs, at the end of every interval.
 *
 * The rate is what it was told to be: nobody here knows one. A payment is a transaction of its own, with the interval that it
 * settles in the position's row: so it is made once, whenever the exchange dies.
 */
#include "paper/state.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"

#define INTERVALS_MISSED_MAX 1000 /* paid after a pause; what lies further back is let go */

static int64_t now_of(const tr_paper *paper)
{
    return paper->options.clock->now_ns(paper->options.clock->user);
}

int64_t tr__paper_funding_boundary(const tr_paper *paper, int64_t at_ns)
{
    int64_t interval_ns = paper->options.funding_interval_ns;
    return interval_ns <= 0 || at_ns <= 0 ? at_ns : at_ns - at_ns % interval_ns;
}

static bool has_position(const tr__paper_desk *desk)
{
    return tr__paper_is_swap(desk->market) && !tr_decimal_is_zero(desk->quantity);
}

/* What the holder gets of it, rounded down: what he pays is rounded up. */
static tr_status amount_of(const tr__paper_desk *desk, tr_decimal *out)
{
    const tr__paper_market *market = desk->market;
    tr_decimal size = { 0 }, rate = market->funding_rate;
    tr_money value;
    tr_status status = tr_decimal_absolute(desk->quantity, &size);
    if (status == TR_OK && tr_decimal_sign(desk->quantity) > 0) /* longs pay a rate above zero */
        status = tr_decimal_negate(rate, &rate);
    if (status == TR_OK)
        status = tr_instrument_notional(&market->instrument, market->price, (tr_quantity){ size },
                                        TR_ROUND_UP, &value);
    return status == TR_OK ? tr_decimal_multiply(value.value, rate, TR_ROUND_FLOOR, out) : status;
}

/* Nobody pays more than he has: what is missing is the exchange's loss, and he is liquidated. */
static tr_status bound(const tr_paper *paper, const tr__paper_desk *desk, tr_decimal *amount)
{
    tr__paper_weight weight;
    tr_decimal equity, most;
    tr_status status = tr__paper_weigh(paper, desk->account, desk->quote, &weight);
    if (status == TR_OK)
        status = tr_decimal_add(desk->quote->total, weight.gain, &equity);
    if (status == TR_OK)
        status = tr_decimal_negate(tr_decimal_max(equity, (tr_decimal){ 0 }), &most);
    if (status == TR_OK)
        *amount = tr_decimal_max(*amount, most);
    return status;
}

/* A rate of zero moves nothing, and leaves no payment behind; that its interval is over is written down all the same. */
static tr_status pay(tr_paper *paper, tr__paper_desk *desk, int64_t at_ns)
{
    tr__paper_account *account = desk->account;
    tr_funding_payment paid = { .rate = desk->market->funding_rate,
                                .price = desk->market->price,
                                .quantity = desk->quantity,
                                .at_ns = at_ns };
    tr_decimal total;
    tr_status status = amount_of(desk, &paid.amount.value);
    if (status == TR_OK)
        status = bound(paper, desk, &paid.amount.value);
    if (status == TR_OK)
        status = tr_decimal_add(desk->quote->total, paid.amount.value, &total);
    paper->has_settled_swaps = true;
    desk->funded_ns = at_ns;
    if (status != TR_OK) /* a value that does not fit has been refused everywhere else */
        return TR_OK;
    bool has_moved = !tr_decimal_is_zero(paid.amount.value);
    desk->quote->total = total;
    status = tr__paper_write_position(paper, desk);
    if (status == TR_OK && has_moved)
        status = tr__paper_write_balance(paper, account, desk->quote);
    if (status != TR_OK || !has_moved)
        return status == TR_OK ? tr__journal_commit(paper->journal, NULL, NULL) : status;
    paid.seq = ++account->funding_last;
    memcpy(paid.account, account->name, sizeof paid.account);
    memcpy(paid.symbol, desk->market->instrument.symbol, sizeof paid.symbol);
    memcpy(paid.asset, desk->quote->asset, sizeof paid.asset);
    (void)snprintf(paid.exchange_id, sizeof paid.exchange_id, "%" PRId64,
                   paid.seq); /* the size suffices */
    status = tr__journal_add(paper->journal, TR_STORE_INSERT, TR_TABLE_PAPER_FUNDING, &paid, 0);
    return status == TR_OK ? tr__paper_tell_funding(paper, &paid) : status;
}

static tr_status pay_desk(tr_paper *paper, tr__paper_desk *desk, int64_t until_ns)
{
    int64_t interval_ns = paper->options.funding_interval_ns;
    tr_status status = TR_OK;
    if (!has_position(desk) || desk->funded_ns >= until_ns)
        return TR_OK;
    if ((until_ns - desk->funded_ns) / interval_ns > INTERVALS_MISSED_MAX)
        desk->funded_ns = until_ns - INTERVALS_MISSED_MAX * interval_ns;
    while (status == TR_OK &&
           desk->funded_ns <
               until_ns) /* an interval that was changed begins where the old one ended */
        status = pay(paper, desk, tr__paper_funding_boundary(paper, desk->funded_ns + interval_ns));
    return status;
}

tr_status tr__paper_funding_run(tr_paper *paper)
{
    tr_status status = TR_OK;
    if (paper->options.funding_interval_ns <= 0)
        return TR_OK;
    int64_t until_ns = tr__paper_funding_boundary(paper, now_of(paper));
    for (size_t i = 0; status == TR_OK && i < paper->market_count; i++) {
        tr__paper_market *market = &paper->markets[i];
        if (!tr__paper_is_swap(market) || market->tick_number == 0)
            continue;
        for (tr__paper_desk *desk = market->desks; status == TR_OK && desk != NULL;
             desk = desk->next)
            status = pay_desk(paper, desk, until_ns);
    }
    return status;
}

int64_t tr_paper_funding_ns(const tr_paper *paper)
{
    int64_t due_ns = INT64_MAX;
    if (paper == NULL || paper->options.funding_interval_ns <= 0)
        return INT64_MAX;
    for (size_t i = 0; i < paper->market_count; i++) {
        const tr__paper_market *market = &paper->markets[i];
        if (market->tick_number == 0)
            continue; /* it waits for a price */
        for (const tr__paper_desk *desk = market->desks; desk != NULL; desk = desk->next) {
            int64_t next_ns = tr__paper_funding_boundary(
                paper, desk->funded_ns + paper->options.funding_interval_ns);
            if (has_position(desk) && next_ns < due_ns)
                due_ns = next_ns;
        }
    }
    return due_ns;
}

tr_status tr_paper_set_funding_rate(tr_paper *paper, const char *symbol, tr_decimal rate,
                                    tr_error *err)
{
    tr_decimal one = tr_decimal_from_int(1), minus_one = tr_decimal_from_int(-1);
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    tr__paper_market *market = symbol == NULL ? NULL : tr__paper_market_of(paper, symbol);
    if (market == NULL || !tr__paper_is_swap(market))
        return tr__fail(err, TR_E_NOT_FOUND, 0, "the paper exchange trades no swap %s",
                        symbol == NULL ? "" : symbol);
    if (tr_decimal_compare(rate, one) >= 0 || tr_decimal_compare(rate, minus_one) <= 0)
        return tr__fail(err, TR_E_RANGE, 0, "a funding rate lies between -1 and 1");
    status = tr__paper_funding_run(paper); /* what is over was at the rate before */
    market->funding_rate = rate;
    return status == TR_OK ? TR_OK : tr__paper_break(paper, status, "funding", err);
}
