/* paper.c: life of the exchange, its prices, and its way to the store. */
#include "paper/state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/fail.h"

#define FUNDING_INTERVAL_MAX_NS (7 * 24 * INT64_C(3600000000000))

/* ---- failure --------------------------------------------------------------------------------- */

tr_status tr__paper_break(tr_paper *paper, tr_status status, const char *what, tr_error *err)
{
    assert(status != TR_OK);
    tr__journal_abandon(paper->journal); /* half a transaction must not be flushed */
    if (paper->failure.status == TR_OK)
        (void)tr__fail(&paper->failure, status, 0, "paper exchange stopped: %s: %s", what,
                       tr_status_name(status));
    if (err != NULL)
        *err = paper->failure;
    return status;
}

tr_status tr_paper_status(const tr_paper *paper)
{
    if (paper == NULL)
        return TR_E_INVALID;
    return paper->failure.status != TR_OK ? paper->failure.status
                                          : tr__journal_status(paper->journal, NULL);
}

tr_status tr__paper_ready(const tr_paper *paper, tr_error *err)
{
    if (paper == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "the paper exchange is NULL");
    if (paper->failure.status != TR_OK) {
        if (err != NULL)
            *err = paper->failure;
        return paper->failure.status;
    }
    if (!paper->is_recovered)
        return tr__fail(err, TR_E_INVALID, 0, "the paper exchange is not recovered yet");
    return tr__journal_status(paper->journal, err);
}

/* ---- life ------------------------------------------------------------------------------------ */

static int compare_symbols(const void *a, const void *b)
{
    return strcmp(((const tr__paper_market *)a)->instrument.symbol,
                  ((const tr__paper_market *)b)->instrument.symbol);
}

tr__paper_market *tr__paper_market_of(const tr_paper *paper, const char *symbol)
{
    size_t low = 0, high = paper->market_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(symbol, paper->markets[middle].instrument.symbol);
        if (order == 0)
            return &paper->markets[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool is_share(tr_decimal value, bool is_one_allowed)
{
    int relation = tr_decimal_compare(value, tr_decimal_from_int(1));
    return tr_decimal_sign(value) >= 0 && (relation < 0 || (relation == 0 && is_one_allowed));
}

static tr_status check_options(const tr_paper_options *options, tr_error *err)
{
    if (options->struct_size < sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0,
                        "paper options: struct_size is %zu, expected %zu or more",
                        options->struct_size, sizeof *options);
    if (options->instruments == NULL || options->instrument_count == 0)
        return tr__fail(err, TR_E_INVALID, 0, "paper options: no instruments");
    if (options->store == NULL || options->reader == NULL || options->clock == NULL ||
        options->report == NULL)
        return tr__fail(err, TR_E_INVALID, 0,
                        "paper options: store, reader, clock and report are needed");
    if (!is_share(options->fee_maker, false) || !is_share(options->fee_taker, false) ||
        !is_share(options->slippage, false))
        return tr__fail(err, TR_E_RANGE, 0,
                        "paper options: fees and slippage are from 0 to below 1");
    if (options->latency_ns < 0 || options->latency_ns > INT64_C(3600000000000))
        return tr__fail(err, TR_E_RANGE, 0, "paper options: the latency is 0 to one hour");
    if (!tr_decimal_is_zero(options->leverage) &&
        (tr_decimal_compare(options->leverage, tr_decimal_from_int(1)) < 0 ||
         tr_decimal_compare(options->leverage, tr_decimal_from_int(1000)) > 0))
        return tr__fail(err, TR_E_RANGE, 0, "paper options: the leverage is 1 to 1000");
    tr_decimal used, leverage = tr_decimal_max(options->leverage, tr_decimal_from_int(1));
    if (!is_share(options->maintenance_margin, false) || !is_share(options->liquidation_fee, false))
        return tr__fail(err, TR_E_RANGE, 0,
                        "paper options: maintenance margin and liquidation fee are from 0 to below 1");
    if (tr_decimal_multiply(options->maintenance_margin, leverage, TR_ROUND_UP, &used) != TR_OK ||
        !is_share(used, false))
        return tr__fail(err, TR_E_RANGE, 0,
                        "paper options: maintenance margin times leverage must be below 1, or what is "
                        "entered is liquidated at once");
    if (options->funding_interval_ns < 0 || options->funding_interval_ns > FUNDING_INTERVAL_MAX_NS)
        return tr__fail(err, TR_E_RANGE, 0, "paper options: the funding interval is 0 to a week");
    if (!is_share(options->participation, true))
        return tr__fail(err, TR_E_RANGE, 0, "paper options: participation is from 0 to 1");
    return TR_OK;
}

/* True when the product is on the scale. */
static bool multiply_exactly(tr_decimal a, tr_decimal b, tr_decimal *out)
{
    tr_decimal down, up;
    if (tr_decimal_multiply(a, b, TR_ROUND_DOWN, &down) != TR_OK ||
        tr_decimal_multiply(a, b, TR_ROUND_UP, &up) != TR_OK || tr_decimal_compare(down, up) != 0)
        return false;
    *out = down;
    return true;
}

static tr_status market_init(tr__paper_market *market, const tr_paper_options *options,
                             const tr_instrument *instrument, tr_error *err)
{
    tr_status status = tr_instrument_check(instrument, err);
    if (status != TR_OK)
        return status;
    if (instrument->kind != TR_KIND_SPOT && instrument->kind != TR_KIND_LINEAR)
        return tr__fail(err, TR_E_UNSUPPORTED, 0,
                        "%s: the paper exchange trades spot and linear swaps", instrument->symbol);
    tr_decimal step, fee, units;
    if (!multiply_exactly(instrument->lot, instrument->multiplier, &units) ||
        !multiply_exactly(instrument->tick, units, &step))
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "%s: tick times lot needs more than 18 decimals",
                        instrument->symbol);
    market->instrument = *instrument;
    if (!multiply_exactly(step, options->fee_maker, &fee) ||
        !multiply_exactly(step, options->fee_taker, &fee))
        market->fee_dust = (tr_decimal){ .lo = 1 }; /* one unit of 10^-18 */
    return TR_OK;
}

static tr_status markets_init(tr_paper *paper, tr_error *err)
{
    const tr_paper_options *options = &paper->options;
    paper->markets =
        tr__allocate_zeroed(paper->allocator, options->instrument_count, sizeof *paper->markets);
    if (paper->markets == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for the markets");
    for (size_t i = 0; i < options->instrument_count; i++) {
        tr_status status = market_init(&paper->markets[i], options, &options->instruments[i], err);
        if (status != TR_OK)
            return status;
    }
    paper->market_count = options->instrument_count;
    qsort(paper->markets, paper->market_count, sizeof *paper->markets, compare_symbols);
    for (size_t i = 1; i < paper->market_count; i++)
        if (compare_symbols(&paper->markets[i - 1], &paper->markets[i]) == 0)
            return tr__fail(err, TR_E_INVALID, 0, "%s is listed twice",
                            paper->markets[i].instrument.symbol);
    return TR_OK;
}

tr_status tr_paper_new(const tr_paper_options *options, tr_paper **out, tr_error *err)
{
    if (options == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "tr_paper_new: an argument is NULL");
    tr_status status = check_options(options, err);
    if (status != TR_OK)
        return status;
    tr_paper *paper = tr__allocate_zeroed(options->allocator, 1, sizeof *paper);
    if (paper == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a paper exchange");
    paper->allocator = options->allocator;
    paper->options = *options;
    if (tr_decimal_is_zero(paper->options.leverage))
        paper->options.leverage = tr_decimal_from_int(1);
    tr__paper_port_init(paper);
    status = markets_init(paper, err);
    paper->options.instruments = NULL; /* copied: the caller's may go */
    if (status == TR_OK &&
        tr__journal_new(options->store, options->allocator, &paper->journal) != TR_OK)
        status = tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a journal");
    if (status != TR_OK) {
        tr_paper_free(paper);
        return status;
    }
    *out = paper;
    return TR_OK;
}

void tr_paper_free(tr_paper *paper)
{
    if (paper == NULL)
        return;
    tr__journal_free(paper->journal);
    tr__paper_lookup_free(paper);
    tr__paper_recovery_free(paper);
    tr__paper_arrivals_free(paper);
    while (paper->packet_first != NULL) {
        tr__paper_packet *next = paper->packet_first->next;
        tr__release(paper->allocator, paper->packet_first);
        paper->packet_first = next;
    }
    for (size_t i = 0; i < paper->orders.bucket_count; i++)
        while (paper->orders.buckets[i] != NULL) {
            tr__paper_link *next = paper->orders.buckets[i]->next;
            tr__paper_order_free(paper, (tr__paper_order *)paper->orders.buckets[i]);
            paper->orders.buckets[i] = next;
        }
    while (paper->account_first != NULL) {
        tr__paper_account *next = paper->account_first->next;
        tr__paper_account_free(paper, paper->account_first);
        paper->account_first = next;
    }
    for (size_t i = 0; paper->markets != NULL && i < paper->market_count; i++)
        tr_book_free(paper->markets[i].outside);
    tr_book_free(paper->moment);
    tr__release(paper->allocator, paper->trades);
    tr__release(paper->allocator, paper->orders.buckets);
    tr__release(paper->allocator, paper->accounts.buckets);
    tr__release(paper->allocator, paper->markets);
    tr__release(paper->allocator, paper);
}

const tr_exchange *tr_paper_exchange(tr_paper *paper)
{
    return paper != NULL ? &paper->port : NULL;
}

/* ---- work ------------------------------------------------------------------------------------ */

tr_status tr_paper_open_balance(tr_paper *paper, const char *account, const char *asset,
                                tr_money amount, tr_error *err)
{
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    if (account == NULL || asset == NULL || account[0] == '\0' || asset[0] == '\0' ||
        strlen(account) >= TR_NAME_SIZE || strlen(asset) >= TR_ASSET_SIZE)
        return tr__fail(err, TR_E_INVALID, 0,
                        "account and asset must be given, within their sizes");
    if (tr_decimal_sign(amount.value) < 0)
        return tr__fail(err, TR_E_RANGE, 0, "an opening balance is not below zero");
    tr__paper_account *owner;
    tr__paper_balance *balance;
    if (tr__paper_account_open(paper, account, &owner) != TR_OK ||
        tr__paper_balance_open(paper, owner, asset, &balance) != TR_OK)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a balance");
    if (balance->version > 0)
        return TR_OK;
    balance->total = amount.value;
    status = tr__paper_write_balance(paper, owner, balance);
    if (status == TR_OK)
        status = tr__journal_commit(paper->journal, NULL, NULL);
    return status == TR_OK ? TR_OK : tr__paper_break(paper, status, "open balance", err);
}

/* The last price moved against a taker by the slippage, onto the grid on his bad side. */
static tr_status taker_price(const tr_paper *paper, const tr__paper_market *market,
                             tr_decimal price, tr_side side, tr_decimal *out)
{
    tr_decimal factor, moved, one = tr_decimal_from_int(1);
    bool is_buy = side == TR_SIDE_BUY;
    tr_status status = is_buy ? tr_decimal_add(one, paper->options.slippage, &factor)
                              : tr_decimal_subtract(one, paper->options.slippage, &factor);
    if (status == TR_OK)
        status = tr_decimal_multiply(price, factor, is_buy ? TR_ROUND_UP : TR_ROUND_DOWN, &moved);
    if (status == TR_OK)
        status = tr_decimal_round_to(moved, market->instrument.tick,
                                     is_buy ? TR_ROUND_CEILING : TR_ROUND_FLOOR, &moved);
    if (status == TR_OK) /* nothing trades at zero: the lowest price is one tick */
        *out = tr_decimal_max(moved, market->instrument.tick);
    return status;
}

tr_status tr_paper_price(tr_paper *paper, const tr_price_tick *tick, tr_error *err)
{
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    if (tick == NULL || memchr(tick->symbol, '\0', sizeof tick->symbol) == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a tick needs a symbol");
    tr__paper_market *market = tr__paper_market_of(paper, tick->symbol);
    if (market == NULL)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "the paper exchange does not trade %s",
                        tick->symbol);
    if (tr_decimal_sign(tick->price.value) <= 0 || tr_decimal_sign(tick->quantity.value) < 0)
        return tr__fail(err, TR_E_RANGE, 0,
                        "%s: a tick has a price above 0 and a quantity of 0 or more", tick->symbol);
    tr_decimal taker[2];
    status = taker_price(paper, market, tick->price.value, TR_SIDE_BUY, &taker[TR_SIDE_BUY]);
    if (status == TR_OK)
        status = taker_price(paper, market, tick->price.value, TR_SIDE_SELL, &taker[TR_SIDE_SELL]);
    for (int side = TR_SIDE_BUY; side <= TR_SIDE_SELL && status == TR_OK; side++) {
        int64_t ticks = 0;
        if (tr_decimal_to_steps(taker[side], market->instrument.tick, &ticks) != TR_OK ||
            ticks >= TR__PAPER_TICKS_MAX)
            status = TR_E_OVERFLOW; /* a book could not hold it */
    }
    if (status != TR_OK)
        return tr__fail(err, status, 0, "%s: the price with its slippage does not fit",
                        tick->symbol);
    status =
        tr__paper_arrivals_run(paper); /* what has arrived meanwhile met the market as it was */
    if (status != TR_OK)
        return tr__paper_break(paper, status, "arrive", err);
    market->price = tick->price;
    memcpy(market->taker_price, taker, sizeof taker);
    market->volume = tick->quantity;
    market->tick_number++;
    status = tr__paper_funding_run(paper);
    if (status == TR_OK) /* before anything trades: who is past his margin must not choose */
        status = tr__paper_liquidate_in(paper, market);
    if (status == TR_OK)
        status = tr__paper_match(paper, market);
    if (status == TR_OK)
        status = tr__paper_liquidate(paper);
    return status == TR_OK ? TR_OK : tr__paper_break(paper, status, "match", err);
}

tr_status tr_paper_last_price(const tr_paper *paper, const char *symbol, tr_price *out)
{
    if (paper == NULL || symbol == NULL || out == NULL)
        return TR_E_INVALID;
    const tr__paper_market *market = tr__paper_market_of(paper, symbol);
    if (market == NULL || market->tick_number == 0)
        return TR_E_NOT_FOUND;
    *out = market->price;
    return TR_OK;
}

tr_status tr_paper_flush(tr_paper *paper, tr_error *err)
{
    tr_status status = tr__paper_ready(paper, err);
    if (status != TR_OK)
        return status;
    status = tr__paper_arrivals_run(paper);
    if (status == TR_OK)
        status = tr__paper_dead_man_run(paper);
    if (status == TR_OK)
        status = tr__paper_funding_run(paper);
    if (status == TR_OK)
        status = tr__paper_liquidate(paper);
    return status == TR_OK ? tr__journal_flush(paper->journal, err)
                           : tr__paper_break(paper, status, "arrive", err);
}

bool tr_paper_is_idle(const tr_paper *paper)
{
    return paper == NULL || (tr__journal_is_idle(paper->journal) && paper->lookup_first == NULL &&
                             paper->recovery == NULL);
}
