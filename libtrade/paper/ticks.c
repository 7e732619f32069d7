/* ticks.c: a bar as the four trades that it surely had. */
#include <trade/paper.h>

#include <string.h>

#include "core/fail.h"

static tr_status price_of(const tr_instrument *instrument, double value, tr_price *out)
{
    tr_status status = tr_decimal_from_double(value, TR_ROUND_HALF_EVEN, &out->value);
    if (status == TR_OK)
        status = tr_decimal_round_to(out->value, instrument->tick, TR_ROUND_HALF_EVEN, &out->value);
    if (status == TR_OK && tr_decimal_sign(out->value) <= 0)
        status = TR_E_RANGE;
    return status;
}

/* A quarter of the volume; zero stays zero, which means "unknown", and nothing else becomes it. */
static tr_status volume_of(double volume, tr_quantity *out)
{
    tr_status status = tr_decimal_from_double(volume / 4, TR_ROUND_DOWN, &out->value);
    if (status == TR_OK && volume > 0 && tr_decimal_is_zero(out->value))
        out->value.lo = 1;
    return status;
}

tr_status tr_paper_ticks_of_bar(const tr_instrument *instrument, const tr_bar *bar, int64_t span_ns,
                                tr_price_tick ticks_out[4], tr_error *err)
{
    if (instrument == NULL || bar == NULL || ticks_out == NULL || span_ns < 0 ||
        bar->open_ns > INT64_MAX - span_ns)
        return tr__fail(err, TR_E_INVALID, 0,
                        "tr_paper_ticks_of_bar: an argument is missing or off");
    tr_status status = tr_bar_check(bar, err);
    if (status != TR_OK)
        return status;
    bool is_low_first = bar->open - bar->low <= bar->high - bar->open;
    const double prices[4] = { bar->open, is_low_first ? bar->low : bar->high,
                               is_low_first ? bar->high : bar->low, bar->close };
    tr_price_tick ticks[4] = { 0 };
    for (int i = 0; i < 4; i++) {
        status = price_of(instrument, prices[i], &ticks[i].price);
        if (status == TR_OK)
            status = volume_of(bar->volume, &ticks[i].quantity);
        if (status != TR_OK)
            return tr__fail(err, status, 0, "%s: price %g with volume %g makes no tick",
                            instrument->symbol, prices[i], bar->volume);
        memcpy(ticks[i].symbol, instrument->symbol, sizeof ticks[i].symbol);
        ticks[i].at_ns = bar->open_ns + span_ns / 4 * i;
    }
    memcpy(ticks_out, ticks, sizeof ticks);
    return TR_OK;
}
