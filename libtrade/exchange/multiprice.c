/* multiprice.c: the same instrument on several exchanges: who bids and asks best, and how far apart they are. */
#include <trade/exchange_session.h>

#include "core/fail.h"

static bool is_told(tr_price price)
{
    return tr_decimal_sign(price.value) > 0;
}

static void keep_best(const tr_quote *quotes, size_t i, tr_multiprice *best)
{
    const tr_quote *quote = &quotes[i];
    if (is_told(quote->bid) &&
        (best->best_bid == SIZE_MAX ||
         tr_decimal_compare(quote->bid.value, quotes[best->best_bid].bid.value) > 0))
        best->best_bid = i;
    if (is_told(quote->ask) &&
        (best->best_ask == SIZE_MAX ||
         tr_decimal_compare(quote->ask.value, quotes[best->best_ask].ask.value) < 0))
        best->best_ask = i;
    if (!is_told(quote->last))
        return;
    if (best->lowest == SIZE_MAX ||
        tr_decimal_compare(quote->last.value, quotes[best->lowest].last.value) < 0)
        best->lowest = i;
    if (best->highest == SIZE_MAX ||
        tr_decimal_compare(quote->last.value, quotes[best->highest].last.value) > 0)
        best->highest = i;
}

tr_status tr_multiprice_of(const tr_quote *quotes, size_t count, tr_multiprice *out, tr_error *err)
{
    if (out == NULL || (quotes == NULL && count > 0))
        return tr__fail(err, TR_E_INVALID, 0, "multiprice: no quotes, or no place for the best");
    tr_multiprice best = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, { 0 }, { 0 }, { 0 } };
    for (size_t i = 0; i < count; i++)
        keep_best(quotes, i, &best);
    if (best.best_bid == SIZE_MAX && best.best_ask == SIZE_MAX && best.lowest == SIZE_MAX)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no exchange told a price");
    tr_status status = TR_OK;
    if (best.lowest != SIZE_MAX) {
        tr_decimal share = { 0 };
        status = tr_decimal_subtract(quotes[best.highest].last.value,
                                     quotes[best.lowest].last.value, &best.spread);
        if (status == TR_OK)
            status = tr_decimal_divide(best.spread, quotes[best.lowest].last.value,
                                       TR_ROUND_HALF_EVEN, &share);
        if (status == TR_OK)
            status = tr_decimal_multiply(share, tr_decimal_from_int(100), TR_ROUND_HALF_EVEN,
                                         &best.spread_percent);
    }
    if (status == TR_OK && best.best_bid != SIZE_MAX && best.best_ask != SIZE_MAX)
        status = tr_decimal_subtract(quotes[best.best_bid].bid.value,
                                     quotes[best.best_ask].ask.value, &best.edge);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "multiprice: the prices do not fit");
    *out = best;
    return TR_OK;
}
